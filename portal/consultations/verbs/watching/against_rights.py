"""A matter whose words seem to take a right from somebody: its notice needs a reason, which everybody reads beside the article and where to object.

The words are found by `law/subject/rights.py`, which may be wrong; people decide. The reason is kept as `Evidence` of a gate of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import outside_power, public_masks
from portal.consultations.law.decided_elsewhere import texts_of
from portal.consultations.law.phases import State
from portal.consultations.law.subject import rights
from portal.consultations.models import Consultation, Evidence
from portal.consultations.verbs.watching import objections
from portal.kernel.errors import Invalid
from portal.kernel.roles import StaffActor
from portal.staff.models import Account

GATE = "rights_read"  # of the evidence that keeps the reason
_GROUND = "rights"  # of `outside_power.load_grounds`, which has the article


@dataclass(frozen=True)
class AgainstRights:
    """What `words` of the matter seem to take a right away, against which article (`citation`), and the committee's `reason`.

    `reason`, `by`, `at`: "" and None of a notice from before reasons were asked for. `may_halt`: supervisors still can.
    """

    words: list[str]
    citation: str
    reason: str
    by: str
    at: datetime | None
    may_halt: bool


def keep_reason(
    s: Session, actor: StaffActor, consultation: Consultation, reason: str | None, *, now: datetime
) -> None:
    """Keep why notice is given all the same, if the matter's words seem to take a right from somebody.

    `reason` None: nobody ticked that the warning was read. Raises Invalid then, and unless it says something that is not only who likes it.
    """
    if not _words(consultation):
        return
    if reason is None:
        raise Invalid(_("这样的话要先看过上面的提醒，勾上“看过了”，再写明为什么还要表决"), field="rights_read")
    said = " ".join(without_invisible(reason).split())
    if not outside_power.says_why(said) or outside_power.is_of_liking(said):
        raise Invalid(
            _("请用一句话写明为什么这不是拿走谁的权利（10 到 500 个字，居民都看得到）"), field="rights_reason"
        )
    kept = s.get(Evidence, (consultation.id, GATE)) or Evidence(consultation_id=consultation.id, gate=GATE, on=None)
    kept.record, kept.account_id, kept.at = said, actor.id, now
    s.add(kept)


def against_rights(s: Session, consultation: Consultation) -> AgainstRights | None:
    """What everybody reads of it once notice is given; None if its words take no right away, and of a draft."""
    words = _words(consultation)
    if not words or consultation.state == State.DRAFT:
        return None
    kept = s.get(Evidence, (consultation.id, GATE))
    by = s.get(Account, kept.account_id) if kept is not None and kept.account_id else None
    known = objections.known_residents(s, consultation)
    return AgainstRights(
        words=words,
        citation=outside_power.load_grounds()[_GROUND].citation,
        reason=public_masks.without_residents(kept.record, known) if kept is not None else "",
        by=by.name if by is not None else "",
        at=kept.at if kept is not None else None,
        may_halt=consultation.state in (State.NOTICED, State.OPEN),
    )


def _words(consultation: Consultation) -> list[str]:
    return rights.infringes([*texts_of(consultation.title, consultation.questions), consultation.text])
