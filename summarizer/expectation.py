"""What an answer must look like: who wants a name, when a date, how many a number. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from summarizer import vocabulary
from summarizer.folding import fold
from summarizer.grammar import grammar
from summarizer.model import Query
from summarizer.text import words
from summarizer.wording import last_asked


class Want(StrEnum):
    """What kind of thing a question wants to know."""

    NAME = "name"
    ROLE = "role"
    TIME = "time"
    PLACE = "place"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    AGE = "age"
    REASON = "reason"
    SPEECH = "speech"
    THING = "thing"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer must hold.

    Attributes:
        heads: words that say what is asked for ("how many *shops*", "which *judge*"), folded.
        more: something besides what was said before ("who *else*").
        office: `heads` say who is looked for by an office ("who is the *mayor of Oslo*").
        speaker: words that say whose words are asked for ("what did the *mayor* say").
        ahead: the question is about what is to come.
        several: a list or a discussion is asked for, so that one sentence may not be enough.
    """

    want: Want
    heads: tuple[str, ...] = ()
    more: bool = False
    several: bool = False
    office: bool = False
    speaker: tuple[str, ...] = ()
    ahead: bool = False


_HEADS = 2
"""Words behind the question word that are looked at."""

_OFFICES = frozenset(
    {"president", "prime", "minister", "mayor", "governor", "chief", "spokesman", "ambassador"}
)
"""Meanings of words that are offices."""

_MEASURES = (
    ("age", Want.AGE),
    ("money", Want.MONEY),
    ("percent", Want.PERCENT),
    ("duration", Want.DURATION),
)


def expect(query: Query, asked: str) -> Expectation:
    """Tell what an answer to a question must hold.

    Args:
        query: the question understood.
        asked: its own words, without what a follow-up took from its thread.
    """
    language = query.language
    outlets = {word for name in query.outlets for word in vocabulary.folded_words(name)}
    bare = (fold(vocabulary.without_ending(word, language)) for word in words(last_asked(asked)))
    read = [word for word in bare if word not in outlets]
    counted = _heads(read, language)
    want = _want(query, read, counted)
    heads = counted or (_office(read, language) if want is Want.NAME else ())
    several = query.kind == "discuss" or _asks_for_many(read, language)
    more = not vocabulary.single(language, "else").isdisjoint(read)
    return Expectation(
        want,
        heads,
        more=more,
        several=several or more,
        office=want is Want.NAME and bool(heads) and not counted,
        speaker=_speaker(_timeless(read, query), language) if want is Want.SPEECH else (),
        ahead=vocabulary.asks_ahead(read, language),
    )


def _timeless(read: Sequence[str], query: Query) -> list[str]:
    """Leave out the words of time: in "what did Ada say on Thursday" they name no speaker."""
    when = vocabulary.calendar(query.language)
    said = query.days.words if query.days else ()
    return [word for word in read if word not in when and word not in said]


def _want(query: Query, read: Sequence[str], heads: Sequence[str]) -> Want:
    if query.kind == "how_many":
        return _measure(query, read, heads)
    if query.kind == "who":
        role = vocabulary.find(read, query.language, "role") is not None
        return Want.ROLE if role or _asks_who_somebody_is(query, read) else Want.NAME
    simple = {
        "when": Want.TIME,
        "where": Want.PLACE,
        "why": Want.REASON,
        "discuss": Want.SPEECH,
        "yes_no": Want.FACT,
    }
    if query.kind in simple:
        return simple[query.kind]
    if query.kind == "what" and heads:
        return Want.THING
    # What an outlet says is all that it reports.
    speech = not query.outlets and _asks_for_words(read, query.language)
    return Want.SPEECH if speech else Want.FACT


def _measure(query: Query, read: Sequence[str], heads: Sequence[str]) -> Want:
    """Tell what is counted: by the question's own phrase, then by the words behind it."""
    language = query.language
    for want, role in (
        (Want.DURATION, "how_long"),
        (Want.AGE, "how_old"),
        (Want.PERCENT, "how_large_a_part"),
        (Want.MONEY, "how_much_money"),
    ):
        if vocabulary.find(read, language, role):
            return want
    measured = frozenset[str]().union(*(vocabulary.unit(word) for word in heads[:1]))
    for measure, want in _MEASURES[1:]:
        if measure in measured:
            return want
    costs = {"cost", "pay", "money", "fine", "tax"}
    concepts = frozenset[str]().union(*(vocabulary.concepts(word, language) for word in read))
    if not heads and not costs.isdisjoint(concepts):
        return Want.MONEY
    return Want.COUNT


