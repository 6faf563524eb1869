"""What the source says and how the catalogues say it, and English that is left in a language."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.catalogue import words
from bot.post import Post

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "bot" / "catalogues"


@dataclass(frozen=True)
class Key:
    """A line of a catalogue, as the source has it."""

    text: str
    many: str | None = None
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """How Babel names it."""
        return (self.text, self.many) if self.many else self.text


def keys() -> dict[Key, list[str]]:
    """Give every key that the source uses, with the files that use it, in the source's order."""
    found: dict[Key, list[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for key in keys_of(path.read_text("utf-8")):
            if name not in found.setdefault(key, []):
                found[key].append(name)
    return found


def keys_of(source: str) -> Iterator[Key]:
    """Give the keys of a module: what `t`, `t.many`, `to_say` and `to_type` are called with."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        called = call.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        texts = [one.value for one in call.args
                 if isinstance(one, ast.Constant) and isinstance(one.value, str)]  # fmt: skip
        match name, texts:
            case "t" | "to_say", [text]:
                yield Key(text)
            case "many", [one, many]:
                yield Key(one, many)
            case "to_type", [context, word]:
                yield Key(word, context=context)


def catalogue(language: str) -> Catalog:
    """Read a catalogue."""
    return read_po(BytesIO(path_of(language).read_bytes()), locale=language, abort_invalid=True)


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.po"


def lines(language: str) -> dict[Key, tuple[str, ...]]:
    """Give the lines of a catalogue by their keys; more than one for the forms of a plural."""
    read: dict[Key, tuple[str, ...]] = {}
    for line in catalogue(language):
        if line.id:
            one, many = (line.id, None) if isinstance(line.id, str) else line.id
            said = (line.string,) if isinstance(line.string, str) else tuple(line.string)
            read[Key(one, many, line.context)] = () if line.fuzzy else said
    return read


def brought_up_to_date(language: str) -> str:
    """Give a catalogue as it should be: every key in the source's order, new lines empty."""
    text, said = path_of(language).read_text("utf-8"), lines(language)
    made = Catalog(locale=language, fuzzy=False)
    for key, files in keys().items():
        line = said.get(key) or ("",)
        string = line if key.many else line[0]
        made.add(key.id, string, [(name, None) for name in files], context=key.context)
    written = BytesIO()
    write_po(written, made, include_lineno=False, width=100)
    head = text.partition("\n\n")[0].rstrip()  # the plural rule and names: the translator's
    return f"{head}\n\n{written.getvalue().decode().partition(chr(10) * 2)[2].rstrip()}\n"


def placeholders(text: str) -> set[str]:
    """Name the values that go into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def english_in(text: str, language: str) -> list[str]:
    """Give the pieces of our English sentences that stand in a text of another language."""
    return _pieces(language).findall(text)


def words_of(post: Post) -> str:
    """Give everything that a post shows but its sources, which a renderer heads."""
    said = [post.title]
    for block in post.blocks:
        said += [block.label, *(line.strong + line.text for line in block.lines)]
    said += [*(button.label for row in post.buttons for button in row), post.note]
    return "\n".join(one for one in said if one)


@lru_cache(maxsize=8)
def _pieces(language: str) -> re.Pattern[str]:
    """Cut our English at its values; what the language writes alike is no sign of English."""
    t = words(language)
    alike = "\n".join(said for forms in lines(language).values() for said in forms)
    pieces = set()
    for key in keys():
        if key.context is None and t.language == language:
            for text in (key.text, key.many or ""):
                cut = re.split(r"\{\w+\}|\n", text)
                pieces |= {piece.strip(" .:;,?…“”()·•") for piece in cut}
    english = sorted(re.escape(one) for one in pieces if len(one) > 2 and one not in alike)
    return re.compile(rf"(?<!\w)(?:{'|'.join(english)})(?!\w)")
