"""What the log tells of supervisors who were asked to agree and did not: to halt a vote, or to a ruling that it is the committee's.

Who says no gives a reason, which whoever asked reads; they are not asked for the same ground again. What nobody is left
to agree to has fallen: only another ground, or a scrutineer's objection, brings it back. A notice that is taken back ends all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.law import content_checks, outside_power
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.verbs import scrutiny_status
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account

HALT, RULING = "halt_refused", "ruling_refused"  # verbs of the log
_TAKEN_BACK = "take_back_notice"


@dataclass(frozen=True)
class Refusal:
    """That a supervisor did not agree. `ground`: the code of what was proposed; `objection`: the one ruled on, 0 of a halt; `why`: residents masked."""

    account_id: int
    name: str
    at: datetime
    ground: str
    objection: int
    why: str


def refusals(s: Session, consultation_id: int, verb: str, *, ground: str = "", objection: int = 0) -> list[Refusal]:
    """Those since the notice that stands, oldest first; `ground`: only to this one, "" for all."""
    events = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation_id, ConsultationEvent.verb.in_((verb, _TAKEN_BACK))
    )
    found: list[Refusal] = []
    for event in s.scalars(events.order_by(ConsultationEvent.id)):
        if event.verb == _TAKEN_BACK:
            found = []
        elif event.account_id is not None:
            found.append(_read(s, event, event.account_id))
    return [one for one in found if ground in ("", one.ground) and one.objection == objection]


def _read(s: Session, event: ConsultationEvent, account_id: int) -> Refusal:
    detail, name = event.detail, s.get_one(Account, account_id).name
    return Refusal(account_id, name, event.at, detail["ground"], int(detail.get("objection", 0)), detail["why"])


def has_fallen(s: Session, consultation: Consultation, asker: int | None, refused: Iterable[Refusal]) -> bool:
    """Whether somebody refused what this account asks for, and no other supervisor is left who could agree."""
    refusing = {one.account_id for one in refused}
    if not refusing:
        return False
    active = sa.select(Account).where(Account.role == Role.SUPERVISOR, Account.active)
    left = (one for one in s.scalars(active) if one.id not in refusing)
    return not any(_could_agree(s, consultation, one, asker, refusing) for one in left)


def _could_agree(s: Session, consultation: Consultation, one: Account, asker: int | None, refusing: set[int]) -> bool:
    if any(scrutiny_status.same_person(s, one, other) for other in (asker, *refusing)):
        return False
    return not scrutiny_status.prepares_votes_of(s, consultation, one)


def names_of(refused: Iterable[Refusal]) -> str:
    """Who refused, as people read it."""
    return "、".join(dict.fromkeys(one.name for one in refused))


def require_reason(why: str) -> None:
    """Raise Invalid unless it says something, in a fitting length."""
    if not outside_power.says_why(why) or content_checks.objection_fault(why):
        raise Invalid(_("请写明为什么不同意（10 到 500 个字），提议的督查会看到"), field="why")
