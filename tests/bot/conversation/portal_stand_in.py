"""A portal for tests: an HTTP server on loopback that keeps cases in memory and fails on command."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WISHES = (
    "保密", "匿名", "知道", "别告诉", "不要告诉", "不要说", "莫说", "别提我", "别跟物业讲", "别给物业", "不要给物业", "给物业", "只给你们",
    "不用告诉", "怕报复", "晓得是我", "不要透露", "名字就别写",
)  # fmt: skip # words in which this portal finds a wish not to be named
JUST_NOW = "2026-11-24T09:00:00+08:00"  # when each message is sent
TOKEN = "internal-token-for-tests"


@dataclass
class Fault:
    """How the next `times` calls fail: a status, a wait in seconds, a cut connection, or an answer that is not JSON.

    `after`: fail only after the call has taken effect.
    """

    times: int = 1
    status: int = 0
    wait: float = 0.0
    cut: bool = False
    garbage: bool = False
    after: bool = False


@dataclass
class Portal:
    """The portal's state. `calls`: (method, path, body, idempotency key) in order. `kept`: idempotency key → answer."""

    calls: list[tuple[str, str, Any, str]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    drafts: dict[int, Any] = field(default_factory=dict)
    details: list[tuple[str, str]] = field(default_factory=list)
    cleared: list[tuple[bool, bool]] = field(default_factory=list)
    raised_again: list[tuple[str, str]] = field(default_factory=list)  # (case_no, danger) of details after an all-clear
    handovers: list[Any] = field(default_factory=list)
    votes: list[Any] = field(default_factory=list)
    vote_status: str = "counted"
    readers: str = ""  # who reads a case that is kept from a clerk
    consultations: list[dict[str, Any]] = field(default_factory=list)
    halted: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kept: dict[str, tuple[int, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def clear(self) -> None:
        with self.lock:
            for name in (
                "calls",
                "cases",
                "drafts",
                "details",
                "cleared",
                "raised_again",
                "handovers",
                "votes",
                "consultations",
                "halted",
                "refusals",
            ):
                getattr(self, name).clear()
            self.faults.clear()
            self.vote_status, self.readers = "counted", ""
            self.kept.clear()

    @staticmethod
    def _correct_thing(case: dict[str, Any], changes: dict[str, str]) -> None:
        """Put the corrected thing into the case's title, and its category, if that names the former one."""
        if changes.get("was_thing") and changes["was_thing"] in case["title"]:
            case["title"] = case["title"].replace(changes["was_thing"], changes["thing"])
            case["category"] = changes["category"] or None

    def has_case(self, **facts: Any) -> str:
        """Add a case with these facts; returns its number."""
        case_no = f"LL-20261124-{len(self.cases) + 1:04d}"
        case = {
            "case_no": case_no,
            "contact": 17,
            "state": "dispatched",
            "state_label": "已派给承办单位",
            "title": "路灯不亮",
            "place": "桂花苑3栋",
            "time": "",
            "number": "",
            "kind": "request",
            "category": "0403",
            "reported_at": "2026-11-20T09:00:00+08:00",
            "handler": None,
            "likely": None,
            "due_at": "2026-12-01T17:30:00+08:00",
            "last": "已派给市政",
            "link": f"http://127.0.0.1/c/{case_no}?access=abcdefghij",
            "confidential": False,
            "named": False,
            "readers": self.readers,
            "kept_back": False,
            "number_covered": False,
            "quiet": False,
        }
        self.cases.insert(0, case | facts)
        return case_no

    def made(self, verb: str) -> list[Any]:
        """The bodies of the writes of one verb that took effect, without repeats of a key."""
        seen: dict[str, Any] = {}
        for _, _, body, key in self.calls:
            if key.endswith(f":{verb}") and key in self.kept:
                seen.setdefault(key, body)
        return list(seen.values())

    def answer(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        route, _, _query = path.removeprefix("/internal/v1").partition("?")
        parts = route.strip("/").split("/")
        for end, (status, kind) in self.refusals.items():
            if route.endswith(end):
                return status, {"type": f"urn:linli:problem:{kind}", "title": "不行", "status": status}
        if method == "GET":
            if parts[0] == "contacts":
                mine = [case for case in self.cases if case["contact"] == int(parts[1])]
                return 200, {"items": mine}
            if parts[0] == "consultations":
                return 200, {"items": self.consultations, "halted": self.halted}
            return 200, {"status": "ok"}
        if key in self.kept:
            return self.kept[key]
        found = self._write(parts, body)
        self.kept[key] = found
        return found

    def _write(self, parts: list[str], body: Any) -> tuple[int, Any]:
        if parts == ["cases"]:
            case_no = self.has_case(
                contact=body["contact"],
                title=body["text"][:12],
                text=body["text"],
                confidential=any(word in body["text"] for word in WISHES),
                reported_at=JUST_NOW,
                category=body["draft"]["category"]["code"],
                kind=body["draft"]["kind"]["code"],
                number=body["answers"].get("contact") or "",
                place=body["answers"].get("place") or "、".join(one["text"] for one in body["draft"]["places"]),
            )
            return 201, {
                "case_no": case_no,
                "link": self.cases[0]["link"],
                "body": {"name": "市政所", "phone": "0571-00000401"},
                "grid": "330106003-07",
                "grid_worker": "王网格长",
                "due_at": "2026-12-01T17:30:00+08:00",
                "emergency": body["draft"]["urgency"]["level"] == "emergency",
                "confidential": any(word in body["text"] for word in WISHES),
                "readers": self.readers,
            }
        if parts[0] == "contacts" and parts[2] == "holder":
            for case in self.cases:
                case["contact"] = 0  # nothing told before is shown there any more
            return 204, None
        if parts[0] == "contacts":
            self.drafts[int(parts[1])] = body["state"]
            return 204, None
        if parts == ["questions"]:
            return 204, None
        if parts == ["handovers"]:
            self.handovers.append(body)
            return 201, {"office": "幸福社区", "phone": "0571-00000100", "hours": "周一至周日 8:30–17:30"}
        if parts[0] == "consultations" and parts[2] == "links":
            return 201, {"url": "http://127.0.0.1/v/abc", "expires_at": "2026-11-24T10:00:00+08:00"}
        if parts[0] == "consultations":
            self.votes.append((parts[1], body["answers"]))
            return 201, {"status": self.vote_status}
        case = next((case for case in self.cases if case["case_no"] == parts[1]), None)
        if case is None:
            return 404, {"type": "urn:linli:problem:not-found", "title": "没有找到", "status": 404}
        if body.get("danger"):
            if case["state"] == "withdrawn":
                return 409, {"type": "urn:linli:problem:conflict", "title": "已撤回", "status": 409}
            self.raised_again.append((case["case_no"], body["danger"]))
        if parts[2] == "follow-up" and case["state"] not in ("resolved", "closed") and not case.get("fix_asked"):
            return 409, {"type": "urn:linli:problem:conflict", "title": "还没办好", "status": 409}
        self.details.append((parts[2], body.get("text", "")))
        case["place"] = (body.get("changes") or {}).get("place") or case["place"]
        self._correct_thing(case, body.get("changes") or {})
        case["number"] = (body.get("changes") or {}).get("contact") or case["number"]
        case["confidential"] = case.get("confidential", False) or any(word in body.get("text", "") for word in WISHES)
        case["kept_back"] = case["confidential"]
        case["number_covered"] = re.search(r"1\d\d[ \d]{8,}", body.get("text", "")) is not None
        if parts[2] == "follow-up" and not case.get("fix_asked"):
            case["state"] = "closed" if body["fixed"] else "dispatched"
        reopened = parts[2] == "details" and case.get("opens_again", False) and case["state"] in ("resolved", "closed")
        if reopened:
            case["state"], case["quiet"] = "reported", case.get("quiet_then", False)
        if parts[2] == "naming":
            case["named"], case["confidential"] = True, False
        if parts[2] == "all-clear":
            self.cleared.append((body["false_alarm"], body["ends"]))
        if parts[2] == "withdrawal":
            case["state"] = "withdrawn"
        if parts[2] == "restoration":
            case["state"] = "reported"
        return 200, case | {"reminded_at": None} | ({"reopened": reopened} if parts[2] == "details" else {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw) if raw else None
        key = self.headers.get("Idempotency-Key") or ""
        with self.portal.lock:
            fault = self.portal.faults.pop(0) if self.portal.faults else None
            if fault is not None and fault.times > 1:
                fault.times -= 1
                self.portal.faults.insert(0, fault)
            self.portal.calls.append((self.command, self.path, body, key))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                status, found = 401, {"type": "urn:linli:problem:unauthorized", "title": "不行", "status": 401}
            elif fault is None or fault.after or fault.wait:
                status, found = self.portal.answer(self.command, self.path, body, key)
            else:
                status, found = 500, None
        if fault is not None and fault.wait:
            self.portal.released.wait(fault.wait)
        if fault is not None and fault.cut:
            self.close_connection = True
            return
        if fault is not None and fault.status:
            status, found = fault.status, {"type": "urn:linli:problem:internal", "title": "系统出了点问题"}
        content = b"" if status == 204 else json.dumps(found, ensure_ascii=False).encode()
        if fault is not None and fault.garbage:
            content, status = b"<html>oops", 200
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        return


class StandIn:
    """The server: `with StandIn() as portal: …`."""

    def __init__(self) -> None:
        self.portal = Portal()
        handler = type("Handler", (_Handler,), {"portal": self.portal})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.portal.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Portal:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self.portal

    def __exit__(self, *_: Any) -> None:
        self.portal.released.set()
        self.server.shutdown()
        self.server.server_close()
