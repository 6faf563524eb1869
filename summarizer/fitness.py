"""Whether a sentence holds what a question wants: a name for who, a date for when. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from summarizer import roles, vocabulary
from summarizer.expectation import Expectation, Want
from summarizer.figures import DATES, Figure, FigureKind
from summarizer.gazetteer import is_forename, people, place
from summarizer.grammar import grammar
from summarizer.names import Name
from summarizer.reading import Reading

_AROUND = 5
"""Words before and behind a name that may say who it is."""

_NEAR = 4
"""Words between a number and what it counts."""

_WHOSE = 0.2
"""What a place is worth to where-questions that only says whose something is."""

_FEW = frozenset({"1", "2"})
"""Numbers in words that are said without counting: "the two countries"."""

_QUOTES = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question says itself, which therefore is no answer to it.

    Attributes:
        words: folded words that meet a word of the question.
        figures: its numbers and dates.
        heads: folded words that meet what it asks for ("how many *shops*").
        offices: the same, word by word of the question.
        subject: folded words that meet its names.
        more: somebody besides those already named is asked for.
    """

    words: frozenset[str]
    figures: tuple[Figure, ...]
    heads: frozenset[str]
    offices: tuple[frozenset[str], ...]
    subject: frozenset[str]
    more: bool = False


def fitness(expected: Expectation, reading: Reading, asked: Asked) -> float:
    """Say how well a sentence holds what is wanted, from 0 (not at all) to 1.

    Args:
        expected: what the question wants.
        reading: the sentence.
        asked: what the question says itself.
    """
    return _TESTS[expected.want](reading, asked)


def _new_names(reading: Reading, asked: Asked) -> list[Name]:
    return [
        name
        for name in reading.names
        if not any(token.word in asked.words for token in name.tokens)
    ]


def _name(reading: Reading, asked: Asked) -> float:
    best, known = 0.0, 0
    for name in _new_names(reading, asked):
        first = name.tokens[0].word
        land = place(" ".join(token.word for token in name.tokens)) or people(first)
        person = not land and (is_forename(first) or name.title is not None)
        if land:
            value = 0.35
        elif person or len(name.tokens) > 1:
            value = 1.0
        else:
            value = 0.75 if name.sure else 0.5
        known += person
        if asked.heads:
            value *= 0.4 + 0.6 * _beside_share(reading, name, asked)
        best = max(best, value)
    # "Who else" is best answered by whoever names the most people.
    return best * min(1.0, 0.5 + 0.25 * known) if asked.more else best


def _stands_beside(reading: Reading, name: Name, heads: frozenset[str]) -> bool:
    """Say whether what is asked for stands beside a name: "the *judge*, Ada Mann"."""
    start = name.first if name.title is None else name.title
    beside = reading.tokens[max(0, start - 2) : name.first]
    behind = reading.tokens[name.after : name.after + 4]
    return any(token.word in heads for token in (*beside, *name.tokens, *behind))


def _beside_share(reading: Reading, name: Name, asked: Asked) -> float:
    """Give the share of the office's words that stand around a name."""
    start = name.first if name.title is None else name.title
    around = reading.tokens[max(0, start - _AROUND) : name.after + _AROUND]
    near = {token.word for token in around}
    return sum(not met.isdisjoint(near) for met in asked.offices) / len(asked.offices or (1,))


def _is_subject(name: Name, subject: frozenset[str]) -> bool:
    """Say whether a name is that of whom is asked about: Steve Ballmer is not Steve Jobs."""
    words = {token.word for token in name.tokens}
    return name.tokens[-1].word in subject or (bool(subject) and subject <= words)


def _role(reading: Reading, asked: Asked) -> float:
    words = grammar(reading.language)
    best = 0.0
    for name in reading.names:
        if not _is_subject(name, asked.subject):
            continue
        best = max(best, 0.3)
        text, tokens = reading.text, reading.tokens
        if roles.before(text, tokens, name, words) or roles.after(text, tokens, name, words):
            return 1.0
    return best


