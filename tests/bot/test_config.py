"""Settings: every key documented, every mistake named with its place, no secret ever shown."""

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings, load, load_secrets
from bot.errors import BadConfiguration

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
