"""Menus that change in place: pages of buttons, the hours of a digest, what a touch shows. Pure.

A button carries a command of the conversation ("/alerts on"), or one of ours: `pick:` opens a
step of a picker, `page:` turns a page. Nothing is remembered between two touches, so a menu that
is weeks old, or older than a restart, still works.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import LONGEST_COMMAND, grid, row
from bot.catalogue import Words, words
from bot.chats.telegram import texts
from bot.conversation.commands import BY_NAME
from bot.conversation.parse import parse
from bot.languages import language_name
from bot.messages.words import day_button, say
from bot.post import Button, Post

PAGE_ROWS = 8
"""Rows of buttons that fit a telephone's screen below a short text."""

TOAST = 200
"""Letters of the note that Telegram shows for a moment after a touch."""

NOTHING = "-"
"""The data of a button that only tells something."""

PICK_ZONE = "pick:zone"
_PICK_DIGEST, _PICK_QUIET, _PICK_LANGUAGE = "pick:digest", "pick:quiet", "pick:language"

_PAGE = re.compile(r"page:(\d{1,3}):(/.+)", re.DOTALL)
_PICKED = re.compile(r"pick:(digest|quiet|language)(?::([a-z]{3,8}|\d\d))?(?::(\d\d))?")
_MENUS = ("settings", "subscribe", "unsubscribe", "alerts", "digest", "forget")
_NEWS = ("/digest now", "/digest more")
_ABOUT_NEWS = re.compile(r"/\w+ (?:story|answer) \d")
_AGAIN = ("settings", "subscribe", "unsubscribe", "alerts")
_PLACE_WORDS = 4
"""Words of a place's name at most; more are a question."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LANGUAGES = ("en", "tr", "de", "fr", "es", "pt", "it", "ru", "uk", "kk", "ar", "fa")


# --- pages -------------------------------------------------------------------------------------


def paged(post: Post, command: str, page: int = 0) -> Post:
    """Show one page of a post's buttons, with a row to turn to the others.

    Args:
        command: that gives the post again; one that is none, or too long, keeps all buttons.
        page: counts from 0; one that is not there gives the last.
    """
    last = (len(post.buttons) - 1) // PAGE_ROWS
    if last < 1 or command[:1] != "/" or len(f"page:{last}:{command}".encode()) > LONGEST_COMMAND:
        return post
    page = min(page, last)
    shown = post.buttons[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
    turns = [(texts.PREVIOUS, f"page:{page - 1}:{command}")] if page else []
    turns += [(f"{page + 1}/{last + 1}", NOTHING)]
    turns += [(texts.NEXT, f"page:{page + 1}:{command}")] if page < last else []
    return replace(post, buttons=(*shown, row(*turns)))


def page_of(data: str) -> tuple[int, str] | None:
    """Read which page of what a button turns to; None for any other button."""
    found = _PAGE.fullmatch(data)
    return (int(found[1]), found[2]) if found else None


def dressed(post: Post, command: str) -> Post:
    """Give the answer to a command as Telegram can show it: with its pickers, and in pages."""
    return paged(extended(post, command), command)


def joined(menu: Post, more: tuple[tuple[Button, ...], ...]) -> Post:
    """Add rows below a menu's own, those that are there already left out."""
    return replace(menu, buttons=(*menu.buttons, *(one for one in more if one not in menu.buttons)))


# --- pickers -----------------------------------------------------------------------------------


def extended(post: Post, command: str) -> Post:
    """Add the choices that Telegram can offer beside those that the conversation names."""
    t = words(post.language)
    more: tuple[tuple[Button, ...], ...]
    match command:
        case "/settings":
            more = (
                row((t(texts.ZONE), PICK_ZONE), (t(texts.LANGUAGE), _PICK_LANGUAGE)),
                row((t(texts.QUIET), _PICK_QUIET), (t(texts.DIGEST), _PICK_DIGEST)),
            )
        case "/digest":
            more = (row((t(texts.ANOTHER_TIME), _PICK_DIGEST)),)
        case _:
            return post
    return replace(post, buttons=(*post.buttons, *more))


