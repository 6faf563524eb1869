"""Yes stays yes and no stays no, however near a claim is to its source."""

import pytest

from summarizer.alignment import align
from summarizer.denial import flips
from summarizer.reading import read


def turned(claim: str, *sources: str, language: str = "en") -> bool:
    said = read(claim, language)
    return flips([align(said, read(source, language)) for source in sources], language)


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("The tyre was fitted properly.", "The tyre was not fitted properly.", "en"),
        ("The trip was not cancelled on Monday.", "The trip was cancelled on Monday.", "en"),
        ("Homes haven't been lost here.", "Homes have been lost here.", "en"),
        ("No minister resigned on Monday.", "A minister resigned on Monday.", "en"),
        ("Jobs no ha anunciado la compra.", "Jobs ha anunciado la compra.", "es"),
        ("Jobs ha annunciato la fusione.", "Jobs non ha annunciato la fusione.", "it"),
    ],
)
def test_one_word_that_turns_a_sentence_around_is_found(claim, source, language):
    assert turned(claim, source, language=language)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The tyre wasn't fitted properly.", "The tyre was not fitted properly."),
        ("The planes weren't on a flight plan.", "None of the planes was on a flight plan."),
        ("The port is closed.", "The port is closed and will not open before May."),
        ("Virtala refused to sign the contract.", "Virtala did not sign the contract."),
    ],
)
def test_the_same_said_otherwise_is_not_turned_around(claim, source):
    assert not turned(claim, source)


def test_what_another_source_denies_may_be_denied():
    sources = "The port is open on Monday.", "The port is not open on Sunday."
    assert not turned("The port is open on Monday; the port is not open on Sunday.", *sources)
