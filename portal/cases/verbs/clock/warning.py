"""Tell whoever has a case (its handler, else the clerks) when 50 and when 80 % of its clock have passed, once a clock.

The supervisors are told past the deadline.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import warnings
from portal.cases.records.warnings import Share
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.notifying.notifications import tell_desk, tell_handler, tell_supervisors
from portal.storage.parts import Parts

_TEMPLATES = {Share.HALF: "staff_half", Share.MOST: "staff_most", Share.ALL: "staff_overdue"}


def warn(share: Share, s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: tell staff of this share, if it is the greatest that has passed. Returns "warned".

    "stale" if they were told of it or of a greater one, if the case is resolved or merged, or if its clock stands still or was
    set anew since the event `serial`.
    """
    if _is_stale(case, serial) or case.warned >= share or warnings.passed(case, parts.clock.now()) != share:
        return "stale"
    case.warned = share
    if share is Share.ALL:
        tell_supervisors(s, parts, case, _TEMPLATES[share])
    elif case.dispatched:
        tell_handler(s, parts, case, _TEMPLATES[share])
    else:
        tell_desk(s, parts, case, _TEMPLATES[share])
    return "warned"


def _is_stale(case: Case, serial: int) -> bool:
    """Whether the clock that the event `serial` began no longer runs: a later one does, or none (paused, merged, resolved)."""
    begun = next((event.serial for event in reversed(case.events) if warnings.begins_clock(event)), None)
    stands = case.paused_until is not None or case.merged_into is not None or case.state not in UNRESOLVED
    return stands or begun != serial
