"""收回办结: whoever resolved a case by mistake takes that back within RECALL_MINUTES; no event is deleted.

The question whether it is done is not sent any more if it has not left; a reporter who got it is told that it was a mistake.
Of an emergency that nobody else took on people are paged on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records import alarms, contact_claims, queries
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.event_log import act, allowed_verbs, fix_of, replayed
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import RECALL_MINUTES, Actor, Verb
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.notifying.notifications import push
from portal.kernel.errors import Conflict
from portal.outbox import service as outbox
from portal.storage.parts import Parts


def can_take_back(case: Case, who: Who, now: datetime) -> bool:
    """Whether this actor may take back the resolution by which the case waits for its reporter's answer."""
    return Verb.TAKE_BACK in allowed_verbs(case, who) and _is_recent(fix_of(case), now)


def take_back(s: Session, parts: Parts, case: Case, who: Who) -> bool:
    """Take the last resolution back: the case is with whoever had it, or at the desk; so are those merged into it.

    Returns whether its reporter is told of the mistake by a message. Raises Conflict if the resolution was another's, is older than
    RECALL_MINUTES, or its reporter has answered.
    """
    now, fix = parts.clock.now(), fix_of(case)
    if fix is not None and not _is_recent(fix, now):
        raise Conflict(sentence("refused.take_back", minutes=str(RECALL_MINUTES)))
    at_desk = fix is not None and not replayed(case, until=fix.serial).dispatched
    told = _undo(s, now, case, fix, who, at_desk=at_desk)
    _page_on(s, parts, case, fix)
    for one in queries.cases_merged_into(s, case, to_change=True):
        with_it = fix_of(one)
        if fix is not None and with_it is not None and with_it.actor == Actor.SYSTEM and with_it.at == fix.at:
            _undo(s, now, one, with_it, SYSTEM, at_desk=at_desk)
    return told


def _is_recent(fix: CaseEvent | None, now: datetime) -> bool:
    return fix is not None and now - fix.at <= timedelta(minutes=RECALL_MINUTES)


def _page_on(s: Session, parts: Parts, case: Case, fix: CaseEvent | None) -> None:
    """Page people on about an emergency whose alarm nobody took on but by this resolution."""
    alarm = alarms.alarm_of(s, case) if fix is not None and alarms.is_open_emergency(case) else None
    by_fix = ("case", fix.at, fix.actor_id) if fix is not None else None
    if alarm is not None and (alarm.acked_how, alarm.acked_at, alarm.acked_by) == by_fix:
        paging.raise_alarm(s, parts, case, anew=False)


def _undo(s: Session, now: datetime, case: Case, fix: CaseEvent | None, who: Who, *, at_desk: bool) -> bool:
    """Write that the resolution is taken back, and end what followed from it; whether the reporter is told. Raises Conflict without one.

    `at_desk`: nobody had the case, or its main case.
    """
    act(s, now, case, Verb.TAKE_BACK, who)
    if fix is None:
        return False
    if at_desk:
        before = replayed(case, until=fix.serial)
        data = {"body": before.body, "worker_id": before.worker_id, "dispatched": False}
        act(s, now, case, Verb.RECALL, SYSTEM, data=data)
    contact_claims.forget_claims(s, fix)
    asked = next((one.serial for one in case.events if one.serial > fix.serial and one.verb == Verb.FOLLOW_UP), 0)
    if not outbox.take_back(s, f"push_resident:{case.id}:{asked}:", now):
        return False
    return push(s, now, case, "case_fix_recalled", params={"case_no": case.case_no})
