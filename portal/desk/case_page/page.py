"""The page of a case, for the signed-in actor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, whereabouts
from portal.cases.models import Case
from portal.cases.records import handler_view
from portal.cases.records.actors import Who, oversees
from portal.cases.rules.lifecycle import Actor, Seal
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import sealing
from portal.cases.verbs.handler import taking_back
from portal.cases.verbs.intake.taking_down import danger_told
from portal.desk.case_page.access import record_look_if_sealed, visible_case
from portal.desk.case_page.case_facts import page_facts
from portal.desk.case_page.onward import came_from, done_in_address
from portal.desk.danger_line import DangerLine, danger_line
from portal.desk.kept import at_work, texts
from portal.http.access import staff_actor
from portal.http.current import parts, row_id
from portal.kernel.roles import Role


@dataclass(frozen=True)
class RefusedForm:
    """A refused form of the case page. `form`: its route's name, "" if none was; `values`: as typed; `problem`: why.

    `photos`: photos were chosen, which must be chosen again. `explains`: a reason (`why_told`) lets words on the reporter through. `asks`: a tick
    lets through what the form was told (`asking.Untold`).
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    photos: bool = False
    explains: bool = False
    asks: bool = False

    def was(self, form: str, name: str, otherwise: Any = "") -> Any:
        """What was typed into this field of this form; `otherwise` if that is not the refused form, or has no such field."""
        return self.values.get(name, otherwise) if form == self.form else otherwise


def case_page(case_no: str, *, revealed: bool = False, typed: RefusedForm | None = None) -> str:
    """The page of a case for the signed-in actor; also marks the reporter's additions as read, mostly not for a supervisor (`mark_read`).

    Records a look at a sealed case, and that a clerk has the case open.

    `revealed`: unmasked, after a recorded look. `typed`: a refused form, shown again with the events since then.
    """
    typed = typed or RefusedForm()
    with parts().db.read() as s:
        found, who = visible_case(s, case_no)
        context = (
            page_facts(s, found, who, revealed=revealed)
            | {"done": done_in_address(s, who)}
            | {"can_take_back": taking_back.can_take_back(found, who, parts().clock.now())}
            | _kept_facts(s, found, who)
            | _place_facts(s, found, who)
        )
        unread, case_id = found.unread, found.id
    record_look_if_sealed(found, "page")
    if unread:
        with parts().db.write() as s:
            desk_actions.mark_read(s, *visible_case(s, case_no, to_change=True))
    seen = row_id(typed.values.get("version", ""))
    return render_template(
        "desk/case.html",
        **context,
        others=at_work.note_open(parts(), case_id, staff_actor().id) if who.actor is Actor.DESK else [],
        typed=typed,
        noted_danger=_noted_danger(typed),
        since=[one for one in context["timeline"] if seen is not None and one.serial > seen],
        version=found.serial,
        back=came_from(who),
    )


def _tells_handlers(case: Case, who: Who) -> bool:
    """Whether the page shows its reader what the handlers of a case in confidence read."""
    return oversees(who) and discretion.is_confidential(case)


def _place_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """Which place a handler reads, and which the reporter named only in telling of themselves, so that none does; for whoever writes to handlers."""
    if not _tells_handlers(case, who):
        return {"handlers_place": "", "left_out": []}
    return {"handlers_place": handler_view.matter(s, case).place, "left_out": whereabouts.left_out(s, case)}


def _noted_danger(typed: RefusedForm) -> DangerLine | None:
    """The line of the danger that a refused note tells of; None for none, and for other forms."""
    text = typed.was("note", "text", "")
    plain = danger_told(parts(), text) if text else ""
    return danger_line(text, plain=plain) if plain else None


def _kept_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """Facts from `desk.kept`: texts for a reply; for clerks and supervisors also the clerk that the case is with, those to whom
    it may be handed on, and who may see it once it is sealed.
    """
    with_clerk = at_work.clerk_of(s, case) if oversees(who) else None
    return {
        "texts": texts.offered(s, case),
        "clerk": with_clerk.account.name if with_clerk else "",
        "clerks": [(one.id, one.name) for one in at_work.clerks(s, case)] if oversees(who) else [],
        **(_seal_facts(s, case, who) if oversees(who) else {}),
    }


def _seal_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """Who may see the sealed case, who else could be let in, and the choices of the form that seals it, by template name."""
    people, seeing = sealing.candidates(s, case), sealing.assigned(s, case)
    known = {one.id for one in seeing}
    return {
        "seals": [(str(one), one.label) for one in Seal],
        "supervisors": [(one.id, one.name) for one in people if one.role == Role.SUPERVISOR],
        "seeing": [(one.id, one.name, Role(one.role).label) for one in seeing],
        "could_see": [(one.id, f"{one.name}（{Role(one.role).label}）") for one in people if one.id not in known],
        "me": who.id,
    }
