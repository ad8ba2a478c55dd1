"""The reporter's page of a case, `/c/{case_no}`: its state, its timeline, and what the reporter may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.doors import added_words, danger_forms, photos
from portal.cases.doors.case_access import Entered, OnlyToRead, enter, keep_link
from portal.cases.doors.proof import proof_page
from portal.cases.duplicates import offering
from portal.cases.models import Alarm, Case, Kind, Urgency
from portal.cases.ratings import giving
from portal.cases.ratings.models import Satisfaction
from portal.cases.records import alarms, contact_claims, corpus, event_log, handler_view, presentation, queries
from portal.cases.records.actors import Who
from portal.cases.records.contact_claims import Answer
from portal.cases.records.follow_up_wording import wording_for
from portal.cases.records.presentation import TimelineEntry
from portal.cases.rules import deadlines, lifecycle, taxonomy
from portal.cases.rules.lifecycle import CloseReason, State, Verb
from portal.cases.rules.truth import FIX_VERBS
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.desk import merging
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.intake import resident_words
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import attesting, danger_on_page, reporter_actions
from portal.grids import service as grids
from portal.grids.offices import Way
from portal.http.access import PUBLIC, access
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound, TooLarge, TooMany
from portal.storage.parts import Parts

public = Blueprint("cases", __name__, template_folder="../templates")

# The steps of a case in plain words; `_STEP_OF` gives the step that each state has reached (rejected, withdrawn: none).
STEPS = ("收到", "受理", "派人", "在办", "办好了", "结了")
_STEP_OF = {
    State.REPORTED: 0,
    State.ACCEPTED: 1,
    State.DISPATCHED: 2,
    State.IN_PROGRESS: 3,
    State.RESOLVED: 4,
    State.CLOSED: 5,
}


@public.get("/c/<case_no>")
@access(PUBLIC)
def page(case_no: str) -> Any:
    """Show the case.

    Opened by its link, it keeps the access for this browser and redirects to the address without the code, so that no
    history holds the code.
    """
    if "access" in request.args:
        keep_link(case_no)
        return redirect(url_for("cases.page", case_no=case_no))
    with parts().db.read() as s:
        entered = enter(s, case_no)
        return render_template("cases/page.html", **_page_facts(s, entered))


def _page_facts(s: Session, entered: Entered) -> dict[str, Any]:
    """Everything that the case's page shows, by template name."""
    case = entered.case
    now, state = parts().clock.now(), State(case.state)
    may = set(event_log.allowed_verbs(case, entered.who))
    if handler_view.is_quiet_emergency(s, case):
        may.discard(Verb.WITHDRAW)
    body = grids.body(s, case.body) if case.dispatched else None
    shown = presentation.ShownWords(s, case)
    entries = presentation.timeline_entries(s, case, _)
    last_fix = next((one for one in reversed(entries) if one.verb in FIX_VERBS), None)
    return {
        "case": case,
        "state": state,
        "state_words": presentation.state_in_words(s, case, now),
        "said": shown.said(case.words.text),
        "place": shown.said(case.words.place),
        "time": shown.said(presentation.time_of(case)),
        "kind": Kind(case.kind),
        "category": taxonomy.path(case.category) if corpus.is_decided(s, case) else (),
        "body": body,
        "confidential": discretion.is_confidential(case),
        "has_number": queries.reporter_number(s, case) is not None,
        "readers": presentation.who_reads(s, case, _),
        "timeline": entries,
        "done": last_fix if last_fix and last_fix.before else None,
        "rating": giving.of_case(s, case),
        "asked_of_fix": contact_claims.is_fix_asked(case),
        "unmet": contact_claims.is_still_unmet(s, case),
        "said_of_fix": contact_claims.said_of_fix(case),
        "can_rate": entered.as_reporter and giving.can_rate(case, now),
        "satisfactions": list(Satisfaction),
        "rate_days": giving.RATE_DAYS,
        "ask": wording_for(case),
        "steps": [*STEPS[:4], wording_for(case).step, *STEPS[5:]],
        "step": _STEP_OF.get(state),
        "may": may if entered.as_reporter else set(),
        "only_to_read": bool(may) and not entered.as_reporter,
        "verbs": Verb,
        "overdue": case.urgency != Urgency.EMERGENCY and deadlines.is_overdue(state, case.due_at, now),
        "elsewhere": _elsewhere(case),
        "alarm": _alarm(s, case),
        "contacts": _shown_claims(s, case),
        "unconfirmed": case.close_reason == CloseReason.UNCONFIRMED,
        "can_reopen": reporter_actions.is_within_reopen_days(case, now),
        "reopen_days": lifecycle.REOPEN_DAYS,
        "asks_again": following_up.asks_again_on(s, case),
        "gives_up": following_up.gives_up_on(case),
        "question": shown.told(pausing.question(case)),
        "waits_until": case.paused_until,
        "due": presentation.due_but_for_answer(case),
        "offer": offering.offer(s, case) if entered.as_reporter else None,
    }


