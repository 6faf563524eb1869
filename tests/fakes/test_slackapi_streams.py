"""The assistant pane and streamed messages of the fake Slack, with a real bolt app."""

from slack_bolt.async_app import AsyncAssistant

from fakes.slackapi import SlackApi
from fakes.slackapi_bolt import refused, sdk

BUTTON = {
    "type": "button", "action_id": "mute", "value": "story 7",
    "text": {"type": "plain_text", "text": "Mute story"},
}  # fmt: skip
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


async def test_the_assistant_suggests_thinks_and_streams(slack, app):
    assistant = AsyncAssistant()

    @assistant.thread_started
    async def started(say, set_suggested_prompts):
        await say("Ask me.")
        await set_suggested_prompts(prompts=[{"title": "News", "message": "what is new?"}])

    @assistant.user_message
    async def asked(payload, set_status, set_title, say_stream):
        await set_status("is reading…")
        await set_title(payload["text"])
        stream = await say_stream(buffer_size=4)
        await stream.append(markdown_text="**Much** of ")
        await stream.append(markdown_text="[it](https://x.org)")
        await stream.stop(blocks=BUTTONS)

    app.use(assistant)
    ada = slack.person("Ada")
    talk = await ada.opens_assistant(slack.channel("news", [ada]))
    await slack.until(lambda: talk.prompts)
    assert talk.prompts[0]["message"] == "what is new?"
    await ada.says(talk, "what is new?")
    await slack.until(lambda: len(slack.of_bot(talk.channel)) == 2 and talk.title)
    answer = slack.of_bot(talk.channel, thread=talk.ts)[-1]
    await slack.until(lambda: not answer.streaming and answer.blocks)
    assert (talk.statuses, talk.status, talk.title) == (["is reading…"], "", "what is new?")
    assert slack.rendered(answer).text == "Much of it\n[Mute story]"
    assert slack.rendered(answer).urls == ["https://x.org"]
    assert answer.buttons == ["Mute story"]


async def test_a_stream_needs_a_thread_and_in_channels_its_reader(slack, client):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    said = await ada.says(news, "hello")
    nobody = client.chat_startStream(channel=news.id, thread_ts=said.ts)
    assert (await refused(nobody)).response["error"] == "missing_recipient_team_id"
    sent = await client.chat_startStream(
        channel=news.id, thread_ts=said.ts, recipient_team_id=slack.team.id,
        recipient_user_id=ada.id, markdown_text="a",
    )  # fmt: skip
    await client.chat_stopStream(channel=news.id, ts=sent["ts"], markdown_text="b")
    assert slack.messages(news)[-1].text == "ab"
    late = client.chat_appendStream(channel=news.id, ts=sent["ts"], markdown_text="c")
    assert (await refused(late)).response["error"] == "message_not_in_streaming_state"


async def test_a_stream_ends_after_five_minutes_or_when_its_reader_has_enough():
    now = [1_795_000_000.0]
    async with SlackApi(clock=lambda: now[0]) as slack:
        client = sdk(slack)
        ada = slack.person("Ada")
        said = await ada.says(slack.bot, "hello")
        given = {"channel": ada.direct.id, "thread_ts": said.ts, "markdown_text": "a"}
        old, new = [(await client.chat_startStream(**given))["ts"] for _ in range(2)]
        busy = client.chat_update(channel=ada.direct.id, ts=old, text="x")
        assert (await refused(busy)).response["error"] == "streaming_state_conflict"
        await ada.stops(slack.messages(ada.direct)[-1])
        stopped = client.chat_appendStream(channel=ada.direct.id, ts=new, markdown_text="b")
        assert (await refused(stopped)).response["error"] == "stopped_by_user"
        now[0] += 301
        late = client.chat_stopStream(channel=ada.direct.id, ts=old, markdown_text="b")
        assert (await refused(late)).response["error"] == "message_not_in_streaming_state"
        await client.chat_update(channel=ada.direct.id, ts=old, text="whole")
        assert slack.messages(ada.direct)[1].text == "whole"
