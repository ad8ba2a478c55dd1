"""How Rasa calls the action server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from rasa.utils.endpoints import ClientResponseError

from bot.server.actions_endpoint import ActionsEndpoint

CALL = {"next_action": "action_intake", "tracker": {"sender_id": "17.1", "events": [{"event": "user", "text": "路灯"}]}}


class Server(BaseHTTPRequestHandler):
    status = 200
    heard: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(json.loads(body))
        said = json.dumps({"events": [], "responses": [], "request_body": "路灯"}).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def server() -> Iterator[tuple[str, type[Server]]]:
    handler = type("Handler", (Server,), {"heard": [], "status": 200})
    made = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_address[1]}/webhook", handler
    made.shutdown()
    made.server_close()


def call(url: str) -> Any:
    async def once() -> Any:
        endpoint = ActionsEndpoint(url, token="t")
        try:
            return await endpoint.request(json=CALL, method="post", timeout=300, compress=False)
        finally:
            await endpoint.close()

    return asyncio.new_event_loop().run_until_complete(once())


def test_old_events_do_not_travel(server: tuple[str, type[Server]]) -> None:
    """The last message and the slots are enough; a long conversation stays cheap."""
    url, handler = server
    assert call(url)["events"] == []
    assert handler.heard[0]["tracker"] == {"sender_id": "17.1", "events": []}


def test_a_failure_brings_no_words_into_the_log(server: tuple[str, type[Server]]) -> None:
    """The action server's error repeats the request: it goes no further."""
    url, handler = server
    handler.status = 500
    with pytest.raises(ClientResponseError) as failed:
        call(url)
    assert "路灯" not in str(failed.value)
    assert "request_body" not in str(failed.value)
