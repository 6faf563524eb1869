"""Articles as JSON objects: only the text is required, and what is wrong is named."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.model import Record
from bot.feeds.records import MAX_ID_CHARS, BadRecordError, from_line, from_object

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_full_record_is_read():
    """All its keys, and unknown ones do not matter."""
    line = json.dumps(
        {
            "id": "a-1",
            "url": "https://news.example/1",
            "title": " Council\nagrees ",
            "text": "One.\n\n Two. ",
            "published": "2026-11-23T10:00:00+03:00",
            "source": "Example News",
            "language": "en-GB",
            "anything": [1, 2],
        }
    )
    assert from_line(line.encode(), NOW) == Record(
        text="One.\nTwo.",
        id="a-1",
        url="https://news.example/1",
        title="Council agrees",
        published=datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
        source="Example News",
        language="en",
    )


def test_only_the_text_is_required():
    """Null and blank count as missing."""
    assert from_line(b'{"text": "One."}', NOW) == Record("One.")
    empty = '{"text": "One.", "id": null, "url": "", "title": " ", "published": null, "source": ""}'
    assert from_line(empty.encode(), NOW) == Record("One.")


def test_a_byte_order_mark_is_no_fault():
    """Programs of Windows begin their files with one."""
    assert from_line(b'\xef\xbb\xbf{"text": "One."}', NOW) == Record("One.")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b'{"text": "x"} trailing', "no JSON"),
        (b'"text"', "no JSON object"),
        (b'["text"]', "no JSON object"),
        (b"null", "no JSON object"),
        (b"{}", '"text" is missing'),
        (b'{"text": null}', '"text" is missing'),
        (b'{"text": " \\n "}', '"text" is empty'),
        (b'{"text": 5}', '"text" must be text, not a number'),
        (b'{"text": true}', '"text" must be text, not true or false'),
        (b'{"text": ["x"]}', '"text" must be text, not a list'),
        (b'{"text": "x", "title": {}}', '"title" must be text, not an object'),
        (b'{"text": "x", "id": [7]}', '"id" must be text'),
        (b'{"text": "x", "id": "a\\u0000b"}', '"id" is'),
        (b'{"text": "x", "url": "ftp://x/"}', '"url" is no http'),
        (b'{"text": "x", "url": "nonsense"}', '"url" is no http'),
        (b'{"text": "x", "published": "last week"}', '"published" is no date'),
        (b'{"text": "x", "published": 2026}', '"published" must be text'),
        (b'{"text": "x", "language": 1}', '"language" must be text'),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 200_000, "no JSON"),
    ],
)
def test_what_is_wrong_is_named(line, reason):
    """In words for whoever wrote the file."""
    with pytest.raises(BadRecordError, match=reason.replace("(", r"\(")):
        from_line(line, NOW)


def test_an_endless_id_is_refused():
    """It is a key, and cutting it could make two the same."""
    with pytest.raises(BadRecordError):
        from_object({"text": "x", "id": "x" * (MAX_ID_CHARS + 1)}, NOW)


def test_an_unknown_language_is_only_a_missing_hint():
    """The language is found from the text anyway."""
    assert from_object({"text": "x", "language": "Klingon"}, NOW).language is None


def test_a_time_to_come_is_now():
    """No article is from the future."""
    assert from_object({"text": "x", "published": "2030-01-01"}, NOW).published == NOW


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def test_a_number_may_be_an_id():
    """Many collections number their articles."""
    assert from_object({"text": "x", "id": 7}, NOW).id == "7"


KEYS = st.sampled_from(["id", "url", "title", "text", "published", "source", "language", "x"])


@given(st.dictionaries(KEYS, JSON | st.text(max_size=30)))
def test_any_object_is_a_record_or_bad(value):
    """There is one way to fail, and what comes out can be stored."""
    try:
        record = from_line(json.dumps(value).encode(), NOW)
    except BadRecordError:
        return
    for text in (record.text, record.id, record.url, record.title, record.source):
        if text is not None:
            assert text.strip()
            assert "\x00" not in text
            text.encode("utf-8")


@given(st.binary(max_size=100))
def test_any_line_is_a_record_or_bad(line):
    """Whatever bytes it holds."""
    with contextlib.suppress(BadRecordError):
        from_line(line, NOW)
