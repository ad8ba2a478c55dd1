"""Entries of the registers: once for a spot, by those whose grid it is, corrected without keeping what people were called."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.kernel.roles import Role
from portal.registers import entries
from portal.registers.entries import SpotTaken
from portal.registers.fields import Faulty, Kind
from portal.registers.models import RegisterEntry, RegisterValue
from portal.staff import leave
from portal.staff import service as accounts
from portal.storage.db import add_if_new
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor
from tests.portal.registers.conftest import PHONE, enter, new_entry


def correct(s: Session, parts: Parts, entry: RegisterEntry, role: Role = Role.DESK, **changes: str) -> RegisterEntry:
    """Correct the entry as it stands now."""
    secret, now = parts.settings.secret_key, parts.clock.now()
    return entries.correct(s, secret, entry.id, actor(s, role), now, changes=changes, version=entry.version)


def end(s: Session, parts: Parts, entry: RegisterEntry, reason: str = "moved", role: Role = Role.DESK) -> RegisterEntry:
    return entries.end(s, entry.id, reason, actor(s, role), parts.clock.now(), version=entry.version)


def present(s: Session, entry: RegisterEntry) -> dict[str, str]:
    return entries.values_of(s, [entry.id])[entry.id]


@pytest.mark.parametrize("role", [Role.GRID, Role.DESK])
def test_the_worker_and_the_clerk_enter_a_home(s: Session, parts: Parts, role: Role) -> None:
    entry = enter(s, parts, role)
    assert (present(s, entry)["landlord_phone"], entry.grid, entry.version) == (PHONE, "G-01", 1)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CHAIR, Role.BODY, Role.OPERATOR])
def test_nobody_else_does(s: Session, parts: Parts, role: Role) -> None:
    with pytest.raises(Forbidden):
        enter(s, parts, role)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grid": "G-02", "place": "柳树里13栋"}, "grid"),
        ({"grid": "nowhere"}, "grid"),
        ({"place": "柳树里13栋"}, "place"),
        ({"place": "别处"}, "place"),
    ],
    ids=["another's grid", "no grid", "a place of another grid", "no place"],
)
def test_a_worker_enters_places_of_their_own_grid(
    s: Session, parts: Parts, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Faulty) as refused:
        enter(s, parts, **changes)
    assert list(refused.value.faults) == [field]


def test_a_spot_is_entered_once(s: Session, parts: Parts) -> None:
    """However its unit is written and whoever enters it; the first entry is offered. Another unit is another home."""
    first = enter(s, parts)
    with pytest.raises(SpotTaken) as taken:
        enter(s, parts, Role.DESK, unit="2-301", landlord="赵房东")
    assert taken.value.entry_id == first.id
    assert enter(s, parts, unit="2单元301室 北间").id != first.id


def test_two_writers_do_not_enter_one_spot_twice(s: Session, parts: Parts) -> None:
    """By the table itself, as on PostgreSQL both may find it free."""
    first = enter(s, parts)
    twin = RegisterEntry(
        kind=first.kind, grid=first.grid, place=first.place, spot_key=first.spot_key, entered_by=first.entered_by,
        entered_at=first.entered_at, source_key="another",
    )  # fmt: skip
    assert not add_if_new(s, twin)


def test_the_same_form_again_is_the_same_entry(s: Session, parts: Parts) -> None:
    """With other contents it is refused, so that nobody thinks that they were taken."""
    key, secret, now = uuid.uuid4().hex, parts.settings.secret_key, parts.clock.now()
    first = entries.enter(s, secret, new_entry(), actor(s, Role.GRID), now, key=key)
    assert entries.enter(s, secret, new_entry(), actor(s, Role.GRID), now, key=key) is first
    with pytest.raises(Conflict):
        entries.enter(s, secret, new_entry(unit="9"), actor(s, Role.GRID), now, key=key)
    with pytest.raises(Faulty):
        entries.enter(s, secret, new_entry(unit="9"), actor(s, Role.GRID), now, key="forged")


def test_a_worker_sees_their_own_grid_alone(s: Session, parts: Parts, staff: dict[str, int]) -> None:
    """In lists and one by one; nor may they change it. A stand-in does while the other is on leave."""
    entry = enter(s, parts)
    other = accounts.active_actor(s, staff["grid-2"])
    assert other is not None
    assert entries.listed(s, other, Kind.HOME) == []
    with pytest.raises(NotFound):
        entries.visible_entry(s, entry.id, other)
    with pytest.raises(NotFound):
        entries.end(s, entry.id, "moved", other, parts.clock.now(), version=1)
    days = (date(2026, 11, 24), date(2026, 11, 25))
    leave.enter(s, staff["grid"], staff["grid-2"], days, by=staff["desk"], now=parts.clock.now())
    stand_in = replace(other, covers=leave.covered_by(s, staff["grid-2"], parts.clock.now()))
    assert entries.listed(s, stand_in, Kind.HOME) == [entry]


def test_a_committee_does_not_see_homes(s: Session, parts: Parts) -> None:
    entry = enter(s, parts)
    with pytest.raises(NotFound):
        entries.visible_entry(s, entry.id, actor(s, Role.CHAIR))
    with pytest.raises(NotFound):
        entries.listed(s, actor(s, Role.CHAIR), Kind.HOME)


@pytest.mark.parametrize("number", [0, -1, 999_999, 2**40])
def test_what_is_not_there_is_not_found(s: Session, parts: Parts, number: int) -> None:
    with pytest.raises(NotFound):
        entries.visible_entry(s, number, actor(s, Role.DESK))


def test_a_correction_keeps_who_and_when_and_not_whom(s: Session, parts: Parts) -> None:
    """What a field said that is nobody's stays to be read."""
    entry = correct(s, parts, enter(s, parts), landlord="赵房东", people="5")
    assert (present(s, entry)["landlord"], present(s, entry)["people"], entry.version) == ("赵房东", "5", 2)
    old = {one.field: (one.value, one.replaced_by) for one in entries.history(s, entry)}
    assert old == {"landlord": ("", actor(s, Role.DESK).id), "people": ("3", actor(s, Role.DESK).id)}
    assert "王房东" not in s.scalars(sa.select(RegisterValue.value)).all()


