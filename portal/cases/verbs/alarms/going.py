"""A grid worker goes to see an emergency (我去看): whoever is near says so, before anybody has been dispatched."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import Verb
from portal.kernel.errors import Conflict
from portal.storage.parts import Parts


def go_and_see(s: Session, parts: Parts, case: Case, who: Who, *, source: Source | None = None) -> bool:
    """Note on the case's timeline that this grid worker goes, and acknowledge its alarm if nobody has: nobody else is paged.

    Returns whether nobody had acknowledged it before; does nothing for a worker who goes already (`alarms.goes`). Raises
    Conflict for a case in which no emergency was reported.
    """
    now, alarm = parts.clock.now(), alarms.lock_alarm_of(s, case)
    if alarm is None:
        raise Conflict(sentence("refused.no_alarm"))
    if alarms.goes(case, alarm, who):
        return False
    first = alarms.mark_acknowledged(s, alarm, who.id, "tap", now)
    act(s, now, case, Verb.NOTE, who, data={alarms.GOES: True}, source=source)
    return first
