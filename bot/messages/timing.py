"""Alerts and digests: when the news come. Pure."""

from bot.buttons import row
from bot.languages import city
from bot.messages.words import plan_in_words, say
from bot.post import Post
from storage.model import Alerts, Chat

ALERTS_NOW = {
    Alerts.ON: "Each new story comes as it breaks.",
    Alerts.WATCHED: "Only stories with names you watch come as they break.",
    Alerts.OFF: "Alerts are off.",
}


def alerts_are(chat: Chat, *, changed: bool) -> Post:
    """Tell the alerts setting, with buttons to change it."""
    names = {Alerts.ON: "All", Alerts.WATCHED: "Watched only", Alerts.OFF: "Off"}
    others = [(names[mode], f"/alerts {mode.value}") for mode in Alerts if mode is not chat.alerts]
    return say(ALERTS_NOW[chat.alerts], buttons=() if changed else (row(*others),))


def digest_now(chat: Chat) -> str:
    """Tell the digest's plan in a sentence."""
    if not chat.digest:
        return "There is no digest yet; /digest 08:30 makes one."
    return (
        f"Your digest comes {plan_in_words(chat.digest, chat.language)} ({city(chat.zone)} time)."
    )


def digest_is(chat: Chat) -> Post:
    """Tell the digest's plan, with buttons to use or change it."""
    buttons = [("Now", "/digest now"), ("08:30", "/digest 08:30"),
               ("Weekdays 08:30", "/digest weekdays 08:30")]  # fmt: skip
    buttons += [("Off", "/digest off")] if chat.digest else []
    return say(digest_now(chat), buttons=(row(*buttons),))


def digest_set(chat: Chat) -> Post:
    """Confirm a digest's plan."""
    lines = [digest_now(chat)]
    if chat.zone == "UTC":
        lines += ["I take UTC for your time zone. If that is wrong: /settings zone Istanbul"]
    if chat.alerts is Alerts.ON:
        lines += ["A story that came as an alert is not told again in it. For fewer alerts: "
                  "/alerts watched"]  # fmt: skip
    return say(*lines)


def digest_off() -> Post:
    """Confirm that no digest comes."""
    return say("No more digests. /digest now still makes one when you want it.")


def nothing_new() -> Post:
    """Say that a digest would be empty."""
    return say("There is nothing new since your last digest.")


def nothing_more() -> Post:
    """Say that a digest told everything."""
    return say("That was everything: nothing was left out.")
