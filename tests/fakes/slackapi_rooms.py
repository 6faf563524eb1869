"""The fake Slack's conversations.*, users.*, team.* and bots.*: where and who."""

from fakes.slackapi_call import Call, Method, Refused, page
from fakes.slackapi_world import Channel, Json

_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def open_conversation(call: Call) -> Json:
    """Open the direct messages with somebody."""
    if call.word("channel"):
        return {"channel": call.channel().json(call.me.id)}
    names = [one for one in call.word("users").split(",") if one]
    if not names:
        raise Refused("users_list_not_supplied")
    people = [call.workspace.users.get(name) for name in names]
    if None in people:
        raise Refused("user_not_found")
    (other, *more) = [one for one in people if one is not None]
    if more:
        members = [call.me.id, *names]
        channel = Channel(call.world.id("G"), call.workspace, "mpdm", "mpim", members=members)
        call.workspace.channels[channel.id] = channel
    elif other.deleted:
        raise Refused("user_disabled")
    elif other.bot_id:
        raise Refused("cannot_dm_bot")
    else:
        known = call.workspace.direct(call.me, other) is not None
        channel = call.world.direct(call.me, other)
        if call.flag("return_im"):
            return {"channel": channel.json(call.me.id), "already_open": known}
    return {"channel": {"id": channel.id}}


def info(call: Call) -> Json:
    """Tell about a channel."""
    channel = call.channel()
    told = channel.json(call.me.id)
    if call.flag("include_locale"):
        told["locale"] = "en-US"
    if not call.flag("include_num_members"):
        told.pop("num_members", None)
    return {"channel": told}


def listing(call: Call) -> Json:
    """Tell of all channels that the caller may see."""
    kinds = {_KINDS[one] for one in (call.word("types") or "public_channel").split(",")}
    seen = [
        one for one in call.workspace.channels.values()
        if one.kind in kinds
        and (one.kind == "channel" or call.me.id in one.members)
        and not (one.archived and call.flag("exclude_archived"))
    ]  # fmt: skip
    return page(call, seen, "channels", lambda one: one.json(call.me.id))


def mine(call: Call) -> Json:
    """Tell of the channels that somebody is in."""
    user = call.user() if call.word("user") else call.me
    kinds = {_KINDS[one] for one in (call.word("types") or "public_channel").split(",")}
    seen = [
        one for one in call.workspace.channels.values()
        if one.kind in kinds and user.id in one.members
    ]  # fmt: skip
    return page(call, seen, "channels", lambda one: one.json(call.me.id))


def join(call: Call) -> Json:
    """Enter a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if call.me.id not in channel.members:
        channel.members.append(call.me.id)
        call.core.events.joined(channel, call.me)
    return {"channel": channel.json(call.me.id)}


def leave(call: Call) -> Json:
    """Go out of a channel."""
    channel = call.channel()
    if call.me.id not in channel.members:
        return {"not_in_channel": True}
    call.core.events.left(channel, call.me)
    channel.members.remove(call.me.id)
    return {}


def members(call: Call) -> Json:
    """Tell who is in a channel."""
    return page(call, call.channel().members, "members", str)


def history(call: Call) -> Json:
    """Tell the newest messages of a channel, not those within threads."""
    channel = call.channel()
    if call.me.id not in channel.members:
        raise Refused("not_in_channel")
    oldest, latest = call.word("oldest"), call.word("latest")
    shown = [
        one for one in reversed(channel.messages)
        if one.thread_ts in (None, one.ts) and _within(one.ts, oldest, latest, call)
    ]  # fmt: skip
    return page(call, shown, "messages", lambda one: one.json()) | {"has_more": False}


def replies(call: Call) -> Json:
    """Tell the messages of a thread."""
    channel = call.channel()
    thread = channel.thread(call.needs("ts", "thread_not_found"))
    if not thread and call.word("ts") not in channel.assistants:
        raise Refused("thread_not_found")
    oldest, latest = call.word("oldest"), call.word("latest")
    shown = [one for one in thread if _within(one.ts, oldest, latest, call)]
    return page(call, shown, "messages", lambda one: one.json()) | {"has_more": False}


def _within(ts: str, oldest: str, latest: str, call: Call) -> bool:
    if call.flag("inclusive") and ts in (oldest, latest):
        return True
    return (not oldest or ts > oldest) and (not latest or ts < latest)


def user_info(call: Call) -> Json:
    """Tell about somebody."""
    told = call.user().json()
    if not call.flag("include_locale"):
        del told["locale"]
    return {"user": told}


def user_list(call: Call) -> Json:
    """Tell of everybody."""
    people = list(call.workspace.users.values())
    return page(call, people, "members", lambda one: one.json())


def profile(call: Call) -> Json:
    """Tell what somebody says about themselves."""
    return {"profile": (call.user() if call.word("user") else call.me).json()["profile"]}


def team_info(call: Call) -> Json:
    """Tell about the workspace."""
    workspace = call.workspace
    told: Json = {
        "id": workspace.id, "name": workspace.name, "domain": workspace.domain,
        "email_domain": "", "icon": {"image_default": True},
    }  # fmt: skip
    if workspace.enterprise:
        told |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise}
    return {"team": told}


def bot_info(call: Call) -> Json:
    """Tell about a bot."""
    wanted = call.word("bot")
    for user in call.workspace.users.values():
        if user.bot_id and wanted in ("", user.bot_id):
            return {
                "bot": {
                    "id": user.bot_id, "deleted": False, "name": user.name, "app_id": "A0TELLAL",
                    "user_id": user.id, "icons": {}, "updated": 1_700_000_000,
                }
            }  # fmt: skip
    raise Refused("bot_not_found")


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "conversations.open": Method(open_conversation, ("im:write", "mpim:write"), 3),
    "conversations.info": Method(info, _READ, 3),
    "conversations.list": Method(listing, _READ, 2),
    "conversations.join": Method(join, ("channels:join",), 3),
    "conversations.leave": Method(leave, ("channels:manage", "channels:write"), 3),
    "conversations.members": Method(members, _READ, 4),
    "conversations.history": Method(history, _HISTORY, 3),
    "conversations.replies": Method(replies, _HISTORY, 3),
    "users.info": Method(user_info, ("users:read",), 4),
    "users.list": Method(user_list, ("users:read",), 2),
    "users.conversations": Method(mine, _READ, 3),
    "users.profile.get": Method(profile, ("users.profile:read",), 4),
    "team.info": Method(team_info, ("team:read",), 3),
    "bots.info": Method(bot_info, ("users:read",), 3),
}
