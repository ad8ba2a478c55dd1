"""The API of the phone's page: gives today's cases, and takes in entries, each under its own Idempotency-Key.

A repeated entry is answered by `once`; after its 48 hours, and if the server died between the act and its answer, by the
key that the event, case or visit itself carries (`event_log.Source`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from portal.cases.doors import photos
from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors, alarms
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source, case_of_source
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs.alarms import going
from portal.cases.verbs.alarms.going import Going
from portal.cases.verbs.handler import handler_actions, inspecting
from portal.cases.verbs.handler.inspecting import Found
from portal.cases.verbs.intake import resident_words
from portal.desk.case_forms.changing import refuse_if_changed
from portal.desk.case_forms.replies import asked_in_words, refuse_faults, refuse_fishing, resolution
from portal.desk.case_page.access import visible_case
from portal.desk.intake.taking_down import draft_of
from portal.desk.lists.inspections_page import result_in_words
from portal.http.access import access, staff_actor, unattended
from portal.http.current import idempotency_key, parts, row_id
from portal.idempotency.once import once
from portal.kernel.errors import BadRequest, Invalid, NotFound
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.rounds import phone_key, sightings, today, visits

public = Blueprint("rounds_phone", __name__, url_prefix=phone_key.PATH)
phone_key.install(public)
_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")  # an Idempotency-Key of the phone's page
_CLOCK_AHEAD = timedelta(minutes=10)  # how far ahead a phone's clock may be

Photos = dict[str, list[str]]  # "before", and "photos" (after) → media ids
Act = Callable[[Session, Case, Who, Photos, Source], str]  # acts on the case; returns the words for the grid worker


@public.get("/today.json")
@access(Role.GRID)
@unattended
def list_today() -> Any:
    """Give the phone today's cases, a CSRF token and the key to seal them with. Records a look for each reporter's number, once a day."""
    account, now = staff_actor(), parts().clock.now()
    with parts().db.read() as s:
        shown, dialled = today.cards(s, actors.staff(s, account), shanghai_day(now))
        session = phone_key.callers_session(s)
    if dialled:
        with parts().db.write() as s:
            today.record_looks(s, parts(), account, dialled)
    answer = jsonify(
        account=account.id,
        name=account.name,
        session=session.id,
        day=shanghai_day(now).isoformat(),
        at=now.isoformat(),
        csrf=generate_csrf(),
        cases=shown,
    )
    phone_key.give_key(answer, account.id, session.ends_at)
    return answer


@public.post("/cases/<case_no>/<act>.json")
@access(Role.GRID)
@once
def act_on_case(case_no: str, act: str) -> Any:
    """Do one act on a case: 我去看, 去不了, 签收, 进展, 办结, 自办自结 or 复查 (`_ACTS`).

    `version` of the form: the case's serial that the phone showed; Conflict if it is higher now, but not for the first two, whose answer
    then gives the form's back (`_version_after_going`). For 复查,
    the inspection's id.
    """
    do = _ACTS.get(act)
    if do is None:
        raise NotFound()
    if row_id(request.form.get("version", "")) is None:
        raise BadRequest(_("没有写是照哪一次的情况办的"))
    source = _source()
    with parts().db.read() as s:
        done = _done_before(s, source)
        if done is not None:
            return done
        visible_case(s, case_no)
    kept = _store_photos()
    with resident_words.transaction_for_words(parts(), request.form.get("text", "")) as s:
        done = _done_before(s, source)
        if done is not None:
            return done
        case, who = visible_case(s, case_no, to_change=True)
        if do not in (_inspect, _go, _stay):
            refuse_if_changed(case)
        before = case.serial
        told = do(s, case, who, kept, source)
        version = case.serial if do not in (_go, _stay) else _version_after_going(before, case.serial)
        return jsonify(case_no=case.case_no, version=version, told=told)


def _is_of_going(event: CaseEvent) -> bool:
    """Whether the event is of 我去看 or 去不了."""
    return alarms.GOES in event.data or alarms.CANNOT_GO in event.data


def _version_after_going(before: int, after: int) -> int:
    """The version on which what the phone wrote after 我去看 or 去不了 is based; `before`, `after`: the case's serial before and after it.

    The form's own unless it was the last: whoever goes has not read what was said since.
    """
    seen = row_id(request.form.get("version", "")) or 0
    return after if seen == before else seen


def _done_before(s: Session, source: Source) -> Any:
    """The answer if an act was done under this key before, whoever has the case now; else None.

    `version` in it: the serial of that act's event, after 我去看 as `_version_after_going`.
    """
    case = case_of_source(s, source)
    if case is None:
        return None
    event = next(event for event in case.events if event.source_key == source.key)
    version = _version_after_going(event.serial - 1, event.serial) if _is_of_going(event) else event.serial
    return jsonify(case_no=case.case_no, version=version, told=str(_("先前已经交上去了")))


@public.post("/sightings.json")
@access(Role.GRID)
@once
def report_sighting() -> Any:
    """Register a case from what the grid worker saw."""
    form, source = request.form, _source()
    with parts().db.read() as s:
        known = case_of_source(s, source)
    kept = [] if known is not None else _store_photos()["photos"]
    draft = draft_of(form.get("text", "")) if known is None else None
    with resident_words.transaction_for_words(parts(), form.get("text", "")) as s:
        case = known or sightings.report(
            s,
            parts(),
            actors.staff(s, staff_actor()),
            text=form.get("text", ""),
            place=form.get("place", ""),
            seen=_time_seen(form.get("made", "")),
            draft=draft,
            photos=kept,
            source=source,
        )
        return jsonify(case_no=case.case_no, told=str(_("登记成工单 %(no)s，受理台看得见了", no=case.case_no)))


@public.post("/visits.json")
@access(Role.GRID)
@once
def enter_visit() -> Any:
    """Enter a visit in the workload ledger."""
    form, source, now = request.form, _source(), parts().clock.now()
    visit = visits.TypedVisit(
        on=_day(form),
        whom=form.get("whom", ""),
        purpose=form.get("purpose", ""),
        minutes=row_id(form.get("minutes", "")) or 0,
        household=form.get("household", ""),
        note=form.get("note", ""),
    )
    with parts().db.write() as s:
        visits.enter(s, staff_actor().id, visit, source=source, now=now)
    return jsonify(told=str(_("记进工作量了")))


def _source() -> Source:
    """The source of this request: its key, and what its form says. Raises BadRequest."""
    key = idempotency_key()
    if not _KEY.fullmatch(key):
        raise BadRequest(_("Idempotency-Key 的样子不对"))
    return Source.of(f"rounds:{staff_actor().id}:{key}", request.form.to_dict())


def _store_photos() -> Photos:
    """Store the form's photos of before the work, and of after it or of what was seen; returns their ids."""
    return {sort: photos.store_photos(parts().media, request.files.getlist(sort)) for sort in ("before", "photos")}


