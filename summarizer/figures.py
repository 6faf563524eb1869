"""Numbers and dates as values, so that "15,000", "15 bin" and "fifteen thousand" are one. Pure.

Answers and briefs may not say a number that their sources lack, and a question about 2009 is not
answered by a sentence about 2019. Both need figures compared by value, whatever the language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from summarizer.folding import fold
from summarizer.lexicon import table
from summarizer.model import UNDETERMINED


class FigureKind(StrEnum):
    """What a figure tells."""

    NUMBER = "number"
    PERCENT = "percent"
    YEAR = "year"
    TIME = "time"
    MONTH = "month"
    WEEKDAY = "weekday"


DATES = frozenset({FigureKind.YEAR, FigureKind.MONTH, FigureKind.WEEKDAY, FigureKind.TIME})
"""Kinds that say when."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a month or weekday, found in a text.

    Attributes:
        values: what it may mean, in one canonical way of writing; two where the separator is
            ambiguous ("3.800" is 3800 or 3.8).
        start, end: where it stands in the text, end exclusive.
        spelled: written in letters.
    """

    kind: FigureKind
    values: frozenset[str]
    start: int
    end: int
    spelled: bool = False

    def equals(self, other: "Figure") -> bool:
        """Say whether both may mean the same; the calendar's words equal only their own kind."""
        named = {FigureKind.MONTH, FigureKind.WEEKDAY}
        if (self.kind in named or other.kind in named) and self.kind is not other.kind:
            return False
        return not self.values.isdisjoint(other.values)


_TOKEN = re.compile(
    r"(?P<digits>(?<!\d)\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,:]\d+)*)"
    r"|(?P<letters>[^\W\d_]+)"
)
_PERCENT_AFTER = re.compile(
    r"\s?%|[\s-](?:per[ -]?cent|pct|por\s?ciento|per\s?cento|procent|prozent|pour\s?cent)"
)
_PERCENT_BEFORE = re.compile(r"%\s?$|\b(?:yuzde|yüzde)\s$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s\u00a0-]{0,2}$")
_COMMA_THOUSANDS = frozenset({"en", "ja", "zh", "ko", "th", "he", UNDETERMINED})
_YEARS = range(1500, 2101)


@dataclass(frozen=True, slots=True)
class _Words:
    """The number and calendar words of a language."""

    numbers: dict[str, int]
    scales: dict[str, Decimal]
    months: dict[str, str]
    weekdays: dict[str, str]
    all: frozenset[str]


@cache
def _words(language: str) -> _Words:
    numbers: dict[str, int] = {}
    scales: dict[str, Decimal] = {}
    months: dict[str, str] = {}
    weekdays: dict[str, str] = {}
    for key, words in table("numbers").items():
        owner, value = key.split(".")
        if owner != language:
            continue
        if value.startswith("e"):
            scales.update(dict.fromkeys(words, Decimal(10) ** int(value[1:])))
        else:
            numbers.update(dict.fromkeys(words, int(value)))
    for key, words in table("dates").items():
        owner, *rest = key.split(".")
        if owner == language and len(rest) == 2:
            target = months if rest[0] == "month" else weekdays
            target.update(dict.fromkeys(words, rest[1]))
    every = frozenset((*numbers, *scales, *months, *weekdays))
    return _Words(numbers, scales, months, weekdays, every)


_AMBIGUOUS = {
    "en": frozenset({"may", "march", "mar", "sun", "sat", "second", "sep"}),
    "tr": frozenset({"ocak", "pazar", "ekim"}),
    "it": frozenset({"sei"}),
    "fr": frozenset({"mars"}),
    "es": frozenset({"once", "segundo"}),
}
"""Words that are figures only by their capital, or not at all: they ask for more evidence."""

