"""Fit the weights of `summarizer.evidence` and `summarizer.confidence`.

    python -m benchmarks.fit_answers

Prints both tables, to be pasted; nothing is written. Only half 0 of each corpus is looked at. A
sentence is right when an acceptable answer stands in it; for the confidence, when one stands in
the answer that it begins. For the confidence every answerable
question is asked a second time without the articles that hold the answer, as one to decline; what
the rules decline anyway (a name, number or date that is not met) is not learnt from.
"""

import argparse
import asyncio
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from benchmarks import asking
from benchmarks.asking import Asked
from benchmarks.stored import FOUND, Shelf, shelf
from summarizer.answer import fittest, joined, ranked, said
from summarizer.confidence import CONFIDENCE, missing_names, missing_numbers, satisfied, signs
from summarizer.evidence import WEIGHTS, Evidence, Findings, gather
from summarizer.expectation import expect
from summarizer.model import Article, Query

SETS = ("briefs", "news_qa_realtime", "qa_xquad en", "qa_xquad tr", "qa_xquad de", "qa_xquad es")
"""Questions that one sentence can answer."""

IMPORTANCE = {"briefs": 3.0, "news_qa_realtime": 2.0}
"""What a set counts beside the others: news more than encyclopedia."""

CANDIDATES = 40
"""Sentences of a question that are learnt from, the best by the weights before."""

PART = {"right": 1.0, "wrong": 0.15, "removed": 1 / 3, "unanswerable": 1.0}
"""What the groups of a set count. A wrong sentence of the right articles counts little: a reader
sees that it does not answer, while an answer to what the articles do not say misleads."""

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates of one question: their evidence, and whether each is right."""

    weight: float
    rows: tuple[tuple[Values, bool], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The best sentence of one question: its signs, what group it is of, whether it is right."""

    set: str
    group: str
    signs: Values

    @property
    def right(self) -> bool:
        """Whether it answers."""
        return self.group == "right"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(arguments)
    ranked: list[Ranked] = []
    judged: list[Judged] = []
    for each in asking.sets():
        found = each()
        if found.name in SETS:
            asyncio.run(_collect(found, ranked, judged))
    _show("WEIGHTS", fit_ranking(ranked, dict(WEIGHTS)))
    _show("CONFIDENCE", fit_confidence(judged, list(CONFIDENCE)))
    return 0


async def _collect(found: asking.Set, ranked: list[Ranked], judged: list[Judged]) -> None:
    importance = IMPORTANCE.get(found.name, 1.0)
    async with shelf(found.articles) as stored:
        for asked in (one for one in found.asked if one.half == 0):
            query, articles = await _found(stored, asked)
            if articles:
                findings = _findings(asked, query, articles)
                if asked.answerable:
                    ranked.append(Ranked(importance, _rows(findings, asked)))
                judged += _judged(found.name, asked, query, findings)
            without = [article for article in articles if article.id not in asked.articles]
            if asked.answerable and without:
                findings = _findings(asked, query, without)
                told = (each.passage.sentence.text for each in findings.candidates[:8])
                best = _best(asked, query, findings)
                if best and not any(asking.holds(text, asked) for text in told):
                    taken = signs(query, findings, best)
                    judged.append(Judged(found.name, "removed", taken))


async def _found(stored: Shelf, asked: Asked) -> tuple[Query, list[Article]]:
    query, hits = await stored.ask(asked.question, FOUND + len(asked.articles))
    return query, [hit.article for hit in hits]


def _findings(asked: Asked, query: Query, articles: Sequence[Article]) -> Findings:
    expected = expect(query, asked.question.text)
    return gather(asked.question, query, expected, articles)


def _rows(findings: Findings, asked: Asked) -> tuple[tuple[Values, bool], ...]:
    return tuple(
        (
            each.values,
            asking.is_right(each.passage.article.id, each.passage.sentence.text, asked),
        )
        for each in findings.candidates[:CANDIDATES]
    )


def _best(asked: Asked, query: Query, findings: Findings) -> Evidence | None:
    """Give the sentence that would be said, if the rules let it be."""
    candidates = ranked(findings, asked.question)
    if not candidates or not any(term.best for term in findings.terms):
        return None
    best = fittest(query, findings, candidates)
    missing = missing_names(query, findings, best) or missing_numbers(query, findings, best)
    return None if missing or not satisfied(query, findings, best) else best


