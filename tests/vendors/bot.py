"""A stand-in for the bot: an HTTP server on a free port that holds both sides to the contract and fails on command.

It keeps its answers by inbox id, as the real bot does, and counts what it handled. A request or an answer that breaks
`contract/bot_door.schema.json` fails the test when the stand-in goes down.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.contract import faults

TOKEN = "bot-token"
Answer = dict[str, Any]


def said(text: str, **more: Any) -> dict[str, Any]:
    """One message of the bot."""
    plain = {"buttons": [], "link": None, "asks": None, "fallback": False, "response": "utter_plain", "params": {}}
    return {"text": text} | plain | more


def echo(ask: dict[str, Any]) -> Answer:
    """The default answer: repeat the text."""
    return {"messages": [said("听到：" + ask["text"])], "retry": False, "registered": False}


class StandInBot:
    """How the bot answers, and what it was asked. `answer`: request → answer. `fail`: request → a status to return instead, or None. `gate`: an event to wait for.

    `raving`: what it answers need not keep the contract. `broken`: how either side broke it.
    """

    def __init__(self) -> None:
        self.answer: Callable[[dict[str, Any]], Answer] = echo
        self.fail: Callable[[dict[str, Any]], int | None] = lambda _ask: None
        self.gate: threading.Event | None = None
        self.entered = threading.Event()
        self.raving = False
        self.broken: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.handled: Counter[int] = Counter()
        self._kept: dict[int, Answer] = {}
        self._mutex = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.up()

    def up(self) -> None:
        """Start to listen, on the same port as before."""
        bot = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """The bot's health."""
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = bot._handle(body, self.headers.get("Authorization", ""))
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_args: Any) -> None:  # some tests hang up on purpose
                pass

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def down(self) -> None:
        """Stop listening. Raises AssertionError if a side broke the contract."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        assert self.broken == []

    def _handle(self, ask: dict[str, Any], authorization: str) -> tuple[int, Answer]:
        if authorization != f"Bearer {TOKEN}":
            return 401, {}
        with self._mutex:
            self.asked.append(ask)
            self.broken += faults("request", ask)
        self.entered.set()
        if self.gate is not None:
            self.gate.wait(30)
        status = self.fail(ask)
        if status is not None:
            return status, {}
        with self._mutex:
            kept = self._kept.get(ask["inbox_id"])
            if kept is not None:
                return 200, kept
            answer = self.answer(ask)
            if not self.raving:
                answer = {"retry": False, "registered": False, **answer}
                self.broken += faults("answer", answer)
            if not answer.get("retry"):
                self.handled[ask["inbox_id"]] += 1
                self._kept[ask["inbox_id"]] = answer
            return 200, answer
