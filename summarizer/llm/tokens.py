"""How many tokens a text has, at most. Pure.

Every model cuts text in its own way, and the endpoint alone knows how. What is needed before a
call is a bound that holds for all of them: a budget that is reserved by it cannot be passed, and
a text that is cut to it fits. English prose has about half as many tokens as this says; random
letters may have a tenth more, which the bound on the fixed part of a prompt makes up for.
"""

import re

PER_MESSAGE = 16
"""Tokens that a chat template puts around one message, at most."""

_PIECE = re.compile(r"[A-Za-z]+|[\u00c0-\u024f]|[0-9]|[^\S ]|[^\x00-\x7f]|[^\sA-Za-z0-9]")


def at_most(text: str) -> int:
    """Bound the number of tokens of a text from above.

    A run of plain letters counts half its length, other letters, digits, marks and line breaks
    one each or, beyond the scripts that every vocabulary holds, two or three; a blank belongs to
    the word behind it.
    """
    return sum(map(_most, _PIECE.findall(text)))


def _most(piece: str) -> int:
    if piece.isascii():
        return (len(piece) + 1) // 2
    point = ord(piece)
    return 1 if point < 0x0700 else 2 if point < 0x10000 else 4


def cut(text: str, most: int) -> str:
    """Give as much of a text's beginning as surely has no more than `most` tokens."""
    if at_most(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if at_most(text[:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low]
