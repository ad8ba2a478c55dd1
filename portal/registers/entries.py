"""What may be done with the entries of the registers: entered once, looked at for a purpose, corrected, ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import service as grids
from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.kernel.sealing import keyed
from portal.registers.fields import UNIT, Faulty, Field, Kind, fields_of, kinds_seen_by, plain_unit, purposes_of
from portal.registers.models import RegisterEntry, RegisterLook, RegisterValue
from portal.registers.words import sentence
from portal.storage.db import MAX_ID, add_if_new

WRITERS = (Role.GRID, Role.DESK)  # who enters, corrects and ends
REASONS = ("moved", "closed", "mistake")  # why an entry ends
MISTAKE = REASONS[2]
PAGE = 50  # entries of a list
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Told:
    """An entry as it was typed: its register, grid and place, and the values of its fields, as they are kept."""

    kind: Kind
    grid: str
    place: str
    values: Mapping[str, str]


class Taken(Conflict):
    """The place has an entry already: it is corrected instead of entered twice. `entry_id`: which."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(sentence("not.taken"))
        self.entry_id = entry_id


def grids_of(actor: StaffActor) -> frozenset[str] | None:
    """The grids (codes) whose entries this account sees; None: all. A grid worker's own, and those for which they stand in."""
    if actor.role is not Role.GRID:
        return None
    return frozenset(code for code in (actor.grid, *(one.grid for one in actor.covers)) if code)


def may_choose(s: Session, actor: StaffActor) -> list[tuple[str, str]]:
    """(code, name) of the present grids in which this account may enter something."""
    own = grids_of(actor)
    return [(one.code, one.name) for one in grids.present_grids(s) if own is None or one.code in own]


def places_of(s: Session, grid: str) -> list[str]:
    """The names of the town's list in this grid, in the list's order."""
    return [name for name, codes in grids.places_by_name(s).items() if grid in codes]


def scope(actor: StaffActor, kind: Kind) -> sa.Select[RegisterEntry]:
    """Select the entries of a register that this account sees. Raises NotFound for a register of which its role sees nothing."""
    if kind not in kinds_seen_by(actor.role):
        raise NotFound()
    found, own = sa.select(RegisterEntry).where(RegisterEntry.kind == kind), grids_of(actor)
    return found if own is None else found.where(RegisterEntry.grid.in_(own))


def seen(s: Session, entry_id: int, actor: StaffActor, *, to_change: bool = False) -> RegisterEntry:
    """The entry, locked if it is to be changed. Raises NotFound if there is none, or it is not this account's to see."""
    if not 0 < entry_id <= MAX_ID:
        raise NotFound()
    entry = s.get(RegisterEntry, entry_id, with_for_update=to_change or None, populate_existing=to_change)
    own = grids_of(actor)
    if (
        entry is None
        or Kind(entry.kind) not in kinds_seen_by(actor.role)
        or (own is not None and entry.grid not in own)
    ):
        raise NotFound()
    return entry


def listed(
    s: Session, actor: StaffActor, kind: Kind, *, grid: str = "", ended: bool = False, before: int | None = None
) -> list[RegisterEntry]:
    """The entries of a register, open ones or those that ended, newest first: at most PAGE and one more, if there are more."""
    found = scope(actor, kind).where(RegisterEntry.ended_at.is_not(None) if ended else RegisterEntry.ended_at.is_(None))
    if grid:
        found = found.where(RegisterEntry.grid == grid)
    if before:
        found = found.where(RegisterEntry.id < before)
    return list(s.scalars(found.order_by(RegisterEntry.id.desc()).limit(PAGE + 1)))


