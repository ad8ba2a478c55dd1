"""A case's timeline as staff read it: each event, who acted, and the staff's own notes; for handlers a shorter one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.inspections.models import Finding
from portal.cases.joint.models import JointKind
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.reading.conduct import Conduct
from portal.cases.records import alarms, contact_claims, handler_view, presentation
from portal.cases.records.actors import Who, is_bystander, is_handler, is_kept_from, oversees
from portal.cases.records.event_log import LAPSED
from portal.cases.records.event_wording import sentence
from portal.cases.rules import deadlines, taxonomy
from portal.cases.rules.lifecycle import Actor, CloseReason, Seal, Verb, name_of
from portal.cases.rules.regimes import Regime
from portal.cases.rules.truth import ASKED, BY_ACCUSED, DISPUTED, UNSENT
from portal.cases.verbs.desk.desk_corrections import NOTED_DANGER
from portal.cases.verbs.intake.unread_words import READ, READ_DANGER, WITH_ACCUSED
from portal.grids import service as grids
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.wording.coded import Translate, in_chinese


@dataclass(frozen=True)
class StaffEntry:
    """One timeline entry. `by`: who acted; `what`: our sentence; `public`: words that the reporter reads too, `private`: staff only.

    `before`: ids of the pictures from before the work; `photos`: of all others.
    """

    serial: int
    at: datetime
    by: str
    what: str
    public: str
    private: str
    before: tuple[str, ...]
    photos: tuple[str, ...]
    fate: str = ""  # of a progress entry: whether its push reached the reporter (handlers are not told)


def staff_timeline(
    s: Session, case: Case, who: Who, shown: Callable[[str], str], say: Translate = in_chinese
) -> list[StaffEntry]:
    """All events of the case, oldest first, as `who` reads them.

    `shown` masks personal data in the events' words; `say` translates our own.
    """
    return [_staff_entry(s, event, who, shown, say) for event in case.events]


def handler_timeline(
    s: Session, case: Case, who: Who, shown: Callable[[str], str], say: Translate = in_chinese
) -> list[StaffEntry]:
    """The events that a body or a grid worker may read, oldest first, without whatever would reveal the reporter.

    `who`: the reader, who reads no words of what only happens beside them (`is_bystander`); `shown` is applied to the events' words; `say` translates our own.
    """
    kept = handler_view.KeptFromHandlers.of(s, case)
    if is_bystander(case, who):
        done = [(one, what_happened(s, one, who, say)) for one in case.events if handler_view.is_shown(one)]
        return [StaffEntry(one.serial, one.at, _who_acted(s, one, say), what, "", "", (), ()) for one, what in done]
    return [
        StaffEntry(
            serial=event.serial,
            at=event.at,
            by=_who_acted(s, event, say),
            what=what_happened(s, event, who, say),
            public=shown(handler_view.visible_words(s, case, event, public=True, kept=kept)),
            private=shown(handler_view.visible_words(s, case, event, public=False, kept=kept))
            if _is_for(event, who)
            else "",
            before=presentation.before_and_after(event)[0] if handler_view.visible_photos(case, event) else (),
            photos=presentation.before_and_after(event)[1] if handler_view.visible_photos(case, event) else (),
            # whether and by which channel a push went would reveal the reporter
            fate=sentence("staff.for_handlers", say) if event.verb == Verb.PROGRESS else "",
        )
        for event in case.events
        if handler_view.is_shown(event)
    ]


def _is_for(event: CaseEvent, who: Who) -> bool:
    """Whether this handler may read the words for handlers (`handler_view.is_for`); on paper that a clerk prints, whoever has the case."""
    if is_handler(who):
        return handler_view.is_for(event, who.body, who.worker_ids)
    return handler_view.is_for_its_handler(event)


def _staff_entry(s: Session, event: CaseEvent, who: Who, shown: Callable[[str], str], say: Translate) -> StaffEntry:
    """The event as `who` reads it, who may read all of the case."""
    return StaffEntry(
        serial=event.serial,
        at=event.at,
        by=_who_acted(s, event, say),
        what=what_happened(s, event, who, say),
        public=shown("\n".join(one.text for one in event.words if one.public and one.text)),
        private=shown("\n".join(one.text for one in event.words if not one.public and one.text)),
        before=presentation.before_and_after(event)[0],
        photos=presentation.before_and_after(event)[1],
        fate=_push_fate(s, event, say),
    )


def _push_fate(s: Session, event: CaseEvent, say: Translate) -> str:
    """What became of the push about a PROGRESS event, as far as is known; "" for other events."""
    if event.verb != Verb.PROGRESS:
        return ""
    begins = f"push_resident:{event.case_id}:{event.serial}:"
    if s.scalar(sa.select(OutboxRow.id).where(OutboxRow.dedupe_key == f"{begins}case_progress")) is None:
        return sentence("staff.not_pushed", say)
    became = outcome.fate_of_last_push(s, begins)
    return sentence("staff.pushed", say, fate=say(became.label)) if became else sentence("staff.in_chat", say)


def _who_acted(s: Session, event: CaseEvent, say: Translate) -> str:
    """The actor's role or body, followed by the name if it is a staff member."""
    if event.verb == Verb.REPORT and event.case.channel == "sighting":
        return say(Actor.GRID.label)
    role = say(event.actor_label)
    if event.actor in (Actor.RESIDENT, Actor.SYSTEM) or event.actor_id is None:
        return role
    account = s.get(Account, event.actor_id)
    return f"{role} {account.name}" if account else role


