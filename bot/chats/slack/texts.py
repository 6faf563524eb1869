"""What this adapter itself says to people: words around Slack's own devices. Pure."""

from bot.catalogue import Words
from bot.post import Block, Line, Post


def plain(text: str) -> Post:
    """Make a post of one sentence of ours."""
    return Post(blocks=(Block((Line(text),)),))


def only_text(t: Words) -> str:
    """Say that a file without words says nothing to us."""
    return t("I read text only. Ask me in words, or send help.")


def asked(t: Words, question: str) -> str:
    """Show in a channel what somebody asked by a command, which Slack shows to nobody else."""
    return t("asked: {question}", question=question)


def invite_me(t: Words) -> str:
    """Say what is to be done where we may not write."""
    return t("I am not in this channel yet. Invite me with /invite, and send the command again.")


def busy(t: Words) -> str:
    """Say that somebody's earlier messages come first."""
    return t("One after the other, please: I am still at your earlier messages.")


def thinking(t: Words) -> str:
    """What the assistant shows while it is at work; Slack puts our name before it."""
    return t("is looking through the articles…")


def what_next(t: Words) -> str:
    """Head the prompts of the assistant."""
    return t("What would you like to know?")


def nothing_to_brief(t: Words) -> str:
    """Say that a message has nothing in it that could be told in short."""
    return t("There is no link in that message that I could read.")
