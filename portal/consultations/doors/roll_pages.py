"""The pages of the roll: upload, preview, accept, clear; confirm, change, add and remove single entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.opening_record import entry_of_row
from portal.consultations.doors.form_redirects import attempt, back_to_roll
from portal.consultations.doors.forms import FormError
from portal.consultations.doors.views import for_template, uncached
from portal.consultations.law import roll, roll_cells, roll_masks
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import enrolling, opening, queries, roll_edits
from portal.consultations.verbs.queries import ACT_ROLES, LOOK_ROLES, READ_ROLES
from portal.consultations.verbs.watching import roll_history
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Conflict, NotFound, Problem
from portal.kernel.roles import Role

public = Blueprint("roll", __name__, url_prefix="/committee", template_folder="../templates")

PAGE = 50  # entries on one page
_UPLOADED = "uploaded_roll"  # in the session: `_mark_of` the file that this browser uploaded
_ODD = re.compile(r"[（(）)\d]|岁")  # in a name: more than a name is written there (王小宝（六岁）)
NAMESAKES = 10  # names on several lines whose lines are listed


@public.get("/consultations/<int:consultation_id>/roll")
@access(*READ_ROLES)
def page(consultation_id: int) -> Any:
    return _render_page(consultation_id)


@public.post("/consultations/<int:consultation_id>/roll")
@access(*ACT_ROLES)
def upload(consultation_id: int) -> Any:
    """Check an uploaded file and show a preview; it replaces an earlier upload.

    A file with bad lines is not kept; the page lists them.
    """
    file = request.files.get("file")
    data = file.stream.read(roll.MAX_BYTES + 1) if file else b""
    if not data:
        return _render_page(consultation_id, roll.ParsedRoll(problem=_("请先选一个文件"))), 422
    try:
        with parts().db.write() as s:
            read = enrolling.upload_roll(s, staff_actor(), consultation_id, data, parts().clock.now())
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
        return back_to_roll(consultation_id)
    if not read.good:
        return _render_page(consultation_id, read), 422
    session[_UPLOADED] = _mark_of(read)
    return back_to_roll(consultation_id)


@public.post("/consultations/<int:consultation_id>/roll/accept")
@access(*ACT_ROLES)
def accept(consultation_id: int) -> Any:
    """Make the uploaded file the roll."""

    def act(s: Session) -> None:
        now = parts().clock.now()
        enrolling.accept_roll(s, staff_actor(), consultation_id, now, reason=request.form.get("reason", ""))
        roll_history.tell_taken_off(s, parts().settings.community, consultation_id, now)

    return attempt(consultation_id, act, _("名册已导入"), to_roll=True, refused=_refused_page)


@public.post("/consultations/<int:consultation_id>/roll/drop")
@access(*ACT_ROLES)
def drop(consultation_id: int) -> Any:
    """Discard the uploaded file instead of accepting it."""
    return attempt(
        consultation_id, lambda s: enrolling.drop_upload(s, staff_actor(), consultation_id), _("没有导入"), to_roll=True
    )


@public.post("/consultations/<int:consultation_id>/roll/clear")
@access(*ACT_ROLES)
def clear(consultation_id: int) -> Any:
    """Empty the roll; needed before the basis (persons, households, owners) can be changed."""
    return attempt(
        consultation_id,
        lambda s: enrolling.clear_roll(s, staff_actor(), consultation_id, parts().clock.now()),
        _("名册清空了"),
        to_roll=True,
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>")
@access(*ACT_ROLES)
def confirm(consultation_id: int, entry_id: int) -> Any:
    """Confirm an entry whose phone is shared, or take that back; a third entry, or in an open vote, the scrutineer is asked."""
    yes = request.form.get("confirmed") == "1"

    def act(s: Session) -> None:
        enrolling.confirm_entry(
            s,
            staff_actor(),
            consultation_id,
            entry_id,
            confirmed=yes,
            now=parts().clock.now(),
            reason=request.form.get("reason", ""),
        )
        consultation = queries.get(s, consultation_id)
        asked = enrolling.entry_of(s, consultation, entry_id).asked_by is not None
        flash(_outcome(consultation, yes=yes, asked=asked), "success")

    return attempt(consultation_id, act, "", to_roll=True, refused=_refused_page)


def _refused_page(consultation_id: int, problem: Problem | FormError) -> Any:
    """The roll's page again with why its form was refused, and with the reason that was typed there."""
    flash(str(problem), "error")
    return _render_page(consultation_id), problem.status


def _outcome(consultation: Consultation, *, yes: bool, asked: bool) -> str:
    """What came of the button on an entry whose phone is shared."""
    if consultation.state == State.OPEN:
        said = _("已经请监票人核实，他同意以前什么也不变") if asked else _("不请监票人核实了，什么也没有变")
    elif asked:
        said = _("这个手机号已经替两位投票，再多一位要由监票人核实")
    else:
        said = _("确认了") if yes else _("取消了确认")
    return str(said)


