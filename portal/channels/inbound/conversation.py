"""Answers a sender's waiting messages in their order (`next_row`), by one holder of the conversation's lease at a time.

The holder reads the next row, closes its database session, asks the bot, and writes the answers only if the
conversation's fence (a counter) is unchanged. So a holder that was frozen until another took over writes nothing; the
other asks the bot again with the same `inbox_id`, and the bot returns the answers that it has stored.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol, cast

from sqlalchemy.orm import Session

from portal.cases.disclosure.wishes import may_be_named
from portal.cases.drafts import open_drafts
from portal.cases.verbs.reporter import unread
from portal.channels import next_row, questions
from portal.channels.bot_client import BotRefused, BotReply, BotRequest, BotUnreachable, Outgoing
from portal.channels.handover import at_once
from portal.channels.handover import service as handovers
from portal.channels.inbound import claim_answers, unclear_numbers, vote_codes, wishes, without_bot
from portal.channels.models import Conversation, Handover, InboxMessage, InboxState
from portal.channels.outbound import answers, in_english, late_answers
from portal.channels.text.open_questions import ALARM, Meant
from portal.channels.wire import Expecting, Metadata
from portal.http import bot_state
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.kinds import Purpose
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

IDLE = timedelta(minutes=30)  # of silence, after which a new tracker begins
MOST_TURNS = 40  # in one tracker: long ones are slow (measured: 14 ms at turn 1, 527 at turn 280)
MARGIN = timedelta(seconds=5)  # by which a lease outlasts the call's time-out
LONGEST_LEASE = timedelta(minutes=1)  # one that ends later is void (`is_leased`)
PATIENT_CALL = 10.0  # seconds; a bot that does not answer in so many counts as none (`without_bot`)
SHORTEST_CALL = 0.2  # seconds; with less time left the bot is not called
MOST_REFUSALS = 5  # refusals of the bot (`BotRefused`) on one message until it is given up
MOST_AGE = timedelta(days=3)  # of a message; then it is given up


class Bot(Protocol):
    """The interface of `portal.channels.bot_client.BotClient`."""

    def ask(self, request: BotRequest, seconds: float) -> BotReply: ...


class DrainOutcome(StrEnum):
    """How `drain` ended."""

    DONE = "done"  # nothing due is left, the bot answered the last row to try, or a row was put off or taken over
    BUSY = "busy"  # another holder has the lease
    LATE = "late"  # the time is up
    FAILED = "failed"  # the bot did not answer, and no other row is to be tried now


@dataclass(frozen=True)
class LeasedRow:
    """A waiting message that this holder answers now, detached from the session.

    `question_id`: the open question sent to the bot with the row. `said_first`: what to say before the bot's answer, of a part
    of the message that the gateway has taken itself.
    """

    fence: int
    contact_point_id: int
    request: BotRequest
    question_id: int | None = None
    said_first: Outgoing | None = None


def drain(
    parts: Parts,
    bot: Bot,
    contact_point_id: int,
    *,
    seconds: float,
    call_seconds: float,
    until_answered: int | None = None,
    one: bool = False,
    record_call: Callable[[bool], None] = lambda _fine: None,  # called after each call with whether the bot answered
) -> DrainOutcome:
    """Answer the sender's rows in order, for at most `seconds`, with at most `call_seconds` per call.

    `until_answered`: the id of the row after which to stop if the bot answers it (not if the gateway does, or gives it up). A
    request gives it, and then rows that are not due yet are tried too. `one`: stop once the bot has answered a row.
    """
    deadline = time.monotonic() + seconds
    with parts.db.write() as s:
        talk = _take_lease(s, contact_point_id, parts.clock.now())
        if talk is None:
            return DrainOutcome.BUSY
        leased = _lease_next(s, parts, talk, call_seconds, eager=until_answered is not None)
    while leased is not None:
        left = min(call_seconds, deadline - time.monotonic())
        if left < SHORTEST_CALL:
            _release_lease(parts, leased)
            return DrainOutcome.LATE
        try:
            reply = bot.ask(leased.request, left)
        except (BotUnreachable, BotRefused) as failure:
            record_call(False)
            if not (isinstance(failure, BotUnreachable) and failure.is_slow and left < PATIENT_CALL):
                without_bot.take_in(parts, contact_point_id)
            leased = _put_off(parts, leased, failure, call_seconds=call_seconds)
            if leased is None:
                return DrainOutcome.FAILED
        else:
            record_call(True)
            last = one or leased.request.inbox_id == until_answered
            leased = _write_reply(
                parts, leased, reply, call_seconds=call_seconds, eager=until_answered is not None, last=last
            )
    return DrainOutcome.DONE


# --- the lease


def _take_lease(s: Session, contact_point_id: int, now: datetime) -> Conversation | None:
    talk = answers.lock_conversation(s, contact_point_id)
    if is_leased(talk, now):
        return None
    talk.fence += 1
    return talk


def is_leased(talk: Conversation, now: datetime) -> bool:
    """Whether the conversation is leased now. A lease that ends too late is void: the clock was set back since."""
    return talk.lease_until is not None and now < talk.lease_until <= now + LONGEST_LEASE


def _release_lease(parts: Parts, leased: LeasedRow) -> None:
    with parts.db.write() as s:
        locked = _lock_row(s, parts, leased)
        if locked is not None:
            locked.talk.lease_until = None


# --- the next row


def _lease_next(s: Session, parts: Parts, talk: Conversation, call_seconds: float, *, eager: bool) -> LeasedRow | None:
    """Lease the next row for the bot to the holder of `talk`. If there is none, give the lease back and return None.

    Rows that the gateway can answer itself are answered on the way.
    """
    now = parts.clock.now()
    while (row := next_row.first_waiting(s, talk.contact_point_id, now, eager=eager)) is not None:
        talk.lease_until = now + timedelta(seconds=call_seconds) + MARGIN
        if row.epoch is None:
            _turn_epoch(talk, row)
            row.epoch = talk.epoch
        s.flush()
        both = claim_answers.take_answer_beside_follow_up(s, parts, talk, row)
        if both is not None:
            return _leased(s, talk, row, *both)
        meant = questions.meant(s, talk, row.text, row.received_at)
        attested = claim_answers.take_answer(s, parts, row, meant.question, meant.text)
        if attested is not None:
            _answer_without_bot(s, parts, talk, row, attested)
            continue
        if not meant.alternatives:
            return _leased(s, talk, row, meant)
        _ask_which(s, parts, talk, row, meant)
        s.flush()
    talk.lease_until = None
    return None


def _leased(
    s: Session, talk: Conversation, row: InboxMessage, meant: Meant, said_first: Outgoing | None = None
) -> LeasedRow:
    """The row, to be answered by the bot."""
    question_id = meant.question.id if meant.question is not None else None
    return LeasedRow(talk.fence, talk.contact_point_id, _request_for(s, talk, row, meant), question_id, said_first)


def _ask_which(s: Session, parts: Parts, talk: Conversation, row: InboxMessage, meant: Meant) -> None:
    """Ask the sender, without the bot, which of several open questions the message answers; an unclear number is noted meanwhile."""
    unclear_numbers.note_on_case(s, parts, row, meant)
    now = parts.clock.now()
    point = s.get_one(ContactPoint, row.contact_point_id)
    said = answers.which_is_meant(parts, meant)
    buttons = meant.alternatives if point.channel == "webchat" else ()
    _answer_without_bot(s, parts, talk, row, replace(said, buttons=buttons, asks="which_case"))
    questions.store_menu(talk, {str(number): text for number, (_, text) in enumerate(meant.alternatives, start=1)}, now)


def _answer_without_bot(s: Session, parts: Parts, talk: Conversation, row: InboxMessage, said: Outgoing) -> None:
    """Settle the row with the gateway's own answer."""
    now = parts.clock.now()
    row.state, row.answered_at, talk.last_at = InboxState.ANSWERED, now, row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    LockedRow(s, parts, talk, point, row, now).write([said])
    s.flush()


