"""How a chat is served."""

from datetime import time

from storage.model import Length


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def test_every_setting_is_told_with_buttons(say):
    post = await say.post("/settings")
    assert [line.strong for line in post.blocks[0].lines] == [
        "Time zone", "Language", "Length", "Quiet hours", "When a digest has nothing",
        "Alerts", "Digest",
    ]  # fmt: skip
    assert "/settings length short" in buttons(post)


async def test_a_zone_is_set_by_a_citys_name_and_confirmed_by_its_clock(say):
    shown = await say("/settings zone istanbul")
    assert shown == "Your time zone is Europe/Istanbul; it is 15:00 there."
    assert (await say.chat()).zone == "Europe/Istanbul"


async def test_a_country_of_several_zones_asks_which(say):
    post = await say.post("/settings zone Kazakhstan")
    assert "/settings zone Asia/Almaty" in buttons(post)
    assert (await say.chat()).zone == "UTC"


async def test_an_unknown_place_gets_those_written_like_it(say):
    assert buttons(await say.post("/settings zone Istambul")) == ["/settings zone Europe/Istanbul"]
    assert "I do not know the place “xyzzy”." in await say("/settings zone xyzzy")


async def test_a_language_is_set_by_any_of_its_names(say):
    assert "Diliniz: Türkçe." in await say("/settings language türkçe")
    assert (await say.chat()).language == "tr"
    assert "Your language is Icelandic." in await say("/settings language İzlandaca")
    assert "I do not know the language" in await say("/settings language Klingonish")


async def test_times_are_told_in_the_chats_language(say):
    await say("/settings language tr")
    assert "24 Kasım 2026, 09:00" in await say("/brief 3")


async def test_the_length_is_set(say):
    await say("/settings length LONG")
    assert (await say.chat()).length is Length.LONG
    assert "/settings length short" in await say("/settings length huge")


async def test_quiet_hours_are_set_and_ended(say):
    assert "Quiet from 22:00 to 07:00" in await say("/settings quiet 10pm-7am")
    assert (await say.chat()).quiet == (time(22), time(7))
    assert "No quiet hours" in await say("/settings quiet off")
    assert (await say.chat()).quiet is None
    assert "22:00-07:00" in await say("/settings quiet please")


async def test_an_empty_digest_is_silent_or_says_so(say):
    assert "I say so in a line" in await say("/settings empty say")
    assert (await say.chat()).quiet_digest is False
    assert "stays silent" in await say("/settings empty silent")
    assert "For example: /settings empty" in await say("/settings empty loud")


async def test_an_unknown_setting_gets_those_there_are(say):
    assert "There are zone, language, length, quiet and empty." in await say("/settings colour red")


async def test_a_setting_without_value_gets_an_example(say):
    assert "For example: /settings zone Istanbul" in await say("/settings zone")


async def test_settings_survive_others_that_are_changed_meanwhile(say):
    """Two admins change two settings; neither undoes the other's."""
    await say("/settings length short")
    await say("/settings zone Tokyo")
    chat = await say.chat()
    assert (chat.length, chat.zone) == (Length.SHORT, "Asia/Tokyo")
