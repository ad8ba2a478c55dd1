"""Nicknames of places that staff teach: who taught which and when, undone by anyone of them, asked about in a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import gazetteer
from portal.grids.fault_words import sentence
from portal.grids.matching import KnownName, plain
from portal.grids.models import Nickname, Place
from portal.kernel.errors import Conflict, Invalid, NotFound

LENGTHS = (2, 20)  # characters
BOTH, MOVE = "both", "move"  # answers where a nickname is another place's name: keep both, or take the others back


@dataclass
class Taken(Conflict):
    """The nickname already names other places; nothing is changed until it is said what shall hold.

    `may_move`: each of them is a nickname, too, that could be taken back; the names of places.csv cannot.
    """

    others: Sequence[KnownName]
    may_move: bool

    def __post_init__(self) -> None:
        super().__init__()


def teach(s: Session, name: str, place: str, grid: str | None, *, by: int, now: datetime, answer: str = "") -> Nickname:
    """Let `name` mean this place of places.csv from now on, in `grid` only or (None) wherever that place lies.

    Raises Invalid, and Taken if another place is called so, unless `answer` is BOTH (then the name alone leads to no
    grid if they disagree) or MOVE (the other nicknames are taken back).
    """
    name = name.strip()
    _check(s, name, place, grid)
    others = _others(s, name, place, grid)
    taught = [one for one in _holding(s, name) if one.place != place or one.grid != grid]
    may_move = bool(others) and {one.place for one in others} <= {one.place for one in taught}
    if others and not (answer == BOTH or (answer == MOVE and may_move)):
        raise Taken(others, may_move)
    if answer == MOVE:
        for one in taught:
            one.undone_by, one.undone_at = by, now
    fresh = Nickname(name=name, plain=plain(name), place=place, grid=grid, taught_by=by, taught_at=now)
    s.add(fresh)
    s.flush()
    gazetteer.reread(s)
    return fresh


def undo(s: Session, nickname_id: int, by: int, now: datetime) -> Nickname:
    """Take a nickname back; it is kept who taught it. Raises NotFound unless it holds."""
    found = s.get(Nickname, nickname_id, with_for_update=True)
    if found is None or found.undone_at is not None:
        raise NotFound()
    found.undone_by, found.undone_at = by, now
    s.flush()
    gazetteer.reread(s)
    return found


def listed(s: Session, most: int) -> list[Nickname]:
    """The nicknames, those that hold first, then the latest."""
    order = (Nickname.undone_at.is_not(None), Nickname.id.desc())
    return list(s.scalars(sa.select(Nickname).order_by(*order).limit(most)))


def _check(s: Session, name: str, place: str, grid: str | None) -> None:
    if not LENGTHS[0] <= len(plain(name)) <= len(name) <= LENGTHS[1]:
        raise Invalid(sentence("nickname.length"))
    if plain(name).isdigit():
        raise Invalid(sentence("nickname.number"))
    found = sa.select(Place.id).where(Place.name == place)
    if s.scalar((found.where(Place.grid == grid) if grid else found).limit(1)) is None:
        raise Invalid(sentence("nickname.place"))
    same = [one for one in _called(s, name) if one.place == place]
    if any(grid in (None, one.grid) for one in same):
        raise Invalid(sentence("nickname.known"))


def _others(s: Session, name: str, place: str, grid: str | None) -> list[KnownName]:
    """Whatever else is called so; the place itself in another grid, too, if the nickname is to mean one grid."""
    return [one for one in _called(s, name) if one.place != place or (grid is not None and one.grid != grid)]


def _called(s: Session, name: str) -> list[KnownName]:
    return [one for one in gazetteer.of(s).names if one.plain == plain(name)]


def _holding(s: Session, name: str) -> list[Nickname]:
    found = sa.select(Nickname).where(Nickname.plain == plain(name), Nickname.undone_at.is_(None))
    return list(s.scalars(found.with_for_update()))
