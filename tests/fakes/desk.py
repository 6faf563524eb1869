"""A desk that follows a script, and remembers what it was asked."""

from dataclasses import dataclass

from fakes.world import VISIT, claim
from summarizer.model import Answer
from summarizer.text import fold


@dataclass(frozen=True)
class Feed:
    """A feed that a site offers."""

    url: str
    title: str


class ScriptedDesk:
    """Answers what the script says; without one, that the articles do not say.

    Attributes:
        answers: by folded question; an exception is raised.
        dossiers: by folded name.
        pages, sites: by URL.
        first: the opening of every digest.
        growth: by folded question, what is shown of the answer on the way.
        translated: briefs by the number of the original and language.
        asked: questions with the chat that asked, as they came.
    """

    def __init__(self):
        self.answers = {}
        self.growth = {}
        self.translated = {}
        self.dossiers = {}
        self.pages = {}
        self.sites = {}
        self.first = ()
        self.asked = []

    async def ask(self, question, chat, grow=None):
        self.asked.append((question, chat))
        told = self.answers.get(fold(question.text))
        for state in self.growth.get(fold(question.text), ()) if grow else ():
            await grow(state)
        return _or_raise(told) if told else abstention(question.text)

    async def who(self, name):
        told = self.dossiers.get(fold(name))
        return _or_raise(told) if told else None

    async def worded(self, told, language):
        return tuple(self.translated.get((n, language), brief) for n, brief in told)

    async def brief_page(self, url, language=None):
        return _or_raise(self.pages[url])

    async def find_feeds(self, url):
        return _or_raise(self.sites.get(url, ()))

    async def opening(self, briefs, language):
        return self.first


def answer(question, *claims, sources=VISIT.sources):
    """Make an answer of claims."""
    claims = tuple(claim(one) if isinstance(one, str) else one for one in claims)
    return Answer(
        question=question,
        text=" ".join(one.text for one in claims),
        claims=claims,
        sources=sources,
        engine="scripted",
        retrieved=tuple(source.article for source in sources),
    )


def abstention(question, nearest=VISIT.sources):
    """Make the answer that there is none."""
    return Answer(
        question=question, text=None, claims=(), sources=(), engine="scripted",
        reason="no_match", nearest=nearest,
    )  # fmt: skip


def _or_raise(told):
    if isinstance(told, Exception):
        raise told
    return told
