"""`tellal slack`: the workspaces that installed the Slack app, and links for more."""

from typing import Annotated

import typer

from bot.app import utc_now
from bot.cli.options import Options, in_loop
from bot.cli.output import say, say_json, say_table
from bot.config import Settings
from bot.errors import BadConfiguration, NotFound
from bot.presence import StoredPresence
from bot.slack_links import invitation, new_link
from storage.store import Store

slack = typer.Typer(
    help="Look after the Slack workspaces that installed the app.", no_args_is_help=True
)

_Json = Annotated[bool, typer.Option("--json", help="A JSON document a line.")]


@slack.command()
def link(context: typer.Context) -> None:
    """Make a link by which one workspace installs the app."""
    options: Options = context.obj
    if not options.secrets().installable:
        raise BadConfiguration(
            "SLACK_CLIENT_ID is not set: only with it can workspaces install the app. One "
            "workspace needs no link: SLACK_BOT_TOKEN is its token."
        )
    in_loop(_link(options.settings()))


async def _link(settings: Settings) -> None:
    async with Store(settings.database.url) as store:
        await store.upgrade()
        say(invitation(await new_link(store, settings.slack.public or "", utc_now())))


@slack.command("list")
def list_(context: typer.Context, as_json: _Json = False) -> None:
    """List the workspaces that installed the app."""
    options: Options = context.obj
    in_loop(_list(options.settings(), as_json))


async def _list(settings: Settings, as_json: bool) -> None:
    async with Store(settings.database.url) as store:
        await store.upgrade()
        async with store.reading() as tx:
            every = await tx.installations.all()
    if as_json:
        for one in every:
            say_json(
                {
                    "workspace": one.account,
                    "enterprise": one.enterprise,
                    "title": one.title,
                    "installed": one.installed.isoformat(),
                    "installer": one.installer,
                    "scopes": list(one.scopes),
                    "expires": one.expires.isoformat() if one.expires else None,
                }
            )
        return
    rows = [
        (one.account, one.title, f"{one.installed:%Y-%m-%d %H:%M}", one.installer or "")
        for one in every
    ]
    say_table(("workspace", "title", "installed (UTC)", "by"), rows)


@slack.command()
def remove(
    context: typer.Context,
    workspace: Annotated[str, typer.Argument(help="Its id, as `tellal slack list` shows it.")],
) -> None:
    """Forget a workspace's token and pause its chats; what they follow is kept."""
    options: Options = context.obj
    in_loop(_remove(options.settings(), workspace))


async def _remove(settings: Settings, workspace: str) -> None:
    async with Store(settings.database.url) as store:
        await store.upgrade()
        async with store.writing() as tx:
            gone = await tx.installations.remove(workspace)
            await tx.commit()
        if not gone:
            raise NotFound(f"{workspace}: no such workspace installed the app.")
        await StoredPresence(store, utc_now).left("slack", workspace)
    say(f"{workspace} is forgotten. In Slack the app stays until somebody takes it out there.")
