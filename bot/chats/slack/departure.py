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
        enterprise: the organisation, where there is one.
        at: when that was; None where Slack does not tell.
    """

    team: str | None
    enterprise: str | None
    at: datetime | None


def departure(body: Mapping[str, Any]) -> Departure | None:
    """Read an event of the kinds app_uninstalled, tokens_revoked and team_access_revoked.

    An organisation that installed us as a whole may take us from one of its teams: then its
    installation stands.

    Returns:
        None where only tokens of persons end, of which we keep none.
    """
    event = body.get("event") or {}
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return None
    whole = any(one.get("is_enterprise_install") for one in body.get("authorizations") or ())
    one_team = not whole or event.get("type") == "team_access_revoked"
    seconds = body.get("event_time")
    return Departure(
        body.get("team_id") if one_team else None,
        body.get("enterprise_id"),
        datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None,
    )
