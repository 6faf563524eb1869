"""What a reader asks is understood, however it is typed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import UNDETERMINED, Exchange, Query, Question, Term
from summarizer.question import (
    correct,
    own,
    recognise,
    understand,
    unknown,
)
from summarizer.wording import last_asked

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""A Tuesday."""

TALKS = Exchange(
    "What did Virtala and Etcheverry discuss?", "They discussed hydrogen exports.", ("d07",)
)


def ask(text: str, *context: Exchange, story: int | None = None, **how) -> Query:
    return understand(Question(text, NOW, context, story), **how)


def words(query: Query) -> list[str]:
    return [term.word for term in own(query)]


# --- language and kind -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Who attended the talks?", "en", "who"),
        ("what is Jari Kettunen's job", "en", "who"),
        ("what did virtala and etcheverry discuss", "en", "discuss"),
        ("which judge decided the case", "en", "what"),
        ("when did they meet in Helsinki", "en", "when"),
        ("In what year was the treaty signed?", "en", "when"),
        ("where did the ministers meet", "en", "where"),
        ("how much will the terminal cost", "en", "how_many"),
        ("What share of voters stayed at home?", "en", "how_many"),
        ("why was the match called off", "en", "why"),
        ("Was anyone hurt in the fire?", "en", "yes_no"),
        ("Tell me about the port", "en", "other"),
        ("toplantıya kimler katıldı", "tr", "who"),
        ("bakanlar ne zaman gorustu", "tr", "when"),
        ("yeni terminal kaça mal olacak", "tr", "how_many"),
        ("görüşmede ne konuştular", "tr", "discuss"),
        ("maç neden ertelendi", "tr", "why"),
        ("Bakanlar nerede buluştu?", "tr", "where"),
        ("¿Quién ganó las elecciones?", "es", "who"),
        ("cuantos barcos habia en el puerto", "es", "how_many"),
        ("¿En qué año se firmó el tratado?", "es", "when"),
        ("Perché la fabbrica chiude?", "it", "why"),
        ("dove si sono incontrati i ministri", "it", "where"),
        ("Hoeveel schepen lagen in de haven?", "nl", "how_many"),
        ("wie volgt de burgemeester op", "nl", "who"),
        ("Wer hat die Wahl gewonnen?", "de", "who"),
        ("Wie viele Schiffe lagen im Hafen?", "de", "how_many"),
        ("Pourquoi l'usine ferme-t-elle ?", "fr", "why"),
        ("Combien de navires étaient dans le port ?", "fr", "how_many"),
    ],
)
def test_language_and_kind_are_told_from_the_words(text, language, kind):
    query = ask(text)
    assert (query.language, query.kind) == (language, kind)


def test_only_the_sentence_that_asks_decides_the_kind():
    text = "The mayor resigned when the audit came out. How many votes did she win in 2022?"
    assert ask(text).kind == "how_many"
    assert last_asked(text) == "How many votes did she win in 2022?"


def test_a_clause_with_when_does_not_make_a_question_of_time():
    assert ask("Who was in the building when it burned?").kind == "who"


# --- terms -------------------------------------------------------------------------------------


def test_binding_words_are_not_searched_for():
    assert words(ask("What did the ministers of Finland and Chile agree on?")) == [
        "ministers",
        "finland",
        "chile",
        "agree",
    ]


def test_a_word_is_searched_in_the_stems_of_every_language():
    (term,) = own(ask("who is Erdoğan", languages=("en", "tr")))
    assert term == Term("erdogan", ("erdogan", "erdog"))


@pytest.mark.parametrize(
    "text",
    [
        "what does Erdoğan want",
        "what does ERDOĞAN want",
        "what does erdogan want",
        "what is Erdoğan's plan",
        "Erdoğan'ın planı ne",
        "Erdogan’in plani nedir",
    ],
)
def test_marks_case_and_endings_do_not_matter(text):
    assert "erdogan" in words(ask(text, languages=("en", "tr")))


def test_a_country_is_searched_under_its_names_elsewhere():
    (term,) = [t for t in own(ask("Şili Enerji Bakanı kim?")) if t.word == "sili"]
    assert "chile" in term.forms


def test_other_languages_are_searched_by_meaning_at_little_weight():
    query = ask("Where will the customs meeting be held?", languages=("en", "tr"))
    echoes = [term for term in query.terms if term.word.startswith("~")]
    assert echoes
    assert all(term.weight < 1 for term in echoes)
    assert any("gumru" in term.forms for term in echoes)


def test_no_word_stands_twice():
    query = ask("Apple against Apple: which apple won?")
    assert words(query).count("apple") == 1


def test_letters_swapped_in_a_binding_word_are_forgiven():
    assert words(ask("waht did jobs sya about the beatles")) == ["jobs", "beatles"]


# --- names, numbers, time ----------------------------------------------------------------------


def test_capitals_make_names():
    assert ask("Why did Paula Rantanen criticise the plan?").names == ("paula rantanen",)


def test_what_the_store_knows_is_a_name_without_capitals():
    query = ask("what did virtala say about ammonia", known={"virtala"})
    assert query.names == ("virtala",)


