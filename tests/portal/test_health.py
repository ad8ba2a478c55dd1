"""The probes."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask.testing import FlaskClient


def test_a_proxy_of_the_environment_does_not_get_the_internal_token(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/readyz asks on loopback directly, whatever HTTP_PROXY says."""
    heard: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None: ...

    proxy = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
    assert client.get("/readyz").json["checks"]["database"] == "ok"
    proxy.shutdown()
    proxy.server_close()
    assert heard == []
