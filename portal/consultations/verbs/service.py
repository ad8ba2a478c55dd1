"""What a committee does: draft, file evidence, import the roll, give notice, open, watch the turnout, publish.

The edge opens the transaction; these flush. Who may act: chair and member of the consultation's own committee. Closing
is in `closing`, voting in `voting`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import audit, urn
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.tally import ChoiceError, Question, plain, questions_from
from portal.consultations.law import gates, quorum, roll, sentences
from portal.consultations.law.gates import HERE, Check, Facts, Filed
from portal.consultations.law.procedure import Basis, Gate, Secrecy, State, Template, load_all, load_topics, parse
from portal.consultations.law.quorum import Figures
from portal.consultations.models import (
    Consultation,
    ConsultationEvent,
    Envelope,
    Evidence,
    NamedBallot,
    NoticePhoto,
    RollEntry,
    RollMend,
    RollUpload,
)
from portal.consultations.verbs import witness
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Committee
from portal.storage.db import MAX_ID

ACT = (Role.CHAIR, Role.MEMBER)
SEE = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER, Role.SUPERVISOR)
LONGEST = timedelta(days=180)
MAX_TEXT = 20_000
MAX_RECORD = 500
OLDEST_NOTICE = timedelta(days=180)
OLDEST_EVIDENCE = timedelta(days=3 * 365)
MOST_ALONE = 2  # entries that the committee alone may confirm one phone for; the next needs the scrutineer


class GateMissing(Conflict):
    """A gate of the law is not met (409); `gates` names each with its article."""

    type, title = "gate-missing", "还差法定的步骤"


@dataclass(frozen=True)
class Plan:
    """What the wizard asks for."""

    template: str
    topic: str
    title: str
    text: str
    questions: Sequence[dict[str, Any]]
    basis: str
    secrecy: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Turnout:
    """How many took part, never what they chose. `missing`: to the quorum, one figure a rule."""

    took_part: Figures
    roll: Figures
    missing: tuple[tuple[str, int | Decimal], ...]  # (measure, how many heads or m²)
    needs: int  # heads


# --- finding ----------------------------------------------------------------------------------------------------


def get(s: Session, consultation_id: int, *, lock: str = "") -> Consultation:
    """One consultation. `lock`: "change" (nobody else changes or votes), "share" (nobody changes). Raises NotFound."""
    if not 0 < consultation_id <= MAX_ID:
        raise NotFound("没有这个议题")
    query = sa.select(Consultation).where(Consultation.id == consultation_id)
    if lock:
        query = query.with_for_update(read=lock == "share").execution_options(populate_existing=True)
    found = s.scalar(query)
    if found is None:
        raise NotFound("没有这个议题")
    return found


def get_for(s: Session, actor: StaffActor, consultation_id: int, *, act: bool = False) -> Consultation:
    """One consultation, as this account may see it (or, with `act`, change it; then it is locked)."""
    found = get(s, consultation_id, lock="change" if act else "")
    if actor.role != Role.SUPERVISOR and actor.committee_id != found.committee_id:
        raise NotFound("没有这个议题")
    if act and actor.role not in ACT:
        raise Forbidden("只有本委员会的主任和委员能操作")
    return found


def listed_for(s: Session, actor: StaffActor) -> list[Consultation]:
    """What the committee (for a supervisor: every committee) has, newest first, at most 200."""
    query = sa.select(Consultation).order_by(Consultation.id.desc()).limit(200)
    if actor.role != Role.SUPERVISOR:
        query = query.where(Consultation.committee_id == actor.committee_id)
    return list(s.scalars(query))


def public_list(s: Session, before: int | None = None, limit: int = 20) -> list[Consultation]:
    """What residents may read (everything but drafts), newest first, below the cursor."""
    query = sa.select(Consultation).where(Consultation.state != State.DRAFT)
    if before is not None:
        query = query.where(Consultation.id < min(before, MAX_ID))
    return list(s.scalars(query.order_by(Consultation.id.desc()).limit(limit)))


def public_get(s: Session, consultation_id: int) -> Consultation:
    """One that residents may read. Raises NotFound for a draft, too."""
    found = get(s, consultation_id)
    if found.state == State.DRAFT:
        raise NotFound("没有这个议题")
    return found


def open_ones(s: Session, now: datetime) -> list[Consultation]:
    """Those in which one can vote at this moment, the first to close first."""
    query = sa.select(Consultation).where(Consultation.state == State.OPEN, Consultation.closes_at > now)
    return list(s.scalars(query.order_by(Consultation.closes_at, Consultation.id)))


@dataclass(frozen=True)
class SecretVote:
    """A secret consultation that is not counted yet: a choice for it must not be taken by message, not even too late."""

    id: int
    title: str
    questions: tuple[str, ...]
    labels: tuple[str, ...]


def secret_votes(s: Session) -> list[SecretVote]:
    """The uncounted secret ones with the words of their questions and options."""
    query = sa.select(Consultation).where(Consultation.state == State.OPEN, Consultation.secrecy == Secrecy.SECRET)
    return [
        SecretVote(
            id=found.id,
            title=found.title,
            questions=tuple(q["text"] for q in found.questions),
            labels=tuple(o["label"] for q in found.questions for o in q["options"]),
        )
        for found in s.scalars(query)
    ]


def template_of(consultation: Consultation) -> Template:
    """The template as it was when this began."""
    return parse(consultation.template_text, f"{consultation.template}.yml")


def questions_of(consultation: Consultation) -> tuple[Question, ...]:
    """The questions, checked again on the way out."""
    return questions_from(consultation.questions)


def committee_of(s: Session, consultation: Consultation) -> Committee:
    """Whose consultation it is."""
    return s.get_one(Committee, consultation.committee_id)


# --- drafting ---------------------------------------------------------------------------------------------------


def draft(s: Session, actor: StaffActor, plan: Plan, now: datetime) -> Consultation:
    """A new consultation from a template. Raises Invalid naming what is wrong, Forbidden."""
    committee = _acting_committee(s, actor)
    template = checked_template(committee.kind, plan.template, plan.topic)
    made = Consultation(
        committee_id=committee.id,
        template=template.code,
        template_version=template.version,
        template_text=template.text,
        topic=plan.topic,
        state=State.DRAFT,
        created_at=now,
        created_by=actor.id,
        **_checked_plan(template, plan, now),
    )
    s.add(made)
    s.flush()
    note(s, made, "draft", actor, now)
    return made


def edit(s: Session, actor: StaffActor, consultation_id: int, plan: Plan, now: datetime) -> Consultation:
    """Change a draft. After the notice nothing that was announced may change: take the notice back first."""
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.DRAFT)
    template = checked_template(_acting_committee(s, actor).kind, plan.template, plan.topic)
    if plan.basis != found.basis and roll_size(s, found.id):
        raise Conflict("名册是按原来的计票单位导入的。要改计票单位，请先清空名册")
    found.template, found.template_version, found.template_text = template.code, template.version, template.text
    found.topic = plan.topic
    for name, value in _checked_plan(template, plan, now).items():
        setattr(found, name, value)
    note(s, found, "edit", actor, now)
    return found


def checked_template(committee_kind: str, template_code: str, topic_code: str) -> Template:
    """The template, if this committee may use it and the law gives it this matter. Raises Invalid with the right one."""
    template, topic = load_all().get(template_code), load_topics().get(topic_code)
    if template is None:
        raise Invalid("没有这个模板", field="template")
    if topic is None:
        raise Invalid("请先选要决定的是哪类事", field="topic")
    if topic.template != template.code:
        raise Invalid(
            f"“{topic.title}”不能用“{template.title}”决定，应当用“{topic.template_title}”——{topic.citation}",
            field="topic",
            instead=topic.template,
        )
    if committee_kind not in template.committees:
        raise Invalid(f"“{template.title}”不由本委员会召集", field="template")
    return template


def _checked_plan(template: Template, plan: Plan, now: datetime) -> dict[str, Any]:
    title, text = " ".join(plain(plan.title).split()), plain(plan.text)
    if not 2 <= len(title) <= 100:
        raise Invalid("标题要写 2 到 100 个字", field="title")
    if not 2 <= len(text) <= MAX_TEXT:
        raise Invalid(f"说明要写 2 到 {MAX_TEXT} 个字", field="text")
    try:
        questions = questions_from(plan.questions)
    except ChoiceError as error:
        raise Invalid(str(error), field="questions") from error
    if plan.basis not in template.bases:
        raise Invalid("请选名册上按什么算一个", field="basis")
    if plan.secrecy not in template.secrecy:
        why = "按面积计票的必须记名" if template.weighted else "请选记名还是无记名"
        raise Invalid(why, field="secrecy")
    if plan.closes_at <= plan.opens_at:
        raise Invalid("结束时间要在开始时间之后", field="closes_at")
    if plan.closes_at - plan.opens_at > LONGEST:
        raise Invalid(f"投票最长 {LONGEST.days} 天", field="closes_at")
    if plan.closes_at <= now:
        raise Invalid("结束时间已经过了", field="closes_at")
    if plan.opens_at > now + timedelta(days=730):
        raise Invalid("开始时间太远了", field="opens_at")
    return {
        "title": title,
        "text": text,
        "questions": [question.as_dict() for question in questions],
        "basis": plan.basis,
        "secrecy": plan.secrecy,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
    }


# --- evidence, notice -------------------------------------------------------------------------------------------


def file_evidence(
    s: Session, actor: StaffActor, consultation_id: int, gate_key: str, *, on: date | None, record: str, now: datetime
) -> None:
    """Put on file what a gate asks for (again: replaces it). Raises Invalid, Conflict once open."""
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.DRAFT, State.NOTICED)
    gate = template_of(found).gate(gate_key)
    if gate is None:
        raise NotFound("没有这一项")
    if gate.before == "notice" and found.state != State.DRAFT:
        raise Conflict("通知已经发出，这一项不能再改")
    record = " ".join(plain(record).split())
    if not 2 <= len(record) <= MAX_RECORD:
        raise Invalid(f"记录要写 2 到 {MAX_RECORD} 个字", field="record")
    if gate.date and on is None:
        raise Invalid("请填日期", field="on")
    today = now.astimezone(HERE).date()
    if on is not None and on > today:
        raise Invalid("日期还没有到，不能先填", field="on")
    if on is not None and on < today - OLDEST_EVIDENCE:
        raise Invalid("日期太早了，请核对年份", field="on")
    _must_say(_record_trouble(template_of(found), gate, record), "record")
    filed = s.get(Evidence, (found.id, gate_key))
    if filed is None:
        filed = Evidence(consultation_id=found.id, gate=gate_key)
        s.add(filed)
    filed.on, filed.record = (on if gate.date else None), record
    filed.account_id, filed.at = actor.id, now
    note(s, found, "evidence", actor, now, gate=gate_key)


def _record_trouble(template: Template, gate: Gate, record: str) -> str:
    if gate.key == gates.CLAUSE:
        return sentences.clause_trouble(record, gate, template)
    return sentences.record_trouble(record, gate)


def evidence_of(s: Session, consultation: Consultation) -> dict[str, Filed]:
    """What is on file, by gate."""
    rows = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == consultation.id))
    return {row.gate: Filed(row.on, row.record) for row in rows}


def facts_of(s: Session, consultation: Consultation, now: datetime) -> Facts:
    """All that the checklist looks at."""
    seen = witness.witness(s, consultation)
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
        photo=notice_photo(s, consultation) is not None,
        photo_seen=seen.earlier,
        scrutiny=seen.standing,
        objection=seen.reason,
    )


def checklist(s: Session, consultation: Consultation, now: datetime) -> list[Check]:
    """Every gate, in order, with its article."""
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
    now: datetime,
) -> Consultation:
    """The notice was posted `on` that day, `record` says where. From now on residents see the consultation.

    The law's days run from `now`, when the server hears of it; from `on` only with a `photo` of the posting (a JPEG written
    anew) that the scrutineer has confirmed. Raises GateMissing with the article (the Party organisation's study comes
    first), Invalid.
    """
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.DRAFT)
    today = now.astimezone(HERE).date()
    record, special = " ".join(plain(record).split()), " ".join(plain(special_circumstances).split())
    if on > today:
        raise Invalid("通知的日期还没有到", field="on")
    if on < today - OLDEST_NOTICE:
        raise Invalid("通知的日期太早了", field="on")
    taken_back = _taken_back_on(s, found)
    if taken_back is not None and on < taken_back:
        raise Invalid(f"{taken_back} 撤回了通知、改过内容，以前贴的不算。请重新贴出，填重新贴出的日期", field="on")
    if not 2 <= len(record) <= MAX_RECORD:
        raise Invalid("请写明通知贴在哪里、发在哪里（2 到 500 个字）", field="record")
    _must_say(sentences.posting_trouble(record), "record")
    if len(special) > MAX_RECORD:
        raise Invalid(f"特殊情况最多写 {MAX_RECORD} 个字", field="special_circumstances")
    template = template_of(found)
    if special and template.shorter_citation is None:
        raise Invalid(f"这个模板不能缩短通知时间——{template.notice_citation}", field="special_circumstances")
    if special:
        _must_say(sentences.circumstances_trouble(special, template), "special_circumstances")
    facts = replace(facts_of(s, found, now), notice_on=on, special_circumstances=special, recorded_on=today)
    facts = replace(facts, photo=photo is not None, photo_seen=photo is not None)  # as it would be, once confirmed
    _refuse(gates.missing_for_notice(template, facts))
    late = next(check for check in gates.checklist(template, facts) if check.key == "notice")
    if not late.met:
        raise GateMissing(late.why, gates=[_as_gate(late)])
    found.notice_on, found.notice_record, found.special_circumstances = on, record, special
    found.notice_recorded_at = now
    if photo is not None and on < today:
        s.add(NoticePhoto(consultation_id=found.id, data=photo, digest=hashlib.sha256(photo).hexdigest()))
    found.state = State.NOTICED
    note(s, found, "notice", actor, now, on=on.isoformat(), photo=photo is not None and on < today)
    return found


def notice_photo(s: Session, consultation: Consultation) -> str | None:
    """The digest of the photo of an earlier posting, or None."""
    query = sa.select(NoticePhoto.digest).where(NoticePhoto.consultation_id == consultation.id)
    return s.scalar(query)


def _taken_back_on(s: Session, found: Consultation) -> date | None:
    """The day of the last time that its notice was taken back: what hung before it announced something else."""
    query = sa.select(sa.func.max(ConsultationEvent.at)).where(
        ConsultationEvent.consultation_id == found.id, ConsultationEvent.verb == "take_back_notice"
    )
    return _day(s.scalar(query))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(HERE).date()


def _must_say(trouble: str, name: str) -> None:
    if trouble:
        raise Invalid(trouble, field=name)


def take_back_notice(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> Consultation:
    """Back to the draft, to correct it; the days of the notice then count anew."""
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.NOTICED)
    found.state, found.notice_on, found.notice_record, found.special_circumstances = State.DRAFT, None, "", ""
    found.notice_recorded_at, found.mended = None, 0
    s.execute(sa.delete(NoticePhoto).where(NoticePhoto.consultation_id == found.id))
    note(s, found, "take_back_notice", actor, now)
    return found


# --- the roll ---------------------------------------------------------------------------------------------------


def upload_roll(s: Session, actor: StaffActor, consultation_id: int, data: bytes, now: datetime) -> roll.Roll:
    """Look at a file. A good one is kept for `accept_roll`; a bad one is not, and says what is wrong where."""
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.DRAFT, State.NOTICED)
    read = roll.parse(data, Basis(found.basis))
    kept = s.get(RollUpload, found.id)
    if kept is not None:
        s.delete(kept)
        s.flush()
    if read.good:
        s.add(RollUpload(consultation_id=found.id, data=data, at=now))
        s.flush()
    return read


def uploaded_roll(s: Session, consultation: Consultation) -> roll.Roll | None:
    """The file that waits to be accepted, read again."""
    kept = s.get(RollUpload, consultation.id)
    return None if kept is None else roll.parse(kept.data, Basis(consultation.basis))


def drop_upload(s: Session, actor: StaffActor, consultation_id: int) -> None:
    """Not this file."""
    found = get_for(s, actor, consultation_id, act=True)
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == found.id))


def accept_roll(s: Session, actor: StaffActor, consultation_id: int, now: datetime, *, reason: str = "") -> int:
    """The waiting file becomes the roll, in place of the one before; returns how many voices it has.

    In place of one that was there when the notice was given: with a `reason`.
    """
    found = get_for(s, actor, consultation_id, act=True)
    waiting = uploaded_roll(s, found)
    if waiting is None or not waiting.good:
        raise Conflict("没有等着导入的名册，请重新上传")
    return _replace_roll(s, actor, found, waiting.entries, now, reason=reason)


def import_roll(s: Session, actor: StaffActor, consultation_id: int, data: bytes, now: datetime) -> roll.Roll:
    """Read a file and, if all of it is good, make it the roll at once (no preview). Nothing is half-imported."""
    read = upload_roll(s, actor, consultation_id, data, now)
    if read.good:
        accept_roll(s, actor, consultation_id, now)
    return read


def clear_roll(s: Session, actor: StaffActor, consultation_id: int, now: datetime, *, reason: str = "") -> None:
    """Empty the roll; after the notice, with a reason."""
    _replace_roll(s, actor, get_for(s, actor, consultation_id, act=True), (), now, reason=reason)


def mended(
    s: Session, actor: StaffActor, found: Consultation, verb: str, now: datetime, *, reason: str, line: int = 0
) -> None:
    """Write down a change of the roll: after the notice with its reason, and counted for everybody to see.

    Raises Invalid without a reason, Conflict once the roll is frozen.
    """
    _needs_state(found, State.DRAFT, State.NOTICED)
    if found.state != State.NOTICED:
        return
    reason = " ".join(plain(reason).split())[:MAX_RECORD]
    _must_say(sentences.mend_trouble(reason) and "通知已经发出，改名册要用一句话写明原因", "reason")
    s.add(RollMend(consultation_id=found.id, verb=verb, line=line, reason=reason, account_id=actor.id, at=now))
    found.mended += 1


def mends_of(s: Session, consultation: Consultation) -> list[RollMend]:
    """The changes of the roll after a notice, oldest first."""
    return list(s.scalars(sa.select(RollMend).where(RollMend.consultation_id == consultation.id).order_by(RollMend.id)))


def _replace_roll(
    s: Session, actor: StaffActor, found: Consultation, entries: Sequence[roll.Entry], now: datetime, *, reason: str
) -> int:
    _needs_state(found, State.DRAFT, State.NOTICED)
    if roll_size(s, found.id):
        mended(s, actor, found, "replace", now, reason=reason)
    s.execute(sa.delete(RollEntry).where(RollEntry.consultation_id == found.id))
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == found.id))
    rows = [
        {
            "consultation_id": found.id,
            "line": entry.line,
            "name": entry.name,
            "phone": entry.phone,
            "household": entry.household,
            "unit": entry.unit,
            "area": entry.area,
            "confirmed": False,
            "leaned_on": False,
        }
        for entry in entries
    ]
    if rows:
        s.execute(sa.insert(RollEntry), rows)
    s.expire_all()
    note(s, found, "roll", actor, now, count=len(rows))
    return len(rows)


def roll_size(s: Session, consultation_id: int) -> int:
    """How many voices are on the roll."""
    query = sa.select(sa.func.count()).select_from(RollEntry).where(RollEntry.consultation_id == consultation_id)
    return s.scalar(query) or 0


@dataclass(frozen=True)
class MaskedEntry:
    """One line of the roll as a list shows it. `shared`: the phone stands on several entries."""

    id: int
    line: int
    name: str
    phone: str
    unit: str
    area: Decimal | None
    shared: bool
    confirmed: bool
    asked: bool = False  # it waits for the scrutineer

    @property
    def can_vote_online(self) -> bool:
        return bool(self.phone) and (not self.shared or self.confirmed)


def masked_roll(
    s: Session, consultation: Consultation, *, after: int = 0, limit: int = 50, only_shared: bool = False
) -> list[MaskedEntry]:
    """Who can vote, masked, by line, after a line."""
    shared = _shared_phones(consultation.id)
    query = sa.select(RollEntry, RollEntry.phone.in_(shared)).where(
        RollEntry.consultation_id == consultation.id, RollEntry.line > max(min(after, MAX_ID), 0)
    )
    if only_shared:
        query = query.where(RollEntry.phone.in_(shared))
    rows = s.execute(query.order_by(RollEntry.line).limit(limit))
    return [
        MaskedEntry(
            id=entry.id,
            line=entry.line,
            name=roll.mask_name(entry.name),
            phone=roll.mask_phone(entry.phone) if entry.phone else "",
            unit=roll.mask_unit(entry.unit or entry.household),
            area=entry.area,
            shared=bool(is_shared),
            confirmed=entry.confirmed,
            asked=entry.asked_by is not None,
        )
        for entry, is_shared in rows
    ]


def _shared_phones(consultation_id: int) -> sa.Select[Any]:
    return (
        sa.select(RollEntry.phone)
        .where(RollEntry.consultation_id == consultation_id, RollEntry.phone != "")
        .group_by(RollEntry.phone)
        .having(sa.func.count() > 1)
    )


def confirm_entry(
    s: Session, actor: StaffActor, consultation_id: int, entry_id: int, *, confirmed: bool, now: datetime
) -> None:
    """The committee has made sure that whoever answers this shared phone may act for this entry (or takes it back).

    A phone that acts for two already: the scrutineer is asked (`scrutineer.second`).
    """
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.DRAFT, State.NOTICED, State.OPEN)
    entry = entry_of(s, found, entry_id)
    if not confirmed:
        take_back_confirmation(s, found, entry)
        note(s, found, "unconfirm", actor, now, entry=entry.id)
        return
    if not entry.phone:
        raise Conflict("这一行没有手机号")
    if not entry.leaned_on and len(_leaning_on(s, found, entry.phone)) >= MOST_ALONE:
        entry.asked_by = actor.id
        note(s, found, "asked", actor, now, entry=entry.id)
        return
    entry.confirmed, entry.leaned_on = True, True
    note(s, found, "confirm", actor, now, entry=entry.id)


def entry_of(s: Session, found: Consultation, entry_id: int) -> RollEntry:
    """A line of this roll. Raises NotFound."""
    entry = s.get(RollEntry, entry_id) if 0 < entry_id <= MAX_ID else None
    if entry is None or entry.consultation_id != found.id:
        raise NotFound("名册上没有这一行")
    return entry


def take_back_confirmation(s: Session, found: Consultation, entry: RollEntry) -> None:
    """Its phone does not act for it any more. Once the vote is open, it still counts as one that the phone acted for."""
    entry.confirmed, entry.asked_by = False, None
    if found.state != State.OPEN:
        entry.leaned_on = False
    count_shared_phones(s, found)


def _leaning_on(s: Session, found: Consultation, phone: str) -> list[RollEntry]:
    query = sa.select(RollEntry).where(
        RollEntry.consultation_id == found.id, RollEntry.phone == phone, RollEntry.leaned_on
    )
    return list(s.scalars(query))


def count_shared_phones(s: Session, found: Consultation) -> None:
    """How many phones act for more entries than the committee may confirm alone: published."""
    s.flush()
    several = (
        sa.select(RollEntry.phone)
        .where(RollEntry.consultation_id == found.id, RollEntry.leaned_on, RollEntry.phone != "")
        .group_by(RollEntry.phone)
        .having(sa.func.count() > MOST_ALONE)
    )
    found.shared_phones = s.scalar(sa.select(sa.func.count()).select_from(several.subquery())) or 0


# --- opening, turnout, publishing -------------------------------------------------------------------------------


def open_vote(s: Session, actor: StaffActor, consultation_id: int, ring: KeyRing, now: datetime) -> Consultation:
    """Freeze the roll and open. A secret one gets its key pair first: on the disk before the public half is committed.

    Raises GateMissing naming what is missing and its article, the scrutineer's word among it.
    """
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.NOTICED)
    template, facts = template_of(found), facts_of(s, found, now)
    _refuse(gates.missing_for_opening(template, facts))
    found.counted_from, found.scrutinised_at = facts.counted_from, witness.witness(s, found).at
    audit.refuse_second_opening(ring, found)
    _freeze_roll(s, found, template)
    if found.secrecy == Secrecy.SECRET:
        found.padded_length = urn.padded_length(questions_of(found))
        ring.remove_keys(found.id)  # of an opening that was cut off before its commit
        found.public_key = ring.make(found.id)
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == found.id))
    found.state, found.opened_at = State.OPEN, now
    audit.fix(s, ring, found)
    note(s, found, "open", actor, now, roll=found.roll_hash, count=found.roll_count)
    return found


def _freeze_roll(s: Session, found: Consultation, template: Template) -> None:
    rows = list(s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == found.id)))
    salt = secrets.token_bytes(32)
    entries = [roll.Entry(row.line, row.name, row.phone, row.household, row.unit, row.area) for row in rows]
    found.roll_salt, found.roll_hash = salt.hex(), roll.fingerprint(entries, salt)
    found.roll_count = len(rows)
    if template.weighted:
        found.roll_area = sum((row.area or Decimal(0) for row in rows), Decimal(0))


def roll_figures(s: Session, consultation: Consultation) -> Figures:
    """The whole roll: as frozen, before that as it stands."""
    if consultation.roll_count is not None:
        return Figures(consultation.roll_count, consultation.roll_area)
    if not template_of(consultation).weighted:
        return Figures(roll_size(s, consultation.id))
    areas = list(s.scalars(sa.select(RollEntry.area).where(RollEntry.consultation_id == consultation.id)))
    return Figures(len(areas), sum((area or Decimal(0) for area in areas), Decimal(0)))


def turnout(s: Session, consultation: Consultation) -> Turnout:
    """Who took part by number, and what is still missing. No choice is looked at (a named one neither)."""
    template, basis = template_of(consultation), Basis(consultation.basis)
    voted = sa.select(RollEntry.area).where(RollEntry.consultation_id == consultation.id)
    cast = Envelope if consultation.secrecy == Secrecy.SECRET else NamedBallot
    areas = list(s.scalars(voted.join(cast, cast.roll_entry_id == RollEntry.id)))
    area = sum((found or Decimal(0) for found in areas), Decimal(0)) if template.weighted else None
    took_part, whole = Figures(len(areas), area), roll_figures(s, consultation)
    rules = template.quorum_for(basis)
    missing = tuple((rule.measure, quorum.still_missing(rule, took_part, whole)) for rule in rules)
    heads = next(rule for rule in rules if rule.measure == "count")
    return Turnout(took_part, whole, missing, quorum.needed(heads, whole.count))


def publish(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> Consultation:
    """Post the result: the record is public from now on."""
    found = get_for(s, actor, consultation_id, act=True)
    _needs_state(found, State.CLOSED)
    if found.secrecy == Secrecy.SECRET and not found.key_end:
        raise Conflict("票箱的钥匙还没有销毁，请稍等一下再公布")
    found.state, found.published_at = State.PUBLISHED, now
    note(s, found, "publish", actor, now)
    return found


def events_of(s: Session, consultation: Consultation) -> list[ConsultationEvent]:
    """What the committee did, oldest first."""
    query = sa.select(ConsultationEvent).where(ConsultationEvent.consultation_id == consultation.id)
    return list(s.scalars(query.order_by(ConsultationEvent.id)))


# --- within -----------------------------------------------------------------------------------------------------


def _acting_committee(s: Session, actor: StaffActor) -> Committee:
    if actor.role not in ACT or actor.committee_id is None:
        raise Forbidden("只有委员会的主任和委员能操作")
    return s.get_one(Committee, actor.committee_id)


def _needs_state(found: Consultation, *states: State) -> None:
    if found.state not in states:
        raise Conflict(f"这个议题{State(found.state).label}，不能这样做")


def _refuse(missing: Sequence[Check]) -> None:
    if missing:
        first = missing[0]
        raise GateMissing(f"{first.what}：{first.why}", gates=[_as_gate(check) for check in missing])


def _as_gate(check: Check) -> dict[str, Any]:
    return {"key": check.key, "what": check.what, "why": check.why, "citation": check.citation}


def note(s: Session, found: Consultation, verb: str, actor: StaffActor | None, now: datetime, **detail: Any) -> None:
    """Write down what the committee did."""
    s.add(
        ConsultationEvent(
            consultation_id=found.id, verb=verb, at=now, account_id=actor.id if actor else None, detail=detail
        )
    )
    s.flush()
