"""`python -m bot`: the same as the command `tellal`."""

from bot.cli import main

main()
