"""Take in the hotline's orders: an import is stored as it was read, accepted, and then worked off line by line.

Each line is a transaction of its own, and its case carries the hotline's number as a unique source: a worker that is killed on
the way leaves no case twice, and the next one goes on with the lines that wait (`_open_rows`).
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.drafts import draft_reader
from portal.cases.hotline import columns
from portal.cases.hotline.columns import Layout, Line, Order
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import Case, Kind
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.intake import registering, unread_words
from portal.cases.verbs.intake.registering import Settled
from portal.grids import service as grids
from portal.kernel import workbook
from portal.kernel.errors import Invalid
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

CHANNEL = "hotline"  # of the cases made of orders
KEPT_UNACCEPTED = timedelta(days=1)  # of a file that was shown and never taken in
DANGER = "danger"  # among a line's faults: it tells of danger, and is taken in before the others; a bad one makes no case all the same
_SENTENCE_ENDS = re.compile(r"[。！？!?；;\n]+")
BATCH = 20  # lines in one round of the worker


@dataclass(frozen=True)
class ReadFile:
    """A file of orders as it was read. `digest`: of its bytes; `dangerous`: the rows that tell of danger."""

    digest: str
    layout: Layout
    lines: list[Line]
    dangerous: frozenset[int] = frozenset()


def store(s: Session, parts: Parts, file: ReadFile, account_id: int | None) -> HotlineImport:
    """Store the lines of a file, each with its state: new, same, changed or bad. The same file again returns its stored import.

    Nothing becomes a case before `accept`. Reading a file (`read`) takes long, so it is done before the transaction.
    """
    known = import_of(s, file)
    if known is not None:
        return known
    made = HotlineImport(
        at=parts.clock.now(), account_id=account_id, digest=file.digest, headings=list(file.layout.headings)
    )
    s.add(made)
    s.flush()
    s.add_all(_row(s, made, file, line) for line in file.lines)
    s.flush()
    return made


def import_of(s: Session, file: ReadFile) -> HotlineImport | None:
    """The import of this very file; None if it was not stored before, or was discarded."""
    known = sa.select(HotlineImport).where(HotlineImport.digest == file.digest)
    return s.scalar(known.order_by(HotlineImport.id.desc()))


def read(data: bytes, parts: Parts | None = None) -> ReadFile:
    """Unpack and parse an XLSX file into its layout and lines, with those of danger, if `parts` can tell. Slow, so not within a transaction.

    Raises Invalid.
    """
    rows = workbook.read(data)
    layout = columns.find_layout(rows)
    if layout is None:
        raise Invalid(sentence("hotline.no_headings"))
    lines = columns.lines(rows, layout)
    if not lines:
        raise Invalid(sentence("hotline.nothing"))
    told = (one.row for one in lines if parts is not None and danger_in(parts, words_of(layout.at, one.cells)))
    return ReadFile(hashlib.sha256(data).hexdigest(), layout, lines, frozenset(told))


def _row(s: Session, made: HotlineImport, file: ReadFile, line: Line) -> HotlineRow:
    """The row of a line, with its state (`HotlineRow`) and the case of its number, if there is one.

    A line that tells of danger also has the fault DANGER, which stays when `accept` drops a bad line's words. Of an order
    whose case was erased only the number is kept, because no later erasure would reach the words.
    """
    layout = file.layout
    number = line.cells[layout.at["number"]][:60]
    case = case_of(s, number) if line.order else None
    is_erased = case is not None and case.forgotten_at is not None
    differs = case is not None and not is_erased and bool(differences(s, case, layout.headings, line.cells))
    state = "bad" if line.order is None else "new" if case is None else "changed" if differs else "same"
    return HotlineRow(
        import_id=made.id,
        row=line.row,
        number=number,
        state=state,
        faults=[*line.faults, *([DANGER] if line.row in file.dangerous else [])],
        cells="" if is_erased else json.dumps(line.cells, ensure_ascii=False),
        case_id=case.id if case is not None else None,
    )


def words_of(at: Mapping[str, int], cells: Sequence[str]) -> str:
    """What the caller of a line wants; without that, all that the line says. `at`: field → index of its cell."""
    return cells[at["text"]] or "，".join(filter(None, cells))


def danger_in(parts: Parts, text: str) -> str:
    """The code of the danger that the words, or one of their sentences, plainly tell of; "" for none."""
    return next(filter(None, map(parts.danger_in, (text, *_SENTENCE_ENDS.split(text)))), "")


def case_of(s: Session, number: str) -> Case | None:
    """The case with this number of the hotline's; None if there is none."""
    return s.scalar(sa.select(Case).where(Case.hotline_no == number))


