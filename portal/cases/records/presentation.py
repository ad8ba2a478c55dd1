"""How a case is shown to its reporter, or to whoever has its link: on its page, by the public API and by the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, readers
from portal.cases.disclosure.readers import Readers
from portal.cases.models import Case, CaseEvent, Kind, Urgency
from portal.cases.reading import masking
from portal.cases.reading.conduct import Conduct
from portal.cases.records import alarms, contact_claims, event_wording, follow_up_wording, handler_view, numbers
from portal.cases.rules import case_draft, deadlines, taxonomy
from portal.cases.rules.lifecycle import Actor, State, Verb, way_in_words
from portal.cases.rules.regimes import Regime
from portal.cases.rules.truth import taken_back
from portal.grids import service as grids
from portal.grids.offices import Way
from portal.kernel import phones
from portal.kernel.config import Settings
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account
from portal.wording.coded import Translate, in_chinese

NOT_ON_TIMELINE = frozenset(
    {
        Verb.NOTE,
        Verb.CORRECT,
        Verb.SUPERVISE,
        Verb.TRANSFER,
        Verb.WEIGH,
        Verb.PERMIT,
        Verb.CONFIDE,
        Verb.SEAL,
        Verb.ASSIGN,
        Verb.UNSEAL,
        Verb.ASK_RETURN,
        Verb.KEEP,
        Verb.ASK_EXTENSION,
        Verb.REFUSE_EXTENSION,
        Verb.GIVE_PART,
        Verb.FINISH_PART,
        Verb.RETURN_PART,
        Verb.STRIKE_PART,
        Verb.INSPECT,
    }
)  # not on the reporter's timeline, but for a clerk's correction of the place
DUE_AS_ASKED = "due_as_asked"  # in the data of a question's event: the deadline before it
TITLE_LENGTH = 18  # characters
MOST_NAMED = 2  # bodies that one sentence names


def time_of(case: Case) -> str:
    """The case's time as it is shown."""
    return event_wording.time_in_words(case.words.time, case.words.text)


def shown_time(moment: datetime) -> str:
    """RFC 3339 in Shanghai time, to the second."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def title(case: Case) -> str:
    """The reporter's message, with the present place, time and thing for those that were corrected since, masked, then cut to TITLE_LENGTH characters."""
    return masking.brief(handler_view.text_at_present(case), TITLE_LENGTH, discretion.reported_names(case))


def sentence_for_reporter(s: Session, event: CaseEvent, say: Translate = in_chinese) -> str:
    """The sentence that tells the reporter of an event, in the language of `say`."""
    verb, asked = Verb(event.verb), follow_up_wording.wording_for(event.case)
    if verb is Verb.DISPATCH:
        body = grids.body(s, event.data.get("body"))
        handler = body.name if body else event_wording.sentence("staff.grid_worker", say)
        return event_wording.sentence("reporter.dispatch", say, handler=handler)
    if verb is Verb.REJECT:
        return _where_instead(event, say)
    if verb is Verb.ACCEPT and event.data.get("regime") == Regime.PETITION and "due_at" in event.data:
        return event_wording.sentence("reporter.accept_petition", say, day=_day(event.data["due_at"]))
    if verb is Verb.GRANT_EXTENSION:
        return event_wording.sentence("reporter.grant_extension", say, day=_day(event.data.get("due_at")))
    if verb is Verb.FOLLOW_UP:
        told = say(asked.told)
        return event_wording.sentence("reporter.asked_again", say, told=told) if event.data.get("again") else told
    if verb is Verb.RESOLVE:
        return say(asked.resolved)
    if verb is Verb.CLOSE and event.data.get("close_reason") == "unconfirmed":
        return event_wording.sentence("reporter.unconfirmed", say, no=say(asked.no))
    if verb is Verb.CLOSE:
        return say(asked.closed)
    if verb is Verb.ATTEST:
        return contact_claims.answer_sentence("reporter", event, say)
    if verb is Verb.REOPEN and "unmet" in event.data:
        return event_wording.sentence("reporter.unmet", say)
    if verb is Verb.REOPEN and event.data.get("inspected"):
        return event_wording.sentence("reporter.inspected", say)
    if verb is Verb.REOPEN and event.from_state != State.REJECTED:
        return say(asked.reopened)
    code = f"reporter.{_SENTENCES.get(verb) or _sentence_code(event)}"
    return event_wording.sentence(code, say) if code in event_wording.texts() else say(verb.label)


