"""Measure place → grid: `python -m bench.places`, with PLACES_GRIDS=2000 and PLACES_ADDRESSES=10000.

Makes a town of grids with its estates, buildings and nicknames, and addresses as people write them (numbers in
Chinese, nicknames, a trouble around them), each with the grid in which it truly lies; a tenth name what lies in two
grids or in none, for which no grid may be given. Then: words → grid and point → grid through the service, each
address in a session of its own; the import of the same grids as GeoJSON; faults put in by hand, which must be found.
"""

from __future__ import annotations

import json
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from bench.results import leave_tidily, percentile, result
from portal.grids import service, versions
from portal.grids.drawings import checks, geojson
from portal.grids.drawings.shapes import Drawn
from portal.grids.lookup import gazetteer
from portal.grids.models import Community, Grid, Place
from portal.storage import migrate
from portal.storage.db import Database

SIDE = 200.0  # metres of a grid
BUILDINGS = 9  # of an estate
MOST_MS = 20.0  # of a look-up, p95
ALWAYS = date(2020, 1, 1)
_LNG, _LAT, _METRE = 120.0, 30.0, 1 / 111_000  # degrees: the town's south-western corner, and a metre of latitude
_FIRST = "桂梅兰竹菊松柳枫桐荷杏桃梨枣槐柏榆杉樟楠"
_SECOND = "清和安宁丰盛景云溪湖山河江泉石玉金银星月"
_THIRD = "东西南北中上下前后新老大小长"
_KINDS = ("花园", "新村", "公寓", "家园", "小区", "里弄")
_DIGITS = "零一二三四五六七八九"
_BEFORE = ("", "我住", "就在", "麻烦看看", "请派人来")
_AFTER = ("楼下路灯不亮", "门口垃圾没人收", "电梯停了", "的井盖松了", "漏水三天了", "有人乱停车")


@dataclass(frozen=True)
class Address:
    """An address in words, the grid in which it lies (None: in no grid, or in two without saying which), and how it was made."""

    words: str
    grid: str | None
    how: str


@dataclass(frozen=True)
class Town:
    """A town's grids and places, and addresses in it."""

    grids: Sequence[Drawn]
    places: Sequence[Place]
    addresses: Sequence[Address]


def town(grids: int, addresses: int, seed: int = 20261128) -> Town:
    """Make a town. Estates' names are all different; every seventh estate lies in two grids."""
    chance = random.Random(seed)
    drawn = drawing(grids)
    places, known = _places([one.code for one in drawn])
    return Town(drawn, places, [_address(chance, known) for _ in range(addresses)])


