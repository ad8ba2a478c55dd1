"""`/admission/list`: the admission list as of a day; the operator and supervisors enter, end and import its items."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.admission import listing, sheets
from portal.admission.fields import Faulty, day_of, fault_of_day, read_item
from portal.admission.ledger_page import READERS, XLSX
from portal.admission.models import AdmissionItem
from portal.admission.words import labels, sentence, works
from portal.cases.rules.deadlines import shanghai_day
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel import workbook
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.staff.models import Account

public = Blueprint("admission_list", __name__, url_prefix="/admission/list", template_folder="templates")
EDITORS = (Role.SUPERVISOR, Role.OPERATOR)  # who may change the list
MOST_FAULTS = 30  # faults of a file that the page lists


@public.get("")
@access(*READERS, Role.OPERATOR)
def page() -> Any:
    """The list as of the day `on`, by default today; for editors with the forms to change it."""
    return _page()


@public.get("/list.xlsx")
@access(*READERS, Role.OPERATOR)
def xlsx() -> Any:
    """The list as of the day `on`, by default today, as XLSX; without items, a sheet with the headings only."""
    with parts().db.read() as s:
        return _file(sheets.list_xlsx(_in_force(s)), XLSX, "admission-list.xlsx")


@public.get("/list.csv")
@access(*READERS, Role.OPERATOR)
def as_csv() -> Any:
    """The list as of the day `on`, by default today, as CSV."""
    with parts().db.read() as s:
        return _file(sheets.list_csv(_in_force(s)), "text/csv; charset=utf-8", "admission-list.csv")


def _file(data: bytes, kind: str, name: str) -> Any:
    answer = make_response(data)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public.post("/import")
@access(*EDITORS)
def take_in() -> Any:
    """Check a file or, if `do` is "take", import its items: all of them, or none if a line is wrong."""
    file, now = request.files.get("file"), parts().clock.now()
    try:
        found = sheets.read_list(file.stream.read(workbook.MOST_BYTES + 1) if file else b"")
        if request.form.get("do") != "take":
            return _page(checked=len(found))
        with parts().db.write() as s:
            changed, same = listing.take_in(s, found, staff_actor().id, now)
    except Faulty as faulty:
        return _page(bad=[_of_code(code, said) for code, said in faulty.faults.items()]), 422
    except (Invalid, Conflict) as refused:
        return _page(bad=[refused.title]), refused.status
    flash(_("收好了：新的和改了的 %(changed)s 项，本来就一样的 %(same)s 项", changed=changed, same=same), "success")
    return redirect(url_for("admission_list.page"), 303)


def _of_code(code: str, said: str) -> str:
    """The sentence of a fault; with the item's code before it, unless `code` is the key of a line ("3 name")."""
    return said if " " in code else f"{code}：{said}"


@public.get("/new")
@access(*EDITORS)
def new() -> Any:
    """The form for an item that is not on the list yet."""
    return _item_page("", {})


@public.post("")
@access(*EDITORS)
def save() -> Any:
    """Enter a new item, or another version of one."""
    now, code = parts().clock.now(), request.form.get("code", "").strip()
    seen = row_id(request.form.get("version", "")) or 0
    known = code.upper() if seen else ""
    try:
        typed = read_item(request.form, request.form.getlist("work"))
        with parts().db.write() as s:
            listing.save(s, typed, staff_actor().id, now, seen=seen)
    except Faulty as faulty:
        return _item_page(known, faulty.faults), 422
    except Conflict as refused:
        return _item_page(known, {}, refused.title), refused.status
    flash(_("记好了，从 %(day)s 起照这一版", day=typed.since), "success")
    return redirect(url_for("admission_list.one", code=typed.code), 303)


@public.get("/<code>")
@access(*EDITORS)
def one(code: str) -> Any:
    """The page of an item: its versions, the form for another version, and the form to end it."""
    return _item_page(code, {})


@public.post("/<code>/end")
@access(*EDITORS)
def end(code: str) -> Any:
    """Take an item off the list after a day."""
    now = parts().clock.now()
    day, seen = day_of(request.form.get("until", "").strip()), row_id(request.form.get("version", "")) or 0
    try:
        if day is None:
            raise Faulty({"until": fault_of_day(request.form.get("until", "").strip())})
        with parts().db.write() as s:
            listing.end(s, code[:20], day, staff_actor().id, now, seen=seen)
    except Faulty as faulty:
        return _item_page(code, {"last_day": faulty.faults["until"]}), 422
    except Conflict as refused:
        return _item_page(code, {}, refused.title), refused.status
    flash(_("记好了，%(day)s 以后不再准入", day=day), "success")
    return redirect(url_for("admission_list.one", code=code), 303)


def _in_force(s: Session) -> list[AdmissionItem]:
    """The versions in force on the day of the query's `on`, or today, by kind and code."""
    day = day_of(request.args.get("on", "")) or shanghai_day(parts().clock.now())
    held = sa.or_(AdmissionItem.until.is_(None), AdmissionItem.until >= day)
    found = sa.select(AdmissionItem).where(AdmissionItem.since <= day, held).order_by(AdmissionItem.code)
    order = [code for code, _words in labels("kind")]
    return sorted(s.scalars(found), key=lambda row: order.index(row.kind))


def _page(*, bad: Sequence[str] = (), checked: int | None = None) -> str:
    today, asked = shanghai_day(parts().clock.now()), request.args.get("on", "")
    with parts().db.read() as s:
        return render_template(
            "admission/list.html",
            wrong_day=fault_of_day(asked) if asked and day_of(asked) is None else "",
            items=[(row, sentence(f"kind.{row.kind}", _), works(row.work, _)) for row in _in_force(s)],
            on=day_of(asked) or today,
            today=today,
            later=s.scalar(sa.select(sa.func.count()).where(AdmissionItem.since > today)) or 0,
            may_edit=_may_edit(),
            bad=bad[:MOST_FAULTS],
            checked=checked,
            most=sheets.MOST_ROWS,
        )


def _may_edit() -> bool:
    return staff_actor().role in EDITORS


def _item_page(code: str, faults: Mapping[str, str], problem: str = "") -> str:
    """The page of an item or, with the code "", the form for a new one. Raises NotFound for an unknown code."""
    today = shanghai_day(parts().clock.now())
    with parts().db.read() as s:
        rows = listing.history(s, code[:20]) if code else []
        if code and not rows:
            raise NotFound()
        people = {number for row in rows for number in (row.entered_by, row.ended_by) if number}
        return render_template(
            "admission/item.html",
            code=code,
            rows=[(row, sentence(f"kind.{row.kind}", _), works(row.work, _)) for row in rows],
            names={one.id: one.name for one in s.scalars(sa.select(Account).where(Account.id.in_(people)))},
            version=rows[0].serial if rows else 0,
            in_force=any(row.until is None or row.until >= today for row in rows),
            typed=_typed(rows, today),
            chosen_works=request.form.getlist("work") if request.form else (rows[0].work if rows else []),
            kinds=labels("kind", _),
            all_works=labels("work", _),
            faults=faults,
            problem=problem,
            today=today,
        )


def _typed(rows: Sequence[AdmissionItem], today: date) -> Callable[[str], str]:
    """A function from a field's name to its value: as sent, else as in the latest version, but from today on and with no end."""
    if request.form:
        return lambda name: request.form.get(name, "")
    if not rows:
        return lambda name: str(today) if name == "since" else ""
    held = {"since": str(today), "until": ""}
    return lambda name: held.get(name, str(getattr(rows[0], name) or ""))
