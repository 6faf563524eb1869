"""What the doctor finds about Slack, and how it says to mend it."""

from dataclasses import replace

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.chats.slack.scopes import BOT_SCOPES
from bot.chats.slack.vault import Vault
from bot.config import Settings
from bot.doctor import examine
from bot.finding import Level
from bot.secrets import Secrets
from bot.slack_doctor import installations, tokens
from bot.slack_settings import SlackSettings
from fakes.news import NOW
from fakes.slackapi import SlackApi
from storage.model import Installation
from storage.store import Store

KEY = Fernet.generate_key().decode()


def secrets_of(slack: SlackApi, **more: str) -> Secrets:
    given = {"slack_bot_token": slack.token, "slack_app_token": slack.app_token, **more}
    return Secrets(**{name: SecretStr(text) for name, text in given.items()})


def grant(slack: SlackApi, *without: str) -> None:
    scopes = frozenset(BOT_SCOPES) - set(without)
    for one in slack.world.grants.values():
        if one.kind == "bot":
            one.scopes = scopes


async def found(slack: SlackApi, secrets: Secrets, **settings):
    chosen = SlackSettings(api=slack.url, **settings)
    return [(one.level, one.says, one.mend) async for one in tokens(chosen, secrets)]


async def test_good_tokens_are_told_with_whose_they_are():
    async with SlackApi() as slack:
        grant(slack)
        bot, app = await found(slack, secrets_of(slack))
        assert bot[0] is app[0] is Level.OK
        assert f"is in Home (access key slack:{slack.team.id})" in bot[1]


async def test_scopes_that_lack_are_named_one_by_one_with_what_they_are_for():
    async with SlackApi() as slack:
        grant(slack, "commands", "im:history")
        (level, says, mend), _ = await found(slack, secrets_of(slack))
        assert level is Level.WRONG
        assert "commands (for /tellal" in says
        assert "im:history (to read what is written to it in private)" in says
        assert "chat:write" not in says
        assert "install the app again" in mend


async def test_tokens_that_slack_refuses_are_told_by_name_and_never_shown():
    async with SlackApi() as slack:
        wrong = secrets_of(slack, slack_bot_token="xoxb-hush", slack_app_token="xapp-hush")
        bot, app = await found(slack, wrong)
        assert (bot[0], app[0]) == (Level.WRONG, Level.WRONG)
        assert bot[1] == "Slack refuses SLACK_BOT_TOKEN: invalid_auth"
        assert "Bot User OAuth Token" in bot[2]
        assert app[1] == "Slack refuses SLACK_APP_TOKEN: invalid_auth"
        assert "hush" not in str((bot, app))


async def test_an_app_token_of_the_wrong_kind_is_told_which_scope_it_needs():
    async with SlackApi() as slack:
        grant(slack)
        _, app = await found(slack, secrets_of(slack, slack_app_token=slack.token))
        assert "connections:write" in app[2]


async def test_over_http_no_socket_is_asked_for_and_a_needless_token_is_named():
    async with SlackApi() as slack:
        grant(slack)
        _, where, needless = await found(
            slack, secrets_of(slack), mode="http", public="https://news.example.org"
        )
        assert "https://news.example.org/slack/events" in where[1]
        assert (needless[0], "SLACK_APP_TOKEN is set" in needless[1]) == (Level.NOTE, True)
        assert "apps.connections.open" not in [call.method for call in slack.calls]


async def test_slack_out_of_reach_is_no_fault_of_the_tokens():
    async with SlackApi() as slack:
        secrets = secrets_of(slack)
        settings = SlackSettings(api="http://127.0.0.1:9/api")
        told = [one async for one in tokens(settings, secrets)]
        assert {one.level for one in told} == {Level.WRONG}
        assert all("cannot be reached" in one.says for one in told)


async def test_every_workspace_that_installed_the_app_is_looked_at(store: Store):
    async with SlackApi() as slack:
        grant(slack)
        secrets = secrets_of(slack, slack_client_id="1.2", tellal_secret_key=KEY)
        settings = SlackSettings(api=slack.url)
        good = Installation(
            slack.team.id, None, "Home", "A1", "U1", "B1", (), None, NOW,
            token=Vault(KEY).close(slack.token),
        )  # fmt: skip
        other = Fernet.generate_key().decode()
        lost = replace(good, team="T0LOST", title="Lost", token=Vault(other).close("xoxb-1"))
        revoked = replace(good, team="T0GONE", title="Gone", token=Vault(KEY).close("xoxb-hush"))
        async with store.writing() as tx:
            for one in (good, lost, revoked):
                await tx.installations.save(one)
            await tx.commit()
        told = {one.says: one async for one in installations(store, settings, secrets)}
        assert "3 workspace(s) installed the app; `tellal slack link` makes" in str(list(told))
        refused = told["Slack refuses the token of Gone (T0GONE): invalid_auth"]
        assert "install the app again" in refused.mend
        (unreadable,) = [one for one in told.values() if one.subject.endswith("(T0LOST)")]
        assert (unreadable.level, "TELLAL_SECRET_KEY" in unreadable.says) == (Level.WRONG, True)
        assert "hush" not in str(told)
        assert [one async for one in installations(store, settings, Secrets())] == []


async def test_the_doctor_looks_at_slack_where_it_is_switched_on(tmp_path):
    async with SlackApi() as slack:
        grant(slack)
        settings = Settings.model_validate(
            {
                "slack": {"api": slack.url},
                "database": {"url": f"sqlite:///{tmp_path / 'tellal.db'}"},
            }
        )
        told = [one async for one in examine(settings, secrets_of(slack), lambda: NOW)]
        assert [one.level for one in told if one.subject == "slack"] == [Level.OK, Level.OK]
        assert "no operator yet" in str(told)
        told = [one async for one in examine(settings, Secrets(), lambda: NOW)]
        assert "SLACK_BOT_TOKEN" in next(one.says for one in told if one.subject == "chats")
