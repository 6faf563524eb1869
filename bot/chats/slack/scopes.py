"""What the app asks Slack for, and why: each scope with its reason."""

BOT_SCOPES = {
    "app_mentions:read": "to hear that somebody mentions it",
    "assistant:write": "to answer in the assistant pane",
    "channels:history": "to hear follow-ups in its threads in public channels",
    "channels:join": "to enter a public channel that subscribes with /tellal",
    "channels:read": "to know the names and creators of public channels",
    "chat:write": "to write where it was invited",
    "commands": "for /tellal and the shortcuts on messages",
    "groups:history": "to hear follow-ups in its threads in private channels",
    "groups:read": "to know the names and creators of private channels it is in",
    "im:history": "to read what is written to it in private",
    "im:read": "to know its private conversations",
    "im:write": "to begin one, as when somebody clicks a button in its home",
    "mpim:history": "to hear follow-ups in its threads in group conversations",
    "mpim:read": "to know the group conversations it is in",
    "reactions:read": "to take a thumb on a story as its rating",
    "users:read": "to know somebody's time zone and language, and who is an admin",
}
"""Scopes of the bot token. No scope is asked for that acts in somebody's name."""


def missing(granted: str) -> tuple[str, ...]:
    """Name the scopes that a bot token lacks.

    Args:
        granted: separated by commas, as Slack tells it in the header x-oauth-scopes.
    """
    has = {one.strip() for one in granted.split(",")}
    return tuple(one for one in BOT_SCOPES if one not in has)
