"""Briefs, digests, answers and dossiers as posts: what is told, in which order, how much. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.buttons import grid, row
from bot.catalogue import Words, words
from bot.conversation.ports import Topic
from bot.digest import SOURCES, WATCHED
from bot.languages import date, moment
from bot.messages import labels
from bot.post import Block, Button, Line, Post
from bot.updates import counted, whats_new
from storage.model import Chat, Length, StoryHead
from summarizer.model import (
    Actor,
    ActorType,
    Answer,
    Brief,
    Citation,
    Claim,
    Digest,
    Dossier,
    Source,
)
from summarizer.text import fold


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a brief is told: sentences, actors, outcomes and sources at most."""

    sentences: int
    actors: int
    outcomes: int
    sources: int


MEASURES = {
    Length.SHORT: Measure(sentences=2, actors=4, outcomes=1, sources=2),
    Length.MEDIUM: Measure(sentences=3, actors=8, outcomes=3, sources=4),
    Length.LONG: Measure(sentences=5, actors=12, outcomes=5, sources=8),
}
"""What a chat's length setting means."""

_ORDER = (ActorType.PERSON, ActorType.ORGANISATION, ActorType.PLACE, ActorType.OTHER)
"""Who can act comes before where it happens."""

_EVERYTHING = Measure(sentences=20, actors=20, outcomes=20, sources=20)
_NEWS = 4
"""Claims of an update at most: more is a new brief."""
_STATEMENTS = 8


