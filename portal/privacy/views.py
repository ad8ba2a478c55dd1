"""`/me/copy` and `/me/erase`: a copy of a resident's data, and its erasure. Each needs a fresh code by SMS."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, send_file, session
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors import case_access
from portal.cases.models import Case
from portal.cases.records import ownership, queries
from portal.cases.rules.lifecycle import State
from portal.channels.models import InboxMessage
from portal.consultations.law.phases import ENDED_WITHOUT_RESULT
from portal.consultations.law.phases import State as Consulted
from portal.consultations.models import Consultation, RollEntry
from portal.http.access import PUBLIC, RESIDENT, access, caller_contact_point, caller_resident
from portal.http.current import parts
from portal.http.throttle import throttle
from portal.kernel.errors import Invalid, TooMany
from portal.privacy import blanking, copy, erasure
from portal.residents import proving
from portal.residents import service as residents
from portal.residents.codes import CodeResult
from portal.wording.community import community

public = Blueprint("privacy", __name__, template_folder="templates")

FRESH = timedelta(minutes=10)  # for so long after a code, copy and erasure are allowed
COPIES = "5 per day"  # per resident
LISTED = 1000  # how many of the resident's cases are looked through at most
_ENDED = (State.CLOSED, State.WITHDRAWN, State.REJECTED)
_PAGES = {"copy": "/me/copy", "erase": "/me/erase"}  # `what` of the functions below → path


@public.get("/me/copy")
@access(PUBLIC)
def copy_page() -> Any:
    """The page that offers the copy; redirects to the sign-in if nobody is signed in."""
    return _page("copy") if caller_resident() is not None else redirect("/me?next=/me/copy")


@public.post("/me/copy")
@access(RESIDENT)
def take_copy() -> Any:
    """Send the ZIP, which is built in memory (bounded) and stored nowhere; at most COPIES."""
    resident_id = _resident()
    if not _is_fresh():
        return redirect("/me/copy", 303)
    throttle().spend(COPIES, "copy", str(resident_id))
    now, chat = parts().clock.now(), caller_contact_point()
    with parts().db.read() as s:
        ids = ownership.points_of(s, resident_id, chat, claimed=_claimed())
        left_out = [one.case_no for one in _listed(s, resident_id, chat) if one.contact_point_id not in ids]
        found = copy.build_copy(s, parts().media, resident_id, now, ids=ids, left_out=left_out)
    answer = send_file(
        io.BytesIO(found), mimetype="application/zip", as_attachment=True, download_name="linli-mine.zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public.get("/me/erase")
@access(PUBLIC)
def erase_page() -> Any:
    """The page that offers the erasure; redirects to the sign-in if nobody is signed in."""
    return _page("erase") if caller_resident() is not None else redirect("/me?next=/me/erase")


@public.post("/me/erase")
@access(RESIDENT)
def erase() -> Any:
    """Erase the caller's data and sign out of this browser; other people's data from this device stays.

    The page is given `kept`, the numbers of the cases not erased; `chat_stays` and `place_stays`, whether the chat's messages
    or an emergency's place remain; `whole`, False while photos and the bot's memory are still to be erased; `claimed` and
    `claimable`, whether the chat was claimed, or could have been.
    """
    resident_id = _resident()
    if not _is_fresh():
        return redirect("/me/erase", 303)
    if request.form.get("sure") != "yes":
        return _page("erase", error=_("请先勾上“我看过了，删掉我的”")), 422
    chat = caller_contact_point()
    with parts().db.read() as s:
        before = [case.id for case in _listed(s, resident_id, chat)]
    whole = erasure.erase(parts(), resident_id, chat=chat, claimed=_claimed())
    with parts().db.read() as s:
        facts = {"kept": _not_erased(s, before), "chat_stays": _has_words(s, chat), "whole": whole}
        facts["place_stays"] = blanking.keeps_place(s, before)
        facts["claimed"] = chat is not None and _claimed() and not facts["chat_stays"]
        facts["claimable"] = chat is not None and ownership.may_claim(s, chat)
    proving.sign_out()
    case_access.end_all_access()
    return render_template("privacy/erased.html", **facts)


@public.post("/me/again/<what>")
@access(RESIDENT)
def send_again(what: str) -> Any:
    """Send a code to the first number that the resident proved, to check that the caller holds that phone now."""
    phone = _proven_phone()
    if what not in _PAGES or not phone:
        return redirect("/me")
    try:
        proving.send_code(phone)
    except (Invalid, TooMany) as problem:
        return _page(what, error=problem.title), problem.status
    return _page(what, asked=True)


@public.post("/me/again/<what>/code")
@access(RESIDENT)
def check_code(what: str) -> Any:
    """Check the code; if right, begin a new session, which counts as fresh, and return to the page."""
    phone = _proven_phone()
    if what not in _PAGES or not phone:
        return redirect("/me")
    result = proving.sign_in(phone, "".join(request.form.get("code", "").split())[:12])
    if result is not CodeResult.RIGHT:
        return _page(what, asked=True, error=_("验证码不对或者过期了，请再看看短信")), 422
    return redirect(_PAGES[what], 303)


def _page(what: str, *, asked: bool = False, error: str = "") -> Any:
    """The page `what` (a key of _PAGES). `asked`: a code was sent, so it is asked for.

    The template also gets `chat`, whether this browser's chat may be claimed, and `in_chat`, the case number of each case of
    that chat that is not proven to be the resident's.
    """
    resident_id = _resident()
    with parts().db.read() as s:
        phones = residents.proven_phones(s, resident_id)
        chat = caller_contact_point()
        theirs = ownership.points_of(s, resident_id, chat)
        facts = {
            "open_cases": _open_cases(s, theirs),
            "votes": _votes_under_way(s, phones),
            "chat": chat is not None and ownership.may_claim(s, chat),
            "in_chat": [one.case_no for one in _listed(s, resident_id, chat) if one.contact_point_id not in theirs],
        }
    phone = residents.masked(phones[0]) if phones else ""
    years = community(parts().settings.community).retention_years
    return render_template(
        f"privacy/{what}.html",
        what=what,
        fresh=_is_fresh(),
        asked=asked,
        phone=phone,
        error=error,
        years=years,
        **facts,
    )


def _resident() -> int:
    """The id of the signed-in resident."""
    found = caller_resident()
    assert found is not None  # by @access
    return found


def _claimed() -> bool:
    """Whether the caller says that this browser's chat is theirs."""
    return request.form.get("chat") == "yes"


