"""A claim beside its source: the same names and figures meet, what differs lies in gaps."""

from hypothesis import given
from hypothesis import strategies as st

from summarizer.alignment import UnitKind, align, units
from summarizer.reading import read

SOURCE = "On Tuesday Olzhas Bektenov told Ankara that 34,000 people of the U.N. had left."


def beside(claim: str, source: str = SOURCE, language: str = "en"):
    return align(read(claim, language), read(source, language))


def test_names_and_figures_are_one_unit_each():
    cut = units(read(SOURCE, "en"))
    assert [unit.text for unit in cut if unit.kind is UnitKind.NAME] == [
        "Olzhas Bektenov",
        "Ankara",
        "U.N.",
    ]
    assert [unit.text for unit in cut if unit.kind is UnitKind.FIGURE] == ["Tuesday", "34,000"]


def test_a_name_that_belongs_to_what_it_stands_beside_is_known():
    cut = {
        unit.text: unit.depends
        for unit in units(read("Then Apple's head of Intel met Sony.", "en"))
    }
    assert (cut["Apple"], cut["Intel"], cut["Sony"]) == (True, True, False)


def test_short_names_and_other_ways_to_write_a_number_meet():
    aligned = beside("Bektenov told Ankara that 34 thousand people had left.")
    shared = {aligned.claim[at].text for at in aligned.pairs}
    assert {"Bektenov", "34 thousand"} <= shared


def test_initials_and_peoples_meet_the_whole_name():
    aligned = beside("The UN told American envoys.", "The United Nations told U.S. envoys.")
    assert {"UN", "American"} <= {aligned.claim[at].text for at in aligned.pairs}


def test_what_differs_lies_in_a_gap_with_what_holds_it():
    aligned = beside("On Tuesday Tokayev told Ankara that 34,000 people had left.")
    first = next(gap for gap in aligned.gaps if gap.claim)
    assert [unit.text for unit in first.claim] == ["Tokayev"]
    assert [unit.text for unit in first.source] == ["Olzhas Bektenov"]
    assert first.held > 2


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "tr", "de", "ru", "ar"]))
def test_any_two_texts_can_be_laid_beside_each_other(one: str, other: str, language: str):
    aligned = beside(one, other, language)
    assert all(at < len(aligned.claim) for at in aligned.pairs)
    assert all(there < len(aligned.source) for there in aligned.pairs.values())
    assert list(aligned.pairs.values()) == sorted(aligned.pairs.values())


@given(st.text(max_size=120))
def test_a_text_beside_itself_has_no_gap(text: str):
    assert [gap for gap in beside(text, text).gaps if gap.held] == []
