"""Builds the Slack side. Beside `bot.app` the one place that knows its adapter.

The SDK takes long to load and most commands have no use for it: import this where it is needed.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.chats.hook import Route
from bot.chats.slack.app import Options, SlackApp, introduce
from bot.chats.slack.checkup import NotAccepted, app_token_works, bot_badge
from bot.chats.slack.install import Office
from bot.chats.slack.installed import StoredSeen, StoredWorkspaces
from bot.chats.slack.oauth import Terms, renewer
from bot.chats.slack.page import Pages
from bot.chats.slack.reception import Manners
from bot.chats.slack.scopes import BOT_SCOPES
from bot.chats.slack.tenant import Connection
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.vault import Vault
from bot.chats.slack.workspaces import OneWorkspace, Workspaces
from bot.inbox import StoredInbox
from bot.memory import StoredMemory
from bot.presence import StoredPresence
from bot.secrets import Secrets
from bot.slack_links import invitation, new_link
from bot.slack_settings import SlackSettings
from bot.startcode import Usher
from storage.store import Store

__all__ = ["NotAccepted", "app_token_works", "bot_badge", "opened", "reason_of", "vault"]

Clock = Callable[[], datetime]


def reason_of(scope: str) -> str:
    """Tell what a scope is for."""
    return BOT_SCOPES.get(scope, "")


def vault(secrets: Secrets) -> Vault:
    """Give what encrypts the tokens of workspaces.

    Raises:
        BadConfiguration: TELLAL_SECRET_KEY is no key.
    """
    key = secrets.tellal_secret_key
    return Vault(key.get_secret_value() if key else "")


@asynccontextmanager
async def opened(
    settings: SlackSettings,
    secrets: Secrets,
    store: Store,
    memory: StoredMemory,
    pages: Pages,
    usher: Usher,
    tell: Callable[[str], None],
    clock: Clock,
) -> AsyncIterator[SlackApp]:
    """Build the Slack app, and close its connections when the block ends.

    Args:
        pages: looks up what the App Home shows.
        usher: shows the start code, while there is no operator.
        tell: shows something to whoever started the program.
        clock: gives the time, aware and in UTC.

    Raises:
        BadConfiguration: Slack does not know the token, or TELLAL_SECRET_KEY is no key, or not
            the one that stored tokens were encrypted with.
        storage.errors.StorageError: the store cannot be had.
    """

    async def ready() -> None:
        if secrets.installable and settings.install == "link" and not await workspaces.all():
            tell(invitation(await new_link(store, settings.public or "", clock())))
        await usher.ready_on("Slack")

    connection = Connection(settings.api)
    presence = StoredPresence(store, clock)
    workspaces: Workspaces
    routes: tuple[Route, ...] = ()
    try:
        if secrets.installable:
            workspaces, routes = await _many(settings, secrets, store, connection, presence, clock)
        else:
            token = secrets.slack_bot_token
            client = connection.client(token.get_secret_value() if token else "")
            workspaces = OneWorkspace(partial(introduce, client), presence)
        tenants = Tenants(
            workspaces,
            connection,
            presence,
            lambda: clock().timestamp(),
            unfurl=settings.unfurl == "first",
        )
        yield SlackApp(
            _options(settings, secrets),
            connection,
            workspaces,
            tenants,
            StoredSeen(store, clock),
            memory,
            presence,
            pages,
            routes,
            ready,
            StoredInbox(store, "slack", "", clock),
        )
    finally:
        await connection.close()


async def _many(
    settings: SlackSettings,
    secrets: Secrets,
    store: Store,
    connection: Connection,
    presence: StoredPresence,
    clock: Clock,
) -> tuple[Workspaces, tuple[Route, ...]]:
    """Give the workspaces that installed the app, and the pages where more do."""
    terms = _terms(settings, secrets)
    client = connection.client()
    workspaces = StoredWorkspaces(
        store, vault(secrets), presence, renewer(terms, client, clock), clock
    )
    await workspaces.unlock()
    return workspaces, Office(terms, client, store, workspaces, _nobody, clock).routes


async def _nobody(_account: str) -> None:
    """Hear of a new workspace where nobody needs to."""


def _terms(settings: SlackSettings, secrets: Secrets) -> Terms:
    id_, secret = secrets.slack_client_id, secrets.slack_client_secret
    return Terms(
        client_id=id_.get_secret_value() if id_ else "",
        client_secret=secret.get_secret_value() if secret else "",
        public=settings.public or "",
        api=settings.api,
        by_link=settings.install == "link",
        allowed=frozenset(settings.workspaces),
    )


def _options(settings: SlackSettings, secrets: Secrets) -> Options:
    app, signing = secrets.slack_app_token, secrets.slack_signing_secret
    return Options(
        mode=settings.mode,
        app_token=app.get_secret_value() if app else "",
        signing_secret=signing.get_secret_value() if signing else "",
        api=settings.api,
        manners=Manners(
            settings_by=settings.settings_by,
            follow_threads=settings.follow_threads,
            ignore_bots=settings.ignore_bots,
            stream=settings.stream,
        ),
    )
