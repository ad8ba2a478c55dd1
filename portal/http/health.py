"""`/healthz` and `/internal/v1/health`: this process and its database. `/readyz`: all processes.

Both public ones say, in `notes`, that the bot is being trained, or could not be, and since when; `/readyz` also that no SMS
can reach mainland China. 503 unless every part that was asked is ok. Strangers are not told why a part fails.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

import httpx
import sqlalchemy as sa
from flask import Blueprint, jsonify, request

from portal.http import bot_state
from portal.http.access import INTERNAL, PUBLIC, access, staff_actor
from portal.http.bot_state import BotState
from portal.http.current import parts
from portal.kernel import heartbeat
from portal.kernel.config import Settings
from portal.kernel.errors import Unauthorized
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.timers.timer import Lane

NO_MAINLAND_SMS = "no way to a phone in mainland China (+86)"
public = Blueprint("health", __name__)
internal = Blueprint("internal_health", __name__, url_prefix="/internal/v1")


class StillTraining(Exception):
    """The bot's model is being trained or loaded."""


@public.get("/healthz")
@access(PUBLIC)
def healthz() -> Any:
    return _answer({"database": _database}, _bot_note())


@public.get("/readyz")
@access(PUBLIC)
def readyz() -> Any:
    notes = _bot_note() | ({} if parts().settings.reaches_mainland else {"sms": NO_MAINLAND_SMS})
    return _answer(
        {"database": _database, "bot": _bot, "actions": _actions, "internal": _internal, "worker": _worker}, notes
    )


@internal.get("/health")
@access(INTERNAL)
def internal_health() -> Any:
    return _answer({"database": _database})


def _is_for_operator() -> bool:
    """Whether the caller may see why a part fails: has the internal token (as `make run` does), or is the operator."""
    given = request.headers.get("Authorization", "").encode()
    if hmac.compare_digest(given, f"Bearer {parts().settings.internal_token}".encode()):
        return True
    try:
        return staff_actor().role is Role.OPERATOR
    except Unauthorized:
        return False


def _bot_note() -> dict[str, str]:
    """{"bot": "training since 2026-11-24T09:00:00+08:00"}, or "failed since …"; {} if neither is recorded (`bot_state`)."""
    found = bot_state.no_bot(parts().settings.home)
    if found is None:
        return {}
    return {"bot": f"{found.state} since {found.since.astimezone(SHANGHAI).isoformat(timespec='seconds')}"}


def _answer(checks: dict[str, Callable[[], None]], notes: dict[str, str] | None = None) -> Any:
    """Answer 200 or 503, with "ok", "training" or "failed" for each part, and the type of the error if `_is_for_operator`.

    `notes`: what the system cannot do, or cannot do yet.
    """
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            check()
            found[name] = "ok"
        except StillTraining:
            found[name] = BotState.TRAINING.value
        except Exception as error:  # whatever it is, the part does not work
            found[name] = f"failed ({type(error).__name__})"
    ready = all(value == "ok" for value in found.values())
    if not ready and not _is_for_operator():
        found = {name: value.partition(" ")[0] for name, value in found.items()}
    body = {"status": "ok" if ready else "failed", "checks": found} | ({"notes": notes} if notes else {})
    return jsonify(body), 200 if ready else 503


def _database() -> None:
    with parts().db.read() as s:
        s.execute(sa.text("SELECT 1"))


def _bot() -> None:
    """Raises StillTraining until the worker has noticed that the new bot answers (`channels.jobs.notice_the_bot`)."""
    settings = parts().settings
    if bot_state.is_training(settings.home):
        raise StillTraining
    ask_bot(settings)


def ask_bot(settings: Settings) -> None:
    """Raises httpx.HTTPError unless the bot answers with success within three seconds."""
    _ask(f"{settings.bot_url}/webhooks/linli/")


def _actions() -> None:
    settings = parts().settings
    _ask(f"http://127.0.0.1:{settings.actions_port}/health", token=settings.actions_token)


def _internal() -> None:
    settings = parts().settings
    _ask(f"http://127.0.0.1:{settings.internal_port}/internal/v1/health", token=settings.internal_token)


def _ask(url: str, token: str = "") -> None:
    """GET a URL on loopback. Ignores proxies of the environment, which must not receive our token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    httpx.get(url, headers=headers, timeout=3, trust_env=False).raise_for_status()


# how old the last beat of a lane of the worker may be
_LONGEST_ROUND = {Lane.URGENT: 15.0, Lane.ORDINARY: 15.0, Lane.APART: 120.0, Lane.SLOW: 900.0}  # seconds


def _worker() -> None:
    """Raises TimeoutError if the last beat of one of the worker's lanes is too old (_LONGEST_ROUND)."""
    if any(heartbeat.age(parts().settings.home, lane) > most for lane, most in _LONGEST_ROUND.items()):
        raise TimeoutError
