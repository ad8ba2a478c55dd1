"""`/c/{case_no}/proof`: by a code sent to the reporter's phone, whoever opened a case by its link may change it, too."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.cases.doors.case_access import enter, grant_change
from portal.cases.records import ownership, queries
from portal.http.access import PUBLIC, access
from portal.http.current import parts
from portal.kernel.errors import Invalid, TooMany
from portal.residents import proving
from portal.residents import service as residents
from portal.residents.codes import CodeResult, CodeUse

public = Blueprint("case_proof", __name__, template_folder="../templates")


@public.get("/c/<case_no>/proof")
@access(PUBLIC)
def page(case_no: str) -> Any:
    """Ask a caller who opened the case by its link for a code sent to the reporter's phone."""
    return proof_page(case_no)


@public.post("/c/<case_no>/proof")
@access(PUBLIC)
def send_code(case_no: str) -> Any:
    """Send a code to the number that the case was reported from or that its reporter left; the page shows it masked."""
    with parts().db.read() as s:
        number = queries.reporter_number(s, enter(s, case_no).case)
    if number is None:
        return proof_page(case_no), 422
    try:
        proving.send_code(number, CodeUse.CASE)
    except (Invalid, TooMany) as problem:
        return proof_page(case_no, problem.title, sent=True), problem.status
    return proof_page(case_no, sent=True)


@public.post("/c/<case_no>/proof/code")
@access(PUBLIC)
def check_code(case_no: str) -> Any:
    """Check the code that was typed: if it is right, this browser may change the case for `case_access.CHANGE_LIFE`.

    The number then also counts as proven by a resident, to whom the web chat of the case may now belong (`ownership.claim`).
    """
    with parts().db.read() as s:
        case = enter(s, case_no).case
        number = queries.reporter_number(s, case)
    digits = "".join(request.form.get("code", "").split())[:12]
    result = proving.verify_code(number, digits, CodeUse.CASE) if number is not None else CodeResult.OVER
    if result is not CodeResult.RIGHT:
        wrong = result is CodeResult.WRONG
        error = _("验证码不对，请再看看短信") if wrong else _("这个验证码不能用了，请重新要一个")
        return proof_page(case_no, error, sent=wrong), 422
    with parts().db.write() as s:
        case = enter(s, case_no).case
        grant_change(s, case)
        resident_id = residents.prove(s, parts().settings.secret_key, number or "", parts().clock.now())
        ownership.claim(s, resident_id, case.contact_point_id)
    return redirect(url_for("cases.page", case_no=case_no), 303)


def proof_page(case_no: str, error: str = "", *, sent: bool = False) -> str:
    """The page that asks for a code by SMS; `sent`: one was asked for, so the field to type it is shown."""
    with parts().db.read() as s:
        case = enter(s, case_no).case
        number = queries.reporter_number(s, case)
    return render_template(
        "cases/proof.html",
        case=case,
        phone=residents.masked(number) if number else "",
        fate=proving.code_fate(number) if number and sent else "",
        error=error,
        sent=sent,
    )