def what_happened(s: Session, event: CaseEvent, who: Who, say: Translate) -> str:
    """What `who` reads of an event: its verb with details from its data, and that a request for more time lapsed with it."""
    told = f"{_what_was_done(s, event, who, say)}{_of_a_merged_clock(event, say)}"
    return f"{told}{sentence('staff.extension_lapsed', say)}" if event.data.get(LAPSED) else told


def _of_a_merged_clock(event: CaseEvent, say: Translate) -> str:
    """Which deadline an event brought that merged cases or split them; "" for other events, and if it stays."""
    splits = event.verb == Verb.SPLIT or "gave_back" in event.data
    if "due_at" not in event.data or not (splits or event.verb == Verb.MERGE or "took_in" in event.data):
        return ""
    day = deadlines.shanghai_day(datetime.fromisoformat(event.data["due_at"])).isoformat()
    return sentence("staff.due_restored" if splits else "staff.due_of_both", say, day=day)


def _what_was_done(s: Session, event: CaseEvent, who: Who, say: Translate) -> str:
    """The verb of the event with details from its data, or a sentence in its place."""
    verb, data, label = Verb(event.verb), event.data, say(Verb(event.verb).label)
    told = _of_the_clock(event, say) or _of_a_seal(s, event, say) or _of_a_part(s, event, say)
    if told := told or _of_an_inspection(s, event, who, say):
        return told
    if verb in (Verb.DISPATCH, Verb.TRANSFER):
        return sentence("staff.handed", say, verb=label, handler=_handler_name(s, data, say))
    if verb is Verb.REJECT:
        ground = say(name_of("ground", data["ground"])) if data.get("ground") else ""
        office, phone = data.get("office", ""), data.get("phone", "")
        return _with_detail(say, label, sentence("staff.office", say, office=office, phone=phone, ground=ground))
    if verb is Verb.WEIGH:
        return _with_detail(say, label, _conduct_answer(s, data, say))
    if verb is Verb.PERMIT:
        return _with_detail(say, label, _handler_name(s, {"body": data.get("permitted")}, say))
    if verb in (Verb.DISCLOSE, Verb.ATTEST, Verb.ALL_CLEAR):
        return _what_they_said(event, say)
    if code := _sentence_in_its_place(event):
        return sentence(code, say)
    if verb is Verb.CORRECT and event.actor == Actor.SYSTEM:
        return sentence(f"staff.{_by_the_system(data, who)}", say)
    if data.get(BY_ACCUSED) and oversees(who):
        return sentence("staff.by_accused", say)
    if verb is Verb.NOTE and (code := next((one for one in _LINKS if one in data), "")):
        return sentence(f"staff.{code}", say, case_no=_number_for(s, data[code], who))
    if verb is Verb.CORRECT:
        return _with_detail(say, label, "；".join(_corrections(data, say)))
    if verb is Verb.CLOSE and data.get("close_reason") in set(CloseReason):
        return _with_detail(say, label, say(CloseReason(data["close_reason"]).label))
    return _of_asking(event, who, say) or label


