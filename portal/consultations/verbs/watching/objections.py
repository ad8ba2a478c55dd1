"""The scrutineers' objections, what the committee answers, and both as they are published beside the result.

An objection stands until its author withdraws it (who cannot confirm before). Before the opening it stops the opening
(`scrutiny_status`); from then on it stops the publication until the committee has written down an answer. One that says
that the matter is not the committee's is public at once, and stays so with the supervisor's ruling, whoever withdraws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import content_checks, outside_power, public_masks
from portal.consultations.law.decided_elsewhere import texts_of, topic_elsewhere
from portal.consultations.law.outside_power import RulingGround
from portal.consultations.law.phases import Act, State
from portal.consultations.models import Consultation, RollEntry, ScrutinyVerdict
from portal.consultations.verbs import acting, noticing, queries, scrutiny_status
from portal.consultations.verbs.scrutiny_status import Matter, Verdict
from portal.consultations.verbs.watching import refusals, roll_history
from portal.consultations.verbs.watching.course import Course
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account

Answers = tuple[tuple[str, datetime | None], ...]  # (a line of an answer, when it was written)


@dataclass(frozen=True)
class Objection:
    """An objection, as committee and supervisor see it. `stands`: nobody took it back; `ended`: the verdict that did, or "".

    `outside`: it says that the matter is not the committee's; a supervisor answers it, nobody else; `undecided`: none has yet;
    `ruled`: one has, and another has to agree. `public_reason`, `public_answer`: how both would be published now; `shown_reason`,
    `shown_answer`: as they are public, "" if they are not. A further answer is a line of its own in `answer`.
    """

    id: int
    name: str
    at: datetime
    reason: str
    ended: str
    answer: str
    public_reason: str
    public_answer: str
    shown_reason: str
    shown_answer: str
    answers: Answers
    outside: bool
    undecided: bool
    ruled: bool
    refused: tuple[refusals.Refusal, ...]

    @property
    def stands(self) -> bool:
        return not self.ended


def objections(s: Session, consultation: Consultation) -> list[Objection]:
    """Every objection, oldest first."""
    rows = verdicts(s, consultation)
    found = [row for row in rows if row.verdict == Verdict.OBJECTED]
    if not found:
        return []
    course, known = course_of(s, consultation), known_residents(s, consultation)
    return [_objection(s, row, ended=_ended_by(row, rows), course=course, known=known) for row in found]


def _objection(
    s: Session, row: ScrutinyVerdict, *, ended: str, course: Course, known: public_masks.KnownResidents
) -> Objection:
    outside = row.matter == Matter.OUTSIDE
    undecided_yet = outside and not ended and not course.decided(row)
    public_reason, public_answer = _masked(known, row.reason, row.answer)
    shown_reason, shown_answer = public_words(row, known)
    return Objection(
        id=row.id,
        name=s.get_one(Account, row.account_id).name,
        at=row.at,
        reason=row.reason,
        ended=ended,
        answer=row.answer,
        public_reason=public_reason,
        public_answer=public_answer,
        shown_reason=shown_reason,
        shown_answer=shown_answer,
        answers=dated(row, row.answer, course),
        outside=outside,
        undecided=undecided_yet,
        ruled=undecided_yet and course.waits_for_second(row),
        refused=tuple(refused_rulings(s, row)) if outside else (),
    )


def standing(s: Session, consultation: Consultation) -> list[ScrutinyVerdict]:
    """The objections that nobody took back, oldest first, also those of accounts that are not active any more."""
    rows = verdicts(s, consultation)
    return [row for row in rows if row.verdict == Verdict.OBJECTED and not _ended_by(row, rows)]


def answer(s: Session, actor: StaffActor, consultation_id: int, objection_id: int, text: str, *, now: datetime) -> None:
    """Write down, as the committee, the answer to an objection that stands; a further one is added to it as a line of its own.

    What was answered once stays: scrutineer and public read all of it. Raises NotFound, Forbidden, Conflict if the vote has
    not begun or is over with, and Invalid for an empty answer.
    """
    consultation = queries.get_for(s, actor, consultation_id, act=True)
    row = _to_answer(s, consultation, objection_id)
    if row.matter == Matter.OUTSIDE:
        raise Conflict(_("这条异议说的是不归本委员会定，由督查来定，委员会不能答复了事"))
    _write_answer(row, actor, text, now)
    acting.log_event(s, consultation, "answered", actor, now, objection=row.id)


def rule_within(
    s: Session,
    actor: StaffActor,
    consultation_id: int,
    objection_id: int,
    text: str,
    *,
    ground: str,
    now: datetime,
) -> bool:
    """Decide, as supervisor, against an objection that the matter is not the committee's: its votes may be counted.

    Returns whether another supervisor has to agree first, as the vote seems to ask about persons.

    `ground`: of `outside_power.rulings_for`; `text`: why; both are public from now on beside the objection. (For it, a
    supervisor halts the vote: `halting`.) Before the opening the objection goes on to stop that, until its author withdraws
    it. Raises as `answer`; Conflict also if it was ruled on, and for what `elsewhere.csv` names: that nobody overrules.
    """
    consultation = queries.get(s, consultation_id, lock="change")
    row, chosen, for_two = check_ruling(s, actor, consultation_id, objection_id, text, ground=ground)
    _write_answer(row, actor, text, now)
    make_public(s, consultation, row)
    acting.log_event(s, consultation, "ruled", actor, now, objection=row.id, ground=chosen.code, for_two=for_two)
    return for_two


def check_ruling(
    s: Session, actor: StaffActor, consultation_id: int, objection_id: int, text: str, *, ground: str
) -> tuple[ScrutinyVerdict, RulingGround, bool]:
    """The objection to rule on, the ground, and whether the matter seems to ask about persons. Raises as `rule_within`."""
    if actor.role != Role.SUPERVISOR:
        raise Forbidden(_("只有督查能定这件事"))
    consultation = queries.get(s, consultation_id)
    scrutiny_status.refuse_supervisor_who_prepared(s, consultation, actor)
    row = _to_answer(s, consultation, objection_id)
    if row.matter != Matter.OUTSIDE:
        raise Conflict(_("这条异议由委员会答复"))
    if course_of(s, consultation).ruled_since(row):
        raise Conflict(_("这条异议已经定过了，定了的居民看得到，不能再改"))
    named = bool(noticing.persons_named(s, consultation))
    refused = refused_rulings(s, row, ground)
    if refusals.has_fallen(s, consultation, actor.id, refused):
        names = refusals.names_of(refused)
        raise Conflict(_("督查%(names)s没有同意凭这一条定，不再问一遍：另有一条的，选那一条，或者停止。", names=names))
    return row, _checked_ruling(consultation, ground, tidied(text), named=named), named


def agree_to_ruling(s: Session, actor: StaffActor, consultation_id: int, objection_id: int, *, now: datetime) -> None:
    """Agree, as another supervisor, to a ruling on a vote that seems to ask about persons: no one person lets that pass.

    Raises as `rule_within`; Forbidden for whoever ruled, or shares their phone; Conflict if no ruling waits for it.
    """
    own = _("题目里问到人的，要两位督查：要由另一位督查同意")
    consultation, row, _course = _waiting_for_second(s, actor, consultation_id, objection_id, own=own)
    acting.log_event(s, consultation, "ruling_agreed", actor, now, objection=row.id)


def refuse_ruling(
    s: Session, actor: StaffActor, consultation_id: int, objection_id: int, why: str, *, now: datetime
) -> None:
    """Say no, as another supervisor, to a ruling that waits for one, with a reason that whoever ruled reads. Raises as `agree_to_ruling`, and Invalid."""
    own = _("题目里问到人的，要两位督查：要由另一位督查来看")
    consultation, row, course = _waiting_for_second(s, actor, consultation_id, objection_id, own=own)
    detail = {"ground": course.ground_on(row), "why": reason_for_refusing(s, consultation, why)}
    acting.log_event(s, consultation, refusals.RULING, actor, now, objection=row.id, **detail)


def _waiting_for_second(
    s: Session, actor: StaffActor, consultation_id: int, objection_id: int, *, own: str
) -> tuple[Consultation, ScrutinyVerdict, Course]:
    """The consultation, locked, an objection whose ruling waits for another supervisor, and the course. `own`: what whoever ruled is told.

    Raises as `agree_to_ruling`.
    """
    if actor.role != Role.SUPERVISOR:
        raise Forbidden(_("只有督查能定这件事"))
    consultation = queries.get(s, consultation_id, lock="change")
    scrutiny_status.refuse_supervisor_who_prepared(s, consultation, actor)
    row = _to_answer(s, consultation, objection_id)
    course = course_of(s, consultation)
    if not course.waits_for_second(row):
        raise Conflict(_("没有等另一位督查同意的"))
    if scrutiny_status.same_person(s, s.get_one(Account, actor.id), row.answered_by):
        raise Forbidden(own)
    return consultation, row, course


def reason_for_refusing(s: Session, consultation: Consultation, why: str) -> str:
    """A supervisor's reason for not agreeing, as it is kept: residents masked. Raises Invalid."""
    why = tidied(why)
    refusals.require_reason(why)
    (masked,) = as_published(s, consultation, why)
    return masked


