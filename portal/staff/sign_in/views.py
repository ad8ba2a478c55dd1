"""`/login`: the password, enrolling or showing the second factor, replacing a start password; `/logout`.

Around every request of the app: looks up the staff session, and deletes an unsent form that was sent again.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from portal.http.access import PUBLIC, access
from portal.http.current import parts, row_id
from portal.kernel.errors import TooMany
from portal.kernel.roles import Role, StaffActor
from portal.staff import service
from portal.staff.models import Account
from portal.staff.navigation import home_of
from portal.staff.sign_in import attempts, caller, devices, passwords, second_factor, sessions, unsent_forms
from portal.staff.sign_in.second_factor import FactorResult
from portal.staff.sign_in.sessions import OpenSession, SignInStep

log = logging.getLogger(__name__)
public = Blueprint("staff", __name__, template_folder="../templates")

MAX_FIELD = passwords.LONGEST  # characters of a username or password; longer ones are refused unread
NEXT = "staff_next"  # in the session: the page to open once sign-in is complete
_PAGES = {SignInStep.CODE: "/login/code", SignInStep.ENROL: "/login/factor", SignInStep.PASSWORD: "/login/password"}


@public.get("/login")
@access(PUBLIC)
def login() -> Any:
    """The sign-in page; with a session, redirect to its next sign-in step, or home if there is none."""
    found = caller.current_session()
    if found is None:
        return _page()
    return redirect(_PAGES.get(found.step) or home_of(found.actor))


@public.post("/login")
@access(PUBLIC)
def sign_in() -> Any:
    """Check username and password. The answer is the same for an unknown name and a wrong password."""
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    if not username or not password or max(len(username), len(password)) > MAX_FIELD:
        return _page(_("用户名或密码不对")), 422
    try:
        account = _check_password(username, password)
    except TooMany as wait:
        return _page(too_many_sentence(wait)), 429
    if account is None:
        return _page(_("用户名或密码不对")), 422
    return _begin_session(account, safe_next(request.form.get("next", "")))


@public.get("/login/code")
@access(PUBLIC)
def code() -> Any:
    """Ask for the second factor; only after the right password."""
    found = _session_at_step(SignInStep.CODE)
    return render_template("staff/code.html", error="") if found else redirect("/login")


@public.post("/login/code")
@access(PUBLIC)
def check_code() -> Any:
    """Check the second factor and complete the sign-in."""
    found = _session_at_step(SignInStep.CODE)
    if found is None:
        return redirect("/login")
    try:
        error = factor_fault(found.actor, request.form.get("code", ""))
    except TooMany as wait:
        return render_template("staff/code.html", error=too_many_sentence(wait)), 429
    if error:
        return render_template("staff/code.html", error=error), 422
    return _complete_sign_in(found, factor_shown=True)


@public.get("/login/factor")
@access(PUBLIC)
def enrolment() -> Any:
    """Show the TOTP secret to whoever must enrol before they can work."""
    found = _session_at_step(SignInStep.ENROL)
    return _enrolment(found) if found else redirect("/login")


@public.post("/login/factor")
@access(PUBLIC)
def enrol() -> Any:
    """Enrol the second factor, end the account's other sessions and show the recovery codes once."""
    found = _session_at_step(SignInStep.ENROL)
    if found is None:
        return redirect("/login")
    try:
        one = attempts.count_code_try(found.actor.id)
    except TooMany as wait:
        return _enrolment(found, too_many_sentence(wait)), 429
    codes = enrol_factor(found)
    if codes is None:
        return _enrolment(found, _("验证码不对，请看手机上最新的六位数")), 422
    attempts.give_back(one)
    onward = _complete_sign_in(found, factor_shown=True)
    return caller.remember_device(make_response(codes_page(codes, onward.location)))


@public.get("/login/password")
@access(PUBLIC)
def start_password_page() -> Any:
    """Ask the account's owner to replace the start password."""
    return (
        render_template("staff/first_password.html", error="")
        if _session_at_step(SignInStep.PASSWORD)
        else redirect("/login")
    )


@public.post("/login/password")
@access(PUBLIC)
def replace_start_password() -> Any:
    """Replace the start password and complete the sign-in."""
    found = _session_at_step(SignInStep.PASSWORD)
    if found is None:
        return redirect("/login")
    try:
        error = change_password(found, request.form.get("new_password", ""), request.form.get("again_password", ""))
    except TooMany as wait:
        return render_template("staff/first_password.html", error=too_many_sentence(wait)), 429
    if error:
        return render_template("staff/first_password.html", error=error), 422
    return _complete_sign_in(found, factor_shown=False)


