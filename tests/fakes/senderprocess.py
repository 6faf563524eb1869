"""A process that only sends what is queued for Telegram, to be killed: DATABASE API_URL."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bot import deliver
from bot.chats.port import Limits
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.pace import Pace
from bot.presence import StoredPresence
from fakes.botapi import TOKEN
from fakes.recent import RecentMemory
from storage.store import Store


def now() -> datetime:
    return datetime.now(UTC)


async def main(database: str, api: str) -> None:
    deliver.UNKNOWN_AFTER = timedelta(seconds=1)
    async with Store(database) as store:
        presence = StoredPresence(store, now)
        async with TelegramAdapter(Options(TOKEN, api), RecentMemory(), presence) as adapter:
            await deliver.Deliverer(store, adapter, now, Pace(Limits())).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
