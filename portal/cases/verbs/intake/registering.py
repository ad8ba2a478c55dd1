"""Register a case from a case draft; grid, worker, body and deadline are suggested unless somebody has settled them.

Cases come in from the bot, from a clerk or grid worker who takes them down, from the hotline's file, and from other systems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, reporter_words, whereabouts, wishes
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.drafts import draft_reader, open_drafts
from portal.cases.models import Case, CaseWords, Kind, Urgency
from portal.cases.reading import whose_number
from portal.cases.reading.of_reporters import child_reporter, quiet_wish
from portal.cases.records import event_wording, numbers
from portal.cases.records.actors import resident
from portal.cases.records.alarms import CALMED, RANK
from portal.cases.records.event_log import Source, case_of_source, record_event
from portal.cases.records.queries import contact_point
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.form_text import checked_photo_ids, clean_text
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.rules.regimes import Regime, hotline_days
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.clock.due_dates import due_date_facts, given_date_facts
from portal.cases.verbs.intake.unread_words import TO_READ
from portal.cases.verbs.notifying.notifications import tell_who_alone_reads
from portal.cases.verbs.suggesting import grid_of, grid_worker_of, suggest
from portal.grids import service as grids
from portal.kernel.phones import in_digits
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind as OutboxKind
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts


def report(
    s: Session,
    parts: Parts,
    *,
    contact: int,
    text: str,
    draft: CaseDraft,
    answers: Mapping[str, str] | None = None,
    photos: Sequence[str] = (),
    no_push: bool = False,
    unnamed: bool = False,
    source: Source | None = None,
    settled: Settled | None = None,
) -> Case:
    """Register a case from a draft (contract/case_draft.schema.json) and the answers to the bot's questions, by field.

    `contact`: the id of the contact point that it was sent from; `answers`: place, time, contact, was_place (which the text
    names, and the reporter corrected before it was registered); `photos`: ids.
    Grid and worker (from the place) and body (from category and kind) are suggestions; a place outside the area leaves
    `grid` empty. The contact's open draft is dropped; an emergency raises the alarm. The same `source` again returns
    the same case. `no_push`: the reporter could be in danger at home, so nothing is sent to them unasked until they
    allow it. `unnamed`: they said elsewhere that they wish not to be named. `settled`: what replaces the suggestions; the
    contact's open draft, which is another report, then stays.
    Raises Invalid, NotFound (no such contact point, or erased).
    """
    known = case_of_source(s, source)
    if known is not None:
        return known
    now, point = parts.clock.now(), contact_point(s, contact)
    said = draft_reader.case_words_of(text, draft, answers or {})
    facts, about = first_facts(s, said, draft, now, settled, unnamed=unnamed)
    if facts["confidential"]:
        said.place = whereabouts.place_beside_home(s, said, said.place)
    channel = settled.channel if settled else point.channel
    case = _new_case(s, parts, point, now, channel=channel, kind=facts["kind"], photos=checked_photo_ids(photos))
    case.urgency, case.danger = facts["urgency"], draft_reader.urgency(draft)[1]
    case.rank = RANK[Urgency(case.urgency)]
    case.words = said
    if settled is None and child_reporter.is_plainly_a_child(text):
        case.perhaps_minor = True
    case.hotline_no = (settled.hotline_no if settled else "") or None
    s.add(case)
    s.flush()
    if facts["conduct"]:
        discretion.record_accused(case, about)
    calmed = {CALMED: True} if settled is not None and settled.why_calm else {}
    record_event(
        s, now, case, Verb.REPORT, resident(contact), to_state=State.REPORTED, data=facts | calmed,
        private=settled.why_calm if settled else _former_place(answers or {}, said), source=source,
    )  # fmt: skip
    if no_push or (settled is None and quiet_wish.wants_quiet(text)):
        residents.keep_quiet(point)
    if settled is None:
        open_drafts.drop_draft(s, contact, source.message if source else 0, now)
    outbox.put(
        s, kind=OutboxKind.SUBMIT_CASE, payload={"case_id": case.id}, now=now, dedupe_key=f"submit_case:{case.id}"
    )
    if case.urgency == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    tell_who_alone_reads(s, parts, case)
    return case


def _former_place(answers: Mapping[str, str], said: CaseWords) -> str:
    """Words for staff of the place that was corrected before the case was registered: it is quoted by the present one; "" if none was."""
    was = clean_text(str(answers.get("was_place") or ""), 200)
    return event_wording.sentence("staff.was_place", was=was) if was and was != said.place else ""


@dataclass(frozen=True)
class Settled:
    """What is decided, not only suggested, of a case that a clerk took down (代录), a grid worker saw, or the hotline sent.

    `by`: the account of the clerk or grid worker, None for the operator; `channel`: a value of `TakenFrom`, or "hotline".
    `grid` None: outside the area, or unclear. `body` "": as the category suggests, as also in place of one that must not have the
    case. `unnamed`: the reporter wishes not to be
    named. The contact that they left counts as their own number. `hotline_no`: the hotline's number of the order, "" if there
    is none; `due_at`: the deadline that the hotline set. `to_read`: what the bot, which did not answer, is to fill in later
    (`unread_words.FIELDS`). `why_calm`: for staff, why it is no emergency though the words tell of danger; "" if they tell of none
    or it is one.
    """

    by: int | None
    channel: str
    kind: Kind
    category: str | None
    urgency: Urgency
    grid: str | None
    body: str
    unnamed: bool
    hotline_no: str = ""
    due_at: datetime | None = None
    to_read: Sequence[str] = ()
    why_calm: str = ""


def first_facts(
    s: Session, said: CaseWords, draft: CaseDraft, now: datetime, settled: Settled | None = None,
    *, unnamed: bool = False,
) -> tuple[dict[str, Any], BodiesAndStaff]:  # fmt: skip
    """(the data of the report's event, whom the case is or may be about).

    Changes `said.contact`: puts it in digits, clears what may be the accused's number, and fills in the reporter's own.
    """
    kind, category, urgency = _classes(draft, settled)
    danger = draft_reader.urgency(draft)[1]
    whole_report = reporter_words.report_text(said)
    wish = unnamed or wishes.wishes_not_to_be_named(whole_report) or (settled is not None and settled.unnamed)
    emergency = urgency is Urgency.EMERGENCY
    if wish and settled is None:
        category = whereabouts.category_of_matter(said, draft, category)
    grid = settled.grid if settled else grid_of(s, said, draft, wish=wish, emergency=emergency)
    weighed, about = parties.weigh(s, whole_report, kind, grid, danger if emergency else None)
    if settled is None and whose_number.is_given_out(in_digits(said.contact), grids.published_numbers(s)):
        said.contact = ""
    _keep_contact(said, in_doubt=settled is None and bool(weighed or wish))
    unwanted = about.bodies | parties.bodies_not_to_suggest(s, whole_report)
    if kind is Kind.TIP_OFF:
        unwanted |= parties.parties_named_in(s, whole_report, grid).bodies
    route = suggest(s, said, category=category, kind=kind, urgency=urgency, unwanted=unwanted, danger=danger, wish=wish)
    chosen = settled.body if settled and settled.body not in unwanted else ""
    suggested = None if weighed and kind is not Kind.TIP_OFF and _works_here(s, about) else route.body
    facts = {
        "kind": kind,
        "category": category,
        "urgency": urgency,
        "grid": grid,
        "body": chosen or suggested,
        "worker_id": grid_worker_of(s, grid, excluding=about.accounts),
        "conduct": weighed,
        "confidential": wish,
        **({"taken_down_by": settled.by} if settled else {}),
        **({TO_READ: list(settled.to_read)} if settled and settled.to_read else {}),
        **_clock(settled, now, route.working_days),
    }
    return facts, about


def _works_here(s: Session, about: BodiesAndStaff) -> bool:
    """Whether one of the community's own staff is among the accused: whoever handles that is chosen by a person, not by what the words sound like."""
    return any(s.get_one(Account, one).role in (Role.DESK, Role.SUPERVISOR, Role.GRID) for one in about.accounts)


def _clock(settled: Settled | None, now: datetime, working_days: int) -> dict[str, Any]:
    """The deadline as event data. An order of the hotline also has its regime; its deadline is its own, else by HOTLINE_DAYS."""
    if settled is None or not settled.hotline_no:
        return due_date_facts(now, working_days)
    facts = given_date_facts(now, settled.due_at) if settled.due_at else due_date_facts(now, hotline_days(working_days))
    return {"regime": str(Regime.HOTLINE), **facts}


def _classes(draft: CaseDraft, settled: Settled | None) -> tuple[Kind, str | None, Urgency]:
    """(kind, category, urgency): as settled, else as the draft has them."""
    if settled is not None:
        return settled.kind, settled.category, settled.urgency
    return draft_reader.kind(draft), draft_reader.category(draft), draft_reader.urgency(draft)[0]


def _keep_contact(said: CaseWords, *, in_doubt: bool) -> None:
    """Write the contact in digits; if there is none, the number that the message plainly calls the reporter's own.

    `in_doubt`: a contact that the message holds without calling it the reporter's own is cleared first: it may be the accused's.
    """
    said.contact = in_digits(said.contact)
    if in_doubt and not wishes.is_own_number(said.text, said.contact):
        said.contact = ""  # the message still holds it
    said.contact = said.contact or wishes.own_number(said.text, only_plainly=True)


def _new_case(
    s: Session, parts: Parts, point: ContactPoint, now: datetime, *, channel: str, kind: Kind, photos: list[str]
) -> Case:
    """The row of a new case with its number and access code, not added yet; its first event sets all other facts."""
    salt = numbers.new_salt()
    return Case(
        case_no=numbers.next_case_no(s, now),
        created_at=now,
        state=State.REPORTED,
        kind=kind,
        channel=channel,
        due_at=now,
        contact_point_id=point.id,
        access_salt=salt,
        access_hash=numbers.code_hash(salt, numbers.access_code(parts.settings.secret_key, salt)),
        photos=photos,
        serial=0,
        state_serial=0,
        reopened=0,
        sent_back=0,
        extended=0,
        pauses=0,
        dispatched=False,
    )
