"""Stories: the same event together, look-alikes apart, near-duplicates found, and how fast.

Articles stream in shuffled order, a minute apart: the corpus has no usable dates, so the window of
time that keeps look-alikes of different years apart in real life cannot help here. They come at
once, as when an archive is imported, and five at a time, as from feeds. Figures are means over ten
orders. Look-alikes merged: of all pairs of articles of two look-alike
events of one topic, the share that came into one story. Weights were fitted on every second topic,
from the first on; the other half is the one to read. Near-duplicates: every article once more with
sentences and words dropped and a header added.

    python -m benchmarks.quality_stories [--fit]
"""

import argparse
import math
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations, count

from benchmarks import corpora
from summarizer import cluster
from summarizer.cluster import Window
from summarizer.model import Article, Tokens
from summarizer.text import sentences, tokens

ORDERS = 10
AT_A_TIME = 5
APART = timedelta(minutes=1)
SHARED = 0.05
"""Cosine from which an article and a story are worth comparing."""

RIDGE = 3.0
STEPS, RATE = 1500, 6.0
FITTED_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An article with what gold says of it."""

    article: Article
    tokens: Tokens
    gold: str
    topic: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table, or the weights that one half asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fit", action="store_true", help="print weights fitted on one half")
    options = parser.parse_args(arguments)
    folder = corpora.folder("clustering")
    items = [_item(record) for record in corpora.lines(folder / "stories_en.jsonl.xz")]
    topics = sorted({item.topic for item in items})
    learned = set(topics[::2])
    if options.fit:
        names = ("body", "lead", "names", "lead names", "figures", "lone", "bias")
        weights = fit([item for item in items if item.topic in learned])
        told: list[tuple[str, ...]] = [
            (name, f"{weight:.2f}") for name, weight in zip(names, weights, strict=True)
        ]
        sys.stdout.write(corpora.table(("weight", "value"), told))
        return 0
    rows: list[tuple[str, ...]] = []
    parts = {
        "reported half": [item for item in items if item.topic not in learned],
        "all": items,
    }
    for name, part in parts.items():
        for size in (len(part), AT_A_TIME):
            precision, recall, f1, merged = _means(part, size)
            which = f"{name}, {'at once' if size == len(part) else f'{size} at a time'}"
            rows += [
                (
                    which,
                    "B-cubed precision / recall",
                    f"{precision:.3f} / {recall:.3f}",
                    "0.786 / 0.920",
                ),
                (which, "B-cubed F1", f"{f1:.3f}", "0.848"),
                (which, "look-alikes merged", f"{merged:.1%}", "32 %"),
            ]
    found, wrong = _near_duplicates(items)
    rows.append(("all", "near-duplicates put beside their original", f"{found:.1%}", "–"))
    rows.append(("all", "near-duplicates put into another event", f"{wrong:.1%}", "–"))
    rows.append(("all", "articles a CPU second", f"{_speed(items):.0f}", "–"))
    sys.stdout.write(corpora.table(("articles", "figure", "ours", "corpus's floor"), rows))
    return 0


def _item(record: Mapping[str, str]) -> Item:
    article = corpora.article(record)
    gold = record["gold"]
    number = re.match(r"ecb-(\d+)", gold)
    topic = f"{int(number[1]):03}" if number else gold
    return Item(article, tokens(article), gold, topic)


def _means(items: Sequence[Item], size: int) -> tuple[float, ...]:
    runs = []
    for seed in range(ORDERS):
        order = list(items)
        random.Random(seed).shuffle(order)
        found = _streamed(order, size)
        runs.append((*_b_cubed(items, found), _merged(items, found)))
    return tuple(sum(values) / len(values) for values in zip(*runs, strict=True))


def _streamed(order: Sequence[Item], size: int) -> dict[str, int]:
    """Give each article's story in the end, when so many come at a time, a minute apart."""
    window = Window()
    numbers = count(1)
    timed = [
        (replace(item.article, published=item.article.published + n * APART), item.tokens)
        for n, item in enumerate(order)
    ]
    for start in range(0, len(timed), size):
        places = cluster.cluster(timed[start : start + size], window).places
        fresh = sorted({story for story in places.values() if story < 0}, reverse=True)
        window.rename({story: next(numbers) for story in fresh})
    return {item.article.id: window.story_of(item.article.id) for item in order}


