"""Files evidence, makes the checklist, gives the notice and takes it back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import content_checks, gates
from portal.consultations.law.decided_elsewhere import texts_of, topic_elsewhere, wrong_template
from portal.consultations.law.gates import Check, Facts, Filed
from portal.consultations.law.phases import Act, State
from portal.consultations.law.subject import owners_matters, persons, plainness, rights
from portal.consultations.law.template import Gate, Template
from portal.consultations.models import Consultation, ConsultationEvent, Evidence, NoticePhoto, RollEntry
from portal.consultations.verbs import scrutiny_status
from portal.consultations.verbs.acting import (
    MAX_RECORD,
    GateMissing,
    advance,
    as_gate,
    log_event,
    refuse_fault,
    refuse_missing,
    require_allowed,
)
from portal.consultations.verbs.enrolling import roll_size
from portal.consultations.verbs.queries import get_for, notice_photo_digest, template_of
from portal.consultations.verbs.watching import against_rights
from portal.consultations.verbs.watching.course import Course
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account

OLDEST_NOTICE = timedelta(days=180)  # how long ago a notice may have been posted
OLDEST_EVIDENCE = timedelta(days=3 * 365)  # how long ago the day of a piece of evidence may lie
_OF_RESIDENTS = "residents_assembly"  # the template whose votes bind no owners


def file_evidence(
    s: Session, actor: StaffActor, consultation_id: int, gate_key: str, *, on: date | None, record: str, now: datetime
) -> None:
    """File the evidence for a gate, replacing what was filed before. Raises Invalid, NotFound, Conflict if too late.

    `on`: the day of the step, if the gate wants one; `record`: in words, where the paper that proves it is kept.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.FILE)
    gate = template_of(consultation).gate(gate_key)
    if gate is None:
        raise NotFound("没有这一项")
    if gate.before == "notice" and consultation.state != State.DRAFT:
        raise Conflict("通知已经发出，这一项不能再改")
    record = " ".join(without_invisible(record).split())
    if not 2 <= len(record) <= MAX_RECORD:
        raise Invalid(f"记录要写 2 到 {MAX_RECORD} 个字", field="record")
    if gate.date and on is None:
        raise Invalid("请填日期", field="on")
    today = now.astimezone(SHANGHAI).date()
    if on is not None and on > today:
        raise Invalid("日期还没有到，不能先填", field="on")
    if on is not None and on < today - OLDEST_EVIDENCE:
        raise Invalid("日期太早了，请核对年份", field="on")
    refuse_fault(_record_fault(template_of(consultation), gate, record), "record")
    filed = s.get(Evidence, (consultation.id, gate_key))
    if filed is None:
        filed = Evidence(consultation_id=consultation.id, gate=gate_key)
        s.add(filed)
    filed.on, filed.record = (on if gate.date else None), record
    filed.account_id, filed.at = actor.id, now
    log_event(s, consultation, "evidence", actor, now, gate=gate_key)


def _record_fault(template: Template, gate: Gate, record: str) -> str:
    if gate.key == gates.CLAUSE:
        return content_checks.clause_fault(record, gate, template)
    return content_checks.record_fault(record, gate)


def evidence_of(s: Session, consultation: Consultation) -> dict[str, Filed]:
    """Gate key → what is on file for it."""
    rows = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == consultation.id))
    return {row.gate: Filed(row.on, row.record) for row in rows}


def facts_of(s: Session, consultation: Consultation, now: datetime) -> Facts:
    """All that the checklist depends on."""
    scrutiny = scrutiny_status.scrutiny_of(s, consultation)
    return Facts(
        now=now,
        questions=len(consultation.questions),
        roll=roll_size(s, consultation.id),
        evidence=evidence_of(s, consultation),
        notice_on=consultation.notice_on,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        special_circumstances=consultation.special_circumstances,
        recorded_on=_day(consultation.notice_recorded_at),
        photo=notice_photo_digest(s, consultation) is not None,
        posting_day_confirmed=scrutiny.posting_day_confirmed,
        scrutiny=scrutiny.state,
        scrutiny_at=scrutiny.at,
        objection=scrutiny.reason,
        not_shorter=_not_shorter_if_asked(s, consultation),
        elsewhere=_decided_elsewhere(consultation),
    )


def _decided_elsewhere(consultation: Consultation) -> str:
    """In Chinese, that what it asks is decided under another template; "" if not."""
    template = template_of(consultation)
    topic = topic_elsewhere(template, texts_of(consultation.title, consultation.questions), consultation.text)
    return wrong_template(topic, template) if topic else ""