def _turn_epoch(talk: Conversation, row: InboxMessage) -> None:
    """Begin a new tracker with this row if the last was idle too long or has too many turns."""
    idle = talk.last_at is not None and row.received_at - talk.last_at > IDLE
    if talk.turns and (idle or talk.turns >= MOST_TURNS):
        talk.epoch, talk.turns = talk.epoch + 1, 0


def _request_for(s: Session, talk: Conversation, row: InboxMessage, meant: Meant) -> BotRequest:
    metadata: Metadata = {
        "channel": cast(Literal["webchat", "wechat", "sms"], row.channel),
        "first_contact": talk.notice_at is None,
        "photos": row.media,
        "sent_at": (row.sent_at or row.received_at).astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "expecting": questions.expecting(s, meant.question) if meant.question is not None else None,
        "draft": open_drafts.open_draft(s, talk.contact_point_id) if talk.turns == 0 else None,
    }
    if meant.typed:
        metadata["typed"] = meant.typed
    raised = unread.danger_reported(s, row.id) if row.alarm else ""
    if raised:  # it is this message that made the emergency, so it adds nothing to it
        metadata["raised"], metadata["expecting"] = raised, None
    wish = wishes.split_wish(s, row, meant.text)
    if wish is not None:
        metadata["wish"] = {"said": wish[0], "rest": wish[1]}
    elif may_be_named(meant.text):
        metadata["may_be_named"] = True
    if row.place:
        metadata["location"] = json.loads(row.place)
    sender = f"{talk.contact_point_id}.{row.epoch}"
    return BotRequest(sender, row.id, meant.text, metadata)


