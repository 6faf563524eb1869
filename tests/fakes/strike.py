"""One small story, the moment it is told, and questions about it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from summarizer.llm.engine import LlmEngine
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.prices import Prices
from summarizer.model import Article, Query, Question, Story, Term
from summarizer.text import sentences

NOW = datetime(2024, 5, 3, 9, 0, tzinfo=UTC)
PRICES = Prices(read=1.0, written=4.0, cached=0.25)
KEY = "sk-test-0123456789abcdef"

TITLE = "Harbour workers end strike in Norvik"
BODY = (
    "Harbour workers in Norvik ended their strike on Tuesday after 12 days.\n"
    "The union leader Astrid Holm signed the agreement with the Norvik Port Authority. "
    '"We got what we came for," Holm said.\n'
    "Wages rise by 4.5 percent from June, the Port Authority said. "
    "About 1,300 workers had stopped unloading ships on April 18."
)


Make = Callable[..., tuple[LlmEngine, MemoryLedger]]
"""Builds an engine and its ledger; see the fixture of that name."""


def article(key: str = "a1", title: str = TITLE, body: str = BODY, language: str = "en") -> Article:
    return Article(
        id=key,
        url=f"https://news.example/{key}",
        title=title,
        language=language,
        published=NOW - timedelta(hours=1),
        outlet="The Example",
        sentences=sentences(title, body, language),
    )


def story(*articles: Article, key: int = 1, version: int = 1) -> Story:
    return Story(key, version, articles or (article(),))


def asking(text: str = "Who signed the agreement?", **more: Any) -> tuple[Question, Query]:
    words = [word.strip("?").lower() for word in text.split() if len(word) > 3]
    terms = tuple(Term(word, (word,)) for word in words)
    return Question(text, NOW, **more), Query(question=text, terms=terms, language="en")


TURKISH = {
    "Harbour workers end strike in Norvik": "Norvik'te liman işçileri grevi bitirdi",
    "Harbour workers in Norvik ended their strike on Tuesday after 12 days.": (
        "Norvik'teki liman işçileri 12 gün sonra salı günü grevlerini sona erdirdi."
    ),
    "The union leader Astrid Holm signed the agreement with the Norvik Port Authority.": (
        "Sendika lideri Astrid Holm, Norvik Port Authority ile anlaşmayı imzaladı."
    ),
    '"We got what we came for," Holm said.': "Holm, “İstediğimizi aldık,” dedi.",
    "Wages rise by 4.5 percent from June, the Port Authority said.": (
        "Port Authority, ücretlerin hazirandan itibaren yüzde 4,5 artacağını söyledi."
    ),
}
RUSSIAN = {
    "Harbour workers end strike in Norvik": "Портовые рабочие Норвика закончили забастовку",
    "Harbour workers in Norvik ended their strike on Tuesday after 12 days.": (
        "Портовые рабочие в Норвике во вторник закончили забастовку, длившуюся 12 дней."
    ),
    "The union leader Astrid Holm signed the agreement with the Norvik Port Authority.": (
        "Лидер профсоюза Астрид Хольм подписала соглашение с портовым управлением Норвика."
    ),
    '"We got what we came for," Holm said.': "«Мы получили то, за чем пришли», — сказала Хольм.",
    "Wages rise by 4.5 percent from June, the Port Authority said.": (
        "Зарплаты вырастут на 4,5 процента с июня, сообщило портовое управление."
    ),
}
