"""Nasty strings as questions and as names of chats: all are answered, and none is markup."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chats.telegram.markup import foreign
from bot.messages.words import say
from bot.post import Block, Button, Line, Post
from fakes.botapi_text import clean, is_empty, read
from fakes.newsroom import newsroom
from fakes.telegrambot import Scripted, running, source

STRINGS = (
    Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[5] / "shared/corpora"))
    / "hazards/strings.jsonl"
)
NEWS = {"bold", "italic", "text_link", "url", "email", "hashtag", "cashtag"}
"""What is ours in the news, and what Telegram links in words of others that does nothing."""
PLAIN = {"url", "email", "hashtag", "cashtag", "bot_command"}
"""What Telegram links by itself in what we say; a command that the reader typed is the reader's."""

pytestmark = pytest.mark.skipif(not STRINGS.is_file(), reason="TELLAL_CORPORA is not there")


def strings() -> list[str]:
    lines = STRINGS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def words_of(text: str) -> str:
    """Give a text without blanks, as it is once it was made safe to show."""
    return "".join(clean(foreign(text, commands=True)).split())


@pytest.mark.parametrize(("language", "said"), [("en", "You said: {}"), ("tr", "Dediniz ki: {}")])
async def test_every_string_may_be_asked_and_comes_back_as_text(api, bot, language, said):
    bot.listener.speaks = language
    bot.listener.otherwise = lambda heard: replace(
        say(said.format(heard.text)), language=language, buttons=((Button(heard.text, "/help"),),)
    )
    ada = api.world.person("Ada", language)
    chat = api.world.private(ada)
    asked = [text for text in strings() if not is_empty(text)]
    for text in asked:
        api.says(ada, text)
        await api.until(lambda: not api.updates)
    answers = await api.answers(chat, len(asked), seconds=60)
    heard = [one.text for one in bot.listener.heard]
    assert len(heard) == len(asked)
    for text, answer in zip(heard, answers, strict=True):
        assert "".join(answer.text.split()) == words_of(said.format(text).strip())
        assert {entity["type"] for entity in answer.said.entities} <= PLAIN
        ((label,),) = answer.buttons
        assert words_of(label) in (words_of(text), "…")


@pytest.mark.parametrize("private", [True, False])
async def test_every_string_is_text_while_an_answer_grows(api, private):
    class Echoing(Scripted):
        async def handle_growing(self, said, grow):
            await grow(news(said.text))
            await asyncio.sleep(0.02)
            return await self.handle(said)

    listener = Echoing(otherwise=lambda said: news(said.text))
    async with running(api, listener):
        ada = api.world.person("Ada")
        chat = api.world.private(ada) if private else api.world.group("G", ada)
        asked = [text for text in strings() if not is_empty(text) and text[0] != "/"]
        for number, text in enumerate(asked, start=1):
            api.says(ada, f"@tellal_bot {text}", chat)
            await api.answers(chat, number, seconds=60)
        shown = [said for _, _, said in api.methods.drafts] if private else []
        shown += [read(call["text"], "HTML") for call in api.called("sendMessage")]
        assert len(shown) == (2 if private else 1) * len(asked)
        for said in shown:
            assert {entity["type"] for entity in said.entities} <= NEWS


async def test_the_settings_of_a_chat_that_watches_every_string_are_text(api, tmp_path):
    async with newsroom(api, tmp_path) as room:
        for language in ("en", "tr"):
            ada = api.world.person("Ada", language)
            chat = api.world.private(ada)
            for number, text in enumerate(strings()[:80], start=1):
                api.says(ada, f"/watch {text}")
                await api.answers(chat, number, seconds=60)
            for command in ("/unwatch", "/sources", "/settings"):
                before = len(api.of_bot(chat))
                api.says(ada, command)
                await api.answers(chat, before + 1, seconds=60)
            for answer in api.of_bot(chat):
                assert {e["type"] for e in answer.said.entities} <= PLAIN | {"bold"}
            assert await room.chat(ada.id)


def news(text: str) -> Post:
    """Make an answer of foreign words."""
    return Post(
        title=text,
        blocks=(Block((Line(text, (1,)), Line(f", {text}", strong=text))),),
        sources=(source(1, title=text, outlet=text),),
    )


async def test_a_group_of_any_name_is_served(api, bot):
    ada = api.world.person("Ada")
    titles = [text for text in strings() if not is_empty(text)][:60]
    for number, title in enumerate(titles, start=1):
        group = api.world.group(title, ada)
        api.says(ada, "@tellal_bot hello", group)
        await api.answers(group, 1)
        assert bot.listener.heard[number - 1].title == title
