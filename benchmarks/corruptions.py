"""Statements made from a source sentence: some still true, some false in one known way.

Nothing here uses the program's own reading of names and figures, so that a blind spot of the one
is not a blind spot of the other. Each maker gives what it can make of a sentence, which often is
nothing.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.rewordings import (
    MONTHS,
    NUMBER,
    QUOTED,
    TRUE,
    TWO_CITED,
    WEEKDAYS,
    Base,
    put,
    renamed,
    side_by_side,
)
from summarizer.folding import fold


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of an article.

    Attributes:
        kind: how it was made.
        true: whether its sources carry it.
        cited: the sentences that it points at.
        article: key of the article they stand in.
    """

    kind: str
    text: str
    cited: tuple[str, ...]
    article: str
    language: str
    true: bool


NAME = re.compile(
    r"(?<![\w’'-])[A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+(?: (?:de|van|der|al|bin|von|of|the|for|and) )?"
    r"(?:(?<= )|(?: ))[A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+(?: [A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+)*"
)
_CALENDAR: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "en": (MONTHS, WEEKDAYS),
    "es": (
        ["enero", "febrero", "marzo", "abril", "junio", "julio", "agosto", "octubre"],
        ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ),
    "it": (
        ["gennaio", "febbraio", "marzo", "aprile", "giugno", "luglio", "agosto", "ottobre"],
        ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    ),
    "nl": (
        ["januari", "februari", "maart", "april", "juni", "juli", "augustus", "oktober"],
        ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    ),
    "tr": (
        ["şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "kasım"],
        ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"],
    ),
}
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|does|did)\b(?! not|n['’]t)"
)
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|should|did|does) not\b")
_DENIES = re.compile(r"\b(?:not|never|no|none|without|neither|nor)\b|n['’]t\b")
_VERB_BEFORE = {"es": (r"\b(ha|han|fue|es|será|está|era)\b", "no "),
                "it": (r"\b(ha|hanno|è|era|sarà|sono)\b", "non ")}  # fmt: skip
_QUOTE = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_ORGANISATION = re.compile(
    r"\b(?:University|Ministry|Party|Bank|Corp|Inc|Council|Association|Agency|Department|Institute"
    r"|Committee|Company|Airlines|Group|Foundation|Times|Post|Commission|Union|Club)\b"
)


# --- false -------------------------------------------------------------------------------------


def stranger(base: Base, chance: random.Random) -> Iterator[str]:
    """Put a name of another article in place of one."""
    for name in base.names[:2]:
        if base.strangers:
            yield renamed(base.text, name, chance.choice(base.strangers))


def swapped(base: Base, chance: random.Random) -> Iterator[str]:
    """Put a name of the same article, from elsewhere in it, in place of one."""
    for name in base.names[:2]:
        if base.others:
            yield renamed(base.text, name, chance.choice(base.others))


def exchanged(base: Base, chance: random.Random) -> Iterator[str]:
    """Let two actors of one sentence change places, unless they are only listed."""
    del chance
    if len(base.names) == 2 and not list(side_by_side(base)):
        one, two = base.names
        yield renamed(renamed(renamed(base.text, one, "\0"), two, one), "\0", two)


def counts_exchanged(base: Base, chance: random.Random) -> Iterator[str]:
    """Let two numbers of one sentence change places."""
    del chance
    found = [m for m in NUMBER.finditer(base.text) if not re.fullmatch(r"(?:19|20)\d\d", m[0])]
    if len(found) == 2 and found[0][0] != found[1][0]:
        one, two = found
        inside = base.text[one.end() : two.start()]
        if len(inside.split()) > 1:
            yield base.text[: one.start()] + two[0] + inside + one[0] + base.text[two.end() :]


def number(base: Base, chance: random.Random) -> Iterator[str]:
    """Change a number: another digit, or ten times as many."""
    for match in list(NUMBER.finditer(base.text))[:2]:
        written = match[0]
        if re.fullmatch(r"(?:19|20)\d\d", written):
            continue
        at = chance.choice([at for at, letter in enumerate(written) if letter.isdigit()])
        digit = chance.choice([each for each in "123456789" if each != written[at]])
        yield put(base.text, match, written[:at] + digit + written[at + 1 :])
        if written.isdigit():
            yield put(base.text, match, written + "0")


