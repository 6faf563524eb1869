"""The fake Slack's chat.* and reactions.*: messages written, changed, streamed and deleted."""

from collections.abc import Iterable

from fakes.slackapi_blocks import check_message
from fakes.slackapi_call import Call, Method, Refused
from fakes.slackapi_world import Channel, Json, Message

LONGEST_TEXT = 40_000
"""Longer texts are cut by chat.postMessage."""

LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000

_KEPT = ("unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names", "reply_broadcast")


def post_message(call: Call) -> Json:
    """Write a message."""
    channel = call.channel(writing=True)
    thread = _thread(call, channel)
    made = _content(call, channel, call.word("text")[:LONGEST_TEXT])
    name = call.word("client_msg_id") or None
    if name and call.core.dedupes and (had := _duplicate(call, channel, name)):
        return {"channel": channel.id, "ts": had.ts, "message": had.json()}
    message = call.world.message(channel, call.me, thread_ts=thread, client_msg_id=name, **made)
    if thread and (talk := channel.assistants.get(thread)):
        talk.status = ""
    call.core.events.said(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.json()}


def _duplicate(call: Call, channel: Channel, name: str) -> Message | None:
    """Give the message that was written with the same client_msg_id, if there was one."""
    where = call.world.client_ids.setdefault((call.me.id, name), channel.id)
    if where != channel.id:
        raise Refused("duplicate_channel_not_found")
    found = next((one for one in channel.messages if one.client_msg_id == name), None)
    if found is None and name in channel.deleted:
        raise Refused("duplicate_message_not_found")
    return found


