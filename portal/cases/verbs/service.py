"""The verbs of a case. Each asks the table whether the actor may, writes the event, updates the row, fills the outbox.

The caller opens the transaction (`parts.db.write()`), verbs only flush. They raise NotFound (no such case, or not the
caller's), Conflict (the table does not allow it now), Invalid, TooMany.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, reporter_words, whereabouts
from portal.cases.disclosure.discretion import Named
from portal.cases.drafts import draft_reader
from portal.cases.drafts.open_drafts import keep_draft, open_draft
from portal.cases.models import AccessLook, Case, CaseEvent, CaseWords, Correction, Ground, Kind, OpenDraft, Urgency
from portal.cases.records import follow_up, numbers
from portal.cases.records.actors import SYSTEM, Who, in_scope, resident, staff
from portal.cases.records.ledger import RANK, Source, act, already, may, record_event
from portal.cases.records.queries import (
    cases_of,
    cases_of_person,
    contact_point,
    get,
    get_known,
    get_of_reporter,
    of_reporter,
    of_resident,
    reporter_number,
)
from portal.cases.rules import deadlines, lifecycle, routing
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.form_text import MAX_PHOTOS, MAX_TEXT, photos_of, words
from portal.cases.rules.lifecycle import Actor, CloseReason, State, Verb
from portal.cases.verbs import paging
from portal.cases.verbs.notifications import push, tell_handler, tell_resident
from portal.cases.verbs.weighing import Answer, confide, disclose, heard, permit, reweighed, taken_back, weigh
from portal.grids import service as grids
from portal.grids.models import Grid
from portal.kernel.errors import Conflict, Invalid, TooMany
from portal.kernel.roles import Role, StaffActor
from portal.kernel.time_zone import SHANGHAI
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind as OutboxKind
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates

__all__ = [
    "MAX_PHOTOS", "MAX_TEXT", "SYSTEM", "Answer", "Source", "Who", "accept", "acknowledge", "add_detail", "already", "answer",
    "ask", "cases_of", "cases_of_person", "confide", "contact_point", "correct", "disclose", "dispatch", "get", "get_known", "get_of_reporter", "give_up", "hearing", "in_scope",
    "keep_draft", "look", "looks", "may", "note", "of_reporter", "of_resident", "open_draft", "permit", "progress", "redate", "refuse_a_choice", "reject", "remind", "reopen", "report", "reporter_number", "resident",
    "resolve", "seen", "send_back", "staff", "supervise", "timer_due", "weigh", "withdraw", "worker_of", "workers",
]  # fmt: skip

REMINDS_A_DAY = 3
DETAILS_A_DAY = 30


def report(
    s: Session,
    parts: Parts,
    *,
    contact: int,
    text: str,
    draft: Mapping[str, Any],
    answers: Mapping[str, str] | None = None,
    photos: Sequence[str] = (),
    no_push: bool = False,
    source: Source | None = None,
) -> Case:
    """Register a case from a draft (contract/case_draft.schema.json) and the answers to the bot's questions.

    Grid and worker (from the place) and body (from the category) are suggestions; a place outside the area leaves
    `grid` empty and the case in the desk's queue. The same `source` again returns the same case. `no_push`: the
    reporter could be in danger at home, so nothing is sent to them unasked until they allow it.
    """
    known = already(s, source)
    if known is not None:
        return known
    now, point = parts.clock.now(), contact_point(s, contact)
    said = draft_reader.said(text, draft, answers or {})
    kind = draft_reader.kind(draft)
    urgency, danger = draft_reader.urgency(draft)
    category = draft_reader.category(draft)
    told = reporter_words.first(said)
    wish = discretion.wishes_not_to_be_named(told)
    grid = _grid(s, said, draft, wish=wish)
    weighed = discretion.weigh(s, told, kind)
    about = discretion.named(s, told, grid) if weighed else Named()
    way = routing.route(category, kind, _duty_lines(s), about.bodies)
    due = due_facts(now, 1 if urgency is Urgency.EMERGENCY else way.working_days)
    salt = numbers.new_salt()
    case = Case(
        case_no=numbers.next_case_no(s, now),
        created_at=now,
        state=State.REPORTED,
        kind=kind,
        urgency=urgency,
        rank=RANK[urgency],
        danger=danger,
        channel=point.channel,
        due_at=now,  # the event sets it, like all other facts
        contact_point_id=point.id,
        access_salt=salt,
        access_hash=numbers.code_hash(salt, numbers.access_code(parts.settings.secret_key, salt)),
        photos=photos_of(photos),
        serial=0,
        state_serial=0,
        reopened=0,
        sent_back=0,
        dispatched=False,
    )
    case.words = said
    s.add(case)
    s.flush()
    facts = {
        "kind": kind,
        "category": category,
        "urgency": urgency,
        "grid": grid,
        "body": _suggested(way.body, urgency),
        "worker_id": worker_of(s, grid, besides=about.accounts),
        "conduct": weighed,
        "confidential": wish,
        **due,
    }
    if weighed is Conduct.CONDUCT:
        discretion.write_down(case, about)
    record_event(s, now, case, Verb.REPORT, resident(contact), to_state=State.REPORTED, data=facts, source=source)
    if no_push:
        point.no_push = True
    s.execute(sa.delete(OpenDraft).where(OpenDraft.contact_point_id == contact))
    outbox.put(
        s, kind=OutboxKind.SUBMIT_CASE, payload={"case_id": case.id}, now=now, dedupe_key=f"submit_case:{case.id}"
    )
    if urgency is Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    return case


def _grid(s: Session, said: CaseWords, draft: Mapping[str, Any], *, wish: bool) -> str | None:
    """The grid of the report's place. With `wish` (not to be named) never the home's: its worker would know them."""
    draft = whereabouts.without_homes(said, draft) if wish else draft
    where = _where(said, *said.place.split("、"), *draft_reader.texts(draft, "places"), wish=wish)
    return grids.grid_for(s, *where, suggested=draft_reader.suggested_grid(draft))


def _where(said: CaseWords, *parts: str, more: Sequence[str] = (), wish: bool) -> Sequence[str]:
    """The places by which the grid may be chosen; with `wish` without the reporter's home."""
    return whereabouts.of_the_matter(said, parts, more) if wish else parts