def _where_instead(event: CaseEvent, say: Translate) -> str:
    """The sentence that tells the reporter of a rejected case where to go: an office that a clerk named, or a way out."""
    told = {name: str(event.data.get(name, "")) for name in ("office", "address", "phone", "hours")}
    if event.data.get("ground") in set(Way):
        way = say(way_in_words(event.data["ground"]))
        return event_wording.sentence("reporter.divert", say, way=way, **told)
    return event_wording.sentence("reporter.reject", say, office=told["office"], phone=told["phone"])


def _day(moment: str | None) -> str:
    """The day of an RFC 3339 moment in Shanghai time, as 2026-11-24; "" without one."""
    return deadlines.shanghai_day(datetime.fromisoformat(moment)).isoformat() if moment else ""


# verb → the code of its sentence in the cases that `sentence_for_reporter` leaves: a rejected case is reopened
_SENTENCES = {Verb.REOPEN: "look_again"}


def _is_placed(event: CaseEvent) -> bool:
    """Whether a clerk corrected the place by this event."""
    return event.verb == Verb.CORRECT and "place" in event.data.get("changed", ())


# what became of the contact, where a correction changes nothing else → the code of its sentence
_CORRECTED = {"left": "left_number", "deleted": "took_number_back"}


def _sentence_code(event: CaseEvent) -> str:
    """The code of an event's sentence: the verb, or a more exact one by the event's data."""
    if _is_placed(event):
        return "placed"
    if event.verb == Verb.ADD_DETAIL and "paused_until" in event.data:
        return "answered"
    if event.verb == Verb.ADD_DETAIL and event.data.get("changed") and not event.data.get("told_first"):
        return _CORRECTED.get(event.data.get("contact", ""), "corrected")
    if event.verb == Verb.RESUME and event.actor == Actor.RESIDENT:
        return "cannot_say"
    if event.verb == Verb.RECALL and event.actor == Actor.SYSTEM:
        return "no_handler"
    if event.verb == Verb.DISCLOSE:
        return "may_be_named" if event.data.get("may_be_named") else "stays_unnamed"
    if event.verb == Verb.ALL_CLEAR:
        return "false_alarm" if event.data.get("false_alarm") else "safe"
    return str(event.verb)


def public_words(event: CaseEvent) -> str:
    """The words of an event that the reporter reads too, one text a line."""
    return "\n".join(one.text for one in event.words if one.public and one.text)


class ShownWords:
    """The words of a case as its reporter's page and the bot show them; masked, since others may open the link, too."""

    def __init__(self, s: Session, case: Case) -> None:
        self._names, self._published = discretion.reported_names(case), grids.published_numbers(s)
        self._own = phones.spellings("，".join(discretion.left_contacts(s, case)))

    def said(self, text: str) -> str:
        """The reporter's words: every number and name in them masked."""
        return masking.masked(text, self._names, self._published)

    def told(self, text: str) -> str:
        """The staff's words: the reporter's own number masked; that of a fitter whom they may call stays."""
        for number in self._own:
            text = number.sub(lambda found: masking.masked(found.group()), text)
        return text

    def of(self, event: CaseEvent) -> str:
        """The public words of an event."""
        text = public_words(event)
        return self.said(text) if event.actor == Actor.RESIDENT else self.told(text)


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the reporter's timeline. `by`: a role or body; `what`: our sentence.

    `words`: what the reporter or staff wrote, masked (`ShownWords`); `before`: ids of the pictures that a handler took before
    the work; `photos`: of all others.
    """

    at: datetime
    verb: Verb
    by: str
    what: str
    words: str
    before: tuple[str, ...]
    photos: tuple[str, ...]


def timeline_entries(s: Session, case: Case, say: Translate = in_chinese) -> list[TimelineEntry]:
    """The reporter's timeline, oldest first, in the language of `say`; of NOT_ON_TIMELINE only a clerk's correction of the place.

    Of a resolution that was taken back no words and pictures: they may be another reporter's.
    """
    shown, gone = ShownWords(s, case), taken_back(case.events)
    return [
        TimelineEntry(
            event.at,
            Verb(event.verb),
            say(event.actor_label),
            sentence_for_reporter(s, event, say),
            *(("", (), ()) if event.serial in gone else (shown.of(event), *before_and_after(event))),
        )
        for event in case.events
        if event.verb not in NOT_ON_TIMELINE or _is_placed(event)
    ]


def before_and_after(event: CaseEvent) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(ids of the pictures from before the work, of the event's others)."""
    photos = tuple(event.data.get("photos") or ())
    before = int(event.data.get("before", 0))
    return photos[:before], photos[before:]


