"""Count how common words are, by language, for `summarizer/lexicon/rarity.tsv`.

Reads the permissively licensed sets of the test corpora, keeps index forms of words that are
written in lower case, and writes them by the natural logarithm of how many sentences there are to
one that holds the form. Only counts leave the corpora.
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpora
from summarizer.text import sentences, stem, words

LIST = corpora.ROOT / "summarizer" / "lexicon" / "rarity.tsv"
SETS = {
    "en": ("wikigold.en", "btc.en", "wnut17.en"),
    "tr": ("twnertc.tr",),
    "es": ("xlime.es",),
    "it": ("xlime.it",),
    "nl": ("europeana.nl",),
    "de": ("germeval2014.de", "xlime.de", "europeana.de"),
    "fr": ("europeana.fr",),
}
STORIES = ("stories_en.jsonl.xz", "stories_xling.jsonl.xz")
AT_LEAST = 4
"""Sentences that a form must stand in to be listed."""

MOST = 3500
"""Forms listed a language, the commonest."""


def spoken() -> Iterator[tuple[str, list[str]]]:
    """Give sentences as language and words."""
    folder = corpora.folder("ner_train")
    for language, names in SETS.items():
        for name in names:
            for record in corpora.lines(folder / f"{name}.jsonl.xz"):
                yield language, record["tokens"]
    for name in STORIES:
        for record in corpora.lines(corpora.folder("clustering") / name):
            language = record.get("lang") or "en"
            for sentence in sentences(None, record["text"], language):
                yield language, words(sentence.text)


def count() -> dict[str, list[tuple[str, float]]]:
    """Give for each language its commonest forms with the logarithm of their rarity."""
    sizes: Counter[str] = Counter()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for language, tokens in spoken():
        if language not in SETS:
            continue
        sizes[language] += 1
        found[language].update(
            {stem(token, language) for token in tokens if token.isalpha() and token.islower()}
        )
    return {
        language: [
            (form, math.log(sizes[language] / times))
            for form, times in counts.most_common(MOST)
            if times >= AT_LEAST and form
        ]
        for language, counts in found.items()
    }


def main() -> None:
    """Write the list, or show its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=LIST, help="file to write")
    options = parser.parse_args()
    out = [
        "# How rare words are: index forms by language and round(ln(sentences / those with it)).",
        "# Counted by benchmarks/count_words.py on CC BY, CC0 and MIT sets; see NOTICE.txt.",
    ]
    for language, forms in sorted(count().items()):
        bands: dict[int, list[str]] = defaultdict(list)
        for form, rarity in forms:
            bands[round(rarity)].append(form)
        out += [f"{language}.{band}\t{' '.join(sorted(bands[band]))}" for band in sorted(bands)]
    options.out.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
