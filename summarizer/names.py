"""Names in a sentence: runs of capitals, cut into who they name and what that one is. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer.folding import fold
from summarizer.gazetteer import is_forename, is_surname, people, place
from summarizer.grammar import Grammar, grammar

_WORD = re.compile(r"[^\W_]+(?:[.'’&\-‐‑][^\W_]+)*\.?")
_APOSTROPHE = re.compile("['’]")
_ELISION = re.compile(r"(?:[ldnsmtc]|qu|dell|all|dall|nell|sull|un)['’](?=\w)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ENDS_IN_DOT = frozenset({"inc", "corp", "co", "ltd", "jr", "sr", "gov", "sen", "rep", "gen", "dr",
                          "mr", "mrs", "ms", "prof", "st", "lt", "col", "sgt", "rev", "capt",
                          "hon", "pres", "adm", "maj", "cmdr", "bros"})  # fmt: skip
_POSSESSIVE = frozenset({"s", ""})
_SUFFIXING = frozenset({"tr", "az", "kk", "uz", "fi", "hu", "et"})
"""Languages that put an apostrophe between a name and its endings."""

_SHOUTING = 0.7
"""Share of capitals from which a line is in capitals throughout and they tell nothing."""


_TITLE_CASE = 0.85
"""The same for a line of the text that ends without a stop."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence.

    Attributes:
        text: as it stands, without the ending that an apostrophe parts off.
        word: the same folded.
        start, end: where `text` stands in the sentence.
        close: nothing but a blank or hyphen stands between it and the word before.
        tall: it has a capital where names have one.
        owner: an ending was parted off: "Kazakhstan's".
    """

    text: str
    word: str
    start: int
    end: int
    close: bool
    tall: bool
    owner: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a sentence.

    Attributes:
        tokens: its words, without title.
        first: place of its first token in the sentence's tokens; `after` is behind its last one.
        title: place of the first token of a title before it inside the same capitals, or None.
        sure: it does not begin the sentence, so that its capital tells something.
    """

    tokens: tuple[Token, ...]
    first: int
    after: int
    title: int | None
    sure: bool


