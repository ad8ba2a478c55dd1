"""Keep staff's claims that they phoned or visited the reporter; word each claim and the question about it.

Each claim is a row of its own (`models.ContactClaim`). Its wording: `data/contact_claims.csv`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, ContactClaim
from portal.cases.reading.staff_words.contact_claims import ClaimedContact, How, claimed_contacts
from portal.cases.records import event_wording
from portal.cases.records.actors import Who, is_handler
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import ASK_AGAIN_DAYS, UNRESOLVED, Actor, State, Verb
from portal.cases.rules.truth import FIX_VERBS, FIXED, taken_back
from portal.kernel.config import PROJECT
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow, OutboxState
from portal.wording.coded import Translate, in_chinese

# how,title,yes,no,claim,question
FILE = PROJECT / "data" / "contact_claims.csv"
ASK = "ask_contact"  # the step of a case's timer by which the reporter is asked
PATIENCE = timedelta(days=1)  # after a resolution, whose own question (is it done?) is to be answered first
NO_ANSWER_AFTER = timedelta(days=ASK_AGAIN_DAYS)  # after the question: its reporter counts as silent
MET = "met"  # in the data of a word on the fix: its reporter had taken back that nobody called or came
REACHED = "reached"  # in an event's data: the box that was ticked, {"how", "on"}
TEMPLATES = {  # how the reporter is said to have been reached → the text template that asks about it
    How.PHONE: "contact_phone",
    How.MISSED: "contact_missed",
    How.VISIT: "contact_visit",
    How.TALK: "contact_talk",
}  # of data/sms_templates.csv
# begins the `source_key` of an event that quotes the hotline: none of our staff wrote its words
HOTLINE_SOURCE = "hotline:"
# after which the reporter's word on a fix is asked by another question, or by none
_ENDS_FIX = (*FIX_VERBS, Verb.CLOSE, Verb.WITHDRAW)
# whose words are read for claims
_CLAIMANTS = frozenset({Actor.BODY, Actor.GRID, Actor.DESK})


class Answer(StrEnum):
    """What the reporter says to a claim. NONE: nothing yet (more of it: `Standing`)."""

    NONE = ""
    CONFIRMED = "confirmed"
    DENIED = "denied"


class Standing(StrEnum):
    """How a claim stands: answered as in `Answer`, not asked about by a message yet, asked about, or not answered for NO_ANSWER_AFTER.

    UNANSWERED: any of the last three, for handlers, from whom it is hidden whether messages reach the reporter.
    """

    CONFIRMED = "confirmed"
    DENIED = "denied"
    UNASKED = "unasked"
    WAITING = "waiting"
    SILENT = "silent"
    UNANSWERED = "unanswered"


def standing(claim: ContactClaim, who: Who, now: datetime) -> Standing:
    """How the claim stands now, as `who` may know it."""
    if claim.answer:
        return Standing(claim.answer)
    if is_handler(who):
        return Standing.UNANSWERED
    if claim.asked_at is None:
        return Standing.UNASKED
    return Standing.WAITING if now - claim.asked_at < NO_ANSWER_AFTER else Standing.SILENT


@dataclass(frozen=True)
class Wording:
    """One row of FILE. `claim` holds %(day)s, `question` also %(by)s; `yes`, `no`: the answers 1 and 2.

    `title`: what the question is about, where several are open.
    """

    title: str
    yes: str
    no: str
    claim: str
    question: str

    @property
    def choices(self) -> dict[str, str]:
        """What the replies 1 and 2 mean in a channel without buttons."""
        return {"1": self.yes, "2": self.no}


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, Wording]:
    """The value of a `How` → its wording."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row.pop("how"): Wording(**row) for row in csv.DictReader(file)}


def ticked_facts(reached: ClaimedContact | None) -> dict[str, Any]:
    """The contact that staff ticked on a form, as event data; {} if they ticked none."""
    return {REACHED: {"how": str(reached.how), "on": reached.on.isoformat()}} if reached else {}


