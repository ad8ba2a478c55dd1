"""What a grid worker must know of an emergency before they go there, on the case's page and on their phone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import alarms, handler_view
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import UNRESOLVED

MOST_WORDS = 3  # of the reporter's later words


def facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """What to know, by template name; {} if the case is no emergency, or is dealt with.

    `later`: (when, words) of the reporter's latest words, as a handler may read them; `check`: they said that there is no danger
    (any more), and nobody has looked; `taken_by`: who acknowledged the alarm, "" if nobody; `goes`: this worker said that they go.
    """
    check, alarm = alarms.waits_for_a_look(case), alarms.alarm_of(s, case)
    if alarm is None or case.state not in UNRESOLVED or not (check or case.urgency == Urgency.EMERGENCY):
        return {}
    names = alarms.account_names(s, [alarm.acked_by] if alarm.acked_by else [])
    return {
        "later": handler_view.latest_words(s, case, MOST_WORDS),
        "check": check,
        "taken_by": names.get(alarm.acked_by or 0, ""),
        "goes": alarms.goes(case, alarm, who),
    }
