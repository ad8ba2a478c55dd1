"""Consultations with their log, evidence and scrutiny; the roll; the urn, the board and the ballots; links and SMS votes.

The shape of these tables keeps a secret vote secret. `Envelope` is keyed by the roll entry and holds a sealed box, no
time and no sequence. `BoardLine` holds hashes under a key that is destroyed with the ballot key. `OpenedBallot` is
written for the whole consultation in one transaction, sorted by content, and has no key, row number or time that could
link it to an envelope.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.consultations.law.phases import State
from portal.storage.db import Base, PersonalText


class Area(TypeDecorator[Decimal]):
    """Exact square metres, stored as text (SQLite would store a float)."""

    impl = sa.String(20)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Consultation(Base):
    """One matter that is decided together. `template_text`: the template as it was when the draft was last saved.

    `template`, `topic`: codes; `questions`: as `tally.Question.as_dict`; `result`: as `tally.as_dict`; `roll_hash`: the
    frozen roll's `roll.fingerprint` with `roll_salt` (hex). `notice_on`: the day of the posting, as the committee gave
    it; `notice_recorded_at`: when the notice was recorded; `counted_from`: set at opening, the one of these two days
    after which the law's days count; `scrutinised_at`: set at opening, when the confirmation was given on which it
    relies. `special_circumstances`: the reason for a notice shorter than the law's, or "". `mended`: number of changes
    of the roll since the notice; `phones_for_more_than_two`: number of phones that are confirmed, or were in the open
    vote, for more than two of its entries (a *shared* phone is on two or more). `roll_count`, `roll_area` (m²),
    `public_key` and `padded_length` (bytes of a ballot before it is sealed): set at opening, the last two for a secret
    vote only, the area only if areas count.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        sa.CheckConstraint("state IN ('draft','noticed','open','closed','published','void','halted')", name="state"),
        sa.CheckConstraint("secrecy IN ('secret','named')", name="secrecy"),
        sa.CheckConstraint("basis IN ('persons','households','owners')", name="basis"),
        sa.CheckConstraint("basis <> 'owners' OR secrecy = 'named'", name="weighted_named"),
        sa.CheckConstraint("key_end IN ('','destroyed','not_found','replaced')", name="key_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committee.id"), index=True)
    template: Mapped[str] = mapped_column(sa.String(40))
    template_version: Mapped[int]
    template_text: Mapped[str] = mapped_column(sa.Text)
    topic: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.String(100))
    text: Mapped[str] = mapped_column(sa.Text)
    questions: Mapped[list[Any]]
    basis: Mapped[str] = mapped_column(sa.String(12))
    secrecy: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(10), default=State.DRAFT, index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    notice_on: Mapped[date | None] = mapped_column(sa.Date)
    notice_recorded_at: Mapped[datetime | None]
    notice_record: Mapped[str] = mapped_column(sa.String(500), default="")
    special_circumstances: Mapped[str] = mapped_column(sa.String(500), default="")
    counted_from: Mapped[date | None] = mapped_column(sa.Date)
    scrutinised_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    roll_count: Mapped[int | None]
    roll_area: Mapped[Decimal | None] = mapped_column(Area)
    roll_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    roll_salt: Mapped[str] = mapped_column(sa.String(64), default="")
    mended: Mapped[int] = mapped_column(default=0)
    phones_for_more_than_two: Mapped[int] = mapped_column("shared_phones", default=0)
    public_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    padded_length: Mapped[int | None]
    key_destroyed: Mapped[bool] = mapped_column(default=False)  # the expected file was found and overwritten
    key_end: Mapped[str] = mapped_column(sa.String(12), default="")  # `keys.KeyEnd`, once it is known
    void_reason: Mapped[str] = mapped_column(sa.String(500), default="")  # of void, halt, or a proposal to halt it
    result: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    @property
    def began_at(self) -> datetime:
        """When voting began or, before that, when it is due to begin."""
        return self.opened_at or self.opens_at

    @property
    def ended_at(self) -> datetime:
        """When voting ended or will end: the planned end, or the closing if that was earlier."""
        return min(self.closed_at or self.closes_at, self.closes_at)


class ConsultationOrigin(Base):
    """The hot issue from which a consultation was drafted, as it was then: counts, and the town's own names. No case.

    `people`: how many reported it from `since` to `until`; `place`, `category`: as the committee read them.
    """

    __tablename__ = "consultation_origin"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id"), primary_key=True, autoincrement=False
    )
    people: Mapped[int]
    place: Mapped[str] = mapped_column(sa.String(100))
    category: Mapped[str] = mapped_column(sa.String(100))
    since: Mapped[date] = mapped_column(sa.Date)
    until: Mapped[date] = mapped_column(sa.Date)


