"""What is chosen and filled in, as Slack tells the app of it."""

from collections.abc import Mapping
from typing import Any

from fakes.slackapi_world import Json, elements

_SINGLE = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
}
_MULTIPLE = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}


def chosen_of(element: Json, value: Any) -> Json:
    """Give what an element sends when something is chosen in it.

    Args:
        value: an option's label or value, a text, a time, a channel or person (or its id); a list
            of them where several may be chosen; None for nothing.

    Raises:
        AssertionError: there is no such option, or the text is too short or too long.
    """
    kind = element["type"]
    if kind in _MULTIPLE:
        return {"type": kind, _MULTIPLE[kind][0]: [_one(element, one) for one in value or ()]}
    if isinstance(value, str) and kind.endswith("_input"):
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        assert not value or least <= len(value) <= most, f"{value!r} is not {least} to {most} long"
    return {"type": kind, _SINGLE[kind][0]: None if value is None else _one(element, value)}


def _one(element: Json, value: Any) -> Any:
    if hasattr(value, "id"):
        return value.id
    groups = element.get("option_groups") or [{"options": element.get("options")}]
    if groups[0]["options"] is None:
        if element["type"] == "external_select":
            return {"text": {"type": "plain_text", "text": str(value)}, "value": str(value)}
        return value
    options = [one for group in groups for one in group["options"]]
    for one in options:
        if value in (one["text"]["text"], one["value"]):
            return one
    raise AssertionError(f"no option {value!r} among {[one['text']['text'] for one in options]}")


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in _MULTIPLE:
        given, initial = _MULTIPLE[kind]
        return {"type": kind, given: element.get(initial) or []}
    given, initial = _SINGLE[kind]
    return {"type": kind, given: element.get(initial)}


def state_of(blocks: list[Json], values: Mapping[str, Any], *, required: bool = False) -> Json:
    """Give the values of all fields, by block and action.

    Args:
        values: what was filled in, by block id, action id or label.
        required: whether what must be filled in has to be.

    Raises:
        AssertionError: no field has this name, or one that must be filled in is empty.
    """
    left = dict(values)
    state: Json = {}
    for block in blocks:
        for element in elements([block]):
            if element["type"] not in _SINGLE | _MULTIPLE:
                continue
            label = block.get("label", {}).get("text")
            names = [block["block_id"], element.get("action_id"), label]
            name = next((name for name in names if name in left), None)
            told = chosen_of(element, left.pop(name)) if name else _initial(element)
            filled = next(value for key, value in told.items() if key != "type")
            must = required and block["type"] == "input" and not block.get("optional")
            assert filled or not must, f"{label!r} must be filled in"
            state.setdefault(block["block_id"], {})[element.get("action_id", "")] = told
    assert not left, f"there are no fields {sorted(left)}"
    return state