def timeline(s: Session, case: Case) -> list[dict[str, Any]]:
    """The reporter's timeline as `[{"at","verb","by","text"}]`, oldest first."""
    return [
        {
            "at": shown_time(one.at),
            "verb": str(one.verb),
            "by": one.by,
            "text": f"{one.what}：{one.words}" if one.words else one.what,
        }
        for one in timeline_entries(s, case)
    ]


def for_reporter(s: Session, case: Case) -> dict[str, Any]:
    """The case as the public API returns it (docs/interfaces.md)."""
    draft = case_draft.read(case.words.draft)
    path = case_draft.path_of(draft, case.category) or taxonomy.path(case.category)
    return {
        "case_no": case.case_no,
        "state": case.state,
        "kind": {"code": case.kind, "label": Kind(case.kind).label},
        "category": {"code": case.category, "path": list(path)},
        "places": draft["places"],
        "times": draft["times"],
        "bodies": draft["bodies"],
        "urgency": {**draft["urgency"], "level": case.urgency},
        "grid": case.grid,
        "due_at": shown_due_date(case),
        "close_reason": case.close_reason,
        "timeline": timeline(s, case),
    }


def state_in_words(s: Session, case: Case, now: datetime) -> str:
    """The state as the reporter reads it; while the clock stands still for their answer, that we wait for it.

    For an emergency that is not dispatched yet: that people are being paged, that none can be, or that somebody has taken it on.
    """
    if case.paused_until is not None:
        return event_wording.sentence("reporter.waiting")
    alarm = alarms.alarm_of(s, case) if _awaits_a_handler(case) else None
    if alarm is None or (alarm.acked_at is None and alarm.next_at is None):  # nobody is paged any more
        return State(case.state).plain
    if alarm.acked_at is not None:
        return event_wording.sentence("reporter.taken_on")
    return event_wording.sentence(
        "reporter.being_paged" if alarms.on_call_for(s, case, now) else "reporter.nobody_to_page"
    )


def _awaits_a_handler(case: Case) -> bool:
    """Whether the case is an emergency that was not dispatched."""
    return case.urgency == Urgency.EMERGENCY and case.state in (State.REPORTED, State.ACCEPTED)


def shown_due_date(case: Case) -> str | None:
    """The deadline that the reporter is told, RFC 3339; None for an emergency, for which minutes count and no day is promised."""
    return None if case.urgency == Urgency.EMERGENCY else shown_time(due_but_for_answer(case))


def due_but_for_answer(case: Case) -> datetime:
    """The deadline; while the clock stands still, the one before the question, to which the days until the answer will be added."""
    if case.paused_until is None:
        return case.due_at
    asked = next((one for one in reversed(case.events) if one.verb == Verb.ASK_RESIDENT), None)
    before = asked.data.get(DUE_AS_ASKED) if asked else None
    return datetime.fromisoformat(before) if before else case.due_at


