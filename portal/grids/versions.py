"""The drawings of each layer by date: takes in a new one, puts it in force on its day, tells how grids were drawn on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids.drawings.shapes import Drawn
from portal.grids.fault_words import sentence
from portal.grids.lookup import gazetteer
from portal.grids.models import Area, Grid, GridDrawing
from portal.grids.tree import Level
from portal.kernel.errors import Invalid

UNIFIED = ""  # the community's own layer
ALWAYS = date(1970, 1, 1)  # `valid_from` of a drawing whose first day is not known


def drawn_on(s: Session, day: date, layer: str = UNIFIED) -> list[Drawn]:
    """The grids of a layer as drawn on this day, by code."""
    return [_drawn(row) for row in _in_force(s, layer, day)]


def _in_force(s: Session, layer: str, day: date) -> Sequence[GridDrawing]:
    held = sa.or_(GridDrawing.valid_until.is_(None), GridDrawing.valid_until > day)
    found = sa.select(GridDrawing).where(GridDrawing.layer == layer, GridDrawing.valid_from <= day, held)
    return s.scalars(found.order_by(GridDrawing.code)).all()


def _drawn(row: GridDrawing) -> Drawn:
    return Drawn(row.code, row.name, row.geometry, row.community or "")


def layers(s: Session) -> list[str]:
    """The departments' layers that were ever drawn, by name; without the unified one."""
    return list(s.scalars(sa.select(GridDrawing.layer).where(GridDrawing.layer != UNIFIED).distinct().order_by(GridDrawing.layer)))  # fmt: skip


def days(s: Session, layer: str = UNIFIED) -> list[date]:
    """The days from which grids of the layer are drawn anew, earliest first; not those on which some only end."""
    return list(s.scalars(sa.select(GridDrawing.valid_from).where(GridDrawing.layer == layer).distinct().order_by(GridDrawing.valid_from)))  # fmt: skip


def pending(s: Session, today: date, layer: str = UNIFIED) -> date | None:
    """The day to come on which a new drawing of the layer, or only the end of some grids, takes effect; None if there is none."""
    row = sa.select(sa.func.max(GridDrawing.valid_from), sa.func.max(GridDrawing.valid_until))
    found = s.execute(row.where(GridDrawing.layer == layer)).one()
    return max((day for day in found if day is not None and day > today), default=None)


def communities(s: Session) -> dict[str, str]:
    """Code → name of each community (社区, 村)."""
    found = sa.select(Area).where(Area.level == Level.COMMUNITY).order_by(Area.code)
    return {one.code: one.name for one in s.scalars(found)}


def take_in(s: Session, grids: Sequence[Drawn], day: date, today: date, layer: str = UNIFIED) -> None:
    """Make `grids` the whole drawing of the layer from `day` on; until then the earlier drawing stays in force.

    Grids that it does not have end on that day. Raises Invalid for a layer name that is too long, for a day before
    `today` (a layer's first drawing may be dated back), and while another drawing is pending.
    """
    check_day(s, day, today, layer)
    begun = {row.code: row for row in s.scalars(_open(layer))}
    new = {one.code: one for one in grids}
    for code, row in begun.items():
        if code not in new:
            _end(s, row, day)
    for one in grids:
        _draw(s, begun.get(one.code), one, day, layer)
    s.flush()
    if layer == UNIFIED and day <= today:
        put_in_force(s, today)


def check_day(s: Session, day: date, today: date, layer: str = UNIFIED) -> None:
    """Raise Invalid if no drawing of this layer may begin on `day`, or the layer's name is too long."""
    if not 1 <= len(layer) <= 20 and layer != UNIFIED:
        raise Invalid(sentence("layer.name"))
    waiting = pending(s, today, layer)
    if waiting:
        raise Invalid(sentence("date.before_pending", day=waiting))
    if day < today and days(s, layer):
        raise Invalid(sentence("date.past"))