@public.get("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/edit")
@access(*ACT_ROLES)
def edit_entry(consultation_id: int, entry_id: int) -> Any:
    """Show one entry while it may be changed: masked, or in its form once a look at it is recorded (PIPL 28)."""
    with parts().db.read() as s:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        entry = enrolling.entry_of(s, consultation, entry_id)
        try:
            roll_edits.refuse_frozen(consultation)
        except Conflict as frozen:
            flash(frozen.title, "error")
            return back_to_roll(consultation_id)
        return _line_page(s, consultation, entry)


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/look")
@access(*ACT_ROLES)
def look_at_line(consultation_id: int, entry_id: int) -> Any:
    """Record the look at one entry, then show its form."""
    try:
        with parts().db.write() as s:
            roll_edits.look_at_line(s, staff_actor(), consultation_id, entry_id, now=parts().clock.now())
    except Conflict as frozen:
        flash(frozen.title, "error")
        return back_to_roll(consultation_id)
    return redirect(url_for("roll.edit_entry", consultation_id=consultation_id, entry_id=entry_id), 303)


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/edit")
@access(*ACT_ROLES)
def change_entry(consultation_id: int, entry_id: int) -> Any:
    cells, reason = _cells(), request.form.get("reason", "")

    def act(s: Session) -> None:
        roll_edits.change(s, staff_actor(), consultation_id, entry_id, cells, reason=reason, now=parts().clock.now())

    return _change_roll(consultation_id, act, cells, entry_id)


@public.get("/consultations/<int:consultation_id>/roll/add")
@access(*ACT_ROLES)
def new_entry(consultation_id: int) -> Any:
    with parts().db.read() as s:
        return _entry_page(s, queries.get_for(s, staff_actor(), consultation_id), {})


