"""What the sources call somebody: the words before a name, or between commas after it. Pure."""

from collections.abc import Sequence

from summarizer.capitals import Token
from summarizer.gazetteer import people
from summarizer.grammar import Grammar
from summarizer.names import Name

LONGEST = 14
"""Words of the longest role that is taken over."""

_REACH = 8
"""Words before a name that are looked at."""

_LOWER = 2
"""Nouns in lower case that a role may begin with: "graphics chips maker"."""


_EMPTY = frozenset({
    "company", "companies", "firm", "firms", "group", "unit", "brand", "team", "side", "empresa",
    "compania", "grupo", "azienda", "societa", "gruppo", "entreprise", "societe", "groupe",
    "unternehmen", "firma", "gruppe", "bedrijf", "onderneming", "groep", "sirket", "sirketi",
    "kompaniya", "gruppa",
})  # fmt: skip
"""What is said of a body without telling anything of it."""

_RELATIVE = frozenset({
    "that", "who", "which", "whose", "whom", "where", "when", "que", "quien", "qui", "dont", "che",
    "die", "dat", "kotoryy", "kotoraya", "after", "before", "because",
})  # fmt: skip
"""Words with which a role has ended and a clause begins."""


def before(
    text: str, tokens: Sequence[Token], name: Name, words: Grammar, floor: int = 0
) -> str | None:
    """Give the role that leads up to a name: "Kazakhstan's Prime Minister", "chief advisor".

    Args:
        text: the sentence.
        tokens: of the sentence.
        name: one of its names.
        words: of its language.
        floor: the token before which no role may begin, since another person is named there.
    """
    end = name.first
    titled = name.title is not None and any(
        words.is_head(token.word) for token in tokens[name.title : end]
    )
    if name.title is not None and titled:
        start = max(floor, name.title)
        while start < end and tokens[start].word in words.honorifics:
            start += 1
        if start == end:
            return None
    else:
        head = _head_before(tokens, name.first, words)
        if head is None and name.title is not None:
            head = _head_before(tokens, name.title, words, over_of=True)
        if head is None:
            return _before_comma(text, tokens, name, words)
        start = head
    start = max(floor, _reach_left(tokens, start, words))
    if end - start == 1 and tokens[start].word in _EMPTY:
        return None  # "the company X" says nothing
    return _between(text, tokens, start, end, words)


def after(text: str, tokens: Sequence[Token], name: Name, words: Grammar) -> str | None:
    """Give the role that follows a name between commas: "X, the head of Y, said"."""
    first = _behind_aside(text, tokens, name.after)
    if first is None:
        return _kind_behind(text, tokens, name, words)
    if not words.apposition:
        return None
    last = first + 1
    while last < len(tokens) and last - first <= LONGEST and not _breaks(text, tokens, last):
        last += 1
    article = tokens[first].word in words.articles
    start = first + 1 if article else first
    if last - first > LONGEST or start >= last:
        return None
    opener = tokens[start]
    noun = (
        words.is_head(opener.word)
        or opener.word in words.makers
        or opener.word in words.modifiers
        or people(opener.word) is not None
        or opener.owner
    )
    if not (article or noun):
        return None
    near = tokens[start : min(last, start + 6)]
    heads = [at for at, token in enumerate(near, start) if words.is_head(token.word)]
    if not heads and not any(token.word in words.makers for token in near):
        return None
    if heads and _names_another(tokens, heads[0], last, words):
        return None
    return _between(text, tokens, start, last, words)


def _kind_behind(text: str, tokens: Sequence[Token], name: Name, words: Grammar) -> str | None:
    """Give what stands right behind a name: "Ethnos newspaper"."""
    if name.after >= len(tokens) or name.tokens[-1].owner:
        return None
    token = tokens[name.after]
    if token.close and token.word in words.makers and token.word not in _EMPTY and not token.tall:
        return text[token.start : token.end]
    return None


def _behind_aside(text: str, tokens: Sequence[Token], at: int) -> int | None:
    """Give where the words behind "X," begin, also behind "X (ABC)," and "X, 37,"."""
    if at + 1 < len(tokens) and "(" in text[tokens[at - 1].end : tokens[at].start]:
        at += 1
        if not text[tokens[at - 1].end : tokens[at].start].strip().startswith("),"):
            return None
    elif at >= len(tokens) or not _is_comma(text, tokens, at):
        return None
    if tokens[at].text.isdigit():
        at += 1
        if at >= len(tokens) or not _is_comma(text, tokens, at):
            return None
    return at


def _names_another(tokens: Sequence[Token], at: int, last: int, words: Grammar) -> bool:
    """Say whether the office leads up to a name of its own: "X, manager Neil Aspinall said"."""
    while at < last and (words.is_head(tokens[at].word) or tokens[at].word in words.modifiers):
        at += 1
    return at < last and tokens[at].tall and tokens[at].close


