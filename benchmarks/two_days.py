"""Two days of news through the whole bot: is each story told once?

    python -m benchmarks.two_days [--seed 1] [--minutes 15] [--show]
    python -m benchmarks.two_days --alone [--minutes 15]

The articles of corpora/clustering (two look-alike events for each of 13 subjects, and 30 stories
of one article) come over two days through twenty feeds: a story breaks at a random hour, its
articles follow within half a day. The bot polls, clusters, briefs and sends to one chat that
follows everything, looking every quarter of an hour. What reached the chat is then compared with
the corpus: a story of the bot counts as the corpus's story that most of its articles are of.

`--alone` plays the clustering alone, ten times in seconds: a story is told at the look after the
one that found it. It gives the half of the subjects that settings were chosen on with odd seeds,
and the other half with even ones.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, count
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from benchmarks import corpora
from bot import logs
from fakes.bot import NOON, Bot, running
from storage.model import Alerts, PostRecord
from storage.store import Store
from summarizer.cluster import Clustered, Window, cluster
from summarizer.model import Article, Tokens
from summarizer.text import tokens

FEEDS = 20
BREAKS_WITHIN = timedelta(hours=36)
FOLLOWS_WITHIN = timedelta(hours=12)
DAYS = timedelta(days=2)
SEEDS = range(1, 11)


@dataclass(frozen=True, slots=True)
class Played:
    """What the bot made of it.

    Attributes:
        stories: by article, the bot's story.
        posts: what the chat got, oldest first.
        replies: for each update, whether it hangs on a message that told its story.
        seconds: that it took.
    """

    stories: Mapping[str, int]
    posts: Sequence[PostRecord]
    replies: Sequence[bool]
    seconds: float


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=int, default=15, help="between two looks")
    parser.add_argument("--show", action="store_true", help="what was told twice, or merged")
    parser.add_argument("--alone", action="store_true", help="the clustering, without the bot")
    arguments = parser.parse_args()
    logs.configure("critical", "text")
    records = list(corpora.lines(corpora.folder("clustering") / "stories_en.jsonl.xz"))
    gold = {record["id"]: record["gold"] for record in records}
    step = timedelta(minutes=arguments.minutes)
    if arguments.alone:
        sys.stdout.write(
            corpora.table(("question", "chosen on", "other half"), _halves(records, step))
        )
        return 0
    played = asyncio.run(_play(records, random.Random(arguments.seed), step))
    command = f"python -m benchmarks.two_days --seed {arguments.seed} --minutes {arguments.minutes}"
    sys.stdout.write(f"{command}; {datetime.now(UTC):%Y-%m-%d}; {played.seconds:.0f} s\n\n")
    sys.stdout.write(corpora.table(("question", "measured", "aim"), _rows(gold, played)))
    if arguments.show:
        _show(gold, played)
    return 0


# --- playing -----------------------------------------------------------------------------------


async def _play(
    records: Sequence[Mapping[str, Any]], dice: random.Random, step: timedelta
) -> Played:
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Store(f"sqlite:///{folder}/tellal.db") as store:
            await store.upgrade()
            async with running(store, folder / "none") as bot:
                chat = await bot.open("1", alerts=Alerts.ON)
                await _follow(bot, folder)
                await _days(bot, folder, _timetable(records, dice), step)
                async with store.reading() as tx:
                    stories = await tx.stories.of_articles([record["id"] for record in records])
                    posts = (await tx.deliveries.recent_posts(chat.id, 1_000_000))[::-1]
                    told = sorted({story for post in posts for story in post.stories})
                    part_of = await tx.stories.current(told)
                replies = _replies(bot, posts)
    posts = [
        replace(post, stories=tuple(part_of[story] for story in post.stories)) for post in posts
    ]
    return Played(stories, posts, replies, time.perf_counter() - begin)


def _feed(folder: Path, number: int) -> Path:
    return folder / f"feed{number:02}"


async def _follow(bot: Bot, folder: Path) -> None:
    feeds = [_feed(folder, number) for number in range(FEEDS)]
    for feed in feeds:
        feed.mkdir()
    async with bot.store.writing() as tx:
        await tx.feeds.sync({"world": [feed.as_uri() for feed in feeds]}, bot.now)
        await tx.commit()


def _timetable(
    records: Sequence[Mapping[str, Any]], dice: random.Random
) -> list[tuple[datetime, Mapping[str, Any]]]:
    breaks: dict[str, timedelta] = {}
    table = []
    for record in records:
        first = record["gold"] not in breaks
        begin = breaks.setdefault(record["gold"], dice.random() * BREAKS_WITHIN)
        # Most come soon: the square of a number below 1 is nearer to 0.
        later = timedelta() if first else dice.random() ** 2 * FOLLOWS_WITHIN
        table.append((NOON + begin + later, record))
    return sorted(table, key=lambda one: one[0])


async def _days(
    bot: Bot, folder: Path, table: Sequence[tuple[datetime, Mapping[str, Any]]], step: timedelta
) -> None:
    waiting = list(table)
    while bot.now < NOON + DAYS + timedelta(hours=2):
        bot.now += step
        while waiting and waiting[0][0] <= bot.now:
            at, record = waiting.pop(0)
            _publish(folder, at, record)
        await bot.look()


def _publish(folder: Path, at: datetime, record: Mapping[str, Any]) -> None:
    number = int(record["id"].removeprefix("en"))
    told = {
        "id": record["id"],
        "url": f"https://news.example/{record['id']}",
        "title": record["title"],
        "text": record["text"],
        "source": record["source"] or f"Outlet {number % FEEDS}",
        "published": at.isoformat(),
    }
    path = _feed(folder, number % FEEDS) / f"{record['id']}.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")


def _replies(bot: Bot, posts: Sequence[PostRecord]) -> list[bool]:
    shown = {str(message.number): message.reply_to for message in bot.server.messages}
    told: dict[int, set[str]] = defaultdict(set)
    hang = []
    for post in posts:
        before = {message for story in post.stories for message in told[story]}
        if post.kind == "update" and post.messages[0]:
            hang.append(shown[post.messages[0]] in before)
        for story in post.stories:
            told[story].update(message for message in post.messages if message)
    return hang


# --- the clustering alone ----------------------------------------------------------------------


def _halves(records: Sequence[Mapping[str, Any]], step: timedelta) -> list[tuple[str, ...]]:
    seen = [(article := corpora.article(record), tokens(article)) for record in records]
    subjects = sorted({_subject(record["gold"]) for record in records})
    gold = {record["id"]: record["gold"] for record in records}
    columns = []
    for first in (0, 1):
        half = set(subjects[first::2])
        plays = [_cluster(records, seen, random.Random(seed), step) for seed in SEEDS[first::2]]
        runs = [_figures(gold, *play, half) for play in plays]
        columns.append({name: mean(run[name] for run in runs) for name in runs[0]})
    return [(name, *(f"{column[name]:.1%}" for column in columns)) for name in columns[0]]


def _cluster(
    records: Sequence[Mapping[str, Any]],
    seen: Sequence[tuple[Article, Tokens]],
    dice: random.Random,
    step: timedelta,
) -> tuple[dict[str, int], Counter[int]]:
    """Give each article's story in the end, and how often each story was told as new."""
    waiting = _timetable(records, dice)
    of_id = {article.id: (article, cut) for article, cut in seen}
    window, ids, now = Window(), count(1), NOON
    told: list[tuple[int, Collection[str]]] = []  # stories, with the articles they were told with
    untold: set[int] = set()
    while waiting or untold:
        now += step
        batch = []
        while waiting and waiting[0][0] <= now:
            at, record = waiting.pop(0)
            article, cut = of_id[record["id"]]
            batch.append((replace(article, published=at), cut))
        found = cluster(batch, window)
        fresh = sorted({story for story in found.places.values() if story < 0}, reverse=True)
        named = {story: next(ids) for story in fresh}
        window.rename(named)
        told = [_moved(*one, found, named, window) for one in told]
        known = {story for story, _ in told}
        told += [
            (story, tuple(window.members(story))) for story in untold - found.merged.keys() - known
        ]
        untold = {named[story] for story in fresh} - {story for story, _ in told}
    times = Counter(story for story, _ in told)
    return {record["id"]: window.story_of(record["id"]) for record in records}, times


