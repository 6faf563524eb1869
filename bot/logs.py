"""Logs for the operator: structured, on stderr, without secrets."""

import logging
import re
import sys
from typing import Literal

import structlog

_SECRET = re.compile(
    r"\b\d{6,}:[A-Za-z0-9_-]{30,}\b"  # a Telegram bot token
    r"|\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{8,}"  # Slack's tokens
    r"|\bsk-[A-Za-z0-9_-]{8,}"  # keys of OpenAI and those who imitate it
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user and password of a URL
)


def mask(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace whatever looks like a secret by stars, in every field (a structlog processor)."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRET.sub("***", value)
        elif isinstance(value, BaseException):
            event[key] = _SECRET.sub("***", f"{type(value).__name__}: {value}")
    return event


def configure(
    level: Literal["debug", "info", "warning", "error"], form: Literal["text", "json"]
) -> None:
    """Set up the logs of this process."""
    number = getattr(logging, level.upper())
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through the standard logger; APScheduler's "job added" is no news to anybody.
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, force=True)
