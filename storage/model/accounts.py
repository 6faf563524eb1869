"""What operators keep: grants, installations, opinions, costs, sizes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class About(StrEnum):
    """What a reader's verdict is on."""

    POST = "post"
    STORY = "story"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Grant:
    """What an operator granted.

    Attributes:
        key: of a person or a chat, with its platform: "telegram:1234567".
        role: what it may do; the words are `bot.access.Role`'s.
        granter: key of the operator who did it.
    """

    key: str
    role: str
    granter: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """A Slack workspace, or a whole organisation, that installed the app.

    Attributes:
        team: "" for a whole organisation.
        enterprise: id of the organisation; None for a team that is in none.
        app: id of the app.
        bot_user, bot_id: our own ids there.
        installer: user id of who installed, where that is known.
        installed: when, for the last time.
        token, refresh: encrypted; `refresh` renews the token, None where it stays valid.
        expires: until when the token is valid; None for ever.
    """

    team: str
    enterprise: str | None
    title: str
    app: str
    bot_user: str
    bot_id: str
    scopes: tuple[str, ...]
    installer: str | None
    installed: datetime
    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires: datetime | None = None

    @property
    def account(self) -> str:
        """The id that `Address.account` has for it."""
        return self.team or str(self.enterprise)


class Pass(StrEnum):
    """What can be shown once."""

    LINK = "link"
    """A link by which a workspace installs the app."""
    STATE = "state"
    """An installation under way, as its browser carries it."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict.

    Attributes:
        person: the platform's id of who gave it, "" where a chat has but one.
        key: id of the post, story or turn.
        value: 1 or -1.
    """

    chat: int
    person: str
    about: About
    key: int
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    """One call to a model.

    Attributes:
        task: "brief", "answer", "opening", ...
        tokens_in, tokens_cached, tokens_out: as the endpoint counted them.
        cost: in the price table's currency.
        outcome: "ok", "refused", "cut", "invalid", "timeout", "error".
    """

    at: datetime
    task: str
    engine: str
    model: str
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    cost: float
    seconds: float
    outcome: str
    chat: int | None = None
    retries: int = 0


@dataclass(frozen=True, slots=True)
class UsageTotal:
    """Calls to models, summed.

    Attributes:
        key: the day (ISO 8601, UTC), task, model or chat's id that they have in common; "" where
            no chat asked.
        failed: how many had another outcome than "ok".
    """

    key: str
    calls: int
    failed: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    cost: float
    seconds: float


@dataclass(frozen=True, slots=True)
class TableSize:
    """How much a table holds.

    Attributes:
        bytes: with its indexes; None where the database cannot tell.
    """

    rows: int
    bytes: int | None
