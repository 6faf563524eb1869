"""Languages: every sentence that the source says stands in every catalogue, and stands whole.

With TELLAL_REWRITE_DOCS=1 the catalogues are brought up to date: new lines come empty, to be
filled; lines that nothing says any more go.
"""

import os
import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LONGEST_COMMAND, LONGEST_LABEL, row
from bot.catalogue import ENGLISH, Words, spoken, to_say, words
from bot.chats.telegram import menus, profile, texts
from bot.conversation import meant, times
from bot.conversation.commands import BY_NAME, COMMANDS
from bot.conversation.meant import in_english, ways
from bot.conversation.parse import parse
from bot.conversation.times import digest_times
from bot.languages import is_language
from fakes.catalogues import (
    Key,
    brought_up_to_date,
    keys,
    keys_of,
    lines,
    path_of,
    placeholders,
    words_of,
)
from summarizer.text import fold

KEYS = keys()
TRANSLATED = [language for language in spoken() if language != ENGLISH]
SENTENCES = [key for key in KEYS if key.context is None]
COMMAND = re.compile(r"(?<![\w/])/([a-z]+)\b(?!/)")


# --- the words ---------------------------------------------------------------------------------


def test_english_and_turkish_are_spoken():
    assert spoken()[0] == "en"
    assert "tr" in spoken()
    assert all(is_language(language) for language in spoken())


def test_a_sentence_is_said_in_the_language_with_its_values():
    assert words("tr")("Story {number} was withdrawn by its source, so I do not tell it any more.",
                       number=7).startswith("7 numaralı haberi kaynağı geri çekti")  # fmt: skip
    assert words("en")("You muted this story.") == "You muted this story."


def test_numbers_of_things_follow_the_languages_plural_and_way_of_writing():
    many = ("{number} source", "{number} sources")
    assert [words("en").many(*many, n) for n in (1, 2, 0)] == ["1 source", "2 sources", "0 sources"]
    assert words("en").many(*many, 12345) == "12,345 sources"
    assert [words("tr").many(*many, n) for n in (1, 12345)] == ["1 kaynak", "12.345 kaynak"]


@pytest.mark.parametrize("language", ["xx", "", "../tr", "tr.po", "\x00", "EN"])
def test_a_language_without_catalogue_is_english(language):
    assert words(language).language == "en"


@pytest.mark.parametrize("tag", ["tr", "tr-TR", "TR"])
def test_a_language_is_known_whatever_its_region(tag):
    assert words(tag).language == "tr"


def test_a_line_that_is_missing_is_said_in_english():
    t = words("tr")
    assert t("No catalogue has this, {name}.", name="Ada") == "No catalogue has this, Ada."
    assert t.many("{number} such line", "{number} such lines", 1200) == "1.200 such lines"
    assert t("") == ""


def test_every_language_is_read_once():
    assert words("tr") is words("tr")


@given(st.text(), st.integers(0, 10**12), st.sampled_from(spoken()))
def test_foreign_text_in_a_sentence_stays_as_it_is(foreign, number, language):
    t = words(language)
    assert foreign in t("Update: {headline}", headline=foreign)
    assert foreign in t("“{text}” is there already.", text=foreign)
    assert foreign in t.many(
        "{outlet} and {number} more", "{outlet} and {number} more", number, outlet=foreign
    )


@pytest.mark.parametrize("language", spoken())
@given(foreign=st.text())
def test_no_sentence_reads_anything_into_its_values(language, foreign):
    """Braces, backslashes and format directives of values are text in every line."""
    t = words(language)
    for key in SENTENCES:
        names = placeholders(key.text) | placeholders(key.many or "")
        values = dict.fromkeys(names - {"number"} if key.many else names, foreign)
        said = t.many(key.text, key.many, 2, **values) if key.many else t(key.text, **values)
        assert said.count(foreign) >= len(values)


