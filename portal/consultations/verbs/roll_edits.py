"""Changes single entries of the roll: freely before the notice, with a reason after it, never once the roll is frozen.

After the notice every change is recorded with its reason, and the number of changes is public. The
scrutineer's confirmation, which covers every line of the roll, lapses with any change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots.opening_record import entry_of_row
from portal.consultations.law import phases, roll
from portal.consultations.law.phases import Act, State
from portal.consultations.law.template import Basis
from portal.consultations.models import Consultation, RollEntry, RollUpload
from portal.consultations.verbs import acting, enrolling, queries
from portal.consultations.verbs.watching import roll_history
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import StaffActor


def change(
    s: Session,
    actor: StaffActor,
    consultation_id: int,
    entry_id: int,
    cells: Mapping[str, str],
    *,
    reason: str = "",
    now: datetime,
) -> None:
    """Replace an entry by `cells` (column of `roll.COLUMNS` → text); its phone must be confirmed anew if it is shared.

    Raises NotFound, Invalid, and Conflict once the roll is frozen.
    """
    consultation = _for_change(s, actor, consultation_id)
    row = enrolling.entry_of(s, consultation, entry_id)
    entry = _checked(s, consultation, row.line, cells)
    change = enrolling.record_roll_change(s, actor, consultation, "change", now, reason=reason, line=row.line)
    roll_history.keep_lines(s, change, [(entry_of_row(row), entry)])
    row.name, row.phone, row.household, row.unit, row.area = (
        entry.name, entry.phone, entry.household, entry.unit, entry.area,
    )  # fmt: skip
    enrolling.take_back_confirmation(s, consultation, row)
    acting.log_event(s, consultation, "mend", actor, now, entry=row.id, line=row.line, what="change")


def add(
    s: Session, actor: StaffActor, consultation_id: int, cells: Mapping[str, str], *, reason: str = "", now: datetime
) -> None:
    """Add an entry of these `cells` (column of `roll.COLUMNS` → text) after the last line.

    Raises NotFound, Invalid, and Conflict once the roll is frozen or if it is full.
    """
    consultation = _for_change(s, actor, consultation_id)
    last = s.scalar(sa.select(sa.func.max(RollEntry.line)).where(RollEntry.consultation_id == consultation.id)) or 1
    if enrolling.roll_size(s, consultation.id) >= roll.MAX_LINES:
        raise Conflict(f"名册太长：最多 {roll.MAX_LINES} 行")
    entry = _checked(s, consultation, last + 1, cells)
    change = enrolling.record_roll_change(s, actor, consultation, "add", now, reason=reason, line=entry.line)
    roll_history.keep_lines(s, change, [(None, entry)])
    made = RollEntry(
        consultation_id=consultation.id,
        line=entry.line,
        name=entry.name,
        phone=entry.phone,
        household=entry.household,
        unit=entry.unit,
        area=entry.area,
    )
    s.add(made)
    s.flush()
    acting.log_event(s, consultation, "mend", actor, now, entry=made.id, line=made.line, what="add")


def remove(
    s: Session, actor: StaffActor, consultation_id: int, entry_id: int, *, reason: str = "", now: datetime
) -> None:
    """Remove an entry. Raises NotFound, Invalid, and Conflict once the roll is frozen."""
    consultation = _for_change(s, actor, consultation_id)
    row = enrolling.entry_of(s, consultation, entry_id)
    change = enrolling.record_roll_change(s, actor, consultation, "remove", now, reason=reason, line=row.line)
    roll_history.keep_lines(s, change, [(entry_of_row(row), None)])
    s.delete(row)
    enrolling.count_phones_for_more_than_two(s, consultation)
    acting.log_event(s, consultation, "mend", actor, now, entry=entry_id, line=row.line, what="remove")


def look_at_line(s: Session, actor: StaffActor, consultation_id: int, entry_id: int, *, now: datetime) -> None:
    """Record a look at one entry unmasked, to change it. Raises NotFound, and Conflict once the roll is frozen."""
    consultation = queries.get_for(s, actor, consultation_id, act=True)
    refuse_frozen(consultation)
    roll_history.record_line_look(s, actor, consultation, enrolling.entry_of(s, consultation, entry_id), now)


def refuse_frozen(consultation: Consultation) -> None:
    """Raise Conflict if no entry may be changed any more; then there is no reason to look at one, either."""
    if not phases.allows(State(consultation.state), Act.ENROL):
        raise Conflict("投票已经开始，名册封定了，不能再改")


def _for_change(s: Session, actor: StaffActor, consultation_id: int) -> Consultation:
    """The consultation, locked. Discards an uploaded file, which would undo the change if it were accepted."""
    consultation = queries.get_for(s, actor, consultation_id, act=True)
    refuse_frozen(consultation)
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == consultation.id))
    return consultation


def _checked(s: Session, consultation: Consultation, line: int, cells: Mapping[str, str]) -> roll.Entry:
    """The new entry for `line`, checked against the rest of the roll. Raises Invalid."""
    others = s.execute(
        sa.select(
            RollEntry.line, RollEntry.name, RollEntry.phone, RollEntry.household, RollEntry.unit, RollEntry.area
        ).where(RollEntry.consultation_id == consultation.id, RollEntry.line != line)
    )
    read = roll.check_entry(Basis(consultation.basis), (roll.Entry(*other) for other in others), line, cells)
    if isinstance(read, str):
        raise Invalid(read)
    return read
