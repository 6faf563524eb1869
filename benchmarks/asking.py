"""The questions of the test corpora, each with what an acceptable answer is."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache, partial
from types import ModuleType

from benchmarks import corpora
from summarizer.model import Article, Question

QUIZZED = time(20, tzinfo=UTC)
"""When on its day a quiz question is asked."""

TODAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""When questions without a date are asked."""

LATEST = datetime(2023, 12, 31, 12, 0, tzinfo=UTC)
"""The end of the months that news_qa_multihop is about."""

XQUAD = ("en", "tr", "de", "es")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a corpus.

    Attributes:
        half: 0 where parameters were set, 1 where they are reported.
        answers: any of these in an answer is right; empty for what cannot be answered.
        articles: ids of those that hold the answer.
        sentences: gold sentences, where the corpus has them.
        languages: in which an answer may be, the question's own first.
    """

    id: str
    question: Question
    half: int
    answers: tuple[str, ...]
    articles: frozenset[str]
    languages: tuple[str, ...]
    sentences: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the articles say."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Set:
    """A corpus of questions with its articles."""

    name: str
    articles: tuple[Article, ...]
    asked: tuple[Asked, ...]


def briefs() -> Set:
    """Read `briefs`: 15 articles in five languages, 169 questions."""
    folder = corpora.folder("briefs")
    records = {record["id"]: record for record in corpora.lines(folder / "articles.jsonl")}
    asked = [
        Asked(
            record["id"],
            Question(record["question"], TODAY),
            corpora.half(record["article"]),
            tuple(record["answer"]),
            frozenset({record["article"]}),
            tuple(dict.fromkeys((record["lang"], records[record["article"]]["lang"]))),
            tuple(records[record["article"]]["sentences"][at] for at in record["sentences"]),
        )
        for record in corpora.lines(folder / "questions.jsonl")
    ]
    return Set("briefs", tuple(map(corpora.article, records.values())), tuple(asked))


def realtime() -> Set:
    """Read `news_qa_realtime`: 776 articles, 276 quiz questions, 79 of them about later events."""
    folder = corpora.folder("news_qa_realtime")
    articles = [
        corpora.article(record, "en") for record in corpora.lines(folder / "articles.jsonl.xz")
    ]
    asked = [
        Asked(
            record["id"],
            Question(
                record["question"],
                datetime.combine(datetime.fromisoformat(record["date"]).date(), QUIZZED),
            ),
            corpora.half(record["id"]),
            (record["answer"],) if record["answerable"] else (),
            frozenset(record["gold"]),
            ("en",),
        )
        for record in corpora.lines(folder / "questions.jsonl")
    ]
    return Set("news_qa_realtime", tuple(articles), tuple(asked))


def multihop() -> Set:
    """Read `news_qa_multihop`: 632 snippets, 150 questions that need several of them."""
    folder = corpora.folder("news_qa_multihop")
    articles = [
        corpora.article(record, "en") for record in corpora.lines(folder / "snippets.jsonl")
    ]
    asked = [
        Asked(
            record["id"],
            Question(record["question"], LATEST),
            corpora.half(record["id"]),
            (record["answer"],) if record["answerable"] else (),
            frozenset(record["gold"]),
            ("en",),
        )
        for record in corpora.lines(folder / "questions.jsonl")
    ]
    return Set("news_qa_multihop", tuple(articles), tuple(asked))


def xquad(language: str) -> Set:
    """Read one language of `qa_xquad`: 70 paragraphs, 334 questions."""
    folder = corpora.folder("qa_xquad")
    records = [
        record
        for record in corpora.lines(folder / "paragraphs.jsonl")
        if record["lang"] == language
    ]
    pages = {record["id"]: record["article"] for record in records}
    asked = [
        Asked(
            record["id"],
            Question(record["question"], TODAY),
            corpora.half(pages[record["gold"][0]]),
            tuple(record["answers"]),
            frozenset(record["gold"]),
            (language,),
        )
        for record in corpora.lines(folder / "questions.jsonl")
        if record["lang"] == language
    ]
    return Set(f"qa_xquad {language}", tuple(map(corpora.article, records)), tuple(asked))


def sets() -> Iterator[Callable[[], Set]]:
    """Give all of them, each to be read when it is wanted."""
    yield briefs
    yield realtime
    yield multihop
    for language in XQUAD:
        yield partial(xquad, language)


@cache
def scorer() -> ModuleType:
    """Load the scorer that comes with `briefs`: what counts as an answer is its affair."""
    path = corpora.folder("briefs") / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def holds(text: str, asked: Asked) -> bool:
    """Say whether a text holds an acceptable answer."""
    return any(scorer().contains(answer, text, asked.languages) for answer in asked.answers)


def is_right(article: str, sentence: str, asked: Asked) -> bool:
    """Say whether a sentence answers: a gold one where there are such, else one that holds it."""
    if article not in asked.articles and asked.sentences:
        return False
    gold = any(scorer().overlap(sentence, each) >= 0.6 for each in asked.sentences)
    return gold or holds(sentence, asked)


def share(count: float, of: Sequence[object] | int) -> str:
    """Write a share with three digits behind the point."""
    total = of if isinstance(of, int) else len(of)
    return f"{count / total:.3f}" if total else "–"