def _moved(
    story: int,
    articles: Collection[str],
    found: Clustered,
    named: Mapping[int, int],
    window: Window,
) -> tuple[int, Collection[str]]:
    """Say which story a post tells by now: what was told follows its articles, as in storage."""
    while story in found.merged:
        story = found.merged[story]
    for new, origin in found.split.items():
        if origin == story and set(articles) <= set(window.members(named[new])):
            return named[new], articles
    return story, articles


def _subject(gold: str) -> str:
    """Name what look-alike events have in common; stories of one article have nothing."""
    number = re.match(r"ecb-(\d+)", gold)
    return f"{int(number[1]):03}" if number else gold


def _figures(
    gold: Mapping[str, str], stories: Mapping[str, int], told: Mapping[int, int], half: set[str]
) -> dict[str, float]:
    names = {name for name in gold.values() if _subject(name) in half}
    times = _times(told, _majority(gold, stories))
    mixed = set(_merged(gold, stories))
    pure = {name for story, name in _majority(gold, stories).items() if story not in mixed}
    its = {article: story for article, story in stories.items() if gold[article] in names}
    precision, recall = _b_cubed(gold, stories, its)
    alike = [
        stories[one] == stories[other]
        for one, other in combinations(its, 2)
        if _subject(gold[one]) == _subject(gold[other]) and gold[one] != gold[other]
    ]
    events = {name for name in names if name.startswith("ecb")}
    return {
        "told once and unmixed": mean(times[name] == 1 and name in pure for name in names),
        "the same, events of many articles": mean(
            times[name] == 1 and name in pure for name in events
        ),
        "told once": mean(times[name] == 1 for name in names),
        "told as new more than once": mean(times[name] > 1 for name in names),
        "not told under their own name": mean(times[name] == 0 for name in names),
        "B-cubed F1": 2 * precision * recall / (precision + recall),
        "look-alikes merged": mean(alike),
    }


