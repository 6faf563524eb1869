"""The values say what they hold."""

from bot.feeds.model import BadLine, Entry


def test_the_fuller_text_of_an_entry_is_its_text():
    """Some feeds put the article into the summary and a caption into the content."""
    assert Entry("1", None, "T", summary="short", content="much longer").text == "much longer"
    assert Entry("1", None, "T", summary="much longer", content="short").text == "much longer"


def test_a_bad_line_is_a_sentence():
    """As it is printed for the operator."""
    assert str(BadLine("a.jsonl", 3, "it is no JSON")) == "a.jsonl, line 3: it is no JSON."
    assert str(BadLine("a.xml", 0, "it is no feed")) == "a.xml: it is no feed."
