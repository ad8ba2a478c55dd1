"""Residents' pages: the list, one consultation, the ballot, the receipt; and the single-use link from the chat.

The ballot is a plain form that works without JavaScript; the server seals it. A GET never uses up a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import count_record, opening_record, tally
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.doors import prepared, presentation
from portal.consultations.law import roll_masks
from portal.consultations.law.notice_days import earliest_opening
from portal.consultations.law.phases import State
from portal.consultations.law.template import Basis, Secrecy, Template
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import closing, queries, sms_votes, voting, voting_links
from portal.consultations.verbs.watching import against_rights, halting, objections, published, roll_history
from portal.consultations.verbs.watching.course import Course
from portal.http.access import PUBLIC, access, caller_resident
from portal.http.current import parts
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.time_zone import SHANGHAI
from portal.residents import service as residents

public = Blueprint("consultations", __name__, template_folder="../templates")

PAGE = 20  # consultations on one page
RECEIPT = "receipt"  # in the session, until the page 已计入 has shown it


@dataclass(frozen=True)
class Voter:
    """One roll entry that the caller, who has proven its phone, may vote for. `where`: unit, or household without one.

    The name is whole if the phone is on several entries: two masked ones on one phone may look the same, and the ballots would be
    exchanged. A single one is masked: the number may have passed to somebody else.
    """

    id: int
    name: str
    where: str
    voted: bool


@dataclass(frozen=True)
class Booth:
    """What the voting part of a page shows.

    `open`: voting is going on; `signed_in`: a phone is proven; `blocked`: see `VotingRights`. `taken_off`: when the phone,
    which is not on the roll, was taken off it after the notice.
    """

    open: bool
    signed_in: bool
    blocked: bool
    voters: tuple[Voter, ...]
    taken_off: datetime | None

    @property
    def voted(self) -> bool:
        return any(voter.voted for voter in self.voters)

    @property
    def cast(self) -> list[str]:
        """The names of those whose ballot was taken."""
        return [voter.name for voter in self.voters if voter.voted]

    @property
    def left(self) -> list[str]:
        """The names of those whose ballot is still to come."""
        return [voter.name for voter in self.voters if not voter.voted]


@public.get("/consultations")
@access(PUBLIC)
def listed() -> Any:
    before = request.args.get("before", type=int)
    with parts().db.read() as s:
        found = queries.public_list(s, before, PAGE + 1)
        page, now = found[:PAGE], parts().clock.now()
        groups = (
            (_("现在可以投"), [one for one in page if _is_open(one)]),
            (_("就要开始"), [one for one in page if one.state == State.NOTICED and now < one.opens_at]),
            (_("等委员会打开"), [one for one in page if one.state == State.NOTICED and now >= one.opens_at]),
            (_("已经结束"), [one for one in page if one.state not in {State.NOTICED} and not _is_open(one)]),
        )
        older = url_for("consultations.listed", before=page[-1].id) if len(found) > PAGE else None
        return render_template("consultations/list.html", groups=groups, older=older, first=before is None, at=now)


@public.get("/consultations/<int:consultation_id>")
@access(PUBLIC)
def one(consultation_id: int) -> Any:
    with parts().db.read() as s:
        return _page(
            s, queries.public_get(s, consultation_id), url_for("consultations.cast", consultation_id=consultation_id)
        )


@public.post("/consultations/<int:consultation_id>/ballot")
@access(PUBLIC)
def cast(consultation_id: int) -> Any:
    """Vote, or vote again."""
    action = url_for("consultations.cast", consultation_id=consultation_id)
    try:
        with parts().db.write() as s:
            head = _cast(s, consultation_id)
    except Invalid as problem:
        with parts().db.read() as s:
            return _page(s, queries.public_get(s, consultation_id), action, problem.title), problem.status
    return _to_receipt(consultation_id, head)


@public.get("/consultations/<int:consultation_id>/counted")
@access(PUBLIC)
def taken(consultation_id: int) -> Any:
    """The page 已计入: that a ballot was taken, never what it chooses.

    The receipt (the board's head) is shown only once, so that somebody who watches the voter notices no later change.
    Whoever has not voted is sent to the consultation's page; and everybody once a vote was halted or voided: no ballot counts.
    """
    with parts().db.read() as s:
        consultation = queries.public_get(s, consultation_id)
        booth = _booth(s, consultation)
        if not booth.voted or consultation.state in (State.HALTED, State.VOID):
            return redirect(url_for("consultations.one", consultation_id=consultation_id))
        receipt = session.pop(RECEIPT, None) or {}
        number = receipt.get("head") if receipt.get("consultation") == consultation.id else None
        return uncached(
            render_template("consultations/taken.html", found=for_template(s, consultation), booth=booth, head=number)
        )


# --- the link from the chat -------------------------------------------------------------------------------------


@public.get("/v/<token>")
@access(PUBLIC)
def link(token: str) -> Any:
    """The voting page of a link from the chat. The link proves no identity: the page still asks for a one-time code."""
    with parts().db.read() as s:
        voting_link = voting_links.link_of(s, token)
        consultation = queries.public_get(s, voting_link.consultation_id)
        try:
            voting_links.check_link(voting_link, parts().clock.now())
        except Conflict as problem:
            page = render_template("consultations/spent.html", words=problem.title, found=for_template(s, consultation))
            return uncached(page), problem.status
        return _page(s, consultation, url_for("consultations.cast_by_link", token=token))


@public.post("/v/<token>")
@access(PUBLIC)
def cast_by_link(token: str) -> Any:
    """Cast the ballot; the same transaction uses up the link."""
    try:
        with parts().db.write() as s:
            voting_link = voting_links.link_of(s, token, lock=True)
            voting_links.check_link(voting_link, parts().clock.now())
            head = _cast(s, voting_link.consultation_id)
            voting_link.used = True
            consultation_id = voting_link.consultation_id
    except Invalid as problem:
        with parts().db.read() as s:
            consultation = queries.public_get(s, voting_links.link_of(s, token).consultation_id)
            return _page(s, consultation, url_for("consultations.cast_by_link", token=token), problem.title), 422
    return _to_receipt(consultation_id, head)


# --- within -----------------------------------------------------------------------------------------------------


def _to_receipt(consultation_id: int, head: str | None) -> Any:
    session[RECEIPT] = {"consultation": consultation_id, "head": head}
    return redirect(url_for("consultations.taken", consultation_id=consultation_id), 303)


def _ring() -> KeyRing:
    return KeyRing(parts().settings.keys)


def _cast(s: Session, consultation_id: int) -> str | None:
    now = parts().clock.now()
    consultation = voting.lock_for_voting(s, consultation_id, now)
    entry = voting.entry_to_vote_for(s, consultation, caller_resident(), request.form.get("entry", type=int))
    given = {question["key"]: request.form.getlist(question["key"]) for question in consultation.questions}
    return voting.cast(s, _ring(), consultation, entry, given, channel="web", now=now)


def _page(s: Session, consultation: Consultation, action: str, error: str = "") -> Response:
    booth = _booth(s, consultation)
    named = consultation.secrecy == Secrecy.NAMED
    chosen = _typed(consultation) if request.method == "POST" else {}
    own = voting.named_choices(s, s.get_one(RollEntry, booth.voters[0].id)) if named and len(booth.voters) == 1 else {}
    halted = halting.halt_of(s, _ring(), consultation)
    page = render_template(
        "consultations/one.html",
        found=for_template(s, consultation),
        questions=queries.questions_of(consultation),
        counted=closing.was_counted(s, consultation),
        result=_result(consultation),
        held=_disagrees(consultation) or (consultation.state == State.HALTED and halted is None),
        not_opened=consultation.state == State.NOTICED and parts().clock.now() >= consultation.opens_at,
        key_end=count_record.confirmed_key_end(_ring(), consultation),
        unproven=_is_counted(consultation) and count_record.result_status(_ring(), consultation) is CountStatus.UNKNOWN,
        booth=booth,
        action=action,
        error=error,
        chosen=chosen or own,
        own=sms_votes.choices_in_words(consultation, own),
        entry=request.form.get("entry", type=int),
        objections=published.published(s, consultation),
        undecided=_undecided(s, consultation),
        traces=published.traces(s, consultation),
        unanswered=_unanswered(s, consultation),
        phone_changes=queries.phone_changes_while_open(s, consultation),
        preparation=prepared.preparation(s, consultation, parts().clock.now()),
        against=against_rights.against_rights(s, consultation),
        halted=halted,
        here=request.path if request.method == "GET" else action.removesuffix("/ballot"),
    )
    return uncached(page)


def _undecided(s: Session, consultation: Consultation) -> str:
    """Whether a supervisor still has to decide on an objection that it is not the committee's matter: "now", "earlier" if only on those to a notice that was taken back, or ""."""
    waiting = objections.undecided(s, consultation) if consultation.state in {State.NOTICED, State.OPEN} else []
    if not waiting:
        return ""
    course = Course.of(s, consultation)
    return "earlier" if all(course.of_earlier_notice(row) for row in waiting) else "now"


def _unanswered(s: Session, consultation: Consultation) -> bool:
    """Whether the count waits for the committee's answer to an objection."""
    return consultation.state == State.CLOSED and any(not one.answer for one in objections.standing(s, consultation))


def _is_counted(consultation: Consultation) -> bool:
    return consultation.state in {State.CLOSED, State.PUBLISHED}


def _disagrees(consultation: Consultation) -> bool:
    """Whether the row differs from what was fixed at opening, or from what was counted; then the page shows neither."""
    if consultation.state == State.OPEN:
        return not opening_record.matches_deed(_ring(), consultation)
    return _is_counted(consultation) and count_record.result_status(_ring(), consultation) is CountStatus.DIFFERS


def _result(consultation: Consultation) -> dict[str, Any] | None:
    """The result that everybody is shown: once it is published, and while it agrees with what was counted."""
    shown = consultation.state == State.PUBLISHED and not _disagrees(consultation)
    return presentation.shown_result(consultation) if shown else None


def _typed(consultation: Consultation) -> dict[str, list[str]]:
    """The answers of a form that was refused: shown again, never stored."""
    return {question["key"]: request.form.getlist(question["key"]) for question in consultation.questions}


def _booth(s: Session, consultation: Consultation) -> Booth:
    resident = caller_resident()
    rights = voting.voting_rights(s, consultation, resident)
    voted = voting.voted_entry_ids(s, consultation, rights.entries)
    return Booth(
        open=_is_open(consultation),
        signed_in=resident is not None,
        blocked=rights.blocked,
        voters=tuple(_voter(entry, voted, whole=len(rights.entries) > 1 or rights.blocked) for entry in rights.entries),
        taken_off=_taken_off(s, consultation, resident) if not rights.entries and not rights.blocked else None,
    )


def _taken_off(s: Session, consultation: Consultation, resident: int | None) -> datetime | None:
    phones = residents.proven_phones(s, resident) if resident is not None else []
    return roll_history.taken_off_at(s, consultation, phones)


def _voter(entry: RollEntry, voted: set[int], *, whole: bool) -> Voter:
    name = entry.name if whole else roll_masks.mask_name(entry.name)
    return Voter(entry.id, name, entry.unit or entry.household, entry.id in voted)


def _is_open(consultation: Consultation) -> bool:
    return consultation.state == State.OPEN and parts().clock.now() < consultation.closes_at


@dataclass(frozen=True)
class ShownConsultation:
    """A consultation for the page templates, with its state in words; `template`: the template of law."""

    id: int
    title: str
    text: str
    committee: str
    template: Template
    state: State
    state_words: str
    secret: bool
    basis: Basis
    row: Consultation

    @property
    def reveals(self) -> bool:
        """Whether the figures of a secret vote with a quorum tell how people voted (`tally.reveals_choices`)."""
        result = self.row.result
        return self.secret and result is not None and result["lawful"] and tally.reveals_choices(result)

    @property
    def posted_until(self) -> Any:
        """The last day on which the result must stay posted (居委会组织法 34: at least fifteen days)."""
        if self.row.published_at is None or not self.template.publish_days:
            return None
        return earliest_opening(self.row.published_at.astimezone(SHANGHAI).date(), self.template.publish_days - 1)


def for_template(s: Session, consultation: Consultation) -> ShownConsultation:
    """The consultation as the page templates show it; an open one whose time is over waits to be counted."""
    state = State(consultation.state)
    over = state is State.OPEN and not _is_open(consultation)
    return ShownConsultation(
        id=consultation.id,
        title=consultation.title,
        text=consultation.text,
        committee=queries.committee_of(s, consultation).name,
        template=queries.template_of(consultation),
        state=state,
        state_words=_("等着计票") if over else _(state.label),
        secret=consultation.secrecy == Secrecy.SECRET,
        basis=Basis(consultation.basis),
        row=consultation,
    )


def uncached(page: str) -> Response:
    """The page as a response that no cache stores, since it may show who the voter is."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
