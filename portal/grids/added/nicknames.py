"""Nicknames of places: staff teach them, take them back, and decide when one already means something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids.added.nickname_words import may_be_a_home, says_any_place
from portal.grids.fault_words import sentence
from portal.grids.lookup import gazetteer
from portal.grids.lookup.matching import KnownName, plain
from portal.grids.models import Nickname, Place
from portal.kernel.errors import Conflict, Invalid, NotFound

LENGTHS = (2, 20)  # characters, at least and at most
IS_PLACE = "place"  # answer to `LooksLikeAHome`: it is no person's
BOTH, MOVE = "both", "move"  # answers to `NicknameTaken`: let it mean both places, or take the other nicknames back


@dataclass
class NicknameTaken(Conflict):
    """The nickname already means the `others`: other places, or the same place in another grid; nothing is changed (409).

    Staff may repeat the request with BOTH or, if `may_move`, with MOVE. `may_move`: all others are nicknames, which can
    be taken back; names of places.csv cannot.
    """

    others: Sequence[KnownName]
    may_move: bool

    def __post_init__(self) -> None:
        super().__init__()


class LooksLikeAHome(Conflict):
    """The nickname looks like a person's name or home, which no resident is to learn; nothing is changed (409).

    Staff may repeat the request with IS_PLACE.
    """


def teach(s: Session, name: str, place: str, grid: str | None, *, by: int, now: datetime, answer: str = "") -> Nickname:
    """Let `name` mean this place of places.csv from now on, in `grid` only or (None) wherever that place lies.

    Raises Invalid, LooksLikeAHome unless there is an `answer`, and NicknameTaken if the name means something else and `answer` is neither BOTH (then the name alone
    leads to no grid if its places lie in several) nor a possible MOVE (then the other nicknames are taken back).
    `by`: an account's id. Reads the lists again (`gazetteer.reread`).
    """
    name = name.strip()
    _check(s, name, place, grid)
    if not answer and may_be_a_home(plain(name)):
        raise LooksLikeAHome()
    others = _others(s, name, place, grid)
    taught = [one for one in _taught(s, name) if one.place != place or one.grid != grid]
    may_move = bool(others) and {one.place for one in others} <= {one.place for one in taught}
    if others and not (answer == BOTH or (answer == MOVE and may_move)):
        raise NicknameTaken(others, may_move)
    if answer == MOVE:
        for one in taught:
            one.undone_by, one.undone_at = by, now
    fresh = Nickname(name=name, plain=plain(name), place=place, grid=grid, taught_by=by, taught_at=now)
    s.add(fresh)
    s.flush()
    gazetteer.reread(s)
    return fresh


def undo(s: Session, nickname_id: int, by: int, now: datetime) -> Nickname:
    """Take a nickname back; its row stays. Raises NotFound if there is none or it was taken back. `by`: an account's id.

    Reads the lists again (`gazetteer.reread`).
    """
    found = s.get(Nickname, nickname_id, with_for_update=True)
    if found is None or found.undone_at is not None:
        raise NotFound()
    found.undone_by, found.undone_at = by, now
    s.flush()
    gazetteer.reread(s)
    return found


def listed(s: Session, most: int) -> list[Nickname]:
    """At most `most` nicknames: those in force, then those taken back; of each the latest first."""
    order = (Nickname.undone_at.is_not(None), Nickname.id.desc())
    return list(s.scalars(sa.select(Nickname).order_by(*order).limit(most)))


def _check(s: Session, name: str, place: str, grid: str | None) -> None:
    """Raise Invalid unless the name may be taught for this place, which must lie in `grid` if one is given."""
    if not LENGTHS[0] <= len(plain(name)) <= len(name) <= LENGTHS[1]:
        raise Invalid(sentence("nickname.length"))
    if plain(name).isdigit():
        raise Invalid(sentence("nickname.number"))
    if says_any_place(plain(name)):
        raise Invalid(sentence("nickname.anywhere"))
    if any(plain(name) in (plain(one.name), *map(plain, one.aliases)) for one in gazetteer.of(s).bodies):
        raise Invalid(sentence("nickname.body"))
    found = sa.select(Place.id).where(Place.name == place)
    if s.scalar((found.where(Place.grid == grid) if grid else found).limit(1)) is None:
        raise Invalid(sentence("nickname.place"))
    same = [one for one in _called(s, name) if one.place == place]
    if any(grid in (None, one.grid) for one in same):
        raise Invalid(sentence("nickname.known"))


def _others(s: Session, name: str, place: str, grid: str | None) -> list[KnownName]:
    """What else has this name; also the place itself in other grids, if the nickname is to mean it in one `grid`.

    And the other grids and estates of whose names it is the whole or a part, as people say these for them.
    """
    called = [one for one in _called(s, name) if one.place != place or (grid is not None and one.grid != grid)]
    known = {one.place for one in called}
    return [*called, *(one for one in _grids_and_estates(s, name, place, grid) if one.place not in known)]


def _grids_and_estates(s: Session, name: str, place: str, grid: str | None) -> list[KnownName]:
    """The grids in which the place does not lie, and the estates other than the place's own, whose name holds this one."""
    lists, said = gazetteer.of(s), plain(name)
    here = {grid} if grid else set(lists.places.get(place, ()))
    named = [KnownName(one.name, one.code, one.name) for one in lists.grids if one.code not in here]
    estates = s.scalars(sa.select(Place).where(Place.kind == "estate", Place.name != place).order_by(Place.id))
    named += [KnownName(one.name, one.grid, one.name) for one in estates if not place.startswith(one.name)]
    return list({one.place: one for one in named if said in plain(one.name)}.values())


def _called(s: Session, name: str) -> list[KnownName]:
    """All known names that equal this one in plain form."""
    return [one for one in gazetteer.of(s).names if one.plain == plain(name)]


def _taught(s: Session, name: str) -> list[Nickname]:
    """The nicknames in force that equal this name in plain form, locked."""
    found = sa.select(Nickname).where(Nickname.plain == plain(name), Nickname.undone_at.is_(None))
    return list(s.scalars(found.with_for_update()))
