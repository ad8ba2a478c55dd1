"""What of the bot's answer is said, so that all of it is true at the moment it is said.

An answer is late if its message made a case, or joined one, before the bot had read it (`inbound/without_bot.py`): the gateway said
so then, and its sender may have said more since. And whoever is in danger and asks for a person first has the numbers to call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.reading.of_reporters import danger_news
from portal.cases.records import alarms
from portal.cases.verbs.reporter import unread
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.channel import CHANNELS
from portal.channels.models import ChatMessage, InboxMessage, InboxState
from portal.channels.outbound import answers, silence
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

LATELY = timedelta(minutes=10)  # for so long the same advice is not given again
_SAID_AT_ONCE = frozenset(  # responses by which the gateway told what became of the message
    ("utter_danger_raised", "utter_danger_raised_quietly", "utter_danger_added", "utter_ask_danger_place")
)
_HANDED_OVER, _NUMBERS = "utter_handed_over", "alarm_person"
_HANDED_OVER_QUIETLY = {False: "handed_over_quietly", True: "handed_over_silently"}  # whether texts are sent, as by SMS
_CALL = re.compile(r"请马上打[^0-9，。！]{0,4}(1(?:10|19|20))！?")  # a first line that says nothing but whom to call
_NUMBER = re.compile(r"(?<!\d)1(?:10|19|20)(?!\d)")


def to_say(
    s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, messages: Sequence[Outgoing], *, raised: bool
) -> list[Outgoing]:
    """The messages of the bot's answer to the row that are said now. `raised`: the row made a case before the bot had read it."""
    if silence.is_wanted(s, point, row):
        return []
    case = _case_before_the_answer(s, row, raised=raised)
    if _must_be_silent(s, point, row, was_unread=raised or case is not None):
        return []
    if case is not None:
        given = _given_lately(s, row, parts.clock.now())
        messages = _not_said_yet(messages, given[row.id], set().union(*given.values()))
        messages = _true_by_now(messages, case, unread.said_since(case, row.id))
    return _told_of_a_person(s, parts, point, row, _without_number_said(s, parts, point, row, messages))


def _case_before_the_answer(s: Session, row: InboxMessage, *, raised: bool) -> Case | None:
    """The case that the row made or joined before the bot had read it, though the bot may have reported it by now; None if it did neither.

    Its sender was told so then, and it is HELD since: for a RECEIVED one, as most are, no case is looked for.
    """
    if row.state == InboxState.RECEIVED:
        return None
    case = unread.case_of(s, row.id)
    if case is not None or not row.alarm:
        return case
    told = sa.select(ChatMessage.id).where(ChatMessage.inbox_id == row.id, ChatMessage.template.in_(_SAID_AT_ONCE))
    made = raised or s.scalar(told.limit(1)) is not None
    return unread.case_made_by(s, row.id) if made else None


def _must_be_silent(s: Session, point: ContactPoint, row: InboxMessage, *, was_unread: bool) -> bool:
    """Whether the answer comes to a phone that somebody else may hold by now, and whose owner was told that nothing comes unasked.

    That is so for blows (`unread.is_silent_case`) that made a case, or joined one, before the bot could read them; not for another
    danger, though the sender asked for silence in an earlier case. In the web chat the page alone shows the answer.
    """
    if CHANNELS[point.channel].sends_by is None or not point.no_push:
        return False
    return was_unread and unread.is_silent_case(s, row.id)


def is_asked(messages: Sequence[Outgoing], said: Sequence[Outgoing]) -> bool:
    """Whether the sender has what the bot's answer asks, if it asks anything: `said` of it, or at once by the gateway."""
    left = {one.response for one in said} | _SAID_AT_ONCE
    return all(one.response in left for one in messages if one.asks or one.response.startswith("utter_ask_"))


def _not_said_yet(messages: Sequence[Outgoing], said: Collection[str], given: Collection[str]) -> list[Outgoing]:
    """The messages without what the gateway said at once, nor advice given lately.

    `said`, `given`: the templates of what was said lately to this message, and to any of its sender.
    """
    at_once = _SAID_AT_ONCE.intersection(said)
    return [one for one in messages if one.response not in at_once and not (_is_advice(one) and one.response in given)]


def _true_by_now(messages: Sequence[Outgoing], case: Case, since: Sequence[str]) -> list[Outgoing]:
    """The messages; once danger, or its end, was told `since`, only advice.

    Nor advice once the end was told, unless a denial is not believed (`alarms.may_deny`): the answer to those words says what is right by now.
    """
    told = alarms.dangers_told(case)
    is_over = any(danger_news.is_relief(text, told) for text in since)
    if is_over and alarms.may_deny(case):
        return []
    is_changed = is_over or any(danger_news.tells_danger(text, told) for text in since)
    return [one for one in messages if _is_advice(one)] if is_changed else list(messages)


def _given_lately(s: Session, row: InboxMessage, now: datetime) -> dict[int | None, set[str]]:
    """The templates of what was said to the sender within LATELY, by the message that it answers; the row's own of any time."""
    found = sa.select(ChatMessage.inbox_id, ChatMessage.template).where(
        ChatMessage.contact_point_id == row.contact_point_id,
        sa.or_(ChatMessage.at > now - LATELY, ChatMessage.inbox_id == row.id),
    )
    by_message: dict[int | None, set[str]] = {row.id: set()}
    for inbox_id, template in s.execute(found):
        by_message.setdefault(inbox_id, set()).add(template)
    return by_message


def _is_advice(said: Outgoing) -> bool:
    """Whether a message is a script of what to do: under its first line with a number to call."""
    first, _, rest = said.text.partition("\n")
    is_of_danger = said.response.startswith("utter_danger_") and said.response not in _SAID_AT_ONCE
    return is_of_danger and bool(rest) and _NUMBER.search(first) is not None


def _without_number_said(
    s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, messages: Sequence[Outgoing]
) -> Sequence[Outgoing]:
    """Cut the answer's first line, the number to call, if the row's holding reply already had it.

    An SMS by registered templates stays whole, since it must match its template.
    """
    if not row.alarm or not messages or answers.is_registered_sms(parts, point):
        return messages
    first, _, rest = messages[0].text.partition("\n")
    said = answers.first_lines(s, row.id)
    call = _CALL.fullmatch(first)
    numbers = {number for line in said for number in _NUMBER.findall(line)}
    if not rest or not (first in said or (call is not None and call.group(1) in numbers)):
        return messages
    return [replace(messages[0], text=rest), *messages[1:]]


def _told_of_a_person(
    s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, messages: Sequence[Outgoing]
) -> list[Outgoing]:
    """The messages; where one says that a person will answer, in danger the numbers first, and no promise to write to whoever must not be."""
    if not any(one.response == _HANDED_OVER for one in messages):
        return list(messages)
    in_danger = questions.is_in_emergency(s, point.id, row.received_at)
    numbers = [answers.from_template(parts, _NUMBERS)] if in_danger else []
    if not point.no_push:
        return [*numbers, *messages]
    return [*numbers, *(_quietly(parts, point, one) if one.response == _HANDED_OVER else one for one in messages)]


def _quietly(parts: Parts, point: ContactPoint, said: Outgoing) -> Outgoing:
    """That a person will answer, to whoever is sent nothing unasked: on the chat page where to look for it, else that they may ask again."""
    params = {name: str(said.params.get(name, "")) for name in ("office", "phone", "hours")}
    template = _HANDED_OVER_QUIETLY[CHANNELS[point.channel].sends_by is not None]
    return replace(answers.from_template(parts, template, params), params=params)