# --- comparing ---------------------------------------------------------------------------------


def _rows(gold: Mapping[str, str], played: Played) -> list[tuple[str, ...]]:
    majority = _majority(gold, played.stories)
    told = _times(_told(played), majority)
    names = set(gold.values())
    once = sum(told[name] == 1 for name in names)
    twice = sum(told[name] > 1 for name in names)
    merged = _merged(gold, played.stories)
    mixed = {majority[story] for story in merged}
    clean = sum(told[name] == 1 and name not in mixed for name in names)
    updates = [post for post in played.posts if post.kind == "update"]
    precision, recall = _b_cubed(gold, played.stories, played.stories)
    score = 2 * precision * recall / (precision + recall)
    return [
        ("articles, stories of the corpus", f"{len(gold)}, {len(names)}", ""),
        ("stories of the bot", str(len(majority)), ""),
        ("told once and unmixed", _share(clean, len(names)), "all"),
        ("told once", _share(once, len(names)), "all"),
        ("told as new more than once", _share(twice, len(names)), "0"),
        ("not told under their own name", _share(len(names) - once - twice, len(names)), "0"),
        ("stories of the bot that mix the corpus's", _share(len(merged), len(majority)), "0"),
        ("told as new twice and only then merged", str(_repeated(played)), "0"),
        ("posts with new stories", str(sum(p.kind == "alert" for p in played.posts)), ""),
        ("updates; as replies in their story's thread",
         f"{len(updates)}; {sum(played.replies)}", "all"),
        ("updates for a story, mean",
         f"{len(updates) / max(len({p.stories for p in updates}), 1):.1f}", ""),
        ("B-cubed precision, recall, F1", f"{precision:.3f}, {recall:.3f}, {score:.3f}", ""),
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})"


def _members(stories: Mapping[str, int]) -> dict[int, list[str]]:
    members: dict[int, list[str]] = defaultdict(list)
    for article, story in stories.items():
        members[story].append(article)
    return members


def _majority(gold: Mapping[str, str], stories: Mapping[str, int]) -> dict[int, str]:
    return {
        story: Counter(gold[article] for article in articles).most_common(1)[0][0]
        for story, articles in _members(stories).items()
    }


def _merged(gold: Mapping[str, str], stories: Mapping[str, int]) -> list[int]:
    return [
        story
        for story, articles in _members(stories).items()
        if len({gold[article] for article in articles}) > 1
    ]


def _told(played: Played) -> Counter[int]:
    """Count, by story of the bot, how often it was told as new."""
    return Counter(story for post in played.posts if post.kind == "alert" for story in post.stories)


def _times(told: Mapping[int, int], majority: Mapping[int, str]) -> Counter[str]:
    """Count, by story of the corpus, how often it was told as new."""
    times: Counter[str] = Counter()
    for story, number in told.items():
        times[majority[story]] += number
    return times


def _repeated(played: Played) -> int:
    return sum(number > 1 for number in _told(played).values())


def _b_cubed(
    gold: Mapping[str, str], stories: Mapping[str, int], of: Collection[str]
) -> tuple[float, float]:
    """Give precision and recall of a clustering over some of its articles."""
    of_gold = Counter(gold.values())
    of_story = Counter(stories.values())
    both = Counter((gold[article], story) for article, story in stories.items())
    pairs = [(gold[article], stories[article]) for article in of]
    precision = sum(both[pair] / of_story[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / of_gold[pair[0]] for pair in pairs) / len(pairs)
    return precision, recall


def _show(gold: Mapping[str, str], played: Played) -> None:
    majority = _majority(gold, played.stories)
    for name, number in _times(_told(played), majority).items():
        if number > 1:
            sys.stdout.write(f"{name}: told as new {number} times\n")
    members = _members(played.stories)
    for story in _merged(gold, played.stories):
        mixed = Counter(gold[article] for article in members[story])
        sys.stdout.write(f"story {story} mixes {dict(mixed)}\n")


if __name__ == "__main__":
    raise SystemExit(main())
