"""`/desk/hotline`: upload the hotline's daily file, see what each line becomes, accept or discard it, download the replies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties
from portal.cases.hotline import columns, orders, replies
from portal.cases.hotline.columns import Order
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import Case, CaseEvent
from portal.cases.reading import masking
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.records.event_wording import sentence, sentence_in_group
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel import workbook
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account

public = Blueprint("desk_hotline", __name__, url_prefix="/desk/hotline")
SHOWN = 14  # imports in the list, the newest
LINE_KEY = "hotline-line-"  # begins the key of the form in which a refused line is taken down
_LONGEST_NUMBER = 6  # digits of a line's number in its file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public.get("")
@access(Role.DESK)
def page() -> Any:
    """The form for a file, and the newest imports."""
    return _shown("")


def _shown(problem: str) -> str:
    """The page with the form. `problem`: why a file was refused, or ""."""
    with parts().db.read() as s:
        found = s.scalars(sa.select(HotlineImport).order_by(HotlineImport.id.desc()).limit(SHOWN))
        imports = [(made, _counts(s, made)) for made in found]
        return render_template("desk/hotline.html", imports=imports, problem=problem, most=workbook.MOST_BYTES >> 20)


@public.get("/empty.xlsx")
@access(Role.DESK)
def empty() -> Any:
    """An empty sheet with the usual headings."""
    return _download(workbook.write(columns.usual_headings(), [], sentence("hotline.orders")), "12345.xlsx")


def _download(data: bytes, name: str) -> Any:
    """The response that downloads the XLSX file under this name."""
    answer = make_response(data)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public.post("")
@access(Role.DESK)
def upload() -> Any:
    """Read a file and show what its lines will become. The same file again shows its import as it stands."""
    file = request.files.get("file")
    data = file.read(workbook.MOST_BYTES + 1) if file else b""
    try:
        if not data:
            raise Invalid(_("请先选一个文件"))
        read = orders.read(data, parts())
    except Invalid as problem:
        return _shown(problem.title), problem.status
    with parts().db.write() as s:
        known = orders.import_of(s, read)
        number = (known or orders.store(s, parts(), read, staff_actor().id)).id
        told = _told_of_known(known) if known else ""
    if told:
        flash(told, "warning")
    return redirect(url_for("desk_hotline.one", import_id=number), 303)


def _told_of_known(known: HotlineImport) -> str:
    """The message after a file was uploaded again: when it was first, and whether it was accepted."""
    day = known.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if known.accepted_at:
        return str(_("这个文件 %(day)s 已经收下过，没有再登记：下面就是那一次。", day=day))
    return str(_("这个文件 %(day)s 打开过，还没有收下：下面就是那一次。", day=day))


@public.get("/<int:import_id>")
@access(Role.DESK)
def one(import_id: int) -> Any:
    """An import with its lines: what is wrong with each, what differs from its case, and what became of it."""
    with parts().db.read() as s:
        made = _import(s, import_id)
        who = actors.staff(s, staff_actor())
        rows = _shown_rows(s, who, made)
        counts = _counts(s, made)
        at = columns.columns_of(made.headings)
        unread = [heading for index, heading in enumerate(made.headings) if heading and index not in at.values()]
        return render_template("desk/hotline_import.html", made=made, rows=rows, counts=counts, unread=unread)


@public.post("/<int:import_id>/accept")
@access(Role.DESK)
def accept(import_id: int) -> Any:
    """Accept the file: the worker registers its lines, and the page shows how far it is. The words of refused lines are dropped."""
    with parts().db.write() as s:
        orders.accept(s, parts(), _import(s, import_id, to_change=True))
    flash(_("收下了，正在一行一行登记。"), "success")
    return redirect(url_for("desk_hotline.one", import_id=import_id), 303)


@public.post("/<int:import_id>/discard")
@access(Role.DESK)
def discard(import_id: int) -> Any:
    """Drop a file that was not accepted."""
    try:
        with parts().db.write() as s:
            orders.discard(s, _import(s, import_id, to_change=True))
    except Invalid as problem:
        return _shown(problem.title), problem.status
    flash(_("丢掉了，什么也没有登记。"), "success")
    return redirect(url_for("desk_hotline.page"), 303)


@public.post("/<int:import_id>/replies.xlsx")
@access(Role.DESK)
def fetch_replies(import_id: int) -> Any:
    """Download our replies in the form of the hotline's file; records a look at each case in it."""
    with parts().db.write() as s:
        made = _import(s, import_id)
        data = replies.export(s, parts(), made, staff_actor())
        day = made.at.astimezone(SHANGHAI).date().isoformat()
    return _download(data, f"12345-{day}-{import_id}.xlsx")


