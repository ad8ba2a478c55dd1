"""协办: a clerk or a supervisor gives bodies their parts of a case; each does its own, or returns it with a reason.

The lead body has the case and its clock. It resolves the case once every part is done, or struck by a clerk or a supervisor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.joint import parts as joint
from portal.cases.joint.models import JointKind, JointPart, PartState
from portal.cases.models import Case, CaseEvent
from portal.cases.records.actors import Who
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules import deadlines
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.verbs.clock import case_timers
from portal.cases.verbs.notifying.notifications import day, queue_staff_sms, tell_desk, tell_handler
from portal.grids import service as grids
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account
from portal.storage.parts import Parts

MOST_PARTS = 6  # of a case, without those struck
LATE_DAYS = timedelta(days=30)  # within which a part of a case whose deadline has passed must be done
LATE = "part_late"  # the timer's step


@dataclass(frozen=True)
class Task:
    """What a body is asked to do. `kind`: of the joint handling (`JointKind`); `body`: its code; `words`: for its staff.

    `due`: the last day for it.
    """

    kind: str
    body: str
    words: str
    due: date


def give(s: Session, parts: Parts, case: Case, who: Who, task: Task) -> JointPart:
    """Give a body its part of the case and tell it by SMS; set the timer for when it is late. The caller has locked the case.

    A body that the case is about gets none unless a supervisor permitted it, as with a dispatch; nor does one without
    `readers`. Raises Invalid, Conflict.
    """
    if task.kind not in set(JointKind):
        raise Invalid(sentence("refused.no_joint_kind"))
    if grids.body(s, task.body) is None:
        raise Invalid(sentence("refused.no_body"))
    refused = _refusal(s, case, task.body)
    if refused:
        raise Conflict(refused)
    if not readers(s, case, task.body):
        raise Invalid(sentence("refused.no_readers"))
    now = parts.clock.now()
    due_at = _due_at(case, task.due, now)
    words = clean_text(task.words, needed=sentence("joint.task"))
    number = 1 + len(joint.of_case(s, case))
    data = {"joint_kind": task.kind, "part": number, "assisting": task.body, "part_due": due_at.isoformat()}
    event = act(s, now, case, Verb.GIVE_PART, who, data=data, private=words)
    part = JointPart(case=case, number=number, body=task.body, due_at=due_at, state=PartState.OPEN, given=event)
    s.add(part)
    s.flush()
    _tell(s, parts, part, "staff_part")
    case_timers.put(s, now, case, LATE, serial=event.serial, due_at=deadlines.morning_after(due_at))
    return part


def _refusal(s: Session, case: Case, body: str) -> str | None:
    """Why this body gets no part of the case, in Chinese; None if it may."""
    if body == case.body and case.dispatched:
        return sentence("refused.is_lead")
    known = [one for one in joint.of_case(s, case) if one.state != PartState.STRUCK]
    if any(one.body == body and one.state in joint.UNENDED for one in known):
        return sentence("refused.has_part")
    if len(known) >= MOST_PARTS:
        return sentence("refused.parts", most=str(MOST_PARTS))
    return discretion.dispatch_refusal(s, case, body, None)


def last_day(case: Case, now: datetime) -> date:
    """The last day that may be given for a part: the deadline's or, if the case is late, LATE_DAYS from today."""
    today = deadlines.shanghai_day(now)
    return deadlines.shanghai_day(case.due_at) if case.due_at > now else today + LATE_DAYS


def _due_at(case: Case, due: date, now: datetime) -> datetime:
    """The end of the day `due`, or the case's deadline if that is earlier and has not passed.

    Raises Invalid for a day before today, or after `last_day`.
    """
    last = last_day(case, now)
    if not deadlines.shanghai_day(now) <= due <= last:
        code = "refused.part_due" if case.due_at > now else "refused.late_part_due"
        raise Invalid(sentence(code, last=last.isoformat()))
    end = datetime.combine(due, time(23, 59, 59), SHANGHAI)
    return min(end, case.due_at) if case.due_at > now else end


