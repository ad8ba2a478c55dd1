"""Decide from whom a case is kept: record whose conduct it is about, permit a dispatch to them, and let its reporter be named or not.

Also read in the reporter's later words what they change in this.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, wishes
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.disclosure.readers import readers_of
from portal.cases.models import Case, Kind, Urgency
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.of_reporters import quiet_wish
from portal.cases.records.actors import Who, resident
from portal.cases.records.event_log import Source, act
from portal.cases.records.queries import contact_point
from portal.cases.rules.form_text import clean_text, require_sentence
from portal.cases.rules.lifecycle import OPEN, Actor, Verb
from portal.cases.verbs import merged_cases
from portal.cases.verbs.disclosure.reading_again import read_again
from portal.cases.verbs.notifying.notifications import tell_who_alone_reads
from portal.grids import service as grids
from portal.kernel.errors import Conflict, Invalid
from portal.residents import service as residents
from portal.staff.models import Account
from portal.storage.parts import Parts


@dataclass(frozen=True)
class ConductAnswer:
    """The staff's answer to "is it about how people behave?"; if so, of which `bodies` (codes) and `accounts` (ids).

    `reason`: their words for staff.
    """

    is_conduct: bool
    bodies: Collection[str] = ()
    accounts: Collection[int] = ()
    reason: str = ""


def record_conduct(s: Session, parts: Parts, case: Case, who: Who, answer: ConductAnswer) -> None:
    """Record the answer to "is it about how people behave?" (认定). Only a supervisor may change conduct to "not".

    Nobody answers about themselves, and no clerk answers "not" about the committee's own people (信访工作条例 30).
    A supervisor who answers "not" gives a reason, a whole sentence. A "not" deletes the record of whom the case is about, but
    of those whom it named (`free_from_accusal`); a "yes" takes the case from them. Raises Conflict, Invalid.
    """
    if discretion.may_be_about(s, case, who.id):
        raise Conflict("这件事说到了您本人，请同事或者督查来回答")
    if answer.is_conduct:
        _record_is_conduct(s, parts, case, who, answer)
        return
    if discretion.conduct_of(s, case) is Conduct.CONDUCT and who.actor is not Actor.SUPERVISOR:
        raise Conflict("这件事说的是人的行为，要改成“不是”，请督查写明理由")
    if who.actor is Actor.DESK and discretion.is_about_a_committee(s, case):
        raise Conflict("这件事说到了居委会（村委会）自己，要答“不是”，请督查写明理由")
    said = require_sentence(answer.reason, "理由") if who.actor is Actor.SUPERVISOR else clean_text(answer.reason)
    discretion.free_from_accusal(s, case)
    act(s, parts.clock.now(), case, Verb.WEIGH, who, data={"conduct": Conduct.SERVICE}, private=said)


def _record_is_conduct(s: Session, parts: Parts, case: Case, who: Who, answer: ConductAnswer) -> None:
    """Record that the case is about the conduct of the answer's bodies and accounts, and take it from them. Raises Invalid.

    While nobody is recorded, those whom the reporter's words name are recorded, too.
    """
    if any(grids.body(s, code) is None for code in answer.bodies):
        raise Invalid("没有这个单位")
    if any(s.get(Account, one) is None for one in answer.accounts):
        raise Invalid("没有这个人")
    about, before = BodiesAndStaff(frozenset(answer.bodies), frozenset(answer.accounts)), readers_of(s, case)
    if not case.accused:
        about |= discretion.accused_of(s, case)
    if not about and not case.accused:
        raise Invalid("请选上说的是哪家单位的人")
    discretion.record_accused(case, about)
    data = {"conduct": Conduct.CONDUCT, "about": sorted(about.bodies)} | taken_from_accused(case)
    act(s, parts.clock.now(), case, Verb.WEIGH, who, data=data, private=clean_text(answer.reason))
    tell_who_alone_reads(s, parts, case, before=before)
    merged_cases.split_off_if_apart(s, parts, case)


def permit_dispatch(s: Session, parts: Parts, case: Case, who: Who, *, body: str, reason: str) -> None:
    """A supervisor permits a dispatch to this body although the case is about it. `reason`: a whole sentence.

    Raises Invalid, and Conflict if the case is not about it: nothing is to be permitted, and nobody to be recorded as accused.
    """
    now, found = parts.clock.now(), grids.body(s, body)
    if found is None:
        raise Invalid("请选准许派给哪家单位")
    about = discretion.accused_of(s, case)
    if discretion.conduct_of(s, case) is not Conduct.CONDUCT or found.code not in about.bodies:
        raise Conflict(f"这件事说的不是{found.name}的人，派给它不用准许")
    said = require_sentence(reason, "准许的理由")
    act(s, now, case, Verb.PERMIT, who, data={"permitted": found.code}, private=said)
    discretion.record_accused(case, about)
    discretion.record_accused(case, BodiesAndStaff(frozenset({found.code})), now)
    s.flush()


def make_confidential(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """Make the case confidential, because the reporter told a clerk by telephone or at the counter to do so."""
    data = {"confidential": True, "may_be_named": False} | read_again(s, case)
    act(s, parts.clock.now(), case, Verb.CONFIDE, who, data=data)


def record_naming_consent(
    s: Session, parts: Parts, case: Case, who: Who, *, agreed: bool, text: str = "", source: Source | None = None
) -> None:
    """Record whether the reporter lets handlers learn who they are and how to reach them. `text`: their words for it, as they may be stored.

    If so, the case is no longer confidential.
    """
    data = {"may_be_named": agreed} | ({"confidential": False} if agreed else {})
    act(s, parts.clock.now(), case, Verb.DISCLOSE, who, data=data, public=text, source=source)


def withdraw_naming_consent(s: Session, parts: Parts, contact: int) -> None:
    """撤回同意 (PIPL 15): handlers no longer learn who reported the open cases of this contact point (an id)."""
    named = sa.select(Case).where(Case.contact_point_id == contact, Case.may_be_named, Case.state.in_(OPEN))
    for case in s.scalars(named.order_by(Case.id).with_for_update(of=Case)):
        record_naming_consent(s, parts, case, resident(contact), agreed=False)


def facts_from_words(s: Session, case: Case, said: str) -> dict[str, Any]:
    """The event data that follow from the reporter's later words: a wish not to be named, newly reported conduct.

    After a wish that nothing comes to their telephone nothing is sent to them unasked (`no_push`).

    A wish makes the case confidential, which is read again for it (`read_again`); before the dispatch it also drops the suggestion of a body that must not learn of it.

    Also records on the case whom the words accuse. Clear words make it conduct while the case is not dispatched and no
    staff member has answered "not conduct". Otherwise a clerk is asked (ASK), and until the answer the case is hidden
    from whoever is named, except a body that has it. If the case is about conduct already, it is taken from whoever
    these words plainly accuse.
    """
    facts: dict[str, Any] = {}
    if quiet_wish.wants_quiet(said):
        residents.keep_quiet(contact_point(s, case.contact_point_id))
    wish = wishes.wishes_not_to_be_named(said)
    if wish and not case.confidential:
        facts |= {"confidential": True, "may_be_named": False} | read_again(s, case, said)
    if wish and not case.dispatched and case.body in _not_to_suggest(s, case, said):
        facts |= {"body": None}
    weighed, named = _weigh_said(s, case, said)
    if weighed is Conduct.NONE:
        return facts
    if case.conduct == Conduct.CONDUCT:
        if not case.accused:
            discretion.record_accused(case, discretion.accused_of(s, case))
        discretion.record_accused(case, discretion.plainly_accused(s, case, said))
        return facts | taken_from_accused(case)
    before = discretion.accused_of(s, case) if case.conduct == Conduct.ASK else BodiesAndStaff()
    discretion.record_accused(case, before | named)
    if weighed is Conduct.CONDUCT and not case.dispatched and case.conduct != Conduct.SERVICE:
        return facts | {"conduct": Conduct.CONDUCT} | taken_from_accused(case)
    return facts | {"conduct": Conduct.ASK} | taken_from_worker(case)


def _weigh_said(s: Session, case: Case, said: str) -> tuple[Conduct, BodiesAndStaff]:
    """(what the new words say of conduct, whom they name).

    If they say nothing of it, and nothing is recorded, all that the reporter said is read together with them.
    """
    weighed, named = parties.weigh(s, "\n".join((said, case.words.place)), case.kind, case.grid)
    if weighed or case.conduct != Conduct.NONE:
        return weighed, named
    danger = case.danger if case.urgency == Urgency.EMERGENCY else None
    return parties.weigh(s, "\n".join((discretion.whole_report(case), said)), case.kind, case.grid, danger)


def _not_to_suggest(s: Session, case: Case, said: str) -> frozenset[str]:
    """Codes of the bodies not to suggest, by the whole report and the new words."""
    return parties.bodies_not_to_suggest(s, "\n".join((discretion.whole_report(case), said)))


def taken_from_accused(case: Case) -> dict[str, Any]:
    """The event data that take the case from the body or worker who has it, if it is about them; else {}."""
    facts: dict[str, Any] = {}
    if discretion.is_recorded_as_about(case, body=case.body):
        facts |= {"body": None, "dispatched": False}
    return facts | taken_from_worker(case)


def taken_from_worker(case: Case) -> dict[str, Any]:
    """The event data that take the case from its grid worker, if it is about them; else {}."""
    if not discretion.is_recorded_as_about(case, account_id=case.worker_id):
        return {}
    return {"worker_id": None} | ({"dispatched": False} if case.body is None else {})


def facts_from_correction(s: Session, case: Case, new: Mapping[str, str | None]) -> dict[str, Any]:
    """The event data if a correction of the kind to tip-off makes it a case about conduct, else {}.

    Then also records the accused, and takes the case from them. No other correction undoes it. `new`: the corrected values by
    field.
    """
    if new.get("kind") != Kind.TIP_OFF or case.conduct == Conduct.CONDUCT:
        return {}
    if parties.conduct_of_text(s, discretion.whole_report(case), Kind.TIP_OFF) is not Conduct.CONDUCT:
        return {}
    discretion.record_accused(case, discretion.accused_of(s, case))
    return {"conduct": Conduct.CONDUCT} | taken_from_accused(case)
