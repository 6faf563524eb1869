"""How events reach us: sockets that break, requests that are signed, workspaces kept apart."""

import asyncio
import hashlib
import hmac
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from bot.chats.errors import Blocked, NotSent, Refused, ReplyLost, Wait
from bot.chats.slack.adapter import name_of
from bot.chats.slack.app import Options
from bot.chats.slack.tenant import LIMITS
from bot.errors import BadConfiguration
from bot.web import serving
from fakes.slackapi import Fault
from fakes.slackbot import at, running
from fakes.telegrambot import Scripted, brief_post
from storage.model import Address, Delivery, DeliveryState


async def test_a_socket_that_breaks_in_the_middle_loses_nothing(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.mentions(news, "one")
        await slack.answers(news)
        await slack.refresh()
        await ada.mentions(news, "two")
        await slack.answers(news, 2, seconds=20)
        await slack.refresh("warning")
        await ada.mentions(news, "three")
        await slack.answers(news, 3, seconds=20)
    assert bot.listener.texts == ["one", "two", "three"]


async def test_a_token_that_slack_does_not_know_is_said_at_once(slack):
    slack.revoke(slack.token)
    with pytest.raises(BadConfiguration, match="SLACK_BOT_TOKEN"):
        async with running(slack, Scripted()):
            pass


async def test_no_secret_shows_in_what_is_printed_of_the_options():
    assert "secret" not in repr(Options(app_token="secret", signing_secret="secret"))


@asynccontextmanager
async def posted(slack, listener, **more):
    async with running(slack, listener, mode="http", **more) as bot:

        async def well() -> None:
            return None

        async with serving("127.0.0.1", 0, well, bot.app.routes) as port:
            url = f"http://127.0.0.1:{port}/slack/events"
            await slack.deliver_to(url)
            yield bot, url


async def test_events_commands_and_touches_come_over_http_alike(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with posted(slack, Scripted({"/brief 7": brief_post()})) as (bot, _):
        await ada.mentions(news, "one", times=4)
        await slack.answers(news)
        await ada.slash("/tellal", "brief 7", news)
        brief = (await slack.answers(news, 2))[1]
        await ada.presses(brief, "More")
        await slack.answers(news, 3)
        await ada.opens_home()
        await slack.until(lambda: ada.home)
    assert bot.listener.texts == ["one", "/brief 7", "/brief 7 more"]


async def test_what_is_not_signed_by_slack_is_refused(slack):
    async with posted(slack, Scripted()) as (bot, url), ClientSession() as stranger:
        body = '{"type": "event_callback"}'
        for secret, age in (("wrong", 0), (slack.signing_secret, 600)):
            stamp = str(int(time.time()) - age)
            base = f"v0:{stamp}:{body}".encode()
            sign = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
            headers = {"X-Slack-Signature": sign, "X-Slack-Request-Timestamp": stamp,
                       "Content-Type": "application/json"}  # fmt: skip
            async with stranger.post(url, data=body, headers=headers) as answer:
                assert answer.status == 401
        async with stranger.post(url, data=body) as answer:
            assert answer.status == 401
    assert bot.listener.heard == []


async def test_two_workspaces_with_the_same_channel_ids_are_kept_apart(slack):
    other = slack.workspace("Other", known_as="T0OTHER")
    ada, bob = slack.person("Ada"), slack.person("Bob", workspace=other)
    here = slack.channel("news", [ada, slack.bot], known_as="C0SAME")
    there = slack.channel("nouvelles", [bob, other.bot], workspace=other, known_as="C0SAME")
    async with running(slack, Scripted(), many=True) as bot:
        first = await ada.mentions(here, "here")
        await bob.mentions(there, "there")
        await slack.answers(here)
        await slack.answers(there)
        # What is a thread of ours in one workspace is none in the other.
        await bob.says(there, "not ours", thread=first.ts)
        await bob.mentions(there, "again")
        await slack.answers(there, 2)
        senders = {one.account for one in await bot.app.senders()}
    assert senders == {"T0HOME", "T0OTHER"}
    heard = {said.text: (said.address.account, said.title) for said in bot.listener.heard}
    assert heard == {
        "here": ("T0HOME", "#news"), "there": ("T0OTHER", "#nouvelles"),
        "again": ("T0OTHER", "#nouvelles"),
    }  # fmt: skip


async def test_a_workspace_that_puts_us_out_is_forgotten_and_the_other_goes_on(slack):
    other = slack.workspace("Other", known_as="T0OTHER")
    ada, bob = slack.person("Ada"), slack.person("Bob", workspace=other)
    here = slack.channel("news", [ada, slack.bot])
    there = slack.channel("news", [bob, other.bot], workspace=other)
    async with running(slack, Scripted(), many=True) as bot:
        await bob.mentions(there, "hello")
        await slack.answers(there)
        slack.uninstall(other)
        await slack.until(lambda: ("left", "slack", "T0OTHER") in bot.presence.events)
        assert [one.account for one in await bot.app.senders()] == ["T0HOME"]
        await ada.mentions(here, "hello")
        await slack.answers(here)


async def test_a_team_that_loses_us_leaves_the_rest_of_its_organisation_alone(slack):
    first = slack.workspace("Paris", known_as="T0PARIS", enterprise="E0ACME", installed=False)
    second = slack.workspace("Rome", known_as="T0ROME", enterprise="E0ACME", installed=False)
    slack.install(first, org=True)
    slack.install(second, org=True)
    bob = slack.person("Bob", workspace=second)
    there = slack.channel("news", [bob, second.bot], workspace=second)
    async with running(slack, Scripted(), many=True) as bot:
        slack.withdraw(first)
        await slack.settled()
        assert [one.account for one in await bot.app.senders()] == ["T0HOME", "E0ACME"]
        await bob.mentions(there, "still here?")
        await slack.answers(there)
    (said,) = bot.listener.heard
    assert said.address == Address("slack", "E0ACME", there.id)
    assert not said.outsider
    assert not any(kind == "left" for kind, *_ in bot.presence.events)


# --- sending -----------------------------------------------------------------------------------


def delivery(slack, channel, payload, number=1, **more):
    now = datetime(2024, 5, 2, tzinfo=UTC)
    return Delivery(number, 1, 1, at(slack, channel), "story:7", "alert", 0, 1,
                    DeliveryState.SENDING, payload, now, now, **more)  # fmt: skip


async def test_a_brief_opens_a_thread_and_its_updates_go_there(slack):
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    async with running(slack, Scripted()) as bot:
        (sender,) = await bot.app.senders()
        (payload,) = sender.render(brief_post())
        brief = await sender.send(delivery(slack, news, payload))
        update = await sender.send(delivery(slack, news, payload, 2, reply_to_message=brief))
        await sender.send(delivery(slack, news, payload, 3, reply_to_message=update))
        first, *others = slack.of_bot(news)
        assert [one.thread_ts for one in others] == [first.ts, first.ts]
        assert first.given["unfurl_links"] is False
        (changed,) = sender.render(brief_post(title="Corrected"))
        await sender.edit(at(slack, news), update, changed)
        assert "Corrected" in slack.rendered(others[0]).text


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("ratelimited", Wait), ("channel_not_found", Blocked), ("is_archived", Blocked),
        ("not_in_channel", Blocked), ("token_revoked", Blocked), ("account_inactive", Blocked),
        ("invalid_blocks", Refused), ("msg_too_long", Refused), ("service_unavailable", NotSent),
        (500, ReplyLost), ("after", ReplyLost), ("before", ReplyLost),
        ("garbage", ReplyLost), ("bad gateway", ReplyLost), ("login", ReplyLost),
        ("forbidden", NotSent),
    ],
)  # fmt: skip
async def test_every_failure_is_told_by_what_to_do_about_it(slack, how, expected):
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    async with running(slack, Scripted()) as bot:
        (sender,) = await bot.app.senders()
        (payload,) = sender.render(brief_post())
        slack.faults.append(Fault("chat.postMessage", how, retry_after=7))
        with pytest.raises(expected) as caught:
            await sender.send(delivery(slack, news, payload))
        if isinstance(caught.value, Wait):
            assert caught.value.seconds == 7


