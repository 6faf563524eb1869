"""The words of a language that surround names: titles, bodies, particles, days. Pure."""

from dataclasses import dataclass
from functools import cache

from summarizer.folding import fold
from summarizer.inflection import inflects
from summarizer.lexicon import table
from summarizer.model import UNDETERMINED

_OF = {
    "en": "of for", "de": "von für der des", "nl": "van voor de het der",
    "fr": "de du des la les l d",
    "es": "de del la las los el para", "it": "di del della dello dei degli delle d per la il",
    "pt": "de do da dos das para", "tr": "", "pl": "", "ru": "",
}  # fmt: skip
_AND = {
    "en": "and &", "de": "und &", "nl": "en &", "fr": "et &", "es": "y e &", "it": "e ed &",
    "pt": "e &", "tr": "ve &", "pl": "i &", "ru": "и", "uk": "та і й", "kk": "және мен",
}  # fmt: skip
_ARTICLES = {
    "en": "the a an", "de": "der die das den dem des ein eine einen einem einer",
    "nl": "de het een", "fr": "le la les l un une", "es": "el la los las un una",
    "it": "il lo la i gli le l un uno una",
    "pt": "o a os as um uma", "tr": "bir",
}  # fmt: skip
_PARTICLES = frozenset({
    "van", "von", "der", "den", "ter", "ten", "zu", "zum", "zur", "bin", "ibn", "bint", "al", "el",
    "ul", "ud", "abu", "dos", "das", "di", "da", "de", "du", "del", "della", "la", "le", "y", "af",
    "av", "o", "san",
})  # fmt: skip
_ALWAYS_JOIN = frozenset(
    {"van", "von", "ter", "ten", "bin", "ibn", "bint", "al", "ul", "ud", "abu"}
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Folded words by what they do around a name.

    Attributes:
        language: whose they are.
        offices, trades: what people are ("minister"; "author", "sister").
        modifiers: what goes before an office ("vice", "former").
        honorifics: politeness that is no role ("Mr").
        regal: offices that go on being part of the name ("Pope").
        makers: what bodies are ("chipmaker", "newspaper").
        bodies, legal, places, others: words in the names of organisations, their legal forms,
            words in the names of places, and in those of laws, cups, wars.
        stops: function words and words that often begin a sentence.
        calendar: days, months and the like.
        of, joining, articles: "of", "and", "the".
        particles, always_join: parts of names in lower case; those that are nothing else.
        apposition: whether a role may follow a name between commas.
        leading: whether a role ends right before the name ("the Turkish president X"); else words
            may stand between ("el presidente turco X").
        nouns: whether every noun has a capital.
        endings: letters that a word may have behind the listed form.
    """

    language: str
    offices: frozenset[str]
    trades: frozenset[str]
    modifiers: frozenset[str]
    honorifics: frozenset[str]
    regal: frozenset[str]
    makers: frozenset[str]
    bodies: frozenset[str]
    legal: frozenset[str]
    places: frozenset[str]
    others: frozenset[str]
    stops: frozenset[str]
    calendar: frozenset[str]
    of: frozenset[str]
    joining: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str] = _PARTICLES
    always_join: frozenset[str] = _ALWAYS_JOIN
    apposition: bool = True
    leading: bool = True
    nouns: bool = False
    endings: int = 0

    def is_head(self, word: str) -> bool:
        """Say whether a folded word names an office or trade; "vice-president" does by its end."""
        return self.is_office(word) or _in(word, self.trades, self.endings)

    def is_office(self, word: str) -> bool:
        """Say whether a folded word names an office."""
        return _in(word, self.offices, self.endings)


def _in(word: str, listed: frozenset[str], endings: int) -> bool:
    """Say whether a word, its last part or its beginning is listed."""
    if word in listed or ("-" in word and word.rsplit("-", 1)[-1] in listed):
        return True
    if not endings:
        return False
    return any(word[:-cut] in listed for cut in range(1, endings + 1) if len(word) - cut > 3)


@cache
def grammar(language: str) -> Grammar:
    """Give the grammar of a language; English words count everywhere, for news borrows them."""
    languages = _languages(language)

    def words(name: str, kind: str = "") -> frozenset[str]:
        lists = table(name)
        suffix = f".{kind}" if kind else ""
        return frozenset(
            fold(word) for known in languages for word in lists.get(f"{known}{suffix}", ())
        )

    def own(by_language: dict[str, str]) -> frozenset[str]:
        return frozenset(fold(w) for known in languages for w in by_language.get(known, "").split())

    return Grammar(
        language=language,
        offices=words("titles", "head"),
        trades=words("titles", "trade"),
        modifiers=words("titles", "modifier"),
        honorifics=words("titles", "honorific"),
        regal=words("titles", "regal"),
        makers=words("titles", "maker"),
        bodies=words("bodies", "word"),
        legal=words("bodies", "legal"),
        places=words("bodies", "place"),
        others=words("bodies", "other"),
        stops=words("function_words") | words("adverbs"),
        calendar=words("calendar"),
        of=own(_OF),
        joining=own(_AND),
        articles=own(_ARTICLES),
        apposition=language not in {"tr", "az", "kk", "ky"},
        leading=language not in {"es", "fr", "it", "pt", "ro", "ca", "ru", "uk", "pl"},
        nouns=language == "de",
        endings=3 if inflects(language) else 0,
    )


def _languages(language: str) -> tuple[str, ...]:
    if language in {UNDETERMINED, ""}:
        return tuple(_AND)
    return ("en",) if language == "en" else (language, "en")
