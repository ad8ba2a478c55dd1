"""What the reporter may do with a case: add details, give the all-clear, remind, answer, reopen, withdraw, restore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words, whereabouts, wishes
from portal.cases.disclosure.readers import Readers, readers_of
from portal.cases.models import Case, CaseEvent, Urgency
from portal.cases.reading import lexicon, partial_places, whose_number
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct
from portal.cases.reading.of_reporters import child_reporter
from portal.cases.records import alarms, follow_up_wording, queries
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.event_log import Source, act, must_stay_apart
from portal.cases.records.event_wording import sentence
from portal.cases.rules import deadlines, lifecycle, routing
from portal.cases.rules.form_text import checked_photo_ids
from portal.cases.rules.lifecycle import Actor, CloseReason, State, Verb
from portal.cases.rules.truth import DISPUTED, NAME_STRUCK
from portal.cases.verbs import merged_cases
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.clock.due_dates import clock_facts, due_date_facts, new_round_facts
from portal.cases.verbs.clock.merged_deadlines import follow_deadline
from portal.cases.verbs.desk.desk_corrections import rerouting_facts
from portal.cases.verbs.disclosure.confidentiality import facts_from_words, taken_from_accused
from portal.cases.verbs.intake.resident_words import photo_facts, storable_words
from portal.cases.verbs.notifying.notifications import push, tell_handler, tell_supervisors, tell_who_alone_reads
from portal.cases.verbs.reporter import reporter_corrections
from portal.cases.verbs.suggesting import duty_rows, grid_of_places
from portal.grids import service as grids
from portal.kernel.errors import Conflict, TooMany
from portal.kernel.time_zone import SHANGHAI
from portal.storage.parts import Parts

REMINDS_A_DAY = 3  # of one case
DETAILS_A_DAY = 30  # added to one case


def add_detail(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    photos: Sequence[str] = (),
    changes: Mapping[str, str] | None = None,
    again: bool = False,
    is_new: bool = False,
    new_danger: Mapping[str, str] | None = None,
    on_the_case: bool = False,
    source: Source | None = None,
) -> CaseEvent:
    """The reporter adds words or photos. Raises TooMany beyond DETAILS_A_DAY, Invalid. In an emergency staff get an SMS.

    `on_the_case`: the words stand on the case already (`unread.take_reading`): only what follows from them is recorded, and staff
    are told only if they correct the place or make the grid known.

    `again`: the words tell of danger for which people are paged anew (`danger_again`): the case is an emergency (again), and
    they are taken beyond DETAILS_A_DAY, too; so they are if `is_new`: they tell of danger not told before. `new_danger`: what the
    event holds of that danger; without `alarms.PAGED_ANEW` nobody who was told before is paged again.

    A place that the words name completes a case without a grid (`_placing_facts`); their own number becomes the contact of a
    case without one (`_keep_contact`). If the clock stands still for a question to the reporter, it goes on. Without `changes`,
    words that take the number back delete it.

    `changes`: the fields (place, time, contact, kind) that the words correct, with their new values; "" deletes. `room` among
    them: the number of a room to be starred out everywhere, "" for every room that was said.
    """
    now, where = parts.clock.now(), "staff_moved" if case.words.place or case.grid else "staff_where"
    if not (again or is_new or on_the_case):
        _refuse_beyond(s, now, case, Verb.ADD_DETAIL, most=DETAILS_A_DAY, title="今天补充得很多了，明天再补充")
    added = checked_photo_ids(photos)
    said, before = storable_words(s, parts, who, text, needed="" if added else "要补充的话"), readers_of(s, case)
    changed = facts_from_words(s, case, said)  # first, so that the case does not go to whoever these words accuse
    changes = changes or ({"contact": ""} if whose_number.takes_number_back(lexicon.simplified(said)) else {})
    applied = reporter_corrections.apply_corrections(s, case, said, changes)
    resumed = pausing.resumed_facts(case, now)
    data = photo_facts(added) | _placing_facts(s, case, said, again=again) | applied.facts | changed | resumed
    data |= (_emergency_facts(s, case, now) if again else {}) | dict(new_danger or {})
    names = reporter_corrections.names_to_strike(case, said)
    data |= {NAME_STRUCK: True} if names else {}
    public = "" if on_the_case else said
    event = act(
        s, now, case, Verb.ADD_DETAIL, who, data=data, public=public, private=applied.former_values, source=source
    )
    reporter_corrections.star_out_deleted(case, applied)
    reporter_corrections.strike_names(case, names)
    case.unread = True
    case.perhaps_minor = case.perhaps_minor or child_reporter.is_plainly_a_child(said) or None
    _take_answer(s, parts, case, said, resumed=bool(resumed), gives_contact="contact" not in changes)
    moved, placed = where if changes.get("place") else "", "grid" in data
    is_another = alarms.DANGER_TOLD in data
    if again and paging.raise_alarm(s, parts, case, anew=alarms.PAGED_ANEW in data, is_another=is_another):
        if moved:
            paging.tell_of_new_place(s, parts, case, event.serial, template=moved)
    elif moved or placed or not on_the_case:
        _tell_paged(s, parts, case, event, moved=moved, placed=placed)
    tell_who_alone_reads(s, parts, case, before=before)
    merged_cases.split_off_if_apart(s, parts, case)
    return event


def _take_answer(s: Session, parts: Parts, case: Case, said: str, *, resumed: bool, gives_contact: bool) -> None:
    """Tell the handler of the answer if the clock goes on by it (`resumed`); `gives_contact`: keep the number in it (`_keep_contact`)."""
    if resumed:
        tell_handler(s, parts, case, "staff_answered")
        if not case.dispatched and readers_of(s, case) is Readers.SUPERVISORS:  # whoever asked
            tell_supervisors(s, parts, case, "staff_answered")
        follow_deadline(s, parts, case)
    if gives_contact:
        _keep_contact(s, case, said)


def _emergency_facts(s: Session, case: Case, now: datetime) -> dict[str, Any]:
    """The event data that make an emergency of the case again; {} if it is one."""
    facts = {"urgency": str(Urgency.EMERGENCY)} | new_round_facts(s, case, now, urgency=Urgency.EMERGENCY)
    return {} if case.urgency == Urgency.EMERGENCY else facts


def _tell_paged(s: Session, parts: Parts, case: Case, event: CaseEvent, *, moved: str, placed: bool) -> None:
    """Tell whoever is paged for an open emergency what was added; nobody of any other case.

    `moved`: the template for a place that was corrected or told first, ""; `placed`: its grid is known only now, so that the grid's worker is paged.
    """
    if not alarms.is_open_emergency(case):
        return
    if moved:
        paging.tell_of_new_place(s, parts, case, event.serial, template=moved)
    if placed:
        paging.page_grid_worker(s, parts, case)
    if not paging.page_instead_of_accused(s, parts, case) and not moved:
        paging.tell_of_addition(s, parts, case, event.serial)


def all_clear(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    false_alarm: bool,
    ends: bool,
    source: Source | None = None,
) -> CaseEvent:
    """The reporter says that it was a false alarm, or else that the danger is over; staff get an SMS.

    `ends`: an emergency is none any more, with an ordinary deadline; nobody else is paged once one person on call was told of the alarm.
    """
    now = parts.clock.now()
    said = storable_words(s, parts, who, text)
    ends = ends and case.urgency == Urgency.EMERGENCY
    data: dict[str, Any] = {"false_alarm": false_alarm} | facts_from_words(s, case, said)
    if ends:
        days = routing.route(case.category, case.kind, duty_rows(s)).working_days
        data |= {"urgency": str(Urgency.NORMAL)} | due_date_facts(now, days)
    event = act(s, now, case, Verb.ALL_CLEAR, who, data=data, public=said, source=source)
    case.unread = True
    paging.tell_of_all_clear(s, parts, case, event.serial, false_alarm=false_alarm, ends=ends)
    merged_cases.split_off_if_apart(s, parts, case)
    return event


def _keep_contact(s: Session, case: Case, said: str) -> None:
    """Keep the reporter's own number in these words (`wishes.own_number`) as the case's contact, if it has none.

    In a case that is or may be about conduct, only one that the words plainly call the reporter's own.
    """
    if case.words.contact:
        return
    careful = discretion.conduct_of(s, case) in CONDUCT_OR_DOUBT
    case.words.contact = wishes.own_number(said, only_plainly=careful)


def _placing_facts(s: Session, case: Case, said: str, *, again: bool) -> dict[str, Any]:
    """The grid and what follows from it, as event data, if these words name the place of a case that had no grid; else {}.

    Also completes `words.place`, for an emergency whose place is only a part (2单元) even if the case has a grid. Does nothing
    once the case is dispatched. Mostly for emergencies, which are registered before the place is asked for. `again`: the words make it one.
    """
    completes = case.urgency == Urgency.EMERGENCY and partial_places.says_only_a_part(case.words.place)
    if case.dispatched or (case.grid and not completes):
        return {}
    wish = discretion.is_confidential(case) or wishes.wishes_not_to_be_named(said)
    later = reporter_words.later_texts(case)
    together = partial_places.put_together(case.words.place or next(reversed(later), ""), lexicon.simplified(said))
    emergency = again or case.urgency == Urgency.EMERGENCY
    parts = [*([together] if together else []), said, *(case.words.place.split("、") if wish and emergency else [])]
    found, where = grid_of_places(s, case.words, *parts, more=[*later, said], wish=wish, emergency=emergency)
    grid = case.grid or found
    if grid is None:
        if completes and not wish:  # an address that is in no list of places
            case.words.place = partial_places.joined(
                case.words.place, partial_places.address_in(lexicon.simplified(said))
            )
        return {}
    named = whereabouts.known_names_in(s, where, grid)
    if together and not wish and grids.grid_for(s, together) == grid:
        case.words.place = together
    elif completes and not wish:
        case.words.place = partial_places.joined(case.words.place, named)
    else:
        case.words.place = case.words.place or named
    if case.grid:
        return {}
    follows = rerouting_facts(s, case, {"grid": grid})
    return {"grid": grid, "worker_id": follows["worker_id"]} | ({} if case.sent_back else {"body": follows["body"]})


def remind(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str = "",
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> None:
    """催办: the reporter reminds the desk and the handler, who see it at the case; the state stays. No SMS, but `page_instead_of_accused`.

    Raises Invalid, TooMany beyond REMINDS_A_DAY.
    """
    now = parts.clock.now()
    title = f"今天已经催过 {REMINDS_A_DAY} 次了，都记在这件事里，明天再催"
    _refuse_beyond(s, now, case, Verb.REMIND, most=REMINDS_A_DAY, title=title)
    said, before = storable_words(s, parts, who, text), readers_of(s, case)
    data = photo_facts(photos) | facts_from_words(s, case, said)
    act(s, now, case, Verb.REMIND, who, data=data, public=said, source=source)
    case.unread = True
    paging.page_instead_of_accused(s, parts, case)
    tell_who_alone_reads(s, parts, case, before=before)
    merged_cases.split_off_if_apart(s, parts, case)


def _refuse_beyond(s: Session, now: datetime, case: Case, verb: Verb, *, most: int, title: str) -> None:
    """Raise TooMany if the case has `most` events of this verb today (Shanghai time)."""
    midnight = datetime.combine(deadlines.shanghai_day(now), time(), SHANGHAI)
    today = sa.select(sa.func.count()).where(
        CaseEvent.case_id == case.id, CaseEvent.verb == verb, CaseEvent.at >= midnight
    )
    if (s.scalar(today) or 0) >= most:
        raise TooMany(title)


def answer(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    fixed: bool,
    text: str = "",
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> None:
    """The reporter's answer to the follow-up: yes (`fixed`) closes the case, also one closed as `unconfirmed`; no reopens it.

    A second yes changes nothing, and its words and photos are not kept.
    """
    said = storable_words(s, parts, who, text)
    if not fixed:
        reopen(s, parts, case, who, text=said, photos=photos, source=source)
        return
    if case.close_reason not in (None, CloseReason.UNCONFIRMED):
        return
    act(
        s,
        parts.clock.now(),
        case,
        Verb.CLOSE,
        who,
        data={"close_reason": follow_up_wording.wording_for(case).reason}
        | photo_facts(photos)
        | facts_from_words(s, case, said),
        public=said,
        source=source,
    )


def reopen(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str = "",
    photos: Sequence[str] = (),
    source: Source | None = None,
    unmet: int | None = None,
    inspected: bool = False,
    danger: bool = False,
    new_danger: Mapping[str, str] | None = None,
) -> CaseEvent:
    """重办: back to whoever handled the case (not if it is about them), with a new deadline; a rejected one to the desk.

    So does one whose result its reporter disputes (`_is_disputed`): a clerk decides who looks at it now; the second time
    supervisors are told. One that the desk resolved without a dispatch goes to the grid's worker. One that nobody would handle goes to the desk.

    Mostly the reporter does this. A clerk may reopen a rejected case; the system reopens the main case of a reopened one, and
    a case whose hazard is back.
    `unmet`: the id of the claim of a call or visit that the reporter denies, if that is why. `inspected`: an inspection found
    the hazard back; the desk gets the mark of new words if no handler could be told. `danger`: it is an emergency from now on;
    `new_danger`: what the event holds of a danger that changed.
    Raises Conflict for a case closed more than REOPEN_DAYS ago.
    """
    now = parts.clock.now()
    if not is_within_reopen_days(case, now):
        raise Conflict(f"结案超过 {lifecycle.REOPEN_DAYS} 天了，请当作新的事再报一次，我们接着办")
    said = storable_words(s, parts, who, text)
    urgency = Urgency.EMERGENCY if danger else Urgency(case.urgency)
    data = new_round_facts(s, case, now, urgency=urgency) | facts_from_words(s, case, said) | photo_facts(photos)
    data |= taken_from_accused(case) if case.conduct == Conduct.CONDUCT else {}
    data |= _reason_facts(unmet, inspected=inspected, danger=danger) | dict(new_danger or {})
    disputed = unmet is None and urgency is not Urgency.EMERGENCY and _is_disputed(case, who)
    data |= {"dispatched": False} if disputed else {}
    main = merged_cases.main_case(s, case)
    alone = main is not None and _is_past_reopening(main, now)
    data |= _taken_over(s, case, main, data) if main is not None and alone else {}
    event = act(s, now, case, Verb.REOPEN, who, data=data, public=said, source=source)
    told = tell_handler(s, parts, case, _told_to_handler(event))
    case.unread = who.actor is Actor.RESIDENT or (inspected and not told)
    if case.urgency == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    if alone:
        merged_cases.split_off(s, parts, case)
    elif main is not None:
        _reopen_main(s, parts, main)
    _reopen_merged(s, parts, case)
    merged_cases.split_off_if_apart(s, parts, case)
    _give_to_desk(s, now, case, disputed=disputed)
    is_theirs = not case.dispatched and readers_of(s, case) is Readers.SUPERVISORS  # no clerk sees it at the desk
    if is_theirs or (disputed and case.reopened > 1):
        tell_supervisors(s, parts, case, _told_to_handler(event))
    return event


def _is_disputed(case: Case, who: Who) -> bool:
    """Whether the reporter does not accept (不认可) the result of a tip-off or a case about conduct: the same handler would say the same again."""
    is_done = case.state in (State.RESOLVED, State.CLOSED) and case.merged_into is None
    return is_done and who.actor is Actor.RESIDENT and follow_up_wording.wording_for(case).template_set == "result"


def _give_to_desk(s: Session, now: datetime, case: Case, *, disputed: bool = False) -> None:
    """Give a reopened case back to the desk as accepted if neither a body nor a grid worker handles it, nor its main case's handler."""
    has_handler = case.dispatched and (case.body is not None or case.worker_id is not None)
    if case.state == State.DISPATCHED and case.merged_into is None and not has_handler:
        why = {DISPUTED: True} if disputed else {}
        act(s, now, case, Verb.RECALL, SYSTEM, data={"dispatched": False} | why)


