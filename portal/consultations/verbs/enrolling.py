"""Uploads, accepts, clears and lists the roll; records its changes; confirms which entries a shared phone may vote for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import content_checks, roll, roll_masks
from portal.consultations.law.phases import Act, State
from portal.consultations.law.roll_diff import changed_pairs
from portal.consultations.law.template import Basis
from portal.consultations.models import Consultation, RollChange, RollEntry, RollUpload
from portal.consultations.verbs.acting import MAX_RECORD, log_event, refuse_fault, require_allowed
from portal.consultations.verbs.queries import get_for
from portal.consultations.verbs.watching import roll_history
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.roles import StaffActor
from portal.storage.db import MAX_ID

MOST_ALONE = 2  # entries per phone that the committee may confirm alone; a third needs the scrutineer


def upload_roll(s: Session, actor: StaffActor, consultation_id: int, data: bytes, now: datetime) -> roll.ParsedRoll:
    """Check a roll file and keep a good one for `accept_roll`. An earlier upload is discarded, whatever the new one is."""
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.ENROL)
    read = roll.parse_roll(data, Basis(consultation.basis))
    kept = s.get(RollUpload, consultation.id)
    if kept is not None:
        s.delete(kept)
        s.flush()
    if read.good:
        s.add(RollUpload(consultation_id=consultation.id, data=data, at=now))
        s.flush()
    return read


def uploaded_roll(s: Session, consultation: Consultation) -> roll.ParsedRoll | None:
    """The uploaded file that waits to be accepted, parsed again; None if there is none."""
    kept = s.get(RollUpload, consultation.id)
    return None if kept is None else roll.parse_roll(kept.data, Basis(consultation.basis))


def drop_upload(s: Session, actor: StaffActor, consultation_id: int) -> None:
    """Discard the uploaded file, if there is one."""
    consultation = get_for(s, actor, consultation_id, act=True)
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == consultation.id))


def accept_roll(s: Session, actor: StaffActor, consultation_id: int, now: datetime, *, reason: str = "") -> int:
    """Replace the roll by the uploaded file; returns how many entries it has.

    `reason`: needed after the notice if there was a roll before. Raises Invalid without it, Conflict if no file waits
    or the roll is frozen.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    waiting = uploaded_roll(s, consultation)
    if waiting is None or not waiting.good:
        raise Conflict("没有等着导入的名册，请重新上传")
    return _replace_roll(s, actor, consultation, waiting.entries, now, reason=reason)


def import_roll(s: Session, actor: StaffActor, consultation_id: int, data: bytes, now: datetime) -> roll.ParsedRoll:
    """Read a file and, if it is good, make it the roll at once, without preview. A bad one leaves the roll as it is.

    After the notice it can only make the first roll, since it takes no reason.
    """
    read = upload_roll(s, actor, consultation_id, data, now)
    if read.good:
        accept_roll(s, actor, consultation_id, now)
    return read


