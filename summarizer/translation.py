"""Whether a translation says what the original says, as far as rules can tell it. Pure.

The original was checked against its sources; a translation is checked against the original, line
by line: the same numbers, the same people, no name of its own, no more quotations, no yes for a
no. Nobody here knows every language, so meaning is compared only between those that are known.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from summarizer import vocabulary
from summarizer.denial import turns_around
from summarizer.engine import BriefDraft
from summarizer.figures import Figure, FigureKind, figures
from summarizer.folding import fold
from summarizer.grounding import COVERED_ABROAD, Doubt, Dropped, Verdict, covered
from summarizer.model import UNDETERMINED, Actor, ActorType, Brief, Claim
from summarizer.orders import tells
from summarizer.quotations import quotations, squeezed
from summarizer.reading import read
from summarizer.segment import split
from summarizer.skeleton import readable, same_name
from summarizer.text import detect_language, stem, words

_SHORTER, _LONGER, _SPARE = 6, 3, 60
"""A line may be a sixth as long as its original, or thrice as long and some letters more."""

_WHOLE = 5
"""Words of a line from which, left as it is, it was not translated."""

_DIGITS = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
_MONTHS = ("月", "월")
"""What stands behind a month that is called by its number."""

_GROUPED = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_APOSTROPHE = re.compile(r"[’']")
_STARTS = re.compile(r"(?:^|[.!?…:]\s|[\"“«„—–]\s?)\W*$")
_SCALES = {
    3: ("thousand", "bin", "tausend", "mille", "mil", "mila", "duizend", "тыс", "тис",
        "ألف", "ألاف", "آلاف"),
    4: ("万", "萬", "만"),
    5: ("लाख",),
    7: ("करोड़",),
    8: ("億", "亿", "억"),
    6: ("million", "milyon", "millon", "millón", "milion", "miljoen", "mln", "mio", "миллион",
        "мільйон", "млн", "milhã", "milhõ", "مليون", "ملايين"),
    9: ("billion", "milyar", "milliard", "miliard", "miljard", "mrd", "mld", "миллиард",
        "мільярд", "млрд", "bilhã", "bilhõ", "مليار"),
    12: ("trillion", "trilyon", "триллион", "трильйон", "трлн"),
}  # fmt: skip
"""Beginnings of the words for powers of ten, in the languages that most news are in."""

_LONG_SCALE = frozenset({"de", "es", "nl", "it", "fr", "pl"})
"""Languages whose "billion" is a million millions."""


def review(draft: BriefDraft, original: Brief) -> tuple[BriefDraft | None, tuple[Dropped, ...]]:
    """Keep of a translation what says what the original says.

    A statement that does not is left out, and so is a role. Without its headline, or without any
    statement, there is no translation.

    Args:
        draft: the translation; each statement has the citations of its original.
        original: what was translated.

    Returns:
        What may go out, and what was dropped.
    """
    told = " ".join((draft.headline, *(c.text for c in (*draft.summary, *draft.outcomes))))
    if _is_other(told, draft.language, original.language):
        verdict = Verdict(((Doubt.WORDS, f"not in the language {draft.language}"),))
        return None, (Dropped(Claim(draft.headline, ()), verdict),)
    checking = _Checking(original, draft.language)
    bad: list[Dropped] = []
    verdict = checking.check(draft.headline, original.headline)
    if not verdict.ok:
        bad.append(Dropped(Claim(draft.headline, ()), verdict))
    summary, fallen = checking.sift(draft.summary, original.summary)
    outcomes, lost = checking.sift(draft.outcomes, original.outcomes)
    bad += [*fallen, *lost]
    if not verdict.ok or not summary:
        return None, tuple(bad)
    kept = replace(
        draft,
        summary=summary,
        outcomes=outcomes,
        actors=tuple(
            checking.actor(actor, before)
            for actor, before in zip(draft.actors, original.actors, strict=True)
        ),
    )
    return kept, tuple(bad)


@dataclass(frozen=True, slots=True)
class _Checking:
    """Checks the lines of one translation."""

    original: Brief
    language: str

    def sift(
        self, claims: Sequence[Claim], originals: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], tuple[Dropped, ...]]:
        left = list(originals)
        kept, bad = [], []
        for claim in claims:
            before = next(one for one in left if one.citations == claim.citations)
            left = left[left.index(before) + 1 :]
            verdict = self.check(claim.text, before.text)
            if verdict.ok:
                kept.append(claim)
            else:
                bad.append(Dropped(claim, verdict))
        return tuple(kept), tuple(bad)

    def actor(self, actor: Actor, before: Actor) -> Actor:
        """Keep a role that says what the original's does."""
        stands = actor.role and before.role and self.check(actor.role, before.role).ok
        return actor if stands else replace(actor, role=None)

    def check(self, text: str, original: str) -> Verdict:
        """Check a line against its original."""
        spoken = self.original.language
        known = {spoken, self.language} <= set(vocabulary.LANGUAGES)
        doubts: list[tuple[Doubt, str]] = [
            *((Doubt.NUMBER, said) for said in _numbers(text, self.language, original, spoken)),
            *((Doubt.NAME, said) for said in self._names(text, original)),
        ]
        if len(quotations(text)) > len(quotations(original)):
            doubts.append((Doubt.QUOTATION, text))
        fits = len(original) / _SHORTER <= len(text) <= _LONGER * len(original) + _SPARE
        same = squeezed(text) == squeezed(original) and len(words(text)) >= _WHOLE
        if not fits or same or _count(text, self.language) > _count(original, spoken):
            doubts.append((Doubt.WORDS, text))
        if tells(original) and not tells(text):
            doubts.append((Doubt.NO_NEWS, text))
        if known:
            claim, source = read(text, self.language), read(original, spoken)
            if covered(claim, [source]) < COVERED_ABROAD:
                doubts.append((Doubt.WORDS, text))
            if turns_around(claim, [source]):
                doubts.append((Doubt.DENIAL, text))
        return Verdict(tuple(dict.fromkeys(doubts)))

    def _names(self, text: str, original: str) -> Iterator[str]:
        """Give the people who are not named any more, and the names that are new."""
        there, before = words(text), words(original)
        folded = {fold(word) for word in before}
        people = [one for one in self.original.actors if one.type is ActorType.PERSON]
        for person in people:
            named = [word for word in words(person.name) if fold(word) in folded and len(word) > 2]
            yield from (w for w in named if not any(_is_same(w, other) for other in _tall(there)))
        forms = [
            w for one in self.original.actors for f in (one.name, *one.aliases) for w in words(f)
        ]
        known = [word for word in (*_tall(before), *forms) if len(word) > 1]
        known += [word for word in there if fold(word) in folded]
        strange = [
            run
            for run in _runs(text, self.language)
            if not all(self._is_known(word, known) for word in run)
        ]
        renamed = sum(
            not all(self._is_kept(word, _tall(there)) for word in run)
            for run in _runs(original, self.original.language)
        )
        yield from (" ".join(run) for run in strange if self._is_coined(run, known))
        if len(strange) > renamed:
            yield from (" ".join(run) for run in strange)

    def _is_coined(self, run: Sequence[str], known: Sequence[str]) -> bool:
        """Whether a new name has no word of its language, as names of people and not of offices."""
        if self.language not in vocabulary.LANGUAGES:
            return False
        fresh = [stem(word, self.language) for word in run if not self._is_known(word, known)]
        return len(fresh) > 1 and all(
            vocabulary.rarity(form, self.language) >= vocabulary.UNLISTED for form in fresh
        )

    def _is_kept(self, word: str, there: Sequence[str]) -> bool:
        """Whether a word of the original is in the translation, or needs not be told as a name."""
        spoken = self.original.language
        if fold(word) in vocabulary.calendar(spoken) or any(_is_same(word, o) for o in there):
            return True
        meant = vocabulary.concepts(word, spoken)
        return any(not meant.isdisjoint(vocabulary.concepts(o, self.language)) for o in there)

    def _is_known(self, word: str, known: Sequence[str]) -> bool:
        """Whether a word of the translation names what the original does, or nobody."""
        said = _APOSTROPHE.split(word)[0]
        if fold(said) in vocabulary.calendar(self.language) or _step(
            said.casefold(), self.language
        ):
            return True
        if any(_is_same(other, word) for other in known):
            return True
        meant = vocabulary.concepts(word, self.language)
        spoken = self.original.language
        return any(not meant.isdisjoint(vocabulary.concepts(other, spoken)) for other in known)


