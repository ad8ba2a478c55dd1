"""Enters asks and decides them by the list; admits refused ones as exceptions, ends exceptions, withdraws asks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.admission import listing
from portal.admission.fields import MOST_DAYS, ExceptionFields, Faulty
from portal.admission.models import AdmissionYear, Ask, Decision
from portal.admission.rules import Asked, Earlier, Finding, Rule, Work, ban_on, decide
from portal.admission.words import sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.storage.db import add_if_new

MOST_COMPARED = 1000  # earlier asks with which a new one is compared, the newest; and as many of the same item
LOOKED_BACK = timedelta(days=MOST_DAYS)  # how far back asks of the same item are compared
ADMITTED, REFUSED, EXCEPTION, ENDED, WITHDRAWN = "admitted", "refused", "exception", "ended", "withdrawn"  # `Ask.state`
_KEY = re.compile(r"[0-9a-f]{32}")  # a UUID in hex


def enter(s: Session, asked: Asked, actor: StaffActor, now: datetime, key: str) -> Ask:
    """Enter an ask, and decide it by today's list. The same `key`, which each empty form gets, again returns the same ask.

    Asks are entered one after another, so that the second of two equal ones is compared with the first. Raises Forbidden
    unless the actor is a clerk, and Faulty for a malformed key or one with which another ask was entered.
    """
    if actor.role is not Role.DESK:
        raise Forbidden()
    if not _KEY.fullmatch(key):
        raise Faulty({"key": sentence("fault.key")})
    day, source = shanghai_day(now), f"{actor.id}:{key}"
    year = _locked_year(s, day.year)
    known = s.scalar(sa.select(Ask).where(Ask.source_key == source))
    if known is not None:
        return _require_same(known, asked)
    verdict = decide(asked, listing.versions(s), earlier_asks(s, day, asked.code), day)
    year.last += 1
    ask = Ask(
        number=f"{day.year}-{year.last:04d}",
        day=day,
        department=asked.department,
        what=asked.what,
        detail=asked.detail,
        basis=asked.basis,
        code=asked.code,
        work=[one for one in Work if one in asked.work],
        deadline=asked.deadline,
        comes_with=asked.comes_with,
        state=ADMITTED if verdict.admitted else REFUSED,
        rules=[one.rule for one in verdict.findings],
        item_id=verdict.item.id if verdict.item else None,
        entered_by=actor.id,
        entered_at=now,
        source_key=source,
    )
    s.add(ask)
    s.flush()
    _record_decision(s, ask, "enter", actor, now, findings=_stored(verdict.findings))
    return ask


def _require_same(known: Ask, asked: Asked) -> Ask:
    """The ask entered with this form before. Raises Faulty if the form now says something else (somebody went back to it)."""
    if _asked(known, known.code) != asked:
        raise Faulty({"key": sentence("fault.key_used", number=known.number)})
    return known


def _asked(ask: Ask, code: str) -> Asked:
    """The ask as the rules read it, as one of the item `code`."""
    work = frozenset(map(Work, ask.work))
    return Asked(ask.department, ask.what, ask.detail, code, work, ask.basis, ask.deadline, ask.comes_with)


def _locked_year(s: Session, year: int) -> AdmissionYear:
    """The row of the year, locked; made if it is missing."""
    row = s.get(AdmissionYear, year, with_for_update=True)
    if row is None:
        add_if_new(s, AdmissionYear(year=year, last=0))
        row = s.get_one(AdmissionYear, year, with_for_update=True, populate_existing=True)
    return row


def _stored(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"rule": str(one.rule), "facts": dict(one.facts)} for one in findings]


def earlier_asks(s: Session, today: date, code: str) -> list[Earlier]:
    """The asks with which a new one of the item `code` ("": of none) is compared, newest first; no withdrawn ones."""
    kept = sa.select(Ask).where(Ask.state != WITHDRAWN).order_by(Ask.id.desc()).limit(MOST_COMPARED)
    found = {one.id: one for one in s.scalars(kept)}
    if code:
        of_item = kept.where(Ask.code == code, Ask.day > today - LOOKED_BACK)
        found |= {one.id: one for one in s.scalars(of_item)}
    return [
        Earlier(
            one.number,
            one.day,
            one.department,
            one.what,
            one.code,
            frozenset(map(Work, one.work)),
            one.deadline,
            one.state in (ADMITTED, EXCEPTION),
            tuple(map(Rule, one.rules)),
            one.until,
        )
        for _id, one in sorted(found.items(), reverse=True)
    ]


def admit(s: Session, ask_id: int, typed: ExceptionFields, actor: StaffActor, now: datetime, *, seen: int) -> Ask:
    """Admit an ask as a one-off exception until a day: a refused one, or one whose exception is over or was ended.

    `seen`: the serial of the last decision that the page showed. Raises NotFound, Forbidden unless the actor is a
    supervisor, and Conflict if something was decided since, if the ask is in another state, or if the list bans it.
    """
    if actor.role is not Role.SUPERVISOR:
        raise Forbidden()
    ask = _locked(s, ask_id, seen)
    over = ask.state == EXCEPTION and ask.until is not None and ask.until < shanghai_day(now)
    if ask.state not in (REFUSED, ENDED) and not over:
        raise Conflict(sentence("not.not_refused"))
    if is_banned(s, ask, shanghai_day(now)):
        raise Conflict(sentence("not.banned"))
    ask.state, ask.until = EXCEPTION, typed.until
    _record_decision(s, ask, "except", actor, now, reason=typed.reason, comes=typed.comes, until=typed.until)
    return ask


def is_banned(s: Session, ask: Ask, today: date) -> bool:
    """Whether today's list bans the ask, by its words or by its item: the one that banned it, else the one that was chosen."""
    code = ask.item.code if ask.item is not None and Rule.BANNED in ask.rules else ask.code
    return ban_on(_asked(ask, code), listing.versions(s), today) is not None


