"""The App Home: a chat's settings as a page, each of them with what changes it. Pure."""

import json
from collections.abc import Iterator, Sequence

from bot.catalogue import Words
from bot.chats.slack import blocks, modals
from bot.chats.slack.blocks import Shape
from bot.chats.slack.markup import Span, foreign
from bot.chats.slack.page import Page
from bot.languages import clock, language_name
from bot.messages.words import plan_in_words
from bot.post import Button
from storage.model import Alerts, ChatState, Length, UsageTotal

OPEN, DO, SET, PICK = "tellal:open:", "tellal:do:", "tellal:set:", "tellal:pick:"
"""How the ids of what can be touched on the page begin: windows, commands, choices, the chat."""

MOST_LINES = 12
"""Items of a list that the page shows; the window has all."""


def home(
    t: Words, page: Page, channel: str, *, may_change: bool, notes: Sequence[str] = ()
) -> Shape:
    """Make the page.

    Args:
        channel: whose settings it shows.
        may_change: whether who looks at it may change them.
        notes: what came of what was done last.
    """
    laid = [*_head(t, page, channel), *_notes(notes), blocks.divider()]
    laid += _settings(t, page, may_change=may_change)
    if may_change:
        laid += [blocks.divider(), _doing(t, page)]
    if page.usage is not None:
        laid += [blocks.divider(), *_usage(t, page.usage)]
    return {
        "type": "home",
        "blocks": laid[:100],
        "private_metadata": json.dumps({"channel": channel}),
    }


def _head(t: Words, page: Page, channel: str) -> Iterator[Shape]:
    yield blocks.header(t("Settings"))
    whose = page.chat.title or t("our direct messages")
    pick: Shape = {
        "type": "conversations_select",
        "action_id": f"{PICK}channel",
        "placeholder": blocks.text(t("Another channel…"), modals.HINT),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel.startswith(("C", "G")):
        pick["initial_conversation"] = channel
    row = (Span(t("These are the settings of")), Span(" "), Span(foreign(whose), bold=True))
    yield blocks.section([row], pick)
    if channel.startswith(("C", "G")):
        yield {
            "type": "actions",
            "elements": [
                blocks.button(Button(t("Back to our direct messages"), "-"), f"{PICK}own")
            ],
        }


def _notes(notes: Sequence[str]) -> list[Shape]:
    return list(blocks.contexts([(Span(foreign(note)),) for note in notes if note]))


def _settings(t: Words, page: Page, *, may_change: bool) -> Iterator[Shape]:
    chat = page.chat
    lengths = {Length.SHORT: t("short"), Length.MEDIUM: t("medium"), Length.LONG: t("long")}
    quiet = f"{clock(chat.quiet[0])}-{clock(chat.quiet[1])}" if chat.quiet else t("none")
    plan = plan_in_words(t, chat.digest) if chat.digest else t("none")
    rows = [
        (t("Follows"), _named([title for _, title in page.followed], t), modals.SOURCES),
        (t("Digest"), plan, modals.DIGEST),
        (
            t("Language and place"),
            f"{language_name(chat.language, t.language)}, {chat.zone}, {lengths[chat.length]}",
            modals.PLACE,
        ),
        (t("Quiet hours"), quiet, modals.QUIET),
        (
            t("Names and words"),
            t(
                "watched: {watched}; muted: {muted}",
                watched=_named(page.watched, t),
                muted=_named(page.muted, t),
            ),
            modals.NAMES,
        ),
    ]
    for label, value, window in rows:
        change = blocks.button(Button(t("Change…"), window), f"{OPEN}{window.split(':')[1]}")
        lines = [(Span(label, bold=True),), (Span(foreign(value)),)]
        yield blocks.section(lines, change if may_change else None)
    yield _alerts(t, page, may_change=may_change)


def _alerts(t: Words, page: Page, *, may_change: bool) -> Shape:
    named = {
        Alerts.ON: t("each story as it breaks"),
        Alerts.WATCHED: t("only watched names and words"),
        Alerts.OFF: t("none"),
    }
    options = [blocks.option(name, f"/alerts {mode.value}") for mode, name in named.items()]
    menu: Shape = {"type": "static_select", "action_id": f"{SET}alerts", "options": options}
    menu["initial_option"] = options[list(named).index(page.chat.alerts)]
    label = (Span(t("Alerts"), bold=True),)
    if may_change:
        return blocks.section([label], menu)
    return blocks.section([label, (Span(named[page.chat.alerts]),)])


def _doing(t: Words, page: Page) -> Shape:
    stopped = page.chat.state is not ChatState.ACTIVE
    pause = ("/start", t("Go on")) if stopped else ("/stop", t("Pause everything"))
    doing = [("/digest now", t("Digest now")), ("/brief latest", t("Newest stories")), pause]
    made = [blocks.button(Button(label, do), f"{DO}{at}") for at, (do, label) in enumerate(doing)]
    return {"type": "actions", "elements": made}


def _usage(t: Words, usage: Sequence[UsageTotal]) -> Iterator[Shape]:
    lines = [
        t.many("{model}: {number} call, {cost}", "{model}: {number} calls, {cost}", one.calls,
               model=one.key, cost=f"{one.cost:.2f}")
        for one in usage
    ]  # fmt: skip
    label = t("For operators: what models were used for in thirty days")
    rows = lines or [t("No model was used.")]
    yield from blocks.sections([(Span(label, bold=True),), *((Span(foreign(r)),) for r in rows)])


def _named(names: Sequence[str], t: Words) -> str:
    if not names:
        return t("nothing")
    shown = ", ".join(names[:MOST_LINES])
    more = len(names) - MOST_LINES
    return f"{shown} …" if more > 0 else shown
