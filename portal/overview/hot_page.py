"""`/desk/hot`: the same trouble from many, and categories with an unusual week; for staff, and in brief for committees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import sealed
from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.rules import taxonomy
from portal.cases.rules.deadlines import shanghai_day
from portal.desk import queue
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.overview import clusters, counting, spikes
from portal.overview.clusters import Cluster
from portal.overview.counting import Scope
from portal.overview.spikes import BASELINE_WEEKS, Week

public = Blueprint("hot_issues", __name__, template_folder="templates")
LEAST_PEOPLE = 3  # of an issue that is called hot: of fewer, a place and a day could tell who reported it
MOST = 30  # issues on the page
COMMITTEE = (Role.CHAIR, Role.MEMBER)  # they read place, category and numbers, and no case


@dataclass(frozen=True)
class Issue:
    """A hot issue as the page shows it: no word of a reporter.

    `place`: a name of the town's list, "" if none is in it; `weeks`: reports of each of the weeks, oldest first.
    """

    place: str
    category: str
    people: int
    weeks: list[int]
    case_nos: list[str]
    draft: str  # the address of the committee's form, filled in


@public.get("/desk/hot")
@access(Role.DESK, Role.SUPERVISOR, *COMMITTEE)
def page() -> Any:
    """Show the hot issues, and the categories reported in the last week by how unusual it is."""
    actor, now = staff_actor(), parts().clock.now()
    with parts().db.read() as s:
        scope: Scope = [sealed.unsealed()] if actor.role in COMMITTEE else queue.scope(actors.staff(s, actor))
        return render_template(
            "overview/hot.html",
            issues=issues(s, scope, now),
            weeks=[week for week in unusual_weeks(s, scope, now) if week.now],
            reads_cases=actor.role not in COMMITTEE,
            may_draft=actor.role in COMMITTEE,
            baseline=BASELINE_WEEKS,
            least=LEAST_PEOPLE,
        )


def unusual_weeks(s: Session, scope: Scope, now: datetime) -> list[Week]:
    """A line for each category with a report in the weeks that are compared, the most unusual first."""
    found = counting.weekly(s, scope, now)
    return spikes.by_chance({taxonomy.label(code or None): (one[-1], sum(one[:-1])) for code, one in found.items()})


def issues(s: Session, scope: Scope, now: datetime) -> list[Issue]:
    """The issues of at least LEAST_PEOPLE people, that of the most people first."""
    read = counting.reports(s, scope, now)
    cases = {report.id: case for report, case in read}
    found = clusters.clusters([report for report, _case in read], LEAST_PEOPLE)[:MOST]
    return [_shown(s, one, cases, now) for one in found]


def _shown(s: Session, cluster: Cluster, cases: dict[int, Case], now: datetime) -> Issue:
    ours = [cases[one.id] for one in cluster.reports]
    place, category = _known_place(s, ours), taxonomy.label(ours[0].category)
    weeks = [0] * (BASELINE_WEEKS + 1)
    for case in ours:
        age = (shanghai_day(now) - shanghai_day(case.created_at)).days // 7
        weeks[max(0, BASELINE_WEEKS - age)] += 1
    return Issue(
        place, category, cluster.people, weeks, [case.case_no for case in ours], _form(place, category, cluster)
    )


def _known_place(s: Session, ours: list[Case]) -> str:
    """The first place of the town's list that one of these cases names as its place, or ""; never a reporter's own words."""
    names = (name for case in ours for name in grids.places_in(s, case.words.place))
    return next(names, "")


def _form(place: str, category: str, cluster: Cluster) -> str:
    """The address of the committee's form with a title and a text; nothing is saved until somebody sends the form."""
    about = place or str(_("本社区"))
    first, last = (shanghai_day(cluster.reports[at].at).isoformat() for at in (0, -1))
    text = _(
        "%(first)s 到 %(last)s，有 %(people)s 位居民反映%(place)s的“%(category)s”问题。请大家商量怎么办。",
        first=first, last=last, people=cluster.people, place=about, category=category,
    )  # fmt: skip
    title = _("%(place)s“%(category)s”怎么办", place=about, category=category)
    return f"{url_for('wizard.new')}?{urlencode({'title': title, 'text': text})}"
