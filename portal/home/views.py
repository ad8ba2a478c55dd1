"""`/`: the start page. `/me`: a resident's own cases and votes, after a code sent to their phone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors import case_access
from portal.cases.models import Case
from portal.cases.records import handler_view, ownership, presentation
from portal.cases.records import queries as case_queries
from portal.cases.rules.lifecycle import State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import queries, voting
from portal.http.access import PUBLIC, RESIDENT, access, caller_contact_point, caller_resident, unattended
from portal.http.current import parts
from portal.kernel.errors import Invalid, TooMany
from portal.residents import proving
from portal.residents import service as residents
from portal.residents.codes import CodeResult
from portal.residents.service import masked
from portal.staff.sign_in.views import safe_next

public = Blueprint("home", __name__, template_folder="templates")

PROVING = "proving_phone"  # in the session: the E.164 number that a code was sent to
MOST_CASES = 50  # shown on /me


@public.get("/")
@access(PUBLIC)
def home() -> Any:
    """The start page: how to reach us, and up to five open votes, those that close first."""
    with parts().db.read() as s:
        open_ones = queries.open_votes(s, parts().clock.now())[:5]
        return render_template("home/home.html", open_consultations=open_ones)


@public.get("/me")
@access(PUBLIC)
def me() -> Any:
    """The signed-in resident's cases and votes, or the sign-in form; in either case the cases of this browser's chat."""
    resident_id, chat = caller_resident(), caller_contact_point()
    with parts().db.read() as s:
        theirs = ownership.points_of(s, resident_id, chat) if resident_id else set()
        return render_template(
            "home/me.html",
            signed_in=resident_id is not None,
            claimable=resident_id is not None and chat is not None and ownership.may_claim(s, chat),
            phones=[masked(phone) for phone in residents.proven_phones(s, resident_id)] if resident_id else [],
            cases=[  # `only_here`: it is listed because it is of this browser's chat, not proven to be the resident's
                {**_case_line(s, case), "only_here": resident_id is not None and case.contact_point_id not in theirs}
                for case in case_queries.cases_of_person(s, resident_id, chat, limit=MOST_CASES)
                if not handler_view.is_quiet_emergency(s, case)  # another may hold the phone
            ],
            votes=_votes(s, resident_id) if resident_id else [],
            next=safe_next(request.args.get("next", "")),
        )


@public.get("/me/code")
@access(PUBLIC)
def code_form() -> Any:
    """Ask for the code that was sent to the session's number."""
    if PROVING not in session:
        return redirect("/me")
    return _code_page()


@public.get("/me/code/fate")
@access(PUBLIC)
@unattended
def code_fate() -> Any:
    """What became of the code's SMS; its page reloads this part by itself (htmx)."""
    phone = session.get(PROVING)
    if not isinstance(phone, str):
        return redirect("/me")
    return render_template("home/_fate.html", phone=masked(phone), fate=proving.code_fate(phone))


@public.post("/me/code")
@access(PUBLIC)
def send_code() -> Any:
    """Send a code to the form's number (without one, again to the session's number), and ask for the code."""
    typed = request.form.get("phone", "") or session.get(PROVING, "")
    try:
        phone = residents.e164(typed)
        proving.send_code(phone)
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
    """Verify the code and begin a session. No chat is bound to it: the cookie's chat may be an earlier visitor's.

    If numbers were left in that chat and the resident has proved all of them, its cases are theirs from now on.
    """
    phone = session.get(PROVING)
    if not isinstance(phone, str):
        return redirect("/me")
    result = proving.sign_in(phone, "".join(request.form.get("code", "").split())[:12])
    if result is CodeResult.WRONG:
        return _code_page(_("验证码不对，请再看看短信")), 422
    if result is CodeResult.OVER:
        return _code_page(_("这个验证码不能用了，请重新要一个")), 422
    session.pop(PROVING)
    _claim_chat()
    return redirect(safe_next(request.form.get("next", "")) or "/me")