def _tall(words: Sequence[str]) -> list[str]:
    """Give the words with a capital; all of them where the script has none."""
    tall = [word for word in words if word[0].isupper()]
    return tall or list(words)


def _is_same(name: str, written: str) -> bool:
    """Whether two words are one name; where a script cannot be read, only as it stands."""
    if readable(name) and readable(written):
        return same_name(name, written)
    return fold(name) in fold(written)


def _runs(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """Give the runs of capitalised words; one word that begins a sentence tells nothing.

    German writes every noun with a capital, so that only several together tell something.
    """
    run: list[re.Match[str]] = []
    found: list[list[re.Match[str]]] = []
    for word in _WORD.finditer(text):
        if run and text[run[-1].end() : word.start()].strip():
            found.append(run)
            run = []
        if word[0][0].isupper():
            run.append(word)
        elif run:
            found.append(run)
            run = []
    for one in (*found, run):
        each = one
        while each and vocabulary.is_stop(fold(each[0][0]), language):
            each = each[1:]
        if not each or (len(each) == 1 and (language == "de" or _begins(text, each[0]))):
            continue
        yield tuple(word[0] for word in each)


def _begins(text: str, word: re.Match[str]) -> bool:
    return bool(_STARTS.search(text[: word.start()])) or word.start() == 0


def _count(text: str, language: str) -> int:
    """Count the sentences of a line."""
    return sum(map(len, split(text, language)))


def _is_other(text: str, language: str, original: str) -> bool:
    """Say whether a text is still in the language that it was to be translated from."""
    found = detect_language(text)
    return found == original and found not in {language, UNDETERMINED}


# --- numbers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in digits: how it may be read, and by which power of ten; None where unknown."""

    text: str
    values: frozenset[Decimal]
    power: int | None

    def equals(self, other: "_Number") -> bool:
        if self.power is None or other.power is None:
            return not self.values.isdisjoint(other.values)
        mine = {value.scaleb(self.power) for value in self.values}
        return not mine.isdisjoint(value.scaleb(other.power) for value in other.values)


def _numbers(text: str, language: str, original: str, spoken: str) -> Iterator[str]:
    """Give the numbers that only one of two lines has."""
    here, there = _digits(text, language), _digits(original, spoken)
    spelled = _spelled(original, spoken)
    for number in here:
        in_words = {value.scaleb(number.power or 0) for value in number.values} & spelled
        if not in_words and not any(number.equals(other) for other in there):
            yield number.text
    in_text = _spelled(text, language)
    for number in there:
        in_words = {value.scaleb(number.power or 0) for value in number.values} & in_text
        if not in_words and not any(number.equals(other) for other in here):
            yield number.text
    if {language, spoken} <= set(vocabulary.LANGUAGES):
        named = _dates(text, language) ^ _dates(original, spoken)
        yield from (kind.value for kind, _ in named)


def _digits(text: str, language: str) -> list[_Number]:
    plain = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text)
    return [
        _Number(found[0], _values(found[0]), _power(plain[found.end() :], language))
        for found in _DIGITS.finditer(plain)
        if plain[found.end() : found.end() + 1] not in _MONTHS
    ]


