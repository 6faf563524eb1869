"""The conversation: something is said in a chat, and this is what we say to it."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import PurePath

import structlog

from bot.catalogue import Words, words
from bot.chats.growth import Grow
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
from bot.conversation.errors import CannotDo, NotAllowed, PageUnavailable
from bot.conversation.meant import bare_command, is_greeting, is_thanks
from bot.conversation.parse import Typed, parse
from bot.conversation.ports import Defaults, Desk, Topic
from bot.conversation.said import Person, Said
from bot.conversation.talk import Command, Talk
from bot.messages import chat as messages
from bot.messages import failures
from bot.messages.words import say
from bot.post import Post
from bot.zones import find as zones_named
from storage.errors import StorageError
from storage.model import Address, Chat, ChatKind
from storage.store import Store
from summarizer.errors import NothingToSay, SummarizerError

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
        return await self._handle(said, None)

    async def handle_growing(self, said: Said, grow: Grow) -> tuple[Post, ...]:
        """Answer one message as `handle` does, and show the answer to a question while it is made.

        What is shown was checked like the answer itself; what could not be checked yet is not.
        """
        return await self._handle(said, grow)

    async def language(self, address: Address, person: Person) -> str:
        """Tell which language is spoken in a chat. See `bot.chats.speaking.Speaking`."""
        try:
            known = await self._known(address)
        except StorageError as error:
            log.warning("conversation.language_unknown", chat=address.chat, error=str(error))
            known = None
        return known.language if known else self._first_language(person)

    def _first_language(self, person: Person) -> str:
        return person.speaks(self._defaults.language)

    async def _handle(self, said: Said, grow: Grow | None) -> tuple[Post, ...]:
        typed = parse(said.text)
        language = self._first_language(said.person)
        try:
            known = await self._known(said.address)
            language = known.language if known else language
            post = await self._answer(words(language), said, known, typed, grow)
        except Exception as error:  # noqa: BLE001 (reported; one chat's trouble is its own)
            post = self._failure(words(language), said, typed, error)
        return (replace(post, language=language),)

    def _failure(self, t: Words, said: Said, typed: Typed, error: Exception) -> Post:
        """Say what went wrong, and report what the operator should know of."""
        match error:
            case PageUnavailable():
                return say(t(error.sentence))
            case CannotDo():
                return say(error.sentence)
            case NothingToSay():
                return failures.nothing_to_brief(t)
        self._report(said, typed, error)
        match error:
            case StorageError():
                return failures.memory_failed(t)
            case SummarizerError():
                return failures.engine_failed(t)
        return failures.failed(t)

    async def _answer(
        self, t: Words, said: Said, known: Chat | None, typed: Typed, grow: Grow | None
    ) -> Post:
        name, rest = _command_of(typed)
        if name is None:
            return messages.thanked(t) if is_thanks(typed.words) else messages.hello(t)
        command = BY_NAME.get(name)
        if command is None:
            return failures.unknown_command(t, name, rest, nearest(name))
        if command.operators and not said.operator:
            raise NotAllowed(failures.operators_only(t))
        if command.name not in _COMMANDS:  # the gate's own, and no gate is there
            return failures.unknown_command(t, name, rest, None)
        if not _may(said) and changes_chat(command, rest):
            raise NotAllowed(failures.admins_only(t))
        now = self._clock()
        chat = await self._chat(said, known, now)
        talk = Talk(said, chat, now, self._store, self._desk, self._topics, self._fresh, grow)
        return await _COMMANDS[command.name](talk, rest)

    async def _known(self, address: Address) -> Chat | None:
        async with self._store.reading() as tx:
            return await tx.chats.by_address(address)

    async def _chat(self, said: Said, known: Chat | None, now: datetime) -> Chat:
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
        first = asdict(self._defaults) | {"language": self._first_language(said.person)}
        if said.zone and zones_named(said.zone) == (said.zone,):
            first["zone"] = said.zone
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
    """Give the command that was typed or meant, with its words; None for mere courtesy."""
    if typed.command is not None:
        return typed.command, typed.words
    if bare := bare_command(typed.words):
        return bare, ""
    if not typed.words or is_greeting(typed.words) or is_thanks(typed.words):
        return None, ""
    return "ask", typed.words