@public.post("/logout")
@access(PUBLIC)
def logout() -> Any:
    """End the session, even if it has run out, and empty the cookie."""
    caller.sign_out()
    return redirect("/login")


@public.before_app_request
def look_up_session() -> None:
    """Look up the staff session before any view opens a transaction, because noting its use is a transaction, too.

    Ends it instead if whoever had it left without a network (`caller.wishes_to_leave`): no page shows anything of theirs.
    """
    if not caller.session_token() or _is_static():
        return
    if caller.wishes_to_leave():
        caller.sign_out()
        return
    try:
        caller.current_session()
    except SQLAlchemyError:
        log.exception("who is signed in cannot be read")


@public.after_app_request
def forget_wish_to_leave(response: Any) -> Any:
    """Forget the wish to leave once nobody is signed in."""
    if caller.wishes_to_leave() and not _is_static() and not caller.session_token():
        return caller.forget_wish(response)
    return response


def _is_static() -> bool:
    return request.endpoint is None or request.endpoint.rpartition(".")[2] == "static"


@public.after_app_request
def delete_resent_form(response: Any) -> Any:
    """Delete an unsent form once it was sent again with success."""
    if request.method != "POST" or response.status_code >= 400 or not caller.session_token() or _shows_an_error():
        return response
    who, number = caller.signed_in_actor(), row_id(request.form.get(unsent_forms.FIELD, ""))
    if who is not None and number is not None:
        with parts().db.write() as s:
            unsent_forms.delete(s, who.id, number)
    return response


def safe_next(wish: str) -> str:
    """`wish` if it is a path on this site to continue at, else "": never another host, nor sign-in or sign-out."""
    if not wish.startswith("/") or wish.startswith("//") or "\\" in wish or any(sign < " " for sign in wish):
        return ""
    return "" if urlsplit(wish).path.startswith(("/login", "/logout")) else wish[:500]