def _values(written: str) -> frozenset[Decimal]:
    """Read digits with separators in every way in which languages do."""
    parts = re.split(r"\D", written)
    found = {Decimal("".join(parts))} if _GROUPED.fullmatch(written) or len(parts) != 2 else set()
    if len(parts) == 2:
        found.add(Decimal(f"{parts[0]}.{parts[1]}"))
    return frozenset(found)


def _power(after: str, language: str) -> int | None:
    """Give the power of ten that the words behind a number name."""
    power = 0
    for word in re.findall(r"^[\s\u00a0-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?", after)[:1]:
        for each in word:
            step = _step(each.casefold(), language)
            if not step:
                break
            power += step
    return power


def _step(word: str, language: str) -> int:
    if language in _LONG_SCALE and word.startswith(
        ("billion", "billón", "billon", "biljoen", "bilion")
    ):
        return 12
    for power, beginnings in _SCALES.items():
        exact = power == 3
        if any(
            word == one if exact and len(one) < 5 else word.startswith(one) for one in beginnings
        ):
            return power
    return 0


def _spelled(text: str, language: str) -> set[Decimal]:
    if language not in vocabulary.LANGUAGES:
        return set()
    found = (figure for figure in figures(text, language) if figure.spelled)
    return {Decimal(value) for figure in found for value in figure.values if _is_number(figure)}


def _is_number(figure: Figure) -> bool:
    return figure.kind not in {FigureKind.MONTH, FigureKind.WEEKDAY}


def _dates(text: str, language: str) -> set[tuple[FigureKind, frozenset[str]]]:
    found = (figure for figure in figures(text, language) if not _is_number(figure))
    return {(figure.kind, figure.values) for figure in found}
