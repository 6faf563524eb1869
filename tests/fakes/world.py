"""A small world of news for tests: one visit, one match and one rocket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.model import Address, Chat, ChatKind, StoryHead
from summarizer.model import (
    Actor,
    ActorType,
    Article,
    Brief,
    Citation,
    Claim,
    Sentence,
    Source,
    Tokens,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""When tests take place."""

CHAT = Chat(1, Address("terminal", "", "local"), ChatKind.PRIVATE, "", NOON)


def source(article="visit", title="Erdoğan, Bektenov discuss relations", **changes):
    """Make a source; its URL follows from the article's id."""
    made = Source(
        article=article,
        title=title,
        url=f"https://news.example/{article}",
        outlet="Daily Sabah",
        published=NOON - timedelta(hours=3),
    )
    return replace(made, **changes)


def claim(text, *articles, sentence=1):
    """Make a claim that each of the articles carries."""
    return Claim(text, tuple(Citation(a, sentence, text) for a in articles or ("visit",)))


def actor(name, role=None, aliases=(), article="visit", kind=ActorType.PERSON):
    """Make an actor whom an article names."""
    return Actor(name, kind, aliases, role, (Citation(article, 1, name),))


VISIT = Brief(
    story=1,
    version=1,
    headline="Erdoğan, Bektenov discuss relations",
    summary=(
        claim("President Recep Tayyip Erdoğan and Kazakhstan's Prime Minister Olzhas Bektenov "
              "discussed bilateral relations on Thursday."),
        claim("Ministers were present at a closed-door meeting.", sentence=2),
    ),
    actors=(
        actor("Recep Tayyip Erdoğan", "President", ("Erdoğan",)),
        actor("Olzhas Bektenov", "Kazakhstan's Prime Minister", ("Bektenov",)),
        actor("Presidential Communications Directorate", kind=ActorType.ORGANISATION),
    ),
    outcomes=(
        claim("Erdoğan stressed the urgent need for a lasting cease-fire in Gaza.", sentence=3),
    ),
    language="en",
    sources=(source(),),
    engine="offline",
)  # fmt: skip

MATCH = replace(
    VISIT,
    story=2,
    headline="Ajax beat Feyenoord 3-1 in football derby",
    summary=(claim("Ajax beat Feyenoord 3-1 on Sunday.", "match"),),
    actors=(actor("Ajax", kind=ActorType.ORGANISATION, article="match"),),
    outcomes=(),
    sources=(source("match", "Ajax beat Feyenoord", outlet="Sportblad"),),
)

ROCKET = replace(
    VISIT,
    story=3,
    headline="Rocket reaches the Moon",
    summary=(claim("A rocket of the agency reached the Moon.", "rocket", "rocket2"),),
    actors=(actor("Space Agency", kind=ActorType.ORGANISATION, article="rocket"),),
    outcomes=(claim("The agency announced 2 more flights.", "rocket2"),),
    sources=(
        source("rocket", "Rocket reaches Moon", outlet="Orbit"),
        source("rocket2", "To the Moon", outlet="Daily Sabah"),
    ),
)


def head(told=VISIT, **changes):
    """Make the head of a brief's story."""
    made = StoryHead(
        id=told.story,
        version=told.version,
        title=told.headline,
        language=told.language,
        first=told.sources[-1].published,
        latest=told.sources[0].published,
        size=len(told.sources),
        topics=("world",),
        feeds=(1,),
        outlets=tuple(dict.fromkeys(s.outlet for s in told.sources)),
        articles=tuple(s.article for s in told.sources),
        briefed=told.version,
        sequence=told.story,
        brief=told,
    )
    return replace(made, **changes)


def articles_of(told):
    """Make the articles that a brief cites, with the sentences it cites."""
    return tuple(_article(one, told) for one in told.sources)


def _article(one, told):
    claims = (*told.summary, *told.outcomes)
    said = [c for claim in claims for c in claim.citations if c.article == one.article]
    sentences = [Sentence(0, 0, one.title)]
    sentences += [Sentence(n, 1, c.quote) for n, c in enumerate(said, start=1)]
    return Article(
        id=one.article, url=one.url, title=one.title, language=told.language,
        published=one.published, outlet=one.outlet, sentences=tuple(sentences),
    )  # fmt: skip


def tokens_of(article):
    """Make tokens for the store, without the index's finesse."""
    words = tuple(article.text.lower().split())
    return Tokens(lead=words[:30], body=words, marks=())
