"""A process that listens for Telegram, to be killed: DATABASE API_URL SECONDS.

It says "heard" on stdout as soon as somebody says something, and answers so many seconds later.
"""

import asyncio
import sys
from datetime import UTC, datetime

from bot.chats.port import Limits
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.inbox import StoredInbox
from bot.pace import Pace
from bot.post import Post
from fakes.botapi import TOKEN
from fakes.recent import RecentMemory
from fakes.telegrambot import Comings, Scripted
from storage.store import Store


def now() -> datetime:
    return datetime.now(UTC)


class Telling(Scripted):
    """Tells at once that it was heard."""

    async def handle(self, said: object) -> tuple[Post, ...]:
        sys.stdout.write("heard\n")
        sys.stdout.flush()
        return await super().handle(said)


async def main(database: str, api: str, seconds: str) -> None:
    options = Options(TOKEN, api)
    async with Store(database) as store:
        inbox = StoredInbox(store, "telegram", options.account, now)
        async with TelegramAdapter(
            options, RecentMemory(), Comings(), Pace(Limits()), inbox=inbox
        ) as adapter:
            await adapter.run(Telling(slow=float(seconds)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