def _suggested(body: str | None, urgency: str) -> str | None:
    """The body to suggest; None for an emergency, because its category does not say who can come at once."""
    return None if urgency == Urgency.EMERGENCY else body


def _duty_lines(s: Session) -> list[routing.DutyLine]:
    return [routing.DutyLine(d.category, d.kind, d.body, d.working_days) for d in grids.duties(s)]


def worker_of(s: Session, grid: str | None, *, besides: Collection[int] = ()) -> int | None:
    """The id of the grid's worker (the first active account), or None. `besides`: accounts that the case is about."""
    if grid is None:
        return None
    found = sa.select(Account.id).where(
        Account.role == Role.GRID, Account.grid == grid, Account.active, Account.id.not_in(besides)
    )
    return s.scalar(found.order_by(Account.id).limit(1))


def workers(s: Session) -> list[Account]:
    """All active grid workers, ordered by grid."""
    found = sa.select(Account).where(Account.role == Role.GRID, Account.active).order_by(Account.grid, Account.id)
    return list(s.scalars(found))


def add_detail(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str,
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> CaseEvent:
    """The reporter adds words or photos, DETAILS_A_DAY times a day at most. In an emergency, staff are told by SMS."""
    now = parts.clock.now()
    _at_most(s, now, case, Verb.ADD_DETAIL, most=DETAILS_A_DAY, title="今天补充得很多了，明天再补充")
    added = photos_of(photos)
    said = _of_resident(s, parts, who, text, needed="" if added else "要补充的话")
    changed = heard(s, case, said)  # first, so that the case does not go to whoever these words accuse
    data = _shown(added) | _now_placed(s, case, said) | changed
    event = act(s, now, case, Verb.ADD_DETAIL, who, data=data, public=said, source=source)
    case.unread = True
    if case.urgency == Urgency.EMERGENCY and case.state in lifecycle.UNRESOLVED:
        if "grid" in data:
            paging.tell_worker(s, parts, case)  # the grid's worker is known only now
        paging.tell_more(s, parts, case, event.serial)
    return event


def _shown(photos: Sequence[str]) -> dict[str, Any]:
    kept = photos_of(photos)
    return {"photos": kept} if kept else {}


_READ = "read for choices"


@contextmanager
def hearing(parts: Parts, text: str) -> Iterator[Session]:
    """Open a write transaction for a resident's words, after reading them for a ballot choice in a read transaction.

    `refuse_a_choice` finds the answer in `s.info`, so that the reading does not prolong the write transaction.
    """
    known: dict[str, bool] = {}
    with suppress(Invalid), parts.db.read() as s:  # too long: the verb raises it again
        said = words(text, MAX_TEXT)
        known[said] = parts.is_choice(s, said)
    with parts.db.write() as s:
        s.info[_READ] = known
        yield s


def refuse_a_choice(s: Session, parts: Parts, text: str) -> None:
    """Raise Invalid if a resident's words hold a choice in an open secret vote, so that nothing of it is stored."""
    said, known = words(text, MAX_TEXT), s.info.get(_READ, {})
    if known[said] if said in known else parts.is_choice(s, said):
        raise Invalid(templates.say(parts.settings.community, "not_a_vote"))


def _of_resident(s: Session, parts: Parts, who: Who, text: str, *, needed: str = "") -> str:
    """The words as they may be stored: cleaned and, if a resident's, without a ballot choice. Raises Invalid."""
    if who.actor is Actor.RESIDENT:
        refuse_a_choice(s, parts, text)
    return words(text, MAX_TEXT, needed=needed)


def _now_placed(s: Session, case: Case, said: str) -> dict[str, Any]:
    """{grid, worker_id} if the case had no grid and these words name its place; {} otherwise.

    Mostly emergencies: they are registered before the place is asked for.
    """
    if case.grid or case.dispatched:
        return {}
    wish = discretion.is_confidential(case) or discretion.wishes_not_to_be_named(said)
    where = _where(case.words, said, more=[*reporter_words.later(case), said], wish=wish)
    grid = grids.grid_for(s, *where)
    if grid is None:
        return {}
    case.words.place = case.words.place or whereabouts.named_in(s, where, grid)
    return {"grid": grid, "worker_id": worker_of(s, grid, besides=discretion.accused_of(s, case).accounts)}


def remind(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    text: str = "",
    photos: Sequence[str] = (),
    source: Source | None = None,
) -> CaseEvent:
    """催办: the reporter reminds; desk and handlers see it, the state stays. At most REMINDS_A_DAY."""
    now = parts.clock.now()
    title = f"今天已经催过 {REMINDS_A_DAY} 次了，办事的人看得到，明天再催"
    _at_most(s, now, case, Verb.REMIND, most=REMINDS_A_DAY, title=title)
    said = _of_resident(s, parts, who, text)
    data = _shown(photos) | heard(s, case, said)
    event = act(s, now, case, Verb.REMIND, who, data=data, public=said, source=source)
    case.unread = True
    return event


def _at_most(s: Session, now: datetime, case: Case, verb: Verb, *, most: int, title: str) -> None:
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
    """The reporter's answer to the follow-up: yes closes the case (also after `unconfirmed`), no reopens it."""
    said = _of_resident(s, parts, who, text)
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
        data={"close_reason": follow_up.of(case).reason} | _shown(photos) | heard(s, case, said),
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
) -> CaseEvent:
    """Reopen (重办): back to whoever handled it, with a new deadline; a closed case within REOPEN_DAYS, else Conflict.

    A rejected case goes back to the desk.
    """
    now = parts.clock.now()
    if case.state == State.CLOSED and case.closed_at and now > case.closed_at + timedelta(days=lifecycle.REOPEN_DAYS):
        raise Conflict(f"结案超过 {lifecycle.REOPEN_DAYS} 天了，请当作新的事再报一次，我们接着办")
    said = _of_resident(s, parts, who, text)
    data = due_facts(now, _working_days(s, case)) | heard(s, case, said) | taken_back(case) | _shown(photos)
    event = act(s, now, case, Verb.REOPEN, who, data=data, public=said, source=source)
    case.unread = who.actor is Actor.RESIDENT
    tell_handler(s, parts, case, "staff_reopened")
    if case.urgency == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    return event


