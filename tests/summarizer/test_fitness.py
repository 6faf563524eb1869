"""A sentence fits a question when it holds the kind of thing that is asked for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from summarizer.expectation import Want, expect
from summarizer.figures import figures
from summarizer.fitness import Asked, fitness
from summarizer.model import Question
from summarizer.question import understand
from summarizer.reading import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def wanted(text: str):
    return expect(understand(Question(text, NOW)), text)


@pytest.mark.parametrize(
    ("text", "want", "heads"),
    [
        ("Who attended the talks?", Want.NAME, ()),
        ("who was the trial judge", Want.NAME, ("trial", "judge")),
        ("who is the president of chile", Want.NAME, ("president", "chile")),
        ("who is james steele", Want.ROLE, ()),
        ("what is omer bolat's job", Want.ROLE, ()),
        ("when did they meet", Want.TIME, ()),
        ("where did the ministers meet", Want.PLACE, ()),
        ("how many shops were damaged", Want.COUNT, ("shops",)),
        ("how much did the fire cost", Want.MONEY, ()),
        ("How old was the mayor?", Want.AGE, ()),
        ("how long did the fire burn", Want.DURATION, ()),
        ("What share of voters stayed at home?", Want.PERCENT, ("voters", "stayed")),
        ("why did the plant close", Want.REASON, ()),
        ("what did the mayor say about the fire", Want.SPEECH, ()),
        ("which song was played in court", Want.THING, ("song",)),
        ("kaç dükkân hasar gördü", Want.COUNT, ("dukkan", "hasar")),
        ("Şili Enerji Bakanı kim?", Want.NAME, ("enerji", "bakani")),
    ],
)
def test_a_question_tells_what_it_wants(text, want, heads):
    expected = wanted(text)
    assert (expected.want, expected.heads) == (want, heads)


def test_the_speaker_is_whoever_stands_by_the_verb():
    assert wanted("what did the uzbek president say about gaza").speaker == ("uzbek", "president")
    assert wanted("¿Qué dijo la esposa de Jobs sobre su baja?").speaker == ("esposa", "jobs")
    assert wanted("Bakan yangın için ne dedi?").speaker == ("bakan", "yangin")


def test_a_question_of_the_future_is_known_as_one():
    assert wanted("When will the review be finished?").ahead
    assert wanted("Bilet kaç lira olacak?").ahead
    assert not wanted("When was the review finished?").ahead


NOTHING = Asked(frozenset(), (), frozenset(), (), frozenset())


def fit(question: str, sentence: str, asked: Asked = NOTHING) -> float:
    return fitness(wanted(question), read(sentence, "en"), asked)


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("Who attended?", "Jari Kettunen also attended.", "Several secretaries attended."),
        ("When did they meet?", "They met on Thursday.", "They met in Helsinki."),
        ("Where did they meet?", "They met in Helsinki.", "They met twice."),
        ("How many were hurt?", "Twelve people were hurt.", "Many people were hurt."),
        ("How much did it cost?", "It cost $5 million.", "It lasted 5 hours."),
        ("How old was she?", "She was 55 years old.", "She had won 55 times before."),
        ("How long did it burn?", "It burned for eight hours.", "It burned 8 houses."),
        ("What share of voters?", "It was 85 percent of voters.", "It was 85 voters."),
        ("Why did it close?", "It closed because sales fell.", "It closed in May."),
        ("what did Ada say", "“We will go on,” Ada said.", "Ada bought a house."),
    ],
)
def test_the_right_kind_of_sentence_fits_better(question, fitting, other):
    assert fit(question, fitting) > fit(question, other)


def test_what_the_question_says_itself_is_no_answer():
    asked = Asked(frozenset({"kettunen", "jari"}), figures("in 2009", "en"), frozenset(), (),
                  frozenset())  # fmt: skip
    assert fit("Who attended?", "Jari Kettunen attended.", asked) == 0
    assert fit("When was it?", "It was in 2009.", asked) == 0


def test_a_share_of_something_is_no_count_of_people():
    asked = Asked(frozenset({"people"}), (), frozenset({"people"}), (), frozenset())
    share = "After six months 85% of the people had fled."
    assert fit("How many people died?", share, asked) < 0.25
    assert fit("How many people died?", "The quake killed 200 people.", asked) == 1


def test_whose_somebody_is_does_not_say_where():
    led = fit("Where did they meet?", "They met in Norway.")
    assert fit("Where did they meet?", "They met Norway's minister.") < led


def test_who_else_is_answered_best_by_whoever_names_the_most_people():
    asked = Asked(frozenset(), (), frozenset(), (), frozenset(), more=True)
    many = "Mary Smith, John Brown and Peter White came."
    assert fit("Who else came?", many, asked) > fit("Who else came?", "Mary Smith came.", asked)


def test_a_role_is_told_of_the_right_person():
    asked = Asked(frozenset({"bolat"}), (), frozenset(), (), frozenset({"bolat"}))
    told = "Trade Minister Ömer Bolat spoke."
    assert fit("what is omer bolat's job", told, asked) == 1
    assert fit("what is omer bolat's job", "Bolat spoke.", asked) < 1
    assert fit("what is omer bolat's job", "Trade Minister Ada Lovelace spoke.", asked) == 0


def test_a_namesake_s_role_is_not_that_of_whom_is_asked_about():
    asked = replace(NOTHING, subject=frozenset({"steve", "jobs"}))
    ballmer = "Microsoft CEO Steve Ballmer praised Jobs."
    assert fit("who is steve jobs", ballmer, asked) < fit(
        "who is steve jobs", "Apple CEO Steve Jobs spoke.", asked
    )


def test_a_land_that_is_also_a_forename_is_nobody():
    asked = replace(NOTHING, more=True)
    assert fit("who else was there", "It happened in Israel.", asked) < 0.7


def test_the_words_of_time_name_no_speaker():
    assert wanted("What did the mayor say on Thursday?").speaker == ("mayor",)
    assert wanted("Was sagte der Bürgermeister am Donnerstag?").speaker == ("burgermeister",)


def test_with_whom_asks_for_no_office():
    assert not wanted("Perşembe günü Ada kiminle görüştü?").office


def test_a_length_of_time_counts_no_things():
    sold = replace(NOTHING, heads=frozenset({"phones"}))
    assert fit("how many phones were sold", "The phones talk for seven hours.", sold) < 0.3


def test_a_place_that_only_ends_a_list_is_not_where_it_was():
    where = "where was it"
    assert fit(where, "Ministers discuss bilateral ties, Gaza") < 0.3
    assert fit(where, "Ministers met in Oslo, Norway") >= 0.8
    assert fit(where, "Ministers discuss bilateral ties in Gaza") >= 0.8


def test_an_age_is_no_count():
    asked = Asked(frozenset({"people"}), (), frozenset({"people"}), (), frozenset())
    assert fit("how many people died", "The founder died at the age of 56.", asked) < 0.25
    assert fit("how many people died", "In the fire 56 people died.", asked) == 1.0


def test_an_age_and_a_source_are_no_places():
    where = "where did he die"
    assert fit(where, "He died at the age of 56, according to the company.") == 0
    assert fit(where, "He died at the edge of the village.") > 0
