"""What a server says beside the body, read without trust. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=7)
"""What a server asks for beyond this is cut to it."""

_DIRECTIVE = re.compile(r"([a-z-]+)(?:\s*=\s*\"?([^\s,\"]*)\"?)?", re.IGNORECASE)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read how long the server asks us to stay away: seconds or a date. Never negative."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    return _until(said, _date(headers.get("Date", "")) or now)


def max_age(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read how long the answer stays fresh; None where the server does not say or forbids it."""
    directives = {
        name.lower(): value
        for name, value in _DIRECTIVE.findall(headers.get("Cache-Control", "")[:1000])
    }
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    said = directives.get("max-age", "")
    if said.isascii() and said.isdigit():
        age = headers.get("Age", "").strip()
        old = int(age[:9]) if age.isascii() and age.isdigit() else 0
        return min(timedelta(seconds=max(0, int(said[:9]) - old)), LONGEST_WAIT)
    return _until(headers.get("Expires", ""), _date(headers.get("Date", "")) or now)


def media_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Read the Content-Type: the bare type in lower case ("" without one) and the charset."""
    message = Message()
    message["Content-Type"] = headers.get("Content-Type", "")[:300]
    charset = message.get_param("charset")
    named = charset.strip().lower() if isinstance(charset, str) else None
    return (message.get_content_type() if headers.get("Content-Type") else ""), named or None


def validator(value: str | None) -> str | None:
    """Give an ETag or Last-Modified that may be sent back; None for anything odd."""
    return value if value and _VALIDATOR.fullmatch(value) else None


def _until(said: str, now: datetime) -> timedelta | None:
    moment = _date(said)
    return None if moment is None else min(max(moment - now, timedelta()), LONGEST_WAIT)


def _date(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
