"""First words, help, and the settings of a chat. Pure."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.buttons import row
from bot.conversation.commands import COMMANDS, Command
from bot.languages import clock, language_name
from bot.messages.timing import ALERTS_NOW, digest_now
from bot.messages.words import say, short
from bot.post import Block, Line, Post
from storage.model import Chat, Length

_WHO = (
    "I am Tellal. I tell the news in short: what happened, who acts in it, what came of it, "
    "every sentence with its source."
)


GREETING = (_WHO, "Ask me anything, or begin with /brief latest, /subscribe or /help.")
"""Who I am and what to type: the first lines in a terminal."""


def hello() -> Post:
    """Greet somebody who starts."""
    return say(
        _WHO,
        "Ask in plain words what the news say, or choose topics and I tell you as they break.",
        buttons=(
            row(("Choose topics", "/subscribe"), ("Newest story", "/brief latest"),
                ("Help", "/help")),
        ),
    )  # fmt: skip


def back_again() -> Post:
    """Say that a chat that was stopped is taken up again."""
    return say("I am back, with everything you follow as it was. /sources shows it.")


def help_for(*, operator: bool) -> Post:
    """List every command with what it does, grouped."""
    shown = [command for command in COMMANDS if operator or not command.operators]
    groups = dict.fromkeys(command.group for command in shown)
    return Post(
        title="What you can say",
        blocks=(
            *(
                Block(
                    tuple(_help_line(c) for c in shown if c.group == group), group, bullets=True
                )
                for group in groups
            ),
            Block((Line("Reply to one of my messages to ask about that story."),)),
        ),
    )  # fmt: skip


def _help_line(command: Command) -> Line:
    usage = f"/{command.name} {command.takes}".rstrip()
    return Line(f": {command.does}", strong=usage)


def settings_are(chat: Chat) -> Post:
    """Tell every setting, with buttons for those that have few choices."""
    quiet = f"{clock(chat.quiet[0])} to {clock(chat.quiet[1])}" if chat.quiet else "none"
    lines = (
        Line(f": {chat.zone}. /settings zone Istanbul", strong="Time zone"),
        Line(f": {language_name(chat.language)}. /settings language Turkish", strong="Language"),
        Line(f": {chat.length.value}. /settings length short, medium or long", strong="Length"),
        Line(f": {quiet}. /settings quiet 22:00-07:00, or off", strong="Quiet hours"),
        Line(f": {'stay silent' if chat.quiet_digest else 'say so'}. "
             "/settings empty silent, or say", strong="When a digest has nothing"),
        Line(f": {ALERTS_NOW[chat.alerts]} /alerts", strong="Alerts"),
        Line(f": {digest_now(chat)} /digest", strong="Digest"),
    )  # fmt: skip
    lengths = ((one.value.capitalize(), f"/settings length {one.value}") for one in Length)
    return Post(
        title="Settings",
        blocks=(Block(lines, bullets=True),),
        buttons=(
            row(*lengths),
            row(("Quiet 22:00-07:00", "/settings quiet 22:00-07:00"),
                ("Quiet off", "/settings quiet off")),
        ),
    )  # fmt: skip


def no_such_setting(text: str) -> str:
    """Say that a setting is not known."""
    return (
        f"There is no setting “{short(text)}”. There are zone, language, length, quiet and empty."
    )


def setting_needs(name: str, example: str) -> str:
    """Say what a setting may be."""
    return f"What shall {name} be? For example: {example}"


def zone_set(zone: str, now: datetime) -> Post:
    """Confirm the zone by what the clock says there."""
    return say(f"Your time zone is {zone}; it is {clock(now.time())} there.")


def language_set(code: str) -> Post:
    """Confirm the language, and say how far it goes."""
    return say(
        f"Your language is {language_name(code)}. Dates, and briefs where I can write them myself, "
        "follow it; what I quote from articles stays in theirs."
    )


def length_set(length: Length) -> Post:
    """Confirm the length."""
    return say(f"Briefs and digests are {length.value} now.")


def quiet_set(quiet: tuple[time, time] | None) -> Post:
    """Confirm the quiet hours."""
    if quiet is None:
        return say("No quiet hours: alerts come at any time.")
    return say(
        f"Quiet from {clock(quiet[0])} to {clock(quiet[1])}: alerts wait, and come together."
    )


def empty_digest_set(*, silent: bool) -> Post:
    """Confirm what an empty digest does."""
    return say("A digest with nothing in it stays silent." if silent
               else "When a digest has nothing in it, I say so in a line.")  # fmt: skip


def stopped() -> Post:
    """Confirm the pause."""
    return say("Paused: I send nothing by myself. What you follow is kept; /start goes on.")


def confirm_forget() -> Post:
    """Ask before everything is deleted."""
    return say(
        "This deletes all that I keep of this chat: what you follow, watch and mute, settings, "
        "questions and messages. It cannot be undone. To do it: /forget yes",
        buttons=(row(("Delete everything", "/forget yes")),),
    )


def forgotten() -> Post:
    """Take leave."""
    return say("Done: I keep nothing of this chat any more. /start begins anew.")


def status(lines: Sequence[tuple[str, str]]) -> Post:
    """Tell the operator how things stand: names and figures."""
    return Post(
        title="Status",
        blocks=(Block(tuple(Line(f": {figure}", strong=name) for name, figure in lines),
                      bullets=True),),
    )  # fmt: skip