# --- the catalogues ----------------------------------------------------------------------------


def test_keys_are_found_wherever_the_source_says_something():
    source = 't("a")\nself.t("b", x=1)\nt.many("c", "d", n)\nX = to_say("e" "f")\nto_type("g", "h")'
    assert list(keys_of(source)) == [
        Key("a"), Key("b"), Key("c", "d"), Key("ef"), Key("h", context="g"),
    ]  # fmt: skip
    assert list(keys_of("t(name)\nt.get('x')\nseat('y')")) == []
    assert len(KEYS) > 400


def test_values_are_named_and_nothing_else_stands_in_braces():
    for key in KEYS:
        for text in (key.text, key.many or ""):
            for _, name, form, conversion in Formatter().parse(text):
                assert name is None or name.isidentifier(), text
                assert not form, text
                assert not conversion, text


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_key_has_its_line_and_no_line_is_stale(language):
    if os.environ.get("TELLAL_REWRITE_DOCS"):
        path_of(language).write_text(brought_up_to_date(language), "utf-8")
    said = lines(language)
    missing = [key for key in KEYS if not said.get(key) or not all(said[key])]
    stale = [key for key in said if key not in KEYS]
    assert (missing, stale) == ([], []), "TELLAL_REWRITE_DOCS=1 adds the lines, for you to fill"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_key_stands_twice_in_a_catalogue(language):
    entries = re.split(r"\n{2,}", path_of(language).read_text("utf-8").strip())
    assert len(entries) == 1 + len(lines(language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_line_has_the_values_of_its_key(language):
    for key, said in lines(language).items():
        for line in filter(None, said):
            assert placeholders(line) == placeholders(key.many or key.text), line


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_line_names_the_commands_of_its_key(language):
    for key, said in lines(language).items():
        for line in filter(None, said):
            assert sorted(COMMAND.findall(line)) == sorted(COMMAND.findall(key.text)), line


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_ending_hangs_on_a_value(language):
    """What a value ends in is not known, so no letter and no apostrophe may follow it."""
    for said in lines(language).values():
        for line in said:
            assert not re.search(r"\}['’]?\w", line), line


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_line_begins_or_ends_with_a_blank(language):
    for key, said in lines(language).items():
        assert key.text == key.text.strip()
        assert all(line == line.strip() for line in said)


# --- what is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices",
    [
        *meant._FIRST.values(), *meant._ALONE.values(), meant._RATINGS, meant._COMMANDS,
        times._ELSEWHERE,
    ],
)  # fmt: skip
def test_no_word_means_two_things_where_it_is_typed(choices):
    said: dict[str, str] = {}
    for language in TRANSLATED:
        for context, word in choices:
            for way in words(language).ways(context, word):
                assert said.setdefault(fold(way), word) == word, way
                assert fold(way) not in {english for _, english in choices} - {word}, way


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/digest şimdi", "now"),
        ("/digest ŞİMDİ", "now"),
        ("/digest devam 2", "more 2"),
        ("/digest kapalı", "off"),
        ("/digest hafta içi 08:30", "hafta içi 08:30"),
        ("/alerts Açık", "on"),
        ("/alerts kapat", "off"),
        ("/alerts yalnızca izlenenler", "watched"),
        ("/settings saat dilimi İstanbul", "zone İstanbul"),
        ("/settings saat İstanbul", "zone İstanbul"),
        ("/settings dil Almanca", "language Almanca"),
        ("/settings uzunluk kısa", "length short"),
        ("/settings length uzun", "length long"),
        ("/settings sessiz kapalı", "quiet off"),
        ("/settings sessiz saatler 22:00-07:00", "quiet 22:00-07:00"),
        ("/settings boş sessiz", "empty silent"),
        ("/settings boş söyle", "empty say"),
        ("/forget evet!", "yes"),
        ("/subscribe hepsi", "all"),
        ("/unsubscribe tümünü", "all"),
        ("/settings sessiz hayır mı", "quiet hayır mı"),
        ("/brief son", "latest"),
        ("/brief en yeni", "latest"),
        ("/brief haber 12", "story 12"),
        ("/why haber 12", "story 12"),
        ("/rate haber 3 iyi", "story 3 up"),
        ("/rate yanıt 4 kötü", "answer 4 down"),
        ("/mute kaynak Olay", "source Olay"),
        ("/mute haber #3", "story #3"),
        ("/mute kelime kaynak suyu", "word kaynak suyu"),
        ("haber 12 ne zaman oldu?", "story 12 ne zaman oldu?"),
    ],
)
def test_what_follows_a_command_may_be_said_in_turkish(typed, meant):
    assert parse(typed).words == meant


