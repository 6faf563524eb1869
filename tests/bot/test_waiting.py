"""Why a story that is for a chat has not come."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.reasons import Reason, Rule
from bot.waiting import Held, Hold, InDigest, asked, held
from fakes.world import CHAT, NOON, VISIT, head
from storage.model import (
    Alert,
    Alerts,
    ChatState,
    DigestTime,
    Filter,
    FilterKind,
    Subscription,
    Target,
)

HOUR = timedelta(hours=1)
TOPIC = Reason(Rule.TOPIC, "world")
SEEN = (NOON - HOUR, True)
EARLY = NOON - 48 * HOUR


def why(chat=CHAT, story=None, *, since=EARLY, alert=None, stored=SEEN):
    return held(story or head(), chat, TOPIC, since, alert, stored, NOON, 24 * HOUR)


def waiting(due):
    return Alert(CHAT.id, VISIT.story, 1, "topic", "world", due)


def test_a_paused_chat_gets_nothing():
    assert why(replace(CHAT, state=ChatState.STOPPED)) == Held(Hold.PAUSED)


def test_a_story_without_a_brief_is_still_being_written():
    assert why(story=head(brief=None), stored=None) == Held(Hold.UNWRITTEN)


def test_an_alert_that_quiet_hours_hold_comes_at_their_end():
    quiet = replace(CHAT, quiet=(time(11), time(14)))
    assert why(quiet, alert=waiting(NOON + 2 * HOUR)) == Held(Hold.QUIET, NOON + 2 * HOUR)


def test_an_alert_that_is_gathered_comes_when_it_is_due():
    assert why(alert=waiting(NOON + HOUR)) == Held(Hold.GATHERED, NOON + HOUR)


@pytest.mark.parametrize(
    ("alerts", "hold"), [(Alerts.OFF, Hold.ALERTS_OFF), (Alerts.WATCHED, Hold.WATCHED_ONLY)]
)
def test_without_alerts_a_story_waits_for_a_digest(alerts, hold):
    chat = replace(CHAT, alerts=alerts)
    assert why(chat) == Held(hold, None, InDigest.NOW)
    chat = replace(chat, digest=(DigestTime(tuple(range(7)), time(13)),))
    assert why(chat) == Held(hold, None, InDigest.NEXT, NOON + HOUR)
    assert why(replace(chat, cursor=9)) == Held(hold, None, InDigest.LEFT_OUT)


def test_a_brief_that_nobody_has_looked_at_is_on_its_way():
    assert why(stored=(NOON, False)) == Held(Hold.COMING)


def test_old_news_do_not_break():
    old = head(latest=NOON - 30 * HOUR)
    assert why(story=old) == Held(Hold.OLD, NOON - 30 * HOUR, InDigest.NOW)


def test_what_was_there_before_the_chat_followed_does_not_break():
    assert why(since=NOON) == Held(Hold.BEFORE, NOON, InDigest.NOW)


def test_what_no_rule_explains_is_owned_up_to():
    assert why() == Held(Hold.UNKNOWN, None, InDigest.NOW)


def test_a_chat_asked_when_it_subscribed_or_began_to_watch():
    follows = [Subscription(1, Target.TOPIC, "world", NOON)]
    watches = [Filter(1, FilterKind.WATCH, "Ajax", EARLY)]
    assert asked(TOPIC, follows, watches) == NOON
    assert asked(Reason(Rule.WATCHED, "Ajax"), follows, watches) == EARLY
    assert asked(Reason(Rule.FEED, "7"), follows, watches) is None
