"""Documentation that cannot drift: commands exist, links lead somewhere, decisions are indexed."""

import re
from pathlib import Path

import pytest

from bot.cli.main import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

ORDINARY = {"is", "was", "run"}
"""Words that follow the name in plain sentences."""


def commands() -> set[str]:
    named = {command.name for command in app.registered_commands}
    return {name for name in named | {group.name for group in app.registered_groups} if name}


def targets() -> set[str]:
    return set(
        re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )


def test_readme_opens_with_the_two_commands_that_matter():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    typed = [line.partition("#")[0].strip() for line in lines[3:5]]
    assert typed == ["make run", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_in_it_exists(page):
    # "/tellal digest" is typed in Slack, and is no command line.
    text = re.sub(r"(?<!\w)/tellal\b", "", page.read_text("utf-8"))
    named = set(re.findall(r"(?:^|[`/ ])tellal ([a-z]+)\b", text, re.MULTILINE))
    assert named <= commands() | ORDINARY
    made = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))
    assert made <= targets()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_in_it_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    missing = [
        link
        for link in links
        if "://" not in link
        and not link.startswith("mailto:")
        and not (page.parent / link).exists()
    ]
    assert missing == []


def test_every_decision_stands_in_the_index_in_order():
    folder = ROOT / "docs" / "decisions"
    there = sorted(path.name for path in folder.glob("0*.md"))
    index = re.findall(
        r"^\| \[\d+\]\((0\S+\.md)\)", (folder / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert index == there


def test_every_command_is_in_the_changelog_of_what_there_is():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    listed = re.search(r"^- `tellal`: (.*)\.$", text, re.MULTILINE)
    assert listed
    assert set(listed[1].split(", ")) == commands()
