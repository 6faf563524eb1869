"""Ways to say a sentence again that leave it true, and the sentence that they start from.

Each gives what it can make of a sentence, which often is nothing. Nothing here uses the program's
own reading of names and figures.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.folding import fold


@dataclass(frozen=True, slots=True)
class Base:
    """A sentence of an article, with what else is there to make statements of.

    Attributes:
        names: of the people and organisations in it, each once there.
        people: those of them that are a forename and a surname.
        others: names of the same article that the sentence does not mention.
        strangers: names of other articles.
        after: the sentence behind it; empty where none is.
    """

    article: str
    language: str
    text: str
    names: tuple[str, ...]
    people: tuple[str, ...]
    others: tuple[str, ...]
    strangers: tuple[str, ...]
    after: str = ""


NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w/-])|(?<![\w.,:/-])\d+(?:[.,]\d+)?(?![\w:/-])"
)
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
QUOTED = re.compile(r"[\"“”«»„]|''|(?<!\w)['‘]|['’](?!\w)")
_SMALL = ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORDS = dict(enumerate(_SMALL, 3))
_DIGITS = {word: str(number) for number, word in _WORDS.items()}
_SAID_LAST = re.compile(
    r"^(.{30,}?),?[”\"]? (?P<who>[^,“”\"]{3,60}?) (?P<verb>said)(?P<rest>[^,]*)\.$"
)
_WHEN_LAST = re.compile(rf"^(?P<what>.{{25,}}?) (?P<when>on (?:{'|'.join(WEEKDAYS)}))\.$")
_ACCENT = re.compile(r"[^\x00-\x7f]")
_PLAIN = frozenset({
    "The", "A", "An", "More", "Police", "There", "It", "He", "She", "They", "We", "In", "But",
    "This", "That", "His", "Her", "Their", "Two", "About", "At", "Some", "Several",
})  # fmt: skip
_LINK = {"en": "and", "es": "y", "it": "e", "nl": "en", "tr": "ve"}
_PRONOUN = re.compile(r"^(?:He|She) (?=[a-z])")
_DOES = "told|asked|met|visited|beat|defeated|joined|married|praised|criticized|sued|backed|hired"
_PASSIVE = {"beat": "beaten", "met": "met", "told": "told"}


def number_form(base: Base) -> Iterator[str]:
    """Write a number in another way."""
    if base.language != "en":
        return
    for match in NUMBER.finditer(base.text):
        written, after = match[0], base.text[match.end() :]
        scaled = after.startswith((" million", " billion", " trillion"))
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+", written):
            yield put(base.text, match, written.replace(",", ""))
            if written.endswith(",000") and not scaled:
                yield put(base.text, match, f"{written[:-4]} thousand")
        if after.startswith((" percent", "%")):
            other = after.replace(" percent", "%", 1) if after[0] == " " else f" percent{after[1:]}"
            yield base.text[: match.end()] + other
        counts = written.isdigit() and int(written) in _WORDS and re.match(r" [a-z]{4,}", after)
        if counts and re.search(r"\b[a-z]+ $", base.text[: match.start()]):
            yield put(base.text, match, _WORDS[int(written)])
    for match in re.finditer(rf"(?<=[a-z] )(?:{'|'.join(_SMALL)})(?= [a-z])", base.text):
        before = base.text[: match.start()].split()[-1].lower()
        if before not in {"or", "to", "and", "hundred", "thousand"} and not before.endswith("ty"):
            yield put(base.text, match, _DIGITS[match[0]])


def date_form(base: Base) -> Iterator[str]:
    """Write a date in another order or length."""
    if base.language != "en":
        return
    for match in re.finditer(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!,? \d{{4}}|\w)", base.text):
        yield put(base.text, match, f"{match[2]} {match[1]}")
        if len(match[1]) > 4:
            yield put(base.text, match, f"{match[1][:3]}. {match[2]}")


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


def listed(base: Base) -> Iterator[str]:
    """Name two that are listed side by side the other way round."""
    for one, two in side_by_side(base):
        yield renamed(renamed(renamed(base.text, one, "\0"), two, one), "\0", two)


def side_by_side(base: Base) -> Iterator[tuple[str, str]]:
    """Give the names that only "and", or a comma of a list, stands between."""
    link = _LINK.get(base.language, "and")
    for one in base.names:
        for two in base.names:
            pair = rf"(?<![\w’'] ){re.escape(one)}(?: {link} |, ){re.escape(two)}\b(?!['’])"
            found = re.search(pair, base.text)
            if found is None:
                continue
            comma = ", " in found[0][len(one) : len(one) + 2]
            rest = base.text[found.end() :]
            if not comma or re.match(
                rf"(?:, [A-Z][\w’-]+(?: [A-Z][\w’-]+)*)*,? {link} [A-Z]", rest
            ):
                yield one, two


def passive(base: Base) -> Iterator[str]:
    """Turn a short deed of one to another into the passive."""
    if base.language != "en":
        return
    for one in base.names:
        for two in base.names:
            found = re.match(rf"^{re.escape(one)} ({_DOES}) {re.escape(two)}\b(?!['’])", base.text)
            if found and two != one:
                done = _PASSIVE.get(found[1], found[1])
                yield f"{two} was {done} by {one}{base.text[found.end() :]}"


def resolved(base: Base) -> Iterator[str]:
    """Say of a person by name what the next sentence says of "him": both are cited."""
    if base.language == "en" and len(base.people) == 1 and len(base.names) == 1:
        name = base.people[0]
        if base.text.startswith(name) and not QUOTED.search(base.after):
            told = _PRONOUN.sub(f"{name} ", base.after)
            if told != base.after:
                yield told


def fused(base: Base) -> Iterator[str]:
    """Say two sentences that follow one another in one: both are cited."""
    if not base.after or QUOTED.search(base.after) or base.after.endswith("?"):
        return
    if base.text.endswith(".") and len(base.after.split()) > 4:
        yield f"{base.text[:-1]}; {_lower(base.after, base.names)}"


TRUE: Mapping[str, Callable[[Base], Iterator[str]]] = {
    "reworded: number": number_form,
    "reworded: date": date_form,
    "reworded: name": name_form,
    "reworded: order": order,
    "reworded: shortened": shortened,
    "reworded: list": listed,
    "reworded: passive": passive,
    "reworded: pronoun": resolved,
    "reworded: two in one": fused,
}
TWO_CITED = frozenset({"reworded: pronoun", "reworded: two in one"})
"""Kinds that rest on the sentence behind as well."""


def renamed(text: str, old: str, new: str) -> str:
    """Put one name in place of another."""
    edge = r"\b" if old[0].isalnum() else ""
    return re.sub(rf"{edge}{re.escape(old)}{edge}", lambda _: new, text)


def put(text: str, match: re.Match[str], new: str) -> str:
    """Put something in place of what was found in a text."""
    return text[: match.start()] + new + text[match.end() :]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str, names: Sequence[str]) -> str:
    if any(text.startswith(name) for name in names):
        return text
    return text[:1].lower() + text[1:] if text.split(maxsplit=1)[0] in _PLAIN else text