def keep_claims(s: Session, now: datetime, event: CaseEvent, who: Who) -> None:
    """Store the claims that a body, grid worker or clerk made in this event, by a ticked box or in words; set the timer that asks.

    An event that only quotes the hotline (`HOTLINE_SOURCE`) makes none, nor does a correction, whose words say why it is no emergency: whom
    the clerk phoned for that (120, the family) need not be the reporter.

    Other events change earlier claims: a supervisor who supervises or writes a note has heard of the case's denials; once the
    reporter has said whether the matter is done, the questions that waited for that are due.
    """
    if who.actor is Actor.SUPERVISOR and event.verb in (Verb.SUPERVISE, Verb.NOTE):
        _mark_heard(s, event.case_id, who)
    if who.actor is Actor.RESIDENT and event.verb in (Verb.CLOSE, Verb.REOPEN):
        _hasten(s, now, event.case_id)
    quotes = (event.source_key or "").startswith(HOTLINE_SOURCE)
    if who.actor in _CLAIMANTS and event.verb != Verb.CORRECT and not quotes:
        found = _claimed_in(event).values()
        s.add_all(_claim(event, who, one) for one in found)
        if found:
            _set_timer(s, now, event)


def _claimed_in(event: CaseEvent) -> dict[How, ClaimedContact]:
    """How → the event's claim. Of several of one `How` the ticked box counts, else the public words, else the private.

    In a question to the reporter, too, only what is said as done counts.
    """
    written, asks = shanghai_day(event.at), event.verb == Verb.ASK_RESIDENT
    found: dict[How, ClaimedContact] = {}
    for words in sorted(event.words, key=lambda one: one.public):
        found |= {one.how: one for one in claimed_contacts(words.text, written, only_done=not words.public or asks)}
    box = event.data.get(REACHED)
    ticked = ClaimedContact(How(box["how"]), date.fromisoformat(box["on"])) if box else None
    return found | ({ticked.how: ticked} if ticked else {})


def _claim(event: CaseEvent, who: Who, one: ClaimedContact) -> ContactClaim:
    """The row of a claim in this event. It counts for the body that has the case, unless a grid worker made it."""
    body = event.case.body if event.case.dispatched and who.actor is not Actor.GRID else None
    return ContactClaim(
        case=event.case, event=event, body=body, by=who.label, how=one.how, on=one.on, answer=Answer.NONE
    )


def _set_timer(s: Session, now: datetime, event: CaseEvent) -> None:
    """Set the timer that asks about the event's claims: after PATIENCE if the event resolved the case."""
    outbox.put(
        s,
        kind=Kind.CASE_TIMER,
        payload={"case_id": event.case_id, "step": ASK, "serial": event.serial},
        now=now,
        due_at=now + PATIENCE if event.to_state == State.RESOLVED else now,
        dedupe_key=_key(event.case_id, event.serial),
    )
    s.flush()


def _key(case_id: int, serial: int) -> str:
    """The `dedupe_key` of the timer that asks about the claims of the event `serial`."""
    return f"case_timer:{case_id}:{serial}:{ASK}"


def _hasten(s: Session, now: datetime, case_id: int) -> None:
    """Make due now the timers for those of the case's claims about which the reporter has not been asked yet."""
    unasked = sa.select(CaseEvent.serial).join(ContactClaim, ContactClaim.event_id == CaseEvent.id)
    unasked = unasked.where(CaseEvent.case_id == case_id, ContactClaim.asked_at.is_(None))
    keys = [_key(case_id, serial) for serial in s.scalars(unasked)]
    waits = sa.update(OutboxRow).where(OutboxRow.dedupe_key.in_(keys), OutboxRow.state == OutboxState.QUEUED)
    s.execute(waits.where(OutboxRow.due_at > now).values(due_at=now))


def _mark_heard(s: Session, case_id: int, who: Who) -> None:
    """Mark the case's denials as heard by this supervisor, except those that another has heard."""
    denied = sa.update(ContactClaim).where(ContactClaim.case_id == case_id, ContactClaim.answer == Answer.DENIED)
    s.execute(denied.where(ContactClaim.heard_by.is_(None)).values(heard_by=who.id))


def claims_of(s: Session, case: Case) -> list[ContactClaim]:
    """The case's claims, oldest first."""
    return list(s.scalars(sa.select(ContactClaim).where(ContactClaim.case_id == case.id).order_by(ContactClaim.id)))


