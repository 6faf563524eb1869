"""Whom a sentence blames, in the languages and words in which news do it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.blame import blamed
from summarizer.reading import read


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("Kyiv blamed Russia for the strike on the dam.", "en", "Russia"),
        ("Officials accused Ukraine of blowing up the dam, Moscow said.", "en", "Ukraine"),
        ("The Interior Ministry blamed the attack in Tarnau on Hamas.", "en", "Hamas"),
        ("The ministry blamed it on the militant group Hamas.", "en", "Hamas"),
        ("It blamed Tarnau Airlines for flying on Monday to Seld.", "en", "Tarnau Airlines"),
        ("Hamas was blamed for the attack by the ministry.", "en", "Hamas"),
        ("The minister said that Iran was behind the attack.", "en", "Iran"),
        ("Later the group Islamic State claimed responsibility.", "en", "Islamic State"),
        ("Bakanlık saldırıdan Rusya'yı sorumlu tuttu.", "tr", "Rusya"),
        ("Kiew machte Russland für den Angriff verantwortlich.", "de", "Russland"),
        ("Kyiv thanked Poland for its help.", "en", None),
        ("He was blamed for the attack.", "en", None),
        ("Kiew machte Russland ein Angebot.", "de", None),
        ("Le ministre accuse la Russie.", "fr", None),
    ],
)
def test_the_blamed_one_is_found_where_it_is_said_plainly(text, language, who):
    found = blamed(read(text, language))
    named = " ".join(token.text for token in found.tokens) if found else None
    assert named == who


@given(st.text(max_size=200), st.sampled_from(["en", "tr", "de", "ru", "xx"]))
def test_any_text_is_read_and_whoever_is_found_stands_in_it(text, language):
    found = blamed(read(f"{text} blamed Tarnau {text}", language))
    assert found is None or all(
        token.text in f"{text} blamed Tarnau {text}" for token in found.tokens
    )