def post_ephemeral(call: Call) -> Json:
    """Write what one person alone sees."""
    channel, user = call.channel(writing=True), call.user()
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    made = _content(call, channel, call.word("text")[:LONGEST_TEXT])
    message = Message(
        call.world.ts(), channel, call.me, only_for=user, thread_ts=_thread(call, channel), **made
    )
    channel.ephemerals.append(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change a message of one's own."""
    channel = call.channel()
    message = channel.find(call.needs("ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    if message.user is not call.me:
        raise Refused("cant_update_message")
    if channel.archived:
        raise Refused("is_archived")
    if message.streaming:
        raise Refused("streaming_state_conflict")
    if len(call.word("text")) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    before = message.json()
    if any(call.given.get(key) is not None for key in ("text", "blocks", "markdown_text")):
        made = _content(call, channel, call.word("text"))
        message.versions.append(message.text)
        message.text, message.blocks = made["text"], made["blocks"]
        message.markdown = made["markdown"]
        message.attachments = made["attachments"]
    if (metadata := call.json("metadata")) is not None:
        message.metadata = metadata
    call.core.events.changed(message, before)
    return {"channel": channel.id, "ts": message.ts, "text": message.text,
            "message": message.json()}  # fmt: skip


def delete(call: Call) -> Json:
    """Delete a message of one's own."""
    channel = call.channel()
    message = channel.find(call.needs("ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    if message.user is not call.me:
        raise Refused("cant_delete_message")
    channel.forget(message)
    call.core.events.deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """Give a message's address."""
    channel = call.channel()
    if channel.find(call.word("message_ts")) is None:
        raise Refused("message_not_found")
    stamp = call.word("message_ts").replace(".", "")
    address = f"https://{channel.workspace.domain}.slack.com/archives/{channel.id}/p{stamp}"
    return {"channel": channel.id, "permalink": address}


def _thread(call: Call, channel: Channel) -> str | None:
    thread = call.word("thread_ts") or None
    if thread and thread not in channel.assistants:
        hung = channel.find(thread)
        if hung is None:
            # Slack lets one write below a message that was deleted.
            if thread not in channel.deleted:
                raise Refused("thread_not_found")
            return thread
        return hung.thread_ts or thread  # a reply to a reply goes to the thread's first message
    return thread


def _content(call: Call, channel: Channel, text: str) -> Json:
    """Check what a message is made of, and give it."""
    blocks = call.json("blocks", "invalid_blocks_format")
    attachments = call.json("attachments") or []
    markdown = call.word("markdown_text")
    if blocks is not None and not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    if not (text.strip() or blocks or attachments or markdown):
        raise Refused("no_text")
    check_message(blocks or [])
    names = (f"{channel.workspace.id}{number}" for number in range(len(blocks or [])))
    return {
        "text": text, "blocks": _named(blocks or [], names), "markdown": markdown,
        "attachments": attachments, "metadata": call.json("metadata"),
        "given": {key: call.given[key] for key in _KEPT if key in call.given},
    }  # fmt: skip


def _named(blocks: list[Json], names: Iterable[str]) -> list[Json]:
    """Give every block a name, as Slack does."""
    return [{"block_id": name, **block} for block, name in zip(blocks, names, strict=False)]


# --- streams -----------------------------------------------------------------------------------


def start_stream(call: Call) -> Json:
    """Begin a message that grows."""
    channel = call.channel(writing=True)
    thread = _thread(call, channel)
    if thread is None:
        raise Refused("invalid_arguments", ("[ERROR] missing required field: thread_ts",))
    if channel.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            call.needs(name, f"missing_{name}")
        call.user("recipient_user_id")
    message = call.world.message(channel, call.me, thread_ts=thread, streaming=True)
    if talk := channel.assistants.get(thread):
        talk.status = ""
    _grow(call, message)
    call.core.events.said(message)
    return {"channel": channel.id, "ts": message.ts}


def append_stream(call: Call) -> Json:
    """Add to a message that grows."""
    message = _streaming(call)
    if not (call.word("markdown_text") or call.json("chunks")):
        raise Refused("no_text")
    _grow(call, message)
    return {"channel": message.channel.id, "ts": message.ts}


def stop_stream(call: Call) -> Json:
    """End a message that grew."""
    message = _streaming(call)
    before = message.json()
    blocks = call.json("blocks", "invalid_blocks_format") or []
    check_message(blocks)
    _grow(call, message)
    names = (f"end{number}" for number in range(len(blocks)))
    message.blocks += _named(blocks, names)
    message.metadata = call.json("metadata")
    message.streaming = False
    call.core.events.changed(message, before)
    return {"channel": message.channel.id, "ts": message.ts, "message": message.json()}


def _streaming(call: Call) -> Message:
    message = call.channel(writing=True).find(call.needs("ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    if message.user is not call.me:
        raise Refused("message_not_owned_by_app")
    if call.world.clock() > float(message.ts) + call.core.stream_life:
        message.streaming = False
    if message.stopped:
        raise Refused("stopped_by_user")
    if not message.streaming:
        raise Refused("message_not_in_streaming_state")
    return message


def _grow(call: Call, message: Message) -> None:
    chunks = call.json("chunks") or []
    added = call.word("markdown_text")
    if len(added) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    for chunk in chunks:
        match chunk.get("type"):
            case "markdown_text":
                added += str(chunk["text"])
            case "blocks":
                check_message(chunk["blocks"])
                message.blocks += chunk["blocks"]
            case "task_update" | "plan_update":
                message.extra.setdefault("tasks", []).append(chunk)
            case _:
                raise Refused("invalid_chunks")
    if added:
        message.versions.append(message.markdown)
        message.markdown += added
        message.text = message.markdown


# --- reactions ---------------------------------------------------------------------------------


def add_reaction(call: Call) -> Json:
    """React to a message."""
    message = _reacted(call)
    users = message.reactions.setdefault(call.needs("name", "no_reaction"), [])
    if call.me.id in users:
        raise Refused("already_reacted")
    users.append(call.me.id)
    call.core.events.reacted(message, call.me, call.word("name"), added=True)
    return {}


def remove_reaction(call: Call) -> Json:
    """Take a reaction back."""
    message = _reacted(call)
    users = message.reactions.get(call.word("name"), [])
    if call.me.id not in users:
        raise Refused("no_reaction")
    users.remove(call.me.id)
    if not users:
        del message.reactions[call.word("name")]
    call.core.events.reacted(message, call.me, call.word("name"), added=False)
    return {}


def _reacted(call: Call) -> Message:
    message = call.channel().find(call.word("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    return message


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(post_message, _WRITE, 0),
    "chat.postEphemeral": Method(post_ephemeral, _WRITE, 4),
    "chat.update": Method(update, _WRITE, 3),
    "chat.delete": Method(delete, _WRITE, 3),
    "chat.getPermalink": Method(permalink, (), 0),
    "chat.startStream": Method(start_stream, _WRITE, 2),
    "chat.appendStream": Method(append_stream, _WRITE, 4),
    "chat.stopStream": Method(stop_stream, _WRITE, 2),
    "reactions.add": Method(add_reaction, ("reactions:write",), 3),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), 2),
}
