"""An app is installed in the fake Slack by OAuth v2, renews its token, and goes, as in Slack."""

import pytest
from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from fakes.slackapi import SlackApi

# slack_sdk still writes the header of OAuth with what aiohttp is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

BACK = "http://127.0.0.1/back"


@pytest.fixture
async def app(slack, tmp_path):
    """An app for many workspaces, and the address of its install page."""
    client = AsyncWebClient(base_url=slack.url)
    settings = AsyncOAuthSettings(
        client_id=slack.client_id, client_secret=slack.client_secret,
        scopes=["chat:write", "commands"], authorization_url=slack.authorize_url,
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installed")),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path / "states")),
    )  # fmt: skip
    flow = AsyncOAuthFlow(client=client, settings=settings)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, oauth_flow=flow)
    runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/slack"
    await slack.deliver_to(f"{address}/events")
    slack.core.redirect_url = f"{address}/oauth_redirect"
    yield app, f"{address}/install"
    await runner.cleanup()


async def test_a_workspace_installs_the_app_in_a_browser_and_talks_to_it(slack, app):
    bolt, page = app

    @bolt.event("message")
    async def message(event, say):
        await say(f"heard {event['text']}")

    other = slack.workspace("Other", installed=False)
    bob = slack.person("Bob", workspace=other)
    status, text = await bob.installs(page)
    assert (status, "Thank you" in text) == (200, True)
    await bob.says(other.bot, "hello")
    assert (await slack.answers(bob.direct))[0].text == "heard hello"
    assert slack.calls[-1].token == slack.token_of(other)


async def test_who_says_no_comes_back_without_a_code(slack, app):
    _, page = app
    other = slack.workspace("Other", installed=False)
    status, text = await slack.person("Bob", workspace=other).installs(page, deny=True)
    assert "access_denied" in text, status
    assert not other.installed


async def test_a_workspace_takes_the_app_out_and_it_hears_of_it(slack, app):
    ada = slack.person("Ada")
    client = AsyncWebClient(token=slack.token, base_url=slack.url)
    slack.uninstall()
    kinds = [one.event["type"] for one in slack.deliveries]
    assert kinds == ["tokens_revoked", "app_uninstalled"]
    assert slack.deliveries[0].event["tokens"] == {"oauth": [], "bot": [slack.bot.id]}
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    with pytest.raises(AssertionError, match="not installed"):
        await ada.slash("/tellal")


async def code_of(slack: SlackApi) -> str:
    """Say yes in a browser, and give the code that the app gets."""
    asked = {"client_id": slack.client_id, "scope": "chat:write", "state": "s"}
    request = URL(slack.origin).with_path("/oauth/v2/allow").with_query(
        {**asked, "redirect_uri": BACK, "team": slack.team.id}
    )  # fmt: skip
    async with ClientSession() as browser, browser.get(request, allow_redirects=False) as answer:
        return URL(answer.headers["Location"]).query["code"]


async def test_a_code_works_once_and_with_the_secret_alone(slack):
    slack.person("Ada")
    code = await code_of(slack)
    client = AsyncWebClient(base_url=slack.url)

    def access(**changes):
        given = {"client_id": slack.client_id, "client_secret": slack.client_secret,
                 "code": code, "redirect_uri": BACK}  # fmt: skip
        return client.oauth_v2_access(**{**given, **changes})

    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await access(client_secret="guessed")
    answer = await access()
    assert answer["team"]["id"] == slack.team.id
    assert (answer["scope"], answer["bot_user_id"]) == ("chat:write", slack.bot.id)
    await AsyncWebClient(token=answer["access_token"], base_url=slack.url).auth_test()
    with pytest.raises(SlackApiError, match="invalid_code"):
        await access()
    code = await code_of(slack)
    with pytest.raises(SlackApiError, match="bad_redirect_uri"):
        await access(redirect_uri="http://127.0.0.1/elsewhere")


async def test_a_token_that_ends_is_renewed_by_a_word_that_works_once():
    async with SlackApi(token_life=43_200) as slack:
        slack.person("Ada")
        client = AsyncWebClient(base_url=slack.url)
        secret = {"client_id": slack.client_id, "client_secret": slack.client_secret}
        code = await code_of(slack)
        got = await client.oauth_v2_access(**secret, code=code, redirect_uri=BACK)
        assert got["expires_in"] == 43_200
        first = AsyncWebClient(token=got["access_token"], base_url=slack.url)
        await first.auth_test()
        slack.expire(got["access_token"])
        with pytest.raises(SlackApiError, match="token_expired"):
            await first.auth_test()
        renewal = {"grant_type": "refresh_token", "refresh_token": got["refresh_token"]}
        fresh = await client.oauth_v2_access(**secret, **renewal)
        await AsyncWebClient(token=fresh["access_token"], base_url=slack.url).auth_test()
        with pytest.raises(SlackApiError, match="invalid_refresh_token"):
            await client.oauth_v2_access(**secret, **renewal)


async def test_a_token_that_the_app_gives_back_ends_and_is_told(slack):
    client = AsyncWebClient(token=slack.token, base_url=slack.url)
    assert (await client.auth_revoke())["revoked"]
    assert slack.deliveries[0].event["type"] == "tokens_revoked"
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