def _time(reading: Reading, asked: Asked) -> float:
    fresh = [each for each in reading.figures if each.kind in DATES and _is_new(each, asked)]
    if fresh:
        return 1.0
    return 0.6 if _has(reading, vocabulary.near_in_time(reading.language)) else 0.0


_BESIDE_ALL = 0.2
"""A place behind a comma to which nothing leads: "they discuss ties, Gaza" does not say where."""


def _place(reading: Reading, asked: Asked) -> float:
    best = 0.0
    leads = vocabulary.single(reading.language, "place")
    for name in _new_names(reading, asked):
        words = [token.word for token in name.tokens]
        if name.tokens[-1].owner and reading.language != "tr":
            best = max(best, _WHOSE)  # "Norway's minister" does not say where
            continue
        before = [token.word for token in reading.tokens[max(0, name.first - 2) : name.first]]
        led = not leads.isdisjoint(before) or name.tokens[-1].owner  # "Ankara'da"
        if name.first and not reading.tokens[name.first].close and not led:
            best = max(best, _BESIDE_ALL)
        elif place(" ".join(words)) or (len(words) > 1 and place(words[-1])):
            best = max(best, 1.0)
        elif led:
            best = max(best, 0.8)
    return best or (_SOMEWHERE if _says_where(reading, asked) else 0.0)


def _says_where(reading: Reading, asked: Asked) -> bool:
    """Say whether a sentence leads to some place that has no name: "along the coast"."""
    language = reading.language
    if language == "tr":
        return any(
            len(word) > _SHORT and word.endswith(_LOCATIVE) and word not in asked.words
            for word in reading.folded
        )
    leads = vocabulary.single(language, "place")
    said = vocabulary.single(language, "speech")  # "according to the company"
    folded = reading.folded
    around = zip(("", *folded), folded, folded[1:], folded[2:], strict=False)
    for last, before, one, two in around:
        to = two if vocabulary.is_stop(one, language) else one
        measure = _tells_time(to, language) or vocabulary.unit(to)  # "at the age of 56"
        if before in leads and last not in said and to not in asked.words and not measure:
            return True
    return False


def _tells_time(word: str, language: str) -> bool:
    near = vocabulary.near_in_time(language)
    return word[0].isdigit() or word in vocabulary.calendar(language) or word in near


_SOMEWHERE = 0.3
"""What a place without a name is worth to where-questions."""

_SHORT = 4
"""Letters of a Turkish word too short for its ending to tell."""

_LOCATIVE = ("da", "de", "ta", "te", "nda", "nde")


def _is_new(figure: Figure, asked: Asked) -> bool:
    return not any(figure.equals(other) for other in asked.figures)


def _numbers(reading: Reading, asked: Asked) -> list[Figure]:
    named = {FigureKind.MONTH, FigureKind.WEEKDAY}
    return [each for each in reading.figures if each.kind not in named and _is_new(each, asked)]


def _beside(reading: Reading, figure: Figure) -> list[str]:
    """Give the folded words around a figure, the nearest first."""
    after = vocabulary.folded_words(reading.text[figure.end :])[:_NEAR]
    before = vocabulary.folded_words(reading.text[: figure.start])[-_NEAR:]
    return [*after, *reversed(before)]


def _count(reading: Reading, asked: Asked) -> float:
    best = 0.0
    for figure in _numbers(reading, asked):
        beside = bool(asked.heads) and not asked.heads.isdisjoint(_beside(reading, figure))
        doubtful = figure.kind is FigureKind.YEAR or (figure.spelled and figure.values <= _FEW)
        percent = bool(asked.heads) and figure.kind is FigureKind.PERCENT
        other = bool(asked.heads) and (
            _measures(reading, figure, asked.heads) or _is_age(reading, figure)
        )
        if percent or other or (doubtful and not beside):
            value = 0.2
        elif beside or not asked.heads:
            value = 1.0
        else:
            value = 0.7 if not asked.heads.isdisjoint(reading.folded) else 0.35
        best = max(best, value)
    return best


