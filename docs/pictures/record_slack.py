"""Records a day with the Slack app on the fake Slack, for docs/slack.md: words and pictures.

    python docs/pictures/record_slack.py

Nothing is staged but the person: the saved articles are read, clustered and briefed, and what is
drawn are the very blocks that the adapter sent.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(HERE)]

from blockkit import Shown, picture  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from bot import logs  # noqa: E402
from bot.app import open_app  # noqa: E402
from bot.config import load  # noqa: E402
from bot.secrets import Secrets  # noqa: E402
from bot.service import Service  # noqa: E402
from fakes.slackapi import SlackApi  # noqa: E402
from fakes.slackapi_world import Message, View  # noqa: E402
from fakes.slackbot import manifest  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
TOPIC = next(iter(load(None, {}).topics))
BEGIN, END = "<!-- recorded: begin -->\n", "<!-- recorded: end -->\n"


async def record() -> tuple[Mapping[str, Sequence[Message]], View, SlackApi]:
    """Have a person spend a day with the app; gives what they saw, by the picture's name."""
    async with SlackApi(manifest()) as slack:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                "DATABASE_URL": f"sqlite:///{folder}/day.db",
                "SLACK_API_BASE": slack.url,
                "SLACK_BOT_TOKEN": slack.token,
                "SLACK_APP_TOKEN": slack.app_token,
            }
            secrets = Secrets(
                slack_bot_token=SecretStr(slack.token), slack_app_token=SecretStr(slack.app_token)
            )
            settings = load(None, environment)
            async with open_app(settings, secrets, clock=lambda: NOW, platforms=("slack",)) as app:
                await Service(app, frozenset({"ticker"})).prepare(_unseen)
                (adapter,) = app.adapters
                running = asyncio.create_task(adapter.run(app.listener))
                await slack.until(lambda: slack.sockets or running.done())
                seen = await day(slack)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        return *seen, slack


def _unseen(done: int = 1, total: int | None = None) -> None:
    """Take progress that nobody watches."""


async def day(slack: SlackApi) -> tuple[Mapping[str, Sequence[Message]], View]:
    """Do what a team does on its first day."""
    ada = slack.person("Ada", tz="Europe/Istanbul")
    news = slack.channel("news", [ada, slack.bot])
    await ada.slash("/tellal", "brief latest", news)
    brief = (await slack.answers(news, 1, 30))[-1]
    await asyncio.sleep(0.5)  # nobody reads it faster
    for number, text in enumerate(
        ("what did Erdoğan and Bektenov discuss?", "and what about Gaza?"), start=1
    ):
        await ada.says(news, text, thread=brief)
        await slack.answers(news, number + 1, 30, thread=brief)  # the brief itself is the first
        await slack.until(lambda: not any(one.streaming for one in slack.of_bot(news)))
        await asyncio.sleep(0.2)
    before = slack.of_bot(news)
    thread = [one for one in news.messages if one.thread_ts == brief.ts and one is not brief]
    for number, text in enumerate(
        (f"subscribe {TOPIC}", "digest weekdays 08:30", "digest now"), start=1
    ):
        await ada.slash("/tellal", text, news)
        done = len(before) + number
        await slack.answers(news, done, 30)
    digest = slack.of_bot(news)[-1]
    for text in (f"subscribe {TOPIC}", "watch Olzhas Bektenov", "digest weekdays 08:30"):
        await ada.says(slack.bot, text)
        await slack.answers(ada.direct, len(slack.of_bot(ada.direct)) + 1, 30)
    await ada.opens_home()
    await slack.until(lambda: ada.home)
    seen = {"brief": [brief], "answer": [brief, *thread], "digest": [digest]}
    return seen, slack.team.homes[ada.id]


def shown(messages: Sequence[Message]) -> list[Shown]:
    """Give messages as they are drawn; a thread without the whole of its first message."""
    drawn = []
    for message in messages:
        name = "Tellal" if message.of_bot else message.user.name
        blocks = [one for one in message.blocks if one["type"] != "rich_text"]
        if message.markdown:
            blocks.insert(0, {"type": "markdown", "text": message.markdown})
        elif not message.of_bot:
            blocks = [{"type": "markdown", "text": message.text}]
        if len(messages) > 1 and message is messages[0]:
            blocks = blocks[:2]
        drawn.append(Shown(name, blocks, thread=len(messages) > 1 and message is not messages[0]))
    return drawn


def words(slack: SlackApi, messages: Sequence[Message]) -> str:
    """Give a thread in words."""
    told = []
    for message in messages:
        name = "Tellal" if message.of_bot else message.user.name
        lines = slack.rendered(message).text.replace("\u2060", "").split("\n")
        told += [f"{name}:", *(f"    {line}".rstrip() for line in lines)]
    return "```text\n" + "\n".join(told) + "\n```\n"


def main() -> None:
    """Write the pictures, and the words into the page."""
    logs.configure("error", "text")
    seen, home, slack = asyncio.run(record())
    titles = {"brief": "# news", "answer": "Thread · # news", "digest": "# news"}
    for name, messages in seen.items():
        drawn = picture(titles[name], shown(messages))
        (HERE / f"slack-{name}.svg").write_text(drawn, encoding="utf-8")
    drawn = picture("Tellal · Home", [Shown("", home.blocks)])
    (HERE / "slack-home.svg").write_text(drawn, encoding="utf-8")
    page = ROOT / "docs" / "slack.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    recorded = words(slack, seen["answer"])
    page.write_text(f"{before}{BEGIN}{recorded}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
