"""Drawings by date: a redrawn grid holds from its day on; the cases of before stay where they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.grids import jobs, service, versions
from portal.grids.drawings.comparing import Group, comparable
from portal.grids.drawings.shapes import Drawn
from portal.grids.lookup import gazetteer
from portal.grids.models import Grid
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import community, report, reporter
from tests.portal.conftest import HandClock
from tests.portal.grids.drawings.grounds import box, drawn

TODAY, NEW_YEAR = date(2026, 11, 24), date(2027, 1, 1)
OLD = [drawn("G-01", box(0, 0)), drawn("G-02", box(200, 0))]
NEW = [drawn("G-01", box(0, 0, 100)), drawn("G-02", box(100, 0, 300)), drawn("G-03", box(0, 200))]

__all__ = ["community", "reporter"]


def shapes(grids: list[Drawn]) -> dict[str, object]:
    return {one.code: one.geometry for one in grids}


@pytest.fixture
def s(parts: Parts, community: None) -> Session:  # type: ignore[misc]
    with parts.db.write() as session:
        versions.take_in(session, OLD, TODAY, TODAY)
        yield session  # type: ignore[misc]


def test_a_drawing_of_today_is_in_force_at_once(s: Session) -> None:
    """The grids follow it, and a point is found in them."""
    assert shapes(versions.drawn_on(s, TODAY)) == shapes(OLD)
    assert service.grid_at(s, *box(50, 50)[0]) == "G-01"
    assert not versions.is_behind(s, TODAY)


def test_a_later_drawing_waits_for_its_day(s: Session) -> None:
    """Until then points and lists are as before; on the day the job puts it in force."""
    versions.take_in(s, NEW, NEW_YEAR, TODAY)
    assert service.grid_at(s, *box(150, 50)[0]) == "G-01"
    assert versions.pending(s, TODAY) == NEW_YEAR
    assert shapes(versions.drawn_on(s, date(2026, 12, 31))) == shapes(OLD)
    assert versions.is_behind(s, NEW_YEAR)
    versions.put_in_force(s, NEW_YEAR)
    assert service.grid_at(s, *box(150, 50)[0]) == "G-02"
    assert shapes(versions.drawn_on(s, NEW_YEAR)) == shapes(NEW)


def test_a_later_drawing_that_only_drops_a_grid_waits_too(s: Session) -> None:
    """No other is taken in before it, which would leave two drawings of the grid in force; it can be taken back."""
    versions.take_in(s, OLD[:1], NEW_YEAR, TODAY)
    assert versions.pending(s, TODAY) == NEW_YEAR
    with pytest.raises(Invalid):
        versions.take_in(s, NEW, date(2026, 12, 1), TODAY)
    assert versions.take_back(s, TODAY)
    assert shapes(versions.drawn_on(s, NEW_YEAR)) == shapes(OLD)
    assert versions.pending(s, TODAY) is None


def test_last_years_cases_stay_and_counts_are_comparable(
    parts: Parts, reporter: int, clock: HandClock, tmp_path: Path
) -> None:
    """The case keeps its grid and number of the old drawing; the groups say which sums may be compared."""
    with parts.db.write() as s:
        versions.take_in(s, OLD, TODAY, TODAY)
        case = report(s, parts, reporter)
        before = case.grid
        versions.take_in(s, [*NEW[1:]], NEW_YEAR, TODAY)
    clock.move(days=60)
    assert jobs.redraw(parts) == 1
    assert jobs.redraw(parts) == 0
    with parts.db.read() as s:
        assert (before, s.get_one(type(case), case.id).grid) == ("G-01", "G-01")
        assert s.get_one(Grid, "G-01").ended_on == NEW_YEAR
        assert [one.code for one in service.present_grids(s)] == ["G-02", "G-03"]
        assert [one.code for one in service.grids(s)] == ["G-01", "G-02", "G-03"]
        groups = comparable(versions.drawn_on(s, TODAY), versions.drawn_on(s, NEW_YEAR))
        assert groups == [Group(("G-01", "G-02"), ("G-02",)), Group((), ("G-03",))]
    assert (parts.settings.community / "grids.geojson").read_text(encoding="utf-8").count("G-01") == 0


def test_the_past_is_not_rewritten(s: Session) -> None:
    """Nor may two drawings wait; one that waits is taken back whole."""
    with pytest.raises(Invalid, match="今天或以后"):
        versions.take_in(s, NEW, date(2026, 11, 23), TODAY)
    versions.take_in(s, NEW[1:], NEW_YEAR, TODAY)
    with pytest.raises(Invalid, match="2027-01-01"):
        versions.take_in(s, NEW, date(2027, 3, 1), TODAY)
    assert versions.take_back(s, TODAY)
    assert not versions.take_back(s, TODAY)
    assert shapes(versions.drawn_on(s, date(2028, 1, 1))) == shapes(OLD)


def test_a_drawing_may_be_corrected_on_its_day(s: Session) -> None:
    """The last one of a day holds; a grid that only the first one had was never there."""
    versions.take_in(s, NEW, TODAY, TODAY)
    versions.take_in(s, OLD, TODAY, TODAY)
    assert shapes(versions.drawn_on(s, TODAY)) == shapes(OLD)
    assert s.get_one(Grid, "G-03").ended_on == TODAY


def test_a_departments_layer_is_no_grid_of_a_case(s: Session) -> None:
    """It may be dated back the first time, and changes no list."""
    version = gazetteer.version_of(s)
    versions.take_in(s, [drawn("X1", box(0, 0, 400))], date(2020, 1, 1), TODAY, "消防")
    assert versions.layers(s) == ["消防"]
    assert gazetteer.version_of(s) == version
    assert s.get(Grid, "X1") is None
    with pytest.raises(Invalid, match="图层"):
        versions.take_in(s, OLD, TODAY, TODAY, "长" * 21)
