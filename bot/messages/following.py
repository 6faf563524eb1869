"""What a chat follows, watches and mutes. Pure."""

from collections.abc import Sequence

from bot.buttons import grid, row
from bot.messages.timing import ALERTS_NOW, digest_now
from bot.messages.words import count, listed, say, short
from bot.post import Block, Line, Post
from storage.model import Alerts, Chat, ChatState


def pick_topics(topics: Sequence[tuple[str, str]], taken: Sequence[str]) -> Post:
    """Offer topics (slug and title) that are not followed yet."""
    followed = f"You follow {listed(taken)}. " if taken else ""
    return say(
        f"{followed}Which topic? You can also give me the address of a site or a feed, "
        "like /subscribe example.com.",
        buttons=grid(((title, f"/subscribe {slug}") for slug, title in topics), 2),
    )


def no_topics() -> Post:
    """Say that there is nothing on offer but feeds."""
    return say("There are no topics here. Give me the address of a site: /subscribe example.com")


def follows_all_topics(taken: Sequence[str]) -> Post:
    """Say that every topic is followed already."""
    return say(
        f"You follow {listed(taken)}, and there is no other topic. "
        "You can add the address of a site or a feed: /subscribe example.com"
    )


def subscribed(names: Sequence[str], chat: Chat) -> Post:
    """Confirm new subscriptions and say what comes of them."""
    lines = [f"You now follow {listed([short(name) for name in names])}."]
    lines += [f"{ALERTS_NOW[chat.alerts]} {digest_now(chat)}"]
    if chat.state is not ChatState.ACTIVE:
        lines += ["This chat is paused, though: /start takes it up again."]
    buttons = [("Newest story", "/brief latest")]
    buttons += [] if chat.digest else [("Digest at 08:30", "/digest 08:30")]
    return say(*lines, buttons=(row(*buttons),))


def already_followed(names: Sequence[str]) -> Post:
    """Say that nothing changed."""
    return say(f"You follow {listed([short(name) for name in names])} already.")


def no_such_topic(text: str, near: Sequence[tuple[str, str]]) -> Post:
    """Say that a topic is not on offer, with those (slug and title) that are."""
    return say(
        f"I have no topic “{short(text)}”."
        + (" Did you mean one of these?" if near else " /subscribe shows what there is."),
        buttons=grid(((title, f"/subscribe {slug}") for slug, title in near), 2),
    )


def pick_feed(site: str, feeds: Sequence[tuple[str, str]]) -> Post:
    """Offer the feeds (address and title) of a site."""
    lines = tuple(
        Line(f" {url}", strong=f"{short(title) or 'Untitled'}.", link=url, number=number)
        for number, (url, title) in enumerate(feeds, start=1)
    )
    return Post(
        blocks=(
            Block(
                (Line(f"That site has {len(feeds)} feeds. Which one? Its address will do, too."),)
            ),
            Block(lines, bullets=True),
        ),
        buttons=grid(((str(n), f"/subscribe {site} {n}") for n in range(1, len(feeds) + 1)), 5),
    )


def no_feed() -> str:
    """Say that a site offers no feed."""
    return "I find no feed on that site. If you know the feed's own address, give me that."


def unsubscribed(name: str) -> Post:
    """Confirm that something is followed no more."""
    return say(f"You no longer follow {short(name)}.")


def unsubscribed_all(ended: int) -> Post:
    """Confirm that nothing is followed any more."""
    return say(f"Done: you follow nothing now ({count(ended, 'subscription')} ended).")


def pick_unsubscribe(followed: Sequence[tuple[str, str]]) -> Post:
    """Offer what is followed (words after the command, and title) to be ended."""
    return say(
        "Which one shall I stop?",
        buttons=grid(((title, f"/unsubscribe {words}") for words, title in followed), 2),
    )


def not_followed(text: str) -> Post:
    """Say that there was nothing to end."""
    return say(f"You do not follow “{short(text)}”. /sources shows what you follow.")


