"""Which language a text is in, by script, function words and letters. Pure.

Measured against statistical identifiers in docs/quality.md; it needs no model and no numbers.
"""

import re
from collections import Counter
from collections.abc import Mapping

from summarizer.folding import fold
from summarizer.lexicon import table
from summarizer.model import UNDETERMINED

_SAMPLE = 2000
"""Characters that are looked at; more does not change the answer."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʻ‘][^\W\d_]+)*")
_SCRIPTS = {
    "latin": (0x41, 0x24F), "el": (0x370, 0x3FF), "cyrillic": (0x400, 0x4FF), "hy": (0x530, 0x58F),
    "he": (0x590, 0x5FF), "arabic": (0x600, 0x6FF), "hi": (0x900, 0x97F), "th": (0xE00, 0xE7F),
    "ka": (0x10A0, 0x10FF), "ja": (0x3040, 0x30FF), "zh": (0x4E00, 0x9FFF), "ko": (0xAC00, 0xD7AF),
}  # fmt: skip
"""Scripts by their range of letters; one that only one language uses is named by it."""

_SHARED = {
    "cyrillic": frozenset({"ru", "uk", "be", "bg", "kk", "ky"}),
    "arabic": frozenset({"ar", "fa", "ur"}),
}
_LETTERS: Mapping[str, str] = {
    "tr": "ığşçöü", "az": "əığşçöü", "kk": "әғқңұһөүі", "ky": "ңөү", "uk": "їєґі",
    "be": "ўі", "ru": "эёъщ",
    "pl": "łąężźśćń", "de": "ßäöü", "es": "ñ¿¡", "pt": "ãõç", "fr": "çœèêàù", "cs": "řěů",
    "hu": "őű", "ro": "țșăţş", "sv": "åä", "no": "øå", "da": "øå", "fa": "پچژگکی",
    "ur": "ٹڈےںہ", "ar": "ةىيأإ",
    "it": "òàèù", "vi": "ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "fi": "äö",
    "sk": "ľĺŕô", "hr": "đćčšž", "uz": "ʻ", "ca": "·ŀ",
}  # fmt: skip
_OF_LETTER: dict[str, list[str]] = {}
for _language, _letters in _LETTERS.items():
    for _letter in set(_letters):
        _OF_LETTER.setdefault(_letter, []).append(_language)
_LETTER_WEIGHT = 1.0
_ENDING_WEIGHT = 0.4
"""What a telling letter and a telling ending count beside a function word."""

_LONGEST_ENDING = 5
_ENOUGH = 0.4
_CLEARLY = 3.0
"""Evidence that makes a language likely, and that overrules what the source says."""

_RANK = {language: rank for rank, language in enumerate(table("function_words"))}


def _owners(name: str, weight: float) -> dict[str, tuple[tuple[str, float], ...]]:
    """Give for each entry of a list its languages with weights; a shared entry tells less."""
    owners: dict[str, set[str]] = {}
    for language, words in table(name).items():
        for word in words:
            owners.setdefault(word, set()).add(language)
    folded: dict[str, set[str]] = {}
    for word, languages in owners.items():
        # Questions are typed without marks; only the Latin alphabet is folded onto itself.
        plain = fold(word) if word[0] < "\u0250" else word
        folded.setdefault(plain, set()).update(languages)
    for word, languages in folded.items():
        owners.setdefault(word, languages)
    return {
        word: tuple((language, weight / len(languages) ** 0.5) for language in languages)
        for word, languages in owners.items()
    }


_WORDS = _owners("function_words", 1.0)
_ENDINGS = _owners("endings", _ENDING_WEIGHT)


def detect_language(text: str, hint: str | None = None) -> str:
    """Name the language of a text.

    Args:
        text: a title, a question or a whole article.
        hint: what the source says, ISO 639-1, with or without a region ("en-GB"). It decides
            where the text does not say; a text that clearly is another language wins over it.

    Returns:
        ISO 639-1, or `UNDETERMINED` when neither text nor hint tells.
    """
    hinted = re.split("[-_]", hint.strip().casefold())[0] if hint else ""
    sample = text[:_SAMPLE]
    scores = _scores(sample)
    if not scores:
        return hinted if re.fullmatch("[a-z]{2}", hinted) else UNDETERMINED
    # Of close relatives that a short text cannot tell apart, the list's earlier one is likelier.
    best, most = max(scores.items(), key=lambda item: (round(item[1], 6), -_RANK.get(item[0], 99)))
    if best == hinted:
        return best
    if re.fullmatch("[a-z]{2}", hinted):
        own = scores.get(hinted, 0.0)
        clear = most > max(1.6 * own, _CLEARLY if own else _CLEARLY / 2)
        return best if clear else hinted
    return best if most >= _ENOUGH else UNDETERMINED


def _scores(text: str) -> dict[str, float]:
    """Give evidence by language: function words met, and telling letters."""
    lower = text.casefold()
    letters = Counter(filter(str.isalpha, lower))
    script = _script(letters)
    if script is None:
        return {}
    if script != "latin" and script not in _SHARED:
        return {script: float(letters.total())}
    scores: dict[str, float] = {}
    for word, count in Counter(_WORD.findall(lower)).items():
        for language, weight in _WORDS.get(word) or _ending(word):
            scores[language] = scores.get(language, 0) + weight * count
    for letter, count in letters.items():
        languages = _OF_LETTER.get(letter, ())
        for language in languages:
            said = _LETTER_WEIGHT * min(count, 10) / len(languages)
            scores[language] = scores.get(language, 0) + said
    others = frozenset().union(*_SHARED.values())
    return {
        language: score
        for language, score in scores.items()
        if (language in _SHARED[script] if script in _SHARED else language not in others)
    }


def _ending(word: str) -> tuple[tuple[str, float], ...]:
    """Give the languages that a word's ending speaks for."""
    for length in range(min(_LONGEST_ENDING, len(word) - 1), 1, -1):
        if found := _ENDINGS.get(word[-length:]):
            return found
    return ()


def _script(letters: Mapping[str, int]) -> str | None:
    """Name the script of most letters."""
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        for script, (first, last) in _SCRIPTS.items():
            if first <= ord(letter) <= last:
                # A letter of Chinese or Korean says as much as a few of an alphabet.
                counts[script] += count * (3 if script in {"ja", "zh", "ko"} else 1)
                break
    if not counts:
        return None
    script = counts.most_common(1)[0][0]
    return "ja" if script == "zh" and counts["ja"] else script
