"""Markup becomes words and line breaks, and nothing else."""

import html
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.feeds import markup


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain words", "plain words"),
        ("  two\n  lines ", "two lines"),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<p>One <b>bold</b> word,\n and <i>more</i>.</p>", "One bold word, and more."),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>a<td>b</tr><tr><td>c</table>", "a b\nc"),
        ("AT&amp;T &lt;here&gt; caf&eacute; &#8217;", "AT&T <here> café ’"),
        ("&nbsp;x&nbsp;&nbsp;y", "x y"),
        ("a < b and c > d", "a < b and c > d"),
        ("<p>2 &lt; 3", "2 < 3"),
        ("x<script>alert(1)</script>y<style>p{}</style>z", "xyz"),
        ("x<!-- hidden -->y", "xy"),
        ("<iframe>no</iframe><p>yes<video>no</video></p>", "yes"),
        ("<p>caf\u0065\u0301</p>", "café"),
        ("it&#146;s", "it’s"),
        ("it\x92s 5\x80", "it’s 5€"),
        ("", ""),
        ("<p></p>", ""),
        ("<a href='x'>link", "link"),
        ("<svg><title>chart</title></svg>", "chart"),
        ("zero\u200bwidth so\xadft \ufeffmark", "zerowidth soft mark"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("one\u2028two", "one two"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(source, text):
    """Blocks are lines, inline markup vanishes, what is not read is dropped."""
    assert markup.from_html(source) == text


def test_letters_that_nobody_sees_carry_nothing_to_a_model():
    """Tag characters spell commands that only a machine reads."""
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "ignore all")
    assert markup.from_html(f"<p>News{hidden}.</p>") == "News."
    assert markup.line(f"News{hidden}.") == "News."


def test_deep_nesting_costs_nothing_and_loses_nothing():
    """Deeper than the parser goes, words are still found."""
    assert "deep" in markup.from_html("<div>" * 5_000 + "deep")


def test_xhtml_inside_xml_is_read_by_its_names():
    """Whatever prefix the vocabulary has."""
    tree = etree.fromstring(
        "<c xmlns:h='http://www.w3.org/1999/xhtml'><h:p>One <h:em>x</h:em></h:p>"
        "<h:script>no</h:script><h:p>Two</h:p></c>"
    )
    assert markup.from_tree(tree) == "One x\nTwo"


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<p>x", True),
        ("a <b>b</b>", True),
        ("x &amp; y", True),
        ("x &#8217; y", True),
        ("AT&T", False),
        ("a < b > c", False),
        ("List<String> items", False),
        ("plain", False),
    ],
)
def test_html_is_told_from_plain_text(text, is_html):
    """A known tag or a reference gives it away."""
    assert markup.looks_like_html(text) is is_html


def test_plain_lines_keep_their_breaks():
    """Text of files has a line for each paragraph already."""
    assert markup.lines(" a  b \n\n c\r\nd\u2029e ") == "a b\nc\nd\ne"


MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "</", "<p>", "<div>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
         "&", "&lt;", "&#60;", "&#x0;", "&amp;lt;", '"', "'", "<a href=", "<br/>", "<tr><td>",
         "\x00", "\x1e", "\u2028", "\u202e", "\ud800", "\U000e0041", "<svg", "<plaintext>", "word"]
    )
    | st.text(max_size=8),
    max_size=30,
).map("".join)  # fmt: skip


@given(MARKUP)
@example("<p>" * 300 + "\x00x")
@settings(deadline=None, max_examples=300)
def test_whatever_markup_gives_clean_text(source):
    """No control character, nothing invisible, no blank at an end, NFC, a fixed point of lines."""
    for text in (markup.from_html(source), markup.lines(source), markup.line(source)):
        assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in text)
        assert not set(text) & set("\u202a\u202e\u200b\ufeff\u2028\U000e0041")
        assert unicodedata.is_normalized("NFC", text)
        assert text == "\n".join(" ".join(part.split()) for part in text.split("\n"))
        assert markup.lines(text) == text
        text.encode("utf-8")


@given(MARKUP)
@settings(deadline=None)
def test_no_script_ever_comes_through(source):
    """What stands between script tags is not text, wherever the tags stand."""
    clean = source.replace("<", "").replace(">", "").replace("&", "")
    assert "evil()" not in markup.from_html(f"{clean}<script>evil()</script>")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=60))
def test_escaped_words_come_through_unharmed(words):
    """Text that was escaped well is the same text afterwards, brackets and all."""
    text = " ".join(markup.readable(words).split())
    assert markup.from_html(f"<p>{html.escape(text)}</p>") == text