def refused_rulings(s: Session, row: ScrutinyVerdict, ground: str = "") -> list[refusals.Refusal]:
    """Who did not agree to a ruling on this objection, on this ground, "" for any."""
    return refusals.refusals(s, row.consultation_id, refusals.RULING, ground=ground, objection=row.id)


def _checked_ruling(consultation: Consultation, ground_code: str, text: str, *, named: bool) -> RulingGround:
    """The ground. Raises Invalid, and Conflict if the table names the matter itself. `named`: it seems to ask about persons, which nobody can deny."""
    template, asked = queries.template_of(consultation), texts_of(consultation.title, consultation.questions)
    topic = topic_elsewhere(template, asked, consultation.text)
    if topic is not None:
        words = {"topic": topic.title, "law": topic.citation}
        raise Conflict(
            _(
                "题目和选项里写的就是“%(topic)s”（%(law)s），督查也不能定成归本委员会：只能停止，或者请委员会另起一个",
                **words,
            )
        )
    ground = {one.code: one for one in outside_power.rulings_for(template, named=named)}.get(ground_code)
    if ground is None:
        raise Invalid(_("请选凭哪一条可以由本委员会定"), field="ruling")
    if not outside_power.says_why(text):
        raise Invalid(
            _("要写 10 到 500 个字，说清楚题目问的是什么、为什么归本委员会定，居民马上看得到"), field="answer"
        )
    if any(topic_elsewhere(template, [said]) for said in outside_power.said_without_no(text)):
        raise Invalid(_("照您写的，问的就是不归本委员会定的事"), field="answer")
    if not outside_power.says_what_is_asked(text, asked):
        raise Invalid(
            _("谁同意、谁要求，不是归本委员会定的理由。请写题目和选项里问的是什么、为什么归本委员会定"), field="answer"
        )
    return ground


