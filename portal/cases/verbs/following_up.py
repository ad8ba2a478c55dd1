"""Follow up a resolved case (回访): ask the reporter, ask once more, close it if no answer comes."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import follow_up_wording
from portal.cases.records.actors import SYSTEM
from portal.cases.records.event_log import act
from portal.cases.rules import lifecycle
from portal.cases.rules.lifecycle import CloseReason, State, Verb
from portal.cases.verbs.notifications import push
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind as OutboxKind
from portal.storage.parts import Parts


def ask_reporter(s: Session, parts: Parts, case: Case, *, again: bool, said: str = "", by: str = "") -> None:
    """回访: ask the reporter by a push whether it is done, and set a timer in case no answer comes.

    `again`: the second time. `said`: what was done, written by `by` (the name of a body or role).
    """
    now = parts.clock.now()
    act(s, now, case, Verb.FOLLOW_UP, SYSTEM, data={"again": again})
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


def run_timer(s: Session, parts: Parts, case_id: int, step: str, state_serial: int) -> str:
    """Do the `step` that a timer was set for: "ask_again" or "give_up".

    Returns "asked again", "closed", or "stale" if the state changed since it was set (`state_serial`) or the second
    question was asked already.
    """
    case = s.scalar(sa.select(Case).where(Case.id == case_id).with_for_update(of=Case))
    if case is None or case.state != State.RESOLVED or case.state_serial != state_serial:
        return "stale"
    if step == "ask_again":
        if _asked_again(case):
            return "stale"
        ask_reporter(s, parts, case, again=True)
        return "asked again"
    close_unconfirmed(s, parts, case)
    return "closed"


def _asked_again(case: Case) -> bool:
    """Whether the second question was asked already: a worker killed before settling the row runs the timer again."""
    asked = (event for event in case.events if event.serial > case.state_serial and event.verb == Verb.FOLLOW_UP)
    return any(event.data.get("again") for event in asked)


def close_unconfirmed(s: Session, parts: Parts, case: Case) -> None:
    """Close a case as `unconfirmed`: two questions, no answer. The reporter may reopen it for REOPEN_DAYS."""
    now = parts.clock.now()
    act(s, now, case, Verb.CLOSE, SYSTEM, data={"close_reason": CloseReason.UNCONFIRMED})
    wording = follow_up_wording.wording_for(case)
    expecting = {"kind": "follow_up", "case_no": case.case_no, "choices": wording.choices}
    push(s, now, case, wording.unconfirmed, params={"case_no": case.case_no}, expecting=expecting)