class ConsultationEvent(Base):
    """One action in a consultation's log (never a vote), or what the program itself found or did (`account_id` None).

    `verb`: what was done (`doors/committee.py` has the Chinese words); `detail`: facts about it by name, such as `count`.
    """

    __tablename__ = "consultation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(30))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    detail: Mapped[dict[str, Any]]


class Evidence(Base):
    """What is on file for one gate of the template: the date, and where the record is kept."""

    __tablename__ = "consultation_evidence"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), primary_key=True)
    gate: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    on: Mapped[date | None] = mapped_column("on_date", sa.Date)
    record: Mapped[str] = mapped_column(sa.String(500))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]


class NoticePhoto(Base):
    """Photo of the notice as posted, re-encoded. `digest`: its SHA-256 (hex), covered by a scrutineer's confirmation."""

    __tablename__ = "notice_photo"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    digest: Mapped[str] = mapped_column(sa.String(64))


class ScrutinyVerdict(Base):
    """One verdict of a scrutineer, never deleted; the last one of each scrutineer counts (`scrutiny_status`).

    `reason`: of an objection, else ""; `answer`: the committee's to it, needed before the result may be published;
    `public_reason`, `public_answer`: both as published, residents masked, "" before. `digest`: the `confirmed_digest` of
    what a confirmation covers, else ""; `confirms_posting_day`: it also confirms that the notice was posted on the day
    that the committee gave, before it was recorded. `matter`: a `scrutiny_status.Matter`, "" if nothing was declared of it.
    """

    __tablename__ = "scrutiny_word"
    __table_args__ = (
        sa.CheckConstraint("verdict IN ('confirmed','objected','withdrawn')", name="verdict"),
        sa.CheckConstraint("matter IN ('','within','outside')", name="matter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    verdict: Mapped[str] = mapped_column(sa.String(10))
    matter: Mapped[str] = mapped_column(sa.String(10), default="")
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    confirms_posting_day: Mapped[bool] = mapped_column("earlier", default=False)
    reason: Mapped[str] = mapped_column(PersonalText, default="")
    answer: Mapped[str] = mapped_column(PersonalText, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    public_reason: Mapped[str] = mapped_column(sa.Text, default="")
    public_answer: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]


class RollChange(Base):
    """One change of the roll after the notice, with its reason. `line` 0: the whole roll was replaced or emptied.

    `Consultation.mended` counts those since the notice that stands; rows from before a notice that was taken back stay.
    confirm, unconfirm: in an open vote, who may vote by a shared phone; with a scrutineer's agreement, not in `mended`.
    """

    __tablename__ = "roll_mend"
    __table_args__ = (
        sa.CheckConstraint("verb IN ('change','add','remove','replace','confirm','unconfirm')", name="verb"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(10))
    line: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(PersonalText)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]


class RollChangeLine(Base):
    """An entry as it was before a change of the roll and as it is after it (`roll_history`), for the scrutineer.

    `before`, `after`: JSON of `roll_history.Cells`, "" if there was, or is, no such entry. `told`: whoever had the number
    that was taken off has been sent a message.
    """

    __tablename__ = "roll_mend_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_mend.id"), index=True)
    line: Mapped[int]
    before: Mapped[str] = mapped_column(PersonalText, default="")
    after: Mapped[str] = mapped_column(PersonalText, default="")
    told: Mapped[bool] = mapped_column(default=False)


