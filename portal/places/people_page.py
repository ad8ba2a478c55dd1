"""`/desk/places/people`: the people of each grid by post, and grid workers' leaves with who stands in for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.verbs import suggesting
from portal.grids import service as grids
from portal.grids.added import people
from portal.grids.added.people import Post
from portal.grids.fault_words import sentence
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.staff import leave
from portal.staff.models import Account

public = Blueprint("people", __name__, url_prefix="/desk/places/people", template_folder="templates")
ROLES = (Role.DESK, Role.SUPERVISOR)  # who may enter leaves and people
MOST = 100  # leaves on the page


@public.get("")
@access(*ROLES)
def page() -> Any:
    """The leaves, and each grid's people."""
    return _page()


@public.post("/leaves")
@access(*ROLES)
def enter_leave() -> Any:
    """Enter a leave with its stand-in, from whom cases about the one who goes are kept, too (`keep_from_stand_in`)."""
    return _attempt(_enter_leave)


@public.post("/leaves/<int:leave_id>/cancel")
@access(*ROLES)
def cancel_leave(leave_id: int) -> Any:
    """Cancel a leave; one that has begun ends now."""
    return _attempt(
        lambda s: leave.cancel(s, leave_id, by=staff_actor().id, now=parts().clock.now()), _("取消了，事情回到本人那里")
    )


@public.post("")
@access(*ROLES)
def enter_person() -> Any:
    """Enter a person into a grid's team."""
    return _attempt(_enter_person, _("记下了"))


@public.post("/<int:person_id>/left")
@access(*ROLES)
def note_left(person_id: int) -> Any:
    """Take a person off a grid's team; the row stays."""
    return _attempt(lambda s: people.leave_team(s, person_id, parts().clock.now()), _("不在这个网格了，记录留着"))


def _enter_leave(s: Session) -> str:
    """Enter the leave; returns what to tell whoever entered it: to whom the work and the SMS go."""
    form = request.form
    try:
        days = date.fromisoformat(form.get("first", "")), date.fromisoformat(form.get("last", ""))
    except ValueError as wrong:
        raise Invalid(sentence("date.form")) from wrong
    who, other = row_id(form.get("who", "")) or 0, row_id(form.get("stand_in", "")) or 0
    leave.enter(s, who, other, days, by=staff_actor().id, now=parts().clock.now())
    discretion.keep_from_stand_in(s, who, other)
    account, stand_in = s.get_one(Account, who), s.get_one(Account, other)
    if stand_in.phone:
        return str(_("记下了：这几天的事和短信都到代班的人那里"))
    if account.phone:
        return str(
            _(
                "记下了：这几天的事到代班的人那里。可%(name)s没有手机号，收不到短信：险情的短信还发给请假的本人。请换一位，或者请管理员填上手机号。",
                name=stand_in.name,
            )
        )
    return str(_("记下了：这几天的事到代班的人那里。两位都没有手机号：那个网格有险情，叫不到网格员。"))


def _enter_person(s: Session) -> None:
    grid, post, name, phone = (request.form.get(field, "")[:60] for field in ("grid", "post", "name", "phone"))
    people.enter(s, grid, post, name, phone, by=staff_actor().id, now=parts().clock.now())


def _attempt(do: Callable[[Session], object], done: str = "") -> Any:
    """Run `do` in a transaction, then redirect and show `done`, or else what `do` returns; if it is refused, show the page with the form as typed.

    On NotFound redirect, too, and say that the row was changed already.
    """
    try:
        with parts().db.write() as s:
            told = do(s)
    except NotFound:
        flash(_("这一条已经改过了"), "error")
        return redirect(url_for("people.page"), 303)
    except (Invalid, Conflict) as refused:
        return _page(refused.title), refused.status
    flash(done or str(told), "success")
    return redirect(url_for("people.page"), 303)


def _label(worker: Account) -> str:
    """A grid worker in a select: name, grid, and that no SMS reaches them."""
    return f"{worker.name}（{worker.grid}{'' if worker.phone else _('，没有手机号，收不到短信')}）"


def _page(problem: str = "") -> str:
    """The page. Where a grid has several grid workers, `working` names the first."""
    now = parts().clock.now()
    with parts().db.read() as s:
        workers = suggesting.grid_workers(s)
        return render_template(
            "places/people.html",
            problem=problem,
            form=request.form,
            today=leave.shanghai_day(now),
            leaves=leave.listed(s, MOST),
            names={one.id: one.name for one in s.scalars(sa.select(Account))},
            workers=[(one.id, _label(one)) for one in workers],
            working={one.grid: one.name for one in reversed(workers)},
            teams=people.by_grid(s),
            grids=grids.present_grids(s),
            grid_choices=[(one.code, f"{one.name}（{one.code}）") for one in grids.present_grids(s)],
            posts=[(str(post), _(post.label)) for post in Post],
            post_labels={str(post): post.label for post in Post},
        )
