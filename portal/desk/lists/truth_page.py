"""`/desk/truth`: what each body claimed, what the reporters confirmed, and how they rated it; for supervisors, also as CSV.

The desk and the grid workers together are one line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request
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
    counts = ("claimed", "confirmed", "denied", "silent", "unasked", "rate", "low", "high")
    chosen = ("given", "good", "fair", "bad", "rate", "low", "high")
    writer.writerow(
        [
            *("body", "name"),
            *(f"{what}_{one}" for what in ("fixes", "contacts") for one in counts),
            "replies_sent_despite",
            *(f"{what}_{one}" for what in ("attitude", "result") for one in chosen),
        ]
    )
    for row in found:
        claimed = [row.code, row.name, *_claim_cells(row.fixes), *_claim_cells(row.contacts), row.despite]
        writer.writerow([*claimed, *_rating_cells(row.ratings.attitude), *_rating_cells(row.ratings.result)])
    disposition = {"Content-Disposition": "attachment; filename=truth.csv"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=disposition)


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
