"""Why something was not done, and what the reader can do about it. Pure."""

from collections.abc import Iterable, Sequence

from bot.buttons import grid, row
from bot.catalogue import Words, to_say
from bot.conversation.commands import BY_NAME, Command
from bot.feeds import errors
from bot.feeds.errors import FeedError
from bot.filters import LONGEST, Problem
from bot.languages import capital, city, decimal
from bot.messages.words import say, short
from bot.post import Button, Post


def how_to(t: Words, name: str) -> Post:
    """Say what a command needs, with an example."""
    command = BY_NAME[name]
    return say(
        t("{what}. For example: {example}",
          what=capital(t(command.does), t.language), example=t(command.example))
    )  # fmt: skip


def ask_in_words(t: Words) -> Post:
    """Say how to ask, to somebody whose question has no words."""
    return say(t("Ask me in words. For example: {example}", example=t(BY_NAME["ask"].example)))


def failed(t: Words) -> Post:
    """Confess that something of ours broke."""
    return say(t("Something went wrong on my side, and my operator can see it. Please try again."))


def memory_failed(t: Words) -> Post:
    """Say that the store cannot be read or written now."""
    return say(t("I cannot get at my articles just now. Please try again in a minute."))


def engine_failed(t: Words) -> Post:
    """Say that nobody could write the answer."""
    return say(t("I could not put an answer together just now. Please try again in a minute."))


def nothing_to_brief(t: Words) -> Post:
    """Say that a page has too little text."""
    return say(t("There is too little text there to tell in short."))


def unknown_command(t: Words, name: str, words: str, nearest: Command | None) -> Post:
    """Say that a command is not known, and offer the one that may have been meant."""
    if nearest is None:
        return say(t("I do not know /{name}. /help lists what I know.", name=short(name)))
    return say(
        t("I do not know /{name}. Did you mean /{nearest}? It does this: {does}.",
          name=short(name), nearest=nearest.name, does=t(nearest.does)),
        buttons=(
            row((f"/{nearest.name}", f"/{nearest.name} {words}".rstrip()), (t("Help"), "/help")),
        ),
    )  # fmt: skip


def admins_only(t: Words) -> str:
    """Say that a member may not change a group's settings."""
    return t("Only the admins of this chat can change what it gets.")


def operators_only(t: Words) -> str:
    """Say that a command is not for readers."""
    return t("Only those who run this bot can use that.")


def too_long(t: Words, limit: int) -> str:
    """Say that a question is longer than anybody reads."""
    return t(
        "That is too long for me. Please ask in at most {limit} letters.",
        limit=decimal(limit, t.language),
    )


def not_a_time(t: Words, text: str) -> str:
    """Say that an hour cannot be read."""
    return t(
        "“{text}” is no time of the day that I can read. Write it like 08:30 or 8:30 pm.",
        text=short(text),
    )


def not_a_plan(t: Words, text: str) -> str:
    """Say that a digest's plan cannot be read."""
    return t(
        "I cannot make out the hours in “{text}”. "
        "Write them like 08:30, or weekdays 08:30, or mon, thu 18:00, sat 10:00.",
        text=short(text),
    )


def not_quiet_hours(t: Words, text: str) -> str:
    """Say that quiet hours cannot be read."""
    return t(
        "I cannot make out quiet hours in “{text}”. "
        "Write two different times, like 22:00-07:00, or off.",
        text=short(text),
    )


def not_a_zone(t: Words, text: str, near: Sequence[str]) -> Post:
    """Say that a place is not known, and which ones are written like it."""
    return say(
        t("I do not know the place “{text}”. A large city or a zone works, like Istanbul.",
          text=short(text)),
        buttons=_zone_buttons(t, near),
    )  # fmt: skip


def which_zone(t: Words, text: str, zones: Sequence[str]) -> Post:
    """Ask which of several zones is meant."""
    return say(
        t.many(
            "“{text}” has {number} time zone. Which one? Or name a city.",
            "“{text}” has {number} time zones. Which one? Or name a city.",
            len(zones),
            text=short(text),
        ),
        buttons=_zone_buttons(t, zones[:12]),
    )


def _zone_buttons(t: Words, zones: Iterable[str]) -> tuple[tuple[Button, ...], ...]:
    return grid(((city(zone, t.language), f"/settings zone {zone}") for zone in zones), 3)


def not_a_language(t: Words, text: str) -> str:
    """Say that a language is not known."""
    return t(
        "I do not know the language “{text}”. Write it like en, Turkish or Deutsch.",
        text=short(text),
    )


_PROBLEMS = {
    Problem.TOO_LONG: to_say("I cannot use “{text}”: it is longer than {limit} letters."),
    Problem.NO_WORD: to_say("I cannot use “{text}”: it has no letter or digit."),
    Problem.BAD_PATTERN: to_say(
        "I cannot use “{text}”: that pattern cannot be used; the simpler, the better."
    ),
}


def filter_refused(t: Words, text: str, problem: Problem) -> str:
    """Say what is wrong with a filter."""
    return t(_PROBLEMS[problem], text=short(text), limit=LONGEST)


def too_many_patterns(t: Words, limit: int) -> str:
    """Say that a chat has as many patterns as it may have."""
    return t(
        "That would be more than {limit} patterns. Words and * will often do instead.", limit=limit
    )


def too_many_filters(t: Words, limit: int) -> str:
    """Say that a chat has as many filters as it may have."""
    return t(
        "That would be more than {limit} filters. Remove one first, with /unwatch or /unmute.",
        limit=limit,
    )


# --- pages and sites ---------------------------------------------------------------------------

_PAGES: tuple[tuple[type[FeedError], str], ...] = (
    (errors.Refused, to_say("I do not go to addresses like that one.")),
    (errors.NameUnknown, to_say("There is no site of that name. Is the address right?")),
    (errors.TooSlow, to_say("That site takes too long to answer. Please try again later.")),
    (
        errors.Untrusted,
        to_say("That site's certificate is not in order, so I do not trust what it says."),
    ),
    (errors.Unreachable, to_say("That site does not answer. Please try again later.")),
    (errors.Denied, to_say("That site does not let me in.")),
    (errors.NotFound, to_say("There is no such page on that site.")),
    (errors.Gone, to_say("That page is gone for good.")),
    (errors.Busy, to_say("That site is too busy to answer. Please try again later.")),
    (errors.HttpStatus, to_say("That site answers with an error. Please try again later.")),
    (errors.TooManyRedirects, to_say("That address leads round in circles.")),
    (errors.TooLarge, to_say("That page is too large for me.")),
    (errors.NoText, to_say("I find no article on that page.")),
    (errors.Unreadable, to_say("I cannot make sense of what that address gives.")),
)
"""What a reader is told when a page cannot be had; the first class that fits counts."""


def page_unavailable(error: FeedError) -> str:
    """Say why a page or a site cannot be read; a key, since it is not known yet who asks."""
    fitting = (sentence for kind, sentence in _PAGES if isinstance(error, kind))
    return next(fitting, to_say("I cannot read that address."))
