"""Two drawings: what changed, and whose counts may be compared."""

from __future__ import annotations

from portal.grids.drawings.comparing import Group, changes_between, comparable
from portal.grids.drawings.shapes import Drawn
from tests.portal.grids.drawings.grounds import SIDE, block, box, drawn


def test_changes_are_named_by_code() -> None:
    """New, redrawn, renamed, ended, and how many stayed."""
    before = {one.code: one for one in block(4)}
    after = before | {"G2": drawn("G2", box(SIDE, 0, SIDE, 300)), "G9": drawn("G9", box(0, SIDE))}
    after["G3"] = Drawn("G3", "新名字", before["G3"].geometry)
    del after["G4"]
    found = changes_between(before, after)
    assert (found.new, found.redrawn, found.renamed, found.ended, found.same) == (["G9"], ["G2"], ["G3"], ["G4"], 1)


def test_a_grid_that_gave_ground_is_counted_with_whoever_took_it() -> None:
    """G1 gives half of itself to G2; G3 is as it was."""
    before = block(3)
    after = [drawn("G1", box(0, 0, 100)), drawn("G2", box(100, 0, 300)), before[2]]
    assert comparable(before, after) == [Group(("G1", "G2"), ("G1", "G2")), Group(("G3",), ("G3",))]


def test_a_split_and_a_merger_are_one_group_each() -> None:
    """A code that ended and those that came after it; a metre exchanged changes nothing."""
    before = [drawn("A", box(0, 0, 400)), drawn("B", box(400, 0)), drawn("C", box(600, 0))]
    after = [drawn("A1", box(0, 0)), drawn("A2", box(SIDE, 0)), drawn("D", box(401, 0, 399))]
    assert comparable(before, after) == [Group(("A",), ("A1", "A2")), Group(("B", "C"), ("D",))]


def test_new_ground_and_undrawn_grids_stand_alone() -> None:
    """A grid that was never drawn is compared by its code."""
    blank = drawn("X")
    assert comparable([blank], [blank, drawn("N", box(0, 0))]) == [Group((), ("N",)), Group(("X",), ("X",))]
