"""A process that clusters once and dies of SIGKILL before a statement: DATABASE WHICH NOW."""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.clustering import Clustering
from storage.store import Store


async def main(database: str, which: int, now: datetime) -> None:
    statements = count(1)

    def die(*_: object) -> None:
        if next(statements) == which:
            os.kill(os.getpid(), signal.SIGKILL)

    async with Store(database) as store:
        event.listen(Engine, "before_cursor_execute", die)
        await Clustering(store, timedelta(hours=72), lambda: now).step()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
