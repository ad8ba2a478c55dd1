"""The pages of the registers: people starred out until a look for a purpose, forms that keep what was typed."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.registers.models import RegisterEntry, RegisterExport, RegisterLook
from portal.storage.parts import Parts
from tests.portal.registers.conftest import Sit, enter, form

PEOPLE = ("王房东", "李租客", "13800000001", "13900000002", "+8613800000001")


@pytest.fixture
def home(parts: Parts, staff: dict[str, int]) -> int:
    """A home of the grid G-01."""
    with parts.db.write() as s:
        return enter(s, parts).id


def version(client: FlaskClient, home: int) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(f"/registers/{home}").text)
    assert found is not None
    return found[1]


def looks(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(RegisterLook.purpose)))


@pytest.mark.parametrize("role", [Role.GRID, Role.DESK])
def test_a_home_is_entered(sit: Sit, parts: Parts, role: Role) -> None:
    """The page that follows, and the list, show it with its people starred out."""
    client = sit(role)
    page = client.post("/registers", data=form(), follow_redirects=True).text
    assert "登记好了" in page
    for text in (page, client.get("/registers?kind=home").text):
        assert "柳树里3栋" in text
        assert not any(one in text for one in PEOPLE)
    assert "138****0001" in page
    assert "王**" in page


def test_a_wrong_form_keeps_what_was_typed(sit: Sit, parts: Parts) -> None:
    answer = sit(Role.GRID).post("/registers", data=form(rooms="0", landlord_phone="12"))
    assert answer.status_code == 422
    assert "1 到 60 的整数" in answer.text
    assert "要写手机号" in answer.text
    assert 'value="王房东"' in answer.text
    with parts.db.read() as s:
        assert s.scalars(sa.select(RegisterEntry)).all() == []


def test_a_spot_that_is_taken_leads_to_its_entry(sit: Sit, parts: Parts, home: int) -> None:
    answer = sit(Role.DESK).post("/registers", data=form(unit="2-301"))
    assert answer.status_code == 409
    assert "已经登记过" in answer.text
    assert f'href="/registers/{home}"' in answer.text
    assert looks(parts) == []


def test_the_same_form_twice_is_one_entry(sit: Sit, parts: Parts) -> None:
    client, typed = sit(Role.GRID), form()
    places = {client.post("/registers", data=typed).headers["Location"] for _ in range(2)}
    assert len(places) == 1


@pytest.mark.parametrize(
    ("purpose", "shown", "hidden"),
    [
        ("residence", ("李租客", "13900000002", "2026-11-01"), ("王房东", "13800000001")),
        ("fire", ("王房东", "13800000001"), ("李租客", "13900000002")),
    ],
)
def test_a_look_shows_what_its_purpose_needs_and_is_recorded(
    sit: Sit, parts: Parts, home: int, purpose: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """The page asked for again is starred out again, and says who looked."""
    client = sit(Role.GRID)
    page = client.post(f"/registers/{home}/look", data={"purpose": purpose}).text
    assert all(one in page for one in shown)
    assert not any(one in page for one in hidden)
    assert looks(parts) == [purpose]
    again = client.get(f"/registers/{home}").text
    assert not any(one in again for one in PEOPLE)
    assert "张网格员：" in again


@pytest.mark.parametrize("purpose", ["", "foster", "x" * 99])
def test_a_look_without_a_purpose_shows_nothing(sit: Sit, parts: Parts, home: int, purpose: str) -> None:
    answer = sit(Role.DESK).post(f"/registers/{home}/look", data={"purpose": purpose})
    assert answer.status_code == 422
    assert not any(one in answer.text for one in PEOPLE)
    assert looks(parts) == []


def test_an_entry_is_corrected_without_showing_its_people(sit: Sit, parts: Parts, home: int) -> None:
    """What was a person's before is not told."""
    client = sit(Role.DESK)
    typed = {"version": version(client, home), "landlord": "赵房东", "people": "7"}
    page = client.post(f"/registers/{home}/correct", data=typed, follow_redirects=True).text
    assert "改好了" in page
    assert "改了住着几个人，原来是 3" in page
    assert "改了房东姓名" in page
    assert not any(one in page for one in (*PEOPLE, "赵房东"))


def test_a_second_tab_is_told(sit: Sit, parts: Parts, home: int) -> None:
    """And what it typed is kept."""
    client = sit(Role.DESK)
    seen = version(client, home)
    client.post(f"/registers/{home}/correct", data={"version": seen, "people": "7"})
    answer = client.post(f"/registers/{home}/correct", data={"version": seen, "people": "8"})
    assert answer.status_code == 409
    assert 'value="8"' in answer.text
    assert "这一条有了变化" in answer.text


def test_an_entry_ends(sit: Sit, parts: Parts, home: int) -> None:
    client = sit(Role.GRID)
    seen = version(client, home)
    assert client.post(f"/registers/{home}/end", data={"version": seen}).status_code == 422
    page = client.post(f"/registers/{home}/end", data={"version": seen, "reason": "moved"}, follow_redirects=True).text
    assert "不租了、搬走了" in page
    assert f"/registers/{home}/correct" not in page
    assert f'href="/registers/{home}"' not in client.get("/registers?kind=home").text
    assert f'href="/registers/{home}"' in client.get("/registers?kind=home&ended=1").text


def test_a_supervisor_reads_only(sit: Sit, parts: Parts, home: int) -> None:
    page = sit(Role.SUPERVISOR).get(f"/registers/{home}").text
    assert "138****0001" in page
    assert "/correct" not in page
    assert "/end" not in page


def test_a_committee_sees_no_homes(sit: Sit, parts: Parts, home: int) -> None:
    """Nor that there is one."""
    chair = sit(Role.CHAIR)
    assert chair.get(f"/registers/{home}").status_code == 404
    assert chair.get("/registers?kind=home").status_code == 404
    assert chair.get("/registers").status_code == 200


@pytest.mark.parametrize(
    "address", ["/registers?kind=x", "/registers/999999", f"/registers/{2**40}", "/registers/new?kind=x"]
)
def test_what_is_not_there_is_not_found(sit: Sit, staff: dict[str, int], address: str) -> None:
    assert sit(Role.DESK).get(address).status_code == 404


def test_a_file_is_taken_for_a_purpose(sit: Sit, parts: Parts, home: int) -> None:
    """The page tells what each purpose gives, and who took which."""
    client = sit(Role.DESK)
    answer = client.post("/registers/exports", data={"what": "home:residence", "recipient": "派出所"})
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    page = client.get("/registers/exports").text
    assert "《浙江省流动人口居住登记条例》" in page
    assert re.search(r"张受理台.*?出租房：流动人口居住登记.*?派出所", page, re.S)


@pytest.mark.parametrize(
    "typed",
    [{}, {"what": "home"}, {"what": "x:fire"}, {"what": "home:fire"}, {"what": "home:foster", "recipient": "派出所"}],
)
def test_a_file_that_will_not_do_is_refused(sit: Sit, parts: Parts, home: int, typed: dict[str, str]) -> None:
    answer = sit(Role.SUPERVISOR).post("/registers/exports", data=typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with parts.db.read() as s:
        assert s.scalars(sa.select(RegisterExport)).all() == []
