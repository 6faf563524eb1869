"""What every command shares: the global options, exit codes, and the way into the application."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot import collection
from bot.app import App, Platform, open_app
from bot.config import Settings, load
from bot.errors import Interrupted
from bot.logs import configure
from bot.secrets import Secrets, load_secrets

EXIT_PART_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """The global options as typed.

    Attributes:
        config: the settings file, None for ./config.yaml if there is one.
        database: overrides the settings' database.
        debug: tracebacks and debug logs.
        environment: the process's environment.
    """

    config: Path | None
    database: str | None
    debug: bool
    environment: Mapping[str, str]

    def settings(self) -> Settings:
        """Read the settings and set up the logs.

        Raises: BadConfiguration.
        """
        path = self.config
        if path is None and Path("config.yaml").exists():
            path = Path("config.yaml")
        environment = dict(self.environment)
        if self.database:
            environment.pop("TELLAL__DATABASE__URL", None)
            environment["DATABASE_URL"] = self.database
        settings = load(path, environment)
        configure("debug" if self.debug else settings.log.level, settings.log.format)
        return settings

    def secrets(self) -> Secrets:
        """Read the secrets. Raises: BadConfiguration."""
        return load_secrets(self.environment)

    def open(
        self, platforms: Sequence[Platform] = ("terminal",)
    ) -> AbstractAsyncContextManager[App]:
        """Open the application on these options' database, to talk on platforms."""
        return open_app(self.settings(), self.secrets(), platforms=platforms)


def in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end.

    Raises: Interrupted: Ctrl-C ended it.
    """
    collection.rarely()
    try:
        return asyncio.run(work)
    except KeyboardInterrupt as error:
        raise Interrupted from error
