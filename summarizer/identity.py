"""Which names are one actor: short forms, abbreviations, variants and misspellings. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.folding import fold
from summarizer.gazetteer import place, territory
from summarizer.grammar import grammar
from summarizer.sightings import Key, Sighting

_SMALL = frozenset({"of", "the", "and", "for", "de", "del", "la", "des", "du", "di", "ve"})
"""Words that abbreviations pass over."""


@dataclass(slots=True)
class Entity:
    """One actor, while its names are being joined.

    Attributes:
        key: of its whole name.
        seen: every sighting under any of its names.
        keys: of all its names.
    """

    key: Key
    seen: list[Sighting] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)

    def absorb(self, other: "Entity") -> None:
        """Take over the names of another."""
        self.seen += other.seen
        self.keys |= other.keys


def join(sightings: Sequence[Sighting]) -> list[Entity]:
    """Gather sightings by who or what they name."""
    entities: dict[Key, Entity] = {}
    for one in sightings:
        entities.setdefault(one.key, Entity(one.key, keys={one.key})).seen.append(one)
    _join_places(entities)
    _join_shorts(entities)
    _join_forms(entities)
    return list(entities.values())


def _join_forms(entities: dict[Key, Entity]) -> None:
    """Join shorter names to the longer ones they stand for."""
    ends: dict[str, set[Key]] = {}
    for key, entity in entities.items():
        for known in entity.keys:
            ends.setdefault(known[0], set()).add(key)
            ends.setdefault(known[-1], set()).add(key)
    gone: dict[Key, Key] = {}
    for key in sorted(entities, key=lambda key: (-len(key), key)):
        near: set[Key] = set()
        for word in (key[0], key[-1]):
            near.update(_final(other, gone) for other in ends[word])
        near.discard(key)
        whole = _whole(key, {other: entities[other] for other in near}) if near else None
        if whole is not None:
            entities[whole].absorb(entities.pop(key))
            gone[key] = whole


def _final(key: Key, gone: Mapping[Key, Key]) -> Key:
    """Give the key that a name was joined to in the end."""
    while key in gone:
        key = gone[key]
    return key


def _join_places(entities: dict[Key, Entity]) -> None:
    """Join names of one country, and a misspelt one to it."""
    homes: dict[str, Key] = {}
    for key in sorted(entities, key=lambda key: -len(entities[key].seen)):
        code = territory(" ".join(key)) or (len(key) == 1 and territory(key[0])) or None
        if code is None:
            continue
        if code in homes:
            entities[homes[code]].absorb(entities.pop(key))
        else:
            homes[code] = key
    for key in [key for key in entities if len(key) == 1 and len(key[0]) >= 7]:
        for home in homes.values():
            if key != home and len(home) == 1 and _is_misspelt(key[0], home[0]):
                entities[home].absorb(entities.pop(key))
                break


def _is_misspelt(word: str, right: str) -> bool:
    """Say whether two words differ by one letter that is wrong, missing or too much."""
    if abs(len(word) - len(right)) > 1 or word[:3] != right[:3]:
        return False
    head = 0
    while head < min(len(word), len(right)) and word[head] == right[head]:
        head += 1
    return (
        word[head + 1 :] == right[head:]
        or word[head:] == right[head + 1 :]
        or (word[head + 1 :] == right[head + 1 :])
    )


def _join_shorts(entities: dict[Key, Entity]) -> None:
    """Join abbreviations, told in brackets or made of the initials."""
    said = {
        (one.short.replace(".", ""),): key
        for key, entity in entities.items()
        for one in entity.seen
        if one.short
    }
    initials: dict[Key, Key] = {}
    for key, entity in entities.items():
        if len(key) > 1:
            for words in (key, fold(entity.seen[0].form).split()):
                letters = "".join(word[0] for word in words if word not in _SMALL)
                initials.setdefault((letters,), key)
                initials.setdefault(("".join(word[0] for word in words),), key)
    for key in list(entities):
        if len(key) != 1 or not any(one.form.isupper() for one in entities[key].seen):
            continue
        whole = said.get(key) or (initials.get(key) if len(key[0]) > 1 else None)
        if whole is not None and whole != key and whole in entities:
            entities[whole].absorb(entities.pop(key))


def _whole(key: Key, entities: Mapping[Key, Entity]) -> Key | None:
    """Find the longer name that a shorter one stands for."""
    if place(" ".join(key)) is not None:
        return None
    longer = [
        other
        for other, entity in entities.items()
        if any(_stands_for(key, known) for known in entity.keys)
    ]
    if not longer:
        return None
    if len(key) == 1 and any(other[0] == key[0] and other[-1] != key[0] for other in longer):
        # "Steve" may be one of two, "Apple" another than Apple Corps: only when it is clear.
        ends = [other for other in longer if other[-1] == key[0]]
        if not ends and len(longer) > 1:
            longer = [other for other in longer if _is_body(other[1:], entities[other])]
            if len(longer) != 1:
                return None
        longer = ends or longer
    return max(longer, key=lambda other: (len(entities[other].seen), len(other), other))


def _is_body(rest: Key, entity: Entity) -> bool:
    """Say whether the rest of a name only tells what it is: "Computer" of "Apple Computer"."""
    words = grammar(entity.seen[0].article.language)
    return all(word in words.bodies or word in words.legal for word in rest)


def _stands_for(key: Key, other: Key) -> bool:
    if len(other) > len(key) and (other[-len(key) :] == key or other[: len(key)] == key):
        return True
    return (
        len(key) > 1
        and len(other) > 1
        and key[-1] == other[-1]
        and (len(key), key) < (len(other), other)
        and (key[0] == other[0] or _is_short_of(key[0], other[0]) or _is_short_of(other[0], key[0]))
    )


def _is_short_of(short: str, full: str) -> bool:
    """Say whether a given name is the other's beginning: "T.", "Tim" of "Timothy"."""
    return full.startswith(short) and (len(short) == 1 or len(short) > 2)
