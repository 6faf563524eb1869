"""What stays of a name when its case endings fall off: "Токаевым", "Токаева", "Токаев". Pure."""

from functools import lru_cache

from summarizer.folding import fold
from summarizer.lexicon import table

_LEFT = 3
"""Letters that an ending must leave."""


def inflects(language: str) -> bool:
    """Say whether a language puts endings on names without an apostrophe."""
    return language in table("name_endings")


@lru_cache(maxsize=100_000)
def name_stem(word: str, language: str) -> str:
    """Give the folded part of a name that its cases share.

    Args:
        word: one word of the name, as it is written.
        language: ISO 639-1; in languages that do not inflect names the whole word is given.
    """
    lower = word.casefold()
    if not word.isupper():
        for ending in table("name_endings").get(language, ()):
            if lower.endswith(ending) and len(lower) - len(ending) >= _LEFT:
                return fold(lower[: -len(ending)])
    return fold(lower)
