"""Exports a register for one purpose, with only the fields that serve it, and records who took it and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import clean_text
from portal.grids import service as grids
from portal.kernel import workbook
from portal.kernel.errors import Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.registers import entries
from portal.registers.fields import Faulty, Field, Kind, fields_seen_by, purposes_of
from portal.registers.models import RegisterEntry, RegisterExport, RegisterLook
from portal.registers.words import sentence

TAKERS = (Role.DESK, Role.SUPERVISOR)  # who may export
MOST_ROWS = 5000  # entries in one file
SHORTEST, LONGEST = 2, 40  # characters of the recipient


def fields_for(kind: Kind, purpose: str, role: Role) -> tuple[Field, ...]:
    """The fields of a register that this role may see and that serve the purpose."""
    return tuple(one for one in fields_seen_by(kind, role) if purpose in one.purposes)


@dataclass(frozen=True)
class ExportRequest:
    """An export as requested: of a register, for a purpose (a code) and a recipient; `grid`: of one grid, "" of all."""

    kind: Kind
    purpose: str
    recipient: str
    grid: str = ""


def export_entries(s: Session, wanted: ExportRequest, actor: StaffActor, now: datetime) -> bytes:
    """The open entries of a register as XLSX, with the fields that serve the purpose, in full; records the export.

    If a field is about people or a home, also records a look at each entry. Raises Forbidden, NotFound, Invalid if there are more
    than MOST_ROWS entries, and Faulty for a purpose, grid or recipient that is not allowed.
    """
    if actor.role not in TAKERS:
        raise Forbidden()
    wanted = _checked(s, wanted, actor)
    found = entries.scope(actor, wanted.kind).where(RegisterEntry.ended_at.is_(None)).order_by(RegisterEntry.id)
    if wanted.grid:
        found = found.where(RegisterEntry.grid == wanted.grid)
    rows = list(s.scalars(found.limit(MOST_ROWS + 1)))
    if len(rows) > MOST_ROWS:
        raise Invalid(sentence("not.many", most=str(MOST_ROWS)))
    fields = fields_for(wanted.kind, wanted.purpose, actor.role)
    export = RegisterExport(
        kind=wanted.kind,
        purpose=wanted.purpose,
        recipient=wanted.recipient,
        grid=wanted.grid,
        count=len(rows),
        account_id=actor.id,
        at=now,
    )
    s.add(export)
    s.flush()
    if any(one.person for one in fields):
        s.add_all(_look(one, export) for one in rows)
        s.flush()
    return workbook.write(_headings(fields), _cells(s, rows, fields), sentence("sheet.export"))


def _look(entry: RegisterEntry, export: RegisterExport) -> RegisterLook:
    return RegisterLook(
        entry_id=entry.id, account_id=export.account_id, purpose=export.purpose, at=export.at, export_id=export.id
    )


def _checked(s: Session, wanted: ExportRequest, actor: StaffActor) -> ExportRequest:
    """The request with its recipient cleaned. Raises Faulty."""
    recipient, faults = " ".join(clean_text(wanted.recipient[:400]).split()), {}
    if wanted.purpose not in purposes_of(wanted.kind, actor.role):
        faults["purpose"] = sentence("fault.purpose")
    if wanted.grid and wanted.grid not in {one.code for one in grids.grids(s)}:
        faults["grid"] = sentence("fault.grid")
    if not SHORTEST <= len(recipient) <= LONGEST:
        faults["recipient"] = sentence("fault.recipient")
    if faults:
        raise Faulty(faults)
    return replace(wanted, recipient=recipient)


def _headings(fields: Sequence[Field]) -> list[str]:
    return [sentence(f"column.{one}") for one in ("grid", "place", "entered")] + [one.label for one in fields]


def _cells(s: Session, rows: Sequence[RegisterEntry], fields: Sequence[Field]) -> list[list[str]]:
    names, values = {one.code: one.name for one in grids.grids(s)}, entries.values_of(s, [one.id for one in rows])
    return [
        [names.get(one.grid, one.grid), one.place, shanghai_day(one.entered_at).isoformat()]
        + [field.shown(values[one.id].get(field.code, "")) for field in fields]
        for one in rows
    ]


def past_exports(s: Session, most: int) -> Sequence[RegisterExport]:
    """At most `most` recorded exports, the latest first."""
    return s.scalars(sa.select(RegisterExport).order_by(RegisterExport.id.desc()).limit(most)).all()