_ARTICLES = frozenset(
    {
        *("one", "single", "once", "first", "both", "couple", "pair", "second", "bir", "tek"),
        *("un", "uno", "una", "une", "primo", "prima", "primer", "primero", "primera", "premier"),
        *("premiere", "seconde", "een", "eerste", "beide", "ein", "eins", "eine", "einen"),
        *("erste", "ersten", "erster"),
    }
)
"""Number words that mostly are not numbers; they count only beside a scale ("one million")."""


@lru_cache(maxsize=4096)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """Find the figures of a text, in order.

    Args:
        text: a sentence or a question.
        language: of the text; a language without number words is read as English.
    """
    own = _words(language)
    lexicon = own if own.numbers else _words("en")
    if not _may_hold_figures(text, language, lexicon):
        return ()
    tokens = list(_TOKEN.finditer(text))
    found: list[Figure] = []
    at = 0
    while at < len(tokens):
        figure, used = _read(text, tokens, at, lexicon, language)
        if figure is not None:
            found.append(figure)
        at += max(used, 1)
    return tuple(found)


def _may_hold_figures(text: str, language: str, lexicon: _Words) -> bool:
    """Say whether a text is worth reading closely: most sentences hold no figure."""
    if _DIGIT.search(text):
        return True
    folded = fold(text)
    if language == "tr":
        return any(name in folded for name in (*lexicon.months, *lexicon.weekdays)) or (
            not lexicon.all.isdisjoint(_LETTERS.findall(folded))
        )
    return not lexicon.all.isdisjoint(_LETTERS.findall(folded))


def _read(
    text: str, tokens: Sequence[re.Match[str]], at: int, lexicon: _Words, language: str
) -> tuple[Figure | None, int]:
    """Read the figure that begins at a token; give it with the number of tokens it takes."""
    token = tokens[at]
    if token["digits"]:
        return _read_digits(text, tokens, at, lexicon, language)
    word = fold(token["letters"])
    doubtful = word in _AMBIGUOUS.get(language, frozenset())
    capital = token["letters"][0].isupper() and at > 0
    beside = _beside_digits(tokens, at)
    for kind, names in (
        (FigureKind.MONTH, lexicon.months),
        (FigureKind.WEEKDAY, lexicon.weekdays),
    ):
        value = names.get(word) or (_inflected(word, names) if language == "tr" else None)
        if value and (not doubtful or capital or beside):
            return Figure(kind, frozenset({value}), token.start(), token.end()), 1
    return _read_spelled(text, tokens, at, lexicon)


