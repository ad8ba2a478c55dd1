"""等居民回话: staff put a question to the reporter; the clock stands still until the answer, or for PAUSE_DAYS at most.

A handler gains no day by a question that nobody answers: then the clock goes on as if it had never stopped, so that no deadline
moves without the desk. Who answers gives back the days that they took; the desk's own questions stop it either way.

The pauses are counted and shown; a case has PAUSES at most, each begun before its deadline, and only if the question can
be pushed. The deadline of the cases merged into it moves with its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records.actors import SYSTEM, Who, is_handler
from portal.cases.records.event_log import act, allowed_verbs
from portal.cases.records.event_wording import sentence
from portal.cases.records.presentation import DUE_AS_ASKED
from portal.cases.rules import deadlines, lifecycle
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, Verb
from portal.cases.verbs.clock import case_timers
from portal.cases.verbs.clock.due_dates import counted_from, rest_facts
from portal.cases.verbs.clock.merged_deadlines import follow_deadline
from portal.cases.verbs.notifying.notifications import day, push, tell_handler
from portal.kernel.errors import Conflict, Invalid
from portal.outbox import outcome
from portal.outbox.outcome import Fate
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

ENDS, CHECK = "end_pause", "check_question"  # the timers' steps: `end`, `check`
# in the data of a question's event: the working days that were left; of a handler's, the deadline before it
_LEFT, _DUE_BEFORE = "days_left", "due_before"
CHECKED_AFTER = timedelta(days=1)  # after the question: whether it reached the reporter
LONGEST_QUESTION = 200  # characters
FEWEST_LETTERS = 4  # of a question


def ask(s: Session, parts: Parts, case: Case, who: Who, *, question: str) -> None:
    """Put the question to the reporter, who is told the day to which theirs until the answer are added, and stop the clock.

    Raises Invalid for what is no question in words, or was asked before; Conflict if the deadline has passed.

    Conflict, too, if the reporter cannot be reached by a push: then nothing was asked, and the clock does not stop.
    While it stands still, `due_at` is the deadline that follows if no answer comes: of a handler's question the old one, or
    the working day after the pause.
    """
    now = parts.clock.now()
    said = clean_text(question, LONGEST_QUESTION, needed="要问居民的话")
    if Verb.ASK_RESIDENT in allowed_verbs(case, who):
        _check_question(case, said)
    if now > case.due_at:
        raise Conflict(sentence("refused.late_pause"))
    if s.get_one(ContactPoint, case.contact_point_id).no_push:
        raise Conflict(sentence("refused.leave_alone"))
    until = now + timedelta(days=lifecycle.PAUSE_DAYS)
    left = max(1, deadlines.working_days_between(now, case.due_at))
    data = {"paused_until": until.isoformat(), _LEFT: left, DUE_AS_ASKED: case.due_at.isoformat()}
    params = {"case_no": case.case_no, "day": day(case.due_at)}
    data |= _facts_unanswered(case, who, until, left)
    event = act(s, now, case, Verb.ASK_RESIDENT, who, data=data, public=said)
    expecting: dict[str, Any] = {"kind": "question", "case_no": case.case_no, "until": until.isoformat()}
    if who.actor is Actor.SUPERVISOR:
        expecting["supervisor"] = True
    if not _can_be_asked(s, case) or not push(
        s, now, case, "case_question", params=params, expecting=expecting, said=said
    ):
        raise Conflict(sentence("refused.unreachable"))
    follow_deadline(s, parts, case)
    case_timers.put(s, now, case, ENDS, serial=event.serial, due_at=until)
    case_timers.put(s, now, case, CHECK, serial=event.serial, due_at=now + CHECKED_AFTER)


def _facts_unanswered(case: Case, who: Who, until: datetime, left: int) -> dict[str, Any]:
    """The deadline, as event data, that follows if the question gets no answer `until`; `left`: the working days as it is asked."""
    if not is_handler(who):
        return rest_facts(case, until, left)
    still = max(1, deadlines.working_days_between(until, case.due_at))
    return {_DUE_BEFORE: case.due_at.isoformat()} | rest_facts(case, until, still)


def _check_question(case: Case, said: str) -> None:
    """Raise Invalid if the question has too few letters, or was asked before."""
    if len(_letters(said)) < FEWEST_LETTERS:
        raise Invalid(sentence("refused.short_question", least=str(FEWEST_LETTERS)))
    asked = (one for event in case.events if event.verb == Verb.ASK_RESIDENT for one in event.words)
    if any(_letters(one.text) == _letters(said) for one in asked):
        raise Invalid(sentence("refused.asked_before"))


def _letters(text: str) -> str:
    """The letters and digits of a text, without marks and blanks."""
    return "".join(filter(str.isalnum, text))


def _can_be_asked(s: Session, case: Case) -> bool:
    """Whether the reporter sent no 退订 and is not known to be unreachable; whether a push is queued (`no_push` …) says `push`."""
    point = s.get_one(ContactPoint, case.contact_point_id)
    return point.opted_out_at is None and point.unreachable_at is None


def resumed_facts(case: Case, now: datetime, *, answered: bool = True) -> dict[str, Any]:
    """The event data that end a pause: the working days that were left when it began, counted from now; {} if the clock runs.

    Without an answer a handler's question leaves those of the deadline before it, one at least.
    """
    counted = counted_from(case)
    if case.paused_until is None or counted is None:
        return {}
    asked = _asked(case)
    data = asked.data if asked is not None else {}
    left = int(data.get(_LEFT, counted["working_days"]))
    if not answered and _DUE_BEFORE in data:
        before = datetime.fromisoformat(data[_DUE_BEFORE])
        left = max(1, deadlines.working_days_between(now, before))
    return {"paused_until": None} | rest_facts(case, now, left)


def question(case: Case) -> str:
    """What the reporter is asked while the clock stands still; "" if it runs."""
    asked = _asked(case) if case.paused_until is not None else None
    return "\n".join(one.text for one in asked.words if one.public) if asked else ""


def _asked(case: Case) -> CaseEvent | None:
    """The event of the last question; None if none was asked."""
    return next((event for event in reversed(case.events) if event.verb == Verb.ASK_RESIDENT), None)


def go_on(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """Let the clock go on, because the reporter said by a button that they cannot answer; the handler is told."""
    now = parts.clock.now()
    act(s, now, case, Verb.RESUME, who, data=resumed_facts(case, now))
    follow_deadline(s, parts, case)
    tell_handler(s, parts, case, "staff_answered")


def end(s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: let the clock go on, because no answer came; tell handler and reporter. Returns "resumed".

    "stale" if the pause that the event `serial` began is over.
    """
    return _resume(s, parts, case, serial, unreached=False)


def check(s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: let the clock go on if the question is known not to have reached the reporter. Returns "resumed".

    "asked" if that is not known; "stale" if the pause that the event `serial` began is over.
    """
    if outcome.fate_of_last_push(s, f"push_resident:{case.id}:{serial}:") is not Fate.FAILED:
        return "asked"
    return _resume(s, parts, case, serial, unreached=True)


def _resume(s: Session, parts: Parts, case: Case, serial: int, *, unreached: bool) -> str:
    """Let the clock go on after the question of the event `serial`; tell the handler, and unless `unreached` the reporter.

    "stale" if its pause is over, else "resumed".
    """
    asked, now = _asked(case), parts.clock.now()
    if case.paused_until is None or case.state not in UNRESOLVED or asked is None or asked.serial != serial:
        return "stale"
    data = resumed_facts(case, now, answered=False) | {"unreached": unreached}
    act(s, now, case, Verb.RESUME, SYSTEM, data=data)
    follow_deadline(s, parts, case)
    tell_handler(s, parts, case, "staff_not_asked" if unreached else "staff_resumed")
    if not unreached:
        push(s, now, case, "case_resumed", params={"case_no": case.case_no, "day": day(case.due_at)})
    return "resumed"
