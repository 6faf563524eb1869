"""Who did what to whom, and how many of what: nobody takes the place of another."""

import pytest

from summarizer.alignment import align
from summarizer.exchange import misplaced
from summarizer.reading import read

SUED = "Apple sued Samsung in California on Monday over 12 patents."
MEETING = (
    "President Recep Tayyip Erdoğan and Kazakhistan's Prime Minister Olzhas Bektenov discussed "
    "bilateral relations on Thursday."
)
LEFT = "Police held 400 protesters and sent 15 officers to the port."


def wrong(claim: str, *sources: str, language: str = "en") -> tuple[list[str], list[str]]:
    said = read(claim, language)
    return misplaced([align(said, read(source, language)) for source in sources], language)


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("Samsung sued Apple in California over 12 patents.", SUED, "en"),
        ("Samsung sued Apple.", SUED, "en"),
        (
            "President Olzhas Bektenov and Kazakhistan's Prime Minister Recep Tayyip Erdoğan "
            "discussed bilateral relations.",
            MEETING,
            "en",
        ),
        (
            "Apple denunció a Telefónica en Madrid.",
            "Telefónica denunció a Apple en Madrid.",
            "es",
        ),
        (
            "Según Apple, Microsoft bajará los precios.",
            "Según Microsoft, Apple bajará los precios.",
            "es",
        ),
        (
            "Jobs werd door Cook persoonlijk aanbevolen.",
            "Cook werd door Jobs persoonlijk aanbevolen.",
            "nl",
        ),
    ],
)
def test_two_who_changed_places_are_found(claim, source, language):
    assert wrong(claim, source, language=language)[0]


def test_a_name_in_the_place_of_another_is_found_though_both_are_named():
    source = "Virtala told Etcheverry in Helsinki that Oyarzún would sign the contract in May."
    assert wrong("Virtala told Etcheverry that Virtala would sign the contract.", source)[0]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Samsung was sued by Apple in California.", SUED),
        ("On Monday, Apple sued Samsung over 12 patents.", SUED),
        ("In California, Samsung was sued on Monday.", SUED),
        ("Bektenov and Erdoğan discussed bilateral relations.", "Erdoğan and Bektenov discussed "
         "bilateral relations."),
        ("Bektenov met Erdoğan.", "Erdoğan met Bektenov."),
        ("The city has Silva, Toure and Aguero.", "The city has Toure, Silva and Aguero."),
        ("Jepsen's manager, Scooter Braun, is a good friend.",
         "A good friend is Scooter Braun, manager for Jepsen."),
        ("Virtala said the talks failed.", "The talks failed, Virtala said."),
        ("U.S. women take the drug.", "American women take the drug."),
    ],
)  # fmt: skip
def test_rewording_exchanges_nobody(claim, source):
    assert wrong(claim, source) == ([], [])


@pytest.mark.parametrize(
    "claim",
    [
        "Police held 15 protesters and sent 400 officers to the port.",
        "Police held 15 protesters.",
        "Police held 400 protesters and sent 400 officers to the port.",
    ],
)
def test_a_number_that_counts_something_else_is_found(claim):
    assert wrong(claim, LEFT)[1]


def test_numbers_may_be_written_otherwise_and_left_out():
    assert wrong("Police held four hundred protesters.", LEFT) == ([], [])
    assert wrong("Fifteen officers were sent to the port by police.", LEFT) == ([], [])


def test_what_another_source_carries_is_no_exchange():
    other = "Samsung sued Apple in Texas."
    assert wrong("Samsung sued Apple in Texas.", SUED, other) == ([], [])
