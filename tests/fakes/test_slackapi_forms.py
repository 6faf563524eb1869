"""Modals, menus and fields of the fake Slack, filled in by people and read by a real bolt app."""

import pytest
from slack_sdk.errors import SlackApiError

from fakes.slackapi_bolt import refused
from fakes.slackapi_forms import chosen_of, state_of

BUTTON = {
    "type": "button", "action_id": "mute", "value": "story 7",
    "text": {"type": "plain_text", "text": "Mute story"},
}  # fmt: skip
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


def plain(text):
    return {"type": "plain_text", "text": text}


def option(name):
    return {"text": plain(name.title()), "value": name}


def asks(name, element, **more):
    return {"type": "input", "block_id": name, "label": plain(name.title()),
            "element": {"action_id": f"{name}-field", **element}, **more}  # fmt: skip


def modal(title, *blocks, **more):
    view = {"type": "modal", "callback_id": title, "title": plain(title), "submit": plain("Go"),
            "blocks": list(blocks)}  # fmt: skip
    return {**view, **more}


async def opened(slack, client, ada, view):
    await client.views_open(trigger_id=slack.core.trigger(ada), view=view)
    return ada.modal


FORM = {
    "type": "modal", "callback_id": "settings",
    "title": {"type": "plain_text", "text": "Settings"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {"type": "input", "block_id": "hour", "label": {"type": "plain_text", "text": "Hour"},
         "element": {"type": "timepicker", "action_id": "at"}},
        {"type": "input", "block_id": "topic", "label": {"type": "plain_text", "text": "Topic"},
         "element": {"type": "static_select", "action_id": "t", "options": [
             {"text": {"type": "plain_text", "text": name.title()}, "value": name}
             for name in ("world", "sport")]}},
    ],
}  # fmt: skip


async def test_a_button_opens_a_form_and_the_form_is_checked(slack, either_app, client):
    heard = []

    @either_app.action("mute")
    async def pressed(ack, body, client, respond):
        await ack()
        heard.append(body["actions"][0]["value"])
        await respond("muted", replace_original=True)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @either_app.view("settings")
    async def sent(ack, view):
        hour = view["state"]["values"]["hour"]["at"]["selected_time"]
        heard.append((hour, view["state"]["values"]["topic"]["t"]["selected_option"]["value"]))
        if hour < "06:00":
            await ack(response_action="errors", errors={"hour": "too early"})
        else:
            await ack()

    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    await client.chat_postMessage(channel=news.id, text="brief", blocks=BUTTONS)
    message = slack.messages(news)[0]
    with pytest.raises(AssertionError, match="Mute story"):
        await ada.presses(message, "Unmute")
    await ada.presses(message, "Mute story")
    await slack.until(lambda: ada.modal)
    assert (message.text, ada.modal.title) == ("muted", "Settings")
    early = await ada.submits(ada.modal, {"Hour": "05:30", "topic": "World"})
    assert early.errors == {"hour": "too early"}
    await ada.submits(ada.modal, {"at": "08:30", "t": "sport"})
    assert ada.modal is None
    assert heard == ["story 7", ("05:30", "world"), ("08:30", "sport")]


async def test_a_trigger_works_once_and_not_for_long(slack, client):
    ada = slack.person("Ada")
    trigger = slack.core.trigger(ada)
    await client.views_open(trigger_id=trigger, view=FORM)
    again = await refused(client.views_open(trigger_id=trigger, view=FORM))
    assert again.response["error"] == "exchanged_trigger_id"
    with pytest.raises(AssertionError, match="must be filled in"):
        await ada.submits(ada.modal, {})
    slack.core.trigger_life = -1.0
    late = await refused(client.views_open(trigger_id=slack.core.trigger(ada), view=FORM))
    assert late.response["error"] == "expired_trigger_id"


