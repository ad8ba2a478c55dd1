"""退回: a handler sends a case back to the desk; late, or for the third time, only if a supervisor agrees (信访工作条例 23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import Who
from portal.cases.records.event_log import act, last_dispatch
from portal.cases.rules import deadlines, lifecycle
from portal.cases.rules.form_text import clean_text, require_sentence
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.clock import case_timers
from portal.cases.verbs.notifying.notifications import tell_handler, tell_supervisors, tell_who_alone_reads
from portal.storage.parts import Parts

REMINDER = "return_waits"  # the timer's step


def needs_consent(case: Case, now: datetime) -> bool:
    """Whether sending the case back takes a supervisor: the third time, or later than SEND_BACK_DAYS working days after it was last
    given to a handler or reopened."""
    given = last_dispatch(case)
    late = given is not None and now > deadlines.due_after(given.at, deadlines.SEND_BACK_DAYS).at
    return late or case.sent_back >= lifecycle.FREE_RETURNS


def send_back(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> bool:
    """退回 to the desk, with the reason, which only staff read. True if the case is back there.

    False if a supervisor is asked instead (`needs_consent`): the handler keeps the case, and its clock runs on, until the
    answer. Then the reason is a whole sentence. Raises Invalid, Conflict.
    """
    now = parts.clock.now()
    if needs_consent(case, now):
        ask(s, parts, case, who, reason=reason)
        return False
    act(
        s, now, case, Verb.SEND_BACK, who, data=_back_at_the_desk(case), private=clean_text(reason, needed="退回的理由")
    )
    tell_who_alone_reads(s, parts, case)
    return True


def ask(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> None:
    """申请退回: ask the supervisors by SMS, and again on the next working day if none has answered. Raises Invalid, Conflict."""
    now = parts.clock.now()
    event = act(s, now, case, Verb.ASK_RETURN, who, private=require_sentence(reason, "退回的理由"))
    tell_supervisors(s, parts, case, "staff_return_asked")
    case_timers.put(s, now, case, REMINDER, serial=event.serial, due_at=deadlines.morning_after(now))


def confirm(s: Session, parts: Parts, case: Case, who: Who, *, reason: str = "") -> None:
    """同意退回: a supervisor lets the handler send the case back; it is at the desk again. `reason`: for staff."""
    act(s, parts.clock.now(), case, Verb.CONFIRM_RETURN, who, data=_back_at_the_desk(case), private=clean_text(reason))


def keep(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> None:
    """A supervisor orders the handler to keep the case, for a reason, a whole sentence. The handler is told by SMS."""
    said = require_sentence(reason, "不同意退回的理由")
    act(s, parts.clock.now(), case, Verb.KEEP, who, private=said)
    tell_handler(s, parts, case, "staff_kept")


def _back_at_the_desk(case: Case) -> dict[str, Any]:
    """The event data that take the case from its handler and note which body sent it back; no body is suggested then."""
    return {"body": None, "dispatched": False, "sent_back_by": case.body}


def remind_supervisors(s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: tell the supervisors again if the request of the event `serial` still waits. Returns "reminded".

    "stale" if it was answered.
    """
    asked = next((event for event in reversed(case.events) if event.verb == Verb.ASK_RETURN), None)
    if case.return_asked_at is None or asked is None or asked.serial != serial:
        return "stale"
    tell_supervisors(s, parts, case, "staff_return_asked", again="again")
    return "reminded"
