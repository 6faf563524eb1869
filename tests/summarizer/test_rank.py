"""How articles are ranked: what a reader may rely on, whichever database found the candidates."""

import math

from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import Term, Tokens
from summarizer.rank import (
    MOST_IN_BODY,
    MOST_IN_LEAD,
    Lengths,
    Ranking,
    average_lengths,
    ceiling,
    idf,
    saturate,
    score,
    weights,
)

WORDS = st.sampled_from(["gaza", "erdog", "erdogan", "talk", "port", "vote"])
TEXTS = st.lists(WORDS, max_size=30).map(tuple)


def document(body: str, lead: str = "") -> Tokens:
    return Tokens(lead=tuple(lead.split()), body=tuple(body.split()), marks=())


def term(word: str, *forms: str, weight: float = 1.0) -> Term:
    return Term(word, forms or (word,), weight)


def test_a_rare_word_counts_more_than_a_common_one():
    documents = [document("gaza news"), document("talk news")]
    scores = score([term("gaza"), term("talk")], documents, {"gaza": 2, "talk": 90}, 100)
    assert scores[0] > scores[1] > 0


def test_a_word_in_the_lead_counts_more_than_one_far_below():
    documents = [document("gaza a b c", lead="gaza a"), document("a b c gaza", lead="a b")]
    first, second = score([term("gaza")], documents, {"gaza": 2}, 10)
    assert first > second > 0


def test_a_short_text_that_says_a_word_beats_a_long_one():
    documents = [document("gaza x"), document("gaza " + "x " * 60)]
    first, second = score([term("gaza")], documents, {"gaza": 2}, 10)
    assert first > second


def test_the_forms_of_a_term_count_as_one_word():
    mixed = document("erdog erdogan talk talk")
    plain = document("erdogan erdogan talk talk")
    group = [term("erdogan", "erdog", "erdogan")]
    first, second = score(group, [mixed, plain], {"erdog": 3, "erdogan": 5}, 50)
    assert math.isclose(first, second)


def test_a_term_with_many_forms_is_as_rare_as_its_commonest_form():
    one = weights([term("erdogan")], {"erdogan": 5}, 50)
    many = weights(
        [term("erdogan", "erdog", "erdogan", "erdogans")], {"erdogan": 5, "erdog": 2}, 50
    )
    assert one == many


def test_a_term_that_no_document_holds_weighs_nothing():
    assert weights([term("qwerty")], {}, 50) == [0.0]


def test_a_word_of_the_context_counts_less_than_one_of_the_question():
    documents = [document("gaza x"), document("talk x")]
    own, borrowed = score(
        [term("gaza"), term("talk", weight=0.3)], documents, {"gaza": 4, "talk": 4}, 10
    )
    assert own > borrowed > 0


def test_a_score_does_not_depend_on_the_other_candidates():
    frequencies, lengths = {"gaza": 2, "talk": 4}, Lengths(lead=4.0, body=9.0)
    terms, wanted = [term("gaza"), term("talk")], document("gaza talk talk", lead="gaza")
    alone = score(terms, [wanted], frequencies, 10, lengths)
    among = score(terms, [document("talk"), wanted, document("x y z")], frequencies, 10, lengths)
    assert alone[0] == among[1]


def test_nothing_to_score_is_no_error():
    assert score([], [document("gaza")], {}, 0) == [0.0]
    assert score([term("gaza")], [], {"gaza": 1}, 1) == []
    assert average_lengths([]) == Lengths(lead=1.0, body=1.0)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_rarity_is_never_negative(frequency: int, size: int):
    assert idf(frequency, size) >= 0


@given(st.integers(0, 50), st.integers(0, 500), st.floats(0, 100))
def test_repetition_saturates(count: int, length: int, average: float):
    share = saturate(count, length, average, 0.9, 0.4)
    assert 0 <= share < 1
    assert share <= saturate(count + 1, length, average, 0.9, 0.4) < 1


@given(TEXTS, TEXTS, st.lists(WORDS, max_size=5))
def test_whatever_the_texts_scores_are_finite_and_not_negative(
    body: tuple[str, ...], lead: tuple[str, ...], wanted: list[str]
):
    documents = [Tokens(lead, body, ()), Tokens((), lead, ())]
    scores = score([term(w) for w in wanted], documents, dict.fromkeys(wanted, 1), 2)
    assert all(math.isfinite(value) and value >= 0 for value in scores)
    assert len(scores) == 2


@given(TEXTS, TEXTS, st.lists(WORDS, max_size=5, unique=True))
def test_no_word_adds_more_to_a_score_than_it_may_at_most(
    body: tuple[str, ...], lead: tuple[str, ...], wanted: list[str]
):
    terms, frequencies = [term(w) for w in wanted], dict.fromkeys(wanted, 3)
    (found,) = score(terms, [Tokens(lead, body, ())], frequencies, 10)
    most = sum(
        weight * (MOST_IN_BODY * (word in body) + MOST_IN_LEAD * (word in lead))
        for word, weight in zip(wanted, weights(terms, frequencies, 10), strict=True)
    )
    assert found <= most + 1e-9


def test_a_part_of_a_token_and_signs_of_patterns_are_not_taken_for_a_token():
    frequencies = {"port": 1, "a.b": 1, "c++": 1}
    ranking = Ranking([term(w) for w in frequencies], frequencies, 9, Lengths(1.0, 1.0))
    assert ranking.score("", "airport ports aXb c") == 0
    assert ranking.score("", "port") > 0
    assert ranking.score("", "a.b") > 0
    assert ranking.score("", "c++") > 0


def test_tokens_that_stand_side_by_side_are_all_met():
    ranking = Ranking([term("talk")], {"talk": 1}, 9, Lengths(1.0, 4.0))
    once, four_times = ranking.score("", "talk x x x"), ranking.score("", "talk talk talk talk")
    assert four_times > once


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.lists(st.sampled_from("abcdx")))
def test_no_text_scores_more_than_the_words_of_a_question_could(body, asked):
    terms = [Term(word, (word,)) for word in dict.fromkeys(asked)]
    frequencies = {"a": 1, "b": 5, "c": 40, "d": 90}
    made = Tokens(tuple(body[:5]), tuple(body), ())
    (points,) = score(terms, [made], frequencies, 100)
    assert points <= ceiling(terms, frequencies, 100) + 1e-9