def tokenize(text: str, language: str) -> tuple[Token, ...]:
    """Cut a sentence into words with their places."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if language in {"fr", "it", "ca"} and (elided := _ELISION.match(word)):
            start += elided.end()
            word = word[elided.end() :]
        if word.endswith(".") and not _keeps_dot(word[:-1]):
            word = word[:-1]
        owner = False
        if parts := _APOSTROPHE.split(word):
            owner = len(parts) > 1 and (parts[-1] in _POSSESSIVE or _has_ending(parts, language))
            if owner:
                word = word[: -len(parts[-1]) - 1]
        gap = text[end:start]
        found.append(
            Token(
                word, fold(word).rstrip("."), start, start + len(word),
                bool(found) and gap in {" ", "\u00a0", "", "-", "–", " & "}, _is_tall(word), owner,
            )
        )  # fmt: skip
        end = match.end() if not match[0].endswith(".") or word.endswith(".") else match.end() - 1
    return tuple(found)


def _keeps_dot(word: str) -> bool:
    return bool(_ABBREVIATION.fullmatch(word)) or word.casefold() in _ENDS_IN_DOT


def _has_ending(parts: Sequence[str], language: str) -> bool:
    return language in _SUFFIXING and len(parts[0]) > 1 and parts[-1].islower()


@lru_cache(maxsize=50_000)
def _is_tall(word: str) -> bool:
    """Say whether a word has capitals as names have them: "Ali", "iPhone", "al-Asad"."""
    parts = re.split(r"[-‐‑]", word)
    tall = [any(letter.isupper() for letter in part) for part in parts]
    if len(parts) == 1:
        return tall[0] and not word[0].isdigit()
    return tall[-1] and (tall[0] or parts[0] in {"al", "el", "ul", "an", "ar", "as", "ad"})


def find(
    text: str, language: str, *, headline: bool = False
) -> tuple[tuple[Token, ...], list[Name]]:
    """Find the names of a sentence, with its tokens.

    Args:
        text: one sentence.
        language: ISO 639-1.
        headline: names are only taken where capitals tell something: not in title case.
    """
    tokens = tokenize(text, language)
    letters = [token for token in tokens if token.word[:1].isalpha() and len(token.word) > 3]
    tall = sum(token.tall for token in letters)
    if headline and tall > _SHOUTING * len(letters):
        return tokens, []
    if len(letters) > 4 and tall > _TITLE_CASE * len(letters) and text[-1:].isalnum():
        return tokens, []
    shouted = sum(token.text.isupper() for token in letters)
    if len(letters) > 3 and shouted > _SHOUTING * len(letters):
        return tokens, []
    words = grammar(language)
    names: list[Name] = []
    for first, after in _runs(tokens, words):
        names.extend(_names(tokens, first, after, words))
    return tokens, names


def _runs(tokens: Sequence[Token], words: Grammar) -> Iterator[tuple[int, int]]:
    """Give stretches of tokens that belong together by capitals and particles."""
    at = 0
    while at < len(tokens):
        if not tokens[at].tall:
            at += 1
            continue
        first = at
        at += 1
        while at < len(tokens) and not tokens[at - 1].owner:
            step = _step(tokens, first, at, words)
            if not step:
                break
            at += step
        yield first, at


def _step(tokens: Sequence[Token], first: int, at: int, words: Grammar) -> int:
    """Say how many tokens from `at` on continue the run that began at `first`."""
    token = tokens[at]
    if not token.close:
        return 0
    if token.tall:
        return 1
    length = 1
    while at + length < len(tokens) and tokens[at + length].close and length < 4:
        if tokens[at + length].tall:
            linked = tokens[at : at + length]
            return length + 1 if _links(tokens, first, at, linked, words) else 0
        if tokens[at + length].word not in words.of | words.particles | words.articles:
            return 0
        length += 1
    return 0


def _links(
    tokens: Sequence[Token], first: int, at: int, linked: Sequence[Token], words: Grammar
) -> bool:
    """Say whether words in lower case join the capitals around them to one name."""
    head = linked[0].word
    run = [token.word for token in tokens[first:at]]
    if head in words.joining and len(linked) == 1:
        return _joins(tokens, first, at, words)
    if head in words.of and _takes_of(run, words):
        return True
    if all(token.word in words.particles for token in linked):
        # "Ursula von der Leyen"; but "de topman van Apple" where the particle means "of" as well.
        persons = all(is_forename(word) or len(word) == 1 for word in run)
        return persons or (head in words.always_join and head not in words.of)
    return False


def _takes_of(run: Sequence[str], words: Grammar) -> bool:
    """Say whether "of" may go on a name: "Bank of", "Ministerio de", "Comisaria Europea de"."""
    if not words.leading and words.is_head(run[0]):
        return True
    word = run[-1] if words.leading else run[0]
    return word in words.bodies or word in words.places


def _joins(tokens: Sequence[Token], first: int, at: int, words: Grammar) -> bool:
    """Say whether "and" stands inside a name: "Fish and Wildlife Service", "Y and X Minister"."""
    left = [token.word for token in tokens[first:at]]
    if _is_known(left[-1]) or any(map(words.is_head, left)) or len(left) > 3:
        return False
    if any(word in words.bodies for word in left) and left[-1] not in words.bodies:
        return False
    after = at + 1
    right: list[str] = []
    while after < len(tokens) and (after == at + 1 or tokens[after].close) and tokens[after].tall:
        right.append(tokens[after].word)
        if tokens[after].owner:
            break
        after += 1
    if len(right) < 2 or _is_known(right[0]):
        return False
    return any(word in words.bodies or words.is_head(word) for word in right[1:3])


def _is_known(word: str) -> bool:
    return is_forename(word) or is_surname(word) or place(word) is not None


def _names(tokens: Sequence[Token], first: int, after: int, words: Grammar) -> Iterator[Name]:
    """Cut a run into names: days and openers fall off, a title is parted from who bears it."""
    opens = first == 0
    while first < after - 1 and first == 0 and _is_opener(tokens[first], words):
        first += 1
        opens = False
    while first < after and tokens[first].word in words.calendar:
        first += 1
    while after > first and tokens[after - 1].word in words.calendar:
        after -= 1
    for at in range(first + 1, after - 1):
        if tokens[at].word in words.calendar:
            yield from _names(tokens, first, at, words)
            yield from _names(tokens, at + 1, after, words)
            return
    if first >= after or (after - first == 1 and _is_no_name(tokens, first, words)):
        return
    start, titled = _bearer(tokens, first, after, words)
    if start < after:
        title = first if titled else None
        yield Name(tuple(tokens[start:after]), start, after, title, not opens or start > first)


def _is_opener(token: Token, words: Grammar) -> bool:
    return token.word in words.stops and not (token.text.isupper() and len(token.text) > 1)


def _is_no_name(tokens: Sequence[Token], at: int, words: Grammar) -> bool:
    token = tokens[at]
    return _is_opener(token, words) or len(token.word) < 2 or token.word.startswith("i'")


def _bearer(tokens: Sequence[Token], first: int, after: int, words: Grammar) -> tuple[int, bool]:
    """Give where the name begins in a run, behind a title, and whether a title is there.

    A run that is a title alone has its name at `after`.
    """
    run = [token.word for token in tokens[first:after]]
    heads = [
        at
        for at, word in enumerate(run)
        if (words.is_head(word) or word in words.honorifics)
        and not (at and is_forename(run[at - 1]))
    ]
    if not heads:
        for at in range(1, len(run) - 1):
            if tokens[first + at - 1].text.isupper() and 1 < len(run[at - 1]) < 4:
                if is_forename(run[at]) and not is_forename(run[at - 1]):
                    return first + at, True  # "RB Pierre Thomas"
        return first, False
    last = heads[-1]
    if last == len(run) - 1:
        return (after if all(_is_of_title(word, words) for word in run) else first), False
    start = first + last + 1
    rest = tokens[start:after]
    if any(not token.tall for token in rest):
        return _behind_of(tokens, start, after)
    if any(t.word in words.bodies or t.word in words.legal or t.word in words.stops for t in rest):
        return first, False
    strong = run[last] in words.offices or run[last].rsplit("-", 1)[-1] in words.offices
    strong = strong or run[last] in words.honorifics or len(heads) > 1
    return (start, True) if strong or _is_person(run[last + 1 :]) else (first, False)


def _is_of_title(word: str, words: Grammar) -> bool:
    return (
        words.is_head(word)
        or word in words.modifiers
        or word in words.honorifics
        or word in words.of
        or people(word) is not None
    )


def _behind_of(tokens: Sequence[Token], start: int, after: int) -> tuple[int, bool]:
    """Part "Comisaria Europea de Competencia Neelie Kroes", and leave "CEO di Apple" alone."""
    start = max(at for at in range(start, after) if not tokens[at].tall) + 1
    for at in range(start, after - 1):
        if is_forename(tokens[at].word):
            return at, True
    return (after - 2, True) if after - start > 2 else (start, False)


def _is_person(words: Sequence[str]) -> bool:
    return is_forename(words[0]) or len(words[0]) == 1 or (len(words) > 1 and is_surname(words[-1]))
