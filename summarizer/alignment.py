"""A claim laid beside a sentence that it cites: what they share, and what lies between. Pure.

Every name of a claim may stand in its source and the claim still be false, when it gives one the
deed of the other or leaves out a "not". So both are cut into units (a name, a figure, a word), and
the units that they share in order are found: Ratcliff and Obershelp's matching blocks, as in
`difflib`. `exchange` and `denial` read what lies between them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from summarizer import vocabulary
from summarizer.capitals import Token
from summarizer.figures import Figure, FigureKind
from summarizer.folding import fold
from summarizer.gazetteer import people, place, territory
from summarizer.grammar import Grammar, grammar
from summarizer.mentions import is_ordinary
from summarizer.reading import Reading, read
from summarizer.text import stem


class UnitKind(StrEnum):
    """What a unit is."""

    NAME = "name"
    FIGURE = "figure"
    CONTENT = "content"
    BINDING = "binding"


@dataclass(frozen=True, slots=True)
class Unit:
    """A name, a figure or a word, as it is compared.

    Attributes:
        form: index form of a word, the folded words of a name, the text of a figure.
        words: folded words, of a name without its small ones.
        figure: of a figure.
        land: it names a place or a people.
        depends: of a name: it belongs to what it stands beside ("Apple's", "of Apple").
    """

    kind: UnitKind
    text: str
    form: str
    words: tuple[str, ...]
    figure: Figure | None = None
    land: bool = False
    depends: bool = False

    @property
    def weighs(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.kind is not UnitKind.BINDING


def units(reading: Reading) -> tuple[Unit, ...]:
    """Cut a sentence into units."""
    return _units(reading.text, reading.language)


@lru_cache(maxsize=20_000)
def _units(text: str, language: str) -> tuple[Unit, ...]:
    reading = read(text, language)
    rules = grammar(language)
    tokens = reading.tokens
    named = {name.first: name for name in reading.names}
    figures = list(reading.figures)
    found: list[Unit] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        while figures and figures[0].end <= token.start:
            figures.pop(0)
        if figures and figures[0].start < token.end:
            figure = figures.pop(0)
            written = text[figure.start : figure.end]
            found.append(Unit(UnitKind.FIGURE, written, fold(written), (), figure))
            while at < len(tokens) and tokens[at].start < figure.end:
                at += 1
        elif at in named and not is_ordinary(named[at], language):
            name = named[at]
            behind_of = bool(at) and tokens[at - 1].word in rules.of
            found.append(_name(name.tokens, rules, depends=behind_of or name.tokens[-1].owner))
            at = name.after
        elif named and _stands_out(token, rules) and at:
            behind_of = tokens[at - 1].word in rules.of
            found.append(_name((token,), rules, depends=behind_of or token.owner))
            at += 1
        else:
            found.append(_word(token.text, token.word, language))
            at += 1
    return tuple(found)


def _stands_out(token: Token, rules: Grammar) -> bool:
    """Say whether a word has a capital that no rule explains: it may be the name of something."""
    return (
        token.tall
        and len(token.word) > 2
        and not rules.nouns
        and not rules.is_head(token.word)
        and token.word not in rules.modifiers | rules.honorifics | rules.calendar
    )


def _name(tokens: Sequence[Token], rules: Grammar, *, depends: bool) -> Unit:
    small = rules.of | rules.articles | rules.joining
    words = tuple(token.word for token in tokens)
    kept = tuple(word for word in words if word not in small) or words
    land = place(" ".join(words)) is not None or all(people(word) is not None for word in kept)
    text = " ".join(token.text for token in tokens)
    return Unit(UnitKind.NAME, text, " ".join(words), kept, land=land, depends=depends)


def _word(text: str, word: str, language: str) -> Unit:
    stop = vocabulary.is_stop(word, language) or len(word) < 2
    kind = UnitKind.BINDING if stop else UnitKind.CONTENT
    return Unit(kind, text, stem(text, language), (word,))


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two stretches that a claim and its source share.

    Attributes:
        claim, source: the units of each; one may be empty.
        left, right: weight of what is shared beside it: units that carry meaning, of the nearest
            few, and 0 where none is.
        at, place: where it begins in the claim and in the source.
    """

    claim: tuple[Unit, ...]
    source: tuple[Unit, ...]
    left: int
    right: int
    at: int
    place: int

    @property
    def held(self) -> int:
        """Weight of what is shared on both sides."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Aligned:
    """A claim beside one source.

    Attributes:
        claim, source: units of both.
        meant, keys: what each unit of the claim and of the source is called in the source.
        pairs: places of the claim with the places of the source that they are shared with.
        gaps: what lies between, in order.
    """

    claim: tuple[Unit, ...]
    source: tuple[Unit, ...]
    meant: tuple[str, ...]
    keys: tuple[str, ...]
    pairs: dict[int, int]
    gaps: tuple[Gap, ...]

    @property
    def shared(self) -> int:
        """How many units that carry meaning are shared in order."""
        return sum(self.claim[at].weighs for at in self.pairs)

    def carries(self, at: int) -> bool:
        """Say whether the source has a unit of the claim, and one beside it."""
        there = self.pairs.get(at)
        return there is not None and (
            self.pairs.get(at - 1) == there - 1 or self.pairs.get(at + 1) == there + 1
        )


_NEAR = 6
"""Shared units beside a gap that are looked at."""


def align(claim: Reading, source: Reading) -> Aligned:
    """Lay a claim beside a sentence in the same language."""
    one, other = _named(claim, source), _named(source, claim)
    left, right = _keys(one, other)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pairs: dict[int, int] = {}
    stretches: list[tuple[int, int, int]] = []
    for at, there, size in matcher.get_matching_blocks():
        # What only binds ("of the") is shared by chance.
        if size and not (size < 3 and not any(each.weighs for each in one[at : at + size])):
            pairs.update((at + step, there + step) for step in range(size))
            stretches.append((at, there, size))
    return Aligned(
        one, other, tuple(left), tuple(right), pairs, tuple(_gaps(one, other, stretches))
    )


def _named(reading: Reading, other: Reading) -> tuple[Unit, ...]:
    """Cut a sentence into units; its first word is a name if it is one in the other sentence."""
    found = units(reading)
    first = reading.names[0] if reading.names else None
    if first and first.first == 0 and is_ordinary(first, reading.language):
        token = first.tokens[0]
        small = any(each.word == token.word and not each.tall for each in other.tokens)
        if token.word in other.tall and not small:
            return (_name((token,), grammar(reading.language), depends=token.owner), *found[1:])
    return found


def _gaps(
    one: tuple[Unit, ...], other: tuple[Unit, ...], stretches: Sequence[tuple[int, int, int]]
) -> Iterator[Gap]:
    at = there = left = 0
    for begin, place_, size in (*stretches, (len(one), len(other), 0)):
        right = sum(each.weighs for each in one[begin : begin + min(size, _NEAR)])
        if begin > at or place_ > there:
            yield Gap(one[at:begin], other[there:place_], left, right, at, there)
        at, there = begin + size, place_ + size
        left = sum(each.weighs for each in one[max(begin, at - _NEAR) : at])


def _keys(one: Sequence[Unit], other: Sequence[Unit]) -> tuple[list[str], list[str]]:
    """Give keys under which the units of two sentences are compared: what is one has one key."""
    names: list[Unit] = []
    figures: list[Unit] = []
    right = []
    for unit in other:
        if unit.kind is UnitKind.NAME:
            meant = _one_name(unit, names)
            names += [] if meant else [unit]
        elif unit.kind is UnitKind.FIGURE:
            meant = _equal(unit, figures)
            figures += [] if meant else [unit]
        else:
            right.append(unit.form)
            continue
        right.append(f"{unit.kind}:{(meant or unit).form}")
    left = []
    for unit in one:
        if unit.kind is UnitKind.NAME:
            meant = same_name(unit, names)
        elif unit.kind is UnitKind.FIGURE:
            meant = _equal(unit, figures)
        else:
            left.append(unit.form)
            continue
        left.append(f"{unit.kind}:{meant.form}" if meant else f"?:{unit.form}")
    return left, right


def _equal(unit: Unit, figures: Sequence[Unit]) -> Unit | None:
    return next((each for each in figures if same_figure(unit, each)), None)


def _one_name(unit: Unit, names: Sequence[Unit]) -> Unit | None:
    """Find a name of the same sentence that is the same one: longer, shorter or its initials."""
    mine = frozenset(unit.words)
    for name in names:
        if mine.issubset(name.words) or mine.issuperset(name.words):
            return name
        if _shortens(unit, name) or _shortens(name, unit):
            return name
    return None


def same_figure(one: Unit, other: Unit) -> bool:
    """Say whether two figures may mean the same."""
    if one.figure is None or other.figure is None:
        return False
    percent = FigureKind.PERCENT
    return (one.figure.kind is percent) is (other.figure.kind is percent) and one.figure.equals(
        other.figure
    )


def same_name(unit: Unit, names: Sequence[Unit]) -> Unit | None:
    """Find the name that shares most words with one, or whose initials it is, or it is of."""
    best, most = None, 0.0
    for name in names:
        if name.form == unit.form:
            return name
        shared = sum(any(_alike(word, each) for each in name.words) for word in unit.words)
        share = shared / max(len(unit.words), len(name.words))
        if not share and (_shortens(unit, name) or _shortens(name, unit)):
            share = 1.0
        if share > most:
            best, most = name, share
    return best


def _alike(one: str, other: str) -> bool:
    """Say whether two words of names are one, a short form of it ("tim"), or one country's."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 2 and longer.startswith(shorter) and len(longer) - len(shorter) < 5:
        return True
    return (land := _land(one)) is not None and land == _land(other)


def _land(word: str) -> str | None:
    return territory(word) or people(word)


def _shortens(short: Unit, whole: Unit) -> bool:
    """Say whether one name is the initials of another."""
    if len(short.words) != 1 or len(whole.words) < 2:
        return False
    return short.words[0].replace(".", "") == "".join(word[0] for word in whole.words)
