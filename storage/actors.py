"""Who takes part in stories: names in any spelling, and the articles that mention them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, batches, insert
from storage.model import ActorRecord
from storage.tables import actors, aliases, articles, mentions
from summarizer.model import Actor, ActorType, Brief, Mention
from summarizer.text import fold

CONSIDERED = 200
"""Actors that `Actors.find` weighs against each other at most."""

_LIKE = 5_000
"""Names that a mistyped word is compared with at most, those of the newest actors."""

_Key = tuple[str, str]
"""What an actor is recognised by: its folded name and its type."""


class Actors:
    """The actors, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def remember(self, told: Sequence[Brief]) -> None:
        """Store what stories' newest briefs say of actors, in place of what older ones said.

        Actors of one folded name and type are the same.

        Args:
            told: of different stories.
        """
        for batch in batches([brief.story for brief in told]):
            await self._connection.execute(delete(mentions).where(mentions.c.story.in_(batch)))
        named = {brief.story: actors_ for brief in told if (actors_ := _named(brief))}
        if not named:
            return
        ids = await self._ids(list(named.values()))
        forms: dict[tuple[str, int], str] = {}
        for key, actor in chain.from_iterable(actors_.items() for actors_ in named.values()):
            for form in (actor.name, *actor.aliases):
                if folded := _folded(form):
                    forms.setdefault((folded, ids[key]), form)
        await self._connection.execute(
            insert(self._connection, aliases).on_conflict_do_nothing(),
            [
                {"folded": folded, "actor": id_, "form": form, "last": folded.split()[-1]}
                for (folded, id_), form in sorted(forms.items())
            ],
        )
        await self._mention(
            [
                (story, id_, actor)
                for story, actors_ in named.items()
                for id_, actor in sorted((ids[key], actor) for key, actor in actors_.items())
            ]
        )

    async def _ids(self, named: Sequence[Mapping[_Key, Actor]]) -> dict[_Key, int]:
        """Give the ids of actors, those of each brief in the same order for everybody."""
        found: dict[_Key, Actor] = {}
        for actors_ in named:
            for key in sorted(actors_):
                found.setdefault(key, actors_[key])
        await self._connection.execute(
            insert(self._connection, actors).on_conflict_do_nothing(
                index_elements=["folded", "type"]
            ),
            [
                {"name": actor.name, "folded": folded, "type": type_}
                for (folded, type_), actor in found.items()
            ],
        )
        ids: dict[_Key, int] = {}
        for batch in batches([folded for folded, _ in found]):
            rows = await self._connection.execute(
                select(actors.c.id, actors.c.folded, actors.c.type).where(
                    actors.c.folded.in_(batch)
                )
            )
            ids |= {(row.folded, row.type): row.id for row in rows}
        return ids

    async def _mention(self, named: Sequence[tuple[int, int, Actor]]) -> None:
        """Store which articles name actors, each with its story and its id."""
        cited = sorted({c.article for _, _, actor in named for c in actor.citations})
        keys: dict[str, int] = {}
        for batch in batches(cited):
            rows = await self._connection.execute(
                select(articles.c.id, articles.c.key).where(articles.c.id.in_(batch))
            )
            keys |= {row.id: row.key for row in rows}
        rows_ = []
        for story, id_, actor in named:
            numbers: dict[str, list[int]] = defaultdict(list)
            for citation in actor.citations:
                if citation.sentence not in numbers[citation.article]:
                    numbers[citation.article].append(citation.sentence)
            # The first citation is the one that gives the role.
            first = actor.citations[0].article if actor.citations else None
            rows_ += [
                {
                    "actor": id_,
                    "article": keys[article],
                    "story": story,
                    "role": actor.role if article == first else None,
                    "sentences": found,
                }
                for article, found in numbers.items()
                if article in keys
            ]
        statement = insert(self._connection, mentions)
        if rows_:
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["actor", "article"],
                    set_={
                        "story": statement.excluded.story,
                        "role": statement.excluded.role,
                        "sentences": statement.excluded.sentences,
                    },
                ),
                rows_,
            )

    async def find(self, name: str, limit: int = 10) -> tuple[ActorRecord, ...]:
        """Find actors by any of their names, in any spelling, best match first.

        A whole name goes before a first name or surname, these before the beginning of a word;
        within each, who takes part in more stories goes first.
        """
        wanted = _folded(name)
        if not wanted:
            return ()
        grade = case(
            (aliases.c.folded == wanted, 0),
            (or_(aliases.c.last == wanted, _begins(wanted + " ")), 1),
            else_=2,
        )
        best = func.min(grade)
        rows = await self._connection.execute(
            select(aliases.c.actor, best.label("grade"))
            .where(or_(_begins(wanted), aliases.c.last == wanted))
            .group_by(aliases.c.actor)
            .order_by(best, aliases.c.actor)
            .limit(CONSIDERED)
        )
        grades = {row.actor: row.grade for row in rows}
        found = await self._records(list(grades))
        found.sort(key=lambda one: (grades[one.id], -one.stories, -one.mentions, one.id))
        return tuple(found[:limit])

    async def forms_of(self, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Give the names that single words stand for, by word; one that names nobody is left out.

        Args:
            words: folded; each is compared with whole names and with surnames.
        """
        forms: dict[str, list[str]] = defaultdict(list)
        for batch in batches(sorted(set(words))):
            rows = await self._connection.execute(
                select(aliases.c.folded, aliases.c.last, aliases.c.form)
                .where(or_(aliases.c.folded.in_(batch), aliases.c.last.in_(batch)))
                .order_by(aliases.c.folded)
            )
            for row in rows:
                forms[row.folded if row.folded in batch else row.last].append(row.form)
        return {word: tuple(dict.fromkeys(found)) for word, found in forms.items()}

    async def words_like(self, words: Sequence[str]) -> frozenset[str]:
        """Give the words of names, folded, that a mistyped word may have meant.

        Args:
            words: folded; names are looked up by the first letter, which is rarely mistyped.
        """
        found: set[str] = set()
        for letter in sorted({word[0] for word in words if word}):
            names = await self._connection.scalars(
                select(aliases.c.folded)
                .where(or_(_begins(letter), aliases.c.last.startswith(letter, autoescape=True)))
                .order_by(aliases.c.actor.desc())
                .limit(_LIKE)
            )
            found.update(word for name in names for word in name.split())
        return frozenset(word for word in found if any(word[0] == other[:1] for other in words))

    async def mentions(self, actor: int, limit: int) -> tuple[Mention, ...]:
        """Give the articles that name an actor, newest first, without withdrawn ones."""
        rows = await self._connection.execute(
            select(mentions, articles.c.id, articles.c.published)
            .join(articles, articles.c.key == mentions.c.article)
            .where(mentions.c.actor == actor, articles.c.withdrawn.is_(False))
            .order_by(articles.c.published.desc(), articles.c.key.desc())
            .limit(limit)
        )
        return tuple(
            Mention(row.id, row.story, row.role, row.published, tuple(row.sentences))
            for row in rows
        )

    async def beside(self, actor: int, limit: int) -> tuple[str, ...]:
        """Name the actors most often in the same stories, most often first."""
        other = mentions.alias()
        shared = func.count(other.c.story.distinct())
        rows = await self._connection.execute(
            select(actors.c.name)
            .select_from(mentions)
            .join(other, other.c.story == mentions.c.story)
            .join(actors, actors.c.id == other.c.actor)
            .where(mentions.c.actor == actor, other.c.actor != actor)
            .group_by(actors.c.id, actors.c.name)
            .order_by(shared.desc(), actors.c.id)
            .limit(limit)
        )
        return tuple(rows.scalars())

    async def _records(self, ids: Sequence[int]) -> list[ActorRecord]:
        rows: list[AnyRow] = []
        forms: dict[int, list[str]] = defaultdict(list)
        stories: Counter[int] = Counter()
        named: Counter[int] = Counter()
        for batch in batches(ids):
            rows += await self._connection.execute(select(actors).where(actors.c.id.in_(batch)))
            found = await self._connection.execute(
                select(aliases.c.actor, aliases.c.form)
                .where(aliases.c.actor.in_(batch))
                .order_by(aliases.c.actor, aliases.c.folded)
            )
            for id_, form in found:
                forms[id_].append(form)
            counted = await self._connection.execute(
                select(mentions.c.actor, func.count(mentions.c.story.distinct()), func.count())
                .where(mentions.c.actor.in_(batch))
                .group_by(mentions.c.actor)
            )
            for id_, in_stories, in_articles in counted:
                stories[id_], named[id_] = in_stories, in_articles
        return [
            ActorRecord(
                id=row.id,
                name=row.name,
                type=ActorType(row.type),
                aliases=tuple(form for form in forms[row.id] if form != row.name),
                stories=stories[row.id],
                mentions=named[row.id],
            )
            for row in rows
        ]


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _named(brief: Brief) -> dict[_Key, Actor]:
    """Give the actors of a brief by what they are recognised by."""
    keyed = ((_folded(actor.name), actor.type.value, actor) for actor in brief.actors)
    return {(folded, type_): actor for folded, type_, actor in keyed if folded}


def _begins(text: str) -> ColumnElement[bool]:
    """Whether a folded form begins with a text, compared by code point, which the index serves."""
    return and_(aliases.c.folded >= text, aliases.c.folded <= text + "\U0010ffff")
