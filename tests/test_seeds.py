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
    assert Counter(record.source for record in records) == {"Sample article": 1, "Wikinews": 120}
    assert len({record.id for record in records}) == 121


def test_the_sample_story_is_the_newest(records):
    """`/brief latest` on a fresh machine tells of it."""
    newest = max(records, key=lambda record: record.published)
    assert newest.title == "Erdoğan, Kazakh prime minister discuss bilateral ties, Gaza"
    assert "Olzhas Bektenov" in newest.text
    assert newest.published.strftime("%A") == "Thursday"


def test_languages_are_what_they_are_said_to_be(records):
    """The text agrees with the label, article by article."""
    for record in records:
        assert from_record(record, NOW).article.language == record.language
    languages = Counter(record.language for record in records)
    assert languages == {"en": 31, "es": 30, "it": 30, "nl": 30}


def test_the_four_languages_of_a_story_are_of_one_day(records):
    """Each dateline was read from its own text, in its own manner."""
    days = {}
    for record in records:
        if record.source == "Wikinews":
            story = record.id.rsplit("-", 1)[0]
            days.setdefault(story, set()).add(record.published)
    assert len(days) == 30
    assert all(len(of_story) == 1 for of_story in days.values())


def test_only_english_articles_have_an_address(records):
    """The others are translations that stand nowhere on Wikinews."""
    for record in records:
        if record.source == "Wikinews":
            assert (record.url is not None) == (record.language == "en")


@pytest.mark.skipif(not (CORPORA / build_wikinews.CORPUS).is_file(), reason="no corpora here")
def test_the_script_makes_the_file():
    """What is committed is what the script writes."""
    import lzma

    with lzma.open(CORPORA / build_wikinews.CORPUS, "rt", encoding="utf-8") as lines:
        made = [build_wikinews.article(json.loads(line)) for line in lines]
    with (SEEDS / "wikinews.jsonl").open(encoding="utf-8") as lines:
        committed = [json.loads(line) for line in lines]
    assert sorted(made, key=lambda one: one["id"]) == sorted(committed, key=lambda one: one["id"])


@pytest.mark.parametrize(
    ("language", "text", "joined"),
    [
        ("en", "The Beatles ' label , he said .", "The Beatles' label, he said."),
        ("en", 'He said , " It is done . " Then', 'He said, "It is done." Then'),
        ("en", "`` Back to the Mac '' event", '"Back to the Mac" event'),
        ("en", 'a 13 " screen', 'a 13 " screen'),
        ("en", "AT & T and .Mac ( new )", "AT&T and .Mac (new)"),
        ("it", "l' accordo dell' anno, un po' di", "l'accordo dell'anno, un po' di"),
        ("nl", 'zei hij. " Hij zei: " " Goed. " " " Daarna', 'zei hij. Hij zei: "Goed." Daarna'),
    ],
)
def test_blanks_are_taken_out_where_there_is_but_one_way(language, text, joined):
    """In doubt a text stays as it is."""
    assert build_wikinews.joined(text, language) == joined


@pytest.mark.parametrize(
    ("language", "text", "published"),
    [
        ("en", "June 20, 2006 Apple", "2006-06-20T00:00:00Z"),
        ("es", "17 de mayo del 2006 Hoy", "2006-05-17T00:00:00Z"),
        ("it", "12 gennaio 2007 L'", "2007-01-12T00:00:00Z"),
        ("nl", "06-Feb-07 Apple", "2007-02-06T00:00:00Z"),
    ],
)
def test_datelines_are_read_in_each_language(language, text, published):
    """And cut off."""
    found, rest = build_wikinews.undated(text, language)
    assert found == published
    assert text.endswith(rest)
    assert not any(c.isdigit() for c in rest)
