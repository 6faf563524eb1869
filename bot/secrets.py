"""Secrets: from the environment alone, or from a file that `NAME_FILE` names; they print as stars.

What cannot be a secret of its kind, or contradicts another, is refused here by name, before
anything is asked of a network; no value is ever shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import SecretStr

from bot.errors import BadConfiguration

HOW_TO_MAKE_A_KEY = "openssl rand -base64 32 | tr '+/' '-_'"
"""A command that prints a key for `TELLAL_SECRET_KEY`."""

_SHAPES = {
    "SLACK_BOT_TOKEN": ("xoxb-", "OAuth & Permissions, Bot User OAuth Token"),
    "SLACK_APP_TOKEN": ("xapp-", "Basic Information, App-Level Tokens"),
}
"""How a token begins, and where on the pages of a Slack app it is found."""

_OTHER_TOKENS = {
    "xoxb-": "a bot token: it belongs into SLACK_BOT_TOKEN",
    "xapp-": "an app-level token: it belongs into SLACK_APP_TOKEN",
    "xoxp-": "a person's token, which can do more than a bot should",
    "xoxe": "a token that expires within hours: turn token rotation off in the app, or let "
    "workspaces install it (SLACK_CLIENT_ID), where tokens are renewed",
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must never be printed; each None where it is not set.

    Attributes:
        tellal_secret_key: encrypts what is kept of others' secrets; several are separated by
            commas, the first encrypts and all decrypt.
    """

    telegram_bot_token: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: SecretStr | None = None
    slack_client_secret: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    embeddings_api_key: SecretStr | None = None
    tellal_secret_key: SecretStr | None = None

    @property
    def installable(self) -> bool:
        """Whether many workspaces may install the Slack app."""
        return self.slack_client_id is not None

    @property
    def slack(self) -> bool:
        """Whether Slack is switched on: by one workspace's token, or by being installable."""
        return self.slack_bot_token is not None or self.installable


def load_secrets(environment: Mapping[str, str]) -> Secrets:
    """Read the secrets from `NAME`, or from the file that `NAME_FILE` names.

    Raises:
        BadConfiguration: one is given twice, cannot be read or cannot be what it should be, or
            some contradict each other; the value is never shown.
    """
    secrets = Secrets(**{f.name: _secret(f.name.upper(), environment) for f in fields(Secrets)})
    wrong = [*_misshapen(secrets), *_contradictions(secrets)]
    if wrong:
        raise BadConfiguration("\n".join(wrong))
    return secrets


def _secret(name: str, environment: Mapping[str, str]) -> SecretStr | None:
    value, file = environment.get(name), environment.get(f"{name}_FILE")
    if value and file:
        raise BadConfiguration(f"{name} and {name}_FILE are both set: keep one.")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadConfiguration(f"{name}_FILE: {file} cannot be read.") from error
    value = value.strip() if value else ""
    return SecretStr(value) if value else None


def _misshapen(secrets: Secrets) -> list[str]:
    wrong = []
    for name, (begins, found) in _SHAPES.items():
        secret: SecretStr | None = getattr(secrets, name.lower())
        value = secret.get_secret_value() if secret else begins
        if not value.startswith(begins):
            other = next((is_ for start, is_ in _OTHER_TOKENS.items() if value.startswith(start)),
                         f"no token that begins with {begins}")  # fmt: skip
            wrong.append(f"{name} is {other}. It is found on the app's page: {found}.")
    return wrong


def _contradictions(secrets: Secrets) -> list[str]:
    wrong = []
    if (secrets.slack_client_id is None) != (secrets.slack_client_secret is None):
        missing = "SLACK_CLIENT_SECRET" if secrets.slack_client_id else "SLACK_CLIENT_ID"
        wrong.append(
            f"{missing} is not set: SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together. Both are "
            "on the app's page: Basic Information, App Credentials."
        )
    if secrets.slack_bot_token and secrets.slack_client_id:
        wrong.append(
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many: keep one of them."
        )
    if secrets.slack_client_id and not secrets.tellal_secret_key:
        wrong.append(
            "TELLAL_SECRET_KEY is not set: with SLACK_CLIENT_ID the tokens of workspaces are kept, "
            f"encrypted with it. Make one: {HOW_TO_MAKE_A_KEY}\n"
            "Keep it as you keep your tokens: without it every workspace has to install again."
        )
    if (secrets.slack_app_token or secrets.slack_signing_secret) and not secrets.slack:
        alone = "SLACK_APP_TOKEN" if secrets.slack_app_token else "SLACK_SIGNING_SECRET"
        wrong.append(
            f"{alone} is set, but neither SLACK_BOT_TOKEN (for one workspace) nor SLACK_CLIENT_ID "
            "(for many)."
        )
    return wrong
