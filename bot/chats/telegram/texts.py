"""What this adapter itself says to people: words around Telegram's own devices. Pure."""

from bot.catalogue import Words, spoken, to_say, words
from bot.messages.words import short

ABOUT = to_say(
    "News in short: what happened, who acts, what came of it. Every sentence has its source."
)
"""On the bot's profile, and with shared links; at most 120 letters in any language."""

DESCRIPTION = to_say(
    "I tell the news in short: what happened, who acts in it and what came of it, every sentence "
    "with its source.\n\n"
    "• Follow topics, feeds or names and hear of each story once\n"
    "• Get a digest at your own hours\n"
    "• Ask me anything: I answer from the articles, or say that they do not say\n\n"
    "Press Start, and choose a topic."
)
"""In a chat that has not begun yet; at most 512 letters in any language."""

OLD_BUTTON = to_say("That button is from an older version of me. Please send the command again.")
ONLY_TEXT = to_say("I read text only. Ask me in words, or send /help.")

WHERE = to_say("Where are you? Answer this message with your city.")
WHERE_OR_SHARE = to_say(
    "Where are you? Write me your city, or send me your location with the button below."
)
"""The questions for the place: an answer to one of them is a place."""

SHARE_LOCATION = to_say("Send my location")
YOUR_CITY = to_say("Your city")

ZONE, LANGUAGE, QUIET, DIGEST = (
    to_say("Time zone…"),
    to_say("Language…"),
    to_say("Quiet hours…"),
    to_say("Digest…"),
)
ANOTHER_TIME = to_say("Another time…")
BACK = to_say("‹ Back")
PREVIOUS, NEXT = "‹", "›"
EVERY_DAY, WEEKDAYS, WEEKENDS = to_say("Every day"), to_say("Weekdays"), to_say("Weekends")

WHICH_DAYS = to_say("On which days shall the digest come?")
WHICH_HOUR = to_say("At which hour?")
WHICH_MINUTE = to_say("When exactly?")
QUIET_FROM = to_say("From which hour shall it be quiet?")
QUIET_UNTIL = to_say("And until when?")
WHICH_LANGUAGE = to_say("Which language? For another one: /settings language Deutsch")
WHICH_ZONE = to_say("These time zones are near you. Which one is yours?")


def where(t: Words, *, shares: bool) -> str:
    """Ask for somebody's place.

    Args:
        t: the words.
        shares: whether there is a button to send it.
    """
    return t(WHERE_OR_SHARE if shares else WHERE)


def asks_where(text: str) -> bool:
    """Tell whether a message of ours, in whatever language it was sent, asks for a place."""
    asked = (words(language)(one) for language in spoken() for one in (WHERE, WHERE_OR_SHARE))
    return text.startswith(tuple(asked))


def in_a_group(t: Words, username: str) -> str:
    """Tell a group what is read of it, and what is not."""
    return t(
        "In a group I read only what is meant for me: commands, messages that mention {name}, and "
        "replies to mine.",
        name=f"@{username}",
    )


def may_write(t: Words, channel: str) -> str:
    """Tell who made us an admin of a channel what to do next."""
    return t(
        "I may write in {channel} now. To have news there, post a command in the channel "
        "itself, like /subscribe, and delete it afterwards if you like.",
        channel=short(channel),
    )
