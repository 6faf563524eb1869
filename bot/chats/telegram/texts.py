"""What this adapter itself says to people: words around Telegram's own devices. Pure."""

from bot.messages.words import short

ABOUT = "News in short: what happened, who acts, what came of it. Every sentence has its source."
"""On the bot's profile, and with shared links; at most 120 letters."""

DESCRIPTION = (
    "I tell the news in short: what happened, who acts in it and what came of it, every sentence "
    "with its source.\n\n"
    "• Follow topics, feeds or names and hear of each story once\n"
    "• Get a digest at your own hours\n"
    "• Ask me anything: I answer from the articles, or say that they do not say\n\n"
    "Press Start, and choose a topic."
)
"""In a chat that has not begun yet; at most 512 letters."""

OLD_BUTTON = "That button is from an older version of me. Please send the command again."
ONLY_TEXT = "I read text only. Ask me in words, or send /help."
TOO_MANY = "One after the other, please: I am still at your earlier messages."

WHERE = "Where are you? Answer this message with your city"
"""How the question for the place begins: an answer to a message that begins so is a place."""

SHARE_LOCATION = "Send my location"
YOUR_CITY = "Your city"

MORE_SETTINGS = (("Time zone…", "Language…"), ("Quiet hours…", "Digest…"))
ANOTHER_TIME = "Another time…"
BACK = "‹ Back"
PREVIOUS, NEXT = "‹", "›"
EVERY_DAY, WEEKDAYS, WEEKENDS = "Every day", "Weekdays", "Weekends"

WHICH_DAYS = "On which days shall the digest come?"
WHICH_HOUR = "At which hour?"
WHICH_MINUTE = "When exactly?"
QUIET_FROM = "From which hour shall it be quiet?"
QUIET_UNTIL = "And until when?"
WHICH_LANGUAGE = "Which language? For another one: /settings language Deutsch"
WHICH_ZONE = "These time zones are near you. Which one is yours?"


def where(*, shares: bool) -> str:
    """Ask for somebody's place.

    Args:
        shares: whether there is a button to send it.
    """
    return f"{WHERE}{', or send me your location with the button below' if shares else ''}."


def may_write(channel: str) -> str:
    """Tell who made us an admin of a channel what to do next."""
    return (
        f"I may write in {short(channel)} now. To have news there, post a command in the channel "
        "itself, like /subscribe, and delete it afterwards if you like."
    )
