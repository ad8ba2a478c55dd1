"""Writes the admission list (XLSX, CSV) and the ledger (XLSX) to files, and reads a list from either form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.admission.asks import state_on
from portal.admission.fields import Faulty, ItemFields, read_item, split_names
from portal.admission.models import AdmissionItem, Ask, Decision
from portal.admission.words import labels, sentence, works
from portal.kernel import workbook
from portal.kernel.errors import Invalid
from portal.kernel.spreadsheet import cell, decoded

COLUMNS = (
    "code", "name", "kind", "basis", "departments", "work", "every_days", "funds", "people", "aliases", "since", "until",
)  # fmt: skip
_LEDGER = (
    "number", "day", "department", "what", "item", "work", "cited", "deadline", "state", "rules", "exception", "reason", "by",
)  # fmt: skip
MOST_ROWS = 500  # of an imported list, without the headings
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a cell that begins so is calculated by spreadsheet programs


def headings(columns: Iterable[str] = COLUMNS) -> list[str]:
    return [sentence(f"column.{one}") for one in columns]


def list_rows(items: Iterable[AdmissionItem]) -> Iterator[list[str]]:
    """A row for each version, in the order of COLUMNS."""
    for one in items:
        yield [
            one.code,
            one.name,
            sentence(f"kind.{one.kind}"),
            one.basis,
            one.departments,
            works(one.work),
            str(one.every_days or ""),
            one.funds,
            one.people,
            one.aliases,
            one.since.isoformat(),
            one.until.isoformat() if one.until else "",
        ]


def list_xlsx(items: Iterable[AdmissionItem]) -> bytes:
    return workbook.write(headings(), list_rows(items), sentence("sheet.list"))


def list_csv(items: Iterable[AdmissionItem]) -> bytes:
    """The list as CSV, in UTF-8 with a byte order mark, as spreadsheet programs expect."""
    text = io.StringIO()
    csv.writer(text).writerows([headings(), *([cell(one) for one in row] for row in list_rows(items))])
    return text.getvalue().encode("utf-8-sig")


def ledger_xlsx(asks: Sequence[Ask], exceptions: Mapping[int, Decision], today: date) -> bytes:
    """The ledger as XLSX; `exceptions`: ask id → its last exception."""
    rows = (_ledger_row(one, exceptions.get(one.id), today) for one in asks)
    return workbook.write(headings(_LEDGER), rows, sentence("sheet.ledger"))


def _ledger_row(ask: Ask, exception: Decision | None, today: date) -> list[str]:
    return [
        ask.number,
        ask.day.isoformat(),
        ask.department,
        ask.what,
        ask.item.code if ask.item else ask.code,
        works(ask.work),
        ask.basis,
        ask.deadline.isoformat(),
        sentence(f"state.{state_on(ask, today)}"),
        "；".join(sentence(f"rule.{one}") for one in ask.rules),
        ask.until.isoformat() if ask.until else "",
        exception.reason if exception else "",
        ask.account.name,
    ]


def read_list(data: bytes) -> list[ItemFields]:
    """The items of a file. Raises Faulty with a sentence for each wrong cell or repeated code, by "line field" ("3 name",
    "3 twice"); Invalid unless it is a list of 1 to MOST_ROWS items.
    """
    rows = [[_text(value) for value in row] for row in _rows(data)]
    heads = rows[0] if rows else []
    missing = [one for one in headings(("code", "name", "kind", "basis", "work", "since")) if one not in heads]
    if missing:
        raise Invalid(sentence("fault.file_columns", names="、".join(missing)))
    at = {name: heads.index(head) for name in COLUMNS if (head := sentence(f"column.{name}")) in heads}
    lines = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if not lines:
        raise Invalid(sentence("fault.file_empty"))
    if len(lines) > MOST_ROWS:
        raise Invalid(sentence("fault.file_rows"))
    return _items(at, lines)


def _items(at: Mapping[str, int], lines: Sequence[tuple[int, list[str]]]) -> list[ItemFields]:
    """The items of these rows, each with its number; `at`: field → index of its cell. Raises Faulty."""
    found: list[ItemFields] = []
    wrong: dict[str, str] = {}
    first: dict[str, int] = {}
    for number, row in lines:
        values = {name: row[index] if index < len(row) else "" for name, index in at.items()}
        try:
            one = read_item(
                values | {"kind": _code_of("kind", values["kind"])},
                [_code_of("work", word) for word in split_names(values["work"])],
            )
        except Faulty as faulty:
            wrong |= {f"{number} {field}": _line(number, field, said) for field, said in faulty.faults.items()}
            continue
        if one.code in first:
            wrong[f"{number} twice"] = sentence("fault.line_twice", line=str(number), first=str(first[one.code]))
        first.setdefault(one.code, number)
        found.append(one)
    if wrong:
        raise Faulty(wrong)
    return found


def _line(number: int, field: str, said: str) -> str:
    return sentence("fault.line", line=str(number), column=sentence(f"column.{field}"), what=said)


def _code_of(group: str, said: str) -> str:
    """The code of a label or code of this group (`words.labels`); any other text unchanged."""
    return next((code for code, words in labels(group) if said in (code, words)), said)


def _rows(data: bytes) -> Sequence[Sequence[Any]]:
    """The rows of an XLSX or CSV file. Raises Invalid."""
    if not data:
        raise Invalid(sentence("fault.file_none"))
    if data[:2] == b"PK":
        return workbook.read(data)
    text = decoded(data) if len(data) <= workbook.MOST_BYTES else None
    if text is None:
        raise Invalid(sentence("fault.file_text"))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))[: workbook.MOST_ROWS]
    except csv.Error:
        raise Invalid(sentence("fault.file_text")) from None


def _text(value: Any) -> str:
    """The cell as text: a day as 2026-11-24, a whole number without its point, a formula without the apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
