"""Local files and folders are read item by item; what is broken is told, the rest is kept."""

import gzip
import io
import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import files
from bot.feeds.errors import FileMissing, Refused
from bot.feeds.files import files_of, path_of, read_file, size, state, unwrapped
from bot.feeds.model import BadLine, ListedFeed, Record
from fakes.feedserver import item, page, rss

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def read(path, **said):
    return list(read_file(str(path), NOW, **said))


def lines(*values):
    return "".join(f"{v if isinstance(v, str) else json.dumps(v)}\n" for v in values).encode()


# --- .jsonl ------------------------------------------------------------------------------------


def test_broken_lines_are_told_by_number_and_the_rest_is_kept(tmp_path):
    """Blank lines count in the numbering, as in an editor."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "One."}, "", "{broken", {"title": "x"}, {"text": "Two."}))
    one, broken, untold, two = read(file)
    assert (one, two) == (Record("One."), Record("Two."))
    assert (broken.file, broken.number) == (str(file), 3)
    assert str(untold) == f'{file}, line 4: "text" is missing.'


def test_a_last_line_without_an_end_is_read(tmp_path):
    """Editors forget the line end, and Windows writes two characters."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"text": "One."}\r\n{"text": "Two."}')
    assert read(file) == [Record("One."), Record("Two.")]


def test_an_endless_line_is_skipped_without_being_held(tmp_path, monkeypatch):
    """A line is bounded; what follows it is read, with its right number."""
    monkeypatch.setattr(files, "MAX_LINE_BYTES", 100)
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "x" * 1_000}, {"text": "Two."}, "{"))
    long, two, broken = read(file)
    assert (long.number, two, broken.number) == (1, Record("Two."), 3)
    assert "longer" in long.reason


def test_progress_is_told_to_the_last_byte(tmp_path):
    """A bar that is told the size of a file ends at its end."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "One."}, "{", {"text": "Two."}))
    told = []
    read(file, progress=told.append)
    assert sum(told) == size([str(file)]) == file.stat().st_size
    assert len(told) == 3


def test_reading_is_lazy(tmp_path):
    """The first article is there before the last line is read."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines({"text": "One."}) + b"\xff" * 1_000)
    assert next(read_file(str(file), NOW)) == Record("One.")


# --- other files -------------------------------------------------------------------------------


def test_a_text_is_an_article_without_a_title(tmp_path):
    """Its first sentence will have to do."""
    file = tmp_path / "a.txt"
    file.write_text("One.\nTwo.\n", encoding="utf-8")
    assert read(file) == [Record("One.\nTwo.")]


def test_a_description_beside_a_text_is_used(tmp_path):
    """And is no article of its own."""
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "a.json").write_text(
        '{"title": "T", "source": "S", "published": "2026-11-01", "language": "tr", "id": "i"}',
        encoding="utf-8",
    )
    expected = Record(
        "One.", id="i", title="T", published=datetime(2026, 11, 1, tzinfo=UTC), source="S",
        language="tr",
    )  # fmt: skip
    assert read(tmp_path) == [expected]
    assert read(tmp_path / "a.txt") == [expected]


@pytest.mark.parametrize("beside", ["{", "[]", '{"title": 5}', '{"published": "x"}'])
def test_a_broken_description_is_told_and_the_text_is_kept(tmp_path, beside):
    """Half an article is better than none."""
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "a.json").write_text(beside, encoding="utf-8")
    bad, record = read(tmp_path)
    assert bad.file == str(tmp_path / "a.json")
    assert record == Record("One.")