def _reason_facts(unmet: int | None, *, inspected: bool, danger: bool) -> dict[str, Any]:
    """Why a case is reopened, as event data; the arguments are those of `reopen`."""
    facts: dict[str, Any] = {"unmet": unmet} if unmet is not None else {}
    facts |= {"inspected": True} if inspected else {}
    return facts | ({"urgency": str(Urgency.EMERGENCY)} if danger else {})


def _told_to_handler(event: CaseEvent) -> str:
    """The text template of the SMS that tells the handler of this reopening, by its reason."""
    if event.data.get("inspected"):
        return "staff_reopened_inspected"
    return "staff_reopened_unmet" if "unmet" in event.data else "staff_reopened"


def _is_past_reopening(main: Case, now: datetime) -> bool:
    """Whether the main case cannot be reopened with a merged one, which then is split off."""
    apart = main.merged_into is not None or must_stay_apart(main)  # merged since, or never to be handled with others
    return apart or merged_cases.is_withdrawn_or_rejected(main) or not is_within_reopen_days(main, now)


def _taken_over(s: Session, case: Case, main: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """The event data that give a reopened case, on its own now, to the handler of its main case; {} if it must go to the desk.

    `data`: what the reporter's words change; if that is the conduct or the body, a clerk decides.
    """
    has_handler = main.dispatched and (main.body is not None or main.worker_id is not None)
    if not has_handler or "conduct" in data or "body" in data or must_stay_apart(case):
        return {}
    if discretion.dispatch_refusal(s, case, main.body, main.worker_id):
        return {}
    return {"merged_into": None, "body": main.body, "worker_id": main.worker_id, "dispatched": True}


def _reopen_main(s: Session, parts: Parts, main: Case) -> None:
    """Reopen the main case of a reopened one, if it is resolved or closed, and tell its reporter."""
    if main.state in (State.RESOLVED, State.CLOSED):
        reopen(s, parts, main, SYSTEM)
        push(s, parts.clock.now(), main, "case_main_reopened", params={"case_no": main.case_no})


def _reopen_merged(s: Session, parts: Parts, main: Case) -> None:
    """Reopen, with their main case, the merged cases whose reporters have not said yes, and tell these reporters.

    None that was closed more than REOPEN_DAYS ago.
    """
    now = parts.clock.now()
    for case in queries.cases_merged_into(s, main, to_change=True):
        unanswered = case.state == State.RESOLVED or case.close_reason == CloseReason.UNCONFIRMED
        if unanswered and is_within_reopen_days(case, now):
            act(s, now, case, Verb.REOPEN, SYSTEM, data=clock_facts(main))
            push(s, now, case, "case_main_reopened", params={"case_no": case.case_no})
            merged_cases.split_off_if_apart(s, parts, case)


def is_within_reopen_days(case: Case, now: datetime) -> bool:
    """Whether the case is neither closed nor withdrawn, or that was within the last REOPEN_DAYS."""
    if case.state not in (State.CLOSED, State.WITHDRAWN) or case.closed_at is None:
        return True
    return now <= case.closed_at + timedelta(days=lifecycle.REOPEN_DAYS)


def withdraw(
    s: Session, parts: Parts, case: Case, who: Who, *, text: str = "", source: Source | None = None
) -> CaseEvent:
    """撤回: the reporter withdraws the case; what was merged into it is split off (`merged_cases.split_off_merged`).

    Of an emergency people are paged on until somebody acknowledges the alarm.
    """
    said = storable_words(s, parts, who, text)
    merged_cases.split_off_merged(s, parts, case)
    return act(
        s, parts.clock.now(), case, Verb.WITHDRAW, who, data=facts_from_words(s, case, said), public=said, source=source
    )


def restore(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str = "",
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> CaseEvent:
    """恢复: the reporter wants a withdrawn case dealt with after all. It is as it was reported, and the desk's again, with a new deadline.

    The body that it was dispatched to stays as a suggestion, unless the case is about it; it is merged into no other case.
    For an emergency people are paged again. Raises Conflict for a case withdrawn more than REOPEN_DAYS ago.
    """
    now = parts.clock.now()
    if not is_within_reopen_days(case, now):
        raise Conflict(sentence("refused.restore", days=str(lifecycle.REOPEN_DAYS)))
    said = storable_words(s, parts, who, text)
    data: dict[str, Any] = {"dispatched": False, "merged_into": None} | new_round_facts(s, case, now)
    data |= facts_from_words(s, case, said) | photo_facts(photos)
    data |= taken_from_accused(case) if case.conduct == Conduct.CONDUCT else {}
    event = act(s, now, case, Verb.RESTORE, who, data=data, public=said, source=source)
    case.unread = True
    tell_who_alone_reads(s, parts, case)
    if case.urgency == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    return event