def _import(s: Session, import_id: int, *, to_change: bool = False) -> HotlineImport:
    """The import of this id. Raises NotFound. `to_change` locks its row."""
    found = s.get(HotlineImport, import_id, with_for_update=to_change)
    if found is None:
        raise NotFound()
    return found


def _counts(s: Session, made: HotlineImport) -> dict[str, int]:
    """State (`HotlineRow.state`) → how many lines have it; and `left`: how many wait to be taken in."""
    by_state = sa.select(HotlineRow.state, sa.func.count()).where(HotlineRow.import_id == made.id)
    counts: dict[str, int] = {row[0]: row[1] for row in s.execute(by_state.group_by(HotlineRow.state))}
    return {"new": 0, "same": 0, "changed": 0, "bad": 0} | counts | {"left": orders.count_left(s, made)}


def order_to_take_down(s: Session, who: Who, row_id: int) -> Order | None:
    """The order of a refused line that still has its words, for this clerk to take it down; None for any other line.

    Also None if its words accuse, or may accuse, this clerk.
    """
    row = s.get(HotlineRow, row_id)
    if row is None or row.state != "bad" or row.cells in ("", "[]"):
        return None
    made = _import(s, row.import_id)
    return None if _ids_that_may_accuse(s, who, made, [row]) else columns.order_of(made.headings, json.loads(row.cells))


def key_of_line(s: Session, row_id: int) -> str:
    """The key of the form in which this refused line is taken down: of its file and its number there, as a row's id may be given again."""
    return _key_of(s.get_one(HotlineRow, row_id), s)


def _key_of(row: HotlineRow, s: Session) -> str:
    return f"{LINE_KEY}{s.get_one(HotlineImport, row.import_id).digest[:16]}-{row.row}"


def line_of_key(s: Session, key: str) -> int | None:
    """The row id of the line whose key (`key_of_line`) this is, of the file's newest import; None if there is none, or no more."""
    digest, _, number = key.removeprefix(LINE_KEY).partition("-")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    of_file = sa.select(HotlineRow.id).join(HotlineImport, HotlineImport.id == HotlineRow.import_id)
    of_file = of_file.where(HotlineImport.digest.startswith(digest, autoescape=True), HotlineRow.row == int(number))
    return s.scalars(of_file.order_by(HotlineRow.id.desc())).first()


def source_of_line(key: str) -> str:
    """The source key (`CaseEvent.source_key`) of the case taken down with this key of a line, whichever clerk does it."""
    return f"desk:{key}"


def _cases_of_refused(s: Session, rows: Sequence[HotlineRow]) -> dict[int, Case]:
    """Row id → the case that somebody took down from that line, for those of the rows that were refused."""
    keys = {source_of_line(_key_of(row, s)): row.id for row in rows if row.state == "bad"}
    found = sa.select(CaseEvent).where(CaseEvent.source_key.in_(keys))
    return {keys[event.source_key]: event.case for event in s.scalars(found) if event.source_key}


