"""`/desk/weekly`: the report of a week that is over, as a page and as a document; who downloads it is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, make_response, render_template, request
from sqlalchemy.orm import Session, joinedload

from portal.cases.records import actors
from portal.desk import queue
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.overview import hot_issues, hot_page, report_file, report_words, weekly
from portal.overview.models import ReportDownload
from portal.overview.report_words import WeeklyReport
from portal.overview.spikes import BASELINE_WEEKS
from portal.wording.community import community

public = Blueprint("weekly", __name__, template_folder="templates")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_WEEKS = 12  # to choose from
SHOWN = 10  # downloads of the week that the page lists, the latest first


@public.get("/desk/weekly")
@access(Role.SUPERVISOR)
def page() -> Any:
    """Show the report of the week that `week` (its Monday) names, else of the last one."""
    monday, chosen = _week(request.args.get("week", "")), weekly.complete_weeks(parts().clock.now(), MOST_WEEKS)
    with parts().db.read() as s:
        return render_template(
            "overview/weekly.html",
            report=_report(s, monday),
            monday=monday,
            weeks=[(one, report_words.span(one)) for one in chosen],
            downloads=_downloads(s, monday),
            baseline=BASELINE_WEEKS,
            least=hot_issues.LEAST_PEOPLE,
        )


@public.post("/desk/weekly.docx")
@access(Role.SUPERVISOR)
def download() -> Any:
    """Download the report as a Word document; who did so is recorded."""
    monday = _week(request.form.get("week", ""))
    with parts().db.read() as s:
        report = _report(s, monday)
    data = report_file.document(report, community(parts().settings.community).name)
    with parts().db.write() as s:
        s.add(ReportDownload(monday=monday, account_id=staff_actor().id, at=parts().clock.now()))
    answer = make_response(data)
    answer.headers["Content-Type"] = DOCX
    answer.headers["Content-Disposition"] = f'attachment; filename="weekly-{monday.isoformat()}.docx"'
    return answer


def _week(asked: str) -> date:
    """The Monday that was asked for if its week can be chosen, else that of the last week that is over."""
    weeks = weekly.complete_weeks(parts().clock.now(), MOST_WEEKS)
    return next((one for one in weeks if one.isoformat() == asked), weeks[0])


def _report(s: Session, monday: date) -> WeeklyReport:
    """The report of a week, over the cases that the reader may see."""
    scope, end = queue.scope(actors.staff(s, staff_actor())), weekly.last_moment(monday)
    return report_words.report(
        weekly.count_week(s, scope, monday),
        hot_page.unusual_weeks(s, scope, end),
        hot_issues.issues(s, scope, end),
        grids={grid.code: grid.name for grid in grids.grids(s)},
        bodies={body.code: body.name for body in grids.known_bodies(s)},
        at=parts().clock.now(),
    )


def _downloads(s: Session, monday: date) -> list[ReportDownload]:
    ours = sa.select(ReportDownload).where(ReportDownload.monday == monday).options(joinedload(ReportDownload.account))
    return list(s.scalars(ours.order_by(ReportDownload.id.desc()).limit(SHOWN)))
