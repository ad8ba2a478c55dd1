"""延期: a handler asks for more time before the deadline; a clerk or a supervisor decides, of a petition a supervisor alone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records.actors import Who
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.form_text import require_sentence
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.regimes import Regime
from portal.cases.verbs.clock.due_dates import later_facts, working_days_of
from portal.cases.verbs.clock.merged_deadlines import follow_deadline
from portal.cases.verbs.notifying.notifications import day, push, tell_handler, tell_supervisors
from portal.kernel.errors import Conflict, Invalid
from portal.storage.parts import Parts

MOST_PETITION_DAYS = 30  # the most that a petition's time may be extended, in calendar days (信访工作条例 34)


def most_days(s: Session, case: Case) -> int:
    """The most days by which the time may be extended: calendar days of a petition, else working days (`working_days_of`)."""
    return MOST_PETITION_DAYS if case.regime == Regime.PETITION else working_days_of(s, case)


def ask(s: Session, parts: Parts, case: Case, who: Who, *, days: int, reason: str) -> None:
    """申请延期 by 1 to `most_days` days, before the deadline, for a reason, a whole sentence. The clock runs on meanwhile.

    The supervisors are told of a petition's by SMS. Raises Conflict once the deadline has passed, Invalid for another number of
    days or no sentence.
    """
    now, most = parts.clock.now(), most_days(s, case)
    if now > case.due_at:
        raise Conflict(sentence("refused.late_extension"))
    if not 1 <= days <= most:
        raise Invalid(sentence("refused.extension_days", most=str(most)))
    said = require_sentence(reason, "延期的理由")
    act(s, now, case, Verb.ASK_EXTENSION, who, data={"asked_days": days}, private=said)
    if case.regime == Regime.PETITION:
        tell_supervisors(s, parts, case, "staff_extension_asked")


def waiting_request(case: Case) -> CaseEvent | None:
    """The event of the request that waits for an answer: `asked_days` in its data, the reason in its words; None if none waits."""
    if case.extension_asked_at is None:
        return None
    return next((event for event in reversed(case.events) if event.verb == Verb.ASK_EXTENSION), None)


def grant(s: Session, parts: Parts, case: Case, who: Who, *, why: str) -> bool:
    """同意延期: the reporter is told the new date and why (`why`, a whole sentence), the handler the date by SMS.

    The cases merged into this one get the same date. Raises Invalid; Conflict if the new date has passed, too.
    Returns False if no push to the reporter could be queued (`push`): then somebody must tell them.
    """
    now, request = parts.clock.now(), waiting_request(case)
    said = require_sentence(why, "延期的原因（居民会看到）")
    data = later_facts(case, int(request.data["asked_days"])) if request is not None else {}
    event = act(s, now, case, Verb.GRANT_EXTENSION, who, data=data, public=said)
    if case.due_at < now:
        raise Conflict(sentence("refused.past_extension"))
    tell_handler(s, parts, case, "staff_extended")
    follow_deadline(s, parts, case)
    return push(
        s, event.at, case, "case_extended", params={"case_no": case.case_no, "day": day(case.due_at)}, said=said
    )


def refuse(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> None:
    """不同意延期, for a reason, a whole sentence that only staff read; the handler is told by SMS."""
    said = require_sentence(reason, "不同意延期的理由")
    act(s, parts.clock.now(), case, Verb.REFUSE_EXTENSION, who, private=said)
    tell_handler(s, parts, case, "staff_extension_refused")
