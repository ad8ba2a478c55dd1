"""The bench of places: what it makes is told right, and faults put into a drawing are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import places
from portal.grids.lookup import gazetteer
from portal.grids.models import Place
from portal.storage import migrate
from portal.storage.db import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'places.db'}")
    migrate.upgrade(made)
    gazetteer.watch(made)
    yield made
    made.engine.dispose()


def test_every_address_gets_its_grid_and_no_other(db: Database) -> None:
    """Aliases, numerals, rooms; what lies in two grids or in none gets none. Points, too."""
    made = places.town(60, 400)
    with db.write() as s:
        places.write_town(s, made)
    assert {one.how for one in made.addresses} == {"building", "numeral", "room", "estate", "alias", "elsewhere"}
    assert places.look_up(db, made)[1] == []
    assert places.locate(db, made, 100)[1] == 0
    assert Counter(one.grid is None for one in made.addresses)[True] > 20


def test_an_alias_of_the_wrong_grid_is_caught(db: Database) -> None:
    """The broken twin: one estate's names lead elsewhere."""
    made = places.town(60, 400)
    moved = [one for one in made.places if one.grid == made.grids[3].code]
    others = [one for one in made.places if one not in moved]
    astray = [Place(name=one.name, kind=one.kind, aliases=one.aliases, grid=made.grids[9].code) for one in moved]
    with db.write() as s:
        places.write_town(s, places.Town(made.grids, [*others, *astray], []))
    wrong = places.look_up(db, made)[1]
    assert {one.grid for one, _found in wrong} == {made.grids[3].code}


def test_faults_put_in_by_hand_are_found() -> None:
    """One overlap, one gap, one orphan; none in the drawing as it was made."""
    made = places.drawing(100)
    assert places.found_faults(made) == (0, 0, 0)
    assert places.found_faults(places.spoilt(made)) == (1, 1, 1)
