"""Write the template of the weekly report, `weekly_report.docx`: `python -m devtools.report_template`.

An office may style the file itself in Word, as long as the words in braces stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Pt

from devtools.processes import PROJECT

FILE = PROJECT / "portal" / "overview" / "templates" / "overview" / "weekly_report.docx"
WEEKS = 5  # columns of figures: the week of the report and the four before
# stands above each table in which small figures are withheld
SMALL = "“不列”：不到 3 件，或者写出来就能算出不到 3 件。"


def write(path: Path = FILE) -> None:
    """Write the template."""
    file = Document()
    _style(file)
    file.core_properties.author = ""
    file.core_properties.title = "周报"
    file.add_heading("{{ community }}　周报", 0)
    file.add_paragraph("{{ span }}")
    file.add_paragraph("{{ at }} 算的。居民后来的回话也算进去，所以过几天再算，“居民认的”会变。")
    _weeks(file)
    file.add_heading("各网格", 1)
    file.add_paragraph(SMALL)
    _lines(file, "grids", ["网格", "收到", "前四周平均", "到期没办好"])
    file.add_paragraph("{%p if unlisted %}")
    file.add_paragraph("收到得少的 {{ unlisted }} 个网格没有列出来。")
    file.add_paragraph("{%p endif %}")
    file.add_heading("各类别", 1)
    file.add_paragraph(SMALL)
    _lines(file, "categories", ["类别", "收到", "前四周平均", "到期没办好"])
    file.add_heading("好几位居民说的同一件事", 1)
    file.add_paragraph(
        "这一周还有人报的。近九周里三位以上不同的居民报的像是同一件；机器只比地点、类别和用字，会看错。"
        "险情、举报、说到人的、要保密的不在里面。"
    )
    _lines(file, "issues", ["地点", "类别", "居民", "件数"])
    file.add_heading("件数不寻常的类别", 1)
    file.add_paragraph("和前八周比，多得不像碰巧的（一百次里碰不到五次）。")
    _lines(file, "spikes", ["类别", "收到", "以前一周"])
    file.add_heading("各单位说的和居民说的", 1)
    file.add_paragraph("单位说办好了、说联系过的，居民认多少；" + SMALL)
    _lines(file, "bodies", ["承办单位", "说办好了", "说联系过"])
    file.save(str(path))


def _style(file: File) -> None:
    """Set a font for Chinese in each style that is used."""
    for name in ("Normal", "Title", "Heading 1"):
        style = file.styles[name]
        style.font.name = "Arial"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    file.styles["Normal"].font.size = Pt(10.5)


def _weeks(file: File) -> None:
    """The figures of the week beside those of the four before, and bars of what came in."""
    file.add_heading("这一周和前四周", 1)
    _lines(file, "bars", ["周", "收到", "件"])
    file.add_paragraph()
    _table(
        file,
        ["数", *(f"{{{{ header[{week}] }}}}" for week in range(WEEKS))],
        "figures",
        ["{{ row[0] }}", *(f"{{{{ row[1][{week}] }}}}" for week in range(WEEKS))],
    )
    file.add_paragraph(
        "到期没办好的：最晚的日子在这一周，那时还没有办结；并到别的件里一起办的不另算。"
        "居民认的：回了话的里面，说办好了的占多少，括号里是 95% 的把握的范围（Wilson），没回话的不算在里面。"
    )


def _lines(file: File, name: str, header: Sequence[str]) -> None:
    """A table with a row for each item of the template's variable `name`."""
    _table(file, header, name, [f"{{{{ row[{at}] }}}}" for at in range(len(header))])


def _table(file: File, header: Sequence[str], name: str, cells: Sequence[str]) -> None:
    """A table: the header, then `cells` for each `row` of the template's variable `name`."""
    table = file.add_table(rows=0, cols=len(header), style="Table Grid")
    for texts in (header, ["{%tr for row in " + name + " %}"], cells, ["{%tr endfor %}"]):
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(table.rows[0]._tr.makeelement(qn("w:tblHeader"), {}))


if __name__ == "__main__":
    write()
