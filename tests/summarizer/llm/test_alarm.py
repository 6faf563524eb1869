"""The operator hears each trouble once, and again when it comes back."""

from datetime import UTC, datetime

from summarizer.errors import EngineFailed, EngineMisconfigured, EngineUnavailable, OverBudget
from summarizer.llm.alarm import Alarms

FIRST, SECOND = datetime(2024, 5, 4, tzinfo=UTC), datetime(2024, 5, 5, tzinfo=UTC)


def test_each_kind_of_trouble_is_told_once_until_it_is_over():
    heard: list[EngineFailed] = []
    alarms = Alarms(heard.append)
    for _ in range(3):
        alarms.tell(EngineUnavailable("llm", "down"))
        alarms.tell(EngineMisconfigured("llm", "key"))
    assert len(heard) == 2
    alarms.clear()
    alarms.tell(EngineUnavailable("llm", "down again"))
    assert len(heard) == 3


def test_a_ceiling_is_told_once_until_it_opens_again_whatever_else_works():
    heard: list[EngineFailed] = []
    alarms = Alarms(heard.append)
    for until in (FIRST, FIRST, SECOND):
        alarms.tell(OverBudget("llm", "reached", "day", until))
        alarms.clear()
    alarms.tell(OverBudget("llm", "reached", "chat_day", SECOND))
    assert [(e.ceiling, e.until) for e in heard if isinstance(e, OverBudget)] == [
        ("day", FIRST), ("day", SECOND), ("chat_day", SECOND),
    ]  # fmt: skip
