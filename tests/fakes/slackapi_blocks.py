"""What blocks the fake Slack takes, and in which words it refuses the others."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from fakes.slackapi_call import Refused
from fakes.slackapi_world import Json

LONGEST_BLOCKS = 13_200
"""Characters of all texts of a message, and CONTAINER more for each block and element.

Slack does not say how it counts: reports name about 13,200 for few blocks, and a message of
11,300 characters in many small containers that was refused.
"""

CONTAINER = 20
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
LONGEST_MARKDOWN = 12_000
LARGEST_VIEW = 250_000

_OPTIONED = {
    "static_select": 100, "multi_static_select": 100, "overflow": 5, "radio_buttons": 10,
    "checkboxes": 10,
}  # fmt: skip
_SELECTS = {
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
_INPUTS = _SELECTS | {
    "plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input",
    "datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes", "file_input",
}  # fmt: skip
_ACTIONS = _SELECTS | {
    "button", "overflow", "datepicker", "timepicker", "datetimepicker", "radio_buttons",
    "checkboxes", "workflow_button",
}  # fmt: skip
_ACCESSORIES = _ACTIONS | {"image"}


class _Check:
    """Gathers what is wrong, each with where it is."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def fail(self, why: str, at: str) -> None:
        self.wrong.append(f"[ERROR] {why} [json-pointer:{at}]")

    def length(self, value: Any, at: str, most: int, least: int = 1) -> None:
        """Check that something is a text of a length."""
        if not isinstance(value, str):
            self.fail("must be a string", at)
        elif len(value) < least:
            self.fail(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            self.fail(f"must be less than {most + 1} characters", at)

    def optional(self, thing: Json, key: str, at: str, most: int, least: int = 1) -> None:
        if thing.get(key) is not None:
            self.length(thing[key], f"{at}/{key}", most, least)

    def address(self, thing: Json, key: str, at: str) -> None:
        """Check that something, where it is there, is an address."""
        value = thing.get(key)
        if value is not None and not re.fullmatch(r"https?://[^\s/]\S*", str(value)):
            self.fail("must be a valid URL", f"{at}/{key}")

    def text(self, thing: Json, key: str, at: str, most: int, *, plain: bool = False) -> None:
        """Check a text object that must be there."""
        value, at = thing.get(key), f"{at}/{key}"
        if value is None:
            self.fail(f"missing required field: {key}", at.rpartition("/")[0])
        elif not isinstance(value, dict):
            self.fail("must provide an object", at)
        elif value.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            self.fail(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            allowed = {"plain_text": {"emoji"}, "mrkdwn": {"verbatim"}}[value["type"]]
            for extra in value.keys() - {"type", "text"} - allowed:
                self.fail(f"no more properties allowed: {extra}", at)
            self.length(value.get("text"), f"{at}/text", most)

    def several(self, thing: Json, key: str, at: str, most: int, least: int = 1) -> list[Any]:
        """Check a list of a length, and give it."""
        value, at = thing.get(key), f"{at}/{key}"
        if not isinstance(value, list):
            self.fail(f"missing required field: {key}", at.rpartition("/")[0])
            return []
        if len(value) > most:
            self.fail(f"no more than {most} items allowed", at)
        if len(value) < least:
            self.fail(f"no fewer than {least} items allowed", at)
        return value

    def once(self, names: Iterable[str | None], word: str, at: str) -> None:
        """Check that no name comes twice."""
        counted = Counter(name for name in names if name)
        for name, times in counted.items():
            if times > 1:
                self.fail(f"`{word}` {name} already exists", at)

    # --- elements ------------------------------------------------------------------------------

    def element(self, thing: Json, at: str, allowed: set[str]) -> None:
        """Check a button, a menu, a field."""
        kind = str(thing.get("type"))
        if kind not in allowed:
            self.fail(f"unsupported type: {kind}", f"{at}/type")
            return
        if kind == "image":
            self.image(thing, at)
            return
        self.optional(thing, "action_id", at, 255)
        if kind == "button":
            self.text(thing, "text", at, 75, plain=True)
            self.optional(thing, "value", at, 2000)
            self.optional(thing, "url", at, 3000)
            self.address(thing, "url", at)
            self.optional(thing, "accessibility_label", at, 75)
            if thing.get("style") not in (None, "primary", "danger"):
                self.fail("invalid style", f"{at}/style")
        if thing.get("placeholder") is not None:
            self.text(thing, "placeholder", at, 150, plain=True)
        if kind == "plain_text_input":
            self.optional(thing, "initial_value", at, 3000, 0)
        if kind in _OPTIONED and "option_groups" not in thing:
            self.options(
                thing, at, _OPTIONED[kind], plain=kind not in ("radio_buttons", "checkboxes")
            )
        if thing.get("confirm") is not None:
            self.confirm(thing["confirm"], f"{at}/confirm")

    def options(self, thing: Json, at: str, most: int, *, plain: bool) -> None:
        options = self.several(thing, "options", at, most)
        for number, option in enumerate(options):
            where = f"{at}/options/{number}"
            self.text(option, "text", where, 75, plain=plain)
            self.length(option.get("value"), f"{where}/value", 150)
            if option.get("description") is not None:
                self.text(option, "description", where, 75, plain=plain)
        for key in ("initial_option", "initial_options"):
            chosen = thing.get(key)
            if chosen == []:
                self.fail("no fewer than 1 items allowed", f"{at}/{key}")
            for one in chosen if isinstance(chosen, list) else [chosen] if chosen else []:
                if one not in options:
                    self.fail(f"{key} must be one of the provided options", at)

    def confirm(self, thing: Json, at: str) -> None:
        for key, most in (("title", 100), ("confirm", 30), ("deny", 30)):
            self.text(thing, key, at, most, plain=True)
        self.text(thing, "text", at, 300)

    def image(self, thing: Json, at: str) -> None:
        self.length(thing.get("alt_text"), f"{at}/alt_text", 2000, 0)
        if "slack_file" not in thing:
            self.length(thing.get("image_url"), f"{at}/image_url", 3000)
            self.address(thing, "image_url", at)

    # --- blocks --------------------------------------------------------------------------------

    def section(self, block: Json, at: str) -> None:
        if block.get("text") is None and not block.get("fields"):
            self.fail("missing required field: text or fields", at)
        if block.get("text") is not None:
            self.text(block, "text", at, 3000)
        if block.get("fields") is not None:
            for number, one in enumerate(self.several(block, "fields", at, 10)):
                self.text({"text": one}, "text", f"{at}/fields/{number}", 2000)
        if block.get("accessory") is not None:
            self.element(block["accessory"], f"{at}/accessory", _ACCESSORIES)

    def context(self, block: Json, at: str) -> None:
        for number, one in enumerate(self.several(block, "elements", at, 10)):
            where = f"{at}/elements/{number}"
            if one.get("type") == "image":
                self.image(one, where)
            else:
                self.text({"it": one}, "it", where, 3000)

    def actions(self, block: Json, at: str) -> None:
        elements = self.several(block, "elements", at, 25)
        for number, one in enumerate(elements):
            self.element(one, f"{at}/elements/{number}", _ACTIONS)
        self.once((one.get("action_id") for one in elements), "action_id", f"{at}/elements")

    def context_actions(self, block: Json, at: str) -> None:
        for number, one in enumerate(self.several(block, "elements", at, 5)):
            if one.get("type") not in ("feedback_buttons", "icon_button"):
                self.fail(f"unsupported type: {one.get('type')}", f"{at}/elements/{number}/type")

    def input(self, block: Json, at: str) -> None:
        self.text(block, "label", at, 2000, plain=True)
        if block.get("hint") is not None:
            self.text(block, "hint", at, 2000, plain=True)
        self.element(block.get("element") or {}, f"{at}/element", _INPUTS)

    def picture(self, block: Json, at: str) -> None:
        self.image(block, at)
        if block.get("title") is not None:
            self.text(block, "title", at, 2000, plain=True)

    def blocks(self, blocks: list[Any], at: str, most: int) -> None:
        """Check a message's or view's blocks."""
        if len(blocks) > most:
            self.fail(f"no more than {most} items allowed", at)
        for number, block in enumerate(blocks):
            where = f"{at}/{number}"
            kind = block.get("type") if isinstance(block, dict) else None
            if (check := _BLOCKS.get(str(kind))) is None:
                self.fail(f"unsupported type: {kind}", f"{where}/type")
                continue
            self.optional(block, "block_id", where, 255)
            check(self, block, where)
        self.once((b.get("block_id") for b in blocks if isinstance(b, dict)), "block_id", at)


def _anything(check: _Check, block: Json, at: str) -> None:
    """Take a block whose inside is not looked at."""


_BLOCKS: dict[str, Callable[[_Check, Json, str], object]] = {
    "section": _Check.section,
    "header": lambda check, block, at: check.text(block, "text", at, 150, plain=True),
    "context": _Check.context,
    "actions": _Check.actions,
    "context_actions": _Check.context_actions,
    "input": _Check.input,
    "image": _Check.picture,
    "markdown": lambda check, block, at: check.length(
        block.get("text"), f"{at}/text", LONGEST_MARKDOWN
    ),
    "divider": _anything,
    "rich_text": lambda check, block, at: check.several(block, "elements", at, 1000),
    "video": _anything,
    "file": _anything,
    "table": lambda check, block, at: check.several(block, "rows", at, 100),
    "plan": _anything,
    "task_card": _anything,
    "card": _anything,
    "carousel": _anything,
    "container": _anything,
    "alert": _anything,
}


def weigh(thing: Any) -> int:
    """Count blocks as Slack seems to: their texts, and something for every container."""
    if isinstance(thing, list):
        return sum(weigh(one) for one in thing)
    if not isinstance(thing, dict):
        return 0
    own = sum(
        len(value) for key, value in thing.items() if key == "text" and isinstance(value, str)
    )
    container = CONTAINER if thing.get("type") not in ("plain_text", "mrkdwn", "text") else 0
    return own + container + sum(weigh(value) for value in thing.values())


def check_message(blocks: list[Json], *, weighed: bool = True) -> None:
    """Check the blocks of a message.

    Args:
        weighed: also how much it is over all blocks; answers by response_url may be longer.

    Raises:
        Refused: invalid_blocks, or msg_blocks_too_long.
    """
    check = _Check()
    check.blocks(blocks, "/blocks", MESSAGE_BLOCKS)
    if check.wrong:
        raise Refused("invalid_blocks", tuple(check.wrong))
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > LONGEST_MARKDOWN or (weighed and weigh(blocks) > LONGEST_BLOCKS):
        raise Refused("msg_blocks_too_long")


def check_view(view: Json) -> None:
    """Check a modal or a Home tab.

    Raises:
        Refused: invalid_arguments, or view_too_large.
    """
    check = _Check()
    if view.get("type") == "modal":
        check.text(view, "title", "/view", 24, plain=True)
        for key in ("submit", "close"):
            if view.get(key) is not None:
                check.text(view, key, "/view", 24, plain=True)
        asks = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks", ()))
        if asks and view.get("submit") is None:
            check.fail("missing required field: submit", "/view")
    check.optional(view, "private_metadata", "/view", 3000, 0)
    check.optional(view, "callback_id", "/view", 255, 0)
    check.optional(view, "external_id", "/view", 255, 0)
    blocks = check.several(view, "blocks", "/view", 10_000, 0)
    check.blocks(blocks, "/view/blocks", VIEW_BLOCKS)
    for number, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") in ("markdown", "table", "plan"):
            check.fail(f"unsupported type: {block['type']}", f"/view/blocks/{number}/type")
    if check.wrong:
        raise Refused("invalid_arguments", tuple(check.wrong))
    if len(str(view)) > LARGEST_VIEW:
        raise Refused("view_too_large")


def check_prompts(prompts: Any) -> None:
    """Check what the assistant suggests to ask: at most four.

    Raises:
        Refused: invalid_arguments.
    """
    check = _Check()
    for number, one in enumerate(check.several({"prompts": prompts}, "prompts", "", 4)):
        if isinstance(one, dict) and one.get("title") and one.get("message"):
            continue
        check.fail("missing required field: title or message", f"/prompts/{number}")
    if check.wrong:
        raise Refused("invalid_arguments", tuple(check.wrong))
