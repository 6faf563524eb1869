"""The fake Slack refuses, reads and grants as Slack does, so that tests with it mean something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from fakes.slackapi import SlackApi
from fakes.slackapi_hands import NotAcknowledged
from fakes.slackapi_text import Rendered
from fakes.slackapi_typed import typed
from fakes.slackapi_world import Channel, Message, User, Workspace


@pytest.fixture
def client(slack):
    return AsyncWebClient(token=slack.token, base_url=slack.url)


@pytest.fixture
def news(slack):
    return slack.channel("news", [slack.person("Ada"), slack.bot])


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text, **more):
    return {"type": "mrkdwn", "text": text, **more}


def section(text, **more):
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more):
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


# --- blocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ([section("x" * 3001)], "must be less than 3001 characters"),
        ([section("x", fields=[mrkdwn("x")] * 11)], "no more than 10 items allowed"),
        ([section("x", fields=[mrkdwn("x" * 2001)])], "must be less than 2001 characters"),
        ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
        ([{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
        ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10 items allowed"),
        ([{"type": "context", "elements": []}], "no fewer than 1 items allowed"),
        ([{"type": "actions", "elements": [button(action_id=str(n)) for n in range(26)]}],
         "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        ([{"type": "actions", "elements": [button(), button()]}], "`action_id` go already exists"),
        ([{"type": "actions", "elements": [button(text=plain("x" * 76))]}], "less than 76"),
        ([{"type": "actions", "elements": [button(value="x" * 2001)]}], "less than 2001"),
        ([{"type": "actions", "elements": [button(url="x" * 3001)]}], "less than 3001"),
        ([{"type": "actions", "elements": [button(action_id="x" * 256)]}], "less than 256"),
        ([{"type": "actions", "elements": [button(url="javascript:x")]}], "must be a valid URL"),
        ([section("x", block_id="a")] * 2, "`block_id` a already exists"),
        ([{"type": "poem"}], "unsupported type: poem [json-pointer:/blocks/0/type]"),
        ([{"type": "section", "text": "x"}], "must provide an object"),
        ([{"type": "section"}], "missing required field"),
        ([{"type": "section", "text": {**plain("x"), "verbatim": True}}], "no more properties"),
    ],
)  # fmt: skip
async def test_blocks_that_break_a_limit_are_refused_with_where_and_why(
    slack, client, news, blocks, why
):
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=news.id, text="x", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert why in str(caught.value.response["response_metadata"]["messages"])
    assert slack.messages(news) == []


async def test_blocks_at_every_limit_are_taken(slack, client, news):
    buttons = [
        button(
            action_id=f"{number:0255}",
            text=plain("x" * 75),
            value="x" * 2000,
            url=f"https://{'x' * 2992}",
        )
        for number in range(25)
    ]
    await client.chat_postMessage(
        channel=news.id, text="x" * 40_001,
        blocks=[
            {"type": "header", "text": plain("x" * 150)}, section("x" * 3000),
            {"type": "context", "elements": [mrkdwn("x")] * 10},
            {"type": "actions", "elements": buttons}, {"type": "divider"},
        ],
    )  # fmt: skip
    assert len(slack.messages(news)[0].text) == 40_000


async def test_all_blocks_together_may_not_be_too_long(client, news):
    fits = [section("x" * 3000)] * 4
    await client.chat_postMessage(channel=news.id, text="x", blocks=fits)
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        await client.chat_postMessage(
            channel=news.id, text="x", blocks=[*fits, section("x" * 1500)]
        )


async def test_a_message_has_something_to_show_and_an_edit_is_short(client, news):
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.postMessage", json={"channel": news.id, "text": " "})
    sent = await client.chat_postMessage(channel=news.id, text="x")
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel=news.id, ts=sent["ts"], text="x" * 4001)


async def test_views_are_refused_with_where_and_why(slack, client, news):
    user = news.members[0]
    home = {"type": "home", "blocks": [section("x")] * 100}
    await client.views_publish(user_id=user, view=home)
    with pytest.raises(SlackApiError, match="no more than 100 items allowed") as caught:
        await client.views_publish(user_id=user, view={**home, "blocks": home["blocks"] * 2})
    assert caught.value.response["error"] == "invalid_arguments"
    with pytest.raises(SlackApiError, match="must be less than 25 characters"):
        await client.views_open(
            trigger_id=slack.core.trigger(slack.team.users[user]),
            view={"type": "modal", "title": plain("x" * 25), "blocks": []},
        )


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "active"),
    [
        ("*bold* _it_ ~no~ `x*y*`", "bold it no x*y*", {}),
        ("2*3*4 a_b_c", "2*3*4 a_b_c", {}),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;", {}),
        ("<!channel> and <!here|you>", "@channel and @you", {"broadcasts": ["channel", "here"]}),
        ("<@U1> in <#C1|news>", "@U1 in #news", {"mentions": ["U1"], "channels": ["C1"]}),
        ("<!subteam^S1|@desk>", "@desk", {"groups": ["S1"]}),
        ("<https://x.org/?a=1&amp;b|*it*>", "it", {"urls": ["https://x.org/?a=1&b"]}),
        ("see https://x.org/a.", "see https://x.org/a.", {"urls": ["https://x.org/a"]}),
        ("`<!channel>`", "@channel", {"broadcasts": ["channel"]}),
        ("a < b > c <p>", "a < b > c <p>", {}),
        ("ask @here or #news", "ask @here or #news", {"automatic": ["@here", "#news"]}),
        ("&gt; quoted", "quoted", {}),
        (
            "<https://x.org/a b|spaces break>",
            "<https://x.org/a b|spaces break>",
            {"urls": ["https://x.org/a"]},
        ),
        ("it is 10:30:45 :fire: :+1:", "it is 10:30:45 :fire: :+1:", {"emoji": ["fire", "+1"]}),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(text, shown, active):
    made = Rendered()
    assert made.mrkdwn(text) == shown
    expected = {"broadcasts": [], "mentions": [], "channels": [], "groups": [], "automatic": [],
                "emoji": []}  # fmt: skip
    for name, value in {**expected, "urls": [], **active}.items():
        assert getattr(made, name) == value, name


@pytest.mark.parametrize(
    ("text", "shown", "active"),
    [
        ("**b** _i_ `c`\n# Head", "b i c\nHead", {}),
        (r"\*no\* \[x\](y)", "*no* [x](y)", {}),
        (r"[a\]b](https://x.org)", "a]b", {"urls": ["https://x.org"]}),
        ("<!channel>", "@channel", {"broadcasts": ["channel"]}),
        (r"\<!channel>", "<!channel>", {}),
        ("<https://x.org>", "https://x.org", {"urls": ["https://x.org"]}),
    ],
)
def test_markdown_is_read_as_slack_reads_it(text, shown, active):
    made = Rendered()
    assert made.markdown(text) == shown
    for name, value in {"broadcasts": [], "mentions": [], "urls": [], **active}.items():
        assert getattr(made, name) == value, name


@given(st.text(alphabet=st.characters(exclude_characters="*_~`>\x00", exclude_categories=["Cs"])))
def test_what_somebody_types_is_what_others_read(text):
    team = Workspace("T1", "Team")
    ada = User("U1", "Ada", team)
    team.users["U1"] = ada
    made = Rendered()
    assert made.mrkdwn(typed(text, team), automatic=False) == text.replace("@ada", "@U1")


@given(st.text(alphabet="<>&;!@#|`*_~ \n\x00\\[]()altgmp:/.https1") | st.text())
def test_escaped_text_is_never_active_beyond_addresses_and_is_shown_with_its_signs(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    made = Rendered()
    shown = made.mrkdwn(escaped, automatic=False)
    assert [made.links, made.broadcasts, made.mentions, made.groups, made.channels] == [[]] * 5
    assert shown.count("<") == text.count("<")


async def test_a_message_is_rendered_with_all_that_is_active_in_its_blocks(slack, client, news):
    link = button(url="https://x.org/b")
    await client.chat_postMessage(
        channel=news.id, text="<!here> fallback",
        blocks=[
            {"type": "header", "text": plain("<!channel> & co")},
            section("*Lead* <https://x.org/a|source>", accessory=link),
            {"type": "context", "elements": [mrkdwn("#news https://y.org", verbatim=True)]},
            {"type": "actions", "elements": [button(text=plain("Ask"))]},
        ],
    )  # fmt: skip
    shown = slack.rendered(slack.messages(news)[0])
    assert shown.text == "<!channel> & co\nLead source\nGo\n#news https://y.org\n[Ask]"
    assert shown.urls == ["https://x.org/a", "https://x.org/b"]
    assert (shown.broadcasts, shown.automatic) == (["here"], [])
    assert shown.notification == "@here fallback"


def test_rich_text_is_read():
    inside = [
        {"type": "text", "text": "see "}, {"type": "link", "url": "https://x.org"},
        {"type": "user", "user_id": "U1"}, {"type": "broadcast", "range": "channel"},
    ]  # fmt: skip
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": inside}]}
    team = Workspace("T1", "Team")
    message = Message("1.0", Channel("C1", team), User("U1", "Ada", team), blocks=[block])
    shown = SlackApi().rendered(message)
    assert shown.text == "see https://x.org@U1@channel"
    assert (shown.mentions, shown.broadcasts) == (["U1"], ["channel"])


# --- who may -----------------------------------------------------------------------------------


MANIFEST = {
    "features": {
        "slash_commands": [{"command": "/tellal", "should_escape": True}],
        "app_home": {"messages_tab_enabled": False},
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "channels:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
}


async def test_a_manifest_grants_its_scopes_events_and_commands_and_no_more():
    async with SlackApi(MANIFEST) as slack:
        ada = slack.person("Ada")
        news = slack.channel("news", [ada, slack.bot])
        closed = slack.channel("closed", [ada, slack.bot], private=True)
        client = AsyncWebClient(token=slack.token, base_url=slack.url)
        told = await client.conversations_info(channel=news.id)
        assert told.headers["x-oauth-scopes"] == "channels:read,chat:write,commands,im:history"
        with pytest.raises(SlackApiError, match="missing_scope") as caught:
            await client.conversations_info(channel=closed.id)
        assert caught.value.response["needed"] == "groups:read"
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.users_info(user=ada.id)
        await ada.mentions(news, "hello")
        await ada.says(slack.bot, "hello")
        assert [one.event["channel_type"] for one in slack.deliveries] == ["im"]
        with pytest.raises(AssertionError, match="/news is not the app's"):
            await ada.slash("/news")
        with pytest.raises(AssertionError, match="Home tab is not enabled"):
            await ada.opens_home()
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel=ada.id, text="x")


async def test_a_command_may_want_people_and_channels_marked():
    async with SlackApi(MANIFEST, ack_within=0.05) as slack:
        ada = slack.person("Ada")
        news = slack.channel("news", [ada])
        with pytest.raises(NotAcknowledged):
            await ada.slash("/tellal", "watch @ada in #news", news)
        text = slack.deliveries[0].payload["text"]
        assert text == f"watch <@{ada.id}|ada> in <#{news.id}|news>"


def test_a_manifest_that_lacks_a_scope_of_its_events_is_not_taken():
    settings = {"event_subscriptions": {"bot_events": ["app_mention"]}}
    with pytest.raises(AssertionError, match="app_mentions:read"):
        SlackApi({**MANIFEST, "settings": settings})


@pytest.mark.parametrize("key", ["name", "description", "long_description"])
def test_a_manifest_says_of_itself_neither_too_much_nor_too_little(key):
    fitting = {"name": "x" * 35, "description": "x" * 140, "long_description": "x" * 174}
    SlackApi({**MANIFEST, "display_information": fitting})
    other = {**fitting, key: "x" * (173 if key == "long_description" else 141)}
    with pytest.raises(AssertionError, match=f"^{key} is not"):
        SlackApi({**MANIFEST, "display_information": other})


async def test_workspaces_may_share_channel_ids_and_are_kept_apart(slack):
    other = slack.workspace("Other", enterprise="E0ORG")
    ada, bob = slack.person("Ada"), slack.person("Bob", workspace=other)
    here = slack.channel("news", [ada, slack.bot], known_as="C0SAME")
    there = slack.channel("news", [bob, other.bot], known_as="C0SAME")
    one = AsyncWebClient(token=slack.token, base_url=slack.url)
    two = AsyncWebClient(token=slack.token_of(other), base_url=slack.url)
    await one.chat_postMessage(channel="C0SAME", text="here")
    await two.chat_postMessage(channel="C0SAME", text="there")
    assert [m.text for m in slack.messages(here) + slack.messages(there)] == ["here", "there"]
    await bob.says(there, "hello")
    assert slack.deliveries[-1].payload["team_id"] == other.id
    assert slack.deliveries[-1].payload["authorizations"][0]["enterprise_id"] == "E0ORG"


async def test_an_app_installed_in_a_whole_organisation_has_one_token(slack):
    sales = slack.workspace("Sales", enterprise="E0ORG", installed=False)
    desk = slack.workspace("Desk", enterprise="E0ORG", installed=False)
    client = AsyncWebClient(token=slack.install(sales, org=True), base_url=slack.url)
    assert (await client.auth_test())["is_enterprise_install"]
    bob = slack.person("Bob", workspace=desk)
    room = slack.channel("room", [bob, desk.bot])
    await client.chat_postMessage(channel=room.id, text="hello")
    assert slack.messages(room)[0].user is desk.bot
    await bob.says(room, "hello")
    assert slack.deliveries[-1].payload["authorizations"][0]["is_enterprise_install"]
    slack.withdraw(sales)
    told = slack.deliveries[-1].payload
    assert (told["team_id"], told["enterprise_id"]) == (None, "E0ORG")
    assert told["event"]["team_ids"] == [sales.id]
    slack.uninstall(desk)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
