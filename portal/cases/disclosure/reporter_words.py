"""All that a reporter said about a case: the message, the answers to the bot's questions, and what they added later.

Every PersonalText column of `case_words` counts as the reporter's words unless NOT_SAID names it, so a new column is
included automatically. Read all of it when looking for conduct or for a wish not to be named.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.cases.models import Case, CaseWords
from portal.cases.rules.lifecycle import Actor
from portal.storage.db import PersonalText

NOT_SAID = {  # columns that are not the reporter's words, and what they are
    "draft": "what the machine read; its spans are verbatim in the text",
    "matter": "the clerk's words for a handler",
}
COLUMNS = tuple(  # of `case_words`, with the reporter's words
    column.name
    for column in CaseWords.__table__.columns
    if isinstance(column.type, PersonalText) and column.name not in NOT_SAID
)
_PLACE = "place"


def report_text(words: CaseWords) -> str:
    """The message, then the place, time, contact and bodies of the report, one per line."""
    return _lines(getattr(words, name) for name in COLUMNS)


def later_texts(case: Case) -> list[str]:
    """What the reporter wrote in each event since the report, oldest first; not the words for staff that may go with it."""
    theirs = (event for event in case.events if event.actor == Actor.RESIDENT)
    return [words.text for event in theirs for words in event.words if words.public]


def whole_text(case: Case) -> str:
    """The report and everything added since, one per line."""
    return _lines([report_text(case.words), *later_texts(case)])


def all_but_place(words: CaseWords, more: Iterable[str] = ()) -> str:
    """The report's words without its place, then `more`, one a line: by them one tells whether that place is the reporter's home."""
    return _lines([*(getattr(words, name) for name in COLUMNS if name != _PLACE), *more])


def _lines(parts: Iterable[str | None]) -> str:
    """The parts that say something, one per line."""
    return "\n".join(part for part in parts if part)
