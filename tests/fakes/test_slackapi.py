"""A real slack_sdk finds in the fake Slack what it finds in Slack, also when it goes wrong."""

import pytest

from fakes.slackapi import Fault, SlackApi, SlackLimits
from fakes.slackapi_bolt import refused, sdk

BUTTON = {
    "type": "button", "action_id": "mute", "value": "story 7",
    "text": {"type": "plain_text", "text": "Mute story"},
}  # fmt: skip
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


async def test_a_message_is_posted_changed_and_deleted(slack, client):
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    sent = await client.chat_postMessage(channel=news.id, text="one", blocks=BUTTONS)
    below = await client.chat_postMessage(channel=news.id, text="below", thread_ts=sent["ts"])
    assert [m.text for m in slack.messages(news)] == ["one", "below"]
    assert slack.messages(news)[0].buttons == ["Mute story"]
    assert slack.of_bot(news, thread=sent["ts"])[-1].ts == below["ts"]
    await client.chat_update(channel=news.id, ts=sent["ts"], text="two", blocks=[])
    assert (slack.messages(news)[0].text, slack.messages(news)[0].versions) == ("two", ["one"])
    await client.chat_delete(channel=news.id, ts=sent["ts"])
    assert [m.text for m in slack.messages(news)] == ["below"]


async def test_arguments_are_read_from_the_query_the_form_and_json(slack, client):
    ada = slack.person("Ada", tz="Europe/Istanbul")
    opened = await client.conversations_open(users=ada.id)
    assert opened["channel"]["id"] == ada.direct.id
    told = await client.users_info(user=ada.id)
    assert (told["user"]["tz"], told["user"]["tz_offset"]) == ("Europe/Istanbul", 10800)
    assert (await client.auth_test())["bot_id"] == slack.bot.bot_id
    assert [call.method for call in slack.calls] == [
        "conversations.open",
        "users.info",
        "auth.test",
    ]


async def test_a_listing_comes_page_by_page(slack, client):
    for number in range(5):
        slack.channel(f"room-{number}", [slack.bot])
    pages = [len(page["channels"]) async for page in await client.conversations_list(limit=2)]
    assert pages == [2, 2, 1]


@pytest.mark.parametrize(
    ("how", "error"),
    [("stranger", "not_in_channel"), ("archived", "is_archived"), ("none", "channel_not_found"),
     ("private", "channel_not_found")],
)  # fmt: skip
async def test_a_channel_refuses_who_may_not_write(slack, client, how, error):
    ada = slack.person("Ada")
    room = slack.channel("room", [ada], private=how == "private")
    if how == "archived":
        await ada.invites(slack.bot, room)
        await ada.archives(room)
    channel = "C0NOWHERE" if how == "none" else room.id
    caught = await refused(client.chat_postMessage(channel=channel, text="x"))
    assert caught.response["error"] == error


async def test_nobody_changes_or_deletes_what_another_wrote(slack, client):
    ada = slack.person("Ada")
    said = await ada.says(slack.channel("news", [ada, slack.bot]), "mine")
    where = {"channel": said.channel.id, "ts": said.ts}
    caught = await refused(client.chat_update(**where, text="ours"))
    assert caught.response["error"] == "cant_update_message"
    caught = await refused(client.chat_delete(**where))
    assert caught.response["error"] == "cant_delete_message"
    assert said.text == "mine"


async def test_no_talk_is_begun_with_who_is_not_there(slack, client):
    gone, robot = slack.person("Gone"), slack.person("Robot", app=True)
    gone.deleted = True
    errors = [
        (await refused(client.conversations_open(users=user))).response["error"]
        for user in (gone.id, robot.id, "U0NOBODY")
    ]
    assert errors == ["user_disabled", "cannot_dm_bot", "user_not_found"]


async def test_a_token_that_ended_says_how(slack, client):
    slack.revoke(slack.token)
    assert (await refused(client.auth_test())).response["error"] == "token_revoked"
    slack.install(slack.team)
    client.token = slack.token_of(slack.team)
    await client.auth_test()
    slack.uninstall()
    assert (await refused(client.auth_test())).response["error"] == "account_inactive"
    client.token = "xoxb-guessed"
    assert (await refused(client.auth_test())).response["error"] == "invalid_auth"


