"""A sentence as it is read for a question: its words, index forms, names and figures. Pure."""

from dataclasses import dataclass
from functools import cache, lru_cache

from summarizer import names
from summarizer.capitals import Token
from summarizer.figures import Figure, figures
from summarizer.folding import fold
from summarizer.model import Article, Sentence
from summarizer.text import stem, words
from summarizer.vocabulary import without_ending


@dataclass(frozen=True, slots=True)
class Reading:
    """What is seen in a sentence.

    Names and figures are looked for when they are asked for: most sentences fall out before.

    Attributes:
        words: verbatim, in order.
        folded: the same, folded, without what an apostrophe parts off.
        forms: their index forms.
        headline: its capitals may tell nothing.
    """

    text: str
    language: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    forms: tuple[str, ...]
    headline: bool = False

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words as names are found in them."""
        return _named(self.text, self.language, self.headline)[0]

    @property
    def names(self) -> tuple[names.Name, ...]:
        """The names, in order."""
        return _named(self.text, self.language, self.headline)[1]

    @property
    def tall(self) -> frozenset[str]:
        """Folded words that have a capital which tells something."""
        return _named(self.text, self.language, self.headline)[2]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Numbers and dates, in order."""
        return figures(self.text, self.language)


_KEPT = 8_192
"""Sentences that are kept: the same articles are asked about again and again."""

_NAMED = 4_096
"""Sentences that are kept with their names: few of those that are read are looked at so closely."""

_VOCABULARY = 100_000
"""Words of a language that are kept with their forms."""


class _Words(dict[str, tuple[str, str]]):
    """The words of one language, folded and as index forms; filled as they are met."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= _VOCABULARY:
            self.clear()
        language = self._language
        found = self[word] = fold(without_ending(word, language)), stem(word, language)
        return found


@cache
def _vocabulary(language: str) -> _Words:
    return _Words(language)


@lru_cache(maxsize=_KEPT)
def read(text: str, language: str, *, headline: bool = False) -> Reading:
    """Read a sentence.

    Args:
        text: one sentence.
        language: ISO 639-1.
        headline: its capitals may tell nothing.
    """
    found = words(text)
    both = list(map(_vocabulary(language).__getitem__, found))
    return Reading(
        text=text,
        language=language,
        words=tuple(found),
        folded=tuple([folded for folded, _ in both]),
        forms=tuple([form for _, form in both]),
        headline=headline,
    )


@lru_cache(maxsize=_NAMED)
def _named(
    text: str, language: str, headline: bool
) -> tuple[tuple[Token, ...], tuple[names.Name, ...], frozenset[str]]:
    tokens, found = names.find(text, language, headline=headline)
    tall = frozenset(token.word for name in found for token in name.tokens)
    return tokens, found, tall


REPEATS = 0.7
"""Share of common words from which a sentence only repeats another."""


def repeats(one: Reading, other: Reading) -> bool:
    """Say whether one of two sentences says little that the other does not."""
    mine, theirs = set(one.forms), set(other.forms)
    shorter = min(len(mine), len(theirs)) or 1
    return len(mine & theirs) >= REPEATS * shorter


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in its article.

    Attributes:
        at: its place among all sentences that are read, from 0.
        rank: of the article among those that search found, from 0.
        place: of the sentence in its article, from 0.
    """

    at: int
    article: Article
    rank: int
    sentence: Sentence
    place: int
    reading: Reading


def passages(articles: tuple[Article, ...]) -> list[Passage]:
    """Read articles, best first, sentence by sentence."""
    read_: list[Passage] = []
    for rank, article in enumerate(articles):
        for place, sentence in enumerate(article.sentences):
            reading = read(sentence.text, article.language, headline=sentence.is_headline)
            read_.append(Passage(len(read_), article, rank, sentence, place, reading))
    return read_
