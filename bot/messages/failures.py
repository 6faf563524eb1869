"""Why something was not done, and what the reader can do about it. Pure."""

from collections.abc import Iterable, Sequence

from bot.buttons import grid, row
from bot.conversation.commands import BY_NAME, Command
from bot.feeds import errors
from bot.feeds.errors import FeedError
from bot.languages import city
from bot.messages.words import capital, say, short
from bot.post import Button, Post


def how_to(name: str) -> Post:
    """Say what a command needs, with an example."""
    command = BY_NAME[name]
    return say(f"{capital(command.does)}. For example: {command.example}")


def failed() -> Post:
    """Confess that something of ours broke."""
    return say("Something went wrong on my side, and my operator can see it. Please try again.")


def memory_failed() -> Post:
    """Say that the store cannot be read or written now."""
    return say("I cannot get at my articles just now. Please try again in a minute.")


def engine_failed() -> Post:
    """Say that nobody could write the answer."""
    return say("I could not put an answer together just now. Please try again in a minute.")


def nothing_to_brief() -> Post:
    """Say that a page has too little text."""
    return say("There is too little text there to tell in short.")


def unknown_command(name: str, words: str, nearest: Command | None) -> Post:
    """Say that a command is not known, and offer the one that may have been meant."""
    known = f"I do not know /{short(name)}."
    if nearest is None:
        return say(f"{known} /help lists what I know.")
    return say(
        f"{known} Did you mean /{nearest.name}? It does this: {nearest.does}.",
        buttons=(
            row((f"/{nearest.name}", f"/{nearest.name} {words}".rstrip()), ("Help", "/help")),
        ),
    )


def admins_only() -> str:
    """Say that a member may not change a group's settings."""
    return "Only the admins of this chat can change what it gets."


def operators_only() -> str:
    """Say that a command is not for readers."""
    return "Only those who run this bot can use that."


def too_long(limit: int) -> str:
    """Say that a question is longer than anybody reads."""
    return f"That is too long for me. Please ask in at most {limit:,} letters."


def not_a_time(text: str) -> str:
    """Say that an hour cannot be read."""
    return f"“{short(text)}” is no time of the day that I can read. Write it like 08:30 or 8:30 pm."


def not_a_plan(text: str) -> str:
    """Say that a digest's plan cannot be read."""
    return (
        f"I cannot make out the hours in “{short(text)}”. "
        "Write them like 08:30, or weekdays 08:30, or mon, thu 18:00, sat 10:00."
    )


def not_quiet_hours(text: str) -> str:
    """Say that quiet hours cannot be read."""
    return (
        f"I cannot make out quiet hours in “{short(text)}”. "
        "Write two different times, like 22:00-07:00, or off."
    )


def not_a_zone(text: str, near: Sequence[str]) -> Post:
    """Say that a place is not known, and which ones are written like it."""
    said = f"I do not know the place “{short(text)}”. A large city or a zone works, like Istanbul."
    return say(said, buttons=_zone_buttons(near))


def which_zone(text: str, zones: Sequence[str]) -> Post:
    """Ask which of several zones is meant."""
    return say(
        f"“{short(text)}” has {len(zones)} time zones. Which one? Or name a city.",
        buttons=_zone_buttons(zones[:12]),
    )


def _zone_buttons(zones: Iterable[str]) -> tuple[tuple[Button, ...], ...]:
    return grid(((city(zone), f"/settings zone {zone}") for zone in zones), 3)


def not_a_language(text: str) -> str:
    """Say that a language is not known."""
    return f"I do not know the language “{short(text)}”. Write it like en, Turkish or Deutsch."


def filter_refused(text: str, problem: str) -> str:
    """Say what is wrong with a filter."""
    return f"I cannot use “{short(text)}”: {problem}."


def too_many_patterns(limit: int) -> str:
    """Say that a chat has as many patterns as it may have."""
    return f"That would be more than {limit} patterns. Words and * will often do instead."


def too_many_filters(limit: int) -> str:
    """Say that a chat has as many filters as it may have."""
    return f"That would be more than {limit} filters. Remove one first, with /unwatch or /unmute."


# --- pages and sites ---------------------------------------------------------------------------

_PAGES: tuple[tuple[type[FeedError], str], ...] = (
    (errors.Refused, "I do not go to addresses like that one."),
    (errors.NameUnknown, "There is no site of that name. Is the address right?"),
    (errors.TooSlow, "That site takes too long to answer. Please try again later."),
    (errors.Untrusted, "That site's certificate is not in order, so I do not trust what it says."),
    (errors.Unreachable, "That site does not answer. Please try again later."),
    (errors.Denied, "That site does not let me in."),
    (errors.NotFound, "There is no such page on that site."),
    (errors.Gone, "That page is gone for good."),
    (errors.Busy, "That site is too busy to answer. Please try again later."),
    (errors.HttpStatus, "That site answers with an error. Please try again later."),
    (errors.TooManyRedirects, "That address leads round in circles."),
    (errors.TooLarge, "That page is too large for me."),
    (errors.NoText, "I find no article on that page."),
    (errors.Unreadable, "I cannot make sense of what that address gives."),
)
"""What a reader is told when a page cannot be had; the first class that fits counts."""


def page_unavailable(error: FeedError) -> str:
    """Say why a page or a site cannot be read."""
    fitting = (sentence for kind, sentence in _PAGES if isinstance(error, kind))
    return next(fitting, "I cannot read that address.")
