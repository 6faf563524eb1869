"""Questions: /ask, plain text, and /who."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import compose
from bot.conversation.errors import Unclear
from bot.conversation.stories import head_of
from bot.conversation.talk import Talk
from bot.messages import failures, stories
from bot.post import Post, from_json
from storage.model import PostRecord, Turn
from summarizer.editor import Grow
from summarizer.model import Answer, Exchange, Question

LONGEST_QUESTION = 1000
LONGEST_NAME = 120

CONTEXT_TURNS = 6
"""How many exchanges of a thread a question is understood from."""

CONTEXT_AGE = timedelta(hours=1)
"""How old they may be in a chat's running talk; in a reply's thread age does not count."""

_ABOUT_STORY = re.compile(r"story\s+#?(\d{1,9})\b[\s:,]*(.*)", re.IGNORECASE | re.DOTALL)
_SIMILAR = 4


async def ask(talk: Talk, words: str) -> Post:
    """Answer a question; "story 12" before it says what it is about."""
    found = _ABOUT_STORY.fullmatch(words)
    number, question = (int(found[1]), found[2].strip()) if found else (None, words)
    if number is not None and not question:
        return await _invite(talk, number)
    if not any(letter.isalnum() for letter in question):
        return failures.ask_in_words(talk.t)
    if len(question) > LONGEST_QUESTION:
        raise Unclear(failures.too_long(talk.t, LONGEST_QUESTION))
    return await _answer(talk, question, number)


async def _invite(talk: Talk, number: int) -> Post:
    """Take a story up, so that the next question is understood to be about it."""
    head = await head_of(talk, number)
    title = head.brief.headline if head.brief else head.title
    said = " ".join(claim.text for claim in head.brief.summary) if head.brief else None
    await talk.remember(title, said, head.articles, story=number)
    return stories.ask_about(talk.t, title, number)


async def _answer(talk: Talk, question: str, about: int | None) -> Post:
    replied = await _replied_to(talk)
    if about is None:
        about = talk.said.story
    if about is None and replied and len(replied.stories) == 1:
        about = replied.stories[0]
    if quoted := talk.said.quoted[:LONGEST_QUESTION]:
        await talk.remember(quoted, None, ())  # part of the thread: "they" may be whom it names
    context = await _context(talk)
    if replied and len(replied.stories) != 1:
        context = (_told(replied), *context)
    asked = Question(question, talk.now, context, about)
    told = await talk.desk.ask(asked, talk.chat.id, grow=_growing(talk))
    cited = [source.article for source in told.sources]
    turn = await talk.remember(question, told.text, cited, story=about)
    searched = compose.Searched(0, None)
    if told.abstained:
        async with talk.store.reading() as tx:
            searched = compose.Searched(await tx.articles.count(), await tx.articles.oldest())
    return replace(compose.answer(told, talk.chat, searched, turn=turn), turn=turn)


def _growing(talk: Talk) -> Grow | None:
    """Give who shows an answer while it is made, without buttons: it is not the answer yet."""
    show = talk.grow
    if show is None:
        return None

    async def grow(told: Answer) -> None:
        await show(compose.answer(told, talk.chat, compose.Searched(0, None)))

    return grow


async def _replied_to(talk: Talk) -> PostRecord | None:
    if talk.said.reply_to is None:
        return None
    async with talk.store.reading() as tx:
        return await tx.deliveries.by_message(talk.chat.id, talk.said.reply_to)


async def _context(talk: Talk) -> tuple[Exchange, ...]:
    """Give the thread before a question, oldest first; a reply goes on from what it answers."""
    thread, until = talk.said.thread, talk.said.turn
    async with talk.store.reading() as tx:
        turns = await tx.turns.thread(talk.chat.id, thread, CONTEXT_TURNS, until)
    oldest = talk.now - CONTEXT_AGE
    return tuple(_exchange(turn) for turn in turns if thread or until or turn.asked >= oldest)


def _exchange(turn: Turn) -> Exchange:
    return Exchange(turn.question, turn.answer, turn.articles)


def _told(record: PostRecord) -> Exchange:
    """Give a post of several stories that was replied to, such as a digest, as an exchange."""
    post = from_json(record.post)
    lines = [line.strong + line.text for block in post.blocks for line in block.lines]
    return Exchange(post.title, " ".join(lines), tuple(source.article for source in post.sources))


async def who(talk: Talk, words: str) -> Post:
    """Tell what the articles say of a person or an organisation."""
    name = words.rstrip("?").strip()
    if not any(letter.isalnum() for letter in name):
        return failures.how_to(talk.t, "who")
    if len(name) > LONGEST_NAME:
        raise Unclear(failures.too_long(talk.t, LONGEST_NAME))
    told = await talk.desk.who(name)
    if told is None:
        return stories.nobody(talk.t, name, await _similar_names(talk, name))
    said = " ".join(claim.text for claim in (*told.roles, *told.statements)) or None
    cited = [source.article for source in told.sources]
    turn = await talk.remember(told.actor.name, said, cited)
    return replace(compose.dossier(told, talk.chat), turn=turn)


async def _similar_names(talk: Talk, name: str) -> Sequence[str]:
    """Give names that share a word with one that nobody has."""
    words = sorted((word for word in name.split() if len(word) > 2), key=len, reverse=True)
    found: dict[str, None] = {}
    async with talk.store.reading() as tx:
        for word in words[:3]:
            for record in await tx.actors.find(word, limit=_SIMILAR):
                found.setdefault(record.name)
    return tuple(found)[:_SIMILAR]
