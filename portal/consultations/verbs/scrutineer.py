"""The scrutineer's actions: confirm or object, take either back, decide whether a phone may vote for a further entry."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.law import content_checks, gates, phases
from portal.consultations.law.phases import Act, State
from portal.consultations.models import Consultation, NoticePhoto, ScrutinyVerdict
from portal.consultations.verbs import acting, enrolling, noticing, queries, scrutiny_status
from portal.consultations.verbs.scrutiny_status import Matter, Verdict
from portal.consultations.verbs.watching import objections, roll_history
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account

MOST_OBJECTIONS = 5  # of one scrutineer to one vote


def confirm(
    s: Session,
    actor: StaffActor,
    consultation_id: int,
    *,
    seen: str,
    matter: str,
    posting_day: bool = False,
    now: datetime,
) -> None:
    """Confirm the consultation, its notice, evidence and roll as the page showed them (`seen`: the page's `confirmed_digest`).

    `matter`: a `Matter`; Invalid unless it declares that this committee may have it voted on (else `object_to` is what to do).
    `posting_day`: also confirm that the photo shows the posting on the day that the notice names; Invalid without a photo.
    Raises Forbidden if the actor is not independent of the matter, Conflict while their own objection stands, if something
    is missing, has changed since the page was shown, or if they have not looked at the roll unmasked since its last change.
    """
    consultation = _get_for_scrutineer(s, actor, consultation_id)
    if not phases.allows(State(consultation.state), Act.CONFIRM):
        raise Conflict(_("发了通知、还没开始投票的时候才能确认"))
    _refuse_conflict(s, consultation, actor)
    if matter != Matter.WITHIN:
        raise Invalid(_("请先声明：这件事是不是选举、罢免、选聘物业这些不能在这里投的事"), field="matter")
    own = scrutiny_status.own_verdict(s, consultation, actor.id)
    if own is not None and own.verdict == Verdict.OBJECTED:  # or it would vanish from what is published, unnoticed
        raise Conflict(_("您的异议还在。请先撤回异议，再确认"))
    missing = missing_for_confirming(s, consultation, now)
    if missing:
        raise Conflict(missing)
    if not roll_history.looked_since_changed(s, consultation, actor.id):
        raise Conflict(_("确认以前，请先按“看没有遮的名册和改动”，把现在这份名册看一遍"))
    digest = scrutiny_status.confirmed_digest(s, consultation)
    if seen != digest:
        raise Conflict(_("这一页打开以后内容又有改动，请重新看一遍再确认"))
    if posting_day and queries.notice_photo_digest(s, consultation) is None:
        raise Invalid(_("没有早先张贴的照片，不能确认更早的日子"), field="earlier")
    _add_verdict(s, consultation, actor, Verdict.CONFIRMED, now, digest=digest, posting_day=posting_day, matter=matter)
    special = queries.template_of(consultation).weighted  # the page then also asks for what more owners must agree to
    acting.log_event(s, consultation, "scrutinised", actor, now, earlier=posting_day, special=special)


def missing_for_confirming(s: Session, consultation: Consultation, now: datetime) -> str:
    """In Chinese, the first thing that is missing before the scrutineer can confirm; "" if nothing is."""
    facts = noticing.facts_of(s, consultation, now)
    for check in gates.checklist(queries.template_of(consultation), facts):
        if check.blocks and check.key not in ("notice", "time", "scrutiny"):
            return f"{check.what}：{check.why}"
    return ""


def object_to(
    s: Session, actor: StaffActor, consultation_id: int, reason: str, now: datetime, *, outside: bool = False
) -> None:
    """Object, `outside`: that the matter is not the committee's. Then nothing is counted until a supervisor has decided.

    While the objection stands, the vote cannot be opened, nor the result be published without an answer to it.

    Committee and supervisor see the reason, everybody once the result is published: from `outside`, at once and for good.
    Possible from the notice until then, MOST_OBJECTIONS times. Raises Conflict in other states, and Invalid for a `reason` without
    content; Conflict, too, for `outside` once a supervisor has ruled on that since the notice: else one person could keep a
    vote from ever being counted.
    """
    consultation = _get_for_scrutineer(s, actor, consultation_id)
    acting.require_allowed(consultation, Act.OBJECT)
    if outside and consultation.state == State.CLOSED:
        raise Conflict(_("票已经数了，督查不能再停止。请照别的异议提，和结果一起公布"))
    _refuse_without_end(s, consultation, actor, outside=outside)
    reason = objections.tidied(reason)
    if content_checks.objection_fault(reason):
        raise Invalid(_("请用一句话写明哪里不对"), field="reason")
    matter = Matter.OUTSIDE if outside else ""
    row = _add_verdict(s, consultation, actor, Verdict.OBJECTED, now, reason=reason, matter=matter)
    if outside:
        objections.make_public(s, consultation, row)
        detail = {"objection": row.id, "title": consultation.title}  # the next notice may ask something else
        acting.log_event(s, consultation, "objected_outside", actor, now, **detail)
    else:
        acting.log_event(s, consultation, "objected", actor, now)


def _refuse_without_end(s: Session, consultation: Consultation, actor: StaffActor, *, outside: bool) -> None:
    """Raise Conflict for what was objected and decided before, and for more objections of one person than MOST_OBJECTIONS."""
    if outside and objections.is_ruled_within(s, consultation):
        raise Conflict(
            _(
                "督查已经定过这件事归本委员会定，异议和理由居民看得到，不再停一次。还觉得不对的，不选“不归本委员会定”，照别的异议提：委员会要答复，和结果一起公布"
            )
        )
    own = [row for row in objections.verdicts(s, consultation) if row.account_id == actor.id]
    if sum(row.verdict == Verdict.OBJECTED for row in own) >= MOST_OBJECTIONS:
        raise Conflict(_("这份议题您提过 %(n)s 次异议了，都记着。再有新的情况，请直接告诉督查", n=MOST_OBJECTIONS))


def withdraw(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> None:
    """Take back one's own last verdict; a confirmation only between notice and opening, an objection until it is published. Raises Conflict."""
    consultation = _get_for_scrutineer(s, actor, consultation_id)
    own = scrutiny_status.own_verdict(s, consultation, actor.id)
    is_published = own is not None and own.verdict == Verdict.OBJECTED and consultation.state == State.PUBLISHED
    if own is None or is_published:
        raise Conflict(_("没有可以撤回的"))
    if own.verdict == Verdict.CONFIRMED and not phases.allows(State(consultation.state), Act.CONFIRM):
        if consultation.state == State.DRAFT:
            raise Conflict(_("通知已经撤回，原来的确认不再算数，不用再撤回"))
        raise Conflict(_("投票已经开始，确认不能再撤回；发现问题请提异议"))
    _add_verdict(s, consultation, actor, Verdict.WITHDRAWN, now)
    acting.log_event(s, consultation, "withdrew", actor, now)


def decide_further_entry(
    s: Session, actor: StaffActor, consultation_id: int, entry_id: int, *, agree: bool, now: datetime
) -> None:
    """Decide on what the committee asked of this entry's shared phone; `agree`: it is done.

    Before the opening: that a phone that is confirmed for two entries may vote for this one too. In an open vote: that
    it may vote for this one, or no longer; that is recorded with its reason and counted in public.

    Raises Conflict if nobody asked for it or voting is over, Forbidden for whoever asked and for a scrutineer who is not
    independent.
    """
    consultation = _get_for_scrutineer(s, actor, consultation_id)
    acting.require_allowed(consultation, Act.CONFIRM_PHONE)
    entry = enrolling.entry_of(s, consultation, entry_id)
    if entry.asked_by is None:
        raise Conflict(_("委员会没有请您核实这一行"))
    account = s.get_one(Account, actor.id)
    if scrutiny_status.same_person(s, account, entry.asked_by):
        raise Forbidden(_("要由另一个人来核实"))
    _refuse_conflict(s, consultation, actor)
    if agree and consultation.state == State.OPEN:
        enrolling.change_in_open_vote(s, consultation, entry, now)
    elif agree:
        entry.confirmed, entry.was_confirmed = True, True
    entry.asked_by, entry.asked_reason = None, ""
    enrolling.count_phones_for_more_than_two(s, consultation)
    acting.log_event(s, consultation, "seconded" if agree else "refused", actor, now, entry=entry.id, line=entry.line)


def notice_photo(s: Session, actor: StaffActor, consultation_id: int) -> bytes:
    """The photo (JPEG) of a notice that was posted before it was recorded. Raises NotFound."""
    consultation = queries.get_for(s, actor, consultation_id)
    photo = s.get(NoticePhoto, consultation.id)
    if photo is None:
        raise NotFound(_("没有照片"))
    return photo.data


def _get_for_scrutineer(s: Session, actor: StaffActor, consultation_id: int) -> Consultation:
    """The consultation, locked, for a scrutineer of its committee. Raises NotFound, Forbidden."""
    queries.get_for(s, actor, consultation_id)
    if actor.role != Role.SCRUTINEER:
        raise Forbidden(_("只有本委员会的监票人能确认"))
    return queries.get(s, consultation_id, lock="change")


def _refuse_conflict(s: Session, consultation: Consultation, actor: StaffActor) -> None:
    conflict = scrutiny_status.conflict_of_interest(s, consultation, s.get_one(Account, actor.id))
    if conflict:
        raise Forbidden(conflict)


def _add_verdict(
    s: Session,
    consultation: Consultation,
    actor: StaffActor,
    verdict: Verdict,
    now: datetime,
    *,
    digest: str = "",
    posting_day: bool = False,
    reason: str = "",
    matter: str = "",
) -> ScrutinyVerdict:
    row = ScrutinyVerdict(
        consultation_id=consultation.id,
        account_id=actor.id,
        verdict=verdict,
        matter=matter,
        digest=digest,
        confirms_posting_day=posting_day,
        reason=reason,
        at=now,
    )
    s.add(row)
    s.flush()
    return row
