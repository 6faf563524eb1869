"""Draws Slack's blocks as an SVG picture: headers, text, small print, buttons. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

WIDTH, MARGIN, LEFT = 720, 16, 60
"""Pixels: of the picture, around it, and left of a message's words."""

SIZES = {"header": (18, 25), "text": (15, 21), "small": (12.5, 18)}
"""Pixels of a letter and of a line."""

_NARROW, _WIDE = "ijlt.,:;'|!()[]/ fr", "mwMW@%—"
_MARKS = re.compile(r"<(https?://[^|>]+)\|([^>]*)>|\*([^*\n]+)\*|\*\*(.+?)\*\*|\[(.+?)\]\((\S+?)\)")
_STYLE = (
    "text{font-family:Lato,'Helvetica Neue',Helvetica,Arial,sans-serif;fill:#1d1c1d}"
    ".b{font-weight:700}.a{fill:#1264a3}.s{fill:#616061}.h{font-weight:800}"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the picture, or the App Home (without a name).

    Attributes:
        blocks: as the adapter made them; a Markdown text is a block of type "markdown".
        thread: whether it stands in a thread.
    """

    name: str
    blocks: Sequence[dict[str, Any]]
    thread: bool = False


Run = tuple[str, str]
"""Words and their style."""


def picture(title: str, messages: Sequence[Shown]) -> str:
    """Draw messages from top to bottom, under the name of where they are."""
    drawn = [f'<text class="h" x="{MARGIN}" y="30" font-size="17">{escape(title)}</text>']
    y = 48.0
    for message in messages:
        drawn.append(f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="#e8e8e8"/>')
        body, y = _message(message, y + 10)
        drawn.append(body)
        y += 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y:.0f}" '
        f'viewBox="0 0 {WIDTH} {y:.0f}"><style>{_STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(drawn)}</svg>\n'
    )


def _message(message: Shown, y: float) -> tuple[str, float]:
    left = (LEFT if message.name else MARGIN) + (36 if message.thread else 0)
    drawn: list[str] = []
    if message.name:
        ours = message.name == "Tellal"
        colour = "#1f4e5f" if ours else "#b08d57"
        drawn.append(
            f'<rect x="{left - 44}" y="{y}" width="34" height="34" rx="5" fill="{colour}"/>'
            f'<text x="{left - 27}" y="{y + 23}" font-size="17" text-anchor="middle" '
            f'style="fill:#fff">{escape(message.name[:1].upper())}</text>'
            f'<text class="h" x="{left}" y="{y + 13}" font-size="15">{escape(message.name)}</text>'
        )
        if ours:
            at = left + _width(message.name, 15, bold=True) + 8
            drawn.append(
                f'<rect x="{at}" y="{y + 2}" width="27" height="14" rx="2" fill="#ddd"/>'
                f'<text class="s" x="{at + 4}" y="{y + 12.5}" font-size="9">APP</text>'
            )
        y += 20
    for block in message.blocks:
        body, y = _block(block, left, y)
        drawn.append(body)
    return "".join(drawn), max(y, 0)


def _block(block: dict[str, Any], left: float, y: float) -> tuple[str, float]:
    match block["type"]:
        case "header":
            return _text(block["text"]["text"], left, y + 4, "header")
        case "section":
            side = block.get("accessory")
            room = WIDTH - left - MARGIN - (190 if side else 0)
            body, below = _text(block["text"]["text"], left, y, "text", room)
            if side:
                body += _control(side, WIDTH - MARGIN - 180, y + 2, 180)
            return body, max(below + 4, y + 36 if side else 0)
        case "markdown":
            return _text(block["text"], left, y, "text")
        case "context":
            drawn = ""
            for element in block["elements"]:
                body, y = _text(element["text"], left, y, "small")
                drawn += body
            return drawn, y + 2
        case "actions":
            return _actions(block["elements"], left, y + 4)
        case "divider":
            line = f'<line x1="{left}" x2="{WIDTH - MARGIN}" y1="{y + 6}" y2="{y + 6}"'
            return f'{line} stroke="#ddd"/>', y + 12
    return "", y


def _actions(elements: Sequence[dict[str, Any]], left: float, y: float) -> tuple[str, float]:
    drawn, x = "", left
    for element in elements:
        width = _width(_label(element), 13, bold=True) + 20
        if x > left and x + width > WIDTH - MARGIN:
            x, y = left, y + 34
        drawn += _control(element, x, y, width)
        x += width + 8
    return drawn, y + 36


def _control(element: dict[str, Any], x: float, y: float, width: float) -> str:
    menu = " ▾" if "select" in element["type"] else ""
    label = _label(element)
    while label and _width(label + menu, 13, bold=True) > width - 12:
        label = label[:-2].rstrip() + "…"
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="28" rx="4" fill="#fff" '
        f'stroke="#bbb"/><text class="b" x="{x + width / 2:.0f}" y="{y + 19:.0f}" font-size="13" '
        f'text-anchor="middle">{escape(label + menu)}</text>'
    )


def _label(element: dict[str, Any]) -> str:
    shown = element.get("initial_option") or element
    named = shown.get("text") or element.get("placeholder") or {"text": "…"}
    return unescape(named["text"])


def _text(
    text: str, left: float, y: float, kind: str, room: float | None = None
) -> tuple[str, float]:
    size, line = SIZES[kind]
    style = {"header": "h", "text": "", "small": "s"}[kind]
    drawn = ""
    for row in text.split("\n"):
        for words in _wrapped(list(_runs(row, style)), room or WIDTH - left - MARGIN, size):
            y += line
            spans = "".join(f'<tspan class="{css}">{escape(one)}</tspan>' for one, css in words)
            drawn += (
                f'<text x="{left}" y="{y - 5:.1f}" font-size="{size}" xml:space="preserve">'
                f"{spans}</text>"
            )
    return drawn, y + 3


def _runs(text: str, style: str) -> Iterator[Run]:
    at = 0
    for found in _MARKS.finditer(text):
        yield _plain(text[at : found.start()]), style
        _, label, bold, strong, words, _ = found.groups()
        if label is not None or words is not None:
            yield _plain(label or words), "a"
        else:
            inner = re.sub(r"<[^|>]+\|([^>]*)>", r"\1", bold or strong)
            yield _plain(inner), "b"
        at = found.end()
    yield _plain(text[at:]), style


def _plain(text: str) -> str:
    return unescape(re.sub(r"\\(.)", r"\1", text)).replace("\u2060", "")


def _wrapped(runs: Sequence[Run], room: float, size: float) -> Iterator[list[Run]]:
    line: list[Run] = []
    used = 0.0
    for text, css in runs:
        for word in re.findall(r"\s+|\S+", text):
            width = _width(word, size, bold=css in ("b", "h"))
            if used + width > room and line and not word.isspace():
                yield line
                line, used = [], 0.0
            if line or not word.isspace():
                line.append((word, css))
                used += width
    yield line


def _width(text: str, size: float, *, bold: bool = False) -> float:
    """Tell how wide words are at most: in the widest of the fonts that stand in for Slack's."""
    units = sum(0.37 if c in _NARROW else 0.95 if c in _WIDE else 0.61 for c in text)
    return units * size * (1.12 if bold else 1.0)
