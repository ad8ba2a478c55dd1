"""What a clerk is asked before a reporter is told to go elsewhere: whether the matter is really nobody's here, and whether the number is one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case, Ground
from portal.cases.records.actors import Who
from portal.cases.verbs.desk import desk_actions
from portal.desk.case_forms.asking import refuse_untold
from portal.desk.case_forms.changing import field
from portal.desk.case_forms.replies import rejected_in_words
from portal.desk.case_page.case_facts import WAY_OUT
from portal.grids import service as grids
from portal.storage.parts import Parts

_DIALLED = re.compile(
    r"1[3-9]\d{9}|0\d{2,3}[2-8]\d{6,7}|[48]00\d{7}|1(?:10|19|20|22)|1[02]\d{3}|9[56]\d{3,6}|12\d{3}\d?"
)
_IN_A_ROW = "01234567890123456789"  # 1234567, as somebody types who wants to be done
_LEAST_IN_A_ROW = 7


def reject_typed(s: Session, p: Parts, case: Case, who: Who) -> str:
    """Reject the case as the form says, once what is odd about it was asked; returns what the clerk is told."""
    ground, reason = field("ground"), field("reason")
    if ground.startswith(WAY_OUT):
        told = desk_actions.divert(s, p, case, who, office=ground.removeprefix(WAY_OUT), reason=reason)
    else:
        refuse_unchecked(s, case, request.form)
        there = {"office": field("office"), "phone": field("phone")}
        told = desk_actions.reject(s, p, case, who, ground=ground, reason=reason, **there)
    return rejected_in_words(s, case, told=told)


def refuse_unchecked(s: Session, case: Case, form: Mapping[str, str]) -> None:
    """Raise Untold where our own list names a body for what is said to be another's, or the number is not one of the list's and looks like none.

    Not if whoever sends the form was told that very thing, and ticked it (`sure`).
    """
    office, phone = form.get("office", "").strip(), form.get("phone", "").strip()
    is_elsewhere = form.get("ground") == Ground.OTHER_BODY
    refuse_untold(form, "sure", (_why_body(s, case) if is_elsewhere else "", _why_phone(s, office, phone)))


def _why_body(s: Session, case: Case) -> str:
    """That the list of duties gives the matter to a body of ours, in words; "" if it does not."""
    found = None if case.dispatched else grids.body(s, case.body)
    if found is None:
        return ""
    return str(
        _(
            "这类事我们的职责清单上归%(body)s（%(phone)s），可以直接派。真不归它办、要居民自己找别处的，勾上“看过了”。",
            body=found.name,
            phone=found.phone,
        )
    )


def _why_phone(s: Session, office: str, phone: str) -> str:
    """What is odd about the number, in words; "" if nothing is, or none was typed."""
    digits = "".join(filter(str.isdigit, phone))
    if not digits or digits in grids.published_numbers(s):
        return ""
    listed = next((one for one in grids.known_bodies(s) if office and office in (one.name, *one.aliases)), None)
    known = grids.body(s, listed.code) if listed is not None else None
    if known is not None and known.phone:
        return str(
            _("名册上%(name)s的电话是%(phone)s，和您写的不一样：居民照着打。", name=known.name, phone=known.phone)
        )
    if _DIALLED.fullmatch(digits) is None or _is_in_a_row(digits):
        return str(
            _("%(phone)s不像一个打得通的电话（座机要写区号）：居民照着打。没有写错的，勾上“看过了”。", phone=phone)
        )
    return ""


def _is_in_a_row(digits: str) -> bool:
    """Whether its last digits are all the same, or run up or down one by one."""
    last = digits[-_LEAST_IN_A_ROW:]
    return len(last) == _LEAST_IN_A_ROW and (len(set(last)) == 1 or last in _IN_A_ROW or last[::-1] in _IN_A_ROW)
