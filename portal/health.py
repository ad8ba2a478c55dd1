"""`/healthz`: this process and its database. `/readyz`: the whole line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import sqlalchemy as sa
from flask import Blueprint, jsonify

from portal import heartbeat
from portal.web import INTERNAL, PUBLIC, access, parts

public = Blueprint("health", __name__)
internal = Blueprint("internal_health", __name__, url_prefix="/internal/v1")


@public.get("/healthz")
@access(PUBLIC)
def healthz() -> Any:
    return _answer({"database": _database})


@public.get("/readyz")
@access(PUBLIC)
def readyz() -> Any:
    return _answer({"database": _database, "bot": _bot, "actions": _actions, "internal": _internal, "worker": _worker})


@internal.get("/health")
@access(INTERNAL)
def internal_health() -> Any:
    return _answer({"database": _database})


def _answer(checks: dict[str, Callable[[], None]]) -> Any:
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            check()
            found[name] = "ok"
        except Exception as error:  # whatever it is, the part is not there
            found[name] = f"failed ({type(error).__name__})"
    fine = all(value == "ok" for value in found.values())
    return jsonify(status="ok" if fine else "failed", checks=found), 200 if fine else 503


def _database() -> None:
    with parts().db.read() as s:
        s.execute(sa.text("SELECT 1"))


def _bot() -> None:
    settings = parts().settings
    _ask(f"{settings.bot_url}/webhooks/linli/")


def _actions() -> None:
    _ask(f"http://127.0.0.1:{parts().settings.actions_port}/health")


def _internal() -> None:
    settings = parts().settings
    _ask(f"http://127.0.0.1:{settings.internal_port}/internal/v1/health", token=settings.internal_token)


def _ask(url: str, token: str = "") -> None:
    """On loopback: whatever proxy stands in the environment is not to have our token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    httpx.get(url, headers=headers, timeout=3, trust_env=False).raise_for_status()


def _worker() -> None:
    if heartbeat.age(parts().settings.home) > 15:
        raise TimeoutError
