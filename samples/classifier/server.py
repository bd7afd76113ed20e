"""A classifier server to try `COMMUNIQUE_CLASSIFIER_URL` with, and to start your own from.

    python samples/classifier/server.py 8000
    COMMUNIQUE_CLASSIFIER_URL=http://127.0.0.1:8000/v1 communique worker

Python's standard library is all it needs. It speaks both dialects: POST /v1/chat/completions as chat servers do, and
POST /predict as Text Embeddings Inference does. Put your model into `judge`; the one here counts the words that a
topic's name and description share with the article, which shows the way and is no good judge.
"""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_WORD = re.compile(r"\w{4,}")


def judge(topic: dict[str, str], text: str) -> tuple[bool, float, str]:
    """Whether a text has a topic, how sure that is, and a passage of the text that shows it."""
    wanted = {word[:6] for word in _WORD.findall(f"{topic['id']} {topic['label']} {topic['description']}".lower())}
    found = [match for match in _WORD.finditer(text) if match[0].lower()[:6] in wanted]
    share = min(1.0, len(found) / 5)
    applies = share >= 0.5
    return applies, max(share, 1 - share), found[0][0] if found else ""


def chat(request: dict[str, Any]) -> dict[str, Any]:
    """Answer a chat completion: the topics stand in the system's message, the article in the user's."""
    system, user = (message["content"] for message in request["messages"])
    topics = json.loads(system[system.index("[{") : system.rindex("}]") + 2])
    article = json.loads(user)
    answers = []
    for topic in topics:
        applies, confidence, quote = judge(topic, f"{article['title']}\n{article['text']}")
        answers.append({"id": topic["id"], "applies": applies, "confidence": confidence, "quote": quote})
    content = json.dumps({"topics": answers})
    return {"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}


def predict(request: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Answer `/predict`: a label with a score for each topic that the model knows. Here it knows two."""
    known = (
        {"id": "trade", "label": "Trade", "description": "exports imports tariffs customs trade agreements"},
        {"id": "sanctions", "label": "Sanctions", "description": "sanctions embargo frozen assets export controls"},
    )
    answers = []
    for (text,) in request["inputs"]:
        scores = []
        for topic in known:
            applies, confidence, _ = judge(topic, text)
            scores.append({"label": topic["id"], "score": confidence if applies else 1 - confidence})
        answers.append(scores)
    return answers


class Handler(BaseHTTPRequestHandler):
    """The two paths."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer a question."""
        answer = {"/v1/chat/completions": chat, "/predict": predict}.get(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if answer is None:
            self._send(404, {"error": "there is /v1/chat/completions and /predict"})
            return
        try:
            self._send(200, answer(json.loads(body)))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            self._send(400, {"error": f"{type(error).__name__} in the request"})

    def _send(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8000), Handler)
    print(f"a classifier at http://127.0.0.1:{server.server_port}/v1, until Ctrl-C", flush=True)
    server.serve_forever()
