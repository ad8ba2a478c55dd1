"""The form by which a clerk merges a case into another, whose number they type."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.desk import merging
from portal.desk.case_forms.changing import field
from portal.desk.case_page.access import visible_case
from portal.kernel.errors import Invalid, NotFound
from portal.storage.parts import Parts


def _number(s: Session, typed: str) -> str:
    """The number that was typed; of its last digits alone that of the one unresolved case that ends so. Raises Invalid for several."""
    said = typed.strip().upper()[:30]
    if not (said.isascii() and said.isdigit()):
        return said
    ends = Case.case_no.endswith(f"-{said}")
    found = s.scalars(sa.select(Case.case_no).where(ends, Case.state.in_(UNRESOLVED)).limit(2)).all()
    if len(found) > 1:
        raise Invalid(_("这几位数结尾的不止一件，请把编号写全"))
    return found[0] if found else said


def merge_typed(s: Session, parts: Parts, case: Case, who: Who) -> str:
    """Merge the case into the one whose number was typed (`main`); returns what is told.

    Raises Invalid if there is none, or if the two look unlike and the clerk did not say that they looked (`sure`).
    """
    try:
        main, _who = visible_case(s, _number(s, field("main")), to_change=True)
    except NotFound:
        raise Invalid(_("没有这个编号的工单，请核对")) from None
    if field("sure") != "1" and merging.look_unlike(case, main):
        raise Invalid(_("两件的类别或者承办单位不一样，先没有并：打开看过，真是同一件，勾上“不一样也并”再按一次"))
    merging.merge(s, parts, case, main, who)
    return str(_("并到 %(case_no)s 一起办了，两边的居民都会单独问", case_no=main.case_no))
