"""`run` and `chat`: the bot itself."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.app import Platform, configured
from bot.cli.options import Options, in_loop
from bot.cli.output import progress
from bot.errors import BadUsage
from bot.service import ROLES, Service


def run(
    context: typer.Context,
    roles: Annotated[
        str, typer.Option(help="What this process does, of: " + ", ".join(ROLES) + ".")
    ] = ",".join(ROLES),
) -> None:
    """Run the bot: poll, brief, deliver, answer. With no token set, chat in this terminal."""
    wanted = frozenset(role.strip() for role in roles.split(",") if role.strip())
    if not wanted or not wanted <= set(ROLES):
        raise BadUsage(f"--roles {roles!r}: roles are {', '.join(ROLES)}.")
    options: Options = context.obj
    in_loop(_run(options, wanted, configured(options.secrets())))


def chat(context: typer.Context) -> None:
    """Chat in this terminal alone, against the same store."""
    options: Options = context.obj
    in_loop(_run(options, frozenset({"chat"}), ("terminal",)))


async def _run(options: Options, roles: frozenset[str], platforms: Sequence[Platform]) -> None:
    async with options.open(platforms) as app:
        service = Service(app, roles)
        with progress("Reading the first articles") as step:
            await service.prepare(step)
        await service.run()
