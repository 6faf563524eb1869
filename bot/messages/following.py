"""What a chat follows, watches and mutes. Pure."""

from collections.abc import Sequence

from bot.buttons import grid, row
from bot.catalogue import Words, to_say
from bot.languages import listed
from bot.messages import labels
from bot.messages.timing import alerts_now, digest_now
from bot.messages.words import in_a_row, say, short
from bot.post import Block, Line, Post
from storage.model import Alerts, Chat, ChatState, FilterKind

_CHOOSE_TOPICS = to_say("Choose topics")

_FEW_TOPICS = 12
"""So many are shown to who names one that there is not."""


def pick_topics(t: Words, topics: Sequence[tuple[str, str]], taken: Sequence[str]) -> Post:
    """Offer topics (slug and title) that are not followed yet."""
    followed = t("You follow {names}.", names=listed(taken, t.language)) if taken else ""
    which = t(
        "Which topic? You can also give me the address of a site or a feed, "
        "like /subscribe example.com."
    )
    return say(
        f"{followed} {which}".strip(),
        buttons=grid(((title, f"/subscribe {slug}") for slug, title in topics), 2),
    )


def no_topics(t: Words) -> Post:
    """Say that there is nothing on offer but feeds."""
    return say(
        t("There are no topics here. Give me the address of a site: /subscribe example.com")
    )  # fmt: skip


def follows_all_topics(t: Words, taken: Sequence[str]) -> Post:
    """Say that every topic is followed already."""
    return say(
        t(
            "You follow {names}, and there is no other topic. "
            "You can add the address of a site or a feed: /subscribe example.com",
            names=listed(taken, t.language),
        )
    )


def subscribed(t: Words, names: Sequence[str], chat: Chat) -> Post:
    """Confirm new subscriptions and say what comes of them."""
    lines = [t("You now follow {names}.", names=in_a_row(t, names))]
    lines += [f"{alerts_now(t, chat)} {digest_now(t, chat)}"]
    if chat.state is not ChatState.ACTIVE:
        lines += [t("This chat is paused, though: /start takes it up again.")]
    buttons = [(t("Newest story"), "/brief latest")]
    buttons += [] if chat.digest else [(t("Digest at {hour}", hour="08:30"), "/digest 08:30")]
    return say(*lines, buttons=(row(*buttons),))


def already_followed(t: Words, names: Sequence[str]) -> Post:
    """Say that nothing changed."""
    return say(t("You follow {names} already.", names=in_a_row(t, names)))


def no_such_topic(
    t: Words, text: str, near: Sequence[tuple[str, str]], all_: Sequence[tuple[str, str]]
) -> Post:
    """Say that a topic is not on offer, with those (slug and title) that are like it, or all."""
    if near:
        said = t("I have no topic “{text}”. Did you mean one of these?", text=short(text))
    elif 0 < len(all_) <= _FEW_TOPICS:
        said = t("I have no topic “{text}”. I have these:", text=short(text))
    else:
        said = t("I have no topic “{text}”. /subscribe shows what there is.", text=short(text))
    shown = near or (all_ if len(all_) <= _FEW_TOPICS else ())
    return say(said, buttons=grid(((title, f"/subscribe {slug}") for slug, title in shown), 2))


def pick_feed(t: Words, site: str, feeds: Sequence[tuple[str, str]]) -> Post:
    """Offer the feeds (address and title) of a site."""
    lines = tuple(
        Line(f" {url}", strong=f"{short(title) or t('Untitled')}.", link=url, number=number)
        for number, (url, title) in enumerate(feeds, start=1)
    )
    which = t.many(
        "That site has {number} feed. Which one? Its address will do, too.",
        "That site has {number} feeds. Which one? Its address will do, too.",
        len(feeds),
    )
    return Post(
        blocks=(Block((Line(which),)), Block(lines, bullets=True)),
        buttons=grid(((str(n), f"/subscribe {site} {n}") for n in range(1, len(feeds) + 1)), 5),
    )


def no_feed(t: Words) -> str:
    """Say that a site offers no feed."""
    return t("I find no feed on that site. If you know the feed's own address, give me that.")


def unsubscribed(t: Words, name: str) -> Post:
    """Confirm that something is followed no more."""
    return say(t("You no longer follow {name}.", name=short(name)))


def unsubscribed_all(t: Words, ended: int) -> Post:
    """Confirm that nothing is followed any more."""
    return say(
        t.many(
            "Done: you follow nothing now ({number} subscription ended).",
            "Done: you follow nothing now ({number} subscriptions ended).",
            ended,
        )
    )


def pick_unsubscribe(t: Words, followed: Sequence[tuple[str, str]]) -> Post:
    """Offer what is followed (words after the command, and title) to be ended."""
    return say(
        t("Which one shall I stop?"),
        buttons=grid(((title, f"/unsubscribe {words}") for words, title in followed), 2),
    )


def not_followed(t: Words, text: str) -> Post:
    """Say that there was nothing to end."""
    return say(
        t("You do not follow “{text}”. /sources shows what you follow.", text=short(text))
    )  # fmt: skip


def follows_nothing(t: Words) -> Post:
    """Say that the chat follows nothing yet."""
    return say(
        t("You follow nothing yet. Choose a topic, or give me a site: /subscribe example.com"),
        buttons=(row((t(_CHOOSE_TOPICS), "/subscribe")),),
    )


