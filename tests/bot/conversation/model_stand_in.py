"""A language model for tests: an HTTP server on loopback that answers as told, or fails in a chosen way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {"kind": "complaint", "category": "0401", "places": [], "times": [], "body": None}


@dataclass
class Model:
    """How the model answers. `said`: the answer's content. `fault`: how to fail instead. `asked`: (path, headers, body) of every request."""

    said: Any = field(default_factory=lambda: dict(GOOD))
    fault: Callable[[BaseHTTPRequestHandler], None] | None = None
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def content(self) -> bytes:
        words = self.said if isinstance(self.said, str) else json.dumps(self.said, ensure_ascii=False)
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()

    # --- faults

    def hangs(self, _handler: BaseHTTPRequestHandler) -> None:
        self.released.wait(20)

    def drips(self, handler: BaseHTTPRequestHandler) -> None:
        """Send a byte at a time, each soon enough for a timeout between two bytes."""
        begin(handler, 200, 10_000)
        while not self.released.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    def floods(self, handler: BaseHTTPRequestHandler) -> None:
        begin(handler, 200, 50_000_000)
        while not self.released.is_set():
            handler.wfile.write(b" " * 65536)

    def redirects(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", f"{self.url}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def fails(self, handler: BaseHTTPRequestHandler) -> None:
        begin(handler, 500, len(self.content()))
        handler.wfile.write(self.content())

    def squeezes(self, handler: BaseHTTPRequestHandler) -> None:
        begin(handler, 200, 4, ("Content-Encoding", "gzip"))
        handler.wfile.write(b"\x1f\x8b\x08\x00")

    def is_no_server(self, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 mail ready\r\n")

    def hangs_up(self, handler: BaseHTTPRequestHandler) -> None:
        begin(handler, 200, 1000)
        handler.wfile.write(self.content()[:20])
        handler.close_connection = True


def begin(handler: BaseHTTPRequestHandler, status: int, length: int, *more: tuple[str, str]) -> None:
    handler.send_response(status)
    for name, value in (("Content-Type", "application/json"), ("Content-Length", str(length)), *more):
        handler.send_header(name, value)
    handler.end_headers()


class ModelStandIn:
    """The server: `with ModelStandIn() as model: …`."""

    def __init__(self) -> None:
        self.model = Model()
        model = self.model

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                model.asked.append((self.path, dict(self.headers), raw.decode()))
                if model.fault is not None:
                    model.fault(self)
                    return
                content = model.content()
                begin(self, 200, len(content))
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                return

        self.server = Server(("127.0.0.1", 0), Handler)
        self.model.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Model:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self.model

    def __exit__(self, *_: Any) -> None:
        self.model.released.set()
        self.server.shutdown()
        self.server.server_close()
