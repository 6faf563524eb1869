"""How updates reach us: by polling and by webhook, each once, through trouble and restarts."""

import asyncio
import contextlib
import json

import pytest
from aiohttp import ClientSession, web

from bot.chats.port import Limits
from bot.chats.telegram import polling
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.chats.telegram.webhook import HEADER, secret_of
from bot.errors import BadConfiguration
from bot.pace import Pace
from fakes.botapi import FakeBotApi, Fault
from fakes.recent import RecentMemory
from fakes.telegrambot import Comings, Scripted, running


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(polling, "BACKOFF_FIRST", 0.02)
    monkeypatch.setattr(polling, "CONFLICT_SECONDS", 0.05)
    monkeypatch.setattr("bot.chats.telegram.adapter.BACKOFF_FIRST", 0.02)


@pytest.fixture
def ada(api):
    return api.world.person("Ada")


# --- polling -----------------------------------------------------------------------------------


async def test_only_the_kinds_that_we_read_are_asked_for(api, bot):
    (first, *_) = api.called("getUpdates")
    assert set(api.allowed) == {
        "message", "channel_post", "callback_query", "my_chat_member", "message_reaction",
    }  # fmt: skip
    assert first["timeout"] == str(polling.POLL_SECONDS)


@pytest.mark.parametrize("how", [502, "before", "after", 429])
async def test_polling_goes_on_after_trouble_and_misses_nothing(api, bot, ada, how):
    wait = 1 if how == 429 else None
    api.faults.append(Fault("getupdates", how, times=2, retry_after=wait))
    for number in (1, 2, 3):
        api.says(ada, str(number))
    await api.answers(api.world.private(ada), 3)
    assert bot.listener.texts == ["1", "2", "3"]


async def test_answers_of_the_server_that_are_no_json_are_survived(api, bot, ada):
    api.faults.append(Fault("getupdates", "garbage"))
    api.says(ada, "hello")
    await api.answers(api.world.private(ada), 1)
    assert bot.listener.texts == ["hello"]


async def test_another_poller_is_waited_out(api, bot, ada):
    url = f"{api.url}/bot{api.token}/getUpdates?timeout=0"
    async with ClientSession() as other, other.get(url):
        pass
    await api.until(lambda: api.conflicts)
    api.says(ada, "still there?")
    await api.answers(api.world.private(ada), 1)


async def test_a_webhook_that_was_set_before_is_taken_away(api, ada):
    api.webhook = {"url": "https://old.example/hook"}
    async with running(api, Scripted()):
        await api.until(lambda: api.called("getUpdates"))
        assert not api.webhook


async def test_what_was_said_while_we_were_away_is_answered_when_we_come(api, ada):
    api.says(ada, "anybody?")
    async with running(api, Scripted()):
        await api.answers(api.world.private(ada), 1)


async def test_what_was_answered_is_not_answered_again_after_a_restart(api, ada):
    async with running(api, Scripted()):
        api.says(ada, "hello")
        await api.answers(api.world.private(ada), 1)
    async with running(api, Scripted()) as bot:
        api.says(ada, "again")
        await api.answers(api.world.private(ada), 2)
        assert bot.listener.texts == ["again"]


async def test_on_a_stop_an_answer_under_way_is_still_given(api, ada):
    listener = Scripted(slow=0.3)
    async with running(api, listener):
        api.says(ada, "last question")
        await api.until(lambda: listener.heard)
    assert len(api.of_bot(api.world.private(ada))) == 1


async def test_a_token_that_telegram_does_not_know_is_told_and_not_shown():
    async with FakeBotApi() as api:
        options = Options("123:not-this-one", api.url)
        async with TelegramAdapter(options, RecentMemory(), Comings()) as adapter:
            with pytest.raises(BadConfiguration, match="TELEGRAM_BOT_TOKEN") as told:
                await adapter.run(Scripted())
    assert "not-this-one" not in str(told.value)
    assert "not-this-one" not in repr(options)