def make_public(s: Session, consultation: Consultation, row: ScrutinyVerdict) -> None:
    """Publish an objection, or the line of its answer that was written last; what is public already keeps the masks of its time."""
    reason, answer = as_published(s, consultation, row.public_reason or row.reason, row.answer.rsplit("\n", 1)[-1])
    row.public_reason, row.public_answer = reason, f"{row.public_answer}\n{answer}".strip()


def course_of(s: Session, consultation: Consultation) -> Course:
    """The course; until the count, with the rulings that are `overtaken`: names come onto the roll and into accounts after them, too."""
    course, running = Course.of(s, consultation), consultation.state in (State.NOTICED, State.OPEN)
    named = running and bool(course.ruled_by_one) and noticing.has_names_of_now(s, consultation)
    course = replace(course, overtaken=course.ruled_by_one) if named else course
    return replace(course, fallen=_fallen(s, consultation, course)) if running and course.ruled else course


def _fallen(s: Session, consultation: Consultation, course: Course) -> frozenset[int]:
    """The objections to whose last ruling somebody did not agree, and nobody else is left who could."""
    found = []
    for row in standing(s, consultation):
        if row.id in course.ruled and course.waits_for_second(row):
            refused = refused_rulings(s, row, course.ground_on(row))
            found += [row.id] if refusals.has_fallen(s, consultation, row.answered_by, refused) else []
    return frozenset(found)


def is_undecided(s: Session, consultation: Consultation) -> bool:
    """Whether a scrutineer says that the matter is not the committee's, and no supervisor has decided yet: then nothing is counted."""
    return bool(undecided(s, consultation))


def is_ruled_within(s: Session, consultation: Consultation) -> bool:
    """Whether a supervisor has ruled, since the notice that stands, that the matter is the committee's, whoever took back what."""
    rows = [
        row for row in verdicts(s, consultation) if row.matter == Matter.OUTSIDE and row.verdict == Verdict.OBJECTED
    ]
    course = course_of(s, consultation) if rows else None
    return course is not None and any(course.decided(row) for row in rows)


