"""Chats: opened once, kept with their settings, moved whole, forgotten to the last word."""

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import func, select

from fakes.news import NOW, article, minutes, new, outgoing
from storage.model import (
    About,
    Address,
    Alert,
    Alerts,
    Chat,
    ChatKind,
    ChatState,
    DigestTime,
    FilterKind,
    Length,
    Target,
    Usage,
)
from storage.store import Store, Transaction
from storage.tables import metadata

HERE = Address("telegram", "bot", "-100")
THERE = Address("telegram", "bot", "-1001")


async def opened(tx: Transaction, address: Address = HERE, **defaults: object) -> Chat:
    chat, _ = await tx.chats.open(address, ChatKind.GROUP, "Newsroom", NOW, **defaults)
    return chat


async def fill(tx: Transaction, chat: Chat, story: int = 1) -> tuple[int, int]:
    """Leave something of a chat in every table; gives a post and a turn."""
    await tx.subscriptions.add(chat.id, Target.TOPIC, "world", NOW)
    await tx.filters.add(chat.id, FilterKind.WATCH, "Erdoğan", NOW)
    turn = await tx.turns.add(chat.id, "", NOW, "Who?", "Nobody.", ["a1"])
    what = f"story:{story}"
    (post,) = await tx.deliveries.queue([outgoing(chat.id, what, ["secret words"], [story])], NOW)
    await tx.occurrences.claim(chat.id, "2026-11-24T08:00", NOW)
    await tx.feedback.put(chat.id, "p", About.TURN, turn, 1, NOW)
    await tx.usage.add(Usage(NOW, "answer", "llm", "m", 1, 0, 1, 0.1, 1.0, "ok", chat.id))
    return post, turn


async def test_a_chat_is_opened_once_with_the_defaults_of_its_first_time(store: Store):
    async with store.writing() as tx:
        first, created = await tx.chats.open(
            HERE, ChatKind.GROUP, "Newsroom", NOW, zone="Europe/Istanbul", cursor=7
        )
        assert created
        assert (first.zone, first.cursor, first.state) == ("Europe/Istanbul", 7, ChatState.ACTIVE)
        again, created = await tx.chats.open(
            HERE, ChatKind.CHANNEL, "Renamed", NOW + minutes(1), zone="UTC"
        )
        assert not created
        assert again == replace(first, kind=ChatKind.CHANNEL, title="Renamed")


async def test_settings_come_back_exactly_as_they_were_saved(store: Store):
    async with store.writing() as tx:
        chat = replace(
            await opened(tx),
            state=ChatState.STOPPED,
            language="tr",
            zone="Asia/Kathmandu",
            length=Length.LONG,
            alerts=Alerts.WATCHED,
            digest=(DigestTime((0, 1, 4), time(8, 30)), DigestTime((6,), time(0, 0))),
            digest_since=NOW,
            digest_due=NOW + minutes(5),
            quiet=(time(22), time(7, 15)),
            quiet_digest=False,
            cursor=3,
        )
        await tx.chats.save(chat)
        await tx.commit()
    async with store.reading() as tx:
        assert await tx.chats.get(chat.id) == chat
        assert await tx.chats.by_address(HERE) == chat
        assert await tx.chats.get_many([chat.id, 99]) == {chat.id: chat}


async def test_a_setting_saved_late_does_not_take_the_cursor_back(store: Store):
    """Else the reader who changes a setting while a digest is composed would get it twice."""
    async with store.writing() as tx:
        before = await opened(tx)
        await tx.chats.advance(before.id, 9, None)
        await tx.chats.save(replace(before, zone="Asia/Tokyo"))
        after = await tx.chats.get(before.id)
        assert (after.cursor, after.zone) == (9, "Asia/Tokyo")
        await tx.chats.advance(before.id, 4, NOW)
        assert (await tx.chats.get(before.id)).cursor == 9
        assert (await tx.chats.get(before.id)).digest_due == NOW


async def test_chats_are_listed_by_platform_and_state(store: Store):
    async with store.writing() as tx:
        one = await opened(tx)
        two = await opened(tx, Address("slack", "team", "C1"))
        await tx.chats.save(replace(one, state=ChatState.BLOCKED))
        assert [chat.id for chat in await tx.chats.all()] == [one.id, two.id]
        assert [chat.id for chat in await tx.chats.all(platform="slack")] == [two.id]
        assert [chat.id for chat in await tx.chats.all(state=ChatState.BLOCKED)] == [one.id]


