"""The community's lists (places' names, bodies, duties, grids) in memory, looked up before a write transaction.

A community has up to ten thousand names. Registering a case holds SQLite's one write lock: if the lists were read under
it, everybody else would wait.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids.drawings.index import PointIndex
from portal.grids.drawings.shapes import Drawn
from portal.grids.lookup.matching import KnownName, NameIndex, plain
from portal.grids.models import Body, Community, Duty, Grid, Nickname, Place
from portal.storage.db import Database, after_commit, lookup_of

KEY = "gazetteer"  # in `session.info`
SHORTEST_GRID_NAME = 3  # characters
_NO_SIDE = "(?![门面侧边头方口路街])"  # behind a grid's name: with one of these the words name something beside it
# a street and a number of it, as the full names of places.csv write them (…幸福社区幸福路126号…)
_STREET_NUMBER = re.compile("(?:^|[区道村镇市县乡])([^区道村镇市县乡0-9]{1,8}[路街巷弄道][0-9]{1,4}号)")
_BELOW = re.compile("号(?=楼[下上前后里外旁道梯边口])")  # 126号楼下 is below number 126, not building 126
FRESH = 1.0  # seconds for which the old lists may still be used after another process has changed them


@dataclass(frozen=True)
class KnownBody:
    """A body with the names by which people know it (`models.Body`)."""

    code: str
    name: str
    aliases: tuple[str, ...]
    handles: str


@dataclass(frozen=True)
class KnownDuty:
    """A row of duty.csv (`models.Duty`): the body that handles a category, in how many working days."""

    category: str
    kind: str
    body: str
    working_days: int
    note: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """The lists as of one `Community.version`. `names`: all names of the places; `grids`: those in force.

    `published`: the digits of the telephone numbers that the town gives out, its office's and its bodies'.
    """

    version: int
    names: tuple[KnownName, ...]
    bodies: tuple[KnownBody, ...]
    duties: tuple[KnownDuty, ...]
    published: frozenset[str]
    grids: tuple[Drawn, ...] = ()

    @cached_property
    def index(self) -> NameIndex:
        """The names, for finding them in a text."""
        return NameIndex(self.names)

    @cached_property
    def _grid_names(self) -> Mapping[str, str]:
        """The plain name of each grid that no other shares → its code; none so short that it is found in other words."""
        called = Counter(plain(one.name) for one in self.grids)
        named = {plain(one.name): one.code for one in self.grids}
        return {name: code for name, code in named.items() if called[name] == 1 and len(name) >= SHORTEST_GRID_NAME}

    def grid_named_in(self, text: str) -> str | None:
        """The code of the one grid whose own name the text says (桂花苑南 in 桂花苑南5幢); None if it says none or several.

        None, too, if it goes on as a gate or a side (桂花苑南门), or names a place that is more than a part of the grid's name.
        """
        spoken = plain(text)
        found = {name for name in self._grid_names if name in spoken and re.search(re.escape(name) + _NO_SIDE, spoken)}
        places = [one.plain or plain(one.name) for one in self.index.places_of(text)] if found else []
        found = {name for name in found if all(place in name for place in places)}
        return self._grid_names[found.pop()] if len(found) == 1 else None

    @cached_property
    def _street_numbers(self) -> Mapping[str, str | None]:
        """Each number of a street in a place's full name (幸福路126号) → the code of the one grid of all places there; None if there are several."""
        found: dict[str, set[str | None]] = {}
        for one in self.names:
            number = _STREET_NUMBER.search(one.plain or plain(one.name))
            if number:
                found.setdefault(number[1], set()).add(one.grid)
        return {number: next(iter(grids)) if len(grids) == 1 else None for number, grids in found.items()}

    def grid_at_number(self, text: str) -> str | None:
        """The code of the grid in which the number of a street lies that the text says; None if it says none, or of several grids."""
        spoken = plain(_BELOW.sub("号·", text))
        found = {grid for number, grid in self._street_numbers.items() if number in spoken}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def places(self) -> Mapping[str, Sequence[str | None]]:
        """The name of each place with the codes of its grids (None: in no grid), in the files' order."""
        found: dict[str, dict[str | None, None]] = {}
        for one in self.names:
            found.setdefault(one.place, {})[one.grid] = None
        return {name: list(codes) for name, codes in found.items()}

    @cached_property
    def points(self) -> PointIndex:
        """The grids, for finding the one at a point."""
        return PointIndex(self.grids)


