"""Whether the names of a claim are named by its sources. Pure.

A name may be shorter or longer than in the source, in another case, script or language. But what
makes it that name must stand in a cited sentence, and all its words must stand together somewhere
in the articles: "Barbara" of one sentence and "Erdoğan" of another are nobody.
"""

from collections.abc import Callable, Sequence

from summarizer import vocabulary
from summarizer.gazetteer import is_forename
from summarizer.grammar import grammar
from summarizer.inflection import inflects
from summarizer.matching import spelled_out
from summarizer.names import Name
from summarizer.reading import Reading

_SUFFIXING = frozenset({"tr", "az", "kk", "uz", "ky", "tk", "fi", "hu", "et"})
"""Languages that put endings on names, which are not always parted off by an apostrophe."""

_ENDING, _SHORT_ENDING = 4, 2
"""Letters that a name's word may have behind it, where names are inflected and where not."""

_APART = 2
"""Words that may stand between those of one name ("Recep Tayyip Erdoğan" for "Recep Erdoğan")."""


def foreign_names(
    claim: Reading, sources: Sequence[Reading], around: Callable[[], Sequence[Reading]]
) -> list[str]:
    """Give the claim's names that the sources do not mention.

    Args:
        claim: what is said.
        sources: the sentences that it cites.
        around: gives other sentences of the same articles, from which a name may be completed.
    """
    same = all(source.language == claim.language for source in sources)
    foreign = []
    for name in claim.names:
        words = [token.word for token in name.tokens if len(token.word) > 1 and token.tall]
        if not words or (not name.sure and is_ordinary(name, claim.language)):
            continue
        known = _is_known if same else _is_known_abroad
        if not known(words, claim.language, sources, around):
            foreign.append(" ".join(token.text for token in name.tokens))
    return foreign if claim.names else _foreign_capitals(claim, sources, around)


def _foreign_capitals(
    claim: Reading, sources: Sequence[Reading], around: Callable[[], Sequence[Reading]]
) -> list[str]:
    """Give what may be a foreign name where capitals tell nothing: no word of the language."""
    return [
        token.text
        for token in claim.tokens
        if token.tall
        and len(token.word) > 2
        and not vocabulary.is_common(token.word, claim.language)
        and not mentioned(token.word, sources, claim.language)
        and not mentioned(token.word, around(), claim.language)
    ]


def is_ordinary(name: Name, language: str) -> bool:
    """Say whether a first word has its capital from its place alone."""
    alone = len(name.tokens) == 1 and not name.sure
    return alone and vocabulary.is_common(name.tokens[0].word, language)


def _is_known(
    words: Sequence[str],
    language: str,
    sources: Sequence[Reading],
    around: Callable[[], Sequence[Reading]],
) -> bool:
    """Say whether sentences of the same language name somebody, as a whole or in two parts.

    Two parts are two names that stand side by side: "Apple CEO Tim Cook".
    """
    if _is_whole(words, language, sources, around):
        return True
    return any(
        (
            _is_whole(words[:cut], language, sources, around)
            or _only_tells_what(words, cut, language)
        )
        and _is_whole(words[cut:], language, sources, around)
        for cut in range(1, len(words))
        if not is_forename(words[cut - 1])
    )


def _only_tells_what(words: Sequence[str], cut: int, language: str) -> bool:
    """Say whether a name begins with what it is: "Group One Million Hands"."""
    return cut == 1 and len(words) > 2 and not _own(("", words[0]), language)[1:]


def _is_whole(
    words: Sequence[str],
    language: str,
    sources: Sequence[Reading],
    around: Callable[[], Sequence[Reading]],
) -> bool:
    if len(words) == 1 and any(spelled_out(words[0], source) for source in sources):
        return True
    if any(_together(words, source, language) for source in sources):
        return True
    own = _own(words, language)
    cited = any(mentioned(word, sources, language, names_only=True) for word in own)
    if not cited and len(words) > 1:
        initials = "".join(word[0] for word in words)
        cited = any(initials in source.folded for source in sources)
    return cited and any(_together(words, each, language) for each in around())


def _own(words: Sequence[str], language: str) -> list[str]:
    """Give the words of a name that make it this one: not "Party", "Court" or "Minister"."""
    rules = grammar(language)
    general = rules.bodies | rules.legal | rules.honorifics | rules.modifiers
    own = [word for word in words if word not in general and not rules.is_head(word)]
    return own if len(words) > 1 else list(words)


def _together(words: Sequence[str], reading: Reading, language: str) -> bool:
    """Say whether a sentence has all words of a name, in order and close to one another."""
    loose = _loose(language) or _loose(reading.language)
    places: list[list[int]] = []
    for word in words:
        found = [at for at, each in enumerate(reading.folded) if is_form(word, each, loose=loose)]
        found = found or _of_one_land(word, reading, language)
        if not found and word not in reading.tall:
            return False
        if found:
            places.append(found)
    reach = len(words) + _APART
    return not places or any(_follow(places[1:], first, first + reach) for first in places[0])


def _follow(places: Sequence[Sequence[int]], at: int, end: int) -> bool:
    """Say whether words stand one behind the other before an end."""
    for each in places:
        later = [place for place in each if at < place < end]
        if not later:
            return False
        at = later[0]
    return True


def _loose(language: str) -> bool:
    return inflects(language) or language in _SUFFIXING


def _of_one_land(word: str, reading: Reading, language: str) -> list[int]:
    meant = {each for each in vocabulary.concepts(word, language) if ":" in each}
    if not meant:
        return []
    return [
        at
        for at, written in enumerate(reading.words)
        if not meant.isdisjoint(vocabulary.concepts(written, reading.language))
    ]


def _is_known_abroad(
    words: Sequence[str],
    language: str,
    sources: Sequence[Reading],
    around: Callable[[], Sequence[Reading]],
) -> bool:
    """Say whether sentences of another language name somebody: one word here, all somewhere."""
    if len(words) == 1 and any(spelled_out(words[0], source) for source in sources):
        return True
    cited = [mentioned(word, sources, language) for word in words]
    return any(cited) and all(
        here or mentioned(word, around(), language) for word, here in zip(words, cited, strict=True)
    )


def mentioned(
    word: str, readings: Sequence[Reading], language: str, *, names_only: bool = False
) -> bool:
    """Say whether a name's word stands in some sentences, in any case, script or language.

    Args:
        word: folded.
        readings: the sentences.
        language: of the word.
        names_only: by its form or as a country's alone, not by a word that means the same.
    """
    if any(word in reading.folded for reading in readings):
        return True
    meant = vocabulary.concepts(word, language)
    if names_only:
        meant = frozenset(each for each in meant if ":" in each)
    for reading in readings:
        if word in reading.tall:  # "U.S.", which is two words otherwise
            return True
        loose = _loose(language) or _loose(reading.language) or not names_only
        if any(is_form(word, folded, loose=loose) for folded in reading.folded):
            return True
        if meant and any(
            not meant.isdisjoint(vocabulary.concepts(written, reading.language))
            for written in reading.words
        ):
            return True
    return False


def is_form(one: str, other: str, *, loose: bool = True) -> bool:
    """Say whether two folded words are one name in two cases ("erdogana", "Бектенова").

    Args:
        one: a word.
        other: another.
        loose: they may be inflected.
    """
    if one == other:
        return True
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    ending = _ENDING if loose else _SHORT_ENDING
    if len(shorter) >= 3 and len(longer) - len(shorter) <= ending and longer.startswith(shorter):
        return True
    return loose and len(shorter) >= 5 and shorter[:-2] == longer[: len(shorter) - 2]