def pick(t: Words, data: str) -> Post | None:
    """Show the step of a picker that a button leads to; None where there is no such step."""
    found = _PICKED.fullmatch(data)
    if not found:
        return None
    match found[1], found[2], found[3]:
        case "language", None, None:
            own = ((language_name(code, code), f"/settings language {code}") for code in _LANGUAGES)
            return _step(t, texts.WHICH_LANGUAGE, grid(own, 3), "/settings")
        case "quiet", None, None:
            return _step(t, texts.QUIET_FROM, _hours("pick:quiet:{}"), "/settings")
        case "quiet", since, None if since.isdigit():
            until = _hours(f"/settings quiet {since}:00-{{}}:00", but=since)
            return _step(t, texts.QUIET_UNTIL, until, _PICK_QUIET)
        case "digest", None, None:
            return _step(t, texts.WHICH_DAYS, _days(t), "/digest")
        case "digest", days, None if not days.isdigit():
            return _step(t, texts.WHICH_HOUR, _hours(f"pick:digest:{days}:{{}}"), _PICK_DIGEST)
        case "digest", days, hour if not days.isdigit():
            times = [f"{hour}:{minute:02}" for minute in range(0, 60, 5)]
            choices = grid(((at, f"/digest {days} {at}") for at in times), 4)
            return _step(t, texts.WHICH_MINUTE, choices, f"pick:digest:{days}")
    return None


def _step(t: Words, text: str, choices: Sequence[tuple[Button, ...]], back: str) -> Post:
    return say(t(text), buttons=(*choices, row((t(texts.BACK), back))))


def _hours(command: str, but: str = "") -> tuple[tuple[Button, ...], ...]:
    hours = (f"{hour:02}" for hour in range(24))
    return grid(((hour, command.format(hour)) for hour in hours if hour != but), 6)


def _days(t: Words) -> tuple[tuple[Button, ...], ...]:
    groups = row(
        (t(texts.EVERY_DAY), f"{_PICK_DIGEST}:daily"),
        (t(texts.WEEKDAYS), f"{_PICK_DIGEST}:weekdays"),
        (t(texts.WEEKENDS), f"{_PICK_DIGEST}:weekends"),
    )
    single = ((day_button(t, number), f"{_PICK_DIGEST}:{day}") for number, day in enumerate(_DAYS))
    return (groups, *grid(single, 4))


# --- what a touch shows ------------------------------------------------------------------------


def is_ours(data: str) -> bool:
    """Tell whether a button is of a kind that this version makes."""
    return data == NOTHING or data.startswith("/") or bool(page_of(data)) or _is_pick(data)


def _is_pick(data: str) -> bool:
    return data == PICK_ZONE or bool(_PICKED.fullmatch(data))


def is_menu(buttons: Sequence[str]) -> bool:
    """Tell whether a message is a menu, which a touch may change, by the data of its buttons.

    It is one when some button chooses something of a setting, and none speaks of a story.
    """
    return any(is_choice(data) for data in buttons) and not any(
        _ABOUT_NEWS.match(data) for data in buttons
    )


def is_choice(data: str) -> bool:
    """Tell whether a button chooses something of a setting, so that a menu may change by it."""
    if page_of(data) or _is_pick(data):
        return True
    typed = parse(data)
    return typed.command in _MENUS and bool(typed.words) and not data.startswith(_NEWS)


def again(command: str) -> str | None:
    """Give the command that shows the menu again in which a choice was made; None for none."""
    typed = parse(command)
    return f"/{typed.command}" if typed.words and typed.command in _AGAIN else None


def toast(posts: Sequence[Post]) -> str | None:
    """Give posts as one short note; None when they say more than fits, or tell the news."""
    if any(post.title or post.sources or post.note for post in posts):
        return None
    lines = [
        " ".join(line.strong + line.text for line in block.lines)
        for post in posts
        for block in post.blocks
    ]
    note = "\n".join(lines)
    return note if 0 < len(note) <= TOAST else None


def asks_for_zone(text: str) -> bool:
    """Tell whether somebody wants to set the time zone and has not said to what."""
    typed = parse(text)
    return typed.command == "settings" and typed.words.lower() in ("zone", "timezone", "tz", "city")


def is_place(text: str) -> bool:
    """Tell whether a text may be the answer of somebody who was asked for a place."""
    return text[:1] != "/" and "?" not in text and 0 < len(text.split()) <= _PLACE_WORDS


def invites(post: Post, command: str) -> bool:
    """Tell whether a post asks for a question about a story, so that a reply may be begun."""
    typed = parse(command)
    return typed.command == "ask" and post.story is not None and not post.sources


def is_slow(text: str) -> bool:
    """Tell whether an answer may take a while: then we show that we are at it."""
    typed = parse(text)
    if typed.command is None or not (command := BY_NAME.get(typed.command)):
        return typed.command is None
    return command.name in ("ask", "who", "brief", "digest", "subscribe") and bool(typed.words)