def sources(t: Words, lines: Sequence[Line], watched: Sequence[str], muted: Sequence[str]) -> Post:
    """List what the chat follows, watches and mutes."""
    filters = [
        Line(listed(texts, t.language), strong=f"{name}: ")
        for name, texts in ((t(labels.WATCHED_HEADING), watched), (t("Muted"), muted))
        if texts
    ]
    return Post(
        title=t("What you follow"),
        blocks=tuple(Block(tuple(some), bullets=True) for some in (lines, filters) if some),
        buttons=(row((t("Add"), "/subscribe"), (t("Remove"), "/unsubscribe")),),
    )


def topic_health(t: Words, feeds: int, failing: Sequence[str]) -> str:
    """Say how a topic's feeds are doing."""
    if not feeds:
        return t(": it has no feeds now")
    if not failing:
        return t.many(": {number} feed, all well", ": {number} feeds, all well", feeds)
    return t.many(
        ": {number} feed, {failing} not readable now ({names})",
        ": {number} feeds, {failing} not readable now ({names})",
        feeds,
        failing=len(failing),
        names=listed(failing[:3], t.language),
    )


def feed_health(t: Words, checked: str | None, failures: int) -> str:
    """Say how a feed is doing."""
    if failures:
        return t.many(
            ": not readable now, tried {number} time",
            ": not readable now, tried {number} times",
            failures,
        )
    return t(": well, read {when}", when=checked) if checked else t(": not read yet")


def watching(t: Words, name: str, stories: int, chat: Chat) -> Post:
    """Confirm a watched name, with how often the articles know it."""
    said = [t("I watch for {name} in every source that I read.", name=short(name))]
    if stories:
        said.append(
            t.many(
                "It is in {number} story so far.", "It is in {number} stories so far.", stories
            )
        )  # fmt: skip
    if chat.alerts is Alerts.OFF:
        said.append(
            t(
                "Alerts are off in this chat, so it counts in digests only; "
                "/alerts watched changes that."
            )
        )
    return say(" ".join(said))


def muting(t: Words, text: str) -> Post:
    """Confirm a muted word."""
    said = [t("Stories with “{text}” are dropped from now on.", text=short(text))]
    if not ("*" in text or " " in text or text.startswith("/")):
        said.append(t("{pattern} would take all its endings, too.", pattern=f"{text}*"))
    return say(" ".join(said))


def muting_source(t: Words, outlet: str, *, by_name: bool) -> Post:
    """Confirm a muted source; who named it without the word "source" may have meant the words."""
    said = t(
        "What {outlet} alone tells is dropped from now on; what others tell, too, comes.",
        outlet=short(outlet),
    )
    if not by_name:
        return say(said)
    return say(said, t("If you meant the words: /mute word {text}", text=short(outlet)))


def no_such_source(t: Words, name: str) -> str:
    """Say that no article comes from a source."""
    return t(
        "None of my articles comes from “{name}”. To drop stories with the words: "
        "/mute word source {name}",
        name=short(name),
    )


def muting_story(t: Words, title: str) -> Post:
    """Confirm a muted story."""
    return say(t("Nothing more of this story: {title}", title=short(title, 120)))


def filter_there(t: Words, text: str) -> Post:
    """Say that a filter is there already."""
    return say(t("“{text}” is there already.", text=short(text)))


def filter_removed(t: Words, text: str) -> Post:
    """Confirm that a filter is gone."""
    return say(t("Done: “{text}” counts no more.", text=short(text)))


def no_such_filter(t: Words, text: str) -> Post:
    """Say that there was no such filter."""
    return say(
        t("“{text}” is not among them. /sources shows what you watch and mute.", text=short(text))
    )


def watched_are(t: Words, texts: Sequence[str]) -> Post:
    """List what is watched, each with the button that ends it."""
    if not texts:
        return say(t("You watch for nothing yet. For example: /watch Olzhas Bektenov"))
    return say(
        t("You watch for {names}.", names=in_a_row(t, texts)),
        buttons=grid(((f"✕ {text}", f"/unwatch {text}") for text in texts), 2),
    )


def muted_are(t: Words, muted: Sequence[tuple[str, str]]) -> Post:
    """List what is muted (name, and words after the command) with buttons to let it through."""
    if not muted:
        return say(t("You mute nothing yet. For example: /mute football"))
    return say(
        t("You mute {names}.", names=in_a_row(t, [name for name, _ in muted])),
        buttons=grid(((f"✕ {name}", f"/unmute {words}") for name, words in muted), 2),
    )


def filter_name(t: Words, kind: FilterKind, text: str) -> str:
    """Name what a filter is of."""
    match kind:
        case FilterKind.MUTE_SOURCE:
            return t("source {name}", name=text)
        case FilterKind.MUTE_STORY:
            return t("story {number}", number=text)
    return text


def no_such_answer(t: Words, number: int) -> str:
    """Say that an answer is not there."""
    return t("There is no answer {number} in this chat.", number=number)


def thanks_for_rating(t: Words, *, up: bool) -> Post:
    """Take an opinion."""
    if up:
        return say(t("Thank you, noted."))
    return say(t("Thank you, noted. I will try to do better."))