def load(s: Session) -> Gazetteer:
    """Read the lists from the database."""
    places = places_with_nicknames(s)
    return Gazetteer(
        version_of(s),
        tuple(
            KnownName(name, place.grid, place.name, plain(name), taught=name in taught)
            for place, taught in places
            for name in (place.name, place.full_name, *place.aliases, *taught)
            if name
        )
        + tuple(_buildings_by_other_names(places)),
        tuple(
            KnownBody(b.code, b.name, tuple(b.aliases), b.handles)
            for b in s.scalars(sa.select(Body).order_by(Body.name))
        ),
        tuple(KnownDuty(d.category, d.kind, d.body, d.working_days, d.note) for d in s.scalars(sa.select(Duty))),
        _published(s),
        tuple(
            Drawn(one.code, one.name, one.geometry, one.community or "")
            for one in s.scalars(sa.select(Grid).where(Grid.ended_on.is_(None)).order_by(Grid.code))
        ),
    )


def places_with_nicknames(s: Session) -> list[tuple[Place, list[str]]]:
    """Each place with the nicknames that staff taught for it; one taught for a certain grid only with the place there."""
    taught: dict[str, list[Nickname]] = {}
    for one in s.scalars(sa.select(Nickname).where(Nickname.undone_at.is_(None)).order_by(Nickname.id)):
        taught.setdefault(one.place, []).append(one)
    return [
        (place, [one.name for one in taught.get(place.name, ()) if one.grid in (None, place.grid)])
        for place in s.scalars(sa.select(Place).order_by(Place.id))
    ]


def _buildings_by_other_names(places: Sequence[tuple[Place, list[str]]]) -> Iterator[KnownName]:
    """The buildings of each estate behind its other names: 老清河8栋 for 清河小区8栋."""
    called: dict[str, dict[str, None]] = {}
    for place, taught in places:
        if place.kind == "estate":
            called.setdefault(place.name, {}).update(dict.fromkeys((*place.aliases, *taught)))
    for building in (place for place, _taught in places if place.kind == "building"):
        for estate, others in called.items():
            if building.name != estate and building.name.startswith(estate):
                for other in others:
                    name = other + building.name[len(estate) :]
                    yield KnownName(name, building.grid, building.name, plain(name))


def _published(s: Session) -> frozenset[str]:
    """The town's telephone numbers of 7 digits or more; one cell may hold several."""
    office = s.get(Community, 1)
    written = [str(office.facts.get("phone", "")) if office else "", *s.scalars(sa.select(Body.phone))]
    digits = (re.sub(r"\D", "", one) for text in written for one in re.split(r"[、，,;/；]|转", text))
    return frozenset(one for one in digits if len(one) >= 7)


def version_of(s: Session) -> int:
    """The version of the lists (`Community.version`); 0 before the files are first loaded."""
    return s.scalar(sa.select(Community.version).where(Community.id == 1)) or 0


@dataclass
class Watch:
    """The latest lists of a database: after FRESH seconds their version is checked and, if changed, they are read again."""

    db: Database
    _kept: Gazetteer | None = None
    _looked: float = 0.0
    _mutex: threading.Lock = field(default_factory=threading.Lock)

    def current(self) -> Gazetteer | None:
        """The lists, read again in a separate transaction if that is due; None before the tables exist."""
        with self._mutex:
            if self._kept is None or time.monotonic() - self._looked > FRESH:
                with contextlib.suppress(sa.exc.OperationalError, sa.exc.ProgrammingError), self.db.read() as s:
                    if self._kept is None or version_of(s) != self._kept.version:
                        self._kept = load(s)
                    self._looked = time.monotonic()
            return self._kept

    def forget(self) -> None:
        """Forget the lists, because this process changed them."""
        with self._mutex:
            self._kept = None


def watch(db: Database) -> None:
    """Have the lists looked up before each write transaction of this database."""
    db.look_up_before_writing(KEY, Watch(db))


def of(s: Session) -> Gazetteer:
    """The lists for this transaction: as looked up before it began, if it writes; else the latest."""
    if KEY not in s.info:
        lookup = lookup_of(s, KEY)
        s.info[KEY] = (lookup.current() if lookup is not None else None) or load(s)
    return cast(Gazetteer, s.info[KEY])


def reread(s: Session) -> None:
    """Count the version up and read the lists again in this transaction, which changed them.

    Other transactions read them again once this one is committed.
    """
    s.execute(sa.update(Community).values(version=Community.version + 1))
    s.info[KEY] = load(s)
    lookup = lookup_of(s, KEY)
    if lookup is not None:
        after_commit(s, lookup.forget)