@dataclass(frozen=True)
class ShownClaim:
    """A contact claim as the reporter's page shows it; `question`, `claim`: in words; `by`: the role or body that claims it.

    `answer`: what the reporter has answered so far; `yes`, `no`: the labels of the two buttons.
    """

    id: int
    question: str
    claim: str
    by: str
    answer: Answer
    yes: str
    no: str


def _shown_claims(s: Session, case: Case) -> list[ShownClaim]:
    """The case's contact claims, the latest first."""
    found = reversed(contact_claims.claims_of(s, case))
    wordings = contact_claims.wordings()
    return [
        ShownClaim(
            one.id,
            contact_claims.question(one, _),
            contact_claims.in_words(one.how, one.on, _),
            one.by,
            Answer(one.answer),
            _(wordings[one.how].yes),
            _(wordings[one.how].no),
        )
        for one in found
    ]


def _alarm(s: Session, case: Case) -> Alarm | None:
    """The alarm of an emergency that is not resolved yet, else None."""
    return alarms.alarm_of(s, case) if alarms.is_open_emergency(case) else None


def _elsewhere(case: Case) -> Mapping[str, str] | None:
    """Where to go instead, as told (`office`, `phone` …; `way` in words, if it is a way out); None unless the case is rejected."""
    if case.state != State.REJECTED:
        return None
    told = next((event.data for event in reversed(case.events) if event.verb == Verb.REJECT), {})
    return {**told, "way": lifecycle.way_in_words(told["ground"]) if told.get("ground") in set(Way) else ""}


@public.get("/c/<case_no>/photos/<media_id>")
@access(PUBLIC)
def photo(case_no: str, media_id: str) -> Any:
    """Show a photo of the case to whoever may read the case. Raises NotFound."""
    with parts().db.read() as s:
        case = enter(s, case_no).case
        theirs = {*case.photos, *_pictures(presentation.timeline_entries(s, case))}
    if media_id not in theirs:
        raise NotFound()
    return photos.photo_response(media_id)


def _pictures(entries: Iterable[TimelineEntry]) -> Iterator[str]:
    """The ids of all pictures on a timeline."""
    for entry in entries:
        yield from (*entry.before, *entry.photos)


@public.post("/c/<case_no>/details")
@access(PUBLIC)
def detail(case_no: str) -> Any:
    """The reporter adds words or photos; photos are stored only once the caller is known to be the reporter."""
    kept: list[str] = []

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        danger_on_page.add(s, p, case, who, text=request.form.get("text", ""), photos=kept)
        return added_words.said_of_them(s, case)

    def before() -> None:
        with parts().db.read() as s:
            enter(s, case_no, to_change=True)  # store photos only for the reporter
            resident_words.refuse_ballot_choice(s, parts(), request.form.get("text", ""))  # nor with a ballot choice
        kept.extend(photos.store_photos(parts().media, request.files.getlist("photos")))

    if danger_forms.tells_surely():
        return danger_forms.answer(case_no)
    return _change_case(case_no, change, before=before)


