"""Ceilings on spend, and whether one more call fits below them. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from summarizer.errors import OverBudget
from summarizer.llm.prices import ENGINE


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings on what may be spent, in the price list's currency; None is no ceiling.

    Days and months are those of UTC.

    Attributes:
        day, month: over all chats, and what no chat asked for.
        chat_day, chat_month: for each chat's questions.
    """

    day: float | None = None
    month: float | None = None
    chat_day: float | None = None
    chat_month: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What is spent or reserved so far in the running day and month; the chat's is of one chat."""

    day: float = 0.0
    month: float = 0.0
    chat_day: float = 0.0
    chat_month: float = 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """The UTC day and month that a moment belongs to: when each began and when the next begins."""

    day: datetime
    month: datetime
    next_day: datetime
    next_month: datetime


def period(now: datetime) -> Period:
    """Give the day and month of a moment, which must be in UTC."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    return Period(
        day=day,
        month=month,
        next_day=day + timedelta(days=1),
        next_month=(month + timedelta(days=32)).replace(day=1),
    )


def admit(limits: Limits, spent: Spent, amount: float, now: datetime, *, chat: bool) -> None:
    """Let a call pass that fits below every ceiling.

    Args:
        limits: the ceilings.
        spent: with what is reserved by calls under way.
        amount: the most that the call can cost.
        now: in UTC.
        chat: whether a chat pays for it.

    Raises:
        OverBudget: it might pass a ceiling; names it and says when it opens again.
    """
    current = period(now)
    checks = [
        ("day", limits.day, spent.day, current.next_day),
        ("month", limits.month, spent.month, current.next_month),
    ]
    if chat:
        checks += [
            ("chat_day", limits.chat_day, spent.chat_day, current.next_day),
            ("chat_month", limits.chat_month, spent.chat_month, current.next_month),
        ]
    for name, limit, used, until in checks:
        if limit is not None and used + amount > limit:
            raise OverBudget(
                ENGINE,
                f"the ceiling {name} of {limit:g} is reached: {used:.4f} is spent or reserved and"
                f" the call may cost {amount:.4f}; it opens again at {until:%Y-%m-%d %H:%M} UTC",
                ceiling=name,
                until=until,
            )