def _by_the_system(data: dict[str, Any], who: Who) -> str:
    """The code of the sentence on a correction by the system; no handler reads that the case is about themselves."""
    codes = ("followed", NOTED_DANGER, READ_DANGER, *((WITH_ACCUSED,) if oversees(who) else ()), READ)
    return next((one for one in codes if data.get(one)), "recounted")


def _of_asking(event: CaseEvent, who: Who, say: Translate) -> str:
    """The sentence for the question whether it is done, by a message or in person; "" for the first message, and other events."""
    if event.verb == Verb.NOTE and event.data.get(ASKED):
        return sentence("staff.asked_in_person", say)
    if event.verb != Verb.FOLLOW_UP:
        return ""
    if event.data.get(UNSENT) and oversees(who):
        return sentence("staff.could_not_ask", say)
    return sentence("staff.asked_again", say) if event.data.get("again") else ""


def _sentence_in_its_place(event: CaseEvent) -> str:
    """The code of the sentence on a grid worker's going to an emergency or not, on a clerk's acknowledging for the handler, on a
    reopening because nobody called or came, or on giving a reopened case to the desk, disputed or not; else "".
    """
    if event.verb == Verb.ACKNOWLEDGE and event.actor == Actor.DESK:
        return "staff.acknowledged_for"
    if alarms.GOES in event.data:
        return "staff.goes" if event.data[alarms.GOES] else "staff.goes_unaware"
    if alarms.CANNOT_GO in event.data:
        return "staff.cannot_go"
    if event.verb == Verb.REOPEN and "unmet" in event.data:
        return "staff.unmet"
    if event.verb != Verb.RECALL or event.actor != Actor.SYSTEM:
        return ""
    return "staff.disputed" if event.data.get(DISPUTED) else "staff.no_handler"


def _of_an_inspection(s: Session, event: CaseEvent, who: Who, say: Translate) -> str:
    """What an inspection found, with the new case that was registered for it, or that a case was reopened for it; else ""."""
    data = event.data
    if event.verb == Verb.REOPEN and data.get("inspected"):
        return sentence("staff.inspected", say)
    if event.verb != Verb.INSPECT:
        return ""
    finding = say(Finding(data["inspection"]).label)
    if "anew" in data:
        finding = sentence("staff.inspected_anew", say, what=finding, case_no=_number_for(s, data["anew"], who))
    return _with_detail(say, say(Verb.INSPECT.label), finding)


_LINKS = ("took_in", "gave_back", "back_again")  # in the data of a NOTE: the number of the other case


def _number_for(s: Session, case_no: str, who: Who) -> str:
    """This number; "…" if the case is kept from the reader."""
    case = s.scalar(sa.select(Case).where(Case.case_no == case_no))
    return "…" if case is not None and is_kept_from(case, who) else case_no


def _of_a_part(s: Session, event: CaseEvent, say: Translate) -> str:
    """Which body's part of the case an event gave or ended, of a given one also kind and day; "" for other events."""
    if "assisting" not in event.data:
        return ""
    body, label = _handler_name(s, {"body": event.data["assisting"]}, say), say(Verb(event.verb).label)
    if event.verb != Verb.GIVE_PART:
        return _with_detail(say, label, body)
    day = deadlines.shanghai_day(datetime.fromisoformat(event.data["part_due"])).isoformat()
    kind = say(JointKind(event.data["joint_kind"]).label)
    return sentence("staff.part_given", say, verb=label, body=body, kind=kind, day=day)


