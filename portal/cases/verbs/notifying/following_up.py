"""Follow up a resolved case (回访): ask the reporter, ask once more, close it if no answer comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records import follow_up_wording
from portal.cases.records.actors import SYSTEM
from portal.cases.records.event_log import act
from portal.cases.rules import lifecycle, truth
from portal.cases.rules.lifecycle import CloseReason, State, Verb
from portal.cases.verbs.notifying.notifications import can_be_pushed, push
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind as OutboxKind
from portal.storage.parts import Parts


def ask_whether_done(s: Session, parts: Parts, case: Case, *, again: bool, said: str = "", by: str = "") -> None:
    """回访: ask the reporter by a push whether the matter is done, and set a timer in case no answer comes.

    `again`: the second time. `said`: what was done, as the handler wrote it; `by`: the name of the body or role that did it.
    """
    now = parts.clock.now()
    unsent = {} if can_be_pushed(s, case) else {truth.UNSENT: True}
    act(s, now, case, Verb.FOLLOW_UP, SYSTEM, data={"again": again} | unsent)
    wording = follow_up_wording.wording_for(case)
    expecting = {"kind": "follow_up", "case_no": case.case_no, "choices": wording.choices}
    template = wording.ask_again if again else wording.ask
    params = {"case_no": case.case_no} | ({"body": by} if by else {})
    push(s, now, case, template, params=params, expecting=expecting, said=said)
    step, days = ("give_up", lifecycle.GIVE_UP_DAYS) if again else ("ask_again", lifecycle.ASK_AGAIN_DAYS)
    outbox.put(
        s,
        kind=OutboxKind.CASE_TIMER,
        payload={"case_id": case.id, "step": step, "state_serial": case.state_serial},
        now=now,
        due_at=now + timedelta(days=days),
        dedupe_key=f"case_timer:{case.id}:{case.state_serial}:{step}",
    )


def ask_again(s: Session, parts: Parts, case: Case, state_serial: int) -> str:
    """The first timer: ask again. Returns "asked again"; "stale" if the state has changed since, or it was asked again already."""
    if not _still_waits(case, state_serial) or _asked_again(case):
        return "stale"
    ask_whether_done(s, parts, case, again=True)
    return "asked again"


def give_up(s: Session, parts: Parts, case: Case, state_serial: int) -> str:
    """The second timer: close the case. Returns "closed"; "stale" if the state has changed since the timer was set."""
    if not _still_waits(case, state_serial):
        return "stale"
    close_unconfirmed(s, parts, case)
    return "closed"


def _still_waits(case: Case, state_serial: int) -> bool:
    """Whether the case still waits for the answer to the follow-up that began when the event `state_serial` resolved it."""
    return case.state == State.RESOLVED and case.state_serial == state_serial


def _asked_again(case: Case) -> bool:
    """Whether the second question was asked already: a worker killed before settling the row runs the timer again."""
    return any(event.data.get("again") for event in _questions(case))


def _questions(case: Case) -> list[CaseEvent]:
    """The questions about the case's last resolution."""
    return [event for event in case.events if event.serial > case.state_serial and event.verb == Verb.FOLLOW_UP]


def asks_again_on(s: Session, case: Case) -> datetime | None:
    """When a message asks again, if no answer comes; None if none does: it was asked twice, or none reaches the reporter."""
    asked = _questions(case)
    if len(asked) != 1 or not can_be_pushed(s, case):
        return None
    return asked[0].at + timedelta(days=lifecycle.ASK_AGAIN_DAYS)


def gives_up_on(case: Case) -> datetime | None:
    """When the case is closed, if no answer comes; None if it was never asked whether it is done."""
    asked = _questions(case)
    if not asked:
        return None
    days = lifecycle.GIVE_UP_DAYS if _asked_again(case) else lifecycle.ASK_AGAIN_DAYS + lifecycle.GIVE_UP_DAYS
    return asked[-1].at + timedelta(days=days)


def close_unconfirmed(s: Session, parts: Parts, case: Case) -> None:
    """Close a case as `unconfirmed`: two questions, no answer. The reporter may reopen it for `lifecycle.REOPEN_DAYS`."""
    now = parts.clock.now()
    act(s, now, case, Verb.CLOSE, SYSTEM, data={"close_reason": CloseReason.UNCONFIRMED})
    wording = follow_up_wording.wording_for(case)
    expecting = {"kind": "follow_up", "case_no": case.case_no, "choices": wording.choices}
    push(s, now, case, wording.unconfirmed, params={"case_no": case.case_no}, expecting=expecting)
