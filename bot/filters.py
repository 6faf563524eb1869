"""Whether a story meets a chat's filter: a name, a word, a phrase or a pattern. Pure.

Filters are what readers type, so nothing here may hang: words are compared one by one, and a
pattern between slashes runs in RE2, whose time grows with the length of the text alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import re2

from storage.model import StoryHead
from summarizer.text import fold

LONGEST = 120
"""Characters that a filter may have."""

_PATTERN_MEMORY, _PATTERN_SIZE = 1 << 16, 1500
"""Bytes and steps that a compiled pattern may have; RE2 refuses to make a larger one, such as
.{0,900}. What is left takes microseconds for a brief, and about 0.01 s for the worst text."""

_MOST_TEXT = 2000
"""Letters of a story that a pattern is shown."""

_WORD = re.compile(r"\*?[^\W_]+(?:['’][^\W_]+)*\*?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that set no blanks between words, or hang particles on them."""

Forms = tuple[str, ...]
"""The ways one word may be asked for: "erdogan'in" also as "erdogan"."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What filters see of a story.

    Attributes:
        runs: the folded words of each headline, claim and role; a phrase lies within one of them.
        names: the folded words of every name and alias of an actor.
        words: every form of every word, to tell quickly what is nowhere.
        text, folded: all of it as it reads, and folded, for patterns.
    """

    runs: tuple[tuple[Forms, ...], ...]
    names: tuple[tuple[Forms, ...], ...]
    words: frozenset[str]
    text: str
    folded: str


@lru_cache(maxsize=256)
def see(head: StoryHead) -> Seen:
    """Prepare a story for any number of filters; kept, since many chats ask about the same few."""
    brief = head.brief
    texts = [head.title]
    names: list[str] = []
    if brief:
        texts += [brief.headline]
        texts += [claim.text for claim in (*brief.summary, *brief.outcomes)]
        texts += [actor.role for actor in brief.actors if actor.role]
        texts += [source.title for source in brief.sources]
        names = [name for actor in brief.actors for name in (actor.name, *actor.aliases)]
    texts = list(dict.fromkeys(texts))
    runs = tuple(_forms(text) for text in texts)
    named = tuple(_forms(name) for name in names)
    # Lone surrogates cannot be handed to RE2.
    text = "\n".join((*texts, *names))[:_MOST_TEXT].encode("utf-8", "replace").decode("utf-8")
    return Seen(
        runs=runs,
        names=named,
        words=frozenset(form for run in (*runs, *named) for forms in run for form in forms),
        text=text,
        folded=fold(text),
    )


def pattern_of(text: str) -> str | None:
    """Give the pattern that a filter is, "elections?" for "/elections?/"; None for words."""
    typed = text.strip()
    return typed[1:-1] if len(typed) > 2 and typed[0] == typed[-1] == "/" else None


class Problem(Enum):
    """What can be wrong with a filter."""

    TOO_LONG = auto()
    NO_WORD = auto()
    BAD_PATTERN = auto()


def problem(text: str) -> Problem | None:
    """Tell what is wrong with a filter; None for nothing."""
    if len(text) > LONGEST:
        return Problem.TOO_LONG
    pattern = pattern_of(text)
    if pattern is None:
        return None if _wanted_words(text) else Problem.NO_WORD
    return None if _compiled(pattern) else Problem.BAD_PATTERN


def matches(text: str, seen: Seen) -> bool:
    """Tell whether a story meets a filter.

    Args:
        text: a name, a word, a phrase, each with * for any ending or beginning; or a pattern
            between slashes. Case and diacritics do not count. What cannot be used meets
            nothing.
        seen: the story.
    """
    if pattern := pattern_of(text):
        return _pattern_found(pattern, seen)
    wanted = _wanted_words(text)
    if not wanted:
        return False
    if _UNSPACED.search(text):
        return fold(text.strip("* ")) in seen.folded
    if all("*" not in word and word not in seen.words for word in wanted):
        return False
    return (
        any(_has_phrase(run, wanted) for run in (*seen.runs, *seen.names))
        or any(_names_same(name, wanted) for name in seen.names)
    )  # fmt: skip


def names(form: str, seen: Seen) -> bool:
    """Tell whether a story names somebody whom the archive knows under a form.

    A single word in Latin letters has to be all that the story calls them: a surname alone may be
    anybody's. Longer forms, and those in other scripts, are found wherever they stand.
    """
    wanted = _wanted_words(form)
    if len(wanted) > 1 or not fold(form).isascii():
        return matches(form, seen)
    return any(len(name) == 1 and _is_asked(name[0], form_) for name in seen.names
               for form_ in wanted)  # fmt: skip


def is_outlet(text: str, outlet: str) -> bool:
    """Tell whether a text names an outlet: the same words, "the" before them or not."""
    one, other = (_wanted_words(name) for name in (text, outlet))
    return bool(one) and one[one[0] == "the" :] == other[other[:1] == ("the",) :]


@lru_cache(maxsize=4096)
def _wanted_words(text: str) -> tuple[str, ...]:
    return tuple(re.sub("['’]", "", word) for word in _WORD.findall(fold(text)))


def _forms(text: str) -> tuple[Forms, ...]:
    return tuple(_forms_of(word.strip("*")) for word in _WORD.findall(fold(text)))


def _forms_of(word: str) -> Forms:
    bare, *ending = re.split("['’]", word)
    return (bare, bare + "".join(ending)) if ending else (word,)


def _is_asked(forms: Iterable[str], wanted: str) -> bool:
    core = wanted.strip("*")
    if wanted.startswith("*") and wanted.endswith("*"):
        return any(core in form for form in forms)
    if wanted.endswith("*"):
        return any(form.startswith(core) for form in forms)
    if wanted.startswith("*"):
        return any(form.endswith(core) for form in forms)
    return wanted in forms


def _has_phrase(run: Sequence[Forms], wanted: Sequence[str]) -> bool:
    return any(
        all(_is_asked(run[at + n], word) for n, word in enumerate(wanted))
        for at in range(len(run) - len(wanted) + 1)
    )


def _names_same(name: Sequence[Forms], wanted: Sequence[str]) -> bool:
    """Tell "Recep Erdogan" and "President Recep Tayyip Erdogan" for "Recep Tayyip Erdoğan"."""
    if len(wanted) < 2 or len(name) < 2:
        return False
    within = iter(name)
    fewer = all(any(_is_asked(forms, word) for forms in within) for word in wanted)
    full = tuple(forms[0] for forms in name)
    more = any(tuple(wanted[at : at + len(full)]) == full for at in range(len(wanted)))
    return fewer or more


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> "re2._Regexp[str] | None":
    """Compile a pattern; None for one that is none, or too costly."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _PATTERN_MEMORY
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError):
        return None
    return compiled if compiled.programsize <= _PATTERN_SIZE else None


def _pattern_found(pattern: str, seen: Seen) -> bool:
    compiled = _compiled(pattern)
    return compiled is not None and bool(compiled.search(seen.text) or compiled.search(seen.folded))