def unheard_denials() -> sa.Select[int]:
    """Select the ids of the cases with a denial that no supervisor has acted on."""
    return sa.select(ContactClaim.case_id).where(ContactClaim.answer == Answer.DENIED, ContactClaim.heard_by.is_(None))


def standings_of(case: Case, who: Who, now: datetime) -> Counter[Standing]:
    """Standing → how many of the case's claims have it, as `who` may know it. (Whoever lists cases should load `Case.contact_claims` with them.)"""
    return Counter(standing(claim, who, now) for claim in case.contact_claims)


def forget_claims(s: Session, event: CaseEvent) -> None:
    """Forget what was claimed in an event that was a mistake, as far as its reporter has not answered it."""
    s.execute(sa.delete(ContactClaim).where(ContactClaim.event_id == event.id, ContactClaim.answer == Answer.NONE))
    s.expire(event.case, ["contact_claims"])


def _standing(case: Case) -> list[CaseEvent]:
    """The case's events without the resolutions that were taken back."""
    gone = taken_back(case.events)
    return [one for one in case.events if one.serial not in gone]


def is_reopened_unmet(case: Case) -> bool:
    """Whether the case was last reopened because nobody called or came, and nobody claimed a fix since."""
    if case.state not in UNRESOLVED:
        return False
    last = next((one for one in reversed(_standing(case)) if one.verb in (Verb.REOPEN, *_ENDS_FIX)), None)
    return last is not None and last.verb == Verb.REOPEN and "unmet" in last.data


def is_still_unmet(s: Session, case: Case) -> bool:
    """Whether such a case's reporter still says so, and has not taken it back."""
    if not is_reopened_unmet(case):
        return False
    denied = next(one.data["unmet"] for one in reversed(case.events) if one.verb == Verb.REOPEN)
    return s.get_one(ContactClaim, denied).answer == Answer.DENIED


def is_fix_asked(case: Case) -> bool:
    """Whether such a case's reporter had not said that it is done before it was reopened, and so is asked now."""
    confirmed = next((one for one in reversed(_standing(case)) if one.verb in _ENDS_FIX), None)
    had_said = confirmed is not None and confirmed.verb == Verb.CLOSE and confirmed.actor == Actor.RESIDENT
    return is_reopened_unmet(case) and not had_said


def said_of_fix(case: Case) -> bool | None:
    """What the reporter said since that reopening, the last word; None if nothing, or if it is not asked (`is_fix_asked`)."""
    if not is_fix_asked(case):
        return None
    for event in reversed(case.events):
        if event.verb == Verb.REOPEN:
            return None
        if event.actor == Actor.RESIDENT and FIXED in event.data:
            return bool(event.data[FIXED])
    return None


def in_words(how: str, on: date, say: Translate = in_chinese) -> str:
    """What is claimed: 11月28日打过电话. `how`: a value of `How`; `say`: translates it."""
    return say(wordings()[how].claim) % {"day": day_in_words(on)}


def question(claim: ContactClaim, say: Translate = in_chinese) -> str:
    """The question to the reporter: 路灯队说11月28日给您打过电话，有这回事吗？"""
    return say(wordings()[claim.how].question) % {"by": claim.by, "day": day_in_words(claim.on)}


def day_in_words(on: date) -> str:
    """A day like 11月28日."""
    return f"{on.month}月{on.day}日"


def answer_sentence(reader: str, event: CaseEvent, say: Translate = in_chinese) -> str:
    """What a timeline says of an ATTEST, an answer to a claim or a word on the fix; `reader`: "reporter" or "staff"."""
    if FIXED in event.data:
        fixed = "fixed_met" if event.data.get(MET) else "fixed"
        return event_wording.sentence(f"{reader}.{fixed if event.data[FIXED] else 'not_fixed'}", say)
    claim = in_words(event.data["how"], date.fromisoformat(event.data["on"]), say)
    return event_wording.sentence(f"{reader}.contact_{event.data['answer']}", say, claim=claim)


def sentences() -> list[str]:
    """Every sentence of FILE that a page shows."""
    return [words for row in wordings().values() for words in (row.yes, row.no, row.claim, row.question)]
