"""How a workspace installs the app by itself, as somebody with a browser does it."""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.web import Request, StreamResponse
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from bot import web
from bot.catalogue import words
from bot.chats.hook import Route
from bot.chats.slack.install import Office
from bot.chats.slack.installed import StoredWorkspaces
from bot.chats.slack.oauth import Terms, renewer
from bot.chats.slack.scopes import BOT_SCOPES
from bot.chats.slack.tenant import Connection
from bot.chats.slack.vault import Vault
from bot.presence import StoredPresence
from bot.slack_links import INSTALL_PATH, REDIRECT_PATH, new_link
from fakes.news import NOW
from fakes.slackapi import Fault, SlackApi
from fakes.slackbot import manifest
from storage.store import Store

KEY = Fernet.generate_key().decode()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


class Scene:
    """The bot's web port, Slack, and a browser."""

    def __init__(self, store, slack, workspaces, public, clock, browser) -> None:
        self.store, self.slack, self.workspaces = store, slack, workspaces
        self.public, self.clock, self.browser = public, clock, browser
        self.arrived: list[str] = []
        self.cookie = ""

    async def link(self) -> str:
        return await new_link(self.store, self.public, self.clock())

    async def open(self, url: str, **headers: str) -> tuple[int, str]:
        """Open a page; the browser keeps the cookie that it is given."""
        if self.cookie:
            headers["Cookie"] = self.cookie
        async with self.browser.get(url, headers=headers, allow_redirects=False) as answer:
            if given := answer.headers.get("Set-Cookie"):
                self.cookie = given.partition(";")[0]
                assert "Secure" in given
                assert "HttpOnly" in given
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            return answer.status, await answer.text()

    async def to_slack(self, url: str) -> str:
        """Open the install page and follow its button; gives what Slack was asked."""
        status, page = await self.open(url)
        assert status == 200, page
        (button,) = re.findall(r'class="go" href="([^"]+)"', page)
        button = button.replace("&amp;", "&")
        assert button.startswith(self.slack.authorize_url)
        return button

    async def allow(self, button: str, **how: str) -> str:
        """Say yes (or no) on Slack's page; gives the address that Slack leads back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(button).query).items()}
        async with self.browser.get(
            f"{self.slack.origin}/oauth/v2/allow", params={**asked, **how}, allow_redirects=False
        ) as answer:
            assert answer.status == 302
            return answer.headers["Location"]

    async def installs(self, team, url: str | None = None, **how: str) -> tuple[int, str]:
        button = await self.to_slack(url or await self.link())
        return await self.open(await self.allow(button, team=team.id, **how))


@asynccontextmanager
async def scene(store: Store, token_life: int | None = None, **terms) -> AsyncIterator[Scene]:
    clock = Clock()
    offices: list[Office] = []

    async def well() -> None:
        return None

    async def page(request: Request) -> StreamResponse:
        """Hand on to the office, which has to know the port first."""
        (route,) = [one for one in offices[0].routes if one.path == request.path]
        return await route.handle(request)

    routes = [Route(path, page, "GET") for path in (INSTALL_PATH, REDIRECT_PATH)]
    slack = SlackApi(manifest(), token_life=token_life, clock=lambda: clock().timestamp())
    async with (
        slack,
        ClientSession() as browser,
        web.serving("127.0.0.1", 0, well, routes) as port,
    ):
        public = f"http://127.0.0.1:{port}"
        connection = Connection(slack.url)
        ours = Terms(slack.client_id, slack.client_secret, public, slack.url, **terms)
        client = connection.client()
        workspaces = StoredWorkspaces(
            store, Vault(KEY), StoredPresence(store, clock), renewer(ours, client, clock), clock
        )
        it = Scene(store, slack, workspaces, public, clock, browser)

        async def arrived(account: str) -> None:
            it.arrived.append(account)

        offices.append(Office(ours, client, store, workspaces, arrived, clock))
        try:
            yield it
        finally:
            await connection.close()


async def test_a_workspace_installs_the_app_by_a_link(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme & Sons <b>", installed=False)
        ada = it.slack.person("Ada", workspace=team)
        button = await it.to_slack(await it.link())
        asked = parse_qs(urlsplit(button).query)
        assert set(asked["scope"][0].split(",")) == set(BOT_SCOPES)
        assert "user_scope" not in asked or asked["user_scope"] == [""]
        status, page = await it.open(await it.allow(button, team=team.id, user=ada.id))
        assert status == 200
        assert "Tellal is in Acme &amp; Sons &lt;b&gt;" in page
        found = await it.workspaces.of(team.id, None)
        assert found.bot_token == it.slack.token_of(team)
        assert found.installed_by == ada.id
        assert found.bot_user == team.bot.id
        assert found.bot_id == "B0TELLAL"
        assert it.arrived == [team.id]


async def test_somebody_without_a_link_is_not_let_in(store: Store):
    async with scene(store) as it:
        status, page = await it.open(f"{it.public}/slack/install")
        assert (status, "You need a link" in page) == (403, True)
        status, page = await it.open(f"{it.public}/slack/install?link=guessed")
        assert (status, "used already" in page) == (403, True)


async def test_a_link_is_good_once_and_looking_at_it_is_no_use(store: Store):
    async with scene(store) as it:
        one, two = (it.slack.workspace(name, installed=False) for name in ("One", "Two"))
        link = await it.link()
        await it.open(link)  # as a chat program does that shows a preview
        first, second = await it.to_slack(link), ""
        cookie = it.cookie
        second = await it.to_slack(link)
        status, _ = await it.open(await it.allow(second, team=two.id))
        assert status == 200
        it.cookie = cookie
        status, page = await it.open(await it.allow(first, team=one.id))
        assert (status, "used already" in page) == (403, True)
        assert await it.workspaces.of(one.id, None) is None
        # The token that Slack gave is ended, not left lying about.
        assert "auth.revoke" in [call.method for call in it.slack.calls]
        status, _ = await it.open(link)
        assert status == 403


async def test_a_link_that_is_too_old_is_refused(store: Store):
    async with scene(store) as it:
        link = await it.link()
        it.clock.now += timedelta(days=4)
        status, page = await it.open(link)
        assert (status, "too old" in page) == (403, True)


async def test_with_an_open_door_no_link_is_needed(store: Store):
    async with scene(store, by_link=False) as it:
        team = it.slack.workspace("Acme", installed=False)
        status, _ = await it.installs(team, f"{it.public}/slack/install")
        assert status == 200
        assert await it.workspaces.of(team.id, None) is not None


async def test_a_workspace_that_is_not_on_the_list_is_put_out_again(store: Store):
    async with scene(store, allowed=frozenset({"T0FRIENDS"})) as it:
        friends = it.slack.workspace("Friends", known_as="T0FRIENDS", installed=False)
        others = it.slack.workspace("Others", installed=False)
        link = await it.link()
        status, page = await it.installs(others, link)
        assert (status, "not let this workspace in" in page) == (403, True)
        assert await it.workspaces.of(others.id, None) is None
        assert it.slack.world.grants[it.slack.token_of(others)].revoked
        status, _ = await it.installs(friends, link)  # the link was not used up by others
        assert status == 200


async def test_a_whole_organisation_installs_it_for_all_its_teams(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme Paris", enterprise="E0ACME", installed=False)
        status, page = await it.installs(team, org="1")
        assert (status, "Tellal is in E0ACME" in page) == (200, True)
        found = await it.workspaces.of("T0ANOTHER", "E0ACME")
        assert (found.team, found.account) == ("", "E0ACME")


async def test_who_says_no_is_told_that_nothing_happened(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        button = await it.to_slack(await it.link())
        status, page = await it.open(await it.allow(button, team=team.id, deny="1"))
        assert (status, "You did not allow it" in page) == (200, True)
        assert await it.workspaces.all() == ()


async def test_another_browser_cannot_end_what_one_began(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        it.cookie = ""
        status, page = await it.open(back)
        assert (status, "same browser" in page) == (400, True)
        assert await it.workspaces.all() == ()


async def test_who_comes_back_too_late_or_twice_begins_again(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        it.clock.now += timedelta(minutes=11)
        status, page = await it.open(back)
        assert (status, "took too long" in page) == (401, True)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        assert (await it.open(back))[0] == 200
        assert (await it.open(back))[0] == 401


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=%3Cb%3Eboo&state=z"])
async def test_what_does_not_come_from_slack_changes_nothing(store: Store, query: str):
    async with scene(store) as it:
        status, page = await it.open(f"{it.public}/slack/oauth_redirect{query}")
        assert status in (200, 400)
        assert "Tellal was not installed" in page
        assert "<b>" not in page
        assert it.slack.calls == []


async def test_installed_again_the_workspace_is_one_with_the_new_token(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        await it.installs(team)
        await it.installs(team)
        (found,) = await it.workspaces.all()
        assert found.bot_token == it.slack.token_of(team)


async def test_slack_being_away_is_told_as_such(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        await it.slack.__aexit__()
        status, page = await it.open(back)
        assert (status, "Slack does not answer" in page) == (502, True)


async def test_nonsense_in_slacks_place_is_no_answer(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        it.slack.faults.append(Fault("oauth.v2.access", "garbage"))
        status, page = await it.open(back)
        assert (status, "Slack does not answer" in page) == (502, True)


async def test_tokens_that_end_are_renewed_as_slack_gives_them(store: Store):
    async with scene(store, token_life=43_200) as it:
        team = it.slack.workspace("Acme", installed=False)
        await it.installs(team)
        first = await it.workspaces.of(team.id, None)
        it.clock.now += timedelta(hours=11)
        second = await it.workspaces.of(team.id, None)
        assert first.bot_token != second.bot_token == it.slack.token_of(team)
        it.clock.now += timedelta(hours=11)
        it.slack.faults.append(Fault("oauth.v2.access", "garbage"))
        assert (await it.workspaces.of(team.id, None)).bot_token == second.bot_token
        it.clock.now += timedelta(minutes=2)
        third = await it.workspaces.of(team.id, None)
        assert third.bot_token == it.slack.token_of(team) != second.bot_token


async def test_a_wrong_client_secret_is_told_to_the_operator_not_to_the_visitor(store: Store):
    async with scene(store) as it:
        team = it.slack.workspace("Acme", installed=False)
        back = await it.allow(await it.to_slack(await it.link()), team=team.id)
        it.slack.core.codes.clear()
        with capture_logs() as logs:
            status, page = await it.open(back)
        assert status == 401
        assert "finds the reason in its log" in page
        assert logs[0]["reason"] == "invalid_code"


async def test_a_turkish_browser_is_spoken_to_in_turkish(store: Store):
    async with scene(store) as it:
        _, page = await it.open(
            f"{it.public}/slack/install", **{"Accept-Language": "tr-TR,tr;q=0.9,en;q=0.5"}
        )
        assert '<html lang="tr">' in page
        assert words("tr")("Tellal was not installed") in page
        assert "Tellal was not installed" not in page


async def test_no_secret_is_in_any_log_whatever_goes_wrong(
    store: Store, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    with capture_logs() as logs:
        async with scene(store) as it:
            team = it.slack.workspace("Acme", installed=False)
            other = it.slack.workspace("Other", installed=False)
            link = await it.link()
            await it.installs(team, link)
            await it.open(link)
            back = await it.allow(await it.to_slack(await it.link()), team=other.id)
            it.slack.core.codes.clear()
            await it.open(back)
            await it.workspaces.gone(team.id, None)
            hidden = [
                it.slack.client_secret,
                it.slack.token_of(team),
                KEY,
                link.partition("=")[2],
                *parse_qs(urlsplit(back).query)["code"],
                *parse_qs(urlsplit(back).query)["state"],
            ]
    written = str(logs) + caplog.text
    assert "slack.uninstalled" in written
    assert [secret for secret in hidden if secret in written] == []
