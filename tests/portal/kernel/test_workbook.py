"""What is read of an XLSX sheet."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from portal.kernel import workbook
from portal.kernel.errors import Invalid


def sheet_with(*filled: int) -> bytes:
    """A sheet with a word in these rows, counted from 1, and nothing else."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number in filled:
        sheet.cell(row=number, column=1, value="3栋")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("last", [workbook.MOST_ROWS + 1, workbook.MOST_ROWS + 500])
def test_a_row_behind_thousands_of_empty_ones_is_refused_and_not_dropped(last: int) -> None:
    """As too many rows."""
    with pytest.raises(Invalid, match="行数太多"):
        workbook.read(sheet_with(1, last))


def test_empty_rows_at_the_end_do_not_count() -> None:
    """Those in between do."""
    assert len(workbook.read(sheet_with(1, workbook.MOST_ROWS))) == workbook.MOST_ROWS
