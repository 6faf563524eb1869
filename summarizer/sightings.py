"""Where names stand in the articles of a story, and which capitals are names at all. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from summarizer import kinds, roles
from summarizer.gazetteer import is_forename, people, place
from summarizer.grammar import Grammar, grammar
from summarizer.lexicon import every
from summarizer.model import Article, Sentence
from summarizer.names import Name, Token, find
from summarizer.text import stem

_INFLECTING = frozenset({"ru", "uk", "be", "bg", "pl", "cs", "sk", "hr", "sr", "sl", "kk", "ky",
                         "fi", "hu", "el", "et", "lt", "lv", "ro"})  # fmt: skip
"""Languages whose names change their endings, so that their stems are compared."""

_GENERATION = frozenset({"jr", "sr", "snr", "jnr"})

Key = tuple[str, ...]
"""What a name is recognised by: its folded words without article and legal form."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name where it stands.

    Attributes:
        form: as it is written there.
        order: places of the article in the story and of the sentence in it.
        sure: it does not begin the sentence, so that its capital tells something.
        role: what it is called beside it, before its name or after.
        short: an abbreviation given in brackets behind it.
        cues: what `kinds` reads its kind from.
        nouns: in its language every noun has a capital.
    """

    key: Key
    form: str
    article: Article
    sentence: Sentence
    order: tuple[int, int]
    sure: bool
    role: str | None
    short: str | None
    cues: tuple[str, ...]
    nouns: bool


def read(articles: Sequence[Article]) -> list[Sighting]:
    """Find every name of a story's articles, in reading order."""
    found: list[Sighting] = []
    for at, article in enumerate(articles):
        words = grammar(article.language)
        for number, sentence in enumerate(article.sentences):
            found.extend(_read_sentence(article, sentence, (at, number), words))
    return _sure(found)


def _read_sentence(
    article: Article, sentence: Sentence, order: tuple[int, int], words: Grammar
) -> Iterator[Sighting]:
    text, language = sentence.text, article.language
    tokens, names = find(text, language, headline=sentence.is_headline)
    role_of_last: str | None = None
    for at, name in enumerate(names):
        key = _key(name.tokens, language, words)
        if not key or _is_noise(text, name):
            continue
        role = roles.before(text, tokens, name, words)
        if (
            role is None
            and at
            and role_of_last
            and _shares(role_of_last, tokens, names[at - 1], name, words)
        ):
            role = role_of_last
        role_of_last = role
        role = role or roles.after(text, tokens, name, words)
        form = text[name.tokens[0].start : name.tokens[-1].end]
        yield Sighting(
            key, form, article, sentence, order, name.sure, role, _short(text, names, at),
            kinds.features(text, tokens, name, role, words), words.nouns,
        )  # fmt: skip


def _key(tokens: Iterable[Token], language: str, words: Grammar) -> Key:
    """Give what a name is recognised by: folded words without article and legal form."""
    inflects = language in _INFLECTING
    key = [
        stem(token.text, language) if inflects and not token.text.isupper() else token.word
        for token in tokens
    ]
    while len(key) > 1 and (key[-1] in words.legal or key[-1] in _GENERATION):
        key.pop()
    while len(key) > 1 and key[0] in words.articles:
        key.pop(0)
    return tuple(word.replace(".", "") for word in key if word)


def _is_noise(text: str, name: Name) -> bool:
    """Say whether capitals are no name: "NT $53", "Turkish", a day."""
    rest = text[name.tokens[-1].end :].lstrip()
    if rest[:1] in {"$", "€", "£"}:
        return True
    if len(name.tokens) > 1:
        return False
    token = name.tokens[0]
    if token.text.isupper() and token.word in every("initials"):
        return True
    is_people = people(token.word) or people(token.word.removesuffix("s"))
    return bool(is_people)


def _shares(text: str, tokens: Sequence[Token], last: Name, name: Name, words: Grammar) -> bool:
    """Say whether a role in the plural counts for the next one: "reporters X and Y"."""
    between = tokens[last.after : name.first]
    plural = text.endswith("s")
    return plural and name.title is None and all(token.word in words.joining for token in between)


def _short(text: str, names: Sequence[Name], at: int) -> str | None:
    """Give the abbreviation in brackets right behind a name."""
    if at + 1 == len(names):
        return None
    end, following = names[at].tokens[-1].end, names[at + 1].tokens
    inside = text[end : following[0].start].strip() == "("
    closed = text[following[-1].end :].lstrip(". ").startswith(")")
    return following[0].word if inside and closed and len(following) == 1 else None


def _sure(seen: Sequence[Sighting]) -> list[Sighting]:
    """Keep names; what begins a sentence must show elsewhere that its capital means something."""
    known = {one.key for one in seen if one.sure}
    parts = Counter(word for one in seen if len(one.key) > 1 for word in {one.key[0], one.key[-1]})
    kept: list[Sighting] = []
    for one in seen:
        if len(one.key) == 1:
            word = one.key[0]
            spelt = one.form.isupper() and len(one.form) > 1
            if one.sure or one.key in known or parts[word] or place(word) or spelt:
                kept.append(one)
        elif not one.sure and one.key[1:] in known and not _is_known(one.key[0]):
            kept.append(_piece(one, 1, None))  # "Aunque Apple": the first word opens the sentence
        elif at := _seam(one.key, known):
            kept += [_piece(one, 0, at), _piece(one, at, None)]  # "Apple Computer Steve Jobs"
        else:
            kept.append(one)
    return kept


def _seam(key: Key, known: Set[Key]) -> int | None:
    """Give where two names that are known by themselves were written as one."""
    for at in range(1, len(key)):
        if key[:at] in known and key[at:] in known and max(at, len(key) - at) > 1:
            return at
    return None


def _piece(one: Sighting, first: int, after: int | None) -> Sighting:
    """Give some words of a name as a name of its own."""
    form = " ".join(one.form.split()[first:after])
    role = one.role if after is None else None
    return replace(one, key=one.key[first:after], form=form, sure=True, role=role)


def _is_known(word: str) -> bool:
    return is_forename(word) or place(word) is not None