def test_names_can_be_recognised_after_the_fact():
    query = recognise(ask("what did virtala say about the house"), {"virtala", "house"})
    assert query.names == ("virtala",)
    assert recognise(query, {"virtala"}) == query


def test_who_writes_capitals_is_believed():
    query = ask("What did Virtala pay for bread?")
    assert recognise(query, {"virtala", "bread", "pay"}) == query


def test_numbers_and_dates_of_the_question_are_kept():
    query = ask("Which 1991 settlement did Apple sign on Tuesday?")
    assert query.numbers == ("1991", "tuesday")
    assert "tuesday" not in query.names


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Who resigned yesterday?", 3),
        ("Who resigned this week?", 10),
        ("Dün kim istifa etti?", 3),
        ("Bu hafta kim istifa etti?", 10),
        ("¿Quién dimitió esta semana?", 10),
    ],
)
def test_relative_time_sets_bounds_with_room_for_late_news(text, days):
    query = ask(text)
    assert query.since is not None
    assert NOW - timedelta(days=days) <= query.since < NOW
    assert query.until is None


def test_last_week_ends_before_this_one_is_old():
    query = ask("What happened last week?")
    assert query.since is not None
    assert query.until is not None
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert query.since <= monday - timedelta(days=7) < monday <= query.until


@pytest.mark.parametrize(
    "text", ["Who met on Tuesday?", "What did USA Today write?", "Who won in May 2005?"]
)
def test_dates_inside_the_news_set_no_bounds(text):
    query = ask(text)
    assert (query.since, query.until) == (None, None)


# --- the thread --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["and what about Gaza?", "who else was there?", "when was that?", "why?", "ne zaman?"]
)
def test_a_follow_up_takes_from_its_thread(text):
    query = ask(text, TALKS)
    assert query.articles == ("d07",)
    assert {"virtala", "etcheverry"} <= {term.word for term in query.terms}
    assert query.question.startswith(TALKS.question)


def test_what_is_taken_weighs_less_than_what_is_said():
    query = ask("and what about Gaza?", TALKS)
    weights = {term.word: term.weight for term in query.terms}
    assert weights["gaza"] == 1 > weights["virtala"] > 0


def test_naming_a_subject_goes_on_asking_the_same():
    assert ask("and what about Gaza?", TALKS).kind == "discuss"


@pytest.mark.parametrize(
    "text",
    [
        "who won the world cup?",
        "What did Obama say about his plan for the wetlands?",
        "how old was mark felt when he died",
        "who is james steele",
    ],
)
def test_a_new_topic_does_not_drag_the_old_one_along(text):
    query = ask(text, TALKS)
    assert query.articles == ()
    assert all(term.weight == 1 or term.word.startswith("~") for term in query.terms)


def test_a_reply_to_a_brief_is_about_its_story():
    query = ask("Who won the silver medal in Oslo?", TALKS, story=7)
    assert query.articles == ("d07",)


def test_an_unanswered_question_does_not_break_the_thread():
    nothing = Exchange("Who won the world cup?", None)
    query = ask("and what about the terminal?", TALKS, nothing)
    assert query.articles == ("d07",)
    assert "virtala" in {term.word for term in query.terms}


def test_the_thread_gives_its_language_to_a_word_that_has_none():
    assert ask("Etcheverry?", Exchange("Bakanlar nerede buluştu?", "Helsinki.")).language == "tr"


# --- words that are nowhere --------------------------------------------------------------------


def test_a_word_of_the_language_is_not_mended_to_a_name():
    query = understand(Question("what did the house cost", NOW), languages=("en",))
    assert correct(query, {}, {"hause"}, ("en",)) == query


def test_no_slip_becomes_a_name_where_every_noun_has_a_capital():
    """No article has "Farben" (colours); the name "Farmen" must not be asked for then."""
    query = understand(Question("Welche Farben hat das Logo?", NOW), languages=("de",))
    assert correct(query, {}, {"farmen"}, ("de",)).names == ()


def test_a_mistyped_name_becomes_the_one_that_is_there():
    query = ask("who is bektneov", languages=("en", "tr"))
    mended = correct(query, {}, {"bektenov", "erdogan"})
    (term,) = own(mended)
    assert term.word == "bektenov"
    assert {"bektenov", "bekte", "bektneov"} <= set(term.forms)
    assert "bektenov" in mended.names


def test_a_word_that_is_somewhere_is_left_alone():
    query = ask("who is bektneov", languages=("en",))
    assert correct(query, {"bektneov": 1}, {"bektenov"}) == query
    assert unknown(query, {"bektneov": 1}) == ()


def test_a_stranger_stays_a_stranger():
    query = ask("who is mccartney", languages=("en",))
    assert unknown(query, {}) == ("mccartney",)
    assert correct(query, {}, {"bektenov", "erdogan"}) == query


@given(st.text(max_size=60), st.text(max_size=30))
def test_anything_can_be_asked(text: str, before: str):
    query = ask(text, Exchange(before, None))
    assert query.language == UNDETERMINED or len(query.language) == 2
    words_ = [term.word for term in query.terms]
    assert len(set(words_)) == len(words_)
    assert all(term.forms for term in query.terms)
