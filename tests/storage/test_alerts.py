"""Alerts: one for each chat and story, until it is done."""

from dataclasses import replace

from fakes.news import NOW, article, minutes, new
from storage.model import Address, Alert, ChatKind
from storage.store import Store, Transaction


async def prepared(tx: Transaction) -> tuple[int, int, int]:
    """Give two chats and a story."""
    await tx.articles.add(None, [new(article())], NOW)
    story = (await tx.stories.assign({"a1": None}, NOW))["a1"]
    one, _ = await tx.chats.open(Address("telegram", "", "1"), ChatKind.PRIVATE, "", NOW)
    two, _ = await tx.chats.open(Address("slack", "", "2"), ChatKind.PRIVATE, "", NOW)
    return one.id, two.id, story


async def test_alerts_are_given_by_chat_when_they_are_due_until_they_are_done(store: Store):
    async with store.writing() as tx:
        one, two, story = await prepared(tx)
        mine = Alert(one, story, 1, "topic", "world", NOW)
        yours = Alert(two, story, 1, "watched", "Erdoğan", NOW - minutes(1))
        await tx.alerts.put([mine, yours])
        both = ["telegram", "slack"]
        assert await tx.alerts.due(NOW - minutes(2), both, 9) == {}
        found = await tx.alerts.due(NOW, both, 9)
        assert found == {two: (yours,), one: (mine,)}
        assert list(found) == [two, one]
        assert await tx.alerts.due(NOW, both, 1) == {two: (yours,)}
        assert await tx.alerts.due(NOW, both, 9, [one]) == {one: (mine,)}
        assert await tx.alerts.due(NOW, ["telegram"], 9) == {one: (mine,)}
        await tx.alerts.done([mine])
        assert await tx.alerts.due(NOW, both, 9) == {two: (yours,)}


async def test_a_newer_brief_takes_the_place_of_an_older_one_and_keeps_its_time(store: Store):
    async with store.writing() as tx:
        one, _, story = await prepared(tx)
        old = Alert(one, story, 1, "topic", "world", NOW)
        newer = replace(old, sequence=2, rule="watched", due=NOW + minutes(9))
        await tx.alerts.put([newer])
        await tx.alerts.put([old])
        assert await tx.alerts.due(NOW + minutes(9), ["telegram"], 9) == {one: (newer,)}
        await tx.alerts.done([newer])
        await tx.alerts.put([old])
        await tx.alerts.put([newer])
        kept = replace(newer, due=NOW)
        assert await tx.alerts.due(NOW, ["telegram"], 9) == {one: (kept,)}


async def test_an_alert_renewed_while_it_was_composed_is_not_done(store: Store):
    async with store.writing() as tx:
        one, _, story = await prepared(tx)
        composed = Alert(one, story, 1, "topic", "world", NOW)
        renewed = replace(composed, sequence=2)
        await tx.alerts.put([composed])
        await tx.alerts.put([renewed])
        await tx.alerts.done([composed])
        assert await tx.alerts.due(NOW, ["telegram"], 9) == {one: (renewed,)}