def finish(s: Session, parts: Parts, part: JointPart, who: Who, *, text: str) -> None:
    """Record that the part is done, by an account of its body (`who`, as `joint.assisting` returns it); the lead is told once no part is left.

    `text`: what was done, for staff. Raises Invalid, Conflict.
    """
    said = clean_text(text, needed=sentence("joint.done"))
    _end(s, parts, part, who, Verb.FINISH_PART, PartState.DONE, said)


def send_back(s: Session, parts: Parts, part: JointPart, who: Who, *, reason: str) -> None:
    """Return the part, by an account of its body (`who`, as `joint.assisting` returns it) that says why it is not theirs. The desk is told, which has to strike it.

    Raises Invalid, Conflict.
    """
    said = clean_text(reason, needed=sentence("joint.why_returned"))
    _end(s, parts, part, who, Verb.RETURN_PART, PartState.RETURNED, said)
    tell_desk(s, parts, part.case, "staff_part_returned")


def strike(s: Session, parts: Parts, case: Case, who: Who, *, number: int, reason: str) -> None:
    """Strike a part off, as a clerk or a supervisor: the case no longer waits for it. Its body is told, unless it returned the part.

    `reason`: for staff. Raises Invalid, Conflict, NotFound.
    """
    part = joint.of_number(s, case, number)
    said = clean_text(reason, needed=sentence("joint.why_struck"))
    was = part.state
    _end(s, parts, part, who, Verb.STRIKE_PART, PartState.STRUCK, said)
    if was == PartState.OPEN:
        _tell(s, parts, part, "staff_part_struck")


def _end(  # noqa: PLR0917 (one step of the three above)
    s: Session, parts: Parts, part: JointPart, who: Who, verb: Verb, to: PartState, said: str
) -> None:
    """Write what became of the part; tell the lead once every part is done or struck off: a returned one still counts.

    Raises Conflict if the part is not OPEN (to strike it off: nor RETURNED), or an assisting body's account acts on another body's part.
    """
    wanted = joint.UNENDED if verb is Verb.STRIKE_PART else (PartState.OPEN,)
    if part.state not in wanted:
        raise Conflict(sentence("refused.part_ended"))
    if who.actor is Actor.ASSISTING and who.body != part.body:
        raise Conflict(sentence("refused.others_part"))
    data = {"part": part.number, "assisting": part.body}
    part.ended = act(s, parts.clock.now(), part.case, verb, who, data=data, private=said)
    part.state = to
    s.flush()
    if part.case.parts_open == 0:
        tell_handler(s, parts, part.case, "staff_parts_done")


def tell_late(s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: tell its body and the desk that the part that the event `serial` gave is late. Returns "told", else "stale"."""
    given = sa.select(JointPart).join(CaseEvent, CaseEvent.id == JointPart.given_by)
    part = s.scalar(given.where(JointPart.case_id == case.id, CaseEvent.serial == serial))
    if part is None or not joint.is_late(part, parts.clock.now()):
        return "stale"
    _tell(s, parts, part, "staff_part_late")
    tell_desk(s, parts, case, "staff_part_late", about=f"{part.number}", due_at=part.due_by)
    return "told"


def readers(s: Session, case: Case, body: str) -> list[Account]:
    """The body's active accounts, except those from which the case is kept."""
    theirs = sa.select(Account).where(Account.role == Role.BODY, Account.body == body, Account.active)
    found = s.scalars(theirs.order_by(Account.id))
    return [one for one in found if not joint.is_kept_from(case, one.body, one.id)]


def _tell(s: Session, parts: Parts, part: JointPart, template: str) -> None:
    """Queue an SMS to those `readers` of the part who have a phone."""
    params = {"case_no": part.case.case_no, "day": day(part.due_by)}
    key = f"{template}:{part.case_id}:{part.case.serial}:{part.number}"
    for account in readers(s, part.case, part.body):
        queue_staff_sms(s, parts, account, template, params=params, key=key)
