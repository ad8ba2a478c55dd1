"""A small vendor: an HTTP server on a free port that answers as a test says and records the requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Vendor:
    """How the vendor answers, and what it was asked. `answer(path, body)` returns (status, JSON), or None to hang up."""

    answer: Callable[[str, bytes], tuple[int, Any] | None]
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(answer: Callable[[str, bytes], tuple[int, Any] | None]) -> Iterator[Vendor]:
    """Run the vendor until the end of the block."""
    vendor = Vendor(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            vendor.asked.append((self.path, body))
            said = vendor.answer(self.path, body)
            if said is None:
                self.connection.close()
                return
            data = json.dumps(said[1]).encode()
            self.send_response(said[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    vendor.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
