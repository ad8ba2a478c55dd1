"""`/desk/places/drawing`: check a new drawing of the community's or a department's grids, take it in, or take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.grids import drawing_report, versions
from portal.grids.drawing_report import DrawingReport
from portal.grids.drawings import geojson
from portal.grids.fault_words import sentence
from portal.grids.jobs import write_snapshot
from portal.http.access import access
from portal.http.current import parts
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI

public = Blueprint("drawing", __name__, url_prefix="/desk/places/drawing", template_folder="templates")
ROLES = (Role.SUPERVISOR, Role.OPERATOR)  # who may change drawings
MOST_NAMES = 20  # names of layers that the form suggests


@dataclass(frozen=True)
class Sent:
    """A form as sent: the file's bytes, the layer's name and the day."""

    data: bytes
    layer: str
    day: date


@public.get("")
@access(*ROLES)
def page() -> Any:
    """The form, and the drawings that are not in force yet."""
    return _page()


@public.post("")
@access(*ROLES)
def send() -> Any:
    """Report on the drawing or, if `do` is "take", take it in; one with overlaps, gaps or orphans only with `despite`."""
    today = _today()
    try:
        sent = _sent(today)
        with parts().db.read() as s:
            found = geojson.read(sent.data, versions.communities(s))
            versions.check_day(s, sent.day, today, sent.layer)
            report = drawing_report.report_on(s, found, sent.day, sent.layer)
    except geojson.BadDrawing as bad:
        return _page(bad=bad.lines), 422
    except Invalid as refused:
        return _page(bad=[refused.title]), 422
    if request.form.get("do") != "take" or (not report.faults.is_clean and request.form.get("despite") != "1"):
        return _page(report=report, refused=request.form.get("do") == "take")
    try:
        with parts().db.write() as s:
            versions.take_in(s, found, sent.day, today, sent.layer)
    except Invalid as refused:  # another page took one in meanwhile
        return _page(bad=[refused.title]), 422
    write_snapshot(parts())
    flash(_("收好了，从 %(day)s 起用；以前的工单留在原来的网格", day=sent.day), "success")
    return redirect(url_for("places.page"), 303)


@public.post("/take-back")
@access(*ROLES)
def take_back() -> Any:
    """Take back a layer's drawing that is not in force yet."""
    with parts().db.write() as s:
        done = versions.take_back(s, _today(), request.form.get("layer", "")[:20])
    flash(_("撤掉了，还照现在的图") if done else _("没有还没生效的图"), "success" if done else "error")
    return redirect(url_for("drawing.page"), 303)


def _today() -> date:
    return parts().clock.now().astimezone(SHANGHAI).date()


def _sent(today: date) -> Sent:
    """The form as sent; without a day, today. Raises BadDrawing without a file, and Invalid for a day that is no date."""
    file = request.files.get("file")
    data = file.stream.read(geojson.MOST_BYTES + 1) if file else b""
    if not data:
        raise geojson.BadDrawing([_("请先选一个 GeoJSON 文件")])
    typed = request.form.get("day", "").strip()
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError as wrong:
        raise Invalid(sentence("date.form")) from wrong
    return Sent(data, request.form.get("layer", "").strip()[:40], day)


def _page(*, bad: list[str] | None = None, report: DrawingReport | None = None, refused: bool = False) -> str:
    """The page. `bad`: why the form cannot be read, in Chinese; `refused`: the drawing was not taken in because of the report's faults."""
    today = _today()
    with parts().db.read() as s:
        waiting = [(name, day) for name in (versions.UNIFIED, *versions.layers(s)) if (day := versions.pending(s, today, name))]  # fmt: skip
        return render_template(
            "places/drawing.html",
            bad=(bad or [])[: drawing_report.MOST],
            lines=drawing_report.lines(report) if report else [],
            clean=report.faults.is_clean if report else True,
            refused=refused,
            form=request.form,
            today=today,
            waiting=waiting,
            layers=versions.layers(s)[:MOST_NAMES],
        )
