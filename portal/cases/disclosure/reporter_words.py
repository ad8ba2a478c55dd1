"""All that a reporter said of a case. Whoever weighs it, or listens for a wish, reads all of it: also what was said when asked.

Every personal column of `case_words` is the reporter's unless it is named here; a new one is read without being asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.cases.models import Case, CaseWords
from portal.cases.rules.lifecycle import Actor
from portal.storage.db import PersonalText

NOT_SAID = {
    "draft": "what the machine read; its spans are verbatim in the text",
    "matter": "the clerk's words for a handler",
}
COLUMNS = tuple(
    column.name
    for column in CaseWords.__table__.columns
    if isinstance(column.type, PersonalText) and column.name not in NOT_SAID
)
_PLACE = "place"


def first(words: CaseWords) -> str:
    """The message and every answer to a question, a line each."""
    return _lines(getattr(words, name) for name in COLUMNS)


def later(case: Case) -> list[str]:
    """What they added to it since, oldest first."""
    theirs = (event for event in case.events if event.actor == Actor.RESIDENT)
    return [words.text for event in theirs for words in event.words if words.public]


def whole(case: Case) -> str:
    """All of it so far."""
    return _lines([first(case.words), *later(case)])


def besides_the_place(words: CaseWords, more: Iterable[str] = ()) -> str:
    """What tells whether a place is where they live: everything but the place itself."""
    return _lines([*(getattr(words, name) for name in COLUMNS if name != _PLACE), *more])


def _lines(parts: Iterable[str | None]) -> str:
    return "\n".join(part for part in parts if part)
