"""Statements made from a source sentence: some still true, some false in one known way.

Nothing here uses the program's own reading of names and figures, so that a blind spot of the one
is not a blind spot of the other. Each maker gives what it can make of a sentence, which often is
nothing.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Base:
    """A sentence of an article, with what else is there to make falsehoods of.

    Attributes:
        names: of the people and organisations in it, each once there.
        people: those of them that are a forename and a surname.
        others: names of the same article that the sentence does not mention.
        strangers: names of other articles.
    """

    article: str
    language: str
    text: str
    names: tuple[str, ...]
    people: tuple[str, ...]
    others: tuple[str, ...]
    strangers: tuple[str, ...]


NAME = re.compile(
    r"(?<![\w’'-])[A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+(?: (?:de|van|der|al|bin|von|of|the|for|and) )?"
    r"(?:(?<= )|(?: ))[A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+(?: [A-ZÇĞİÖŞÜÁÉÍÓÚÑ][\w’-]+)*"
)
_NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w/-])|(?<![\w.,:/-])\d+(?:[.,]\d+)?(?![\w:/-])"
)
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_CALENDAR: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "en": (_MONTHS, _WEEKDAYS),
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
_SMALL = ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORDS = dict(enumerate(_SMALL, 3))
_DIGITS = {word: str(number) for number, word in _WORDS.items()}
_QUOTED = re.compile(r"[\"“”«»„]|''|(?<!\w)['‘]|['’](?!\w)")
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
_SAID_LAST = re.compile(
    r"^(.{30,}?),?[”\"]? (?P<who>[^,“”\"]{3,60}?) (?P<verb>said)(?P<rest>[^,]*)\.$"
)
_WHEN_LAST = re.compile(rf"^(?P<what>.{{25,}}?) (?P<when>on (?:{'|'.join(_WEEKDAYS)}))\.$")
_ACCENT = re.compile(r"[^\x00-\x7f]")


# --- still true --------------------------------------------------------------------------------


def number_form(base: Base) -> Iterator[str]:
    """Write a number in another way."""
    if base.language != "en":
        return
    for match in _NUMBER.finditer(base.text):
        written, after = match[0], base.text[match.end() :]
        scaled = after.startswith((" million", " billion", " trillion"))
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+", written):
            yield _put(base.text, match, written.replace(",", ""))
            if written.endswith(",000") and not scaled:
                yield _put(base.text, match, f"{written[:-4]} thousand")
        if after.startswith((" percent", "%")):
            other = after.replace(" percent", "%", 1) if after[0] == " " else f" percent{after[1:]}"
            yield base.text[: match.end()] + other
        counts = written.isdigit() and int(written) in _WORDS and re.match(r" [a-z]{4,}", after)
        if counts and re.search(r"\b[a-z]+ $", base.text[: match.start()]):
            yield _put(base.text, match, _WORDS[int(written)])
    for match in re.finditer(rf"(?<=[a-z] )(?:{'|'.join(_SMALL)})(?= [a-z])", base.text):
        before = base.text[: match.start()].split()[-1].lower()
        if before not in {"or", "to", "and", "hundred", "thousand"} and not before.endswith("ty"):
            yield _put(base.text, match, _DIGITS[match[0]])


def date_form(base: Base) -> Iterator[str]:
    """Write a date in another order or length."""
    if base.language != "en":
        return
    for match in re.finditer(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})\b(?!,? \d{{4}}|\w)", base.text):
        yield _put(base.text, match, f"{match[2]} {match[1]}")
        if len(match[1]) > 4:
            yield _put(base.text, match, f"{match[1][:3]}. {match[2]}")


def name_form(base: Base) -> Iterator[str]:
    """Shorten a person's name to its last word, or write a text without marks."""
    for name in base.people[:2]:
        if not base.text.startswith(name):
            yield base.text.replace(name, name.split()[1])
    if _ACCENT.search(base.text):
        plain = fold(base.text)
        if len(plain) == len(base.text):
            yield "".join(
                letter.upper() if original.isupper() else letter
                for letter, original in zip(plain, base.text, strict=True)
            )


def order(base: Base) -> Iterator[str]:
    """Put the speaker, or the day, first."""
    if base.language != "en":
        return
    if said := _SAID_LAST.match(base.text):
        what = said[1]
        yield f"{_upper(said['who'])} said {_lower(what, base.names)}{said['rest']}."
    if when := _WHEN_LAST.match(base.text):
        yield f"{_upper(when['when'])}, {_lower(when['what'], base.names)}."


def shortened(base: Base) -> Iterator[str]:
    """Leave out a clause that stands between commas and describes."""
    parts = base.text.split(", ")
    if len(parts) != 3 or not re.match(r"(?:who|which|whose|a|an|the)\b", parts[1]):
        return
    if len(parts[0].split()) > 1 and len(parts[2].split()) > 3:
        yield f"{parts[0]} {parts[2]}"


# --- false -------------------------------------------------------------------------------------


def stranger(base: Base, chance: random.Random) -> Iterator[str]:
    """Put a name of another article in place of one."""
    for name in base.names[:2]:
        if base.strangers:
            yield _renamed(base.text, name, chance.choice(base.strangers))


def swapped(base: Base, chance: random.Random) -> Iterator[str]:
    """Put a name of the same article, from elsewhere in it, in place of one."""
    for name in base.names[:2]:
        if base.others:
            yield _renamed(base.text, name, chance.choice(base.others))