def _of_the_clock(event: CaseEvent, say: Translate) -> str:
    """The sentence for an event of the clock: accepted under another regime, going on after a pause, more time; else ""."""
    verb, data, label = Verb(event.verb), event.data, say(Verb(event.verb).label)
    if verb is Verb.ACCEPT and data.get("regime", Regime.COMMUNITY) != Regime.COMMUNITY:
        regime = say(Regime(data["regime"]).label)
        late = sentence("staff.accepted_late", say) if data.get("accepted_late") else ""
        return _with_detail(say, label, "，".join(filter(None, (regime, late))))
    if verb is Verb.RESUME:
        return sentence(_WHY_RESUMED[event.actor == Actor.RESIDENT, bool(data.get("unreached"))], say)
    if verb is Verb.ADD_DETAIL and "paused_until" in data:
        return sentence("staff.answered", say)
    if verb is Verb.ASK_EXTENSION:
        return _with_detail(say, label, sentence("staff.days", say, days=str(data.get("asked_days", ""))))
    if verb is Verb.GRANT_EXTENSION and data.get("due_at"):
        day = deadlines.shanghai_day(datetime.fromisoformat(data["due_at"]))
        return _with_detail(say, label, sentence("staff.until", say, day=day.isoformat()))
    return ""


_WHY_RESUMED = {
    (True, False): "staff.cannot_say",
    (False, False): "staff.unanswered",
    (False, True): "staff.not_asked",
}
"""Why the clock goes on: (whether the reporter said so, whether the question did not reach them) → the sentence."""


def _what_they_said(event: CaseEvent, say: Translate) -> str:
    """What the reporter said in a DISCLOSE, ATTEST or ALL_CLEAR event, whose verb does not tell yes from no."""
    if event.verb == Verb.ATTEST:
        return contact_claims.answer_sentence("staff", event, say)
    if event.verb == Verb.DISCLOSE:
        return sentence("staff.may_be_named" if event.data.get("may_be_named") else "staff.stays_unnamed", say)
    return sentence("staff.false_alarm" if event.data.get("false_alarm") else "staff.safe", say)


def _with_detail(say: Translate, verb: str, what: str) -> str:
    """The verb's name followed by a detail."""
    return sentence("staff.said", say, verb=verb, what=what)


def _of_a_seal(s: Session, event: CaseEvent, say: Translate) -> str:
    """Why the case was sealed, and who may see it from then on, or no more; "" for an event of another verb."""
    if event.verb not in (Verb.SEAL, Verb.ASSIGN):
        return ""
    data = event.data
    kind = say(Seal(data["seal"]).label) if data.get("seal") in set(Seal) else ""
    added = "、".join(_name(s, one) for one in data.get("assigned", ()))
    told = [
        kind,
        sentence("staff.may_see", say, name=added) if added else "",
        sentence("staff.sees_no_more", say, name=_name(s, data["released"])) if "released" in data else "",
    ]
    return _with_detail(say, say(Verb(event.verb).label), "，".join(filter(None, told)))


def _name(s: Session, account_id: int) -> str:
    account = s.get(Account, account_id)
    return account.name if account else ""


def _handler_name(s: Session, data: dict[str, Any], say: Translate) -> str:
    """The body in an event's data or, without one, the grid worker, by name if known."""
    body = grids.body(s, data.get("body"))
    if body:
        return body.name
    worker = s.get(Account, data["worker_id"]) if data.get("worker_id") else None
    if worker is None:
        return sentence("staff.grid_worker", say)
    return sentence("staff.grid_worker_named", say, name=worker.name)


def _conduct_answer(s: Session, data: dict[str, Any], say: Translate) -> str:
    """What staff answered in a WEIGH event: whether it is conduct, and of which bodies."""
    if data.get("conduct") != Conduct.CONDUCT:
        return sentence("staff.agreed_to_clerks" if data.get("agreed") else "staff.is_not_conduct", say)
    about = (_handler_name(s, {"body": code}, say) for code in data.get("about") or ())
    return "，".join([sentence("staff.is_conduct", say), *about])


def _corrections(data: dict[str, Any], say: Translate) -> list[str]:
    """A sentence for each field that a clerk's correction set."""
    said = []
    if data.get("kind") in set(Kind):
        said.append(sentence("staff.kind", say, kind=say(Kind(data["kind"]).label)))
    if "category" in data:
        said.append(sentence("staff.category", say, category=taxonomy.label(data["category"])))
    if data.get("urgency") in set(Urgency):
        said.append(sentence("staff.urgency", say, urgency=say(Urgency(data["urgency"]).label)))
    if "grid" in data:
        said.append(sentence("staff.grid", say, grid=data["grid"] or sentence("staff.outside", say)))
    if "place" in data.get("changed", ()):
        said.append(sentence("staff.place", say))
    return said
