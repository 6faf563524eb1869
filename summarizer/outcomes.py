"""What came of it: the sentences that tell decisions, agreements, demands, casualties, results.

Pure. A sentence is weighed by the words that tell an outcome, by its figures, by whom it names and
by how early it stands; background and mere talk weigh less. The text of an outcome is the sentence
or a piece of it, to the letter.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from summarizer.dateline import undated
from summarizer.lexicon import table
from summarizer.model import Actor, Article, Citation, Claim, Sentence
from summarizer.reading import Reading, read
from summarizer.text import fold, stem

LIMIT = 6
"""Outcomes of a story."""

_WEIGHTS: Mapping[str, float] = {
    "settle": 1.1, "launch": 0.7, "state": 0.8, "demand": 0.8, "harm": 0.6, "court": 0.6,
    "result": 0.5, "change": 0.5, "should": 0.5, "talk": 0.2, "speech": 0.2, "past": -0.2,
    "hedge": -0.3,
}  # fmt: skip
"""What a word of each class adds, once a class."""

_EARLY, _CENTRAL, _ACTOR, _FIGURE = 2.3, 1.5, 0.35, 0.3
_OLD, _QUESTION, _SHORT, _PERSONAL, _IDLE = -1.2, -1.5, -0.6, -0.4, -1.2
"""Set on one half of corpora/summaries and of corpora/briefs together."""

ARTICLES = 20
"""Articles of a story that are read, the newest ones."""

_STRONG = 0.5
"""Weight of the classes that tell an outcome by themselves."""

_MAIN_ACTORS = 4
"""Actors whose being named makes a sentence weigh more."""

_ENOUGH = 3.2
"""Weight from which a sentence tells an outcome."""

_SAME = 0.5
"""Share of common words from which two sentences tell the same."""

_LONG = 45
"""Words from which a sentence is cut behind the clause that tells the outcome."""

_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d.,]\d)")
_CLAUSE = re.compile(
    r"(?:;|\s[–—]|,\s(?:while|whereas|although|though|mientras|mentre|während|terwijl|tandis))\s"
)
_PERSON = frozenset({
    "i", "we", "my", "our", "you", "your", "yo", "nosotros", "nos", "mi", "je", "nous", "mon",
    "notre", "ich", "wir", "mein", "unser", "io", "noi", "mio", "ik", "wij", "mijn", "onze",
    "eu", "nós", "meu", "я", "мы", "мой", "наш", "ben", "biz", "benim", "bizim",
})  # fmt: skip
"""Words of somebody who speaks of himself: what is said so is seldom what came of it."""

_CUT_SHORT = frozenset({"tr", "az", "kk", "ky", "uz", "uk", "be", "bg"})


@dataclass(frozen=True, slots=True)
class _Weighed:
    article: Article
    sentence: Sentence
    place: int
    weight: float
    stems: frozenset[str]


def find(
    articles: Sequence[Article],
    actors: Sequence[Actor],
    told: Sequence[Claim] = (),
    limit: int = LIMIT,
) -> tuple[Claim, ...]:
    """Find what a story came to.

    Args:
        articles: of one story, newest first.
        actors: who takes part in it; sentences that name the first ones weigh more.
        told: the story's summary: its sentences may be outcomes, but come behind the others.
        limit: upper bound on the outcomes.

    Returns:
        Each citing its sentence; weightiest first.
    """
    names = _naming(actors)
    weighed = [one for article in articles[:ARTICLES] for one in _weigh_all(article, names)]
    chosen: list[_Weighed] = []
    for one in sorted(weighed, key=lambda one: -one.weight):
        if one.weight < _ENOUGH or len(chosen) == limit:
            break
        if not any(_repeats(one, other) for other in chosen):
            chosen.append(one)
    known = {(c.article, c.sentence) for claim in told for c in claim.citations}
    chosen.sort(key=lambda one: (one.article.id, one.sentence.number) in known)
    return tuple(_claim(one) for one in chosen)


def _naming(actors: Sequence[Actor]) -> Mapping[tuple[str, int], int]:
    """Count the main actors that each sentence names."""
    return Counter(
        (citation.article, citation.sentence)
        for actor in actors[:_MAIN_ACTORS]
        for citation in actor.citations
    )


def _weigh_all(article: Article, names: Mapping[tuple[str, int], int]) -> Iterator[_Weighed]:
    """Weigh the sentences of an article."""
    common = _common(article.language)
    readings = [read(sentence.text, article.language) for sentence in article.body]
    content = [frozenset(reading.forms) - common for reading in readings]
    spread = Counter(chain.from_iterable(content))
    central = {word: math.log1p(count) for word, count in spread.items()}
    for place, (sentence, reading, stems) in enumerate(
        zip(article.body, readings, content, strict=True)
    ):
        weight = _telling(article, reading)
        weight += _ACTOR * names.get((article.id, sentence.number), 0)
        weight += _EARLY / (1 + 0.2 * place)
        # Summed exactly: a set has its words in another order in every process.
        weight += _CENTRAL * math.fsum(map(central.__getitem__, stems)) / (len(stems) or 1)
        yield _Weighed(article, sentence, place, weight, stems)


def _telling(article: Article, reading: Reading) -> float:
    """Weigh what a sentence says by itself."""
    text, found = reading.text, reading.words
    kinds = _classes(reading)
    weight = math.fsum(_WEIGHTS[kind] for kind in kinds)
    if all(_WEIGHTS[kind] < _STRONG for kind in kinds):
        weight += _IDLE
    weight += _FIGURE * any(word[0].isdigit() and not _YEAR.fullmatch(word) for word in found)
    years = [int(year) for year in _YEAR.findall(text)]
    if years and max(years) < article.published.year - 1:
        weight += _OLD
    if text.rstrip("\"”»' ").endswith("?"):
        weight += _QUESTION
    if len(found) < 6:
        weight += _SHORT
    if not _PERSON.isdisjoint(map(str.casefold, found)):
        weight += _PERSONAL
    return weight


def _classes(reading: Reading) -> set[str]:
    """Give the classes of a sentence's words; what is part of a name does not count."""
    cues, nouns = _cues(reading.language), reading.language == "de"
    forms = reading.forms
    if reading.language in _CUT_SHORT:
        forms = tuple(map(_longer, reading.words))
    return {
        kind
        for at, (word, form) in enumerate(zip(reading.words, forms, strict=True))
        if form in cues and (not at or nouns or word[0].islower())
        for kind in cues[form]
    }


