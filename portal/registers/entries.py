"""Entries of the registers: enters each spot once, corrects and ends entries, reads them, and records looks at their people."""

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

WRITERS = (Role.GRID, Role.DESK)  # who enters, corrects and ends entries
REASONS = ("moved", "closed", "mistake")  # why an entry ends
MISTAKE = REASONS[2]
PAGE = 50  # entries on one page of a list
_KEY = re.compile(r"[0-9a-f]{32}")  # a UUID in hex


@dataclass(frozen=True)
class NewEntry:
    """An entry to be made: its register, the code of its grid, its place, and field → value as `fields.read_values` gives it."""

    kind: Kind
    grid: str
    place: str
    values: Mapping[str, str]


class SpotTaken(Conflict):
    """The spot has an open entry (`entry_id`), to be corrected instead of entered again (409)."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(sentence("not.taken"))
        self.entry_id = entry_id


def grids_of(actor: StaffActor) -> frozenset[str] | None:
    """The codes of the grids whose entries this account sees, None: all. A grid worker's own, and those of covered colleagues."""
    if actor.role is not Role.GRID:
        return None
    return frozenset(code for code in (actor.grid, *(one.grid for one in actor.covers)) if code)


def grid_choices(s: Session, actor: StaffActor) -> list[tuple[str, str]]:
    """(code, name) of the present grids in which this account may make an entry, if its role is one of WRITERS."""
    own = grids_of(actor)
    return [(one.code, one.name) for one in grids.present_grids(s) if own is None or one.code in own]


def places_of(s: Session, grid: str) -> list[str]:
    """The names of the town's list in this grid, in the list's order."""
    return [name for name, codes in grids.places_by_name(s).items() if grid in codes]


def scope(actor: StaffActor, kind: Kind) -> sa.Select[RegisterEntry]:
    """Select the entries of a register that this account sees. Raises NotFound if its role sees nothing of the register."""
    if kind not in kinds_seen_by(actor.role):
        raise NotFound()
    found, own = sa.select(RegisterEntry).where(RegisterEntry.kind == kind), grids_of(actor)
    return found if own is None else found.where(RegisterEntry.grid.in_(own))


def visible_entry(s: Session, entry_id: int, actor: StaffActor, *, to_change: bool = False) -> RegisterEntry:
    """The entry; `to_change` locks it. Raises NotFound if there is none, or this account may not see it."""
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
    """The entries of a register, the open or the `ended` ones, newest first, with ids below `before`; at most PAGE + 1.

    The one beyond PAGE only tells that there are more.
    """
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
    """The replaced values of an entry, the last replaced first."""
    old = sa.select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.replaced_at.is_not(None))
    return s.scalars(old.order_by(RegisterValue.replaced_at.desc(), RegisterValue.id.desc())).all()


def spot_key(secret: str, kind: str, grid: str, place: str, unit: str) -> str:
    """The keyed hash of a spot, equal however its unit is written (`plain_unit`). `secret`: SECRET_KEY."""
    return keyed(secret, "register", "\0".join((kind, grid, place, plain_unit(unit))))


