"""What kind of actor a name stands for, by a small linear model over what is seen of it. Pure.

The model is multinomial logistic regression. `benchmarks/train_actors.py` trains it and writes
`lexicon/kinds.tsv`; `lexicon/kinds.card.txt` says on what and how well.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from operator import add
from typing import NamedTuple

from summarizer.capitals import Token
from summarizer.gazetteer import is_forename, is_surname, people, place, territory
from summarizer.grammar import Grammar, grammar
from summarizer.lexicon import table
from summarizer.model import ActorType
from summarizer.names import Name

KINDS = (ActorType.PERSON, ActorType.ORGANISATION, ActorType.PLACE, ActorType.OTHER)
"""The order of a feature's weights in the model file."""

_SCALE = 100.0
"""Weights are stored as whole hundredths."""

_NOTHING = (0,) * len(KINDS)

_KEPT = 16_384
"""Names that are kept with what their words tell: the same ones come up again and again."""

Scores = tuple[float, ...]
"""Log-odds of each kind in the order of `KINDS`, up to a constant."""


_PRIOR: Mapping[str, tuple[int, ...]] = {
    "body/2": (0, 100, 0, 0),
    "body/3": (0, 100, 0, 0),
    "legal": (0, 100, 0, 0),
    "titled": (100, 0, 0, 0),
}
"""What is known without learning, in hundredths: who has a title is a person."""


def features(
    text: str, tokens: Sequence[Token], name: Name, role: str | None, words: Grammar
) -> tuple[str, ...]:
    """Describe a name where it stands.

    Args:
        text: its sentence.
        tokens: of the sentence.
        name: one of its names.
        role: what `roles` found beside it.
        words: of the sentence's language.
    """
    return (
        *_inside(_Form.of(name), words),
        *_around(text, tokens, name, words),
        *_titles(name, role, words),
    )


def scores(
    text: str, tokens: Sequence[Token], name: Name, role: str | None, words: Grammar
) -> Scores:
    """Give the log-odds of each kind where a name stands; the arguments are those of `features`."""
    inside = _scores_inside(_Form.of(name), words.language)
    beside = _summed(chain(_around(text, tokens, name, words), _titles(name, role, words)))
    return tuple((one + other) / _SCALE for one, other in zip(inside, beside, strict=True))


class _Form(NamedTuple):
    """What of a name's words its features are read from."""

    words: tuple[str, ...]
    shape: str
    lower: bool

    @classmethod
    def of(cls, name: Name) -> "_Form":
        tokens = name.tokens
        return cls(
            tuple([token.word.replace(".", "") for token in tokens]),
            f"{_shape(tokens[0].text)}/{_shape(tokens[-1].text)}",
            not all(token.tall for token in tokens),
        )


@lru_cache(maxsize=_KEPT)
def _scores_inside(form: _Form, language: str) -> tuple[int, ...]:
    return _summed(_inside(form, grammar(language)))


def _inside(form: _Form, words: Grammar) -> Iterator[str]:
    found = form.words
    joined = " ".join(found)
    count = min(len(found), 5)
    yield "bias"
    yield f"n={count}"
    yield f"first={found[0]}"
    yield f"last={found[-1]}"
    yield f"end={found[-1][-3:]}"
    yield f"end2={found[-1][-2:]}"
    if len(found) == 1:
        yield f"only={found[0]}"
    yield from (f"has={word}" for word in found[1:-1])
    yield f"shape={form.shape}/{count}"
    for kind, known in (
        ("given", is_forename(found[0])),
        ("family", is_surname(found[-1])),
        ("land", territory(joined) is not None),
        ("place", place(joined) is not None),
        ("ofplace", count > 1 and (place(found[0]) or place(found[-1])) is not None),
        ("people", people(found[0]) is not None),
        ("body", any(word in words.bodies for word in (found[0], found[-1]))),
        ("bodyin", any(word in words.bodies for word in found)),
        ("legal", count > 1 and found[-1] in words.legal),
        ("site", any(word in words.places for word in (found[0], found[-1]))),
        ("matter", any(word in words.others for word in (found[0], found[-1]))),
        ("of", form.lower),
        ("initial", any(len(word) == 1 for word in found[:-1])),
        ("number", any(map(str.isdigit, joined))),
    ):
        if known:
            yield kind
            yield f"{kind}/{min(count, 3)}"
    if count > 1:
        yield f"persons={is_forename(found[0]):d}{is_surname(found[-1]):d}{min(count, 4)}"


def _shape(word: str) -> str:
    if word.isupper():
        return "A" if len(word.strip(".")) == 1 else "AA"
    if word[:1].islower():
        return "aA" if any(letter.isupper() for letter in word) else "a"
    return "AaA" if any(letter.isupper() for letter in word[1:]) else "Aa"


def _around(text: str, tokens: Sequence[Token], name: Name, words: Grammar) -> Iterator[str]:
    first = name.first if name.title is None else name.title
    before = [token.word for token in tokens[max(0, first - 2) : first]]
    after = [token.word for token in tokens[name.after : name.after + 2]]
    left = text[tokens[first - 1].end : tokens[first].start].strip() if first else ""
    end = name.tokens[-1].end
    right = text[end : tokens[name.after].start if name.after < len(tokens) else len(text)].strip()
    yield f"-1={before[-1] if before else '^'}"
    yield f"+1={after[0] if after else '$'}"
    if len(before) > 1:
        yield f"-2={before[0]}"
    if len(after) > 1:
        yield f"+2={after[1]}"
    yield f"left={left[-1:]}"
    yield f"right={right[:1]}"
    if name.tokens[-1].owner:
        yield "owner"
    if before and before[-1] in words.articles:
        yield "article"
    if before and before[-1] in words.of:
        yield "after of"
    if not name.sure:
        yield "opens"


def _titles(name: Name, role: str | None, words: Grammar) -> Iterator[str]:
    if name.title is not None:
        yield "titled"
    if role is None:
        return
    last = role.casefold().split()
    if any(map(words.is_head, last)):
        yield "office"
    elif any(word in words.makers for word in last):
        yield "maker"


@cache
def _weights() -> Mapping[str, tuple[int, ...]]:
    learned = {feature: tuple(map(int, weights)) for feature, weights in table("kinds").items()}
    known = {
        feature: tuple(map(add, learned.get(feature, _NOTHING), prior))
        for feature, prior in _PRIOR.items()
    }
    return learned | known


def _summed(found: Iterable[str]) -> tuple[int, ...]:
    """Sum the weights of features by kind, in the order of `KINDS`."""
    known = filter(None, map(_weights().get, found))
    return tuple(map(sum, zip(*known, strict=True))) or _NOTHING


def shares(mentions: Sequence[Scores], other_less: float) -> tuple[float, ...]:
    """Give how likely each kind is by all mentions of an actor, in the order of `KINDS`.

    Args:
        mentions: the scores of each, at least one.
        other_less: log-odds taken from "other", where names are likelier actors than in what the
            model learned from.
    """
    summed = [sum(each) for each in zip(*mentions, strict=True)]
    mean = [total / len(mentions) for total in summed]
    mean[-1] -= other_less
    top = max(mean)
    odds = [math.exp(value - top) for value in mean]
    return tuple(each / sum(odds) for each in odds)
