"""How the chat is served: /settings."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import zones
from bot.catalogue import to_say, words
from bot.conversation.digests import with_due
from bot.conversation.errors import Unclear
from bot.conversation.parse import first
from bot.conversation.talk import Command, Talk
from bot.conversation.times import quiet_hours
from bot.languages import language_named
from bot.messages import chat as messages
from bot.messages import failures
from bot.post import Post
from storage.model import Length


async def settings(talk: Talk, typed: str) -> Post:
    """Tell every setting, or change one."""
    if not typed:
        return messages.settings_are(talk.t, talk.chat)
    name, value = first(typed)
    change = _SETTINGS.get(name)
    if change is None:
        raise Unclear(messages.no_such_setting(talk.t, name))
    if not value:
        raise Unclear(messages.setting_needs(talk.t, _EXAMPLES[change]))
    return await change(talk, value)


async def _zone(talk: Talk, value: str) -> Post:
    found = zones.find(value, talk.chat.language)
    if not found:
        return failures.not_a_zone(talk.t, value, zones.suggest(value, talk.chat.language))
    if len(found) > 1:
        return failures.which_zone(talk.t, value, found)
    # The plan's hours are local, so they fall at other moments from now on.
    await talk.change(lambda chat: with_due(replace(chat, zone=found[0]), talk.now))
    return messages.zone_set(talk.t, found[0], talk.now.astimezone(ZoneInfo(found[0])))


async def _language(talk: Talk, value: str) -> Post:
    code = language_named(value, talk.chat.language)
    if code is None:
        raise Unclear(failures.not_a_language(talk.t, value))
    await talk.change(lambda chat: replace(chat, language=code))
    return messages.language_set(words(code), code)


async def _length(talk: Talk, value: str) -> Post:
    try:
        length = Length(value.lower())
    except ValueError as error:
        raise Unclear(messages.setting_needs(talk.t, _EXAMPLES[_length])) from error
    await talk.change(lambda chat: replace(chat, length=length))
    return messages.length_set(talk.t, length)


async def _quiet(talk: Talk, value: str) -> Post:
    quiet = quiet_hours(talk.t, value)
    await talk.change(lambda chat: replace(chat, quiet=quiet))
    return messages.quiet_set(talk.t, quiet)


async def _empty(talk: Talk, value: str) -> Post:
    silent = {"silent": True, "silence": True, "say": False}.get(value.lower())
    if silent is None:
        raise Unclear(messages.setting_needs(talk.t, _EXAMPLES[_empty]))
    await talk.change(lambda chat: replace(chat, quiet_digest=silent))
    return messages.empty_digest_set(talk.t, silent=silent)


_SETTINGS: Mapping[str, Command] = {
    "zone": _zone, "timezone": _zone, "tz": _zone, "city": _zone,
    "language": _language, "lang": _language,
    "length": _length, "quiet": _quiet, "empty": _empty,
}  # fmt: skip

_EXAMPLES: Mapping[Command, str] = {
    _zone: to_say("/settings zone Istanbul"),
    _language: to_say("/settings language Turkish"),
    _length: to_say("/settings length short (or medium, or long)"),
    _quiet: to_say("/settings quiet 22:00-07:00 (or off)"),
    _empty: to_say("/settings empty silent (or say)"),
}
