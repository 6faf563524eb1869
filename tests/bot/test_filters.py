"""Whether a story meets a filter."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.filters import LONGEST, Problem, matches, problem, see
from fakes.world import VISIT, actor, claim, head, source

SEEN = see(head(VISIT))


@pytest.mark.parametrize(
    "text",
    [
        "erdogan",
        "ERDOĞAN",
        "Recep Erdogan",
        "President Recep Tayyip Erdoğan",
        "bektenov",
        "Kazakhstan",  # the text says Kazakhstan's
        "cease-fire",
        "closed-door meeting",
        "minist*",
        "*fire",
        "/erdo[gğ]an|putin/",
        "/closed.door/",
    ],
)
def test_names_words_phrases_and_patterns_are_found(text):
    assert matches(text, SEEN)


@pytest.mark.parametrize(
    "text",
    [
        "erdo",  # part of a word
        "Bektenov Erdoğan",  # not a phrase of any sentence
        "meeting door",
        "football",
        "Tayyip Putin",
        "/foot.?ball/",
        "...",
        "/(/",
    ],
)
def test_what_is_not_there_is_not_found(text):
    assert not matches(text, SEEN)


def test_a_name_is_found_by_an_alias_that_no_sentence_has():
    told = replace(VISIT, actors=(actor("Đoković", aliases=("Novak Djokovic",)),))
    assert matches("novak djokovic", see(head(told)))
    assert matches("Dokovic", see(head(told)))


def test_a_turkish_ending_after_the_apostrophe_does_not_hide_a_name():
    told = replace(
        VISIT,
        headline="Erdoğan’ın ziyareti",
        summary=(),
        actors=(),
        outcomes=(),
        sources=(source(title=""),),
    )
    assert matches("erdogan", see(head(told)))
    assert matches("Erdoğan'ın", see(head(told)))


def test_words_of_scripts_without_blanks_are_found_inside_the_text():
    told = replace(VISIT, headline="中国主席習近平访问哈萨克斯坦")
    assert matches("習近平", see(head(told)))


def test_a_story_without_a_brief_is_judged_by_its_title():
    bare = head(VISIT, brief=None, title="Storm over Łódź")
    assert matches("lodz", see(bare))
    assert not matches("erdogan", see(bare))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Erdoğan", None),
        ("foot*", None),
        ("/goal|score/", None),
        ("/a{1001}/", Problem.BAD_PATTERN),
        ("/(/", Problem.BAD_PATTERN),
        ("/.{0,900}b.{0,900}c/", Problem.BAD_PATTERN),
        ("/((a{1,100}){1,10})b/", Problem.BAD_PATTERN),
        ("/\ud800/", Problem.BAD_PATTERN),
        ("?!", Problem.NO_WORD),
        ("x" * (LONGEST + 1), Problem.TOO_LONG),
    ],
)
def test_a_filter_that_cannot_be_used_is_refused_with_the_reason(text, wrong):
    assert problem(text) is wrong


@pytest.mark.parametrize(
    "text",
    [
        "/(a*)*b/",
        "/(a|aa)+$/",
        "/(a?){60}a{60}b/",
        "/((a{1,100}){1,10})b/",
        "/(.*a){20}b/",
        "a*" * 60,
    ],
)
def test_no_filter_hangs_on_any_story(text):
    long = replace(VISIT, summary=(claim("a" * 20_000),))
    seen = see(head(long))
    began = time.process_time()
    matches(text, seen)
    assert time.process_time() - began < 1


@settings(max_examples=300)
@given(st.text(max_size=LONGEST))
def test_whatever_is_typed_it_matches_or_not(text):
    assert matches(text, SEEN) in (True, False)
    if problem(text):
        return
    assert matches(f"/{text}/", SEEN) in (True, False)
