"""How Telegram reads the text of a message: HTML, cleaning, counting, and what it links by itself.

Written after what the server's public source and documentation say it accepts and refuses; where
the real one is more lenient (nested quotes, links that it drops), this one refuses, so that a
message that passes here looks the same there.
"""

import re
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 4096
"""UTF-16 code units after the entities are parsed."""

MOST_ENTITIES = 100
"""Entities of a message that count; clients never see those after them."""

Entity = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_TAG = re.compile(r"<(/?)([^\s>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?")

_DROPPED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A])
_BLANKED = dict.fromkeys([*range(0x0A), 0x0B, 0x0C, *range(0x0E, 0x20)], " ")
_INVISIBLE = re.compile(
    r"[\s\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\xa0]*"
)

_FOUND = (
    ("url", re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"]+|(?<![\w@./])[\w-]+(?:\.[\w-]+)*"
                       r"\.(?:com|org|net|edu|gov|io|ru|de|tr|kz|xyz|tk|onion)\b(?:/\S*)?")),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w])@[a-zA-Z0-9_]{2,32}(?![\w])")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?"
                               r"(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*(?![\w#])")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
)  # fmt: skip


class Unparsable(Exception):
    """The server would answer 400 with this description."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A message's text with its entities, as clients get it."""

    text: str
    entities: tuple[Entity, ...] = ()

    def of(self, kind: str) -> tuple[str, ...]:
        """Give the pieces of text that an entity of a kind covers."""
        return tuple(piece(self.text, e) for e in self.entities if e["type"] == kind)


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def piece(text: str, entity: Entity) -> str:
    """Give what an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    begin = 2 * entity["offset"]
    return raw[begin : begin + 2 * entity["length"]].decode("utf-16-le", "replace")


def unescape(text: str) -> str:
    """Decode the four named characters and the numbered ones; leave every other "&" alone."""

    def one(found: re.Match[str]) -> str:
        if found[3]:
            return _NAMED.get(found[3], found[0])
        code = int(found[1], 16) if found[1] else int(found[2])
        return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else found[0]

    return _CHARACTER.sub(one, text)


def parse_html(html: str) -> Formatted:
    """Parse HTML as the server does.

    Raises:
        Unparsable: a tag is unknown, unclosed, unmatched or nested where it may not be.
    """
    text, at, offset = "", 0, 0
    stack: list[_Open] = []
    entities: list[Entity] = []
    while at < len(html):
        begin = html.find("<", at)
        plain = unescape(html[at:] if begin < 0 else html[at:begin])
        text, offset = text + plain, offset + units(plain)
        if begin < 0:
            break
        where = len(html[:begin].encode("utf-8", "replace"))
        found = _TAG.match(html, begin)
        if not found:
            kind = "end" if html[begin : begin + 2] == "</" else "start"
            raise Unparsable(f"Unclosed {kind} tag at byte offset {where}")
        if found[1]:
            _close(found[2].lower(), stack, entities, offset, where)
        else:
            stack.append(_open(found[2].lower(), found[3], stack, offset, where))
        at = found.end()
    if stack:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return Formatted(text, tuple(entities))


def _open(tag: str, rest: str, stack: list[_Open], offset: int, where: int) -> _Open:
    if tag not in _KINDS:
        raise Unparsable(f'Unsupported start tag "{tag}" at byte offset {where}')
    if tag in ("blockquote", "a") and any(one.tag == tag for one in stack):
        raise Unparsable(f'Tag "{tag}" must not be nested, at byte offset {where}')
    if any(one.tag in ("code", "pre") for one in stack):
        raise Unparsable(f'Tag "{tag}" inside of code at byte offset {where}')
    attributes: dict[str, str] = {}
    at = 0
    while rest[at:].strip():
        found = _ATTRIBUTE.match(rest, at)
        if not found:
            raise Unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        value = next((v for v in found.groups()[1:] if v is not None), "")
        attributes[found[1].lower()] = unescape(value)
        at = found.end()
    if tag == "a" and not re.match(r"(?:https?|tg)://[^\s/]", attributes.get("href", "")):
        raise Unparsable(f"The server would drop this link, at byte offset {where}")
    return _Open(tag, offset, attributes)


def _close(tag: str, stack: list[_Open], entities: list[Entity], offset: int, where: int) -> None:
    if not stack:
        raise Unparsable(f"Unexpected end tag at byte offset {where}")
    opened = stack.pop()
    if tag and tag != opened.tag:
        raise Unparsable(
            f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", '
            f'found "</{tag}>"'
        )
    if offset == opened.offset:
        return
    entity: Entity = {
        "type": _KINDS[opened.tag], "offset": opened.offset, "length": offset - opened.offset,
    }  # fmt: skip
    if opened.tag == "a":
        entity["url"] = opened.attributes["href"]
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    entities.append(entity)


def clean(text: str) -> str:
    """Replace control characters and drop those that break lines or turn the writing round."""
    return text.translate(_DROPPED).translate(_BLANKED)


def is_empty(text: str) -> bool:
    """Tell whether nothing of a text can be seen."""
    return bool(_INVISIBLE.fullmatch(text))


def _cleaned(parsed: Formatted) -> Formatted:
    """Clean a text, move its entities along, and trim the ends."""
    text = clean(parsed.text)
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    cut, whole = units(text[:begin]), units(text[begin : max(end, begin)])

    def moved(offset: int) -> int:
        if len(text) == len(parsed.text):  # nothing was dropped: only the ends are cut
            return min(max(offset - cut, 0), whole)
        raw = parsed.text.encode("utf-16-le", "surrogatepass")[: 2 * offset]
        before = clean(raw.decode("utf-16-le", "surrogatepass"))
        return units(before[begin : max(end, begin)])

    entities = []
    for entity in parsed.entities:
        first = moved(entity["offset"])
        length = moved(entity["offset"] + entity["length"]) - first
        if length > 0:
            entities.append({**entity, "offset": first, "length": length})
    return Formatted(text[begin : max(end, begin)], tuple(entities))


def detect(text: str, taken: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """Find what the server links by itself: addresses, mentions, commands, tags.

    Args:
        taken: entities that are there already; nothing is found inside of links and code.
    """
    closed = [
        (e["offset"], e["offset"] + e["length"])
        for e in taken
        if e["type"] in ("text_link", "code", "pre")
    ]
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            begin, end = units(text[: match.start()]), units(text[: match.end()])
            if all(end <= first or last <= begin for first, last in closed):
                found.append({"type": kind, "offset": begin, "length": end - begin})
                closed.append((begin, end))
    return tuple(found)


def read(raw: str, parse_mode: str | None, entities: tuple[Entity, ...] = ()) -> Formatted:
    """Give a text as the server keeps it.

    Raises:
        Unparsable: its markup is wrong, it is empty or too long.
    """
    if parse_mode is None:
        parsed = Formatted(raw, entities)
    elif parse_mode == "HTML":
        try:
            parsed = parse_html(raw)
        except Unparsable as error:
            raise Unparsable(f"can't parse entities: {error}") from error
    else:
        raise Unparsable("unsupported parse_mode")
    kept = _cleaned(parsed)
    if is_empty(kept.text):
        raise Unparsable("message text is empty")
    if units(kept.text) > LONGEST_TEXT:
        raise Unparsable("message is too long")
    every = sorted(
        (*kept.entities, *detect(kept.text, kept.entities)),
        key=lambda e: (e["offset"], -e["length"]),
    )
    return Formatted(kept.text, tuple(every[:MOST_ENTITIES]))
