"""Prices and bounds on tokens: what a call can cost is never guessed too low."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import EngineMisconfigured
from summarizer.llm.options import Endpoint, Models, Options
from summarizer.llm.prices import FREE, Count, PriceList, Prices
from summarizer.llm.tokens import at_most, cut

COUNTS = st.integers(0, 10**6)
PRICE = st.floats(0, 100)


def test_a_call_costs_its_tokens_by_their_kind():
    prices = Prices(read=2.0, written=8.0, cached=0.5)
    assert prices.cost(Count(1_000_000, 400_000, 250_000)) == pytest.approx(1.2 + 0.2 + 2.0)
    assert Prices(2.0, 8.0).cost(Count(1_000_000, 400_000, 0)) == pytest.approx(2.0)


@given(PRICE, PRICE, st.none() | PRICE, COUNTS, COUNTS, COUNTS)
def test_the_bound_is_never_below_the_cost(
    read: float, written: float, cached: float | None, sent: int, seen: int, said: int
):
    prices = Prices(read, written, cached)
    cost = prices.cost(Count(sent, seen, said))
    assert 0 <= cost <= prices.at_most(sent, said) * (1 + 1e-9)


@pytest.mark.parametrize("price", [-1.0, float("nan"), float("inf")])
def test_what_is_no_price_is_refused(price: float):
    with pytest.raises(EngineMisconfigured):
        Prices(price, 1.0)


def test_a_model_without_a_price_is_refused_before_it_has_cost_anything():
    with pytest.raises(EngineMisconfigured, match="'large'"):
        Options(
            Endpoint("http://127.0.0.1/v1"),
            Models("small", answer="large"),
            PriceList({"small": FREE}),
        )


def test_a_free_endpoint_needs_no_prices():
    assert PriceList(free=True).of("anything") is FREE


@pytest.mark.parametrize(
    "url",
    ["", "api.openai.com/v1", "ftp://host/v1", "http:///v1", "https://user:s3cret@host/v1"],
)
def test_an_address_that_cannot_be_used_or_shown_is_refused(url: str):
    with pytest.raises(EngineMisconfigured) as failure:
        Endpoint(url)
    assert "s3cret" not in str(failure.value)


def test_keys_and_headers_are_not_shown():
    endpoint = Endpoint(api_key="sk-secret-key", headers={"X-Key": "other-secret"})
    assert "secret" not in repr(endpoint)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        # Counted with the vocabulary of Gemma 3.
        ("The harbour workers of Norvik ended their strike on Tuesday after twelve days.", 15),
        ("Cumhurbaşkanı Erdoğan, Kazakistan Başbakanı Bektenov ile görüştü.", 20),
        ("Премьер-министр Казахстана Олжас Бектенов встретился с президентом.", 21),
        ("Η κυβέρνηση ανακοίνωσε την Τρίτη ότι υπογράφηκε η συμφωνία.", 23),
        ("欧盟委员会周二宣布了新的规则。", 9),
        ("1,300 workers; 4.5 % from 18.04.2024", 24),
        ("🙂🚀👩‍👩‍👧‍👦🇹🇷", 11),
    ],
)
def test_the_bound_holds_for_text_of_every_script_and_is_not_wildly_high(text: str, true: int):
    assert true <= at_most(text) <= 4 * true


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_texts_have_no_fewer_tokens_than_each(one: str, other: str):
    assert at_most(one + other) >= at_most(one) - 1
    assert at_most(f"{one} {other}") <= at_most(one) + at_most(other) + 1


@given(st.text(max_size=200), st.integers(0, 60))
def test_a_cut_text_keeps_its_beginning_and_its_bound(text: str, most: int):
    short = cut(text, most)
    assert text.startswith(short)
    assert at_most(short) <= most
