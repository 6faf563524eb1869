"""What a half-typed line may become."""

from bot.catalogue import words
from bot.chats.terminal.complete import MOST, choices


def completed(line, topics=("world", "science")):
    return [line[: len(line) - c.replaces] + c.text for c in choices(words("en"), line, topics)]


def test_commands_are_completed_with_what_they_do():
    assert completed("/subs") == ["/subscribe "]
    assert choices(words("en"), "/subs", ())[0].meaning == "follow a topic, a feed or a site"


def test_the_terminals_own_commands_are_completed():
    assert completed("/qu") == ["/quit"]


def test_topics_follow_subscribe():
    assert completed("/subscribe ") == ["/subscribe world", "/subscribe science"]
    assert completed("/subscribe sc") == ["/subscribe science"]


def test_choices_follow_their_command_and_its_aliases():
    assert completed("/alerts w") == ["/alerts watched"]
    assert completed("/sub w") == ["/sub world"]


def test_settings_have_their_values():
    assert completed("/settings len") == ["/settings length"]
    assert completed("/settings length s") == ["/settings length short"]
    assert completed("/settings zone istan") == ["/settings zone Europe/Istanbul",
                                                  "/settings zone Asia/Istanbul"][::-1]  # fmt: skip


def test_plain_text_and_nonsense_are_left_alone():
    assert completed("who is") == []
    assert completed("/xyzzy ") == []
    assert completed("/status ") == []


def test_no_more_is_offered_than_fits():
    assert len(choices(words("en"), "/settings zone ", ())) == MOST
