"""Who may open a case: its reporter (known by their chat or phone) may read and change it, a link's holder may read it.

Everybody else gets 404, so they do not learn that the number exists. Once the reporter's data is erased, everybody
gets 404, whatever their browser still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import request, session
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, numbers, queries
from portal.cases.records.actors import Who
from portal.cases.records.queries import NOT_FOUND
from portal.http.access import caller_contact_point, caller_resident
from portal.http.current import parts
from portal.kernel.errors import Forbidden, NotFound
from portal.residents import service as residents

KEPT = "case_links"  # in the session: {case id: until when it may be read, after its link was opened}, Unix seconds
CODED = "case_codes"  # in the session: {case id: until when it may be changed, after a code by SMS}, Unix seconds
MOST_KEPT = 10
CODED_LIFE = timedelta(minutes=30)


class OnlyToRead(Forbidden):
    """The case was opened by its link: to change it, the reporter's chat or a code to their phone is needed (403)."""

    type, title = "only-to-read", "用链接打开的只能看。要改，先核对是您本人"


@dataclass(frozen=True)
class Entered:
    """A case that the caller may read, with the reporter as its actor. `as_reporter`: the caller may also change it."""

    case: Case
    who: Who
    as_reporter: bool


def enter(s: Session, case_no: str, *, to_change: bool = False, remember: bool = False) -> Entered:
    """Let the caller into a case, or raise NotFound; with `to_change`, raise OnlyToRead for a link's holder.

    `to_change` locks the row. `remember` keeps the link in the session, so that later pages need no code.
    """
    case = queries.get_known(s, case_no, to_change=to_change)
    mine = _is_reporters(s, case)
    if not (mine or _by_link(case, remember)):
        raise NotFound(NOT_FOUND)
    as_reporter = mine or _by_phone(s, case)
    if to_change and not as_reporter:
        raise OnlyToRead()
    return Entered(case, actors.resident(case.contact_point_id), as_reporter)


def let_change(case: Case) -> None:
    """Allow this session to change the case for CODED_LIFE: it showed a code sent to the reporter's phone."""
    _keep(CODED, case, parts().clock.now() + CODED_LIFE)


def forget() -> None:
    """Close every case that this browser opened by a link or a code (at sign-out)."""
    session.pop(KEPT, None)
    session.pop(CODED, None)


def _is_reporters(s: Session, case: Case) -> bool:
    """Whether the caller's chat is the one it was reported in, or the caller proved the address it came from."""
    chat, resident = caller_contact_point(), caller_resident()
    if chat is not None and chat == case.contact_point_id:
        return True
    if resident is None:
        return False
    return s.scalar(sa.select(Case.id).where(Case.id == case.id, queries.of_resident(resident))) is not None


def _by_link(case: Case, remember: bool) -> bool:
    now = parts().clock.now()
    code = request.args.get("access", "")
    until = numbers.good_until(parts().settings, case, code, now) if code else None
    if until is not None and until <= now:
        raise NotFound("这个链接过期了，请在说事的聊天里问一声进度，会给您新的")
    if until is not None:
        if remember:
            _keep(KEPT, case, until)
        return True
    return _is_kept(KEPT, case, now)


def _by_phone(s: Session, case: Case) -> bool:
    """Whether the caller proved the reporter's number: by a code on the case's page, or by being signed in with it."""
    if _is_kept(CODED, case, parts().clock.now()):
        return True
    resident, number = caller_resident(), queries.reporter_number(s, case)
    return resident is not None and number is not None and number in residents.proven_phones(s, resident)


def _keep(name: str, case: Case, until: datetime) -> None:
    others = [(key, value) for key, value in _all(name).items() if key != str(case.id)]
    session[name] = dict([*others, (str(case.id), int(until.timestamp()))][-MOST_KEPT:])


def _is_kept(name: str, case: Case, now: datetime) -> bool:
    return now.timestamp() < _all(name).get(str(case.id), 0)


def _all(name: str) -> dict[str, int]:
    found = session.get(name)
    return found if isinstance(found, dict) else {}
