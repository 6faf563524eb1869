"""Who puts us out: a team, a whole organisation, or nobody whose token we keep."""

from datetime import UTC, datetime

import pytest

from bot.chats.slack.departure import Departure, departures

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def told(event: dict[str, object], *, whole: bool = False) -> dict[str, object]:
    return {
        "team_id": "T1",
        "enterprise_id": "E1",
        "event_time": int(AT.timestamp()),
        "event": event,
        "authorizations": [{"is_enterprise_install": whole}],
    }


def test_a_team_that_takes_us_out_is_named_with_the_time():
    assert departures(told({"type": "app_uninstalled"})) == (Departure("T1", "E1", AT),)


def test_an_organisation_that_installed_as_a_whole_goes_as_a_whole():
    assert departures(told({"type": "app_uninstalled"}, whole=True)) == (Departure(None, "E1", AT),)


def test_one_team_of_an_organisation_does_not_end_what_the_others_have():
    event = {"type": "team_access_revoked", "team_ids": ["T1", "T2"]}
    assert departures(told(event, whole=True) | {"team_id": None}) == (
        Departure("T1", None, AT), Departure("T2", None, AT),
    )  # fmt: skip


@pytest.mark.parametrize("tokens", [{}, {"oauth": ["U1"]}, {"oauth": ["U1"], "bot": []}, None])
def test_tokens_of_persons_that_end_concern_nobody(tokens):
    assert departures(told({"type": "tokens_revoked", "tokens": tokens})) == ()


def test_our_own_token_that_ends_is_the_end():
    event = {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}}
    assert departures(told(event)) == (Departure("T1", "E1", AT),)


def test_what_slack_leaves_out_is_not_made_up():
    assert departures({"event": {"type": "app_uninstalled"}}) == (Departure(None, None, None),)
