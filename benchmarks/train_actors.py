"""Trains the model that types names, and writes it into the package.

Reads the permissively licensed sets of ner_train, in which names are marked as people,
organisations and places. Names are found by the program's own rules, so that the model learns on
what it will meet; what a gold set does not mark is "other". One name in ten is held out for the
figures. Deterministic; a minute on one core.

    python -m benchmarks.train_actors [--epochs 6] [--write]
"""

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import corpora
from summarizer import kinds, names, roles
from summarizer.grammar import grammar
from summarizer.model import ActorType

MODEL = corpora.ROOT / "summarizer" / "lexicon" / "kinds.tsv"

SETS = {
    "germeval2014.de": True, "kaznerd.kk": True, "wnut17.en": True, "btc.en": True,
    "sec.en": True, "xlime.de": True, "xlime.it": True, "xlime.es": True, "kpwr.pl": True,
    "wikiner.ru": False, "twnertc.tr": False, "europeana.fr": False, "europeana.nl": False,
    "europeana.de": False,
}  # fmt: skip
"""Sets by name; true where what is not marked surely is none of the three kinds."""

LABELS = {
    "PER": ActorType.PERSON,
    "ORG": ActorType.ORGANISATION,
    "LOC": ActorType.PLACE,
}
RARE = 4
"""A feature must be met so often to be learned."""

WEAK = 0.35
"""A feature whose weights differ by less is left out of the file."""

RATE, DECAY = 0.25, 2e-6

Sample = tuple[tuple[str, ...], int]


def spans(tokens: list[str], tags: list[str]) -> tuple[str, dict[tuple[int, int], str]]:
    """Join tokens to a text and give where the marked names stand in it."""
    marked: dict[tuple[int, int], str] = {}
    text, at, begun, kind = "", 0, 0, ""
    for token, tag in zip([*tokens, ""], [*tags, "O"], strict=True):
        if kind and not tag.startswith("I-"):
            marked[begun, at] = kind
            kind = ""
        text += (" " if text else "") + token
        if tag.startswith("B-"):
            begun, kind = len(text) - len(token), tag[2:]
        at = len(text)
    return text.rstrip(), marked


def samples(folder: Path, name: str, complete: bool) -> Iterator[Sample]:
    """Give the names of a set as the program finds them, with their kinds."""
    language = name.rsplit(".", 1)[-1]
    words = grammar(language)
    for row in corpora.lines(folder / f"{name}.jsonl.xz"):
        text, marked = spans(row["tokens"], row["tags"])
        tokens, found = names.find(text, language)
        for each in found:
            kind = _label(each.tokens[0].start, each.tokens[-1].end, marked, complete)
            if kind is not None:
                role = roles.before(text, tokens, each, words)
                role = role or roles.after(text, tokens, each, words)
                yield kinds.features(text, tokens, each, role, words), kind


def _label(start: int, end: int, marked: dict[tuple[int, int], str], complete: bool) -> int | None:
    for (first, last), kind in marked.items():
        if abs(first - start) <= 1 and abs(last - end) <= 2:
            return kinds.KINDS.index(LABELS[kind])
        if first < end and start < last:
            return None
    return kinds.KINDS.index(ActorType.OTHER) if complete else None


def train(data: list[Sample], epochs: int, seed: int = 7) -> dict[str, list[float]]:
    """Fit the weights by AdaGrad; shuffled by a fixed seed."""
    counts = Counter(feature for found, _ in data for feature in found)
    known = {feature for feature, count in counts.items() if count >= RARE}
    weights: dict[str, list[float]] = {feature: [0.0] * 4 for feature in known}
    squares: dict[str, list[float]] = {feature: [1e-2] * 4 for feature in known}
    order = list(range(len(data)))
    chance = random.Random(seed)
    for _ in range(epochs):
        chance.shuffle(order)
        for at in order:
            found, gold = data[at]
            used = [feature for feature in found if feature in known]
            logits = [sum(each) for each in zip(*(weights[f] for f in used), strict=True)]
            top = max(logits)
            shares = [math.exp(value - top) for value in logits]
            total = sum(shares)
            errors = [share / total - (kind == gold) for kind, share in enumerate(shares)]
            for feature in used:
                own, square = weights[feature], squares[feature]
                for kind, error in enumerate(errors):
                    slope = error + DECAY * len(data) / counts[feature] * own[kind]
                    square[kind] += slope * slope
                    own[kind] -= RATE * slope / math.sqrt(square[kind])
    return weights


Confusion = Counter[tuple[int, int]]
"""How often a kind (the first) was taken for another."""


def accuracy(data: list[Sample], weights: dict[str, list[float]]) -> tuple[float, Confusion]:
    """Give the share of names typed right, and the confusions."""
    confused: Confusion = Counter()
    for found, gold in data:
        used = [weights[feature] for feature in found if feature in weights]
        logits = [sum(each) for each in zip(*used, strict=True)]
        confused[gold, logits.index(max(logits))] += 1
    right = sum(count for (gold, said), count in confused.items() if gold == said)
    return right / sum(confused.values()), confused


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print the figures, and write the model if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name} into the package")
    options = parser.parse_args(arguments)
    folder = corpora.folder("ner_train")
    kept: list[Sample] = []
    held: dict[str, list[Sample]] = defaultdict(list)
    for name, complete in SETS.items():
        found = list(samples(folder, name, complete))
        kept += [one for at, one in enumerate(found) if at % 10]
        held[name] = found[::10]
    weights = train(kept, options.epochs)
    strong = {
        feature: [round(100 * weight) for weight in own]
        for feature, own in sorted(weights.items())
        if max(own) - min(own) > WEAK
    }
    small = {feature: [weight / 100 for weight in own] for feature, own in strong.items()}
    sys.stdout.write(f"{len(kept)} names learned, {len(strong)} features kept\n\n")
    _tell(held, small)
    if options.write:
        with MODEL.open("w", encoding="utf-8") as file:
            file.write(
                "# Features of names with their weights in hundredths: person, organisation,"
                " place, other.\n# Made by benchmarks/train_actors.py; see kinds.card.txt.\n"
            )
            for feature, own in strong.items():
                file.write(f"{feature}\t{' '.join(map(str, own))}\n")
    return 0


def _tell(held: dict[str, list[Sample]], weights: dict[str, list[float]]) -> None:
    rows: list[tuple[str, ...]] = [
        (name, str(len(data)), f"{accuracy(data, weights)[0]:.3f}") for name, data in held.items()
    ]
    every = [one for data in held.values() for one in data]
    share, confused = accuracy(every, weights)
    rows.append(("all", str(len(every)), f"{share:.3f}"))
    sys.stdout.write(corpora.table(("set", "names held out", "typed right"), rows) + "\n")
    rows = [
        (kind, *(str(confused[at, said]) for said in range(len(kinds.KINDS))))
        for at, kind in enumerate(kinds.KINDS)
    ]
    sys.stdout.write(corpora.table(("gold / said", *kinds.KINDS), rows))


if __name__ == "__main__":
    raise SystemExit(main())
