"""What a case's page shows clerks and supervisors of its alarm."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import alarms
from portal.cases.records.actors import Who, oversees
from portal.cases.verbs.alarms import paging
from portal.http.current import parts


def of_case(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """`alarm`: its row, None without one and to others; `taken_by`: the name of who took it on, "" if nobody did; `uncalled`: as of `paging`."""
    alarm = alarms.alarm_of(s, case) if oversees(who) else None
    if alarm is None:
        return {"alarm": None, "taken_by": "", "uncalled": ""}
    return {"alarm": alarm, "taken_by": alarms.taker(s, alarm), "uncalled": paging.uncalled_worker(s, parts(), case)}


def reasons(case: Case, read: list[str]) -> list[str]:
    """Why it is an emergency: the words `read` so in the report, and the other dangers that its reporter told of since."""
    since = alarms.danger_labels(case)[1:] if case.urgency == Urgency.EMERGENCY else []
    return [*read, *(str(_("后来又报%(danger)s", danger=_(one))) for one in since)]
