"""Archives of any size, put together from the sentences of the corpora by a seed.

An article takes its length from a real one and its sentences, in stretches, from several others
of its language. In every stretch one name gives way to another family name, few of them often and
most of them rarely, so that the vocabulary goes on growing as it does in news. The articles that
hold the answers of `news_qa_realtime` stand among the others at their own dates, which lie in the
middle: half of the archive is newer. None of their sentences is used elsewhere; those of other
articles about the same events are.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from random import Random

from benchmarks import asking, corpora
from storage.model import NewArticle
from storage.store import Store
from summarizer.lexicon import every
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
from summarizer.text import LEAD_WORDS, stems, tokens

SINCE, UNTIL = datetime(2021, 4, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)
"""When the articles came out."""

LONGEST = 24
"""Sentences of the longest article."""

STRETCH = (2, 6)
"""Sentences taken from one article in a row, at least and below."""

TOLD = 100
"""One article in so many has a brief, with actors."""

ACTORS = 8
"""Actors of a brief."""

BATCH = 2_000
"""Articles stored in one transaction."""

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence with its index forms, and where names stand in it."""

    text: str
    forms: tuple[str, ...]
    names: tuple[tuple[int, int], ...]

    def named(self) -> list[str]:
        """Give the names."""
        return [self.text[start:end] for start, end in self.names]

    def renamed(self, old: str, new: str, language: str) -> "_Part":
        """Put a name in the place of another."""
        text = self.text
        for start, end in reversed(self.names):
            if text[start:end] == old:
                text = text[:start] + new + text[end:]
        return self if text is self.text else _Part(text, tuple(stems(text, language)), ())


@dataclass(frozen=True, slots=True)
class _Source:
    """An article that others are made from."""

    language: str
    title: str
    parts: tuple[_Part, ...]


class Press:
    """Writes articles.

    Args:
        seed: the same one writes the same.
    """

    def __init__(self, seed: int = 7) -> None:
        self._random = Random(seed)
        self._sources = _sources()
        self._by_language: dict[str, list[_Source]] = {}
        for source in self._sources:
            self._by_language.setdefault(source.language, []).append(source)
        self._names = [name.capitalize() for name in sorted(every("surnames"))]
        self._random.shuffle(self._names)
        self._often = list(accumulate(1 / (rank + 10) for rank in range(len(self._names))))

    def archive(self, count: int) -> Iterator[NewArticle]:
        """Give that many articles, oldest first, those that hold the answers among them."""
        found = sorted(gold(), key=lambda article: article.published)
        times = [article.published for article in found]
        made = max(0, count - len(found))
        step = (UNTIL - SINCE) / max(1, made)
        given = 0
        for number in range(made):
            now = SINCE + step * number
            while given < len(found) and times[given] <= now:
                yield NewArticle(found[given], tokens(found[given]))
                given += 1
            yield self._write(number, now)
        yield from (NewArticle(article, tokens(article)) for article in found[given:])

    def _write(self, number: int, published: datetime) -> NewArticle:
        pattern = self._random.choice(self._sources)
        others = self._by_language[pattern.language]
        title = self._renamed([_part(pattern.title, pattern.language)], pattern.language)
        numbered = [Sentence(0, 0, title[0].text)]
        forms = list(title[0].forms)
        length = min(len(pattern.parts), LONGEST)
        paragraph = 0
        while len(numbered) <= length:
            paragraph += 1
            parts = self._random.choice(others).parts
            first = self._random.randrange(len(parts))
            taken = parts[first : first + self._random.randrange(*STRETCH)]
            for part in self._renamed(taken, pattern.language):
                numbered.append(Sentence(len(numbered), paragraph, part.text))
                forms.extend(part.forms)
        return NewArticle(
            Article(
                id=f"made-{number}",
                url=f"https://example.org/{number}",
                title=numbered[0].text,
                language=pattern.language,
                published=published,
                outlet="Example",
                sentences=tuple(numbered),
            ),
            Tokens(lead=tuple(forms[:LEAD_WORDS]), body=tuple(forms), marks=()),
        )

    def _renamed(self, parts: Sequence[_Part], language: str) -> Sequence[_Part]:
        """Put another name in the place of one that a stretch has."""
        names = [name for part in parts for name in part.named()]
        if not names:
            return parts
        old, new = self._random.choice(names), self.name()
        return [part.renamed(old, new, language) for part in parts]

    def name(self) -> str:
        """Give a family name, the commonest ones often."""
        at = bisect_left(self._often, self._random.random() * self._often[-1])
        return self._names[min(at, len(self._names) - 1)]

    def brief(self, article: Article, story: int) -> Brief:
        """Write a story of one article in short, with actors that it need not have."""
        cited = (Citation(article.id, 0, article.title),)
        names = dict.fromkeys(f"{self.name()} {self.name()}" for _ in range(ACTORS))
        return Brief(
            story=story,
            version=1,
            headline=article.title,
            summary=(Claim(article.title, cited),),
            actors=tuple(
                Actor(name, ActorType.PERSON, (name.split()[-1],), None, cited) for name in names
            ),
            outcomes=(),
            language=article.language,
            sources=(Source(article.id, article.title, article.url, "", article.published),),
            engine="offline",
        )


async def fill(store: Store, press: Press, count: int) -> None:
    """Store an archive: rows as an import makes them, but for marks, stories and most briefs."""
    batch: list[NewArticle] = []
    for new in press.archive(count):
        batch.append(new)
        if len(batch) == BATCH:
            await _keep(store, press, batch)
            batch = []
    await _keep(store, press, batch)


async def _keep(store: Store, press: Press, batch: Sequence[NewArticle]) -> None:
    told = {new.article.id: new.article for new in batch[::TOLD]}
    async with store.writing() as tx:
        await tx.articles.add(None, batch, UNTIL)
        for id_, story in (await tx.stories.assign(dict.fromkeys(told), UNTIL)).items():
            await tx.briefs.put(press.brief(told[id_], story), UNTIL)
        await tx.commit()


def gold() -> list[Article]:
    """Give the articles of `news_qa_realtime` that hold an answer."""
    found = asking.realtime()
    held = {id_ for asked in found.asked for id_ in asked.articles}
    return [article for article in found.articles if article.id in held]


def _sources() -> list[_Source]:
    held = {article.id for article in gold()}
    told = [article for article in asking.realtime().articles if article.id not in held]
    for name, files in (
        ("clustering", ("stories_en.jsonl.xz", "stories_xling.jsonl.xz")),
        ("news_qa_multihop", ("snippets.jsonl",)),
        ("summaries", ("articles.jsonl.xz",)),
    ):
        folder = corpora.folder(name)
        told += [
            corpora.article(record) for file in files for record in corpora.lines(folder / file)
        ]
    return [source for article in told if (source := _source(article)).parts]


def _source(article: Article) -> _Source:
    parts = tuple(
        _part(sentence.text, article.language)
        for sentence in article.sentences
        if not sentence.is_headline
    )
    return _Source(article.language, article.title, parts)


def _part(text: str, language: str) -> _Part:
    names = tuple(match.span() for match in _NAME.finditer(text))
    return _Part(text, tuple(stems(text, language)), names)
