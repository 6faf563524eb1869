"""What comes with the program is what its README says, and is read without a complaint."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds.articles import from_record
from bot.feeds.files import read_file
from bot.feeds.model import Record
from seeds import build_wikinews

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
CORPORA = Path(os.environ.get("TELLAL_CORPORA", ROOT.parent / "shared" / "corpora"))
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def records():
    return list(read_file(str(SEEDS), NOW))


def test_every_seed_is_an_article(records):
    """No broken line, no file left over, no id twice."""
    assert all(isinstance(record, Record) for record in records)
    assert Counter(record.source for record in records) == {"Sample article": 1, "Wikinews": 30}
    assert len({record.id for record in records}) == 31


def test_the_sample_story_is_the_newest(records):
    """`/brief latest` on a fresh machine tells of it."""
    newest = max(records, key=lambda record: record.published)
    assert newest.title == "Erdoğan, Kazakh prime minister discuss bilateral ties, Gaza"
    assert "Olzhas Bektenov" in newest.text
    assert newest.published.strftime("%A") == "Thursday"


def test_languages_are_what_they_are_said_to_be(records):
    """The text agrees with the label, article by article."""
    for record in records:
        assert from_record(record, NOW).article.language == record.language == "en"


def test_every_article_of_wikinews_names_its_page(records):
    """Its licence wants its authors to be found."""
    pages = {record.url for record in records if record.source == "Wikinews"}
    assert len(pages) == 30
    assert all(page.startswith("https://en.wikinews.org/?curid=") for page in pages)


@pytest.mark.skipif(not (CORPORA / build_wikinews.CORPUS).is_file(), reason="no corpora here")
def test_the_script_makes_the_file():
    """What is committed is what the script writes."""
    import lzma

    with lzma.open(CORPORA / build_wikinews.CORPUS, "rt", encoding="utf-8") as lines:
        sources = [source for line in lines if (source := json.loads(line))["lang"] == "en"]
    made = [build_wikinews.article(source) for source in sources]
    with (SEEDS / "wikinews.jsonl").open(encoding="utf-8") as lines:
        committed = [json.loads(line) for line in lines]
    assert sorted(made, key=lambda one: one["id"]) == sorted(committed, key=lambda one: one["id"])


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("The Beatles ' label , he said .", "The Beatles' label, he said."),
        ('He said , " It is done . " Then', 'He said, "It is done." Then'),
        ("`` Back to the Mac '' event", '"Back to the Mac" event'),
        ('a 13 " screen', 'a 13 " screen'),
        ("AT & T and .Mac ( new )", "AT&T and .Mac (new)"),
    ],
)
def test_blanks_are_taken_out_where_there_is_but_one_way(text, joined):
    """In doubt a text stays as it is."""
    assert build_wikinews.joined(text) == joined


def test_datelines_are_read_and_cut_off():
    """The time is the first hour of the day, for none is known."""
    assert build_wikinews.undated("June 20, 2006 Apple") == ("2006-06-20T00:00:00Z", "Apple")
    with pytest.raises(ValueError, match="no dateline"):
        build_wikinews.undated("Apple said")
