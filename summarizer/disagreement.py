"""Where sources of one story differ: in a number, or in whom they blame. Pure.

Two sentences of different outlets speak of the same thing when they share most of their words. If a
number that counts the same unit differs between them, and neither outlet mentions the other's
number, readers hear both, each from whom it comes. So they do when one outlet blames somebody and
another somebody else, and neither tells of the other's blame.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, combinations, product

from summarizer import vocabulary
from summarizer.blame import blamed
from summarizer.engine import BriefDraft
from summarizer.figures import Figure, FigureKind
from summarizer.folding import fold
from summarizer.model import Article, Citation, Claim, Sentence, Story
from summarizer.names import Name
from summarizer.reading import Reading, read
from summarizer.text import stem

MOST = 2
"""Disagreements that a brief tells, at most."""

READ = 8
"""Articles that are compared, the newest."""

TOGETHER = timedelta(hours=12)
"""How far apart two reports may be; what is told later is news, not a contradiction."""

_SHARED, _OF_BOTH = 0.6, 0.35
"""Shares of the shorter sentence's words, and of the words of either, that both have."""

_NUMBERS = 2
"""Numbers of a sentence, at most: where many stand, nobody knows which answers to which."""

_FEWEST = 4
"""Words that both have, at least."""

_ROUNDED = Decimal("0.05")
"""Up to this share of the larger, two numbers are one, rounded."""

