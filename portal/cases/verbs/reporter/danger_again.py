"""What the reporter of an emergency tells after an all-clear: that there is danger again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules import lifecycle
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts


def tell_of_danger_again(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    danger: str,
    text: str,
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> CaseEvent:
    """After an all-clear the reporter tells of danger: the case is an emergency again, and people are paged anew.

    It is reopened if it was resolved, closed or rejected; however much was added to it today, this is not refused. `danger`: its code;
    the event holds it and the one before, since a denial of either may be forced (`alarms.may_deny`).
    Raises Conflict for a withdrawn case, Invalid.
    """
    changed = {"danger": danger, alarms.DANGER_BEFORE: case.danger} if danger != case.danger else {}
    case.danger = danger
    if case.state not in lifecycle.UNRESOLVED:
        return reporter_actions.reopen(
            s, parts, case, who, text=text, photos=photos, source=source, danger=True, new_danger=changed
        )
    return reporter_actions.add_detail(
        s, parts, case, who, text=text, photos=photos, again=True, new_danger=changed, source=source
    )
