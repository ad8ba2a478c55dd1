"""Who may open a case: its reporter (known by their chat or phone) may read and change it, a link's holder may read it.

Everybody else gets 404, so that they do not learn that the number exists. Once the reporter's data is erased, everybody
gets 404, whatever their browser still holds. The access that a link or a code gave is a row (`CaseGrant`), so that
signing out ends it in every copy of the cookie, too.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import request, session
from sqlalchemy.orm import Session

from portal.cases.doors.models import CaseGrant
from portal.cases.models import Case
from portal.cases.records import actors, numbers, queries
from portal.cases.records.actors import Who
from portal.cases.records.queries import NOT_FOUND
from portal.http.access import caller_contact_point, caller_resident
from portal.http.current import parts
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.sealing import keyed
from portal.residents import service as residents

BROWSER = "case_browser"  # in the session: the token whose keyed hash is `CaseGrant.browser_key`
MOST_GRANTS = 20  # per browser; beyond that the oldest end
CHANGE_LIFE = timedelta(minutes=30)  # how long a browser that showed a code may change the case


class OnlyToRead(Forbidden):
    """The case was opened by its link: to change it, the reporter's chat or a code to their phone is needed (403)."""

    type, title = "only-to-read", "用链接打开的只能看。要改，先核对是您本人"


@dataclass(frozen=True)
class Entered:
    """A case that the caller may read. `who`: its reporter, as an actor; `as_reporter`: the caller may also change it."""

    case: Case
    who: Who
    as_reporter: bool


def enter(s: Session, case_no: str, *, to_change: bool = False) -> Entered:
    """Let in the reporter, or a browser that opened a link of the case; else raise NotFound, also for an expired link.

    `to_change`: lock the row, and raise OnlyToRead for a caller who may only read.
    """
    case = queries.get_to_show(s, case_no, to_change=to_change)
    mine = _is_reporter(s, case)
    if not (mine or _link_until(case) or _is_granted(s, case, to_change=False)):
        raise NotFound(NOT_FOUND)
    as_reporter = mine or _has_reporters_number(s, case)
    if to_change and not as_reporter:
        raise OnlyToRead()
    return Entered(case, actors.resident(case.contact_point_id), as_reporter)


def keep_link(case_no: str) -> None:
    """Let this browser read the case as long as the link in the request is valid, so that later pages need no code."""
    with parts().db.write() as s:
        case = enter(s, case_no).case
        until = _link_until(case)
        if until is not None:
            _grant(s, case, until, to_change=False)


def grant_change(s: Session, case: Case) -> None:
    """Let this browser change the case for CHANGE_LIFE: it showed a code sent to the reporter's phone."""
    _grant(s, case, parts().clock.now() + CHANGE_LIFE, to_change=True)


def end_all_access() -> None:
    """End all access that links and codes gave this browser, in every copy of its cookie."""
    token = session.pop(BROWSER, None)
    if isinstance(token, str):
        with parts().db.write() as s:
            s.execute(sa.delete(CaseGrant).where(CaseGrant.browser_key == _key(token)))


def _is_reporter(s: Session, case: Case) -> bool:
    """Whether the case was reported in the caller's chat, or is the signed-in resident's (`queries.of_resident`)."""
    chat, resident = caller_contact_point(), caller_resident()
    if chat is not None and chat == case.contact_point_id:
        return True
    if resident is None:
        return False
    return s.scalar(sa.select(Case.id).where(Case.id == case.id, queries.of_resident(resident))) is not None


def _link_until(case: Case) -> datetime | None:
    """When the link in the request expires; None if the request has no code of this case. Raises NotFound if expired."""
    now, code = parts().clock.now(), request.args.get("access", "")
    until = numbers.link_expiry(parts().settings, case, code, now) if code else None
    if until is not None and until <= now:
        raise NotFound("这个链接过期了，请在说事的聊天里问一声进度，会给您新的")
    return until


def _has_reporters_number(s: Session, case: Case) -> bool:
    """Whether the caller proved the reporter's number: by a code on the case's page, or by being signed in with it."""
    if _is_granted(s, case, to_change=True):
        return True
    resident, number = caller_resident(), queries.reporter_number(s, case)
    return resident is not None and number is not None and number in residents.proven_phones(s, resident)


def _grant(s: Session, case: Case, until: datetime, *, to_change: bool) -> None:
    """Store this browser's access to the case, or prolong what it has; delete the browser's oldest beyond MOST_GRANTS."""
    token = session.get(BROWSER)
    if not isinstance(token, str):
        token = session[BROWSER] = secrets.token_urlsafe(24)
    ours = sa.select(CaseGrant).where(CaseGrant.browser_key == _key(token)).order_by(CaseGrant.id.desc())
    kept = list(s.scalars(ours))
    same = [row for row in kept if (row.case_id, row.to_change) == (case.id, to_change)]
    for row in same:
        row.until = until
    if not same:
        s.add(CaseGrant(browser_key=_key(token), case_id=case.id, to_change=to_change, until=until))
    for row in kept[MOST_GRANTS - 1 :]:
        if row not in same:
            s.delete(row)
    s.flush()


def _is_granted(s: Session, case: Case, *, to_change: bool) -> bool:
    """Whether this browser was granted access to the case, to read or `to_change` it, that has not ended."""
    token = session.get(BROWSER)
    if not isinstance(token, str):
        return False
    found = sa.select(CaseGrant.id).where(
        CaseGrant.browser_key == _key(token),
        CaseGrant.case_id == case.id,
        CaseGrant.to_change == to_change,
        CaseGrant.until > parts().clock.now(),
    )
    return s.scalar(found) is not None


def _key(token: str) -> str:
    """The keyed hash of a browser's token."""
    return keyed(parts().settings.secret_key, "case_browser", token)
