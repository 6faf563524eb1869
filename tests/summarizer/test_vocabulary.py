"""The word lists can be read, and say the same in every language."""

import pytest

from summarizer import vocabulary
from summarizer.folding import fold
from summarizer.lexicon import table


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_every_language_can_ask_every_kind_of_question(language):
    for role in ("who", "what", "when", "where", "how_many", "why", "discuss", "stop", "speech"):
        assert vocabulary.phrases(language, role), role


@pytest.mark.parametrize("name", ["questions", "concepts", "units", "numbers", "dates"])
def test_lists_are_written_folded(name):
    for key, words in table(name).items():
        assert all(word == fold(word) for word in words), key


def test_keys_name_a_known_language():
    for name in ("questions", "numbers"):
        assert {key.split(".")[0] for key in table(name)} <= {*vocabulary.LANGUAGES, "ru"}
    assert {key.rsplit(".", 1)[1] for key in table("concepts")} == set(vocabulary.LANGUAGES)


def test_the_longest_phrase_is_found_first():
    assert vocabulary.find(["en", "and", "how", "many", "of", "them"], "en", "how_many") == (2, 2)
    assert vocabulary.find_all(["what", "day", "and", "what", "year"], "en", "when") == [
        (0, 2),
        (3, 2),
    ]


@pytest.mark.parametrize(
    ("one", "first", "other", "second"),
    [
        ("bought", "en", "purchase", "en"),
        ("meeting", "en", "görüşmesi", "tr"),
        ("minister", "en", "Bakanı", "tr"),
        ("Finnish", "en", "Finlandiya'nın", "tr"),
        ("judge", "en", "rechter", "nl"),
        ("prices", "en", "precios", "es"),
        ("Palestinians", "en", "Filistinliler", "tr"),
    ],
)
def test_words_that_mean_the_same_share_a_meaning(one, first, other, second):
    assert vocabulary.concepts(one, first) & vocabulary.concepts(other, second)


def test_names_and_strange_words_mean_nothing():
    assert vocabulary.concepts("Bektenov", "en") == frozenset()
    assert not vocabulary.is_common("bektenov", "en")
    assert vocabulary.is_common("meeting", "en")


def test_rarer_words_are_rarer():
    assert vocabulary.rarity("the", "en") < vocabulary.rarity("minist", "en") < vocabulary.UNLISTED


@pytest.mark.parametrize(
    ("word", "language", "bare"),
    [
        ("Kazakhstan's", "en", "Kazakhstan"),
        ("Ardahan’da", "tr", "Ardahan"),
        ("l'usine", "fr", "usine"),
        ("O'Reilly", "en", "O'Reilly"),
        ("Apple", "en", "Apple"),
    ],
)
def test_endings_after_an_apostrophe_fall_off(word, language, bare):
    assert vocabulary.without_ending(word, language) == bare


def test_the_future_is_told_from_the_past():
    assert vocabulary.asks_ahead(["when", "will", "it", "open"], "en")
    assert vocabulary.asks_ahead(["bilet", "kac", "lira", "olacak"], "tr")
    assert not vocabulary.asks_ahead(["when", "did", "it", "open"], "en")
    assert vocabulary.looks_ahead(["seferler", "baslayacak"], "tr")
    assert not vocabulary.looks_ahead(["it", "opened"], "en")
