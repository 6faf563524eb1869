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

SAMPLE = "d86e9a9ab9896067"

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
ASKED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "What did Erdoğan and Bektenov discuss?",
            "what did erdogan and bektenov discuss",
            "what did erdogan talk about with bektneov",
            "erdogan and bektenov discussed what?",
            "Erdoğan ve Bektenov ne görüştü?",
            "erdogan ile bektenov ne gorustu",
            "¿De qué hablaron Erdoğan y Bektenov?",
            "Worüber sprachen Erdogan und Bektenov?",
        ),
        ("bilateral relations",),
    ),
    (
        ("What did Erdoğan and Bektenov discuss?", "Erdoğan ve Bektenov ne görüştü?"),
        ("attacks on gaza",),
    ),
    (
        (
            "Who is Olzhas Bektenov?",
            "who is bektenov",
            "olzas bektenov kimdir",
            "WHO IS BEKTENOV",
            "Bektenov kim?",
        ),
        ("prime minister",),
    ),
    (
        ("Who is Ömer Bolat?", "who is omer bolat", "who is omer bolatt", "omer bolat kimdir"),
        ("trade minister",),
    ),
    (
        (
            "Who is Cevdet Yılmaz?",
            "WHO IS CEVDET YILMAZ",
            "who is cevdet yilmas",
            "cevdet yilmaz kim",
        ),
        ("vice president",),
    ),
    (
        (
            "Who was at the closed-door meeting with Bektenov?",
            "who was at the closed-door meeting with bektenov",
            "who was present at the closed door meeting",
            "who attended the closed-door meeting with bektneov",
        ),
        ("yilmaz", "uraloglu", "bolat", "kilic"),
    ),
    (
        (
            "When did Erdoğan and Bektenov meet?",
            "when did erdogan and bektenov meet",
            "when did erdogan meet bektneov",
            "Erdoğan ve Bektenov ne zaman görüştü?",
            "Wann trafen sich Erdogan und Bektenov?",
        ),
        ("thursday",),
    ),
    (
        (
            "How many Palestinians did Israel kill?",
            "how many palestinians did israel kill",
            "how many palestinans has israel killed",
            "Kaç Filistinli öldürüldü?",
            "¿Cuántos palestinos ha matado Israel?",
            "Wie viele Palästinenser wurden getötet?",
        ),
        ("34,000",),
    ),
    (
        (
            "What share of Gaza's population was displaced?",
            "what share of gazas population was displaced",
            "what percentage of gaza's population has been displaced",
        ),
        ("85%",),
    ),
    (
        (
            "When did Türkiye and Kazakhstan sign the strategic partnership agreement?",
            "when did turkiye and kazakhstan sign the strategic partnership agreement",
            "when did turkiye and kazakstan sign the strategic partnership agreement",
            "Stratejik ortaklık anlaşması ne zaman imzalandı?",
        ),
        ("2009",),
    ),
    (
        (
            "What did Erdoğan say about terrorism?",
            "what did erdogan say about terrorism",
            "what did erdogn say about terrorism",
        ),
        ("counter-terrorism",),
    ),
    (
        (
            "What did Erdoğan stress about Gaza?",
            "what did erdogan stress about gaza",
            "what did erdogna stress about gaza",
        ),
        ("cease-fire",),
    ),
    (
        (
            "Who is Erdoğan's chief advisor?",
            "who is erdogans chief advisor",
            "who is erdogan's cheif advisor",
            "who is the chief advisor of erdogan",
        ),
        ("kilic",),
    ),
    (
        (
            "What did the ICJ order in January?",
            "what did the icj order",
            "what did the court order in january",
        ),
        ("genocidal acts",),
    ),
    (
        ("Who is the trade minister?", "Who is Türkiye's trade minister?", "ticaret bakanı kim"),
        ("bolat",),
    ),
)
"""Each question typed in several ways: as one should, in small letters without marks, with a slip
in a name, in other languages; and what its answer must hold, folded."""

DECLINED = (
    "What did Erdoğan and Putin discuss?",
    "how old is bektenov",
    "who is the defense minister of turkiye",
    "How much did Türkiye invest in Kazakhstan?",
    "when will erdogan visit astana",
    "how many people were injured in Gaza?",
    "what did netanyahu say about the cease-fire",
    "Which companies signed contracts with Bektenov?",
    "how much did the tram line cost",
    "Where did Erdoğan receive Bektenov?",
    "erdogan bektenovu nerede kabul etti",
    "What did Erdoğan say on Tuesday?",
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
    for typed, words in ASKED:
        for text in typed:
            answer = await newsroom.ask(text)
            assert answer.text is not None, text
            assert all(word in fold(answer.text) for word in words), (text, answer.text)
            for claim in answer.claims:
                (citation,) = claim.citations
                assert citation.article == SAMPLE, text
                assert claim.text in citation.quote, text


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


async def test_a_weekday_is_counted_from_the_day_of_asking(newsroom):
    """The story is of Thursday, 25 April; asked on Saturday the 27th."""
    for text in (
        "Who did Erdoğan meet on Thursday?",
        "who did erdogan meet two days ago",
        "Who did Erdoğan meet on 25 April?",
        "Perşembe günü Erdoğan kiminle görüştü?",
    ):
        answer = await newsroom.ask(text)
        assert "Bektenov" in (answer.text or ""), text
    for text in ("Who did Erdoğan meet on Friday?", "Cuma günü Erdoğan kiminle görüştü?"):
        assert (await newsroom.ask(text)).abstained, text


async def test_what_an_outlet_says_is_what_it_published(newsroom):
    told = await newsroom.ask("What did Wikinews report about the iPod nano?")
    assert {source.outlet for source in told.sources} == {"Wikinews"}
    assert (await newsroom.ask("What did Wikinews report about Bektenov?")).abstained


async def test_what_is_offered_in_place_of_an_answer_is_about_it(newsroom):
    told = await newsroom.ask("Where did Erdoğan receive Bektenov?")
    assert [source.article for source in told.nearest] == [SAMPLE]
    assert (await newsroom.ask("what did greenpeace say about apple")).nearest == ()


async def test_somebody_else_is_somebody_new(newsroom):
    _, answer = await newsroom.talk("who was present at the meeting", "who else was there?")
    assert answer.abstained or "Bektenov" in (answer.text or "")


async def test_a_bare_follow_up_stays_with_its_story(newsroom):
    *_, answer = await newsroom.talk("who was present at the meeting", "when was that?")
    assert {source.article for source in answer.sources} <= {SAMPLE}
