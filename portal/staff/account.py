"""`/account`: a staff member's own sessions, password, second factor, recovery codes and unsent forms."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _

from portal.http.access import access
from portal.http.current import parts
from portal.kernel.errors import NotFound, TooMany, Unauthorized
from portal.kernel.roles import Role
from portal.staff import service
from portal.staff.models import Account, UnsentForm
from portal.staff.navigation import home_of
from portal.staff.service import AccountAct
from portal.staff.sign_in import attempts, caller, passwords, second_factor, sessions, unsent_forms
from portal.staff.sign_in.sessions import OpenSession
from portal.staff.sign_in.views import (
    change_password,
    codes_page,
    enrol_factor,
    enrolment_secret,
    factor_fault,
    renew_session,
    too_many_sentence,
)

public = Blueprint("account", __name__, template_folder="templates")

_CASE_NO = re.compile(r"LL-\d{8}-\d{4,}")
_LONG = 40  # characters: a longer value, or one with Chinese, was typed by somebody; others are codes of the form


@public.get("/account")
@access(*Role)
def overview() -> Any:
    """The page of the signed-in account: sessions, password, second factor, events."""
    return _page()


@public.post("/account/sessions/<int:session_id>/end")
@access(*Role)
def end_one(session_id: int) -> Any:
    """End one session of the caller's own account. Raises NotFound for anybody else's."""
    found = own_session()
    with parts().db.write() as s:
        if not sessions.end(s, found.actor.id, session_id, parts().clock.now()):
            raise NotFound()
    if session_id == found.session_id:
        return redirect("/login")
    flash(_("那里已经退出了"), "success")
    return redirect("/account")


@public.post("/account/sessions/end-others")
@access(*Role)
def end_others() -> Any:
    """End every session of the account except this one."""
    found = own_session()
    with parts().db.write() as s:
        sessions.end_all(s, found.actor.id, parts().clock.now(), but=found.session_id)
    flash(_("别的地方都已经退出了"), "success")
    return redirect("/account")


@public.post("/account/password")
@access(*Role)
def password() -> Any:
    """Change the password, given the current one and the second factor; ends all other sessions."""
    found = own_session()
    try:
        error = owner_fault(found)
        error = error or change_password(
            found, request.form.get("new_password", ""), request.form.get("again_password", "")
        )
    except TooMany as wait:
        return _page(password_error=too_many_sentence(wait)), 429
    if error:
        return _page(password_error=error), 422
    renew_session(found, factor_shown=False)
    flash(_("密码换好了，别的地方都已经退出"), "success")
    return redirect("/account")


@public.get("/account/factor")
@access(*Role)
def enrolment() -> Any:
    """Show the TOTP secret to enrol with, made once per session."""
    return _enrolment(own_session())


@public.post("/account/factor")
@access(*Role)
def enrol() -> Any:
    """Enrol the offered second factor, given the password and the old factor; ends all other sessions."""
    found = own_session()
    try:
        error = owner_fault(found)
        one = attempts.count_code_try(found.actor.id)
    except TooMany as wait:
        return _enrolment(found, too_many_sentence(wait)), 429
    if error:
        return _enrolment(found, error), 422
    codes = enrol_factor(found)
    if codes is None:
        return _enrolment(found, _("验证码不对，请看手机上最新的六位数")), 422
    attempts.give_back(one)
    renew_session(found, factor_shown=True)
    return codes_page(codes, "/account")


@public.post("/account/recovery-codes")
@access(*Role)
def recovery_codes() -> Any:
    """Replace the recovery codes, given the password and the second factor; shown only once."""
    found, now = own_session(), parts().clock.now()
    try:
        error = owner_fault(found)
    except TooMany as wait:
        return _page(codes_error=too_many_sentence(wait)), 429
    if error:
        return _page(codes_error=error), 422
    with parts().db.write() as s:
        account = s.get_one(Account, found.actor.id, with_for_update=True)
        if account.totp_sealed is None:
            raise NotFound()
        codes = second_factor.fresh_codes(s, parts().settings.secret_key, account)
        service.record_event(s, account, AccountAct.CODES, now)
    return codes_page(codes, "/account")


@public.get("/account/unsent")
@access(*Role)
def unsent() -> Any:
    """List the account's own unsent forms, to be edited and sent again."""
    found = own_session()
    with parts().db.read() as s:
        forms = [_shown_form(one) for one in unsent_forms.unsent_forms_of(s, found.actor.id, parts().clock.now())]
    return render_template("staff/unsent.html", forms=forms, onward=home_of(found.actor))


@public.post("/account/unsent/<int:form_id>/drop")
@access(*Role)
def drop(form_id: int) -> Any:
    """Delete one of the account's own unsent forms."""
    found = own_session()
    with parts().db.write() as s:
        unsent_forms.delete(s, found.actor.id, form_id)
        left = unsent_forms.unsent_forms_of(s, found.actor.id, parts().clock.now())
    return redirect("/account/unsent" if left else home_of(found.actor))


def own_session() -> OpenSession:
    """The caller's session. Raises Unauthorized."""
    found = caller.current_session()
    if found is None:
        raise Unauthorized(login=True)
    return found


def owner_fault(found: OpenSession) -> str:
    """Check that the form was sent by the account's owner: the current password and, if enrolled, the second factor.

    Returns the fault as a sentence, "" if all is right. Each try is counted before it is checked. Raises TooMany.
    """
    given = request.form.get("password", "")
    if len(given) > passwords.LONGEST:
        return str(_("现在的密码不对"))
    one = attempts.count_own_password_try(found.actor.id)
    with passwords.KNOWN_QUEUE.turn(), parts().db.read() as s:
        fits = service.check_sign_in(s, found.actor.username, given) is not None
        account = s.get_one(Account, found.actor.id)
    if not fits:
        return str(_("现在的密码不对"))
    attempts.give_back(one)
    return "" if account.totp_sealed is None else factor_fault(found.actor, request.form.get("current_code", ""))


def _page(password_error: str = "", codes_error: str = "") -> str:
    found, secret, now = own_session(), parts().settings.secret_key, parts().clock.now()
    with parts().db.read() as s:
        account = s.get_one(Account, found.actor.id)
        return render_template(
            "staff/account.html",
            places=sessions.live_sessions(s, secret, account, now),
            here=found.session_id,
            enrolled=account.totp_sealed is not None,
            codes_left=second_factor.codes_left(s, account.id),
            events=[(AccountAct(one.verb).label, one.by, one.at) for one in service.events(s, account.id)],
            unsent=len(unsent_forms.unsent_forms_of(s, account.id, now)),
            shortest=passwords.SHORTEST,
            password_error=password_error,
            codes_error=codes_error,
        )


def _enrolment(found: OpenSession, error: str = "") -> Any:
    with parts().db.read() as s:
        enrolled = s.get_one(Account, found.actor.id).totp_sealed is not None
    return make_response(
        render_template("staff/own_factor.html", error=error, enrolled=enrolled, **enrolment_secret(found))
    )


def _shown_form(form: UnsentForm) -> dict[str, Any]:
    """An unsent form as the page shows it; `fields` are (name, value, whether the page shows it for editing)."""
    case_no = _CASE_NO.search(form.path)
    fields = [(name, value, not value.isascii() or len(value) > _LONG) for name, value in json.loads(form.fields)]
    return {"id": form.id, "path": form.path, "about": case_no[0] if case_no else "", "at": form.at, "fields": fields}


@public.after_request
def forbid_storing(response: Any) -> Any:
    """Keep browsers and proxies from storing a page of an account."""
    response.headers["Cache-Control"] = "no-store"
    return response
