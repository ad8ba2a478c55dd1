"""The alarm of an emergency: who is on call for it, opening it, marking it acknowledged, and which alarms the desk is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.cases.disclosure import discretion, sealed
from portal.cases.models import Alarm, AlarmPage, Case, CaseEvent, OnCall, Urgency
from portal.cases.records import event_wording
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, State, Verb
from portal.cases.rules.truth import taken_back
from portal.kernel.roles import Role
from portal.kernel.sealing import keyed
from portal.on_call import schedule
from portal.staff.models import Account

RANK = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}  # the queue's order
CODE_LIFE = timedelta(hours=24)  # how long the code of a page acknowledges
TOLD_LATELY = timedelta(hours=12)  # so long after an alarm was opened, whoever was told of it may be on the way still
SHOWN_FOR = timedelta(hours=12)  # how long an acknowledged alarm stays on the desk's pages
# states in which no handler has acknowledged the case itself (签收)
NOT_IN_PROGRESS_YET = (State.REPORTED, State.ACCEPTED, State.DISPATCHED)
ACKNOWLEDGING = frozenset(  # staff who do this to the case acknowledge its alarm
    (
        Verb.ACCEPT,
        Verb.REJECT,
        Verb.DISPATCH,
        Verb.TRANSFER,
        Verb.ACKNOWLEDGE,
        Verb.PROGRESS,
        Verb.HANDLE_ON_SPOT,
        Verb.RESOLVE,
    )
)
CALMED = "calmed"  # in an event's data: staff made no emergency of words of danger, for a reason that they wrote
CALMED_FOR = timedelta(days=30)  # how long such a case stands before the supervisors
_Later = aliased(CaseEvent)
# staff who do this to a case were there, or asked: they checked whether there is danger; dispatching and accepting are no check
_CHECKS = frozenset((Verb.PROGRESS, Verb.HANDLE_ON_SPOT, Verb.RESOLVE))
_DENIED_BY_FORCE = ("home_violence", "self_harm")  # whoever is hurt may be made to say that there is no danger
DANGER_BEFORE = "danger_before"  # in an event's data: the case's danger before the event, which changed it
DANGER_TOLD = "danger_told"  # likewise: another danger that was told beside the case's own
# likewise: people were paged anew by it; the sign (`danger_sign.…`) or the danger that the words told
PAGED_ANEW = "paged_anew"
# in the data of a grid worker's NOTE: they go to see the emergency; False: they tapped before danger was told again
GOES = "goes"
CANNOT_GO = "cannot_go"  # likewise: they cannot go after all
# actors who may acknowledge
_STAFF = (Actor.DESK, Actor.GRID, Actor.BODY, Actor.SUPERVISOR)


def danger_labels(case: Case, *, but: str = "") -> list[str]:
    """The kinds of danger in Chinese (燃气, 有人被困 …), without anything personal: the case's own, then those told since, without `but`.

    A general word for a code without one; of a sealed case only its own.
    """
    told = [case.danger, *(one for one in _told_since(case) if one != but and not case.seal)]
    return list(dict.fromkeys(event_wording.sentence_in_group("danger", one, "other") for one in told))


def is_denied(case: Case) -> bool:
    """Whether the reporter's last word is that there is no danger (any more).

    False where somebody may have forced them to say so (`_DENIED_BY_FORCE`).
    """
    return _last_said(case) == Verb.ALL_CLEAR


def is_taken_back(case: Case) -> bool:
    """Whether the reporter's last word is that they withdraw the case; False as with `is_denied`."""
    return _last_said(case) == Verb.WITHDRAW


def may_deny(case: Case) -> bool:
    """Whether the reporter's denial is believed: nobody forces them to it, and they hide no danger to themselves.

    A danger in which it is not believed counts even if another was told since or beside it (`DANGER_BEFORE`, `DANGER_TOLD`).
    """
    told = {case.danger, *(event.data.get(key) for event in case.events for key in (DANGER_BEFORE, DANGER_TOLD))}
    return told.isdisjoint(_DENIED_BY_FORCE)


