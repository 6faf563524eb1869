"""What can go wrong around the command line and the running bot, by the reaction it asks for.

    TellalError                carries one sentence for the person who can mend it
    ├── BadConfiguration       a setting is wrong: names key, value and line; exit code 2
    ├── BadUsage               the command line asks for something impossible; exit code 2
    ├── NotFound               what was asked for is not stored; exit code 1
    └── Interrupted            Ctrl-C; exit code 130

Errors of the other rooms keep their own trees (`storage.errors`, `summarizer.errors`,
`bot.feeds.errors`, `bot.chats.errors`); `bot.cli` turns each into a sentence and an exit code.
"""


class TellalError(Exception):
    """Base of the errors that a person can mend; `str()` is the sentence that says how."""


class BadConfiguration(TellalError):
    """Configuration is missing, unreadable or contradicts itself."""


class BadUsage(TellalError):
    """The command line asks for something that cannot be."""


class NotFound(TellalError):
    """What was asked for is not there."""


class Interrupted(TellalError):
    """The person at the keyboard stopped the work."""

    def __init__(self) -> None:
        super().__init__("stopped; what was stored is kept.")
