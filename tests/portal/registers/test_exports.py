"""Exports by purpose: only the fields that serve it, with a record of who took them for whom."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.kernel.errors import Forbidden, Invalid
from portal.kernel.roles import Role
from portal.registers import entries, exports
from portal.registers.exports import ExportRequest
from portal.registers.fields import Faulty, Kind
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor
from tests.portal.registers.conftest import enter


def take(s: Session, parts: Parts, purpose: str, role: Role = Role.DESK, **more: str) -> list[list[str]]:
    """The rows of the file, its headings first."""
    wanted = ExportRequest(Kind.HOME, purpose, more.get("recipient", "派出所"), more.get("grid", ""))
    data = exports.export_entries(s, wanted, actor(s, role), parts.clock.now())
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def test_a_file_has_the_fields_of_its_purpose_alone(s: Session, parts: Parts) -> None:
    """For residence no landlord, for fire no tenant."""
    enter(s, parts)
    headings, row = take(s, parts, "residence")
    assert headings == ["网格", "地方", "登记的日子", "门牌（几单元几室、哪一间）", "住着几个人", "承租人姓名", "承租人手机", "哪天住进来的"]  # fmt: skip
    assert row[:5] == ["1号网格", "柳树里3栋", "2026-11-24", "2单元301室", "3"]
    fire = take(s, parts, "fire")
    assert {"房东手机", "独立烟感"} <= set(fire[0])
    assert not {"承租人姓名", "承租人手机", "房东姓名 "} & set(fire[0])
    assert "有" in fire[1]


def test_who_took_it_is_recorded_and_each_entry_looked_at(s: Session, parts: Parts) -> None:
    entry = enter(s, parts)
    take(s, parts, "residence", Role.SUPERVISOR, recipient=" 派出所\n月度核对 ")
    (taken,) = exports.past_exports(s, 10)
    assert (taken.kind, taken.purpose, taken.recipient, taken.count) == ("home", "residence", "派出所 月度核对", 1)
    assert taken.account_id == actor(s, Role.SUPERVISOR).id
    assert [(one.export_id, one.purpose) for one in entries.looks_at(s, entry, 10)] == [(taken.id, "residence")]


def test_only_open_entries_go_out(s: Session, parts: Parts) -> None:
    """Of one grid, if one was chosen."""
    entry = enter(s, parts)
    assert len(take(s, parts, "fire", grid="G-02")) == 1
    entries.end(s, entry.id, "moved", actor(s, Role.DESK), parts.clock.now(), version=1)
    assert len(take(s, parts, "fire")) == 1


@pytest.mark.parametrize("role", [Role.GRID, Role.CHAIR, Role.BODY, Role.OPERATOR])
def test_nobody_else_takes_a_file(s: Session, parts: Parts, role: Role) -> None:
    with pytest.raises(Forbidden):
        take(s, parts, "fire", role)


@pytest.mark.parametrize(
    ("purpose", "more", "field"),
    [
        ("foster", {}, "purpose"),
        ("", {}, "purpose"),
        ("fire", {"recipient": " "}, "recipient"),
        ("fire", {"recipient": "派" * 41}, "recipient"),
        ("fire", {"grid": "nowhere"}, "grid"),
    ],
)
def test_what_is_refused_leaves_no_record(
    s: Session, parts: Parts, purpose: str, more: dict[str, str], field: str
) -> None:
    with pytest.raises(Faulty) as refused:
        take(s, parts, purpose, **more)
    assert list(refused.value.faults) == [field]
    assert list(exports.past_exports(s, 10)) == []


def test_a_file_is_bounded(s: Session, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(s, parts)
    enter(s, parts, unit="302")
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    with pytest.raises(Invalid):
        take(s, parts, "fire")
