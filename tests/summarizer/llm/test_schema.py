"""Replies are read however they come, and nothing else comes out of them than claims."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.llm import schema, wire
from summarizer.llm.passages import Line, Numbered
from summarizer.llm.prices import Count
from summarizer.llm.schema import SHAPES, BriefReply, Reply, Statement, StatementsReply
from summarizer.llm.trouble import Trouble
from summarizer.model import Citation, Claim

CITED = tuple(Citation("a", n, f"Sentence {n}.") for n in range(1, 4))
NUMBERED = Numbered(tuple(Line(n, "Source 1", c.quote, (c,)) for n, c in enumerate(CITED, 1)))

FIELDS = (
    "error", "message", "choices", "usage", "content", "refusal", "finish_reason", "code",
    "prompt_tokens", "completion_tokens", "prompt_tokens_details", "cached_tokens", "delta",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(FIELDS) | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("form", SHAPES, ids=lambda form: form.__name__)
def test_the_shape_that_the_prompt_shows_is_the_shape_that_the_schema_asks_for(
    form: type[Reply],
):
    shown = json.loads(SHAPES[form])
    schema_of = form.model_json_schema()
    assert list(shown) == schema_of["required"] == list(schema_of["properties"])
    assert schema_of["additionalProperties"] is False
    for name, items in schema_of["properties"].items():
        if "$ref" in items.get("items", {}):
            inner = schema_of["$defs"][items["items"]["$ref"].rsplit("/", 1)[1]]
            assert list(shown[name][0]) == inner["required"]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [([1, 2], [1, 2]), (["1", "[2]"], [1, 2]), ("3", [3]), (2, [2]), ("1, 2 and 3", [1, 2, 3]),
     (None, []), ([1.0, True, None, {}], [1]), ([[1]], [])],
    ids=repr,
)  # fmt: skip
def test_sentence_numbers_are_read_however_they_are_written(written: object, numbers: list[int]):
    assert Statement.model_validate({"text": "x", "sentences": written}).sentences == numbers


def test_an_unknown_kind_of_actor_is_other_and_a_role_of_nothing_is_none():
    actor = {"name": "A", "type": "Organization", "role": "null", "sentences": []}
    reply = {
        "headline": "h",
        "summary": [],
        "outcomes": [],
        "actors": [actor, {**actor, "type": 7}],
    }
    read = BriefReply.model_validate(reply)
    assert [(one.type, one.role) for one in read.actors] == [
        ("organisation", None), ("other", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Bold** and `code`", "Bold and code"),
        ("# Headline", "Headline"),
        ("- item [3]", "item"),
        ("It rose [1, 2] by 4 [5–7].", "It rose by 4."),
        ("two\nlines\t here", "two lines here"),
        ("_so_ said snake_case", "so said snake_case"),
        ("3 - 2 = 1", "3 - 2 = 1"),
    ],
)
def test_what_is_written_becomes_one_plain_line(written: str, plain: str):
    assert schema.plain(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "see https://x.example",
        "HTTP://X",
        "on www.example.com",
        "[here](x)",
        "tg://user",
        "ftp://a",
    ],
)
def test_whatever_leads_anywhere_is_a_link(text: str):
    assert schema.has_link(text)
    assert schema.claims_of(Statement(text=text, sentences=[1]), NUMBERED, "en") == ()


def test_a_claim_is_made_once_and_cites_each_sentence_once():
    statements = [Statement(text="Same.", sentences=[2, 1, 2])] * 3
    assert schema.claims(statements, NUMBERED, "en", 5) == (Claim("Same.", (CITED[1], CITED[0])),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rose. Buy now.", ["It rose.", "Buy now."]),
        ("Mr. Holm said it rose by 4.5 percent.", ["Mr. Holm said it rose by 4.5 percent."]),
        ('"We won. So what," he said. It rose.', ['"We won. So what," he said.', "It rose."]),
        ("He said: “We won. So what.” It rose.", ["He said: “We won. So what.”", "It rose."]),
        ("It rose. …", ["It rose."]),
        ("Yükseldi. Şimdi al.", ["Yükseldi.", "Şimdi al."]),
    ],
)  # fmt: skip
def test_each_sentence_of_a_statement_has_to_stand_by_itself(text: str, parts: list[str]):
    made = schema.claims_of(Statement(text=text, sentences=[2]), NUMBERED, "en")
    assert [claim.text for claim in made] == parts
    assert {claim.citations for claim in made} == {(CITED[1],)}


@pytest.mark.parametrize(
    "content",
    [
        '{"statements": []}',
        'Sure:\n```json\n{"statements": []}\n```\nAnything else?',
        '<think>{"statements": 1}</think>{"statements": []}',
        'I use {braces} first. {"statements": []} {"statements": 7}',
    ],
)
def test_the_object_is_found_between_other_words(content: str):
    assert schema.read(content, StatementsReply).statements == []


def outcome(read: Callable[[], object]) -> object:
    try:
        return read()
    except (ValueError, Trouble) as error:
        return error


@given(st.text(max_size=300) | JSON.map(json.dumps))
def test_reading_gives_a_reply_or_a_short_error(content: str):
    read = outcome(lambda: schema.read(content, BriefReply))
    assert isinstance(read, BriefReply) or len(str(read)) < 300


@given(JSON)
def test_no_body_of_any_server_makes_the_wire_stumble(document: object):
    """A server may send anything as JSON: it is a reply or trouble."""
    reply = outcome(lambda: wire.reply(wire.mapping(document), str))
    assert isinstance(reply, Trouble) or reply.content.strip()


@given(JSON)
def test_a_count_is_of_whole_numbers_or_none(usage: object):
    counted = wire.count(usage)
    assert counted is None or min(counted.read, counted.cached, counted.written) >= 0


def test_what_a_model_thinks_is_counted_where_the_endpoint_leaves_it_out_of_the_reply():
    told = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 420}
    assert wire.count(told) == Count(100, 0, 320)
    assert wire.count(told | {"total_tokens": 120}) == Count(100, 0, 20)
    assert wire.count(told | {"total_tokens": 5}) == Count(100, 0, 20)
