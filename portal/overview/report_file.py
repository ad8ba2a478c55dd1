"""The weekly report as a Word document, filled into `weekly_report.docx` (made by `devtools.report_template`)."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from portal.overview.report_words import WeeklyReport
from portal.pages.template_context import moment

TEMPLATE = Path(__file__).resolve().parent / "templates" / "overview" / "weekly_report.docx"
_BAR = 24  # characters of the longest bar
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def document(report: WeeklyReport, community: str) -> bytes:
    """The report as a DOCX file."""
    file, out = DocxTemplate(TEMPLATE), io.BytesIO()
    file.render(_plain(_facts(report) | {"community": community}), SandboxedEnvironment(autoescape=True))
    file.save(out)
    return out.getvalue()


def _facts(report: WeeklyReport) -> dict[str, Any]:
    """What the template names."""
    most = max(*report.received, 1)
    bars = [
        (span, "█" * round(_BAR * number / most), str(number))
        for span, number in zip(report.header, report.received, strict=True)
    ]
    return vars(report) | {"at": moment(report.at), "bars": bars}


def _plain(value: Any) -> Any:
    """The value without characters that no XML may hold."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
