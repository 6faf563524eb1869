"""Settings: every key documented, every mistake named with its place, no secret ever shown."""

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings, load
from bot.errors import BadConfiguration
from bot.secrets import load_secrets

ROOT = Path(__file__).parents[2]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_holds_every_key_with_its_default():
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert load(ROOT / "config.yaml", {}) == Settings()
    # Compared as plain values: a key that is missing in the file is missing here.
    assert shipped == Settings().model_dump(mode="json")


def test_no_file_means_the_defaults():
    assert load(None, {}) == Settings()


def test_an_empty_file_means_the_defaults(tmp_path):
    assert load(written(tmp_path, "# nothing yet\n"), {}) == Settings()


def test_an_unknown_key_is_refused_by_name_and_line_with_the_likely_one(tmp_path):
    path = written(tmp_path, "log:\n  level: info\npolling:\n  intervall_minutes: 3\n")
    with pytest.raises(BadConfiguration) as caught:
        load(path, {})
    assert "line 4: unknown key 'polling.intervall_minutes'" in str(caught.value)
    assert "Did you mean 'interval_minutes'?" in str(caught.value)


def test_every_mistake_is_told_at_once(tmp_path):
    path = written(tmp_path, "log:\n  level: loud\nbogus: 1\nchats:\n  zone: Mars/Olympus\n")
    with pytest.raises(BadConfiguration) as caught:
        load(path, {})
    places = {line.split(": ")[0].rsplit("line ")[-1] for line in str(caught.value).split("\n")}
    assert places == {"2", "3", "5"}


def test_new_chats_may_begin_in_any_language_and_in_no_other(tmp_path):
    assert load(written(tmp_path, "chats:\n  language: tr\n"), {}).chats.language == "tr"
    with pytest.raises(BadConfiguration, match=r"line 2: .*'turkish' is not the two-letter code"):
        load(written(tmp_path, "chats:\n  language: turkish\n"), {})


def test_a_key_given_twice_is_refused_by_line(tmp_path):
    path = written(tmp_path, "log:\n  level: info\n  level: debug\n")
    with pytest.raises(BadConfiguration, match="line 3: 'level' is given twice"):
        load(path, {})


def test_contradicting_intervals_are_refused(tmp_path):
    path = written(tmp_path, "polling:\n  interval_minutes: 3\n  fastest_minutes: 5\n")
    with pytest.raises(BadConfiguration, match=r"line 1: polling: .*must not descend"):
        load(path, {})


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadConfiguration, match="there is no such configuration file"):
        load(tmp_path / "absent.yaml", {})


@pytest.mark.parametrize("text", ["- a list\n", "just words", "a: [1\n", "\x00"])
def test_what_is_no_mapping_is_refused(tmp_path, text):
    with pytest.raises(BadConfiguration):
        load(written(tmp_path, text), {})


def test_the_environment_wins_over_the_file(tmp_path):
    path = written(tmp_path, "log: {level: info}\ndatabase: {url: 'sqlite:///a.db'}\n")
    settings = load(path, {"TELLAL__LOG__LEVEL": "error", "DATABASE_URL": "sqlite:///b.db"})
    assert (settings.log.level, settings.database.url) == ("error", "sqlite:///b.db")


@pytest.mark.parametrize(
    "name", ["TELLAL__BOGUS", "TELLAL__LOG__LEVELL", "TELLAL__POLLING__CONCURRENCY"]
)
def test_a_wrong_variable_is_named(name):
    with pytest.raises(BadConfiguration, match=f"environment variable {name}"):
        load(None, {name: "-1"})


@given(st.text(max_size=300))
def test_no_text_makes_reading_fail_otherwise(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "config.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    with contextlib.suppress(BadConfiguration):
        assert isinstance(load(path, {}), Settings)


def test_a_secret_comes_from_its_variable_or_its_file_and_prints_as_stars(tmp_path):
    file = tmp_path / "token"
    file.write_text("123456:hush-hush\n", encoding="utf-8")
    secrets = load_secrets(
        {"TELEGRAM_BOT_TOKEN_FILE": str(file), "OPENAI_API_KEY": "sk-hush", "SLACK_APP_TOKEN": ""}
    )
    assert secrets.telegram_bot_token is not None
    assert secrets.telegram_bot_token.get_secret_value() == "123456:hush-hush"
    assert secrets.slack_app_token is None
    assert "hush" not in repr(secrets)


def test_a_secret_given_twice_is_refused_without_showing_it(tmp_path):
    environment = {"OPENAI_API_KEY": "sk-hidden", "OPENAI_API_KEY_FILE": "/nowhere"}
    with pytest.raises(BadConfiguration, match="both set") as caught:
        load_secrets(environment)
    assert "hidden" not in str(caught.value)


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(BadConfiguration, match="SLACK_BOT_TOKEN_FILE"):
        load_secrets({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "absent")})


# --- Slack -------------------------------------------------------------------------------------

FERNET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
ONE_WORKSPACE = {"SLACK_BOT_TOKEN": "xoxb-1-hush", "SLACK_APP_TOKEN": "xapp-1-hush"}
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hush",
    "SLACK_APP_TOKEN": "xapp-1-hush",
    "TELLAL_SECRET_KEY": FERNET,
}


