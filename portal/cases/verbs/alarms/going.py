"""A grid worker goes to see an emergency (我去看): whoever is near says so, before anybody has been dispatched."""

from __future__ import annotations

from enum import Enum, auto

from sqlalchemy.orm import Session

from portal.cases.models import Alarm, Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.alarms import paging
from portal.kernel.errors import Conflict
from portal.storage.parts import Parts


class Going(Enum):
    """What becomes of the alarm once a worker goes."""

    THEIRS = auto()  # they acknowledged it: nobody else is paged
    TAKEN = auto()  # somebody else had acknowledged it
    OUTDATED = auto()  # danger was told again since they tapped: it stays as it is


def go_and_see(
    s: Session, parts: Parts, case: Case, who: Who, *, seen: int | None = None, source: Source | None = None
) -> Going:
    """Note on the case's timeline that this grid worker goes, and acknowledge its alarm if nobody has: nobody else is paged,
    and whoever was is told so (`paging.tell_that_worker_goes`).

    `seen`: the case's serial that the worker saw when they tapped; None: the last. If danger was told again since
    (`alarms.is_raised_since`), they may know nothing of it, so that the alarm is not acknowledged. Notes nothing of a worker who
    goes already (`alarms.goes`). Raises Conflict for a case in which there is no emergency to see (`alarms.is_to_see`).
    """
    now, alarm = parts.clock.now(), alarms.lock_alarm_of(s, case)
    if alarm is None:
        raise Conflict(sentence("refused.no_alarm"))
    if not alarms.is_to_see(case):
        raise Conflict(sentence("refused.no_danger_left"))
    if alarms.goes(case, alarm, who) and alarm.acked_at is not None:
        return _whose(alarm, who)
    knows = seen is None or alarm.acked_by == who.id or not alarms.is_raised_since(case, seen)
    first = knows and alarms.mark_acknowledged(s, alarm, who.id, "tap", now)
    event = act(s, now, case, Verb.NOTE, who, data={alarms.GOES: knows}, source=source)
    if first:
        paging.tell_that_worker_goes(s, parts, alarm, who, event.serial)
    return _whose(alarm, who) if knows else Going.OUTDATED


def cannot_go(s: Session, parts: Parts, case: Case, who: Who, *, source: Source | None = None) -> None:
    """去不了: note that this grid worker, who said that they go, cannot after all; if the alarm is theirs, people are paged again.

    Nothing for a worker who does not go. Raises Conflict as `go_and_see`.
    """
    alarm = alarms.lock_alarm_of(s, case)
    if alarm is None or not alarms.is_to_see(case):
        raise Conflict(sentence("refused.no_danger_left"))
    if not alarms.goes(case, alarm, who):
        return
    act(s, parts.clock.now(), case, Verb.NOTE, who, data={alarms.CANNOT_GO: True}, source=source)
    if alarm.acked_by == who.id:
        paging.raise_alarm(s, parts, case, anew=False)


def _whose(alarm: Alarm, who: Who) -> Going:
    """Whose an acknowledged alarm is, for this worker."""
    return Going.THEIRS if alarm.acked_by in (None, who.id) else Going.TAKEN
