"""复查: the grid's worker, or a clerk, looks again at a hazard that was resolved, and says how it is.

If it is back, the case is reopened; one that was closed too long ago for that is reported anew, as what they saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.inspections import due
from portal.cases.inspections.models import Finding, Inspection
from portal.cases.models import Case, Kind, Urgency
from portal.cases.records import handler_view
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.intake import taking_down
from portal.cases.verbs.intake.resident_words import photo_facts
from portal.cases.verbs.intake.taking_down import MOST_WHERE, TakenFrom, Told
from portal.cases.verbs.notifying.notifications import push
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict, Invalid
from portal.storage.parts import Parts


@dataclass(frozen=True)
class Found:
    """What the inspector says. `inspection`: its id, as their list had it; `text`: for staff; `photos`: ids."""

    inspection: int
    finding: str
    text: str = ""
    photos: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Inspected:
    """The case that goes on: the inspected one or, if that cannot be reopened, a new one. `told`: a push to the reporter was queued."""

    case: Case
    told: bool = False


def inspect(s: Session, parts: Parts, case: Case, who: Who, found: Found, *, source: Source | None = None) -> Inspected:
    """Record what was found. If the hazard is back, reopen the case, or report it anew if it was closed too long ago.

    If the words then tell of danger, it is an emergency, for which people are paged. The caller has locked the case. Raises
    Invalid; Conflict before the day, for a second vain try on one day, and if this inspection is not to be made (any more).
    """
    if found.finding not in set(Finding):
        raise Invalid(sentence("refused.no_finding"))
    finding, waits = Finding(found.finding), _waiting(s, parts, case, found.inspection)
    said = clean_text(found.text, needed=_needed(finding))
    now = parts.clock.now()
    data: dict[str, Any] = {"inspection": str(finding)} | photo_facts(found.photos)
    if finding is Finding.BACK and not reporter_actions.is_within_reopen_days(case, now):
        return Inspected(_report_anew(s, parts, case, who, waits, said, data, source))
    if finding is Finding.UNREACHED and waits.next_on > shanghai_day(now):
        raise Conflict(sentence("refused.tried_today"))
    event = act(s, now, case, Verb.INSPECT, who, data=data, private=said, source=source)
    if finding is Finding.UNREACHED:
        waits.tries, waits.next_on = waits.tries + 1, shanghai_day(now) + timedelta(days=1)
        s.flush()
        return Inspected(case)
    waits.finding, waits.ended = finding, event
    s.flush()
    if finding is not Finding.BACK:
        return Inspected(case)
    reporter_actions.reopen(s, parts, case, SYSTEM, inspected=True, danger=bool(parts.danger_in(said)))
    return Inspected(case, told=push(s, now, case, "case_back", params={"case_no": case.case_no}))


def _waiting(s: Session, parts: Parts, case: Case, number: int) -> Inspection:
    """The case's inspection that is still to be made, if it has the id `number` and is due. Raises Conflict."""
    waits = due.of_case(s, case)
    if waits is None or waits.id != number:
        raise Conflict(sentence("refused.no_inspection"))
    if shanghai_day(parts.clock.now()) < waits.due_on:
        raise Conflict(sentence("refused.too_early", day=waits.due_on.isoformat()))
    return waits


def _needed(finding: Finding) -> str:
    """What the inspector's words must tell, in Chinese; "" if they may be empty."""
    codes = {Finding.BACK: "inspection.back", Finding.UNREACHED: "inspection.why"}
    return sentence(codes[finding]) if finding in codes else ""


def _report_anew(  # noqa: PLR0917 (one step of `inspect`)
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    waits: Inspection,
    said: str,
    data: dict[str, Any],
    source: Source | None,
) -> Case:
    """Report what the inspector saw as a case of its own, and link both.

    It has the place as handlers read it, and none of the first reporter's words; after a sealed case only its grid, no place.
    """
    told = Told(
        channel=TakenFrom.SIGHTING,
        text=said,
        place="" if case.seal else handler_view.matter(s, case).place[:MOST_WHERE],
        time="",
        name="",
        phone="",
        agreed=False,
        unnamed=False,
        kind=Kind.COMPLAINT if case.kind == Kind.TIP_OFF else Kind(case.kind),
        category=case.category or "",
        urgency=Urgency.EMERGENCY if parts.danger_in(said) else Urgency.URGENT,
        grid=case.grid or "",
        body="",
    )
    again = Source.of(f"inspection:{waits.id}", {"case": case.case_no})
    anew = taking_down.take_down(s, parts, who, told, draft=None, source=again, photos=data.get("photos", ()))
    now = parts.clock.now()
    act(s, now, anew, Verb.NOTE, SYSTEM, data={"back_again": case.case_no})
    event = act(s, now, case, Verb.INSPECT, who, data=data | {"anew": anew.case_no}, private=said, source=source)
    waits.finding, waits.ended = Finding.BACK, event
    s.flush()
    return anew
