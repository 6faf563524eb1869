"""Labels and notes around what is told of the news. Pure."""

from collections.abc import Sequence

from bot.catalogue import Words, to_say

KEY_ACTORS = to_say("Key actors")
OUTCOMES = to_say("Outcomes")
NEW_ACTORS = to_say("New in it")
ROLES = to_say("Role")
STATEMENTS = to_say("Latest")
BESIDE = to_say("Often beside")
ALSO_CALLED = to_say("Also called")
NEAREST = to_say("Nearest stories")
SOURCES = to_say("Sources")
LATEST_FOLLOWED = to_say("Newest stories of what you follow")
LATEST_OF_ALL = to_say("Newest stories")
WATCHED_HEADING = to_say("Watched")
SOURCES_HEADING = to_say("Your sources")
CORRECTED = to_say("Corrected")
ASK, MORE, MUTE_STORY, WATCH = (
    to_say("Ask"),
    to_say("More"),
    to_say("Mute story"),
    to_say("Watch"),
)


def story_note(t: Words, story: int, sources: int) -> str:
    """Say which story a post tells and how well it is sourced."""
    return t.many(
        "Story {story} · {number} source", "Story {story} · {number} sources", sources, story=story
    )


def made_without_model(t: Words) -> str:
    """Mark what the offline engine wrote because the model could not."""
    return t("made without the model")


def without_model(t: Words, stories: int) -> str:
    """Say how many stories of several bear that mark; "" for none."""
    if not stories:
        return ""
    return t.many(
        "{number} story made without the model", "{number} stories made without the model", stories
    )


def notes(*said: str) -> str:
    """Put notes beside one another; empty ones leave no trace."""
    return " · ".join(note for note in said if note)


def update_title(t: Words, headline: str) -> str:
    """Head a post that tells what is new in a known story."""
    return t("Update: {headline}", headline=headline)


def corrected_title(t: Words, headline: str) -> str:
    """Head a post that was put right."""
    return f"{t(CORRECTED)}: {headline}"


def withdrawn_title(t: Words, headline: str) -> str:
    """Head a story, or a source, that was taken back."""
    return t("Withdrawn by its source: {headline}", headline=headline)


def withdrawn_text(t: Words) -> str:
    """Say what became of a story that nobody stands by any more."""
    return t("The source took the article back, so what I told of it here no longer counts.")


def fallen(t: Words, said: str, now: str | None, *, withdrawn: bool) -> str:
    """Say that a statement does not stand any more, and what takes its place."""
    before, after = said.rstrip(" ."), (now or "").rstrip(" .")
    if withdrawn and after:
        return t(
            "“{before}” was withdrawn by its source; another source says “{after}”.",
            before=before,
            after=after,
        )
    if withdrawn:
        return t("“{before}” was withdrawn by its source.", before=before)
    if after:
        return t("It said “{before}”; now it says “{after}”.", before=before, after=after)
    return t("It no longer says “{before}”.", before=before)


def roundup_title(t: Words, stories: int) -> str:
    """Head a post that tells several stories at once."""
    return t.many("{number} new story", "{number} new stories", stories)


def digest_title(t: Words, when: str) -> str:
    """Head a digest."""
    return t("Digest of {when}", when=when)


def coverage(t: Words, outlets: Sequence[str]) -> str:
    """Say who reports a story: "Daily Sabah and 2 more"."""
    named = [outlet for outlet in outlets if outlet]
    if not named:
        return t.many("{number} source", "{number} sources", max(len(outlets), 1))
    if len(outlets) == 1:
        return named[0]
    return t.many(
        "{outlet} and {number} more", "{outlet} and {number} more", len(outlets) - 1,
        outlet=named[0],
    )  # fmt: skip


def left_out(t: Words, stories: int) -> str:
    """Say how many stories a digest has no room for."""
    return t.many(
        "{number} more story: /digest more", "{number} more stories: /digest more", stories
    )


def more_stories(t: Words, stories: int) -> str:
    """Label the button that brings them."""
    return t.many("{number} more", "{number} more", stories)


def not_said(t: Words, articles: int, since: str | None) -> str:
    """Say that the articles do not answer, and how many were looked through."""
    if not articles:
        return t("My articles do not say: I have none yet.")
    return t.many(
        "My articles do not say. I looked through the only one that I have, of {since}.",
        "My articles do not say. I looked through {number} of them, since {since}.",
        articles,
        since=since,
    )
