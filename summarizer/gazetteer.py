"""What is known of names beforehand: given and family names, countries, cities, peoples. Pure."""

from functools import cache
from itertools import chain

from summarizer.folding import fold
from summarizer.inflection import name_stem
from summarizer.lexicon import every, table

_INFLECTING = ("ru", "uk", "kk")
"""Languages whose country names are listed in their own script, to be met in any case."""


@cache
def _territories() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in chain(table("territories").items(), table("regions").items()):
        for name in filter(None, names):
            found.setdefault(fold(name), code)
            if not name.isascii() and " " not in name:
                for language in _INFLECTING:
                    found.setdefault(name_stem(name, language), code)
    return found


@cache
def _cities() -> dict[str, str]:
    return {
        city: f"{country}.{city}"
        for country, cities in table("cities").items()
        for city in cities
        if city
    }


@cache
def _peoples() -> dict[str, str]:
    """Give adjectives and names of peoples by the code of their country."""
    return {
        word: code
        for code, words in table("countries").items()
        for word in words
        if word not in _territories()
    }


def is_forename(word: str) -> bool:
    """Say whether a folded word is a given name somewhere."""
    return word in every("forenames")


def is_surname(word: str) -> bool:
    """Say whether a folded word is a family name somewhere."""
    return word in every("surnames")


def territory(name: str) -> str | None:
    """Give the code of a country or region by its folded name, in any of fourteen languages."""
    return _territories().get(name)


def place(name: str) -> str | None:
    """Give a key of a country, region or large city by its folded name."""
    return _territories().get(name) or _cities().get(name)


def people(word: str) -> str | None:
    """Give the country's code of a folded adjective or name of a people ("Turkish")."""
    return _peoples().get(word)