def _head_before(
    tokens: Sequence[Token], end: int, words: Grammar, *, over_of: bool = False
) -> int | None:
    """Give where an office or trade stands right before a name, or a few words before it."""
    at = end - 1
    if at < 0 or not tokens[end].close or (tokens[at].word in words.of and not over_of):
        return None
    if words.is_head(tokens[at].word) or tokens[at].word in words.makers:
        return at if words.leading else _first_of_two(tokens, at, words)
    if words.leading:
        return None
    for at in range(end - 1, max(-1, end - _REACH), -1):
        word = tokens[at].word
        if words.is_office(word) or (words.is_head(word) and not tokens[at].tall):
            return _first_of_two(tokens, at, words)
        linked = word in words.of or tokens[at].tall or people(word) or word not in words.stops
        if not tokens[at].close or not linked:
            return None
    return None


def _first_of_two(tokens: Sequence[Token], at: int, words: Grammar) -> int:
    """Give where "CEO di Apple Computer e cofondatore" begins, its second office being at `at`."""
    if at < 2 or tokens[at - 1].word not in words.joining or not tokens[at].close:
        return at
    for first in range(at - 2, max(-1, at - _REACH), -1):
        if not tokens[first + 1].close:
            return at
        if words.is_head(tokens[first].word):
            return first
        if not (tokens[first].tall or tokens[first].word in words.of):
            return at
    return at


def _before_comma(text: str, tokens: Sequence[Token], name: Name, words: Grammar) -> str | None:
    """Give the role in "de voormalig Chief Operating Officer, Tim Cook, volgt"."""
    end = name.first
    if end < 1 or not _is_comma(text, tokens, end):
        return None
    if name.after < len(tokens) and not _is_comma(text, tokens, name.after):
        return None
    for at in range(end - 1, max(-1, end - _REACH), -1):
        word = tokens[at].word
        opens = at > 0 and (tokens[at - 1].word in words.articles or tokens[at - 1].owner)
        if words.is_head(word) and (
            opens or at == end - 1 or tokens[at - 1].word in words.modifiers
        ):
            if not _goes_on(tokens, at + 1, end, words):
                return None
            return _between(text, tokens, _reach_left(tokens, at, words), end, words)
        if not tokens[at].close:
            return None
    return None


def _goes_on(tokens: Sequence[Token], start: int, end: int, words: Grammar) -> bool:
    """Say whether what follows an office belongs to it: "elect", "ejecutivo de Apple".

    A verb with what it governs does not: "minister discuss bilateral ties".
    """
    near = tokens[start:end][:2]
    return len(near) < 2 or any(token.tall or token.word in words.of for token in near)


def _reach_left(tokens: Sequence[Token], start: int, words: Grammar) -> int:
    """Take in what belongs to an office before it: owners, peoples, adjectives, bodies."""
    lower = 0
    named = tokens[start].tall
    while start > 0 and tokens[start].close:
        token = tokens[start - 1]
        if token.word in words.calendar or token.word in words.articles:
            break
        tall = token.tall and not (start == 1 and token.word in words.stops)
        if tall or words.is_head(token.word) or token.word in words.modifiers or _is_kind(token):
            named = named or token.tall
            lower = 0
        elif not named and lower < _LOWER and token.word not in words.stops:
            lower += 1
        else:
            break
        start -= 1
    bounded = start > 0 and tokens[start].close and tokens[start - 1].word in words.articles
    return start if bounded or not lower else start + lower


def _is_kind(token: Token) -> bool:
    """Say whether a word is an adjective of a people or of a place: "Turkish", "Canada-based"."""
    return people(token.word) is not None or "-" in token.text


def _between(
    text: str, tokens: Sequence[Token], start: int, end: int, words: Grammar
) -> str | None:
    """Give the words of a role verbatim, without a leading article or a trailing "of"."""
    while start < end and (
        tokens[start].word in words.articles or tokens[start].word in words.joining
    ):
        start += 1
    if start >= end or end - start > LONGEST:
        return None
    found = text[tokens[start].start : tokens[end - 1].end].strip(" ,;:\"'“”")
    return found or None


def _is_comma(text: str, tokens: Sequence[Token], at: int) -> bool:
    return text[tokens[at - 1].end : tokens[at].start].strip() in {",", "'s,", "’s,"}


def _breaks(text: str, tokens: Sequence[Token], at: int) -> bool:
    gap = text[tokens[at - 1].end : tokens[at].start]
    return tokens[at].word in _RELATIVE or any(letter in gap for letter in ',;:()"“”–—')