def values_of(s: Session, ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Entry id → field → present value."""
    wanted = list(ids)
    found: dict[int, dict[str, str]] = {number: {} for number in wanted}
    current = sa.select(RegisterValue).where(RegisterValue.entry_id.in_(wanted), RegisterValue.replaced_at.is_(None))
    for one in s.scalars(current):
        found[one.entry_id][one.field] = one.value
    return found


def history(s: Session, entry: RegisterEntry) -> Sequence[RegisterValue]:
    """The values of an entry that were replaced, the latest first."""
    old = sa.select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.replaced_at.is_not(None))
    return s.scalars(old.order_by(RegisterValue.replaced_at.desc(), RegisterValue.id.desc())).all()


def spot_key(secret: str, kind: str, grid: str, place: str, unit: str) -> str:
    """The keyed hash by which two entries of one spot are found to be one."""
    return keyed(secret, "register", "\0".join((kind, grid, place, plain_unit(unit))))


def enter(s: Session, secret: str, told: Told, actor: StaffActor, now: datetime, *, key: str) -> RegisterEntry:
    """Enter a home, shop or organisation. The same form again (`key`, made with it) is the same entry.

    Raises Forbidden for a role that does not enter, Faulty for a grid or place that is not theirs to choose, Taken if the spot
    has an open entry, Conflict if something else was entered with the form.
    """
    if actor.role not in WRITERS:
        raise Forbidden()
    _check_place(s, told, actor, key)
    spot, source = spot_key(secret, told.kind, told.grid, told.place, told.values[UNIT]), f"{actor.id}:{key}"
    known = _known(s, source, spot)
    if known is not None:
        return known
    _refuse_taken(s, spot)
    entry = RegisterEntry(
        kind=told.kind,
        grid=told.grid,
        place=told.place,
        spot_key=spot,
        entered_by=actor.id,
        entered_at=now,
        source_key=source,
    )
    if not add_if_new(s, entry):  # on PostgreSQL somebody else was first
        known = _known(s, source, spot)
        if known is None:
            _refuse_taken(s, spot)
            raise Conflict(sentence("not.key_used"))
        return known
    s.add_all(_row(entry.id, field, value, actor, now) for field, value in told.values.items() if value)
    s.flush()
    return entry


def _check_place(s: Session, told: Told, actor: StaffActor, key: str) -> None:
    faults = {}
    if not _KEY.fullmatch(key):
        faults["key"] = sentence("fault.key")
    if told.grid not in dict(may_choose(s, actor)):
        faults["grid"] = sentence("fault.grid")
    elif told.place not in places_of(s, told.grid):
        faults["place"] = sentence("fault.place")
    if faults:
        raise Faulty(faults)


def _known(s: Session, source: str, spot: str) -> RegisterEntry | None:
    """The entry that was made with this form. Raises Conflict if it is of another spot, or has ended since."""
    known = s.scalar(sa.select(RegisterEntry).where(RegisterEntry.source_key == source))
    if known is not None and known.spot_key != spot:
        raise Conflict(sentence("not.key_used"))
    return known


def _refuse_taken(s: Session, spot: str, but: int = 0) -> None:
    """Raise Taken if an open entry other than `but` has this spot."""
    open_ones = sa.select(RegisterEntry.id).where(RegisterEntry.spot_key == spot, RegisterEntry.ended_at.is_(None))
    other = s.scalar(open_ones.where(RegisterEntry.id != but))
    if other is not None:
        raise Taken(other)


def _row(entry_id: int, field: str, value: str, actor: StaffActor, now: datetime) -> RegisterValue:
    return RegisterValue(entry_id=entry_id, field=field, value=value, entered_by=actor.id, entered_at=now)


def correct(
    s: Session,
    secret: str,
    entry_id: int,
    actor: StaffActor,
    now: datetime,
    *,
    changes: Mapping[str, str],
    version: int,
) -> RegisterEntry:
    """Correct the fields of an open entry; "" takes a value away. What a person's field said before is not kept.

    `version`: of the entry on the page. Raises Forbidden, NotFound, Taken if the new unit has an open entry, and Conflict if the
    entry has changed since or has ended; on PostgreSQL IntegrityError if somebody takes the new unit at the same moment.
    """
    entry = _to_change(s, entry_id, actor, version)
    rows = _current_rows(s, entry)
    changed = {
        field: value for field, value in changes.items() if value != (rows[field].value if field in rows else "")
    }
    if UNIT in changed:
        spot = spot_key(secret, entry.kind, entry.grid, entry.place, changed[UNIT])
        _refuse_taken(s, spot, but=entry.id)
        entry.spot_key = spot
    personal = {one.code for one in fields_of(Kind(entry.kind)) if one.person}
    for field in changed:
        if field in rows:
            rows[field].replaced_by, rows[field].replaced_at = actor.id, now
            if field in personal:
                rows[field].value = ""
    if changed:
        entry.version += 1
    s.flush()
    s.add_all(_row(entry.id, field, value, actor, now) for field, value in changed.items() if value)
    s.flush()
    return entry


def end(s: Session, entry_id: int, reason: str, actor: StaffActor, now: datetime, *, version: int) -> RegisterEntry:
    """End an entry: its people moved out, it closed, or it was entered by mistake, which empties its people's fields at once.

    Raises Faulty for a reason that is none, and as `correct`.
    """
    if reason not in REASONS:
        raise Faulty({"reason": sentence("fault.choose")})
    entry = _to_change(s, entry_id, actor, version)
    entry.ended_by, entry.ended_at, entry.end_reason = actor.id, now, reason
    entry.spot_key, entry.version = "", entry.version + 1
    if reason == MISTAKE:
        personal = [one.code for one in fields_of(Kind(entry.kind)) if one.person]
        theirs = sa.update(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.field.in_(personal))
        s.execute(theirs.values(value=""))
    s.flush()
    return entry


def _to_change(s: Session, entry_id: int, actor: StaffActor, version: int) -> RegisterEntry:
    """The entry, locked, if this account may change it now."""
    if actor.role not in WRITERS:
        raise Forbidden()
    entry = seen(s, entry_id, actor, to_change=True)
    if entry.ended_at is not None:
        raise Conflict(sentence("not.ended"))
    if entry.version != version:
        raise Conflict(sentence("not.changed"))
    return entry


def _current_rows(s: Session, entry: RegisterEntry) -> dict[str, RegisterValue]:
    current = sa.select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.replaced_at.is_(None))
    return {one.field: one for one in s.scalars(current)}


def record_look(s: Session, entry: RegisterEntry, purpose: str, actor: StaffActor, now: datetime) -> None:
    """Record that this account is shown the people of the entry, for a purpose (PIPL 28). Raises Faulty for one that is none of theirs."""
    if purpose not in purposes_of(Kind(entry.kind), actor.role):
        raise Faulty({"purpose": sentence("fault.purpose")})
    s.add(RegisterLook(entry_id=entry.id, account_id=actor.id, purpose=purpose, at=now))
    s.flush()


def looks(s: Session, entry: RegisterEntry, most: int) -> Sequence[RegisterLook]:
    """The recorded looks at an entry, the latest first."""
    found = sa.select(RegisterLook).where(RegisterLook.entry_id == entry.id)
    return s.scalars(found.order_by(RegisterLook.id.desc()).limit(most)).all()


def unmasked(one: Field, purpose: str) -> bool:
    """Whether a look for this purpose shows the field in full."""
    return not one.is_masked or purpose in one.purposes
