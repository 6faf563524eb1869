"""Names in a sentence: runs of capitals, cut into who they name and what that one is. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer import titles
from summarizer.capitals import Token, tokenize
from summarizer.gazetteer import is_forename, is_surname, place
from summarizer.grammar import Grammar, grammar

_SHOUTING = 0.7
"""Share of capitals from which a line is in capitals throughout and they tell nothing."""

_TITLE_CASE = 0.85
"""The same for a line of the text that ends without a stop."""


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


_KEPT = 2048
"""Sentences that are kept with their names: whoever writes from one also checks against it."""


@lru_cache(maxsize=_KEPT)
def find(
    text: str, language: str, *, headline: bool = False
) -> tuple[tuple[Token, ...], tuple[Name, ...]]:
    """Find the names of a sentence, with its tokens.

    Args:
        text: one sentence.
        language: ISO 639-1.
        headline: names are only taken where capitals tell something: not in title case.
    """
    tokens = tokenize(text, language)
    if _tells_nothing(text, tokens, headline=headline):
        return tokens, ()
    words = grammar(language)
    names: list[Name] = []
    for first, after in _runs(tokens, words):
        names.extend(_names(tokens, first, after, words))
    return tokens, tuple(names)


def _tells_nothing(text: str, tokens: Sequence[Token], *, headline: bool) -> bool:
    """Say whether nearly all longer words have capitals, so that these tell nothing."""
    letters = [token for token in tokens if len(token.word) > 3 and token.word[0].isalpha()]
    tall = [token for token in letters if token.tall]
    inside = len(letters) - (letters[:1] == list(tokens[:1]))
    if headline and len(tall) - (tall[:1] == list(tokens[:1])) > _SHOUTING * inside:
        return True
    if len(letters) > 4 and len(tall) > _TITLE_CASE * len(letters) and text[-1:].isalnum():
        return True
    if len(letters) <= 3:
        return False
    return sum(token.text.isupper() for token in letters) > _SHOUTING * len(letters)


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
        word = tokens[at + length].word
        if not (word in words.of or word in words.particles or word in words.articles):
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
    run = [word for word in run if word not in words.articles] or run
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
    if cut := titles.between(tokens, first, after, words):
        yield from _names(tokens, first, cut, words)
        first, opens = cut, False
    start, title = titles.bearer(tokens, first, after, words)
    if start < after:
        yield Name(tuple(tokens[start:after]), start, after, title, not opens or start > first)


def _is_opener(token: Token, words: Grammar) -> bool:
    return token.word in words.stops and not (token.text.isupper() and len(token.text) > 1)


def _is_no_name(tokens: Sequence[Token], at: int, words: Grammar) -> bool:
    token = tokens[at]
    return _is_opener(token, words) or len(token.word) < 2 or token.word.startswith("i'")
