"""`/desk/places/nicknames`: staff teach what people call places, take nicknames back, and see who taught them and when."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.grids import service as grids
from portal.grids.added import nicknames
from portal.grids.jobs import write_snapshot
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role
from portal.staff.models import Account

public = Blueprint("nicknames", __name__, url_prefix="/desk/places/nicknames", template_folder="templates")
ROLES = (Role.DESK, Role.SUPERVISOR)  # who may teach nicknames
MOST = 200  # nicknames on the page


@public.get("")
@access(*ROLES)
def page() -> Any:
    """The list and the form."""
    return _page()


@public.post("")
@access(*ROLES)
def teach() -> Any:
    """Teach a nickname; if it already means something else, or looks like somebody's home, the page asks what to do (409)."""
    name = request.form.get("name", "").strip()
    place, _bar, grid = request.form.get("place", "").rpartition("|")
    try:
        with parts().db.write() as s:
            nicknames.teach(s, name, place, grid or None, by=staff_actor().id, now=parts().clock.now(), answer=request.form.get("answer", ""))  # fmt: skip
    except nicknames.NicknameTaken as taken:
        return _page(taken=taken), 409
    except nicknames.LooksLikeAHome:
        return _page(home=True), 409
    except Invalid as refused:
        return _page(problem=refused.title), 422
    write_snapshot(parts())
    flash(_("记住了：%(name)s 就是%(place)s", name=name, place=place), "success")
    return redirect(url_for("nicknames.page"), 303)


@public.post("/<int:nickname_id>/undo")
@access(*ROLES)
def undo(nickname_id: int) -> Any:
    """Take a nickname back; if somebody did so before, the page says so."""
    try:
        with parts().db.write() as s:
            name = nicknames.undo(s, nickname_id, staff_actor().id, parts().clock.now()).name
    except NotFound:
        flash(_("这个叫法已经撤掉了"), "error")
        return redirect(url_for("nicknames.page"), 303)
    write_snapshot(parts())
    flash(_("撤掉了：%(name)s", name=name), "success")
    return redirect(url_for("nicknames.page"), 303)


def _page(*, taken: nicknames.NicknameTaken | None = None, home: bool = False, problem: str = "") -> str:
    with parts().db.read() as s:
        listed = nicknames.listed(s, MOST)
        return render_template(
            "places/nicknames.html",
            nicknames=listed,
            names=_names(s, {number for one in listed for number in (one.taught_by, one.undone_by) if number}),
            places=_choices(s),
            grids={one.code: one.name for one in grids.grids(s)},
            form=request.form,
            taken=taken,
            home=home,
            is_place=nicknames.IS_PLACE,
            problem=problem,
            both=nicknames.BOTH,
            move=nicknames.MOVE,
        )


def _names(s: Session, ids: set[int]) -> dict[int, str]:
    return {one.id: one.name for one in s.scalars(sa.select(Account).where(Account.id.in_(ids)))}


def _choices(s: Session) -> list[tuple[str, str]]:
    """(`place|grid`, words) to choose a place from; one in several grids is offered as a whole first, without a grid."""
    found: list[tuple[str, str]] = []
    for name, lies_in in grids.places_by_name(s).items():
        if len(lies_in) > 1:
            found.append((f"{name}|", _("%(name)s（整个）", name=name)))
        found += [(f"{name}|{code or ''}", f"{name}（{code}）" if code else name) for code in lies_in]
    return found
