"""The probes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask.testing import FlaskClient

from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.storage.parts import Parts


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


def test_while_the_bot_is_trained_the_probes_say_so_and_since_when(client: FlaskClient, parts: Parts) -> None:
    """To everybody: it is no fault. `/healthz` stays healthy, `/readyz` is not ready."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    health, ready = client.get("/healthz"), client.get("/readyz")
    assert (health.status_code, health.json["status"]) == (200, "ok")
    assert ready.status_code == 503
    assert ready.json["checks"]["bot"] == "training"
    for answer in (health, ready):
        state, _, since = answer.json["notes"]["bot"].partition(" since ")
        assert state == "training"
        assert datetime.now(UTC) - datetime.fromisoformat(since) < timedelta(minutes=1)
    bot_state.clear(parts.settings.home)
    assert "bot" not in client.get("/healthz").json.get("notes", {})


def test_after_a_failed_training_the_probes_say_so(client: FlaskClient, parts: Parts) -> None:
    """Not why: that stands in the log."""
    bot_state.record(parts.settings.home, BotState.FAILED)
    assert client.get("/healthz").json["notes"]["bot"].startswith("failed since 20")
    assert client.get("/readyz").json["checks"]["bot"] == "failed"
