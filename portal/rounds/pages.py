"""`/grid/rounds`, the page that a grid worker's phone keeps, and its service worker; `/grid/ledger`, the workload ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from portal.cases.inspections.models import Finding
from portal.cases.rules.deadlines import shanghai_day
from portal.grids import service as grids
from portal.http.access import PUBLIC, access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import BadRequest
from portal.kernel.roles import Role
from portal.kernel.time_zone import monday_of
from portal.rounds import ledger, phone_key, visits
from portal.staff.sign_in import caller

public = Blueprint("rounds", __name__, url_prefix="/grid", template_folder="templates")


@public.get("/rounds")
@access(PUBLIC)
def page() -> Any:
    """The page without any data, so that a phone may keep it; its script fetches today's cases once somebody is signed in."""
    return render_template(
        "rounds/phone.html",
        cookie=phone_key.cookie_name(),
        leaving=caller.leaving_cookie(),
        choices=visits.choices(),
        findings=[(str(one), _(one.label)) for one in Finding],
        most_minutes=visits.MOST_MINUTES,
        most_household=visits.MOST_HOUSEHOLD,
        most_note=visits.MOST_NOTE,
    )


@public.get("/worker.js")
@access(PUBLIC)
def service_worker() -> Any:
    """The service worker. It lies in `/grid`, because a service worker serves only pages in its own folder."""
    return current_app.send_static_file("rounds/worker.js")


@public.get("/ledger")
@access(Role.GRID, Role.SUPERVISOR)
def workload() -> Any:
    """What each grid worker did in a week; a worker sees their own, with their visits."""
    account, today = staff_actor(), shanghai_day(parts().clock.now())
    monday = monday_of(_asked_day(today))
    own = account.role is Role.GRID
    with parts().db.read() as s:
        weeks = ledger.weeks_of(s, monday, [account.id] if own else None)
        return render_template(
            "rounds/ledger.html",
            weeks=list(weeks.values()),
            own=own,
            visits=ledger.visits_of(s, account.id, monday) if own else [],
            choices=visits.choices(),
            acts=ledger.ACTS,
            grid_names={one.code: one.name for one in grids.grids(s)},
            monday=monday,
            sunday=monday + timedelta(days=6),
            earlier=(monday - ledger.WEEK).isoformat(),
            later=(monday + ledger.WEEK).isoformat() if monday + ledger.WEEK <= today else "",
        )


def _asked_day(today: date) -> date:
    """A day of the week to show: the query's `week` (ISO), today without it. Raises BadRequest for what is no date.

    A day to come counts as today, one before 2020 as the first Monday of 2020.
    """
    asked = request.args.get("week", "")[:10]
    try:
        day = date.fromisoformat(asked) if asked else today
        return min(max(day, date(2020, 1, 6)), today)
    except ValueError:
        raise BadRequest(_("日子写得不对")) from None
