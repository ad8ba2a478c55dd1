"""Opens the vote, computes the turnout, marks the result as published. Closing is in `closing`, voting in `voting`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import opening_record, urn
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.law import gates, quorum, roll
from portal.consultations.law.phases import Act
from portal.consultations.law.quorum import Figures
from portal.consultations.law.template import Basis, Secrecy, Template
from portal.consultations.models import Consultation, Envelope, NamedBallot, RollEntry, RollUpload
from portal.consultations.verbs.acting import advance, log_event, refuse_missing, require_allowed
from portal.consultations.verbs.enrolling import roll_size
from portal.consultations.verbs.noticing import facts_of
from portal.consultations.verbs.queries import get_for, questions_of, template_of
from portal.consultations.verbs.watching import objections
from portal.kernel.errors import Conflict
from portal.kernel.roles import StaffActor


@dataclass(frozen=True)
class Turnout:
    """How many took part, never what they chose. `roll`: the figures of the whole roll.

    `missing`: what the quorum still lacks, one item per rule, 0 in it where the rule is met.
    """

    took_part: Figures
    roll: Figures
    missing: tuple[tuple[str, int | Decimal], ...]  # ("count" or "area", how many voters or m²)
    needs: int  # how many voters the quorum needs


def open_vote(s: Session, actor: StaffActor, consultation_id: int, ring: KeyRing, now: datetime) -> Consultation:
    """Freeze the roll and open the vote. A secret one gets its key pair, which is on disk before the commit.

    Raises GateMissing with all that is still missing, the scrutineer's confirmation included, Conflict unless it is
    noticed, and DataMismatch if LINLI_KEYS records ballots or a count of it; also as `get_for`.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.OPEN)
    template, facts = template_of(consultation), facts_of(s, consultation, now)
    refuse_missing(gates.missing_for_opening(template, facts))
    consultation.counted_from, consultation.scrutinised_at = facts.counted_from, facts.scrutiny_at
    opening_record.refuse_second_opening(ring, consultation)
    _freeze_roll(s, consultation, template)
    if consultation.secrecy == Secrecy.SECRET:
        consultation.padded_length = urn.padded_length(questions_of(consultation))
        ring.remove_keys(consultation.id)  # left by an opening that was cut off before its commit
        consultation.public_key = ring.make(consultation.id)
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == consultation.id))
    advance(consultation, Act.OPEN)
    consultation.opened_at = now
    opening_record.record_opening(s, ring, consultation)
    log_event(s, consultation, "open", actor, now, roll=consultation.roll_hash, count=consultation.roll_count)
    return consultation


def _freeze_roll(s: Session, consultation: Consultation, template: Template) -> None:
    rows = list(s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == consultation.id)))
    salt = secrets.token_bytes(32)
    consultation.roll_salt = salt.hex()
    consultation.roll_hash = roll.fingerprint(map(opening_record.entry_of_row, rows), salt)
    consultation.roll_count = len(rows)
    for row in rows:  # what was asked before is asked anew, with a reason
        row.asked_by = None
    if template.weighted:
        consultation.roll_area = sum((row.area or Decimal(0) for row in rows), Decimal(0))


def roll_figures(s: Session, consultation: Consultation) -> Figures:
    """The figures of the whole roll: as frozen or, before that, as it is now."""
    if consultation.roll_count is not None:
        return Figures(consultation.roll_count, consultation.roll_area)
    if not template_of(consultation).weighted:
        return Figures(roll_size(s, consultation.id))
    areas = list(s.scalars(sa.select(RollEntry.area).where(RollEntry.consultation_id == consultation.id)))
    return Figures(len(areas), sum((area or Decimal(0) for area in areas), Decimal(0)))


def turnout(s: Session, consultation: Consultation) -> Turnout:
    """How many took part, and what is still missing for the quorum. Reads no choice, not even of named votes."""
    template, basis = template_of(consultation), Basis(consultation.basis)
    voted = sa.select(RollEntry.area).where(RollEntry.consultation_id == consultation.id)
    cast = Envelope if consultation.secrecy == Secrecy.SECRET else NamedBallot
    areas = list(s.scalars(voted.join(cast, cast.roll_entry_id == RollEntry.id)))
    area = sum((found or Decimal(0) for found in areas), Decimal(0)) if template.weighted else None
    took_part, whole = Figures(len(areas), area), roll_figures(s, consultation)
    rules = template.quorum_for(basis)
    missing = tuple((rule.measure, quorum.still_missing(rule, took_part, whole)) for rule in rules)
    by_number = next(rule for rule in rules if rule.measure == "count")
    return Turnout(took_part, whole, missing, quorum.needed_count(by_number, whole.count))


def mark_published(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> Consultation:
    """Publish the result; the record is public from now on.

    Objections that stand are published with their answers. Raises Conflict unless it is closed, until the key's end is
    known, and while one has no answer. `closing.publish` checks the count first.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.PUBLISH)
    if consultation.secrecy == Secrecy.SECRET and not consultation.key_end:
        raise Conflict("票箱的钥匙还没有销毁，请稍等一下再公布")
    objections.publish_with(s, consultation)
    advance(consultation, Act.PUBLISH)
    consultation.published_at = now
    log_event(s, consultation, "publish", actor, now)
    return consultation