def undecided(s: Session, consultation: Consultation) -> list[ScrutinyVerdict]:
    """The standing objections that the matter is not the committee's, on which no supervisor has ruled since the notice that stands."""
    rows = [row for row in standing(s, consultation) if row.matter == Matter.OUTSIDE]
    course = course_of(s, consultation) if rows else None
    return [row for row in rows if course is not None and not course.decided(row)]


def _to_answer(s: Session, consultation: Consultation, objection_id: int) -> ScrutinyVerdict:
    acting.require_allowed(consultation, Act.ANSWER)
    row = next((one for one in standing(s, consultation) if one.id == objection_id), None)
    if row is None:
        raise NotFound()
    return row


def _write_answer(row: ScrutinyVerdict, actor: StaffActor, text: str, now: datetime) -> None:
    text = tidied(text)
    acting.refuse_fault(content_checks.objection_fault(text), "answer")
    row.answer, row.answered_at, row.answered_by = f"{row.answer}\n{text}".strip(), now, actor.id


def tidied(text: str) -> str:
    """An objection or an answer as it is kept: on one line, within its bound."""
    return " ".join(without_invisible(text).split())[: acting.MAX_RECORD]


def publish_with(s: Session, consultation: Consultation) -> None:
    """Make the standing objections and their answers public, residents masked. Raises Conflict if one has no answer."""
    found = standing(s, consultation)
    if any(not row.answer for row in found):
        raise Conflict("监票人的异议还没有答复。写下答复，和异议一起公布")
    unpublished = [row for row in found if not row.public_reason]
    known = known_residents(s, consultation) if unpublished else public_masks.KnownResidents()
    for row in unpublished:
        row.public_reason, row.public_answer = _masked(known, row.reason, row.answer)


def public_words(row: ScrutinyVerdict, known: public_masks.KnownResidents) -> tuple[str, str]:
    """The public reason and answer: from `outside` masked again by the roll of now, after that of when they were written."""
    if row.matter != Matter.OUTSIDE:
        return row.public_reason, row.public_answer
    return _masked(known, row.public_reason, row.public_answer)


def dated(row: ScrutinyVerdict, answer: str, course: Course) -> Answers:
    """Each line of the answer and when it was written; None if the log does not tell, as of votes before it did."""
    lines = [line for line in answer.split("\n") if line]
    at: list[datetime | None] = [*course.answered_at.get(row.id, ())]
    if len(at) != len(lines):
        at = [*[None] * (len(lines) - 1), row.answered_at][-len(lines) :] if lines else []
    return tuple(zip(lines, at, strict=True))


def verdicts(s: Session, consultation: Consultation) -> list[ScrutinyVerdict]:
    """All that the scrutineers said of it, oldest first."""
    rows = sa.select(ScrutinyVerdict).where(ScrutinyVerdict.consultation_id == consultation.id)
    return list(s.scalars(rows.order_by(ScrutinyVerdict.id)))


def _ended_by(objection: ScrutinyVerdict, rows: list[ScrutinyVerdict]) -> str:
    """What `end_of` finds, by its name (`Verdict`), or ""."""
    end = end_of(objection, rows)
    return end.verdict if end is not None else ""


def end_of(objection: ScrutinyVerdict, rows: list[ScrutinyVerdict]) -> ScrutinyVerdict | None:
    """The later verdict of the same scrutineer that is no objection, or None. `rows`: the `verdicts` on this vote."""
    later = (row for row in rows if row.id > objection.id and row.account_id == objection.account_id)
    return next((row for row in later if row.verdict != Verdict.OBJECTED), None)


def as_published(s: Session, consultation: Consultation, *texts: str) -> list[str]:
    """The texts as they would be published: without residents."""
    known = known_residents(s, consultation)
    return [public_masks.without_residents(text, known) for text in texts]


def _masked(known: public_masks.KnownResidents, reason: str, answer: str) -> tuple[str, str]:
    return public_masks.without_residents(reason, known), public_masks.without_residents(answer, known)


def known_residents(s: Session, consultation: Consultation) -> public_masks.KnownResidents:
    """Who stands on the roll, or stood on it before a change after the notice."""
    known = public_masks.KnownResidents()
    rows = sa.select(RollEntry.name, RollEntry.unit, RollEntry.household)
    for name, *homes in s.execute(rows.where(RollEntry.consultation_id == consultation.id)):
        known.add(name, *homes)
    for cells in roll_history.cells_of_changes(s, consultation):
        known.add(cells.get("name", ""), cells.get("unit", ""), cells.get("household", ""))
    return known
