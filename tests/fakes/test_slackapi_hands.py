"""What people do in the fake Slack reaches a real bolt app in Slack's own words."""

import asyncio
import time

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError

from fakes.slackapi import Fault, SlackApi
from fakes.slackapi_bolt import bolt, over_socket
from fakes.slackapi_hands import NotAcknowledged

BUTTON = {
    "type": "button", "action_id": "mute", "value": "story 7",
    "text": {"type": "plain_text", "text": "Mute story"},
}  # fmt: skip
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


def plain(text):
    return {"type": "plain_text", "text": text}


async def test_a_command_is_acknowledged_and_answered_later(slack, either_app):
    @either_app.command("/tellal")
    async def command(ack, respond, command):
        await ack("at once")
        await respond(f"later: {command['text']}", response_type="in_channel")

    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    deed = await ada.slash("/tellal", "subscribe world", news)
    await slack.until(lambda: len(deed.replies) == 2)
    assert {reply.text for reply in deed.replies} == {"at once", "later: subscribe world"}
    assert [message.text for message in slack.messages(news)] == ["later: subscribe world"]
    assert len(ada.sees(news)) == 2
    assert slack.person("Bob").sees(news) == slack.messages(news)


async def test_a_command_that_nobody_acknowledges_fails_before_the_person():
    async with SlackApi(ack_within=0.05) as slack:
        with pytest.raises(NotAcknowledged, match="no_socket"):
            await slack.person("Ada").slash("/tellal", "help")


async def test_a_response_url_works_five_times(slack, app):
    statuses = []

    @app.command("/tellal")
    async def command(ack, respond):
        await ack()
        for number in range(6):
            statuses.append((await respond(f"{number}")).status_code)

    deed = await slack.person("Ada").slash("/tellal")
    await slack.until(lambda: len(statuses) == 6)
    assert statuses == [200] * 5 + [404]
    assert len(deed.replies) == 5


async def test_shortcuts_and_the_home_tab_reach_the_app(slack, app, client):
    heard = []

    @app.shortcut("brief_link")
    async def shortcut(ack, body, respond):
        await ack()
        heard.append(body["message"]["text"])
        await respond("on it")

    @app.event("app_home_opened")
    async def opened(event, client):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": BUTTONS})

    @app.action("mute")
    async def pressed(ack, body):
        await ack()
        heard.append(body["view"]["id"])

    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    said = await ada.says(news, "see https://x.org")
    deed = await ada.uses_shortcut("brief_link", said)
    await slack.until(lambda: deed.replies)
    assert deed.replies[0].only_for is ada
    await ada.opens_home()
    await slack.until(lambda: ada.home)
    await ada.presses(ada.home, "Mute story")
    await slack.until(lambda: len(heard) == 2)
    assert heard == ["see <https://x.org>", ada.home.id]


async def test_an_app_is_as_quick_as_it_is(slack, app):
    @app.command("/tellal")
    async def command(ack):
        await asyncio.sleep(0.1)
        await ack()

    began = time.perf_counter()
    deed = await slack.person("Ada").slash("/tellal")
    assert 0.1 <= deed.seconds <= time.perf_counter() - began


async def test_an_answer_may_replace_or_delete_what_one_person_alone_sees(slack, app, client):
    @app.action("more")
    async def more(ack, respond, body):
        await ack()
        if body["container"]["is_ephemeral"]:
            await respond("more of it", replace_original=True)

    @app.action("hide")
    async def hide(ack, respond):
        await ack()
        await respond(delete_original=True)

    ada, bob = slack.person("Ada"), slack.person("Bob")
    news = slack.channel("news", [ada, bob, slack.bot])
    buttons = [{"type": "actions", "elements": [
        {"type": "button", "action_id": name, "text": plain(name)} for name in ("more", "hide")
    ]}]  # fmt: skip
    await client.chat_postEphemeral(channel=news.id, user=ada.id, text="brief", blocks=buttons)
    (shown,) = ada.sees(news)
    assert bob.sees(news) == []
    stranger = slack.person("Zoe")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel=news.id, user=stranger.id, text="x")
    kept = shown.blocks
    await ada.presses(shown, "more")
    await slack.until(lambda: shown.text == "more of it")
    shown.blocks = kept
    await ada.presses(shown, "hide")
    await slack.until(lambda: ada.sees(news) == [])


