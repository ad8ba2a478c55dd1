"""限看: seal a case about a minor, a mediation or a person in community correction, say who may see it, and unseal it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Assigned, Case
from portal.cases.records import alarms
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.form_text import require_sentence
from portal.cases.rules.lifecycle import UNRESOLVED, Seal, Verb
from portal.cases.verbs import merged_cases
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts

ROLES = (Role.DESK, Role.SUPERVISOR)  # who can be assigned; a handler sees the case because it is dispatched to them


def seal(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    kind: str,
    supervisor: int | None,
    reason: str,
    clerk: int | None = None,
) -> None:
    """Seal the case. From then on whoever seals it, the `clerk` who has it, this `supervisor` and its handler see it.

    If it is not resolved yet, so does whoever acknowledged its alarm, because they are told what its reporter adds.
    `kind`: a value of `Seal`; `supervisor`, `clerk`: ids of accounts; `reason`: a whole sentence. A merged case is split off.
    Raises Invalid, and Conflict while nobody has acknowledged its alarm: until then everybody must see it.
    """
    if kind not in set(Seal):
        raise Invalid(sentence("refused.no_seal"))
    alarm = alarms.alarm_of(s, case)
    if alarm is not None and alarm.acked_at is None:
        raise Conflict(sentence("refused.alarm_first"))
    found = next((one for one in candidates(s, case) if one.id == supervisor), None)
    if found is None or found.role != Role.SUPERVISOR:
        raise Invalid(sentence("refused.no_supervisor"))
    said = require_sentence(reason, sentence("reason.seal"))
    taken_by = alarm.acked_by if alarm is not None and case.state in UNRESOLVED else None
    people = dict.fromkeys(one for one in (who.id, clerk, found.id, taken_by) if one is not None)
    now = parts.clock.now()
    act(s, now, case, Verb.SEAL, who, data={"seal": kind, "assigned": list(people)}, private=said)
    _admit(s, now, case, people)
    merged_cases.split_off_if_apart(s, parts, case)


def assign(s: Session, parts: Parts, case: Case, who: Who, *, account: int | None, reason: str) -> str:
    """Assign one more clerk or supervisor to a sealed case; return their name. `reason`: a whole sentence. Raises Invalid."""
    found = next((one for one in candidates(s, case) if one.id == account), None)
    if found is None:
        raise Invalid(sentence("refused.no_such_person"))
    said = require_sentence(reason, sentence("reason.assign"))
    _assign(s, parts.clock.now(), case, who, found.id, said=said)
    return found.name


def hand_on(s: Session, now: datetime, case: Case, who: Who, *, to: int, was: int | None) -> None:
    """Let the clerk `to`, whom a sealed case was handed on to, see it, and the clerk `was` no more; both are accounts' ids.

    Does nothing for a case that is not sealed.
    """
    if not case.seal:
        return
    _assign(s, now, case, who, to)
    if was is not None and was != to:
        _release(s, now, case, who, was)


def assign_who_took_it(s: Session, now: datetime, case: Case, account: int) -> None:
    """Let this account, which acknowledged the alarm of a sealed case by the code sent to its phone, see the case."""
    _assign(s, now, case, SYSTEM, account)


def release(s: Session, parts: Parts, case: Case, who: Who, *, account: int | None) -> None:
    """Take one person off those assigned to a sealed case. Raises Invalid if they are not, Conflict for its last active supervisor."""
    if account is None or account not in {one.account_id for one in case.assigned}:
        raise Invalid(sentence("refused.not_assigned"))
    if {one.id for one in _supervisors(s, case)} == {account}:
        raise Conflict(sentence("refused.last_supervisor"))
    _release(s, parts.clock.now(), case, who, account)


def unseal(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> None:
    """Unseal the case, as only a supervisor may; looks at it stay recorded. `reason`: a whole sentence. Raises Invalid."""
    said = require_sentence(reason, sentence("reason.unseal"))
    act(s, parts.clock.now(), case, Verb.UNSEAL, who, data={"seal": ""}, private=said)
    case.assigned.clear()
    s.flush()


def ids_perhaps_unsupervised(s: Session, moved: int | None) -> list[int]:
    """The ids of the sealed cases to which no active supervisor is assigned, and of those to which the account `moved` is.

    `moved`: the account that was given another role, body, grid or committee; None after any other change.
    """
    theirs = sa.select(Assigned.case_id).join(Account, Account.id == Assigned.account_id)
    seen = theirs.where(Account.role == Role.SUPERVISOR, Account.active)
    concerned = sa.or_(Case.id.not_in(seen), Case.id.in_(theirs.where(Account.id == moved)))
    return list(s.scalars(sa.select(Case.id).where(Case.seal != "", concerned).order_by(Case.id)))


def keep_supervised(s: Session, now: datetime, case: Case, moved: int | None) -> None:
    """Release the account `moved`, unless its new role may be assigned; if no active supervisor is left, assign each who may be.

    `moved`: as in `ids_perhaps_unsupervised`.
    """
    if not case.seal:
        return
    if moved is not None and s.get_one(Account, moved).role not in ROLES:
        _release(s, now, case, SYSTEM, moved)
    if not _supervisors(s, case):
        for one in candidates(s, case):
            if one.role == Role.SUPERVISOR:
                _assign(s, now, case, SYSTEM, one.id)


def candidates(s: Session, case: Case) -> list[Account]:
    """The active clerks and supervisors who may be assigned: nobody whom the case is about."""
    found = s.scalars(sa.select(Account).where(Account.role.in_(ROLES), Account.active).order_by(Account.id))
    return [one for one in found if not discretion.is_hidden_from(case, None, one.id)]


def assigned(s: Session, case: Case) -> list[Account]:
    """The accounts assigned to the case, also stopped ones, in the order in which they were assigned."""
    found = sa.select(Account).join(Assigned, Assigned.account_id == Account.id).where(Assigned.case_id == case.id)
    return list(s.scalars(found.order_by(Assigned.id)))


def _supervisors(s: Session, case: Case) -> list[Account]:
    """The active supervisors among those assigned to the case."""
    return [one for one in assigned(s, case) if one.role == Role.SUPERVISOR and one.active]


def _admit(s: Session, now: datetime, case: Case, accounts: Iterable[int]) -> None:
    """Add these accounts to those assigned to the case; writes no event."""
    case.assigned.extend(Assigned(case_id=case.id, account_id=one, at=now) for one in accounts)
    s.flush()


def _assign(s: Session, now: datetime, case: Case, who: Who, account: int, *, said: str = "") -> None:
    """Assign this account with an event, unless it is assigned."""
    if account not in {one.account_id for one in case.assigned}:
        act(s, now, case, Verb.ASSIGN, who, data={"assigned": [account]}, private=said)
        _admit(s, now, case, [account])


def _release(s: Session, now: datetime, case: Case, who: Who, account: int) -> None:
    """Take this account off those assigned to the case, with an event; do nothing if it is not assigned."""
    for one in [one for one in case.assigned if one.account_id == account]:
        act(s, now, case, Verb.ASSIGN, who, data={"released": account})
        case.assigned.remove(one)
    s.flush()