@public.post("/me/sign-out")
@access(PUBLIC)
def sign_out() -> Any:
    """End the session, a signed-in resident's chat and the access that links gave, also for copies of the cookie.

    Before that the chat is counted as the resident's, if they proved all numbers left in it (`_claim_chat`).
    """
    _claim_chat()
    chat = caller_contact_point() if caller_resident() is not None else None
    proving.sign_out()
    if chat is not None:  # so that its token is worthless; the page forgets that, too
        with parts().db.write() as s:
            residents.end_chat(s, chat, parts().clock.now())
    session.pop(PROVING, None)
    case_access.end_all_access()
    return redirect("/me")


@public.post("/me/chat")
@access(RESIDENT)
def claim_chat() -> Any:
    """Count this browser's chat as the resident's, at their word, if `ownership.claim` allows it."""
    chat = caller_contact_point()
    with parts().db.write() as s:
        claimed = chat is not None and ownership.claim(s, caller_resident() or 0, chat, at_their_word=True)
    flash(
        *(
            (_("记到您的手机号上了。"), "success")
            if claimed
            else (_("这个聊天里有过别的手机号，记不到您名下。"), "error")
        )
    )
    return redirect("/me", 303)


@public.post("/me/not-mine")
@access(RESIDENT)
def not_mine() -> Any:
    """Whoever signed in says that the number was somebody else's: nothing told from it before is shown, changed or voted on any more, staff are told, and the session ends."""
    if request.form.get("sure") != "1":
        flash(_("先勾上“这个号码换了人”"), "error")
        return redirect("/me", 303)
    with parts().db.write() as s:
        parts().hold_numbers(s, caller_resident() or 0, parts().clock.now())
    proving.sign_out()
    case_access.end_all_access()
    flash(_("记下了：这个号码以前的事不再给您看，也不再往这个号发；已经转给工作人员核对。"), "success")
    return redirect("/me", 303)


def _claim_chat() -> None:
    """Count the cookie's chat as the signed-in resident's, if they proved all numbers left in it (`ownership.claim`)."""
    resident_id, chat = caller_resident(), caller_contact_point()
    if resident_id is not None and chat is not None:
        with parts().db.write() as s:
            ownership.claim(s, resident_id, chat)


def _phone_page(error: str, typed: str) -> str:
    """The sign-in form again, with what is wrong and what was typed; without any cases."""
    return render_template(
        "home/me.html",
        signed_in=False,
        claimable=False,
        cases=[],
        votes=[],
        error=error,
        typed=typed[:30],
        next=safe_next(request.form.get("next", "")),
    )


def _code_page(error: str = "") -> str:
    phone = str(session.get(PROVING, ""))
    wish = safe_next(request.values.get("next", ""))
    return render_template("home/code.html", phone=masked(phone), fate=proving.code_fate(phone), error=error, next=wish)


def _case_line(s: Session, case: Case) -> dict[str, Any]:
    return {
        "case_no": case.case_no,
        "state": State(case.state),
        "state_words": presentation.state_in_words(s, case, parts().clock.now()),
        "title": presentation.title(case) or case.case_no,
        "at": case.created_at,
    }


def _votes(s: Session, resident_id: int) -> list[dict[str, Any]]:
    """A line for each of the newest consultations that have the resident on their roll, newest first; none for drafts."""
    return [line for found in voting.consultations_of(s, resident_id) for line in _vote_lines(s, found, resident_id)]


def _vote_lines(s: Session, found: Consultation, resident_id: int) -> list[dict[str, Any]]:
    """The consultation's line, or [] if no roll entry is the resident's.

    `blocked`: they may not vote yet, as their entries must be confirmed first; `voted`: all their entries have voted;
    `left`: the labels of those that have not.
    """
    rights = voting.voting_rights(s, found, resident_id)
    if not rights.entries and not rights.blocked:
        return []
    voted = voting.voted_entry_ids(s, found, rights.entries)
    return [
        {
            "id": found.id,
            "title": found.title,
            "state": found.state,
            "closes_at": found.closes_at,
            "secret": found.secrecy == Secrecy.SECRET,
            "blocked": not rights.entries,
            "voted": bool(rights.entries) and all(entry.id in voted for entry in rights.entries),
            "left": [_entry_label(entry) for entry in rights.entries if entry.id not in voted],
        }
    ]


def _entry_label(entry: RollEntry) -> str:
    """The name and unit of a roll entry."""
    return " ".join(word for word in (entry.name, entry.unit) if word)
