"""`/admission`: the admission ledger with filters and counts, and its download as a file, which is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from portal.admission import ledger, sheets
from portal.admission.asks import state_on
from portal.admission.models import Ask, Decision, LedgerDownload
from portal.admission.words import labels, sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.roles import Role

public = Blueprint("admission", __name__, url_prefix="/admission", template_folder="templates")
READERS = (Role.DESK, Role.SUPERVISOR, Role.CHAIR, Role.MEMBER)  # who may read the ledger and the asks
SHOWN = 5  # downloads listed on the page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public.get("")
@access(*READERS)
def page() -> Any:
    """A page of the asks that the filters let through, newest first; counts of all of these by department and by rule, as in `ledger`."""
    today = shanghai_day(parts().clock.now())
    filters = ledger.read_filters(request.args, today)
    with parts().db.read() as s:
        rows, older = ledger.page_of(s, filters, today, before=row_id(request.args.get("before", "")))
        return render_template(
            "admission/ledger.html",
            rows=[(one, state_on(one, today)) for one in rows],
            older=_address(older) if older else None,
            newer=_address(None) if request.args.get("before") else None,
            filters=filters,
            counts=ledger.by_department(s, filters, today),
            by_rule=ledger.by_rule(s, filters, today),
            departments=ledger.departments(s),
            most=ledger.MOST_IN_FILE,
            downloads=_downloads(s),
            states=labels("state", _),
            rules=labels("rule", _),
            say=lambda code: sentence(code, _),
        )


def _address(before: int | None) -> str:
    """The address of the page with the same filters and the ids below `before` or, with None, the newest."""
    kept = {name: value for name, value in request.args.items() if name != "before" and value}
    return f"{url_for('admission.page')}?{urlencode(kept | ({'before': str(before)} if before else {}))}"


@public.post("/ledger.xlsx")
@access(*READERS)
def download() -> Any:
    """Download the asks that the filters let through, the newest `ledger.MOST_IN_FILE` at most, as XLSX; records who did so."""
    now = parts().clock.now()
    today = shanghai_day(now)
    filters = ledger.read_filters(request.form, today)
    with parts().db.write() as s:
        asks = ledger.rows_for_file(s, filters, today)
        data = sheets.ledger_xlsx(asks, _exceptions(s, asks), today)
        s.add(LedgerDownload(account_id=staff_actor().id, at=now, begin=filters.begin, end=filters.end))
    answer = make_response(data)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="admission-{filters.begin}-{filters.end}.xlsx"'
    return answer


def _exceptions(s: Session, asks: Sequence[Ask]) -> dict[int, Decision]:
    """Ask id → the last decision that admitted it as an exception."""
    mine = sa.select(Decision).where(
        Decision.act == "except", Decision.ask_id.in_([one.id for one in asks if one.until])
    )
    return {one.ask_id: one for one in s.scalars(mine.order_by(Decision.serial))}


def _downloads(s: Session) -> list[LedgerDownload]:
    """The last downloads, the newest first."""
    found = sa.select(LedgerDownload).options(joinedload(LedgerDownload.account)).order_by(LedgerDownload.id.desc())
    return list(s.scalars(found.limit(SHOWN)))
