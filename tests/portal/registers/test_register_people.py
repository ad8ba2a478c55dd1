"""People of the registers: their copy, their erasure, and the time after which an ended entry forgets them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.roles import Role
from portal.kernel.sealing import keyed
from portal.privacy import copy, erasure, retention
from portal.privacy.ledger import Entry, Ledger
from portal.privacy.retention_rules import ExpiryLimits
from portal.registers import entries, people
from portal.registers.models import RegisterValue
from portal.residents import service as residents
from portal.residents.models import ContactPoint, Resident
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor
from tests.portal.conftest import HandClock
from tests.portal.registers.conftest import PHONE, TENANT, enter


def proven(parts: Parts, phone: str) -> tuple[int, int]:
    """(resident, contact point) of somebody who proved this number."""
    with parts.db.write() as s:
        now = parts.clock.now()
        point = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", phone, now)
        person = Resident(created_at=now)
        s.add(person)
        s.flush()
        s.get_one(ContactPoint, point.id).resident_id = person.id
        return person.id, point.id


def entered(parts: Parts, **changes: str) -> int:
    """A home, entered by the grid's worker; its id."""
    with parts.db.write() as s:
        return enter(s, parts, **changes).id


def values(parts: Parts, entry_id: int) -> dict[str, str]:
    """The present values of an entry that are not empty."""
    with parts.db.read() as s:
        return {name: one for name, one in entries.values_of(s, [entry_id])[entry_id].items() if one}


def copy_of(parts: Parts, resident: int, point: int) -> list[dict[str, Any]]:
    """What the person's copy says of the registers."""
    with parts.db.read() as s:
        data = copy.build_copy(s, parts.media, resident, parts.clock.now(), ids=[point])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found: list[dict[str, Any]] = json.loads(archive.read("我的信息.json"))["登记册"]
    return found


def test_a_copy_holds_what_is_theirs_why_and_who_looked(parts: Parts, staff: dict[str, int]) -> None:
    """Nothing of the landlord for the tenant; staff by role."""
    entry_id, (resident, point) = entered(parts), proven(parts, TENANT)
    with parts.db.write() as s:
        desk = actor(s, Role.DESK)
        entries.record_look(s, entries.visible_entry(s, entry_id, desk), "residence", desk, parts.clock.now())
    (held,) = copy_of(parts, resident, point)
    assert held["记着的"] == {
        "承租人姓名": "李租客",
        "承租人手机": "13900000002",
        "哪天住进来的": "2026-11-01",
    }
    assert held["地方"] == "柳树里3栋"
    assert held["为什么"] == ["流动人口居住登记：《浙江省流动人口居住登记条例》"]
    assert [(one["谁"], one["拿给"]) for one in held["谁看过"]] == [("受理台", None)]
    assert "王房东" not in json.dumps(held, ensure_ascii=False)


def test_somebody_elses_number_gives_nothing(parts: Parts, staff: dict[str, int]) -> None:
    entered(parts)
    assert copy_of(parts, *proven(parts, "+8613700000003")) == []


def test_erasing_a_person_empties_their_fields_alone(parts: Parts, staff: dict[str, int]) -> None:
    """In every entry with their number; the landlord and the home stay."""
    one, two = entered(parts), entered(parts, unit="302", tenant="李租客二")
    other = entered(parts, unit="303", tenant="赵", tenant_phone="13700000003")
    resident, _point = proven(parts, TENANT)
    erasure.erase(parts, resident)
    for entry_id in (one, two):
        left = values(parts, entry_id)
        assert not {"tenant", "tenant_phone", "moved_in"} & set(left)
        assert (left["landlord"], left["people"]) == ("王房东", "3")
    assert values(parts, other)["tenant"] == "赵"
    with parts.db.read() as s:
        assert not {"李租客", "李租客二", TENANT} & set(s.scalars(sa.select(RegisterValue.value)))


def test_a_restored_register_forgets_whom_the_ledger_names(
    parts: Parts, staff: dict[str, int], clock: HandClock
) -> None:
    """Also somebody whom the restored database does not know as a resident; what was entered since stays."""
    entry_id = entered(parts)
    clock.move(hours=1)
    key = keyed(parts.settings.secret_key, "sms", TENANT)
    Ledger(parts.settings.erasures).add(Entry("e" * 32, clock.now(), ((999, clock.now().isoformat()),), (key,)))
    clock.move(hours=1)
    later = entered(parts, unit="302")
    erasure.replay_ledger(parts)
    assert "tenant_phone" not in values(parts, entry_id)
    assert values(parts, entry_id)["landlord_phone"] == PHONE
    assert values(parts, later)["tenant_phone"] == TENANT


def ended(parts: Parts, entry_id: int) -> None:
    with parts.db.write() as s:
        entries.end(s, entry_id, "moved", actor(s, Role.DESK), parts.clock.now(), version=1)


def run(parts: Parts) -> dict[str, int]:
    """Store → how many rows the retention erased."""
    return {store: count for store, count in retention.erase_all_expired(parts) if count}


def test_an_ended_entry_forgets_each_field_in_its_time(parts: Parts, staff: dict[str, int], clock: HandClock) -> None:
    """People after a year, the rest after three; what stands is kept however old."""
    gone, stands = entered(parts), entered(parts, unit="302")
    clock.move(days=800)
    assert "结束了的登记" not in run(parts)
    ended(parts, gone)
    clock.move(days=364)
    assert "结束了的登记" not in run(parts)
    clock.move(days=3)
    assert run(parts)["结束了的登记"] == 6
    assert set(values(parts, gone)) == {"rooms", "people", "smoke_alarm", "charging", "gas"}
    clock.move(days=800)
    run(parts)
    assert values(parts, gone) == {}
    assert values(parts, stands)["tenant"] == "李租客"


def test_history_is_erased_with_its_entry(s: Session, parts: Parts, clock: HandClock) -> None:
    """A value that was replaced, too."""
    entry = enter(s, parts)
    desk, now = actor(s, Role.DESK), parts.clock.now()
    entries.correct(s, parts.settings.secret_key, entry.id, desk, now, changes={"people": "9"}, version=1)
    entries.end(s, entry.id, "moved", desk, now, version=2)
    limits = ExpiryLimits(clock.now(), 3)
    assert limits.months_ago(12).isoformat() == "2025-11-24T01:00:00+00:00"
    due = people.expired_values([(months, now.replace(year=2030)) for months in people.retention_months()])
    assert len(s.scalars(due).all()) == 12
