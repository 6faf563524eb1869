"""What people type, as the conversation understands it."""

import pytest

from bot.chats.slack.typed import command, heard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("subscribe world", "/subscribe world"),
        ("Digest weekdays 08:30", "/digest weekdays 08:30"),
        ("/digest now", "/digest now"),
        ("/tellal digest now", "/digest now"),
        ("help", "/help"),
        ("help me understand the talks", "help me understand the talks"),
        ("stop", "/stop"),
        ("stop the war, what would that need", "stop the war, what would that need"),
        ("why", "/why"),
        ("why 3", "/why 3"),
        ("why https://example.com/a", "/why https://example.com/a"),
        ("why did the talks fail", "why did the talks fail"),
        ("who Olzhas Bektenov", "/who Olzhas Bektenov"),
        ("who bektenov", "/who bektenov"),
        ("who won the election", "who won the election"),
        ("Who is Bektenov?", "Who is Bektenov?"),
        ("ask who is Bektenov?", "/ask who is Bektenov?"),
        ("watch Erdoğan", "/watch Erdoğan"),
        ("what happened in Ankara", "what happened in Ankara"),
        ("start abcd2345", "/start abcd2345"),
        ("", ""),
    ],
)
def test_a_line_is_a_command_only_if_it_reads_like_one(typed, meant):
    assert command(typed) == meant


@pytest.mark.parametrize(
    ("raw", "words", "named", "elsewhere"),
    [
        ("<@UBOT> what is &lt;new&gt; &amp; what not", "what is <new> & what not", True, False),
        ("hello <@UBOT>", "hello", True, False),
        ("<@U2> look", "@U2 look", False, True),
        ("<@U2|bob> look", "@bob look", False, True),
        ("see <https://a.com/?b=1&amp;c=2|this>", "see https://a.com/?b=1&c=2", False, False),
        ("<@UBOT> admin allow <@U2|bob>", "admin allow U2", True, False),
        ("admin deny <#C1|news>", "admin deny C1", False, False),
        ("the administration of <@U2|bob>", "the administration of @bob", False, False),
        ("<@UBOT> :tada: :+1:", "", True, False),
        ("at 12:30:45 <@UBOT>", "at 12:30:45", True, False),
        ("in <#C1|news> and <!here>, <!subteam^S1|@desk>", "in #news and , @desk", False, False),
    ],
)  # fmt: skip
def test_slacks_marks_become_words(raw, words, named, elsewhere):
    assert heard(raw, "UBOT") == (words, named, elsewhere)