def summary(s: Session, settings: Settings, case: Case, now: datetime) -> dict[str, Any]:
    """What the bot tells a reporter about a case of theirs (`SummaryOut`), with a link given `now`."""
    lines = timeline(s, case)
    return {
        "case_no": case.case_no,
        "state": case.state,
        "state_label": state_in_words(s, case, now),
        "title": title(case),
        "place": case.words.place,
        "time": case.words.time,
        "number": case.words.contact,
        "kind": case.kind,
        "category": case.category,
        "reported_at": shown_time(case.created_at),
        "handler": _handler(s, case),
        "likely": None if case.dispatched else _likely_body(s, case),
        "due_at": shown_due_date(case),
        "last": lines[-1]["text"] if lines else "",
        "link": numbers.link(settings, case, now),
        "reminded_at": shown_time(case.reminded_at) if case.reminded_at else None,
        "confidential": _may_be_called_confidential(case),
        "named": case.may_be_named,
        "readers": who_reads(s, case),
        "kept_back": handler_view.stays_at_the_desk(s, case),
        "number_covered": handler_view.number_stays_at_the_desk(s, case),
        "quiet": handler_view.is_quiet_emergency(s, case),
    }


def registered(s: Session, settings: Settings, case: Case) -> dict[str, Any]:
    """What the bot tells of a case that was registered just now: the internal API's answer to `POST /cases`."""
    worker = s.get(Account, case.worker_id) if case.worker_id else None
    return {
        "case_no": case.case_no,
        "link": numbers.link(settings, case),
        "body": _likely_body(s, case),
        "grid": case.grid,
        "grid_worker": worker.name if worker else None,
        "due_at": shown_due_date(case),
        "emergency": case.urgency == "emergency",
        "confidential": _may_be_called_confidential(case),
        "readers": who_reads(s, case) or _kept_from_the_accused(s, case),
    }


def _kept_from_the_accused(s: Session, case: Case) -> str:
    """That the body or grid worker complained of does not have a case about them, which the desk looks at first; "" of any other case.

    The desk's clerks are the community's own: of a committee only that the grid worker does not see it either.
    """
    if case.urgency == Urgency.EMERGENCY or not case.accused:
        return ""
    about = [one for one in grids.known_bodies(s) if discretion.is_hidden_from(case, one.code, None)]
    told = ""
    for code, is_committee in (("not_the_body", False), ("not_the_committee", True)):
        names = [one.name for one in about if parties.is_committee(one) is is_committee]
        shown = "、".join(names) if len(names) <= MOST_NAMED else event_wording.sentence("readers.those_bodies")
        told += event_wording.sentence(f"readers.{code}", names=shown) if names else ""
    workers = (s.get_one(Account, one.account_id) for one in case.accused if one.account_id)
    if not told and any(one.role == Role.GRID and discretion.is_hidden_from(case, one.body, one.id) for one in workers):
        return event_wording.sentence("readers.not_the_worker")
    return told


def who_reads(s: Session, case: Case, say: Translate = in_chinese) -> str:
    """Who reads a case that is kept from a clerk whom it is about, and what they do not tell, for its reporter; "" if every clerk reads it."""
    who = readers.readers_of(s, case)
    if who is Readers.DESK:
        return ""
    sealed = bool(case.seal) and who is not Readers.NOBODY
    told = event_wording.sentence("readers.sealed" if sealed else f"readers.{who}", say)
    return told + (event_wording.sentence("readers.unnamed", say) if _may_be_called_confidential(case) else "")


def _likely_body(s: Session, case: Case) -> dict[str, Any] | None:
    """Name and phone of the body that the case probably goes to; None where the desk decides (`_may_name_the_body`)."""
    body = grids.body(s, case.body) if _may_name_the_body(case) else None
    return {"name": body.name, "phone": body.phone} if body else None


def _handler(s: Session, case: Case) -> dict[str, Any] | None:
    """Name and phone of the body that the case is dispatched to; None if there is none, or once conduct was in question."""
    body = grids.body(s, case.body) if case.dispatched and Conduct(case.conduct) is Conduct.NONE else None
    return {"name": body.name, "phone": body.phone} if body else None


def _may_be_called_confidential(case: Case) -> bool:
    """Whether the reporter may be told that no handler learns who they are or reads their words."""
    return discretion.is_confidential(case) and not case.may_be_named


def _may_name_the_body(case: Case) -> bool:
    """Whether to tell the reporter the body by duty.csv: not if the category is a guess or conduct was in question."""
    return Conduct(case.conduct) is Conduct.NONE and case_draft.is_sure(case_draft.read(case.words.draft))