Difference = tuple[str, str, str]
"""(heading, what the case's line of the import before says there, what this line says)."""


def differences(
    s: Session, case: Case, headings: Sequence[str], cells: Sequence[str], before: int | None = None
) -> list[Difference]:
    """Where the cells differ from the case's line in the latest accepted import, under headings that both have.

    [] if there is no such line, or its words were erased. `before`: the id of an import; only imports stored before it count.
    The columns for our reply and state are not compared.
    """
    last = sa.select(HotlineRow, HotlineImport.headings).join(HotlineImport).where(HotlineRow.case_id == case.id)
    last = last.where(HotlineImport.accepted_at.is_not(None), HotlineRow.import_id < (before or 2**31 - 1))
    found = s.execute(last.order_by(HotlineRow.import_id.desc()).limit(1)).first()
    if found is None or not found[0].cells:
        return []
    was = dict(zip(found[1], json.loads(found[0].cells), strict=False))
    ours = columns.columns_of(headings)
    skipped = {headings[ours[name]] for name in ("reply", "status") if name in ours}
    now = dict(zip(headings, cells, strict=False))
    return [
        (name, was[name], value)
        for name, value in now.items()
        if name in was and name not in skipped and was[name] != value
    ]


def rows_of(s: Session, made: HotlineImport) -> list[HotlineRow]:
    """The lines of an import, in the order of the file."""
    return list(s.scalars(sa.select(HotlineRow).where(HotlineRow.import_id == made.id).order_by(HotlineRow.row)))


def count_left(s: Session, made: HotlineImport) -> int:
    """How many lines of the import wait to be taken in."""
    return s.scalar(sa.select(sa.func.count()).select_from(_open_rows(made.id).subquery())) or 0


def accept(s: Session, parts: Parts, made: HotlineImport) -> None:
    """Accept the import, so that its lines are taken in (`take_in`); drop the words of bad lines, which become no cases.

    Accepting it again changes nothing.
    """
    if made.accepted_at is None:
        made.accepted_at = parts.clock.now()
        s.execute(
            sa.update(HotlineRow).where(HotlineRow.import_id == made.id, HotlineRow.state == "bad").values(cells="[]")
        )


def discard(s: Session, made: HotlineImport) -> None:
    """Drop a file that was not accepted. Raises Invalid if it was."""
    if made.accepted_at is not None:
        raise Invalid(sentence("hotline.accepted"))
    s.execute(sa.delete(HotlineRow).where(HotlineRow.import_id == made.id))
    s.delete(made)


# --- working it off


def work_off(parts: Parts) -> int:
    """The worker's job: take in a batch of lines of the oldest accepted import that is not done; returns how many.

    Also drops files that were not accepted within KEPT_UNACCEPTED.
    """
    _drop_unaccepted(parts)
    with parts.db.read() as s:
        open_import = s.scalar(
            sa.select(HotlineImport.id)
            .where(HotlineImport.accepted_at.is_not(None), HotlineImport.done_at.is_(None))
            .order_by(HotlineImport.id)
            .limit(1)
        )
    return sum(1 for _ in take_in(parts, open_import, BATCH)) if open_import is not None else 0


def _drop_unaccepted(parts: Parts) -> None:
    """Drop the files that were not accepted within KEPT_UNACCEPTED."""
    old = sa.select(HotlineImport).where(
        HotlineImport.accepted_at.is_(None), HotlineImport.at < parts.clock.now() - KEPT_UNACCEPTED
    )
    with parts.db.read() as s:
        if s.scalar(old.limit(1)) is None:
            return
    with parts.db.write() as s:
        for made in s.scalars(old):
            discard(s, made)


def take_in(parts: Parts, import_id: int, most: int) -> Iterator[int]:
    """Take in up to `most` lines of an accepted import, those of danger first, each in its own transaction; yields each row's number in the sheet.

    A call that finds none left, be it after some, marks the import as done; one that ends at `most` does not.
    """
    for _ in range(most):
        with parts.db.read() as s:
            made = s.get_one(HotlineImport, import_id)
            row = s.scalar(_open_rows(import_id).order_by(_TELLS_OF_DANGER.desc(), HotlineRow.row).limit(1))
            at, headings = (row.id, row.row) if row is not None else (0, 0), list(made.headings)
            text = _text(row, headings) if row is not None and row.state == "new" else ""
        if row is None:
            _finish(parts, import_id)
            return
        draft = unread_words.read(parts, text) if text else case_draft.empty()
        try:
            with parts.db.write() as s:
                _take_in_row(s, parts, s.get_one(HotlineRow, at[0], with_for_update=True), headings, draft)
        except IntegrityError:  # another process was first: the next round finds its case
            continue
        yield at[1]


