"""Formatted text: counted and split as Telegram counts, and never broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.telegram.markup import (
    Span,
    address,
    entities,
    foreign,
    html,
    length,
    lines_of,
    plain,
    split,
    units,
)
from fakes.botapi_text import parse_html, read
from fakes.botapi_text import units as true_units

words = st.text(
    st.sampled_from("abc .!?\n<>&\"'😀é\u0301\u200dä👍🏽@/_")
    | st.characters(exclude_categories=["Cs"])
)
links = st.none() | st.just("https://example.com/?a=1&b=2")
spans = st.lists(
    st.builds(Span, words, st.booleans(), st.booleans(), links, st.integers(0, 2)), max_size=12
)


@given(words)
def test_units_are_utf16_code_units(text):
    assert units(text) == true_units(text)


@given(spans)
def test_html_parses_back_to_the_words_and_styles(text):
    parsed = parse_html(html(text))
    assert parsed.text == plain(text)
    shown = [s for s in text if s.text]
    assert "".join(parsed.of("bold")) == "".join(s.text for s in shown if s.bold)
    assert "".join(parsed.of("text_link")) == "".join(s.text for s in shown if s.link)
    assert "".join(parsed.of("expandable_blockquote")) == "".join(s.text for s in shown if s.quote)


@given(spans, st.integers(2, 40), st.integers(4, 12))
def test_parts_are_within_the_limits_lose_only_blanks_and_parse(text, limit, most):
    parts = split(text, limit, most)
    for part in parts:
        assert 0 < length(part) <= limit
        assert entities(part) <= most
        assert parse_html(html(part)).text == plain(part)
    kept = "".join(plain(part) for part in parts)
    assert "".join(kept.split()) == "".join(plain(text).split())


@given(spans, st.integers(2, 40))
def test_every_letter_keeps_its_style_through_a_split(text, limit):
    def letters(spans):
        return [(c, s.bold, s.link, s.quote) for s in spans for c in s.text if not c.isspace()]

    assert [x for part in split(text, limit) for x in letters(part)] == letters(text)


def parts_of(text, limit):
    return [plain(part) for part in split((Span(text),), limit)]


def test_a_text_that_fits_is_one_part():
    assert parts_of("Short. Text.", 4096) == ["Short. Text."]


def test_nothing_at_all_gives_no_part():
    assert split((Span(" \n"), Span(""))) == []


def test_cuts_fall_between_paragraphs_first():
    assert parts_of("One two.\n\nThree. Four", 16) == ["One two.", "Three. Four"]


def test_cuts_fall_between_lines_where_there_is_no_paragraph():
    assert parts_of("One two three\nFour. Five", 20) == ["One two three", "Four. Five"]


def test_cuts_fall_between_sentences_where_there_is_no_line():
    assert parts_of("One two three. Four five six.", 24) == ["One two three.", "Four five six."]


def test_cuts_fall_between_words_where_there_is_no_sentence():
    assert parts_of("one two three four", 10) == ["one two", "three four"]


def test_a_word_longer_than_a_message_is_cut_but_no_emoji_is():
    family = "👩‍👩‍👧‍👦"
    parts = parts_of("x" * 7 + family + "y" * 7, 12)
    assert "".join(parts) == "x" * 7 + family + "y" * 7
    assert any(part.startswith(family) for part in parts)


def test_emoji_count_double_as_telegram_counts():
    assert [units(part) for part in parts_of("😀" * 10, 8)] == [8, 8, 4]


def test_a_quote_that_is_cut_goes_on_in_the_next_part():
    first, second = split((Span("One two three. Four five six.", quote=1),), 20)
    assert html(first) == "<blockquote expandable>One two three.</blockquote>"
    assert html(second) == "<blockquote expandable>Four five six.</blockquote>"


def test_more_links_than_clients_show_go_on_in_the_next_part():
    text = [Span(f"[{n}] ", link="https://example.com") for n in range(150)]
    assert [entities(part) for part in split(text)] == [100, 50]


def test_rows_are_joined_by_breaks_that_stand_in_the_quote_of_their_neighbours():
    rows = [[Span("a")], [Span("b", quote=1)], [], [Span("c", quote=1)], [Span("d")]]
    assert html(tuple(lines_of(rows))) == "a\n<blockquote expandable>b\nc</blockquote>\nd"


# --- what others wrote -------------------------------------------------------------------------


@given(st.text())
def test_foreign_words_never_ping_run_or_break_a_line(text):
    safe = foreign(text)
    safe.encode("utf-8")
    assert "\n" not in safe
    kinds = {e["type"] for e in read(f"x {safe} x", None).entities}
    assert not kinds & {"mention", "bot_command"}


@pytest.mark.parametrize(
    "text", ["@durov", "(@durov)", "/stop now", "a /forget@tellal_bot", "@ab/stop"]
)
def test_a_mention_or_a_command_stays_readable_but_dead(text):
    assert foreign(text).replace("\u2060", "") == text
    assert foreign(text) != text


@given(st.lists(st.text(st.sampled_from("/@ab0._ ")), max_size=4))
def test_words_of_several_texts_make_no_mention_or_command_together(texts):
    together = read(f"x {''.join(map(foreign, texts))} x", None)
    assert not {e["type"] for e in together.entities} & {"mention", "bot_command"}


@pytest.mark.parametrize("text", ["a@b.com", "10 km/h", "and/or", "5 @ 3", "https://x.org/a"])
def test_words_that_telegram_would_not_link_that_way_are_left_alone(text):
    assert foreign(text) == text


def test_commands_of_our_own_stay_tappable():
    assert foreign("Send /help", commands=True) == "Send /help"


def test_half_a_surrogate_pair_is_told_as_a_question_mark():
    assert foreign("a\ud800b") == "a?b"


def test_what_turns_the_writing_round_is_dropped():
    assert foreign("abc\u202edef\u2066x") == "abcdefx"


@pytest.mark.parametrize(
    "url", ["https://example.com/a?b=c&d=%22", "http://example.com", "https://örnek.com/ğ"]
)
def test_web_addresses_may_be_linked(url):
    assert address(url) == url


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "tg://user?id=1", "file:///etc/passwd", "https:///x",
     'https://a.com/"onclick="x', "https://a b.com", "https://a.com/<b>", "//a.com",
     "https://a.com/" + "x" * 3000],
)  # fmt: skip
def test_anything_else_is_not_linked(url):
    assert address(url) is None
