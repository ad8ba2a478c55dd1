"""Forms that staff sent after their session had run out: kept for a day, and offered to the same account again."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.http.access import csrf, declared_access
from portal.http.current import is_json_door, parts
from portal.kernel.roles import Role
from portal.staff.models import Account, UnsentForm
from portal.staff.sign_in import caller, sessions

KEPT = timedelta(days=1)  # how long an unsent form is offered again
MOST_FORMS = 5  # per account
MOST_FIELDS = 60  # of one form
MOST_CHARACTERS = 30_000  # of one form's names and values together
FIELD = "unsent"  # the form field that names the unsent form being sent again, by its id
_NOT_TYPED = ("csrf_token", FIELD, "code", "version", "back", "seen")  # hidden fields of our forms, and one-time codes
_NEVER_KEPT = ("csrf_token", FIELD, "code")


def save_unsent() -> str:
    """Keep the form of a request without a session. Returns the address at which to sign in, and from there go on to the form's page.

    The address holds `kept`, or `lost` if words were sent that are not kept.
    """
    told = {"kept": "1"} if save_if_expired() else {}
    if not told and request.method == "POST" and _is_form() and _has_words():
        told = {"lost": "1"}
    onward = _page_of_form()
    query = urlencode(told | ({"next": onward} if onward else {}), safe="/")
    return f"/login?{query}" if query else "/login"


def _page_of_form() -> str:
    """The path of the page that the form stood on: the nearest at or above the form's own that staff may open; "" if none."""
    ways, path = current_app.create_url_adapter(request), request.path
    while ways is not None and path:
        with suppress(HTTPException):
            endpoint, _values = ways.match(path, method="GET")
            if (declared_access(current_app.view_functions[endpoint]) or frozenset()) & set(Role):
                return path
        path = path.rpartition("/")[0]
    return ""


def save_if_expired() -> bool:
    """Keep the form of this request if its session only ran out and its account may send it; False if not kept.

    Of an account's forms the newest MOST_FORMS are kept.
    """
    if request.method != "POST" or not caller.session_token() or not _is_form() or not _is_ours():
        return False
    fields = _fields_to_keep()
    settings, now = parts().settings, parts().clock.now()
    if not fields:
        return False
    with parts().db.write() as s:
        row = sessions.find(s, settings.secret_key, caller.session_token())
        account = s.get(Account, row.account_id) if row else None
        if row is None or account is None or not sessions.ran_out(settings.secret_key, row, account, now):
            return False
        if account.role not in _allowed():
            return False
        s.add(UnsentForm(account_id=account.id, path=request.path, fields=json.dumps(fields), at=now))
        s.flush()
        _delete_beyond_most(s, account.id)
    return True


def title_of_refused() -> str:
    """What to tell whoever sent a form whose CSRF token is not this browser's: signing in as somebody else changes it, the same account keeps its own."""
    actor = caller.signed_in_actor()
    if actor is None or not _is_for_staff():
        return str(_("这一页放得太久了，请回到上一页，刷新以后再提交"))
    if not words_to_copy():
        return str(
            _(
                "这个浏览器现在登录的是%(name)s，不是打开那一页的人，所以没有记下。用原来的账号登录以后再提交",
                name=actor.name,
            )
        )
    said = _(
        "这个浏览器现在登录的是%(name)s，不是打开那一页的人，所以没有记下。写的字在下面，先抄下来，用原来的账号登录以后再提交",
        name=actor.name,
    )
    return str(said)


def words_to_copy() -> list[str]:
    """The words of a refused form, for its sender to copy from the page that answers; [] in an API and on a page that is not for staff alone."""
    return [] if is_json_door() or not _is_for_staff() else [value for value in _typed() if len(value.strip()) > 1]


def unsent_forms_of(s: Session, account_id: int, now: datetime) -> list[UnsentForm]:
    """The account's unsent forms of the last day, the newest first."""
    ours = sa.select(UnsentForm).where(UnsentForm.account_id == account_id, UnsentForm.at > now - KEPT)
    return list(s.scalars(ours.order_by(UnsentForm.id.desc())))


def delete(s: Session, account_id: int, form_id: int) -> None:
    """Delete one unsent form of the account, if it has one with this id."""
    s.execute(sa.delete(UnsentForm).where(UnsentForm.account_id == account_id, UnsentForm.id == form_id))


def delete_expired(s: Session, now: datetime) -> int:
    """Delete unsent forms older than a day; returns how many."""
    return int(s.execute(sa.delete(UnsentForm).where(UnsentForm.at <= now - KEPT)).rowcount)  # type: ignore[attr-defined]


def _is_form() -> bool:
    return request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data")


def _allowed() -> frozenset[str]:
    """The roles that may send this request."""
    return declared_access(current_app.view_functions[request.endpoint or ""]) or frozenset()


def _is_for_staff() -> bool:
    """Whether only staff may send this request."""
    return bool(_allowed()) and _allowed() <= set(Role)


def _is_ours() -> bool:
    """Whether the form came from a page of ours (by its CSRF token), other than those under /account, /accounts and /login."""
    if request.path.startswith(("/account", "/login")):
        return False
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def _fields_to_keep() -> list[tuple[str, str]]:
    """(name, value) of the fields to keep: no passwords, codes or tokens; [] if there are too many or too long."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_KEPT and "password" not in name and value.strip()
    ]
    if len(fields) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return []
    return fields


def _has_words() -> bool:
    """Whether the form holds anything that somebody typed."""
    return any(value.strip() for value in _typed())


def _typed() -> list[str]:
    """The values of the form's fields that somebody typed into or chose from, passwords left out."""
    fields = request.form.items(multi=True)
    return [value for name, value in fields if name not in _NOT_TYPED and "password" not in name]


def _delete_beyond_most(s: Session, account_id: int) -> None:
    ours = sa.select(UnsentForm.id).where(UnsentForm.account_id == account_id).order_by(UnsentForm.id.desc())
    old = list(s.scalars(ours.offset(MOST_FORMS)))
    s.execute(sa.delete(UnsentForm).where(UnsentForm.id.in_(old)))
