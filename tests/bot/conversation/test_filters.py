"""Never missing and never seeing."""

from bot.filters import LONGEST


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def test_a_watched_name_is_confirmed_with_what_is_known_of_it(say):
    shown = await say("/watch Olzhas Bektenov")
    assert shown == (
        "I watch for Olzhas Bektenov in every source that I read. It is in 1 story so far."
    )
    assert await say("/watch xyzzy") == "I watch for xyzzy in every source that I read."


async def test_with_alerts_off_a_watched_name_says_so(say):
    await say("/alerts off")
    assert "/alerts watched changes that" in await say("/watch Bektenov")


async def test_what_is_watched_is_listed_with_buttons_to_end_it(say):
    assert "You watch for nothing yet." in await say("/watch")
    await say("/watch Bektenov")
    await say("/watch Gaza")
    post = await say.post("/unwatch")
    assert sorted(buttons(post)) == ["/unwatch Bektenov", "/unwatch Gaza"]
    assert await say("/unwatch bektenov") == "Done: “bektenov” counts no more."
    assert "is not among them" in await say("/unwatch bektenov")


async def test_the_same_filter_in_another_spelling_is_there_already(say):
    await say("/watch Erdoğan")
    assert await say("/watch ERDOGAN") == "“ERDOGAN” is there already."


async def test_a_muted_word_is_confirmed_and_drops_stories(say):
    assert "Stories with “football” are dropped from now on. football* would" in await say(
        "/mute football"
    )
    assert "Ajax" not in await say("/brief")
    assert await say("/unmute FOOTBALL") == "Done: “FOOTBALL” counts no more."
    assert "Ajax" in await say("/brief")


async def test_one_story_is_muted_by_its_button(say):
    assert await say("/mute story 2") == (
        "Nothing more of this story: Ajax beat Feyenoord 3-1 in football derby"
    )
    assert "There is no story 99." in await say("/mute story 99")
    assert buttons(await say.post("/mute")) == ["/unmute story 2"]
    assert "Muted: story 2" in await say("/sources")
    assert await say("/unmute story 2") == "Done: “story 2” counts no more."
    assert "is not among them" in await say("/unmute story 2")


async def test_a_bare_number_is_muted_as_a_word(say):
    assert "Stories with “7” are dropped" in await say("/mute 7")


async def test_a_pattern_is_muted_and_a_broken_one_refused(say):
    assert await say("/mute /foot.?ball/") == (
        "Stories with “/foot.?ball/” are dropped from now on."
    )
    assert "Ajax" not in await say("/brief")
    assert "I cannot use “/(/”" in await say("/mute /(/")


async def test_a_filter_that_is_too_long_or_empty_is_refused(say):
    assert "than 120 letters" in await say("/mute " + "x" * (LONGEST + 1))
    assert "no letter or digit" in await say("/watch ?!")


async def test_a_chat_has_only_so_many_filters(say, monkeypatch):
    monkeypatch.setattr("bot.conversation.filters.MOST_FILTERS", 2)
    await say("/watch a1")
    await say("/mute b1")
    assert "more than 2 filters" in await say("/mute c1")


async def test_a_chat_has_even_fewer_patterns(say, monkeypatch):
    monkeypatch.setattr("bot.conversation.filters.MOST_PATTERNS", 1)
    await say("/mute /a1/")
    assert "more than 1 patterns" in await say("/mute /b1/")
    assert "are dropped" in await say("/mute b1")


async def test_an_outlet_is_muted_by_its_name_and_words_by_saying_so(say):
    shown = await say("/mute the sportblad")
    assert "What Sportblad alone tells is dropped" in shown
    assert "If you meant the words: /mute word Sportblad" in shown
    assert "Ajax" not in await say("/brief")
    assert "Rocket" in await say("/brief")
    assert "Muted: source Sportblad" in await say("/sources")
    assert "is there already" in await say("/mute source sportblad")
    assert "counts no more" in await say("/unmute Sportblad")
    assert "Stories with “sportblad” are dropped" in await say("/mute word sportblad")
    assert "counts no more" in await say("/unmute word sportblad")


async def test_an_outlet_that_two_stories_share_keeps_only_what_it_alone_tells_away(say):
    assert "What Daily Sabah alone tells" in await say("/mute source daily sabah")
    shown = await say("/brief")
    assert "Erdoğan" not in shown
    assert "Rocket" in shown  # Orbit tells it, too
    assert "counts no more" in await say("/unmute source Daily Sabah")


async def test_a_source_of_which_there_is_no_article_is_refused(say):
    assert "None of my articles comes from “code”" in await say("/mute source code")
    assert "is not among them" in await say("/unmute source code")
