"""Settings of who writes: contradictions are refused by name and place, secrets are not shown."""

import pytest
from pydantic import SecretStr

from bot.config import load
from bot.engine_settings import USUAL_MODEL, EngineSettings, ModelNames
from bot.errors import BadConfiguration
from bot.secrets import Secrets
from bot.writing import limits, options, with_model

LOCAL = "http://127.0.0.1:11434/v1"
KEYED = Secrets(openai_api_key=SecretStr("sk-hush"))


def refusal(tmp_path, text, environment=None):
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        load(path, environment or {})
    return str(caught.value)


def test_a_model_writes_by_itself_where_there_is_a_key_or_an_address():
    local = EngineSettings(base_url=LOCAL, free=True, models=ModelNames(brief="small"))
    assert not with_model(EngineSettings(), Secrets())
    assert with_model(EngineSettings(), KEYED)
    assert with_model(local, Secrets())
    assert not with_model(EngineSettings(name="offline"), KEYED)
    with pytest.raises(BadConfiguration, match="OPENAI_API_KEY"):
        with_model(EngineSettings(name="llm"), Secrets())


def test_a_key_alone_is_enough_for_the_usual_model_below_the_usual_ceilings():
    made = options(EngineSettings(), KEYED)
    assert made.models.all == (USUAL_MODEL,)
    assert made.prices.of(USUAL_MODEL).at_most(1_000_000, 1_000_000) == 0.75
    assert limits(EngineSettings()).day == 1.0
    assert "hush" not in repr(made)


def test_every_setting_reaches_the_engine(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(
        "engine:\n  models: {brief: b, answer: a, opening: o, translate: t}\n  free: true\n"
        "  concurrency: 1\n  attempt_seconds: 2\n  urgent_seconds: 3\n  whole_seconds: 4\n"
        "  retries: 5\n  read_tokens: 600\n  answer_articles: 7\n  temperature: null\n"
        "  reasoning_effort: low\n  thinking: 8\n  headers: {X-Title: t}\n  query: {v: '1'}\n"
        "  body: {top_k: 1}\n",
        encoding="utf-8",
    )
    made = options(load(path, {"OPENAI_BASE_URL": LOCAL}).engine, Secrets())
    assert made.models.all == ("b", "o", "a", "t")
    assert (made.endpoint.base_url, made.endpoint.api_key) == (LOCAL, "")
    assert (made.endpoint.headers, made.endpoint.query) == ({"X-Title": "t"}, {"v": "1"})
    assert made.endpoint.body == {"top_k": 1}
    patience, reading = made.patience, made.reading
    assert (patience.attempt, patience.urgent, patience.whole, patience.retries) == (2, 3, 4, 5)
    assert (reading.brief, reading.answer, reading.articles) == (600, 600, 7)
    assert (made.concurrency, made.temperature, made.thinking) == (1, None, 8)
    assert made.reasoning_effort == "low"


def test_an_endpoint_of_ones_own_needs_a_model_named(tmp_path):
    said = refusal(tmp_path, f"engine:\n  base_url: {LOCAL}\n  models: {{answer: x}}\n")
    assert "line 3: engine.models: models.brief must name a model" in said


def test_a_model_without_a_price_is_refused_unless_nothing_costs_anything(tmp_path):
    text = "engine:\n  models:\n    answer: large\n  prices:\n    gpt-4o-mini: {in: 1, out: 2}\n"
    assert "line 4: engine.prices: no price for 'large'" in refusal(tmp_path, text)
    path = tmp_path / "config.yaml"
    for changed in (f"{text}  free: true\n", f"{text}  name: offline\n"):
        path.write_text(changed, encoding="utf-8")
        assert load(path, {}).engine.models.answer == "large"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("base_url: ftp://one.example/v1", "must begin with http"),
        ("base_url: 'https://me:hush@one.example/v1'", "must not hold a name or password"),
        ("body: {model: x}", "model cannot be set here"),
        ("prices: {x: {in: -1, out: 0}}", "engine.prices.x.in"),
        ("prices: {x: {in: .inf, out: 0}}", "engine.prices.x.in"),
        ("budget: {day: -1}", "engine.budget.day"),
        ("budget: {week: 1}", "unknown key 'engine.budget.week'"),
        ("modles: {brief: x}", "Did you mean 'models'?"),
        ("attempt_seconds: 200", "attempt_seconds must not be more than whole_seconds"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path, line, says):
    said = refusal(tmp_path, f"engine:\n  {line}\n")
    assert says in said
    assert "hush" not in said
