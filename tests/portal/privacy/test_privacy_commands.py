"""`linli privacy`: a copy and an erasure for who comes to the office."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from portal.cases.models import Case, CaseWords, Urgency
from portal.cli import linli
from portal.residents import service as residents
from portal.residents.models import ContactPoint, Resident
from portal.storage.parts import Parts

PHONE = "+8613800000001"


@pytest.fixture
def two_cases(parts: Parts) -> tuple[str, str]:
    """One of somebody with a proven number, one of a visitor."""
    now = parts.clock.now()
    with parts.db.write() as s:
        person = Resident(created_at=now)
        s.add(person)
        s.flush()
        proven = residents.ensure_contact_point(s, "test", "sms", PHONE, now)
        proven.resident_id = person.id
        visitor, _ = residents.add_visitor(s, "test", now)
        for number, point in ((1, proven), (2, visitor)):
            s.add(
                Case(
                    case_no=f"LL-20261124-000{number}", created_at=now, state="reported", kind="complaint", urgency="normal",
                    rank=2, channel=point.channel, due_at=now, contact_point_id=point.id, access_salt="s", access_hash="h",
                    photos=[], words=CaseWords(text=f"第{number}件的原话"),
                )
            )  # fmt: skip
    return "LL-20261124-0001", "LL-20261124-0002"


def run(parts: Parts, *args: str) -> Result:
    environ = {"LINLI_HOME": str(parts.settings.home), "SECRET_KEY": "test", "DEMO": "1", "LINLI_ERASURES": None}
    url = parts.db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(linli, ["privacy", *args], env=environ | {"DATABASE_URL": url})


def words(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(CaseWords.text).order_by(CaseWords.case_id)))


def test_a_copy_by_number(parts: Parts, two_cases: tuple[str, str], tmp_path: Path) -> None:
    """Theirs and nobody else's, in a file for its owner only, never over another."""
    out = tmp_path / "copy.zip"
    assert run(parts, "copy", "--phone", "13800000001", "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        told = archive.read("我的信息.json").decode()
    assert "第1件的原话" in told
    assert two_cases[1] not in told
    assert out.stat().st_mode & 0o077 == 0
    assert run(parts, "copy", "--phone", "13800000002", "--out", str(tmp_path / "no.zip")).exit_code == 1


def test_a_copy_by_case_where_no_number_was_proven(parts: Parts, two_cases: tuple[str, str], tmp_path: Path) -> None:
    """Of that reporter's contact point alone; who proved a number is named by it; one of the two is asked for."""
    out = tmp_path / "copy.zip"
    assert run(parts, "copy", "--case", two_cases[1], "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        told = archive.read("我的信息.json").decode()
    assert "第2件的原话" in told
    assert two_cases[0] not in told
    refused = run(parts, "copy", "--case", two_cases[0], "--out", str(tmp_path / "no.zip"))
    assert refused.exit_code == 1
    assert "--phone" in refused.output
    assert run(parts, "copy", "--out", str(tmp_path / "no.zip")).exit_code == 2


@pytest.mark.parametrize("how", ["two proved", "two left"])
def test_no_copy_by_case_of_a_chat_that_several_people_used(
    parts: Parts, two_cases: tuple[str, str], tmp_path: Path, how: str
) -> None:
    """It would give one the words of another."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == two_cases[1])).one()
        if how == "two proved":
            s.get_one(ContactPoint, case.contact_point_id).shared = True
        else:
            case.words.contact = "13800000003 或 13800000004"
    refused = run(parts, "copy", "--case", two_cases[1], "--out", str(tmp_path / "no.zip"))
    assert refused.exit_code == 1
    assert not (tmp_path / "no.zip").exists()


def test_erasing_by_number_or_by_case(parts: Parts, two_cases: tuple[str, str]) -> None:
    """By the proven number; by the case where there is none; each leaves the other's alone; twice says so."""
    assert run(parts, "erase", "--case", two_cases[0], "--yes").exit_code == 1, "a proven person is named by number"
    assert run(parts, "erase", "--phone", PHONE, "--yes").exit_code == 0
    assert words(parts) == ["", "第2件的原话"]
    assert run(parts, "erase", "--phone", PHONE, "--yes").exit_code == 1
    assert run(parts, "erase", "--case", two_cases[1], "--yes").exit_code == 0
    assert words(parts) == ["", ""]
    assert run(parts, "erase", "--yes").exit_code == 2
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(ContactPoint.address != "")) == 0


def test_erasing_names_what_goes_before_it_asks(parts: Parts, two_cases: tuple[str, str]) -> None:
    """All cases of that reporter, an open emergency marked as such, and nobody else's; without a yes nothing goes."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == two_cases[1])).one()
        case.urgency = "emergency"
    asked = run(parts, "erase", "--case", two_cases[1])  # no answer comes
    assert asked.exit_code == 1
    assert re.search(f"{two_cases[1]}.*{Urgency.EMERGENCY.label}!", asked.output)
    assert two_cases[0] not in asked.output
    assert words(parts) == ["第1件的原话", "第2件的原话"]