class _Numbered:
    """Numbers sources in the order of their first citation."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._known = {source.article: source for source in sources}
        self._cited: dict[str, int] = {}

    def cite(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """Give the numbers of the articles that citations point into."""
        articles = [c.article for c in citations if c.article in self._known]
        return tuple(
            dict.fromkeys(self._cited.setdefault(a, len(self._cited) + 1) for a in articles)
        )

    def line(self, claim: Claim, before: str = "") -> Line:
        return Line(claim.text, self.cite(claim.citations), strong=before)

    def sources(self, at_least: int = 0) -> tuple[Source, ...]:
        """Give the cited sources, then others up to a number."""
        others = [a for a in self._known if a not in self._cited]
        chosen = [*self._cited, *others[: max(at_least - len(self._cited), 0)]]
        return tuple(self._known[article] for article in chosen)


def byline(source: Source, zone: str, language: str) -> str:
    """Tell who published an article and when: "Daily Sabah, 2 May 2024, 14:20"."""
    told = moment(source.published, zone, language)
    return f"{source.outlet}, {told}" if source.outlet else told


# --- a story -----------------------------------------------------------------------------------


def brief(told: Brief, chat: Chat, *, everything: bool = False) -> Post:
    """Tell a story.

    Args:
        told: its brief; one of a page that is not stored (story 0) has no buttons.
        chat: its zone, language and length setting count.
        everything: whatever the length setting.
    """
    t = words(chat.language)
    measure = _EVERYTHING if everything else MEASURES[chat.length]
    numbered = _Numbered(told.sources)
    blocks = (
        Block(tuple(numbered.line(claim) for claim in told.summary[: measure.sentences])),
        Block(
            _actors(_people_first(told.actors)[: measure.actors], numbered),
            t(labels.KEY_ACTORS),
            bullets=True,
        ),
        Block(
            tuple(numbered.line(claim) for claim in told.outcomes[: measure.outcomes]),
            t(labels.OUTCOMES),
            bullets=True,
        ),
    )
    post = Post(
        title=told.headline,
        blocks=blocks,
        sources=numbered.sources(measure.sources),
        buttons=_story_buttons(t, told.story, more=not everything) if told.story else (),
        note=_story_note(t, told),
        story=told.story or None,
    )
    return _for(chat, post)


def update(told: Brief, before: Post, chat: Chat, worded: Brief | None = None) -> Post | None:
    """Tell what is new in a story that the chat knows; None when nothing is.

    Args:
        told: the newest brief.
        before: what the chat was last told of it.
        chat: its zone and language count.
        worded: what is new in a model's words; where it found nothing, only new numbers are news.
    """
    news = whats_new(told, before)
    if worded is not None:
        claims = worded.summary or counted(news, before).claims
        news = replace(news, claims=claims) if news else news
    if not news:
        return None
    t, numbered = words(chat.language), _Numbered(told.sources)
    blocks = (
        Block(tuple(numbered.line(claim) for claim in news.claims[:_NEWS]), bullets=True),
        Block(_actors(news.actors[:_NEWS], numbered), t(labels.NEW_ACTORS), bullets=True),
    )
    post = Post(
        title=labels.update_title(t, told.headline),
        blocks=blocks,
        sources=numbered.sources(),
        buttons=_story_buttons(t, told.story, more=True),
        note=_story_note(t, told),
        story=told.story,
    )
    return _for(chat, post)


def _story_note(t: Words, told: Brief) -> str:
    number = labels.story_note(t, told.story, len(told.sources)) if told.story else ""
    return labels.notes(number, _sign(t, told))


def _sign(t: Words, told: Brief | Answer) -> str:
    """Mark what the offline engine wrote because the model could not."""
    return labels.made_without_model(t) if told.fallback else ""


def _people_first(actors: Sequence[Actor]) -> list[Actor]:
    """Put those who can act before the places, each in the order of their part in the story."""
    return sorted(actors, key=lambda actor: _ORDER.index(actor.type))


def _actors(actors: Sequence[Actor], numbered: _Numbered) -> tuple[Line, ...]:
    return tuple(
        Line(
            f", {actor.role}" if actor.role else "",
            numbered.cite(actor.citations[:1]),
            strong=actor.name,
        )
        for actor in actors
    )


def _story_buttons(t: Words, story: int, *, more: bool) -> tuple[tuple[Button, ...], ...]:
    wanted = [(t(labels.ASK), f"/ask story {story}")]
    wanted += [(t(labels.MORE), f"/brief {story} more")] if more else []
    wanted += [(t(labels.MUTE_STORY), f"/mute story {story}")]
    return (row(*wanted), _rating("story", story))


def _rating(kind: str, number: int) -> tuple[Button, ...]:
    return row(("👍", f"/rate {kind} {number} up"), ("👎", f"/rate {kind} {number} down"))


# --- several stories ---------------------------------------------------------------------------


def stories(heads: Sequence[StoryHead], chat: Chat, *, followed: bool) -> Post:
    """List stories by their numbers.

    Args:
        heads: newest first.
        chat: its zone and language count.
        followed: whether these are of what the chat follows, or of everything.
    """
    t = words(chat.language)
    lines = tuple(
        Line(
            f" {labels.coverage(t, head.outlets)}, {moment(head.latest, chat.zone, chat.language)}",
            strong=f"{_sentence(head.brief.headline if head.brief else head.title)}",
            number=head.id,
        )
        for head in heads
    )
    buttons = grid(((str(head.id), f"/brief {head.id}") for head in heads), 5)
    title = t(labels.LATEST_FOLLOWED if followed else labels.LATEST_OF_ALL)
    post = Post(
        title=title,
        blocks=(Block(lines, bullets=True),),
        buttons=buttons,
    )
    return _for(chat, post)


def roundup(briefs: Sequence[Brief], chat: Chat) -> Post:
    """Tell several stories that broke at once, or during quiet hours, in one post."""
    t = words(chat.language)
    numbered = _Numbered(source for told in briefs for source in told.sources)
    lines = tuple(_short(told, numbered, chat.length) for told in briefs)
    post = Post(
        title=labels.roundup_title(t, len(briefs)),
        blocks=(Block(lines, bullets=True),),
        sources=numbered.sources(),
        buttons=grid(((str(b.story), f"/brief {b.story}") for b in briefs), 5),
        note=labels.without_model(t, sum(b.fallback for b in briefs)),
    )
    return _for(chat, post)


def digest(
    told: Digest, chat: Chat, topics: Mapping[str, Topic], now: datetime, *, page: int = 1
) -> Post:
    """Tell a digest.

    Args:
        told: its sections are headed by topic slugs, or by the marks of `bot.digest`.
        chat: its zone, language and length setting count.
        topics: by slug; one that is gone is headed by its slug.
        now: for the title.
        page: which part of what was left out this is; the next is offered when more is left.
    """
    t = words(chat.language)
    briefs = [b for section in told.sections for b in section.briefs]
    numbered = _Numbered(source for b in briefs for source in b.sources)
    opening = Block(tuple(numbered.line(claim) for claim in told.opening))
    sections = tuple(
        Block(
            tuple(_short(b, numbered, chat.length) for b in section.briefs),
            _heading(t, section.topic, topics),
            bullets=True,
        )
        for section in told.sections
    )
    buttons = grid(((str(b.story), f"/brief {b.story}") for b in briefs), 5)
    if told.left_out:
        command = "/digest more" if page == 1 else f"/digest more {page}"
        buttons = (*buttons, row((labels.more_stories(t, told.left_out), command)))
    post = Post(
        title=labels.digest_title(t, moment(now, chat.zone, chat.language)),
        blocks=(opening, *sections),
        sources=numbered.sources(),
        buttons=buttons,
        note=labels.notes(
            labels.left_out(t, told.left_out) if told.left_out else "",
            labels.without_model(t, sum(b.fallback for b in briefs)),
        ),
    )
    return _for(chat, post)


def _heading(t: Words, topic: str, topics: Mapping[str, Topic]) -> str:
    if topic in (WATCHED, SOURCES):
        return t(labels.WATCHED_HEADING if topic == WATCHED else labels.SOURCES_HEADING)
    return topics[topic].title if topic in topics else topic


def _short(told: Brief, numbered: _Numbered, length: Length) -> Line:
    """Tell a story in a line: headline, then what came of it and who acts, as length allows."""
    said = fold(told.headline).rstrip("… .")
    claims = [c for c in (*told.outcomes, *told.summary) if not fold(c.text).startswith(said)]
    kept = claims[: {Length.SHORT: 0, Length.MEDIUM: 1, Length.LONG: 2}[length]]
    names = [actor.name for actor in told.actors[:3]] if length is not Length.SHORT else []
    text = "".join(f" {claim.text}" for claim in kept) + (f" ({', '.join(names)})" if names else "")
    citations = [c for claim in (kept or told.summary[:1]) for c in claim.citations]
    newest = (Citation(source.article, 0, "") for source in told.sources[:1])
    cites = numbered.cite(citations) or numbered.cite(newest)
    link = numbered.sources()[cites[0] - 1].url if cites else None
    return Line(text, cites, strong=_sentence(told.headline), link=link, number=told.story or None)


def _sentence(headline: str) -> str:
    """End a headline so that more text may follow."""
    shown = headline.rstrip()
    return shown if shown.endswith((".", "!", "?", "…", "”", '"')) else f"{shown}."


# --- answers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Searched:
    """What a question was looked for in: how many articles, the oldest from when."""

    articles: int
    since: datetime | None


def answer(told: Answer, chat: Chat, searched: Searched, *, turn: int | None = None) -> Post:
    """Tell an answer with its sources, or that there is none and what comes nearest.

    Args:
        told: the answer.
        chat: its zone and language count.
        searched: told where there is no answer.
        turn: number of the exchange, for the reader's opinion of it.
    """
    if told.abstained:
        return _abstention(told, chat, searched)
    numbered = _Numbered(told.sources)
    # An answer numbers its sources itself; citing them in that order first keeps its numbers.
    numbered.cite(Citation(source.article, 0, "") for source in told.sources)
    lines = tuple(numbered.line(claim) for claim in told.claims) or (Line(told.text or ""),)
    post = Post(
        blocks=(Block(lines),),
        sources=told.sources,
        buttons=(_rating("answer", turn),) if turn is not None else (),
        note=_sign(words(chat.language), told),
    )
    return _for(chat, post)


def _abstention(told: Answer, chat: Chat, searched: Searched) -> Post:
    t = words(chat.language)
    since = date(searched.since, chat.zone, t.language) if searched.since else None
    nearest = tuple(
        Line(f" {byline(source, chat.zone, chat.language)}", strong=_sentence(source.title),
             link=source.url)
        for source in told.nearest
    )  # fmt: skip
    said = Block((Line(labels.not_said(t, searched.articles, since)),))
    blocks = (said, Block(nearest, t(labels.NEAREST), bullets=True))
    return _for(chat, Post(blocks=blocks, note=_sign(t, told)))


def dossier(told: Dossier, chat: Chat) -> Post:
    """Tell what the articles say of somebody: roles, then what they did, dated and cited."""
    t, numbered = words(chat.language), _Numbered(told.sources)
    published = {source.article: source.published for source in told.sources}

    def dated(claim: Claim) -> Line:
        times = [published[c.article] for c in claim.citations if c.article in published]
        when = f"{date(min(times), chat.zone, chat.language)}: " if times else ""
        return numbered.line(claim, before=when)

    post = Post(
        title=told.actor.name,
        blocks=(
            Block(tuple(numbered.line(role) for role in told.roles), t(labels.ROLES), bullets=True),
            Block(
                tuple(dated(claim) for claim in told.statements[:_STATEMENTS]),
                t(labels.STATEMENTS),
                bullets=True,
            ),
            Block((Line(", ".join(told.met)),) if told.met else (), t(labels.BESIDE)),
            Block(
                (Line(", ".join(told.actor.aliases)),) if told.actor.aliases else (),
                t(labels.ALSO_CALLED),
            ),
        ),
        sources=numbered.sources(),
        buttons=(row((t(labels.WATCH), f"/watch {told.actor.name}")),),
    )
    return _for(chat, post)


def _for(chat: Chat, post: Post) -> Post:
    """Give a post the chat's zone and language, and drop blocks and rows that are empty."""
    return replace(
        post,
        blocks=tuple(block for block in post.blocks if block.lines),
        buttons=tuple(one for one in post.buttons if one),
        zone=chat.zone,
        language=chat.language,
    )
