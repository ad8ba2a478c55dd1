"""`/admission/new`, `/admission/asks/…`: enter an ask, read the decisions on it, admit, end or withdraw it, print a refusal."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.admission import asks, ledger, listing, rules
from portal.admission.fields import Faulty, read_asked, read_exception, read_reason
from portal.admission.ledger_page import READERS
from portal.admission.models import Ask
from portal.admission.rules import Item, Rule
from portal.admission.words import finding_in_words, labels, sentence, works
from portal.cases.rules.deadlines import shanghai_day
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.roles import Role
from portal.storage.db import MAX_ID

public = Blueprint("admission_asks", __name__, url_prefix="/admission", template_folder="templates")
NONE = "none"  # the value of the choice "none of the list's items"


@public.get("/new")
@access(Role.DESK)
def new() -> Any:
    """The form for an ask."""
    return _form(uuid.uuid4().hex)


@public.post("/asks")
@access(Role.DESK)
def enter() -> Any:
    """Enter an ask, then show it with its decision. The same form sent twice is one ask."""
    now = parts().clock.now()
    try:
        asked = read_asked(request.form, request.form.getlist("work"), shanghai_day(now))
        with parts().db.write() as s:
            number = asks.enter(s, asked, staff_actor(), now, request.form.get("key", "")).id
    except Faulty as faulty:
        key = uuid.uuid4().hex if "key" in faulty.faults else request.form.get("key", "")[:32]
        return _form(key, faulty.faults), 422
    return redirect(url_for("admission_asks.one", ask_id=number), 303)


@public.get("/asks/<int:ask_id>")
@access(*READERS)
def one(ask_id: int) -> Any:
    """An ask with its decisions, and what may be done with it."""
    return _shown(ask_id)


@public.post("/asks/<int:ask_id>/exception")
@access(Role.SUPERVISOR)
def admit(ask_id: int) -> Any:
    """Admit an ask that was refused, or whose exception is over or was ended, as an exception."""
    now = parts().clock.now()

    def change(s: Session, seen: int) -> None:
        asks.admit(s, ask_id, read_exception(request.form, shanghai_day(now)), staff_actor(), now, seen=seen)

    return _change(ask_id, change, _("例外准入了，到期自己停"))


@public.post("/asks/<int:ask_id>/end")
@access(Role.SUPERVISOR)
def end(ask_id: int) -> Any:
    """End an exception early."""

    def change(s: Session, seen: int) -> None:
        asks.end_exception(s, ask_id, read_reason(request.form), staff_actor(), parts().clock.now(), seen=seen)

    return _change(ask_id, change, _("例外停止了"))


@public.post("/asks/<int:ask_id>/withdraw")
@access(Role.DESK, Role.SUPERVISOR)
def withdraw(ask_id: int) -> Any:
    """Withdraw an ask."""

    def change(s: Session, seen: int) -> None:
        asks.withdraw(s, ask_id, read_reason(request.form), staff_actor(), parts().clock.now(), seen=seen)

    return _change(ask_id, change, _("撤回了，台账上还看得到"))


@public.get("/asks/<int:ask_id>/letter")
@access(*READERS)
def letter(ask_id: int) -> Any:
    """The letter of refusal, to be printed: the rules in plain sentences. Raises Conflict unless the ask is refused."""
    with parts().db.read() as s:
        ask = _ask(s, ask_id)
        if ask.state != asks.REFUSED:
            raise Conflict(sentence("not.no_letter"))
        decided = asks.decisions(s, ask_id)[0]
        return render_template(
            "admission/letter.html",
            ask=ask,
            findings=[finding_in_words(one) for one in decided.findings],
            banned=Rule.BANNED in ask.rules,
            works=works(ask.work),
            decided=decided,
        )


def _change(ask_id: int, change: Callable[[Session, int], None], done: str) -> Any:
    """Run `change(s, serial that the page showed)` in a transaction; if it is refused, show the page again with the reason."""
    try:
        with parts().db.write() as s:
            change(s, row_id(request.form.get("version", "")) or 0)
    except Faulty as faulty:
        return _shown(ask_id, faults=faulty.faults), 422
    except Conflict as refused:
        return _shown(ask_id, problem=refused.title), refused.status
    flash(done, "success")
    return redirect(url_for("admission_asks.one", ask_id=ask_id), 303)


def _ask(s: Session, ask_id: int) -> Ask:
    ask = s.get(Ask, ask_id) if ask_id <= MAX_ID else None
    if ask is None:
        raise NotFound()
    return ask


def _form(key: str, faults: Mapping[str, str] | None = None) -> str:
    """The page with the form for an ask: empty or, if it was refused, with what was typed and the faults."""
    today = shanghai_day(parts().clock.now())
    with parts().db.read() as s:
        known = listing.versions(s)
        return render_template(
            "admission/new.html",
            items=_choices(known, today),
            departments=_departments(s, known),
            works=labels("work", _),
            form=request.form,
            chosen_works=request.form.getlist("work"),
            faults=faults or {},
            form_key=key,
            today=today,
        )


def _choices(known: list[Item], today: date) -> list[tuple[str, str]]:
    """(code, words) of the items to choose from: those in force, then all others; last, NONE."""
    current = {one.code: one for one in rules.in_force(known, today)}
    others = {one.code: one for one in known if one.code not in current}
    found = [(code, f"{one.name}（{code}，{sentence(f'kind.{one.kind}', _)}）") for code, one in current.items()]
    found += [
        (code, _("%(name)s（%(code)s，现在不在清单上）", name=one.name, code=code)) for code, one in others.items()
    ]
    return [*found, (NONE, _("清单里没有"))]


def _departments(s: Session, known: list[Item]) -> list[str]:
    """Suggestions while a department is typed: those of the list, then those that asked before; at most 200."""
    return list(dict.fromkeys([*(name for one in known for name in one.departments), *ledger.departments(s)]))[:200]


def _shown(ask_id: int, *, faults: Mapping[str, str] | None = None, problem: str = "") -> str:
    """The page of an ask; `faults`: by field, `problem`: why a change was refused."""
    now = parts().clock.now()
    today = shanghai_day(now)
    with parts().db.read() as s:
        ask = _ask(s, ask_id)
        decided = asks.decisions(s, ask_id)
        known = rules.in_force(listing.versions(s), today)
        state = asks.state_on(ask, today)
        banned = asks.is_banned(s, ask, today)
        return render_template(
            "admission/ask.html",
            ask=ask,
            state=state,
            state_words=sentence(f"state.{state}", _),
            works=works(ask.work, _),
            item=ask.item,
            decisions=[
                (one, sentence(f"act.{one.act}", _), [finding_in_words(found, _) for found in one.findings])
                for one in decided
            ],
            version=decided[-1].serial if decided else 0,
            likely=rules.likely_items(ask.what, known) if Rule.OFF_LIST in ask.rules else [],
            may_admit=state in (asks.REFUSED, asks.ENDED, "expired") and not banned,
            banned=banned,
            faults=faults or {},
            problem=problem,
            form=request.form,
            today=today,
        )
