"""How the bot is doing, for its operator. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.catalogue import Words, to_say
from bot.languages import decimal
from bot.post import Block, Line, Post
from storage.model import ChatState, DeliveryState

_SHOWN = 5
"""Feeds in trouble that are told one by one."""

_CHATS = {
    ChatState.ACTIVE: to_say("active"),
    ChatState.STOPPED: to_say("stopped"),
    ChatState.BLOCKED: to_say("blocked"),
}
_DELIVERIES = {
    DeliveryState.QUEUED: to_say("queued"),
    DeliveryState.SENDING: to_say("sending"),
    DeliveryState.SENT: to_say("sent"),
    DeliveryState.UNKNOWN: to_say("unknown"),
    DeliveryState.DEAD: to_say("dead"),
    DeliveryState.CANCELLED: to_say("cancelled"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand.

    Attributes:
        articles, briefs, feeds: how many there are.
        since: the day of the oldest article; None where there is none.
        failing: ids of feeds that cannot be read, and what is wrong with them.
        chats, deliveries: how many are in which state.
        calls, cost: of the model in the last 24 hours.
    """

    articles: int
    since: str | None
    briefs: int
    feeds: int
    failing: Sequence[tuple[int, str | None]]
    chats: Mapping[ChatState, int]
    deliveries: Mapping[DeliveryState, int]
    calls: int
    cost: float


def status(t: Words, how: Standing) -> Post:
    """Tell the operator how things stand: names and figures."""
    articles = decimal(how.articles, t.language)
    if how.since:
        articles = t("{number} since {date}", number=articles, date=how.since)
    feeds = t(
        "{number}, {failing} not readable",
        number=decimal(how.feeds, t.language),
        failing=decimal(len(how.failing), t.language),
    )
    lines = (
        (t("Articles"), articles),
        (t("Briefs written"), decimal(how.briefs, t.language)),
        (t("Feeds"), feeds),
        *(
            (t("Feed {number}", number=number), error or t("not readable"))
            for number, error in how.failing[:_SHOWN]
        ),
        (t("Chats"), _counted(t, {t(_CHATS[state]): n for state, n in how.chats.items()})),
        (
            t("Deliveries"),
            _counted(t, {t(_DELIVERIES[state]): n for state, n in how.deliveries.items()}),
        ),
        (t("Model calls, last 24 hours"), decimal(how.calls, t.language)),
        (t("Spent, last 24 hours"), decimal(how.cost, t.language, places=2)),
    )
    told = Block(tuple(Line(f": {figure}", strong=name) for name, figure in lines), bullets=True)
    return Post(title=t("Status"), blocks=(told,))


def _counted(t: Words, counts: Mapping[str, int]) -> str:
    return ", ".join(f"{decimal(n, t.language)} {what}" for what, n in counts.items()) or t("none")