async def test_a_form_answers_with_another_above_it_in_its_place_or_with_none(slack, app, client):
    words = asks("words", {"type": "plain_text_input"}, optional=True)

    @app.view("first")
    async def first(ack):
        await ack(response_action="push", view=modal("second", words))

    @app.view("second")
    async def second(ack):
        await ack(response_action="update", view=modal("third", words))

    @app.view("third")
    async def third(ack):
        await ack(response_action="clear")

    ada = slack.person("Ada")
    await opened(slack, client, ada, modal("first", words))
    await ada.submits(ada.modal)
    above = ada.modal
    assert (above.title, above.previous) == ("second", above.root)
    await ada.submits(above, {"Words": "x"})
    assert (ada.modal, above.title) == (above, "third")
    await ada.submits(above)
    assert ada.modal is None
    with pytest.raises(AssertionError, match="not open"):
        await ada.submits(above)


async def test_a_modal_is_changed_while_open_and_not_afterwards(slack, app, client):
    closed = []

    @app.view_closed("settings")
    async def gone(ack, view):
        await ack()
        closed.append(view["id"])

    ada = slack.person("Ada")
    form = modal("settings", asks("w", {"type": "plain_text_input"}), notify_on_close=True)
    view = await opened(slack, client, ada, form)
    old = view.hash
    await client.views_update(view_id=view.id, hash=old, view={**form, "title": plain("New")})
    assert ada.modal.title == "New"
    named = {**form, "external_id": "mine"}
    await opened(slack, client, ada, named)
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await opened(slack, client, ada, named)
    await ada.closes(ada.modal)
    view = await opened(slack, client, ada, form)
    old = view.hash
    await client.views_update(view_id=view.id, hash=old, view=form)
    closed.clear()
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view.id, hash=old, view=form)
    await ada.closes(view)
    assert closed == [view.id]
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view.id, view=form)


async def test_what_is_chosen_in_a_menu_is_told_at_once(slack, app, client):
    heard = []

    @app.action("topic")
    async def chosen(ack, body, client, payload):
        await ack()
        heard.append((payload["selected_option"]["value"], body["container"]["type"]))
        await client.views_push(trigger_id=body["trigger_id"], view=modal("more"))

    @app.options("feed")
    async def feeds(ack, payload):
        await ack(options=[option(f"{payload['value']}-{number}") for number in range(2)])

    ada = slack.person("Ada")
    menu = {"type": "static_select", "action_id": "topic", "options": [option("world")]}
    search = {"type": "external_select", "action_id": "feed", "min_query_length": 1}
    view = await opened(
        slack, client, ada, modal("first", {"type": "actions", "elements": [menu, search]})
    )
    assert await ada.suggests(view, "feed", "sport") == ["Sport-0", "Sport-1"]
    await ada.chooses(view, "topic", "World")
    await slack.until(lambda: ada.modal.title == "more")
    assert heard == [("world", "view")]
    with pytest.raises(AssertionError, match="no option 'Moon'"):
        await ada.chooses(view, "topic", "Moon")


@pytest.mark.parametrize(
    ("element", "value", "told"),
    [
        ({"type": "plain_text_input", "initial_value": "a"}, None, {"value": None}),
        ({"type": "timepicker"}, "08:30", {"selected_time": "08:30"}),
        ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["A", "b"],
         {"selected_options": [option("a"), option("b")]}),
        ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "overflow", "options": [option("a")]}, "a", {"selected_option": option("a")}),
    ],
)  # fmt: skip
def test_each_kind_of_field_tells_its_value_in_its_own_words(element, value, told):
    assert chosen_of(element, value) == {"type": element["type"], **told}


def test_a_form_sends_what_it_began_with_and_may_not_be_filled_in_wrongly():
    begun = asks("hour", {"type": "timepicker", "initial_time": "08:30"})
    short = asks("name", {"type": "plain_text_input", "min_length": 3}, optional=True)
    state = state_of([begun, short], {}, required=True)
    assert state["hour"]["hour-field"]["selected_time"] == "08:30"
    with pytest.raises(AssertionError, match="no fields"):
        state_of([begun], {"minute": "5"})
    with pytest.raises(AssertionError, match="not 3 to"):
        state_of([short], {"name": "x"})
