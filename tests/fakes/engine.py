"""An engine that says what a test wrote for it, and remembers what it was asked."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.engine import BriefDraft
from summarizer.errors import EngineUnavailable
from summarizer.model import Article, Brief, Claim, Query, Question, Story

Scripted = BriefDraft | tuple[Claim, ...] | Claim | None | Exception
"""One thing that the engine says; an exception is raised."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was made.

    Attributes:
        task: "brief", "answer" or "opening".
        given: the story, the question or the briefs.
        complaints: what was wrong with the try before.
    """

    task: str
    given: object
    complaints: tuple[str, ...] = ()


@dataclass
class ScriptedEngine:
    """Says its script, one entry a call in order; when the script is over it is unavailable.

    Attributes:
        script: what is still to be said.
        calls: what was asked, in order.
    """

    script: deque[Scripted]
    name: str = "scripted"
    calls: list[Call] = field(default_factory=list)

    @classmethod
    def of(cls, *script: Scripted, name: str = "scripted") -> "ScriptedEngine":
        return cls(deque(script), name)

    async def brief(
        self, story: Story, language: str | None = None, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        return self._next(Call("brief", story, tuple(complaints)))

    async def opening(self, briefs: Sequence[Brief], language: str) -> Claim | None:
        return self._next(Call("opening", tuple(briefs)))

    async def answer(
        self,
        question: Question,
        query: Query,
        articles: Sequence[Article],
        complaints: Sequence[str] = (),
    ) -> tuple[Claim, ...]:
        return self._next(Call("answer", question, tuple(complaints)))

    def _next(self, call: Call):
        self.calls.append(call)
        if not self.script:
            raise EngineUnavailable(self.name, "the script is over")
        said = self.script.popleft()
        if isinstance(said, Exception):
            raise said
        return said