def drawing(grids: int) -> list[Drawn]:
    """Grids side by side, their corners moved a little, without a gap: the same corner serves its four grids."""
    columns = math.ceil(math.sqrt(grids))
    return [
        Drawn(f"B{number:05d}", f"{number}号网格", {"type": "Polygon", "coordinates": [_outline(number % columns, number // columns)]})
        for number in range(grids)
    ]  # fmt: skip


def _outline(column: int, row: int) -> list[list[float]]:
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [_corner(column + east, row + north) for east, north in corners]


def _corner(column: int, row: int) -> list[float]:
    moved = random.Random(f"{column}:{row}")
    east, north = (one * SIDE + moved.uniform(-0.2, 0.2) * SIDE for one in (column, row))
    return [_LNG + east * _METRE / math.cos(math.radians(_LAT)), _LAT + north * _METRE]


@dataclass(frozen=True)
class _Estate:
    name: str
    nickname: str
    grids: tuple[str, ...]  # one, or two that share it


def _places(codes: Sequence[str]) -> tuple[list[Place], list[_Estate]]:
    found: list[Place] = []
    estates: list[_Estate] = []
    for number, code in enumerate(codes):
        first, rest = number % len(_FIRST), number // len(_FIRST)
        second, third = rest % len(_SECOND), rest // len(_SECOND)
        stem = f"{_FIRST[first]}{_SECOND[second]}{_THIRD[third % len(_THIRD)]}"
        shared = number % 7 == 0 and number + 1 < len(codes)
        estate = _Estate(
            stem + _KINDS[number % len(_KINDS)], f"老{stem}", (code, codes[number + 1]) if shared else (code,)
        )
        estates.append(estate)
        found += [Place(name=estate.name, kind="estate", grid=grid, aliases=[estate.nickname]) for grid in estate.grids]
        found += [
            Place(name=f"{estate.name}{building}栋", kind="building", aliases=[], grid=_grid_of(estate, building))
            for building in range(1, BUILDINGS + 1)
        ]
    return found, estates


def _grid_of(estate: _Estate, building: int) -> str:
    """Of an estate in two grids the even buildings lie in the second."""
    return estate.grids[building % 2 - 1] if len(estate.grids) == 2 else estate.grids[0]


def _address(chance: random.Random, estates: Sequence[_Estate]) -> Address:
    estate, building = chance.choice(estates), chance.randrange(1, BUILDINGS + 1)
    before, after = chance.choice(_BEFORE), chance.choice(_AFTER)
    alone = estate.grids[0] if len(estate.grids) == 1 else None
    ways: list[tuple[str, str, str | None]] = [
        ("building", f"{estate.name}{building}栋", _grid_of(estate, building)),
        ("building", f"{estate.name}{building}幢", _grid_of(estate, building)),
        ("numeral", f"{estate.name}{_DIGITS[building]}号楼", _grid_of(estate, building)),
        ("room", f"{estate.name} {building} 栋 2 单元 {chance.randrange(101, 999)} 室", _grid_of(estate, building)),
        ("estate", estate.name, alone),
        ("alias", estate.nickname, alone),
        ("elsewhere", f"外地{chance.randrange(1000)}弄", None),
    ]
    how, words, grid = chance.choices(ways, weights=(3, 2, 2, 3, 1, 2, 1))[0]
    return Address(before + words + after, grid, how)


def write_town(s: Session, made: Town) -> None:
    """Write the town into an empty database."""
    s.add(Community(id=1, facts={"name": "量度"}, version=0))
    versions.take_in(s, made.grids, ALWAYS, ALWAYS)
    s.add_all(made.places)
    s.flush()
    gazetteer.reread(s)


def timed(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def look_up(db: Database, made: Town) -> tuple[list[float], list[tuple[Address, str | None]]]:
    """(milliseconds of each look-up of words, each address that got another grid than its own with what it got)."""
    took, wrong = [], []
    for one in made.addresses:
        begun = time.perf_counter()
        with db.read() as s:
            found = service.grid_for(s, one.words)
        took.append((time.perf_counter() - begun) * 1000)
        wrong += [(one, found)] if found != one.grid else []
    return took, wrong


def locate(db: Database, made: Town, times: int) -> tuple[list[float], int]:
    """(milliseconds of each point's look-up, how many got another grid): `times` points, each near the middle of some grid."""
    took, wrong = [], 0
    chance = random.Random(7)
    for one in chance.choices(made.grids, k=times):
        corners = one.geometry["coordinates"][0][:4]
        weights = [chance.uniform(0.8, 1.2) for _ in corners]
        lng, lat = (
            sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) / sum(weights) for axis in (0, 1)
        )
        begun = time.perf_counter()
        with db.read() as s:
            found = service.grid_at(s, lng, lat)
        took.append((time.perf_counter() - begun) * 1000)
        wrong += found != one.code
    return took, wrong


def spoilt(grids: Sequence[Drawn]) -> list[Drawn]:
    """The drawing with one grid left out of its middle, one drawn over its neighbour, and one far away."""
    kept = list(grids)
    columns = math.ceil(math.sqrt(len(grids)))
    over = columns + 1
    low_left, low_right, up_right, up_left, _ = kept[over].geometry["coordinates"][0]
    _, low_end, up_end, _, _ = kept[over + 1].geometry["coordinates"][0]
    ring = [low_left, low_right, _middle(low_right, low_end), _middle(up_right, up_end), up_right, up_left, low_left]
    kept[over] = Drawn(kept[over].code, kept[over].name, {"type": "Polygon", "coordinates": [ring]})
    far = [[lng + 1, lat] for lng, lat in kept[0].geometry["coordinates"][0]]
    kept[-1] = Drawn(kept[-1].code, kept[-1].name, {"type": "Polygon", "coordinates": [far]})
    del kept[3 * columns + 3]
    return kept


def _middle(one: list[float], other: list[float]) -> list[float]:
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]


def found_faults(grids: Sequence[Drawn]) -> tuple[int, int, int]:
    """How many (overlaps, gaps, grids far from all others) the check finds."""
    report = checks.examine(grids)
    return len(report.overlaps), len(report.gaps), len(report.far)


def main() -> int:
    """Print the figures; 1 if a look-up is wrong, words take too long at p95, or the checks do not find just the faults put in."""
    leave_tidily()
    grids, addresses = (int(os.environ.get(name, most)) for name, most in (("PLACES_GRIDS", 2000), ("PLACES_ADDRESSES", 10_000)))  # fmt: skip
    made = town(grids, addresses)
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'places.db'}")
        migrate.upgrade(db)
        gazetteer.watch(db)
        with db.write() as s:
            write_town(s, made)
        first = timed(lambda: look_up(db, Town([], [], made.addresses[:1])))
        took, wrong = look_up(db, made)
        points, astray = locate(db, made, addresses)
        with db.read() as s:
            assert s.get(Grid, made.grids[0].code) is not None
        db.engine.dispose()
    print(f"{len(made.grids)} grids, {len(made.places)} places, {len(made.addresses)} addresses")
    print(f"words → grid: p50 {percentile(took, 0.5):.2f} ms, p95 {percentile(took, 0.95):.2f} ms, {len(wrong)} wrong; the first, with the lists read: {first:.0f} ms")  # fmt: skip
    print(f"point → grid: p50 {percentile(points, 0.5):.2f} ms, p95 {percentile(points, 0.95):.2f} ms, {astray} wrong")
    for one, found in wrong[:5]:
        print(f"  {one.how}: {one.words} → {found}, lies in {one.grid}")
    data = json.dumps(geojson.feature_collection(made.grids)).encode()
    read_ms = timed(lambda: geojson.read(data))
    check_ms = timed(lambda: checks.examine(made.grids))
    clean, broken = found_faults(made.grids), found_faults(spoilt(made.grids))
    print(f"import: {len(data) // 1024} KB read and checked shape by shape in {read_ms:.0f} ms, examined together in {check_ms:.0f} ms")  # fmt: skip
    print(f"overlaps, gaps, orphans: as made {clean}, with one of each put in {broken}")
    failed += ["words"] if wrong else []
    failed += ["points"] if astray else []
    failed += ["slow"] if percentile(took, 0.95) > MOST_MS else []
    failed += ["checks"] if clean != (0, 0, 0) or broken != (1, 1, 1) else []
    for name, value in (("p95_ms", percentile(took, 0.95)), ("point_p95_ms", percentile(points, 0.95)), ("wrong", len(wrong) + astray), ("import_ms", read_ms + check_ms)):  # fmt: skip
        result(f"places.{name}", value)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
