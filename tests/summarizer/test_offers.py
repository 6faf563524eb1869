"""What is offered in place of an answer is about what was asked, or nothing is offered."""

from dataclasses import replace
from datetime import UTC, datetime

from summarizer.model import Question
from summarizer.offers import MOST, offers
from summarizer.question import understand

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def asked(text: str):
    return understand(Question(text, NOW), languages=("en", "tr"))


def test_what_only_shares_a_common_word_is_not_offered(write):
    about = write("Norway won the football world cup.", id="cup")
    other = write("Critics won over the world of music.", id="music")
    found = offers(asked("Who won the football world cup?"), [other, about])
    assert [article.id for article in found] == ["cup"]


def test_what_lacks_the_rarest_word_is_not_offered(write):
    other = write("The new phone costs less than the line of phones before.", id="phone")
    about = write("The tram line costs 12 million crowns.", id="tram")
    found = offers(asked("how much did the tram line cost?"), [other, about])
    assert [article.id for article in found] == ["tram"]


def test_whoever_is_named_must_be_there(write):
    other = write("A new bridge was opened in Bergen.", id="bergen")
    assert offers(asked("Which bridge did Virtala open?"), [other]) == ()


def test_the_same_thing_in_another_language_is_offered(write):
    about = write("The minister resigned on Monday.", id="en")
    assert offers(asked("Bakan istifa etti mi?"), [about]) == (about,)


def test_a_question_without_a_word_of_its_own_is_about_its_thread(write):
    one, two = write("One bridge.", id="one"), write("Two bridges.", id="two")
    query = replace(asked("when was that?"), articles=("two",))
    assert offers(query, [one, two]) == (two,)


def test_never_more_than_a_few_are_offered(write):
    many = [write("The bridge of Oslo was opened.", id=str(n)) for n in range(2 * MOST)]
    assert len(offers(asked("Who opened the bridge of Oslo?"), many)) == MOST
