"""Posts as Slack messages: nothing that Slack refuses, nothing of others that is alive."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.slack import blocks
from bot.chats.slack.markup import Span, address, cut, foreign, markdown, mrkdwn, plain
from bot.chats.slack.render import LONGEST, body, fallback, render, size
from bot.messages.words import say
from bot.post import Block, Button, Line, Post
from fakes.slackapi_blocks import check_message
from fakes.slackapi_text import Rendered
from fakes.telegrambot import brief_post, source


def seen(payload) -> Rendered:
    """Read a payload as Slack does."""
    made, lines = Rendered(), []
    made.notification = made.mrkdwn(payload["text"])
    made.links.clear()
    for block in payload["blocks"]:
        lines += made.block(block)
    made.text = "\n".join(lines)
    return made


def test_a_brief_has_headline_text_actors_outcomes_sources_and_buttons():
    (payload,) = render(brief_post())
    kinds = [block["type"] for block in payload["blocks"]]
    assert kinds == ["header", "section", "section", "section", "context", "context", "actions",
                     "actions"]  # fmt: skip
    shown = seen(payload)
    assert shown.text == (
        "Erdoğan receives Kazakhstan's PM Bektenov\n"
        "They met in Ankara. [1] Trade may reach $15 billion. [2]\n"
        "Key actors\n• Olzhas Bektenov, Prime Minister [1]\n"
        "Outcomes\n• They agreed on trade. [1][2]\n"
        "Sources\n1. Headline 1 · Daily Sabah, 2 May 2024, 14:20\n"
        "2. Headline 2 · Daily Sabah, 2 May 2024, 14:20\n"
        "Story 7 · 2 sources\n[Ask] [More] [Mute story]\n[👍] [👎]"
    )
    assert shown.urls.count("https://example.com/1") == 4
    values = [e["value"] for block in payload["blocks"][-2:] for e in block["elements"]]
    assert values[0] == "/ask story 7"
    assert payload["text"] == "Erdoğan receives Kazakhstan's PM Bektenov – They met in Ankara."


def test_a_preview_is_wished_for_only_where_all_links_lead_to_one_page():
    assert render(brief_post(sources=(source(1),)))[0]["unfurl"]
    assert not render(brief_post())[0]["unfurl"]
    assert not render(say("Hello"))[0]["unfurl"]


def test_commands_in_our_own_sentences_are_written_as_they_are_typed_here():
    assert "Send /tellal help." in seen(render(say("Send /help."))[0]).text
    why = replace(say("It waits for /digest now."), story=7)
    assert "It waits for /tellal digest now." in seen(render(why)[0]).text
    told = brief_post(blocks=(Block((Line("He typed /help.", (1,)),)),))
    assert "He typed /help." in seen(render(told)[0]).text


def test_a_long_headline_is_no_header_and_is_told_whole():
    title = "Very long words " * 12
    (payload,) = render(brief_post(title=title))
    assert payload["blocks"][0]["type"] == "section"
    assert title.strip() in seen(payload).text


def test_a_long_post_is_split_and_its_buttons_stand_below_the_end():
    words = tuple(Line(f"Sentence {n} of a very long answer & more. " * 9) for n in range(90))
    post = brief_post(blocks=(Block(words, bullets=True),))
    parts = render(post)
    assert len(parts) > 2
    for part in parts:
        check_message(part["blocks"])
        assert size(part["blocks"]) <= LONGEST
    assert all(block["type"] != "actions" for part in parts[:-1] for block in part["blocks"])
    assert parts[-1]["blocks"][-1]["type"] == "actions"
    text = " ".join(seen(part).text for part in parts)
    assert all(f"Sentence {n} of" in text for n in range(90))


def test_one_endless_word_is_cut_and_nothing_of_it_is_lost():
    word = "ab&" * 5000
    parts = render(say(word))
    shown = "".join("".join(seen(part).text.split()) for part in parts)
    assert shown == word
    for part in parts:
        check_message(part["blocks"])


def test_more_buttons_than_rows_fit_stand_closer():
    rows = tuple((Button(f"Topic {n}", f"/subscribe t{n}"),) for n in range(100))
    parts = render(say("Which?", buttons=rows))
    assert sum(len(part["blocks"]) for part in parts) == 5
    for part in parts:
        check_message(part["blocks"])
        assert size(part["blocks"]) <= LONGEST


def test_an_empty_post_is_still_a_message():
    (payload,) = render(Post())
    check_message(payload["blocks"])
    assert payload["text"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://", None])
def test_only_web_addresses_become_links(url):
    assert address(url) is None
    (payload,) = render(brief_post(sources=(source(1, url=url or ""), source(2))))
    assert "https://example.com/2" in seen(payload).urls
    assert all(found.startswith("https://example.com/2") for found in seen(payload).urls)


def test_an_address_cannot_break_out_of_its_link():
    post = brief_post(sources=(source(1, url="https://example.com/a|b>c<!channel>&d"),))
    for part in render(post):
        assert not seen(part).broadcasts
    assert mrkdwn((Span("x", link=address("https://example.com/?a=1&b=2|3")),)) == (
        "<https://example.com/?a=1&amp;b=2%7C3|x>"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~no~ `code`", "∗bold* ˍit_ ∼no~ ˋcodeˋ"),
        ("snake_case 2*3 a~b", "snake_case 2*3 a~b"),
        ("<!channel> & <@U1> <http://x|y>", "<!channel> & <@U1> <http://x|y>"),
        ("> quoted", "⁠> quoted"),
        (":smile: at 12:30", ":⁠smile: at 12:30"),
        ("a\u202eb\u2066c\nd", "abc d"),
    ],
)
def test_what_others_write_stays_words(text, shown):
    made = Rendered()
    assert made.mrkdwn(mrkdwn((Span(foreign(text)),)), automatic=False) == shown
    assert made.links + made.mentions + made.broadcasts + made.channels + made.groups == []


def alive(post: Post) -> list[object]:
    found: list[object] = []
    for part in render(post):
        check_message(part["blocks"])
        assert size(part["blocks"]) <= LONGEST
        shown = seen(part)
        found += shown.mentions + shown.broadcasts + shown.groups + shown.channels
        found += [url for url in shown.urls if not url.startswith("https://example.com/")]
        assert "<!" not in json.dumps(part)
    return found


TEXT = st.text(max_size=400) | st.sampled_from(
    ["<!channel>", "<!here|x>", "<@U012AB3CD>", "<#C1|a>", "<!subteam^S1>", "<https://evil|x>",
     "@channel", "&lt;!channel&gt;", "*a*", "```", "a|b", "> x", "\ud800"]
)  # fmt: skip


@given(TEXT, TEXT, TEXT, TEXT)
def test_nothing_that_others_write_is_ever_alive(one, two, three, four):
    post = Post(
        title=one,
        blocks=(
            Block((Line(two, (1,), strong=three), Line(four, (2, 9))), one, bullets=True),
            Block((Line(one), Line(two, link="https://example.com/x")), four),
        ),
        sources=(source(1, title=three, outlet=four), source(2, title=two, outlet=one)),
        buttons=((Button(three, "/help"), Button(four, "/help")),),
        note=four,
    )  # fmt: skip
    assert alive(post) == []
    assert alive(replace(post, sources=())) == []


@given(TEXT)
def test_fallback_and_streams_are_as_safe(text):
    post = Post(title=text, blocks=(Block((Line(text, strong=text),), text, bullets=True),))
    made = Rendered()
    made.markdown(body(post))
    made.mrkdwn(fallback(post), automatic=False)
    assert made.links + made.mentions + made.broadcasts + made.channels + made.groups == []


@given(st.text(max_size=200), st.integers(2, 100))
def test_plain_texts_keep_their_limit(text, most):
    assert len(plain(text, most)) <= most


@given(st.lists(st.builds(Span, st.text(max_size=3000).map(foreign), st.booleans()), max_size=4))
def test_cutting_a_row_loses_nothing_and_keeps_the_limit(row):
    pieces = list(cut(row, blocks.SECTION))
    assert all(len(mrkdwn(piece)) <= blocks.SECTION for piece in pieces)
    assert "".join(s.text for p in pieces for s in p) == "".join(s.text for s in row)


def test_markdown_of_a_stream_shows_the_words():
    made = Rendered()
    row = (Span("1. A *star* & [link](x) #1", bold=True), Span(" more_", link="https://e.com/(a)"))
    assert made.markdown(markdown(row)) == "1. A *star* & [link](x) #\u20601 more_"
