"""What a case's page shows clerks and supervisors of its alarm."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who, oversees


def of_case(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """`alarm`: its row, None without one and to others; `taken_by`: the name of who took it on, "" if nobody did."""
    alarm = alarms.alarm_of(s, case) if oversees(who) else None
    return {"alarm": alarm, "taken_by": alarms.taker(s, alarm) if alarm is not None else ""}