class RollEntry(Base):
    """One entry of the roll, with one vote: a person, a household's representative, or an owner with all units.

    `line`: its line in the imported file; an entry added later has the next number. `confirmed`: committee or
    scrutineer have confirmed that whoever proves `phone` may vote for this entry, although it is on several entries.
    `was_confirmed`: confirmed now, or at some time since the vote opened (taking a confirmation back does not make room
    for another). `asked_by`: the account that asked the scrutineer to change `confirmed`, because the phone is already
    confirmed for two others or the vote is open; empty once decided. `asked_reason`: why, if the vote is open.
    """

    __tablename__ = "roll_entry"
    __table_args__ = (sa.UniqueConstraint("consultation_id", "line"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    line: Mapped[int]
    name: Mapped[str] = mapped_column(PersonalText)
    phone: Mapped[str] = mapped_column(PersonalText, default="", index=True)
    household: Mapped[str] = mapped_column(PersonalText, default="")
    unit: Mapped[str] = mapped_column(PersonalText, default="")
    area: Mapped[Decimal | None] = mapped_column(Area)
    confirmed: Mapped[bool] = mapped_column(default=False)
    seal: Mapped[str] = mapped_column(sa.String(64), default="")  # `board.entry_hmac`, once the roll is frozen
    was_confirmed: Mapped[bool] = mapped_column("leaned_on", default=False)
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_reason: Mapped[str] = mapped_column(PersonalText, default="")


class RollUpload(Base):
    """A checked roll file (`data`: its CSV) that waits to be accepted; a change of the roll, another upload and the opening delete it."""

    __tablename__ = "roll_upload"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime]


class Envelope(Base):
    """The urn: one row per roll entry that has voted secretly (the primary key ensures one vote per entry).

    `sealed`: the envelope (`urn`); NULL once counted or the vote is void. Nothing tells in which order rows came.
    """

    __tablename__ = "envelope"

    roll_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_entry.id"), primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)


class OpenedBallot(Base):
    """A secret ballot's answer to one question after closing, or a whole ballot if the template needs it.

    Contents only (`content`: as `urn.stored_contents` gives them). `position` numbers the rows in that order.
    """

    __tablename__ = "opened_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(sa.Text)


class BoardLine(Base):
    """A row of the board (`board.Line`): hashes of an accepted ballot, numbered as they came in, without a time."""

    __tablename__ = "board_line"
    __table_args__ = (sa.Index("ix_board_line_mark", "consultation_id", "mark"), {"sqlite_with_rowid": False})

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))
    head: Mapped[str] = mapped_column(sa.String(64))
    seal: Mapped[str] = mapped_column(sa.String(64))


class NamedBallot(Base):
    """The named vote that counts for a roll entry. `channel`: as in `voting.cast_named`.

    `source_key`: unique to one request to vote: the call's Idempotency-Key, or made from it; for a vote sent by SMS with
    an offered code, `sms-vote:` and the id of its `SmsVote`; NULL for a vote from a page, or without such a key.
    """

    __tablename__ = "named_ballot"
    __table_args__ = (
        sa.UniqueConstraint("source_key"),
        sa.CheckConstraint("channel IN ('web','webchat','wechat','sms')", name="channel"),
    )

    roll_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_entry.id"), primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    choices: Mapped[dict[str, Any]]
    channel: Mapped[str] = mapped_column(sa.String(10))
    cast_at: Mapped[datetime]
    source_key: Mapped[str | None] = mapped_column(sa.String(200))


class NamedBallotTrace(Base):
    """A named vote that a later one replaced."""

    __tablename__ = "named_ballot_trace"
    __table_args__ = (sa.UniqueConstraint("source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_entry.id"), index=True)
    choices: Mapped[dict[str, Any]]
    channel: Mapped[str] = mapped_column(sa.String(10))
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
    source_key: Mapped[str | None] = mapped_column(sa.String(200))


class SmsVote(Base):
    """A named vote by SMS that waits for its code (`sms_votes`). It is no vote until the code has come back.

    `question`: the key of the question that was sent together with the code, or ""; `choices` are then the answers to
    the questions before it, else the whole vote; {} once it was counted (`used_at`). `code_hash`: "" until there is a
    code; `tries`: how often one was compared with it.
    """

    __tablename__ = "sms_vote"
    __table_args__ = (sa.UniqueConstraint("source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    roll_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_entry.id"), index=True)
    choices: Mapped[dict[str, Any]]
    question: Mapped[str] = mapped_column(sa.String(8), default="")
    code_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    source_key: Mapped[str | None] = mapped_column(sa.String(200))


class VotingLink(Base):
    """A single-use link to the voting page, given in the chat. It proves no identity, and only a ballot uses it up.

    The token is an HMAC of `salt` and `source_key` (the call's Idempotency-Key), so that the same call again gives the
    same link; of the token itself only a hash is stored.
    """

    __tablename__ = "voting_link"
    __table_args__ = (sa.UniqueConstraint("token_hash"), sa.UniqueConstraint("source_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    salt: Mapped[str] = mapped_column(sa.String(32))
    source_key: Mapped[str | None] = mapped_column(sa.String(200))
    expires_at: Mapped[datetime]
    used: Mapped[bool] = mapped_column(default=False)
