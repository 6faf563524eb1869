"""What Slack says of our tokens, asked in advance."""

import pytest

from bot.chats.errors import ChatError
from bot.chats.slack.checkup import NotAccepted, app_token_works, bot_badge
from bot.chats.slack.scopes import BOT_SCOPES, missing
from fakes.slackapi import Fault, SlackApi
from fakes.slackbot import manifest


async def test_a_bot_token_is_told_whose_it_is():
    async with SlackApi(manifest()) as slack:
        badge = await bot_badge(slack.url, slack.token)
        assert (badge.account, badge.title) == (slack.team.id, "Home")


async def test_what_slack_refuses_is_told_by_its_word():
    async with SlackApi(manifest()) as slack:
        with pytest.raises(NotAccepted) as caught:
            await bot_badge(slack.url, "xoxb-wrong")
        assert caught.value.reason == "invalid_auth"
        slack.revoke(slack.token)
        with pytest.raises(NotAccepted, match="token_revoked"):
            await bot_badge(slack.url, slack.token)


async def test_an_app_token_opens_a_socket_and_a_bot_token_does_not():
    async with SlackApi(manifest()) as slack:
        await app_token_works(slack.url, slack.app_token)
        assert slack.sockets == 0
        with pytest.raises(NotAccepted, match="not_allowed_token_type"):
            await app_token_works(slack.url, slack.token)


async def test_slack_being_away_or_busy_says_nothing_of_the_token():
    async with SlackApi(manifest()) as slack:
        slack.faults.append(Fault("auth.test", 429))
        with pytest.raises(ChatError):
            await bot_badge(slack.url, slack.token)
        url = slack.url
    with pytest.raises(ChatError):
        await bot_badge(url, "xoxb-1")
    with pytest.raises(ChatError):
        await app_token_works(url, "xapp-1")


def test_missing_scopes_are_named_one_by_one():
    granted = ",".join(scope for scope in BOT_SCOPES if scope not in ("commands", "users:read"))
    assert missing(granted) == ("commands", "users:read")
    assert missing(", ".join(reversed(BOT_SCOPES))) == ()
    assert missing("") == tuple(BOT_SCOPES)


def test_every_scope_says_what_it_is_for_and_none_acts_for_somebody():
    assert all(reason.startswith(("to ", "for ")) for reason in BOT_SCOPES.values())
    assert not any(scope.startswith(("admin", "identity")) for scope in BOT_SCOPES)


def test_the_manifest_asks_for_just_these_scopes():
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == set(BOT_SCOPES)
    assert "user" not in scopes
