"""A real bolt app hears from the fake Slack what it hears from Slack, in the same ways."""

import pytest
from aiohttp import ClientSession, WSServerHandshakeError, web

from fakes.slackapi_bolt import bolt, over_http, refused, sdk, serving


async def test_a_mention_comes_both_as_a_message_and_as_a_mention(slack, app):
    heard = []

    @app.event("app_mention")
    async def mention(event, body):
        heard.append(("app_mention", event["ts"], body["event_id"]))

    @app.event("message")
    async def message(event, body):
        heard.append(("message", event["ts"], body["event_id"]))

    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    said = await ada.mentions(news, "what of https://x.org/?a=1&b=2 <now>?")
    await slack.until(lambda: len(heard) == 2)
    assert {kind for kind, *_ in heard} == {"message", "app_mention"}
    assert {ts for _, ts, _ in heard} == {said.ts}
    assert len({event for *_, event in heard}) == 2
    assert said.text == (f"<@{slack.bot.id}> what of <https://x.org/?a=1&amp;b=2> &lt;now&gt;?")


async def test_a_channel_without_the_bot_is_not_heard_and_its_own_messages_come_back(slack, client):
    ada = slack.person("Ada")
    await ada.mentions(slack.channel("elsewhere", [ada]), "do you hear?")
    assert slack.deliveries == []
    news = slack.channel("news", [ada, slack.bot])
    await client.chat_postMessage(channel=news.id, text="ours")
    assert slack.deliveries[0].event["bot_id"] == slack.bot.bot_id
    assert slack.deliveries[0].event["channel_type"] == "channel"


async def test_what_becomes_of_messages_and_channels_is_told(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada])
    await ada.invites(slack.bot, news)
    said = await ada.says(news, "hello")
    await ada.edits(said, "hallo")
    await ada.reacts(said, "+1")
    await ada.deletes(said)
    await ada.renames(news, "world")
    await ada.archives(news)
    await ada.moves("Asia/Tokyo")
    old = slack.renumber(news)
    await ada.removes(slack.bot, news)
    await ada.says(news, "are you there?")
    kinds = [one.event.get("subtype") or one.event["type"] for one in slack.deliveries]
    assert kinds == [
        "member_joined_channel", "channel_join", "message", "message_changed", "reaction_added",
        "message_deleted", "channel_rename", "channel_archive", "user_change", "channel_id_changed",
        "channel_left",
    ]  # fmt: skip
    assert slack.deliveries[-2].event["old_channel_id"] == old


async def test_what_was_done_to_a_channel_may_be_undone_and_a_deleted_one_is_gone(slack, client):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot], private=True)
    said = await ada.says(news, "hello")
    await ada.reacts(said, "eyes")
    await ada.unreacts(said, "eyes")
    await ada.archives(news)
    await ada.unarchives(news)
    await client.chat_postMessage(channel=news.id, text="open again")
    await ada.deletes_channel(news)
    kinds = [one.event["type"] for one in slack.deliveries if one.event["type"] != "message"]
    assert kinds == [
        "reaction_added", "reaction_removed", "group_archive", "group_unarchive", "group_deleted",
    ]  # fmt: skip
    caught = await refused(client.chat_postMessage(channel=news.id, text="x"))
    assert caught.response["error"] == "channel_not_found"


async def test_an_old_event_can_be_delivered_again_as_a_retry(slack, app):
    heard = []

    @app.event("message")
    async def message(body):
        heard.append(body["event_id"])

    await slack.person("Ada").says(slack.bot, "hello")
    await slack.settled()
    await slack.redeliver(slack.deliveries[0])
    await slack.until(lambda: len(heard) == 2)
    assert len(set(heard)) == 1


async def test_an_event_that_is_not_acknowledged_comes_again_and_says_so(slack):
    ada, tries = slack.person("Ada"), []

    async def busy(request: web.Request) -> web.Response:
        tries.append(dict(request.headers))
        return web.Response(status=500 if len(tries) < 3 else 200)

    site = web.Application()
    site.router.add_post("/", busy)
    async with serving(site) as address:
        slack.courier.url = address
        await ada.says(slack.bot, "hello")
        await slack.settled()
    assert [one.get("X-Slack-Retry-Num") for one in tries] == [None, "1", "2"]
    assert tries[1]["X-Slack-Retry-Reason"] == "http_error"


async def test_one_event_can_be_delivered_four_times(slack, app):
    heard = []

    @app.event("message")
    async def message(body):
        heard.append(body["event_id"])

    await slack.person("Ada").says(slack.bot, "hello", times=4)
    await slack.until(lambda: len(heard) == 4)
    assert len(set(heard)) == 1
    await slack.settled()
    assert [len(one.attempts) for one in slack.deliveries] == [4]


async def test_bolt_checks_the_signature_and_its_age(slack):
    body, kind = '{"type":"event_callback"}', {"Content-Type": "application/json"}
    async with over_http(slack, bolt(slack)) as address:
        assert (await slack.courier.post(address, body, kind, secret="another"))[0] == 401
        assert (await slack.courier.post(address, body, kind, age=600))[0] == 401
        assert (await slack.courier.post(address, body, kind))[0] != 401


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_app_takes_a_new_socket_when_it_is_asked_to(slack, app, reason):
    @app.event("message")
    async def message(event, say):
        await say(f"heard {event['text']}")

    ada = slack.person("Ada")
    await slack.refresh(reason)
    await ada.says(slack.bot, "in the middle")
    await slack.until(lambda: slack.courier.connections == 2)
    await ada.says(slack.bot, "after")
    said = [message.text for message in await slack.answers(ada.direct, 2)]
    assert sorted(said) == ["heard after", "heard in the middle"]


async def test_the_address_of_a_socket_is_good_for_one(slack):
    address = (await sdk(slack).apps_connections_open(app_token=slack.app_token))["url"]
    async with ClientSession() as session:
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(WSServerHandshakeError, match="403"):
            await session.ws_connect(address)


async def test_a_socket_that_breaks_is_opened_again_and_nothing_is_lost(slack, app):
    @app.event("message")
    async def message(event, say):
        await say(f"heard {event['text']}")

    ada = slack.person("Ada")
    slack.cut()
    await slack.until(lambda: slack.sockets == 0)
    await ada.says(slack.bot, "while you were away")
    await slack.until(lambda: slack.courier.connections == 2)
    assert (await slack.answers(ada.direct))[0].text == "heard while you were away"