# --- the reply


@dataclass(frozen=True)
class LockedRow:
    """The leased row, locked, with all that is needed to answer it in the present transaction."""

    s: Session
    parts: Parts
    talk: Conversation
    point: ContactPoint
    row: InboxMessage
    now: datetime

    def write(self, said: Sequence[Outgoing], expecting: Expecting | None = None) -> None:
        """Write the messages, with the notices that are due; send them unless a request waits to return them. Nothing, if there are none."""
        if not said:
            return
        answers.store_button_numbers(self.talk, self.point.channel, said, self.now)
        if in_english.needs_a_person(self.row.text, said):
            at_once.hand_over(self.s, self.row, at_once.FOREIGN, self.now)
        said = answers.as_the_sender_reads_it(self.s, self.parts, self.point, self.row, said)
        quiet = self.talk.quiet_until is not None
        taken_away = quiet and handovers.was_taken_away(self.s, self.talk.contact_point_id)
        said = answers.with_bot_back(self.parts, self.talk, said, self.now, taken_away=taken_away)
        for one in answers.with_notice(self.s, self.parts, self.talk, said, self.now):
            message = answers.write(self.s, self.point, one, self.now, inbox_id=self.row.id)
            vote_codes.replace_with_code(self.s, self.parts, message, one, expecting)
        answers.release(self.s, self.parts, self.point, self.row, self.now)


def _lock_row(s: Session, parts: Parts, leased: LeasedRow) -> LockedRow | None:
    """The leased row, read once its conversation is locked; None if a later holder has the conversation, or the row was erased."""
    talk = s.get(Conversation, leased.contact_point_id, with_for_update=True)
    row = s.get(InboxMessage, leased.request.inbox_id)
    if talk is None or row is None:
        log.info("inbox %s: erased meanwhile", leased.request.inbox_id)
        return None
    if talk.fence != leased.fence:
        log.info("inbox %s: a later holder answers", row.id)
        return None
    point = s.get_one(ContactPoint, row.contact_point_id)
    return LockedRow(s, parts, talk, point, row, parts.clock.now())


def _write_reply(
    parts: Parts, leased: LeasedRow, reply: BotReply, *, call_seconds: float, eager: bool, last: bool
) -> LeasedRow | None:
    """Write the answer if the fence is unchanged; returns the next row, leased, unless this is the last."""
    with parts.db.write() as s:
        locked = _lock_row(s, parts, leased)
        if locked is None:
            return None
        if reply.retry:
            _put_off_with_note(locked, reply)
            locked.talk.lease_until = None
            return None
        _answer(locked, reply, leased)
        if last:
            locked.talk.lease_until = None
            return None
        return _lease_next(s, parts, locked.talk, call_seconds, eager=eager)