def opens_alarm(event: CaseEvent) -> bool:
    """Whether people may be paged anew for the event, be it for another reason than new words of danger."""
    is_one = event.verb == Verb.CORRECT and event.data.get("urgency") == Urgency.EMERGENCY
    return PAGED_ANEW in event.data or event.verb in (Verb.REOPEN, Verb.RESTORE) or is_one


def goes(case: Case, alarm: Alarm, who: Who) -> bool:
    """Whether this grid worker said last that they go to see it (`GOES`), since the alarm was opened, and knew of that."""
    theirs = [event for event in case.events if event.actor_id == who.id and event.at >= alarm.opened_at]
    said = [event for event in theirs if event.data.get(GOES) or CANNOT_GO in event.data]
    return bool(said) and GOES in said[-1].data


def is_raised_since(case: Case, serial: int) -> bool:
    """Whether, after the event with this serial, people were paged anew, or danger was told that was not known before."""
    later = [event for event in case.events if event.serial > serial]
    return any(
        opens_alarm(one) or DANGER_TOLD in one.data or one.data.get("urgency") == Urgency.EMERGENCY for one in later
    )


def is_open_emergency(case: Case) -> bool:
    """Whether the case is an emergency that is not resolved yet."""
    return case.urgency == Urgency.EMERGENCY and case.state in UNRESOLVED


def is_to_see(case: Case) -> bool:
    """Whether the case is an open emergency, or its reporter only says that it is none any more (`waits_for_check`)."""
    return is_open_emergency(case) or is_to_check(case)


def waits_for_check(case: Case) -> bool:
    """Whether the reporter of an emergency said that there is no danger (any more), believed or not, and nobody checked since.

    Until staff tell what they found (_CHECKS) or correct the urgency, or danger is told anew.
    """
    gone = taken_back(case.events)
    for event in reversed([one for one in case.events if one.serial not in gone]):
        if event.verb == Verb.ALL_CLEAR:
            return True
        if opens_alarm(event) or (event.actor in _STAFF and _tells_of_check(event)):
            return False
    return False


def _tells_of_check(event: CaseEvent) -> bool:
    """Whether staff's event tells that they checked, or what they make of the danger."""
    return event.verb in _CHECKS or (event.verb == Verb.CORRECT and "urgency" in event.data)


def is_to_check(case: Case) -> bool:
    """Whether staff must see to it that there is no danger in an open case (`waits_for_check`)."""
    return case.state in UNRESOLVED and waits_for_check(case)


def queue_rank(case: Case) -> int:
    """The case's place in the queue: by its urgency; of an emergency that was called off, that of one until staff have checked."""
    if case.urgency == Urgency.EMERGENCY or not is_to_check(case):
        return RANK[Urgency(case.urgency)]
    return RANK[Urgency.EMERGENCY if was_emergency(case) else Urgency(case.urgency)]


def was_emergency(case: Case) -> bool:
    """Whether the case is or ever was an emergency."""
    return any(event.data.get("urgency") == Urgency.EMERGENCY for event in case.events)


def taker(s: Session, alarm: Alarm) -> str:
    """The name of whoever took the alarm on; "" if nobody did."""
    return account_names(s, [alarm.acked_by]).get(alarm.acked_by, "") if alarm.acked_by else ""


def was_denied_since_opened(case: Case, alarm: Alarm) -> bool:
    """Whether the reporter said, since the alarm was opened, that there is no danger, believed or not: staff were told so."""
    return any(event.verb == Verb.ALL_CLEAR and event.at >= alarm.opened_at for event in case.events)


def was_called_false(case: Case) -> bool:
    """Whether the last all-clear called it a false alarm; False if the danger was said to be over, and without one."""
    clears = (event for event in reversed(case.events) if event.verb == Verb.ALL_CLEAR)
    return next((bool(event.data.get("false_alarm")) for event in clears), False)


