"""Nasty strings as questions, names and headlines: all are answered, and none is alive."""

import json
import os
from pathlib import Path
from uuid import uuid4

import pytest

from bot.chats.slack.markup import foreign
from bot.chats.slack.typed import heard
from fakes.slackbot import running
from fakes.telegrambot import Scripted, brief_post, source

STRINGS = (
    Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[5] / "shared/corpora"))
    / "hazards/strings.jsonl"
)

pytestmark = pytest.mark.skipif(not STRINGS.is_file(), reason="TELLAL_CORPORA is not there")


def strings() -> list[str]:
    lines = STRINGS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def dead(shown) -> bool:
    return not (shown.mentions or shown.broadcasts or shown.groups or shown.channels)


async def test_every_string_may_be_asked_and_comes_back_as_text(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted(), manners={"stream": False}) as bot:
        asked = 0
        for number, text in enumerate(strings(), start=1):
            message = await ada.says(slack.bot, text)
            asked += bool(heard(message.text, slack.bot.id)[0])
            answers = await slack.answers(ada.direct, number)
        said = [one.text for one in bot.listener.heard]
    assert len(said) == asked
    shown = ["".join(slack.rendered(one).text.split()) for one in answers]
    for text in said:
        expected = "".join(foreign(text).split())[:300]
        assert any(expected in one for one in shown), text
    assert all(dead(slack.rendered(one)) for one in answers)


async def test_every_string_may_be_a_headline_a_name_and_an_outlet(slack):
    news = slack.channel("news", [slack.person("Ada"), slack.bot])
    async with running(slack, Scripted()) as bot:
        (sender,) = await bot.app.senders()
        for number, text in enumerate(strings(), start=1):
            post = brief_post(title=text, sources=(source(1, title=text, outlet=text),), note=text)
            for payload in sender.render(post):
                await bot.tenants._known["T0HOME"].wire.send(news.id, payload, "", str(uuid4()))
            shown = slack.rendered(slack.of_bot(news)[-1])
            assert dead(shown), text
            assert all(url.startswith("https://example.com/") for url in shown.urls), text
            assert len(slack.of_bot(news)) >= number
