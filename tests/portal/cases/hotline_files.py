"""Files of the hotline's orders, as tests make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "序号",
    "工单编号",
    "来电人",
    "来电号码",
    "诉求内容",
    "诉求类型",
    "派单时间",
    "办结时限",
    "回访要求",
    "承办单位",
)


def naive(*parts: int) -> datetime:
    """A moment as a cell holds it: without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


DUE = naive(2026, 12, 3, 17)


def order(number: str = "JS20261128001", text: str = "柳树里3栋的路灯坏了", **more: Any) -> list[Any]:
    """A line under HEADINGS; `more`: other cells, by their heading."""
    cells = {"序号": 1, "工单编号": number, "来电人": "李某", "来电号码": 13800001234, "诉求内容": text}
    cells |= {
        "诉求类型": "投诉",
        "派单时间": naive(2026, 11, 28, 9, 30),
        "办结时限": DUE,
        "回访要求": "需回访",
        "承办单位": "",
    }
    return [(cells | more)[heading] for heading in HEADINGS]


def workbook(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, title: str = "", hidden: bool = False) -> bytes:
    """An XLSX file; `title`: a line above the headings; `hidden`: a hidden sheet before it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden:
        sheet.sheet_state = "hidden"
        sheet.append(["工单编号", "诉求内容"])
        sheet.append(["HIDDEN001", "藏着的"])
        sheet = book.create_sheet("工单")
    for row in ([title] if title else None, headings, *rows):
        if row is not None:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb(size: int = 200 * 1024 * 1024) -> bytes:
    """A file whose sheet unpacks to `size` bytes."""
    file = io.BytesIO()
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts, parts.open(name, "w") as part:
        for _ in range(size // (1024 * 1024)):
            part.write(b" " * 1024 * 1024)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with the content of one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
    return file.getvalue()
