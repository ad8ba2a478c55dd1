"""`/`: the ways in and what is being voted on. `/me`: a resident's own cases and votes, opened by a code to their phone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import wording
from portal.cases import present
from portal.cases import service as cases
from portal.cases.entrance import KEPT
from portal.cases.lifecycle import State
from portal.cases.models import Case
from portal.consultations import service as consultations
from portal.consultations import voting
from portal.consultations.models import Consultation, RollEntry
from portal.errors import Invalid, TooMany
from portal.residents import service as residents
from portal.residents.api import SENDS_AN_ADDRESS, TRIES_AN_ADDRESS
from portal.residents.models import ContactPoint
from portal.residents.service import Proof
from portal.staff.views import safe_next
from portal.throttle import throttle
from portal.web import PUBLIC, access, caller_contact_point, caller_resident, parts

public = Blueprint("home", __name__, template_folder="templates")

PROVING = "proving_phone"  # in the session: the number that a code was sent to
TOKEN = "resident_token"  # noqa: S105 (the name under which the session holds it)
VISITOR = "chat_token"
SHOWN = 50  # cases


@public.get("/")
@access(PUBLIC)
def home() -> Any:
    with parts().db.read() as s:
        open_ones = consultations.open_ones(s, parts().clock.now())[:5]
        return render_template("home/home.html", open_consultations=open_ones)


@public.get("/me")
@access(PUBLIC)
def me() -> Any:
    resident_id = caller_resident()
    with parts().db.read() as s:
        return render_template(
            "home/me.html",
            signed_in=resident_id is not None,
            phones=[masked(phone) for phone in residents.proven_phones(s, resident_id)] if resident_id else [],
            cases=[_line(case) for case in _cases(s, resident_id)],
            votes=_votes(s, resident_id) if resident_id else [],
            next=safe_next(request.args.get("next", "")),
        )


@public.get("/me/code")
@access(PUBLIC)
def code_form() -> Any:
    if PROVING not in session:
        return redirect("/me")
    return _code_page()


@public.post("/me/code")
@access(PUBLIC)
def send_code() -> Any:
    """Send a code to the number of the form, and ask for it. Sent again from the code's own page, the number is known."""
    now, settings = parts().clock.now(), parts().settings
    typed = request.form.get("phone", "") or session.get(PROVING, "")
    code = residents.new_code()
    try:
        phone = residents.e164(typed)
        throttle().spend(SENDS_AN_ADDRESS, "otp", request.remote_addr or "")
        text = wording.say(settings.community, "otp", {"code": code})
        with parts().db.write() as s:
            residents.send_code(s, settings.secret_key, phone, code=code, text=text, now=now)
    except (Invalid, TooMany) as problem:
        if typed and typed == session.get(PROVING):
            return _code_page(problem.title), problem.status
        return _phone_page(problem.title, typed), problem.status
    session[PROVING] = phone
    wish = safe_next(request.form.get("next", ""))
    return redirect(url_for("home.code_form", next=wish or None))


@public.post("/me/sign-in")
@access(PUBLIC)
def sign_in() -> Any:
    phone = session.get(PROVING)
    if not isinstance(phone, str):
        return redirect("/me")
    code = "".join(request.form.get("code", "").split())[:12]
    try:
        throttle().spend(TRIES_AN_ADDRESS, "otp_verify", request.remote_addr or "")
    except TooMany as problem:
        return _code_page(problem.title), problem.status
    with parts().db.write() as s:
        verified = residents.verify(
            s, parts().settings.secret_key, phone, code, parts().clock.now(), contact_point_id=caller_contact_point()
        )
    if verified.proof is Proof.WRONG:
        return _code_page(_("验证码不对，请再看看短信")), 422
    if verified.proof is Proof.OVER:
        return _code_page(_("这个验证码不能用了，请重新要一个")), 422
    session.pop(PROVING)
    session[TOKEN] = verified.token
    return redirect(safe_next(request.form.get("next", "")) or "/me")


@public.post("/me/sign-out")
@access(PUBLIC)
def sign_out() -> Any:
    """End the session; what else says on this device who the resident is, or opens their cases, goes with it."""
    token = session.pop(TOKEN, "")
    session.pop(VISITOR, None)
    session.pop(PROVING, None)
    session.pop(KEPT, None)
    if token:
        with parts().db.write() as s:
            residents.sign_out(s, parts().settings.secret_key, token, parts().clock.now())
    return redirect("/me")


def masked(phone: str) -> str:
    """+8613800000000 as 138****0000: enough to know one's own number by."""
    national = phone.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}"


def _phone_page(error: str, typed: str) -> str:
    return render_template(
        "home/me.html",
        signed_in=False,
        cases=[],
        votes=[],
        error=error,
        typed=typed[:30],
        next=safe_next(request.form.get("next", "")),
    )


def _code_page(error: str = "") -> str:
    phone = str(session.get(PROVING, ""))
    wish = safe_next(request.values.get("next", ""))
    return render_template("home/code.html", phone=masked(phone), error=error, next=wish)


def _cases(s: Session, resident_id: int | None) -> list[Case]:
    """The resident's cases by every way in that they proved; a visitor's own otherwise. Newest first."""
    contact = caller_contact_point()
    if resident_id is not None:
        contact = s.scalar(sa.select(ContactPoint.id).where(ContactPoint.resident_id == resident_id).limit(1))
    return cases.cases_of(s, contact, limit=SHOWN) if contact is not None else []


def _line(case: Case) -> dict[str, Any]:
    return {
        "case_no": case.case_no,
        "state": State(case.state),
        "title": present.title(case) or case.case_no,
        "at": case.created_at,
    }


def _votes(s: Session, resident_id: int) -> list[dict[str, Any]]:
    """The consultations on whose roll the resident stands: whether each entry has voted, never what."""
    return [line for found in consultations.public_list(s) for line in _lines_of(s, found, resident_id)]


def _lines_of(s: Session, found: Consultation, resident_id: int) -> list[dict[str, Any]]:
    stands = voting.standing(s, found, resident_id)
    if not stands.entries and not stands.blocked:
        return []
    voted = voting.has_voted(s, found, stands.entries)
    return [
        {
            "id": found.id,
            "title": found.title,
            "state": found.state,
            "closes_at": found.closes_at,
            "blocked": not stands.entries,
            "voted": bool(stands.entries) and all(entry.id in voted for entry in stands.entries),
            "left": [_whose(entry) for entry in stands.entries if entry.id not in voted],
        }
    ]


def _whose(entry: RollEntry) -> str:
    return " ".join(word for word in (entry.name, entry.unit) if word)