def _answer(locked: LockedRow, reply: BotReply, leased: LeasedRow) -> None:
    row, talk = locked.row, locked.talk
    raised = bool(leased.request.metadata.get("raised"))
    messages = late_answers.to_say(locked.s, locked.parts, locked.point, row, reply.messages, raised=raised)
    reply = reply if late_answers.is_asked(reply.messages, messages) else _without_question(reply)
    messages = [leased.said_first, *messages] if leased.said_first is not None else messages
    row.state, row.answered_at, row.reason = InboxState.ANSWERED, locked.now, ""
    locked.write(messages, reply.expecting)
    if reply.expecting is not None:
        questions.ask(locked.s, talk.contact_point_id, reply.expecting, locked.now, said_at=row.received_at)
    elif reply.has_expecting:
        questions.mark_answered(locked.s, talk.contact_point_id, leased.question_id, locked.now)
    talk.last_at = row.received_at
    talk.turns += 1
    if reply.registered:
        talk.epoch, talk.turns = talk.epoch + 1, 0


def _without_question(reply: BotReply) -> BotReply:
    """The answer of a bot whose question is not said: nobody can answer it. An emergency's hour stays, which is none."""
    is_hour = reply.expecting is not None and reply.expecting.get("kind") == ALARM
    return reply if is_hour else replace(reply, expecting=None, has_expecting=False)


def _put_off_with_note(locked: LockedRow, reply: BotReply) -> None:
    """The bot could not reach the portal: send the bot's note once, and try the row again later, or give up (MOST_AGE)."""
    row = locked.row
    row.tries += 1
    next_row.count_unanswered(row)
    row.reason = "the portal could not be reached"
    row.due_at = locked.now + next_row.pause_of(row)
    if locked.now - row.received_at > MOST_AGE:
        _give_up(locked)
    elif not row.noted:
        number_unsaid = (
            row.alarm and row.state == InboxState.RECEIVED and answers.purpose_of(reply.messages) != Purpose.DANGER
        )
        row.noted, row.state = True, InboxState.HELD
        locked.write([answers.holding(locked.parts, row), *reply.messages] if number_unsaid else reply.messages)


def _put_off(
    parts: Parts, leased: LeasedRow, failure: BotUnreachable | BotRefused, *, call_seconds: float
) -> LeasedRow | None:
    """The bot gave no answer: try again later; after MOST_REFUSALS or MOST_AGE, or if its training failed, give up and return the next row."""
    with parts.db.write() as s:
        locked = _lock_row(s, parts, leased)
        if locked is None:
            return None
        row = locked.row
        row.tries += 1
        row.reason = str(failure)[:60]
        log.warning("inbox %s: %s (try %s)", row.id, row.reason, row.tries)
        if isinstance(failure, BotRefused):
            row.refusals += 1
        elif failure.is_slow and call_seconds >= PATIENT_CALL:
            next_row.count_unanswered(row)
        row.due_at = locked.now + next_row.pause_of(row)
        hopeless = isinstance(failure, BotUnreachable) and bot_state.has_failed(parts.settings.home)
        if hopeless or row.refusals >= MOST_REFUSALS or locked.now - row.received_at > MOST_AGE:
            _give_up(locked)
            return _lease_next(s, parts, locked.talk, call_seconds, eager=False)
        locked.talk.lease_until = None
        return None


def _give_up(locked: LockedRow) -> None:
    """Settle the row as dead: tell the sender, and hand the conversation over to a person.

    In danger the number to call comes first, unless the holding reply gave it. Whoever was told that their message is on a case is
    not told that it could not be dealt with.
    """
    row = locked.row
    number = [answers.holding(locked.parts, row)] if row.alarm and row.state == InboxState.RECEIVED else []
    row.state, row.answered_at = InboxState.DEAD, locked.now
    key, point = f"{row.id}:gave_up", locked.point.id
    if not at_once.is_with_a_person(locked.s, row):
        locked.s.add(Handover(contact_point_id=point, source_key=key, reason="gave_up", text=row.text, at=locked.now))
    taken_in = unread.case_of(locked.s, row.id) is not None
    locked.write([*number, *([] if taken_in else [answers.from_template(locked.parts, "gave_up")])])