async def test_an_answer_by_response_url_may_fail_like_any_call(slack, app):
    statuses = []

    @app.command("/tellal")
    async def command(ack, respond):
        await ack()
        for _ in range(2):
            statuses.append((await respond("x")).status_code)

    slack.faults.append(Fault("response_url", 500))
    deed = await slack.person("Ada").slash("/tellal")
    await slack.until(lambda: len(statuses) == 2)
    assert (statuses, len(deed.replies)) == ([500, 200], 1)


async def test_a_response_url_that_nobody_was_given_is_not_served(slack):
    async with (
        ClientSession() as session,
        session.post(f"{slack.origin}/response/guessed", json={"text": "x"}) as answer,
    ):
        assert answer.status == 404


async def test_a_press_that_is_acknowledged_late_fails_before_the_person(slack, app, client):
    @app.action("slow")
    async def slow(ack):
        await asyncio.sleep(0.3)
        await ack()

    slack.courier.ack_within = 0.05
    ada = slack.person("Ada")
    button = {"type": "button", "action_id": "slow", "text": plain("Slow")}
    await client.chat_postMessage(
        channel=ada.id, text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    with pytest.raises(NotAcknowledged, match="timeout"):
        await ada.presses(slack.messages(ada.direct)[0], "Slow")
    await slack.until(lambda: slack.courier.stray_acks)


async def test_somebody_of_another_workspace_acts_in_a_shared_channel(slack, app, client):
    heard = []

    @app.event("app_mention")
    async def mention(event, body):
        heard.append((body["team_id"], event["user_team"], body["is_ext_shared_channel"]))

    other = slack.workspace("Other", installed=False)
    ada, zoe = slack.person("Ada"), slack.person("Zoe", workspace=other)
    room = slack.channel("room", [ada, zoe, slack.bot], shared=True)
    await zoe.mentions(room, "hello")
    await slack.until(lambda: heard)
    assert heard == [(slack.team.id, other.id, True)]
    assert (await client.users_info(user=zoe.id))["user"]["team_id"] == other.id
    stranger = slack.person("Yan", workspace=other)
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user=stranger.id)


async def test_the_bot_enters_a_public_channel_by_itself_and_leaves_it(slack, client):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada])
    await client.conversations_join(channel=news.id)
    assert slack.bot.id in news.members
    members = await client.conversations_members(channel=news.id)
    assert members["members"] == [ada.id, slack.bot.id]
    await client.conversations_leave(channel=news.id)
    assert slack.bot.id not in news.members
    closed = slack.channel("closed", [ada], private=True)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_join(channel=closed.id)


async def test_the_assistant_is_told_which_channel_is_beside_it(slack):
    ada = slack.person("Ada")
    news, sport = slack.channel("news", [ada]), slack.channel("sport", [ada])
    talk = await ada.opens_assistant(news)
    await ada.looks_at(talk, sport)
    seen = [one.event["assistant_thread"]["context"]["channel_id"] for one in slack.deliveries]
    assert seen == [news.id, sport.id]


async def test_two_sockets_take_turns_and_each_event_goes_to_one(slack):
    heard = []

    def hearing(name):
        async def message(event):
            heard.append(name)

        return message

    apps = [bolt(slack), bolt(slack)]
    async with over_socket(slack, apps[0]), over_socket(slack, apps[1]):
        apps[0].event("message")(hearing("one"))
        apps[1].event("message")(hearing("two"))
        ada = slack.person("Ada")
        for _ in range(4):
            await ada.says(slack.bot, "hello")
        await slack.until(lambda: len(heard) == 4)
    assert sorted(heard) == ["one", "one", "two", "two"]
