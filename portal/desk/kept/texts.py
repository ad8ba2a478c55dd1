"""`/desk/texts`: the short texts that the desk keeps for replies; on a case's page Alt+1 … Alt+9 insert those that fit.

A placeholder, {编号}, stands for a fact that the case has (FACTS). A text with an unknown placeholder is not saved; a text is
not offered for a case that lacks one of its facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.rules import taxonomy
from portal.cases.rules.form_text import clean_text
from portal.cases.verbs.notifying.notifications import day
from portal.desk.models import ReplyText
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role

public = Blueprint("desk_texts", __name__, url_prefix="/desk/texts")
MOST = 100  # texts in all
OFFERED = 9  # on a case's page: one for each digit
MOST_TITLE, MOST_TEXT = 30, 500  # characters
_PLACEHOLDER = re.compile(r"[{｛]([^{｛}｝]{0,40})[}｝]")

FACTS: Mapping[str, Callable[[Session, Case], str]] = {
    "编号": lambda _s, case: case.case_no,
    "单位": lambda s, case: grids.body_name(s, case.body) if case.dispatched else "",
    "期限": lambda _s, case: "" if case.urgency == Urgency.EMERGENCY else day(case.due_at),
    "类别": lambda _s, case: taxonomy.label(case.category) if case.category else "",
    "社区": lambda s, _case: str(grids.community(s).get("name") or ""),
    "电话": lambda s, _case: str(grids.community(s).get("phone") or ""),
}
"""Placeholder → the fact that it stands for, "" if the case has none. None is about the reporter."""


@dataclass(frozen=True)
class Offered:
    """A text as a case's page offers it, its placeholders filled in."""

    title: str
    text: str


def offered(s: Session, case: Case) -> list[Offered]:
    """The texts for this case, those for the narrowest category first, at most OFFERED."""
    fitting = [one for one in s.scalars(sa.select(ReplyText)) if (case.category or "").startswith(one.category)]
    fitting.sort(key=lambda one: (-len(one.category), one.title, one.id))
    filled = (
        (one.title, filled_in(one.text, {name: fact(s, case) for name, fact in FACTS.items()})) for one in fitting
    )
    return [Offered(title, text) for title, text in filled if text][:OFFERED]


def filled_in(text: str, facts: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; "" if the case lacks one of the facts."""
    names = _PLACEHOLDER.findall(text)
    return _PLACEHOLDER.sub(lambda found: facts[found[1]], text) if all(facts.get(name) for name in names) else ""


@public.get("")
@access(Role.DESK, Role.SUPERVISOR)
def page() -> Any:
    """All texts, each with a form to change it, and a form to add one."""
    return _shown({}, "")


def _shown(typed: Mapping[str, str], problem: str) -> str:
    """The page. `typed`: a refused form, shown again with the `problem`; {} and "" for none."""
    with parts().db.read() as s:
        return render_template(
            "desk/texts.html",
            texts=list(s.scalars(sa.select(ReplyText).order_by(ReplyText.category, ReplyText.title, ReplyText.id))),
            categories=[(code, " / ".join(path)) for code, path in taxonomy.names().items()],
            facts=[f"{{{name}}}" for name in FACTS],
            typed=typed,
            problem=problem,
            most={"title": MOST_TITLE, "text": MOST_TEXT},
        )


@public.post("")
@access(Role.DESK, Role.SUPERVISOR)
def save() -> Any:
    """Add a text, or change the one that `id` names."""
    form = request.form
    try:
        with parts().db.write() as s:
            _save(s, form)
    except Invalid as problem:
        return _shown(form, problem.title), problem.status
    flash(_("存好了"), "success")
    return redirect(url_for("desk_texts.page"), 303)


def _save(s: Session, form: Mapping[str, str]) -> None:
    """Store the form's text. Raises Invalid, NotFound."""
    title = clean_text(form.get("title", ""), MOST_TITLE, needed=_("名字"))
    text = clean_text(form.get("text", ""), MOST_TEXT, needed=_("要说的话"))
    if unknown := [name for name in _PLACEHOLDER.findall(text) if name not in FACTS]:
        raise Invalid(_("没有“%(name)s”这一项，只能用下面列出来的", name=unknown[0][:20]))
    category = form.get("category", "")
    if category and category not in taxonomy.names():
        raise Invalid(_("没有这个类别"))
    number = row_id(form.get("id", ""))
    known = _text(s, number) if number is not None else None
    if known is None and (s.scalar(sa.select(sa.func.count()).select_from(ReplyText)) or 0) >= MOST:
        raise Invalid(_("最多存 %(n)s 条，先删掉不用的", n=MOST))
    kept = known or ReplyText()
    kept.title, kept.category, kept.text = title, category, text
    kept.account_id, kept.at = staff_actor().id, parts().clock.now()
    s.add(kept)


@public.post("/<int:text_id>/drop")
@access(Role.DESK, Role.SUPERVISOR)
def drop(text_id: int) -> Any:
    """Delete a text, if it still exists."""
    with parts().db.write() as s:
        s.execute(sa.delete(ReplyText).where(ReplyText.id == text_id))
    flash(_("删掉了"), "success")
    return redirect(url_for("desk_texts.page"), 303)


def _text(s: Session, number: int) -> ReplyText:
    """The text of this id. Raises NotFound."""
    found = s.get(ReplyText, number)
    if found is None:
        raise NotFound()
    return found
