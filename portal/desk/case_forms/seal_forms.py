"""The forms of a case's page that seal the case (限看), let one more or one fewer person see it, or unseal it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import Who
from portal.cases.verbs.disclosure import sealing
from portal.desk.case_forms.changing import change_case
from portal.desk.kept import at_work
from portal.http.access import access
from portal.http.current import row_id
from portal.kernel.roles import Role
from portal.storage.parts import Parts

public = Blueprint("desk_seal", __name__, url_prefix="/desk/cases/<case_no>/seal")


@public.post("")
@access(*sealing.ROLES)
def seal(case_no: str) -> Any:
    """限看: seal the case."""
    form = request.form

    def change(s: Session, p: Parts, case: Case, who: Who) -> None:
        with_clerk = at_work.clerk_of(s, case)
        sealing.seal(
            s,
            p,
            case,
            who,
            kind=form.get("kind", ""),
            supervisor=row_id(form.get("supervisor", "")),
            reason=form.get("reason", ""),
            clerk=with_clerk.account_id if with_clerk else None,
        )

    return change_case(case_no, _("限看了：别人再也找不到这一件"), change)


@public.post("/people")
@access(*sealing.ROLES)
def assign(case_no: str) -> Any:
    """Let one more clerk or supervisor see the sealed case."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        account, reason = row_id(request.form.get("account", "")), request.form.get("reason", "")
        return str(_("%(name)s看得到了", name=sealing.assign(s, p, case, who, account=account, reason=reason)))

    return change_case(case_no, "", change)


@public.post("/people/gone")
@access(*sealing.ROLES)
def release(case_no: str) -> Any:
    """Let one person no longer see the sealed case; somebody who takes themselves off returns to the list."""
    account = row_id(request.form.get("account", ""))
    return change_case(case_no, _("记下了"), lambda s, p, case, who: sealing.release(s, p, case, who, account=account))


@public.post("/end")
@access(Role.SUPERVISOR)
def unseal(case_no: str) -> Any:
    """解除限看, by a supervisor."""
    return change_case(
        case_no,
        _("解除了，大家都看得到"),
        lambda s, p, case, who: sealing.unseal(s, p, case, who, reason=request.form.get("reason", "")),
    )
