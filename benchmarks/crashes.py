"""A bot that is killed at random moments: what its readers miss, and what they get twice.

    python -m benchmarks.crashes [--kills 200] [--postgresql]

The whole bot runs in a process that gets SIGKILL at seeded random moments while it polls,
clusters, briefs, composes and sends, and is started again. Feed and chats live on. In the end it
may run out, and what each chat shows is compared with what was published.
"""

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from benchmarks import corpora
from fakes.crashsite import Report, crash, lines
from fakes.postgres import Postgres
from storage.store import Store


def main() -> int:
    """Measure and print a table; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    arguments = parser.parse_args()
    if arguments.postgresql:
        with Postgres() as server:
            report = asyncio.run(_measured(server.url(server.create()), arguments.kills))
    else:
        with tempfile.TemporaryDirectory() as folder:
            report = asyncio.run(_measured(f"sqlite:///{folder}/tellal.db", arguments.kills))
    database = "PostgreSQL" if arguments.postgresql else "SQLite"
    sys.stdout.write(
        f"python -m benchmarks.crashes --kills {arguments.kills}"
        f"{' --postgresql' if arguments.postgresql else ''}; {datetime.now(UTC):%Y-%m-%d}; "
        f"{database}, {report.seconds:.0f} s\n\n"
    )
    sys.stdout.write(corpora.table(("question", "measured", "aim"), list(lines(report))))
    broken = (report.untold, report.twice, report.lost, report.knowing, report.disordered)
    return int(any(broken) or report.most_copies > 2)


async def _measured(url: str, kills: int) -> Report:
    async with Store(url) as store:
        await store.upgrade()
    return await crash(url, kills)


if __name__ == "__main__":
    raise SystemExit(main())