def _ids_that_may_accuse(s: Session, who: Who, made: HotlineImport, rows: Sequence[HotlineRow]) -> set[int]:
    """The ids of those of the import's lines whose words accuse, or may accuse, this clerk."""
    at = columns.columns_of(made.headings)
    words = {row.id: orders.words_of(at, json.loads(row.cells)) for row in rows if row.cells not in ("", "[]")}
    clerk = s.get_one(Account, who.id)
    return {row_id for row_id, accused in parties.accused_in(s, words, [clerk]).items() if accused}


def _shown_rows(s: Session, who: Who, made: HotlineImport) -> list[dict[str, Any]]:
    """All lines of an import, each as `_shown_row`: those that tell of a danger without a case first, then the refused ones."""
    rows = sorted(orders.rows_of(s, made), key=lambda row: row.state)
    accusing = _ids_that_may_accuse(s, who, made, [row for row in rows if row.case_id is None])
    published, taken = grids.published_numbers(s), _cases_of_refused(s, rows)
    shown = [
        _shown_row(s, who, made, row, published, kept_back=row.id in accusing) | _taken_down(who, taken.get(row.id))
        for row in rows
    ]
    return sorted(shown, key=lambda one: not _waits_for_danger(one))


def _waits_for_danger(shown: Mapping[str, Any]) -> bool:
    """Whether a line, as `_shown_row` and `_taken_down` show it, tells of a danger that stands in no case yet."""
    tells = shown.get("danger") or shown.get("refused_danger")
    return bool(tells) and shown["case"] is None and not shown["taken"]


def _taken_down(who: Who, case: Case | None) -> dict[str, Any]:
    """By template name: `taken`, whether somebody took the line down, and `taken_no`, the case's number if the clerk may see it."""
    return {"taken": case is not None, "taken_no": case.case_no if case and actors.in_scope(case, who) else ""}


def _shown_row(
    s: Session, who: Who, made: HotlineImport, row: HotlineRow, published: frozenset[str], *, kept_back: bool
) -> dict[str, Any]:
    """What the page may show of a line, by template name; of its order as `_told`.

    `hidden`: the clerk may not see its case, so that only the line's state is shown; `kept_back`: its words may accuse the
    clerk; `refused_danger`: the line was refused although it tells of danger.
    """
    case = s.get(Case, row.case_id) if row.case_id else None
    if case is not None and not actors.in_scope(case, who):
        return {"row": row, "hidden": True, "case": None, "faults": [], "order": None, "differences": []}
    cells = json.loads(row.cells or "[]")
    differs = row.state == "changed" and case is not None and cells
    return {
        "row": row,
        "hidden": False,
        "case": case,
        "faults": [sentence(f"hotline.fault.{fault}", _) for fault in row.faults if fault != orders.DANGER],
        "refused_danger": row.state == "bad" and orders.DANGER in row.faults,
        "differences": orders.differences(s, case, made.headings, cells, before=made.id) if case and differs else [],
        "kept_back": kept_back,
        **(_told(made, row, cells, published, kept_back=kept_back) if cells else {"order": None}),
    }


def _told(
    made: HotlineImport, row: HotlineRow, cells: list[str], published: frozenset[str], *, kept_back: bool
) -> dict[str, Any]:
    """What a line's order says, by template name. `kept_back`: words and place are left out.

    `words`, `place`: masked; `order`: all of it, not masked; `due`: its deadline as written in the file; `past`: whether that
    has passed; `danger`: the danger that it plainly tells of, in words.
    """
    at, order = columns.columns_of(made.headings), columns.order_of(made.headings, cells)
    words = orders.words_of(at, cells)
    danger = orders.danger_in(parts(), words) if orders.DANGER in row.faults else ""  # marked when the file was read
    return {
        "order": order,
        "words": "" if kept_back else masking.masked(words, [order.name] if len(order.name) > 1 else [], published),
        "place": "" if kept_back else masking.masked(order.place),
        "due": cells[at["due_at"]] if "due_at" in at else "",
        "past": order.due_at is not None and order.due_at < parts().clock.now(),
        "danger": _(sentence_in_group("danger", danger, "other")) if danger else "",
    }
