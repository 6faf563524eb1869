"""The house: arrows point one way, each outside package has one door, the map is true."""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("summarizer", "storage", "bot")
ABOVE = {"summarizer": {"storage", "bot"}, "storage": {"bot"}, "bot": set()}

MAP_BEGINS, MAP_ENDS = "<!-- map begins -->", "<!-- map ends -->"

DOORS = {
    "aiohttp": ("bot/feeds/fetch.py", "bot/web.py", "bot/chats/"),
    "aiosqlite": (),
    "alembic": ("storage/",),
    "apscheduler": ("bot/schedule.py",),
    "babel": ("bot/catalogue.py", "bot/languages.py"),
    "cryptography": ("bot/chats/slack/vault.py",),
    "filelock": ("storage/leadership.py",),
    "google": (),
    "lxml": ("bot/feeds/",),
    "openai": ("summarizer/llm/client.py",),
    "prometheus_client": ("bot/metrics.py",),
    "prompt_toolkit": ("bot/chats/terminal/",),
    "psycopg": ("storage/translation.py",),
    "pydantic": (
        "bot/config.py",
        "bot/engine_settings.py",
        "bot/post.py",
        "bot/secrets.py",
        "bot/slack_settings.py",
        "storage/documents.py",
        "summarizer/llm/",
    ),
    "pydantic_core": ("bot/config.py", "storage/documents.py", "summarizer/llm/"),
    "re2": ("bot/filters.py",),
    "rich": ("bot/cli/output.py",),
    "slack_bolt": ("bot/chats/slack/",),
    "slack_sdk": ("bot/chats/slack/",),
    "sqlalchemy": ("storage/",),
    "sqlite3": ("storage/",),
    "Stemmer": ("summarizer/text.py",),
    "structlog": ("bot/",),
    "telegram": ("bot/chats/telegram/",),
    "trafilatura": ("bot/feeds/extract.py",),
    "typer": ("bot/cli/",),
    "yaml": ("bot/config.py",),
    "idna": ("bot/feeds/",),
    "yarl": ("bot/feeds/",),
}
"""Where each outside package may be imported: files, or folders with a slash at the end."""


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(source: str) -> set[str]:
    """Name the top-level packages that a module's text imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def is_within(path: str, door: str) -> bool:
    """Tell whether a module is a door, or in a folder that is one."""
    return path.startswith(door) if door.endswith("/") else path == door


def wrong_imports(path: str, source: str) -> list[str]:
    """Name what a module imports though the house does not allow it."""
    package = path.partition("/")[0]
    wrong = []
    for name in sorted(imported(source)):
        if name in PACKAGES:
            if name in ABOVE[package]:
                wrong.append(name)
        elif not (name in sys.stdlib_module_names and name not in DOORS) and not any(
            is_within(path, door) for door in DOORS.get(name, ())
        ):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize(
    ("path", "source", "wrong"),
    [
        ("summarizer/cluster.py", "import storage.store", ["storage"]),
        ("summarizer/cluster.py", "from bot import post", ["bot"]),
        ("storage/feeds.py", "def f():\n    from bot.feeds import fetch", ["bot"]),
        ("bot/pipeline.py", "import sqlalchemy", ["sqlalchemy"]),
        ("bot/desk.py", "import requests", ["requests"]),
        ("bot/schedule.py", "from apscheduler.triggers import interval", []),
        ("storage/feeds.py", "from summarizer.text import fold", []),
    ],
)
def test_a_wrong_import_is_found(path, source, wrong):
    assert wrong_imports(path, source) == wrong


def test_every_module_imports_only_what_its_room_may():
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in modules()
        if (wrong := wrong_imports(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")))
    }
    assert found == {}


def test_every_module_says_what_lives_in_it():
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in modules()}
    mute = [p for p, text in texts.items() if text and not ast.get_docstring(ast.parse(text))]
    assert mute == []


def rooms() -> str:
    """Draw the map: every module with the first line it says of itself, folder by folder."""
    lines: list[str] = []
    folder = ""
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        source = path.read_text("utf-8")
        says = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
        here = path.parent.relative_to(ROOT).as_posix()
        if here != folder:
            folder = here
            lines += ["", f"### {folder}/", ""]
        if path.name == "__init__.py":
            lines += [says, ""] if says else []
        else:
            lines.append(f"- `{name}`: {says}")
    return "\n".join(lines).strip("\n")


def test_the_map_in_the_documentation_is_the_tree_as_it_is():
    page = ROOT / "docs" / "architecture.md"
    text = page.read_text("utf-8")
    before, rest = text.split(MAP_BEGINS)
    _, after = rest.split(MAP_ENDS)
    drawn = f"{before}{MAP_BEGINS}\n\n{rooms()}\n\n{MAP_ENDS}{after}"
    if os.environ.get("TELLAL_REWRITE_DOCS"):
        page.write_text(drawn, "utf-8")
    assert text == drawn, "draw it anew: TELLAL_REWRITE_DOCS=1 make test"
