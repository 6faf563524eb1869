"""Stories, questions, and why something came or did not. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.buttons import grid, row
from bot.messages.words import count, listed, say, short
from bot.post import Block, Line, Post
from bot.taste import Liking, Trait
from bot.waiting import Held, Hold, InDigest


def no_stories() -> Post:
    """Say that there is no story to tell yet."""
    return say("There is no story yet. I am still reading, or nothing I follow has brought one.")


def no_such_story(number: int) -> str:
    """Say that a story is not there."""
    return f"There is no story {number}. /brief lists the newest."


def not_briefed(number: int) -> str:
    """Say that a story is not written yet."""
    return f"I am still writing story {number}. Please try again in a minute."


def was_withdrawn(number: int) -> str:
    """Say that nobody stands by a story any more."""
    return f"Story {number} was withdrawn by its source, so I do not tell it any more."


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


def why_source_muted(outlet: str) -> str:
    """Name the muted source that alone tells a story."""
    return f"You mute the source {short(outlet)}, and no other tells it."


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
    names = {"alert": "an alert", "update": "an update", "digest": "part of a digest",
             "correction": "a correction"}  # fmt: skip
    return f"I sent it as {names.get(kind, 'a message')} on {when}."


def why_liked(liking: Liking, name: str) -> str:
    """Say which ratings move a story in digests, and which way."""
    about = {Trait.ACTOR: "about", Trait.TOPIC: "of", Trait.OUTLET: "from"}[liking.trait]
    said = [
        f"{verb} {count(number, 'story', 'stories')}"
        for verb, number in (("liked", liking.liked), ("disliked", liking.disliked))
        if number
    ]
    where = "higher" if liking.score > 0 else "lower"
    return (
        f"You {listed(said)} {about} {short(name)}, so it stands a little {where} in your digests."
    )


def on_its_way() -> str:
    """Say that a message is queued, or that nobody knows whether it arrived."""
    return "As far as I know it is not there yet."


def why_update(due: str) -> str:
    """Say when what was reported since comes."""
    return f"More was reported since; the update comes on {due}, if it says anything new."


def why_held(how: Held, story: int, tell_time: Callable[[datetime], str]) -> str:
    """Say why a wanted story was not sent (yet), and what brings it."""
    until = tell_time(how.until) if how.until else ""
    said = {
        Hold.PAUSED: "This chat is paused, so nothing comes. /start goes on.",
        Hold.UNWRITTEN: "I am still writing it. Try in a minute.",
        Hold.QUIET: f"Your quiet hours hold it; it comes on {until}.",
        Hold.GATHERED: f"It is on its way: it comes on {until}.",
        Hold.COMING: "It is on its way: I have just written it.",
        Hold.ALERTS_OFF: "Alerts are off here",
        Hold.WATCHED_ONLY: "Only watched names come as alerts here",
        Hold.OLD: f"It was old when I read it, of {until}, so it did not break as news",
        Hold.BEFORE: f"It was there before you followed, on {until}",
        Hold.UNKNOWN: "I have not sent it",
    }[how.hold]
    match how.digest:
        case InDigest.NEXT if how.digest_at:
            return f"{said}, so it waits for the next digest, on {tell_time(how.digest_at)}."
        case InDigest.NOW:
            return f"{said}, so it waits for /digest now."
        case InDigest.LEFT_OUT:
            return f"{said}, and the last digest had no room for it: /brief {story}"
    return said


def why_mine() -> Post:
    """Say why a message came that tells no story."""
    return say("That was my answer to you, not a story that I sent by myself.")


def feed_of_site(title: str, checked: str | None, error: str | None) -> str:
    """Say how a feed is doing that could have brought a page."""
    if error:
        return f"{short(title)}, a feed of that site, cannot be read now: {error}"
    if checked is None:
        return f"{short(title)} is a feed of that site; I have not read it yet."
    return f"{short(title)}, a feed of that site, did not have it when I read it on {checked}."


def why_withdrawn(title: str) -> Post:
    """Say that nobody stands by a story any more."""
    return replace(
        say("It was withdrawn by its source, so I do not tell it any more."), title=title
    )


def never_read(url: str, feeds: Sequence[str] = ()) -> Post:
    """Say that a page is in none of our sources, and how those of its site are doing."""
    return say(
        "None of the feeds that I read has brought me that page. I can still tell it in short.",
        *feeds,
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
