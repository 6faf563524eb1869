"""Stories, questions, and why something came or did not. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import grid, row
from bot.messages.words import listed, say, short
from bot.post import Block, Line, Post
from storage.model import Alerts


def no_stories() -> Post:
    """Say that there is no story to tell yet."""
    return say("There is no story yet. I am still reading, or nothing I follow has brought one.")


def no_such_story(number: int) -> str:
    """Say that a story is not there."""
    return f"There is no story {number}. /brief lists the newest."


def not_briefed(number: int) -> str:
    """Say that a story is not written yet."""
    return f"I am still writing story {number}. Please try again in a minute."


def ask_about(headline: str, story: int) -> Post:
    """Invite questions about a story."""
    said = f"What would you like to know about “{short(headline, 120)}”? Ask in plain words."
    return replace(say(said), story=story)


def nobody(name: str, near: Sequence[str]) -> Post:
    """Say that no article names somebody, with names that are written like it."""
    return say(
        f"My articles do not name “{short(name)}”."
        + (" Did you mean one of these?" if near else ""),
        buttons=grid(((other, f"/who {other}") for other in near), 2),
    )


def why_topic(title: str) -> str:
    """Name a topic that brings a story."""
    return f"You follow the topic {short(title)}."


def why_feed(title: str) -> str:
    """Name a feed that brings a story."""
    return f"You follow {short(title)}."


def why_watched(text: str) -> str:
    """Name the filter that brings a story."""
    return f"You watch for “{short(text)}”."


def why_muted(text: str) -> str:
    """Name the filter that keeps a story away."""
    return f"You mute “{short(text)}”, so it does not come."


def why_story_muted() -> str:
    """Say that the story itself is muted."""
    return "You muted this story."


def why_not_followed(topics: Sequence[str]) -> str:
    """Say that nothing the chat follows brought the story."""
    if not topics:
        return "It comes from a source that you do not follow."
    return f"It belongs to {listed(topics)}, which you do not follow."


def why_told(kind: str, when: str) -> str:
    """Say how and when a story was sent."""
    names = {"alert": "an alert", "update": "an update", "digest": "part of a digest"}
    return f"I sent it as {names.get(kind, 'a message')} on {when}."


def why_not_sent(alerts: Alerts, *, digest: bool) -> str:
    """Say why a wanted story was not sent (yet)."""
    if alerts is Alerts.ON:
        return "I have not sent it: it was there before you followed, or it is still on its way."
    sent = (
        "Only watched names come as alerts here"
        if alerts is Alerts.WATCHED
        else "Alerts are off here"
    )
    return f"{sent}, so it waits for {'the next digest' if digest else '/digest now'}."


def why_mine() -> Post:
    """Say why a message came that tells no story."""
    return say("That was my answer to you, not a story that I sent by myself.")


def never_read(url: str) -> Post:
    """Say that a page is in none of our sources."""
    return say(
        "None of the feeds that I read has brought me that page. I can still tell it in short.",
        buttons=(row(("Tell it", f"/brief {url}")),),
    )


def not_yet_sorted(title: str) -> Post:
    """Say that a page is read but belongs to no story yet."""
    return say(f"I have just read “{short(title, 120)}” and am still sorting it. Try in a minute.")


def explained(
    headline: str, lines: Sequence[str], story: int, cures: Sequence[tuple[str, str]] = ()
) -> Post:
    """Tell why a story came or did not, and offer what would change it (label and command)."""
    return replace(say(*lines, buttons=(row(*cures),)), title=headline, story=story)


def unmute(words: str) -> tuple[str, str]:
    """Offer to let something through again."""
    return "Unmute", f"/unmute {words}"


def follow(title: str, slug: str) -> tuple[str, str]:
    """Offer to follow a topic."""
    return f"Follow {title}", f"/subscribe {slug}"


def explained_many(how: str, stories: Sequence[tuple[int, str, str]]) -> Post:
    """Tell why each story (number, headline, reason) of one message came."""
    lines = tuple(
        Line(f" {reason}", strong=f"{short(headline, 80)}:", number=number)
        for number, headline, reason in stories
    )
    return Post(blocks=(Block((Line(how),)), Block(lines, bullets=True)))
