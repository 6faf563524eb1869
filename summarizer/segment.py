"""Where sentences begin and end, in any of the languages we read. Pure.

A rule of thumb stands behind all of it: a cut too few leaves a long sentence that still reads,
a cut too many leaves a fragment that nobody can cite. So doubtful places are not cut.
"""

import re
from collections.abc import Iterator
from functools import cache

from summarizer.folding import fold
from summarizer.lexicon import every, table
from summarizer.model import UNDETERMINED

LONGEST = 1000
"""Characters after which a text that never ends its sentences is cut at a blank."""

_CLOSING = "\"'”’»›“‘)]}"
_OPENING = "\"'“‘«‹„‚(["
_END = re.compile(
    rf"(?P<wide>[。！？]+[{re.escape(_CLOSING)}」』）]*)"
    rf"|(?P<stop>[.!?…؟।۔։]+)(?P<close>(?:\s?[\"'»](?=\s|$)|[{re.escape(_CLOSING)}])*)"
    rf"(?P<gap>\s+(?=\S)|(?=[^\W\d_]{{2}}))"
)
_BULLET = re.compile(r"\s(?=[•▪◦‣●■]\s)")
_LAST_WORD = re.compile(r"[^\s\"'“‘«‹„‚(\[–—/]+$")
_NEXT_WORD = re.compile(rf"[\s{re.escape(_OPENING)}–—•\-]*([^\W_]+(?:['’][^\W_]+)?)")
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.-?)+[^\W\d_]{1,3}")
_ORDINAL = re.compile(r"\d{1,3}")
_ORDINAL_LANGUAGES = frozenset({
    "de", "tr", "az", "kk", "ky", "pl", "cs", "sk", "hu", "fi", "sv", "no", "da", "hr", "et", "lv",
})  # fmt: skip
_ABBREVIATIONS = {kind: frozenset(words) for kind, words in table("abbreviations").items()}
_STARTERS = frozenset(word for word in every("function_words") if len(word) > 1) | {"a", "i"}
_CLOCK = frozenset({"am", "pm"})
_AFTER_CLOCK = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "est", "edt",
    "et", "cst", "cdt", "ct", "pst", "pdt", "pt", "mst", "mdt", "gmt", "utc", "bst", "cet", "ist",
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "eastern", "local",
})  # fmt: skip


def split(text: str, language: str = UNDETERMINED) -> list[list[str]]:
    """Cut a text into paragraphs of sentences.

    Every line is a paragraph. A sentence is verbatim but for outer blanks, and nothing but blanks
    is lost between sentences.

    Args:
        text: plain text.
        language: ISO 639-1; decides whether "3." before a capital is an ordinal.
    """
    return [
        [part for item in _BULLET.split(line) for part in _parts(item.strip(), language)]
        for line in text.splitlines()
        if line.strip()
    ]


def _parts(line: str, language: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(line):
        if match["stop"] and not _ends(line, start, match, language):
            continue
        cut = match.start("gap") if match["stop"] else match.end()
        if part := line[start:cut].strip():
            yield from _cap(part)
        start = match.end()
    if rest := line[start:].strip():
        yield from _cap(rest)


def _ends(line: str, start: int, match: re.Match[str], language: str) -> bool:
    """Say whether a sentence that began at `start` ends at this full stop or its like."""
    found = _NEXT_WORD.match(line, match.end())
    if found is None:
        return bool(match["gap"])
    following = found[1]
    if following[0].islower():
        return False
    begins = following.casefold() in _STARTERS or following.split("'")[0].casefold() in _STARTERS
    if not match["gap"]:
        return begins and _glued(line, match)
    if _inside_parentheses(line, start, match):
        return False
    if match["stop"] != ".":
        return True
    return _ends_at_dot(line[start : match.start("stop")], following, begins, language)


def _ends_at_dot(before: str, following: str, begins: bool, language: str) -> bool:
    """Say whether a single full stop after `before` ends a sentence, `following` being next."""
    last = _LAST_WORD.search(before.rstrip())
    if last is None:
        return bool(before.strip())
    word = last[0]
    if word.isdigit():
        ordinal = language in _ORDINAL_LANGUAGES and _ORDINAL.fullmatch(word)
        if ordinal and fold(following) in _months(language):
            return False
        return last.start() > 0 and (begins or not ordinal)
    if _INITIALS.fullmatch(word):
        return _ends_at_initials(before[: last.start()], word, following, begins)
    return _ends_at_word(word.casefold(), following, begins, language)


def _ends_at_initials(before: str, word: str, following: str, begins: bool) -> bool:
    """Decide after "J", "U.S" or "p.m"."""
    if word.casefold().replace(".", "") in _CLOCK:
        return following.casefold() not in _AFTER_CLOCK
    if len(word) > 1:
        return begins
    return begins and bool(before) and (word.islower() or before.rstrip()[-1:].islower())


@cache
def _months(language: str) -> frozenset[str]:
    """Give the folded names of months, before which a day stands: "18. Mai"."""
    owner = f"{language}.month."
    return frozenset(
        word for key, words in table("dates").items() if key.startswith(owner) for word in words
    )


def _ends_at_word(word: str, following: str, begins: bool, language: str) -> bool:
    """Decide after a word that may be an abbreviation.

    What is a word of the text's language ("on") is none, though it is one elsewhere ("on. Rossi").
    """
    ordinary = word in table("function_words").get(language, ())
    if word in _ABBREVIATIONS["before_name"] and not ordinary:
        return False
    if word in _ABBREVIATIONS["before_number"] and following[0].isdigit():
        return False
    return begins or word not in _ABBREVIATIONS["mid"]


def _glued(line: str, match: re.Match[str]) -> bool:
    """Say whether a blank was lost after the stop, as in "he said.The next day"."""
    before = line[max(0, match.start() - 3) : match.start()]
    return len(before) == 3 and before.isalpha() and before.islower()


def _inside_parentheses(line: str, start: int, match: re.Match[str]) -> bool:
    """Say whether the stop stands inside a parenthesis that closes soon after."""
    opened = line.rfind("(", start, match.start())
    if opened < 0 or ")" in line[opened : match.end()]:
        return False
    closes = line.find(")", match.end(), match.end() + 200)
    return closes >= 0 and "(" not in line[match.end() : closes]


def _cap(sentence: str) -> tuple[str, ...]:
    """Cut what is far too long for one sentence, at blanks."""
    if len(sentence) <= LONGEST:
        return (sentence,)
    pieces = []
    while len(sentence) > LONGEST:
        cut = sentence.rfind(" ", LONGEST // 2, LONGEST)
        if cut < 0:
            cut = LONGEST
        pieces.append(sentence[:cut].rstrip())
        sentence = sentence[cut:].lstrip()
    return (*pieces, sentence)
