"""Asks Slack whether our tokens are good, and for enough."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.chats.errors import ChatError, Wait
from bot.chats.slack.errors import FAILURES, code, translate
from bot.chats.slack.scopes import missing
from bot.chats.slack.tenant import Connection


@dataclass(frozen=True, slots=True)
class Badge:
    """Whose a bot token is.

    Attributes:
        account: id of the workspace or organisation, as access keys have it.
        title: its name.
        name: of the bot.
        missing: scopes that we use and the token lacks; empty too where Slack does not tell.
    """

    account: str
    title: str
    name: str
    missing: tuple[str, ...] = ()


class NotAccepted(Exception):
    """Slack knows the token not, or not for this; `reason` is its word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def bot_badge(api: str, token: str) -> Badge:
    """Ask whose a bot token is.

    Args:
        api: base address of the Web API.
        token: of the bot.

    Raises:
        NotAccepted: Slack does not know it.
        bot.chats.errors.ChatError: Slack cannot be reached.
    """
    connection = Connection(api)
    try:
        me = await connection.client(token).auth_test()
    except FAILURES as error:
        raise _known(error) from error
    finally:
        await connection.close()
    whole = bool(me.get("is_enterprise_install"))
    granted = me.headers.get("x-oauth-scopes")
    return Badge(
        account=str(me.get("enterprise_id") if whole else me.get("team_id")),
        title=str(me.get("team") or ""),
        name=str(me.get("user") or ""),
        missing=missing(granted) if granted is not None else (),
    )


async def app_token_works(api: str, token: str) -> None:
    """Ask for the address of a socket, without opening it.

    Args:
        api: base address of the Web API.
        token: of the app.

    Raises:
        NotAccepted: Slack does not know it, or Socket Mode is not allowed.
        bot.chats.errors.ChatError: Slack cannot be reached.
    """
    connection = Connection(api)
    client: AsyncWebClient = connection.client(token)
    try:
        await client.apps_connections_open(app_token=token)
    except FAILURES as error:
        raise _known(error) from error
    finally:
        await connection.close()


def _known(error: Exception) -> NotAccepted | ChatError:
    said, ours = code(error), translate(error)
    return NotAccepted(said) if said and not isinstance(ours, Wait) else ours
