"""The SDK's errors as ours, by the reaction they ask for. Pure.

Slack answers with a code in `error`. What is not named here is a fault of the message itself and
will not be better the next time.
"""

import asyncio

from aiohttp import ClientConnectorError, ClientError, ServerDisconnectedError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.chats.errors import Blocked, ChatError, NotSent, Refused, ReplyLost, Wait

FAILURES = (SlackClientError, ClientError, TimeoutError, OSError, AttributeError)
"""What the SDK raises, and the client under it; the last where a proxy answers in plain text."""

GONE = frozenset(
    ["channel_not_found", "is_archived", "not_in_channel", "user_not_found", "user_disabled",
     "cannot_dm_bot", "cant_dm_bot", "restricted_action", "restricted_action_read_only_channel",
     "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel",
     "messages_tab_disabled", "no_permission", "not_allowed", "ekm_access_denied"]
)  # fmt: skip
"""What it says when not the message is wrong, but the place."""

OUT = frozenset(
    ["token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired",
     "team_access_not_granted", "access_denied", "org_login_required", "team_disabled"]
)  # fmt: skip
"""What it says when the workspace has us no longer, whatever the place."""

LATER = frozenset(
    ["service_unavailable", "team_added_to_org", "request_timeout", "rollup_error",
     "message_limit_exceeded"]
)  # fmt: skip
"""What it says when it surely did not act, and may the next time."""

LOST = frozenset(["internal_error", "fatal_error"])
"""What it says when some of it may have been done."""

FIRST_WAIT = 1.0
"""Seconds where Slack limits us and does not say for how long."""


def code(error: Exception) -> str:
    """Give Slack's word for what went wrong; "" where there is none."""
    if not isinstance(error, SlackApiError):
        return ""
    told = getattr(error.response, "data", error.response)
    found = told.get("error") if isinstance(told, dict) else None
    return found if isinstance(found, str) else ""


def translate(error: Exception) -> ChatError:
    """Give our error for one of the SDK's, or of the client under it."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    said = f"Slack: {type(error).__name__}"
    if isinstance(error, ClientConnectorError):
        return NotSent(said)
    if isinstance(error, (ServerDisconnectedError, ClientError, asyncio.TimeoutError, OSError)):
        return ReplyLost(said)
    if isinstance(error, SlackClientError):
        return Refused(f"{said}: {error}")
    return ReplyLost(said)


def _answered(error: SlackApiError) -> ChatError:
    said, response = code(error), error.response
    # The SDK gives its own response, or the client's where that is no JSON.
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    told = f"Slack: {said or status}"
    if said in ("ratelimited", "rate_limited") or status == 429:
        return Wait(_seconds(error), "Slack")
    if said in GONE or said in OUT:
        return Blocked(told)
    if said in LATER:
        return NotSent(told)
    if said in LOST or status >= 500:
        return ReplyLost(told)
    if not said:  # somebody between us and Slack, who let it pass or did not
        return NotSent(told) if status >= 400 else ReplyLost(told)
    return Refused(told)


def _seconds(error: SlackApiError) -> float:
    """Read how long Slack asks us to wait."""
    headers = getattr(error.response, "headers", None) or {}
    told = next((v for k, v in headers.items() if str(k).lower() == "retry-after"), None)
    try:
        return max(float(told), 0.0) if told is not None else FIRST_WAIT
    except ValueError:
        return FIRST_WAIT
