"""A note among staff that tells of danger: whoever writes it says whether people are to be called, or that there is none."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.intake.taking_down import danger_told
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts


class SaysOfDanger(StrEnum):
    """What whoever writes a note says of the danger in it."""

    THERE = "there"
    NONE = "none"


class DangerNoted(Invalid):
    """The note tells of danger, and whoever wrote it has not said what is to be done (422). `danger`: its code."""

    def __init__(self, danger: str) -> None:
        super().__init__(sentence("refused.note_danger"), field="danger")
        self.danger = danger


def note(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    says: str = "",
    asked: bool = False,
    for_handlers: bool = False,
) -> bool:
    """Write the note, as `desk_actions.note`; if its words tell of danger that is there, make the case an emergency. Returns whether it did.

    `says`: a value of `SaysOfDanger`, "" for none. Raises DangerNoted where the words tell of danger for which nobody is called yet
    and `says` is "", Invalid for a case that is done, of which another must be reported.
    """
    raises = is_there(s, parts, case, text, says)
    desk_actions.note(s, parts, case, who, text=text, asked=asked, for_handlers=for_handlers)
    if raises:
        desk_corrections.make_emergency(s, parts, case, danger_told(parts, text))
    return raises


def is_there(s: Session, parts: Parts, case: Case, text: str, says: str) -> bool:
    """Whether the words tell of danger that is there, for which nobody is called yet. Raises as `note`."""
    danger = danger_told(parts, text)
    found = bool(danger) and says != SaysOfDanger.NONE and not _is_open_alarm(s, case)
    if found and says != SaysOfDanger.THERE:
        raise DangerNoted(danger)
    if found and case.state not in UNRESOLVED:
        raise Invalid(sentence("refused.note_danger_done"), field="danger")
    return found


def _is_open_alarm(s: Session, case: Case) -> bool:
    """Whether the case is an open emergency whose alarm nothing has ended, so that people know of it."""
    alarm = alarms.alarm_of(s, case)
    return alarms.is_open_emergency(case) and alarm is not None and alarm.ended_at is None