def _working_days(s: Session, case: Case) -> int:
    if case.urgency == Urgency.EMERGENCY:
        return 1
    return routing.route(case.category, case.kind, _duty_lines(s)).working_days


def due_facts(start: datetime, working_days: int) -> dict[str, Any]:
    """A deadline as event data: `due_at`, whether it is provisional, and what it was counted from, to recount it."""
    due = deadlines.due(start, working_days)
    return {
        "due_at": due.at.isoformat(),
        "provisional": due.provisional,
        "due_from": start.isoformat(),
        "working_days": working_days,
    }


def redate(s: Session, now: datetime, limit: int = 200) -> int:
    """Recount up to `limit` provisional deadlines; those whose year's notice is known now become final.

    Returns how many did.
    """
    waiting = sa.select(Case).where(Case.provisional, Case.state.in_(lifecycle.UNRESOLVED)).order_by(Case.id)
    return sum(_redated(s, now, case) for case in s.scalars(waiting.limit(limit).with_for_update(of=Case)))


def _redated(s: Session, now: datetime, case: Case) -> bool:
    counted = next((event.data for event in reversed(case.events) if "due_from" in event.data), None)
    if counted is None:
        return False
    facts = due_facts(datetime.fromisoformat(counted["due_from"]), int(counted["working_days"]))
    if facts["provisional"]:
        return False
    act(s, now, case, Verb.CORRECT, SYSTEM, data=facts)
    return True


