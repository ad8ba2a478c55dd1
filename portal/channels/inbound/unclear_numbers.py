"""Notes on the emergency's case a number whose meaning the sender is asked, so that it is not lost if nobody answers."""

from __future__ import annotations

import contextlib

from sqlalchemy.orm import Session

from portal.cases.records import actors, queries
from portal.cases.records.event_log import Source
from portal.cases.verbs.reporter import reporter_actions, unread
from portal.channels.models import InboxMessage
from portal.channels.text.open_questions import Meant
from portal.kernel.errors import Problem
from portal.storage.parts import Parts


def note_on_case(s: Session, parts: Parts, row: InboxMessage, meant: Meant) -> None:
    """Add a number that may be a floor or an age (12) to the case, whose staff are told as of any other words.

    Does nothing if no number is unclear, if it may answer another open question, if it is on the case already (`without_bot`), or if
    the case takes no words any more.
    """
    if not meant.unclear or meant.question is None or meant.may_answer_another:
        return
    source = Source.of(f"{row.id}:number", {"text": row.text})
    with contextlib.suppress(Problem), s.begin_nested():
        case = queries.get_of_reporter(s, meant.question.case_no, row.contact_point_id, to_change=True)
        if unread.words_of(s, case, row.id) is None:
            who = actors.resident(row.contact_point_id)
            reporter_actions.add_detail(s, parts, case, who, text=row.text, source=source)