def end_exception(s: Session, ask_id: int, reason: str, actor: StaffActor, now: datetime, *, seen: int) -> Ask:
    """End an exception before its last day. `seen` as in `admit`.

    Raises NotFound, Forbidden unless the actor is a supervisor, and Conflict if something was decided since, or no
    exception is in force.
    """
    if actor.role is not Role.SUPERVISOR:
        raise Forbidden()
    ask = _locked(s, ask_id, seen)
    if ask.state != EXCEPTION or ask.until is None or ask.until < shanghai_day(now):
        raise Conflict(sentence("not.no_exception"))
    ask.state = ENDED
    _record_decision(s, ask, "end", actor, now, reason=reason)
    return ask


def withdraw(s: Session, ask_id: int, reason: str, actor: StaffActor, now: datetime, *, seen: int) -> Ask:
    """Withdraw an ask: the department took it back, or it was entered wrongly. No rule compares it from then on.

    Only a supervisor may withdraw one that was not simply admitted; otherwise it could come again in other words. Raises
    NotFound, Forbidden for other roles than clerk and supervisor, and Conflict if a clerk may not withdraw this one,
    something was decided since, or the ask is withdrawn already.
    """
    if actor.role not in (Role.DESK, Role.SUPERVISOR):
        raise Forbidden()
    ask = _locked(s, ask_id, seen)
    if ask.state == WITHDRAWN:
        raise Conflict(sentence("not.withdrawn"))
    if ask.state != ADMITTED and actor.role is not Role.SUPERVISOR:
        raise Conflict(sentence("not.withdraw_refused"))
    ask.state = WITHDRAWN
    _record_decision(s, ask, "withdraw", actor, now, reason=reason)
    return ask


def decisions(s: Session, ask_id: int) -> list[Decision]:
    """The decisions on an ask, in order."""
    return list(s.scalars(sa.select(Decision).where(Decision.ask_id == ask_id).order_by(Decision.serial)))


def state_on(ask: Ask, today: date) -> str:
    """The ask's state today; "expired" for an exception whose last day is over, which the row does not tell."""
    over = ask.state == EXCEPTION and ask.until is not None and ask.until < today
    return "expired" if over else ask.state


def _locked(s: Session, ask_id: int, seen: int) -> Ask:
    """The ask, locked. Raises NotFound, and Conflict unless its last decision has the serial `seen`."""
    ask = s.get(Ask, ask_id, with_for_update=True)
    if ask is None:
        raise NotFound()
    if _last_serial(s, ask_id) != seen:
        raise Conflict(sentence("not.changed"))
    return ask


def _last_serial(s: Session, ask_id: int) -> int:
    return s.scalar(sa.select(sa.func.max(Decision.serial)).where(Decision.ask_id == ask_id)) or 0


def _record_decision(
    s: Session,
    ask: Ask,
    act: str,
    actor: StaffActor,
    now: datetime,
    *,
    findings: list[dict[str, Any]] | None = None,
    reason: str = "",
    comes: str = "",
    until: date | None = None,
) -> None:
    """Store the decision that put the ask into its present state."""
    s.add(
        Decision(
            ask_id=ask.id,
            serial=_last_serial(s, ask.id) + 1,
            act=act,
            state=ask.state,
            findings=findings or [],
            reason=reason,
            comes=comes,
            until=until,
            account_id=actor.id,
            at=now,
        )
    )
    s.flush()