def too_many_sentence(wait: TooMany) -> str:
    """The sentence for a TooMany, in the page's language: why nothing was checked, and how long to wait."""
    seconds = int(wait.extra["retry_after"])
    if seconds <= 10:
        return str(_("现在登录的人太多，请过几秒再试"))
    return str(_("试错太多次了，请 %(minutes)s 分钟后再试", minutes=-(-seconds // 60)))


def factor_fault(who: StaffActor, shown: str) -> str:
    """Check a code of the second factor and use it up. Returns the fault as a sentence, "" if right. Raises TooMany."""
    one = attempts.count_code_try(who.id)
    with parts().db.write() as s:
        result = second_factor.check_code(s, parts().settings.secret_key, who.id, shown[:40], parts().clock.now())
    if result is FactorResult.RIGHT:
        attempts.give_back(one)
    words: dict[FactorResult, str] = {
        FactorResult.RIGHT: "",
        FactorResult.WRONG: _("验证码不对，请看手机上最新的六位数，或者用一个没用过的备用码"),
        FactorResult.USED: _("这个验证码用过了，请等手机上换下一个"),
        FactorResult.UNREADABLE: _("这个账号的手机验证码要重新绑定，请找运维"),
    }
    return words[result]


def change_password(found: OpenSession, password: str, again: str) -> str:
    """Set a new password, end the account's other sessions. Returns the fault as a sentence, or "". Raises TooMany."""
    error = passwords.password_fault(found.actor.username, password)
    if error or password != again:
        return error or str(_("两次写的不一样"))
    now = parts().clock.now()
    with passwords.KNOWN_QUEUE.turn(), parts().db.read() as s:
        if service.check_sign_in(s, found.actor.username, password) is not None:
            return str(_("新密码和原来的一样，请换一个"))
        hashed = service.hashed(password)
    with parts().db.write() as s:
        account = s.get_one(Account, found.actor.id, with_for_update=True)
        account.password_hash, account.must_change = hashed, False
        sessions.end_all(s, account.id, now, but=found.session_id)
        service.record_event(s, account, service.AccountAct.PASSWORD, now)
    return ""


def enrol_factor(found: OpenSession) -> list[str] | None:
    """Enrol the offered second factor by the code that was sent, and end the account's other sessions.

    Returns the recovery codes to show once; None if the code is wrong.
    """
    code, now = request.form.get("code", "")[:20], parts().clock.now()
    with parts().db.write() as s:
        codes = second_factor.enrol(s, parts().settings.secret_key, found.session_id, code, now)
        if codes is not None:
            sessions.end_all(s, found.actor.id, now, but=found.session_id)
    return codes


def renew_session(found: OpenSession, *, factor_shown: bool) -> None:
    """Give the session a new token and store it in the emptied cookie. Raises Unauthorized if ended meanwhile."""
    secret, now = parts().settings.secret_key, parts().clock.now()
    with parts().db.write() as s:
        fresh = sessions.renew(s, secret, found.session_id, caller.request_origin(), factor=factor_shown, now=now)
    caller.store_session_token(fresh, is_grid_worker=found.actor.role is Role.GRID, is_same_account=True)


def _check_password(username: str, password: str) -> Account | None:
    """The active account if the password fits, else None. The try is counted first. Raises TooMany."""
    with parts().db.read() as s:
        named = service.account_named(s, username)
    one = attempts.count_password_try(username, named.id if named else None)
    with (passwords.KNOWN_QUEUE if one.known else passwords.STRANGERS_QUEUE).turn(), parts().db.read() as s:
        account = service.check_sign_in(s, username, password)
    if account is not None:
        attempts.give_back(one)
    return account


def _begin_session(account: Account, wish: str) -> Any:
    """Begin a session after the right password; go on to the second factor, or complete the sign-in if it needs none."""
    secret, now = parts().settings.secret_key, parts().clock.now()
    device = devices.device_label(request.headers.get("User-Agent", ""))
    with parts().db.write() as s:
        before = sessions.find(s, secret, caller.session_token())
        again = before is not None and before.account_id == account.id
        _number, fresh = sessions.begin(s, secret, account, device=device, now=now)
        found = sessions.open_session(s, secret, fresh, required=not parts().settings.demo, now=now)
    caller.store_session_token(fresh, is_grid_worker=False, is_same_account=again)
    session[NEXT] = wish
    if found is None or found.step in (SignInStep.CODE, SignInStep.ENROL):
        return redirect("/login" if found is None else _PAGES[found.step])
    return _complete_sign_in(found, factor_shown=False)


def _complete_sign_in(found: OpenSession, *, factor_shown: bool) -> Any:
    """Complete the sign-in and redirect to replacing a start password, unsent forms, the page wished for, or home."""
    wish = session.get(NEXT, "")
    renew_session(found, factor_shown=factor_shown)
    now = parts().clock.now()
    with parts().db.read() as s:
        account = s.get_one(Account, found.actor.id)
        typed = unsent_forms.unsent_forms_of(s, account.id, now)
    if account.must_change:
        session[NEXT] = wish
        return caller.remember_device(redirect(_PAGES[SignInStep.PASSWORD]))
    onward = "/account/unsent" if typed else safe_next(wish if isinstance(wish, str) else "") or home_of(found.actor)
    return caller.remember_device(redirect(onward))


def _session_at_step(step: SignInStep) -> OpenSession | None:
    """The caller's session if it waits for this step, else None."""
    found = caller.current_session()
    return found if found is not None and found.step is step else None


def _enrolment(found: OpenSession, error: str = "") -> Any:
    return render_template("staff/factor.html", error=error, **enrolment_secret(found))


def enrolment_secret(found: OpenSession) -> dict[str, str]:
    """What the enrolling page shows of the TOTP secret: `picture` (QR code) and `words` (to type)."""
    with parts().db.write() as s:
        shared = second_factor.offered_secret(s, parts().settings.secret_key, found.session_id)
    return {"picture": second_factor.qr_code(found.actor.username, shared), "words": second_factor.in_groups(shared)}


def codes_page(codes: list[str], onward: str) -> str:
    """The page with the recovery codes, which are shown only this once."""
    return render_template("staff/recovery.html", codes=codes, onward=onward)


def _shows_an_error() -> bool:
    """Whether the next page will show an error message."""
    return any(category == "error" for category, _words in session.get("_flashes", ()))


def _page(error: str = "") -> str:
    return render_template(
        "staff/login.html",
        error=error,
        username=request.form.get("username", "")[:MAX_FIELD],
        kept="kept" in request.args,
        lost="lost" in request.args,
        next=safe_next(request.values.get("next", "")),
    )


@public.after_request
def forbid_storing(response: Any) -> Any:
    """Keep browsers and proxies from storing a sign-in page."""
    response.headers["Cache-Control"] = "no-store"
    return response
