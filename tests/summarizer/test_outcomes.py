"""What came of it: which sentences are told, how, and which are not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import actors
from summarizer.model import Article
from summarizer.outcomes import LIMIT, find
from summarizer.text import sentences

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

STORY = """The ministers of Norway and Chile met in Oslo on Monday.
It was a bright day and the harbour was full of boats.
Norway agreed to buy 300 buses from Chile, Trade Minister Kari Berg said.
What will the buses cost?
"I am so happy today," a student said.
Chile rejected a plan to share the cost of a new port.
In 1998, the two countries signed a treaty on fish."""


@pytest.fixture
def told(write):
    def found(body, language="en", **options):
        article = write(body, language=language)
        return find([article], actors.find([article]), **options)

    return found


def test_decisions_are_told_and_scenery_questions_and_history_are_not(told):
    texts = [claim.text for claim in told(STORY)]
    assert any("agreed to buy 300 buses" in text for text in texts)
    assert any("rejected a plan" in text for text in texts)
    assert not any("bright day" in text or "?" in text or "1998" in text for text in texts)


@pytest.mark.parametrize(
    ("language", "decision", "scenery"),
    [
        ("tr", "Norveç ile Şili 300 otobüs için anlaştı.", "Hava güneşliydi ve liman doluydu."),
        ("de", "Norwegen und Chile einigten sich auf 300 Busse.", "Der Hafen war voller Boote."),
        ("es", "Noruega y Chile acordaron comprar 300 autobuses.", "El puerto estaba lleno."),
        ("fr", "La Norvège a décidé d'acheter 300 autobus.", "Le port était plein de bateaux."),
        ("it", "La Norvegia ha deciso di acquistare 300 autobus.", "Il porto era pieno di barche."),
        ("nl", "Noorwegen besloot 300 bussen te kopen: akkoord.", "De haven lag vol boten."),
        ("ru", "Норвегия подписала соглашение о 300 автобусах.", "Погода была солнечная."),
        ("pt", "A Noruega decidiu comprar 300 autocarros.", "O porto estava cheio de barcos."),
    ],
)
def test_decisions_are_known_in_many_languages(told, language, decision, scenery):
    body = f"{scenery} {decision} {scenery.replace('.', '')} !"
    assert decision in [claim.text for claim in told(body, language)]


def test_every_outcome_cites_the_sentence_it_stands_in(told):
    for claim in told(STORY):
        (citation,) = claim.citations
        assert claim.text in citation.quote


def test_what_the_summary_tells_comes_behind_what_it_does_not(told):
    first = told(STORY)[0]
    again = told(STORY, told=[first])
    assert again[-1] == first
    assert set(again) == set(told(STORY))


def test_a_dateline_falls_off(told):
    (claim,) = told("OSLO (AP) - Norway agreed to buy 300 buses from Chile on Monday.")
    assert claim.text.startswith("Norway agreed")


def test_a_long_sentence_ends_behind_the_clause_that_tells_the_outcome(told):
    tail = "while " + "the harbour was full of boats and flags and people with hats " * 5
    (claim,) = told(f"Norway agreed on Monday to buy 300 new buses from Chile, {tail}.")
    assert claim.text == "Norway agreed on Monday to buy 300 new buses from Chile"


def test_the_same_fact_is_told_once_but_figures_that_disagree_are_both_told(write):
    one = write("Rescuers said on Monday that 12 people were killed in the Oslo fire.", id="a")
    same = write("Rescuers said Monday that 12 people were killed in the Oslo fire.", id="b")
    other = write("Rescuers said on Monday that 15 people were killed in the Oslo fire.", id="c")
    assert len(find([one, same], ())) == 1
    assert len(find([other, one], ())) == 2


def test_no_article_no_outcome():
    assert find([], ()) == ()


@given(st.text(max_size=300), st.sampled_from(["en", "tr", "ru", "und"]))
def test_whatever_comes_in_outcomes_are_verbatim_and_few(text, language):
    article = Article("x", None, "", language, NOW, "", sentences(None, text, language))
    found = find([article], actors.find([article]))
    assert len(found) <= LIMIT
    assert all(claim.text in claim.citations[0].quote for claim in found)
