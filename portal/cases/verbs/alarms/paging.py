"""Page the on-call list for an emergency: the first at once, the next after five minutes or a failed SMS.

This goes on until somebody acknowledges or an all-clear ends it, also at night and on holidays; after its last person
the list starts over. An all-clear ends nothing before one person on call was sent an SMS about it, since whoever gave it may
have taken the reporter's phone. Each page is a row, marked as sent in the transaction that queues its SMS, so that a worker that
is killed or runs twice pages nobody twice and leaves nobody out. Alarms for one person within a minute of their last
SMS share the next SMS, which names each. Whoever a case is about is not paged for it unless nobody else can be
(`alarms.on_call_for`), and never acknowledges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who, staff
from portal.cases.records.event_log import act
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.truth import FOR_HANDLERS, LOOKED_THROUGH
from portal.cases.verbs.alarms import page_sms
from portal.cases.verbs.disclosure import sealing
from portal.cases.verbs.notifying import notifications
from portal.kernel.errors import Forbidden
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.outbox.outcome import Fate
from portal.staff import leave
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates

PATIENCE = timedelta(minutes=5)  # until the next on call is paged
_SAID_BY_REPORTER = ("staff_moved", "staff_where")  # templates for a place that the reporter told
BATCH = 50  # alarms, at most, looked at in one run of the job


def raise_alarm(s: Session, parts: Parts, case: Case, *, anew: bool = True, is_another: bool = False) -> bool:
    """Open the case's alarm and page whoever is due, mostly the first on call, unless it is open already; page the grid worker too.

    `anew`: if it was open before, whoever took it on or was paged lately is paged as well (`_page_those_told_before`).
    `is_another`: of another danger than they know, also while nobody has acknowledged it. Returns whether it was opened now.
    """
    now = parts.clock.now()
    took_it = _took_it_lately(alarms.alarm_of(s, case), now)
    alarm, fresh = alarms.open_alarm(s, case, now, anew=anew, is_another=is_another)
    if fresh and alarm.next_at is not None and alarm.next_at <= now:
        _page_next_person(s, parts, alarm, now)
    if fresh and anew:
        _page_those_told_before(s, parts, alarm, took_it, now)
    page_grid_worker(s, parts, case)
    return fresh


def _took_it_lately(alarm: Alarm | None, now: datetime) -> int | None:
    """The account that acknowledged the alarm within `alarms.TOLD_LATELY`, if any."""
    if alarm is None or alarm.acked_at is None or alarm.acked_at <= now - alarms.TOLD_LATELY:
        return None
    return alarm.acked_by


def _page_those_told_before(s: Session, parts: Parts, alarm: Alarm, took_it: int | None, now: datetime) -> None:
    """Page whoever was sent a page within `alarms.TOLD_LATELY`, and who had taken it on (`took_it`), unless they were paged since.

    If there was an all-clear, it went to them (`_to_tell`), so that they may be turning back.
    """
    lately = (AlarmPage.at < alarm.opened_at, AlarmPage.at > now - alarms.TOLD_LATELY, AlarmPage.outbox_id.is_not(None))
    ids = [page.account_id for page in s.scalars(page_sms.pages_of(alarm).where(*lately))]
    for account_id in dict.fromkeys([*([took_it] if took_it else []), *ids]):
        account = s.get(Account, account_id)
        if account is not None and not alarms.is_hidden_from(alarm.case, account):
            _page_beside_list(s, parts, alarm, account, now)


def _page_beside_list(s: Session, parts: Parts, alarm: Alarm, account: Account, now: datetime) -> None:
    """Page somebody besides the on-call list, once each time the alarm is opened; not if they cannot be reached by SMS."""
    paged = page_sms.pages_of(alarm).where(AlarmPage.account_id == account.id, AlarmPage.at >= alarm.opened_at)
    if account.active and account.phone and s.scalars(paged.limit(1)).first() is None:
        step = page_sms.free_step(s, alarm, account, page_sms.BESIDE_STEP)
        _page(s, parts, alarm, account, now, step=step)


def page_grid_worker(s: Session, parts: Parts, case: Case) -> None:
    """Page the case's grid worker (on leave: whoever stands in, if they have a phone), who is near, besides the on-call list.

    Only while people are still paged about the alarm (`page_sms.is_paging`), not if they were paged since it was opened, and
    not if the case is hidden from them.
    """
    alarm = alarms.alarm_of(s, case)
    worker = s.get(Account, case.worker_id) if case.worker_id else None
    worker = leave.paged_for(s, worker, parts.clock.now()) if worker else None
    if alarm is None or not page_sms.is_paging(alarm) or worker is None or alarms.is_hidden_from(case, worker):
        return
    _page_beside_list(s, parts, alarm, worker, parts.clock.now())


def uncalled_worker(s: Session, parts: Parts, case: Case) -> str:
    """The name of the grid worker of an open emergency whom no SMS can call: neither they nor whoever stands in left a phone, or their account is closed; else ""."""
    worker = s.get(Account, case.worker_id) if case.worker_id and alarms.is_open_emergency(case) else None
    if worker is None or alarms.is_hidden_from(case, worker):
        return ""
    called = leave.paged_for(s, worker, parts.clock.now())
    return "" if called.phone and called.active else worker.name


def page_instead_of_accused(s: Session, parts: Parts, case: Case) -> bool:
    """Page the first who is left on call if the reporter's new words hide the case from whoever has its alarm, which is opened again.

    While nobody has acknowledged it: if they hide it from whoever was paged last. Returns whether somebody was paged for this.
    """
    alarm = alarms.alarm_of(s, case)
    if alarm is None or (alarm.acked_at is None and not page_sms.is_paging(alarm)):
        return False
    last = sa.select(AlarmPage.account_id).where(AlarmPage.alarm_id == alarm.id, AlarmPage.step == alarm.step)
    has_it = s.get(Account, alarm.acked_by or 0) if alarm.acked_at else s.get(Account, s.scalar(last.limit(1)) or 0)
    if has_it is None or not alarms.is_hidden_from(case, has_it):
        return False
    if alarm.acked_at is not None:
        alarm, _ = alarms.open_alarm(s, case, parts.clock.now())
    left = len(_people(s, alarm, parts.clock.now()))
    alarm.step += -alarm.step % max(1, left)  # go on with the first of those who are left
    return bool(_page_next_person(s, parts, alarm, parts.clock.now()))


def tell_of_addition(s: Session, parts: Parts, case: Case, event_serial: int) -> None:
    """Tell whoever acknowledged the alarm, by SMS, that the reporter added something; if nobody has, whoever was paged last.

    The latter are told once each time the alarm is opened. `event_serial`: of the reporter's event.
    """
    alarm = alarms.alarm_of(s, case)
    if alarm is not None and alarm.acked_at is None:
        _page_last_again(s, parts, alarm)
        return
    account = s.get(Account, alarm.acked_by) if alarm is not None and alarm.acked_by else None
    if account is not None:
        key = f"staff_more:{case.id}:{event_serial}"
        notifications.queue_staff_sms(s, parts, account, "staff_more", params={"case_no": case.case_no}, key=key)


def tell_of_new_place(s: Session, parts: Parts, case: Case, event_serial: int, *, template: str) -> list[Account]:
    """Tell staff by SMS that this event changed the place, or named the first, as somebody may be on the way; returns to whom one was queued.

    `template`: the text template, `staff_moved`, or `staff_where` of the first place; `staff_more` if that cannot go by SMS. It goes to the same people
    as an all-clear (`_to_tell`), each time; whoever is paged from now on finds the new place in the case.
    """
    alarm = alarms.alarm_of(s, case)
    if template in _SAID_BY_REPORTER and not templates.can_go_by_sms(parts.settings, template):
        template = "staff_more"
    key, params = f"{template}:{case.id}:{event_serial}", {"case_no": case.case_no}
    found = _to_tell(s, alarm) if alarm is not None else []
    return [one for one in found if notifications.queue_staff_sms(s, parts, one, template, params=params, key=key)]


def tell_that_worker_goes(s: Session, parts: Parts, alarm: Alarm, who: Who, event_serial: int) -> None:
    """Tell staff by SMS that a grid worker (`who`) goes, so that nobody else is paged: a clerk sees to it that they do.

    Whoever was paged on the on-call list since the alarm was opened; if nobody was, the first on call.
    """
    sent = page_sms.pages_of(alarm).where(AlarmPage.step > 0, AlarmPage.at >= alarm.opened_at)
    ids = {page.account_id for page in s.scalars(sent.where(AlarmPage.outbox_id.is_not(None)))}
    people = [one for one in _people(s, alarm, parts.clock.now()) if one.id != who.id]
    case = alarm.case
    key = f"staff_goes:{case.id}:{event_serial}"
    for one in [one for one in people if one.id in ids] or people[:1]:
        notifications.queue_staff_sms(s, parts, one, "staff_goes", params={"case_no": case.case_no}, key=key)


def _to_tell(s: Session, alarm: Alarm) -> list[Account]:
    """Whoever acknowledged the alarm; if nobody has, everybody who was sent a page; nobody from whom the case is hidden."""
    sent = sa.select(AlarmPage.account_id).where(AlarmPage.alarm_id == alarm.id, AlarmPage.outbox_id.is_not(None))
    ids = [alarm.acked_by] if alarm.acked_by else dict.fromkeys(s.scalars(sent.order_by(AlarmPage.id)))
    found = (s.get(Account, account_id) for account_id in ids)
    return [one for one in found if one is not None and not alarms.is_hidden_from(alarm.case, one)]


def tell_of_all_clear(
    s: Session, parts: Parts, case: Case, event_serial: int, *, false_alarm: bool, ends: bool
) -> None:
    """Tell staff (`_to_tell`) by SMS that the reporter, in this event, calls it a false alarm, or says that the danger is over.

    Where they may be forced to say so, or hide a danger to themselves (`alarms.may_deny`), the SMS says that it proves nothing.

    `ends`: nobody else is paged once somebody was told of the danger (`_somebody_was_told`), and waiting pages are then not
    sent; until then they are, and say what was said since. The desk shows the alarm until somebody acknowledges it.
    """
    alarm = alarms.lock_alarm_of(s, case)
    if alarm is None:
        return
    # locked, so that a page that the worker is sending either counts as sent here, or is worded by this event there
    pages = list(s.scalars(page_sms.pages_of(alarm).with_for_update()))
    told = _to_tell(s, alarm)
    if ends and alarm.acked_at is None:
        alarm.ended_at = alarm.ended_at or parts.clock.now()
        if _somebody_was_told(s, alarm, Fate.SENDING):
            for page in pages:
                page.sent_at = page.sent_at or parts.clock.now()  # no longer waits, as in `page_sms.send_waiting`
    template = "staff_false_alarm" if false_alarm else "staff_safe"
    if not alarms.may_deny(case) and templates.can_go_by_sms(parts.settings, "staff_safe_unproven"):
        template = "staff_safe_unproven"
    last = {page.account_id: page.id for page in pages if page.outbox_id is not None}
    for account in told:
        # once after each page: alarm and all-clear in turns send no more SMS than pages, which SMS_GAP holds apart
        key = f"{template}:{case.id}:{f'page{last[account.id]}' if account.id in last else event_serial}"
        notifications.queue_staff_sms(s, parts, account, template, params={"case_no": case.case_no}, key=key)


_ARRIVES = (Fate.SENT, Fate.DELIVERED, Fate.PRETENDED)


def _somebody_was_told(s: Session, alarm: Alarm, *also: Fate) -> bool:
    """Whether somebody on call from whom the case is not hidden was sent an SMS about the alarm since it was opened.

    One that failed does not count, nor one that is still to leave, unless `also` names that fate.
    """
    sent = page_sms.pages_of(alarm).where(AlarmPage.step > 0, AlarmPage.sent_at >= alarm.opened_at)
    for page in s.scalars(sent.where(AlarmPage.outbox_id.is_not(None))):
        row, account = s.get(OutboxRow, page.outbox_id or 0), s.get(Account, page.account_id)
        if row is None or account is None or alarms.is_hidden_from(alarm.case, account):
            continue
        if outcome.fate_of(s, row) in (*_ARRIVES, *also):
            return True
    return False


def _page_last_again(s: Session, parts: Parts, alarm: Alarm) -> None:
    """Page whoever was paged last once more, because the reporter added something; once each time the alarm is opened."""
    last = sa.select(AlarmPage.account_id).where(AlarmPage.alarm_id == alarm.id, AlarmPage.step == alarm.step)
    account = s.get(Account, s.scalar(last.limit(1)) or 0)
    paged = page_sms.pages_of(alarm).where(AlarmPage.step < 0, AlarmPage.at >= alarm.opened_at)
    known = any(page_sms.is_about_addition(page) for page in s.scalars(paged))
    if account is not None and not known and not alarms.is_hidden_from(alarm.case, account):
        step = page_sms.free_step(s, alarm, account, page_sms.ADDITION_STEP)
        _page(s, parts, alarm, account, parts.clock.now(), step=step)


def page_next(parts: Parts) -> int:
    """The worker's job: page the next on call for alarms not acknowledged in time, and send pages that waited.

    Returns how many people were paged, together with how many waiting pages were dealt with.
    """
    now = parts.clock.now()
    with parts.db.read() as s:
        alarm_ids = [alarm.id for alarm in _perhaps_due(s, now) if _is_due(s, alarm, now)]
        ready = [
            account_id
            for account_id in s.scalars(page_sms.accounts_with_waiting_pages())
            if not page_sms.got_sms_lately(s, account_id, now)
        ]
    done = 0
    for alarm_id in alarm_ids:
        with parts.db.write() as s:
            alarm = alarms.lock_alarm(s, alarm_id)
            if alarm is not None and _is_due(s, alarm, now):
                done += _page_next_person(s, parts, alarm, now)
    for account_id in ready:
        with parts.db.write() as s:
            account = s.get(Account, account_id, with_for_update={"key_share": True})
            done += page_sms.send_waiting(s, parts, account, now) if account is not None else 0
    return done


def _perhaps_due(s: Session, now: datetime) -> list[Alarm]:
    """The first BATCH open alarms whose PATIENCE is over or whose last SMS failed, asked for all at once: the job runs each second."""
    failed = sa.select(AlarmPage.id).join(OutboxRow, AlarmPage.outbox_id == OutboxRow.id)
    failed = failed.where(AlarmPage.alarm_id == Alarm.id, AlarmPage.step == Alarm.step, outcome.has_failed())
    open_ones = sa.select(Alarm).where(Alarm.next_at.is_not(None), sa.or_(Alarm.next_at <= now, failed.exists()))
    return list(s.scalars(open_ones.order_by(Alarm.next_at, Alarm.id).limit(BATCH)))


def acknowledge_alarm(s: Session, alarm_id: int, account_id: int, how: str, now: datetime) -> tuple[Case, bool] | None:
    """Acknowledge an alarm and, the first time, note it on the case's timeline; `how`: "tap" or "sms".

    Returns the case and whether this was the first acknowledgement; None if alarm or account is unknown, or if the
    case is hidden from the account; None, too, for a tap by somebody from whom the case is sealed. Whoever takes the alarm
    of a sealed case on by the code that they were sent is assigned to it. The case is locked before its alarm, as everywhere.
    """
    alarm = alarms.lock_case_and_alarm(s, alarm_id)
    account = s.get(Account, account_id)
    if alarm is None or account is None or alarms.is_hidden_from(alarm.case, account):
        return None
    case = alarm.case
    sealed_from_them = not alarms.may_be_told(case, account)
    if sealed_from_them and how == "tap":
        return None
    fresh = alarms.mark_acknowledged(s, alarm, account_id, how, now)
    if fresh and sealed_from_them:
        sealing.assign_who_took_it(s, now, case, account_id)
    who = _who(s, account_id)
    if fresh and who is not None:
        act(s, now, case, Verb.NOTE, who, data={FOR_HANDLERS: True, LOOKED_THROUGH: True}, private=_TAKEN[how])
    return case, fresh


# how it was acknowledged → the note on the case's timeline
_TAKEN = {"tap": "接下了险情，不再叫别人", "sms": "回短信接下了险情，不再叫别人"}


def _who(s: Session, account_id: int) -> Who | None:
    """The account as an actor; None if it is not active, or its role has no part in cases."""
    account = accounts.active_actor(s, account_id)
    try:
        return staff(s, account) if account is not None else None
    except Forbidden:
        return None


@dataclass(frozen=True)
class TakenByCode:
    """What a code sent back did: the cases whose alarms count as acknowledged, and those it is too old for.

    `raised_since`: their alarms were opened again after the SMS with the code, so that whoever sent it may not know of that.
    """

    taken: list[Case]
    raised_since: list[Case]


def acknowledge_by_code(s: Session, secret: str, code: str, now: datetime) -> TakenByCode | None:
    """Acknowledge the alarms that the SMS with this code named, as the account that was paged.

    The code identifies the account, because an SMS sender can be forged. Cases hidden from the account are left out, and an
    alarm that was opened again since that SMS is not acknowledged. None if no page within CODE_LIFE has the code, the account is
    not active, or nothing is left.
    """
    pages = alarms.pages_with_code(s, secret, code, now)
    account = s.get(Account, pages[0].account_id) if pages else None
    if account is None or not account.active:
        return None
    sent_at = {page.alarm_id: page.sent_at for page in pages if page.sent_at is not None}
    taken, raised_since = [], []
    for alarm_id in sorted(sent_at):
        alarm = alarms.lock_case_and_alarm(s, alarm_id)
        if alarm is not None and alarm.opened_at > sent_at[alarm_id] and not alarms.is_hidden_from(alarm.case, account):
            raised_since.append(alarm.case)
        elif (found := acknowledge_alarm(s, alarm_id, account.id, "sms", now)) is not None:
            taken.append(found[0])
    return TakenByCode(taken, raised_since) if taken or raised_since else None


def _is_due(s: Session, alarm: Alarm, now: datetime) -> bool:
    """Whether to page the next person: PATIENCE is over, or the last SMS is known to have failed.

    A failure counts only in the first round of the list, or failing numbers would be paged without a pause.
    """
    if alarm.next_at is None or alarm.next_at <= now:
        return alarm.next_at is not None
    last = sa.select(OutboxRow).join(AlarmPage, AlarmPage.outbox_id == OutboxRow.id)
    row = s.scalar(last.where(AlarmPage.alarm_id == alarm.id, AlarmPage.step == alarm.step))
    return row is not None and outcome.fate_of(s, row) is Fate.FAILED and alarm.step < len(_people(s, alarm, now))


def _page_next_person(s: Session, parts: Parts, alarm: Alarm, now: datetime) -> int:
    """Page the next on call, and wait PATIENCE anew, even if there is nobody to page. Returns how many were paged, 0 or 1.

    If an all-clear ended the alarm and somebody was told of it, nobody is paged any more.
    """
    if alarm.ended_at is not None and _somebody_was_told(s, alarm):
        alarm.next_at = None
        s.flush()
        return 0
    alarm.next_at = now + PATIENCE
    if not (people := _people(s, alarm, now)):
        s.flush()
        return 0
    account = people[alarm.step % len(people)]
    alarm.step += 1
    _page(s, parts, alarm, account, now, step=alarm.step)
    return 1


def _people(s: Session, alarm: Alarm, now: datetime) -> list[Account]:
    """Whom to page for this alarm, in order."""
    return alarms.on_call_for(s, alarm.case, now)


def _page(s: Session, parts: Parts, alarm: Alarm, account: Account, now: datetime, *, step: int) -> None:
    """Record that this person is to be paged for this step, once, and send the pages that wait for them."""
    known = sa.select(AlarmPage.id).where(
        AlarmPage.alarm_id == alarm.id, AlarmPage.account_id == account.id, AlarmPage.step == step
    )
    if s.scalar(known) is None:
        s.add(AlarmPage(alarm_id=alarm.id, account_id=account.id, step=step, at=now))
        s.flush()
    page_sms.send_waiting(s, parts, account, now)