def withdraw(
    s: Session, parts: Parts, case: Case, who: Who, *, text: str = "", source: Source | None = None
) -> CaseEvent:
    """撤回: the reporter withdraws the case."""
    said = _of_resident(s, parts, who, text)
    return act(s, parts.clock.now(), case, Verb.WITHDRAW, who, data=heard(s, case, said), public=said, source=source)


def accept(s: Session, parts: Parts, case: Case, who: Who, *, note: str = "", tell: bool = True) -> None:
    """受理. `note`: for staff; `tell`: push it to the reporter (False if it is dispatched at once)."""
    now = parts.clock.now()
    act(s, now, case, Verb.ACCEPT, who, private=words(note))
    if tell:
        tell_resident(s, now, case, "case_accepted", {"case_no": case.case_no})


def reject(
    s: Session, parts: Parts, case: Case, who: Who, *, ground: str, office: str, phone: str, reason: str = ""
) -> None:
    """不予受理. `ground` is recorded for staff; the reporter is told where to go instead (`office`, `phone`)."""
    if ground not in set(Ground):
        raise Invalid("请选一个理由")
    office = words(office, 50, needed="归谁管")
    phone = words(phone, 30, needed="那边的电话")
    if not re.fullmatch(r"[0-9 +\-转]{3,30}", phone):
        raise Invalid("电话只能有数字、空格、加号、横线和“转”")
    now = parts.clock.now()
    data = {"ground": ground, "office": office, "phone": phone}
    act(s, now, case, Verb.REJECT, who, data=data, public=words(reason))
    push(s, now, case, "case_elsewhere", params={"case_no": case.case_no, "office": office, "phone": phone})


def dispatch(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    body: str | None,
    worker_id: int | None = None,
    note: str = "",
    matter: str | None = None,
) -> None:
    """派发 (转办 if dispatched before) to a body or, with `body` None, to a grid worker; accepts a reported case first.

    `matter`: the clerk's words for the handler, where the reporter's are kept back. Raises Conflict if the case is
    about the conduct of that body or worker.
    """
    now = parts.clock.now()
    to = _handler(s, body, worker_id)
    refused = discretion.refusal(s, case, to.data["body"], to.data.get("worker_id"))
    if refused:
        raise Conflict(refused)
    if matter is not None:
        case.words.matter = words(matter)
    if case.state == State.REPORTED:
        accept(s, parts, case, who, tell=False)
    verb = Verb.TRANSFER if case.state in (State.DISPATCHED, State.IN_PROGRESS) else Verb.DISPATCH
    act(s, now, case, verb, who, data=to.data, private=words(note))
    tell_resident(s, now, case, "case_dispatched", {"case_no": case.case_no, "body": to.name})
    tell_handler(s, parts, case, "staff_dispatched")


@dataclass(frozen=True)
class _Handler:
    data: dict[str, Any]
    name: str


def _handler(s: Session, body: str | None, worker_id: int | None) -> _Handler:
    if body:
        found = grids.body(s, body)
        if found is None:
            raise Invalid("没有这个承办单位")
        return _Handler({"body": found.code, "dispatched": True}, found.name)
    worker = s.get(Account, worker_id) if worker_id else None
    if worker is None or worker.role != Role.GRID or not worker.active:
        raise Invalid("请选一个承办单位，或者一位网格员")
    return _Handler({"body": None, "worker_id": worker.id, "dispatched": True}, Actor.GRID.label)


