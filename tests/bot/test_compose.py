"""Briefs, digests, answers and dossiers as posts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import compose
from bot.compose import Searched
from bot.conversation.ports import Topic
from bot.digest import WATCHED
from bot.post import from_json, to_json
from fakes.desk import abstention, answer
from fakes.world import CHAT, MATCH, NOON, ROCKET, VISIT, actor, claim, head, source
from storage.model import Length
from summarizer.model import Digest, DigestSection, Dossier

TOPICS = {"world": Topic("world", "World")}


def block(post, label=""):
    return next(one for one in post.blocks if one.label == label)


def shown(lines):
    return [line.strong + line.text for line in lines]


def commands(post):
    return [button.command for row in post.buttons for button in row]


# --- briefs ------------------------------------------------------------------------------------


def test_a_brief_tells_headline_summary_actors_outcomes_and_sources():
    post = compose.brief(VISIT, CHAT)
    assert post.title == VISIT.headline
    assert [line.text for line in block(post).lines] == [c.text for c in VISIT.summary]
    assert shown(block(post, "Key actors").lines) == [
        "Recep Tayyip Erdoğan, President",
        "Olzhas Bektenov, Kazakhstan's Prime Minister",
        "Presidential Communications Directorate",
    ]
    assert shown(block(post, "Outcomes").lines) == [VISIT.outcomes[0].text]
    assert post.sources == VISIT.sources
    assert post.story == VISIT.story


def test_a_brief_offers_to_ask_more_mute_and_rate():
    assert commands(compose.brief(VISIT, CHAT)) == [
        "/ask story 1",
        "/brief 1 more",
        "/mute story 1",
        "/rate story 1 up",
        "/rate story 1 down",
    ]


def test_sources_are_numbered_as_they_are_cited():
    told = replace(ROCKET, summary=(claim("Second first.", "rocket2"), claim("Then.", "rocket")))
    post = compose.brief(told, CHAT)
    assert [source.article for source in post.sources] == ["rocket2", "rocket"]
    assert [line.cites for line in block(post).lines] == [(1,), (2,)]


def test_a_citation_of_an_article_that_is_no_source_is_not_numbered():
    told = replace(VISIT, summary=(claim("Somewhere else.", "elsewhere", "visit"),))
    assert block(compose.brief(told, CHAT)).lines[0].cites == (1,)


@pytest.mark.parametrize(("length", "sentences"), [("short", 2), ("medium", 3), ("long", 5)])
def test_the_length_setting_decides_how_much_is_told(length, sentences):
    told = replace(VISIT, summary=tuple(claim(f"Sentence {n}.") for n in range(9)))
    post = compose.brief(told, replace(CHAT, length=Length(length)))
    assert len(block(post).lines) == sentences


def test_more_tells_everything_and_offers_no_more():
    told = replace(VISIT, summary=tuple(claim(f"Sentence {n}.") for n in range(9)))
    post = compose.brief(told, replace(CHAT, length=Length.SHORT), everything=True)
    assert len(block(post).lines) == 9
    assert "/brief 1 more" not in commands(post)


def test_the_brief_of_a_page_that_is_not_stored_has_no_buttons():
    post = compose.brief(replace(VISIT, story=0), CHAT)
    assert (post.buttons, post.story, post.note) == ((), None, "")


def test_a_post_carries_the_chats_zone_and_language():
    post = compose.brief(VISIT, replace(CHAT, zone="Europe/Istanbul", language="tr"))
    assert (post.zone, post.language) == ("Europe/Istanbul", "tr")


def test_a_byline_tells_the_time_in_the_readers_zone():
    told = compose.byline(source(), "Europe/Istanbul", "en")
    assert told == "Daily Sabah, 24 Nov 2026, 12:00"
    assert compose.byline(source(outlet=""), "UTC", "en") == "24 Nov 2026, 09:00"


# --- updates, roundups, lists -------------------------------------------------------------------


def test_an_update_tells_only_what_is_new():
    before = compose.brief(VISIT, CHAT)
    signed = claim("Both countries signed a pipeline treaty.")
    post = compose.update(replace(VISIT, outcomes=(*VISIT.outcomes, signed)), before, CHAT)
    assert post is not None
    assert post.title == f"Update: {VISIT.headline}"
    assert shown(block(post).lines) == [signed.text]


def test_a_repeat_is_no_update():
    assert compose.update(VISIT, compose.brief(VISIT, CHAT), CHAT) is None


def test_a_roundup_tells_each_story_in_a_line_with_its_source():
    post = compose.roundup([VISIT, MATCH], CHAT)
    assert post.title == "2 new stories"
    first, second = block(post).lines
    assert first.strong == "Erdoğan, Bektenov discuss relations."
    assert first.text.startswith(" Erdoğan stressed the urgent need")
    assert first.text.endswith("(Recep Tayyip Erdoğan, Olzhas Bektenov, "
                               "Presidential Communications Directorate)")  # fmt: skip
    assert (first.number, second.number) == (1, 2)
    assert (first.cites, second.cites) == ((1,), (2,))
    assert second.link == "https://news.example/match"


def test_a_line_does_not_say_the_headline_twice():
    told = replace(MATCH, headline="Ajax beat Feyenoord 3-1", actors=())
    assert shown(block(compose.roundup([told], CHAT)).lines) == ["Ajax beat Feyenoord 3-1."]


def test_stories_are_listed_by_their_numbers():
    post = compose.stories([head(ROCKET), head(VISIT)], CHAT, followed=False)
    assert shown(block(post).lines) == [
        "Rocket reaches the Moon. Orbit and 1 more, 24 Nov 2026, 09:00",
        "Erdoğan, Bektenov discuss relations. Daily Sabah, 24 Nov 2026, 09:00",
    ]
    assert [line.number for line in block(post).lines] == [3, 1]
    assert commands(post) == ["/brief 3", "/brief 1"]


# --- digests -----------------------------------------------------------------------------------


def test_a_digest_has_an_opening_and_sections_with_their_titles():
    told = Digest(
        opening=(claim("Relations and rockets today."),),
        sections=(
            DigestSection("world", (VISIT,)),
            DigestSection(WATCHED, (ROCKET,)),
            DigestSection("gone", (MATCH,)),
        ),
        left_out=4,
    )
    post = compose.digest(told, CHAT, TOPICS, NOON)
    assert post.title == "Digest of 24 Nov 2026, 12:00"
    assert [one.label for one in post.blocks] == ["", "World", "Watched", "gone"]
    assert block(post).lines[0].cites == (1,)
    assert post.note == "4 more stories: /digest more"
    assert commands(post) == ["/brief 1", "/brief 3", "/brief 2", "/digest more"]
    assert [source.article for source in post.sources] == ["visit", "rocket2", "match"]


def test_a_later_page_offers_the_page_after_it():
    told = Digest((), (DigestSection("world", (VISIT,)),), left_out=1)
    assert "/digest more 3" in commands(compose.digest(told, CHAT, TOPICS, NOON, page=3))


def test_a_short_digest_is_of_headlines():
    told = Digest((), (DigestSection("world", (VISIT,)),))
    post = compose.digest(told, replace(CHAT, length=Length.SHORT), TOPICS, NOON)
    assert shown(block(post, "World").lines) == ["Erdoğan, Bektenov discuss relations."]


# --- answers -----------------------------------------------------------------------------------


def test_an_answer_has_its_claims_with_numbered_sources():
    told = answer(
        "what?",
        claim("They met.", "visit"),
        claim("A rocket flew.", "rocket"),
        sources=(*VISIT.sources, *ROCKET.sources[:1]),
    )
    post = compose.answer(told, CHAT, Searched(0, None), turn=7)
    assert [(line.text, line.cites) for line in block(post).lines] == [
        ("They met.", (1,)),
        ("A rocket flew.", (2,)),
    ]
    assert post.sources == told.sources
    assert commands(post) == ["/rate answer 7 up", "/rate answer 7 down"]


def test_an_abstention_says_what_was_searched_and_what_comes_nearest():
    since = datetime(2026, 10, 3, tzinfo=UTC)
    post = compose.answer(abstention("who won?"), CHAT, Searched(1234, since))
    assert shown(block(post).lines) == [
        "My articles do not say. I looked through 1,234 of them, since 3 Oct 2026."
    ]
    (nearest,) = block(post, "Nearest stories").lines
    assert nearest.link == "https://news.example/visit"
    assert post.buttons == ()


def test_an_abstention_without_articles_says_so():
    post = compose.answer(abstention("who?", nearest=()), CHAT, Searched(0, None))
    assert shown(block(post).lines) == ["My articles do not say: I have none yet."]


def test_a_dossier_tells_roles_and_dated_statements():
    told = Dossier(
        actor=actor("Olzhas Bektenov", aliases=("Bektenov",)),
        roles=(claim("Kazakhstan's Prime Minister"),),
        statements=(claim("Bektenov met Erdoğan."),),
        sources=VISIT.sources,
        met=("Recep Tayyip Erdoğan",),
    )
    post = compose.dossier(told, CHAT)
    assert post.title == "Olzhas Bektenov"
    assert shown(block(post, "Role").lines) == ["Kazakhstan's Prime Minister"]
    assert shown(block(post, "Latest").lines) == ["24 Nov 2026: Bektenov met Erdoğan."]
    assert shown(block(post, "Often beside").lines) == ["Recep Tayyip Erdoğan"]
    assert commands(post) == ["/watch Olzhas Bektenov"]


# --- the outbox --------------------------------------------------------------------------------


def test_every_post_comes_back_from_the_outbox_as_it_went_in():
    for post in (compose.brief(VISIT, CHAT), compose.roundup([VISIT, ROCKET], CHAT)):
        assert from_json(to_json(post)) == post


# --- without the model -------------------------------------------------------------------------

SIGN = "made without the model"


def test_what_the_offline_engine_wrote_for_a_model_bears_a_sign():
    plain = replace(VISIT, fallback=True)
    assert SIGN not in compose.brief(VISIT, CHAT).note
    assert compose.brief(plain, CHAT).note.endswith(f" · {SIGN}")
    assert compose.brief(replace(plain, story=0), CHAT).note == SIGN
    searched = Searched(3, NOON)
    for told in (answer("who?", "He did."), abstention("who?")):
        assert compose.answer(told, CHAT, searched).note == ""
        assert compose.answer(replace(told, fallback=True), CHAT, searched).note == SIGN


def test_of_several_stories_it_is_told_how_many_bear_it():
    briefs = (VISIT, replace(ROCKET, fallback=True))
    assert compose.roundup(briefs, CHAT).note == f"1 story {SIGN}"
    told = Digest((), (DigestSection("world", briefs),), 3)
    assert compose.digest(told, CHAT, TOPICS, NOON).note.endswith(f" · 1 story {SIGN}")