def _measures(reading: Reading, figure: Figure, heads: frozenset[str]) -> bool:
    """Say whether a figure counts a unit that is not asked for: "six months" are no people."""
    behind = vocabulary.folded_words(reading.text[figure.end :])[:1]
    return any(vocabulary.unit(word) and word not in heads for word in behind)


def _measured(measure: str, bare: float) -> Callable[[Reading, Asked], float]:
    """Make a test for a number with a unit; one without counts `bare`."""

    def test(reading: Reading, asked: Asked) -> float:
        best = 0.0
        for figure in _numbers(reading, asked):
            beside = _beside(reading, figure)
            unit = any(measure in vocabulary.unit(word) for word in beside)
            best = max(best, 1.0 if unit else bare)
        return best

    return test


def _money(reading: Reading, asked: Asked) -> float:
    best = 0.0
    for figure in _numbers(reading, asked):
        sign = reading.text[max(0, figure.start - 2) : figure.end + 2]
        unit = any("money" in vocabulary.unit(word) for word in _beside(reading, figure))
        best = max(best, 1.0 if unit or any(each in sign for each in "$€£¥₺") else 0.3)
    return best


def _percent(reading: Reading, asked: Asked) -> float:
    kinds = [figure.kind for figure in _numbers(reading, asked)]
    return 1.0 if FigureKind.PERCENT in kinds else 0.3 if kinds else 0.0


def _age(reading: Reading, asked: Asked) -> float:
    best = 0.0
    for figure in _numbers(reading, asked):
        around = reading.text[max(0, figure.start - 2) : figure.end + 2]
        between_commas = around.startswith(", ") and around.endswith((", ", ",", "."))
        best = max(best, 1.0 if between_commas or _is_age(reading, figure) else 0.1)
    return best


def _is_age(reading: Reading, figure: Figure) -> bool:
    """Say whether a number is of years of life: "56 years old", "at the age of 56"."""
    after = vocabulary.folded_words(reading.text[figure.end :])[:3]
    before = vocabulary.folded_words(reading.text[: figure.start])[-2:]
    return any("age" in vocabulary.unit(word) for word in (*before, *after))


def _reason(reading: Reading, asked: Asked) -> float:
    del asked
    return 1.0 if _has(reading, vocabulary.single(reading.language, "cause")) else 0.3


def _speech(reading: Reading, asked: Asked) -> float:
    spoken = _has(reading, vocabulary.single(reading.language, "speech"))
    about = _has(reading, vocabulary.single(reading.language, "discuss"))
    quoted = any(mark in reading.text for mark in _QUOTES)
    speaker = not asked.subject or not asked.subject.isdisjoint(reading.folded)
    if (spoken or about) and speaker:
        return 1.0
    return 0.6 if spoken or about or (quoted and speaker) else 0.2


def _thing(reading: Reading, asked: Asked) -> float:
    named = [name for name in _new_names(reading, asked) if name.sure]
    quoted = any(mark in reading.text for mark in _QUOTES)
    headed = not asked.heads or not asked.heads.isdisjoint(reading.folded)
    beside = any(_stands_beside(reading, name, asked.heads) for name in named)
    return 0.4 * headed + (0.35 if named or quoted else 0.15) + 0.25 * beside


def _fact(reading: Reading, asked: Asked) -> float:
    del reading, asked
    return 1.0


def _has(reading: Reading, words: frozenset[str]) -> bool:
    return not words.isdisjoint(reading.folded)


_TESTS: dict[Want, Callable[[Reading, Asked], float]] = {
    Want.NAME: _name,
    Want.ROLE: _role,
    Want.TIME: _time,
    Want.PLACE: _place,
    Want.COUNT: _count,
    Want.MONEY: _money,
    Want.PERCENT: _percent,
    Want.DURATION: _measured("duration", 0.3),
    Want.AGE: _age,
    Want.REASON: _reason,
    Want.SPEECH: _speech,
    Want.THING: _thing,
    Want.FACT: _fact,
}