def test_a_page_is_extracted(tmp_path):
    """Its own words on title and time are used, a description beside it wins."""
    story = "The council of the town agreed on Monday on a budget for the coming year. " * 5
    head = '<meta property="og:site_name" content="Example News">'
    (tmp_path / "a.html").write_bytes(page("Council agrees on budget", story, head=head))
    (record,) = read(tmp_path / "a.html")
    assert (record.title, record.source) == ("Council agrees on budget", "Example News")
    assert "agreed on Monday" in record.text
    (tmp_path / "a.json").write_text('{"title": "Mine"}', encoding="utf-8")
    assert read(tmp_path / "a.html")[0].title == "Mine"


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.atom", "A.XML"])
def test_a_saved_feed_gives_its_entries(tmp_path, name):
    """With their addresses, times and the feed as source."""
    file = tmp_path / name
    file.write_bytes(rss(item(1, "One."), item(2, "Two.")))
    one, two = read(file)
    assert (one.url, one.source, one.text) == ("https://news.example/1", "Example News", "One.")
    assert two.title == "Matter 2 decided"


def test_a_packed_feed_is_unpacked(tmp_path):
    """As it was downloaded."""
    file = tmp_path / "a.xml"
    file.write_bytes(gzip.compress(rss(item(1, "One."))))
    assert read(file)[0].text == "One."


def test_a_json_file_is_a_feed_an_article_or_several(tmp_path):
    """Told by what is in it."""
    file = tmp_path / "a.json"
    file.write_text('{"version": "https://jsonfeed.org/version/1", "items": '
                    '[{"id": "1", "content_text": "One."}]}', encoding="utf-8")  # fmt: skip
    assert [record.text for record in read(file)] == ["One."]
    file.write_text('{"text": "One."}', encoding="utf-8")
    assert read(file) == [Record("One.")]
    file.write_text('[{"text": "One."}, {"text": 2}, 3]', encoding="utf-8")
    one, two, three = read(file)
    assert one == Record("One.")
    assert two.reason.startswith("item 2:")
    assert three.reason.startswith("item 3")


def test_a_list_of_feeds_gives_feeds(tmp_path):
    """Not articles."""
    file = tmp_path / "a.opml"
    file.write_text("<opml><outline xmlUrl='https://a.example/'/></opml>", encoding="utf-8")
    assert read(file) == [ListedFeed("https://a.example/")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xml", b"nonsense", "not a feed"),
        ("a.json", b"{", "no JSON"),
        ("a.opml", b"nonsense", "OPML"),
        ("a.html", b"<html></html>", "no article"),
        ("a.txt", b" \n ", "no text"),
        ("a.pdf", b"%PDF", "not read"),
        ("a", b"words", "not read"),
        ("a.xml", b"\x1f\x8bbroken", "packed"),
    ],
)
def test_a_file_that_cannot_be_understood_says_why(tmp_path, name, content, reason):
    """As one bad part, so that an import of many files goes on."""
    file = tmp_path / name
    file.write_bytes(content)
    (bad,) = read(file)
    assert isinstance(bad, BadLine)
    assert (bad.file, bad.number) == (str(file), 0)
    assert reason in bad.reason


def test_a_giant_file_is_not_read(tmp_path, monkeypatch):
    """Nor is one that becomes a giant when it is unpacked."""
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 100)
    (tmp_path / "a.txt").write_text("x" * 101, encoding="utf-8")
    (tmp_path / "b.xml").write_bytes(gzip.compress(b"x" * 10_000))
    assert ["larger" in bad.reason for bad in read(tmp_path)] == [True, True]


def test_a_file_that_is_not_there_is_an_error():
    """It is not one bad part among others: nothing was done."""
    with pytest.raises(FileMissing, match="No such file"):
        read("/nowhere/a.jsonl")


# --- folders -----------------------------------------------------------------------------------


def test_a_folder_is_read_one_level_deep_in_order_of_names(tmp_path):
    """Hidden files, notes for readers, lists of feeds and programs are not news."""
    for name in ("b.txt", "a/z.txt", "a/deep/x.txt", ".hidden.txt", ".git/x.txt", "README.md",
                 "LICENSE", "feeds.opml", "make.py", "c.jsonl"):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"text": "x"}', encoding="utf-8")
    found = [str(file.relative_to(tmp_path)) for file in files_of(tmp_path)]
    assert found == ["a/z.txt", "b.txt", "c.jsonl"]
    assert len(read(tmp_path)) == 3