async def test_at_the_start_telegram_is_waited_for(api, ada):
    api.faults.append(Fault("getme", 502, times=3))
    api.faults.append(Fault("deletewebhook", "before", times=2))
    async with running(api, Scripted()):
        api.says(ada, "hello")
        await api.answers(api.world.private(ada), 1)


@pytest.mark.parametrize("token", ["", "abc", "123", "123:", ":x", "١٢٣abc:x"])
def test_what_is_no_token_is_refused_before_anything_is_asked(token):
    with pytest.raises(BadConfiguration, match="TELEGRAM_BOT_TOKEN"):
        Options(token)


# --- webhook -----------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def posted_to(api, listener):
    """Run a bot that is posted to, on a web port of its own."""
    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    handler = {}

    async def handle(request):
        return await handler["webhook"].handle(request)

    app.router.add_post("/telegram/hook", handle)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/hook"
    options = Options(api.token, api.url, webhook=url)
    async with TelegramAdapter(options, RecentMemory(), Comings(), Pace(Limits())) as adapter:
        handler["webhook"] = adapter.webhook
        assert adapter.webhook.path == "/telegram/hook"
        task = asyncio.create_task(adapter.run(listener))
        await api.until(lambda: api.webhook)
        try:
            yield url
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await runner.cleanup()


async def test_with_a_webhook_updates_are_posted_to_us(api, ada):
    listener = Scripted()
    async with posted_to(api, listener):
        for text in ("one", "two"):
            api.says(ada, text)
        await api.answers(api.world.private(ada), 2)
        assert listener.texts == ["one", "two"]
        assert not api.called("getUpdates")
        assert set(api.allowed) == set(json.loads(api.webhook["allowed_updates"]))


async def test_who_does_not_show_the_secret_is_not_heard(api, ada):
    listener = Scripted()
    update = {"update_id": 1, "message": api.says(ada, "let me in").json()}
    api.updates.clear()
    async with posted_to(api, listener) as url, ClientSession() as stranger:
        for headers in ({}, {HEADER: "guess"}, {HEADER: "ığ"}):
            async with stranger.post(url, json=update, headers=headers) as answer:
                assert answer.status == 403
        right = {HEADER: secret_of(api.token)}
        async with stranger.post(url, data=b"{", headers=right) as answer:
            assert answer.status == 400
        async with stranger.post(url, json=update, headers=right) as answer:
            assert answer.status == 200
        await api.until(lambda: listener.heard)


async def test_an_update_that_is_posted_twice_is_done_once(api, ada):
    listener = Scripted()
    update = {"update_id": 7, "message": api.says(ada, "hello").json()}
    api.updates.clear()
    async with posted_to(api, listener) as url, ClientSession() as session:
        for _ in range(2):
            async with session.post(url, json=update, headers={HEADER: secret_of(api.token)}):
                pass
        await api.answers(api.world.private(ada), 1)
        assert listener.texts == ["hello"]


async def test_before_we_listen_an_update_is_to_come_again(api):
    options = Options(api.token, api.url, webhook="https://bot.example/hook")
    async with TelegramAdapter(options, RecentMemory(), Comings()) as adapter:
        assert not await adapter.take({"update_id": 1})


def test_the_secret_is_bound_to_the_token_and_does_not_hold_it():
    secret = secret_of("123:abc")
    assert secret == secret_of("123:abc")
    assert secret != secret_of("123:abd")
    assert "abc" not in secret
    assert 1 <= len(secret) <= 256


async def test_a_webhook_that_telegram_refuses_is_a_matter_of_configuration(api):
    api.faults.append(Fault("setwebhook", 400, description="Bad Request: bad webhook"))
    options = Options(api.token, api.url, webhook="https://bot.example/hook")
    async with TelegramAdapter(options, RecentMemory(), Comings()) as adapter:
        with pytest.raises(BadConfiguration, match=r"[Bb]ad webhook"):
            await adapter.run(Scripted())
