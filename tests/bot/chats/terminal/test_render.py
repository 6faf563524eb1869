"""A post as text for a terminal."""

import json
import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from bot import compose
from bot.catalogue import words
from bot.chats.terminal.render import Look, clean, href, paragraphs, text
from bot.messages import failures
from bot.post import Block, Button, Line, Post
from fakes.world import CHAT, VISIT, actor, claim, source

PLAIN = Look(80)
COLOUR = Look(80, colour=True)
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[\x21-\x7e]*\x1b\\")

CORPORA = Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[5] / "shared" / "corpora"))
HAZARDS = CORPORA / "hazards" / "strings.jsonl"


def controls(shown):
    """Give the characters that a terminal would act on, line breaks aside."""
    return {c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"}


def everywhere(foreign):
    """Make a post that has a foreign text at every place."""
    told = replace(
        VISIT,
        headline=foreign,
        summary=(claim(foreign),),
        actors=(actor(foreign, foreign, (foreign,)),),
        outcomes=(claim(foreign),),
        sources=(source(title=foreign, outlet=foreign, url=foreign),),
    )
    post = compose.brief(told, CHAT)
    return replace(
        post,
        note=foreign,
        buttons=((Button(foreign, foreign),),),
        blocks=(*post.blocks, Block((Line(foreign, strong=foreign, link=foreign),), foreign, True)),
    )


def test_a_brief_reads_well_in_plain_text():
    assert text(compose.brief(VISIT, CHAT), PLAIN) == (
        """\
Erdoğan, Bektenov discuss relations

President Recep Tayyip Erdoğan and Kazakhstan's Prime Minister Olzhas Bektenov
discussed bilateral relations on Thursday. [1] Ministers were present at a
closed-door meeting. [1]

Key actors
• Recep Tayyip Erdoğan, President [1]
• Olzhas Bektenov, Kazakhstan's Prime Minister [1]
• Presidential Communications Directorate [1]

Outcomes
• Erdoğan stressed the urgent need for a lasting cease-fire in Gaza. [1]

Sources
[1] Daily Sabah, 24 Nov 2026, 09:00
    https://news.example/visit

Story 1 · 1 source
Ask: /ask story 1 · More: /brief 1 more · Mute story: /mute story 1 ·
👍 /rate story 1 up · 👎 /rate story 1 down"""
    )


def test_colours_and_links_say_the_same_words():
    post = compose.brief(VISIT, CHAT)
    assert OURS.sub("", text(post, COLOUR)) == text(post, PLAIN)
    assert "\x1b]8;;https://news.example/visit\x1b\\" in text(post, COLOUR)


def test_numbers_of_a_list_are_offered_once():
    buttons = tuple(Button(str(n), f"/brief {n}") for n in (3, 1))
    post = Post(buttons=(buttons, (Button("4 more", "/digest more"),)))
    assert text(post, PLAIN) == "/brief N · 4 more: /digest more"


def test_a_link_that_no_source_tells_is_shown():
    post = Post(blocks=(Block((Line("Here", link="https://a.example/b"),), bullets=True),))
    assert text(post, PLAIN) == "• Here\n  https://a.example/b"


def test_an_empty_post_is_empty():
    assert text(Post(), PLAIN) == ""


def test_our_own_lines_stand_below_each_other():
    assert paragraphs(["One.", "Two."], PLAIN) == "One.\nTwo."


@given(st.text(), st.integers(10, 200))
def test_no_foreign_character_reaches_the_terminal_raw(foreign, width):
    shown = text(everywhere(foreign), Look(width, colour=True))
    assert not controls(OURS.sub("", shown))
    assert not controls(text(everywhere(foreign), Look(width)))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(30, 120))
def test_no_line_is_wider_than_the_window(foreign, width):
    post = Post(title=foreign, blocks=(Block((Line(foreign, strong=foreign),), "", True),))
    for line in text(post, Look(width)).split("\n"):
        assert get_cwidth(line) <= width


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_no_visible_letter_is_lost(foreign):
    shown = text(Post(title=foreign), Look(40))
    assert "".join(shown.split()) == "".join(foreign.split())


@pytest.mark.skipif(not HAZARDS.exists(), reason="the corpora are not here")
def test_every_hazardous_string_is_shown_as_text():
    for line in HAZARDS.read_text(encoding="utf-8").splitlines():
        hazard = json.loads(line)["text"]
        for post in (
            everywhere(hazard),
            failures.unknown_command(words("en"), hazard, hazard, None),
        ):
            shown = OURS.sub("", text(post, COLOUR))
            assert not controls(shown), line
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown), line
        letters = "".join(clean(hazard).split())
        assert letters in "".join(text(everywhere(hazard), COLOUR).split()) or not letters


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("https://a.example/\x1b]8;;evil", "https://a.example/%1B]8;;evil"),
        ("https://a.example/ğ é", "https://a.example/%C4%9F%20%C3%A9"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://[", None),
        ("https:///x", None),
        ("", None),
        (None, None),
    ],
)
def test_a_link_is_http_and_printable_or_none(url, safe):
    assert href(url) == safe
