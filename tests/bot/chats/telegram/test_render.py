"""Posts as Telegram messages: what a reader sees, and that nothing foreign is ever markup."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.telegram.markup import units
from bot.chats.telegram.render import render, unformatted
from bot.messages.words import say
from bot.post import Block, Button, Line, Post
from fakes.botapi_methods import _markup
from fakes.botapi_text import Formatted, clean, read
from fakes.telegrambot import brief_post, source

CORPORA = Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[5] / "shared/corpora"))
MARKUP = {"mention", "bot_command", "code", "pre", "spoiler", "underline", "strikethrough"}


def arrives(payload) -> Formatted:
    """Give a message as Telegram would keep it."""
    return read(payload["html"], "HTML")


def only(post: Post) -> Formatted:
    (payload,) = render(post)
    return arrives(payload)


def test_a_brief_reads_from_headline_to_note():
    assert only(brief_post()).text == (
        "Erdoğan receives Kazakhstan's PM Bektenov\n\n"
        "They met in Ankara. [1] Trade may reach $15 billion. [2]\n\n"
        "Key actors\n• Olzhas Bektenov, Prime Minister [1]\n\n"
        "Outcomes\n• They agreed on trade. [1][2]\n\n"
        "Sources\n"
        "1. Headline 1 · Daily Sabah, 2 May 2024, 14:20\n"
        "2. Headline 2 · Daily Sabah, 2 May 2024, 14:20\n\n"
        "Story 7 · 2 sources"
    )


def test_headline_labels_and_names_are_bold_and_citations_lead_to_their_sources():
    shown = only(brief_post())
    assert shown.of("bold") == (
        "Erdoğan receives Kazakhstan's PM Bektenov", "Key actors", "Olzhas Bektenov", "Outcomes",
        "Sources",
    )  # fmt: skip
    links = [e["url"] for e in shown.entities if e["type"] == "text_link"]
    assert links[:3] == [f"https://example.com/{n}" for n in (1, 2, 1)]
    assert shown.of("text_link")[:3] == ("[1]", "[2]", "[1]")
    assert shown.of("italic") == ("Story 7 · 2 sources",)


def test_only_the_first_source_is_previewed_and_only_above_the_first_part():
    long = brief_post(blocks=(Block((Line("A sentence that is told. " * 400, (1,)),)),))
    first, *others = render(long)
    assert first["preview"] == "https://example.com/1"
    assert others
    assert not any("preview" in part for part in others)


def test_a_post_without_sources_previews_nothing():
    (payload,) = render(say("See https://example.com for more."))
    assert "preview" not in payload


def test_a_source_without_a_web_address_is_told_and_not_linked():
    shown = only(Post(sources=(source(1, url="javascript:alert(1)"), source(2, url=None))))
    assert "1. Headline 1" in shown.text
    assert not shown.of("text_link")


def test_many_sources_fold_into_a_quote_that_opens():
    shown = only(brief_post(sources=tuple(source(n) for n in range(1, 6))))
    (quote,) = shown.of("expandable_blockquote")
    assert quote.count("\n") == 4


def test_a_long_list_of_a_brief_folds_and_its_label_stays():
    lines = tuple(Line("Something was decided by somebody about this. " * 3) for _ in range(10))
    shown = only(brief_post(blocks=(Block(lines, "Outcomes", bullets=True),)))
    (quote,) = shown.of("expandable_blockquote")
    assert quote.startswith("• Something")
    assert "Outcomes" in shown.of("bold")


def test_the_stories_of_a_digest_never_fold():
    lines = tuple(Line(" Much was said. " * 20, (1,), strong="Head.", number=n) for n in range(4))
    shown = only(Post(title="Digest", blocks=(Block(lines, "World", True),), sources=(source(1),)))
    assert not shown.of("expandable_blockquote")


def test_a_line_that_leads_somewhere_is_linked_at_its_headline_and_its_citations_are_plain():
    line = Line(" It was said.", (1,), strong="Headline.", link="https://example.com/x", number=12)
    shown = only(Post(blocks=(Block((line,), bullets=True),), sources=(source(1),)))
    assert shown.text.startswith("12. Headline. It was said. [1]")
    assert shown.of("text_link") == ("Headline.", "Headline 1")


def test_buttons_stand_below_the_last_part_in_their_rows():
    *before, last = render(brief_post(blocks=(Block((Line("Word. " * 2000),)),)))
    assert before
    assert not any("buttons" in part for part in before)
    assert last["buttons"][1] == [["👍", "/rate story 7 up"], ["👎", "/rate story 7 down"]]


def test_no_keyboard_has_more_buttons_than_telegram_shows():
    rows = tuple(tuple(Button(f"{r}/{n}", "/help") for n in range(12)) for r in range(20))
    (payload,) = render(Post(title="x", buttons=rows))
    shown = [[{"text": t, "callback_data": d} for t, d in row] for row in payload["buttons"]]
    assert _markup({"reply_markup": json.dumps({"inline_keyboard": shown})})
    assert sum(map(len, shown)) == 100


def test_a_button_whose_label_cannot_be_seen_still_has_one():
    (payload,) = render(Post(title="x", buttons=((Button("\u200b", "/help"),),)))
    assert payload["buttons"] == [[["…", "/help"]]]


@pytest.mark.parametrize("post", [Post(), Post(title=" "), say("\u200b\u200d"), say("\u3000")])
def test_a_post_in_which_nothing_can_be_seen_is_one_message_all_the_same(post):
    assert only(post).text == "…"


def test_commands_in_our_own_words_can_be_tapped_and_those_in_the_news_cannot():
    assert "/help" in only(say("Send /help")).of("bot_command")
    news = brief_post(title="Users type /forget yes", note="3 more: /digest more")
    assert only(news).of("bot_command") == ("/digest",)


# --- plain, when the formatting is refused -----------------------------------------------------


def test_unformatted_it_says_the_same_and_tells_the_addresses():
    (payload,) = render(brief_post(title="A < B & C"))
    told = unformatted(payload["html"])
    assert told.startswith("A < B & C\n\nThey met in Ankara. [1]")
    assert "1. Headline 1 (https://example.com/1) ·" in told
    assert "<" not in told.replace("A < B", "")


def test_unformatted_it_leaves_addresses_out_that_would_make_it_too_long():
    sources = tuple(source(n, url=f"https://example.com/{'x' * 500}{n}") for n in range(10))
    (payload,) = render(Post(title="t", sources=sources))
    assert units(unformatted(payload["html"])) <= 4096
    assert "Headline 9" in unformatted(payload["html"])


# --- what others wrote -------------------------------------------------------------------------

anything = st.text(st.characters()) | st.text(st.sampled_from("<>&\"'@/#ab \n\u202e\ud83d😀"))


def post_of(text: str) -> Post:
    """Put a text wherever words of others come in."""
    return Post(
        title=text,
        blocks=(
            Block((Line(text, (1,)), Line(text, (9,)))),
            Block((Line(text, (1,), strong=text, link=text, number=3),), text, bullets=True),
        ),
        sources=(source(1, title=text, outlet=text, url=text), source(2, title=text)),
        buttons=((Button(text, "/brief 7"),),),
        story=7,
    )


def check(text: str) -> None:
    """Check that a text arrives as itself, everywhere, and formats nothing."""
    payloads = render(post_of(text))
    parts = [arrives(payload) for payload in payloads]
    for part in parts:
        assert not {e["type"] for e in part.entities} & MARKUP
        for entity in part.entities:
            assert entity.get("url", "https://").startswith(("https://", "http://"))
    words = "".join("".join(part.text for part in parts).replace("\u2060", "").split())
    told = "".join(clean(text.encode("utf-8", "replace").decode()).split())
    for invisible in map(chr, (0x7F, *range(0x80, 0xA0), *range(0x2066, 0x206A), 0x2060)):
        told = told.replace(invisible, "")
    assert words.count(told) >= 6 or not told


@given(anything)
def test_whatever_is_written_arrives_as_text_and_never_as_markup(text):
    check(text)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="TELLAL_CORPORA is not there")
def test_the_hazardous_strings_arrive_as_text_in_every_place():
    lines = (CORPORA / "hazards/strings.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 200
    for line in lines:
        check(json.loads(line)["text"])


@given(st.lists(anything, max_size=8), st.integers(0, 3000))
def test_however_long_every_part_is_one_that_telegram_takes(texts, filler):
    lines = tuple(Line(f"{text} {'word ' * filler}", (1,)) for text in texts)
    for payload in render(brief_post(blocks=(Block(lines, "All", bullets=True),))):
        assert units(arrives(payload).text) <= 4096
