"""Records a talk with the bot on the fake Bot API, for docs/telegram.md: words and a picture.

    python docs/pictures/record_telegram.py

Nothing is staged but the person: the saved articles are read, clustered and briefed, and what is
answered is what the conversation answers.
"""

import asyncio
import contextlib
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(HERE)]

from bubbles import Bubble, picture  # noqa: E402

from bot import logs  # noqa: E402
from bot.app import open_app  # noqa: E402
from bot.chats.port import Limits  # noqa: E402
from bot.chats.telegram.adapter import Options, TelegramAdapter  # noqa: E402
from bot.config import load  # noqa: E402
from bot.memory import StoredMemory  # noqa: E402
from bot.pace import Pace  # noqa: E402
from bot.presence import StoredPresence  # noqa: E402
from bot.secrets import Secrets  # noqa: E402
from bot.service import Service  # noqa: E402
from fakes.botapi import FakeBotApi  # noqa: E402
from fakes.botapi_world import Chat, Message  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
SAID = (
    "/start",
    "/brief latest",
    "what did Erdoğan and Bektenov discuss?",
    "and what about Gaza?",
    "who won the world cup?",
    "/digest weekdays 08:30",
)
BEGIN, END = "<!-- recorded: begin -->\n", "<!-- recorded: end -->\n"


async def record() -> list[Message]:
    """Have a person talk with the bot; gives every message of the chat."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(
            None,
            {"DATABASE_URL": f"sqlite:///{folder}/talk.db", "TELLAL__ACCESS__OPEN": "true"},
        )
        async with (
            open_app(settings, Secrets(), clock=lambda: NOW) as app,
            FakeBotApi() as api,
            TelegramAdapter(
                Options(api.token, api.url),
                StoredMemory(app.store),
                StoredPresence(app.store, app.clock),
                Pace(Limits()),
            ) as adapter,
        ):
            await Service(app, frozenset({"ticker"})).prepare(_unseen)
            running = asyncio.create_task(adapter.run(app.listener))
            chat = await talk(api)
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            return list(chat.messages)


def _unseen(done: int = 1, total: int | None = None) -> None:
    """Take progress that nobody watches."""


async def talk(api: FakeBotApi) -> Chat:
    """Say what a reader says on the first day."""
    ada = api.world.person("Ada", "en")
    chat = api.world.private(ada)
    for number, text in enumerate(SAID, start=1):
        api.says(ada, text)
        await api.answers(chat, number, seconds=30)
    return chat


def words(messages: list[Message], bot: str) -> str:
    """Give the talk in words, buttons in brackets."""
    told: list[str] = []
    for message in messages:
        who = bot if message.sender and message.sender.is_bot else "Ada"
        text = message.text.replace("\u2060", "")
        told.append(f"{who}:\n" + "\n".join(f"    {line}".rstrip() for line in text.split("\n")))
        told += ["    " + "  ".join(f"[{label}]" for label in row) for row in message.buttons]
    return "```text\n" + "\n".join(told) + "\n```\n"


def main() -> None:
    """Write the picture, and the words into the page."""
    logs.configure("error", "text")
    messages = asyncio.run(record())
    bubbles = [
        Bubble(m.said, ours=not (m.sender and m.sender.is_bot), buttons=m.buttons) for m in messages
    ]
    (HERE / "telegram.svg").write_text(picture(bubbles), encoding="utf-8")
    page = ROOT / "docs" / "telegram.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    recorded = words(messages, "Tellal")
    page.write_text(f"{before}{BEGIN}{recorded}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
