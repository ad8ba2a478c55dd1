"""Answers about a claimed call or visit: the gateway takes them and replies itself, without the bot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.records import actors, queries
from portal.cases.records.event_log import Source, case_of_source
from portal.cases.verbs.reporter import attesting
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.models import Conversation, InboxMessage
from portal.channels.outbound import answers
from portal.channels.text import open_questions
from portal.channels.text.open_questions import CONTACT, Answerable, Meant
from portal.kernel.errors import Problem
from portal.storage.parts import Parts


def take_answer(s: Session, parts: Parts, row: InboxMessage, asked: Answerable | None, text: str) -> Outgoing | None:
    """Record the answer in `text` and return the gateway's reply; None if the bot is to read the message.

    A denial may reopen the case. `text`: the sender's words, a typed number replaced by the choice that it stands for. The
    bot reads them if no claim is asked about, if they are no clear answer or tell of a danger, or if the case takes no answer
    any more.
    """
    if asked is None or asked.kind != CONTACT or row.alarm:
        return None
    answer = open_questions.read_contact(asked, text)
    if answer is None:
        return None
    return _take(s, parts, row, asked, took_place=answer == "confirmed", reopens=True)


def take_answer_beside_follow_up(
    s: Session, parts: Parts, talk: Conversation, row: InboxMessage
) -> tuple[Meant, Outgoing] | None:
    """Record what a message says of a claimed contact beside its answer to the follow-up of the same case.

    Returns that answer, which is left to the bot, and what to say of the claim; None unless the message says both, if it tells
    of danger, or if the case takes no answer any more. It reopens nothing: the rest says whether the matter is done.
    """
    both = None if row.alarm else questions.two_answers(s, talk, row.text, row.received_at)
    noted = _take(s, parts, row, both.claim, took_place=both.took_place, reopens=False) if both else None
    return (both.rest, noted) if both is not None and noted is not None else None


def _take(
    s: Session, parts: Parts, row: InboxMessage, asked: Answerable, *, took_place: bool, reopens: bool
) -> Outgoing | None:
    """Attest to the claim and return what to say of it; None if the case takes no answer any more.

    The question counts as answered either way.
    """
    try:
        with s.begin_nested():
            reopened = _attest(s, parts, row, asked, took_place=took_place, reopens=reopens)
    except Problem:
        return None
    finally:
        questions.mark_answered(s, row.contact_point_id, asked.id, parts.clock.now())
    template = "contact_confirmed" if took_place else "contact_denied_reopened" if reopened else "contact_denied"
    return answers.from_template(parts, template, {"case_no": asked.case_no})


def _attest(s: Session, parts: Parts, row: InboxMessage, asked: Answerable, *, took_place: bool, reopens: bool) -> bool:
    """Record the answer of the row's sender, once; returns whether it reopened the case now. Raises Problem."""
    source = Source.of(f"{row.id}:attest", {"claim": asked.claim, "took_place": took_place})
    if case_of_source(s, source) is not None:
        return False
    case = queries.get_of_reporter(s, asked.case_no, row.contact_point_id, to_change=True)
    return attesting.attest(
        s,
        parts,
        case,
        actors.resident(row.contact_point_id),
        asked.claim,
        took_place=took_place,
        text=row.text,
        reopens=reopens,
        source=source,
    )
