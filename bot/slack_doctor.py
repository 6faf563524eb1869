"""Checks what belongs to Slack: tokens, scopes, mode, and the workspaces that installed the app."""

from collections.abc import AsyncIterator

from bot.chats.errors import ChatError
from bot.errors import BadConfiguration
from bot.finding import Finding, Level
from bot.languages import listed
from bot.secrets import Secrets
from bot.slack_app import NotAccepted, app_token_works, bot_badge, reason_of, vault
from bot.slack_settings import SlackSettings
from storage.model import Installation
from storage.store import Store

_ANEW = "copy it anew from the app's page"


async def tokens(settings: SlackSettings, secrets: Secrets) -> AsyncIterator[Finding]:
    """Check the tokens that the environment gives; nothing while Slack is off."""
    if secrets.slack_bot_token:
        yield await _bot(settings, "SLACK_BOT_TOKEN", secrets.slack_bot_token.get_secret_value())
    if settings.mode == "socket" and secrets.slack and secrets.slack_app_token:
        yield await _app(settings, secrets.slack_app_token.get_secret_value())
    if settings.mode == "http" and secrets.slack:
        where = f"{settings.public or 'the web port'}/slack/events"
        yield Finding(Level.OK, "slack", f"events are expected at {where}, signed")
        if secrets.slack_app_token:
            yield Finding(
                Level.NOTE,
                "slack",
                "SLACK_APP_TOKEN is set, but slack.mode is http: no socket is opened",
                "take the token away, or set slack.mode to socket",
            )


async def installations(
    store: Store, settings: SlackSettings, secrets: Secrets
) -> AsyncIterator[Finding]:
    """Check the token of every workspace that installed the app. Raises: StorageError."""
    if not secrets.installable:
        return
    try:
        safe = vault(secrets)
    except BadConfiguration as error:
        yield Finding(Level.WRONG, "slack", *_split(str(error)))
        return
    async with store.reading() as tx:
        every = await tx.installations.all()
    for one in every:
        try:
            token = safe.open(one.token)
        except BadConfiguration as error:
            yield Finding(Level.WRONG, _named(one), *_split(str(error)))
        else:
            yield await _bot(settings, _named(one), token)
    number = f"{len(every)} workspace(s) installed the app"
    yield Finding(Level.OK, "slack", f"{number}; `tellal slack link` makes a link for one more")


async def _bot(settings: SlackSettings, whose: str, token: str) -> Finding:
    try:
        badge = await bot_badge(settings.api, token)
    except NotAccepted as error:
        return Finding(Level.WRONG, "slack", f"Slack refuses {whose}: {error.reason}", _mend(whose))
    except ChatError as error:
        return _unreachable(settings, error)
    if badge.missing:
        lacks = listed([f"{scope} ({reason_of(scope)})" for scope in badge.missing])
        return Finding(
            Level.WRONG,
            "slack",
            f"the app lacks in {badge.title}: {lacks}",
            "add them on the app's page under OAuth & Permissions, and install the app again",
        )
    return Finding(
        Level.OK, "slack", f"@{badge.name} is in {badge.title} (access key slack:{badge.account})"
    )


async def _app(settings: SlackSettings, token: str) -> Finding:
    try:
        await app_token_works(settings.api, token)
    except NotAccepted as error:
        mend = (
            "give the token the scope connections:write: Basic Information, App-Level Tokens"
            if error.reason in ("missing_scope", "not_allowed_token_type")
            else f"turn Socket Mode on in the app, and {_ANEW}: Basic Information, App-Level Tokens"
        )
        return Finding(Level.WRONG, "slack", f"Slack refuses SLACK_APP_TOKEN: {error.reason}", mend)
    except ChatError as error:
        return _unreachable(settings, error)
    return Finding(Level.OK, "slack", "events come over a socket")


def _unreachable(settings: SlackSettings, error: ChatError) -> Finding:
    return Finding(
        Level.WRONG,
        "slack",
        f"{settings.api} cannot be reached: {error}",
        "check the network, and SLACK_API_BASE if that is set",
    )


def _mend(whose: str) -> str:
    if whose == "SLACK_BOT_TOKEN":
        return f"{_ANEW}: OAuth & Permissions, Bot User OAuth Token"
    return "let the workspace install the app again: `tellal slack link`"


def _named(one: Installation) -> str:
    return f"the token of {one.title or one.account} ({one.account})"


def _split(says: str) -> tuple[str, str]:
    head, _, mend = says.partition(". ")
    return head, mend
