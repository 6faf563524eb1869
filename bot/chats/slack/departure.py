"""Who puts us out, as Slack tells it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Departure:
    """The end of an installation.

    Attributes:
        team: None where a whole organisation takes us out.
        enterprise: the organisation, where there is one and it is not meant to stand.
        at: when that was; None where Slack does not tell.
    """

    team: str | None
    enterprise: str | None
    at: datetime | None


def departures(body: Mapping[str, Any]) -> tuple[Departure, ...]:
    """Read an event of the kinds app_uninstalled, tokens_revoked and team_access_revoked.

    An organisation that installed us as a whole may take us from some of its teams: then its
    installation stands, and only what those teams have of their own ends.

    Returns:
        None at all where only tokens of persons end, of which we keep none.
    """
    event = body.get("event") or {}
    seconds = body.get("event_time")
    at = datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    if event.get("type") == "team_access_revoked":
        return tuple(Departure(str(team), None, at) for team in event.get("team_ids") or ())
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return ()
    whole = any(one.get("is_enterprise_install") for one in body.get("authorizations") or ())
    return (Departure(None if whole else body.get("team_id"), body.get("enterprise_id"), at),)
