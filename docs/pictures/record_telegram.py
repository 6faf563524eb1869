"""Records talks with the bot on the fake Bot API, for docs/telegram.md: words and pictures.

    python docs/pictures/record_telegram.py

Nothing is staged but the people: the saved articles are read, clustered and briefed, and what is
answered is what the conversation answers. For the answer that grows, a model on loopback says
three sentences, one of which no article bears out.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(HERE)]

from bubbles import Bubble, picture  # noqa: E402

from bot import logs  # noqa: E402
from bot.app import open_app  # noqa: E402
from bot.chats.port import Limits  # noqa: E402
from bot.chats.telegram.adapter import TelegramAdapter  # noqa: E402
from bot.chats.telegram.options import Options  # noqa: E402
from bot.config import load  # noqa: E402
from bot.memory import StoredMemory  # noqa: E402
from bot.pace import Pace  # noqa: E402
from bot.presence import StoredPresence  # noqa: E402
from bot.secrets import Secrets  # noqa: E402
from bot.service import Service  # noqa: E402
from fakes.botapi import FakeBotApi  # noqa: E402
from fakes.botapi_text import read  # noqa: E402
from fakes.botapi_world import Message  # noqa: E402
from fakes.modelscripts import document, honest  # noqa: E402
from fakes.modelserver import ModelServer  # noqa: E402
from fakes.modelwords import Asked, Says  # noqa: E402
from summarizer.llm.task import Task  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
ENGLISH = (
    "/start",
    "/brief latest",
    "what did Erdoğan and Bektenov discuss?",
    "and what about Gaza?",
    "who won the world cup?",
    "/digest weekdays 08:30",
)
TURKISH = ("/start", "Erdoğan ve Bektenov ne görüştü?", "/digest hafta içi 08:30")
ASKED = "what did Erdoğan and Bektenov discuss?"
SAYS = (
    ("They discussed bilateral relations and developments in the region.", "bilateral"),
    ("Zebulon Quackenbush paid 987 million euros for the invitation.", "bilateral"),
    ("Several ministers were present at the closed-door meeting.", "closed-door"),
)
"""What the model says, and a word of the sentence that it cites."""
MODEL = {
    "TELLAL__ENGINE__NAME": "llm",
    "TELLAL__ENGINE__FREE": "true",
    "TELLAL__ENGINE__MODELS__BRIEF": "small",
}
BEGIN, END = "<!-- recorded{}: begin -->\n", "<!-- recorded{}: end -->\n"


@asynccontextmanager
async def running(environment: Mapping[str, str]) -> AsyncIterator[FakeBotApi]:
    """Have the bot run on a fake Bot API, with the saved articles read."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load(
            None,
            {
                "DATABASE_URL": f"sqlite:///{folder}/talk.db",
                "TELLAL__ACCESS__OPEN": "true",
                **environment,
            },
        )
        async with (
            open_app(settings, Secrets(), clock=lambda: NOW) as app,
            FakeBotApi() as api,
            TelegramAdapter(
                Options(api.token, api.url),
                StoredMemory(app.store, app.clock),
                StoredPresence(app.store, app.clock),
                Pace(Limits()),
            ) as adapter,
        ):
            await Service(app, frozenset({"ticker"})).prepare(_unseen)
            listening = asyncio.create_task(adapter.run(app.listener))
            yield api
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def _unseen(done: int = 1, total: int | None = None) -> None:
    """Take progress that nobody watches."""


async def talk(name: str, language: str, said: Sequence[str]) -> list[Message]:
    """Have a reader say what one says on the first day; gives every message of the chat."""
    async with running({}) as api:
        person = api.world.person(name, language)
        chat = api.world.private(person)
        for number, text in enumerate(said, start=1):
            api.says(person, text)
            await api.answers(chat, number, seconds=30)
        return list(chat.messages)


def slowly(asked: Asked) -> Says:
    """Say what the model says, at the pace of a small one."""
    statements = [
        (text, [next(number for number, line in asked.lines.items() if word in line)])
        for text, word in SAYS
    ]
    return Says(json.dumps(document(asked, statements)), pace=0.35, pieces=8)


def _model(asked: Asked) -> Says:
    return slowly(asked) if asked.task is Task.ANSWER else honest(asked)


async def growth() -> list[Bubble]:
    """Have somebody ask in a group; gives the question and each state of the answer."""
    async with ModelServer(_model) as model:
        environment = {**MODEL, "OPENAI_BASE_URL": model.url}
        async with running(environment) as api:
            ada = api.world.person("Ada", "en")
            group = api.world.group("Newsroom", ada)
            asked = api.says(ada, f"@tellal_bot {ASKED}", group)
            (answer,) = await api.answers(group, 1, seconds=60)
            await api.until(lambda: answer.buttons, seconds=60)
            states = [*api.called("sendMessage"), *api.called("editMessageText")]
            shown = [Bubble(read(one["text"], "HTML"), ours=False) for one in states[:-1]]
            return [Bubble(asked.said, ours=True), *shown, _bubble(answer)]


def words(messages: Sequence[Message], person: str) -> str:
    """Give the talk in words, buttons in brackets."""
    told: list[str] = []
    for message in messages:
        who = "Tellal" if message.sender and message.sender.is_bot else person
        text = message.text.replace("\u2060", "")
        told.append(f"{who}:\n" + "\n".join(f"    {line}".rstrip() for line in text.split("\n")))
        told += ["    " + "  ".join(f"[{label}]" for label in row) for row in message.buttons]
    return "```text\n" + "\n".join(told) + "\n```\n"


def _bubble(message: Message) -> Bubble:
    by_bot = bool(message.sender and message.sender.is_bot)
    return Bubble(message.said, ours=not by_bot, buttons=message.buttons)


def _put(page: str, name: str, recorded: str) -> str:
    """Put something between its marks in the page."""
    begin, end = BEGIN.format(name), END.format(name)
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{recorded}{end}{after}"


def main() -> None:
    """Write the pictures, and the words into the page."""
    logs.configure("error", "text")
    english = asyncio.run(talk("Ada", "en", ENGLISH))
    turkish = asyncio.run(talk("Ayşe", "tr", TURKISH))
    drawn = {
        "telegram": [_bubble(message) for message in english],
        "telegram-turkish": [_bubble(message) for message in turkish],
        "telegram-growing": asyncio.run(growth()),
    }
    for name, bubbles in drawn.items():
        (HERE / f"{name}.svg").write_text(picture(bubbles), encoding="utf-8")
    page = ROOT / "docs" / "telegram.md"
    text = page.read_text(encoding="utf-8")
    text = _put(text, "", words(english, "Ada"))
    text = _put(text, ", Turkish", words(turkish, "Ayşe"))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
