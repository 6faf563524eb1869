"""Tokens in columns: one blank between them, none too long, whatever an article is made of."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from storage.tokens import LARGEST, LONGEST, findable, read, write
from summarizer.model import Tokens

ANYTHING = st.lists(st.text(st.characters(codec=None), max_size=80), max_size=20).map(tuple)


def written(tokens: Tokens) -> SimpleNamespace:
    return SimpleNamespace(**write(1, tokens))


@given(ANYTHING, ANYTHING, ANYTHING)
def test_columns_hold_findable_tokens_by_single_blanks_and_know_their_number(lead, body, marks):
    row = written(Tokens(lead, body, marks))
    for column in (row.lead, row.body, row.marks):
        assert column == " ".join(column.split())
        assert all(findable(token) for token in column.split(" ") if column)
    again = read(row)
    assert (row.lead_length, row.body_length) == (len(again.lead), len(again.body))


@given(st.lists(st.text("abcşğ3", min_size=1, max_size=LONGEST), max_size=9).map(tuple))
def test_ordinary_tokens_come_back_as_they_were(words):
    tokens = Tokens(words[:2], words, words[2:])
    assert read(written(tokens)) == tokens


def test_equal_tokens_become_one_object_where_asked():
    shared: dict[str, str] = {}
    one, two = (read(written(Tokens((), ("gaza", "x"), ())), shared) for _ in range(2))
    assert one.body[0] is two.body[0]


def test_a_token_longer_than_any_word_is_dropped():
    row = written(Tokens((), ("x" * LONGEST, "y" * (LONGEST + 1)), ()))
    assert row.body == "x" * LONGEST
    assert not findable("y" * (LONGEST + 1))


def test_a_very_long_text_is_cut_between_tokens():
    row = written(Tokens((), tuple(f"şşşş{n}" for n in range(200_000)), ()))
    assert LARGEST - 100 < len(row.body.encode()) <= LARGEST
    assert row.body.split()[-1] == f"şşşş{row.body_length - 1}"
