"""`/registers`: lists of the registers, an entry with its people masked or looked at, and forms to enter, correct and end one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.reading import masking
from portal.cases.records import alarms
from portal.cases.rules.deadlines import shanghai_day
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.roles import Role
from portal.registers import entries
from portal.registers.entries import REASONS, WRITERS, NewEntry, SpotTaken
from portal.registers.fields import (
    Faulty,
    Field,
    Kind,
    Type,
    fields_of,
    fields_seen_by,
    kinds_seen_by,
    purposes_of,
    read_corrections,
    read_values,
)
from portal.registers.models import RegisterEntry
from portal.registers.words import sentence

public = Blueprint("registers", __name__, url_prefix="/registers", template_folder="templates")
READERS = (Role.DESK, Role.GRID, Role.SUPERVISOR, Role.CHAIR, Role.MEMBER)  # each sees only the fields for its role
SHOWN = 20  # looks, and corrections, on the page of an entry, the latest
IN_A_LIST = 3  # fields of an entry that a list shows after its unit


@public.get("")
@access(*READERS)
def page() -> Any:
    """The entries of a register that this account sees, newest first; data of people masked."""
    actor = staff_actor()
    kind, grid = _kind(request.args.get("kind", "")), request.args.get("grid", "")[:40]
    ended = request.args.get("ended") == "1"
    with parts().db.read() as s:
        before = row_id(request.args.get("before", ""))
        rows = entries.listed(s, actor, kind, grid=grid, ended=ended, before=before)
        rows, more = rows[: entries.PAGE], len(rows) > entries.PAGE
        values = entries.values_of(s, [one.id for one in rows])
        own = entries.grids_of(actor)
        return render_template(
            "registers/list.html",
            rows=[(one, _in_a_list(kind, values[one.id])) for one in rows],
            older=_address(kind, grid, rows[-1].id, ended=ended) if more else None,
            newer=_address(kind, grid, None, ended=ended) if before else None,
            grid=grid,
            grids=[(one.code, one.name) for one in grids.grids(s) if own is None or one.code in own],
            names={one.code: one.name for one in grids.grids(s)},
            ended=ended,
            **_common_facts(kind),
        )


def _address(kind: Kind, grid: str, before: int | None, *, ended: bool) -> str:
    """The address of the list with these filters and the ids below `before` or, with None, the newest."""
    query = {"kind": str(kind), "grid": grid, "ended": "1" if ended else "", "before": str(before or "")}
    return f"{url_for('registers.page')}?{urlencode({name: value for name, value in query.items() if value})}"


def _common_facts(kind: Kind) -> dict[str, Any]:
    """What every page of the registers needs, by template name."""
    role = staff_actor().role
    return {
        "kind": kind,
        "kinds": [(one, sentence(f"kind.{one}", _)) for one in kinds_seen_by(role)],
        "kind_words": sentence(f"kind.{kind}", _),
        "writes": role in WRITERS,
    }


def _kind(text: str) -> Kind:
    """The register with this code; for "" the first that this account sees. Raises NotFound for any other that it does not see."""
    seen = kinds_seen_by(staff_actor().role)
    if not text:
        return seen[0]
    found = next((one for one in seen if one == text), None)
    if found is None:
        raise NotFound()
    return found


def _in_a_list(kind: Kind, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, masked value) of the fields of an entry that a list shows."""
    fields = fields_seen_by(kind, staff_actor().role)[: IN_A_LIST + 1]
    return [(_(one.label), _shown_value(one, values.get(one.code, ""), "")) for one in fields]


def _shown_value(one: Field, value: str, purpose: str) -> str:
    """The value as the page shows it: masked if it is about a person and does not serve the purpose of the look ("": none)."""
    if not value or entries.is_unmasked(one, purpose):
        return _(one.shown(value)) if one.type is Type.CHOICE else one.shown(value)
    if one.type is Type.PHONE:
        return masking.masked(one.shown(value))
    return value[0] + "*" * min(3, len(value) - 1) if one.type is Type.TEXT else "****"


