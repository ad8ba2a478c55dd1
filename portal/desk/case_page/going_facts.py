"""What a grid worker must know of an emergency before they go there, on the case's page and on their phone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import alarms, handler_view
from portal.cases.records.actors import Who

MOST_WORDS = 3  # of the reporter's later words


def of_case(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """What to know, by template name; {} if the case is no emergency, or is dealt with.

    `later`: (when, words) of the reporter's latest words, as a handler may read them; `check`: they said that there is no danger
    (any more), and nobody has checked; `taken_by`: who else acknowledged the alarm, "" if nobody; `goes`: this worker said that they go.
    """
    if not alarms.is_to_see(case) or (alarm := alarms.alarm_of(s, case)) is None:
        return {}
    others = [alarm.acked_by] if alarm.acked_by and alarm.acked_by != who.id else []
    return {
        "later": handler_view.latest_words(s, case, MOST_WORDS),
        "check": alarms.waits_for_check(case),
        "taken_by": "".join(alarms.account_names(s, others).values()),
        "goes": alarms.goes(case, alarm, who),
    }
