"""Find the parts of a case, or of an assisting body; say which are late, and who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, sealed
from portal.cases.joint.models import JointPart, PartState
from portal.cases.models import Case
from portal.cases.records.actors import Who
from portal.cases.records.queries import NOT_FOUND
from portal.cases.rules.lifecycle import UNRESOLVED, Actor
from portal.kernel.errors import NotFound

UNENDED = (PartState.OPEN, PartState.RETURNED)  # which the case waits for


def of_case(s: Session, case: Case) -> list[JointPart]:
    """The case's parts, by number."""
    if not case.joint_kind:
        return []
    return list(s.scalars(sa.select(JointPart).where(JointPart.case_id == case.id).order_by(JointPart.number)))


def of_number(s: Session, case: Case, number: int) -> JointPart:
    """The case's part of this number. Raises NotFound."""
    found = next((one for one in of_case(s, case) if one.number == number), None)
    if found is None:
        raise NotFound()
    return found


def assisting(who: Who) -> Who:
    """The same account of a body, acting on a part (ASSISTING) and not on the case itself."""
    return replace(who, actor=Actor.ASSISTING)


def of_body(s: Session, part_id: int, who: Who, *, to_change: bool = False) -> JointPart:
    """The part of this id, for an account of its body. `to_change` locks the part's case. Raises NotFound.

    NotFound, too, if the case is kept from them (`is_kept_from`) or was erased.
    """
    query = sa.select(JointPart).where(JointPart.id == part_id, JointPart.body == (who.body or ""))
    part = s.scalar(query)
    if part is not None and to_change:
        s.get_one(Case, part.case_id, with_for_update={"of": Case}, populate_existing=True)
        s.refresh(part)
    if part is None or part.case.forgotten_at is not None or is_kept_from(part.case, who.body, who.id):
        raise NotFound(NOT_FOUND)
    return part


def latest_of_body(s: Session, case_no: str, who: Who) -> JointPart | None:
    """The latest part of this case that the account's body has and the account may see; None without one."""
    found = sa.select(JointPart).join(Case, Case.id == JointPart.case_id).where(Case.case_no == case_no, *scope(who))
    return s.scalar(found.order_by(JointPart.id.desc()).limit(1))


def is_kept_from(case: Case, body: str | None, account_id: int | None) -> bool:
    """Whether an assisting body or its account sees nothing of the case: it is sealed, or `discretion.is_hidden_from` them."""
    return bool(case.seal) or discretion.is_hidden_from(case, body, account_id)


def scope(who: Who) -> list[sa.ColumnElement[bool]]:
    """The conditions for the parts of cases that an account of a body may see: `of_body` as a query that joins the case."""
    hidden = discretion.hidden_from(who.body, who.id)
    return [JointPart.body == (who.body or ""), Case.forgotten_at.is_(None), sealed.unsealed(), sa.not_(hidden)]


def waiting() -> list[sa.ColumnElement[bool]]:
    """The conditions for parts that are neither done nor struck, of unresolved cases (UNRESOLVED)."""
    return [JointPart.state.in_(UNENDED), Case.state.in_(UNRESOLVED)]


def open_count(s: Session, who: Who) -> int:
    """How many parts the account's body has still to do, in unresolved cases that this account may see."""
    mine = sa.select(sa.func.count()).select_from(JointPart).join(Case, Case.id == JointPart.case_id)
    return s.scalar(mine.where(*scope(who), *waiting(), JointPart.state == PartState.OPEN)) or 0


def is_late(part: JointPart, now: datetime) -> bool:
    """Whether its body is late with the part, of an unresolved case (UNRESOLVED)."""
    return part.state == PartState.OPEN and part.case.state in UNRESOLVED and now > part.due_by