@public.get("/new")
@access(*WRITERS)
def new() -> Any:
    """The form for a new entry."""
    return _form(_kind(request.args.get("kind", "")), uuid.uuid4().hex)


@public.post("")
@access(*WRITERS)
def enter() -> Any:
    """Enter a home, shop or organisation; if the spot is taken, the page links to its entry."""
    kind, now, form = _kind(request.form.get("kind", "")), parts().clock.now(), request.form
    key = form.get("key", "")[:40]
    try:
        values = read_values(kind, form, shanghai_day(now))
        new_entry = NewEntry(kind, form.get("grid", "")[:40], form.get("place", "")[:100], values)
        with parts().db.write() as s:
            entry_id = entries.enter(s, parts().settings.secret_key, new_entry, staff_actor(), now, key=key).id
    except Faulty as faulty:
        return _form(kind, uuid.uuid4().hex if "key" in faulty.faults else key, faulty.faults), 422
    except SpotTaken as taken:
        return _form(kind, key, problem=taken.title, taken=taken.entry_id), taken.status
    except Conflict as refused:
        return _form(kind, uuid.uuid4().hex, problem=refused.title), refused.status
    flash(_("登记好了"), "success")
    return redirect(url_for("registers.one", entry_id=entry_id), 303)


def _form(
    kind: Kind, key: str, faults: Mapping[str, str] | None = None, *, problem: str = "", taken: int | None = None
) -> str:
    """The page with the form; if it was refused, with what was typed. `taken`: the id of the spot's entry."""
    actor, values = staff_actor(), request.values
    with parts().db.read() as s:
        choices = entries.grid_choices(s, actor)
        grid = values.get("grid", "") if values.get("grid", "") in dict(choices) else choices[0][0] if choices else ""
        return render_template(
            "registers/new.html",
            fields=_fields_to_fill(kind),
            grids=choices,
            grid=grid,
            places=[(name, name) for name in entries.places_of(s, grid)],
            form=values,
            faults=faults or {},
            problem=problem,
            taken=taken,
            form_key=key,
            today=shanghai_day(parts().clock.now()),
            **_common_facts(kind),
        )


def _fields_to_fill(kind: Kind) -> list[tuple[Field, str, list[tuple[str, str]]]]:
    """(field, what it is collected for in words, its choices) for each field of a form."""
    return [
        (
            one,
            _("；").join(sentence(f"purpose.{purpose}", _) for purpose in one.purposes),
            [(code, _(words)) for code, words in one.choices],
        )
        for one in fields_of(kind)
    ]


@public.get("/<int:entry_id>")
@access(*READERS)
def one(entry_id: int) -> Any:
    """The page of an entry, data of people masked."""
    with parts().db.read() as s:
        return _shown(s, entries.visible_entry(s, entry_id, staff_actor()))


@public.post("/<int:entry_id>/look")
@access(*READERS)
def look(entry_id: int) -> Any:
    """The page of an entry with the fields that serve a purpose in full; the look is recorded."""
    purpose = request.form.get("purpose", "")[:20]
    with parts().db.write() as s:
        entry = entries.visible_entry(s, entry_id, staff_actor())
        try:
            entries.record_look(s, entry, purpose, staff_actor(), parts().clock.now())
        except Faulty as faulty:
            return _shown(s, entry, faults=faulty.faults), 422
        return _shown(s, entry, purpose=purpose)


@public.post("/<int:entry_id>/correct")
@access(*WRITERS)
def correct(entry_id: int) -> Any:
    """Correct the fields that are filled in on the form, and remove the values of those in `drop`; the others stay as they are."""
    now = parts().clock.now()

    def change(s: Session, entry: RegisterEntry, version: int) -> None:
        drop = request.form.getlist("drop")
        changes = read_corrections(Kind(entry.kind), request.form, drop, shanghai_day(now))
        secret = parts().settings.secret_key
        entries.correct(s, secret, entry_id, staff_actor(), now, changes=changes, version=version)

    return _change(entry_id, change, _("改好了"))


