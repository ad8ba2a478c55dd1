"""The voter's actions: find the roll entries that the proven phones may vote for, vote, vote again.

No choice is ever logged. A secret one is only in memory until it is sealed, and is stored only sealed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.consultations.ballots import board_rows, opening_record, urn
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.tally import ChoiceError, Choices, check_choices
from portal.consultations.law import phases
from portal.consultations.law.phases import Act, State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, Envelope, NamedBallot, NamedBallotTrace, RollEntry
from portal.consultations.verbs import queries
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID


class EntryUnproven(Forbidden):
    """No entry to vote for (403): no proven phone is on the roll, or only as a shared one that is not confirmed.

    Also raised for an entry that was chosen but is not theirs; in a chat for a sender with several entries, and for too
    many SMS votes in a day.
    """

    type, title = "entry-unproven", "还没有证实您在名册上：请先用名册上登记的手机号收验证码"


class SecretNotHere(Forbidden):
    """A secret vote cannot be cast through a chat channel (403)."""

    type, title = "secret-not-here", "无记名投票不能在聊天里投，请打开投票链接"


class SourceKeyReused(Invalid):
    """The `source_key` (the call's Idempotency-Key) was used before, for another vote or another link (422).

    `idempotency.once.KeyReused` answers the same for views whose answers are stored.
    """

    type, title = "idempotency-key-reused", "这个 Idempotency-Key 已经用在别的请求上了"


class VoteClosed(Conflict):
    """Voting is over, or has not begun (409)."""

    type, title = "vote-closed", "现在不在投票时间"


class VoteHalted(VoteClosed):
    """A supervisor has halted the vote: there is no result and will be none (409)."""

    type = "vote-halted"


@dataclass(frozen=True)
class VotingRights:
    """The roll entries that a resident may vote for. `blocked`: a phone is on several entries, some not confirmed."""

    entries: tuple[RollEntry, ...]
    blocked: bool


def voting_rights(s: Session, consultation: Consultation, resident_id: int | None) -> VotingRights:
    """The roll entries that the resident may vote for, by proven phones.

    A phone on one entry may vote for that entry; a phone on several, only for those that are confirmed (`RollEntry`).
    """
    return rights_by_phones(s, consultation, residents.proven_phones(s, resident_id) if resident_id is not None else [])


def consultations_of(s: Session, resident_id: int, limit: int = 50) -> list[Consultation]:
    """The consultations, at most `limit`, on whose roll a proven phone of the resident stands (no drafts), newest first."""
    phones = residents.proven_phones(s, resident_id)
    on_roll = sa.select(RollEntry.consultation_id).where(RollEntry.phone.in_(phones), RollEntry.phone != "")
    theirs = sa.select(Consultation).where(Consultation.state != State.DRAFT, Consultation.id.in_(on_roll))
    return list(s.scalars(theirs.order_by(Consultation.id.desc()).limit(limit)))


def rights_by_phones(s: Session, consultation: Consultation, phones: Sequence[str]) -> VotingRights:
    """The roll entries that whoever has these phones (E.164) may vote for."""
    if not phones:
        return VotingRights((), blocked=False)
    query = sa.select(RollEntry).where(
        RollEntry.consultation_id == consultation.id, RollEntry.phone.in_(phones), RollEntry.phone != ""
    )
    found = list(s.scalars(query.order_by(RollEntry.line)))
    times: dict[str, int] = {}
    for entry in found:
        times[entry.phone] = times.get(entry.phone, 0) + 1
    usable = tuple(entry for entry in found if times[entry.phone] == 1 or entry.confirmed)
    return VotingRights(usable, blocked=len(usable) < len(found))


def entry_to_vote_for(
    s: Session, consultation: Consultation, resident_id: int | None, entry_id: int | None = None
) -> RollEntry:
    """The entry to vote for: `entry_id`, or the only one. Raises EntryUnproven, and Invalid if one must be chosen."""
    rights = voting_rights(s, consultation, resident_id)
    if entry_id is not None:
        found = next((entry for entry in rights.entries if entry.id == entry_id), None)
        if found is None:
            raise EntryUnproven()
        return found
    if not rights.entries:
        if rights.blocked:
            raise EntryUnproven("这个手机号登记在几个人名下，请联系社区逐个确认后再投")
        raise EntryUnproven()
    if len(rights.entries) > 1:
        raise Invalid("这个手机号能替几个人投票，请选是谁的票", field="entry")
    return rights.entries[0]


def lock_for_voting(s: Session, consultation_id: int, now: datetime) -> Consultation:
    """The consultation, locked so that nobody can close it during this transaction. Raises VoteClosed, VoteHalted, NotFound."""
    consultation = queries.get(s, consultation_id, lock="share")
    if consultation.state == State.DRAFT:
        raise NotFound("没有这个议题")
    if consultation.state == State.HALTED:
        raise VoteHalted(_("这次表决被督查停止了，没有结果，投过的票也没有数"))
    if not phases.allows(State(consultation.state), Act.VOTE) or now >= consultation.closes_at:
        over = consultation.state in phases.OVER or now >= consultation.closes_at
        raise VoteClosed("投票已经结束" if over else "投票还没有开始")
    return consultation


def checked_answers(consultation: Consultation, given: object) -> Choices:
    """The answers, checked. Raises Invalid, whose message never repeats them."""
    try:
        return check_choices(queries.questions_of(consultation), given)
    except ChoiceError as error:
        raise Invalid(str(error), field="answers") from None


def cast_secret(s: Session, ring: KeyRing, consultation: Consultation, entry: RollEntry, given: object) -> str:
    """Seal the choices into the urn, replacing an earlier envelope of the entry. Returns the new head of the board.

    The public key is first compared with the key file and the deed, so that a key swapped in the database is never
    used. Raises Invalid, DataMismatch, and Unavailable if LINLI_KEYS lacks something.
    """
    choices = checked_answers(consultation, given)
    return _put_into_urn(s, opening_record.verified_keys(ring, consultation), consultation, entry, choices)


def cast_envelope(s: Session, ring: KeyRing, consultation: Consultation, entry: RollEntry, sent: str) -> str:
    """Put a ballot sealed by the voter's device (base64) into the urn. Returns the new head of the board.

    Raises Invalid unless it is sealed to this vote's key and has the fixed length; else as `cast_secret`.
    """
    vote_keys = opening_record.verified_keys(ring, consultation)
    assert vote_keys.private is not None
    assert consultation.padded_length is not None
    try:
        ballot = base64.b64decode(sent, validate=True)
    except (ValueError, binascii.Error):
        raise Invalid("选票信封读不出来", field="envelope") from None
    if len(ballot) != urn.sealed_ballot_length(consultation.padded_length):
        raise Invalid("选票信封的长度不对", field="envelope")
    if not urn.can_open(ballot, vote_keys.private):
        raise Invalid("选票信封不是封给这个票箱的", field="envelope")
    return _put_into_urn(s, vote_keys, consultation, entry, ballot)


def _put_into_urn(
    s: Session,
    vote_keys: opening_record.OpenVoteKeys,
    consultation: Consultation,
    entry: RollEntry,
    ballot: Choices | bytes,
) -> str:
    """Store the envelope, one row per entry even with concurrent votes, and add a row to the board."""
    assert consultation.public_key is not None
    assert consultation.padded_length is not None
    where = urn.Binding(consultation.id, entry.id)
    sealed = urn.make_envelope(ballot, where, consultation.padded_length, consultation.public_key)
    head = board_rows.add_to_board(s, vote_keys, consultation, entry, sealed)
    values = {"roll_entry_id": entry.id, "consultation_id": consultation.id, "sealed": sealed}
    if s.get_bind().dialect.name == "sqlite":
        row = sqlite_insert(Envelope).values(values)
        s.execute(row.on_conflict_do_update(index_elements=["roll_entry_id"], set_={"sealed": row.excluded.sealed}))
    else:
        line = postgresql_insert(Envelope).values(values)
        s.execute(line.on_conflict_do_update(index_elements=["roll_entry_id"], set_={"sealed": line.excluded.sealed}))
    return head


def cast_named(
    s: Session,
    ring: KeyRing,
    consultation: Consultation,
    entry: RollEntry,
    given: object,
    *,
    channel: str,
    now: datetime,
    source_key: str | None = None,
) -> str | None:
    """Store a named vote; an earlier one is kept as a trace. The same `source_key` again is the same vote.

    `channel`: web (a page or the API), webchat, wechat or sms; kept with the vote, hashed in its board row.
    Returns the new head of the board (a repeated call: the head of the entry's newest row). Raises SourceKeyReused if the
    `source_key` was used for another entry or other choices, Invalid, DataMismatch, and Unavailable without the deed.
    """
    choices, vote_keys = checked_answers(consultation, given), opening_record.verified_keys(ring, consultation)
    s.execute(sa.select(RollEntry.id).where(RollEntry.id == entry.id).with_for_update())  # one vote at a time per entry
    known = vote_of_key(s, source_key)
    if known is not None:
        if known.roll_entry_id != entry.id or known.choices != choices:
            raise SourceKeyReused()
        return board_rows.head_of(s, vote_keys, consultation, entry)
    head = board_rows.add_to_board(
        s, vote_keys, consultation, entry, board_rows.named_vote_bytes(choices, channel, now)
    )
    vote = s.get(NamedBallot, entry.id)
    if vote is None:
        vote = NamedBallot(roll_entry_id=entry.id, consultation_id=consultation.id)
        s.add(vote)
    else:
        s.add(_trace_of(vote, now))
    vote.choices, vote.channel, vote.cast_at, vote.source_key = dict(choices), channel, now, source_key
    s.flush()
    return head


def _trace_of(earlier: NamedBallot, now: datetime) -> NamedBallotTrace:
    return NamedBallotTrace(
        roll_entry_id=earlier.roll_entry_id,
        choices=earlier.choices,
        channel=earlier.channel,
        cast_at=earlier.cast_at,
        replaced_at=now,
        source_key=earlier.source_key,
    )


def vote_of_key(s: Session, source_key: str | None) -> NamedBallot | NamedBallotTrace | None:
    """The named vote, replaced since or not, that was cast with this key; None if there is none."""
    if source_key is None:
        return None
    current = s.scalar(sa.select(NamedBallot).where(NamedBallot.source_key == source_key))
    return current or s.scalar(sa.select(NamedBallotTrace).where(NamedBallotTrace.source_key == source_key))


def cast(
    s: Session,
    ring: KeyRing,
    consultation: Consultation,
    entry: RollEntry,
    given: object,
    *,
    channel: str,
    now: datetime,
    source_key: str | None = None,
) -> str | None:
    """Cast a vote, sealed or by name as the consultation requires. Returns the head for the receipt.

    `channel` and `source_key` (`cast_named`) are stored with a named vote, never with a secret one.
    """
    if consultation.secrecy == Secrecy.SECRET:
        return cast_secret(s, ring, consultation, entry, given)
    return cast_named(s, ring, consultation, entry, given, channel=channel, now=now, source_key=source_key)


def voted_entry_ids(s: Session, consultation: Consultation, entries: Sequence[RollEntry]) -> set[int]:
    """The ids of those entries that have voted. Never reads what they chose."""
    cast_in = Envelope if consultation.secrecy == Secrecy.SECRET else NamedBallot
    ids = [entry.id for entry in entries]
    return set(s.scalars(sa.select(cast_in.roll_entry_id).where(cast_in.roll_entry_id.in_(ids))))


def named_choices(s: Session, entry: RollEntry) -> dict[str, Any]:
    """The entry's named vote, to be shown to its own voter only. Empty if there is none."""
    found = s.get(NamedBallot, entry.id)
    return dict(found.choices) if found else {}


def contact_point(s: Session, contact_id: int) -> ContactPoint:
    """The contact point with the id that the bot sent, for votes and links in the chat. Raises NotFound."""
    found = s.get(ContactPoint, contact_id) if 0 < contact_id <= MAX_ID else None
    if found is None:
        raise NotFound("没有这个联系方式")
    return found