def test_the_same_again_is_no_correction(s: Session, parts: Parts) -> None:
    entry = correct(s, parts, enter(s, parts), people="3")
    assert (entry.version, list(entries.history(s, entry))) == (1, [])


def test_a_value_is_taken_away(s: Session, parts: Parts) -> None:
    entry = correct(s, parts, enter(s, parts), tenant="")
    assert "tenant" not in present(s, entry)


def test_a_corrected_unit_is_another_spot(s: Session, parts: Parts) -> None:
    """Which must be free; the one that was left is."""
    first, second = enter(s, parts), enter(s, parts, unit="302")
    with pytest.raises(SpotTaken):
        correct(s, parts, second, unit="2-301")
    correct(s, parts, first, unit="303")
    assert enter(s, parts).id not in (first.id, second.id)


def test_a_page_that_is_outdated_changes_nothing(s: Session, parts: Parts) -> None:
    entry = enter(s, parts)
    correct(s, parts, entry, people="5")
    with pytest.raises(Conflict):
        entries.end(s, entry.id, "moved", actor(s, Role.GRID), parts.clock.now(), version=1)
    assert entry.ended_at is None


def test_an_ended_entry_is_closed_and_its_spot_free(s: Session, parts: Parts) -> None:
    """It is not corrected or ended again; the next tenant's is a new one."""
    entry = end(s, parts, enter(s, parts))
    assert (entry.spot_key, entry.end_reason) == ("", "moved")
    with pytest.raises(Conflict):
        correct(s, parts, entry, people="9")
    with pytest.raises(Conflict):
        end(s, parts, entry)
    assert enter(s, parts).id != entry.id
    assert entries.listed(s, actor(s, Role.DESK), Kind.HOME, ended=True) == [entry]


def test_what_was_entered_by_mistake_forgets_its_people_at_once(s: Session, parts: Parts) -> None:
    entry = end(s, parts, enter(s, parts), "mistake")
    left = {field: value for field, value in present(s, entry).items() if value}
    assert left == {"rooms": "2", "people": "3", "smoke_alarm": "yes", "charging": "no", "gas": "pipe"}


def test_an_entry_ends_for_a_reason(s: Session, parts: Parts) -> None:
    with pytest.raises(Faulty):
        end(s, parts, enter(s, parts), "because")


def test_supervisors_read_and_do_not_change(s: Session, parts: Parts) -> None:
    entry = enter(s, parts)
    assert entries.visible_entry(s, entry.id, actor(s, Role.SUPERVISOR)) is entry
    with pytest.raises(Forbidden):
        correct(s, parts, entry, Role.SUPERVISOR, people="5")
    with pytest.raises(Forbidden):
        end(s, parts, entry, role=Role.SUPERVISOR)


def test_a_look_is_for_a_purpose_of_the_register(s: Session, parts: Parts) -> None:
    entry = enter(s, parts)
    entries.record_look(s, entry, "fire", actor(s, Role.DESK), parts.clock.now())
    with pytest.raises(Faulty):
        entries.record_look(s, entry, "foster", actor(s, Role.DESK), parts.clock.now())
    assert [one.purpose for one in entries.looks_at(s, entry, 10)] == ["fire"]


def test_a_list_is_read_in_pages(s: Session, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newest first; one more than a page tells that there are more."""
    monkeypatch.setattr(entries, "PAGE", 2)
    made = [enter(s, parts, unit=str(number)).id for number in range(4)]
    desk = actor(s, Role.DESK)
    assert [one.id for one in entries.listed(s, desk, Kind.HOME)] == made[:0:-1]
    assert [one.id for one in entries.listed(s, desk, Kind.HOME, before=made[2])] == made[1::-1]
    assert entries.listed(s, desk, Kind.HOME, grid="G-02") == []
