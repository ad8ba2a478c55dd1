"""The scrutineers' objections, what the committee answers, and both as they are published beside the result.

An objection stands until its author withdraws it or confirms afterwards. Before the opening it stops the opening
(`scrutiny_status`); from then on it stops the publication until the committee has written down an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import content_checks, roll_masks
from portal.consultations.law.phases import Act
from portal.consultations.models import Consultation, RollEntry, ScrutinyVerdict
from portal.consultations.verbs import acting, queries
from portal.consultations.verbs.scrutiny_status import Verdict
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.roles import StaffActor
from portal.staff.models import Account

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_SEVERAL = re.compile(r"[、，,;；]")  # between the flats of an owner of several, in one cell of the roll
_DOOR = re.compile(r"(?<=[栋幢座楼元弄号-])\d{3,4}(?![\d年])|(?<!\d)\d{3,4}(?=[室房])")  # 3栋1201, 3-2-1201, 1201室


@dataclass(frozen=True)
class Objection:
    """An objection, as committee and supervisor see it. `stands`: nobody took it back; `ended`: the verdict that did, or ""."""

    id: int
    name: str
    at: datetime
    reason: str
    ended: str
    answer: str
    answered_at: datetime | None

    @property
    def stands(self) -> bool:
        return not self.ended


def objections(s: Session, consultation: Consultation) -> list[Objection]:
    """Every objection, oldest first."""
    rows = _verdicts(s, consultation)
    return [
        Objection(
            row.id,
            s.get_one(Account, row.account_id).name,
            row.at,
            row.reason,
            _ended_by(row, rows),
            row.answer,
            row.answered_at,
        )
        for row in rows
        if row.verdict == Verdict.OBJECTED
    ]


def standing(s: Session, consultation: Consultation) -> list[ScrutinyVerdict]:
    """The objections that nobody took back, oldest first, also those of accounts that are not active any more."""
    rows = _verdicts(s, consultation)
    return [row for row in rows if row.verdict == Verdict.OBJECTED and not _ended_by(row, rows)]


def answer(s: Session, actor: StaffActor, consultation_id: int, objection_id: int, text: str, *, now: datetime) -> None:
    """Write down, as the committee, the answer to an objection that stands; again replaces it, until publication.

    Raises NotFound, Forbidden, Conflict if the vote has not begun or is over with, and Invalid for an empty answer.
    """
    consultation = queries.get_for(s, actor, consultation_id, act=True)
    acting.require_allowed(consultation, Act.ANSWER)
    row = next((one for one in standing(s, consultation) if one.id == objection_id), None)
    if row is None:
        raise NotFound()
    text = " ".join(without_invisible(text).split())[: acting.MAX_RECORD]
    acting.refuse_fault(content_checks.objection_fault(text), "answer")
    row.answer, row.answered_at, row.answered_by = text, now, actor.id
    acting.log_event(s, consultation, "answered", actor, now)


def publish_with(s: Session, consultation: Consultation) -> None:
    """Make the standing objections and their answers public, residents masked. Raises Conflict if one has no answer."""
    found = standing(s, consultation)
    if any(not row.answer for row in found):
        raise Conflict("监票人的异议还没有答复。写下答复，和异议一起公布")
    known = _known_masks(s, consultation) if found else {}
    for row in found:
        row.public_reason = _without_residents(row.reason, known)
        row.public_answer = _without_residents(row.answer, known)


@dataclass(frozen=True)
class PublishedObjection:
    """An objection and its answer, as everybody reads them."""

    at: datetime
    reason: str
    answer: str
    answered_at: datetime | None


def published(s: Session, consultation: Consultation) -> list[PublishedObjection]:
    """The objections that were published with the result, oldest first; none before."""
    return [
        PublishedObjection(row.at, row.public_reason, row.public_answer, row.answered_at)
        for row in _verdicts(s, consultation)
        if row.public_reason
    ]


def _verdicts(s: Session, consultation: Consultation) -> list[ScrutinyVerdict]:
    rows = sa.select(ScrutinyVerdict).where(ScrutinyVerdict.consultation_id == consultation.id)
    return list(s.scalars(rows.order_by(ScrutinyVerdict.id)))


def _ended_by(objection: ScrutinyVerdict, rows: list[ScrutinyVerdict]) -> str:
    """The later verdict of the same scrutineer that is no objection, or ""."""
    later = (row.verdict for row in rows if row.id > objection.id and row.account_id == objection.account_id)
    return next((verdict for verdict in later if verdict != Verdict.OBJECTED), "")


def _without_residents(text: str, known: Mapping[str, str]) -> str:
    """The text with `_known_masks` masked, every mobile number, and what is written like a flat's number (PIPL 25)."""
    text = _PHONE.sub(lambda found: roll_masks.mask_phone("".join(found.groups())), text)
    for one in sorted((one for one in known if one in text), key=len, reverse=True):  # 王伟明 before 王伟
        whole = re.compile(rf"(?<!\d){re.escape(one)}(?!\d)" if one[-1].isdigit() else re.escape(one))
        text = whole.sub(known[one], text)
    return _DOOR.sub(lambda found: "*" * len(found.group()), text)


def _known_masks(s: Session, consultation: Consultation) -> dict[str, str]:
    """Each name and each flat of the roll, and how it reads masked; also every flat of an owner of several."""
    rows = sa.select(RollEntry.name, RollEntry.unit, RollEntry.household)
    found: dict[str, str] = {}
    for name, *homes in s.execute(rows.where(RollEntry.consultation_id == consultation.id)):
        if len(name) > 1:
            found[name] = roll_masks.mask_name(name)
        for home in homes:
            found |= {one: roll_masks.mask_unit(one) for one in (home, *_SEVERAL.split(home)) if len(one) > 2}
    return found
