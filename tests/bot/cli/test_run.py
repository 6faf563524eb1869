"""`tellal run` on a fresh machine: the main job, without token, key or network."""

import re

TALK = """/subscribe
/brief latest
what did Erdoğan and Bektenov discuss?
and what about Gaza?
who won the world cup?
/quit
"""


def parts(out: str) -> dict[str, str]:
    """Cut a talk into what was typed and what came back."""
    pieces = re.split(r"^› (.*)\n", out, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_a_stranger_subscribes_reads_asks_follows_up_and_is_told_what_is_not_known(tellal):
    ran = tellal("run", stdin=TALK)
    assert ran.code == 0, ran.err
    said = parts(ran.out)
    assert "You now follow Sample news." in said["/subscribe"]
    brief = said["/brief latest"]
    for who in (
        "Recep Tayyip Erdoğan, President",
        "Olzhas Bektenov, Kazakhistan's Prime Minister",
        "Cevdet Yılmaz, Vice President",
        "Abdulkadir Uraloğlu, Transportation and Infrastructure Minister",
        "Ömer Bolat, Trade Minister",
        "Akif Çağatay Kılıç, Erdoğan’s chief advisor",
    ):
        assert f"• {who}" in brief
    assert "Outcomes" in brief
    assert "bilateral relations" in said["what did Erdoğan and Bektenov discuss?"]
    assert "[1] Erdoğan, Kazakh prime minister" in said["what did Erdoğan and Bektenov discuss?"]
    about_gaza = said["and what about Gaza?"]
    assert "Gaza" in about_gaza.split("Sources")[0]
    assert "My articles do not say" not in about_gaza
    assert "My articles do not say" in said["who won the world cup?"]
    assert ran.err == ""


def test_the_second_start_finds_everything_where_it_was(tellal):
    tellal("run", stdin="/subscribe\n")
    again = tellal("run", stdin="/sources\nwho is Bektenov?\n")
    assert again.code == 0
    assert "Sample news" in again.out
    assert "Prime Minister" in again.out


def test_roles_that_do_not_exist_are_refused_by_name(tellal):
    ran = tellal("run", "--roles", "baker")
    assert ran.code == 2
    assert "'baker'" in ran.err
    assert "ticker, chat" in ran.err
