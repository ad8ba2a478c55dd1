"""Stand-ins for systems that handle cases: a webhook's receiver and an Open311 server, with faults on demand."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from portal.kernel.signatures import is_signed

Fault = Callable[[int], str]
"""The number of a write that comes in (from 1) → its fault, or ""."""
FAULTS = ("500", "500-after", "slow-after", "late", "token", "malformed", "429")


def never(_number: int) -> str:
    return ""


class _StandIn:
    def __init__(self, fault: Fault = never, seconds: float = 1.0) -> None:
        self.fault, self.seconds = fault, seconds  # how long a slow answer takes: more than the client waits
        self.lock, self.writes = threading.Lock(), 0
        self.asked: list[str] = []
        self._busy, self._idle = 0, threading.Condition()

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.asked.append(f"{request.method} {request.path}")
        with self._idle:
            self._busy += 1
        try:
            return self.answer(request)(environ, start)
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def wait_until_idle(self) -> None:
        """Until no request is being answered, also none whose sender has given up waiting."""
        with self._idle:
            assert self._idle.wait_for(lambda: self._busy == 0, timeout=30)

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    def write(self, take: Callable[[], Any], *, token: Callable[[Any], Any]) -> Response:
        """Take one write, with the fault that is due."""
        with self.lock:
            self.writes += 1
            fault = self.fault(self.writes)
        if fault == "429":
            return Response("later", 429, headers={"Retry-After": "1"})
        if fault == "500":
            return Response("a fault", 500)
        if fault == "late":
            time.sleep(self.seconds)
        with self.lock:
            taken = take()
        if fault == "slow-after":
            time.sleep(self.seconds)
        if fault == "500-after":
            return Response("a fault", 500)
        if fault == "malformed":
            return Response("<html>thank you", 200)
        return Response(json.dumps(token(taken) if fault == "token" else taken), 200, content_type="application/json")


class StandInReceiver(_StandIn):
    """Takes webhooks: verifies the signature, and takes each `id` once, as it must."""

    def __init__(self, keys: Sequence[str], fault: Fault = never, seconds: float = 1.0) -> None:
        super().__init__(fault, seconds)
        self.keys = list(keys)
        self.taken: dict[str, dict[str, Any]] = {}
        self.unsigned = 0

    def answer(self, request: Request) -> Response:
        body = request.get_data()
        if not is_signed(request.headers.get("Linli-Signature", ""), self.keys, body, datetime.now(UTC)):
            self.unsigned += 1
            return Response("unsigned", 401)
        said = json.loads(body)
        assert request.headers["Idempotency-Key"] == said["id"]

        def take() -> Any:
            self.taken.setdefault(said["id"], said)
            return {"reference": f"R-{list(self.taken).index(said['id']) + 1}" if len(self.taken) < 100 else said["id"]}

        return self.write(take, token=lambda taken: taken)

    def cases(self, operation: str = "dispatch") -> Counter[str]:
        """How often each case came, by its number."""
        return Counter(one["case_no"] for one in self.taken.values() if one["operation"] == operation)


class StandInOpen311(_StandIn):
    """An Open311 server that knows no idempotency key: whatever is posted is created."""

    def __init__(self, fault: Fault = never, seconds: float = 1.0) -> None:
        super().__init__(fault, seconds)
        self.created: list[dict[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.lists = self.tells_updates = True

    def answer(self, request: Request) -> Response:
        what = request.path.rpartition("/v2/")[2].removesuffix(".json")
        if request.method == "POST" and what == "requests":
            return self.write(lambda: self._create(request), token=self._token)
        if what == "requests":
            return self._listed(request)
        if what.startswith("tokens/"):
            return _json(
                [{"service_request_id": what.removeprefix("tokens/t-"), "token": what.removeprefix("tokens/")}]
            )
        if what == "servicerequestupdates" and self.tells_updates:
            return self.write(lambda: self._update(request), token=list) if request.method == "POST" else self._told()
        return Response("no such thing", 404)

    def _create(self, request: Request) -> Any:
        number = str(1000 + len(self.created))
        self.created.append(
            {
                "service_request_id": number,
                "status": "open",
                "service_code": request.form["service_code"],
                "description": request.form["description"],
                "requested_datetime": datetime.now(UTC).isoformat(),
                "updated_datetime": datetime.now(UTC).isoformat(),
            }
        )
        return [{"service_request_id": number, "service_notice": None, "account_id": None}]

    def _update(self, request: Request) -> Any:
        """Keep an update under a number of its own, as a server may."""
        fields = ("service_request_id", "status", "description")
        taken = {"update_id": f"u-{len(self.updates)}", **{name: request.form[name] for name in fields}}
        self.updates.append(taken | {"updated_datetime": datetime.now(UTC).isoformat()})
        return [{"update_id": taken["update_id"]}]

    def _told(self) -> Response:
        return _json(self.updates)

    @staticmethod
    def _token(taken: Any) -> Any:
        return [{"token": f"t-{taken[0]['service_request_id']}"}]

    def _listed(self, request: Request) -> Response:
        if not self.lists:
            return Response("no lists here", 404)
        ids = set(filter(None, request.args.get("service_request_id", "").split(",")))
        start = (int(request.args.get("page", "1")) - 1) * 1000
        found = [one for one in reversed(self.created) if not ids or one["service_request_id"] in ids]
        return _json(found[start : start + 1000])

    def cases(self) -> Counter[str]:
        """How often each case was created, by our number in its description."""
        return Counter(one["description"].rpartition("[")[2].partition(" ")[0] for one in self.created)


def _json(value: Any) -> Response:
    return Response(json.dumps(value), 200, content_type="application/json")
