"""A bot for tests that follows the gateway's contract (docs/architecture.md), knows three sentences and can sleep."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LINK = "/c/LL-20261124-0042?access=abcdefghij"


class StandInBot:
    """A bot that answers by `script`. `awake`: if cleared, it answers 503, as Rasa does while starting. `heard`: every message received."""

    def __init__(self) -> None:
        self.awake = threading.Event()
        self.awake.set()
        self.heard: list[dict[str, Any]] = []
        self._kept: dict[int, dict[str, Any]] = {}

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """Answer a message; a repeated inbox id gets the kept answer."""
        if body["inbox_id"] not in self._kept:
            self.heard.append(body)
            self._kept[body["inbox_id"]] = {"messages": [_said(**part) for part in script(body["text"])]}
            self._kept[body["inbox_id"]]["registered"] = body["text"] == "是"
        return self._kept[body["inbox_id"]]


def read(text: str) -> dict[str, Any]:
    """A draft of a text: of a street lamp, in the building that it names; a fire, if it says so."""
    building = re.search(r"[\u4e00-\u9fff]{2,4}\d+栋", text)
    at = {"start": building.start(), "end": building.end()} if building else {}
    places = [{"text": building.group(), **at, "grid": None, "score": 0.9}] if building else []
    burns = "着火" in text
    return {
        "kind": {"code": "complaint", "label": "投诉", "score": 0.9},
        "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
        "places": places,
        "times": [],
        "bodies": [],
        "urgency": {"level": "emergency" if burns else "normal", "reasons": [], "danger": "fire" if burns else None},
        "personal": [],
        "missing": [],
        "intent": {"code": "report_case", "score": 0.99},
    }


def script(text: str) -> list[dict[str, Any]]:
    if "路灯" in text:
        return [{"text": "在哪里呢？说个楼号或者路口就行。", "asks": "place"}]
    if "栋" in text:
        buttons = [{"title": "是，登记", "payload": "是"}, {"title": "不对", "payload": "不对"}]
        return [{"text": f"我记下了：“{text}”。\n对不对？", "asks": "confirm", "buttons": buttons}]
    if text == "是":
        return [{"text": "登记好了，工单号 LL-20261124-0042。", "link": LINK}]
    return [{"text": f"收到：{text}"}]


def _said(text: str, **more: Any) -> dict[str, Any]:
    whole = {"text": text, "buttons": [], "link": None, "asks": None, "fallback": False}
    return whole | {"response": "utter_test", "params": {}} | more


@contextmanager
def standing_in(port: int) -> Iterator[StandInBot]:
    """Serve the stand-in on this port."""
    bot = StandInBot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = {"draft": read(body["text"])} if self.path.endswith("/drafts") else bot.answer(body)
            answer = json.dumps(said if bot.awake.is_set() else {}).encode()
            self.send_response(200 if bot.awake.is_set() else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: Any) -> None:
            """Log nothing, to keep pytest's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bot
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
