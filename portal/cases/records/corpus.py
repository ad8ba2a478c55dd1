"""Export reporters' words with the category that staff confirmed, as training data for the bot.

`linli nlu export` writes them, `make train CORPUS=` reads them. Included: cases whose category a clerk corrected, or a
clerk, body or grid worker left as it was when they accepted, dispatched, transferred or handled the case on the spot. Left
out: cases that were only reported (the category is the bot's guess), rejected, confidential, sealed or about conduct. Those that
only may be about conduct (`Conduct.ASK`) are included. Numbers, names and whatever else the bot found to be personal are
masked.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, sealed
from portal.cases.models import Case, CaseEvent, CaseWords, Correction, Urgency
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.masking import masked
from portal.cases.rules import case_draft, taxonomy
from portal.cases.rules.lifecycle import Actor, State, Verb
from portal.kernel.spreadsheet import cell

COLUMNS = ("text", "category", "kind")  # of the CSV
BATCH = 500  # cases read at a time
# A masked number, of which pages show both ends; a corpus leaves the machine, so the ends are masked, too.
_MASKED_NUMBER = re.compile(r"(?<![+\d-])[+\d-]*\*{4,}\d*[Xx]?")
# whose act confirms the category
_STAFF = (Actor.DESK, Actor.GRID, Actor.BODY)
# by which staff leave the category as it is
_CONFIRMING = (Verb.ACCEPT, Verb.DISPATCH, Verb.HANDLE_ON_SPOT, Verb.TRANSFER)
_CORRECTED = sa.exists().where(Correction.case_id == Case.id, Correction.field == "category")
_LEFT_AS_IS = sa.exists().where(
    CaseEvent.case_id == Case.id, CaseEvent.verb.in_(_CONFIRMING), CaseEvent.actor.in_(_STAFF)
)


def rows(s: Session) -> Iterator[tuple[str, str, str]]:
    """(masked text, names of the category joined by /, kind) of each case to train on (module docstring), oldest first.

    Empties the session batch by batch, so that it holds few cases at a time.
    """
    last = 0
    while batch := s.scalars(_confirmed().where(Case.id > last).order_by(Case.id).limit(BATCH)).all():
        for case in batch:
            path = taxonomy.path(case.category)
            text = anonymised(case.words)
            if path and text and not discretion.is_confidential(case):
                yield text, "/".join(path), str(case.kind)
        last = batch[-1].id
        s.expunge_all()


def write(s: Session, target: Path) -> int:
    """Write the corpus to a CSV with mode 0600, renamed into place once complete. Returns the number of rows."""
    partial = target.with_name(f"{target.name}.part")
    count = 0
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows(s):
            writer.writerow([cell(value) for value in row])
            count += 1
    partial.replace(target)
    return count


def anonymised(words: CaseWords) -> str:
    """The reporter's words on one line, with what patterns and the draft's personal spans find in them masked."""
    text = " ".join(words.text.split())
    spans = _personal(words)
    names = [found for found, kind in spans if kind == "name"]
    for found in sorted((found for found, kind in spans if kind != "name"), key=len, reverse=True):
        text = text.replace(found, "*" * len(found))
    return _MASKED_NUMBER.sub("****", masked(text, [*names, *words.contact.split()]))


def _personal(words: CaseWords) -> list[tuple[str, str]]:
    """(words, type) of the personal data that the bot found in the message."""
    return [(one["text"], one["type"]) for one in case_draft.read(words.draft)["personal"]]


def is_decided(s: Session, case: Case) -> bool:
    """Whether staff decided the category, so that its reporter may read it: until then it is the bot's guess.

    Of an emergency only a correction tells: whoever takes one on looks at the danger first.
    """
    decided = _CORRECTED if case.urgency == Urgency.EMERGENCY else _CORRECTED | _LEFT_AS_IS
    return s.scalar(sa.select(decided).where(Case.id == case.id)) is True


def _confirmed() -> sa.Select[Case]:
    """Select the cases to train on; `rows` leaves out those whose wish not to be named is only read in their words."""
    kept_close = sa.or_(Case.conduct == Conduct.CONDUCT, Case.confidential, sa.not_(sealed.unsealed()))
    shared = sa.not_(kept_close)
    return sa.select(Case).where(
        Case.category.is_not(None), Case.state != State.REJECTED, shared, _CORRECTED | _LEFT_AS_IS
    )
