"""Questions about what an outlet reports: "what did Reuters say about the quake". Pure.

An outlet is not in its articles' text: its name is met by who published them.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from summarizer import vocabulary, wording
from summarizer.model import Query

_BESIDE = 3
"""Words between an outlet's name and what says that it reports."""

_SHORTEST = 3
"""Letters of a name that could not be any word."""


def attributed(query: Query, outlets: Collection[str]) -> Query:
    """Take the outlets out of a question that asks what they report, and note them.

    An outlet that is only spoken of ("who bought the Guardian?") stays a name like others.

    Args:
        query: the question understood.
        outlets: names of those whose articles are stored.
    """
    read = [word.folded for word in wording.read(query.question, query.language)]
    found: list[str] = []
    said: set[str] = set()
    for name, words in _folded(tuple(outlets)):
        for at in _places(read, words):
            if _reports(read, at, at + len(words), query.language):
                found.append(name)
                said.update(words)
    if not found:
        return query
    said |= vocabulary.single(query.language, "reporting")
    names = (" ".join(w for w in name.split() if w not in said) for name in query.names)
    terms = tuple(term for term in query.terms if term.word not in said)
    return replace(
        query,
        outlets=tuple(dict.fromkeys(found)),
        terms=terms if any(term.weight == 1 for term in terms) else query.terms,
        names=tuple(name for name in names if name),
    )


@lru_cache(maxsize=4)  # the same list until it is counted anew
def _folded(outlets: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each outlet with the words that readers call it by, "The" left out."""
    found = []
    for name in outlets:
        words = vocabulary.folded_words(name)
        if len(words) > 1 and words[0] in _ARTICLES:
            words = words[1:]
        if words and len("".join(words)) >= _SHORTEST:
            found.append((name, tuple(words)))
    return tuple(found)


_ARTICLES = frozenset({"the", "der", "die", "das", "el", "la", "le", "il", "de", "het"})


def _places(read: Sequence[str], words: tuple[str, ...]) -> list[int]:
    return [
        at
        for at, word in enumerate(read)
        if word == words[0] and tuple(read[at : at + len(words)]) == words
    ]


def _reports(read: Sequence[str], start: int, end: int, language: str) -> bool:
    """Say whether a word of reporting stands beside a name."""
    beside = (*read[max(0, start - _BESIDE) : start], *read[end : end + _BESIDE])
    return not vocabulary.single(language, "reporting").isdisjoint(beside)