async def test_a_message_whose_reply_was_lost_is_not_there_twice_where_slack_knows_it_again(slack):
    """Where it does not, one more attempt is all there is, as on every platform."""
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    async with running(slack, Scripted()) as bot:
        (sender,) = await bot.app.senders()
        (payload,) = sender.render(brief_post())
        for dedupes, number, messages in ((True, 1, 1), (False, 2, 3)):
            slack.core.dedupes = dedupes
            slack.faults.append(Fault("chat.postMessage", "after"))
            again = delivery(slack, news, payload, number)
            with pytest.raises(ReplyLost):
                await sender.send(again)
            sent = await sender.send(again)
            assert len(slack.of_bot(news)) == messages
            assert sent in [one.ts for one in slack.of_bot(news)]


def test_a_message_has_a_name_of_its_own_also_in_a_memory_that_begins_anew(slack):
    news = slack.channel("news", [slack.bot])
    first = delivery(slack, news, {}, 1)
    later = replace(first, created=first.created + timedelta(seconds=1))
    others = (delivery(slack, news, {}, 2), later)
    assert name_of(first) == name_of(replace(first, attempts=3))
    assert len({name_of(one) for one in (first, *others)}) == 3


async def test_an_answer_whose_reply_was_lost_is_there_once(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    slack.faults.append(Fault("chat.postMessage", "after"))
    async with running(slack, Scripted(), manners={"stream": False}):
        await ada.mentions(news, "one")
        await slack.until(lambda: len(slack.called("chat.postMessage")) == 2)
        await slack.settled()
    assert len(slack.of_bot(news)) == 1


async def test_a_proxy_in_slacks_place_keeps_nobody_from_an_answer(slack):
    """What cannot be looked up is done without."""
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    for method in ("users.info", "conversations.info", "chat.startStream"):
        for how in ("garbage", "bad gateway"):
            slack.faults.append(Fault(method, how))
    async with running(slack, Scripted()) as bot:
        for number, text in enumerate(("one", "two", "three"), start=1):
            await ada.mentions(news, text)
            await slack.answers(news, number)
    assert bot.listener.heard[-1].person.name == "ada"


async def test_slack_out_of_reach_surely_took_nothing(slack):
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    async with running(slack, Scripted()) as bot:
        (sender,) = await bot.app.senders()
        (payload,) = sender.render(brief_post())
        tenant = bot.tenants._known["T0HOME"]
        tenant.client.base_url = "http://127.0.0.1:9/api/"
        with pytest.raises(NotSent):
            await sender.send(delivery(slack, news, payload))


async def test_an_answer_waits_as_it_is_told_and_arrives_once(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    slack.faults.append(Fault("chat.postMessage", "ratelimited", retry_after=1))
    async with running(slack, Scripted(), manners={"stream": False}):
        began = time.monotonic()
        await ada.mentions(news, "one")
        await slack.answers(news)
        assert time.monotonic() - began >= 1
    assert len(slack.of_bot(news)) == 1


async def test_answers_keep_slacks_limit_of_one_message_a_second(slack):
    ada = slack.person("Ada")
    assert LIMITS.chat
    async with running(slack, Scripted(), hurry=False):
        began = time.monotonic()
        await asyncio.gather(*(ada.says(slack.bot, f"q{n}") for n in range(3)))
        await slack.answers(ada.direct, 3)
        assert time.monotonic() - began >= 2