def _last_said(case: Case) -> str:
    """The verb of the reporter's last event; "" without one, or where they may be forced."""
    if not may_deny(case):
        return ""
    return next((event.verb for event in reversed(case.events) if event.actor == Actor.RESIDENT), "")


def on_call(s: Session, now: datetime) -> list[Account]:
    """Whom to page, in order: whom the schedule names for the day, whoever is on the on-call list, then the supervisors.

    Only accounts with a phone; if nobody on the list has one, every clerk who has. An account on the list that was moved to a
    role outside `schedule.MAY_BE_ON_CALL` is passed over.
    """
    written = sa.select(Account).join(OnCall, OnCall.account_id == Account.id).order_by(OnCall.position)
    written = written.where(Account.active, Account.role.in_(schedule.MAY_BE_ON_CALL))
    listed = [account for account in s.scalars(written) if account.phone]
    if not listed:
        listed = _with_phone(s, Role.DESK)
    people = [*schedule.called_now(s, now), *listed, *_with_phone(s, Role.SUPERVISOR)]
    return list({account.id: account for account in people}.values())


def only_pageable_account(s: Session, now: datetime) -> Account | None:
    """The account, if it is the only one that any emergency can page; None if there are more, or none."""
    others = [one for role in (Role.DESK, Role.OPERATOR, Role.CHAIR) for one in _with_phone(s, role)]
    people = {one.id: one for one in (*on_call(s, now), *others)}
    return next(iter(people.values())) if len(people) == 1 else None


def out_of_reach(s: Session) -> list[Account]:
    """The active clerks and supervisors who left no phone, whom no alarm can page."""
    staff = sa.select(Account).where(Account.role.in_((Role.DESK, Role.SUPERVISOR)), Account.active)
    return [account for account in s.scalars(staff.order_by(Account.id)) if not account.phone]


def on_call_for(s: Session, case: Case, now: datetime) -> list[Account]:
    """Whom to page for this case: those `on_call` without whoever the case is hidden from (信访工作条例 30).

    If that leaves nobody, the clerks who have a phone; if nobody of them, the operators; if nobody, the committees' chairs. If
    the case is hidden from all of them, everybody `on_call`, since a life may be at stake. A seal keeps nobody from being paged,
    and only puts those assigned first: a page tells the danger and the number, and whoever takes it on by its code is assigned.
    """
    listed = on_call(s, now)
    for people in (listed, *(_with_phone(s, role) for role in (Role.DESK, Role.OPERATOR, Role.CHAIR))):
        free = [one for one in people if not is_hidden_from(case, one)]
        if free:
            return sorted(free, key=lambda one: sealed.is_sealed_from(case, one.id, one.body))
    return listed


def supervisors_for(s: Session, case: Case) -> list[Account]:
    """The supervisors who have a phone, without whoever the case is hidden from; of a sealed case those assigned to it."""
    return [one for one in _with_phone(s, Role.SUPERVISOR) if may_be_told(case, one)]


def may_be_told(case: Case, account: Account) -> bool:
    """Whether this account may hear of the case in its day-to-day course: it is neither hidden nor sealed from them."""
    return not is_hidden_from(case, account) and not sealed.is_sealed_from(case, account.id, account.body)


def is_hidden_from(case: Case, account: Account) -> bool:
    """Whether the case is hidden from this account (`discretion.is_hidden_from`), which then cannot acknowledge the case's alarm.

    An accusation counts once it is recorded, even while it is in doubt (ASK).
    """
    return discretion.is_hidden_from(case, account.body, account.id)


def _with_phone(s: Session, role: Role) -> list[Account]:
    """The active accounts of this role that have a phone."""
    found = sa.select(Account).where(Account.role == role, Account.active).order_by(Account.id)
    return [account for account in s.scalars(found) if account.phone]


