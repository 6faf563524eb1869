"""Answers to what somebody did: in the acknowledgement, or posted to the response_url."""

from typing import Any

from fakes.slackapi_blocks import check_message
from fakes.slackapi_call import Core, Place, Refused
from fakes.slackapi_world import Json, Message

MOST_USES = 5
SECONDS = 30 * 60


def posted(core: Core, name: str, body: Any) -> None:
    """Take an answer that the app posted to a response_url.

    Raises:
        Refused: unknown, too old or used up, or a message Slack does not take.
    """
    place = core.respond.get(name)
    if place is None:
        raise Refused("invalid_url", status=404)
    if core.world.clock() > place.until:
        raise Refused("expired_url", status=404)
    if place.uses >= MOST_USES:
        raise Refused("used_url", status=404)
    place.uses += 1
    answer(core, place, body)


def answer(core: Core, place: Place, body: Json) -> None:
    """Show an answer where somebody acted: to them alone, unless it says otherwise.

    Raises:
        Refused: a message Slack does not take.
    """
    blocks, text = body.get("blocks") or [], str(body.get("text") or "")
    original = place.original
    if original and _yes(body.get("delete_original")):
        for messages in (original.channel.messages, original.channel.ephemerals):
            if original in messages:
                messages.remove(original)
        return
    if not (text or blocks or body.get("attachments")):
        raise Refused("no_text", status=400)
    check_message(blocks, weighed=False)
    if original and _yes(body.get("replace_original")):
        before = original.json()
        original.versions.append(original.text)
        original.text, original.blocks = text, blocks
        if original.only_for is None:
            core.events.changed(original, before)
        place.answers.append(original)
        return
    _write(core, place, text, blocks, body)


def _write(core: Core, place: Place, text: str, blocks: list[Json], body: Json) -> None:
    channel, bot = place.channel, place.channel.workspace.bot
    if bot is None:
        raise Refused("account_inactive", status=404)
    thread = body.get("thread_ts")
    if body.get("response_type") == "in_channel":
        made = core.world.message(channel, bot, text, blocks=blocks, thread_ts=thread)
        core.events.said(made)
    else:
        made = Message(core.world.ts(), channel, bot, text, blocks, thread, only_for=place.user)
        channel.ephemerals.append(made)
    place.answers.append(made)


def _yes(value: Any) -> bool:
    return str(value).lower() == "true"
