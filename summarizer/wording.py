"""The words of a question: what it asks for, what it is about, who is named in it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer import vocabulary
from summarizer.figures import figures
from summarizer.folding import fold
from summarizer.text import split, words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question: as written (without possessive endings) and folded."""

    text: str
    folded: str

    @property
    def is_capital(self) -> bool:
        """Whether it has a capital somewhere ("Gaza", "iTunes")."""
        return self.text != self.folded and any(letter.isupper() for letter in self.text)

    @property
    def is_acronym(self) -> bool:
        """Whether all of it is capitals ("NATO")."""
        return len(self.text) > 1 and self.text.isupper() and self.text.isalpha()


def read(text: str, language: str) -> list[Word]:
    """Cut a question into words."""
    found = []
    for word in words(text):
        bare = vocabulary.without_ending(word, language)
        if bare:
            found.append(Word(bare, fold(bare)))
    return found


def last_asked(text: str) -> str:
    """Give the sentence that asks: people tell first what they know and then ask."""
    sentences = [part for paragraph in split(text) for part in paragraph]
    asking = [part for part in sentences if "?" in part]
    return (asking or sentences or [text])[-1]


def evidence(asked: Sequence[str], language: str) -> float:
    """Count what speaks for a language: question words, binding words, words of the news."""
    total = 0.0
    for word in asked:
        folded = fold(word)
        if vocabulary.asks(folded, language):
            total += 2
        elif vocabulary.is_stop(folded, language):
            total += 1
        elif any(":" not in concept for concept in vocabulary.concepts(word, language)):
            total += 0.5
    return total


_ASKING = ("how_many", "why", "which", "what", "who", "when", "where", "how")
"""What question words ask for, the surest first: "who" and "when" also begin mere clauses."""


def _asking(asked: Sequence[str], language: str) -> tuple[str, int, int] | None:
    """Find the phrase that asks: what for, where it begins and how many words it has.

    Question words stand first, after a preposition or last; elsewhere they often bind clauses,
    and then the surer ones go first. Turkish puts them anywhere.
    """
    found = []
    for order, role in enumerate(_ASKING):
        for at, length in vocabulary.find_all(asked, language, role):
            edge = at <= 1 or at + length == len(asked)
            natural = edge and language != "tr"
            longest_first = natural or language == "tr"
            found.append((not natural, -length if longest_first else 0, order, at, length, role))
    if not found:
        return None
    *_, at, length, role = min(found)
    return role, at, length


def kind_of(asked: Sequence[str], language: str) -> str:
    """Tell what kind of question folded words make; the value of `Query.kind`."""
    asking = _asking(asked, language)
    if asking is None:
        yes_no = vocabulary.single(language, "yes_no")
        first = bool(asked) and asked[0] in yes_no
        return "yes_no" if first or (language == "tr" and not yes_no.isdisjoint(asked)) else "other"
    role, at, length = asking
    if role in {"what", "which"}:
        after = asked[at + length] if at + length < len(asked) else ""
        is_copula = language == "tr" or after in vocabulary.single(language, "copula")
        if is_copula and vocabulary.find(asked, language, "role"):
            return "who"
        if role == "what" and vocabulary.find(asked, language, "discuss"):
            return "discuss"
        return "what"
    return "other" if role == "how" else role


def content(read: Sequence[Word], language: str) -> list[Word]:
    """Keep the words that carry the subject; a capital or an acronym saves a binding word."""
    asked = [word.folded for word in read]
    asking = _asking(asked, language)
    spent = range(asking[1], asking[1] + asking[2]) if asking else range(0)
    shouted = sum(word.is_acronym for word in read) > 0.6 * len(read)
    kept = []
    for at, word in enumerate(read):
        if at in spent or (len(word.folded) < 2 and not word.folded.isdigit()):
            continue
        capital = word.is_acronym or (word.is_capital and at > 0 and language != "de")
        binds = vocabulary.binds(word.folded, language)
        slip = not word.is_capital and vocabulary.is_slip(word.folded, language)
        if (capital and not shouted) or not (binds or slip):
            kept.append(word)
    return kept


def names(
    read: Sequence[Word], content: Sequence[Word], language: str, known: frozenset[str]
) -> tuple[str, ...]:
    """Find the names: runs of capitals, and words that the store knows as names.

    Args:
        read: all words of the question.
        content: those that carry its subject.
        language: of the question.
        known: folded words that are names without a capital too.
    """
    title_case = sum(word.is_capital for word in content) > 0.8 * len(content)
    by_capital = language != "de" and not (title_case and len(content) > 5)
    wanted = set(content)
    dates = vocabulary.calendar(language)
    runs: list[list[str]] = []
    last = -2
    for at, word in enumerate(read):
        initial = at == last + 1 and len(word.folded) == 1 and word.is_capital
        capital = by_capital and word.is_capital and (at > 0 or _opens_name(read, language))
        named = word in wanted and not word.folded[0].isdigit() and word.folded not in dates
        if not initial and not (named and (capital or word.folded in known)):
            continue
        if last == at - 1:
            runs[-1].append(word.folded)
        else:
            runs.append([word.folded])
        last = at
    return tuple(dict.fromkeys(" ".join(run) for run in runs))


def _opens_name(read: Sequence[Word], language: str) -> bool:
    """Say whether the first word, which has a capital anyway, is a name or the start of one."""
    first, second = read[0], read[1] if len(read) > 1 else None
    country = any(":" in concept for concept in vocabulary.concepts(first.text, language))
    return first.is_acronym or country or (second is not None and second.is_capital)


def numbers(text: str, language: str) -> tuple[str, ...]:
    """Give the question's numbers and dates as they are written."""
    return tuple(
        dict.fromkeys(fold(text[found.start : found.end]) for found in figures(text, language))
    )