def _beside_digits(tokens: Sequence[re.Match[str]], at: int) -> bool:
    near = [tokens[i] for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
    return any(token["digits"] for token in near)


def _inflected(word: str, names: dict[str, str]) -> str | None:
    """Find a Turkish month or weekday under its case ending ("nisanda", "martin")."""
    for name, value in names.items():
        if len(name) >= 4 and word.startswith(name) and len(word) - len(name) <= 5:
            return value
    return None


def _read_digits(
    text: str, tokens: Sequence[re.Match[str]], at: int, lexicon: _Words, language: str
) -> tuple[Figure, int]:
    token = tokens[at]
    written = token["digits"]
    values = _values(written, language)
    scale, used = _scale(text, tokens, at, lexicon)
    end = tokens[at + used].end()
    # "1 milyar 350 milyon": a smaller scale goes on where a larger one ends.
    total = {value * scale for value in values}
    following = at + used + 1
    while scale > 1 and following < len(tokens) and tokens[following]["digits"]:
        smaller, more = _scale(text, tokens, following, lexicon)
        adjoins = _GAP.match(text[end : tokens[following].start()])
        if not adjoins or not 1 < smaller < scale:
            break
        extra = _values(tokens[following]["digits"], language)
        total = {a + b * smaller for a in total for b in extra}
        scale, used = smaller, used + more + 1
        end, following = tokens[at + used].end(), at + used + 1
    kind = _kind(text, token, end, written, scale)
    return Figure(kind, frozenset(map(_plain, total)), token.start(), end), used + 1


def _kind(text: str, token: re.Match[str], end: int, written: str, scale: Decimal) -> FigureKind:
    if _PERCENT_AFTER.match(text, end) or _PERCENT_BEFORE.search(text[: token.start()]):
        return FigureKind.PERCENT
    if ":" in written or re.fullmatch(r"[012]\d\.[0-5]\d", written):
        return FigureKind.TIME
    money = text[: token.start()].rstrip()[-1:] in {"$", "€", "£", "¥", "₺", "#"}
    if scale == 1 and written.isdigit() and len(written) == 4 and not money:
        return FigureKind.YEAR if int(written) in _YEARS else FigureKind.NUMBER
    return FigureKind.NUMBER


def _scale(
    text: str, tokens: Sequence[re.Match[str]], at: int, lexicon: _Words
) -> tuple[Decimal, int]:
    """Give the scale word after a number ("million"), and how many tokens it takes."""
    scale, used = Decimal(1), 0
    while at + used + 1 < len(tokens):
        before, after = tokens[at + used], tokens[at + used + 1]
        if not after["letters"] or not _GAP.match(text[before.end() : after.start()]):
            break
        word = fold(after["letters"])
        step = lexicon.scales.get(word) or _scale_inflected(word, lexicon)
        if step is None:
            break
        scale, used = scale * step, used + 1
    return scale, used


def _scale_inflected(word: str, lexicon: _Words) -> Decimal | None:
    return lexicon.scales.get(word.rstrip("s")) if len(word) > 4 else None


def _values(written: str, language: str) -> set[Decimal]:
    """Read digits with separators; three digits after the foreign separator have two readings."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", written).replace(":", ".")
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", plain):
        joined = Decimal(re.sub(r"[.,]", "", plain))
        own = "," if language in _COMMA_THOUSANDS else "."
        return {joined} if own in plain else {joined, Decimal(plain.replace(",", "."))}
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return {Decimal(plain.replace(",", ""))}
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        return {Decimal(plain.replace(".", "").replace(",", "."))}
    parts = re.split(r"[.,]", plain)
    if len(parts) == 1:
        return {Decimal(plain)}
    if len(parts) == 2:
        return {Decimal(f"{parts[0]}.{parts[1]}")}
    return {Decimal("".join(parts))}


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _read_spelled(
    text: str, tokens: Sequence[re.Match[str]], at: int, lexicon: _Words
) -> tuple[Figure | None, int]:
    """Read a run of number words: "fifteen thousand", "on beş", "twenty-five"."""
    total = part = Decimal(0)
    used, scaled = 0, False
    while at + used < len(tokens):
        token = tokens[at + used]
        word = fold(token["letters"] or "")
        if not word or (used and not _GAP.match(text[tokens[at + used - 1].end() : token.start()])):
            break
        if word in lexicon.scales and used:
            step = (part or Decimal(1)) * lexicon.scales[word]
            total, part, scaled = total + step, Decimal(0), True
        elif word in lexicon.numbers and _may_follow(part, lexicon.numbers[word], used):
            value = lexicon.numbers[word]
            part = (part or Decimal(1)) * 100 if value == 100 else part + value
        else:
            break
        used += 1
    if not used:
        return None, 1
    first = fold(tokens[at]["letters"])
    if used == 1 and not scaled and first in _ARTICLES:
        return None, 1
    end = tokens[at + used - 1].end()
    values = frozenset({_plain(total + part)})
    kind = FigureKind.PERCENT if _PERCENT_AFTER.match(text, end) else FigureKind.NUMBER
    return Figure(kind, values, tokens[at].start(), end, spelled=True), used


def _may_follow(part: Decimal, value: int, used: int) -> bool:
    """Say whether a number word may go on a number: tens take units, hundreds take both."""
    if not used or part == 0:
        return True
    if value == 100:
        return part < 10
    return part % 100 == 0 or (part % 10 == 0 and value < 10)