def _open(layer: str) -> sa.Select[GridDrawing]:
    """Select the drawings of the layer whose end is not known."""
    return sa.select(GridDrawing).where(GridDrawing.layer == layer, GridDrawing.valid_until.is_(None))


def _end(s: Session, row: GridDrawing, day: date) -> None:
    if row.valid_from >= day:  # it would have held for no day
        s.delete(row)
    else:
        row.valid_until = day


def _draw(s: Session, row: GridDrawing | None, one: Drawn, day: date, layer: str) -> None:
    """Draw the grid anew from `day` on, unless it stays as it is."""
    if row is not None and _drawn(row) == one:
        return
    if row is not None:
        _end(s, row, day)
        s.flush()
    s.add(GridDrawing(layer=layer, code=one.code, name=one.name, geometry=one.geometry, community=one.community or None, valid_from=day))  # fmt: skip


def adopt(s: Session, grids: Iterable[Drawn]) -> None:
    """Change these grids' latest drawings in place, and add those with none, or only ended ones, as if always drawn so; others stay.

    For the community's files, which say no day.
    """
    begun = {row.code: row for row in s.scalars(_open(UNIFIED))}
    for one in grids:
        row = begun.get(one.code)
        if row is None:
            _draw(s, None, one, ALWAYS, UNIFIED)
        else:
            row.name, row.geometry, row.community = one.name, one.geometry, one.community or None
    s.flush()


def take_back(s: Session, today: date, layer: str = UNIFIED) -> bool:
    """Take back the pending drawing, so that the grids that it would have ended go on. False if there is none."""
    day = pending(s, today, layer)
    if day is None:
        return False
    s.execute(sa.delete(GridDrawing).where(GridDrawing.layer == layer, GridDrawing.valid_from == day))
    s.execute(
        sa.update(GridDrawing)
        .where(GridDrawing.layer == layer, GridDrawing.valid_until == day)
        .values(valid_until=None)
    )
    s.flush()
    return True


def is_behind(s: Session, today: date) -> bool:
    """Whether the rows of `Grid` differ from today's drawing, which is then still to be put in force."""
    now = [(one.code, one.name, one.geometry, one.community or None) for one in drawn_on(s, today)]
    present = sa.select(Grid).where(Grid.ended_on.is_(None)).order_by(Grid.code)
    return now != [(one.code, one.name, one.geometry, one.community) for one in s.scalars(present)]


def put_in_force(s: Session, today: date) -> bool:
    """Change the rows of `Grid` to today's drawing; returns whether anything changed: then the lists are read again.

    Cases keep their grid.
    """
    now = {row.code: row for row in _in_force(s, UNIFIED, today)}
    grids = {grid.code: grid for grid in s.scalars(sa.select(Grid))}
    changed = [_follow(s, grids.get(code), row) for code, row in now.items()]
    for code, grid in grids.items():
        if code not in now and grid.ended_on is None:
            grid.ended_on = _ended_on(s, code, today)
            changed.append(True)
    s.flush()
    if any(changed):
        gazetteer.reread(s)
    return any(changed)


def _follow(s: Session, grid: Grid | None, row: GridDrawing) -> bool:
    """Change the grid (None: add it) to what the row says; returns whether that was a change."""
    if grid is None:
        s.add(Grid(code=row.code, name=row.name, geometry=row.geometry, community=row.community))
        return True
    if (grid.name, grid.geometry, grid.community, grid.ended_on) == (row.name, row.geometry, row.community, None):
        return False
    grid.name, grid.geometry, grid.community, grid.ended_on = row.name, row.geometry, row.community, None
    return True


def _ended_on(s: Session, code: str, today: date) -> date:
    """The first day without the grid, by its drawings; at the latest `today`."""
    last = sa.select(sa.func.max(GridDrawing.valid_until)).where(GridDrawing.layer == UNIFIED, GridDrawing.code == code)
    return s.scalar(last.where(GridDrawing.valid_until <= today)) or today