def set_on_call_list(s: Session, accounts: Sequence[Account]) -> None:
    """Replace the on-call list by these accounts, in this order.

    If there are none, every clerk with a phone is on call.
    """
    s.execute(sa.delete(OnCall))
    s.add_all(OnCall(position=number, account_id=account.id) for number, account in enumerate(accounts, start=1))
    s.flush()


def open_alarm(
    s: Session, case: Case, now: datetime, *, anew: bool = True, is_another: bool = False
) -> tuple[Alarm, bool]:
    """Open the case's alarm, or open it again if it was acknowledged, ended or, `anew`, denied (`was_denied_since_opened`) or of another danger.

    While it is not acknowledged and people are still paged, `step` and `next_at` stay, so that denials and dangers in turns keep
    nobody on the list from being paged. If an all-clear has stopped that, and it was opened within TOLD_LATELY, whoever is next
    is due now; else it starts with the first on call. `anew`: whoever was told before is to be told again, so that their codes
    are too old. Returns it, and whether it was not open before.
    """
    alarm = lock_alarm_of(s, case)
    if alarm is None:
        alarm = Alarm(case_id=case.id, opened_at=now, next_at=now)
        s.add(alarm)
        s.flush()
        return alarm, True
    is_waiting = alarm.acked_at is None and alarm.next_at is not None
    if is_waiting and alarm.ended_at is None and not (anew and (is_another or was_denied_since_opened(case, alarm))):
        return alarm, False
    if is_waiting or (alarm.acked_at is None and alarm.opened_at > now - TOLD_LATELY):
        alarm.next_at = alarm.next_at or now
    else:
        alarm.next_at = now
        alarm.step += -alarm.step % max(1, len(on_call_for(s, case, now)))  # go on with the first on call
    alarm.opened_at, alarm.ended_at = now if anew else alarm.opened_at, None
    alarm.acked_at, alarm.acked_by, alarm.acked_how = None, None, ""
    s.flush()
    return alarm, True


def mark_acknowledged(s: Session, alarm: Alarm, account_id: int | None, how: str, now: datetime) -> bool:
    """Mark the alarm acknowledged, so that nobody else is paged; False if it already was.

    Checks no right and adds no event to the case; `verbs.alarms.paging.acknowledge_alarm` does both. `how`: "tap" (a button),
    "sms" (the code sent back) or "case" (acting on the case).
    """
    if alarm.acked_at is not None:
        return False
    alarm.acked_at, alarm.acked_by, alarm.acked_how, alarm.next_at = now, account_id, how, None
    s.flush()
    return True


def acknowledge_by_acting(s: Session, now: datetime, case: Case, verb: Verb, who: Who) -> None:
    """Acknowledge the case's alarm if staff did one of ACKNOWLEDGING, or a correction after which the case is no emergency."""
    calmed = verb is Verb.CORRECT and case.urgency != Urgency.EMERGENCY
    if who.actor not in _STAFF or not (verb in ACKNOWLEDGING or calmed):
        return
    alarm = lock_alarm_of(s, case)
    if alarm is not None:
        mark_acknowledged(s, alarm, who.id, "case", now)