def _heads(read: Sequence[str], language: str) -> tuple[str, ...]:
    """Give the content words right behind the words that ask."""
    for role in ("how_many", "which", "what"):
        for at, length in vocabulary.find_all(read, language, role):
            after = read[at + length :]
            if after and after[0] in vocabulary.single(language, "of"):
                after = after[1:]
            behind = list(takewhile(lambda word: not vocabulary.binds(word, language), after))
            if behind:
                return tuple(behind[:_HEADS])
    return ()


_NOMINATIVE = frozenset({"kim", "kimdir", "kimdi", "kimler", "kimlerdir", "kimlerdi"})
"""Turkish for "who" as a subject."""


def _office(read: Sequence[str], language: str) -> tuple[str, ...]:
    """Give the words for whoever a who-question looks for: "who was the *trial judge*"."""
    for at, length in vocabulary.find_all(read, language, "who"):
        if language == "tr":
            if read[at] not in _NOMINATIVE:
                return ()  # "with whom", "to whom" ask for no office
            before = [word for word in read[:at] if not vocabulary.binds(word, language)]
            return tuple(before[-_HEADS:])
        behind = read[at + length :]
        if not behind or behind[0] not in vocabulary.single(language, "copula"):
            continue
        return _office_and_place(behind[1:], language)
    return ()


def _office_and_place(behind: Sequence[str], language: str) -> tuple[str, ...]:
    """Read "the trial judge during", "the president of Chile": the office and whose it is."""
    office: list[str] = []
    links = vocabulary.single(language, "of")
    for at, word in enumerate(behind):
        if not vocabulary.binds(word, language):
            office.append(word)
        elif office:
            whose = [each for each in behind[at + 1 :] if not vocabulary.binds(each, language)]
            place = whose[:1] if word in links else []
            return (*office[-_HEADS:], *place)
    return tuple(office[-_HEADS:])


def _asks_who_somebody_is(query: Query, read: Sequence[str]) -> bool:
    """Tell "who is Ada Lovelace" from "who is the mayor": nothing but a name is left."""
    language = query.language
    own = [term.word for term in query.terms if term.weight == 1]
    if not own or len(own) > 3:
        return False
    if any(_is_office(word, language) for word in own):
        return False
    if language == "tr":
        named = {word for name in query.names for word in name.split()}
        return all(word in named or not vocabulary.is_common(word, language) for word in own)
    # A name has no article: "who is Mark Felt", but "who is the mayor".
    links = len(read) > 2 and read[1] in vocabulary.single(language, "copula")
    return links and not vocabulary.binds(read[2], language)


def _is_office(word: str, language: str) -> bool:
    """Say whether a word is what somebody is rather than what they are called."""
    return grammar(language).is_head(word) or not _OFFICES.isdisjoint(
        vocabulary.concepts(word, language)
    )


def _asks_for_words(read: Sequence[str], language: str) -> bool:
    """Say whether the question is what somebody said."""
    return not vocabulary.single(language, "utter").isdisjoint(read)


def _speaker(read: Sequence[str], language: str) -> tuple[str, ...]:
    """Give the content words that name the speaker: beside the verb of speech, on its side.

    English and Turkish say the speaker before the verb, the others after it.
    """
    verbs = vocabulary.single(language, "utter")
    at = next((place for place, word in enumerate(read) if word in verbs), None)
    if at is None:
        return ()
    if language in {"en", "tr"}:
        side = [word for word in read[:at] if not vocabulary.binds(word, language)]
        return tuple(side)
    found = []
    ends = vocabulary.single(language, "about_what") - {"de", "di", "van", "von", "du", "des"}
    for word in read[at + 1 :]:
        if word in ends:
            break
        if not vocabulary.binds(word, language):
            found.append(word)
    return tuple(found)


def _asks_for_many(read: Sequence[str], language: str) -> bool:
    """Say whether the question word or its noun stands in the plural, as far as that shows."""
    return not vocabulary.single(language, "many").isdisjoint(read)