def acknowledge(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """签收: the handler acknowledges the case."""
    act(s, parts.clock.now(), case, Verb.ACKNOWLEDGE, who)


def progress(s: Session, parts: Parts, case: Case, who: Who, *, text: str) -> bool:
    """办理进展: tell the reporter how it goes, on the timeline and by a push. False if nothing may be pushed to them."""
    now, said = parts.clock.now(), words(text, needed="进展")
    act(s, now, case, Verb.PROGRESS, who, public=said)
    return push(s, now, case, "case_progress", params={"case_no": case.case_no}, said=said)


def send_back(s: Session, parts: Parts, case: Case, who: Who, *, reason: str) -> None:
    """退回 to the desk, with the reason (信访工作条例 23), which only staff read."""
    reason = words(reason, needed="退回的理由")
    data = {"body": None, "dispatched": False, "sent_back_by": case.body}
    act(s, parts.clock.now(), case, Verb.SEND_BACK, who, data=data, private=reason)


def resolve(
    s: Session, parts: Parts, case: Case, who: Who, *, text: str, photos: Sequence[str] = (), on_spot: bool = False
) -> None:
    """办结 (`on_spot`: 自办自结). `text`: what was done, for the reporter, who is then asked whether they agree."""
    now = parts.clock.now()
    said = words(text, needed="怎么办的（居民会看到）")
    data = _shown(photos)
    if not case.dispatched:
        data |= {"dispatched": True, "body": None}  # if reopened, it goes back to whoever resolved it
        data |= {"worker_id": who.id} if who.actor is Actor.GRID else {}
    verb = Verb.HANDLE_ON_SPOT if on_spot else Verb.RESOLVE
    act(s, now, case, verb, who, data=data, public=said)
    ask(s, parts, case, again=False, said=said, by=who.label)


def ask(s: Session, parts: Parts, case: Case, *, again: bool, said: str = "", by: str = "") -> None:
    """回访: ask the reporter by a push whether it is done, and set the timer for the case that they do not answer.

    `again`: the second time. `said`: what was done, written by `by` (the name of a body or role).
    """
    now = parts.clock.now()
    act(s, now, case, Verb.FOLLOW_UP, SYSTEM, data={"again": again})
    words_of = follow_up.of(case)
    expecting = {"kind": "follow_up", "case_no": case.case_no, "choices": words_of.choices}
    template = words_of.ask_again if again else words_of.ask
    params = {"case_no": case.case_no} | ({"body": by} if by else {})
    push(s, now, case, template, params=params, expecting=expecting, said=said)
    step, days = ("give_up", lifecycle.GIVE_UP_DAYS) if again else ("ask_again", lifecycle.ASK_AGAIN_DAYS)
    outbox.put(
        s,
        kind=OutboxKind.CASE_TIMER,
        payload={"case_id": case.id, "step": step, "state_serial": case.state_serial},
        now=now,
        due_at=now + timedelta(days=days),
        dedupe_key=f"case_timer:{case.id}:{case.state_serial}:{step}",
    )


def timer_due(s: Session, parts: Parts, case_id: int, step: str, state_serial: int) -> str:
    """Do what a timer was set for: `step` is "ask_again" or "give_up".

    Returns "asked again", "closed", or "stale" if the state changed since it was set (`state_serial`).
    """
    case = s.scalar(sa.select(Case).where(Case.id == case_id).with_for_update(of=Case))
    if case is None or case.state != State.RESOLVED or case.state_serial != state_serial:
        return "stale"
    if step == "ask_again":
        if _asked_again(case):
            return "stale"
        ask(s, parts, case, again=True)
        return "asked again"
    give_up(s, parts, case)
    return "closed"


def _asked_again(case: Case) -> bool:
    """Whether the second question was asked already: a worker killed before settling its row runs the timer again."""
    asked = (event for event in case.events if event.serial > case.state_serial and event.verb == Verb.FOLLOW_UP)
    return any(event.data.get("again") for event in asked)


def give_up(s: Session, parts: Parts, case: Case) -> None:
    """Close a case as `unconfirmed`: two questions, no answer. The reporter may reopen it for REOPEN_DAYS."""
    now = parts.clock.now()
    act(s, now, case, Verb.CLOSE, SYSTEM, data={"close_reason": CloseReason.UNCONFIRMED})
    words_of = follow_up.of(case)
    expecting = {"kind": "follow_up", "case_no": case.case_no, "choices": words_of.choices}
    push(s, now, case, words_of.unconfirmed, params={"case_no": case.case_no}, expecting=expecting)


def supervise(s: Session, parts: Parts, case: Case, who: Who, *, text: str) -> None:
    """督办: a supervisor's words for staff; the state stays. The handler is told by SMS."""
    act(s, parts.clock.now(), case, Verb.SUPERVISE, who, private=words(text, needed="督办意见"))
    tell_handler(s, parts, case, "staff_supervised")


def note(s: Session, parts: Parts, case: Case, who: Who, *, text: str) -> None:
    """内部备注: a note among staff, which the reporter never reads."""
    act(s, parts.clock.now(), case, Verb.NOTE, who, private=words(text, needed="备注"))


def correct(s: Session, parts: Parts, case: Case, who: Who, changes: Mapping[str, str | None]) -> bool:
    """The clerk corrects kind, category, urgency or grid (PIPL 24); each correction is kept to train on.

    `changes`: new values by field. False if nothing differs. Raises Invalid.
    """
    _check_correction(s, changes)
    now = parts.clock.now()
    new = {name: value for name, value in changes.items() if value != getattr(case, name)}
    if not new:
        return False
    for name, value in new.items():
        s.add(
            Correction(
                case_id=case.id,
                account_id=who.id,
                at=now,
                field=name,
                was=str(getattr(case, name) or ""),
                now=str(value or ""),
            )
        )
    act(s, now, case, Verb.CORRECT, who, data=new | _rerouted(s, case, new) | reweighed(s, case, new))
    if new.get("urgency") == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    return True


def _check_correction(s: Session, new: Mapping[str, str | None]) -> None:
    if not set(new) <= {"kind", "category", "urgency", "grid"}:
        raise Invalid("只能改诉求类型、类别、紧急程度和网格")
    if "kind" in new and new["kind"] not in set(Kind):
        raise Invalid("没有这种诉求类型")
    if "urgency" in new and new["urgency"] not in set(Urgency):
        raise Invalid("没有这种紧急程度")
    category = new.get("category")
    if category is not None and not (category.isdigit() and len(category) <= 10):
        raise Invalid("没有这个类别")
    if new.get("grid") and s.get(Grid, new["grid"]) is None:
        raise Invalid("没有这个网格")


def _rerouted(s: Session, case: Case, new: Mapping[str, str | None]) -> dict[str, Any]:
    """The body, worker and deadline that follow from a correction; {} once the case is dispatched."""
    if case.dispatched:
        return {}
    category, kind = new.get("category", case.category), new.get("kind") or case.kind
    about = discretion.accused_of(s, case) if discretion.conduct_of(s, case) or kind == Kind.TIP_OFF else Named()
    way = routing.route(category, kind, _duty_lines(s), about.bodies)
    urgency = new.get("urgency") or case.urgency
    working_days = 1 if urgency == Urgency.EMERGENCY else way.working_days
    facts = {"body": _suggested(way.body, urgency)} | due_facts(case.created_at, working_days)
    if "grid" in new:
        facts["worker_id"] = worker_of(s, new["grid"], besides=about.accounts)
    return facts


def look(s: Session, parts: Parts, case: Case, account: StaffActor, what: str) -> None:
    """Record that a staff member had masked data shown to them (PIPL 28). `what`: up to 20 characters."""
    s.add(AccessLook(case_id=case.id, account_id=account.id, at=parts.clock.now(), what=what[:20]))
    s.flush()


def looks(s: Session, case: Case, limit: int = 20) -> list[AccessLook]:
    """The recorded looks at masked data, the latest first."""
    found = sa.select(AccessLook).where(AccessLook.case_id == case.id).order_by(AccessLook.id.desc()).limit(limit)
    return list(s.scalars(found))


def seen(case: Case, who: Who) -> None:
    """Mark the reporter's additions as read, if the actor is a clerk or a handler."""
    if who.actor in (Actor.DESK, Actor.GRID, Actor.BODY):
        case.unread = False