async def test_a_message_with_an_id_that_was_had_is_not_written_again(slack, client):
    news, sport = slack.channel("news", [slack.bot]), slack.channel("sport", [slack.bot])
    given = {"channel": news.id, "text": "x", "client_msg_id": "00000000-0000-5000-8000-1"}
    first = await client.chat_postMessage(**given)
    again = await client.chat_postMessage(**given)
    assert (again["ts"], len(slack.messages(news))) == (first["ts"], 1)
    elsewhere = await refused(client.chat_postMessage(**{**given, "channel": sport.id}))
    assert elsewhere.response["error"] == "duplicate_channel_not_found"
    await client.chat_delete(channel=news.id, ts=first["ts"])
    gone = await refused(client.chat_postMessage(**given))
    assert gone.response["error"] == "duplicate_message_not_found"
    slack.core.dedupes = False
    await client.chat_postMessage(**given)
    assert len(slack.messages(news)) == 1


async def test_reactions_and_threads_are_kept(slack, client):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    said = await ada.says(news, "hello")
    await client.reactions_add(channel=news.id, timestamp=said.ts, name="eyes")
    assert said.reactions == {"eyes": [slack.bot.id]}
    again = client.reactions_add(channel=news.id, timestamp=said.ts, name="eyes")
    assert (await refused(again)).response["error"] == "already_reacted"
    await client.chat_postMessage(channel=news.id, text="below", thread_ts=said.ts)
    replies = await client.conversations_replies(channel=news.id, ts=said.ts)
    assert [m["text"] for m in replies["messages"]] == ["hello", "below"]
    assert replies["messages"][0]["reply_count"] == 1


# --- what goes wrong ---------------------------------------------------------------------------


async def test_faults_come_as_often_as_they_are_asked_for(slack, client):
    news = slack.channel("news", [slack.bot])
    slack.faults += [
        Fault("chat.postMessage", 500), Fault("chat.postMessage", "is_archived"),
        Fault("chat.postMessage", "ratelimited", retry_after=7),
    ]  # fmt: skip
    codes = []
    for _ in range(3):
        caught = await refused(client.chat_postMessage(channel=news.id, text="x"))
        codes.append((caught.response.status_code, caught.response["error"]))
    assert codes == [(500, "internal_error"), (200, "is_archived"), (429, "ratelimited")]
    assert caught.response.headers["Retry-After"] == "7"
    await client.chat_postMessage(channel=news.id, text="x")
    assert len(slack.messages(news)) == 1


@pytest.mark.parametrize(("how", "kept"), [("before", 0), ("after", 2)])
async def test_a_lost_reply_may_have_acted_and_the_sdks_own_retry_doubles_it(
    slack, client, how, kept
):
    news = slack.channel("news", [slack.bot])
    slack.faults.append(Fault("chat.postMessage", how, times=2))
    with pytest.raises(Exception, match="disconnected"):
        await client.chat_postMessage(channel=news.id, text="x")
    assert len(slack.messages(news)) == kept  # slack_sdk tries once more by itself


async def test_a_channel_takes_one_message_a_second_and_a_method_its_tier():
    now = [0.0]
    async with SlackApi(limits=SlackLimits(), pace=lambda: now[0]) as slack:
        client = sdk(slack)
        one, two = slack.channel("one", [slack.bot]), slack.channel("two", [slack.bot])
        await client.chat_postMessage(channel=one.id, text="x")
        await client.chat_postMessage(channel=two.id, text="x")
        caught = await refused(client.chat_postMessage(channel=one.id, text="y"))
        assert caught.response.headers["Retry-After"] == "1"
        now[0] = 1.0
        await client.chat_postMessage(channel=one.id, text="y")
        for _ in range(20):
            await client.users_list()
        assert (await refused(client.users_list())).response.headers["Retry-After"] == "60"
        assert slack.gate.refused == 2


async def test_a_workspace_takes_so_many_messages_a_minute():
    limits = SlackLimits(channel=0.0, workspace=3)
    async with SlackApi(limits=limits, pace=lambda: 0.0) as slack:
        client = sdk(slack)
        rooms = [slack.channel(f"room-{number}", [slack.bot]) for number in range(4)]
        for room in rooms[:3]:
            await client.chat_postMessage(channel=room.id, text="x")
        caught = await refused(client.chat_postMessage(channel=rooms[3].id, text="x"))
        assert caught.response.headers["Retry-After"] == "60"
