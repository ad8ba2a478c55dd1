"""`/desk/key-places`: numbers and days of the cases that the reader may see, never words; visits, and striking off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.key_places import listing
from portal.cases.key_places.models import KeyPlace
from portal.cases.models import Case
from portal.cases.verbs.disclosure import sealing
from portal.kernel.roles import Role
from portal.rounds.models import Visit
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

Sit = Callable[[Role], FlaskClient]
FIRE_LANE = {"code": "0416", "path": ["城乡建设", "消防通道与安全隐患"], "score": 0.9, "alternatives": []}
TEXT = "我是王小花，柳树里3栋的消防通道堆了电动车，打13912345678找我"
REASON = "装了桩子，两个月没有再堆过车"
NOT_YOURS = "在哪里不归您看"


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, community: None) -> Sit:
    with parts.db.read() as s:
        ids = {role: actor(s, role).id for role in (Role.DESK, Role.GRID, Role.SUPERVISOR)}
    return lambda role: sit_down(client, parts, ids[role])


@pytest.fixture
def numbers(parts: Parts, reporter: int) -> list[str]:
    """The cases of the one key place, 柳树里3栋."""
    with parts.db.write() as s:
        read = draft(TEXT, category=FIRE_LANE, times=[])
        made = [report(s, parts, reporter, TEXT, draft=read).case_no for _number in range(3)]
    listing.refresh(parts)
    return made


def seal(parts: Parts, who: Find, numbers: list[str]) -> None:
    """Seal these cases, from the clerk, the supervisor and the grid worker alike."""
    with parts.db.write() as s:
        s.add_all(account(parts, role, username=f"{role}-2") for role in (Role.DESK, Role.SUPERVISOR))
        s.flush()
        people = {one.username: one.id for one in sealing.candidates(s, s.scalars(sa.select(Case)).first())}
        clerk = who(s, Role.DESK)
        for case in s.scalars(sa.select(Case).where(Case.case_no.in_(numbers))):
            other = type(clerk)(clerk.actor, people["desk-2"], clerk.label)
            reason = "看过了，说的是没成年的孩子"
            sealing.seal(s, parts, case, other, kind="minor", supervisor=people["supervisor-2"], reason=reason)


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.SUPERVISOR])
def test_it_shows_numbers_and_days_but_no_words(sit: Sit, numbers: list[str], role: Role) -> None:
    """Nobody's name, number or words."""
    page = sit(role).get("/desk/key-places").text
    assert all(number in page for number in numbers)
    assert "柳树里3栋" in page
    assert "报过 3 件" in page
    assert not any(word in page for word in ("王小花", "13912345678", "电动车"))


def test_a_sealed_case_is_counted_only(sit: Sit, parts: Parts, numbers: list[str], who: Find) -> None:
    """Neither its number nor its day."""
    seal(parts, who, numbers[:1])
    page = sit(Role.DESK).get("/desk/key-places").text
    assert (numbers[0] in page, numbers[1] in page, "报过 3 件" in page) == (False, True, True)
    assert "柳树里3栋" in page


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.SUPERVISOR])
def test_a_place_known_from_sealed_cases_alone_has_no_name(
    sit: Sit, parts: Parts, numbers: list[str], who: Find, role: Role
) -> None:
    """Its grid, which the reader may know, and how many there are."""
    seal(parts, who, numbers)
    page = sit(role).get("/desk/key-places").text
    assert NOT_YOURS in page
    assert "1号网格" in page
    assert "柳树里3栋" not in page
    assert not any(number in page for number in numbers)
    assert "今天去看过了" not in page  # nobody is sent to a place that they may not know


def test_the_ledger_does_not_name_it_either(sit: Sit, parts: Parts, numbers: list[str], who: Find) -> None:
    """A visit there is one to a place without a name."""
    seal(parts, who, numbers)
    sit(Role.GRID).post("/desk/key-places/1/visits", data={"minutes": "10", "due": "2026-12-01"})
    with parts.db.read() as s:
        assert s.scalars(sa.select(Visit.household)).one() == ""


def test_a_grid_worker_sees_their_grids_only(sit: Sit, parts: Parts, numbers: list[str]) -> None:
    """Another grid's is not there, and cannot be visited."""
    with parts.db.write() as s:
        s.execute(sa.update(KeyPlace).values(grid="G-02"))
    grid = sit(Role.GRID)
    assert "报过 3 件" not in grid.get("/desk/key-places").text
    assert grid.post("/desk/key-places/1/visits", data={"minutes": "10", "due": "2026-12-01"}).status_code == 404


def test_a_visit_goes_into_the_ledger_once(sit: Sit, parts: Parts, clock: HandClock, numbers: list[str]) -> None:
    """And the next one is due a week later; the same form again does nothing."""
    clock.move(days=8)
    assert "过了日子" in sit(Role.SUPERVISOR).get("/desk/key-places").text
    grid, form = sit(Role.GRID), {"minutes": "15", "note": "通道是空的", "due": "2026-12-01"}
    for _time in range(2):
        page = grid.post("/desk/key-places/1/visits", data=form, follow_redirects=True).text
        assert "下回 2026年12月9日" in page
    with parts.db.read() as s:
        visit = s.scalars(sa.select(Visit)).one()
        assert (visit.purpose, visit.minutes, visit.household) == ("patrol", 15, "柳树里3栋")


@pytest.mark.parametrize("minutes", ["", "0", "601", "x", "99999999999999999999"])
def test_minutes_that_cannot_be_are_refused(sit: Sit, parts: Parts, numbers: list[str], minutes: str) -> None:
    """What was typed stands there still."""
    form = {"minutes": minutes, "note": "通道是空的", "due": "2026-12-01"}
    answer = sit(Role.GRID).post("/desk/key-places/1/visits", data=form)
    assert (answer.status_code, "1 到 600" in answer.text, "通道是空的" in answer.text) == (422, True, True)
    with parts.db.read() as s:
        assert s.scalars(sa.select(Visit)).all() == []


def test_a_supervisor_strikes_it_off(sit: Sit, numbers: list[str]) -> None:
    """With a sentence why, which the list keeps; a second time is refused."""
    supervisor = sit(Role.SUPERVISOR)
    refused = supervisor.post("/desk/key-places/1/strike", data={"reason": "好了"})
    assert (refused.status_code, "划掉的理由" in refused.text) == (422, True)
    page = supervisor.post("/desk/key-places/1/strike", data={"reason": REASON}, follow_redirects=True).text
    assert "没有重点地方" in page
    assert REASON in page
    assert supervisor.post("/desk/key-places/1/strike", data={"reason": REASON}).status_code == 409


@pytest.mark.parametrize("address", ["999999", "99999999999999999999"])
def test_a_place_that_is_not_there_is_not_found(sit: Sit, numbers: list[str], address: str) -> None:
    """Nor is a number that no row can have."""
    assert sit(Role.SUPERVISOR).post(f"/desk/key-places/{address}/strike", data={"reason": REASON}).status_code == 404
