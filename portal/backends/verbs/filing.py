"""File the report of an app as a case like any other; and read the cases that an app filed, and what happened to them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.backends.mapping.georeport import STATUS, UPDATES, ReadableCase, Update
from portal.backends.models import FiledRequest, ReportingApp
from portal.cases.disclosure import parties, sealed, whereabouts
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT
from portal.cases.records import alarms, handler_view
from portal.cases.records.event_log import Source
from portal.cases.records.handler_view import KeptFromHandlers
from portal.cases.rules import case_draft, routing, taxonomy
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import Actor, State, Verb
from portal.cases.rules.truth import taken_back
from portal.cases.verbs.intake import registering, resident_words
from portal.cases.verbs.suggesting import duty_rows
from portal.grids import service as grids
from portal.kernel.sealing import keyed
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

CHANNEL = "open311"  # of the contact points and cases of filed reports
MOST = 200  # records in one answer; the rest are on the next pages
_TOKEN_LENGTH = 20  # characters of a token after the case number and the point


@dataclass(frozen=True)
class Filing:
    """A report by an app. `category`: its code; `time`: in words; `contact`: the reporter's name, phone and email, as far as given."""

    category: str
    kind: Kind
    text: str
    place: str
    time: str
    contact: str


def offered_categories(s: Session) -> list[str]:
    """The codes of the categories in which apps may report, in the order of the taxonomy.

    These are the categories without subcategories for whose requests duty.csv names a body. (A report that names no kind is a
    request.)
    """
    duties, names = duty_rows(s), taxonomy.names()
    finest = [code for code in names if not any(other != code and other.startswith(code) for other in names)]
    return [code for code in finest if routing.route(code, Kind.REQUEST, duties).body is not None]


def file(s: Session, parts: Parts, app: ReportingApp, filing: Filing, source: Source | None) -> Case:
    """Register the case; its reporter is a contact point of its own, to which nothing can be sent.

    The same `source` again returns the same case. Raises Invalid, also if the words hold a choice in a secret vote.
    """
    resident_words.refuse_ballot_choice(s, parts, filing.text)
    point = ContactPoint(channel=CHANNEL, address_key=secrets.token_hex(32), created_at=parts.clock.now())
    s.add(point)
    s.flush()
    case = registering.report(
        s,
        parts,
        contact=point.id,
        text=filing.text,
        draft=_draft(parts, filing),
        answers={"place": filing.place, "time": filing.time, "contact": filing.contact},
        source=source,
    )
    if case.contact_point_id == point.id:
        s.add(FiledRequest(case_id=case.id, app_id=app.id))
    else:
        s.delete(point)  # the same report again
    s.flush()
    return case


def _draft(parts: Parts, filing: Filing) -> CaseDraft:
    danger = parts.danger_in(filing.text)
    return {
        **case_draft.empty(),
        "kind": {"code": filing.kind, "label": filing.kind.label, "score": 1.0},
        "category": {
            "code": filing.category,
            "path": list(taxonomy.path(filing.category)),
            "score": 1.0,
            "alternatives": [],
        },
        "urgency": {"level": Urgency.EMERGENCY if danger else Urgency.NORMAL, "reasons": [], "danger": danger or None},
    }


@dataclass(frozen=True)
class Wanted:
    """Which requests an app asks for: by case `numbers`, or by category `codes`, `statuses` and the time of report.

    An empty field does not restrict; with `numbers` only `page` counts besides.
    """

    numbers: Sequence[str] = ()
    codes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1


def requests(s: Session, app: ReportingApp, wanted: Wanted) -> list[ReadableCase]:
    """A page of the app's own requests, newest first, MOST to a page."""
    query = sa.select(FiledRequest).join(FiledRequest.case).where(_is_readable_by(app), *_conditions(wanted))
    query = query.options(contains_eager(FiledRequest.case).selectinload(Case.events))
    rows = s.scalars(query.order_by(Case.id.desc()).offset((wanted.page - 1) * MOST).limit(MOST)).unique()
    return _readable_cases(s, [row.case for row in rows])


def _is_readable_by(app: ReportingApp) -> sa.ColumnElement[bool]:
    """The condition for the app's own requests, neither erased nor sealed: we do not know who reads in that app."""
    return sa.and_(FiledRequest.app_id == app.id, Case.forgotten_at.is_(None), sealed.unsealed())


