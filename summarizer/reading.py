"""A sentence as it is read for a question: its words, index forms, names and figures. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from summarizer import names
from summarizer.figures import Figure, figures
from summarizer.folding import fold
from summarizer.model import Article, Sentence
from summarizer.text import stem, words
from summarizer.vocabulary import without_ending


@dataclass(frozen=True, slots=True)
class Reading:
    """What is seen in a sentence.

    Attributes:
        words: verbatim, in order.
        folded: the same, folded, without what an apostrophe parts off.
        forms: their index forms.
        tall: which of them have a capital that tells something.
        tokens, names: the words as names are found in them, and the names.
        figures: numbers and dates.
    """

    text: str
    language: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    forms: tuple[str, ...]
    tall: frozenset[str]
    tokens: tuple[names.Token, ...]
    names: tuple[names.Name, ...]
    figures: tuple[Figure, ...]


@lru_cache(maxsize=30_000)
def read(text: str, language: str, *, headline: bool = False) -> Reading:
    """Read a sentence; kept, because the same articles are asked about again and again.

    Args:
        text: one sentence.
        language: ISO 639-1.
        headline: its capitals may tell nothing.
    """
    found = tuple(words(text))
    tokens, named = names.find(text, language, headline=headline)
    return Reading(
        text=text,
        language=language,
        words=found,
        folded=tuple(fold(without_ending(word, language)) for word in found),
        forms=tuple(stem(word, language) for word in found),
        tall=frozenset(token.word for name in named for token in name.tokens),
        tokens=tokens,
        names=tuple(named),
        figures=figures(text, language),
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in its article.

    Attributes:
        rank: of the article among those that search found, from 0.
        place: of the sentence in its article, from 0.
    """

    article: Article
    rank: int
    sentence: Sentence
    place: int
    reading: Reading


def passages(articles: tuple[Article, ...]) -> list[Passage]:
    """Read articles, best first, sentence by sentence."""
    return [
        Passage(
            article,
            rank,
            sentence,
            place,
            read(sentence.text, article.language, headline=sentence.is_headline),
        )
        for rank, article in enumerate(articles)
        for place, sentence in enumerate(article.sentences)
    ]