def refused(work) -> str:
    with pytest.raises(BadConfiguration) as caught:
        work()
    assert "hush" not in str(caught.value)
    assert FERNET not in str(caught.value)
    return str(caught.value)


def test_two_tokens_are_all_that_one_workspace_needs():
    assert load(None, ONE_WORKSPACE).slack.mode == "socket"
    secrets = load_secrets(ONE_WORKSPACE)
    assert (secrets.slack, secrets.installable) == (True, False)
    assert not load_secrets({}).slack


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_APP_TOKEN", "xoxb-hush", "a bot token: it belongs into SLACK_BOT_TOKEN"),
        ("SLACK_BOT_TOKEN", "xapp-hush", "an app-level token: it belongs into SLACK_APP_TOKEN"),
        ("SLACK_BOT_TOKEN", "xoxp-hush", "a person's token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-hush", "a token that expires within hours: turn"),
        ("SLACK_BOT_TOKEN", "hush", "no token that begins with xoxb-"),
    ],
)
def test_a_token_of_the_wrong_kind_is_refused_by_name_with_where_the_right_one_is(
    name, value, says
):
    told = refused(lambda: load_secrets({**ONE_WORKSPACE, name: value}))
    assert f"{name} is {says}" in told
    assert "app's page" in told


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SLACK_CLIENT_ID": "1.2", "TELLAL_SECRET_KEY": FERNET}, "SLACK_CLIENT_SECRET is not set"),
        ({"SLACK_CLIENT_SECRET": "hush"}, "SLACK_CLIENT_ID is not set"),
        ({**MANY, "SLACK_BOT_TOKEN": "xoxb-hush"}, "keep one of them"),
        ({**MANY, "TELLAL_SECRET_KEY": ""}, "openssl rand -base64 32"),
        ({"SLACK_APP_TOKEN": "xapp-hush"}, "neither SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "hush"}, "neither SLACK_BOT_TOKEN"),
    ],
)
def test_slack_secrets_that_contradict_each_other_are_refused_by_name(environment, says):
    assert says in refused(lambda: load_secrets(environment))


@pytest.mark.parametrize(
    ("text", "environment", "says"),
    [
        ("slack:\n  mode: http\n", ONE_WORKSPACE, "line 2: slack.mode: http needs SLACK_SIGNING"),
        (
            "slack:\n  stream: true\n  mode: http\n",
            {**ONE_WORKSPACE, "SLACK_SIGNING_SECRET": "hush"},
            "line 3: slack.mode: http needs the web port",
        ),
        (
            "log: {}\nslack:\n  mode: socket\n",
            {"SLACK_BOT_TOKEN": "xoxb-hush"},
            "line 3: slack.mode: socket needs SLACK_APP_TOKEN",
        ),
        ("web:\n  port: null\n", MANY, "line 2: web.port: must be set"),
        ("slack:\n  public: null\nweb: {port: 80}\n", MANY, "line 2: slack.public: must be set"),
    ],
)
def test_slack_settings_that_contradict_the_secrets_are_refused_by_name_and_line(
    tmp_path, text, environment, says
):
    path = written(tmp_path, text)
    assert says in refused(lambda: load(path, environment))


def test_a_contradiction_that_the_environment_makes_names_the_variable():
    told = refused(lambda: load(None, {**ONE_WORKSPACE, "TELLAL__SLACK__MODE": "http"}))
    assert "environment variable TELLAL__SLACK__MODE: slack.mode: http needs" in told


def test_while_slack_is_off_its_settings_contradict_nothing(tmp_path):
    assert load(written(tmp_path, "slack:\n  mode: http\n"), {}).slack.mode == "http"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("slack:\n  public: http://news.example.org\n", "line 2: slack.public: .*https"),
        ("slack:\n  public: news.example.org\n", "line 2: slack.public: .*web address"),
        ("slack:\n  api: slack.com\n", "line 2: slack.api: .*web address"),
        ("slack:\n  workspaces: [acme]\n", "line 2: slack.workspaces.0: .*no id of a workspace"),
        ("slack:\n  unfurled: first\n", "line 2: .*Did you mean 'unfurl'"),
        ("access:\n  allow: ['slack:U024BE7LH']\n", "line 2: access.allow.0: .*slack:T024BE7LD/U"),
    ],
)
def test_what_cannot_be_a_slack_setting_is_refused_by_name_and_line(tmp_path, text, says):
    with pytest.raises(BadConfiguration, match=says):
        load(written(tmp_path, text), {})


def test_the_slack_addresses_are_made_whole():
    settings = load(
        None,
        {
            "SLACK_API_BASE": "http://127.0.0.1:9000/api",
            "TELLAL__SLACK__PUBLIC": "https://news.example.org/bot/",
        },
    )
    assert settings.slack.api == "http://127.0.0.1:9000/api/"
    assert settings.slack.public == "https://news.example.org/bot"


def test_workspaces_channels_and_people_of_slack_can_be_let_in():
    keys = "[slack:T024BE7LD, slack:T024BE7LD/C061EG9SL, slack:E1/U2]"
    settings = load(None, {"TELLAL__ACCESS__ALLOW": keys})
    assert len(settings.access.allow) == 3
