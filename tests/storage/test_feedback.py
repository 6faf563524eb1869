"""Feedback: a person's last word on a thing."""

import pytest

from fakes.news import NOW, minutes
from storage import feedback
from storage.model import About, Address, ChatKind, Feedback
from storage.store import Store


async def test_the_last_verdict_of_a_person_on_a_thing_counts(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.GROUP, "", NOW)
        await tx.feedback.put(chat.id, "ann", About.STORY, 7, 1, NOW)
        await tx.feedback.put(chat.id, "ann", About.STORY, 7, -1, NOW + minutes(1))
        await tx.feedback.put(chat.id, "bob", About.STORY, 7, 1, NOW)
        await tx.feedback.put(chat.id, "ann", About.POST, 7, 1, NOW)
        await tx.feedback.put(chat.id, "ann", About.POST, 7, 0, NOW)
        assert await tx.feedback.of(chat.id) == (
            Feedback(chat.id, "ann", About.STORY, 7, -1, NOW + minutes(1)),
            Feedback(chat.id, "bob", About.STORY, 7, 1, NOW),
        )
        with pytest.raises(ValueError, match="1, -1 or 0"):
            await tx.feedback.put(chat.id, "ann", About.STORY, 7, 5, NOW)


async def test_every_verdict_is_exported_however_many_there_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(feedback, "STREAMED", 3)
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.GROUP, "", NOW)
        for n in range(7):
            await tx.feedback.put(chat.id, "ann", About.TURN, n, 1, NOW)
        assert [verdict.key async for verdict in tx.feedback.export()] == list(range(7))
