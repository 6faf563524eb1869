"""`tellal db`: the database itself."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Options, in_loop
from bot.cli.output import say, say_json, say_table
from storage.store import Store

db = typer.Typer(help="Look after the database.", no_args_is_help=True)


@db.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to this version's schema; creates it where there is none."""
    options: Options = context.obj
    in_loop(_upgrade(options.settings().database.url))


async def _upgrade(url: str) -> None:
    async with Store(url) as store:
        await store.upgrade()
    say("The database has this version's schema.")


@db.command()
def backup(context: typer.Context, file: Annotated[Path, typer.Argument()]) -> None:
    """Copy a SQLite database to FILE while it is in use. PostgreSQL has pg_dump for this."""
    options: Options = context.obj
    in_loop(_backup(options.settings().database.url, file))


async def _backup(url: str, file: Path) -> None:
    async with Store(url) as store:
        await store.backup(file)
    say(f"{file}: a copy of the database as it was when the copying ended.")


@db.command()
def restore(context: typer.Context, file: Annotated[Path, typer.Argument()]) -> None:
    """Put the copy in FILE in the database's place; the bot must not be running."""
    options: Options = context.obj
    in_loop(_restore(options.settings().database.url, file))


async def _restore(url: str, file: Path) -> None:
    async with Store(url) as store:
        await store.restore(file)
        await store.upgrade()
    say(f"The database is the copy from {file} now, at this version's schema.")


@db.command()
def stats(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Count what is stored."""
    options: Options = context.obj
    in_loop(_stats(options.settings().database.url, as_json))


async def _stats(url: str, as_json: bool) -> None:
    async with Store(url) as store:
        await store.upgrade()
        found = await store.stats()
    if as_json:
        say_json({name: {"rows": size.rows, "bytes": size.bytes} for name, size in found.items()})
        return
    rows = [
        (name, f"{size.rows:,}", "" if size.bytes is None else f"{size.bytes:,}")
        for name, size in found.items()
    ]
    say_table(("table", "rows", "bytes"), rows)
