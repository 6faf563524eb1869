"""Stories, questions, and why something came or did not. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.buttons import grid, row
from bot.catalogue import Words, to_say
from bot.languages import listed
from bot.messages.words import say, short
from bot.post import Block, Line, Post
from bot.taste import Liking, Trait
from bot.waiting import Held, Hold, InDigest


def no_stories(t: Words) -> Post:
    """Say that there is no story to tell yet."""
    return say(
        t("There is no story yet. I am still reading, or nothing I follow has brought one.")
    )  # fmt: skip


def no_such_story(t: Words, number: int) -> str:
    """Say that a story is not there."""
    return t("There is no story {number}. /brief lists the newest.", number=number)


def not_briefed(t: Words, number: int) -> str:
    """Say that a story is not written yet."""
    return t("I am still writing story {number}. Please try again in a minute.", number=number)


def was_withdrawn(t: Words, number: int) -> str:
    """Say that nobody stands by a story any more."""
    return t(
        "Story {number} was withdrawn by its source, so I do not tell it any more.", number=number
    )


def ask_about(t: Words, headline: str, story: int) -> Post:
    """Invite questions about a story."""
    said = t(
        "What would you like to know about “{headline}”? Ask in plain words.",
        headline=short(headline, 120),
    )
    return replace(say(said), story=story)


def nobody(t: Words, name: str, near: Sequence[str]) -> Post:
    """Say that no article names somebody, with names that are written like it."""
    said = (
        t("My articles do not name “{name}”. Did you mean one of these?", name=short(name))
        if near
        else t("My articles do not name “{name}”.", name=short(name))
    )
    return say(said, buttons=grid(((other, f"/who {other}") for other in near), 2))


# --- why ---------------------------------------------------------------------------------------


def why_topic(t: Words, title: str) -> str:
    """Name a topic that brings a story."""
    return t("You follow the topic {title}.", title=short(title))


def why_feed(t: Words, title: str) -> str:
    """Name a feed that brings a story."""
    return t("You follow {names}.", names=short(title))


def why_watched(t: Words, text: str) -> str:
    """Name the filter that brings a story."""
    return t("You watch for “{text}”.", text=short(text))


def why_muted(t: Words, text: str) -> str:
    """Name the filter that keeps a story away."""
    return t("You mute “{text}”, so it does not come.", text=short(text))


def why_source_muted(t: Words, outlet: str) -> str:
    """Name the muted source that alone tells a story."""
    return t("You mute the source {outlet}, and no other tells it.", outlet=short(outlet))


def why_story_muted(t: Words) -> str:
    """Say that the story itself is muted."""
    return t("You muted this story.")


def why_not_followed(t: Words, topics: Sequence[str]) -> str:
    """Say that nothing the chat follows brought the story."""
    if not topics:
        return t("It comes from a source that you do not follow.")
    return t(
        "It belongs to {topics}, which you do not follow.", topics=listed(topics, t.language)
    )  # fmt: skip


_SENT_AS = {
    "alert": to_say("I sent it as an alert on {when}."),
    "update": to_say("I sent it as an update on {when}."),
    "digest": to_say("I sent it as part of a digest on {when}."),
    "correction": to_say("I sent it as a correction on {when}."),
}


def why_told(t: Words, kind: str, when: str) -> str:
    """Say how and when a story was sent."""
    return t(_SENT_AS.get(kind, to_say("I sent it as a message on {when}.")), when=when)


_LIKED = {
    Trait.ACTOR: (
        to_say("You {opinions} about {name}, so it stands a little higher in your digests."),
        to_say("You {opinions} about {name}, so it stands a little lower in your digests."),
    ),
    Trait.TOPIC: (
        to_say("You {opinions} of {name}, so it stands a little higher in your digests."),
        to_say("You {opinions} of {name}, so it stands a little lower in your digests."),
    ),
    Trait.OUTLET: (
        to_say("You {opinions} from {name}, so it stands a little higher in your digests."),
        to_say("You {opinions} from {name}, so it stands a little lower in your digests."),
    ),
}
"""By what is liked: for a story that stands higher, and for one that stands lower."""


def why_liked(t: Words, liking: Liking, name: str) -> str:
    """Say which ratings move a story in digests, and which way."""
    said = []
    if liking.liked:
        said.append(t.many("liked {number} story", "liked {number} stories", liking.liked))
    if liking.disliked:
        said.append(
            t.many("disliked {number} story", "disliked {number} stories", liking.disliked)
        )  # fmt: skip
    higher, lower = _LIKED[liking.trait]
    return t(
        higher if liking.score > 0 else lower,
        opinions=listed(said, t.language),
        name=short(name),
    )


def on_its_way(t: Words) -> str:
    """Say that a message is queued, or that nobody knows whether it arrived."""
    return t("As far as I know it is not there yet.")


def why_update(t: Words, due: str) -> str:
    """Say when what was reported since comes."""
    return t("More was reported since; the update comes on {when}, if it says anything new.",
             when=due)  # fmt: skip


_HELD = {
    Hold.PAUSED: to_say("This chat is paused, so nothing comes. /start goes on."),
    Hold.UNWRITTEN: to_say("I am still writing it. Try in a minute."),
    Hold.QUIET: to_say("Your quiet hours hold it; it comes on {when}."),
    Hold.GATHERED: to_say("It is on its way: it comes on {when}."),
    Hold.COMING: to_say("It is on its way: I have just written it."),
    Hold.ALERTS_OFF: to_say("Alerts are off here"),
    Hold.WATCHED_ONLY: to_say("Only watched names come as alerts here"),
    Hold.OLD: to_say("It was old when I read it, of {when}, so it did not break as news"),
    Hold.BEFORE: to_say("It was there before you followed, on {when}"),
    Hold.UNKNOWN: to_say("I have not sent it"),
}
"""Whole sentences, and clauses for what a digest may bring."""


def why_held(t: Words, how: Held, story: int, tell_time: Callable[[datetime], str]) -> str:
    """Say why a wanted story was not sent (yet), and what brings it."""
    said = t(_HELD[how.hold], when=tell_time(how.until) if how.until else "")
    match how.digest:
        case InDigest.NEXT if how.digest_at:
            return t(
                "{reason}, so it waits for the next digest, on {when}.",
                reason=said,
                when=tell_time(how.digest_at),
            )
        case InDigest.NOW:
            return t("{reason}, so it waits for /digest now.", reason=said)
        case InDigest.LEFT_OUT:
            return t(
                "{reason}, and the last digest had no room for it: /brief {story}",
                reason=said,
                story=story,
            )
    return said


def why_mine(t: Words) -> Post:
    """Say why a message came that tells no story."""
    return say(t("That was my answer to you, not a story that I sent by myself."))


def feed_of_site(t: Words, title: str, checked: str | None, *, failing: bool) -> str:
    """Say how a feed is doing that could have brought a page."""
    name = short(title)
    if failing:
        return t("{title}, a feed of that site, cannot be read now.", title=name)
    if checked is None:
        return t("{title} is a feed of that site; I have not read it yet.", title=name)
    return t(
        "{title}, a feed of that site, did not have it when I read it on {when}.",
        title=name,
        when=checked,
    )


def why_withdrawn(t: Words, title: str) -> Post:
    """Say that nobody stands by a story any more."""
    said = t("It was withdrawn by its source, so I do not tell it any more.")
    return replace(say(said), title=title)


def never_read(t: Words, url: str, feeds: Sequence[str] = ()) -> Post:
    """Say that a page is in none of our sources, and how those of its site are doing."""
    return say(
        t("None of the feeds that I read has brought me that page. I can still tell it in short."),
        *feeds,
        buttons=(row((t("Tell it"), f"/brief {url}")),),
    )


def not_yet_sorted(t: Words, title: str) -> Post:
    """Say that a page is read but belongs to no story yet."""
    return say(
        t("I have just read “{title}” and am still sorting it. Try in a minute.",
          title=short(title, 120))
    )  # fmt: skip


def explained(
    headline: str, lines: Sequence[str], story: int, cures: Sequence[tuple[str, str]] = ()
) -> Post:
    """Tell why a story came or did not, and offer what would change it (label and command)."""
    return replace(say(*lines, buttons=(row(*cures),)), title=headline, story=story)


def unmute(t: Words, words: str) -> tuple[str, str]:
    """Offer to let something through again."""
    return t("Unmute"), f"/unmute {words}"


def follow(t: Words, title: str, slug: str) -> tuple[str, str]:
    """Offer to follow a topic."""
    return t("Follow {title}", title=title), f"/subscribe {slug}"


def explained_many(how: str, stories: Sequence[tuple[int, str, str]]) -> Post:
    """Tell why each story (number, headline, reason) of one message came."""
    lines = tuple(
        Line(f" {reason}", strong=f"{short(headline, 80)}:", number=number)
        for number, headline, reason in stories
    )
    return Post(blocks=(Block((Line(how),)), Block(lines, bullets=True)))
