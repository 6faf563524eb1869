"""Who takes part in a story: people, organisations and places under all their names. Pure.

Runs of capitals, titles, word lists and repetition find the names (`names`, `roles`, `sightings`),
`identity` joins the forms of one actor, `kinds` types it; here they are ranked by their part in the
story and told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer import kinds
from summarizer.identity import Entity, join
from summarizer.model import Actor, ActorType, Article, Citation
from summarizer.sightings import read

LIMIT = 15
"""Actors of a story that are told of."""

ARTICLES = 40
"""Articles of a story that are read, the newest ones."""

_WEIGHTS = {
    ActorType.PERSON: 1.2,
    ActorType.ORGANISATION: 1.0,
    ActorType.PLACE: 0.3,
    ActorType.OTHER: 0.4,
}
_IN_HEADLINE, _IN_SENTENCE, _EARLY, _WITH_ROLE = 2.0, 0.1, 1.0, 1.2
"""Set on one half of corpora/entities: news names early whom it is about."""

_OTHER_LESS = 1.2
"""Log-odds taken from "other" where a capital tells a name: in news it is likelier an actor."""

_LEAST = 0.03
"""Part in the story, as a share of the first one's, from which an actor is told of."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    entity: Entity
    kind: ActorType
    part: float


def find(articles: Sequence[Article], limit: int = LIMIT) -> tuple[Actor, ...]:
    """Find who takes part in a story.

    Args:
        articles: of one story, newest first.
        limit: upper bound on the actors given.

    Returns:
        Those with the greatest part in the story first. The citations of each are the sentences
        that name it; the one that tells its role is the first.
    """
    ranked = rank(join(read(articles[:ARTICLES])))
    least = _LEAST * ranked[0].part if ranked else 0.0
    kept = [one for one in ranked if one.part >= least and _is_actor(one)]
    return tuple(_actor(one.entity, one.kind) for one in kept[:limit])


def rank(entities: Sequence[Entity]) -> list[_Ranked]:
    """Type actors and put them in order of their part in the story."""
    ranked = []
    for entity in entities:
        shares = _shares(entity)
        ranked.append(
            _Ranked(entity, kinds.KINDS[shares.index(max(shares))], _part(entity, shares))
        )
    return sorted(ranked, key=lambda one: (-one.part, one.entity.seen[0].order, one.entity.key))


def _shares(entity: Entity) -> Sequence[float]:
    """Give how likely each kind is; the whole name says more than its short forms."""
    longest = max(len(one.key) for one in entity.seen)
    less = 0.0 if entity.seen[0].nouns else _OTHER_LESS
    return kinds.shares([one.cues for one in entity.seen if len(one.key) == longest], less)


def _part(entity: Entity, shares: Sequence[float]) -> float:
    """Weigh an actor's part in the story by how often and how early it is named."""
    said = {(one.order, one.sentence.is_headline) for one in entity.seen}
    weight = sum(
        _IN_HEADLINE if headline else _IN_SENTENCE + _EARLY / (1 + order[1])
        for order, headline in said
    )
    kind = sum(share * _WEIGHTS[kind] for share, kind in zip(shares, kinds.KINDS, strict=True))
    role = any(one.role for one in entity.seen)
    return weight * kind * (_WITH_ROLE if role else 1.0)


def _is_actor(one: _Ranked) -> bool:
    """Say whether it is told of; what is neither person, body nor place must come up again."""
    if one.kind is not ActorType.OTHER:
        return True
    return not one.entity.seen[0].nouns and len({seen.order for seen in one.entity.seen}) > 1


def _actor(entity: Entity, kind: ActorType) -> Actor:
    forms = Counter(one.form for one in entity.seen)
    name = max(forms, key=lambda form: (len(form.split()), forms[form], form))
    bearing = next((one for one in entity.seen if one.role), None)
    told: dict[tuple[int, int], Citation] = {}
    first = [bearing] if bearing else []
    for one in first + entity.seen:
        told.setdefault(one.order, Citation(one.article.id, one.sentence.number, one.sentence.text))
    return Actor(
        name=name,
        type=kind,
        aliases=tuple(sorted(form for form in forms if form != name)),
        role=bearing.role if bearing else None,
        citations=tuple(told.values()),
    )
