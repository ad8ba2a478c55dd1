"""收回: a clerk takes back a wrong dispatch within RECALL_MINUTES, unless its handler has acknowledged it; no event is deleted.

Messages about the dispatch to its handler and the case's reporter that have not left are not sent any more; whoever was
told is told that it was a mistake. The reporters of cases merged into it are told so in any case.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records.actors import Who
from portal.cases.records.event_log import act, allowed_verbs, last_dispatch, replayed
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import RECALL_MINUTES, Verb
from portal.cases.rules.projection import Projection
from portal.cases.verbs import merged_cases
from portal.cases.verbs.notifying.notifications import tell_handler, tell_reporter
from portal.kernel.errors import Conflict
from portal.outbox import service as outbox
from portal.storage.parts import Parts


def can_recall(case: Case, who: Who, now: datetime) -> bool:
    """Whether this actor may take back the dispatch that gave the case to its handler."""
    return Verb.RECALL in allowed_verbs(case, who) and _recent(case, now) is not None


def recall(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """Take the last dispatch or transfer back: the case returns to the desk, and what was suggested before a dispatch is suggested again.

    Raises Conflict if that was more than RECALL_MINUTES ago, a reopening came since, or its handler has acknowledged it.
    """
    now = parts.clock.now()
    given = _recent(case, now)
    if given is None:
        raise Conflict(sentence("refused.recall", minutes=str(RECALL_MINUTES)))
    before = replayed(case, until=given.serial)
    if outbox.take_back(s, f"staff_dispatched:{case.id}:{given.serial}:", now):
        tell_handler(s, parts, case, "staff_recalled")
    act(s, now, case, Verb.RECALL, who, data=_at_the_desk(before))
    if outbox.take_back(s, f"push_resident:{case.id}:{given.serial}:", now):
        tell_reporter(s, now, case, "case_recalled", {"case_no": case.case_no})
    merged_cases.tell_how_it_goes(s, parts, case, "case_recalled", {})


def _recent(case: Case, now: datetime) -> CaseEvent | None:
    """The dispatch or transfer that gave the case to its handler, if it is not older than RECALL_MINUTES; never a reopening."""
    given = last_dispatch(case)
    if given is None or given.verb == Verb.REOPEN or now - given.at > timedelta(minutes=RECALL_MINUTES):
        return None
    return given


def _at_the_desk(before: Projection) -> dict[str, object]:
    """The event data that give the case back to the desk: the body suggested as before, none after a transfer."""
    body = None if before.dispatched else before.body
    return {"body": body, "worker_id": before.worker_id, "dispatched": False}
