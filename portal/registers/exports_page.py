"""`/registers/exports`: download a register for one purpose; lists who took which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _

from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound
from portal.registers import exports
from portal.registers.exports import LONGEST, TAKERS, ExportRequest, fields_for
from portal.registers.fields import Faulty, Kind, kinds_seen_by, purposes_of
from portal.registers.words import sentence

public = Blueprint("register_exports", __name__, url_prefix="/registers/exports", template_folder="templates")
SHOWN = 50  # exports listed on the page, the latest
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public.get("")
@access(*TAKERS)
def page() -> Any:
    """The form, with the fields of each register that each purpose gives, and the latest exports."""
    return _page()


@public.post("")
@access(*TAKERS)
def take() -> Any:
    """Send the file; records who took it, for which purpose and for whom."""
    kind, _colon, purpose = request.form.get("what", "")[:60].partition(":")
    if kind not in kinds_seen_by(staff_actor().role):
        return _page({"purpose": sentence("fault.purpose")}), 422
    grid, now = request.form.get("grid", "")[:40], parts().clock.now()
    try:
        with parts().db.write() as s:
            wanted = ExportRequest(Kind(kind), purpose, request.form.get("recipient", ""), grid)
            data = exports.export_entries(s, wanted, staff_actor(), now)
    except Faulty as faulty:
        return _page(faulty.faults), 422
    except Invalid as refused:
        return _page(problem=refused.title), refused.status
    answer = make_response(data)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{kind}-{purpose}.xlsx"'
    return answer


def _page(faults: Mapping[str, str] | None = None, problem: str = "") -> str:
    role = staff_actor().role
    ways = [(kind, purpose) for kind in kinds_seen_by(role) for purpose in purposes_of(kind, role)]
    if not ways:
        raise NotFound()
    with parts().db.read() as s:
        named = {one.code: one.name for one in grids.grids(s)}
        return render_template(
            "registers/exports.html",
            ways=[
                {
                    "code": f"{kind}:{purpose}",
                    "kind": sentence(f"kind.{kind}", _),
                    "purpose": sentence(f"purpose.{purpose}", _),
                    "basis": sentence(f"basis.{purpose}", _),
                    "fields": "、".join(_(one.label) for one in fields_for(kind, purpose, role)),
                }
                for kind, purpose in ways
            ],
            grids=list(named.items()),
            names=named,
            taken=[
                (one, sentence(f"kind.{one.kind}", _), sentence(f"purpose.{one.purpose}", _))
                for one in exports.past_exports(s, SHOWN)
            ],
            most=exports.MOST_ROWS,
            longest=LONGEST,
            form=request.form,
            faults=faults or {},
            problem=problem,
            kinds=[(one, sentence(f"kind.{one}", _)) for one in kinds_seen_by(role)],
        )
