"""Labels and notes around what is told of the news. Pure."""

from collections.abc import Sequence

from bot.messages.words import count

KEY_ACTORS = "Key actors"
OUTCOMES = "Outcomes"
NEW_ACTORS = "New in it"
ROLES = "Role"
STATEMENTS = "Latest"
BESIDE = "Often beside"
ALSO_CALLED = "Also called"
NEAREST = "Nearest stories"
SOURCES = "Sources"
LATEST_FOLLOWED = "Newest stories of what you follow"
LATEST_OF_ALL = "Newest stories"
WATCHED_HEADING = "Watched"
SOURCES_HEADING = "Your sources"
CORRECTED = "Corrected"
ASK, MORE, MUTE_STORY, WATCH = "Ask", "More", "Mute story", "Watch"


def story_note(story: int, sources: int) -> str:
    """Say which story a post tells and how well it is sourced."""
    return f"Story {story} · {count(sources, 'source')}"


WITHOUT_MODEL = "made without the model"
"""The sign of what the offline engine wrote because the model could not."""


def without_model(stories: int) -> str:
    """Say how many stories of several bear that sign; "" for none."""
    return f"{count(stories, 'story', 'stories')} {WITHOUT_MODEL}" if stories else ""


def notes(*said: str) -> str:
    """Put notes beside one another; empty ones leave no trace."""
    return " · ".join(note for note in said if note)


def update_title(headline: str) -> str:
    """Head a post that tells what is new in a known story."""
    return f"Update: {headline}"


def corrected_title(headline: str) -> str:
    """Head a post that was put right."""
    return f"{CORRECTED}: {headline}"


def withdrawn_title(headline: str) -> str:
    """Head a story, or a source, that was taken back."""
    return f"Withdrawn by its source: {headline}"


def withdrawn_text() -> str:
    """Say what became of a story that nobody stands by any more."""
    return "The source took the article back, so what I told of it here no longer counts."


def fallen(said: str, now: str | None, *, withdrawn: bool) -> str:
    """Say that a statement does not stand any more, and what takes its place."""
    before, after = said.rstrip(" ."), (now or "").rstrip(" .")
    if withdrawn:
        other = f"; another source says “{after}”" if after else ""
        return f"“{before}” was withdrawn by its source{other}."
    if after:
        return f"It said “{before}”; now it says “{after}”."
    return f"It no longer says “{before}”."


def roundup_title(stories: int) -> str:
    """Head a post that tells several stories at once."""
    return count(stories, "new story", "new stories")


def digest_title(when: str) -> str:
    """Head a digest."""
    return f"Digest of {when}"


def coverage(outlets: Sequence[str]) -> str:
    """Say who reports a story: "Daily Sabah and 2 more"."""
    named = [outlet for outlet in outlets if outlet]
    if not named:
        return count(max(len(outlets), 1), "source")
    return named[0] if len(outlets) == 1 else f"{named[0]} and {len(outlets) - 1} more"


def left_out(stories: int) -> str:
    """Say how many stories a digest has no room for."""
    return f"{count(stories, 'more story', 'more stories')}: /digest more"


def more_stories(stories: int) -> str:
    """Label the button that brings them."""
    return f"{stories} more"


def not_said(articles: int, since: str | None) -> str:
    """Say that the articles do not answer, and how many were looked through."""
    if not articles:
        return "My articles do not say: I have none yet."
    if articles == 1:
        return f"My articles do not say. I looked through the only one that I have, of {since}."
    return f"My articles do not say. I looked through {articles:,} of them, since {since}."
