"""One chat that talks to a real store and a scripted desk."""

from datetime import timedelta

import pytest

from bot.chats.terminal.render import Look, text
from bot.conversation.core import Conversation
from bot.conversation.ports import Topic
from bot.conversation.said import Person, Said
from bot.post import Post, to_json
from fakes.desk import ScriptedDesk
from fakes.memory import earlier, empty_store, fill
from fakes.world import MATCH, NOON, ROCKET, VISIT
from storage.model import Address, ChatKind, Outgoing

TOPICS = {"world": Topic("world", "World"), "sport": Topic("sport", "Sport")}


class Talker:
    """Somebody in a chat, whose clock can be turned."""

    def __init__(self, store, desk, topics):
        self.store = store
        self.desk = desk
        self.topics = topics
        self.now = NOON

    async def post(self, words, **changes):
        """Say something and give the post that comes back."""
        said = {
            "address": Address("terminal", "", "local"),
            "kind": ChatKind.PRIVATE,
            "title": "",
            "person": Person("ayse", "Ayşe"),
            "text": words,
        } | changes
        conversation = Conversation(self.store, self.desk, self.topics, lambda: self.now)
        (post,) = await conversation.handle(Said(**said))
        return post

    async def __call__(self, words, **changes):
        """Say something and give what comes back as plain text."""
        return text(await self.post(words, **changes), Look(1000))

    async def chat(self):
        """Give the chat as stored, None when it is not there."""
        async with self.store.reading() as tx:
            return await tx.chats.by_address(Address("terminal", "", "local"))

    async def was_sent(self, what, kind, stories, *, message, post=None, why=None):
        """Let a post have been sent to the chat, as a message of the platform."""
        await self("/sources")
        chat = await self.chat()
        post = to_json(post or Post())
        async with self.store.writing() as tx:
            await tx.deliveries.queue(
                [Outgoing(chat.id, what, kind, ({},), post, why or {}, stories, self.now)], self.now
            )
            (delivery,) = await tx.deliveries.claim("terminal", "", self.now, 10)
            await tx.deliveries.sent(delivery.id, message, self.now)
            await tx.commit()

    def later(self, **how):
        """Let time pass."""
        self.now += timedelta(**how)


@pytest.fixture
def desk():
    return ScriptedDesk()


@pytest.fixture
async def store(tmp_path):
    """A store with three stories: 1 the rocket, 2 the match, 3 the visit, the newest."""
    async with empty_store(tmp_path) as opened:
        await fill(opened, earlier(ROCKET, hours=20), earlier(MATCH, hours=10), VISIT)
        yield opened


@pytest.fixture
def say(store, desk):
    return Talker(store, desk, TOPICS)


@pytest.fixture
def say_one_topic(store, desk):
    return Talker(store, desk, {"world": TOPICS["world"]})
