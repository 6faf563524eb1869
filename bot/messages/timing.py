"""Alerts and digests: when the news come. Pure."""

from bot.buttons import row
from bot.catalogue import Words, to_say
from bot.languages import city
from bot.messages.words import plan_in_words, say
from bot.post import Post
from storage.model import Alerts, Chat

_ALERTS_NOW = {
    Alerts.ON: to_say("Each new story comes as it breaks."),
    Alerts.WATCHED: to_say("Only stories with names you watch come as they break."),
    Alerts.OFF: to_say("Alerts are off."),
}
_ALERT_BUTTONS = {
    Alerts.ON: to_say("All"),
    Alerts.WATCHED: to_say("Watched only"),
    Alerts.OFF: to_say("Off"),
}


def alerts_now(t: Words, chat: Chat) -> str:
    """Tell the alerts setting in a sentence."""
    return t(_ALERTS_NOW[chat.alerts])


def alerts_are(t: Words, chat: Chat, *, changed: bool) -> Post:
    """Tell the alerts setting, with buttons to change it."""
    others = [
        (t(_ALERT_BUTTONS[mode]), f"/alerts {mode.value}")
        for mode in Alerts
        if mode is not chat.alerts
    ]
    return say(alerts_now(t, chat), buttons=() if changed else (row(*others),))


def digest_now(t: Words, chat: Chat) -> str:
    """Tell the digest's plan in a sentence."""
    if not chat.digest:
        return t("There is no digest yet; /digest 08:30 makes one.")
    return t(
        "Your digest comes {plan} ({city} time).",
        plan=plan_in_words(t, chat.digest),
        city=city(chat.zone, t.language),
    )


def digest_is(t: Words, chat: Chat) -> Post:
    """Tell the digest's plan, with buttons to use or change it."""
    buttons = [
        (t("Now"), "/digest now"),
        ("08:30", "/digest 08:30"),
        (t("Weekdays {hour}", hour="08:30"), "/digest weekdays 08:30"),
    ]
    buttons += [(t("Off"), "/digest off")] if chat.digest else []
    return say(digest_now(t, chat), buttons=(row(*buttons),))


def digest_set(t: Words, chat: Chat) -> Post:
    """Confirm a digest's plan."""
    lines = [digest_now(t, chat)]
    if chat.zone == "UTC":
        lines.append(
            t("I take UTC for your time zone. If that is wrong: /settings zone Istanbul")
        )  # fmt: skip
    if chat.alerts is Alerts.ON:
        lines.append(
            t(
                "A story that came as an alert is not told again in it. For fewer alerts: "
                "/alerts watched"
            )
        )
    return say(*lines)


def digest_off(t: Words) -> Post:
    """Confirm that no digest comes."""
    return say(t("No more digests. /digest now still makes one when you want it."))


def nothing_new(t: Words) -> Post:
    """Say that a digest would be empty."""
    return say(t("There is nothing new since your last digest."))


def nothing_more(t: Words) -> Post:
    """Say that a digest told everything."""
    return say(t("That was everything: nothing was left out."))
