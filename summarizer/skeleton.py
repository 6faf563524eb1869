"""Names across scripts: whether two spellings may be one name, told by their consonants. Pure.

"Olzhas", "Oljas", "Олжас" and "أولجاس" are one name under four spellings. What transliteration
keeps are the consonants, and even those only by class, which is what is compared here.
Scripts that write no vowels are indexed by them besides, so that a name is found in Latin letters.
"""

import re
from functools import lru_cache
from itertools import product

from summarizer.folding import fold
from summarizer.spelling import distance

_SOUNDS = (
    ("dzh", "s"), ("sch", "s"), ("shch", "s"), ("tch", "s"), ("sh", "s"), ("zh", "s"),
    ("ch", "s"), ("kh", ""), ("gh", "k"), ("ph", "b"), ("th", "t"), ("dh", "t"), ("ts", "s"),
    ("tz", "s"), ("dz", "s"), ("dj", "s"), ("cz", "s"), ("sz", "s"), ("ck", "k"), ("qu", "k"),
    ("x", "ks"),
)  # fmt: skip
_LETTERS = {
    **dict.fromkeys("bpvf", "b"), **dict.fromkeys("dt", "t"), **dict.fromkeys("gkq", "k"),
    **dict.fromkeys("sz", "s"), "l": "l", "m": "m", "n": "n", "r": "r",
    **dict.fromkeys("بپفבפף", "b"), **dict.fromkeys("تثدذضطדטת", "t"),
    **dict.fromkeys("غقكگגכךק", "k"), **dict.fromkeys("جزسشصظچژזסצץש", "s"),
    **dict.fromkeys("لל", "l"), **dict.fromkeys("مמם", "m"), **dict.fromkeys("نנן", "n"),
    **dict.fromkeys("رר", "r"),
}  # fmt: skip
"""Consonants by class; vowels, and what one script writes and another leaves out, are not there."""

_DOUBTFUL = {"c": ("s", "k"), "j": ("s", "")}
"""Letters that languages read differently."""

_READABLE = re.compile(r"[a-z\u0590-\u05ff\u0600-\u06ff]")
_TWICE = re.compile(r"(.)\1+")
_ENDING = 5
"""Letters that a language may hang on to a name."""

_SHORT = 3
"""Consonants up to which not one may differ."""

CASELESS = frozenset({"ar", "fa", "ur", "he"})
"""Languages whose script writes few vowels and has no capitals."""

_HEARD = 3
"""Consonants by which a name can be told; fewer stand in too many words."""

_PREFIX = re.compile("(?:ال|[لبكف]|[בהכלמש])(?=..)")
"""What these languages write together with the word behind it: "to", "in", "the"."""

_MARK = "ʿ"
"""Before a form that is of sounds, so that it meets no word."""


def readable(word: str) -> bool:
    """Say whether a word is in a script whose sounds are known here."""
    return bool(_READABLE.search(fold(word)))


@lru_cache(maxsize=8192)
def skeletons(word: str) -> frozenset[str]:
    """Give the classes of a word's consonants, in every way in which it may be read."""
    folded = fold(word)
    for written, sound in _SOUNDS:
        folded = folded.replace(written, sound)
    found = set()
    for c, j in product(_DOUBTFUL["c"], _DOUBTFUL["j"]):
        read = {**_LETTERS, "c": c, "j": j}
        found.add(_TWICE.sub(r"\1", "".join(read.get(letter, "") for letter in folded)))
    return frozenset(found)


def heard(word: str) -> tuple[str, ...]:
    """Give index forms of what a name sounds like: "Macron" and "ماكرون" share one."""
    return tuple(f"{_MARK}{form}" for form in sorted(skeletons(word)) if len(form) >= _HEARD)


def heard_in(word: str) -> tuple[str, ...]:
    """Give the same of a word of a text without vowels, with and without what hangs before it."""
    rest = _PREFIX.sub("", word, count=1) if _PREFIX.match(word) else word
    return tuple(dict.fromkeys((*heard(word), *heard(rest))))


def same_name(name: str, written: str) -> bool:
    """Say whether a word may be a name as another script or language writes and inflects it.

    Args:
        name: one word.
        written: another, perhaps with an ending of its language.
    """
    one, other = fold(name), fold(written)
    if one == other or (len(one) > 2 and other.startswith(one)):
        return True
    if len(other) > len(one) + _ENDING:
        return False
    return any(_fits(a, b) for a in skeletons(name) for b in skeletons(written))


def _fits(name: str, written: str) -> bool:
    if not name or not written:
        return False
    if len(name) <= _SHORT:
        return written.startswith(name) and len(written) <= len(name) + 2
    cuts = {written[: len(name) + more] for more in (-1, 0, 1)}
    return len(written) <= len(name) + 3 and any(distance(name, cut, 1) <= 1 for cut in cuts)