def not_shorter(s: Session, consultation: Consultation) -> str:
    """In Chinese, why no special circumstances shorten the notice of this matter; "" if they may, or by its template never do.

    They do not where a scrutineer objects, or has ever said that it is not the committee's matter (whoever takes the notice back
    would else be rid of that), nor where it plainly asks about somebody in office: all have to have the time to look at it.
    """
    if not template_of(consultation).shorter_citation:
        return ""
    if Course.of(s, consultation).raised:
        return str(_("监票人提出过这份议题不归本委员会定（撤回了、改过了也一样），通知不缩短；别的事请另起一份"))
    if scrutiny_status.scrutiny_of(s, consultation).state == scrutiny_status.ConfirmationState.OBJECTED:
        return str(_("监票人有异议，通知不缩短"))
    asked = texts_of(consultation.title, consultation.questions)
    named = persons.holders_asked_of(asked, _people(s, consultation, with_roll=False)) or _holders_in_text(consultation)
    if named:
        return str(_("问的像是主任、委员这些人留不留、干得怎样（%(persons)s），通知不缩短", persons="、".join(named)))
    if infringed := warned_of(consultation)["infringed"]:
        return str(_("写的像是赶人、罚款、断水断电这样的事（%(what)s），通知不缩短", what="、".join(infringed)))
    return ""


def _not_shorter_if_asked(s: Session, consultation: Consultation) -> str:
    """As `not_shorter`, of a draft, and of a notice that says something of special circumstances; else nobody needs to know."""
    asked = consultation.state == State.DRAFT or consultation.special_circumstances
    return not_shorter(s, consultation) if asked else ""


def persons_asked_of(s: Session, consultation: Consultation) -> list[str]:
    """Whom or which office its title, questions and options seem to ask about, until it opens: the pages warn before that."""
    return persons_named(s, consultation) if consultation.state in {State.DRAFT, State.NOTICED} else []


def warned_of(consultation: Consultation) -> dict[str, list[str]]:
    """What the pages warn of until it opens, by the templates' names.

    `infringed`: what its title, questions, options or explanation seem to do to somebody's rights; `of_owners`: what they ask of a
    residents' assembly that owners decide; `unclear`: what denies a denial (不反对), so that nobody knows what a yes means.
    """
    if consultation.state not in {State.DRAFT, State.NOTICED}:
        return {"infringed": [], "of_owners": [], "unclear": []}
    said = [*texts_of(consultation.title, consultation.questions), consultation.text]
    asked = [consultation.title, *(str(one.get("text", "")) for one in consultation.questions)]
    return {
        "infringed": rights.infringes(said),
        "of_owners": owners_matters.owners_matters(said) if consultation.template == _OF_RESIDENTS else [],
        "unclear": plainness.denies_twice(asked),
    }


def persons_named(s: Session, consultation: Consultation) -> list[str]:
    """Whom or which office its title, questions and options seem to ask about, in any state; if none, whose office its explanation does."""
    asked = texts_of(consultation.title, consultation.questions)
    return persons.persons_asked_of(asked, _people(s, consultation)) or _holders_in_text(consultation)


def _holders_in_text(consultation: Consultation) -> list[str]:
    """What its explanation says of somebody who holds an office, and what becomes of them (沈主任继续主持); no name alone: 请找沈主任."""
    return persons.holders_asked_of([consultation.text], persons.People())


def has_names_of_now(s: Session, consultation: Consultation) -> bool:
    """Whether its title, questions or options have a name that stands on the roll or among the committee's accounts now."""
    known = replace(_people(s, consultation), staff=frozenset())
    return bool(persons.names_in(texts_of(consultation.title, consultation.questions), known))


def _people(s: Session, consultation: Consultation, *, with_roll: bool = True) -> persons.People:
    """Those of whom it may ask."""
    own, nobodys = Account.committee_id == consultation.committee_id, Account.committee_id.is_(None)
    names = sa.select(RollEntry.name).where(RollEntry.consultation_id == consultation.id)
    return persons.People(
        officers=frozenset(s.scalars(sa.select(Account.name).where(own))),  # also of those who left it
        staff=frozenset(s.scalars(sa.select(Account.name).where(Account.active, nobodys, Account.role != Role.BODY))),
        roll=frozenset(s.scalars(names)) if with_roll else frozenset(),
    )


def checklist(s: Session, consultation: Consultation, now: datetime) -> list[Check]:
    """Every item of the checklist, in order, with its article of law if it has one."""
    return gates.checklist(template_of(consultation), facts_of(s, consultation, now))


