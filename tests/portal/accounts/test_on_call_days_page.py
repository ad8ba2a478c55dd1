"""The page of the on-call schedule: filled in for weeks, each day with its kind, gaps told to the supervisor."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.on_call.models import OnCallDay
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.accounts.conftest import Sit
from tests.portal.conftest import HandClock

PAGE = "/accounts/duty/days"
TODAY = date(2026, 11, 24)


@pytest.fixture
def phones(parts: Parts, staff: dict[str, int]) -> dict[str, int]:
    """Everybody has a phone."""
    with parts.db.write() as s:
        for number, one in enumerate(s.scalars(sa.select(Account))):
            one.phone = f"+861380000{number:04}"
    return staff


def save(client: FlaskClient, page: str = "", monday: str = "2026-11-23", **places: int | str) -> tuple[int, str]:
    """Send the form of a page; `places`: at_2026_11_24_1 → account."""
    page = page or client.get(f"{PAGE}?monday={monday}").text
    found = re.search(r'name="version" value="([^"]*)"', page)
    assert found is not None
    typed = {name.replace("_", "-"): str(value) for name, value in places.items()}
    answer = client.post(PAGE, data={"version": found[1], "monday": monday} | typed)
    return answer.status_code, answer.text


def standing(parts: Parts, day: date = TODAY) -> tuple[int | None, ...]:
    with parts.db.read() as s:
        return schedule.days_between(s, day, day)[day]


@pytest.mark.parametrize("role", [Role.DESK, Role.SUPERVISOR, Role.OPERATOR])
def test_the_desk_arranges_the_days(sit: Sit, parts: Parts, phones: dict[str, int], role: Role) -> None:
    """Weeks ahead; the page then shows it, with who did it."""
    client = sit(role)
    typed = {"at_2026_11_24_1": phones["grid"], "at_2026_11_24_2": phones["desk"], "at_2026_12_20_1": phones["desk"]}
    assert save(client, **typed)[0] == 303
    assert standing(parts) == (phones["grid"], phones["desk"])
    assert standing(parts, date(2026, 12, 20)) == (phones["desk"], None)
    page = client.get(PAGE).text
    assert f'<option value="{phones["grid"]}" selected>张网格员' in page
    assert "把张网格员排在2026年11月24日" in page


def test_a_place_is_emptied(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    client = sit(Role.DESK)
    save(client, at_2026_11_24_1=phones["grid"])
    assert save(client, at_2026_11_24_1="")[0] == 303
    assert standing(parts) == (None, None)


def test_days_that_are_over_are_read_only(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    """A form that names one all the same is refused."""
    client = sit(Role.DESK)
    assert "at-2026-11-23-1" not in client.get(PAGE).text
    code, page = save(client, at_2026_11_23_1=phones["grid"])
    assert (code, standing(parts, date(2026, 11, 23))) == (422, (None, None))
    assert "只能改今天到半年以内的日子" in page


@pytest.mark.parametrize("value", ["x", "0", "-1", "999999", "9" * 30])
def test_what_is_nobody_is_refused(sit: Sit, parts: Parts, phones: dict[str, int], value: str) -> None:
    code, page = save(sit(Role.DESK), at_2026_11_24_1=value)
    assert (code, standing(parts)) == (422, (None, None))
    assert 'role="alert"' in page


def test_a_second_tab_does_not_undo_the_first(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    client = sit(Role.DESK)
    page = client.get(PAGE).text
    save(client, at_2026_11_24_1=phones["grid"])
    assert save(client, page, at_2026_11_24_1=phones["desk"])[0] == 409
    assert standing(parts) == (phones["grid"], None)


def test_holidays_and_make_up_days_are_marked(sit: Sit, parts: Parts, phones: dict[str, int], clock: HandClock) -> None:
    """By the State Council's notice: 20 September 2026, a Sunday, is worked; 1 October is not."""
    clock.moment = datetime(2026, 9, 15, 1, tzinfo=UTC)
    page = sit(Role.DESK).get(f"{PAGE}?monday=2026-09-14").text
    marked = r"2026年(\d+月\d+日) 周. ?<span class=\"(?:badge badge--\w+|note)\">(放假|补班|休息)"
    kinds = dict(re.findall(marked, page))
    assert (kinds["9月20日"], kinds["10月1日"], kinds["9月19日"]) == ("补班", "放假", "休息")
    assert "9月21日" not in kinds
    assert "还没公布" not in page


def test_a_year_without_a_notice_is_said(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    assert "这一年的放假安排还没公布" in sit(Role.DESK).get(f"{PAGE}?monday=2027-02-01").text


@pytest.mark.parametrize("text", ["", "x", "2026-13-01", "1900-01-01", "9999-12-31", "20261124" * 9])
def test_a_day_that_cannot_be_shown_gives_this_week(sit: Sit, parts: Parts, phones: dict[str, int], text: str) -> None:
    answer = sit(Role.DESK).get(PAGE, query_string={"monday": text})
    assert answer.status_code == 200
    assert 'name="monday" value="2026-11-23"' in answer.text


def test_a_gap_is_told_to_the_supervisor_on_the_desk(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    """Once a schedule is kept; not to the clerks, who have it on the page of the schedule."""
    supervisor = sit(Role.SUPERVISOR)
    assert "没人值班" not in supervisor.get("/desk").text
    save(supervisor, at_2026_11_24_1=phones["grid"])
    assert "接下来七天里有6天没人值班：2026年11月25日" in supervisor.get("/desk").text
    assert "接下来七天里没人值班的" in supervisor.get("/accounts/duty").text
    assert "没人值班" not in sit(Role.DESK).get("/desk").text


def test_who_can_no_longer_be_called_is_shown_so(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    client = sit(Role.DESK)
    save(client, at_2026_11_24_1=phones["grid"])
    with parts.db.write() as s:
        s.get_one(Account, phones["grid"]).phone = ""
    assert "张网格员（现在叫不到）" in client.get(PAGE).text
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(OnCallDay)).all()) == 1


def test_whom_the_schedule_names_is_marked_among_those_called(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    client = sit(Role.DESK)
    save(client, at_2026_11_24_1=phones["grid"])
    names = re.findall(
        r"</strong> (\S+) <span class=\"note\">[^<]*?(值班表上的)?</span>", client.get("/accounts/duty").text
    )
    assert names[0] == ("张网格员", "值班表上的")
    assert [marked for _name, marked in names[1:]] == [""] * (len(names) - 1)
