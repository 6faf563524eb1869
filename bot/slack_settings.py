"""Settings of the Slack app: how events come, who may install it, how it behaves in channels."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.secrets import Secrets

_TEAM = re.compile(r"[TE][A-Z0-9]{2,}")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not a web address such as https://news.example.org")
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"{url!r} must end with its path")
    return url


def _api(url: str) -> str:
    return _address(url).rstrip("/") + "/"


def _public(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(_address(url))
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise ValueError(f"{url!r} must begin with https://: Slack sends people nowhere else")
    return url.rstrip("/")


def _team(id_: str) -> str:
    if not _TEAM.fullmatch(id_):
        raise ValueError(f"{id_!r} is no id of a workspace (T…) or organisation (E…)")
    return id_


class SlackSettings(BaseModel):
    """How the Slack app behaves; its tokens switch it on."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    api: Annotated[str, AfterValidator(_api)] = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    public: Annotated[str | None, AfterValidator(_public)] = None
    install: Literal["link", "open"] = "link"
    workspaces: tuple[Annotated[str, AfterValidator(_team)], ...] = ()
    members: bool = True
    settings_by: Literal["members", "creator", "admins"] = "members"
    follow_threads: bool = True
    ignore_bots: bool = True
    unfurl: Literal["first", "none"] = "first"
    stream: bool = True


def at_odds(
    slack: SlackSettings, port: int | None, secrets: Secrets
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Name the keys that contradict the secrets or each other, each with a sentence.

    Nothing does while Slack is off.

    Args:
        slack: the section.
        port: of the web port; None where there is none.
    """
    if not secrets.slack:
        return
    mode = ("slack", "mode")
    if slack.mode == "socket" and not secrets.slack_app_token:
        yield (
            mode,
            "socket needs SLACK_APP_TOKEN in the environment. It is made on the app's page: Basic "
            "Information, App-Level Tokens, with the scope connections:write",
        )
    if slack.mode == "http" and not secrets.slack_signing_secret:
        yield (
            mode,
            "http needs SLACK_SIGNING_SECRET in the environment. It is on the app's page: Basic "
            "Information, App Credentials",
        )
    if slack.mode == "http" and port is None:
        yield mode, "http needs the web port: set web.port as well"
    if secrets.installable and port is None:
        yield (
            ("web", "port"),
            "must be set: with SLACK_CLIENT_ID workspaces install the app over it",
        )
    if secrets.installable and slack.public is None:
        yield (
            ("slack", "public"),
            "must be set with SLACK_CLIENT_ID: the https address under which the web port is "
            "reached from outside, such as https://news.example.org",
        )