def _judged(name: str, asked: Asked, query: Query, findings: Findings) -> list[Judged]:
    best = _best(asked, query, findings)
    if best is None:
        return []
    found = signs(query, findings, best)
    if not asked.answerable:
        return [Judged(name, "unanswerable", found)]
    answer = joined(said(findings, best, ranked(findings, asked.question)))
    right = asking.holds(answer, asked)
    return [Judged(name, "right" if right else "wrong", found)]


# --- fitting -----------------------------------------------------------------------------------


def fit_ranking(
    ranked: Sequence[Ranked], weights: dict[str, float], rounds: int = 60, decay: float = 1e-3
) -> dict[str, float]:
    """Fit a softmax over each question's candidates, by AdaGrad from the weights that are there.

    Args:
        ranked: the questions.
        weights: to start from.
        rounds: through all questions.
        decay: pull towards 0.
    """
    order = [one for one in ranked if any(right for _, right in one.rows)]
    shuffle = random.Random(1).shuffle
    spent = dict.fromkeys(weights, 1e-6)
    for _ in range(rounds):
        shuffle(order)
        for one in order:
            scores = [sum(weights[n] * v[n] for n in weights) for v, _ in one.rows]
            top = max(scores)
            shares = [math.exp(score - top) for score in scores]
            total = sum(shares)
            shares = [share / total for share in shares]
            good = sum(s for s, (_, right) in zip(shares, one.rows, strict=True) if right) or 1e-9
            for name, weight in list(weights.items()):
                slope = -decay * weight
                for part, (values, right) in zip(shares, one.rows, strict=True):
                    slope += one.weight * part * values[name] * ((1 / good if right else 0) - 1)
                spent[name] += slope * slope
                weights[name] = weight + 0.15 * slope / math.sqrt(spent[name])
    return weights


def fit_confidence(
    judged: Sequence[Judged], names: Sequence[str], rounds: int = 600, decay: float = 0.025
) -> dict[str, float]:
    """Fit a logistic regression over standardised signs, by AdaGrad.

    Args:
        judged: best sentences.
        names: of the signs to use, "bias" among them.
        rounds: of full-batch steps.
        decay: pull towards 0, except for the bias.
    """
    groups = Counter((one.set, one.group) for one in judged)
    raw = [
        IMPORTANCE.get(one.set, 1.0) * PART[one.group] / groups[one.set, one.group]
        for one in judged
    ]
    shares = [each / sum(raw) for each in raw]
    means = {n: 0.0 if n == "bias" else fmean(one.signs[n] for one in judged) for n in names}
    spreads = {n: 1.0 if n == "bias" else pstdev(one.signs[n] for one in judged) for n in names}
    rows = [[(one.signs[n] - means[n]) / (spreads[n] or 1.0) for n in names] for one in judged]
    weights, spent = [0.0] * len(names), [1e-6] * len(names)
    for _ in range(rounds):
        slopes = [0.0 if n == "bias" else -decay * w for n, w in zip(names, weights, strict=True)]
        for one, row, share in zip(judged, rows, shares, strict=True):
            odds = sum(w * value for w, value in zip(weights, row, strict=True))
            miss = (one.right - 1 / (1 + math.exp(-odds))) * share
            slopes = [slope + miss * value for slope, value in zip(slopes, row, strict=True)]
        spent = [old + slope * slope for old, slope in zip(spent, slopes, strict=True)]
        steps = [slope / math.sqrt(old) for slope, old in zip(slopes, spent, strict=True)]
        weights = [w + 0.3 * step for w, step in zip(weights, steps, strict=True)]
    plain = {n: w / (spreads[n] or 1.0) for n, w in zip(names, weights, strict=True)}
    plain["bias"] -= sum(plain[n] * means[n] for n in names)
    return plain


def _show(title: str, weights: Mapping[str, float]) -> None:
    sys.stdout.write(f"{title}\n")
    sys.stdout.writelines(f'        "{name}": {value:.2f},\n' for name, value in weights.items())


if __name__ == "__main__":
    sys.exit(main())
