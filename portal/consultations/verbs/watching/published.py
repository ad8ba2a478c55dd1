"""The scrutineers' objections as everybody reads them, with what committee or supervisors answered, and the traces of those without words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.consultations.law import outside_power, public_masks
from portal.consultations.law.outside_power import RulingGround
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation, ScrutinyVerdict
from portal.consultations.verbs.scrutiny_status import Matter, Verdict
from portal.consultations.verbs.watching import objections, refusals
from portal.consultations.verbs.watching.course import Course
from portal.staff.models import Account


@dataclass(frozen=True)
class PublishedObjection:
    """An objection and its answer, as everybody reads them. `withdrawn`: when its author took it back, or None.

    `ruling`: of one from `outside` that a supervisor decided, the ground; None for others, and before rulings had one.
    `earlier`: it spoke of a notice that was taken back; `earlier_title`: that one's title, "" if it is not known;
    `ruled_since`: the last ruling is on the notice that stands; `waits`: another supervisor has to agree to it.
    `ruled_by`: that supervisor's name, or ""; `agreed_by`: the other one's, if there had to be one; `overtaken`: see `Course`;
    `refused_by`: the names of those who did not agree.
    """

    at: datetime
    reason: str
    answer: str
    answered_at: datetime | None
    answers: objections.Answers
    outside: bool
    withdrawn: datetime | None
    ruling: RulingGround | None
    ruled_by: str
    earlier: bool
    earlier_title: str
    ruled_since: bool
    waits: bool
    agreed_by: str
    overtaken: bool
    refused_by: str


def published(s: Session, consultation: Consultation) -> list[PublishedObjection]:
    """The objections that are public, oldest first: from `outside` at once, others with the result."""
    everything = objections.verdicts(s, consultation)
    rows = [row for row in everything if row.public_reason]
    if not rows:
        return []
    course, outside = objections.course_of(s, consultation), any(row.matter == Matter.OUTSIDE for row in rows)
    known = objections.known_residents(s, consultation) if outside else public_masks.KnownResidents()
    return [_published(s, row, end=objections.end_of(row, everything), course=course, known=known) for row in rows]


def _published(
    s: Session,
    row: ScrutinyVerdict,
    *,
    end: ScrutinyVerdict | None,
    course: Course,
    known: public_masks.KnownResidents,
) -> PublishedObjection:
    outside, (reason, answer) = row.matter == Matter.OUTSIDE, objections.public_words(row, known)
    ruler = s.get(Account, row.answered_by) if outside and row.answered_by and answer else None
    agreed = course.agreement_on(row)
    second = s.get(Account, agreed.account_id) if agreed is not None and agreed.account_id else None
    return PublishedObjection(
        at=row.at,
        reason=reason,
        answer=answer,
        answered_at=row.answered_at if answer else None,
        answers=objections.dated(row, answer, course),
        outside=outside,
        withdrawn=end.at if end is not None else None,
        ruling=outside_power.load_rulings().get(course.ground_on(row)),
        ruled_by=ruler.name if ruler else "",
        earlier=outside and course.of_earlier_notice(row),
        earlier_title=course.title_then(row),
        ruled_since=course.ruled_since(row),
        waits=course.waits_for_second(row),
        agreed_by=second.name if second else "",
        overtaken=row.id in course.overtaken,
        refused_by=refusals.names_of(objections.refused_rulings(s, row)),
    )


@dataclass(frozen=True)
class Trace:
    """That there was an objection whose words are not published, for everybody. `withdrawn`: None if it stood when the vote was halted."""

    at: datetime
    withdrawn: datetime | None
    outside: bool


def traces(s: Session, consultation: Consultation) -> list[Trace]:
    """The objections without public words: those taken back and, of a halted vote, also those that stood, oldest first."""
    rows, found = objections.verdicts(s, consultation), []
    for row in (one for one in rows if one.verdict == Verdict.OBJECTED):
        end = objections.end_of(row, rows)
        if not row.public_reason and (end is not None or consultation.state == State.HALTED):
            found.append(Trace(row.at, end.at if end else None, row.matter == Matter.OUTSIDE))
    return found
