"""Sentences, folding, stems and tokens: what every other part sees of a text. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import Stemmer

from summarizer.folding import bare, fold
from summarizer.inflection import name_stem
from summarizer.language import detect_language
from summarizer.model import UNDETERMINED, Article, Sentence, Tokens
from summarizer.segment import split
from summarizer.skeleton import CASELESS, heard_in

__all__ = [
    "LEAD_WORDS", "bare", "detect_language", "figure", "fold", "sentences", "split", "stem",
    "stems", "tokens", "words",
]  # fmt: skip

LEAD_WORDS = 100
"""Length of the lead: headline and beginning, in words."""

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
_WORD = re.compile(
    rf"\d{{1,3}}(?:[.,'’\u00a0\u202f]\d{{3}})+(?!\d)|[^\W_{_UNSPACED}]+(?:['’][^\W_{_UNSPACED}]+)*"
)
_ANY_WORD = re.compile(rf"{_WORD.pattern}|[{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_APOSTROPHE = re.compile("['’]")
_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish",
}  # fmt: skip
_CUT = {"tr": 5, "az": 5, "kk": 5, "ky": 5, "tk": 5, "tt": 5, "uz": 5, "uk": 6, "be": 6, "bg": 6}
"""Languages whose words are cut to so many letters, which beats Snowball where it was measured."""

_OWN_SCRIPT = frozenset({"ar", "el", "fa", "hi", "hy", "ru"})
_LATIN = re.compile(r"[0-9A-Za-z\u00aa-\u024f]")
_TRANSCRIBED = frozenset({"ru", "el"})
_ELIDING = frozenset({"fr", "it", "ca"})
_CACHED = 200_000
"""Stems kept a language: more than a newsroom's vocabulary, some 20 MB."""


def words(text: str) -> list[str]:
    """Cut a text into words, verbatim.

    An apostrophe inside a word keeps it whole, and so do the separators of a number's thousands.
    Scripts without blanks (Chinese, Japanese, Thai) give overlapping pairs of letters.
    """
    if text.isascii() or not _IS_UNSPACED.search(text):
        return _WORD.findall(text)
    return list(chain.from_iterable(map(_pairs, _ANY_WORD.findall(text))))


def _pairs(run: str) -> list[str]:
    if len(run) < 3 or not _IS_UNSPACED.match(run):
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


class _Stems(dict[str, str]):
    """The stems of one language, filled as they are asked for."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._stemmer = Stemmer.Stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None

    def __missing__(self, word: str) -> str:
        if len(self) >= _CACHED:
            self.clear()
        found = self[word] = self._stem(word)
        return found

    def _stem(self, word: str) -> str:
        whole = _root(word, self._language)
        if self._stemmer is None:
            return fold(whole)[: _CUT.get(self._language)]
        # Latin words are folded before they are stemmed, so that what is typed without marks
        # finds what is printed with them; stemmers of other scripts must see their own letters.
        if self._language in _OWN_SCRIPT and not _LATIN.match(whole):
            return fold(str(self._stemmer.stemWord(bare(whole))))
        return str(self._stemmer.stemWord(fold(whole)))


def _root(word: str, language: str) -> str:
    """Give the part of a word that its apostrophes and separators leave."""
    parts = _APOSTROPHE.split(word)
    if len(parts) == 1:
        return word if word.isalnum() else re.sub(r"[\W_]", "", word)
    if word[:1].isdigit():
        kept = [part for part in parts if part[:1].isdigit()]
    elif language in _ELIDING and len(parts[-1]) > 1 and len(parts[0]) < 6:
        kept = parts[-1:]
    elif language == "tr":
        kept = parts[:1] if len(parts[0]) > 1 else parts[:2]
    elif parts[-1] in {"s", "S"}:
        kept = parts[:-1]
    else:
        kept = parts
    return re.sub(r"[\W_]", "", "".join(kept))


_STEMS: dict[str, _Stems] = {}


def _of(language: str) -> _Stems:
    found = _STEMS.get(language)
    return found if found is not None else _STEMS.setdefault(language, _Stems(language))


def stem(word: str, language: str) -> str:
    """Give the index form of a word: folded, without the endings of its language.

    Possessive "'s", Turkish suffixes after an apostrophe and French or Italian elided articles
    are dropped, thousands separators too: "15,000" and "15.000" both give "15000".
    """
    return _of(language)[word]


def stems(text: str, language: str) -> list[str]:
    """Give the index forms of a text's words, in order."""
    return list(map(_of(language).__getitem__, words(text)))


def sentences(title: str | None, body: str, language: str = UNDETERMINED) -> tuple[Sentence, ...]:
    """Number the sentences of an article: the headline, if the source gave one, then the body."""
    headline = " ".join(title.split()) if title else ""
    numbered = [Sentence(0, 0, headline)] if headline else []
    for paragraph, parts in enumerate(split(body, language), start=1):
        for part in parts:
            numbered.append(Sentence(len(numbered), paragraph, part))
    return tuple(numbered)


def tokens(article: Article) -> Tokens:
    """Make what search and clustering see of an article."""
    forms = _of(article.language)
    cut = [words(sentence.text) for sentence in article.sentences]
    body: list[str] = []
    for found in cut:
        body.extend(map(forms.__getitem__, found))
        if article.language in _TRANSCRIBED:
            body.extend(_transcribed(found, article.language))
        if article.language in CASELESS:
            body.extend(chain.from_iterable(map(heard_in, found)))
    return Tokens(lead=tuple(body[:LEAD_WORDS]), body=tuple(body), marks=_marks(article, cut))


def _transcribed(found: Sequence[str], language: str) -> Iterator[str]:
    """Give names once more as Latin text has them, where a stem would not show it.

    "Бектенова" is indexed as "bekten" by Russian rules; a question in English says "bektenov".
    """
    for word in found:
        if word[0].isupper():
            name = name_stem(word, language)
            if name != stem(word, language):
                yield name


def _marks(article: Article, cut: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give names and figures in text order.

    The first word of a sentence, and any word of a headline in title case, has a capital of its
    own; it counts as a name only where the same word stands capitalised inside a sentence.
    """
    tall = [[word for word in found if not word[0].islower()] for found in cut]
    inside: set[str] = set()
    for sentence, found, marked in zip(article.sentences, cut, tall, strict=True):
        if not sentence.is_headline and marked:
            inside.update(marked[1:] if marked[0] is found[0] else marked)
    given: list[str] = []
    for sentence, found, marked in zip(article.sentences, cut, tall, strict=True):
        sure = not (sentence.is_headline and _is_title_case(found))
        given.extend(
            _name(word, article.language)
            for word in marked
            if word[0].isupper() and (word in inside or (sure and word is not found[0]))
        )
        if any(word[0].isdigit() for word in marked):
            given.extend(map(figure, _NUMBER.findall(sentence.text)))
    return tuple(mark for mark in given if len(mark) > 1)


def _is_title_case(found: Sequence[str]) -> bool:
    """Say whether all longer words of a headline have a capital, so that capitals tell nothing."""
    longer = [word for word in found[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


@lru_cache(maxsize=_CACHED)
def _name(word: str, language: str) -> str:
    return fold(_root(word, language))


def figure(number: str) -> str:
    """Write a number in one way: "15,000" and "15.000" as "15000", "5,4" and "5.4" as "5.4"."""
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"\D", "", number)
    return number.replace(",", ".")
