"""What somebody does in Slack with commands, buttons, menus and forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakes.slackapi_call import Core, Place, Refused
from fakes.slackapi_delivery import Delivery
from fakes.slackapi_events import VERIFICATION
from fakes.slackapi_forms import chosen_of, state_of
from fakes.slackapi_responses import SECONDS, answer
from fakes.slackapi_typed import typed
from fakes.slackapi_views import make_view, replace, show
from fakes.slackapi_world import (
    APP_ID,
    Channel,
    Json,
    Message,
    User,
    View,
    block_of,
    elements,
)

_CHANNEL_NAMES = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}


class NotAcknowledged(AssertionError):
    """The app did not answer in time: the person sees that it failed."""


@dataclass(slots=True)
class Deed:
    """What somebody did, and what came of it; `replies` grows as the app answers.

    Attributes:
        errors: what the app says is wrong with a form, by block.
    """

    delivery: Delivery
    replies: list[Message] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The newest reply's text."""
        return self.replies[-1].text if self.replies else ""

    @property
    def seconds(self) -> float:
        """How long the app took to acknowledge."""
        return self.delivery.attempts[-1].seconds


@dataclass(slots=True, eq=False, kw_only=True)
class Hands(User):
    """Somebody at a keyboard."""

    core: Core = field(repr=False)

    @property
    def home(self) -> View | None:
        """What the app's Home tab shows them."""
        return self.workspace.homes.get(self.id)

    @property
    def modal(self) -> View | None:
        """What is open before them, on top."""
        return self.core.world.modal(self)

    @property
    def direct(self) -> Channel:
        """Their direct messages with the app's bot."""
        if self.workspace.bot is None:
            raise AssertionError(f"the app is not installed in {self.workspace.name}")
        return self.core.world.direct(self, self.workspace.bot)

    def sees(self, channel: Channel) -> list[Message]:
        """Give what is shown to them in a channel, what only they see too, oldest first."""
        own = [one for one in channel.ephemerals if one.only_for is self]
        return sorted([*channel.messages, *own], key=lambda one: one.ts)

    # --- commands and shortcuts ----------------------------------------------------------------

    async def slash(self, command: str, text: str = "", channel: Channel | None = None) -> Deed:
        """Type a command.

        Raises:
            NotAcknowledged: the app did not answer in time.
        """
        manifest = self.core.manifest
        assert manifest is None or command in manifest.commands, f"{command} is not the app's"
        assert self.workspace.installed, f"the app is not installed in {self.workspace.name}"
        channel = channel or self.direct
        if manifest and command in manifest.escaped:
            text = typed(text, self.workspace, labelled=True)
        place = self._place(channel)
        payload: Json = {
            "token": VERIFICATION, "team_id": self.workspace.id,
            "team_domain": self.workspace.domain, "channel_id": channel.id,
            "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
            "user_id": self.id, "user_name": self.username, "command": command, "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": str(self.workspace.org_wide).lower(),
            "response_url": self.core.response_url(place),
            "trigger_id": self.core.trigger(self),
        }  # fmt: skip
        if self.workspace.enterprise:
            payload |= {
                "enterprise_id": self.workspace.enterprise,
                "enterprise_name": self.workspace.enterprise,
            }
        return await self._does("slash_commands", payload, place)

    async def uses_shortcut(self, callback: str, message: Message | None = None) -> Deed:
        """Choose a shortcut: of a message, or a global one."""
        manifest = self.core.manifest
        assert manifest is None or callback in manifest.shortcuts, f"{callback} is not the app's"
        payload = self._payload("shortcut", message) | {"callback_id": callback}
        payload["action_ts"] = self.core.world.ts()
        if message is None:
            return await self._does("interactive", payload)
        place = self._place(message.channel, message)
        payload |= {
            "type": "message_action", "message_ts": message.ts, "message": message.json(),
            "channel": self._channel(message.channel),
            "response_url": self.core.response_url(place),
        }  # fmt: skip
        return await self._does("interactive", payload, place)

    # --- buttons and menus ---------------------------------------------------------------------

    async def presses(self, where: Message | View, label: str) -> Deed:
        """Press a button, by its label, action id or value."""
        for one in elements(where.blocks):
            names = (one.get("text", {}).get("text"), one.get("action_id"), one.get("value"))
            if one["type"] == "button" and label in names:
                return await self._acts(
                    where, one, {"text": one["text"], "value": one.get("value")}
                )
        raise AssertionError(f"no button {label!r} among {where.buttons}")

    async def chooses(self, where: Message | View, action: str, value: Any) -> Deed:
        """Choose in a menu, or fill a field that says so at once, by its action id."""
        for one in elements(where.blocks):
            if one.get("action_id") == action:
                return await self._acts(where, one, chosen_of(one, value))
        names = [one.get("action_id") for one in elements(where.blocks)]
        raise AssertionError(f"nothing to choose {action!r} among {names}")

    async def _acts(self, where: Message | View, element: Json, chosen: Json) -> Deed:
        block = block_of(where.blocks, element)
        action = {
            "type": element["type"], "action_id": element.get("action_id", ""),
            "block_id": block["block_id"], "action_ts": self.core.world.ts(),
            **{key: value for key, value in chosen.items() if value is not None},
        }  # fmt: skip
        payload = self._payload("block_actions", where) | {"actions": [action]}
        state = state_of(where.blocks, {})
        if action["type"] != "button":
            state.setdefault(action["block_id"], {})[action["action_id"]] = chosen
        if isinstance(where, View):
            payload |= {
                "container": {"type": "view", "view_id": where.id}, "view": where.json(state),
            }  # fmt: skip
            return await self._does("interactive", payload)
        place = self._place(where.channel, where)
        container = {
            "type": "message", "message_ts": where.ts, "channel_id": where.channel.id,
            "is_ephemeral": where.only_for is not None,
        }  # fmt: skip
        if where.thread_ts:
            container["thread_ts"] = where.thread_ts
        payload |= {
            "container": container, "channel": self._channel(where.channel),
            "state": {"values": state}, "response_url": self.core.response_url(place),
        }  # fmt: skip
        if where.only_for is None:
            payload["message"] = where.json()
        return await self._does("interactive", payload, place)

    async def suggests(self, where: View | Message, action: str, typed: str) -> list[str]:
        """Type into a menu that the app fills, and give the labels it offers."""
        element = next(one for one in elements(where.blocks) if one.get("action_id") == action)
        payload = self._payload("block_suggestion") | {
            "action_id": action, "value": typed,
            "block_id": block_of(where.blocks, element)["block_id"],
        }  # fmt: skip
        deed = await self._does("interactive", payload)
        return [one["text"]["text"] for one in (deed.delivery.answer or {}).get("options", ())]

    # --- forms ---------------------------------------------------------------------------------

    async def submits(self, view: View, values: Mapping[str, Any] | None = None) -> Deed:
        """Fill in a modal and send it.

        Args:
            values: what is filled in, by block id, action id or label; the rest stays as it is.

        Raises:
            NotAcknowledged: the app did not answer in time.
            AssertionError: the form cannot be filled in like this.
        """
        assert view in self.core.world.modals.get(self, []), "this modal is not open"
        state = state_of(view.blocks, values or {}, required=True)
        payload = self._payload("view_submission", view)
        payload |= {"view": view.json(state), "response_urls": []}
        deed = await self._does("interactive", payload)
        said = deed.delivery.answer or {}
        match said.get("response_action"):
            case "errors":
                deed.errors = dict(said["errors"])
                unknown = deed.errors.keys() - {one["block_id"] for one in view.blocks}
                assert deed.errors, "errors, but none of them is told"
                assert not unknown, f"errors for blocks there are not: {unknown}"
            case "update":
                replace(self.core, view, said["view"])
            case "push":
                show(self.core, make_view(self.core, self, said["view"]), view)
            case "clear":
                self.core.world.modals[self].clear()
            case _:
                self.core.world.modals[self].remove(view)
        return deed

    async def closes(self, view: View) -> Deed | None:
        """Close a modal without sending it; the app hears of it when it asked to."""
        self.core.world.modals[self].remove(view)
        if not view.given.get("notify_on_close"):
            return None
        payload = self._payload("view_closed") | {"view": view.json(), "is_cleared": False}
        return await self._does("interactive", payload)

    # --- what is sent --------------------------------------------------------------------------

    async def _does(self, kind: str, payload: Json, place: Place | None = None) -> Deed:
        manifest = self.core.manifest
        if manifest and kind == "interactive":
            assert manifest.interactive, "interactivity is not enabled"
        refused: list[Refused] = []

        def answered(said: Any) -> None:
            if place and kind == "slash_commands" and said and (said.keys() & {"text", "blocks"}):
                try:
                    answer(self.core, place, said)
                except Refused as error:
                    refused.append(error)

        delivery = await self.core.courier.ask(kind, payload, answered)
        if refused:
            raise refused[0]
        # The list is the place's own: what is posted later comes into the deed as well.
        deed = Deed(delivery, place.answers if place else [])
        if not deed.delivery.acknowledged:
            what = payload.get("command") or payload.get("type")
            why = deed.delivery.attempts[-1]
            raise NotAcknowledged(f"{what}: {why.why} {why.status or ''} after {why.seconds:.1f} s")
        return deed

    def _payload(self, kind: str, where: Message | View | None = None) -> Json:
        # Somebody of another workspace may be in a shared channel: it happens in the channel's.
        team = where.channel.workspace if isinstance(where, Message) else self.workspace
        assert team.installed, f"the app is not installed in {team.name}"
        enterprise = team.enterprise
        modal = where if isinstance(where, View) and where.given["type"] == "modal" else None
        return {
            "type": kind, "token": VERIFICATION, "api_app_id": APP_ID,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
            "is_enterprise_install": team.org_wide,
            "user": {"id": self.id, "username": self.username, "name": self.username,
                     "team_id": self.workspace.id},
            "trigger_id": self.core.trigger(self, modal),
        }  # fmt: skip

    def _place(self, channel: Channel, original: Message | None = None) -> Place:
        return Place(channel, self, original, self.core.world.clock() + SECONDS)

    def _channel(self, channel: Channel) -> Json:
        return {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)}
