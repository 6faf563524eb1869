"""Articles as JSON objects, one a line or a file: what may stand in them, and what is wrong."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.feeds import addresses, dates, markup
from bot.feeds.language import language_code
from bot.feeds.model import Record

MAX_TEXT_CHARS = 400_000
MAX_ID_CHARS = 200


class BadRecordError(ValueError):
    """An object is no article; the message is a clause for whoever wrote it."""


def from_line(line: bytes, now: datetime) -> Record:
    """Read one line of a .jsonl file.

    Raises:
        BadRecordError: it is broken or no article.
    """
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        raise BadRecordError("it is not UTF-8") from e
    except (ValueError, RecursionError) as e:
        raise BadRecordError(f"it is no JSON ({_brief(e)})") from e
    if not isinstance(value, dict):
        raise BadRecordError("it is no JSON object")
    return from_object(value, now)


def from_object(value: Mapping[str, Any], now: datetime, text: str | None = None) -> Record:
    """Read an article from a JSON object; unknown keys do not matter.

    Args:
        value: with the keys id, url, title, text, published, source, language; null counts as
            missing.
        now: bounds the time of publishing.
        text: the article's, where it stands in a file of its own.

    Raises:
        BadRecordError: the text is missing, or a value is not what its key wants.
    """
    said = {key: _string(value, key) for key in ("url", "title", "source", "language")}
    written = text if text is not None else _string(value, "text")
    words = markup.lines(written)[:MAX_TEXT_CHARS] if written is not None else ""
    if not words:
        raise BadRecordError('"text" is missing' if written is None else '"text" is empty')
    return Record(
        text=words,
        id=_id(value),
        url=_url(said["url"]),
        title=markup.line(said["title"] or "")[:500] or None,
        published=_published(_string(value, "published"), now),
        source=markup.line(said["source"] or "")[:200] or None,
        language=language_code(said["language"]),
    )


def _string(value: Mapping[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise BadRecordError(f'"{key}" must be text, not {_kind(found)}')
    return found


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def _id(value: Mapping[str, Any]) -> str | None:
    """Read an id, which many collections write as a whole number."""
    number = value.get("id")
    is_number = isinstance(number, int) and not isinstance(number, bool)
    written = str(number) if is_number else _string(value, "id")
    if not written or not written.strip():
        return None
    if len(written) > MAX_ID_CHARS or not written.isprintable():
        raise BadRecordError(f'"id" is longer than {MAX_ID_CHARS} characters or not printable')
    return written.strip()


def _url(written: str | None) -> str | None:
    if not written or not written.strip():
        return None
    address = addresses.resolved(written)
    if address is None:
        raise BadRecordError('"url" is no http(s) address')
    return address


def _published(written: str | None, now: datetime) -> datetime | None:
    if not written or not written.strip():
        return None
    moment = dates.parse(written)
    if moment is None:
        raise BadRecordError('"published" is no date; write it as 2026-11-24T08:30:00Z')
    return min(moment, now)


def _brief(error: Exception) -> str:
    return str(error).partition(":")[0][:80] or type(error).__name__