@public.post("/<int:entry_id>/end")
@access(*WRITERS)
def end(entry_id: int) -> Any:
    """End the entry."""
    now, reason = parts().clock.now(), request.form.get("reason", "")[:20]

    def change(s: Session, _entry: RegisterEntry, version: int) -> None:
        entries.end(s, entry_id, reason, staff_actor(), now, version=version)

    return _change(entry_id, change, _("结束了；到了时候，里面的人名和号码自己清空"))


def _change(entry_id: int, change: Callable[[Session, RegisterEntry, int], None], done: str) -> Any:
    """Run `change(s, entry, version that the page showed)` in a transaction; if it is refused, show the page with the reason."""
    faults: Mapping[str, str] = {}
    try:
        with parts().db.write() as s:
            change(s, entries.visible_entry(s, entry_id, staff_actor()), row_id(request.form.get("version", "")) or 0)
        flash(done, "success")
        return redirect(url_for("registers.one", entry_id=entry_id), 303)
    except Faulty as faulty:
        faults, problem, status = faulty.faults, "", 422
        taken = None
    except Conflict as refused:
        problem, status = refused.title, refused.status
        taken = refused.entry_id if isinstance(refused, SpotTaken) else None
    except IntegrityError:  # on PostgreSQL, somebody else took the unit at the same moment
        problem, status, taken = sentence("not.changed"), Conflict.status, None
    with parts().db.read() as s:
        entry = entries.visible_entry(s, entry_id, staff_actor())
        return _shown(s, entry, faults=faults, problem=problem, taken=taken), status


def _shown(
    s: Session,
    entry: RegisterEntry,
    *,
    purpose: str = "",
    faults: Mapping[str, str] | None = None,
    problem: str = "",
    taken: int | None = None,
) -> str:
    """The page of an entry. `purpose`: of the look that was just recorded, or ""; `taken`: the entry that has the new unit."""
    role, kind = staff_actor().role, Kind(entry.kind)
    values = entries.values_of(s, [entry.id])[entry.id]
    fields = fields_seen_by(kind, role)
    labels = {one.code: _(one.label) for one in fields}
    looks, replaced = entries.looks_at(s, entry, SHOWN), entries.history(s, entry)[:SHOWN]
    people = {one.replaced_by for one in replaced if one.replaced_by} | {entry.entered_by, entry.ended_by or 0}
    shown = {one.code: _shown_value(one, values.get(one.code, ""), purpose) for one in fields}
    grid_names = {one.code: one.name for one in grids.grids(s)}
    return render_template(
        "registers/entry.html",
        entry=entry,
        grid_name=grid_names.get(entry.grid, entry.grid),
        facts=[(labels[one.code], shown[one.code]) for one in fields],
        masked=any(one.is_masked and values.get(one.code) for one in fields),
        purpose=purpose,
        purposes=[(code, sentence(f"purpose.{code}", _)) for code in purposes_of(kind, role)],
        bases=[(sentence(f"purpose.{code}", _), sentence(f"basis.{code}", _)) for code in purposes_of(kind, role)],
        fields=_fields_to_fill(kind) if role in WRITERS else [],
        shown=shown,
        kept=set(values),
        reasons=[(code, sentence(f"end.{code}", _)) for code in REASONS],
        looks=[(one, sentence(f"purpose.{one.purpose}", _)) for one in looks],
        replaced=[
            (one, labels[one.field], _replaced_value(kind, one.field, one.value))
            for one in replaced
            if one.field in labels
        ],
        names=alarms.account_names(s, people),
        faults=faults or {},
        problem=problem,
        taken=taken,
        form=request.form if faults or problem else {},
        today=shanghai_day(parts().clock.now()),
        **_common_facts(kind),
    )


def _replaced_value(kind: Kind, code: str, value: str) -> str:
    """A replaced value as the page shows it; "" for a personal field's (`Field.person`), which is not kept."""
    one = next(one for one in fields_of(kind) if one.code == code)
    return "" if one.person else _shown_value(one, value, "")
