"""The fake Slack's views.* and assistant.threads.*: modals, the Home tab, the assistant pane."""

from fakes.slackapi_blocks import check_prompts, check_view
from fakes.slackapi_call import Call, Core, Method, Refused, Trigger
from fakes.slackapi_world import AssistantThread, Json, User, View

DEEPEST = 3
"""Modals on top of each other."""


def make_view(core: Core, user: User, given: Json) -> View:
    """Make a view as somebody will see it, with names for its blocks."""
    check_view(given)
    name = given.get("external_id")
    open_now = core.world.modals.get(user, [])
    if name and any(one.external_id == name and one.given is not given for one in open_now):
        raise Refused("duplicate_external_id")
    named = [
        {"block_id": f"v{number}", **block} for number, block in enumerate(given.get("blocks", ()))
    ]
    world = core.world
    return View(
        world.id("V"), user, {**given, "blocks": named}, world.ts(),
        external_id=given.get("external_id", ""),
    )  # fmt: skip


def show(core: Core, view: View, below: View | None = None) -> None:
    """Put a modal before somebody, on top of another or alone."""
    stack = core.world.modals.setdefault(view.user, [])
    if below is None:
        stack.clear()
    view.root = below.root or below.id if below else view.id
    view.previous = below.id if below else ""
    stack.append(view)
    core.world.views[view.id] = view


def replace(core: Core, view: View, given: Json) -> None:
    """Give a view other contents."""
    made = make_view(core, view.user, given)
    view.given, view.hash = made.given, made.hash


def open_view(call: Call) -> Json:
    """Open a modal."""
    trigger = _trigger(call)
    view = make_view(call.core, trigger.user, _modal(call))
    _use(trigger)
    show(call.core, view)
    return {"view": view.json()}


def push_view(call: Call) -> Json:
    """Open a modal on top of the one it was asked from."""
    trigger = _trigger(call)
    below = trigger.view
    if below is None:
        raise Refused("invalid_trigger_id")
    if len(call.world.modals.get(trigger.user, [])) >= DEEPEST:
        raise Refused("push_limit_reached")
    view = make_view(call.core, trigger.user, _modal(call))
    _use(trigger)
    show(call.core, view, below)
    return {"view": view.json()}


def update_view(call: Call) -> Json:
    """Change a modal that is open."""
    wanted, external = call.word("view_id"), call.word("external_id")
    views = call.world.views.values()
    found = next((v for v in views if v.id == wanted or (external and v.external_id == external)),
                 None)  # fmt: skip
    if found is None or found not in call.world.modals.get(found.user, []):
        raise Refused("not_found")
    if call.word("hash") not in ("", found.hash):
        raise Refused("hash_conflict")
    replace(call.core, found, _modal(call))
    return {"view": found.json()}


def publish_view(call: Call) -> Json:
    """Set what somebody sees in the app's Home tab."""
    if call.core.manifest and not call.core.manifest.home:
        raise Refused("not_enabled")
    user = call.workspace.users.get(call.needs("user_id"))
    if user is None:
        raise Refused("invalid_arguments", ("[ERROR] invalid user_id [json-pointer:/user_id]",))
    given = call.json("view")
    if not isinstance(given, dict) or given.get("type") != "home":
        raise Refused("invalid_arguments", ("[ERROR] must be a home view [json-pointer:/view]",))
    before = call.workspace.homes.get(user.id)
    if before and call.word("hash") not in ("", before.hash):
        raise Refused("hash_conflict")
    view = make_view(call.core, user, given)
    if before:
        view.id = before.id
    call.workspace.homes[user.id] = call.world.views[view.id] = view
    return {"view": view.json()}


def _modal(call: Call) -> Json:
    given = call.json("view")
    if not isinstance(given, dict) or given.get("type") != "modal":
        raise Refused("invalid_arguments", ("[ERROR] must be a modal [json-pointer:/view]",))
    return given


def _trigger(call: Call) -> Trigger:
    found = call.core.triggers.get(call.needs("trigger_id"))
    if found is None:
        raise Refused("invalid_trigger_id")
    if found.used:
        raise Refused("exchanged_trigger_id")
    if call.world.clock() > found.until:
        raise Refused("expired_trigger_id")
    return found


def _use(trigger: Trigger) -> None:
    trigger.used = True


# --- the assistant pane ------------------------------------------------------------------------


def set_status(call: Call) -> Json:
    """Show what the app is doing; "" shows nothing."""
    talk = _talk(call)
    talk.status = call.word("status")
    talk.statuses.append(talk.status)
    return {}


def set_prompts(call: Call) -> Json:
    """Suggest what to ask."""
    talk = _talk(call)
    prompts = call.json("prompts")
    check_prompts(prompts)
    talk.prompts, talk.prompts_title = prompts, call.word("title")
    return {}


def set_title(call: Call) -> Json:
    """Name a talk."""
    _talk(call).title = call.needs("title")
    return {}


def _talk(call: Call) -> AssistantThread:
    channel = call.workspace.channels.get(call.needs("channel_id", "channel_not_found"))
    if channel is None or call.me.id not in channel.members:
        raise Refused("channel_not_found")
    thread = call.needs("thread_ts", "invalid_thread_ts")
    if talk := channel.assistants.get(thread):
        return talk
    if channel.find(thread) is None:
        raise Refused("invalid_thread_ts")
    # Outside of the pane a status may be set on any thread; it is kept like a talk's.
    return channel.assistants.setdefault(
        thread, AssistantThread(channel, thread, call.me, {"channel_id": channel.id})
    )


_ASSISTANT = ("assistant:write", "chat:write")
METHODS = {
    "views.open": Method(open_view, (), 4),
    "views.push": Method(push_view, (), 4),
    "views.update": Method(update_view, (), 4),
    "views.publish": Method(publish_view, (), 4),
    "assistant.threads.setStatus": Method(set_status, _ASSISTANT, 0),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, _ASSISTANT, 0),
    "assistant.threads.setTitle": Method(set_title, _ASSISTANT, 0),
}
