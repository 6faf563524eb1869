"""Word lists as data: one `.tsv` a list, read once and kept. `NOTICE.txt` says where each is from.

A line is a key, a tab, and words parted by blanks, or by `|` where an entry holds blanks itself;
lines that start with `#` are remarks. A key may stand on several lines.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def table(name: str) -> Mapping[str, tuple[str, ...]]:
    """Give a list as entries by key, in the order of the file.

    Args:
        name: of the file, without its ending.
    """
    entries: dict[str, tuple[str, ...]] = {}
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        key, _, words = line.partition("\t")
        found = words.split("|") if "|" in words else words.split()
        entries[key] = entries.get(key, ()) + tuple(word.strip() for word in found)
    return MappingProxyType(entries)


@cache
def every(name: str) -> frozenset[str]:
    """Give all entries of a list, whatever their key."""
    return frozenset(word for words in table(name).values() for word in words)
