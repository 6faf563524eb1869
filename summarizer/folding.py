"""Folding: what stays of a word when case, marks, letter variants and script do not count. Pure."""

import re
import unicodedata

_LATIN = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
          "ð": "d", "ə": "a", "ħ": "h", "ŋ": "n"}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "i", "є": "ye", "ґ": "g", "ў": "u",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h",
    "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARABIC = {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "ٱ": "ا"}
_BEFORE = str.maketrans(_LATIN | _CYRILLIC | _ARABIC)
_GREEK_LETTERS = str.maketrans(_GREEK)
_GREEK_PAIRS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("μπ", "b"), ("ντ", "nt"))
_IS_CYRILLIC = re.compile(r"[а-я]")
_IS_GREEK = re.compile(r"[α-ω]")
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670]+")
_CYRILLIC_ENDING = re.compile(r"[ыи]й\b")
_CYRILLIC_IE = re.compile(r"(?<=[аеёиоуыэюя])е|\bе")


def bare(text: str) -> str:
    """Take case and marks from a text, leaving its script: "İstanbul" gives "istanbul".

    Cyrillic й keeps its mark: it is a letter of its own, which stemmers want to see.
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    # Letters of mathematics become plain ones, capitals too, only by the decomposition.
    decomposed = unicodedata.normalize("NFKD", lower).casefold().replace("и\u0306", "й")
    return _MARKS.sub("", decomposed)


def fold(text: str) -> str:
    """Reduce a text to what stays when case, marks, letter variants and script do not count.

    "Erdoğan", "ERDOGAN", "erdogan" and "Эрдоган" fold to the same; so do Łódź and Lodz, Straße
    and Strasse. Cyrillic and Greek letters become the Latin ones that newspapers write for them;
    other scripts keep their letters and lose their marks.
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    # Letters of mathematics become plain ones, capitals too, only by the compatible form.
    lower = unicodedata.normalize("NFKC", lower).casefold()
    if _IS_CYRILLIC.search(lower):
        lower = _CYRILLIC_IE.sub("ye", _CYRILLIC_ENDING.sub("y", lower))
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", lower.translate(_BEFORE)))
    if _IS_GREEK.search(folded):
        for pair, latin in _GREEK_PAIRS:
            folded = folded.replace(pair, latin)
        folded = folded.translate(_GREEK_LETTERS)
    return folded
