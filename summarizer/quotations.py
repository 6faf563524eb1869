"""Words that are quoted. Pure."""

import re

from summarizer.folding import fold

_MARKED = re.compile(r"[“\"]([^“”\"]+)[”\"]|«([^«»]+)»|„([^„“”]+)[“”]|‘([^‘’]{12,})’(?!\w)")
_SHORTEST = 2
"""Words from which marks quote; a single marked word is more often a name or irony."""

_NOT_WORD = re.compile(r"[\W_]+")


def quotations(text: str) -> tuple[str, ...]:
    """Give what stands between quotation marks, if it is more than a word."""
    found = [next(filter(None, match.groups())) for match in _MARKED.finditer(text)]
    return tuple(each for each in found if len(each.split()) >= _SHORTEST)


def squeezed(text: str) -> str:
    """Reduce a text to its folded words with single blanks around them, to look for pieces."""
    return f" {_NOT_WORD.sub(' ', fold(text)).strip()} "
