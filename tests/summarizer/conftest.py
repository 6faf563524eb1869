"""Articles as they come out of the splitter, and the sample story."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from summarizer.model import Article
from summarizer.text import sentences

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

Write = Callable[..., Article]


@pytest.fixture
def write() -> Write:
    """Make an article of a text, cut as it is when it is stored."""

    def made(
        body: str,
        title: str | None = None,
        language: str = "en",
        id: str = "a1",  # noqa: A002
        published: datetime = NOW,
    ) -> Article:
        return Article(
            id=id,
            url=None,
            title=title or body[:60],
            language=language,
            published=published,
            outlet="The Gazette",
            sentences=sentences(title, body, language),
        )

    return made