def exchanged(base: Base, chance: random.Random) -> Iterator[str]:
    """Let two actors of one sentence change places."""
    del chance
    if len(base.names) == 2:
        one, two = base.names
        yield _renamed(_renamed(_renamed(base.text, one, "\0"), two, one), "\0", two)


def number(base: Base, chance: random.Random) -> Iterator[str]:
    """Change a number: another digit, or ten times as many."""
    for match in list(_NUMBER.finditer(base.text))[:2]:
        written = match[0]
        if re.fullmatch(r"(?:19|20)\d\d", written):
            continue
        at = chance.choice([at for at, letter in enumerate(written) if letter.isdigit()])
        digit = chance.choice([each for each in "123456789" if each != written[at]])
        yield _put(base.text, match, written[:at] + digit + written[at + 1 :])
        if written.isdigit():
            yield _put(base.text, match, written + "0")


def date(base: Base, chance: random.Random) -> Iterator[str]:
    """Change a month, a weekday or a year."""
    for words in _CALENDAR[base.language]:
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", base.text):
            others = [word for word in words if word != match[0]]
            yield _put(base.text, match, chance.choice(others))
            break
    if match := re.search(r"\b(?:19|20)\d\d\b", base.text):
        shift = chance.choice([-10, -2, -1, 1, 2, 10])
        yield _put(base.text, match, str(int(match[0]) + shift))


def negation(base: Base, chance: random.Random) -> Iterator[str]:
    """Turn yes into no, or no into yes."""
    del chance
    if base.language == "en":
        if found := _NEGATED.search(base.text):
            yield _put(base.text, found, found[1])
        elif not _DENIES.search(base.text) and (found := _AUXILIARY.search(base.text)):
            yield _put(base.text, found, f"{found[1]} not")
    elif base.language in _VERB_BEFORE:
        pattern, word = _VERB_BEFORE[base.language]
        denies = re.search(rf"\b{word.strip()}\b", base.text)
        if not denies and (found := re.search(pattern, base.text)):
            yield _put(base.text, found, f"{word}{found[1]}")


def quotation(base: Base, chance: random.Random) -> Iterator[str]:
    """Invent a quotation, or change a word of one."""
    invented = (
        "We will never accept this",
        "This is the beginning of the end",
        "Nobody told us the truth",
        "It was the best day of my life",
    )
    if base.people and base.language == "en" and not _QUOTED.search(base.text):
        yield f'{base.text} "{chance.choice(invented)}," {base.people[0]} said.'
    balanced = len(re.findall('["“”]', base.text)) == 2
    if balanced and base.language == "en" and (match := _QUOTE.search(base.text)):
        words = match[1].split()
        long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if long:
            words[chance.choice(long)] = chance.choice(("terrible", "wonderful", "expensive"))
            yield _put(base.text, match, match[0].replace(match[1], " ".join(words)))


_PLAIN = frozenset({
    "The", "A", "An", "More", "Police", "There", "It", "He", "She", "They", "We", "In", "But",
    "This", "That", "His", "Her", "Their", "Two", "About", "At", "Some", "Several",
})  # fmt: skip

TRUE: Mapping[str, Callable[[Base], Iterator[str]]] = {
    "reworded: number": number_form,
    "reworded: date": date_form,
    "reworded: name": name_form,
    "reworded: order": order,
    "reworded: shortened": shortened,
}
FALSE: Mapping[str, Callable[[Base, random.Random], Iterator[str]]] = {
    "name: stranger": stranger,
    "name: of the same article": swapped,
    "number": number,
    "date": date,
    "quotation": quotation,
    "negation": negation,
    "two actors exchanged": exchanged,
}


def names_of(text: str) -> tuple[str, ...]:
    """Give the names of at least two words in a sentence, without that of its beginning."""
    found = [match[0] for match in NAME.finditer(text) if match.start() > 0]
    return tuple(dict.fromkeys(name for name in found if len(name.split()) > 1))


def is_organisation(name: str) -> bool:
    """Say whether a name has the word of an organisation in it."""
    return bool(_ORGANISATION.search(name))


def made_of(base: Base, seed: str) -> Iterator[Statement]:
    """Make statements of a sentence, the same every time."""
    chance = random.Random(seed)
    # A quotation that is reworded is none any more: it would be false.
    for kind, keep in () if _QUOTED.search(base.text) else TRUE.items():
        for text in dict.fromkeys(keep(base)):
            if text != base.text:
                yield _statement(base, kind, text, true=True)
    for kind, spoil in FALSE.items():
        for text in dict.fromkeys(spoil(base, chance)):
            if fold(text) != fold(base.text):
                yield _statement(base, kind, text, true=False)


def _statement(base: Base, kind: str, text: str, *, true: bool) -> Statement:
    return Statement(kind, text, (base.text,), base.article, base.language, true)


def _renamed(text: str, old: str, new: str) -> str:
    edge = r"\b" if old[0].isalnum() else ""
    return re.sub(rf"{edge}{re.escape(old)}{edge}", lambda _: new, text)


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str, names: Sequence[str]) -> str:
    if any(text.startswith(name) for name in names):
        return text
    return text[:1].lower() + text[1:] if text.split(maxsplit=1)[0] in _PLAIN else text