def _conditions(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.numbers:
        yield Case.case_no.in_(wanted.numbers)
        return
    if wanted.codes:
        yield Case.category.in_(wanted.codes)
    if wanted.statuses:
        yield Case.state.in_([state for state in State if STATUS[state] in wanted.statuses])
    if wanted.start is not None:
        yield Case.created_at >= wanted.start
    if wanted.end is not None:
        yield Case.created_at <= wanted.end


def _readable_cases(s: Session, cases: Sequence[Case]) -> list[ReadableCase]:
    last = sa.select(CaseEvent.case_id, sa.func.max(CaseEvent.at)).where(
        CaseEvent.case_id.in_([case.id for case in cases]), CaseEvent.verb.in_(UPDATES | {Verb.REPORT})
    )
    changed = {row[0]: row[1] for row in s.execute(last.group_by(CaseEvent.case_id))}
    _held = _reporters(s, cases)
    return [_readable_case(s, case, changed[case.id]) for case in cases]


def _reporters(s: Session, cases: Iterable[Case]) -> list[ContactPoint]:
    """The reporters of these cases, to be held, and so kept in the session, while the cases are read, which else ask for each of them."""
    return list(
        s.scalars(sa.select(ContactPoint).where(ContactPoint.id.in_([case.contact_point_id for case in cases])))
    )


def _readable_case(s: Session, case: Case, changed_at: datetime) -> ReadableCase:
    """The case without the reporter, as a handler reads it; of the place only what the town knows."""
    named = case.dispatched and case.conduct not in CONDUCT_OR_DOUBT
    body = grids.body(s, case.body) if named else None
    return ReadableCase(
        case_no=case.case_no,
        state=State(case.state),
        category=case.category or "",
        text=handler_view.matter(s, case).text,
        place=whereabouts.confidential_place(s, case),
        agency=body.name if body else "",
        reported_at=case.created_at,
        changed_at=changed_at,
        due_at=None if case.urgency == Urgency.EMERGENCY else case.due_at,
        danger=danger_now(case),
    )


def danger_now(case: Case) -> str:
    """The danger of an emergency that nobody has called done yet; "" of any other case."""
    return (case.danger or "other") if alarms.is_open_emergency(case) else ""


def updates(s: Session, app: ReportingApp, start: datetime, end: datetime, page: int = 1) -> list[Update]:
    """A page of what happened to the app's requests from `start` to `end`, oldest first, MOST to a page."""
    found = sa.select(CaseEvent).join(Case, Case.id == CaseEvent.case_id).join(FiledRequest)
    found = found.where(_is_readable_by(app), CaseEvent.verb.in_(UPDATES), CaseEvent.at >= start, CaseEvent.at <= end)
    found = found.options(contains_eager(CaseEvent.case).selectinload(Case.events))
    events = s.scalars(found.order_by(CaseEvent.id).offset((page - 1) * MOST).limit(MOST)).unique().all()
    cases = {event.case for event in events}
    _held, staff = _reporters(s, cases), parties.active_staff(s)
    kept = {case.id: KeptFromHandlers.of(s, case, staff) for case in cases}
    return [_update(s, event, kept[event.case_id]) for event in events]


def _update(s: Session, event: CaseEvent, kept: KeptFromHandlers) -> Update:
    """The event as an update, with none of the reporter's words, and of the staff's only those meant for the reporter.

    None of a resolution that was taken back: they may be another reporter's.
    """
    state = State(event.to_state)
    silent = event.actor == Actor.RESIDENT or event.serial in taken_back(event.case.events)
    said = "" if silent else handler_view.visible_words(s, event.case, event, public=True, kept=kept)
    return Update(f"{event.case.case_no}-{event.serial}", event.case.case_no, state, said or state.plain, event.at)


def token(secret: str, case_no: str) -> str:
    """The token that stands for a case while its app waits for the number; `case_no_of_token` reads it back."""
    return f"{case_no}.{keyed(secret, 'open311 token', case_no)[:_TOKEN_LENGTH]}"


def case_no_of_token(secret: str, given: str) -> str | None:
    """The case number in a token; None if it is no token of ours."""
    case_no = given.partition(".")[0]
    return case_no if hmac.compare_digest(token(secret, case_no).encode(), given.encode()) else None


def source_of(app: ReportingApp, key: str, filing: Filing) -> Source:
    """The source of a report with an Idempotency-Key, distinct for each app, as two may use the same key."""
    named = hashlib.sha256(key.encode()).hexdigest()
    return Source.of(f"{CHANNEL}:{app.id}:{named}", filing.__dict__)
