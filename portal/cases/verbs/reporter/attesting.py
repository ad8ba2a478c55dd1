"""Ask the reporter whether a claimed call or visit took place, and take the answer: nobody else's word counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case, ContactClaim
from portal.cases.reading.staff_words.contact_claims import How
from portal.cases.records import alarms, contact_claims
from portal.cases.records.actors import Who
from portal.cases.records.contact_claims import Answer
from portal.cases.records.event_log import Source, act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.rules.truth import FIXED
from portal.cases.verbs import merged_cases
from portal.cases.verbs.disclosure.confidentiality import facts_from_words
from portal.cases.verbs.intake.resident_words import photo_facts, storable_words
from portal.cases.verbs.notifying.notifications import push, queue_staff_sms
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict, NotFound
from portal.storage.parts import Parts

MOST_A_DAY = 3  # questions pushed about one case; further claims are asked about on its page
CONTACT = "contact"  # the kind of the open question in a channel (`expecting`)


def ask_about_claims(s: Session, parts: Parts, case: Case, serial: int) -> str:
    """The timer: ask by a push about each claim of the event `serial`, once; return what was done with each, joined by ", ".

    "asked", "stale" (answered, or asked before), or "on the page": only the case's page asks, because the case is confidential,
    no push to the reporter could be queued, or MOST_A_DAY were pushed today.
    """
    claims = [one for one in contact_claims.claims_of(s, case) if one.event.serial == serial]
    return ", ".join(_ask(s, parts, case, one) for one in claims)


def _ask(s: Session, parts: Parts, case: Case, claim: ContactClaim) -> str:
    """Ask about one claim; returns "asked", "stale" or "on the page", as `ask_about_claims` explains."""
    if claim.answer != Answer.NONE or claim.asked_at is not None:
        return "stale"
    now = parts.clock.now()
    if discretion.is_confidential(case) or _asked_today(s, case, now) >= MOST_A_DAY:
        return "on the page"
    words, template = contact_claims.wordings()[claim.how], contact_claims.TEMPLATES[How(claim.how)]
    expecting = {
        "kind": CONTACT,
        "case_no": case.case_no,
        "choices": words.choices,
        "title": words.title,
        "claim": claim.id,
        "how": claim.how,
    }
    params = {"case_no": case.case_no, "body": claim.by, "day": contact_claims.day_in_words(claim.on)}
    if not push(s, now, case, template, params=params, expecting=expecting, about=str(claim.id)):
        return "on the page"
    claim.asked_at = now
    return "asked"


def _asked_today(s: Session, case: Case, now: datetime) -> int:
    """How many claims of the case were asked about today (Shanghai time)."""
    asked = s.scalars(sa.select(ContactClaim.asked_at).where(ContactClaim.case_id == case.id))
    return sum(one is not None and shanghai_day(one) == shanghai_day(now) for one in asked)


def attest(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    claim_id: int,
    *,
    took_place: bool,
    text: str = "",
    reopens: bool = True,
    source: Source | None = None,
) -> bool:
    """Take the reporter's answer to a claim of this case; returns whether the case was reopened by it.

    The last word counts; the same again changes nothing, whoever sends it. A denial goes to the supervisors, and reopens the case if it is
    resolved or was closed within REOPEN_DAYS; without `reopens` it does not, because the reporter says separately whether the
    matter is done. Raises NotFound for a claim of another case, and Conflict for anybody but the reporter.
    """
    claim = s.scalar(sa.select(ContactClaim).where(ContactClaim.id == claim_id).with_for_update(of=ContactClaim))
    if claim is None or claim.case_id != case.id:
        raise NotFound()
    answer = Answer.CONFIRMED if took_place else Answer.DENIED
    if claim.answer == answer:
        return False
    said, now = storable_words(s, parts, who, text), parts.clock.now()
    data = {"claim": claim.id, "how": claim.how, "on": claim.on.isoformat(), "answer": str(answer)}
    data |= facts_from_words(s, case, said)
    event = act(s, now, case, Verb.ATTEST, who, data=data, public=said, source=source)
    claim.answer, claim.answer_event_id, claim.heard_by = answer, event.id, None
    s.flush()
    merged_cases.split_off_if_apart(s, parts, case)
    if took_place:
        return False
    case.unread = True
    tell_supervisors_of_denial(s, parts, case, claim)
    if reopens and case.state in (State.RESOLVED, State.CLOSED) and reporter_actions.is_within_reopen_days(case, now):
        reporter_actions.reopen(s, parts, case, who, unmet=claim.id)
        return True
    return False


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
    """The reporter's answer to the follow-up: it closes or reopens the case, or is noted if their denial of a call reopened it."""
    say = say_whether_fixed if contact_claims.is_fix_asked(case) else reporter_actions.answer
    say(s, parts, case, who, fixed=fixed, text=text, photos=photos, source=source)


def say_whether_fixed(
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
    """Take the reporter's word on the fix of a case that their denial reopened (`contact_claims.is_fix_asked`); it stays reopened.

    The last word counts; the same again, without other words or photos, changes nothing. Raises Conflict for anybody but the reporter, and
    if it is not asked.
    """
    if not contact_claims.is_fix_asked(case):
        raise Conflict(sentence("refused.not_asked_of_fix"))
    said = storable_words(s, parts, who, text)
    if contact_claims.said_of_fix(case) is fixed and not photos and (not said or said == _words_on_fix(case)):
        return
    met = {} if contact_claims.is_still_unmet(s, case) else {contact_claims.MET: True}
    data = {FIXED: fixed} | met | photo_facts(photos) | facts_from_words(s, case, said)
    act(s, parts.clock.now(), case, Verb.ATTEST, who, data=data, public=said, source=source)
    case.unread = True
    merged_cases.split_off_if_apart(s, parts, case)


def _words_on_fix(case: Case) -> str:
    """The reporter's words with their last word on the fix; "" without any."""
    last = next((one for one in reversed(case.events) if FIXED in one.data), None)
    return "\n".join(one.text for one in last.words if one.public) if last else ""


def tell_supervisors_of_denial(s: Session, parts: Parts, case: Case, claim: ContactClaim) -> None:
    """Queue an SMS that the reporter denies the claim, to each supervisor with a phone who may see the case."""
    params = {"case_no": case.case_no, "body": claim.by}
    for account in alarms.supervisors_for(s, case):
        key = f"staff_contact_denied:{claim.id}:{claim.answer_event_id}"
        queue_staff_sms(s, parts, account, "staff_contact_denied", params=params, key=key)
