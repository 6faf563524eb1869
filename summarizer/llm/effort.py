"""What to do after a request has failed: try again, ask for less, or give up. Pure."""

from dataclasses import dataclass, replace

from summarizer.llm.abilities import Abilities, lessen, step_down
from summarizer.llm.options import Patience
from summarizer.llm.trouble import PASSING, Kind, Trouble


@dataclass(frozen=True, slots=True)
class Effort:
    """How a thing is asked for the next time.

    Attributes:
        abilities: what the endpoint may be asked for.
        proven: they have brought a reply before.
        limit: most tokens of the reply.
        attempts: requests made so far.
        passing: those of them that failed in passing.
        wrong: what was wrong with the form of a reply, to be mended; None when nothing was.
        widened: the limit was raised already.
        pause: seconds to wait before the request.
    """

    abilities: Abilities
    proven: bool
    limit: int
    attempts: int = 0
    passing: int = 0
    wrong: str | None = None
    widened: bool = False
    pause: float = 0.0


def after(effort: Effort, trouble: Trouble, patience: Patience, chance: float) -> Effort | None:
    """Decide what to do next.

    Args:
        effort: what was tried.
        trouble: what came of it.
        patience: how long is waited and how often is tried again.
        chance: between 0 and 1, so that many who failed together do not come back together.

    Returns:
        The next effort, or None to give up.
    """
    tried = replace(effort, attempts=effort.attempts + 1, pause=0.0)
    if trouble.kind is Kind.CUT:
        wider = replace(tried, limit=2 * effort.limit, widened=True)
        return None if effort.widened else wider
    if trouble.kind is Kind.INVALID:
        return _repair(tried, trouble)
    if trouble.kind is Kind.UNSUPPORTED:
        less = lessen(effort.abilities, trouble.said)
        return replace(tried, abilities=less) if less else None
    if _may_be_the_form(effort, trouble, patience) and (less := step_down(effort.abilities)):
        return replace(tried, abilities=less)
    if trouble.kind in PASSING:
        return _again(tried, trouble, patience, chance)
    return None


def _may_be_the_form(effort: Effort, trouble: Trouble, patience: Patience) -> bool:
    """Tell whether an endpoint may break on what was asked of it, rather than in passing.

    What breaks twice does; once is no reason to do with less for as long as the process lives.
    """
    return trouble.harsh and not effort.proven and (effort.passing > 0 or not patience.retries)


def _repair(tried: Effort, trouble: Trouble) -> Effort | None:
    """Ask once more in the same way; while nothing is proven, in every weaker way as well."""
    if tried.proven:
        return replace(tried, wrong=trouble.detail) if tried.wrong is None else None
    less = step_down(tried.abilities)
    if less is None and tried.wrong is not None:
        return None
    return replace(tried, abilities=less or tried.abilities, wrong=trouble.detail)


def _again(tried: Effort, trouble: Trouble, patience: Patience, chance: float) -> Effort | None:
    if tried.passing >= patience.retries:
        return None
    own = patience.pause * 2.0**tried.passing * (1 + chance / 2)
    pause = own if trouble.wait is None else max(trouble.wait, own)
    if pause > patience.longest_pause:
        return None
    return replace(tried, passing=tried.passing + 1, pause=pause)
