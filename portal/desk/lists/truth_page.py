"""`/desk/truth`: what each body claimed, what the reporters confirmed, and how they rated it; for supervisors, also as CSV.

The desk and the grid workers together are one line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.ratings import counting
from portal.cases.ratings.counting import Ratings, SatisfactionCounts
from portal.cases.records import actors, truth
from portal.cases.rules.truth import ClaimCounts, Truth
from portal.desk import queue
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.roles import Role

public = Blueprint("desk_truth", __name__)
PERIODS = (30, 90, 365)  # days
USUAL_PERIOD = 90  # days, if the address names none of PERIODS


@dataclass(frozen=True)
class Row:
    """The line of one body; `code` and `name` are "" for the desk and the grid workers together.

    `fixes`: claims that a matter is done; `contacts`: that the reporter was reached; `despite`: as in `Truth`; `ratings`:
    what reporters think of the work.
    """

    code: str
    name: str
    fixes: ClaimCounts
    contacts: ClaimCounts
    despite: int
    ratings: Ratings


@public.get("/desk/truth")
@access(Role.SUPERVISOR)
def page() -> Any:
    """Show the table, with a bar for each rate."""
    days = _days()
    with parts().db.read() as s:
        return render_template("desk/truth.html", rows=rows(s, days), days=days, periods=PERIODS)


@public.get("/desk/truth.csv")
@access(Role.SUPERVISOR)
def export() -> Response:
    """The table as CSV, in UTF-8 with a byte order mark, for spreadsheets."""
    with parts().db.read() as s:
        found = rows(s, _days())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_headings())
    for row in found:
        claimed = [row.code, row.name, *_claim_cells(row.fixes), *_claim_cells(row.contacts), row.despite]
        writer.writerow([*claimed, *_rating_cells(row.ratings.attitude), *_rating_cells(row.ratings.result)])
    name = quote(_("说的和居民说的") + ".csv")
    disposition = {"Content-Disposition": f"attachment; filename=truth.csv; filename*=UTF-8''{name}"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=disposition)


def _headings() -> list[str]:
    """The headings of the CSV's columns, in the order of its cells."""
    share = (_("居民认的比例"), _("比例的下限"), _("比例的上限"))
    fixes = (_("次数"), _("居民说好了"), _("居民说没好"), _("居民没回"), _("没问过"), *share)
    contacts = (_("次数"), _("居民说有"), _("居民说没有"), _("居民没回"), _("没问过"), *share)
    rated = (_("评过的"), _("满意"), _("基本满意"), _("不满意"), _("满意的比例"), _("比例的下限"), _("比例的上限"))
    return [
        *(_("单位代码"), _("承办单位")),
        *(f"{_('说办好了')}：{one}" for one in fixes),
        *(f"{_('说联系过')}：{one}" for one in contacts),
        _("话没说清还是发了"),
        *(f"{_('对态度')}：{one}" for one in rated),
        *(f"{_('对结果')}：{one}" for one in rated),
    ]


def rows(s: Session, days: int) -> list[Row]:
    """A line for each body that claimed something or was rated in the last `days`, in cases that the caller may see.

    Sorted by the upper bound of the interval of the confirmed rate, of fixes or of contacts, whichever is lower; the
    lowest first, and the desk and the grid workers last.
    """
    names = {body.code: body.name for body in grids.bodies(s)}
    since = parts().clock.now() - timedelta(days=days)
    scope = queue.scope(actors.staff(s, staff_actor()))
    found, rated = truth.by_body(s, since, scope=scope), counting.by_body(s, since, scope)
    made = [
        _row(code, names.get(code, code), found.get(code, Truth()), rated.get(code, Ratings()))
        for code in {*found, *rated}
    ]
    return sorted(made, key=_by_lowest)


def _row(code: str, name: str, claimed: Truth, rated: Ratings) -> Row:
    """The line of one body, from what it claimed and how it was rated."""
    return Row(code, name, claimed.fixes, claimed.contacts, claimed.despite, rated)


def _by_lowest(row: Row) -> tuple[bool, float, str]:
    """The key by which lines are sorted, as `rows` says."""
    low = [counted.interval[1] for counted in (row.fixes, row.contacts) if counted.interval is not None]
    return not row.code, min(low, default=1.0), row.code


def _claim_cells(counted: ClaimCounts) -> list[object]:
    """The CSV's eight cells for one kind of claims; "" where nothing was answered."""
    return [counted.claimed, counted.confirmed, counted.denied, counted.silent, counted.unasked, *_shares(counted)]


def _rating_cells(chosen: SatisfactionCounts) -> list[object]:
    """The CSV's seven cells for the ratings of attitude or result; "" where nobody chose."""
    return [chosen.given, chosen.good, chosen.fair, chosen.bad, *_shares(chosen)]


def _shares(counted: ClaimCounts | SatisfactionCounts) -> list[str]:
    """The rate and the bounds of its interval, as text; "" without one."""
    interval = counted.interval or ("", "")
    return [f"{one:.4f}" if isinstance(one, float) else "" for one in (counted.rate, *interval)]


def _days() -> int:
    """The period in the query, in days; USUAL_PERIOD if it is none of PERIODS."""
    asked = request.args.get("days", "")
    return int(asked) if asked in {str(one) for one in PERIODS} else USUAL_PERIOD