@public.post("/consultations/<int:consultation_id>/roll/add")
@access(*ACT_ROLES)
def add_entry(consultation_id: int) -> Any:
    cells, reason = _cells(), request.form.get("reason", "")
    return _change_roll(
        consultation_id,
        lambda s: roll_edits.add(s, staff_actor(), consultation_id, cells, reason=reason, now=parts().clock.now()),
        cells,
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/remove")
@access(*ACT_ROLES)
def remove_entry(consultation_id: int, entry_id: int) -> Any:
    reason = request.form.get("reason", "")

    def act(s: Session) -> None:
        now = parts().clock.now()
        roll_edits.remove(s, staff_actor(), consultation_id, entry_id, reason=reason, now=now)
        roll_history.tell_taken_off(s, parts().settings.community, consultation_id, now)

    def refused(_id: int, problem: Problem | FormError) -> Any:
        with parts().db.read() as s:
            consultation = queries.get_for(s, staff_actor(), consultation_id)
            entry = enrolling.entry_of(s, consultation, entry_id)
            return _line_page(s, consultation, entry, error=str(problem)), problem.status

    return attempt(consultation_id, act, _("去掉了这一行"), to_roll=True, refused=refused)


def _line_page(s: Session, consultation: Consultation, entry: RollEntry, *, error: str = "") -> Response:
    """The page of one line: masked, or in its form once a look at it is recorded (PIPL 28)."""
    known = entry_of_row(entry)
    if not roll_history.sees_line(s, consultation, staff_actor().id, entry.id, parts().clock.now()):
        return _entry_page(s, consultation, {}, entry_id=entry.id, error=error, masked=_masked(known))
    return _entry_page(s, consultation, _cells_of(known), entry_id=entry.id, error=error)


def _cells() -> dict[str, str]:
    return {name: request.form.get(name, "")[:600] for name in roll_cells.COLUMNS}


def _cells_of(entry: roll.Entry) -> dict[str, str]:
    """The cells of an entry as its form shows them."""
    cells = dict(zip(roll_cells.COLUMNS, entry.cells, strict=True))
    return cells | {"phone": entry.phone.removeprefix("+86")}


def _change_roll(
    consultation_id: int, act: Callable[[Session], object], cells: dict[str, str], entry_id: int | None = None
) -> Any:
    """Run `act`, a change of one entry, and go back to the roll.

    If a cell is wrong, or the roll may not be changed now, show the form again with the typed `cells`. Raises NotFound.
    """
    try:
        with parts().db.write() as s:
            act(s)
            roll_history.tell_taken_off(s, parts().settings.community, consultation_id, parts().clock.now())
    except NotFound:
        raise
    except Problem as problem:
        with parts().db.read() as s:
            consultation = queries.get_for(s, staff_actor(), consultation_id)
            return _entry_page(s, consultation, cells, entry_id=entry_id, error=problem.title), problem.status
    else:
        flash(_("改好了"), "success")
    return back_to_roll(consultation_id)


def _entry_page(
    s: Session,
    consultation: Consultation,
    cells: dict[str, str],
    *,
    entry_id: int | None = None,
    error: str = "",
    masked: dict[str, Any] | None = None,
) -> Response:
    """The form of an entry with its `cells`; in place of them the `masked` entry, while no look at it is recorded."""
    page = render_template(
        "consultations/roll_line.html",
        found=for_template(s, consultation),
        cells=cells,
        masked=masked,
        entry_id=entry_id,
        error=error,
        reason=request.form.get("reason", ""),
        removing=request.endpoint == "roll.remove_entry",
        noticed=consultation.state == State.NOTICED,
    )
    return uncached(page)


def _render_page(consultation_id: int, read: roll.ParsedRoll | None = None) -> str:
    """The page of the roll. `read`: a file that was refused just now, shown instead of one that waits to be accepted."""
    actor = staff_actor()
    only_shared = request.args.get("shared") == "1"
    with parts().db.read() as s:
        consultation = queries.get_for(s, actor, consultation_id)
        waiting = enrolling.uploaded_roll(s, consultation) if read is None else None
        rows = _rows(s, consultation, actor.role, only_shared=only_shared)
        namesakes = roll_history.namesakes(s, consultation)
        next_page = None
        if len(rows) > PAGE:
            next_page = url_for(
                "roll.page",
                consultation_id=consultation.id,
                after=rows[PAGE - 1].line,
                shared=int(only_shared) or None,
            )
        return render_template(
            "consultations/roll.html",
            found=for_template(s, consultation),
            read=read,
            waiting=waiting,
            **_preview(waiting),
            figures=opening.roll_figures(s, consultation),
            rows=rows[:PAGE],
            refused=queries.refused_phones(s, consultation),
            next_page=next_page,
            only_shared=only_shared,
            namesakes=namesakes,
            namesake_lines=_lines_of(namesakes),
            may_second=actor.role == Role.SCRUTINEER and consultation.state in {State.DRAFT, State.NOTICED, State.OPEN},
            noticed=consultation.state == State.NOTICED,
            is_open=consultation.state == State.OPEN,
            may_look=actor.role in LOOK_ROLES,
            may_change=actor.role in ACT_ROLES and consultation.state in {State.DRAFT, State.NOTICED},
            may_confirm=actor.role in ACT_ROLES and consultation.state in {State.DRAFT, State.NOTICED, State.OPEN},
            header_help=roll.HEADER_HELP,
            typed_reason=request.form.get("reason", ""),
            typed_entry=(request.view_args or {}).get("entry_id"),
        )


def _rows(s: Session, consultation: Consultation, role: Role, *, only_shared: bool) -> list[enrolling.MaskedEntry]:
    """The entries of the page that is asked for, and one more if there are more. A supervisor confirms nobody, and reads no whole name."""
    after, whole = request.args.get("after", default=0, type=int), role in LOOK_ROLES
    return enrolling.masked_roll(
        s, consultation, after=after, limit=PAGE + 1, only_shared=only_shared, names_if_shared=whole
    )


def _lines_of(namesakes: list[tuple[str, list[int]]]) -> str:
    """The lines of the first of them, in words."""
    listed = "；".join(
        _("第 %(line)s 行", line="、".join(str(line) for line in lines)) for _name, lines in namesakes[:NAMESAKES]
    )
    return listed + (_(" 等") if len(namesakes) > NAMESAKES else "")


def _preview(waiting: roll.ParsedRoll | None) -> dict[str, Any]:
    """What the page shows of the file that waits: its first lines, in full for the browser that uploaded it, and the lines of odd names."""
    entries = waiting.entries if waiting else ()
    is_own = waiting is not None and session.get(_UPLOADED) == _mark_of(waiting)
    return {
        "preview": [(_whole if is_own else _masked)(entry) for entry in entries[:20]],
        "is_own": is_own,
        "odd_lines": "、".join(str(entry.line) for entry in entries if _ODD.search(entry.name)),
    }


def _mark_of(read: roll.ParsedRoll) -> str:
    """What tells an uploaded file from every other, in the session of the browser that uploaded it: only whoever has the file reads it unmasked."""
    return hashlib.sha256(repr(read.entries).encode()).hexdigest()


def _whole(entry: roll.Entry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "name": entry.name,
        "phone": entry.phone.removeprefix("+86"),
        "unit": entry.unit or entry.household,
        "area": entry.area,
    }


def _masked(entry: roll.Entry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "name": roll_masks.mask_name(entry.name),
        "phone": roll_masks.mask_phone(entry.phone) if entry.phone else "",
        "unit": roll_masks.mask_unit(entry.unit or entry.household),
        "area": entry.area,
    }
