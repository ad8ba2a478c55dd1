"""Verbs about what is kept from whom: is it conduct and whose, may it go there all the same, may the reporter be named.

Also what the reporter's later words change about it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.disclosure.discretion import Named
from portal.cases.models import Case, Kind
from portal.cases.records.actors import Who
from portal.cases.records.ledger import act
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.form_text import sentence, words
from portal.cases.rules.lifecycle import Actor, Verb
from portal.grids import service as grids
from portal.kernel.errors import Conflict, Invalid
from portal.staff.models import Account
from portal.storage.parts import Parts


@dataclass(frozen=True)
class Answer:
    """The staff's answer to "is it about how people behave?", and if so, of which bodies (codes) and accounts (ids)."""

    is_conduct: bool
    bodies: Collection[str] = ()
    accounts: Collection[int] = ()
    reason: str = ""


def weigh(s: Session, parts: Parts, case: Case, who: Who, answer: Answer) -> None:
    """Record the answer. Only a supervisor may change conduct to "not", with a reason. Raises Conflict, Invalid."""
    if answer.is_conduct:
        _is_about(s, parts, case, who, answer)
        return
    if discretion.conduct_of(s, case) is Conduct.CONDUCT and who.actor is not Actor.SUPERVISOR:
        raise Conflict("这件事说的是人的行为，要改成“不是”，请督查写明理由")
    said = sentence(answer.reason, "理由") if who.actor is Actor.SUPERVISOR else words(answer.reason)
    act(s, parts.clock.now(), case, Verb.WEIGH, who, data={"conduct": Conduct.SERVICE}, private=said)


def _is_about(s: Session, parts: Parts, case: Case, who: Who, answer: Answer) -> None:
    if any(grids.body(s, code) is None for code in answer.bodies):
        raise Invalid("没有这个单位")
    if any(s.get(Account, one) is None for one in answer.accounts):
        raise Invalid("没有这个人")
    about = Named(frozenset(answer.bodies), frozenset(answer.accounts))
    if not case.accused:
        about |= discretion.accused_of(s, case)
    if not about and not case.accused:
        raise Invalid("请选上说的是哪家单位的人")
    discretion.write_down(case, about)
    data = {"conduct": Conduct.CONDUCT, "about": sorted(about.bodies)} | taken_back(case)
    act(s, parts.clock.now(), case, Verb.WEIGH, who, data=data, private=words(answer.reason))


def permit(s: Session, parts: Parts, case: Case, who: Who, *, body: str, reason: str) -> None:
    """A supervisor permits a dispatch to a body that the case is about; `reason` is a sentence. Raises Invalid."""
    now, found = parts.clock.now(), grids.body(s, body)
    if found is None:
        raise Invalid("请选准许派给哪家单位")
    said = sentence(reason, "准许的理由")
    act(s, now, case, Verb.PERMIT, who, data={"permitted": found.code}, private=said)
    discretion.write_down(case, discretion.accused_of(s, case) if not case.accused else Named())
    discretion.write_down(case, Named(frozenset({found.code})), now)
    s.flush()


def confide(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """Make the case confidential: a clerk heard by telephone or at the counter that the reporter wishes it."""
    data = {"confidential": True, "may_be_named": False}
    act(s, parts.clock.now(), case, Verb.CONFIDE, who, data=data)


def disclose(s: Session, parts: Parts, case: Case, who: Who, *, agreed: bool) -> None:
    """Record whether the reporter agrees that handlers learn who they are and how to reach them."""
    data = {"may_be_named": agreed} | ({"confidential": False} if agreed else {})
    act(s, parts.clock.now(), case, Verb.DISCLOSE, who, data=data)


def heard(s: Session, case: Case, said: str) -> dict[str, Any]:
    """The event data that the reporter's later words change: a wish not to be named, newly reported conduct.

    Clear words decide while the case is not dispatched and no clerk has answered "not conduct"; else the clerk is asked
    (ASK). If it is conduct already, it is taken back from whoever these words plainly accuse.
    """
    facts: dict[str, Any] = {}
    if discretion.wishes_not_to_be_named(said) and not case.confidential:
        facts |= {"confidential": True, "may_be_named": False}
    weighed = discretion.weigh(s, said, case.kind)
    if weighed is Conduct.NONE:
        return facts
    if case.conduct == Conduct.CONDUCT:
        if not case.accused:
            discretion.write_down(case, discretion.accused_of(s, case))
        discretion.write_down(case, discretion.plainly_accused(s, case, said))
        return facts | taken_back(case)
    if weighed is Conduct.CONDUCT and not case.dispatched and case.conduct != Conduct.SERVICE:
        before = discretion.accused_of(s, case) if case.conduct == Conduct.ASK else Named()
        discretion.write_down(case, before | discretion.named(s, "\n".join((said, case.words.place)), case.grid))
        return facts | {"conduct": Conduct.CONDUCT} | taken_back(case)
    return facts | {"conduct": Conduct.ASK}


def taken_back(case: Case) -> dict[str, Any]:
    """The event data that takes the case from a body or worker it is about; {} if it is about neither."""
    facts: dict[str, Any] = {}
    if discretion.is_about(case, body=case.body):
        facts |= {"body": None, "dispatched": False}
    if discretion.is_about(case, account_id=case.worker_id):
        facts |= {"worker_id": None} | ({"dispatched": False} if case.body is None else {})
    return facts


def reweighed(s: Session, case: Case, new: Mapping[str, str | None]) -> dict[str, Any]:
    """The event data if a correction to tip-off makes the case conduct; {} otherwise. Conduct never ends by this."""
    if new.get("kind") != Kind.TIP_OFF or case.conduct == Conduct.CONDUCT:
        return {}
    if discretion.weigh(s, discretion.told(case), Kind.TIP_OFF) is not Conduct.CONDUCT:
        return {}
    discretion.write_down(case, discretion.accused_of(s, case))
    return {"conduct": Conduct.CONDUCT} | taken_back(case)
