"""What speaks for a sentence as the answer to a question, as numbers, and their sum. Pure.

The numbers are weighed by a small linear model. Its weights are set by `benchmarks/fit_answers.py`
on one half of the test corpora and reported on the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop
from types import MappingProxyType

from summarizer import vocabulary
from summarizer.expectation import Expectation, Want
from summarizer.figures import figures
from summarizer.fitness import Asked, fitness
from summarizer.matching import Matched, match
from summarizer.model import Article, Query, Question, Term
from summarizer.question import own
from summarizer.rank import saturate
from summarizer.reading import Passage, passages

ARTICLES = 6
"""How many of the best articles are read."""

WEIGHED, FIRST = 80, 30
"""How many of their sentences are weighed, and how many of the best are sure to be given."""

BORROWED = 0.4
"""What the thread's words count for a sentence, beside what they count for an article."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "covered": 0.52,
        "settled": 4.39,
        "matched": 3.70,
        "paragraph": 2.06,
        "fits": 2.15,
        "fits_closely": 1.06,
        "no_number": -1.60,
        "no_time": -0.80,
        "no_name": 0.08,
        "heads": -0.35,
        "names": -0.61,
        "pairs": 0.13,
        "first": 0.22,
        "rank": 1.85,
        "lead": 0.82,
        "headline": -0.93,
        "fresh": -0.15,
        "thread": 1.00,
    }
)
"""What each piece of evidence weighs. That of the thread is set by hand: no corpus has enough."""


_MISFIT = 0.25
"""A sentence that fits less does not hold what is wanted."""

COUNTED = frozenset({Want.COUNT, Want.MONEY, Want.PERCENT, Want.DURATION, Want.AGE})
"""Wants that only a number satisfies."""

NAMED = frozenset({Want.NAME, Want.PLACE, Want.ROLE})
"""Wants that mostly a name satisfies."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with what speaks for it.

    Attributes:
        values: the pieces of evidence, by name.
        score: their weighed sum.
    """

    passage: Passage
    values: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in the articles for a question.

    Attributes:
        expected: what an answer must hold.
        asked: what the question says itself.
        terms: its own words, matched with the sentences.
        borrowed: those of its thread, where it has words of its own too.
        candidates: sentences, best first.
        passages: all sentences in reading order; `terms` are matched with these.
    """

    expected: Expectation
    asked: Asked
    terms: tuple[Matched, ...]
    borrowed: tuple[Matched, ...]
    candidates: tuple[Evidence, ...]
    passages: tuple[Passage, ...]


def gather(
    question: Question, query: Query, expected: Expectation, articles: Sequence[Article]
) -> Findings:
    """Weigh every sentence of the best articles.

    Args:
        question: as asked.
        query: the same understood.
        expected: what an answer must hold.
        articles: best first.
    """
    read = passages(tuple(articles[:ARTICLES]))
    readings = [passage.reading for passage in read]
    outlets = [frozenset(vocabulary.folded_words(each.article.outlet)) for each in read]
    mine = [_by_outlet(term, outlets) for term in match(query, own(query), readings)]
    borrowed = match(query, _borrowed(query), readings)
    both = [*mine, *borrowed]
    asked = _asked(question, query, expected, mine, read)
    sheet = _Sheet(read, both, mine, expected, asked, _thread(question))
    found = sheet.best(sheet.promising(WEIGHED))
    found.sort(key=lambda each: (-each.score, each.passage.rank, each.passage.place))
    lent = tuple(borrowed) if mine else ()
    return Findings(expected, asked, tuple(mine or both), lent, tuple(found), tuple(read))


def _by_outlet(term: Matched, outlets: Sequence[frozenset[str]]) -> Matched:
    """Let the name of an article's outlet be met by all that it says: "according to the Mail"."""
    if not any(term.term.word in outlet for outlet in outlets):
        return term
    met = tuple(
        max(value, float(term.term.word in outlet))
        for value, outlet in zip(term.met, outlets, strict=True)
    )
    return replace(term, met=met)


def _borrowed(query: Query) -> list[Term]:
    """Give the thread's words, at less weight than in the search: there they chose the article."""
    return [
        replace(term, weight=term.weight * BORROWED)
        for term in query.terms
        if term.weight != 1 and not term.word.startswith("~")
    ]


