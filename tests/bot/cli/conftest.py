"""The command line as an operator meets it, in a folder of its own."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    def documents(self) -> list[dict[str, Any]]:
        """Read stdout as JSON, a document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Tellal = Callable[..., Ran]


@pytest.fixture
def tellal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Tellal:
    """Run the command; `stdin` is what it reads. In this process: starting one takes seconds."""
    for name in os.environ:
        if name.startswith(("TELLAL", "TELEGRAM", "SLACK", "OPENAI", "DATABASE")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "") -> Ran:
        typed = tmp_path / ".stdin"
        typed.write_text(stdin, encoding="utf-8")
        logging = structlog.get_config()
        with typed.open(encoding="utf-8") as file, monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["tellal", *arguments])
            patch.setattr(sys, "stdin", file)
            with pytest.raises(SystemExit) as ended:
                main()
        structlog.configure(**logging)
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run
