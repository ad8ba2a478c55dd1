"""The pages of places: the tree and map, a new drawing, departments' grids, nicknames."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.grids import service, versions
from portal.grids.added import nicknames
from portal.grids.drawings import geojson
from portal.grids.drawings.shapes import Drawn
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor
from tests.portal.grids.drawings.grounds import box, drawn
from tests.portal.signed_in import sit_down

TODAY = date(2026, 11, 24)
TWO = [drawn("G-01", box(0, 0)), drawn("G-02", box(200, 0))]
OVER = [drawn("G-01", box(0, 0)), drawn("G-02", box(150, 0))]


def sat(client: FlaskClient, parts: Parts, role: Role) -> FlaskClient:
    with parts.db.read() as s:
        number = actor(s, role).id
    return sit_down(client, parts, number)


@pytest.fixture
def supervisor(client: FlaskClient, parts: Parts, community: None) -> FlaskClient:
    return sat(client, parts, Role.SUPERVISOR)


@pytest.fixture
def clerk(client: FlaskClient, parts: Parts, community: None) -> FlaskClient:
    return sat(client, parts, Role.DESK)


def send(client: FlaskClient, grids: Sequence[Drawn] | bytes, do: str, **more: str) -> TestResponse:
    data = grids if isinstance(grids, bytes) else json.dumps(geojson.feature_collection(grids)).encode()
    form = {"do": do, "file": (io.BytesIO(data), "grids.geojson")} | more
    return client.post("/desk/places/drawing", data=form, content_type="multipart/form-data")


def test_a_drawing_is_shown_before_it_is_taken_in(supervisor: FlaskClient, parts: Parts) -> None:
    """Checked: nothing changes. Taken in: it is on the map, its grids lead to the desk's list, the bot's files follow."""
    assert "没有重叠、空白和落单的" in send(supervisor, TWO, "check").text
    with parts.db.read() as s:
        assert service.grid_at(s, *box(10, 10)[0]) is None
    assert send(supervisor, TWO, "take").status_code == 303
    page = supervisor.get("/desk/places").text
    assert "测试社区" in page
    assert page.count('class="ground__grid"') == 2
    assert "grid=G-01" in page
    assert (parts.settings.community / "grids.geojson").exists()


def test_overlaps_are_taken_in_only_knowingly(supervisor: FlaskClient, parts: Parts) -> None:
    """The second form has a box to tick."""
    refused = send(supervisor, OVER, "take")
    assert "重叠：G-01 和 G-02" in refused.text
    assert "知道了" in refused.text
    with parts.db.read() as s:
        assert versions.days(s) == [versions.ALWAYS]
    assert send(supervisor, OVER, "take", despite="1").status_code == 303


@pytest.mark.parametrize(
    ("data", "more", "named"),
    [
        (b"", {}, "请先选一个"),
        (b"{", {}, "不是能读的 GeoJSON"),
        (json.dumps(geojson.feature_collection(TWO)).encode(), {"day": "明天"}, "日期应当像"),
        (json.dumps(geojson.feature_collection(TWO)).encode(), {"day": "2020-01-01"}, "今天或以后"),
        (json.dumps(geojson.feature_collection(TWO)).encode(), {"layer": "长" * 30}, "图层的名字"),
    ],
)
def test_what_cannot_be_taken_in_says_why(
    supervisor: FlaskClient, data: bytes, more: dict[str, str], named: str
) -> None:
    """In Chinese, with nothing changed."""
    found = send(supervisor, data, "take", **more)
    assert (found.status_code, named in found.text) == (422, True)


def test_a_drawing_for_later_can_be_taken_back(supervisor: FlaskClient, parts: Parts) -> None:
    """Until then the page says from when it holds; which groups to count together stands on the old day's map."""
    send(supervisor, TWO, "take")
    send(
        supervisor, [TWO[0], drawn("G-02", box(200, 0, 100)), drawn("G-03", box(300, 0, 100))], "take", day="2027-01-01"
    )
    assert "2027-01-01" in supervisor.get("/desk/places").text
    assert "G-02 → G-02" not in supervisor.get("/desk/places").text
    later = supervisor.get("/desk/places?on=2027-01-02").text
    assert "G-02、G-03 → G-02" in later
    assert supervisor.post("/desk/places/drawing/take-back", data={"layer": ""}).status_code == 303
    with parts.db.read() as s:
        assert versions.pending(s, TODAY) is None


