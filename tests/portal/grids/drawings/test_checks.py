"""A drawing as a whole: overlap, gap and orphan, each with its area; and a clean one."""

from __future__ import annotations

import pytest

from portal.grids.drawings.checks import examine
from tests.portal.grids.drawings.grounds import SIDE, block, box, drawn

ABOUT = 0.02  # the grids of the tests are laid in degrees that are about so many metres


def test_grids_side_by_side_are_clean() -> None:
    """Common borders and corners are nothing to report; what they cover together is said."""
    found = examine(block(4, 3))
    assert found.is_clean
    assert found.square_metres == pytest.approx(12 * SIDE * SIDE, rel=ABOUT)


def test_an_overlap_is_reported_with_its_area() -> None:
    """A quarter of a grid lies over its neighbour; a metre does not count."""
    [found] = examine([drawn("A", box(0, 0)), drawn("B", box(150, 0)), drawn("C", box(349, 0))]).overlaps
    assert (found.one, found.other) == ("A", "B")
    assert found.square_metres == pytest.approx(50 * SIDE, rel=ABOUT)
    assert found.share == pytest.approx(0.25, rel=ABOUT)


def test_a_hole_that_nobody_has_is_a_gap() -> None:
    """Eight grids around an empty ninth: its neighbours and a point in it are named."""
    ring = [one for one in block(3, 3) if one.code != "G5"]
    [found] = examine(ring).gaps
    assert found.square_metres == pytest.approx(SIDE * SIDE, rel=ABOUT)
    assert set(found.beside) >= {"G2", "G4", "G6", "G8"}
    lng, lat = found.at
    assert box(SIDE, SIDE)[0][0] < lng < box(SIDE, SIDE)[1][0]
    assert box(SIDE, SIDE)[0][1] < lat < box(SIDE, SIDE)[2][1]


def test_a_strip_between_two_grids_is_a_gap() -> None:
    """Open at both ends, ten metres wide; a street of a hundred metres is none."""
    [found] = examine([drawn("A", box(0, 0)), drawn("B", box(SIDE + 10, 0))]).gaps
    assert found.square_metres == pytest.approx(10 * SIDE, rel=ABOUT)
    assert found.beside == ("A", "B")
    assert examine([drawn("A", box(0, 0)), drawn("B", box(SIDE + 100, 0)), drawn("C", box(0, SIDE))]).gaps == []


def test_a_hole_in_one_grid_is_a_gap() -> None:
    """And no gap where another grid fills it."""
    ring, core = drawn("A", box(0, 0), box(50, 50, 100, 100)), drawn("B", box(50, 50, 100, 100))
    [found] = examine([ring, drawn("C", box(SIDE, 0))]).gaps
    assert found.beside == ("A",)
    assert examine([ring, core]).is_clean


def test_orphans_are_named() -> None:
    """A grid far from all others, and one that lies in no community of the tree."""
    far = drawn("F", box(5_000, 0), community="330106003")
    found = examine([drawn("A", box(0, 0), community="330106003"), drawn("B", box(SIDE, 0)), far], {"330106003"})
    assert [code for code, _area in found.far] == ["F"]
    assert [code for code, _area in found.homeless] == ["B"]
    assert found.homeless[0][1] == pytest.approx(SIDE * SIDE, rel=ABOUT)
