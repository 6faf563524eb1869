"""First words, help, and the settings of a chat. Pure."""

from datetime import datetime, time

from bot.buttons import row
from bot.catalogue import Words, to_say
from bot.conversation.commands import COMMANDS, Command
from bot.languages import capital, clock, language_name
from bot.messages.timing import alerts_now, digest_now
from bot.messages.words import say, short
from bot.post import Block, Line, Post
from storage.model import Chat, Length

_WHO = to_say(
    "I am Tellal. I tell the news in short: what happened, who acts in it, what came of it, "
    "every sentence with its source."
)
_LENGTHS = {
    Length.SHORT: to_say("short"),
    Length.MEDIUM: to_say("medium"),
    Length.LONG: to_say("long"),
}


def greeting(t: Words) -> tuple[str, str]:
    """Say who I am and what to type: the first lines in a terminal."""
    return t(_WHO), t("Ask me anything, or begin with /brief latest, /subscribe or /help.")


def thanked(t: Words) -> Post:
    """Answer somebody who says thank you."""
    return say(t("You are welcome. Ask me whenever you like."))


def hello(t: Words) -> Post:
    """Greet somebody who starts."""
    return say(
        t(_WHO),
        t("Ask in plain words what the news say, or choose topics and I tell you as they break."),
        buttons=(
            row(
                (t("Choose topics"), "/subscribe"),
                (t("Newest story"), "/brief latest"),
                (t("Help"), "/help"),
            ),
        ),
    )


def back_again(t: Words) -> Post:
    """Say that a chat that was stopped is taken up again."""
    return say(t("I am back, with everything you follow as it was. /sources shows it."))


def help_for(t: Words, *, operator: bool) -> Post:
    """List every command with what it does, grouped."""
    shown = [command for command in COMMANDS if operator or not command.operators]
    groups = dict.fromkeys(command.group for command in shown)
    return Post(
        title=t("What you can say"),
        blocks=(
            *(
                Block(
                    tuple(_help_line(t, c) for c in shown if c.group == group),
                    t(group),
                    bullets=True,
                )
                for group in groups
            ),
            Block((Line(t("Reply to one of my messages to ask about that story.")),)),
        ),
    )


def _help_line(t: Words, command: Command) -> Line:
    usage = f"/{command.name} {t(command.takes)}".rstrip()
    return Line(f": {t(command.does)}", strong=usage)


def settings_are(t: Words, chat: Chat) -> Post:
    """Tell every setting, with buttons for those that have few choices."""
    quiet = _hours(t, chat.quiet) if chat.quiet else t("none")
    language = language_name(chat.language, t.language)
    empty = t("stay silent") if chat.quiet_digest else t("say so")
    told = (
        (t("Time zone"), t("{zone}. /settings zone Istanbul", zone=chat.zone)),
        (t("Language"), t("{language}. /settings language Turkish", language=language)),
        (t("Length"), t("{length}. /settings length short, medium or long",
                        length=t(_LENGTHS[chat.length]))),
        (t("Quiet hours"), t("{hours}. /settings quiet 22:00-07:00, or off", hours=quiet)),
        (t("When a digest has nothing"),
         t("{what}. /settings empty silent, or say", what=empty)),
        (t("Alerts"), f"{alerts_now(t, chat)} /alerts"),
        (t("Digest"), digest_now(t, chat) + (" /digest" if chat.digest else "")),
    )  # fmt: skip
    lengths = ((_length_button(t, one), f"/settings length {one.value}") for one in Length)
    return Post(
        title=t("Settings"),
        blocks=(Block(tuple(Line(f": {is_}", strong=name) for name, is_ in told), bullets=True),),
        buttons=(
            row(*lengths),
            row(
                (t("Quiet {hours}", hours="22:00-07:00"), "/settings quiet 22:00-07:00"),
                (t("Quiet off"), "/settings quiet off"),
            ),
        ),
    )


def _hours(t: Words, quiet: tuple[time, time]) -> str:
    return t("{since} to {until}", since=clock(quiet[0]), until=clock(quiet[1]))


def _length_button(t: Words, length: Length) -> str:
    return capital(t(_LENGTHS[length]), t.language)


def no_such_setting(t: Words, text: str) -> str:
    """Say that a setting is not known."""
    return t(
        "There is no setting “{name}”. There are zone, language, length, quiet and empty.",
        name=short(text),
    )


def setting_needs(t: Words, example: str) -> str:
    """Say what a setting may be.

    Args:
        t: the words.
        example: a key, such as "/settings length short (or medium, or long)".
    """
    return t("What shall it be? For example: {example}", example=t(example))


def zone_set(t: Words, zone: str, now: datetime) -> Post:
    """Confirm the zone by what the clock says there."""
    return say(
        t("Your time zone is {zone}; it is {time} there.", zone=zone, time=clock(now.time()))
    )


def language_set(t: Words, code: str) -> Post:
    """Confirm the language, and say how far it goes.

    Args:
        t: the words of the new language.
        code: of it.
    """
    return say(
        t(
            "Your language is {language}. Dates, and briefs where I can write them myself, follow "
            "it; what I quote from articles stays in theirs.",
            language=language_name(code, t.language),
        )
    )


def length_set(t: Words, length: Length) -> Post:
    """Confirm the length."""
    return say(t("Briefs and digests are {length} now.", length=t(_LENGTHS[length])))


def quiet_set(t: Words, quiet: tuple[time, time] | None) -> Post:
    """Confirm the quiet hours."""
    if quiet is None:
        return say(t("No quiet hours: alerts come at any time."))
    since, until = map(clock, quiet)
    return say(
        t("Quiet from {since} to {until}: alerts wait, and come together.",
          since=since, until=until)
    )  # fmt: skip


def empty_digest_set(t: Words, *, silent: bool) -> Post:
    """Confirm what an empty digest does."""
    if silent:
        return say(t("A digest with nothing in it stays silent."))
    return say(t("When a digest has nothing in it, I say so in a line."))


def stopped(t: Words) -> Post:
    """Confirm the pause."""
    return say(t("Paused: I send nothing by myself. What you follow is kept; /start goes on."))


def confirm_forget(t: Words) -> Post:
    """Ask before everything is deleted."""
    return say(
        t(
            "This deletes all that I keep of this chat: what you follow, watch and mute, settings, "
            "questions and messages. It cannot be undone. To do it: /forget yes"
        ),
        buttons=(row((t("Delete everything"), "/forget yes")),),
    )


def forgotten(t: Words) -> Post:
    """Take leave."""
    return say(t("Done: I keep nothing of this chat any more. /start begins anew."))
