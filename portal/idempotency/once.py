"""The `once` decorator, which makes a view idempotent by the Idempotency-Key header.

Never put it on a secret ballot, a chat message or a view that answers with a token. The answer is stored, and so is a
hash of the body, from which one of few possible bodies can be guessed. Ballots and messages have keys of their own
(roll entry, client_message_id).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Response, current_app, request, session
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.http.access import caller_contact_point, caller_resident, caller_staff
from portal.http.current import parts
from portal.idempotency.models import KeptAnswer
from portal.kernel.errors import BadRequest, Conflict, Invalid
from portal.storage.parts import Parts

KEPT = timedelta(hours=48)  # how long answers are kept
ANSWERED_WITHIN = timedelta(seconds=60)  # after that the first request counts as dead and a repeat is answered anew
View = TypeVar("View", bound=Callable[..., Any])
_BROWSER = "once"  # key in the session cookie: a random id of a browser in which nobody is signed in or chats


class KeyReused(Invalid):
    """The same key came with a different request before (422); votes and voting links raise `voting.SourceKeyReused`."""

    type, title = "idempotency-key-reused", "这个 Idempotency-Key 已经用在别的请求上了"


def once(view: View) -> View:
    """Answer a repeated request with the stored answer: the first one's status and JSON, without its other headers.

    Without the header the view runs as usual.

    A key belongs to its caller: in a view for staff the account (so that it holds after signing in again); else the
    resident, else the chat, else the browser, known by a cookie set with the first answer. A browser without that cookie
    (another one, or the answer was lost) is a new caller. Errors are not stored: the same key may then be tried again.
    Raises BadRequest, KeyReused, and Conflict while the first request is still being answered.
    """

    @wraps(view)
    def answered_once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(*args, **kwargs)
        if not 1 <= len(key) <= 200 or not key.isprintable():
            raise BadRequest("Idempotency-Key 要有 1 到 200 个字符")
        caller, request_hash = _caller(), _hash("request", f"{request.method} {request.path}", _body())
        with parts().db.write() as s:
            kept = _reserve(s, caller, key, request_hash)
            if kept is not None:
                return kept
        try:
            answer = current_app.make_response(view(*args, **kwargs))
        except BaseException:
            _forget(caller, key)
            raise
        if answer.status_code >= 400:
            _forget(caller, key)
        else:
            _keep(caller, key, answer)
        return answer

    return answered_once  # type: ignore[return-value]


def forget_old(parts: Parts) -> int:
    """Delete answers that are older than 48 hours; returns how many."""
    with parts.db.write() as s:
        gone = s.execute(sa.delete(KeptAnswer).where(KeptAnswer.at < parts.clock.now() - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a cursor result, for a DELETE


def _reserve(s: Session, caller: str, key: str, request_hash: str) -> Response | None:
    """The stored answer; if there is none, reserve the key for this request and return None. Raises KeyReused, Conflict."""
    now = parts().clock.now()
    kept = s.get(KeptAnswer, (caller, key), with_for_update=True)
    if kept is not None and kept.at < now - KEPT:
        s.delete(kept)
        s.flush()
        kept = None
    if kept is None:
        try:
            with s.begin_nested():
                s.add(KeptAnswer(caller=caller, key=key, request=request_hash, at=now))
                s.flush()
        except IntegrityError:  # another process was first
            raise _busy() from None
        return None
    return _repeated_answer(kept, request_hash, now)


def _repeated_answer(kept: KeptAnswer, request_hash: str, now: datetime) -> Response | None:
    """The stored answer; None if the first request died unanswered: this one takes its place. Raises KeyReused, Conflict."""
    if not hmac.compare_digest(kept.request, request_hash):
        raise KeyReused()
    if kept.status is not None:
        return Response(kept.answer, status=kept.status, mimetype="application/json")
    if kept.at > now - ANSWERED_WITHIN:
        raise _busy()
    kept.at = now
    return None


def _busy() -> Conflict:
    return Conflict("同一个请求正在办，请稍等", retry_after=1)


def _keep(caller: str, key: str, answer: Response) -> None:
    with parts().db.write() as s:
        kept = s.get(KeptAnswer, (caller, key))
        if kept is not None:
            kept.status, kept.answer = answer.status_code, answer.get_data(as_text=True)


def _forget(caller: str, key: str) -> None:
    with parts().db.write() as s:
        s.execute(sa.delete(KeptAnswer).where(KeptAnswer.caller == caller, KeptAnswer.key == key))


def caller_key(secret: str, who: str) -> str:
    """The stored hash of a caller: `secret` is SECRET_KEY, `who` as in `_caller` (`resident:ID`, `visitor:ID` …)."""
    return _hash("caller", who, secret=secret)


def _body() -> bytes:
    """The body; of a multipart form its fields and files instead, as the boundary differs each time it is sent."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    fields = sorted(request.form.items(multi=True))
    files = [(name, _digest(file)) for name, file in request.files.items(multi=True)]
    return json.dumps([fields, files]).encode()


def _digest(file: FileStorage) -> str:
    found = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads like a file
    file.stream.seek(0)
    return found


def _caller() -> str:
    staff = caller_staff()
    if staff is not None:
        return _hash("caller", f"staff:{staff}")
    resident, visitor = caller_resident(), caller_contact_point()
    if resident is not None:
        return _hash("caller", f"resident:{resident}")
    if visitor is not None:
        return _hash("caller", f"visitor:{visitor}")
    return _hash("caller", f"browser:{_browser_id()}")


def _browser_id() -> str:
    kept = session.get(_BROWSER)
    if not isinstance(kept, str):
        kept = session[_BROWSER] = secrets.token_urlsafe(16)
    return kept


def _hash(purpose: str, words: str, data: bytes = b"", *, secret: str | None = None) -> str:
    key = parts().settings.secret_key if secret is None else secret
    return hmac.new(key.encode(), f"{purpose}\0{words}\0".encode() + data, hashlib.sha256).hexdigest()
