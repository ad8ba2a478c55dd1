"""`/desk/places/overlay`: which departments' grids lie in which unified grid, as a page and as CSV."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from portal.grids import versions
from portal.grids.drawings import overlay
from portal.grids.drawings.overlay import Laid
from portal.http.access import access
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI

public = Blueprint("overlay", __name__, url_prefix="/desk/places", template_folder="templates")
MOST = 500  # departments' grids on the page


@public.get("/overlay")
@access(Role.SUPERVISOR, Role.OPERATOR)
def page() -> Any:
    """Today's departments' grids by unified grid, and those that merge into none (`Laid.merges_into`); at most MOST of each."""
    today = parts().clock.now().astimezone(SHANGHAI).date()
    with parts().db.read() as s:
        laid = overlay_of_today(s, today)
        names = {one.code: one.name for one in versions.drawn_on(s, today)}
    split = [one for one in laid if one.merges_into is None]
    return render_template(
        "places/overlay.html",
        groups=overlay.by_unified_grid(laid[:MOST]),
        names=names,
        split=split[:MOST],
        total=len(laid),
        merging=len(laid) - len(split),
        layers=sorted({one.layer for one in laid}),
        most=MOST,
    )


@public.get("/overlay.csv")
@access(Role.SUPERVISOR, Role.OPERATOR)
def export() -> Response:
    """All of today's departments' grids over the unified ones, as CSV (`overlay.as_csv`)."""
    with parts().db.read() as s:
        text = overlay.as_csv(overlay_of_today(s, parts().clock.now().astimezone(SHANGHAI).date()))
    disposition = {"Content-Disposition": "attachment; filename=overlay.csv"}
    return Response(text, mimetype="text/csv", headers=disposition)


def overlay_of_today(s: Session, today: date) -> list[Laid]:
    """Each department's grid laid over the unified ones, all as drawn today."""
    layers = {name: versions.drawn_on(s, today, name) for name in versions.layers(s)}
    return overlay.lay_over(versions.drawn_on(s, today), layers)
