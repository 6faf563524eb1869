"""What stands of a brief when articles that it was made from are taken back. Pure."""

from collections.abc import Collection
from dataclasses import replace

from summarizer.model import Actor, Brief, Claim


def without(brief: Brief, withdrawn: Collection[str]) -> Brief | None:
    """Leave out what only withdrawn articles carry; None when nothing is left to tell.

    Args:
        brief: as it was written.
        withdrawn: ids of articles that their sources took back.
    """
    if not any(source.article in withdrawn for source in brief.sources):
        return brief
    summary = _standing(brief.summary, withdrawn)
    if not summary:
        return None
    return replace(
        brief,
        summary=summary,
        outcomes=_standing(brief.outcomes, withdrawn),
        actors=tuple(filter(None, (_actor(actor, withdrawn) for actor in brief.actors))),
        sources=tuple(one for one in brief.sources if one.article not in withdrawn),
    )


def _standing(claims: tuple[Claim, ...], withdrawn: Collection[str]) -> tuple[Claim, ...]:
    kept = (
        replace(claim, citations=tuple(c for c in claim.citations if c.article not in withdrawn))
        for claim in claims
    )
    return tuple(claim for claim in kept if claim.citations)


def _actor(actor: Actor, withdrawn: Collection[str]) -> Actor | None:
    """Keep an actor whom another article names, without the role that the first citation gave."""
    citations = tuple(c for c in actor.citations if c.article not in withdrawn)
    if citations == actor.citations:
        return actor
    if not citations:
        return None
    role = actor.role if citations[0] == actor.citations[0] else None
    return replace(actor, citations=citations, role=role)