@public.post("/c/<case_no>/reminders")
@access(PUBLIC)
def remind(case_no: str) -> Any:
    """The reporter reminds the desk and the handler (催办)."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        reporter_actions.remind(s, p, case, who, text=danger_forms.other_words())
        readers = presentation.who_reads(s, case, _)
        return str(_("催过了。%(who)s", who=readers) if readers else _("催过了，记在这件事里，受理台看得到。"))

    return _change_case(case_no, change)


@public.post("/c/<case_no>/resumption")
@access(PUBLIC)
def go_on(case_no: str) -> Any:
    """Let the clock go on: the reporter says that they cannot answer the question."""
    return _change_case(case_no, pausing.go_on, _("好，我们接着办。"))


@public.post("/c/<case_no>/follow-up")
@access(PUBLIC)
def follow_up(case_no: str) -> Any:
    """The reporter answers the follow-up: `fixed` "yes" closes the case, "no" reopens it; either is noted if it was reopened already."""
    fixed = request.form.get("fixed")
    if fixed not in ("yes", "no"):
        raise Invalid(_("请在两个按钮里选一个"))

    def change(s: Session, p: Parts, case: Case, who: Who) -> None:
        attesting.answer(s, p, case, who, fixed=fixed == "yes", text=danger_forms.other_words())

    with parts().db.read() as s:
        thanks = _thanks_for_yes(s, enter(s, case_no).case)
    return _change_case(case_no, change, thanks if fixed == "yes" else _("知道了，马上重新办。"))


def _thanks_for_yes(s: Session, case: Case) -> str:
    """What the page says once the reporter says that it is done."""
    if not contact_claims.is_fix_asked(case):
        return str(_(wording_for(case).thanks))
    if contact_claims.is_still_unmet(s, case):
        return str(_("记下了。没人联系过您，照样重新办。"))
    return str(_("记下了，办的人看得到。"))


@public.post("/c/<case_no>/rating")
@access(PUBLIC)
def rate(case_no: str) -> Any:
    """The reporter says how content they are with the `attitude` or the `result` (`Satisfaction`)."""
    attitude, result = request.form.get("attitude", ""), request.form.get("result", "")
    return _change_case(
        case_no,
        lambda s, p, case, who: giving.give(s, p, case, who, attitude=attitude, result=result),
        _("记下了，谢谢您。"),
    )


@public.post("/c/<case_no>/contacts/<int:claim_id>")
@access(PUBLIC)
def attest(case_no: str, claim_id: int) -> Any:
    """The reporter says whether a claimed call or visit took place: `took_place` "yes" or "no"."""
    said = request.form.get("took_place")

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if said not in ("yes", "no") or row_id(str(claim_id)) is None:
            raise Invalid(_("请在两个按钮里选一个"))
        reopened = attesting.attest(s, p, case, who, claim_id, took_place=said == "yes")
        if said == "yes":
            return str(_("好，记下了：有这回事。"))
        if reopened:
            return str(_("记下了：没有这回事。已经告诉督查的人，这件事重新办。"))
        return str(_("记下了：没有这回事。已经告诉督查的人。"))

    return _change_case(case_no, change)


@public.post("/c/<case_no>/reopening")
@access(PUBLIC)
def reopen(case_no: str) -> Any:
    """The reporter reopens the case."""
    return _change_case(
        case_no,
        lambda s, p, case, who: reporter_actions.reopen(s, p, case, who, text=danger_forms.other_words()),
        _("知道了，我们接着办。"),
    )


@public.post("/c/<case_no>/withdrawal")
@access(PUBLIC)
def withdraw(case_no: str) -> Any:
    """The reporter withdraws the case, of an open emergency once they say that nobody is in danger."""
    return _change_case(case_no, danger_forms.withdraw, _("撤回了。以后有事，再说一声就行。"))


@public.post("/c/<case_no>/restoration")
@access(PUBLIC)
def restore(case_no: str) -> Any:
    """The reporter wants the withdrawn case dealt with after all."""
    return _change_case(
        case_no,
        lambda s, p, case, who: reporter_actions.restore(s, p, case, who, text=danger_forms.other_words()),
        _("好，不撤了，照原来的接着办。"),
    )


@public.post("/c/<case_no>/joining")
@access(PUBLIC)
def join(case_no: str) -> Any:
    """我也遇到: the reporter has their case merged into the one about which they were asked."""
    main = row_id(request.form.get("main", "")) or 0
    return _change_case(
        case_no,
        lambda s, p, case, who: merging.join(s, p, case, who, main_id=main),
        _("好，和那一件一起办。您的话和编号都在，办好了单独问您。"),
    )


@public.post("/c/<case_no>/splitting")
@access(PUBLIC)
def split(case_no: str) -> Any:
    """The reporter has their merged case handled on its own again."""
    return _change_case(case_no, merging.split, _("好，改成单独办了。"))


@public.post("/c/<case_no>/naming")
@access(PUBLIC)
def naming(case_no: str) -> Any:
    """The reporter says whether handlers may know who they are and contact them."""
    agreed = request.form.get("agree")

    def change(s: Session, p: Parts, case: Case, who: Who) -> None:
        if agreed not in ("yes", "no"):
            raise Invalid(_("请选“可以”或者“不要”"))
        confidentiality.record_naming_consent(s, p, case, who, agreed=agreed == "yes")

    seen = _("好，改了。他们看得到什么，下面写着；要改回来，点“不要再让他们知道是我”。")
    done = seen if agreed == "yes" else _("好，从现在起办事的单位看不到是您；以前看过的，收不回来。")
    return _change_case(case_no, change, done)


# what a form of the page does with the case; a message that it returns is shown
Change = Callable[[Session, Parts, Case, Who], object]


def _change_case(case_no: str, change: Change, done: str = "", before: Callable[[], None] = lambda: None) -> Any:
    """Make the change and return to the case's page, which shows what `change` says, else `done`, or why it was refused.

    `before` runs first, outside the transaction. A caller who may only read is asked for a code by SMS. Before all, words that surely tell
    of danger raise the alarm, to whose page the answer then leads.
    """
    alarm = danger_forms.answer(case_no)
    try:
        before()
        with resident_words.transaction_for_words(parts(), danger_forms.other_words()) as s:
            entered = enter(s, case_no, to_change=True)
            message = change(s, parts(), entered.case, entered.who)
    except OnlyToRead as problem:
        return proof_page(case_no, problem.title), problem.status
    except (Conflict, Invalid, TooLarge, TooMany) as problem:
        flash(problem.title, "error")
    else:
        flash(message if isinstance(message, str) else done, "success")
    return alarm or redirect(url_for("cases.page", case_no=case_no), 303)
