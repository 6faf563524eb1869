"""The sample story, asked about in the ways that people type, among the other built-in articles."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from fakes.shelf import Shelf
from summarizer.answer import Selection, decide, joined
from summarizer.folding import fold
from summarizer.model import Article, Exchange, Question
from summarizer.question import correct, understand
from summarizer.text import sentences

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SAMPLE = "000_d86e9a9ab9896067"
NOW = datetime(2024, 4, 26, 8, 0, tzinfo=UTC)
LANGUAGES = ("en", "tr", "es", "it", "nl")


def article(key: str, title: str, body: str, language: str, published: str) -> Article:
    when = datetime.fromisoformat(published)
    dated = when if when.tzinfo else when.replace(tzinfo=UTC)
    return Article(key, None, title, language, dated, "Seeds", sentences(title, body, language))


@cache
def shelf() -> Shelf:
    about = json.loads((SEEDS / f"{SAMPLE}.json").read_text(encoding="utf-8"))
    body = (SEEDS / f"{SAMPLE}.txt").read_text(encoding="utf-8")
    others = [
        json.loads(line)
        for line in (SEEDS / "wikinews.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return Shelf(
        [
            article("sample", about["title"], body, about["language"], about["published"]),
            *(
                article(each["id"], each["title"], each["text"], each["language"], "2008-01-01")
                for each in others
            ),
        ]
    )


def ask(text: str, *context: Exchange) -> Selection:
    question = Question(text, NOW, context)
    query = understand(question, languages=LANGUAGES)
    query = correct(query, shelf().frequencies, shelf().names, LANGUAGES)
    return decide(question, query, [hit.article for hit in shelf().search(query)])


ANSWERABLE = [
    ("What did Erdoğan and Bektenov discuss?", ["bilateral relations", "attacks on gaza"]),
    ("what did erdogan and bektenov discuss", ["bilateral relations", "attacks on gaza"]),
    ("erdogan bektneov what did they talk about", ["bilateral relations"]),
    ("ERDOGAN ILE BEKTENOV NE KONUSTU", ["bilateral relations"]),
    ("who is olzhas bektenov", ["prime minister"]),
    ("what is omer bolat's job", ["trade minister"]),
    ("who attended the closed-door meeting", ["yilmaz", "uraloglu", "bolat", "kilic"]),
    ("when did erdogan meet the kazakh prime minister", ["thursday"]),
    ("how many palestnians have been killed", ["34,000"]),
    ("What share of Gaza's population has been displaced?", ["85%"]),
    ("in what year did turkiye and kazakhstan sign the strategic partnership", ["2009"]),
    ("what did erdogan say about a cease-fire", ["immediate and lasting cease-fire"]),
    (
        "in which areas does erdogan want to develop relations with kazakhstan",
        ["counter-terrorism"],
    ),
    ("who is cevdet yilmaz", ["vice president"]),
]

UNANSWERABLE = [
    "who won the world cup?",
    "What did Erdoğan and Putin discuss?",
    "how old is bektenov",
    "what did netanyahu say about the cease-fire",
    "How much did Türkiye invest in Kazakhstan?",
    "when will erdogan visit astana",
    "who is the defense minister of turkiye",
    "which companies signed contracts at the meeting",
    "how many ministers resigned",
    "Where will the next meeting be held?",
]


@pytest.mark.parametrize(("text", "told"), ANSWERABLE)
def test_it_is_answered_from_the_article_however_it_is_typed(text, told):
    selection = ask(text)
    answer = fold(joined(selection.claims))
    assert all(fold(each) in answer for each in told), (selection, answer)
    assert len(answer.split()) <= 80
    for claim in selection.claims:
        (citation,) = claim.citations
        assert citation.article == "sample"
        assert claim.text in citation.quote


@pytest.mark.parametrize("text", UNANSWERABLE)
def test_what_it_does_not_say_is_declined(text):
    selection = ask(text)
    assert selection.claims == ()
    assert selection.reason is not None


def test_a_conversation_about_it_is_followed():
    context: tuple[Exchange, ...] = ()
    said = []
    for text in (
        "What did Erdoğan and Bektenov discuss?",
        "and what about Gaza?",
        "who else was at the meeting?",
        "when was that?",
        "who won the world cup?",
    ):
        selection = ask(text, *context)
        answer = joined(selection.claims) or None
        cited = tuple(c.article for claim in selection.claims for c in claim.citations)
        context = (*context, Exchange(text, answer, cited))
        said.append(answer or "")
    assert "bilateral relations" in said[0]
    assert "Gaza" in said[1]
    assert "Cevdet Yılmaz" in said[2]
    assert "Thursday" in said[3]
    assert said[4] == ""