def give_notice(
    s: Session,
    actor: StaffActor,
    consultation_id: int,
    *,
    on: date,
    record: str,
    special_circumstances: str = "",
    photo: bytes | None = None,
    rights_reason: str | None = None,
    now: datetime,
) -> Consultation:
    """Record that the notice was posted `on` a day; `record` says where. From now on residents see the consultation.

    The law's days count from today; from `on`, if earlier, only with a `photo` of the posting (a re-encoded JPEG) that
    the scrutineer confirms; the photo of a posting of today is not kept. Raises GateMissing with the article if something
    must come first (such as the prior review by the Party organisation, 党组织研究讨论) or the days until the vote are too
    few, Conflict unless it is a draft, and Invalid, also where its words take a right away without `rights_reason` (`against_rights`).
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.NOTICE)
    today = now.astimezone(SHANGHAI).date()
    record, special = (" ".join(without_invisible(one).split()) for one in (record, special_circumstances))
    _check_posting(s, consultation, on, record, today)
    _check_circumstances(consultation, special)
    facts = replace(facts_of(s, consultation, now), notice_on=on, special_circumstances=special, recorded_on=today)
    # Judged as if the scrutineer had confirmed the photo: that comes later.
    facts = replace(facts, photo=photo is not None, posting_day_confirmed=photo is not None)
    _refuse_too_early(template_of(consultation), facts)
    against_rights.keep_reason(s, actor, consultation, rights_reason, now=now)
    consultation.notice_on, consultation.notice_record, consultation.special_circumstances = on, record, special
    consultation.notice_recorded_at, shown = now, photo if on < today else None
    if shown is not None:
        s.add(NoticePhoto(consultation_id=consultation.id, data=shown, digest=hashlib.sha256(shown).hexdigest()))
    advance(consultation, Act.NOTICE)
    log_event(s, consultation, "notice", actor, now, on=on.isoformat(), photo=shown is not None)
    return consultation


def _check_posting(s: Session, consultation: Consultation, on: date, record: str, today: date) -> None:
    """Raise Invalid unless the day of the posting is possible and the record says something (`posting_fault`)."""
    if on > today:
        raise Invalid("通知的日期还没有到", field="on")
    if on < today - OLDEST_NOTICE:
        raise Invalid("通知的日期太早了", field="on")
    taken_back = _taken_back_on(s, consultation)
    if taken_back is not None and on < taken_back:
        raise Invalid(f"{taken_back} 撤回了通知、改过内容，以前贴的不算。请重新贴出，填重新贴出的日期", field="on")
    if not 2 <= len(record) <= MAX_RECORD:
        raise Invalid("请写明通知贴在哪里、发在哪里（2 到 500 个字）", field="record")
    refuse_fault(content_checks.posting_fault(record), "record")


def _check_circumstances(consultation: Consultation, special: str) -> None:
    """Raise Invalid unless the special circumstances, if given, may shorten the notice by the template's law."""
    if len(special) > MAX_RECORD:
        raise Invalid(f"特殊情况最多写 {MAX_RECORD} 个字", field="special_circumstances")
    template = template_of(consultation)
    if special and template.shorter_citation is None:
        raise Invalid(f"这个模板不能缩短通知时间——{template.notice_citation}", field="special_circumstances")
    if special:
        refuse_fault(content_checks.circumstances_fault(special, template), "special_circumstances")


def _refuse_too_early(template: Template, facts: Facts) -> None:
    """Raise GateMissing if something must come before the notice, or if the days until the vote are too few."""
    refuse_missing(gates.missing_for_notice(template, facts))
    notice = next(check for check in gates.checklist(template, facts) if check.key == "notice")
    if not notice.met:
        raise GateMissing(notice.why, gates=[as_gate(notice)])


def _taken_back_on(s: Session, consultation: Consultation) -> date | None:
    """The day on which the notice was last taken back; an earlier posting announced other contents."""
    query = sa.select(sa.func.max(ConsultationEvent.at)).where(
        ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb == "take_back_notice"
    )
    return _day(s.scalar(query))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(SHANGHAI).date()


def take_back_notice(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> Consultation:
    """Make the consultation a draft again, to correct it. The days of the next notice count anew.

    The record and the photo of the notice are dropped, and `mended` is 0 again. Raises Conflict unless it is noticed.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    advance(consultation, Act.TAKE_BACK)
    consultation.notice_on, consultation.notice_record, consultation.special_circumstances = None, "", ""
    consultation.notice_recorded_at, consultation.mended = None, 0
    s.execute(sa.delete(NoticePhoto).where(NoticePhoto.consultation_id == consultation.id))
    log_event(s, consultation, "take_back_notice", actor, now)
    return consultation