def calmed(now: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions for the cases of the last 30 days that tell of danger and staff made no emergency, until a supervisor has written a word to it."""
    heard = sa.exists().where(
        _Later.case_id == CaseEvent.case_id,
        _Later.serial > CaseEvent.serial,
        _Later.actor == Actor.SUPERVISOR,
        _Later.verb.in_((Verb.NOTE, Verb.SUPERVISE)),
    )
    made = sa.select(CaseEvent.case_id).where(
        CaseEvent.verb.in_((Verb.REPORT, Verb.CORRECT)),
        CaseEvent.at > now - CALMED_FOR,
        CaseEvent.data[CALMED].as_boolean(),
        ~heard,
    )
    return [Case.urgency != Urgency.EMERGENCY, Case.id.in_(made)]


def dangers_told(case: Case) -> set[str]:
    """The dangers that the reporter has told of in this case: its own, "" if it has none, and any told later."""
    return {case.danger or "", *_told_since(case)}


def _told_since(case: Case) -> list[str]:
    return [event.data[DANGER_TOLD] for event in case.events if DANGER_TOLD in event.data]


def alarm_of(s: Session, case: Case) -> Alarm | None:
    """The case's alarm, or None."""
    return s.scalar(sa.select(Alarm).where(Alarm.case_id == case.id))


def lock_alarm_of(s: Session, case: Case) -> Alarm | None:
    """The case's alarm, its row locked until the transaction ends, or None."""
    return s.scalar(sa.select(Alarm).where(Alarm.case_id == case.id).with_for_update())


def lock_alarm(s: Session, alarm_id: int) -> Alarm | None:
    """The alarm, its row locked until the transaction ends; None if there is none."""
    return s.scalar(sa.select(Alarm).where(Alarm.id == alarm_id).with_for_update())


def lock_case_and_alarm(s: Session, alarm_id: int) -> Alarm | None:
    """The alarm, its case's row and its own locked until the transaction ends, in that order as everywhere; None if there is none."""
    of_it = sa.select(Alarm.case_id).where(Alarm.id == alarm_id).scalar_subquery()
    case = s.scalar(sa.select(Case).where(Case.id == of_it).with_for_update(of=Case))
    return lock_alarm(s, alarm_id) if case is not None else None


def code_hash(secret: str, code: str) -> str:
    """The keyed hash, as stored, of a code with which an SMS reply acknowledges an alarm."""
    return keyed(secret, "alarm", code)


def pages_with_code(s: Session, secret: str, code: str, now: datetime) -> list[AlarmPage]:
    """The pages sent with this code within CODE_LIFE."""
    known = sa.select(AlarmPage).where(
        AlarmPage.code_hash == code_hash(secret, code), AlarmPage.sent_at > now - CODE_LIFE
    )
    return list(s.scalars(known.order_by(AlarmPage.id)))


def alarms_to_show(s: Session, now: datetime, body: str | None, account_id: int) -> list[tuple[Case, Alarm | None]]:
    """Emergencies to show at the desk: first those not acknowledged, then those lately acknowledged, each newest first.

    An alarm that nobody acknowledged stays, whatever became of the case; an acknowledged one for SHOWN_FOR at most, and no longer than an
    emergency without an alarm (None): until the handler acknowledges the case (签收), or it is resolved, over or no emergency any more.
    `body`, `account_id`: who looks; nobody is shown an emergency about themselves, or one in a case that is sealed from them.
    """
    waiting = sa.and_(Case.state.in_(NOT_IN_PROGRESS_YET), Case.urgency == Urgency.EMERGENCY)
    to_show = sa.and_(waiting, sa.or_(Alarm.acked_at.is_(None), Alarm.acked_at > now - SHOWN_FOR))
    unheard = sa.and_(Alarm.id.is_not(None), Alarm.acked_at.is_(None))
    either = sa.union(sa.select(Case.id).where(waiting), unacknowledged())  # by an index each: few of all cases
    query = sa.select(Case, Alarm).outerjoin(Alarm, Alarm.case_id == Case.id)
    query = query.where(Case.id.in_(either), sa.or_(to_show, unheard))
    query = query.where(
        sa.not_(discretion.hidden_from(body, account_id)), sa.not_(sealed.sealed_from(account_id, body))
    )
    return [(case, alarm) for case, alarm in s.execute(query.order_by(Alarm.acked_at.is_not(None), Case.id.desc()))]


def unacknowledged() -> sa.Select[int]:
    """Select the ids of the cases whose alarm nobody has acknowledged, even if an all-clear has ended it."""
    return sa.select(Alarm.case_id).where(Alarm.acked_at.is_(None))


def account_names(s: Session, ids: Collection[int]) -> dict[int, str]:
    """The accounts' names by id."""
    return {account.id: account.name for account in s.scalars(sa.select(Account).where(Account.id.in_(ids)))}
