"""The commands put together; errors become one sentence and an exit code."""

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from bot import __version__
from bot.chats.errors import ChatError
from bot.cli import archive, ask, brief, database, operate, run, slack
from bot.cli.options import EXIT_INTERRUPTED, EXIT_PART_FAILED, EXIT_USAGE, Options
from bot.cli.output import complain
from bot.errors import BadConfiguration, BadUsage, Interrupted, TellalError
from bot.feeds.errors import FeedError
from storage.errors import BadUrl, StorageError
from summarizer.errors import SummarizerError

_EXPECTED = (TellalError, StorageError, SummarizerError, FeedError, ChatError)

app = typer.Typer(
    name="tellal",
    help="News from your feeds, told once, in short, with sources; and answers from them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("chat")(run.chat)
app.command("poll")(archive.poll)
app.command("import")(archive.import_)
app.command("export")(archive.export)
app.command("withdraw")(archive.withdraw)
app.command("brief")(brief.brief)
app.command("ask")(ask.ask)
app.command("who")(ask.who)
app.command("stories")(ask.stories)
app.command("doctor")(operate.doctor)
app.add_typer(database.db, name="db")
app.add_typer(slack.slack, name="slack")
app.command("chats")(operate.chats)
app.command("deliveries")(operate.deliveries)
app.command("usage")(operate.usage)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tellal {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings file; without it ./config.yaml, or the defaults."),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            "--database", help="sqlite:///FILE or postgresql://…; wins over the settings."
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = Options(config, database_url, debug, dict(os.environ))


def main() -> None:
    """Run the command line and end the process with its exit code.

    0 done; 1 part failed; 2 usage or configuration; 130 interrupted.
    """
    try:
        app()
    except Interrupted as error:
        complain(f"tellal: {error}")
        sys.exit(EXIT_INTERRUPTED)
    except _EXPECTED as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        complain(f"tellal: {error}")
        wrong_call = isinstance(error, BadConfiguration | BadUsage | BadUrl)
        sys.exit(EXIT_USAGE if wrong_call else EXIT_PART_FAILED)
    except BrokenPipeError:
        # The reader of our output left (`| head`). Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_PART_FAILED)