def date(base: Base, chance: random.Random) -> Iterator[str]:
    """Change a month, a weekday or a year."""
    for words in _CALENDAR[base.language]:
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", base.text):
            others = [word for word in words if word != match[0]]
            yield put(base.text, match, chance.choice(others))
            break
    if year := re.search(r"\b(?:19|20)\d\d\b", base.text):
        shift = chance.choice([-10, -2, -1, 1, 2, 10])
        yield put(base.text, year, str(int(year[0]) + shift))


def negation(base: Base, chance: random.Random) -> Iterator[str]:
    """Turn yes into no, or no into yes."""
    del chance
    if base.language == "en":
        if found := _NEGATED.search(base.text):
            yield put(base.text, found, found[1])
        elif not _DENIES.search(base.text) and (found := _AUXILIARY.search(base.text)):
            yield put(base.text, found, f"{found[1]} not")
    elif base.language in _VERB_BEFORE:
        pattern, word = _VERB_BEFORE[base.language]
        denies = re.search(rf"\b{word.strip()}\b", base.text)
        if not denies and (found := re.search(pattern, base.text)):
            yield put(base.text, found, f"{word}{found[1]}")


def quotation(base: Base, chance: random.Random) -> Iterator[str]:
    """Invent a quotation, or change a word of one."""
    invented = (
        "We will never accept this",
        "This is the beginning of the end",
        "Nobody told us the truth",
        "It was the best day of my life",
    )
    if base.people and base.language == "en" and not QUOTED.search(base.text):
        yield f'{base.text} "{chance.choice(invented)}," {base.people[0]} said.'
    balanced = len(re.findall('["“”]', base.text)) == 2
    if balanced and base.language == "en" and (match := _QUOTE.search(base.text)):
        words = match[1].split()
        long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if long:
            words[chance.choice(long)] = chance.choice(("terrible", "wonderful", "expensive"))
            yield put(base.text, match, match[0].replace(match[1], " ".join(words)))


FALSE: Mapping[str, Callable[[Base, random.Random], Iterator[str]]] = {
    "name: stranger": stranger,
    "name: of the same article": swapped,
    "number": number,
    "date": date,
    "quotation": quotation,
    "negation": negation,
    "two actors exchanged": exchanged,
    "two numbers exchanged": counts_exchanged,
}


def names_of(text: str) -> tuple[str, ...]:
    """Give the names of at least two words in a sentence, without that of its beginning."""
    found = [match[0] for match in NAME.finditer(text) if match.start() > 0]
    return tuple(dict.fromkeys(name for name in found if len(name.split()) > 1))


def is_organisation(name: str) -> bool:
    """Say whether a name has the word of an organisation in it."""
    return bool(_ORGANISATION.search(name))


SPOILED = ("reworded: order", "reworded: shortened", "reworded: list", "reworded: two in one")
"""Rewordings that are spoiled once more: what is false need not be near its source in form."""


def made_of(base: Base, seed: str) -> Iterator[Statement]:
    """Make statements of a sentence, the same every time."""
    chance = random.Random(seed)
    # A quotation that is reworded is none any more: it would be false.
    for kind, keep in () if QUOTED.search(base.text) else TRUE.items():
        for text in dict.fromkeys(keep(base)):
            if text == base.text:
                continue
            cited = (base.text, base.after) if kind in TWO_CITED else (base.text,)
            yield Statement(kind, text, cited, base.article, base.language, true=True)
            if kind in SPOILED:
                for spoiled in _spoiled(replace(base, text=text), chance):
                    yield replace(spoiled, kind=f"reworded, then {spoiled.kind}", cited=cited)
    yield from _spoiled(base, chance)


def _spoiled(base: Base, chance: random.Random) -> Iterator[Statement]:
    for kind, spoil in FALSE.items():
        for text in dict.fromkeys(spoil(base, chance)):
            if fold(text) != fold(base.text):
                cited = (base.text,)
                yield Statement(kind, text, cited, base.article, base.language, true=False)