def _b_cubed(items: Sequence[Item], found: Mapping[str, int]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of a clustering (Bagga and Baldwin, 1998)."""
    said: dict[int, set[str]] = defaultdict(set)
    gold: dict[str, set[str]] = defaultdict(set)
    for item in items:
        said[found[item.article.id]].add(item.article.id)
        gold[item.gold].add(item.article.id)
    precision = recall = 0.0
    for item in items:
        mine, right = said[found[item.article.id]], gold[item.gold]
        precision += len(mine & right) / len(mine) / len(items)
        recall += len(mine & right) / len(right) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _merged(items: Sequence[Item], found: Mapping[str, int]) -> float:
    pairs = [
        found[one.article.id] == found[other.article.id]
        for one, other in combinations(items, 2)
        if one.topic == other.topic and one.gold != other.gold
    ]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _near_duplicates(items: Sequence[Item]) -> tuple[float, float]:
    """Give the shares of copies that found their original's story, and another event's."""
    window = Window()
    found = cluster.cluster([(item.article, item.tokens) for item in items], window).places
    events: dict[int, set[str]] = defaultdict(set)
    for item in items:
        events[found[item.article.id]].add(item.gold)
    chance = random.Random(0)
    right = wrong = 0
    for item in items:
        copy = _copy(item.article, chance)
        story = window.assign(copy, tokens(copy))
        right += story == found[item.article.id]
        wrong += story is not None and item.gold not in events[story]
    return right / len(items), wrong / len(items)


def _copy(article: Article, chance: random.Random) -> Article:
    """Drop 15 % of the sentences and 5 % of the words, and put a header on top."""
    kept = [s.text for s in article.body if chance.random() > 0.15] or [article.title]
    text = " ".join(word for line in kept for word in line.split() if chance.random() > 0.05)
    header = "Sign up for our newsletter."
    return replace(
        article, id=f"{article.id}-copy", sentences=sentences(article.title, f"{header}\n{text}")
    )


def _speed(items: Sequence[Item], size: int = 10_000) -> float:
    """Give how many articles a CPU second join a window that holds many already.

    The articles are made of two real ones each, with words of their own.
    """
    chance = random.Random(0)
    batch = []
    for number in range(size):
        one, other = chance.choice(items), chance.choice(items)
        own = tuple(f"w{chance.randrange(40_000)}" for _ in range(60))
        names = tuple(f"n{chance.randrange(20_000)}" for _ in range(12))
        made = Tokens(
            lead=names[:6] + own[:30] + one.tokens.lead[:60],
            body=names + own + one.tokens.body[:200] + other.tokens.body[:100],
            marks=names + one.tokens.marks[:20],
        )
        batch.append((replace(one.article, id=str(number)), made))
    window = Window()
    cluster.cluster(batch[:-1000], window)
    begun = time.process_time()
    cluster.cluster(batch[-1000:], window)
    return 1000 / (time.process_time() - begun)


def fit(items: Sequence[Item]) -> list[float]:
    """Fit the weights of the five cosines, of a lone article and the bias, by logistic regression.

    Stories are formed as gold says; each article is compared with each story before it joins its
    own.
    """
    rows = [row for seed in range(FITTED_ORDERS) for row in _compared(items, seed)]
    weights = [0.0] * len(rows[0][0])
    for _ in range(STEPS):
        slopes = [RIDGE * weight / len(rows) for weight in weights[:-1]] + [0.0]
        for values, joins in rows:
            total = sum(weight * value for weight, value in zip(weights, values, strict=True))
            error = 1 / (1 + math.exp(-total)) - joins
            for at, value in enumerate(values):
                slopes[at] += error * value / len(rows)
        weights = [w - RATE * slope for w, slope in zip(weights, slopes, strict=True)]
    return weights


def _compared(items: Sequence[Item], seed: int) -> list[tuple[list[float], bool]]:
    """Give for articles and stories how alike they are, and whether the article belongs there."""
    order = list(items)
    random.Random(seed).shuffle(order)
    window = Window()
    numbers: dict[str, int] = {}
    rows = []
    for item in order:
        for gold, number in numbers.items():
            cosines, size = window.compare(number, item.article, item.tokens)
            if max(cosines) > SHARED:
                rows.append(([*cosines, float(size == 1), 1.0], gold == item.gold))
        number = numbers.setdefault(item.gold, len(numbers) + 1)
        article = item.article
        window.add(number, article.id, article.published, article.language, item.tokens)
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
