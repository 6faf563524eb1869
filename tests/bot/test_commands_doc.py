"""The page of commands: every command is in it, and every talk in it is real.

With TELLAL_REWRITE_DOCS=1 the talks are written anew instead of compared.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

from bot.chats.terminal.adapter import ADDRESS, PROMPT
from bot.chats.terminal.complete import LEAVING
from bot.chats.terminal.render import Look, text
from bot.conversation.commands import COMMANDS
from bot.conversation.core import Conversation
from bot.conversation.ports import Topic
from bot.conversation.said import Person, Said
from fakes.desk import Feed, ScriptedDesk, answer
from fakes.memory import earlier, empty_store, fill
from fakes.world import MATCH, NOON, ROCKET, VISIT, actor, claim
from storage.model import ChatKind
from summarizer.model import Dossier

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
TALK = re.compile(r"(?<=```text\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
TOPICS = {"world": Topic("world", "World"), "sport": Topic("sport", "Sport")}


def scripted_desk():
    """Give a desk that knows the questions of the page."""
    desk = ScriptedDesk()
    desk.answers = {
        "what did erdogan and bektenov discuss?": answer(
            "", claim("They discussed bilateral relations.")
        ),
        "and what about gaza?": answer(
            "", claim("Erdoğan stressed the urgent need for a lasting cease-fire in Gaza.")
        ),
        "what was the score?": answer(
            "", claim("Ajax beat Feyenoord 3-1.", "match"), sources=MATCH.sources
        ),
    }
    desk.dossiers["bektenov"] = Dossier(
        actor=actor("Olzhas Bektenov", aliases=("Bektenov",)),
        roles=(claim("Kazakhstan's Prime Minister"),),
        statements=(claim("He and President Recep Tayyip Erdoğan discussed bilateral relations."),),
        sources=VISIT.sources,
        met=("Recep Tayyip Erdoğan",),
    )
    desk.sites["https://blog.example"] = (
        Feed("https://blog.example/posts.xml", "Posts"),
        Feed("https://blog.example/comments.xml", "Comments"),
    )
    desk.first = (replace(VISIT.outcomes[0]),)
    return desk


async def retold(page, folder):
    """Give the page with every answer in its talks as it is now."""
    async with empty_store(folder) as store:
        await fill(store, earlier(ROCKET, hours=20), earlier(MATCH, hours=10), VISIT)
        conversation = Conversation(store, scripted_desk(), TOPICS, lambda: NOON)
        pieces = TALK.split(page)
        for place in range(1, len(pieces), 2):
            lines = [line for line in pieces[place].splitlines() if line.startswith(PROMPT)]
            pieces[place] = "\n\n".join([await _said(conversation, line) for line in lines]) + "\n"
        return "".join(pieces)


async def _said(conversation, line):
    said = Said(ADDRESS, ChatKind.PRIVATE, "", Person("1", "you"), line.removeprefix(PROMPT))
    (post,) = await conversation.handle(said)
    return f"{line}\n{text(post, Look(80))}"


def test_every_command_is_documented():
    page = PAGE.read_text(encoding="utf-8")
    for name in (*(command.name for command in COMMANDS), LEAVING[0]):
        assert re.search(rf"(?<!\w)/{name}\b", page), name


def test_every_command_of_readers_is_shown_at_work():
    asked = [line for talk in TALK.findall(PAGE.read_text("utf-8")) for line in talk.splitlines()]
    shown = {line.split()[1].lstrip("/") for line in asked if line.startswith(f"{PROMPT}/")}
    readers = {command.name for command in COMMANDS if not command.operators}
    assert readers - shown <= {"help"}


async def test_every_talk_is_real(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    real = await retold(page, tmp_path)
    if os.environ.get("TELLAL_REWRITE_DOCS"):
        PAGE.write_text(real, encoding="utf-8")
    else:
        assert page == real
