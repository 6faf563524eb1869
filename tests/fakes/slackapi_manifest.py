"""What an app's manifest gives it: scopes, events, commands, pages; nothing else is there."""

from dataclasses import dataclass
from typing import Self

from fakes.slackapi_world import Json

_NEEDS = {
    "app_mention": {"app_mentions:read"},
    "assistant_thread_started": {"assistant:write"},
    "assistant_thread_context_changed": {"assistant:write"},
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "channel_id_changed": {"channels:read", "groups:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "group_rename": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "user_change": {"users:read"},
}
"""The scopes of which an event needs one."""

_LENGTHS = {"name": (1, 35), "description": (0, 140), "long_description": (174, 4000)}
"""Letters that what the app says of itself may have."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app's manifest, as far as this Slack goes by it.

    Attributes:
        escaped: the commands whose text has people and channels marked.
    """

    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    escaped: frozenset[str]
    shortcuts: frozenset[str]
    interactive: bool
    home: bool
    messages: bool
    assistant: bool

    @classmethod
    def read(cls, given: Json) -> Self:
        """Read one.

        Raises:
            AssertionError: Slack would not take it.
        """
        settings, features = given.get("settings", {}), given.get("features", {})
        scopes = frozenset(given.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
        events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", ()))
        said = given.get("display_information", {})
        for key, (least, most) in _LENGTHS.items():
            fits = key not in said or least <= len(said[key]) <= most
            assert fits, f"{key} is not {least} to {most} letters long"
        for event in events & _NEEDS.keys():
            assert scopes & _NEEDS[event], f"{event} needs one of {sorted(_NEEDS[event])}"
        commands = frozenset(one["command"] for one in features.get("slash_commands", ()))
        escaped = frozenset(
            one["command"] for one in features.get("slash_commands", ()) if one.get("should_escape")
        )
        shortcuts = frozenset(one["callback_id"] for one in features.get("shortcuts", ()))
        assert not commands | shortcuts or "commands" in scopes, "commands need their scope"
        for one in features.get("shortcuts", ()):
            fits = len(one["name"]) <= 24 and len(one.get("description", "")) <= 150
            assert fits, f"the shortcut {one['callback_id']} says too much"
        assistant = "assistant_view" in features
        assert not assistant or "assistant:write" in scopes, "the assistant needs its scope"
        tabs = features.get("app_home", {})
        return cls(
            scopes, events | {"tokens_revoked", "app_uninstalled"}, commands, escaped, shortcuts,
            settings.get("interactivity", {}).get("is_enabled", False),
            tabs.get("home_tab_enabled", False), tabs.get("messages_tab_enabled", True), assistant,
        )  # fmt: skip