def enter(s: Session, secret: str, new: NewEntry, actor: StaffActor, now: datetime, *, key: str) -> RegisterEntry:
    """Enter a home, shop or organisation. The same `key`, which each empty form gets, again returns the same entry.

    Raises Forbidden unless the role is one of WRITERS, Faulty for a grid or place that the account may not choose or a
    malformed key, SpotTaken if the spot has an open entry, and Conflict if the key's entry is of
    another spot, or has ended.
    """
    if actor.role not in WRITERS:
        raise Forbidden()
    _check_place_and_key(s, new, actor, key)
    spot, source = spot_key(secret, new.kind, new.grid, new.place, new.values[UNIT]), f"{actor.id}:{key}"
    known = _known(s, source, spot)
    if known is not None:
        return known
    _refuse_taken(s, spot)
    entry = RegisterEntry(
        kind=new.kind,
        grid=new.grid,
        place=new.place,
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
    s.add_all(_row(entry.id, field, value, actor, now) for field, value in new.values.items() if value)
    s.flush()
    return entry


def _check_place_and_key(s: Session, new: NewEntry, actor: StaffActor, key: str) -> None:
    faults = {}
    if not _KEY.fullmatch(key):
        faults["key"] = sentence("fault.key")
    if new.grid not in dict(grid_choices(s, actor)):
        faults["grid"] = sentence("fault.grid")
    elif new.place not in places_of(s, new.grid):
        faults["place"] = sentence("fault.place")
    if faults:
        raise Faulty(faults)


def _known(s: Session, source: str, spot: str) -> RegisterEntry | None:
    """The entry that was made with this form, or None. Raises Conflict if it is of another spot, or has ended since."""
    known = s.scalar(sa.select(RegisterEntry).where(RegisterEntry.source_key == source))
    if known is not None and known.spot_key != spot:
        raise Conflict(sentence("not.key_used"))
    return known


def _refuse_taken(s: Session, spot: str, but: int = 0) -> None:
    """Raise SpotTaken if an open entry other than `but` has this spot."""
    open_ones = sa.select(RegisterEntry.id).where(RegisterEntry.spot_key == spot, RegisterEntry.ended_at.is_(None))
    other = s.scalar(open_ones.where(RegisterEntry.id != but))
    if other is not None:
        raise SpotTaken(other)


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
    """Correct fields of an open entry; `changes`: field → new value, "" to remove it. The old values of personal fields are emptied.

    `version`: of the entry that the page showed. Raises Forbidden, NotFound, SpotTaken if the new unit has an open entry,
    and Conflict if the entry has changed since or has ended; on PostgreSQL IntegrityError if somebody takes the new unit
    at the same moment.
    """
    entry = _entry_to_change(s, entry_id, actor, version)
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
    """End an entry, for one of REASONS. MISTAKE empties the personal fields (`Field.person`) at once, old values included.

    Raises Faulty for another reason; Forbidden, NotFound and Conflict as `correct`.
    """
    if reason not in REASONS:
        raise Faulty({"reason": sentence("fault.choose")})
    entry = _entry_to_change(s, entry_id, actor, version)
    entry.ended_by, entry.ended_at, entry.end_reason = actor.id, now, reason
    entry.spot_key, entry.version = "", entry.version + 1
    if reason == MISTAKE:
        personal = [one.code for one in fields_of(Kind(entry.kind)) if one.person]
        theirs = sa.update(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.field.in_(personal))
        s.execute(theirs.values(value=""))
    s.flush()
    return entry


def _entry_to_change(s: Session, entry_id: int, actor: StaffActor, version: int) -> RegisterEntry:
    """The open entry in this version, locked. Raises Forbidden, NotFound, Conflict."""
    if actor.role not in WRITERS:
        raise Forbidden()
    entry = visible_entry(s, entry_id, actor, to_change=True)
    if entry.ended_at is not None:
        raise Conflict(sentence("not.ended"))
    if entry.version != version:
        raise Conflict(sentence("not.changed"))
    return entry


def _current_rows(s: Session, entry: RegisterEntry) -> dict[str, RegisterValue]:
    current = sa.select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.replaced_at.is_(None))
    return {one.field: one for one in s.scalars(current)}


def record_look(s: Session, entry: RegisterEntry, purpose: str, actor: StaffActor, now: datetime) -> None:
    """Record that the people of the entry are shown to this account for a purpose (PIPL 28).

    Raises Faulty for a purpose that the account's role does not have in this register.
    """
    if purpose not in purposes_of(Kind(entry.kind), actor.role):
        raise Faulty({"purpose": sentence("fault.purpose")})
    s.add(RegisterLook(entry_id=entry.id, account_id=actor.id, purpose=purpose, at=now))
    s.flush()


def looks_at(s: Session, entry: RegisterEntry, most: int) -> Sequence[RegisterLook]:
    """At most `most` recorded looks at an entry, the latest first."""
    found = sa.select(RegisterLook).where(RegisterLook.entry_id == entry.id)
    return s.scalars(found.order_by(RegisterLook.id.desc()).limit(most)).all()


def is_unmasked(one: Field, purpose: str) -> bool:
    """Whether the field is shown in full after a look for this purpose ("": without a look)."""
    return not one.is_masked or purpose in one.purposes
