"""The board's figures lead to their lists; the hot page shows who reads it no more than they may know."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from portal.cases.models import Case
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.disclosure import sealing
from portal.kernel.roles import Role
from portal.overview import counting
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, add_contact, report
from tests.portal.conftest import HandClock
from tests.portal.overview.hot_world import Sit

LAMP = ("柳树里3栋的路灯坏了三天了", "柳树里3栋路灯不亮", "柳树里3栋的路灯坏了没人修")


def told_by_callers(parts: Parts, *numbers: str) -> None:
    """One lamp's reports as a clerk takes them down: each call has a contact point of its own; "": without a number."""
    for n, (number, words) in enumerate(zip(numbers, LAMP, strict=True)):
        contact = add_contact(parts, f"call {n}", channel="desk")
        with parts.db.write() as s:
            report(s, parts, contact, words, answers={"contact": number})


@pytest.mark.parametrize(
    ("numbers", "people"),
    [
        (("李某 13800001234", "138 0000 1234", "13800001234"), 1),
        (("", "", "李某"), 1),
        (("13800001234", "13900001234", ""), 3),
    ],
)
def test_callers_are_counted_by_their_numbers(
    sign_in: Sit, parts: Parts, numbers: tuple[str, ...], people: int
) -> None:
    """One who calls three times is one person; those who gave none count as one, since nobody can tell them apart."""
    told_by_callers(parts, *numbers)
    with parts.db.read() as s:
        found = counting.reports(s, [], parts.clock.now())
    assert (len(found), len({one.person for one, _case in found})) == (3, people)
    assert ("3 位居民" in sign_in(Role.DESK).get("/desk/hot").text) == (people == 3)


def test_the_same_trouble_from_three_is_hot(sign_in: Sit, hot: list[str]) -> None:
    """The clerk reads how many people, and opens each case; no number of a person stands there."""
    page = sign_in(Role.DESK).get("/desk/hot").text
    assert "3 位居民" in page
    assert "柳树里3栋" in page
    assert all(case_no in page for case_no in hot)
    assert "13912345678" not in page


def test_the_committee_reads_place_and_numbers_only(sign_in: Sit, hot: list[str]) -> None:
    """No case of those that the issue counts."""
    page = sign_in(Role.CHAIR).get("/desk/hot").text
    assert "3 位居民" in page
    assert not any(case_no in page for case_no in hot)


@pytest.mark.parametrize("change", [{"kind": "tip_off"}, {"confidential": True}, {"conduct": "ask"}])
def test_what_could_betray_somebody_is_not_counted(
    sign_in: Sit, parts: Parts, hot: list[str], change: dict[str, Any]
) -> None:
    """With one tip-off, secret or doubtful case less, two people are no hot issue."""
    with parts.db.write() as s:
        case = s.get_one(Case, 2)
        for name, value in change.items():
            setattr(case, name, value)
    assert "位居民</strong>" not in sign_in(Role.DESK).get("/desk/hot").text


def test_the_committee_counts_no_sealed_case(sign_in: Sit, parts: Parts, hot: list[str], who: Find) -> None:
    """Nobody of it may see one; a supervisor who may counts all three."""
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        boss, why = who(s, Role.SUPERVISOR).id, "说的是没成年的孩子，不能让旁人知道"
        sealing.seal(s, parts, case, who(s, Role.DESK), kind=Seal.MINOR, supervisor=boss, reason=why)
    pages = [sign_in(role).get("/desk/hot").text for role in (Role.CHAIR, Role.SUPERVISOR)]
    counted = [re.findall(r'data-label="最近 7 天">(\d+)<', page) for page in pages]
    assert counted == [["2"], ["3"]]


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID])
def test_handlers_read_neither(sign_in: Sit, role: Role) -> None:
    """The pile is the desk's and the supervisors'."""
    client = sign_in(role)
    assert client.get("/desk/hot").status_code == 403
    assert client.get("/desk/board").status_code == 403


def test_each_figure_of_the_board_is_that_of_its_list(
    sign_in: Sit, parts: Parts, hot: list[str], clock: HandClock
) -> None:
    """Open and overdue, by grid and by category: the list behind a number has as many cases."""
    clock.move(days=20)
    client = sign_in(Role.SUPERVISOR)
    page = client.get("/desk/board").text
    found = re.findall(r'<a href="(/desk\?[^"]+)">(\d+)</a>', page)
    assert len(found) >= 3
    for href, number in found:
        rows = set(re.findall(r"LL-\d{8}-\d{4}", client.get(html.unescape(href)).text))
        assert len(rows) == int(number) == 3


def test_a_merged_case_is_counted_once(sign_in: Sit, parts: Parts, hot: list[str]) -> None:
    """Two reports handled as one are one open case on the board."""
    client = sign_in(Role.DESK)
    assert client.post(f"/desk/cases/{hot[2]}/merge", data={"main": hot[0], "version": "1"}).status_code == 303
    assert re.search(r'grid=G-01[^"]*">2</a>', client.get("/desk/board").text)


def test_the_board_reloads_its_figures_alone(sign_in: Sit, hot: list[str]) -> None:
    """The part has no page around it, and does not keep a session awake."""
    part = sign_in(Role.DESK).get("/desk/board/part").text
    assert "<html" not in part
    assert "路灯" not in part
