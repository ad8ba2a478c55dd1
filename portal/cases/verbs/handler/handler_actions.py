"""What a handler, a body or grid worker, does with a case: acknowledge, report progress, resolve; the desk may, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.inspections import due
from portal.cases.models import Case, Kind
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT
from portal.cases.reading.staff_words import reply_check
from portal.cases.reading.staff_words.contact_claims import ClaimedContact
from portal.cases.reading.staff_words.reply_check import HINTS
from portal.cases.records import alarms, contact_claims, handler_view
from portal.cases.records.actors import Who, is_handler
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.rules.truth import BY_ACCUSED
from portal.cases.verbs import merged_cases
from portal.cases.verbs.clock.extending import waiting_request
from portal.cases.verbs.intake.resident_words import photo_facts
from portal.cases.verbs.notifying.following_up import ask_whether_done
from portal.cases.verbs.notifying.notifications import push, tell_handler, tell_supervisors
from portal.kernel.errors import Conflict, Invalid
from portal.storage.parts import Parts

_OF_WORK = (Kind.COMPLAINT, Kind.REQUEST)  # kinds of cases in which something is to be done, not only answered


def acknowledge(
    s: Session, parts: Parts, case: Case, who: Who, *, reason: str = "", source: Source | None = None
) -> None:
    """签收: the handler takes the case. (Of an alarm: `paging.acknowledge_alarm`.) `reason`: why a clerk does it for them, for staff."""
    act(s, parts.clock.now(), case, Verb.ACKNOWLEDGE, who, private=clean_text(reason), source=source)


def progress(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    reached: ClaimedContact | None = None,
    how: str = "",
    source: Source | None = None,
) -> bool:
    """办理进展: tell the reporter how it goes, on the timeline and by a push. False if none could be queued (`push`).

    The reporters of the cases merged into this one are told, too, as far as they may read it (`merged_cases.tell_progress`).

    `reached`: the contact that the form's box "I reached the resident" claims, which the reporter is asked about; `how`: how they
    were called by whoever has no number of theirs, for staff.
    """
    now, said = parts.clock.now(), clean_text(text, needed="进展")
    data, private = contact_claims.ticked_facts(reached), _how_reached(how)
    act(s, now, case, Verb.PROGRESS, who, data=data, public=said, private=private, source=source)
    merged_cases.tell_progress(s, parts, case, said)
    return push(s, now, case, "case_progress", params={"case_no": case.case_no}, said=said)


def resolve(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    before: Sequence[str] = (),
    photos: Sequence[str] = (),
    on_spot: bool = False,
    reached: ClaimedContact | None = None,
    despite: str = "",
    how: str = "",
    source: Source | None = None,
) -> None:
    """办结 (`on_spot`: 自办自结), also of the cases merged into this one; of a hazard plan the inspection.

    `text`: what was done, for the reporter, who is then asked whether they agree; they also see `before` and `photos`, the
    pictures (ids) from before the work and after it, of which a case handled on the spot needs both (`needs_pictures`).

    `reached`: the contact with them that the form's box claims; `how`: as in `progress`. The faults of the words (`reply_check.faults`) are kept with
    the event, and so is `despite`: why the handler sends them nevertheless, which only staff read.

    Supervisors are told where the body that resolves it is the one complained of; its reporter is then asked as of conduct.

    Raises Invalid; Conflict if the desk would itself resolve an undispatched case that may be about the committee's own people.
    """
    if who.actor is Actor.DESK and not case.dispatched and _may_be_about_a_committee(s, case):
        raise Conflict("这件事说到了居委会（村委会）自己的人，不能由受理台办结：请转给别的单位，或者请督查看过")
    if on_spot and needs_pictures(case) and not (before and photos):
        raise Invalid(sentence("refused.no_pictures"))
    if set(before) & set(photos):  # an id is the hash of its picture
        raise Invalid(sentence("refused.same_picture"))
    now = parts.clock.now()
    said = clean_text(text, needed="怎么办的（居民会看到）")
    data = photo_facts(photos, before) | contact_claims.ticked_facts(reached) | _reply_facts(s, case, who, said, now)
    by_accused = who.actor is Actor.BODY and discretion.is_complained_of(s, case, case.body)
    data |= {BY_ACCUSED: True} if by_accused else {}
    if not case.dispatched:
        # if reopened, it goes back to the grid worker who resolved it or, if the desk did, to the grid's
        data |= {"dispatched": True, "body": None}
        data |= {"worker_id": who.id} if who.actor is Actor.GRID else {}
        data |= {"worker_id": None} if who.actor is Actor.SUPERVISOR else {}  # theirs again: no grid worker was asked
    verb = Verb.HANDLE_ON_SPOT if on_spot else Verb.RESOLVE
    request = waiting_request(case)
    private = "\n".join(filter(None, (clean_text(despite), _how_reached(how))))
    act(s, now, case, verb, who, data=data, public=said, private=private, source=source)
    due.plan(s, case, now)
    if by_accused:
        tell_supervisors(s, parts, case, "staff_by_accused")
    if request is not None and request.actor_id != who.id:
        tell_handler(s, parts, case, "staff_extension_lapsed")
    ask_whether_done(s, parts, case, again=False, said=said, by=who.label)
    merged_cases.resolve_merged(s, parts, case, said, by=who.label, body=None if on_spot else case.body)


def needs_pictures(case: Case) -> bool:
    """Whether a case handled on the spot is shown in pictures: not where people were in danger, whose faces they would show."""
    return not alarms.was_emergency(case)


def _how_reached(how: str) -> str:
    """The note for staff on how a reporter was called by whoever has no number of theirs; "" without one. Raises Invalid."""
    said = clean_text(how)
    return sentence("staff.how_reached", how=said) if said else ""


def _reply_facts(s: Session, case: Case, who: Who, said: str, now: datetime) -> dict[str, Any]:
    """The faults of a reply as event data, each a list of `Fault`: "hints" are those in HINTS, "faults" the others; {} if none.

    A handler's reply is compared only with what they may read: otherwise its faults would betray the reporter's words and place.
    """
    read = [case.words.text, case.words.place, case.words.matter]
    if is_handler(who) and not case.may_be_named:
        shown = handler_view.matter(s, case)
        read = [shown.text, shown.place]
    answered = reply_check.AnsweredMatter("。".join(read), shanghai_day(case.created_at))
    of_work = case.kind in _OF_WORK
    found = reply_check.faults(answered, said, shanghai_day(now), of_work=of_work)
    sorts = {"faults": [one for one in found if one not in HINTS], "hints": [one for one in found if one in HINTS]}
    return {sort: [str(one) for one in ones] for sort, ones in sorts.items() if ones}


def _may_be_about_a_committee(s: Session, case: Case) -> bool:
    """Whether the case is, or may be, about the conduct of a committee's people."""
    conduct = discretion.conduct_of(s, case)
    return conduct in CONDUCT_OR_DOUBT and discretion.is_about_a_committee(s, case)