def _longer(word: str) -> str:
    """Give what a cue is recognised by where the index form is a short cut."""
    return fold(word)[:6]


@cache
def _cues(language: str) -> Mapping[str, frozenset[str]]:
    """Give the classes that a form belongs to."""
    found: dict[str, set[str]] = {}
    for key, listed in table("cues").items():
        known, _, kind = key.partition(".")
        if known == language:
            for word in listed:
                form = _longer(word) if language in _CUT_SHORT else stem(word, language)
                found.setdefault(form, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in table("function_words").get(language, ()))


def _repeats(one: _Weighed, other: _Weighed) -> bool:
    """Say whether two sentences tell the same; sources that disagree in figures do not."""
    if _overlap(one.stems, other.stems) < _SAME:
        return False
    if one.article.id == other.article.id:
        return True
    mine, theirs = _figures(one.stems), _figures(other.stems)
    return not (mine and theirs and mine.isdisjoint(theirs))


def _figures(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in stems if word[:1].isdigit())


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _claim(one: _Weighed) -> Claim:
    citation = Citation(one.article.id, one.sentence.number, one.sentence.text)
    return Claim(_trimmed(one), (citation,))


def _trimmed(one: _Weighed) -> str:
    """Cut a long sentence behind its first clause, if that tells an outcome by itself."""
    text = undated(one.sentence.text)
    if len(text.split()) <= _LONG:
        return text
    for match in _CLAUSE.finditer(text):
        head = text[: match.start()].rstrip(" ,;–—")
        kinds = _classes(read(head, one.article.language))
        told = any(_WEIGHTS[kind] >= _STRONG for kind in kinds)
        if told and len(head.split()) >= 8 and _is_closed(head):
            return head
    return text


def _is_closed(text: str) -> bool:
    """Say whether quotation marks and brackets of a piece come in pairs."""
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("(") == text.count(")")
    )