def _acknowledge(s: Session, case: Case, who: Who, _photos: Photos, source: Source) -> str:
    handler_actions.acknowledge(s, parts(), case, who, source=source)
    return str(_("签收了"))


def _progress(s: Session, case: Case, who: Who, _photos: Photos, source: Source) -> str:
    text = request.form.get("text", "")
    refuse_fishing(case, who, text, is_report=True)
    if handler_actions.progress(s, parts(), case, who, text=text, source=source):
        return str(_("写上了，正在告诉居民"))
    return str(_("写上了。这位居民不能主动发消息，要等居民自己来看"))


def _resolve(s: Session, case: Case, who: Who, kept: Photos, source: Source, *, on_spot: bool) -> str:
    text, despite = request.form.get("text", ""), request.form.get("despite", "")
    refuse_fishing(case, who, text, is_report=True)
    handler_actions.resolve(
        s,
        parts(),
        case,
        who,
        text=text,
        before=kept["before"],
        photos=kept["photos"],
        on_spot=on_spot,
        despite=despite,
        source=source,
    )
    refuse_faults(resolution(case), despite)
    return asked_in_words(s, case, who)


def _go(s: Session, case: Case, who: Who, _photos: Photos, source: Source) -> str:
    seen = row_id(request.form.get("version", ""))
    told = going.go_and_see(s, parts(), case, who, seen=seen, source=source)
    if told is Going.OUTDATED:
        return str(_("记下了，受理台看得到您去。您按了以后又报了险情：先看新的话，要去再按一次“我去看”"))
    if told is Going.TAKEN:
        return str(_("记下了，受理台看得到您去。别人也接下了"))
    return str(_("记下了，受理台看得到您去，不再叫别人"))


def _stay(s: Session, case: Case, who: Who, _photos: Photos, source: Source) -> str:
    going.cannot_go(s, parts(), case, who, source=source)
    return str(_("记下了您去不了。没有别人接下的，接着叫人"))


def _inspect(s: Session, case: Case, who: Who, kept: Photos, source: Source) -> str:
    form = request.form
    number = row_id(form.get("version", "")) or 0
    found = Found(number, form.get("finding", ""), form.get("text", ""), kept["photos"])
    return result_in_words(case.case_no, found.finding, inspecting.inspect(s, parts(), case, who, found, source=source))


_ACTS: Mapping[str, Act] = {
    "go": _go,
    "stay": _stay,
    "acknowledge": _acknowledge,
    "progress": _progress,
    "resolve": lambda *given: _resolve(*given, on_spot=False),
    "handle_on_spot": lambda *given: _resolve(*given, on_spot=True),
    "inspect": _inspect,
}


def _time_seen(made: str) -> str:
    """When something was seen, in words; "" if `made` (ISO, by the phone's clock) is no time, too long ago or to come."""
    try:
        moment = datetime.fromisoformat(made[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    now = parts().clock.now()
    if not now - visits.OLDEST <= moment <= now + _CLOCK_AHEAD:
        return ""
    there = moment.astimezone(SHANGHAI)
    return str(_("%(month)s月%(day)s日 %(clock)s", month=there.month, day=there.day, clock=f"{there:%H:%M}"))


def _day(form: Mapping[str, str]) -> date:
    """The day of the visit, from the form. Raises Invalid."""
    try:
        return date.fromisoformat(form.get("on", "")[:10])
    except ValueError:
        raise Invalid(_("请选走访的日子")) from None
