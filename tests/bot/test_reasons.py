"""Why a story is for a chat, or why it is not."""

import json
from dataclasses import replace

import pytest

from bot.reasons import Reason, Rule, alerts_chat, decide, from_json, to_json
from fakes.world import MATCH, NOON, ROCKET, VISIT, actor, head, source
from storage.model import Alerts, Filter, FilterKind, Subscription, Target


def follows(key, target=Target.TOPIC):
    return Subscription(1, target, key, NOON)


def watches(text):
    return Filter(1, FilterKind.WATCH, text, NOON)


def mutes(text, kind=FilterKind.MUTE):
    return Filter(1, kind, text, NOON)


def test_a_topic_brings_its_stories():
    assert decide(head(), [follows("world")], []) == Reason(Rule.TOPIC, "world")


def test_a_feed_brings_its_stories():
    assert decide(head(), [follows("1", Target.FEED)], []) == Reason(Rule.FEED, "1")


def test_what_is_not_followed_is_kept_away():
    reason = decide(head(), [follows("sport"), follows("2", Target.FEED)], [])
    assert reason == Reason(Rule.NOT_FOLLOWED)
    assert not reason.wanted


def test_a_watched_name_brings_a_story_of_any_source():
    assert decide(head(), [], [watches("bektenov")]) == Reason(Rule.WATCHED, "bektenov")


def test_a_muted_word_drops_even_what_is_watched():
    reason = decide(head(MATCH), [follows("world")], [watches("Ajax"), mutes("football")])
    assert reason == Reason(Rule.MUTED, "football")


def test_a_muted_story_is_dropped_and_no_other():
    filters = [mutes("2", FilterKind.MUTE_STORY)]
    assert decide(head(MATCH), [follows("world")], filters).rule is Rule.STORY_MUTED
    assert decide(head(VISIT), [follows("world")], filters).wanted


@pytest.mark.parametrize(
    ("rule", "alerts", "sent"),
    [
        (Rule.TOPIC, Alerts.ON, True),
        (Rule.FEED, Alerts.ON, True),
        (Rule.WATCHED, Alerts.ON, True),
        (Rule.TOPIC, Alerts.WATCHED, False),
        (Rule.WATCHED, Alerts.WATCHED, True),
        (Rule.WATCHED, Alerts.OFF, False),
        (Rule.MUTED, Alerts.ON, False),
        (Rule.NOT_FOLLOWED, Alerts.ON, False),
    ],
)
def test_the_alerts_setting_decides_what_is_sent_at_once(rule, alerts, sent):
    assert alerts_chat(Reason(rule), alerts) is sent


def test_reasons_come_back_from_the_outbox_as_they_went_in():
    reasons = {1: Reason(Rule.TOPIC, "world"), 2: Reason(Rule.WATCHED, "Ajax")}
    assert from_json(json.loads(json.dumps(to_json(reasons)))) == reasons


def test_what_is_no_reason_gives_none():
    assert from_json({}) == {}
    assert from_json({"stories": []}) == {}


def test_a_muted_source_drops_what_it_alone_tells():
    mute = mutes("The Daily Sabah", FilterKind.MUTE_SOURCE)
    reason = decide(head(VISIT), [follows("world")], [mute, watches("Bektenov")])
    assert reason == Reason(Rule.SOURCE_MUTED, "The Daily Sabah")
    assert decide(head(ROCKET), [follows("world")], [mute]).wanted  # Orbit tells it, too


def test_a_watched_name_is_found_by_what_else_the_archive_calls_it():
    told = replace(VISIT, headline="Визит", summary=(), outcomes=(), sources=(source(title=""),),
                   actors=(actor("Эрдоган"),))  # fmt: skip
    bare = Filter(1, FilterKind.WATCH, "Recep Tayyip Erdoğan", NOON)
    assert not decide(head(told), [], [bare]).wanted
    known = replace(bare, also=("Эрдоган",))
    assert decide(head(told), [], [known]) == Reason(Rule.WATCHED, "Recep Tayyip Erdoğan")


def test_a_surname_from_the_archive_has_to_be_all_that_a_story_calls_somebody():
    known = Filter(1, FilterKind.WATCH, "Astrid Holm", NOON, also=("Holm",))
    other = replace(VISIT, headline="Holm wins", actors=(actor("Bjarne Holm"),))
    assert not decide(head(other), [], [known]).wanted
    alone = replace(VISIT, actors=(actor("Holm"),))
    assert decide(head(alone), [], [known]).wanted
