"""What a reader is told, in the reader's language: one catalogue a language, English the key.

`catalogues/<language>.po` are gettext catalogues; English needs none. A sentence that stands in no
catalogue is said in English, so that a translation that lags behind costs nothing but itself.
"""

from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.languages import decimal

ENGLISH = "en"
"""The language of the keys."""

_SUFFIX = ".po"


def to_say(text: str) -> str:
    """Mark an English text that is said elsewhere, so that it gets into the catalogues."""
    return text


def to_type(command: str, word: str) -> tuple[str, str]:
    """Mark a word that may be typed after a command, so that it gets into the catalogues.

    A catalogue's line is a list with commas: every way in which the language says the word there.
    """
    return command, word


class Words:
    """Says our sentences in one language.

    Args:
        language: that it speaks, ISO 639-1.
        lines: the sentences, by their English.
    """

    __slots__ = ("_lines", "language")

    def __init__(self, language: str, lines: NullTranslations) -> None:
        self.language = language
        self._lines = lines

    def __call__(self, text: str, /, **values: object) -> str:
        """Say a sentence.

        Args:
            text: in English, with `{name}` where values go; a brace is written twice.
            values: by name, foreign ones as they are.
        """
        # A catalogue keeps its head under the empty text.
        return self._lines.gettext(text).format(**values) if text else ""

    def many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Say a sentence about a number of things, by the plural rule of the language.

        Args:
            one, many: in English, for one thing and for any other number.
            number: how many; it stands where the text says `{number}`, as numbers are written here.
            values: the others, by name.
        """
        line = self._lines.ngettext(one, many, number)
        return line.format(number=decimal(number, self.language), **values)

    def ways(self, command: str, word: str) -> tuple[str, ...]:
        """Tell how a word after a command may be typed in this language, besides in English."""
        line = self._lines.pgettext(command, word)
        return () if line == word else tuple(way.strip() for way in line.split(","))


def words(language: str) -> Words:
    """Give the words of a language, whatever its region; those of English where it has none."""
    return _spoken().get(language.partition("-")[0].lower()) or _spoken()[ENGLISH]


def spoken() -> tuple[str, ...]:
    """Name the languages that have words, English first."""
    return tuple(_spoken())


@lru_cache(maxsize=1)
def _spoken() -> Mapping[str, Words]:
    """Read every catalogue, once: a language's name never becomes a path."""
    found = {ENGLISH: Words(ENGLISH, NullTranslations())}
    for file in sorted((files("bot") / "catalogues").iterdir(), key=lambda one: one.name):
        if file.name.endswith(_SUFFIX):
            language = file.name.removesuffix(_SUFFIX)
            found[language] = Words(language, _lines(file.read_bytes()))
    return found


def _lines(catalogue: bytes) -> GNUTranslations:
    """Read a catalogue with its plural rule; lines that are marked fuzzy are as if not there."""
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(catalogue), abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