@pytest.mark.parametrize(
    "typed",
    [
        "/mute haber bülteni",
        "/mute kaynak",
        "/unmute kelime",
        "/watch son",
        "/who Haber",
        "/subscribe hepsi haber",
        "/mute a  b",
        "/ask şimdi ne oldu?",
        "son haberler neler?",
        "haber",
    ],
)
def test_what_readers_type_freely_stays_as_it_is(typed):
    command, words_ = typed.split(" ", 1) if typed[0] == "/" else ("", typed)
    assert parse(typed).words == words_, command


@given(st.sampled_from(sorted(BY_NAME)), st.text())
def test_whatever_follows_a_command_is_read_and_read_again_alike(command, typed):
    name = BY_NAME[command].name
    once = in_english(name, typed.strip())
    assert in_english(name, once) == once


@pytest.mark.parametrize("language", TRANSLATED)
def test_examples_mean_the_same_in_every_language(language):
    """`/rate haber 1 iyi` is `/rate story 1 up`; what is typed freely may be another example."""
    t = words(language)
    free = ("ask", "who", "watch", "unwatch", "mute", "unmute")
    for command in COMMANDS:
        ours, theirs = parse(command.example), parse(t(command.example))
        assert theirs.command == ours.command
        if command.name == "digest":
            plans = [digest_times(t, one.words, language) for one in (ours, theirs)]
            assert plans[0] == plans[1]
        elif command.name == "settings":
            assert theirs.words.split()[0] == ours.words.split()[0]
        elif command.name not in free:
            assert theirs.words == ours.words


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_way_to_type_a_word_is_one_that_folds_to_something(language):
    for key in (key for key in KEYS if key.context):
        assert all(ways(((key.context, key.text),))), key


# --- what platforms take -----------------------------------------------------------------------


@pytest.mark.parametrize("language", spoken())
def test_telegram_takes_the_menus_and_texts_of_every_language(language):
    t = words(language)
    for _, menu in profile.menus(t):
        assert all(3 <= len(command.description) <= 256 for command in menu)
    assert len(t(texts.ABOUT)) <= 120
    assert len(t(texts.DESCRIPTION)) <= 512


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("start", ["pick:digest", "pick:quiet", "pick:language"])
def test_pickers_carry_the_same_commands_in_every_language(language, start):
    shown, english = (menus.pick(words(one), start) for one in (language, ENGLISH))
    for ours, theirs in zip(english.buttons, shown.buttons, strict=True):
        assert [b.command for b in ours] == [b.command for b in theirs]
        assert all(len(b.command.encode()) <= LONGEST_COMMAND for b in theirs)
        assert all(len(b.label) <= LONGEST_LABEL for b in theirs)


def test_no_command_changes_by_its_label():
    long = to_say("x" * 80)
    (button,) = row((long, "/digest now"))
    assert (button.command, len(button.label)) == ("/digest now", LONGEST_LABEL)


def test_words_of_a_post_are_all_of_it():
    shown = menus.pick(words("tr"), "pick:digest")
    assert "Hafta içi" in words_of(shown)
    assert isinstance(words("tr"), Words)