def _proven_phone() -> str:
    """The first number that the caller proved; "" if none."""
    with parts().db.read() as s:
        phones = residents.proven_phones(s, _resident())
    return phones[0] if phones else ""


def _is_fresh() -> bool:
    """Whether this browser's session began with a code within FRESH."""
    token = session.get(proving.TOKEN)
    if not isinstance(token, str):
        return False
    now = parts().clock.now()
    with parts().db.read() as s:
        found = residents.session_of(s, parts().settings.secret_key, token, now)
    return found is not None and found.resident_id == _resident() and now - found.created_at <= FRESH


def _open_cases(s: Session, theirs: set[int]) -> list[str]:
    """The numbers of the cases of these contact points (ids) that have not ended."""
    found = sa.select(Case.case_no).where(Case.contact_point_id.in_(theirs), Case.state.not_in(_ENDED))
    return list(s.scalars(found.order_by(Case.id)))


def _listed(s: Session, resident_id: int, chat: int | None) -> list[Case]:
    """The cases that 我的事 lists and that are not erased."""
    return [one for one in queries.cases_of_person(s, resident_id, chat, limit=LISTED) if one.forgotten_at is None]


def _not_erased(s: Session, ids: list[int]) -> list[str]:
    """The case numbers of those of these cases (ids) that are not erased."""
    found = sa.select(Case.case_no).where(Case.id.in_(ids), Case.forgotten_at.is_(None))
    return list(s.scalars(found.order_by(Case.id)))


def _has_words(s: Session, chat: int | None) -> bool:
    """Whether any message written in this chat is still stored; False for None."""
    said = sa.select(InboxMessage.id).where(InboxMessage.contact_point_id == chat).limit(1)
    return chat is not None and s.scalar(said) is not None


def _votes_under_way(s: Session, phones: list[str]) -> list[str]:
    """Titles of consultations under way (noticed, open or closed) that have one of these numbers on their roll."""
    on_roll = sa.select(RollEntry.consultation_id).where(RollEntry.phone.in_(phones), RollEntry.phone != "")
    found = sa.select(Consultation.title).where(
        Consultation.id.in_(on_roll),
        Consultation.state.not_in((Consulted.DRAFT, Consulted.PUBLISHED, *ENDED_WITHOUT_RESULT)),
    )
    return list(s.scalars(found.order_by(Consultation.id)))
