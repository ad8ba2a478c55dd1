"""Answer the hotline in its own form: the columns and lines of a file that was taken in, with our reply and state."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.cases.hotline import columns
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.verbs.disclosure.access_log import record_look
from portal.kernel import workbook
from portal.kernel.roles import StaffActor
from portal.storage.parts import Parts

_REPLIES = (Verb.RESOLVE, Verb.HANDLE_ON_SPOT, Verb.REJECT)  # verbs; their words for the reporter answer an order


def export(s: Session, parts: Parts, made: HotlineImport, account: StaffActor | None) -> bytes:
    """An XLSX file with every line of the import that has a case, in the sheet's order. Erased cases are left out.

    So are those that `account` may not see; a look at each of the others is recorded. `account` None (the operator): only
    sealed cases are left out, and nothing is recorded.
    """
    who = actors.staff(s, account) if account is not None else None
    shown = [
        (row, case) for row, case in _lines_with_case(s, made) if (actors.in_scope(case, who) if who else not case.seal)
    ]
    cases = {row.row: (row, case) for row, case in shown}
    headings, at = with_reply_columns(made.headings)
    rows = [_line(row, case, len(headings), at) for _number, (row, case) in sorted(cases.items())]
    for _row, case in cases.values():
        if account is not None:
            record_look(s, parts, case, account, "export")
    return workbook.write(headings, rows, sentence("hotline.sheet"))


def _lines_with_case(s: Session, made: HotlineImport) -> list[tuple[HotlineRow, Case]]:
    """(line, case) of the import's lines that have a case, except erased ones."""
    found = sa.select(HotlineRow, Case).join(Case, Case.id == HotlineRow.case_id)
    found = found.where(HotlineRow.import_id == made.id, HotlineRow.cells != "", Case.forgotten_at.is_(None))
    return [(row, case) for row, case in s.execute(found.options(selectinload(Case.events))).unique()]


def with_reply_columns(headings: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """(the headings, those of the reply and the state added where the file has none; field → index of its column)."""
    wanted, made = dict(columns.columns_of(headings)), list(headings)
    for name in ("reply", "status"):
        if name not in wanted:
            wanted[name] = len(made)
            made.append(sentence(f"hotline.{name}"))
    return made, wanted


def _line(row: HotlineRow, case: Case, width: int, at: dict[str, int]) -> list[str]:
    """The cells of a line, with our reply and state. `width`: how many cells; `at`: field → index of its column."""
    cells = [*json.loads(row.cells), *[""] * width][:width]
    cells[at["reply"]], cells[at["status"]] = reply_of(case), State(case.state).label
    return cells


def reply_of(case: Case) -> str:
    """The words for the reporter of the last resolution or rejection; "" if there was none, or the case was reopened, or it was taken back, since."""
    for event in reversed(case.events):
        if event.verb in (Verb.REOPEN, Verb.TAKE_BACK):
            return ""
        if event.verb in _REPLIES:
            return "\n".join(one.text for one in event.words if one.public)
    return ""
