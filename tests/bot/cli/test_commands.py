"""Commands: JSON for programs, errors that say how to mend, documented exit codes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ARTICLES = (
    '{"id": "water", "title": "Ministers sign water agreement", "source": "The Gazette",'
    ' "url": "https://news.example/water", "published": "2026-11-20T08:00:00Z", "text":'
    ' "Ministers Ada Brenn and Olaf Tiede signed an agreement on water in Lund on Friday.'
    ' The agreement runs for 12 years."}\n'
    "not json\n"
    '{"title": "nothing to read"}\n'
    '{"id": 7, "title": "Flood in Norvik", "published": "2026-11-21T08:00:00Z", "text":'
    ' "A flood hit Norvik on Saturday. Mayor Ana Holm ordered an evacuation."}\n'
)


@pytest.fixture
def stored(tellal, tmp_path):
    """Two articles in the store."""
    (tmp_path / "in.jsonl").write_text(ARTICLES, encoding="utf-8")
    ran = tellal("import", "in.jsonl")
    assert ran.code == 1
    return ran


def test_bad_lines_of_an_import_are_told_by_number_and_the_rest_is_kept(tellal, stored):
    assert "in.jsonl, line 2: it is no JSON" in stored.err
    assert 'in.jsonl, line 3: "text" is missing' in stored.err
    assert "2 new" in stored.out
    exported = tellal("export", "articles").documents()
    assert {one["id"] for one in exported} == {"water", "7"}
    again = tellal("import", "-", stdin="".join(json.dumps(one) + "\n" for one in exported))
    assert again.code == 0
    assert "0 new, 0 changed, 2 known" in again.out


def test_questions_of_a_file_are_answered_in_order_one_document_a_line(tellal, stored, tmp_path):
    questions = [
        {"id": "q1", "question": "Who ordered an evacuation?", "now": "2026-11-22T08:00:00Z"},
        {"id": "q2", "question": "What did Ada Brenn sign?", "chat": "c"},
        {"id": "q3", "question": "and for how long?", "chat": "c"},
        {"id": "q4", "question": "Who won the chess title?"},
    ]
    lines = [json.dumps(one) for one in questions]
    lines.insert(1, "broken")
    (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = tellal("ask", "--batch", "q.jsonl")
    assert ran.code == 1
    assert "line 2" in ran.err
    answers = ran.documents()
    assert [one["id"] for one in answers] == ["q1", "q2", "q3", "q4"]
    assert "Ana Holm" in answers[0]["answer"]
    assert answers[0]["cited"] == ["7"]
    source = answers[1]["claims"][0]["sources"][0]
    assert source["article"] == "water"
    assert source["url"] == "https://news.example/water"
    assert "signed an agreement" in source["quote"]
    assert answers[3]["abstained"]
    assert answers[3]["answer"] is None
    assert set(answers[0]) == {
        "id", "question", "answer", "abstained", "reason", "claims", "retrieved", "cited",
        "engine", "elapsed_ms",
    }  # fmt: skip


def test_a_conversation_is_remembered_between_two_commands(tellal, stored):
    tellal("ask", "What did Ada Brenn sign?", "--chat", "desk")
    tellal("ask", "Who ordered an evacuation?", "--chat", "desk")
    chats = tellal("chats", "--json").documents()
    assert [one["address"] for one in chats] == ["desk"]


def test_a_brief_of_each_article_and_of_a_file_that_is_not_stored(tellal, stored, tmp_path):
    each = tellal("brief", "--all", "--each", "--json").documents()
    assert {one["id"] for one in each} == {"water", "7"}
    assert all(one["summary"] and one["headline"] for one in each)
    (tmp_path / "new.txt").write_text(
        "The court in Malm ordered Kira Lund to pay 300 crowns. She will appeal.", encoding="utf-8"
    )
    (brief,) = tellal("brief", "new.txt", "--json").documents()
    assert brief["story"] is None
    assert any(actor["name"] == "Kira Lund" for actor in brief["actors"])
    missing = tellal("brief", "nowhere")
    assert missing.code == 1
    assert "nowhere" in missing.err


def test_who_gives_a_dossier_or_says_that_nobody_is_called_so(tellal, stored):
    (dossier,) = tellal("who", "holm", "--json").documents()
    assert dossier["name"] == "Ana Holm"
    assert dossier["roles"][0]["text"] == "Mayor"
    nobody = tellal("who", "Nemo")
    assert nobody.code == 1
    assert "'Nemo'" in nobody.err


def test_lists_of_feeds_go_in_and_out(tellal, tmp_path):
    ran = tellal("import", str(ROOT / "seeds" / "feeds.opml"))
    assert ran.code == 0, ran.err
    assert "feed(s)" in ran.out
    exported = tellal("export", "opml").out
    assert "bbci.co.uk" in exported
    offered = tellal("chat", stdin="/subscribe\n").out
    assert "/subscribe technology" in offered


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask"], 2, "What is the question?"),
        (["brief"], 2, "--all"),
        (["ask", "x", "--now", "soon"], 2, "'soon'"),
        (["--config", "absent.yaml", "stories"], 2, "absent.yaml"),
        (["--database", "mysql://x", "stories"], 2, "sqlite:///"),
        (["--database", "postgresql://u:hush@127.0.0.1:1/x", "stories"], 1, "127.0.0.1"),
        (["--database", "sqlite:///notes.txt", "stories"], 1, "notes.txt"),
        (["deliveries", "--retry", "--state", "sent"], 2, "sent"),
    ],
)
def test_an_error_is_a_sentence_for_who_can_mend_it(tellal, tmp_path, arguments, code, says):
    (tmp_path / "notes.txt").write_text("this is no database\n" * 100, encoding="utf-8")
    ran = tellal(*arguments)
    assert ran.code == code
    assert ran.err.startswith("tellal: ")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "hush" not in ran.err


def test_an_unknown_setting_is_refused_with_its_line(tellal, tmp_path):
    (tmp_path / "config.yaml").write_text("log:\n  levle: info\n", encoding="utf-8")
    ran = tellal("stories")
    assert ran.code == 2
    assert "line 2: unknown key 'log.levle'" in ran.err


def test_the_doctor_says_what_it_looked_at(tellal, stored):
    found = tellal("doctor", "--json").documents()
    assert {"clock", "chats", "database", "feeds", "deliveries"} <= {
        one["subject"] for one in found
    }


def test_a_backup_brings_back_what_was_there(tellal, stored, tmp_path):
    assert tellal("db", "backup", "copy.db").code == 0
    (tmp_path / "data" / "tellal.db").unlink()
    assert tellal("stories", "--json").documents() == []
    assert tellal("db", "restore", "copy.db").code == 0
    assert len(tellal("stories", "--json").documents()) == 2


def stored_rows(database: Path) -> int:
    """Count the articles that are stored by now; none where there is no database yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_ctrl_c_in_an_import_keeps_what_was_stored_and_says_so(tellal, tmp_path):
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as file:
        for number in range(20_000):
            text = f"Town {number} elected mayor number {number} on Monday. It rained for a day."
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "import", "many.jsonl"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    database = tmp_path / "data" / "tellal.db"
    deadline = time.monotonic() + 60
    with process:
        while time.monotonic() < deadline and stored_rows(database) < 400:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was stored is kept" in err
    assert "Traceback" not in err
    assert tellal("export", "articles").documents()
