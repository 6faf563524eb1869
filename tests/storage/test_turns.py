"""Turns: a thread's newest, in the order they were asked."""

from fakes.news import NOW, minutes
from storage.model import Address, ChatKind, Turn
from storage.store import Store


async def test_a_thread_gives_its_newest_turns_oldest_first(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        ids = [
            await tx.turns.add(chat.id, "", NOW + minutes(n), f"q{n}", f"a{n}", [f"x{n}"])
            for n in range(3)
        ]
        other = await tx.turns.add(chat.id, "root", NOW, "q", None, [], story=7)
        assert await tx.turns.thread(chat.id, "", 2) == tuple(
            Turn(ids[n], chat.id, "", NOW + minutes(n), f"q{n}", f"a{n}", (f"x{n}",))
            for n in (1, 2)
        )
        assert await tx.turns.thread(chat.id, "root", 9) == (
            Turn(other, chat.id, "root", NOW, "q", None, (), 7),
        )
        assert await tx.turns.thread(chat.id, "none", 9) == ()


async def test_a_turn_belongs_to_its_chat_alone(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        turn = await tx.turns.add(chat.id, "", NOW, "q", None, [])
        assert await tx.turns.is_of(chat.id, turn)
        assert not await tx.turns.is_of(chat.id + 1, turn)
        assert not await tx.turns.is_of(chat.id, turn + 1)


async def test_a_thread_can_be_read_as_it_stood_after_one_of_its_turns(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        ids = [await tx.turns.add(chat.id, "", NOW, f"q{n}", None, []) for n in range(4)]
        told = await tx.turns.thread(chat.id, "", 2, until=ids[2])
        assert [turn.id for turn in told] == ids[1:3]
