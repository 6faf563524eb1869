"""Where in a run of capitals a title ends and its bearer's name begins. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from summarizer.capitals import Token
from summarizer.gazetteer import is_forename, is_surname, people, place
from summarizer.grammar import Grammar

_ROMAN = frozenset("IVX")


def bearer(
    tokens: Sequence[Token], first: int, after: int, words: Grammar
) -> tuple[int, int | None]:
    """Give where the name begins in a run, and where its title does; None without a title.

    A run that is a title alone has its name at `after`.
    """
    run = tokens[first:after]
    heads = _heads(run, words)
    if not heads:
        return _behind_place(tokens, first, after, words)
    last = heads[-1]
    if last == len(run) - 1:
        return (after if _is_title(run, words) else first), None
    start = first + last + 1
    rest = tokens[start:after]
    if run[last].word in words.regal and _is_regal(rest):
        return first + last, None
    if any(not token.tall for token in rest):
        return _behind_of(tokens, first, start, after)
    if any(t.word in words.bodies or t.word in words.legal or t.word in words.stops for t in rest):
        return first, None
    strong = words.is_office(run[last].word) or run[last].word in words.honorifics
    if not (strong or len(heads) > 1 or _is_person(rest)):
        return first, None
    return _skip_place(tokens, start, after), first


def between(tokens: Sequence[Token], first: int, after: int, words: Grammar) -> int | None:
    """Give where a second title begins in a run: "Bakan Fidan | Kazakistan Başbakanı Bektenov"."""
    run = tokens[first:after]
    heads = _heads(run, words)
    for one, other in pairwise(heads):
        middle = run[one + 1 : other]
        lands = [at for at, token in enumerate(middle) if at > 0 and _is_place([token])]
        named = middle and not all(_is_of_title(token.word, words) for token in middle)
        if named and lands and not any(t.word in words.bodies for t in middle):
            return first + one + 1 + lands[0]
    return None


def _heads(run: Sequence[Token], words: Grammar) -> list[int]:
    """Give where offices stand in a run; what follows a given name is a family name."""
    return [
        at
        for at, token in enumerate(run)
        if (words.is_head(token.word) or token.word in words.honorifics)
        and not (at and is_forename(run[at - 1].word) and not words.is_head(run[at - 1].word))
    ]


def _behind_place(
    tokens: Sequence[Token], first: int, after: int, words: Grammar
) -> tuple[int, int | None]:
    """Part "президент | России Владимир Путин" and "RB Pierre Thomas"."""
    for at in range(first + 1, after - 1):
        before = tokens[at - 1]
        spelt = before.text.isupper() and 1 < len(before.word) < 4
        if spelt and is_forename(tokens[at].word) and not is_forename(before.word):
            return at, first
    if not _follows_office(tokens, first, words):
        return first, None
    start = _skip_place(tokens, first, after)
    if start == first and after - first > 2 and not is_forename(tokens[first].word):
        # "la ministra de Defensa Margarita Robles"
        start = first + 1 if is_forename(tokens[first + 1].word) else first
    return (start, first) if start > first else (first, None)


def _follows_office(tokens: Sequence[Token], at: int, words: Grammar) -> bool:
    """Say whether an office stands before, with nothing but "of the" between."""
    of = False
    while at > 0 and tokens[at].close and tokens[at - 1].word in words.of | words.articles:
        at -= 1
        of = True
    if at == 0 or not tokens[at].close or not words.is_head(tokens[at - 1].word):
        return False
    return of or not words.leading


def _skip_place(tokens: Sequence[Token], start: int, after: int) -> int:
    """Pass over a country or city that belongs to the title, if a name is left behind it."""
    for length in (3, 2, 1):
        rest = tokens[start + length : after]
        if not rest or (len(rest) < 2 and is_forename(tokens[start].word)):
            continue
        if _is_place(tokens[start : start + length]):
            return start + length
    return start


def _is_place(part: Sequence[Token]) -> bool:
    if place(" ".join(token.word for token in part)):
        return True
    return len(part) == 1 and part[0].stem != part[0].word and place(part[0].stem) is not None


def _is_regal(rest: Sequence[Token]) -> bool:
    """Say whether a monarch's or pope's name follows: "Charles III", "Francis"."""
    return len(rest) == 1 or (len(rest) == 2 and set(rest[1].text) <= _ROMAN)


def _is_title(run: Sequence[Token], words: Grammar) -> bool:
    """Say whether a run is nothing but a title; the "Court of Justice" is a body all the same."""
    for token, following in pairwise(run):
        if token.word in words.bodies and following.word in words.of:
            return False
    return all(_is_of_title(token.word, words) for token in run)


def _is_of_title(word: str, words: Grammar) -> bool:
    return (
        words.is_head(word)
        or word in words.modifiers
        or word in words.honorifics
        or word in words.of
        or people(word) is not None
        or place(word) is not None
    )


def _behind_of(
    tokens: Sequence[Token], first: int, start: int, after: int
) -> tuple[int, int | None]:
    """Part "Comisaria Europea de Competencia Neelie Kroes", and leave "CEO di Apple" alone."""
    start = max(at for at in range(start, after) if not tokens[at].tall) + 1
    for at in range(start, after - 1):
        if is_forename(tokens[at].word):
            return at, first
    if after - start > 2:
        return after - 2, first
    return start, None


def _is_person(rest: Sequence[Token]) -> bool:
    first, last = rest[0].word, rest[-1].word
    return is_forename(first) or len(first) == 1 or (len(rest) > 1 and is_surname(last))
