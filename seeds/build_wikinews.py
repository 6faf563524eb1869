"""Make seeds/wikinews.jsonl of the MEANTIME corpus's English: `python -m seeds.build_wikinews`.

Reads clustering/stories_xling.jsonl.xz in the folder that TELLAL_CORPORA names (by default
../shared/corpora beside the repository). What it changes is told in LICENSE-wikinews.md.
"""

import html
import json
import lzma
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.feeds import dates

SEEDS = Path(__file__).resolve().parent
CORPUS = Path("clustering") / "stories_xling.jsonl.xz"
PAGE = "https://en.wikinews.org/?curid={}"
"""An English article by the number of its page, which is the story's number in the corpus."""

_DATELINE = re.compile(r"\s*((?:[A-Z][a-z]+day, )?[A-Z][a-z]+ \d{1,2}, \d{4})[\s,.:—-]+")


def main() -> int:
    """Write the file and say how many articles it holds."""
    beside = SEEDS.parent.parent / "shared" / "corpora"
    corpus = Path(os.environ.get("TELLAL_CORPORA", beside)) / CORPUS
    if not corpus.is_file():
        sys.stderr.write(f"{corpus} is not there: set TELLAL_CORPORA.\n")
        return 1
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        sources = [source for line in lines if (source := json.loads(line))["lang"] == "en"]
    articles = sorted(map(article, sources), key=_order)
    with (SEEDS / "wikinews.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
    sys.stdout.write(f"{len(articles)} articles written.\n")
    return 0


def article(source: Mapping[str, Any]) -> dict[str, str]:
    """Make an importable article of one of the corpus."""
    title, text = str(source["title"]), str(source["text"])
    if strayed := re.match(r"(\d{4}) (?=\d{1,2} )", text):  # the headline's last word
        title, text = f"{title} {strayed.group(1)}", text[strayed.end() :]
    published, text = undated(text)
    page = str(source["gold"]).removeprefix("mt-")
    return {
        "id": f"wikinews-{page}",
        "url": PAGE.format(page),
        "title": joined(title),
        "text": joined(text),
        "published": published,
        "source": "Wikinews",
        "language": "en",
    }


def undated(text: str) -> tuple[str, str]:
    """Cut the dateline off a text; gives it as a time in UTC, and the rest.

    Raises:
        ValueError: there is none that can be read.
    """
    match = _DATELINE.match(text)
    moment = dates.parse(match.group(1)) if match else None
    if match is None or moment is None:
        raise ValueError(f"no dateline in {text[:60]!r}")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ"), text[match.end() :]


def joined(text: str) -> str:
    """Undo the blanks that cutting into tokens left, where there is but one way to."""
    text = html.unescape(text).replace("``", '"').replace("''", '"').replace("' '", '"')
    text = re.sub(r"\bAT & T\b", "AT&T", " ".join(text.split()))
    text = re.sub(r"(?<=\w) ?' ?(?=(?:s|n|re|ll|ve)\b)", "'", text)
    text = re.sub(r"(?<=\ws) ' (?=\w)", "' ", text)
    text = re.sub(r"\bO ?' ?(?=[A-Z][a-z])", "O'", text)
    text = re.sub(r"([(\[]) ", r"\1", text)
    text = re.sub(r" (?=[,;:!?)\]])| (?=\.(?![\w.]))", "", text)
    return "".join(_quoted(text))


def _quoted(text: str) -> Iterator[str]:
    """Draw quotation marks to what they enclose; a text whose marks do not pair stays as it is."""
    parts = text.split('"')
    if len(parts) % 2 == 0 or any(not inside.strip() for inside in parts[1::2]):
        yield text
        return
    # An opening mark follows a blank or a bracket; if some do not, the marks are out of step.
    if any(outside and outside[-1] not in " ([-/" for outside in parts[0:-1:2]):
        yield text
        return
    for number, part in enumerate(parts):
        yield f'"{part.strip()}"' if number % 2 else _unspaced(part, first=number == 0)


def _unspaced(outside: str, *, first: bool) -> str:
    """Drop the blank between a closing mark and the punctuation or hyphen after it."""
    return outside if first else re.sub(r"^ (?=[,.;:!?)\]]|-\w)", "", outside)


def _order(made: Mapping[str, str]) -> tuple[str, str]:
    return made["published"], made["id"]


if __name__ == "__main__":
    raise SystemExit(main())
