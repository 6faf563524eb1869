"""Settings: `config.yaml` and the environment in, one frozen `Settings` out.

Precedence: environment, then the file, then the defaults here. Secrets are `bot.secrets`'.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot.engine_settings import EngineSettings
from bot.errors import BadConfiguration
from bot.languages import is_language
from bot.secrets import load_secrets
from bot.slack_settings import SlackSettings, at_odds

ENVIRONMENT_PREFIX = "TELLAL__"

SEEDS = "seeds:"
"""The address of the built-in feed: the saved articles that come with the program."""

HEALTH_PATH = "/healthz"
"""Where the web port tells whether we are alive."""

_FROM_PLAIN_NAMES = {
    "DATABASE_URL": ("database", "url"),
    "OPENAI_BASE_URL": ("engine", "base_url"),
    "TELEGRAM_API_BASE": ("telegram", "api"),
    "SLACK_API_BASE": ("slack", "api"),
}
"""Variables that people have already, and the keys that they set."""

_ACCESS_KEY = re.compile(r"(telegram|terminal):\S+|slack:[TE][A-Z0-9]+(/[A-Z0-9]+)?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _known_language(code: str) -> str:
    if not is_language(code):
        raise ValueError(f"{code!r} is not the two-letter code of a language, such as en or tr")
    return code


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone, such as Europe/Istanbul")
    return name


Language = Annotated[str, AfterValidator(_known_language)]
Zone = Annotated[str, AfterValidator(_known_zone)]


class Database(_Section):
    """Where everything is kept."""

    url: str = "sqlite:///data/tellal.db"


class Topic(_Section):
    """A group of feeds that readers subscribe to as one."""

    title: str = Field(min_length=1, max_length=64)
    feeds: tuple[str, ...] = Field(min_length=1)


class Polling(_Section):
    """How feeds are fetched. Durations are in the unit that the key names."""

    interval_minutes: float = Field(15, gt=0)
    fastest_minutes: float = Field(5, gt=0)
    slowest_minutes: float = Field(360, gt=0)
    concurrency: int = Field(8, ge=1, le=256)
    timeout_seconds: float = Field(20, gt=0, le=300)
    max_megabytes: float = Field(8, gt=0, le=256)
    max_redirects: int = Field(5, ge=0, le=20)
    full_text: Literal["never", "auto", "always"] = "auto"
    user_agent: str = Field("Tellal/0.1 (+self-hosted news briefing bot)", min_length=1)
    allow_private: tuple[str, ...] = ()

    @field_validator("allow_private")
    @classmethod
    def _networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(f"{network!r} is not a network such as 192.168.1.0/24") from error
        return networks

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.fastest_minutes <= self.interval_minutes <= self.slowest_minutes:
            raise ValueError(
                "fastest_minutes, interval_minutes and slowest_minutes must not descend"
            )
        return self


class Stories(_Section):
    """How articles become stories."""

    window_hours: float = Field(72, gt=0, le=24 * 30)


class ChatDefaults(_Section):
    """What a new chat starts with; each chat changes its own."""

    language: Language = "en"
    zone: Zone = "UTC"
    length: Literal["short", "medium", "long"] = "medium"
    alerts: Literal["on", "watched", "off"] = "on"


class AlertSettings(_Section):
    """How stories are sent as they break."""

    fresh_hours: float = Field(24, gt=0)
    gather_seconds: float = Field(30, ge=0, le=3600)
    fold: int = Field(3, ge=1, le=50)
    update_every_minutes: float = Field(30, ge=0)


class DigestSettings(_Section):
    """How digests behave."""

    catch_up_hours: float = Field(24, gt=0, le=24 * 7)


class Schedule(_Section):
    """How often the ticker looks what is due."""

    tick_seconds: float = Field(15, gt=0, le=3600)


class Web(_Section):
    """The one web port: health, and what platforms post to us."""

    host: str = "127.0.0.1"
    port: int | None = Field(None, ge=0, le=65535)


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"{url!r} is not a web address such as https://news.example.org/telegram")
    return url


WebAddress = Annotated[str, AfterValidator(_web_address)]


class TelegramSettings(_Section):
    """How the Telegram bot behaves; its token switches it on."""

    api: WebAddress = "https://api.telegram.org"
    webhook: WebAddress | None = None
    silent: tuple[Literal["alert", "update", "digest", "correction"], ...] = ("update",)
    admins_only: bool = True
    stream: bool = True

    @field_validator("webhook")
    @classmethod
    def _has_a_path(cls, url: str | None) -> str | None:
        if url and urlsplit(url).path in ("", "/", HEALTH_PATH):
            raise ValueError(f"{url!r} needs a path of its own, such as /telegram")
        return url


def _access_key(key: str) -> str:
    if not _ACCESS_KEY.fullmatch(key):
        raise ValueError(
            f"{key!r} is not a person or chat such as telegram:1234567, slack:T024BE7LD (a "
            "workspace), slack:T024BE7LD/C061EG9SL (a channel) or slack:T024BE7LD/U061F7AUR"
        )
    return key


AccessKey = Annotated[str, AfterValidator(_access_key)]


class AccessSettings(_Section):
    """Who may use the bot, and how much."""

    open: bool = False
    allow: tuple[AccessKey, ...] = ()
    operators: tuple[AccessKey, ...] = ()
    person_questions_per_hour: int | None = Field(30, ge=1)
    chat_questions_per_hour: int | None = Field(100, ge=1)
    chat_spend_per_day: float | None = Field(None, gt=0)


class Log(_Section):
    """What is written to stderr."""

    level: Literal["debug", "info", "warning", "error"] = "warning"
    format: Literal["text", "json"] = "text"


class Settings(_Section):
    """Everything that can be set, with its default."""

    database: Database = Database()
    topics: dict[str, Topic] = {"sample": Topic(title="Sample news", feeds=(SEEDS,))}
    polling: Polling = Polling()
    stories: Stories = Stories()
    engine: EngineSettings = EngineSettings()
    chats: ChatDefaults = ChatDefaults()
    alerts: AlertSettings = AlertSettings()
    digests: DigestSettings = DigestSettings()
    schedule: Schedule = Schedule()
    web: Web = Web()
    telegram: TelegramSettings = TelegramSettings()
    slack: SlackSettings = SlackSettings()
    access: AccessSettings = AccessSettings()
    log: Log = Log()

    @field_validator("telegram")
    @classmethod
    def _webhook_is_served(
        cls, telegram: TelegramSettings, info: ValidationInfo
    ) -> TelegramSettings:
        served = info.data.get("web")
        if telegram.webhook and served and served.port is None:
            raise ValueError("webhook needs the web port: set web.port as well")
        return telegram

    @field_validator("topics")
    @classmethod
    def _slugs(cls, topics: dict[str, Topic]) -> dict[str, Topic]:
        for slug in topics:
            if not _SLUG.fullmatch(slug):
                raise ValueError(f"{slug!r}: a topic's key is lower-case letters, digits, - and _")
        return topics


# --- reading -----------------------------------------------------------------------------------


def load(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Args:
        path: the configuration file; None for the defaults.
        environment: `TELLAL__SECTION__KEY`, `DATABASE_URL` and their like override the file.

    Raises:
        BadConfiguration: names the key, what is wrong with it, and its line or variable.
    """
    document = _Document.read(path) if path else _Document("the defaults", {}, {})
    overrides = dict(_overrides(environment))
    values = document.values
    for keys, (_, value) in overrides.items():
        values = _with(values, keys, value)
    origin = {keys: f"environment variable {name}" for keys, (name, _) in overrides.items()}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        lines = [_complaint(details, document, origin) for details in error.errors()]
        raise BadConfiguration("\n".join(lines)) from error
    wrong = at_odds(settings.slack, settings.web.port, load_secrets(environment))
    if told := [f"{_place(k, document, origin)}: {'.'.join(k)}: {says}." for k, says in wrong]:
        raise BadConfiguration("\n".join(told))
    return settings


