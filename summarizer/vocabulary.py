"""What words do by language: ask, point back, count, stand for one another. Pure.

The lists are data (`lexicon/`); this module only reads them into the shapes that are asked for.
Languages without lists of their own ask in English words.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from summarizer.folding import fold
from summarizer.lexicon import table
from summarizer.text import stem, words

LANGUAGES = ("en", "tr", "es", "it", "nl", "de", "fr")
"""Languages whose questions are understood."""


def known(language: str) -> str:
    """Give the language whose lists serve a language."""
    return language if language in LANGUAGES else "en"


TALL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital, so that a capital tells no name."""


@cache
def phrases(language: str, role: str) -> tuple[tuple[str, ...], ...]:
    """Give the phrases of a role ("when", "else", ...), each as folded words, longest first."""
    entries = table("questions").get(f"{known(language)}.{role}", ())
    return tuple(sorted((tuple(entry.split("_")) for entry in entries), key=len, reverse=True))


@cache
def single(language: str, role: str) -> frozenset[str]:
    """Give the one-word entries of a role."""
    return frozenset(phrase[0] for phrase in phrases(language, role) if len(phrase) == 1)


def find(asked: Sequence[str], language: str, role: str) -> tuple[int, int] | None:
    """Find the first phrase of a role in folded words; its position and length."""
    found = find_all(asked, language, role)
    return found[0] if found else None


def find_all(asked: Sequence[str], language: str, role: str) -> list[tuple[int, int]]:
    """Find the phrases of a role in folded words, each once; positions and lengths."""
    beginning = _beginning(language, role)
    return [
        (at, length)
        for at, word in enumerate(asked)
        if word in beginning and (length := _begun(asked, at, beginning[word]))
    ]


def _begun(asked: Sequence[str], at: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Give the length of the first of some phrases that begins there; 0 for none."""
    found = (len(each) for each in phrases if tuple(asked[at : at + len(each)]) == each)
    return next(found, 0)


@cache
def _beginning(language: str, role: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Give the phrases of a role by their first words, longest first."""
    every = phrases(language, role)
    return {first: tuple(p for p in every if p[0] == first) for first in {p[0] for p in every}}


_QUESTION_ROLES = ("who", "what", "which", "when", "where", "how_many", "why", "how")


@cache
def _question_words(language: str) -> frozenset[str]:
    return frozenset().union(*(single(language, role) for role in _QUESTION_ROLES))


def asks(word: str, language: str) -> bool:
    """Say whether a folded word asks by itself ("who", "kaç")."""
    return word in _question_words(language)


@cache
def is_slip(word: str, language: str) -> bool:
    """Say whether a folded word is a binding word with two letters swapped ("sya", "hte")."""
    if len(word) < 3 or concepts(word, language):
        return False
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return any(is_stop(other, language) for other in swapped if other != word)


@cache
def calendar(language: str) -> frozenset[str]:
    """Give the folded names of months and weekdays."""
    owner = f"{known(language)}."
    return frozenset(
        word
        for key, entries in table("dates").items()
        if key.startswith(owner) and not key.endswith("near")
        for word in entries
    )


def is_stop(word: str, language: str) -> bool:
    """Say whether a folded word carries no subject of its own."""
    return word in single(language, "stop")


@cache
def _binding(language: str) -> frozenset[str]:
    roles = ("stop", "back", "follow", "else", "about")
    return _question_words(language).union(*(single(language, role) for role in roles))


def binds(word: str, language: str) -> bool:
    """Say whether a folded word asks, binds or points, and so is nothing to search for."""
    return word in _binding(language)


@cache
def _concepts(language: str) -> dict[str, frozenset[str]]:
    by_stem: dict[str, set[str]] = {}
    for key, entries in table("concepts").items():
        concept, owner = key.rsplit(".", 1)
        if owner == language:
            for word in entries:
                by_stem.setdefault(stem(word, language), set()).add(concept)
    return {form: frozenset(found) for form, found in by_stem.items()}


@cache
def _countries(language: str) -> dict[str, frozenset[str]]:
    by_stem: dict[str, set[str]] = {}
    for code, entries in table("countries").items():
        for word in entries:
            by_stem.setdefault(stem(word, language), set()).add(f"country:{code}")
    return {form: frozenset(found) for form, found in by_stem.items()}


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=100_000)
def concepts(word: str, language: str) -> frozenset[str]:
    """Give what a word stands for, so that "bought", "purchase" and "aldı" meet; often nothing.

    Args:
        word: as written.
        language: of the text that it stands in.
    """
    form = stem(word, language)
    return _concepts(known(language)).get(form, _NONE) | _countries(language).get(form, _NONE)


