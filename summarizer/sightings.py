"""Where names stand in the articles of a story, and which capitals are names at all. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from summarizer import kinds, roles
from summarizer.capitals import Token
from summarizer.gazetteer import is_forename, is_surname, people, place
from summarizer.grammar import Grammar, grammar
from summarizer.lexicon import every
from summarizer.model import Article, Sentence
from summarizer.names import Name, find

_GENERATION = frozenset({"jr", "sr", "snr", "jnr"})

_ADJECTIVAL = ("ian", "ean", "ese", "ish", "ic")

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
        cues: what its kind is read from.
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
    cues: kinds.Scores
    nouns: bool


def read(articles: Sequence[Article]) -> list[Sighting]:
    """Find every name of a story's articles, in reading order."""
    found: list[Sighting] = []
    small: set[str] = set()
    for at, article in enumerate(articles):
        words = grammar(article.language)
        for number, sentence in enumerate(article.sentences):
            found.extend(_read_sentence(article, sentence, (at, number), words, small))
    return _sure(found, small)


def _read_sentence(
    article: Article,
    sentence: Sentence,
    order: tuple[int, int],
    words: Grammar,
    small: set[str],
) -> Iterator[Sighting]:
    """Give the names of a sentence, and put its words in lower case with the others."""
    text, language = sentence.text, article.language
    tokens, names = find(text, language, headline=sentence.is_headline)
    small.update([token.word for token in tokens if not token.tall])
    role_of_last: str | None = None
    for at, name in enumerate(names):
        key = _key(name.tokens, words)
        if not key or _is_noise(text, tokens, name, words):
            continue
        role = roles.before(text, tokens, name, words, _floor(names, at, words))
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
            kinds.scores(text, tokens, name, role, words), words.nouns,
        )  # fmt: skip


def _floor(names: Sequence[Name], at: int, words: Grammar) -> int:
    """Give where the person before a name ends: a role cannot reach over him, but may be his."""
    if not at:
        return 0
    last = names[at - 1]
    body = any(token.word in words.bodies for token in last.tokens)
    person = last.title is not None or (is_forename(last.tokens[0].word) and not body)
    return last.after if person and not last.tokens[-1].owner else 0


def _key(tokens: Iterable[Token], words: Grammar) -> Key:
    """Give what a name is recognised by: folded words without article and legal form."""
    key = [token.stem for token in tokens]
    while len(key) > 1 and (key[-1] in words.legal or key[-1] in _GENERATION):
        key.pop()
    while len(key) > 1 and key[0] in words.articles:
        key.pop(0)
    return tuple(word.replace(".", "") for word in key if word)


def _is_noise(text: str, tokens: Sequence[Token], name: Name, words: Grammar) -> bool:
    """Say whether capitals are no name: "NT $53", "Turkish", a day."""
    rest = text[name.tokens[-1].end :].lstrip()
    if rest[:1] in {"$", "€", "£"}:
        return True
    if _is_adjective(tokens, name, words):
        return True
    if len(name.tokens) > 1:
        return False
    token = name.tokens[0]
    if token.text.isupper() and token.word in every("initials"):
        return True
    is_people = people(token.word) or people(token.word.removesuffix("s"))
    return bool(is_people)


def _is_adjective(tokens: Sequence[Token], name: Name, words: Grammar) -> bool:
    """Say whether a name only describes what follows: "Central Asian states", "Turkic peoples"."""
    last = name.tokens[-1]
    if len(name.tokens) > 2 or last.owner or name.title is not None:
        return False
    if not people(last.word) and not last.word.endswith(_ADJECTIVAL):
        return False
    if is_forename(last.word) or is_surname(last.word) or place(last.word):
        return False
    following = tokens[name.after] if name.after < len(tokens) else None
    return (
        following is not None
        and following.close
        and not following.tall
        and following.word not in words.stops
    )


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


def _sure(seen: Sequence[Sighting], small: Set[str]) -> list[Sighting]:
    """Keep names; what begins a sentence must show elsewhere that its capital means something.

    Args:
        seen: every run of capitals.
        small: the words that the story has in lower case, too.
    """
    known = {one.key for one in seen if one.sure}
    parts = Counter(word for one in seen if len(one.key) > 1 for word in {one.key[0], one.key[-1]})
    surnames: dict[str, set[Key]] = {}
    for one in seen:
        if len(one.key) > 1 and (one.role or is_forename(one.key[0])):
            surnames.setdefault(one.key[-1], set()).add(one.key)
    kept: list[Sighting] = []
    for one in seen:
        if len(one.key) == 1:
            word = one.key[0]
            spelt = one.form.isupper() and len(one.form) > 1
            if one.sure or one.key in known or parts[word] or place(word) or spelt:
                kept.append(one)
        elif not one.sure and _is_opened(one.key, known, small):
            kept.append(_piece(one, 1, None))
        elif at := _seam(one.key, known, surnames):
            kept += [_piece(one, 0, at), _piece(one, at, None)]  # "Apple Computer Steve Jobs"
        else:
            kept.append(one)
    return kept


def _is_opened(key: Key, known: Set[Key], small: Set[str]) -> bool:
    """Say whether the first word only opens the sentence: "Aunque Apple", "Karar Bakanlığı"."""
    return (key[1:] in known or key[0] in small) and not _is_known(key[0])


def _seam(key: Key, known: Set[Key], surnames: Mapping[str, Set[Key]]) -> int | None:
    """Give where two names that are known by themselves were written as one."""
    others = surnames.get(key[-1], set()) - {key}
    if len(key) == 2 and others and surnames.get(key[0]):
        return 1  # "Erdoğan Bektenov'u kabul etti": each is somebody's surname
    if others and place(" ".join(key[:-1])) and not is_forename(key[0]):
        return len(key) - 1  # "in Astana Bektenov said"
    if len(key) == 2:
        return None
    for at in range(1, len(key)):
        if key[:at] in known and key[at:] in known:
            return at
    return None


def _piece(one: Sighting, first: int, after: int | None) -> Sighting:
    """Give some words of a name as a name of its own."""
    form = " ".join(one.form.split()[first:after])
    role = one.role if after is None else None
    return replace(one, key=one.key[first:after], form=form, sure=True, role=role)


def _is_known(word: str) -> bool:
    return is_forename(word) or place(word) is not None
