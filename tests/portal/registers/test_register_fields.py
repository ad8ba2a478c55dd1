"""The one table of the registers' fields, and what a form of them may say."""

from __future__ import annotations

import pytest

from portal.kernel.roles import Role
from portal.registers.fields import (
    UNIT,
    Faulty,
    Kind,
    Type,
    fields_of,
    fields_seen_by,
    kinds_seen_by,
    plain_unit,
    purposes_of,
    read_corrections,
    read_values,
    table,
)
from portal.registers.words import texts
from tests.portal.registers.conftest import HOME, TODAY


def test_every_field_says_why_it_is_collected_who_sees_it_and_how_long_it_is_kept() -> None:
    """Each purpose with its words and its law; nobody sees a field who works for no register."""
    assert len({(one.kind, one.code) for one in table()}) == len(table())
    for one in table():
        assert one.purposes
        assert one.months > 0
        assert one.roles >= {Role.DESK, Role.GRID}
        assert one.roles <= {Role.DESK, Role.GRID, Role.SUPERVISOR, Role.CHAIR, Role.MEMBER}
        assert {f"{group}.{purpose}" for group in ("purpose", "basis") for purpose in one.purposes} <= set(texts())


def test_whoever_can_be_telephoned_is_known_to_be_a_person() -> None:
    """A telephone is somebody's, in full only after a look; a name goes with it, and both are kept a year at most."""
    for one in table():
        if one.type is Type.PHONE:
            theirs = [other for other in fields_of(one.kind) if other.person == one.person]
            assert one.is_masked
            assert len(theirs) > 1
            assert max(other.months for other in theirs) <= 12
    assert all(any(one.code == UNIT and one.needed for one in fields_of(kind)) for kind in Kind)


def test_a_committee_sees_of_shops_what_is_nobodys() -> None:
    """And nothing of rented homes; bodies and operators see none."""
    assert kinds_seen_by(Role.CHAIR) == (Kind.SHOP, Kind.ORGANISATION)
    assert not any(one.person for one in fields_seen_by(Kind.SHOP, Role.CHAIR))
    assert kinds_seen_by(Role.BODY) == kinds_seen_by(Role.OPERATOR) == ()
    assert purposes_of(Kind.HOME, Role.DESK) == ("residence", "rental", "fire")


def test_a_form_is_read_as_it_is_kept() -> None:
    read = read_values(Kind.HOME, {**HOME, "landlord": "  王\u200b房东 ", "people": "003"}, TODAY)
    assert (read["landlord"], read["people"], read["tenant_phone"]) == ("王房东", "3", "+8613900000002")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("landlord", "", "请写上"),
        ("landlord", "王" * 21, "最多 20 个字"),
        ("landlord", "王13800000001", "不要写电话"),
        ("landlord", "330106199001011234", "不要写电话"),
        ("landlord_phone", "12345", "手机号"),
        ("landlord_phone", "0571-88888888", "手机号"),
        ("rooms", "0", "1 到 60"),
        ("rooms", "61", "1 到 60"),
        ("rooms", "-1", "1 到 60"),
        ("rooms", "两间", "1 到 60"),
        ("rooms", "１", "1 到 60"),
        ("moved_in", "2026-11-25", "今天或以前"),
        ("moved_in", "2026-02-30", "今天或以前"),
        ("moved_in", "0001-01-01", "今天或以前"),
        ("gas", "", "请选一个"),
        ("gas", "coal", "请选一个"),
    ],
)
def test_what_is_refused(field: str, typed: str, said: str) -> None:
    with pytest.raises(Faulty) as refused:
        read_values(Kind.HOME, {**HOME, field: typed}, TODAY)
    assert list(refused.value.faults) == [field]
    assert said in refused.value.faults[field]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Faulty) as refused:
        read_values(Kind.SHOP, {}, TODAY)
    assert set(refused.value.faults) == {one.code for one in fields_of(Kind.SHOP) if one.needed}


def test_a_correction_says_only_what_changes() -> None:
    """An empty field stays, one that is ticked is taken away; what is needed is not."""
    assert read_corrections(Kind.HOME, {"people": "5"}, [], TODAY) == {"people": "5"}
    assert read_corrections(Kind.HOME, {}, ["tenant", "nonsense"], TODAY) == {"tenant": ""}
    for values, drop in (({"tenant": "赵"}, ["tenant"]), ({}, ["landlord"])):
        with pytest.raises(Faulty):
            read_corrections(Kind.HOME, values, drop, TODAY)


@pytest.mark.parametrize(
    "written", ["2单元301室", "２单元 301", "2-301", "2 - 301号", "2幢301", "二单元301", "两单元301室"]
)
def test_one_unit_is_one_however_it_is_written(written: str) -> None:
    assert plain_unit(written) == "2-301"
    assert plain_unit("23-01") != "2-301"
