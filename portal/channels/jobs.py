"""The worker's jobs of this room: notice the new bot, take in dangers that it cannot read, answer waiting messages, send or announce late answers, hand over, forget codes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.channels.bot_client import BotClient
from portal.channels.handover import service
from portal.channels.inbound import without_bot
from portal.channels.inbound.conversation import LONGEST_LEASE, Bot, DrainOutcome, drain
from portal.channels.models import (
    ChatMessage,
    Conversation,
    Handover,
    InboxMessage,
    InboxState,
    OpenQuestion,
)
from portal.channels.next_row import in_turn
from portal.channels.outbound import answers
from portal.consultations.verbs import sms_votes
from portal.http import bot_state
from portal.http.health import ask_bot
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import add_if_new
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

CALL_SECONDS = 20.0  # of one call to the bot, at most
BY_AGE = 4  # every fourth turn goes, after alarms, to the sender who has waited longest, with however many messages
# How long after `reply_by` an answer that no request returned is sent; after how long an SMS gets the holding reply.
LATE = timedelta(seconds=10)
DESK_AFTER = timedelta(minutes=5)  # that a question about danger may stay unanswered before the desk gets the handover
DANGER_WAITS = timedelta(seconds=10)  # for a bot that is slow or just down
LONGEST_PAUSE = timedelta(minutes=1)  # until a danger that could not be taken in is tried again
DANGER_CHECK = "danger_check"  # `OpenQuestion.kind`: is somebody in danger?
_AT_ONCE = 20  # messages or questions in one run of a job
_KEY_PREFIX = "danger_check:"  # `Handover.source_key` of such a handover is this and the question's id


class InboxDrainer:
    """Drains the rows of waiting senders in threads of its own, so that a slow bot does not block the worker.

    Each sender's messages stay in order; senders take turns, one message each.
    """

    def __init__(self, at_once: int = 4, bot: Callable[[Parts], Bot] | None = None) -> None:
        self._at_once = at_once
        self._make_bot = bot or (lambda parts: BotClient(parts.settings.bot_url, parts.settings.bot_token))
        self._bot: Bot | None = None
        self._busy: set[int] = set()
        self._claimed = 0
        self._mutex = threading.Lock()

    def __call__(self, parts: Parts) -> int:
        """Start a thread for each sender with due rows, while there is room; returns how many were started.

        Starts none while the bot is being trained: the rows wait, in order.
        """
        if bot_state.is_training(parts.settings.home):
            return 0
        begun = 0
        while (sender := self._claim(parts)) is not None:
            name = f"inbox-{sender}"
            threading.Thread(target=self._drain, args=(parts, sender), daemon=True, name=name).start()
            begun += 1
        return begun

    def _claim(self, parts: Parts) -> int | None:
        """Claim the next sender that no thread has (`waiting_senders`), every BY_AGE-th time by age. None if there is none, or no room."""
        with self._mutex:
            if len(self._busy) >= self._at_once:
                return None
            self._claimed += 1
            by_age = self._claimed % BY_AGE == 0
            with parts.db.read() as s:
                found = waiting_senders(s, parts.clock.now(), self._busy, 1, by_age=by_age)
            self._busy.update(found)
        return found[0] if found else None

    def _drain(self, parts: Parts, sender: int) -> None:
        """Answer one row of the sender, then one of the next sender, so that one who sends many delays nobody."""
        following: int | None = sender
        while following is not None:
            sender, following = following, None
            try:
                outcome = drain(
                    parts, self._client(parts), sender, seconds=CALL_SECONDS, call_seconds=CALL_SECONDS, one=True
                )
            except Exception:  # a bug must not stop the others; once the lease ends the row is retried
                log.exception("conversation %s", sender)
                outcome = DrainOutcome.FAILED
            finally:
                with self._mutex:
                    self._busy.discard(sender)
            if outcome is DrainOutcome.DONE:
                following = self._claim(parts)

    def _client(self, parts: Parts) -> Bot:
        with self._mutex:
            if self._bot is None:
                self._bot = self._make_bot(parts)
            return self._bot


def waiting_senders(s: Session, now: datetime, without: set[int], most: int, *, by_age: bool = False) -> list[int]:
    """At most `most` contact points whose turn (`in_turn`) is due, with no holder: alarms first, then those with the fewest rows.

    `by_age`: alarms first, then those who wait longest. `without`: ids to leave out.
    """
    alarm = sa.func.max(sa.case((InboxMessage.alarm != "", 1), else_=0))
    oldest = sa.func.min(InboxMessage.id)
    waiting = (
        sa.select(
            InboxMessage.contact_point_id.label("sender"),
            oldest.label("oldest"),
            alarm.label("alarm"),
            sa.func.count().label("count"),
        )
        .where(
            in_turn(now),
            InboxMessage.contact_point_id.not_in(_held(now)),
            InboxMessage.contact_point_id.not_in(without),
        )
        .group_by(InboxMessage.contact_point_id)
        .subquery()
    )
    first, so_many = waiting.c.alarm.desc(), () if by_age else (waiting.c.count,)
    rows = sa.select(waiting.c.sender).join(InboxMessage, InboxMessage.id == waiting.c.oldest)
    rows = rows.where(InboxMessage.due_at <= now).order_by(first, *so_many, waiting.c.oldest).limit(most)
    return list(s.scalars(rows))


def _held(now: datetime) -> sa.Select[Any]:
    """The contact points whose conversation is leased now (`is_leased`)."""
    return sa.select(Conversation.contact_point_id).where(
        Conversation.lease_until > now, Conversation.lease_until <= now + LONGEST_LEASE
    )


class DangerTaker:
    """Makes cases of dangers that have waited for the bot longer than DANGER_WAITS, or at all while it is being trained or could not be.

    So none is lost by a kill between storing it and taking it in. One that the bot is reading now is left to it.
    """

    def __init__(self) -> None:
        # id of the last such message of a sender whose words were not all taken in → (how often tried, when to try again)
        self._refused: dict[int, tuple[int, datetime]] = {}

    def __call__(self, parts: Parts) -> int:
        """Try to take in what at most _AT_ONCE senders said; returns how many were tried.

        A message that is not taken in is tried again after a pause that doubles (LONGEST_PAUSE), so that those refused for good
        keep nobody waiting.
        """
        now = parts.clock.now()
        patience = DANGER_WAITS if bot_state.no_bot(parts.settings.home) is None else timedelta(0)
        with parts.db.read() as s:
            held = set(s.scalars(_held(now)))
            waiting = without_bot.senders_in_danger(s, now - patience)
        self._refused = {one: tried for one, tried in self._refused.items() if one in waiting.values()}
        due = [sender for sender, last in waiting.items() if sender not in held and self._is_due(last, now)][:_AT_ONCE]
        for sender in due:
            if not without_bot.take_in(parts, sender):
                self._pause(waiting[sender], now)
        return len(due)

    def _is_due(self, message: int, now: datetime) -> bool:
        return message not in self._refused or self._refused[message][1] <= now

    def _pause(self, message: int, now: datetime) -> None:
        times = self._refused.get(message, (0, now))[0] + 1
        self._refused[message] = (times, now + min(timedelta(seconds=2.0 ** min(times, 10)), LONGEST_PAUSE))


def notice_the_bot(parts: Parts) -> int:
    """End the state of being trained once the bot answers; returns 1 then. What waited is drained from now on."""
    if not bot_state.is_training(parts.settings.home):
        return 0
    try:
        ask_bot(parts.settings)
    except httpx.HTTPError:
        return 0
    bot_state.clear(parts.settings.home)
    log.info("the bot is trained and answers")
    return 1


def send_unreturned(parts: Parts) -> int:
    """Send answers whose request ended before it returned them (a kill, a broken connection).

    At most _AT_ONCE messages are answered so; returns how many.
    """
    now = parts.clock.now()
    late = (
        sa.select(InboxMessage.id)
        .join(ChatMessage, ChatMessage.inbox_id == InboxMessage.id)
        .where(ChatMessage.via == "", InboxMessage.reply_by < now - LATE)
        .distinct()
        .limit(_AT_ONCE)
    )
    with parts.db.read() as s:
        found = list(s.scalars(late))
    for inbox_id in found:
        with parts.db.write() as s:
            row = s.get_one(InboxMessage, inbox_id)
            answers.lock_conversation(s, row.contact_point_id)
            answers.release(s, parts, s.get_one(ContactPoint, row.contact_point_id), row, now)
    return len(found)


def hold_late_sms(parts: Parts) -> int:
    """Tell senders of SMS unanswered for LATE that the answer will come (an automatic reply within 3 minutes, GB/T 33358).

    Whoever was told so of an earlier SMS still waiting is not told again (`answers.hold`). Returns how many SMS, at most _AT_ONCE.
    """
    now = parts.clock.now()
    late = (
        sa.select(InboxMessage.id)
        .where(
            InboxMessage.channel == "sms",
            InboxMessage.state == InboxState.RECEIVED,
            InboxMessage.reply_by.is_(None),
            InboxMessage.received_at < now - LATE,
        )
        .order_by(InboxMessage.id)
        .limit(_AT_ONCE)
    )
    with parts.db.read() as s:
        found = list(s.scalars(late))
    for inbox_id in found:
        with parts.db.write() as s:
            row = s.get_one(InboxMessage, inbox_id)
            answers.lock_conversation(s, row.contact_point_id)
            s.refresh(row)
            if row.state == InboxState.RECEIVED:
                answers.hold(s, parts, row, now)
    return len(found)


def start_handovers_of_unanswered(parts: Parts) -> int:
    """Hand over to the desk each sender who was asked whether somebody is in danger and has not answered for DESK_AFTER.

    Their last words before the question go along; the question stays open. Returns how many such questions there were, at most _AT_ONCE.
    """
    now = parts.clock.now()
    open_ones = sa.select(OpenQuestion).where(
        OpenQuestion.kind == DANGER_CHECK,
        OpenQuestion.answered_at.is_(None),
        OpenQuestion.asked_at <= now - DESK_AFTER,
        OpenQuestion.until > now,
        sa.not_(
            sa.exists().where(Handover.source_key == sa.literal(_KEY_PREFIX) + sa.cast(OpenQuestion.id, sa.String))
        ),
    )
    with parts.db.read() as s:
        found = list(s.scalars(open_ones.order_by(OpenQuestion.id).limit(_AT_ONCE)))
    for question in found:
        with parts.db.write() as s:
            add_if_new(
                s,
                Handover(
                    contact_point_id=question.contact_point_id,
                    source_key=f"{_KEY_PREFIX}{question.id}",
                    reason=service.UNANSWERED,
                    text=_words_before(s, question),
                    at=now,
                ),
            )
    return len(found)


def _words_before(s: Session, question: OpenQuestion) -> str:
    """The sender's last words before the question was asked."""
    said = sa.select(InboxMessage.text).where(
        InboxMessage.contact_point_id == question.contact_point_id, InboxMessage.received_at <= question.asked_at
    )
    return s.scalar(said.order_by(InboxMessage.id.desc()).limit(1)) or ""


def forget_sms_votes(parts: Parts) -> int:
    """Delete the rows of votes by SMS that waited for their code, after a day; returns how many.

    A vote that was cast is in another table.
    """
    with parts.db.write() as s:
        return sms_votes.delete_old(s, parts.clock.now())


def forget_codes(parts: Parts) -> int:
    """Blank the SMS of expired one-time codes, delete old codes and ended sessions (`residents.forget_codes`).

    Returns how many SMS were blanked. Does nothing in the demo, whose page /demo/outbox shows the codes.
    """
    if parts.settings.demo:
        return 0
    with parts.db.write() as s:
        return residents.forget_codes(s, parts.clock.now())


drain_inbox = InboxDrainer()
take_in_danger = DangerTaker()
