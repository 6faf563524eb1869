"""Windows in which people type and choose, and the commands that they stand for. Pure.

Every window ends in commands of the conversation: who may do what, and what is refused, is
decided there alone.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.catalogue import Words
from bot.chats.slack import blocks
from bot.chats.slack.blocks import Shape
from bot.chats.slack.markup import plain
from bot.chats.slack.page import Page
from bot.conversation.questions import LONGEST_QUESTION
from bot.languages import clock, day_name, language_name
from storage.model import Length

ASK = "tellal:ask"
SOURCES, DIGEST, PLACE, QUIET, NAMES = (
    f"tellal:{name}" for name in ("sources", "digest", "place", "quiet", "names")
)
SETTINGS = (SOURCES, DIGEST, PLACE, QUIET, NAMES)
"""Callback ids of windows."""

TITLE, LABEL, HINT, TYPED = 24, 2000, 150, 3000
"""Characters of a window's title, of labels, of placeholders, and of what is typed."""

LANGUAGES = ("en", "tr", "de", "fr", "es", "pt", "it", "ru", "uk", "kk", "ar", "fa")
DAYS = ("daily", "weekdays", "weekends", "mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LINES = re.compile(r"[\n;]+")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is about.

    Attributes:
        thread: root of the thread in which it is answered; "" for none.
        story: id, or None.
        about: the message that it is asked about, or "".
        text: what that message says, where it is none of ours.
    """

    channel: str
    thread: str = ""
    story: int | None = None
    about: str = ""
    text: str = ""


def ask_window(t: Words, asking: Asking) -> Shape:
    """Ask for a question."""
    about = [plain(asking.text, 600)] if asking.text else []
    return _window(
        ASK,
        t("Ask"),
        t("Ask"),
        [
            *(
                {"type": "context", "elements": [{"type": "plain_text", "text": one}]}
                for one in about
            ),
            _input(
                "question",
                t("Your question"),
                {**_typing(t("What do you want to know?")), "max_length": LONGEST_QUESTION},
            ),
        ],
        json.dumps({**asdict(asking), "text": asking.text[:1500]}, ensure_ascii=False),
    )


def asking_of(view: Mapping[str, Any]) -> Asking:
    """Read back what a question is about."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return Asking(**kept)


def question_of(view: Mapping[str, Any]) -> str:
    """Read the question that was typed."""
    return _value(view, "question").strip()


# --- settings ----------------------------------------------------------------------------------


def settings_window(t: Words, kind: str, page: Page, channel: str) -> Shape:
    """Make one of the windows of settings, as the settings stand.

    Args:
        kind: one of `SETTINGS`.
        channel: whose settings they are.
    """
    title, inputs = {
        SOURCES: (t("Sources"), _sources),
        DIGEST: (t("Digest"), _digest),
        PLACE: (t("Language and place"), _place),
        QUIET: (t("Quiet hours"), _quiet),
        NAMES: (t("Names and words"), _names),
    }[kind]
    return _window(kind, title, t("Save"), inputs(t, page), json.dumps({"channel": channel}))


def channel_of(view: Mapping[str, Any]) -> str:
    """Read back whose settings a view shows."""
    return str(json.loads(view.get("private_metadata") or "{}").get("channel") or "")


def commands_of(view: Mapping[str, Any], page: Page) -> tuple[str, ...]:
    """Give the commands that the settings in a window differ by from those that stand."""
    read = {
        SOURCES: _read_sources,
        DIGEST: _read_digest,
        PLACE: _read_place,
        QUIET: _read_quiet,
        NAMES: _read_names,
    }.get(str(view.get("callback_id")))
    return tuple(read(view, page)) if read else ()


def _sources(t: Words, page: Page) -> list[Shape]:
    options = [*page.topics, *(one for one in page.followed if one not in page.topics)]
    taken = {words for words, _ in page.followed}
    made = []
    if options:
        menu = _menu("multi_static_select", options[: blocks.OPTIONS])
        chosen = [one for one in menu["options"] if one["value"] in taken]
        menu |= {"initial_options": chosen} if chosen else {}
        made.append(_input("topics", t("Follow"), menu, optional=True))
    typing = _typing(t("https://example.com/news"), lines=True)
    made.append(_input("feeds", t("Add feeds or sites, one a line"), typing, optional=True))
    return made


def _read_sources(view: Mapping[str, Any], page: Page) -> Iterable[str]:
    chosen = {str(one["value"]) for one in _state(view, "topics").get("selected_options") or ()}
    taken = {words for words, _ in page.followed}
    shown = "topics" in (view.get("state") or {}).get("values", {})
    yield from (f"/subscribe {words}" for words in sorted(chosen - taken))
    yield from (f"/unsubscribe {words}" for words in sorted(taken - chosen) if shown)
    yield from (f"/subscribe {url}" for url in _lines(_value(view, "feeds")))


def _digest(t: Words, page: Page) -> list[Shape]:
    plan = page.chat.digest
    named = {"daily": t("Every day"), "weekdays": t("Weekdays"), "weekends": t("Weekends")}
    names = dict(zip(DAYS[3:], _weekdays(t), strict=True))
    menu = _menu(
        "static_select", [("off", t("No digest")), *((d, {**named, **names}[d]) for d in DAYS)]
    )
    current = _days_of(plan[0].days) if plan else "off"
    menu |= {"initial_option": next(o for o in menu["options"] if o["value"] == current)}
    picker: Shape = {"type": "timepicker", "action_id": "value"}
    picker |= {"initial_time": clock(plan[0].at) if plan else "08:30"}
    return [_input("days", t("On which days?"), menu), _input("at", t("At what time?"), picker)]


def _read_digest(view: Mapping[str, Any], page: Page) -> Iterable[str]:
    days, at = _chosen(view, "days"), str(_state(view, "at").get("selected_time") or "08:30")
    plan = page.chat.digest
    before = (_days_of(plan[0].days), clock(plan[0].at)) if plan else ("off", "")
    if days == "off" and plan:
        yield "/digest off"
    elif days in DAYS and (days, at) != before:
        yield f"/digest {days} {at}"


def _place(t: Words, page: Page) -> list[Shape]:
    chat = page.chat
    codes = LANGUAGES if chat.language in LANGUAGES else (chat.language, *LANGUAGES)
    language = _menu("static_select", [(one, language_name(one, one)) for one in codes])
    lengths = {Length.SHORT: t("Short"), Length.MEDIUM: t("Medium"), Length.LONG: t("Long")}
    length = _menu("static_select", [(one.value, name) for one, name in lengths.items()])
    zone = {**_typing(t("A city, or Europe/Istanbul")), "initial_value": plain(chat.zone, HINT)}
    return [
        _input("language", t("Language"), _initial(language, chat.language)),
        _input("zone", t("City or time zone"), zone),
        _input("length", t("How much is told"), _initial(length, chat.length.value)),
    ]


def _read_place(view: Mapping[str, Any], page: Page) -> Iterable[str]:
    chat = page.chat
    wished = {
        "language": (_chosen(view, "language"), chat.language),
        "zone": (" ".join(_value(view, "zone").split()), chat.zone),
        "length": (_chosen(view, "length"), chat.length.value),
    }
    for name, (wish, now) in wished.items():
        if wish and wish != now:
            yield f"/settings {name} {wish}"


def _quiet(t: Words, page: Page) -> list[Shape]:
    quiet = page.chat.quiet
    since, until = (clock(quiet[0]), clock(quiet[1])) if quiet else ("22:00", "07:00")
    menu = _menu("static_select", [("off", t("No quiet hours")), ("on", t("Quiet every night"))])
    return [
        _input("quiet", t("Alerts wait in quiet hours"), _initial(menu, "on" if quiet else "off")),
        _input(
            "since", t("From"), {"type": "timepicker", "action_id": "value", "initial_time": since}
        ),
        _input(
            "until", t("Until"), {"type": "timepicker", "action_id": "value", "initial_time": until}
        ),
    ]


def _read_quiet(view: Mapping[str, Any], page: Page) -> Iterable[str]:
    quiet = page.chat.quiet
    before = f"{clock(quiet[0])}-{clock(quiet[1])}" if quiet else "off"
    times = [str(_state(view, name).get("selected_time") or "") for name in ("since", "until")]
    wish = "off" if _chosen(view, "quiet") != "on" else "-".join(times)
    if wish != before:
        yield f"/settings quiet {wish}"


def _names(t: Words, page: Page) -> list[Shape]:
    watched, muted = "\n".join(page.watched)[:TYPED], "\n".join(page.muted)[:TYPED]
    return [
        _input(
            "watched", t("Never miss, one a line"),
            {**_typing("Olzhas Bektenov", lines=True), "initial_value": watched}, optional=True,
        ),
        _input(
            "muted", t("Never show, one a line"),
            {**_typing("football", lines=True), "initial_value": muted}, optional=True,
        ),
    ]  # fmt: skip


def _read_names(view: Mapping[str, Any], page: Page) -> Iterable[str]:
    for field, now, adds, drops in (
        ("watched", page.watched, "watch", "unwatch"),
        ("muted", page.muted, "mute", "unmute"),
    ):
        wished = _lines(_value(view, field))
        yield from (f"/{adds} {one}" for one in wished if one not in now)
        yield from (f"/{drops} {one}" for one in now if one not in wished)


# --- parts of windows --------------------------------------------------------------------------


def _window(kind: str, title: str, submit: str, inputs: Sequence[Shape], kept: str) -> Shape:
    return {
        "type": "modal",
        "callback_id": kind,
        "title": blocks.text(title, TITLE),
        "submit": blocks.text(submit, TITLE),
        "blocks": list(inputs),
        "private_metadata": kept,
    }


def _input(name: str, label: str, element: Shape, *, optional: bool = False) -> Shape:
    return {
        "type": "input",
        "block_id": name,
        "label": blocks.text(label, LABEL),
        "element": element,
        "optional": optional,
    }


def _typing(hint: str, *, lines: bool = False) -> Shape:
    return {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": lines,
        "max_length": TYPED,
        "placeholder": blocks.text(hint, HINT),
    }


def _menu(kind: str, choices: Iterable[tuple[str, str]]) -> Shape:
    options = [blocks.option(label, value) for value, label in choices]
    return {"type": kind, "action_id": "value", "options": options}


def _initial(menu: Shape, value: str) -> Shape:
    chosen = next((one for one in menu["options"] if one["value"] == value), None)
    return {**menu, "initial_option": chosen} if chosen else menu


def _state(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    values = (view.get("state") or {}).get("values") or {}
    found = (values.get(name) or {}).get("value")
    return found if isinstance(found, Mapping) else {}


def _value(view: Mapping[str, Any], name: str) -> str:
    return str(_state(view, name).get("value") or "")


def _chosen(view: Mapping[str, Any], name: str) -> str:
    return str((_state(view, name).get("selected_option") or {}).get("value") or "")


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in _LINES.split(text) if line.strip()))


def _days_of(days: tuple[int, ...]) -> str:
    known = {tuple(range(7)): "daily", (0, 1, 2, 3, 4): "weekdays", (5, 6): "weekends"}
    return known.get(days) or (DAYS[3 + days[0]] if days else "daily")


def _weekdays(t: Words) -> list[str]:
    return [day_name(day, t.language) for day in range(7)]