@dataclass(frozen=True, slots=True)
class _Document:
    """A YAML mapping with the line of every key, counted from 1."""

    name: str
    values: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]

    @classmethod
    def read(cls, path: Path) -> Self:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise BadConfiguration(f"{path}: there is no such configuration file.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise BadConfiguration(f"{path}: cannot be read: {error}") from error
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            lines = dict(_lines(node, ())) if node is not None else {}
            values = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            raise BadConfiguration(f"{path}: is not YAML: {error}") from error
        except _Twice as error:
            raise BadConfiguration(
                f"{path}, line {error.line}: {error.key!r} is given twice."
            ) from error
        if not isinstance(values, dict):
            raise BadConfiguration(f"{path}: must hold keys with values, such as 'log:'.")
        return cls(str(path), values, lines)

    def where(self, keys: tuple[str, ...]) -> str:
        """Tell the place of a key, or of the nearest section above it."""
        for end in range(len(keys), 0, -1):
            if line := self.lines.get(keys[:end]):
                return f"{self.name}, line {line}"
        return self.name


class _Twice(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


def _lines(node: yaml.Node, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                raise _Twice(name, line)
            seen.add(name)
            yield (*above, name), line
            yield from _lines(value, (*above, name))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*above, str(index)), item.start_mark.line + 1
            yield from _lines(item, (*above, str(index)))


def _overrides(environment: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], tuple[str, Any]]]:
    """Give each key that the environment sets, with the variable's name and its value."""
    for name, keys in _FROM_PLAIN_NAMES.items():
        if value := environment.get(name):
            yield keys, (name, value)
    for name in sorted(environment):
        if name.startswith(ENVIRONMENT_PREFIX):
            path = tuple(name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__"))
            try:
                yield path, (name, yaml.safe_load(environment[name]))
            except yaml.YAMLError as error:
                raise BadConfiguration(f"environment variable {name}: is not a value.") from error


def _with(values: Mapping[str, Any], keys: tuple[str, ...], value: object) -> dict[str, Any]:
    head, rest = keys[0], keys[1:]
    below = values.get(head)
    inner = _with(below if isinstance(below, dict) else {}, rest, value) if rest else value
    return {**values, head: inner}


def _complaint(
    details: ErrorDetails, document: _Document, origin: Mapping[tuple[str, ...], str]
) -> str:
    keys = tuple(str(key) for key in details["loc"])
    place = _place(keys, document, origin)
    name = ".".join(keys) or "the whole"
    if details["type"] == "extra_forbidden":
        return f"{place}: unknown key {name!r}. {_nearest(keys)}".rstrip()
    return f"{place}: {name}: {details['msg'].removeprefix('Value error, ')}"


def _place(
    keys: tuple[str, ...], document: _Document, origin: Mapping[tuple[str, ...], str]
) -> str:
    variable = next((name for k, name in origin.items() if k[: len(keys)] == keys), None)
    return variable or document.where(keys)


def _nearest(keys: tuple[str, ...]) -> str:
    """Suggest the key that an unknown one was probably meant to be."""
    section: type[BaseModel] = Settings
    for key in keys[:-1]:
        field = section.model_fields.get(key)
        if field is None or not isinstance(field.annotation, type):
            return ""
        if not issubclass(field.annotation, BaseModel):
            return ""
        section = field.annotation
    close = get_close_matches(keys[-1], section.model_fields, n=1)
    return f"Did you mean {close[0]!r}?" if close else ""
