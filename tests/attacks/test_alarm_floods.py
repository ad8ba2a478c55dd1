"""Whoever floods alarms buries nobody else's: an SMS about several says how many they are, and of each the grid and the number."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.grids.models import Grid
from portal.storage.parts import Parts
from portal.wording import templates
from portal.wording.community import SEED
from portal.wording.sms_text import units
from tests.attacks.all_clear_world import all_clear
from tests.attacks.paging_world import FIRST, Danger, Vendor, danger, line, minutes, vendor, work
from tests.portal.cases.cases_world import add_contact, community, draft, report
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]
HERE, ELSEWHERE = "柳树里3栋楼道着火了", "柳树里13栋楼道着火了"


def flood(line: Parts, contact: int, text: str, count: int) -> list[str]:
    """So many emergencies that one sender reports; the cases' numbers."""
    urgency = {"level": "emergency", "reasons": [], "danger": "fire"}
    name = text.partition("楼道")[0]
    places = [{"text": name, "start": 0, "end": len(name), "grid": None, "score": 0.9}]
    made = []
    for _ in range(count):
        with line.db.write() as s:
            made.append(report(s, line, contact, text, draft=draft(text, urgency=urgency, places=places)).case_no)
    return made


@pytest.fixture
def told_lately(line: Parts, danger: Danger, clock: HandClock) -> None:
    """The first on call was told of an alarm just now."""
    danger()
    work(line)
    clock.move(seconds=10)


@pytest.mark.usefixtures("told_lately")
def test_an_sms_about_several_names_the_grid_of_each(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    """With how many they are and each one's number, so that another place is seen at once; never the reporter's words."""
    one, other = flood(line, add_contact(line, "a"), HERE, 1), flood(line, add_contact(line, "b"), ELSEWHERE, 1)
    minutes(line, clock, 1)
    text = vendor.to(FIRST)[-1]
    assert "险情2起" in text
    assert f"1号网格火情（{one[0]}）" in text
    assert f"2号网格火情（{other[0]}）" in text
    assert "柳树里" not in text


@pytest.mark.usefixtures("told_lately")
def test_the_grid_of_a_sealed_case_stands_in_no_sms(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    """Only its danger and its number do."""
    sealed, other = flood(line, add_contact(line, "a"), HERE, 1) + flood(line, add_contact(line, "b"), ELSEWHERE, 1)
    with line.db.write() as s:
        s.execute(sa.update(Case).where(Case.case_no == sealed).values(seal="minor"))
    minutes(line, clock, 1)
    assert f"起：火情（{sealed}）、2号网格火情（{other}）" in vendor.to(FIRST)[-1]


@pytest.mark.usefixtures("told_lately")
def test_the_alarm_of_another_is_in_the_first_sms_of_a_flood(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    """Forty came before it from one sender; none of them is lost, and each stands in an SMS within a few minutes."""
    many = flood(line, add_contact(line, "a prankster"), HERE, 40)
    (alone,) = flood(line, add_contact(line, "somebody else"), ELSEWHERE, 1)
    before = len(vendor.to(FIRST))
    minutes(line, clock, 1)
    first = vendor.to(FIRST)[before]
    assert alone in first
    assert re.search(r"险情4起（另有37起）", first)
    minutes(line, clock, 4)
    assert all(any(number in text for text in vendor.to(FIRST)) for number in many)


@pytest.mark.usefixtures("told_lately")
def test_an_alarm_that_was_called_off_goes_after_those_that_were_not(
    line: Parts, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """It is told, and says what was said since."""
    off, *_ = flood(line, add_contact(line, "a"), HERE, 1)
    all_clear(line, internal, off, "误报", false_alarm=True, ends=True)
    real, *_ = flood(line, add_contact(line, "b"), ELSEWHERE, 1)
    minutes(line, clock, 1)
    text = vendor.to(FIRST)[-1]
    assert text.index(real) < text.index(off)
    assert f"随后说是误报（{off}）" in text


def test_the_longest_entries_fit_whole(line: Parts) -> None:
    """Four of a provider's longest parameters, so that no number of a case is cut."""
    params = {"one": "一" * 35, "two": "二" * 35, "three": "三" * 35, "four": "四" * 35, "count": "4起（另有12起）", "code": "123456"}  # fmt: skip
    text = templates.render(line.settings.community, "staff_alarms_most", params)
    assert all(params[slot] in text for slot in ("one", "two", "three", "four"))
    assert units(text) <= 201


@pytest.mark.usefixtures("told_lately")
def test_where_the_communitys_name_is_long_the_grid_is_cut_and_no_number(
    line: Parts, vendor: Vendor, clock: HandClock
) -> None:
    """Whoever gets the SMS must be able to find each case by its number."""
    line.settings.community.mkdir(parents=True, exist_ok=True)
    named = json.loads(SEED.read_text(encoding="utf-8")) | {"name": "社" * 24}
    (line.settings.community / "community.json").write_text(json.dumps(named), encoding="utf-8")
    with line.db.write() as s:
        for grid in s.scalars(sa.select(Grid)):
            grid.name = "格" * 20
    numbers = flood(line, add_contact(line, "a"), HERE, 4)
    minutes(line, clock, 1)
    text = vendor.to(FIRST)[-1]
    assert "险情4起" in text
    assert sum(case_no in text for case_no in numbers) == 4
    assert "格" in text
    assert "格" * 20 not in text


@pytest.mark.usefixtures("told_lately")
def test_a_place_in_no_single_grid_is_named_as_it_was_given(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    """Whoever is on call has to set out somewhere; a number in it is starred out."""
    nowhere = flood(line, add_contact(line, "a"), "老桥头13900001234楼道着火了", 1)
    minutes(line, clock, 1)
    text = vendor.to(FIRST)[-1]
    assert f"火情，老桥头139****1234（{nowhere[0]}）" in text


@pytest.mark.usefixtures("told_lately")
def test_the_home_of_a_reporter_in_confidence_stands_in_no_sms(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    """Only its building, which whoever goes has to find."""
    (secret,) = flood(line, add_contact(line, "a"), "老桥头3栋着火了，我家老桥头3栋1单元602，别说是我", 1)
    with line.db.write() as s:
        words = s.scalars(sa.select(Case).where(Case.case_no == secret)).one().words
        words.place = "老桥头3栋1单元602"
    minutes(line, clock, 1)
    text = vendor.to(FIRST)[-1]
    assert secret in text
    assert "602" not in text


@pytest.mark.usefixtures("told_lately")
def test_the_place_of_a_sealed_case_stands_in_no_sms(line: Parts, vendor: Vendor, clock: HandClock) -> None:
    (sealed,) = flood(line, add_contact(line, "a"), "老桥头楼道着火了", 1)
    with line.db.write() as s:
        s.execute(sa.update(Case).where(Case.case_no == sealed).values(seal="minor"))
    minutes(line, clock, 1)
    assert f"火情（{sealed}）" in vendor.to(FIRST)[-1]
    assert "老桥头" not in vendor.to(FIRST)[-1]