def _open_rows(import_id: int) -> sa.Select[Any]:
    """The lines that are not taken in yet: new ones without a case, changed ones without a note."""
    return sa.select(HotlineRow).where(
        HotlineRow.import_id == import_id, HotlineRow.state.in_(("new", "changed")), HotlineRow.settled.is_(False)
    )


# whether a line was marked so when it was stored
_TELLS_OF_DANGER = sa.cast(HotlineRow.faults, sa.String).contains(f'"{DANGER}"')


def _finish(parts: Parts, import_id: int) -> None:
    """Mark the import as done."""
    with parts.db.write() as s:
        made = s.get_one(HotlineImport, import_id, with_for_update=True)
        made.done_at = made.done_at or parts.clock.now()


def _text(row: HotlineRow, headings: Sequence[str]) -> str:
    """What the caller of a stored line wants."""
    at = columns.columns_of(headings)
    return str(json.loads(row.cells)[at["text"]])


def _take_in_row(s: Session, parts: Parts, row: HotlineRow, headings: Sequence[str], draft: CaseDraft | None) -> None:
    """Make a case of a line whose number has none; else, if the line differs, write a note on the case. Skip a settled line.

    `draft` None: the bot did not answer. The words of a line whose case was erased meanwhile are blanked, if erasing has not done so.
    """
    if row.settled:
        return
    row.settled = True
    if not row.cells:
        row.state = "same"
        return
    order = columns.order_of(headings, json.loads(row.cells))
    case = case_of(s, row.number)
    if case is None:
        row.case_id = _register(s, parts, row, order, draft).id
        return
    row.case_id = case.id
    if case.forgotten_at is not None:
        row.state, row.cells = "same", ""
        return
    found = differences(s, case, headings, order.cells, before=row.import_id)
    row.state = "changed" if found else "same"
    if found:
        _note(s, parts, case, row, found)
    if order.secret and not discretion.is_confidential(case):
        confidentiality.make_confidential(s, parts, case, _who(s, row))


def _who(s: Session, row: HotlineRow) -> Who:
    """The clerk who accepted the import."""
    return Who(Actor.DESK, s.get_one(HotlineImport, row.import_id).account_id, Actor.DESK.label)


def _note(s: Session, parts: Parts, case: Case, row: HotlineRow, found: Sequence[Difference]) -> None:
    """Write a note for the desk on what the hotline's line says differently now; only that it is to be kept confidential is taken over."""
    empty = sentence("hotline.empty")
    told = [sentence("hotline.difference", heading=h, was=was or empty, now=now or empty) for h, was, now in found]
    act(
        s,
        parts.clock.now(),
        case,
        Verb.NOTE,
        _who(s, row),
        private=sentence("hotline.changed", what="；".join(told))[:2000],
        source=Source(f"hotline:{row.import_id}:{row.row}", ""),
    )


def _register(s: Session, parts: Parts, row: HotlineRow, order: Order, reading: CaseDraft | None) -> Case:
    """Register the case of an order, with the hotline's number and deadline; nothing is sent to the caller.

    Its kind, place and body are the hotline's where we know them; the rest is the bot's `reading`, later if it does not answer.
    """
    made = s.get_one(HotlineImport, row.import_id)
    point = ContactPoint(channel="desk", address_key=secrets.token_hex(32), created_at=parts.clock.now())
    s.add(point)
    s.flush()
    draft = reading or unread_words.plain_draft(danger_in(parts, order.text))
    answers = {"place": order.place, "contact": " ".join(filter(None, (order.name, order.phone)))[:200]}
    said = draft_reader.case_words_of(order.text, draft, answers)
    read, _about = registering.first_facts(s, said, draft, parts.clock.now())
    kind, body = next((kind for kind in Kind if kind.label in order.kind), None), _body_named(s, order.body)
    theirs = {"place": order.place, "kind": kind, "body": body}
    return registering.report(
        s,
        parts,
        contact=point.id,
        text=order.text,
        draft=draft,
        answers=answers,
        source=Source(f"hotline:{order.number}", ""),
        settled=Settled(
            by=made.account_id,
            channel=CHANNEL,
            kind=kind or read["kind"],
            category=read["category"],
            urgency=read["urgency"],
            grid=read["grid"],
            body=body,
            unnamed=order.secret,
            hotline_no=order.number,
            due_at=order.due_at,
            to_read=[] if reading else [name for name in unread_words.FIELDS if not theirs.get(name)],
        ),
    )


def _body_named(s: Session, text: str) -> str:
    """The code of the one body that the order names; "" if it names none or several, among which a clerk chooses."""
    named = grids.bodies_named(s, text)
    return named.pop() if len(named) == 1 else ""