_COUNTING = frozenset({FigureKind.NUMBER, FigureKind.PERCENT})
_NEXT = re.compile(r"[\s-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences that differ.

    Attributes:
        one, other: article and sentence; `one` is the newer.
        says: the numbers or names in which they differ, as written, in the same order.
    """

    one: tuple[Article, Sentence]
    other: tuple[Article, Sentence]
    says: tuple[str, str]

    @property
    def claim(self) -> Claim:
        """Both, each with whom it comes from."""
        sides = (self.one, self.other)
        return Claim(
            " ".join(f"{article.outlet}: {sentence.text}" for article, sentence in sides),
            tuple(Citation(a.id, sentence.number, sentence.text) for a, sentence in sides),
        )


def find(articles: Sequence[Article]) -> tuple[Disagreement, ...]:
    """Find where articles differ, one finding for each pair of articles at most.

    Args:
        articles: of one story, newest first.
    """
    counting = cache(lambda at: tuple(_counting(articles[at])))
    blaming = cache(lambda at: tuple(_blaming(articles[at])))
    found: list[Disagreement] = []
    for (at, one), (there, other) in combinations(enumerate(articles[:READ]), 2):
        if not _comparable(one, other):
            continue
        differences = chain(
            _differences(one, counting(at), other, counting(there)),
            _blames(one, blaming(at), other, blaming(there)),
        )
        first = next(differences, None)
        known = {said for each in found for said in each.says}
        if first and not known.issuperset(first.says):
            found.append(first)
        if len(found) == MOST:
            break
    return tuple(found)


def told(draft: BriefDraft, story: Story) -> BriefDraft:
    """Give a draft that says where its story's sources differ, if it does not say so yet.

    What tells one side alone gives way to both.

    Args:
        draft: checked against the sources.
        story: what it was written from.
    """
    summary, outcomes = list(draft.summary), list(draft.outcomes)
    for each in find(story.articles):
        if any(_tells(claim, each) for claim in (*summary, *outcomes)):
            continue
        sides = [claim for claim in summary if _is_side(claim, each)]
        at = summary.index(sides[0]) if sides else min(1, len(summary))
        summary = [claim for claim in summary if claim not in sides]
        summary.insert(at, each.claim)
        outcomes = [claim for claim in outcomes if not _is_side(claim, each)]
    return replace(draft, summary=tuple(summary), outcomes=tuple(outcomes))


def _tells(claim: Claim, each: Disagreement) -> bool:
    """Whether a claim gives both sides and cites both sources."""
    cited = {citation.article for citation in claim.citations}
    return {each.one[0].id, each.other[0].id} <= cited and all(
        said in claim.text for said in each.says
    )


def _is_side(claim: Claim, each: Disagreement) -> bool:
    """Whether a claim rests on nothing but one of the two sentences."""
    sides = {(article.id, sentence.number) for article, sentence in (each.one, each.other)}
    return {(citation.article, citation.sentence) for citation in claim.citations} <= sides


@dataclass(frozen=True, slots=True)
class _Counting:
    """A sentence that counts something: its words, and its numbers with what they count."""

    sentence: Sentence
    content: frozenset[str]
    named: frozenset[str]
    counts: tuple[tuple[Figure, str], ...]

    def is_about(self, other: "_Counting") -> bool:
        """Whether both speak of the same thing: most words, and all the names of one of them."""
        shared = len(self.content & other.content)
        least = min(len(self.content), len(other.content))
        most = len(self.content | other.content)
        same = self.named <= other.named or other.named <= self.named
        alike = shared >= _SHARED * least and shared >= _OF_BOTH * most
        return same and alike and shared >= _FEWEST

    def written(self, figure: Figure) -> str:
        return self.sentence.text[figure.start : figure.end]


def _comparable(one: Article, other: Article) -> bool:
    near = abs(one.published - other.published) <= TOGETHER
    apart = one.outlet and other.outlet and fold(one.outlet) != fold(other.outlet)
    standing = not (one.withdrawn or other.withdrawn)
    return bool(near and apart and standing and one.language == other.language)


def _differences(
    one: Article, ours: Sequence[_Counting], other: Article, theirs: Sequence[_Counting]
) -> Iterator[Disagreement]:
    for here, there in product(ours, theirs):
        if not here.is_about(there):
            continue
        for (figure, unit), (contrary, counted) in product(here.counts, there.counts):
            if (
                unit == counted
                and _differ(figure, contrary)
                and not _mentions(other, figure)
                and not _mentions(one, contrary)
            ):
                says = (here.written(figure), there.written(contrary))
                yield Disagreement((one, here.sentence), (other, there.sentence), says)


@dataclass(frozen=True, slots=True)
class _Blaming:
    """A sentence that blames somebody."""

    sentence: Sentence
    who: Name

    @property
    def written(self) -> str:
        """The name as it stands there."""
        return self.sentence.text[self.who.tokens[0].start : self.who.tokens[-1].end]

    @property
    def folded(self) -> frozenset[str]:
        """Its words; whoever shares one may be the same."""
        return frozenset(token.word for token in self.who.tokens)


def _blaming(article: Article) -> Iterator[_Blaming]:
    """Give the sentences that blame somebody."""
    for sentence in article.body:
        if who := blamed(read(sentence.text, article.language)):
            yield _Blaming(sentence, who)


def _blames(
    one: Article, ours: Sequence[_Blaming], other: Article, theirs: Sequence[_Blaming]
) -> Iterator[Disagreement]:
    """Give where each blames somebody whom the other does not."""
    for here, there in product(ours, theirs):
        if all(here.folded.isdisjoint(each.folded) for each in theirs) and all(
            there.folded.isdisjoint(each.folded) for each in ours
        ):
            says = (here.written, there.written)
            yield Disagreement((one, here.sentence), (other, there.sentence), says)


def _counting(article: Article) -> Iterator[_Counting]:
    """Give the sentences that count something."""
    for sentence in article.body:
        reading = read(sentence.text, article.language)
        found = [figure for figure in reading.figures if figure.kind in _COUNTING]
        if len(found) > _NUMBERS:
            continue
        counts = tuple((figure, unit) for figure in found if (unit := _unit(reading, figure)))
        if counts:
            yield _Counting(sentence, _content(reading), reading.tall, counts)


def _unit(reading: Reading, figure: Figure) -> str:
    """Give the stem of what is counted: the next word that means something; "" for none."""
    if figure.kind is FigureKind.PERCENT:
        return "%"
    after = _NEXT.match(reading.text, figure.end)
    for word in after.groups() if after else ():
        if word and fold(word) in vocabulary.calendar(reading.language):
            return ""
        if word and not vocabulary.is_stop(fold(word), reading.language):
            return stem(word, reading.language)
    return ""


def _differ(one: Figure, other: Figure) -> bool:
    if one.kind is not other.kind or one.equals(other):
        return False
    pairs = product(map(Decimal, one.values), map(Decimal, other.values))
    return all(abs(a - b) > _ROUNDED * max(abs(a), abs(b)) for a, b in pairs)


def _mentions(article: Article, figure: Figure) -> bool:
    return any(
        figure.equals(other)
        for sentence in article.sentences
        for other in read(sentence.text, article.language).figures
    )


def _content(reading: Reading) -> frozenset[str]:
    return frozenset(
        form
        for form, word in zip(reading.forms, reading.folded, strict=True)
        if not word.isdigit() and not vocabulary.is_stop(word, reading.language)
    )
