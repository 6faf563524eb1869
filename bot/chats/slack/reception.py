"""Has answered what people say, and shows the answers in Slack's ways."""

from dataclasses import dataclass
from typing import Literal

import structlog
from slack_bolt.context.say_stream.async_say_stream import AsyncSayStream

from bot.catalogue import ENGLISH, Words, words
from bot.chats.growth import GrowingListener
from bot.chats.memory import Context, Memory
from bot.chats.port import Listener
from bot.chats.presence import Presence
from bot.chats.slack.directory import is_private
from bot.chats.slack.render import render
from bot.chats.slack.sending import Ref
from bot.chats.slack.streaming import Stream
from bot.chats.slack.tenant import Tenant
from bot.chats.slack.typed import command
from bot.chats.speaking import words_of
from bot.conversation.said import Person, Said
from bot.post import Post
from storage.model import Address, ChatKind

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave, by configuration.

    Attributes:
        settings_by: who may change a channel's settings. With "creator" the workspace's admins
            may as well.
        follow_threads: whether a follow-up in a thread that we take part in needs no mention.
        ignore_bots: whether bots are never answered.
        stream: whether answers are shown while they grow.
    """

    settings_by: Literal["members", "creator", "admins"] = "members"
    follow_threads: bool = True
    ignore_bots: bool = True
    stream: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that somebody says to us, however it was said.

    Attributes:
        thread: of turns, as `Said.thread` has it.
        reply_to: id of the message of ours that it is about.
        turn: id of the turn that it goes on from, or None for the newest.
        answer_in: root of the thread in which the answer stands; "" for none.
        team: of who says it, where it came with it.
        quoted: the words of somebody else that it is about.
    """

    channel: str
    user: str
    text: str
    thread: str = ""
    reply_to: str | None = None
    story: int | None = None
    turn: int | None = None
    answer_in: str = ""
    team: str = ""
    quoted: str = ""


class Reception:
    """Answers what is said, in any workspace.

    Args:
        listener: who knows what to say.
    """

    def __init__(
        self, listener: Listener, memory: Memory, presence: Presence, manners: Manners
    ) -> None:
        self._listener = listener
        self._memory = memory
        self.presence = presence
        self.manners = manners

    async def context(self, address: Address, root: str) -> Context | None:
        """Give what we know of a thread; None where we take no part in it."""
        return await self._memory.recall(address, root) if root else None

    async def words(self, tenant: Tenant, user: str, channel: str = "") -> Words:
        """Give our words in the language of a channel, or of somebody where there is none."""
        language = (await tenant.directory.person(user)).language
        if not channel:
            return words(language or ENGLISH)
        person = Person(user, "", language)
        return await words_of(self._listener, tenant.address(channel), person)

    async def said(self, tenant: Tenant, spoken: Spoken) -> Said:
        """Give what somebody says as the conversation hears it."""
        profile = await tenant.directory.person(spoken.user)
        room = await tenant.directory.room(spoken.channel)
        teams = profile.teams | ({spoken.team} if spoken.team else set())
        return Said(
            tenant.address(spoken.channel),
            room.kind,
            room.title,
            Person(spoken.user, profile.name, profile.language),
            command(spoken.text),
            thread=spoken.thread,
            reply_to=spoken.reply_to,
            story=spoken.story,
            turn=spoken.turn,
            may_change=room.kind is ChatKind.PRIVATE
            or self.manners.settings_by == "members"
            or profile.admin
            or (self.manners.settings_by == "creator" and room.creator == spoken.user),
            zone=profile.zone,
            outsider=bool(teams) and not teams & tenant.workspace.ids,
            quoted=spoken.quoted,
        )

    async def posts(self, tenant: Tenant, spoken: Spoken) -> tuple[Post, ...]:
        """Have something answered, and give the answers."""
        return await self._listener.handle(await self.said(tenant, spoken))

    async def answer(
        self, tenant: Tenant, spoken: Spoken, stream: AsyncSayStream | None = None
    ) -> tuple[Ref, ...]:
        """Answer with messages that everybody there sees; they and their thread are remembered.

        Args:
            stream: makes streams, where the answer may be shown while it grows.
        """
        said = await self.said(tenant, spoken)
        if spoken.answer_in:
            await self._enter(said.address, spoken)
        streams = self.manners.stream and spoken.answer_in and said.text[:1] != "/"
        if stream is not None and streams:
            posts, sent = await self._streamed(tenant, said, spoken, stream)
        else:
            posts = await self._listener.handle(said)
            sent = await self.show(tenant, spoken.channel, posts, spoken.answer_in)
        await self.remember(said.address, said.thread, said.story, posts, sent)
        return sent

    async def _enter(self, address: Address, spoken: Spoken) -> None:
        """Take part in a thread from now on: who goes on before the answer is there is heard."""
        if await self._memory.recall(address, spoken.answer_in) is None:
            context = Context(spoken.thread, spoken.story)
            await self._memory.remember(address, spoken.answer_in, context)

    async def _streamed(
        self, tenant: Tenant, said: Said, spoken: Spoken, stream: AsyncSayStream
    ) -> tuple[tuple[Post, ...], tuple[Ref, ...]]:
        root = spoken.answer_in
        shown = Stream(
            lambda: stream(thread_ts=root, buffer_size=1), tenant.answering, said.address, root
        )
        async with shown.growth.shown():
            if isinstance(self._listener, GrowingListener):
                posts = await self._listener.handle_growing(said, shown.growth.grow)
            else:
                posts = await self._listener.handle(said)
        if not posts:
            return posts, ()
        sent = await shown.finish(posts[0])
        return posts, (*sent, *await self.show(tenant, spoken.channel, posts[1:], root))

    async def show(
        self, tenant: Tenant, channel: str, posts: tuple[Post, ...], thread: str = ""
    ) -> tuple[Ref, ...]:
        """Send posts, in order."""
        sent: list[Ref] = []
        for post in posts:
            sent += await tenant.answering.send(tenant.address(channel), render(post), thread)
        return tuple(sent)

    async def whisper(
        self, tenant: Tenant, channel: str, user: str, posts: tuple[Post, ...], thread: str = ""
    ) -> bool:
        """Show posts to one person alone; tells whether that was done."""
        payloads = [payload for post in posts for payload in render(post)]
        return await tenant.answering.whisper(tenant.address(channel), user, payloads, thread)

    async def remember(
        self,
        address: Address,
        thread: str,
        story: int | None,
        posts: tuple[Post, ...],
        sent: tuple[Ref, ...],
    ) -> None:
        """Keep what our messages were about, and that we take part in their threads."""
        told = next((post.story for post in reversed(posts) if post.story), None)
        turn = next((post.turn for post in reversed(posts) if post.turn), None)
        for root in {one.thread for one in sent}:
            beginning = thread if is_private(address.chat) else thread or root
            known = await self._memory.recall(address, root) or Context(beginning)
            context = Context(known.thread, known.story or told or story, turn or known.turn)
            await self._memory.remember(address, root, context)
        for one in sent:
            if one.root:  # known by its own id, too: a thumb on it tells no thread
                await self._memory.remember(address, one.ts, Context(thread, told, turn))
