"""Answers about a claimed call or visit: the gateway takes them and replies itself, without the bot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.records import actors, queries
from portal.cases.records.event_log import Source, case_of_source
from portal.cases.verbs import attesting
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.models import InboxMessage
from portal.channels.outbound import answers
from portal.channels.text import contact_answers
from portal.channels.text.open_questions import CONTACT, Asked
from portal.kernel.errors import Problem
from portal.storage.parts import Parts

_REPLIES = {"confirmed": "contact_confirmed", "denied": "contact_denied"}


def take_answer(s: Session, parts: Parts, row: InboxMessage, asked: Asked | None, text: str) -> Outgoing | None:
    """Record the answer in `text` and return the gateway's reply; None if the bot is to read the message.

    `text`: the sender's words, a typed number replaced by the choice that it stands for. The bot reads them if no claim
    is asked about, if they are no clear answer or tell of a danger, or if the case takes no answer any more.
    """
    if asked is None or asked.kind != CONTACT or row.alarm:
        return None
    answer = contact_answers.read(text, asked.claimed)
    if answer is None:
        return None
    try:
        with s.begin_nested():
            reopened = _attest(s, parts, row, asked, took_place=answer == "confirmed")
    except Problem:
        return None
    finally:
        questions.mark_answered(s, row.contact_point_id, asked.id, parts.clock.now())
    template = "contact_denied_reopened" if reopened else _REPLIES[answer]
    return answers.from_template(parts, template, {"case_no": asked.case_no})


def _attest(s: Session, parts: Parts, row: InboxMessage, asked: Asked, *, took_place: bool) -> bool:
    """Take the answer for the reporter whom the row is from, once. Raises Problem."""
    claim = questions.claim_of(s, asked)
    source = Source.of(f"{row.id}:attest", {"claim": claim, "took_place": took_place})
    if case_of_source(s, source) is not None:
        return False
    case = queries.get_of_reporter(s, asked.case_no, row.contact_point_id, to_change=True)
    who = actors.resident(row.contact_point_id)
    return attesting.attest(s, parts, case, who, claim, took_place=took_place, text=row.text, source=source)
