"""Read the first visible sheet of an XLSX file within bounds, and write one.

Formulas are not computed: a cell with one gives the value that was saved with it. Hidden sheets are not read. How much a
file unpacks to is checked before anything is unpacked; entities declared in its XML are refused (by `defusedxml`, which
openpyxl uses where it is installed).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from portal.kernel.errors import Invalid
from portal.kernel.spreadsheet import cell as safe_text

MOST_BYTES = 5 * 1024 * 1024  # of a file
MOST_UNPACKED = 40 * 1024 * 1024  # bytes of all its parts together
MOST_PARTS = 500  # files packed in one
MOST_RATIO = 300  # unpacked bytes for each packed one, of a part
MOST_ROWS = 3000  # of a sheet, with the headings and what stands above them
MOST_COLUMNS = 60  # cells beyond them are not read
# what somebody who sent a file reads
_LAST_ROW = 1_048_576  # of any XLSX sheet; a file that names a later row is not read to it
_UNREADABLE = "这个文件打不开：要没有加密的 XLSX 表"
_TOO_LARGE = f"文件太大了，最多 {MOST_BYTES >> 20} MB"
_BOMB = "这个压缩文件展开以后太大，不像一张表，没有打开"
_TOO_MANY = f"行数太多了，最多 {MOST_ROWS} 行，请分成几个文件"
FAULTS = (_UNREADABLE, _TOO_LARGE, _BOMB, _TOO_MANY)  # each also in the other languages' catalogues

Row = tuple[Any, ...]


def read(data: bytes) -> list[Row]:
    """The rows of the first visible sheet, with the empty ones except at its end. Raises Invalid, with the reason in Chinese.

    A cell is a str, number, bool, date or time as it was saved, or None if it is empty.
    """
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _rows_of(book)
        finally:
            book.close()
    except Invalid:
        raise
    except Exception:  # whatever openpyxl, zipfile and the parser raise for a broken file
        raise Invalid(_UNREADABLE) from None


def _refuse_bomb(data: bytes) -> None:
    """Raise Invalid for a file that is no XLSX, is too large, or would unpack to too much."""
    if len(data) > MOST_BYTES:
        raise Invalid(_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found = parts.infolist()
    except (zipfile.BadZipFile, ValueError):
        raise Invalid(_UNREADABLE) from None
    unpacked = sum(one.file_size for one in found)
    dense = any(one.file_size > MOST_RATIO * max(one.compress_size, 1) for one in found)
    if len(found) > MOST_PARTS or unpacked > MOST_UNPACKED or dense:
        raise Invalid(_BOMB)


def _rows_of(book: Any) -> list[Row]:
    """`read` of an opened workbook. Raises Invalid if no sheet is visible, or for too many rows."""
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise Invalid(_UNREADABLE)
    found = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    rows = [tuple(row) for row in islice(found, MOST_ROWS)]
    if not all(map(_is_empty, found)):  # also behind thousands of empty ones
        raise Invalid(_TOO_MANY)
    while rows and _is_empty(rows[-1]):
        rows.pop()
    return rows


def _is_empty(row: Row) -> bool:
    return row.count(None) == len(row) or all(value in (None, "") for value in row)


def write(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> bytes:
    """An XLSX file with one sheet: every cell is text, and none that a program would run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in (headings, *rows):
        sheet.append([_text_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, value: str) -> Any:
    """A cell that holds the value as text."""
    made = WriteOnlyCell(sheet, value=safe_text(value))
    made.data_type = "s"
    return made