def follows_nothing() -> Post:
    """Say that the chat follows nothing yet."""
    return say(
        "You follow nothing yet. Choose a topic, or give me a site: /subscribe example.com",
        buttons=(row(("Choose topics", "/subscribe")),),
    )


def sources(lines: Sequence[Line], watched: Sequence[str], muted: Sequence[str]) -> Post:
    """List what the chat follows, watches and mutes."""
    filters = [Line(listed(texts), strong=f"{name}: ")
               for name, texts in (("Watched", watched), ("Muted", muted)) if texts]  # fmt: skip
    return Post(
        title="What you follow",
        blocks=tuple(
            Block(tuple(some), bullets=True) for some in (lines, filters) if some
        ),
        buttons=(row(("Add", "/subscribe"), ("Remove", "/unsubscribe")),),
    )  # fmt: skip


def topic_health(feeds: int, failing: Sequence[str]) -> str:
    """Say how a topic's feeds are doing."""
    if not feeds:
        return ": it has no feeds now"
    if not failing:
        return f": {count(feeds, 'feed')}, all well"
    return f": {count(feeds, 'feed')}, {len(failing)} not readable now ({listed(failing[:3])})"


def feed_health(checked: str | None, failures: int) -> str:
    """Say how a feed is doing."""
    if failures:
        return f": not readable now, tried {count(failures, 'time')}"
    return f": well, read {checked}" if checked else ": not read yet"


def watching(name: str, stories: int, chat: Chat) -> Post:
    """Confirm a watched name, with how often the articles know it."""
    met = f" It is in {count(stories, 'story', 'stories')} so far." if stories else ""
    off = (
        " Alerts are off in this chat, so it counts in digests only; /alerts watched changes that."
        if chat.alerts is Alerts.OFF
        else ""
    )
    return say(f"I watch for {short(name)} in every source that I read.{met}{off}")


def muting(text: str) -> Post:
    """Confirm a muted word."""
    hint = (
        ""
        if "*" in text or " " in text or text.startswith("/")
        else f" {text}* would take all its endings, too."
    )
    return say(f"Stories with “{short(text)}” are dropped from now on.{hint}")


def muting_source(outlet: str, *, by_name: bool) -> Post:
    """Confirm a muted source; who named it without the word "source" may have meant the words."""
    said = f"What {short(outlet)} alone tells is dropped from now on; what others tell, too, comes."
    if not by_name:
        return say(said)
    return say(said, f"If you meant the words: /mute word {short(outlet)}")


def no_such_source(name: str) -> str:
    """Say that no article comes from a source."""
    return (
        f"None of my articles comes from “{short(name)}”. To drop stories with the words: "
        f"/mute word source {short(name)}"
    )


def muting_story(title: str) -> Post:
    """Confirm a muted story."""
    return say(f"Nothing more of this story: {short(title, 120)}")


def filter_there(text: str) -> Post:
    """Say that a filter is there already."""
    return say(f"“{short(text)}” is there already.")


def filter_removed(text: str) -> Post:
    """Confirm that a filter is gone."""
    return say(f"Done: “{short(text)}” counts no more.")


def no_such_filter(text: str) -> Post:
    """Say that there was no such filter."""
    return say(f"“{short(text)}” is not among them. /sources shows what you watch and mute.")


def filters_are(verb: str, undo: str, texts: Sequence[str], example: str) -> Post:
    """List filters of one kind, each with the button that undoes it."""
    if not texts:
        return say(f"You {verb} nothing yet. For example: {example}")
    return say(
        f"You {verb} {listed([short(text) for text in texts])}.",
        buttons=grid(((f"✕ {text}", f"/{undo} {text}") for text in texts), 2),
    )


def no_such_answer(number: int) -> str:
    """Say that an answer is not there."""
    return f"There is no answer {number} in this chat."


def thanks_for_rating(*, up: bool) -> Post:
    """Take an opinion."""
    return say("Thank you, noted." if up else "Thank you, noted. I will try to do better.")
