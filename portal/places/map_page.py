"""`/desk/places`: the tree from the province down to the grids, and the grids drawn as a plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from portal.grids import service as grids
from portal.grids import versions
from portal.grids.drawings import canvas, comparing, shapes
from portal.grids.drawings.comparing import Group
from portal.grids.drawings.shapes import Drawn
from portal.grids.tree import Level
from portal.http.access import access
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI

public = Blueprint("places", __name__, url_prefix="/desk/places", template_folder="templates")


@dataclass
class Branch:
    """An area with the areas below it, and the grids that lie in it directly: (grid, square metres).

    `label`: the Chinese word for its level.
    """

    name: str
    label: str
    below: list[Branch] = field(default_factory=list)
    grids: list[tuple[Drawn, float]] = field(default_factory=list)


@public.get("")
@access(Role.DESK, Role.SUPERVISOR, Role.OPERATOR)
def page() -> Any:
    """Show the grids of the day `on` (ISO; otherwise, or if it is no date, today).

    For another day, also which of them are together the same ground as which of today's.
    """
    today = parts().clock.now().astimezone(SHANGHAI).date()
    with parts().db.read() as s:
        known = versions.days(s)
        day = _day(request.args.get("on", "")) or today
        drawn = versions.drawn_on(s, day)
        return render_template(
            "places/map.html",
            branches=tree_of(s, drawn),
            picture=canvas.picture(drawn),
            day=day,
            today=today,
            days=known,
            pending=versions.pending(s, today),
            groups=_counted_together(versions.drawn_on(s, day), versions.drawn_on(s, today)) if day != today else [],
            grid_href=lambda code: f"#grid-{code}",
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _counted_together(then: Sequence[Drawn], now: Sequence[Drawn]) -> list[Group]:
    """The groups of grids whose counts compare only when added up: all comparable ones but a grid alone with its own code."""
    return [one for one in comparing.comparable(then, now) if one.before != one.after or len(one.before) != 1]


def tree_of(s: Session, drawn: Sequence[Drawn]) -> list[Branch]:
    """The top branches of the tree of areas, with these grids; a grid without a community is put in the first community.

    A grid whose community is not in the tree gets a branch without a name at the top.
    """
    areas = grids.areas(s)
    branches = {one.code: Branch(one.name, Level(one.level).label) for one in areas}
    tops: list[Branch] = []
    for one in areas:
        above = branches.get(one.parent or "")
        (above.below if above else tops).append(branches[one.code])
    own = next((one.code for one in areas if one.level == Level.COMMUNITY), "")
    _hang_grids(branches, tops, drawn, own)
    return tops


def _hang_grids(branches: Mapping[str, Branch], tops: list[Branch], drawn: Sequence[Drawn], own: str) -> None:
    """Add the grids to their branches; `own`: the code of the community of those that name none."""
    flat = [one.shape for one in drawn]
    metres = shapes.metres_for(flat)
    for one, shape in zip(drawn, flat, strict=True):
        home = branches.get(one.community or own)
        if home is None:
            home = Branch("", "")
            tops.append(home)
        home.grids.append((one, metres.area(shape)))
