"""Nasty strings as questions and as names of chats: all are answered, and none is markup."""

import json
import os
from pathlib import Path

import pytest

from bot.chats.telegram.markup import foreign
from fakes.botapi_text import clean, is_empty

STRINGS = (
    Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[5] / "shared/corpora"))
    / "hazards/strings.jsonl"
)
PLAIN = {"url", "email", "hashtag", "cashtag", "bot_command"}
"""What Telegram links by itself in what we say; a command that the reader typed is the reader's."""

pytestmark = pytest.mark.skipif(not STRINGS.is_file(), reason="TELLAL_CORPORA is not there")


def strings() -> list[str]:
    lines = STRINGS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


async def test_every_string_may_be_asked_and_comes_back_as_text(api, bot):
    ada = api.world.person("Ada")
    chat = api.world.private(ada)
    asked = [text for text in strings() if not is_empty(text)]
    for text in asked:
        api.says(ada, text)
        await api.until(lambda: not api.updates)
    answers = await api.answers(chat, len(asked), seconds=60)
    heard = [said.text for said in bot.listener.heard]
    assert len(heard) == len(asked)
    for said, answer in zip(heard, answers, strict=True):
        expected = clean(foreign(f"You said: {said}", commands=True)).strip()
        assert "".join(answer.text.split()) == "".join(expected.split())
        assert {entity["type"] for entity in answer.said.entities} <= PLAIN


async def test_a_group_of_any_name_is_served(api, bot):
    ada = api.world.person("Ada")
    titles = [text for text in strings() if not is_empty(text)][:60]
    for number, title in enumerate(titles, start=1):
        group = api.world.group(title, ada)
        api.says(ada, "@tellal_bot hello", group)
        await api.answers(group, 1)
        assert bot.listener.heard[number - 1].title == title
