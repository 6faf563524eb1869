"""The conversation: something is said in a chat, and this is what we say to it."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import PurePath

import structlog

from bot.conversation import (
    digests,
    filters,
    life,
    questions,
    settings,
    stories,
    subscriptions,
    why,
)
from bot.conversation.commands import BY_NAME, changes_chat, nearest
from bot.conversation.errors import CannotDo, NotAllowed
from bot.conversation.parse import Typed, parse
from bot.conversation.ports import Defaults, Desk, Topic
from bot.conversation.said import Said
from bot.conversation.talk import Command, Talk
from bot.languages import language_name
from bot.messages import chat as messages
from bot.messages import failures
from bot.messages.words import say
from bot.post import Post
from bot.zones import find as zones_named
from storage.errors import StorageError
from storage.model import Chat, ChatKind
from storage.store import Store
from summarizer.errors import NothingToSay, SummarizerError
from summarizer.text import fold

log = structlog.get_logger()

_COMMANDS: Mapping[str, Command] = {
    "ask": questions.ask,
    "brief": stories.brief,
    "who": questions.who,
    "why": why.why,
    "subscribe": subscriptions.subscribe,
    "unsubscribe": subscriptions.unsubscribe,
    "sources": subscriptions.sources,
    "watch": filters.watch,
    "unwatch": filters.unwatch,
    "mute": filters.mute,
    "unmute": filters.unmute,
    "rate": stories.rate,
    "alerts": digests.alerts,
    "digest": digests.digest,
    "settings": settings.settings,
    "start": life.start,
    "help": life.help_,
    "stop": life.stop,
    "forget": life.forget,
    "status": life.status,
}

_BARE = frozenset(
    ["help", "start", "stop", "settings", "subscribe", "unsubscribe", "sources", "digest", "alerts"]
)
"""Commands that people type without the slash; a single such word is never a question."""

_GREETINGS = frozenset(["hello", "hi", "hey", "merhaba", "selam", "good morning", "hello there"])


class Conversation:
    """Answers what is said in chats of every platform.

    Args:
        store: the memory.
        desk: who answers from the articles.
        topics: on offer, by slug, in the order in which they are shown.
        clock: gives the time, aware and in UTC.
        defaults: what a new chat starts with.
        fresh: how old news may be that break as alerts; for explaining them.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        topics: Mapping[str, Topic],
        clock: Callable[[], datetime],
        defaults: Defaults | None = None,
        fresh: timedelta = timedelta(hours=24),
    ) -> None:
        self._store = store
        self._desk = desk
        self._topics = topics
        self._clock = clock
        self._defaults = defaults or Defaults()
        self._fresh = fresh

    async def handle(self, said: Said) -> tuple[Post, ...]:
        """Answer one message.

        Returns:
            What to say, in order. A failure is a sentence as well; what went wrong stands in the
            log, by ids and without anything that somebody typed.
        """
        typed = parse(said.text)
        try:
            return (await self._answer(said, typed),)
        except CannotDo as refusal:
            return (say(refusal.sentence),)
        except NothingToSay:
            return (failures.nothing_to_brief(),)
        except StorageError as error:
            self._report(said, typed, error)
            return (failures.memory_failed(),)
        except SummarizerError as error:
            self._report(said, typed, error)
            return (failures.engine_failed(),)
        except Exception as error:  # noqa: BLE001 (reported below; one chat's trouble is its own)
            self._report(said, typed, error)
            return (failures.failed(),)

    async def _answer(self, said: Said, typed: Typed) -> Post:
        name, words = _command_of(typed)
        if name is None:
            return messages.hello()
        command = BY_NAME.get(name)
        if command is None:
            return failures.unknown_command(name, words, nearest(name))
        if command.operators and not said.operator:
            raise NotAllowed(failures.operators_only())
        if command.name not in _COMMANDS:  # the gate's own, and no gate is there
            return failures.unknown_command(name, words, None)
        if not _may(said) and changes_chat(command, words):
            raise NotAllowed(failures.admins_only())
        now = self._clock()
        chat = await self._chat(said, now)
        talk = Talk(said, chat, now, self._store, self._desk, self._topics, self._fresh)
        return await _COMMANDS[command.name](talk, words)

    async def _chat(self, said: Said, now: datetime) -> Chat:
        async with self._store.reading() as tx:
            known = await tx.chats.by_address(said.address)
        if known and (known.kind, known.title) == (said.kind, said.title):
            return known
        async with self._store.writing() as tx:
            chat, _ = await tx.chats.open(
                said.address, said.kind, said.title, now, **self._first_settings(said)
            )
            await tx.commit()
        return chat

    def _first_settings(self, said: Said) -> dict[str, object]:
        """Give what a new chat starts with: what the platform tells of the person, else ours."""
        first = asdict(self._defaults)
        if said.zone and zones_named(said.zone) == (said.zone,):
            first["zone"] = said.zone
        language = said.person.language
        if language and language_name(language) != language:
            first["language"] = language
        return first

    def _report(self, said: Said, typed: Typed, error: Exception) -> None:
        """Tell the operator what broke and where, in words that are all ours."""
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        log.error(
            "conversation.failed",
            platform=said.address.platform,
            chat=said.address.chat,
            command=typed.command if typed.command in BY_NAME else None,
            error=type(error).__name__,
            at=[f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames],
        )


def _may(said: Said) -> bool:
    return said.kind is ChatKind.PRIVATE or said.may_change


def _command_of(typed: Typed) -> tuple[str | None, str]:
    """Give the command that was typed or meant, with its words; None for a mere hello."""
    if typed.command is not None:
        return typed.command, typed.words
    word = fold(typed.words).strip(" .!?")
    if word in _BARE:
        return word, ""
    if not typed.words or word in _GREETINGS:
        return None, ""
    return "ask", typed.words
