"""Who of those who look after all cases may open one: a complaint about a clerk is kept from that clerk, and its reporter is told so."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties
from portal.cases.models import Case
from portal.kernel.roles import Role


class Readers(StrEnum):
    """Who may open a case, as far as whom it is about goes (a seal is another matter).

    DESK: every clerk; SOME_CLERKS: those whom it is not about, and a supervisor; CLERKS_ALONE: those clerks, but no supervisor;
    SUPERVISORS: no clerk, but a supervisor; NOBODY: neither.
    """

    DESK = "desk"
    SOME_CLERKS = "some_clerks"
    CLERKS_ALONE = "clerks_alone"
    SUPERVISORS = "supervisors"
    NOBODY = "nobody"


def readers_of(s: Session, case: Case) -> Readers:
    """Who may open the case now, of the accounts that are active."""
    if case.conduct not in discretion.HIDING or not case.accused:
        return Readers.DESK
    staff = [one for one in parties.active_staff(s) if one.role in (Role.DESK, Role.SUPERVISOR)]
    left = {one.id for one in staff if not discretion.is_hidden_from(case, one.body, one.id)}
    clerks = {one.id for one in staff if one.role == Role.DESK}
    if clerks <= left:
        return Readers.DESK
    supervised = bool(left - clerks)
    if clerks & left:
        return Readers.SOME_CLERKS if supervised else Readers.CLERKS_ALONE
    return Readers.SUPERVISORS if supervised else Readers.NOBODY