def test_one_unreadable_file_does_not_spoil_a_folder(tmp_path):
    """It is told; the others are read."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.xml").write_bytes(b"nonsense")
    (tmp_path / "c.txt").write_text("One.", encoding="utf-8")
    bad, good = read(tmp_path)
    assert bad.file.endswith("b.xml")
    assert good == Record("One.")


def test_the_state_changes_when_anything_in_a_folder_does(tmp_path):
    """A folder that nobody touched is not read again."""
    text = tmp_path / "a.txt"
    text.write_text("One.", encoding="utf-8")
    before = state(str(tmp_path))
    assert state(str(tmp_path)) == before
    (tmp_path / "a.json").write_text('{"title": "T"}', encoding="utf-8")
    described = state(str(tmp_path))
    assert described != before
    os.utime(text, (1, 1))
    assert state(str(tmp_path)) != described
    with pytest.raises(FileMissing):
        state(str(tmp_path / "nowhere"))


def test_file_addresses_are_paths_of_this_machine():
    """And of no other."""
    assert path_of("file:///data/my%20news") == "/data/my news"
    assert path_of("file://localhost/data") == "/data"
    for url in ("file://other/data", "https://a.example/", "file:", "data"):
        with pytest.raises(Refused):
            path_of(url)


# --- standard input ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lines({"text": "One."}, {"text": "Two."}), Record),
        (b'\n {"text": "One."}', Record),
        (b'{\n "text": "One."\n}', Record),
        (b'[{"text": "One."}]', Record),
        (b"One.\nTwo.", Record),
        (rss(item(1)), Record),
        (b"<?xml version='1.0'?>" + rss(item(1)), Record),
        (b"<opml><outline xmlUrl='https://a.example/'/></opml>", ListedFeed),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [{"content_text": "One."}]}',
         Record),
        (page("T", "The council of the town agreed on Monday on a budget for the year. " * 5),
         Record),
        (b"{broken", BadLine),
        (b"", BadLine),
    ],
)  # fmt: skip
def test_standard_input_is_told_by_its_beginning(data, kind):
    """There is no name to tell it by."""
    for stream in (io.BytesIO(data), io.BufferedReader(io.BytesIO(data))):
        found = read("-", stdin=stream)
        assert isinstance(found[0], kind)
        if kind is BadLine:
            assert found[0].file == "-"


def test_a_long_first_line_of_standard_input_is_still_a_record():
    """Longer than what we peek at."""
    data = lines({"text": "word " * 10_000}, {"text": "Two."})
    assert [type(found) for found in read("-", stdin=io.BytesIO(data))] == [Record, Record]


def test_no_standard_input_says_so():
    """A fault of the caller, told plainly."""
    with pytest.raises(FileMissing):
        read("-")


# --- text that was broken to fit a page --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line.\nAnother line.", "One line.\nAnother line."),
        (
            "One paragraph that was\nbroken.\n\nAnother\none.",
            "One paragraph that was broken.\nAnother one.",
        ),
        ("x" * 200 + "\n\n" + "y" * 200, "x" * 200 + "\n" + "y" * 200),
        ("", ""),
    ],
)
def test_paragraphs_are_put_together_again(text, paragraphs):
    """Where blank lines and short lines show that they were broken."""
    assert unwrapped(text) == paragraphs


@given(st.lists(st.binary(max_size=60), max_size=8))
@settings(deadline=None)
def test_any_lines_are_records_or_bad(data):
    """Each line that is not blank gives one thing, whatever it holds."""
    joined = b"\n".join(line.replace(b"\n", b"") for line in data)
    found = list(files._lines(io.BytesIO(joined), "x", NOW, lambda _: None))
    filled = [line for line in joined.split(b"\n") if line.strip(files._BLANKS)]
    assert len(found) == len(filled)


@given(
    st.sampled_from([".txt", ".xml", ".json", ".opml", ".html", ".jsonl"]), st.binary(max_size=99)
)
@settings(deadline=None)
def test_any_file_is_read_or_bad(ending, data):
    """There is one way for a file to be unreadable."""
    for found in files._whole(data, f"x{ending}", ending, NOW, None):
        assert isinstance(found, Record | ListedFeed | BadLine)
