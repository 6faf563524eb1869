"""The command line: what an operator types, and what comes back."""

from bot.cli.main import main

__all__ = ["main"]
