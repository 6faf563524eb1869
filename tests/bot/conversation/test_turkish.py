"""A Turkish chat: whatever is said or goes wrong in it, no English sentence of ours comes back."""

from dataclasses import replace

import pytest

from bot import catalogue, compose
from bot.conversation.core import Conversation
from bot.conversation.errors import PageUnavailable
from bot.conversation.said import Person, Said
from bot.feeds.errors import NotFound
from bot.messages.failures import page_unavailable
from fakes.catalogues import english_in, words_of
from fakes.desk import Feed, ScriptedDesk, answer
from fakes.memory import earlier, empty_store, fill
from fakes.turkish import MAC, TOPICS, ZIYARET
from fakes.world import CHAT, NOON, actor
from storage.errors import Full
from storage.model import Address, ChatKind, FeedOutcome
from summarizer.errors import NothingToSay, OverBudget
from summarizer.model import Dossier

SAID = """
/start | merhaba | /help | yardım | ayarlar | /sources | /subscribe | /subscribe Dünya
/subscribe Dünya | /subscribe hepsi | /subscribe yok-boyle | /sources | /unsubscribe
/unsubscribe Spor | /unsubscribe xx | /brief | /brief son | /brief 1 | /brief haber 99
/brief uzun zaman önce | /watch | /watch Oljas Bektenov | /watch Oljas Bektenov | /watch kimse
/watch ?! | /unwatch kimse | /unwatch kimse | /mute | /mute futbol | /mute futbol | /mute Sahada
/mute kaynak Olay | /mute kaynak Olay | /mute kaynak Hiçbiri | /mute haber 1 | /mute haber 1
/mute | /unmute haber 1 | /unmute kaynak Olay | /unmute yok | /mute /(/ | /mute a b | /sources
/rate haber 1 iyi | /rate haber 1 kötü | /rate yanıt 9 iyi | /rate | /why | /why 1 | /why 2
/why https://olay.example/x | /alerts | /alerts açık | /alerts izlenen | /alerts kapalı
/alerts belki | /digest | /digest hafta içi 08:30 | /digest pazartesi, perşembe 18:00, cuma 9
/digest olmaz | /digest şimdi | /digest devam | /digest | /digest kapalı | /watch Ajax
/settings | /settings saat dilimi İstanbul | /settings saat Rusya | /settings saat yokşehir
/settings şehir Istambul | /settings renk | /settings dil | /settings dil Klingonca
/settings uzunluk kısa | /settings uzunluk dev | /settings sessiz 22:00 ile 07:00 arası
/settings sessiz hayır mı | /settings | /settings sessiz kapalı | /settings boş söyle
/settings boş sessiz | /settings boş belki | /settings dil Türkçe | /ask | /ask Ne görüştüler?
haber 1 | Kim kazandı? | /who | /who Bektenov | /who Bekten | /who Nadir | /kaynklar | /xyzzy
/brief https://yok.example/ | /subscribe yok.example | /subscribe site.example
/subscribe bos.example | /brief https://kisa.example/ | pahalı | /status | /admin | /digest şimdi
/stop | /start | /stop | /subscribe Spor | /why 1 | /forget | /forget evet | /start
"""


def desk():
    scripted = ScriptedDesk()
    scripted.answers = {
        "ne gorustuler?": answer("", "İkili ilişkileri görüştüler.", sources=ZIYARET.sources),
        "yer kaldi mi?": Full("disk"),
        "pahali": OverBudget("spent", "spent"),
    }
    scripted.dossiers["bektenov"] = Dossier(
        actor=actor("Oljas Bektenov", aliases=("Bektenov",)),
        roles=(ZIYARET.summary[0],), statements=(ZIYARET.outcomes[0],),
        sources=ZIYARET.sources, met=("Recep Tayyip Erdoğan",),
    )  # fmt: skip
    missing = PageUnavailable(page_unavailable(NotFound("https://yok.example", 404, "no")))
    scripted.pages = {"https://yok.example/": missing, "https://kisa.example/": NothingToSay("x")}
    scripted.sites = {
        "https://yok.example": missing,
        "https://site.example": (Feed("https://site.example/a", ""), Feed("https://b", "B")),
    }
    return scripted


class Ayse:
    """Somebody whose Telegram is Turkish."""

    def __init__(self, conversation):
        self.conversation = conversation

    async def __call__(self, text, **changes):
        said = Said(Address("telegram", "1", "7"), ChatKind.PRIVATE, "",
                    Person("7", "Ayşe", "tr"), text)  # fmt: skip
        (post,) = await self.conversation.handle(replace(said, **changes))
        return post


@pytest.fixture
async def ayse(tmp_path):
    async with empty_store(tmp_path) as store:
        await fill(store, earlier(MAC, hours=10), ZIYARET)
        yield Ayse(Conversation(store, desk(), TOPICS, lambda: NOON))


async def test_a_talk_about_everything_has_no_english_in_it(ayse):
    for text in (one.strip() for one in SAID.strip().replace("\n", " | ").split(" | ")):
        for operator in (True, False):
            post = await ayse(text, operator=operator)
            assert english_in(words_of(post), "tr") == [], (text, words_of(post))
            assert post.language == "tr"


async def test_english_would_be_found():
    told = compose.brief(ZIYARET, CHAT)
    assert {"Key actors", "Outcomes", "Mute story"} <= set(english_in(words_of(told), "tr"))


async def test_who_cannot_be_served_is_told_so_in_their_language(ayse):
    member = {"kind": ChatKind.GROUP, "may_change": False}
    assert words_of(await ayse("/digest 08:30", **member)).startswith("Bu sohbete ne geleceğini")
    assert words_of(await ayse("Yer kaldı mı?")).startswith("Şu anda haberlere ulaşamıyorum")


async def test_a_feed_that_fails_is_told_of_in_turkish(ayse):
    store = ayse.conversation._store
    await ayse("/subscribe Dünya")
    async with store.writing() as tx:
        feed = await tx.feeds.add("https://olay.example/feed", NOON, title="Olay")
        await tx.feeds.record(FeedOutcome(feed.id, NOON, NOON, error="It does not answer."))
        await tx.commit()
    await ayse("/subscribe https://olay.example/feed")
    for text in ("/sources", "/why https://olay.example/x"):
        shown = words_of(await ayse(text))
        assert "okunamıyor" in shown
        assert english_in(shown, "tr") == []


async def test_a_chat_is_spoken_to_in_its_own_language_whoever_speaks(ayse):
    await ayse("/settings language is")
    post = await ayse("/alerts")
    assert words_of(post).startswith("Each new story comes as it breaks.")
    assert post.language == "is"
    await ayse("/settings language tr")
    stranger = Person("8", "Ada", "en")
    assert "Neler yazabilirsiniz" in words_of(await ayse("/help", person=stranger))
    assert await ayse.conversation.language(Address("telegram", "1", "7"), stranger) == "tr"
    assert await ayse.conversation.language(Address("telegram", "1", "8"), stranger) == "en"


async def test_dates_plans_and_numbers_are_told_as_turkish_papers_do(ayse):
    await ayse("/settings saat dilimi İstanbul")
    assert "Kaynaklar" not in words_of(await ayse("/brief 2"))
    assert "24 Kasım 2026, 12:00" in words_of(await ayse("/brief"))
    plan = words_of(await ayse("/digest pzt, perşembe 18:00, hafta sonu 10:00"))
    assert "cumartesi ve pazar 10:00; pazartesi ve perşembe 18:00 (İstanbul saatiyle)" in plan
    assert catalogue.words("tr").many("{number} source", "{number} sources", 4000) == "4.000 kaynak"
