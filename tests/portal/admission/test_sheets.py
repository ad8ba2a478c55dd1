"""The list and the ledger as files."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from portal.admission import asks, listing, sheets
from portal.admission.fields import Faulty
from portal.admission.rules import Kind, Work
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import TODAY, fields
from tests.portal.admission.test_asks import OFF, admit, enter

HEAD = "编号,名称,种类,依据,做什么,从哪天起"
ROW = "XZ-05,高龄老人探访,依法协助,民发〔2026〕1号,入户走访、宣传发动,2026-11-24"


def text(*rows: str) -> bytes:
    return "\n".join(rows).encode()


@pytest.mark.parametrize("write", [sheets.list_xlsx, sheets.list_csv])
def test_the_list_comes_back_as_it_went_out(s: Session, parts: Parts, staff: dict[str, int], write: object) -> None:
    """In either form, with what a program would run as a formula."""
    strange = fields(
        code="XZ-50", name="=1+1", funds="-5 元", every_days=30, work=(Work.REPORT,), until=TODAY, aliases="甲、乙"
    )
    row = listing.save(s, strange, staff["supervisor"], parts.clock.now())
    assert callable(write)
    assert sheets.read_list(write([row])) == [strange]


def test_a_list_is_read_from_csv() -> None:
    """Also in GBK, by labels or codes, columns in any order, empty lines left out."""
    (found,) = sheets.read_list(text(HEAD, "", ROW).decode().encode("gb18030"))
    assert (found.kind, found.work, found.name) == (Kind.ASSISTING, (Work.VISIT, Work.PUBLICITY), "高龄老人探访")


def test_a_list_is_read_from_xlsx_as_a_program_writes_it() -> None:
    """With days and numbers as such."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*HEAD.split(","), "多少天一次"])
    sheet.append([*ROW.split(",")[:5], TODAY, 90.0])
    file = io.BytesIO()
    book.save(file)
    (found,) = sheets.read_list(file.getvalue())
    assert (found.since, found.every_days) == (TODAY, 90)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请先选一个文件"),
        (text("名称,种类", "甲,乙"), "要有这些列：编号、依据、做什么、从哪天起"),
        (text(HEAD), "一项也没有"),
        (text(HEAD, *[ROW] * 501), "最多 500 行"),
        (b"\xff\xfe\x00\x00", "读不懂"),
        (b"PK not a book", "打不开"),
        (text('"' + HEAD), "读不懂"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, said: str) -> None:
    """With the reason."""
    with pytest.raises(Invalid, match=said):
        sheets.read_list(data)


def test_each_wrong_line_is_named() -> None:
    """With its column; and a code that stands twice."""
    with pytest.raises(Faulty) as caught:
        sheets.read_list(text(HEAD, ROW, ROW.replace("依法协助", "随便"), ROW.replace("XZ-05", ""), ROW))
    assert list(caught.value.faults.values()) == [
        "第 3 行，种类：请选一个",
        "第 4 行，编号：编号只用字母、数字和短横，最多 20 个",
        "第 5 行：编号和第 2 行一样",
    ]


def test_the_ledger_as_a_file(s: Session, parts: Parts, listed: None) -> None:
    """Text cells, states and rules in words, the exception with its reason."""
    ask = admit(s, parts, enter(s, parts, OFF))
    data = sheets.ledger_xlsx([ask], {ask.id: asks.decisions(s, ask.id)[-1]}, TODAY)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    head, row = sheet.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["结果"], told["没有准入的规则"], told["例外的理由"]) == (
        "例外准入",
        "清单以外不进社区",
        "防汛期间临时要办，只这一次",
    )