@cache
def _expressions(concept: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    if concept.startswith("country:"):
        names = table("countries").get(concept.removeprefix("country:"), ())
        forms = [stem(name, language) for language in languages for name in names]
    else:
        forms = [
            stem(word, language)
            for language in languages
            for word in table("concepts").get(f"{concept}.{language}", ())
        ]
    return tuple(dict.fromkeys(forms))


def expressions(concept: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Give the index forms that say a concept in some languages."""
    return _expressions(concept, tuple(languages))


@cache
def unit(word: str) -> frozenset[str]:
    """Give the measures that a folded word names: money, percent, duration, age, distance."""
    return _units().get(fold(word), _NONE)


@cache
def _units() -> dict[str, frozenset[str]]:
    by_word: dict[str, set[str]] = {}
    for measure, entries in table("units").items():
        for word in entries:
            by_word.setdefault(word, set()).add(measure)
    return {word: frozenset(found) for word, found in by_word.items()}


def without_ending(word: str, language: str) -> str:
    """Take off a possessive "'s", a Turkish ending after an apostrophe, an elided article."""
    head, mark, tail = word.replace("’", "'").partition("'")
    if not mark:
        return word
    if language == "tr" and len(head) > 1:
        return head
    if tail in {"s", "S", ""}:
        return head
    if language in {"fr", "it"} and len(head) <= 2:
        return tail
    return word.replace("’", "'")


UNLISTED = 9.0
"""Rarity of a word that is on no list: rarer than one sentence in some thousands."""


@cache
def _rarities(language: str) -> dict[str, float]:
    owner = f"{language}."
    return {
        form: float(key.removeprefix(owner))
        for key, forms in table("rarity").items()
        if key.startswith(owner)
        for form in forms
    }


def rarity(form: str, language: str) -> float:
    """Say how rare an index form is in a language at large: the logarithm of one in so many.

    1 is "the", 5 a word of every page, `UNLISTED` a name or a rare word. A language without a
    list knows no common words.
    """
    return _rarities(language).get(form, UNLISTED)


def is_common(word: str, language: str) -> bool:
    """Say whether a folded word is one of the language's own: on a list, or with a meaning."""
    listed = rarity(stem(word, language), language) < UNLISTED
    return listed or any(":" not in concept for concept in concepts(word, language))


def folded_words(text: str) -> list[str]:
    """Give the words of a text, folded."""
    return [fold(word) for word in words(text)]


@cache
def near_in_time(language: str) -> frozenset[str]:
    """Give words that place an event in time without naming a date ("yesterday", "ago")."""
    return frozenset(table("dates").get(f"{known(language)}.near", ()))


_FUTURE_ENDINGS = {
    "tr": re.compile(r"(?:acak|ecek|acag|eceg)"),
    "es": re.compile(r"(?:ara|era|ira|aran|eran|iran|aremos|eremos)$"),
    "it": re.compile(r"(?:era|ira|eranno|iranno)$"),
    "fr": re.compile(r"(?:era|ira|eront|iront)$"),
}


def looks_ahead(folded: Iterable[str], language: str) -> bool:
    """Say whether words speak of what is to come, by a word of planning or the verb's ending."""
    ending = _FUTURE_ENDINGS.get(language)
    planning = single(language, "future")
    return any(
        word in planning
        or (ending is not None and len(word) > 4 and ending.search(word) is not None)
        for word in folded
    )


_WILL = {"en": ("will", "shall"), "nl": ("zal", "zullen", "wordt"), "de": ("wird", "werden")}


def asks_ahead(folded: Sequence[str], language: str) -> bool:
    """Say whether a question is about what is to come, by its verb."""
    ending = _FUTURE_ENDINGS.get(language)
    will = _WILL.get(language, ())
    return any(
        word in will or (ending is not None and len(word) > 4 and ending.search(word) is not None)
        for word in folded
    )