async def test_plans_that_are_due_are_given_longest_due_first_for_active_chats(store: Store):
    async with store.writing() as tx:
        late = await opened(tx, replace(HERE, thread="1"), digest_due=NOW)
        later = await opened(tx, replace(HERE, thread="2"), digest_due=NOW - minutes(1))
        await opened(tx, replace(HERE, thread="3"), digest_due=NOW + minutes(1))
        await opened(tx, replace(HERE, thread="4"))
        await opened(tx, replace(HERE, thread="5"), digest_due=NOW, state=ChatState.STOPPED)
        await opened(tx, Address("slack", "team", "C1"), digest_due=NOW)
        due = await tx.chats.digest_due(NOW, ["telegram"], 9)
        assert [chat.id for chat in due] == [later.id, late.id]
        assert len(await tx.chats.digest_due(NOW, ["telegram", "slack"], 2)) == 2


async def test_forgetting_a_chat_deletes_every_word_of_it_and_nothing_else(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article())], NOW)
        story = (await tx.stories.assign({"a1": None}, NOW))["a1"]
        chat, other = await opened(tx), await opened(tx, THERE)
        for one in (chat, other):
            await fill(tx, one, story)
            await tx.alerts.put([Alert(one.id, story, 1, "topic", "world", NOW)])
        await tx.deliveries.queue([outgoing(chat.id, "only here", ["for nobody else"])], NOW)
        await tx.commit()
    async with store.writing() as tx:
        await tx.chats.forget(chat.id)
        await tx.commit()
    filled: set[str] = set()
    async with store.reading() as tx:
        for name, table in metadata.tables.items():
            if "chat" in table.c and name != "chats":
                counted = select(table.c.chat, func.count()).group_by(table.c.chat)
                left = dict((await tx._connection.execute(counted)).all())
                assert left.pop(None, 0) == (1 if name == "usage" else 0)
                assert chat.id not in left, name
                filled.update(name for id_ in left if id_ == other.id)
        bodies = await tx._connection.scalars(select(metadata.tables["contents"].c.body))
        said = " ".join(bodies)
    assert {"subscriptions", "turns", "deliveries", "told", "feedback", "alerts"} <= filled
    assert "secret words" in said
    assert "for nobody else" not in said


async def test_a_moved_chat_keeps_everything_and_its_threads_follow(store: Store):
    async with store.writing() as tx:
        chat = await opened(tx, zone="Asia/Tokyo")
        topic = await opened(tx, replace(HERE, thread="7"))
        await fill(tx, chat)
        await tx.chats.moved(HERE, THERE)
        assert await tx.chats.by_address(HERE) is None
        moved = await tx.chats.by_address(THERE)
        assert moved == replace(chat, address=THERE)
        assert (await tx.chats.by_address(replace(THERE, thread="7"))).id == topic.id
        (waiting,) = await tx.deliveries.claim("telegram", "bot", NOW, 9)
        assert waiting.address == THERE


async def test_what_was_said_at_the_new_address_already_joins_the_old_chat(store: Store):
    async with store.writing() as tx:
        old = await opened(tx, zone="Asia/Tokyo")
        fresh = await opened(tx, THERE)
        await fill(tx, old)
        await fill(tx, fresh)
        await tx.subscriptions.add(fresh.id, Target.TOPIC, "sport", NOW)
        (post,) = await tx.deliveries.queue([outgoing(fresh.id, "story:9", ["x"], [9])], NOW)
        await tx.chats.moved(HERE, THERE)
        (chat,) = await tx.chats.all()
        assert (chat.id, chat.address, chat.zone) == (old.id, THERE, "Asia/Tokyo")
        assert {s.key for s in await tx.subscriptions.of(old.id)} == {"world", "sport"}
        assert len(await tx.turns.thread(old.id, "", 9)) == 2
        assert set(await tx.deliveries.told(old.id, [1, 9])) == {1, 9}
        assert (await tx.deliveries.post(post)).chat == old.id
        assert {d.what for d in await tx.deliveries.list(chat=old.id)} == {"story:1", "story:9"}


async def test_moving_a_chat_that_nobody_knows_does_nothing(store: Store):
    async with store.writing() as tx:
        await tx.chats.moved(HERE, THERE)
        assert await tx.chats.all() == ()


async def test_a_default_that_a_chat_does_not_have_is_refused(store: Store):
    async with store.writing() as tx:
        with pytest.raises(TypeError, match="colour"):
            await opened(tx, colour="red")