def test_a_drawing_that_another_page_took_in_meanwhile_is_told(
    supervisor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day was free as the form was checked, and is not as it is taken in: a sentence, no broken page."""
    send(supervisor, TWO, "take", day="2027-01-01")
    monkeypatch.setattr(versions, "check_day", lambda *_: monkeypatch.undo())
    told = send(supervisor, TWO, "take", day="2027-02-01")
    assert told.status_code == 422
    assert "2027-01-01" in told.text


def test_departments_grids_are_laid_over(supervisor: FlaskClient) -> None:
    """Which of them fall in which unified grid, and the same as CSV."""
    send(supervisor, TWO, "take")
    for layer, grids in (("消防", [drawn("F1", box(10, 10, 50, 50))]), ("党建", [drawn("P1", box(100, 0))])):
        assert send(supervisor, grids, "take", layer=layer, day="2020-01-01").status_code == 303
    page = supervisor.get("/desk/places/overlay").text
    assert "2 个部门、2 个网格：1 个可以并入，1 个跨着" in page
    rows = supervisor.get("/desk/places/overlay.csv").text.splitlines()
    assert len(rows) == 1 + 1 + 2
    assert any(row.startswith("消防,F1") and row.endswith("并入") for row in rows)


def test_a_clerk_teaches_a_nickname_and_takes_it_back(clerk: FlaskClient, parts: Parts) -> None:
    """Who taught it and who took it back stand on the page."""
    assert clerk.post("/desk/places/nicknames", data={"name": "大榕树", "place": "柳树里3栋|G-01"}).status_code == 303
    with parts.db.read() as s:
        assert service.grid_for(s, "大榕树") == "G-01"
        number = nicknames.listed(s, 1)[0].id
    assert "张受理台" in clerk.get("/desk/places/nicknames").text
    clerk.post(f"/desk/places/nicknames/{number}/undo")
    again = clerk.post(f"/desk/places/nicknames/{number}/undo", follow_redirects=True)
    assert "已经撤掉了" in again.text
    with parts.db.read() as s:
        assert service.grid_for(s, "大榕树") is None


def test_a_nickname_like_somebodys_home_is_asked_about(clerk: FlaskClient) -> None:
    """Nothing is taught until the clerk says that it is a place."""
    form = {"name": "张建国家", "place": "柳树里3栋|G-01"}
    asked = clerk.post("/desk/places/nicknames", data=form)
    assert asked.status_code == 409
    assert "像人名或者谁家" in asked.text
    assert clerk.post("/desk/places/nicknames", data=form | {"answer": "place"}).status_code == 303


def test_a_nickname_of_another_place_is_asked_about(clerk: FlaskClient, parts: Parts) -> None:
    """Nothing is taught until the clerk answers."""
    form = {"name": "柳树里13号楼", "place": "柳树里3栋|G-01"}
    asked = clerk.post("/desk/places/nicknames", data=form)
    assert (asked.status_code, "请您定" in asked.text) == (409, True)
    with parts.db.read() as s:
        assert service.grid_for(s, "柳树里13号楼") == "G-02"
    assert clerk.post("/desk/places/nicknames", data=form | {"answer": "both"}).status_code == 303
    assert clerk.post("/desk/places/nicknames", data={"name": "3", "place": "x"}).status_code == 422


def test_each_page_is_for_whoever_may(client: FlaskClient, parts: Parts, community: None) -> None:
    """Bodies and grid workers none; a clerk does not draw; an operator teaches no nicknames."""
    with parts.db.write() as s:
        s.add(account(parts, Role.OPERATOR))
    pages = ("", "/drawing", "/overlay", "/overlay.csv", "/nicknames")
    allowed = {}
    for role in (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR, Role.OPERATOR):
        seat = sat(client, parts, role)
        allowed[role] = [page for page in pages if seat.get(f"/desk/places{page}").status_code == 200]
    assert allowed == {
        Role.DESK: ["", "/nicknames"],
        Role.GRID: [],
        Role.BODY: [],
        Role.SUPERVISOR: list(pages),
        Role.OPERATOR: ["", "/drawing", "/overlay", "/overlay.csv"],
    }