def clear_roll(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> None:
    """Empty the roll before the notice; after it, a whole new roll can only replace the old one. Raises Conflict then."""
    consultation = get_for(s, actor, consultation_id, act=True)
    if consultation.state == State.NOTICED:
        raise Conflict("通知已经发出，名册不能清空，请上传新的一份来换")
    _replace_roll(s, actor, consultation, (), now, reason="")


def record_roll_change(
    s: Session, actor: StaffActor, consultation: Consultation, verb: str, now: datetime, *, reason: str, line: int = 0
) -> RollChange | None:
    """After the notice, record a change of the roll with its reason, and count it in `mended`, which is public.

    Before the notice does nothing, and returns None. Raises Invalid without a reason, Conflict once the roll is frozen.
    """
    require_allowed(consultation, Act.ENROL)
    if consultation.state != State.NOTICED:
        return None
    reason = stated_reason(reason)
    change = RollChange(
        consultation_id=consultation.id, verb=verb, line=line, reason=reason, account_id=actor.id, at=now
    )
    s.add(change)
    consultation.mended += 1
    return change


def stated_reason(reason: str) -> str:
    """The reason for a change after the notice, tidied. Raises Invalid if it says nothing."""
    reason = " ".join(without_invisible(reason).split())[:MAX_RECORD]
    refuse_fault(content_checks.roll_change_fault(reason) and "通知已经发出，改名册要用一句话写明原因", "reason")
    return reason


def _replace_roll(
    s: Session,
    actor: StaffActor,
    consultation: Consultation,
    entries: Sequence[roll.Entry],
    now: datetime,
    *,
    reason: str,
) -> int:
    require_allowed(consultation, Act.ENROL)
    before = roll_history.entries(s, consultation.id)
    if before or consultation.mended:
        change = record_roll_change(s, actor, consultation, "replace", now, reason=reason)
        roll_history.keep_lines(s, change, changed_pairs(before, entries))
    s.execute(sa.delete(RollEntry).where(RollEntry.consultation_id == consultation.id))
    s.execute(sa.delete(RollUpload).where(RollUpload.consultation_id == consultation.id))
    rows = [
        {
            "consultation_id": consultation.id,
            "line": entry.line,
            "name": entry.name,
            "phone": entry.phone,
            "household": entry.household,
            "unit": entry.unit,
            "area": entry.area,
            "confirmed": False,
            "was_confirmed": False,
        }
        for entry in entries
    ]
    if rows:
        s.execute(sa.insert(RollEntry), rows)
    s.expire_all()
    count_phones_for_more_than_two(s, consultation)
    log_event(s, consultation, "roll", actor, now, count=len(rows))
    return len(rows)


def roll_size(s: Session, consultation_id: int) -> int:
    """How many entries the roll has."""
    query = sa.select(sa.func.count()).select_from(RollEntry).where(RollEntry.consultation_id == consultation_id)
    return s.scalar(query) or 0


@dataclass(frozen=True)
class MaskedEntry:
    """One entry of the roll, masked for a list. `shared`: its phone is on other entries, too.

    `name`: whole if `shared` and whoever reads may confirm the phone, to know for whom. `unit`: or, without one, the household.
    `asked`: the entry waits for the scrutineer's decision; `reason`: why the committee asks, if the vote is open.
    """

    id: int
    line: int
    name: str
    phone: str
    unit: str
    area: Decimal | None
    shared: bool
    confirmed: bool
    asked: bool = False
    reason: str = ""

    @property
    def can_vote_online(self) -> bool:
        return bool(self.phone) and (not self.shared or self.confirmed)


def masked_roll(
    s: Session,
    consultation: Consultation,
    *,
    after: int = 0,
    limit: int = 50,
    only_shared: bool = False,
    names_if_shared: bool = True,
) -> list[MaskedEntry]:
    """At most `limit` entries of the roll, masked, in order of line, after the line `after`.

    `only_shared`: only those whose phone is on other entries, too. `names_if_shared`: show their names whole.
    """
    shared = _shared_phones(consultation.id)
    query = sa.select(RollEntry, RollEntry.phone.in_(shared)).where(
        RollEntry.consultation_id == consultation.id, RollEntry.line > max(min(after, MAX_ID), 0)
    )
    if only_shared:
        query = query.where(RollEntry.phone.in_(shared))
    rows = s.execute(query.order_by(RollEntry.line).limit(limit))
    return [
        MaskedEntry(
            id=entry.id,
            line=entry.line,
            name=entry.name if is_shared and names_if_shared else roll_masks.mask_name(entry.name),
            phone=roll_masks.mask_phone(entry.phone) if entry.phone else "",
            unit=roll_masks.mask_unit(entry.unit or entry.household),
            area=entry.area,
            shared=bool(is_shared),
            confirmed=entry.confirmed,
            asked=entry.asked_by is not None,
            reason=entry.asked_reason,
        )
        for entry, is_shared in rows
    ]


def _shared_phones(consultation_id: int) -> sa.Select[Any]:
    return (
        sa.select(RollEntry.phone)
        .where(RollEntry.consultation_id == consultation_id, RollEntry.phone != "")
        .group_by(RollEntry.phone)
        .having(sa.func.count() > 1)
    )


def confirm_entry(
    s: Session,
    actor: StaffActor,
    consultation_id: int,
    entry_id: int,
    *,
    confirmed: bool,
    now: datetime,
    reason: str = "",
) -> None:
    """Record the committee's confirmation that a shared phone may vote for this entry; or take that back.

    In an open vote the scrutineer is only asked, with a `reason`; likewise if the phone is already confirmed for
    two other entries (`scrutineer.decide_further_entry`). Raises NotFound, Invalid without that reason, and Conflict if
    the entry has no phone or voting is over.
    """
    consultation = get_for(s, actor, consultation_id, act=True)
    require_allowed(consultation, Act.CONFIRM_PHONE)
    entry = entry_of(s, consultation, entry_id)
    if confirmed and not entry.phone:
        raise Conflict("这一行没有手机号")
    if consultation.state == State.OPEN:
        _ask_in_open_vote(s, actor, consultation, entry, confirmed=confirmed, reason=reason, now=now)
    elif not confirmed:
        take_back_confirmation(s, consultation, entry)
        log_event(s, consultation, "unconfirm", actor, now, entry=entry.id, line=entry.line)
    elif not entry.was_confirmed and len(_entries_using(s, consultation, entry.phone)) >= MOST_ALONE:
        entry.asked_by = actor.id
        log_event(s, consultation, "asked", actor, now, entry=entry.id, line=entry.line)
    else:
        entry.confirmed, entry.was_confirmed = True, True
        log_event(s, consultation, "confirm", actor, now, entry=entry.id, line=entry.line)


def _ask_in_open_vote(
    s: Session,
    actor: StaffActor,
    consultation: Consultation,
    entry: RollEntry,
    *,
    confirmed: bool,
    reason: str,
    now: datetime,
) -> None:
    """Ask the scrutineer to make an entry's confirmation `confirmed`; if it is so already, take the question back."""
    if entry.confirmed == confirmed:
        entry.asked_by, entry.asked_reason = None, ""
        log_event(s, consultation, "unasked", actor, now, entry=entry.id, line=entry.line)
        return
    entry.asked_by, entry.asked_reason = actor.id, stated_reason(reason)
    log_event(s, consultation, "asked", actor, now, entry=entry.id, line=entry.line)


def change_in_open_vote(s: Session, consultation: Consultation, entry: RollEntry, now: datetime) -> None:
    """Turn the confirmation of an entry's phone round, as the committee asked and a scrutineer agreed, and record it.

    A confirmation that was taken back still counts towards MOST_ALONE (`was_confirmed`).
    """
    verb = "unconfirm" if entry.confirmed else "confirm"
    s.add(
        RollChange(
            consultation_id=consultation.id,
            verb=verb,
            line=entry.line,
            reason=entry.asked_reason,
            account_id=entry.asked_by,
            at=now,
        )
    )
    entry.confirmed = not entry.confirmed
    entry.was_confirmed = True


def entry_of(s: Session, consultation: Consultation, entry_id: int) -> RollEntry:
    """An entry of this consultation's roll. Raises NotFound."""
    entry = s.get(RollEntry, entry_id) if 0 < entry_id <= MAX_ID else None
    if entry is None or entry.consultation_id != consultation.id:
        raise NotFound("名册上没有这一行")
    return entry


def take_back_confirmation(s: Session, consultation: Consultation, entry: RollEntry) -> None:
    """Take back the confirmation of an entry's phone, and the question to the scrutineer about it, if one is open.

    Before the opening; counts `phones_for_more_than_two` anew.
    """
    entry.confirmed, entry.was_confirmed, entry.asked_by, entry.asked_reason = False, False, None, ""
    count_phones_for_more_than_two(s, consultation)


def _entries_using(s: Session, consultation: Consultation, phone: str) -> list[RollEntry]:
    """The entries for which this shared phone is confirmed, or was since the vote opened (`was_confirmed`)."""
    query = sa.select(RollEntry).where(
        RollEntry.consultation_id == consultation.id, RollEntry.phone == phone, RollEntry.was_confirmed
    )
    return list(s.scalars(query))


def count_phones_for_more_than_two(s: Session, consultation: Consultation) -> None:
    """Store in `phones_for_more_than_two`, which is published, how many phones have more than MOST_ALONE confirmed entries.

    Confirmed: `was_confirmed`.
    """
    s.flush()
    several = (
        sa.select(RollEntry.phone)
        .where(RollEntry.consultation_id == consultation.id, RollEntry.was_confirmed, RollEntry.phone != "")
        .group_by(RollEntry.phone)
        .having(sa.func.count() > MOST_ALONE)
    )
    consultation.phones_for_more_than_two = s.scalar(sa.select(sa.func.count()).select_from(several.subquery())) or 0
