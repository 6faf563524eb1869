"""Draws a chat as an SVG picture: bubbles, formatting, buttons, as a telephone shows them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from fakes.botapi_text import Entity, Formatted

WIDTH, BUBBLE, PADDING, LINE, SIZE = 460, 380, 10, 18, 14
"""Pixels: of the picture, of a bubble at most, around text, of a line, of a letter."""

FOLDED_LINES = 3
"""What a folded quote shows before somebody opens it."""

_NARROW, _WIDE = "ijlt.,:;'|!()[]/ fr", "mwMW@%—"
_STYLE = (
    "text{font:14px 'Helvetica Neue',Helvetica,Arial,sans-serif;fill:#111}"
    ".b{font-weight:600}.i{font-style:italic;fill:#667}.a{fill:#2678b6}.k{fill:#2f6ea5;font-size:13px}"
    ".q{fill:#40698a}"
)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the picture; `ours` stands on the right."""

    said: Formatted
    ours: bool
    buttons: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: str


def picture(bubbles: Sequence[Bubble]) -> str:
    """Draw a chat from top to bottom."""
    drawn: list[str] = []
    y = 14
    for bubble in bubbles:
        body, height = _bubble(bubble, y)
        drawn.append(body)
        y += height + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" '
        f'viewBox="0 0 {WIDTH} {y}"><style>{_STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#d5e1ea"/>{"".join(drawn)}</svg>\n'
    )


def _bubble(bubble: Bubble, y: int) -> tuple[str, int]:
    lines = list(_lines(bubble.said))
    inner = max((_width(line) for line, _ in lines), default=0.0)
    room = max(inner, 200.0 if bubble.buttons else 0.0)
    width = round(min(room, BUBBLE - 2 * PADDING)) + 2 * PADDING + 6
    x = WIDTH - width - 12 if bubble.ours else 12
    height = len(lines) * LINE + 2 * PADDING
    colour = "#e3fbcf" if bubble.ours else "#ffffff"
    parts = [f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="12" fill="{colour}"/>']
    for number, (line, quoted) in enumerate(lines):
        top = y + PADDING + number * LINE
        if quoted:
            parts.append(f'<rect x="{x + 8}" y="{top}" width="3" height="{LINE}" fill="#5b93bd"/>')
        spans = "".join(
            f'<tspan class="{run.style}">{escape(run.text, quote=False)}</tspan>' for run in line
        )
        left = x + PADDING + (8 if quoted else 0)
        parts.append(f'<text x="{left}" y="{top + 14}" xml:space="preserve">{spans}</text>')
    below = y + height + 4
    for row in bubble.buttons:
        parts += _row(row, x, below, width)
        below += 36
    return "".join(parts), below - y - 4


def _row(labels: Sequence[str], x: int, y: int, width: int) -> Iterator[str]:
    each = (width - 4 * (len(labels) - 1)) / len(labels)
    for number, label in enumerate(labels):
        left = x + number * (each + 4)
        yield (
            f'<rect x="{left:.1f}" y="{y}" width="{each:.1f}" height="32" rx="8" fill="#ffffff" '
            f'fill-opacity="0.75"/><text class="k" x="{left + each / 2:.1f}" y="{y + 21}" '
            f'text-anchor="middle">{escape(label)}</text>'
        )


def _lines(said: Formatted) -> Iterator[tuple[list[_Run], bool]]:
    """Break a text into lines of styled runs, and say which stand in a quote; folds long quotes."""
    shown = 0
    for paragraph in _paragraphs(said):
        quoted = any("q" in run.style.split() for run in paragraph)
        for line in _wrapped(paragraph, BUBBLE - 2 * PADDING - (8 if quoted else 0)):
            shown = shown + 1 if quoted else 0
            if shown <= FOLDED_LINES:
                yield line, quoted
            elif shown == FOLDED_LINES + 1:
                yield [_Run("▾", "a")], True


def _paragraphs(said: Formatted) -> Iterator[list[_Run]]:
    """Give a text line by line, as runs of letters of one style."""
    raw = said.text.encode("utf-16-le")
    runs: list[_Run] = []
    at = 0
    while at < len(raw):
        size = 4 if 0xD8 <= raw[at + 1] <= 0xDB else 2
        letter = raw[at : at + size].decode("utf-16-le")
        if letter == "\n":
            yield runs
            runs = []
        else:
            runs.append(_Run(letter, _style(said.entities, at // 2)))
        at += size
    yield runs


def _style(entities: Sequence[Entity], offset: int) -> str:
    names = {
        "bold": "b", "italic": "i", "text_link": "a", "bot_command": "a", "url": "a",
        "expandable_blockquote": "q",
    }  # fmt: skip
    inside = (e for e in entities if e["offset"] <= offset < e["offset"] + e["length"])
    return " ".join(sorted({names[e["type"]] for e in inside if e["type"] in names}))


def _wrapped(letters: Sequence[_Run], room: float) -> Iterator[list[_Run]]:
    words: list[list[_Run]] = [[]]
    for letter in letters:
        words[-1].append(letter)
        if letter.text == " ":
            words.append([])
    line: list[_Run] = []
    for word in words:
        if line and _width([*line, *word]) > room:
            yield _merged(line)
            line = []
        line += word
    yield _merged(line)


def _merged(letters: Sequence[_Run]) -> list[_Run]:
    merged: list[_Run] = []
    for letter in letters:
        if merged and merged[-1].style == letter.style:
            merged[-1] = _Run(merged[-1].text + letter.text, letter.style)
        else:
            merged.append(letter)
    return merged


def _width(runs: Sequence[_Run]) -> float:
    """Estimate pixels, a little too many: a font that is at hand may be wider than ours."""
    return sum(
        SIZE * _letter(letter) * (1.08 if "b" in run.style.split() else 1.0)
        for run in runs
        for letter in run.text
    )


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE or letter > "\u2fff":
        return 0.95
    return 0.72 if letter.isupper() else 0.6
