"""The sample story as a user meets it: imported, briefed, asked about through store and desk."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Polling
from bot.desk import Desk
from bot.feeds.articles import from_record
from bot.feeds.fetch import Fetcher
from bot.feeds.files import read_file
from bot.feeds.model import Record
from bot.pipeline import Pipeline
from storage.store import Store
from summarizer.editor import Editor
from summarizer.folding import fold
from summarizer.model import Answer, Brief, Exchange, Question
from summarizer.offline import OfflineEngine

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
NOW = datetime(2024, 4, 27, 12, tzinfo=UTC)

PEOPLE = {
    "Recep Tayyip Erdoğan": "President",
    "Olzhas Bektenov": "Prime Minister",
    "Cevdet Yılmaz": "Vice President",
    "Abdulkadir Uraloğlu": "Transportation and Infrastructure Minister",
    "Ömer Bolat": "Trade Minister",
    "Akif Çağatay Kılıç": "chief advisor",
}
OUTCOMES = (
    ("bilateral relations", "regional"),
    ("immediate and lasting cease-fire",),
    ("counter-terrorism", "economy", "defense industry"),
)
ANSWERED = {
    "erdogan and bektenov discussed what?": ("bilateral relations",),
    "What did Erdoğan and Bektenov discuss?": ("bilateral relations", "attacks on gaza"),
    "what did erdogan talk about with bektneov": ("bilateral relations",),
    "Erdoğan ve Bektenov ne görüştü?": ("bilateral relations", "attacks on gaza"),
    "¿De qué hablaron Erdoğan y Bektenov?": ("bilateral relations",),
    "who is bektenov": ("prime minister",),
    "who is omer bolat": ("trade minister",),
    "WHO IS CEVDET YILMAZ": ("vice president",),
    "who was at the closed-door meeting with bektenov": ("yilmaz", "uraloglu", "bolat", "kilic"),
    "when did erdogan and bektenov meet": ("thursday",),
    "how many palestinians did israel kill": ("34,000",),
    "what share of gazas population was displaced": ("85%",),
    "when did turkiye and kazakhstan sign the strategic partnership agreement": ("2009",),
    "what did erdogan say about terrorism": ("counter-terrorism",),
}
DECLINED = (
    "What did Erdoğan and Putin discuss?",
    "how old is bektenov",
    "who is the defense minister of turkiye",
    "How much did Türkiye invest in Kazakhstan?",
    "when will erdogan visit astana",
    "how many people were injured in Gaza?",
    "what did netanyahu say about the cease-fire",
    "Which companies signed contracts with Bektenov?",
    "how much did the tram cost",
)


class Newsroom:
    """The program over one store, without a network and a model."""

    def __init__(self, store: Store, fetcher: Fetcher) -> None:
        engine = OfflineEngine()
        self.store = store
        self.editor = Editor(engine, engine)
        self.desk = Desk(store, self.editor, fetcher, lambda: NOW)
        self.pipeline = Pipeline(
            store, self.editor, fetcher, Polling(), timedelta(hours=72), lambda: NOW
        )

    async def fill(self) -> None:
        """Import what comes with the program."""
        records = [each for each in read_file(str(SEEDS), NOW) if isinstance(each, Record)]
        async with self.store.writing() as tx:
            await tx.articles.add(None, [from_record(each, NOW) for each in records], NOW)
            await tx.commit()
        async for _ in self.pipeline.cluster():
            pass
        async for _ in self.pipeline.brief():
            pass

    async def ask(self, text: str, context: Sequence[Exchange] = ()) -> Answer:
        """Ask in a thread."""
        return await self.desk.ask(Question(text, NOW, tuple(context)))

    async def talk(self, *texts: str) -> list[Answer]:
        """Ask one after the other in one thread."""
        context: list[Exchange] = []
        told = []
        for text in texts:
            answer = await self.ask(text, context)
            cited = tuple(source.article for source in answer.sources)
            context.append(Exchange(text, answer.text, cited))
            told.append(answer)
        return told


@pytest.fixture
async def newsroom(ready_file: Path, tmp_path: Path) -> AsyncIterator[Newsroom]:
    path = tmp_path / "news.db"
    path.write_bytes(ready_file.read_bytes())
    async with Store(f"sqlite:///{path}") as store, Fetcher() as fetcher:
        room = Newsroom(store, fetcher)
        await room.fill()
        yield room


async def sample(newsroom: Newsroom) -> Brief:
    async with newsroom.store.reading() as tx:
        briefs = [brief async for brief in tx.briefs.all()]
    (found,) = [brief for brief in briefs if "Kazakh prime minister" in brief.headline]
    return found


async def test_the_brief_names_all_six_with_their_roles(newsroom):
    told = {actor.name: actor.role or "" for actor in (await sample(newsroom)).actors}
    for name, role in PEOPLE.items():
        assert role.casefold() in told[name].casefold()


async def test_the_brief_names_the_organisations(newsroom):
    names = {actor.name for actor in (await sample(newsroom)).actors}
    assert {"Hamas", "Organization of Turkic States", "International Court of Justice"} <= names


async def test_each_outcome_of_the_brief_cites_its_sentence(newsroom):
    outcomes = (await sample(newsroom)).outcomes
    assert len(outcomes) >= 3
    for words in OUTCOMES:
        assert any(
            all(word in outcome.text and word in outcome.citations[0].quote for word in words)
            for outcome in outcomes
        ), words


async def test_it_is_answered_however_it_is_typed(newsroom):
    for text, words in ANSWERED.items():
        answer = await newsroom.ask(text)
        assert answer.text is not None, text
        assert all(word in fold(answer.text) for word in words), (text, answer.text)
        assert all(claim.text in claim.citations[0].quote for claim in answer.claims), text


async def test_what_it_does_not_say_is_declined(newsroom):
    for text in DECLINED:
        answer = await newsroom.ask(text)
        assert answer.abstained, (text, answer.text)


async def test_follow_ups_are_understood_in_english_and_turkish(newsroom):
    for talk in (
        ("What did Erdoğan and Bektenov discuss?", "and what about Gaza?", "who else was there?",
         "when was that?"),
        ("Erdoğan ve Bektenov ne görüştü?", "peki ya Gazze?", "başka kim vardı?", "ne zaman oldu?"),
    ):  # fmt: skip
        said = [answer.text or "" for answer in await newsroom.talk(*talk)]
        for text, words in zip(
            said, ("bilateral relations", "Gaza", "Cevdet Yılmaz", "Thursday"), strict=True
        ):
            assert words in text


async def test_a_follow_up_without_a_name_stays_with_the_names_of_its_thread(newsroom):
    """The seeds tell of what others paid; that is no answer to what these two paid."""
    _, answer = await newsroom.talk(
        "What did Erdoğan and Bektenov discuss?", "how much did they pay?"
    )
    assert all("Bektenov" in claim.text or answer.abstained for claim in answer.claims)
    assert answer.abstained
