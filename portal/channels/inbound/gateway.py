"""The gateway of one process: takes messages in, waits for the bot within limits, returns the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import cast

import sqlalchemy as sa
from flask import Flask, current_app
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from portal.channels.bot_client import BotClient, BotReply, BotRequest
from portal.channels.channel import CHANNELS, Portion, first_line
from portal.channels.inbound import without_bot
from portal.channels.inbound.conversation import SHORTEST_CALL, Bot, DrainOutcome, drain, is_leased
from portal.channels.inbound.inbox import Received, receive
from portal.channels.inbound.incoming import Incoming
from portal.channels.inbound.waiting import Breaker, CommitWatch, Seats, watch_commits
from portal.channels.models import WAITING, ChatMessage, Conversation, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers
from portal.channels.text import danger_words
from portal.channels.text.danger_words import PlainDanger
from portal.http import bot_state, request_log
from portal.http.bot_state import BotState
from portal.outbox.kinds import Purpose
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

SERVER_THREADS = 32  # of this process: must equal `portal.process.serve.THREADS`, which a room may not import
ALARM_SECONDS = 0.45  # that an alarm waits for the bot's answer; then the gateway itself gives the number to call
LEAST_BOT_SECONDS = 0.2  # that the bot gets for an alarm even if the request has waited long for a thread
BOT_SHARE = 0.9  # share of the budget for the bot; the rest is for returning the answer
BOT_SHARE_LONG = 0.6  # the same for a long text, so that whoever sends many does not slow down everybody
SLOW = 10.0  # seconds in which alarms and long texts do not wait, after a call longer than ALARM_SECONDS
LONG_TEXT = 1000  # characters: a longer text waits in one of LONG_SEATS (its thread: `http.lanes.LONG_BODY`)
LONG_SEATS = 2  # long texts that may wait for the bot at a time
EXTENSION = "linli_gateway"  # key in `app.extensions`


class TimedBot:
    """A bot client that opens the breaker `slow` after a call that took longer than ALARM_SECONDS."""

    def __init__(self, bot: Bot, slow: Breaker) -> None:
        self._bot, self._slow = bot, slow

    def ask(self, request: BotRequest, seconds: float) -> BotReply:
        """Ask the bot (`BotClient.ask`), and open `slow` if that took longer than ALARM_SECONDS."""
        begun = time.monotonic()
        try:
            return self._bot.ask(request, seconds)
        finally:
            if time.monotonic() - begun > ALARM_SECONDS:
                self._slow.record(False)


@dataclass(frozen=True)
class Taken:
    """A message that was kept. `waited`: its request was allowed to wait for the bot."""

    received: Received
    waited: bool


class Gateway:
    """Takes messages in. One per process, since it counts the threads that wait.

    `waiting`, `long`, `polling`: seats for threads that wait for the bot, that wait with a long text, and in long
    polls. While `breaker` is open (the bot failed several times) no request waits for the bot (`is_bot_away`); while
    `slow` is open (a call was slow; for SLOW seconds) alarms and long texts do not.
    """

    def __init__(self, parts: Parts, bot: Bot, threads: int = SERVER_THREADS) -> None:
        self.slow = Breaker(failures=1, seconds=SLOW)
        self.parts, self.bot = parts, TimedBot(bot, self.slow)
        self.breaker = Breaker()
        self.waiting = Seats(threads // 4)
        self.long = Seats(LONG_SEATS)
        self.polling = Seats(threads // 4)

    def take_in(
        self,
        find_sender: Callable[[Session], ContactPoint],
        incoming: Incoming,
        seconds: float,
        alarm: PlainDanger | None,
    ) -> Taken:
        """Keep the message and wait for the bot, if a seat is free, until at most `seconds` after the request came.

        `alarm`: the plain danger in the message, if any; it is answered with the number to call in time. While there is no bot, what
        surely tells of a danger makes a case, which what its sender says after it joins (`without_bot`). Raises what `receive` raises.
        """
        with self._seat(incoming, seconds, alarm) as seated:
            received = receive(self.parts, find_sender, replace(incoming, wait=seated))
            if seated:
                self._wait(received, seconds * (BOT_SHARE_LONG if _is_long(incoming, alarm) else BOT_SHARE))
        if received.waiting and self.is_bot_away:
            without_bot.take_in(self.parts, received.contact_point_id)
        if received.waiting and received.alarm and not incoming.budget:  # otherwise `claim_texts` gives the number
            self.hold(received)
        return Taken(received, seated)

    @contextmanager
    def _seat(self, incoming: Incoming, seconds: float, alarm: PlainDanger | None) -> Iterator[bool]:
        """Take the seats that this request needs to wait for the bot; yields whether it may wait."""
        long = _is_long(incoming, alarm)
        shut = self.is_bot_away or not (seconds or alarm) or ((alarm or long) and self.slow.is_open)
        with ExitStack() as seats:
            seated = not shut and seats.enter_context(self.waiting.seat())
            if seated and long:
                seated = seats.enter_context(self.long.seat())
            yield seated

    @property
    def is_bot_away(self) -> bool:
        """Whether nobody waits for the bot: it did not answer lately (`breaker`), or is being trained.

        Where it could not be trained each call fails at once, and the message is handed over (`conversation.drain`).
        """
        found = bot_state.no_bot(self.parts.settings.home)
        return self.breaker.is_open if found is None else found.state is BotState.TRAINING

    def _wait(self, received: Received, seconds: float) -> None:
        """Drain the sender's rows, or wait while another holder drains them, until this row is answered, held or given up.

        At most `seconds` from the arrival of the request; an alarm waits less (ALARM_SECONDS).
        """
        if not received.waiting:
            return
        record_call = self.breaker.record
        if received.alarm:
            seconds = max(ALARM_SECONDS, request_log.elapsed() + LEAST_BOT_SECONDS)
            record_call = self._record_success
        deadline = time.monotonic() + seconds - request_log.elapsed()
        with watch_commits(self.parts.db) as commits:
            while (left := deadline - time.monotonic()) > SHORTEST_CALL:
                outcome = drain(
                    self.parts,
                    self.bot,
                    received.contact_point_id,
                    seconds=left,
                    call_seconds=left,
                    until_answered=received.inbox_id,
                    record_call=record_call,
                )
                if outcome is not DrainOutcome.BUSY or self._watch(commits, received, deadline):
                    return

    def _record_success(self, succeeded: bool) -> None:
        """Report only successes to the breaker: an alarm waits so briefly that a time-out is no failure of the bot."""
        if succeeded:
            self.breaker.record(True)

    def _watch(self, commits: CommitWatch, received: Received, deadline: float) -> bool:
        """Wait until the row is answered, held or given up (True), or the other holder is gone or the time is up (False)."""
        while time.monotonic() < deadline:
            if commits.has_new():
                dealt_with, leased = self._row_status(received)
                if dealt_with:
                    return True
                if not leased:
                    return False
            time.sleep(commits.pause)
        return False

    def _row_status(self, received: Received) -> tuple[bool, bool]:
        """(whether the row is answered, held or given up; whether somebody holds the conversation's lease)."""
        with self.parts.db.read() as s:
            row = s.get_one(InboxMessage, received.inbox_id)
            dealt_with = row.state != InboxState.RECEIVED
            talk = s.get(Conversation, received.contact_point_id)
            leased = talk is not None and is_leased(talk, self.parts.clock.now())
        return dealt_with, leased

    def hold(self, received: Received) -> None:
        """Mark the row as HELD, with the holding reply where that is due (`answers.hold`); nothing if it is HELD, answered or dead."""
        now = self.parts.clock.now()
        with self.parts.db.write() as s:
            row = s.get_one(InboxMessage, received.inbox_id)
            answers.lock_conversation(s, row.contact_point_id)
            s.refresh(row)
            if row.state == InboxState.RECEIVED:
                answers.hold(s, self.parts, row, now)

    def claim_texts(self, inbox_id: int) -> list[str]:
        """The texts to return in the vendor's own request: the answer, or the holding reply. The same for a repeat.

        [] if nothing is to be said, or after 退订 may be sent. They count as delivered from then on; a later answer is sent. A
        WeChat reply takes only the first text: the others are sent, too.
        """
        now = self.parts.clock.now()
        with self.parts.db.write() as s:
            row = s.get_one(InboxMessage, inbox_id)
            point = s.get_one(ContactPoint, row.contact_point_id)
            answers.lock_conversation(s, point.id)
            s.refresh(row)
            fresh = answers.unreturned_answers(s, inbox_id)
            claimed = list(
                s.scalars(
                    sa.select(ChatMessage)
                    .where(ChatMessage.inbox_id == inbox_id, ChatMessage.via == "reply")
                    .order_by(ChatMessage.id)
                )
            )
            if row.state in WAITING and not fresh and not claimed:
                fresh = answers.say_holding(s, self.parts, point, row, now)
            if row.state == InboxState.RECEIVED:
                row.state, row.due_at = InboxState.HELD, min(row.due_at, now)
            row.reply_by = None
            for message in fresh:
                message.via = "reply"
            said = [answers.outgoing_of(message) for message in claimed + fresh]
            texts = answers.texts(self.parts, point.channel, said)
            if point.channel == "wechat" and fresh and len(texts) > 1:
                purpose = answers.purpose_of(said)
                answers.send_texts(s, point, texts[1:], purpose=purpose, first_id=fresh[0].id, now=now)
            return _allowed(point, row, texts, answers.purpose_of(said))


def _is_long(incoming: Incoming, alarm: PlainDanger | None) -> bool:
    return alarm is None and len(incoming.text) > LONG_TEXT


def _allowed(point: ContactPoint, row: InboxMessage, texts: list[str], purpose: str) -> list[str]:
    """The texts that may be returned to the vendor, given whether the sender has opted out (退订)."""
    own_purpose = Purpose.KEYWORD if row.kind == InboxKind.KEYWORD else purpose
    portion = CHANNELS[point.channel].portion_sent(own_purpose, opted_out=point.opted_out_at is not None)
    if portion is Portion.WHOLE:
        return texts
    return [first_line(texts[0])] if portion is Portion.FIRST_LINE and texts else []


def set_up(state: BlueprintSetupState) -> None:
    """Make the app's gateway if it has none yet; called when a blueprint of this room is registered."""
    app = cast(Flask, state.app)
    if EXTENSION not in app.extensions:
        parts = cast(Parts, app.extensions["linli"])
        danger_words.plain_danger("")  # loads the words now, not in the first emergency
        bot = BotClient(parts.settings.bot_url, parts.settings.bot_token)
        app.extensions[EXTENSION] = Gateway(parts, bot, int(app.config.get("LINLI_THREADS", SERVER_THREADS)))


def gateway() -> Gateway:
    """The gateway of the app that is serving."""
    return cast(Gateway, current_app.extensions[EXTENSION])