def _asked(
    question: Question,
    query: Query,
    expected: Expectation,
    mine: Sequence[Matched],
    read: Sequence[Passage],
) -> Asked:
    met = {id(term): _words_met(term, read) for term in mine}
    said = frozenset().union(*met.values(), {term.term.word for term in mine})
    if expected.more:
        said |= {word for each in question.context for word in _folded(each.question, each.answer)}
    return Asked(
        words=said,
        figures=figures(question.text, query.language),
        heads=frozenset().union(*(met[id(t)] for t in mine if t.term.word in expected.heads)),
        offices=tuple(met[id(t)] for t in mine if t.term.word in expected.heads),
        subject=frozenset().union(*(met[id(t)] for t in mine if t.name)),
        more=expected.more,
    )


def _words_met(term: Matched, read: Sequence[Passage]) -> frozenset[str]:
    return frozenset(
        passage.reading.folded[at]
        for passage, places in zip(read, term.places, strict=True)
        for at in places
    )


def _folded(*texts: str | None) -> list[str]:
    return [word for text in texts if text for word in vocabulary.folded_words(text)]


def _thread(question: Question) -> str:
    """Give the answer before, whose sentences "when was that?" is about."""
    return (question.context[-1].answer or "") if question.context else ""


class _Sheet:
    """The sums over all sentences that the evidence for one needs."""

    def __init__(
        self,
        read: Sequence[Passage],
        terms: Sequence[Matched],
        mine: Sequence[Matched],
        expected: Expectation,
        asked: Asked,
        before: str,
    ) -> None:
        self._read = read
        self._terms = terms
        self._mine = mine
        self._expected = expected
        self._asked = asked
        self._before = before
        self._weights = [term.term.weight * term.rarity for term in terms]
        self._total = sum(self._weights) or 1.0
        self._local = [term.term.weight * term.local for term in terms]
        self._local_total = sum(self._local) or 1.0
        lengths = [len(passage.reading.words) for passage in read]
        self._average = sum(lengths) / len(lengths) if lengths else 1.0
        # Most sentences hold few of the terms: only those are looked at.
        self._held: list[dict[int, float]] = [{} for _ in read]
        for each, term in enumerate(terms):
            for at, value in enumerate(term.met):
                if value:
                    self._held[at][each] = value
        self._anywhere = self._by_article()
        self._named = [term for term in mine if term.name]

    def _by_article(self) -> dict[int, list[float]]:
        """Give for each article what it tells of each term anywhere, its headline above all."""
        best: dict[int, list[float]] = {}
        for passage, held in zip(self._read, self._held, strict=True):
            row = best.setdefault(passage.rank, [0.0] * len(self._terms))
            worth = 0.6 if passage.place == 0 else 0.4
            for each, value in held.items():
                row[each] = max(row[each], worth * value)
        return best

    def _neighbour(self, at: int, step: int) -> int | None:
        other = at + step
        if 0 <= other < len(self._read) and self._read[other].rank == self._read[at].rank:
            return other
        return None

    def promising(self, count: int) -> list[int]:
        """Give the sentences that hold most of the question, or stand beside one that does."""
        covered = [self._weigh(held) for held in self._held]
        around = [
            value + 0.7 * max(covered[max(0, at - 1) : at + 2], default=0.0)
            for at, value in enumerate(covered)
        ]
        order = sorted(range(len(self._read)), key=lambda at: (-around[at], at))
        return order[:count]

    def _weigh(self, held: Mapping[int, float]) -> float:
        return sum(self._weights[each] * value for each, value in held.items())

    def best(self, places: Sequence[int]) -> list[Evidence]:
        """Weigh sentences; those may be left out that cannot be among the `FIRST` best.

        To see how well a sentence fits takes most of the time: its names are looked for.
        """
        weighed = [(self._most(values := self._values(at)), at, values) for at in places]
        weighed.sort(key=lambda each: -each[0])
        found: list[Evidence] = []
        scores: list[float] = []  # the best, in a heap
        for most, at, values in weighed:
            if len(scores) == FIRST and most < scores[0]:
                break
            one = self._fitted(at, values)
            found.append(one)
            if len(scores) < FIRST:
                heappush(scores, one.score)
            else:
                heappushpop(scores, one.score)
        return found

    def _most(self, values: Mapping[str, float]) -> float:
        """Give what a sentence could score if it fitted as well as any."""
        fits = max(0.0, WEIGHTS["fits"] + WEIGHTS["fits_closely"] * values["covered"])
        unfit = (WEIGHTS[name] for name in ("no_number", "no_time", "no_name"))
        total = sum(WEIGHTS[name] * value for name, value in values.items())
        return total + fits + sum(weight for weight in unfit if weight > 0)

    def _fitted(self, at: int, values: dict[str, float]) -> Evidence:
        """Add how well a sentence holds what is wanted."""
        passage = self._read[at]
        fits = fitness(self._expected, passage.reading, self._asked)
        values |= {
            "fits": fits,
            "fits_closely": fits * values["covered"],
            "no_number": float(fits < _MISFIT and self._expected.want in COUNTED),
            "no_time": float(fits < _MISFIT and self._expected.want is Want.TIME),
            "no_name": float(fits < _MISFIT and self._expected.want in NAMED),
        }
        score = sum(weight * values[name] for name, weight in WEIGHTS.items())
        return Evidence(passage, values, score)

    def _values(self, at: int) -> dict[str, float]:
        """Weigh a sentence by all but what it fits."""
        passage = self._read[at]
        reading = passage.reading
        held = self._held[at]
        length = len(reading.words)
        covered = self._weigh(held) / self._total
        share = saturate(1, length, self._average, 0.9, 0.4)
        matched = sum(self._local[each] * m for each, m in held.items()) / self._local_total
        new = [w for w in reading.folded if w not in self._asked.words and len(w) > 3]
        return {
            "covered": covered,
            "settled": self._settled(at),
            "matched": matched * share * 1.9,
            "paragraph": self._paragraph(at),
            "heads": float(not self._asked.heads.isdisjoint(reading.folded)),
            "names": self._names(at),
            "pairs": self._pairs(at),
            "first": float(passage.rank == 0),
            "rank": 1 / (1 + passage.rank),
            "lead": 1 / (1 + passage.place / 4),
            "headline": float(passage.sentence.is_headline),
            "fresh": min(1.0, len(new) / 8),
            "thread": float(bool(self._before) and passage.sentence.text in self._before),
        }

    def _settled(self, at: int) -> float:
        """Give the share of the question that the sentence and what stands around it tell."""
        passage = self._read[at]
        pronoun = not vocabulary.single(passage.reading.language, "back").isdisjoint(
            passage.reading.folded
        )
        around = [(-1, 0.85 if pronoun else 0.7), (-2, 0.6 if pronoun else 0.4), (1, 0.5)]
        told = list(self._anywhere[passage.rank])
        for each, value in self._held[at].items():
            told[each] = max(told[each], value)
        for step, worth in around:
            other = self._neighbour(at, step)
            if other is not None:
                for each, value in self._held[other].items():
                    told[each] = max(told[each], worth * value)
        return sum(w * value for w, value in zip(self._weights, told, strict=True)) / self._total

    def _paragraph(self, at: int) -> float:
        passage = self._read[at]
        best: dict[int, float] = {}
        for other in range(max(0, at - 4), min(len(self._read), at + 5)):
            beside = self._read[other]
            if (
                self._held[other]
                and beside.rank == passage.rank
                and beside.sentence.paragraph == passage.sentence.paragraph
            ):
                for each, value in self._held[other].items():
                    best[each] = max(best.get(each, 0.0), value)
        return self._weigh(best) / self._total

    def _names(self, at: int) -> float:
        named = self._named
        return sum(term.met[at] for term in named) / len(named) if named else 0.5

    def _pairs(self, at: int) -> float:
        """Give the share of the question's neighbours that stand near each other."""
        if len(self._mine) < 2:
            return 0.0
        near = 0
        for one, other in zip(self._mine, self._mine[1:], strict=False):
            here, there = one.places[at], other.places[at]
            if here and there:
                near += any(abs(a - b) <= 3 for a in here for b in there)
        return near / (len(self._mine) - 1)
