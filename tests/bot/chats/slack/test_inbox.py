"""A message that is under way when the app dies is answered by whoever runs it next."""

from datetime import datetime, timedelta

import pytest

from bot.chats.slack import app
from bot.inbox import LEASE, StoredInbox
from fakes.slackbot import running
from fakes.strike import NOW
from fakes.telegrambot import Scripted
from storage.store import Store


class Later:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now


@pytest.mark.parametrize("private", [False, True])
async def test_what_was_cut_off_is_answered_when_its_time_is_over(
    slack, store: Store, monkeypatch: pytest.MonkeyPatch, private: bool
):
    monkeypatch.setattr(app, "GRACE_SECONDS", 0.05)
    monkeypatch.setattr(app, "LOOKED_EVERY", 0.05)
    clock = Later()
    inbox = StoredInbox(store, "slack", "", clock)
    ada = slack.person("Ada")
    news = slack.direct(ada) if private else slack.channel("news", [ada, slack.bot])
    slow = Scripted(slow=60)
    async with running(slack, slow, inbox=inbox):
        said = await (ada.says if private else ada.mentions)(news, "what happened?")
        await slack.until(lambda: slow.heard)
    inbox = StoredInbox(store, "slack", "", clock)  # another process has its own
    async with running(slack, Scripted(), inbox=inbox) as bot:
        await slack.settled()
        assert bot.listener.texts == []  # whoever took it might be at work
        clock.now += LEASE + timedelta(seconds=1)
        (answer,) = await slack.answers(news)
        assert bot.listener.texts == ["what happened?"]
    if not private:
        assert answer.thread_ts == said.ts
    assert await inbox.left(every=True) == []


class Noting(StoredInbox):
    """Notes what it dropped."""

    dropped: tuple[str, ...] = ()

    async def done(self, key: str) -> None:
        """Drop an event."""
        await super().done(key)
        self.dropped += (key,)


async def test_of_a_workspace_that_put_us_out_nothing_is_answered(slack, store: Store):
    inbox = StoredInbox(store, "slack", "", lambda: NOW)
    body = {"team": "T404", "enterprise": None, "event": {"type": "message"}}
    await inbox.keep("T404:C1:1.0", body)
    later = Noting(store, "slack", "", lambda: NOW + LEASE)
    async with running(slack, Scripted(), inbox=later, many=True) as bot:
        await slack.until(lambda: later.dropped)
        assert bot.listener.texts == []
    assert later.dropped == ("T404:C1:1.0",)
    assert await later.left(every=True) == []
