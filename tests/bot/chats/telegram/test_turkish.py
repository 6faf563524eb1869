"""A Turkish person on Telegram: from the menu to the digest, no English sentence of ours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import spoken, words
from bot.chats.telegram import profile, texts
from fakes.catalogues import english_in
from fakes.desk import answer
from fakes.memory import earlier, empty_store, fill
from fakes.newsroom import Newsroom
from fakes.turkish import MAC, TOPICS, ZIYARET
from fakes.world import claim


@pytest.fixture
async def room(api, tmp_path):
    async with empty_store(tmp_path) as store:
        await fill(store, earlier(MAC, hours=20))
        opened = Newsroom(api, store, topics=TOPICS)
        async with opened.open():
            await opened.tick()
            yield opened


@pytest.fixture
def ayse(api):
    return api.world.person("Ayşe", "tr")


def is_turkish(message):
    shown = [message.text, *(label for row in message.buttons for label in row)]
    assert english_in("\n".join(shown), "tr") == [], shown
    return message


async def test_from_the_first_start_to_the_first_digest_in_turkish(api, room, ayse):
    chat = api.world.private(ayse)
    api.says(ayse, "/start")
    hello = is_turkish((await api.answers(chat, 1))[0])
    assert hello.buttons == [["Konu seç", "En yeni haber", "Yardım"]]
    api.taps(ayse, hello, "Konu seç")
    menu = is_turkish((await api.answers(chat, 2))[-1])
    query = api.taps(ayse, menu, "Dünya")
    await api.until(lambda: query.answer)
    assert query.answer["text"].startswith("Artık takip ediyorsunuz: Dünya.")
    api.taps(ayse, menu, "Bülten: 08:30")
    await api.until(lambda: "Bülteninizin saatleri: her gün 08:30" in menu.text)
    is_turkish(menu)

    await room.breaks(ZIYARET)
    alert = is_turkish((await api.answers(chat, 3))[-1])
    assert {"Öne çıkan isimler", "Sonuçlar", "Kaynaklar"} <= set(alert.said.of("bold"))
    assert alert.buttons[0] == ["Sor", "Devamı", "Haberi sessize al"]
    assert "Olay, 24 Kasım 2026, 09:00" in alert.text

    room.desk.answers["ne gorustuler?"] = answer(
        "", "İkili ilişkileri görüştüler.", sources=ZIYARET.sources
    )
    api.says(ayse, "Ne görüştüler?", reply_to=alert)
    told = is_turkish((await api.answers(chat, 4))[-1])
    assert told.text.startswith("İkili ilişkileri görüştüler. [1]")
    api.says(ayse, "Hava nasıl olacak?")
    nothing = is_turkish((await api.answers(chat, 5))[-1])
    assert nothing.text.startswith("Haberlerimde bunun yanıtı yok.")
    assert "2," in nothing.text
    api.says(ayse, "/why", reply_to=alert)
    assert "Takip ettiğiniz konu: Dünya." in is_turkish((await api.answers(chat, 6))[-1]).text

    api.says(ayse, "/alerts kapalı")
    await api.answers(chat, 7)
    await room.breaks(_second_visit())
    room.now += timedelta(hours=20, minutes=30)
    await room.tick()
    digest = is_turkish((await api.answers(chat, 8))[-1])
    assert digest.text.startswith("Bülten: 25 Kasım 2026, 08:30")
    assert "Dünya" in digest.said.of("bold")


async def test_settings_are_picked_in_turkish(api, room, ayse):
    chat = api.world.private(ayse)
    api.says(ayse, "/settings")
    menu = is_turkish((await api.answers(chat, 1))[0])
    assert menu.buttons[-2:] == [["Saat dilimi…", "Dil…"], ["Sessiz saatler…", "Bülten…"]]
    for label in ("Bülten…", "Pazartesi", "07"):
        query = api.taps(ayse, menu, label)
        await api.until(lambda query=query: query.answer)
        is_turkish(menu)
    api.taps(ayse, menu, "07:45")
    await api.until(lambda: "pazartesi 07:45" in menu.text)
    api.says(ayse, "/settings saat dilimi")
    asked = is_turkish((await api.answers(chat, 2))[-1])
    api.says(ayse, "Ankara", reply_to=asked)
    zone = is_turkish((await api.answers(chat, 3))[-1])
    assert zone.text == "Saat diliminiz Europe/Istanbul; orada saat şu anda 15:00."


async def test_a_menu_is_in_the_chats_language_whoever_touches_it(api, room, ayse):
    chat = api.world.private(ayse)
    api.says(ayse, "/settings language English")
    await api.answers(chat, 1)
    api.says(ayse, "/settings")
    menu = (await api.answers(chat, 2))[-1]
    query = api.taps(ayse, menu, "Digest…")
    await api.until(lambda: query.answer)
    assert menu.text == "On which days shall the digest come?"


async def test_what_is_no_text_is_answered_in_the_persons_language(api, room, ayse):
    chat = api.world.private(ayse)
    voice = {"voice": {"file_id": "x", "file_unique_id": "y", "duration": 3}}
    api.says(ayse, "", extra=voice)
    assert is_turkish((await api.answers(chat, 1))[0]).text == words("tr")(texts.ONLY_TEXT)


async def test_menus_and_texts_are_shown_in_every_language(api, room):
    last = spoken()[-1]
    await api.until(lambda: api.methods.texts.get(("short_description", last)))
    for language in spoken():
        t, code = words(language), "" if language == "en" else language
        assert api.methods.texts["description", code] == t(texts.DESCRIPTION)
        assert api.methods.texts["short_description", code] == t(texts.ABOUT)
        for scope, menu in profile.menus(t):
            shown = api.methods.commands[scope.type, code]
            assert [c["description"] for c in shown] == [c.description for c in menu]
    menu = {c["command"]: c["description"] for c in api.methods.commands["all_private_chats", "tr"]}
    assert menu["stop"] == "Her şeyi duraklatır; hiçbir şey kaybolmaz"


def _second_visit():
    return replace(
        ZIYARET,
        story=0,
        headline="Ankara’ya ikinci ziyaret",
        sources=(replace(ZIYARET.sources[0], article="ikinci"),),
        summary=(claim("Ankara’ya ikinci bir ziyaret yapıldı.", "ikinci"),),
        actors=(),
        outcomes=(),
    )
