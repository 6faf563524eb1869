"""Names across scripts are told by their consonants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.skeleton import heard, heard_in, same_name, skeletons

PAIRS = [
    ("Erdoğan", "أردوغان"),
    ("Macron", "ماكرون"),
    ("Netanyahu", "نتنياهو"),
    ("Zelenskyy", "زيلينسكي"),
    ("Bektenov", "بيكتينوف"),
    ("Trump", "ترامب"),
    ("Guterres", "غوتيريش"),
    ("Starmer", "ستارمر"),
    ("Ankara", "أنقرة"),
    ("Netanyahu", "נתניהו"),
]


@pytest.mark.parametrize(("latin", "written"), PAIRS)
def test_a_name_in_a_script_without_vowels_is_heard_as_the_same(latin, written):
    assert not set(heard(latin)).isdisjoint(heard_in(written))
    assert same_name(latin, written)


@pytest.mark.parametrize("latin", sorted({latin for latin, _ in PAIRS}))
def test_other_names_are_not_heard_as_the_same(latin):
    own = {written for name, written in PAIRS if name == latin}
    others = {written for _, written in PAIRS} - own
    assert all(set(heard(latin)).isdisjoint(heard_in(written)) for written in others)


def test_what_is_written_together_with_a_name_does_not_hide_it():
    for written in ("لأردوغان", "بأردوغان", "وأردوغان"):
        assert not set(heard("Erdoğan")).isdisjoint(heard_in(written))


def test_names_of_few_consonants_are_not_told_by_them():
    assert heard("Raisi") == heard_in("رئيسي") == ()


@given(st.text())
def test_any_text_is_read_and_its_forms_meet_no_word(text):
    for form in (*heard(text), *heard_in(text)):
        assert form.startswith("ʿ")
        assert form[1:] in skeletons(text) | skeletons(text[1:]) | skeletons(text[2:])
