"""What is kept from whom: is it conduct and whose, may it go there all the same, may the reporter be named.

Verbs of `cases.service`, and what the reporter's later words change of it.
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
    """To "is it about how people behave?": and if so, about which bodies and which of the staff."""

    is_conduct: bool
    bodies: Collection[str] = ()
    accounts: Collection[int] = ()
    reason: str = ""


def weigh(s: Session, parts: Parts, case: Case, who: Who, answer: Answer) -> None:
    """The clerk's answer. What is conduct only a supervisor calls otherwise, with a reason."""
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
    """A supervisor lets it go to the body that it is about, with the reason in a sentence."""
    now, found = parts.clock.now(), grids.body(s, body)
    if found is None:
        raise Invalid("请选准许派给哪家单位")
    said = sentence(reason, "准许的理由")
    act(s, now, case, Verb.PERMIT, who, data={"permitted": found.code}, private=said)
    discretion.write_down(case, discretion.accused_of(s, case) if not case.accused else Named())
    discretion.write_down(case, Named(frozenset({found.code})), now)
    s.flush()


def confide(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """A clerk heard that the reporter does not wish to be named (by telephone, at the counter)."""
    data = {"confidential": True, "may_be_named": False}
    act(s, parts.clock.now(), case, Verb.CONFIDE, who, data=data)


def disclose(s: Session, parts: Parts, case: Case, who: Who, *, agreed: bool) -> None:
    """The reporter's own yes (or no) to the handlers' knowing who they are and how to reach them."""
    data = {"may_be_named": agreed} | ({"confidential": False} if agreed else {})
    act(s, parts.clock.now(), case, Verb.DISCLOSE, who, data=data)


def heard(s: Session, case: Case, said: str) -> dict[str, Any]:
    """What later words of the reporter change: a wish not to be named, conduct that nobody had spoken of before.

    While nobody has the case yet, plain words decide; afterwards, or against a clerk's answer, the clerk is asked. Where it
    is conduct already, whoever is plainly accused now no longer has it.
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
    """Whoever the case is about no longer has it, nor is suggested for it; the desk sends it elsewhere."""
    facts: dict[str, Any] = {}
    if discretion.is_about(case, body=case.body):
        facts |= {"body": None, "dispatched": False}
    if discretion.is_about(case, account_id=case.worker_id):
        facts |= {"worker_id": None} | ({"dispatched": False} if case.body is None else {})
    return facts


def reweighed(s: Session, case: Case, new: Mapping[str, str | None]) -> dict[str, Any]:
    """What becomes a tip-off is weighed as one; what was conduct stays so whatever kind it is called."""
    if new.get("kind") != Kind.TIP_OFF or case.conduct == Conduct.CONDUCT:
        return {}
    if discretion.weigh(s, discretion.told(case), Kind.TIP_OFF) is not Conduct.CONDUCT:
        return {}
    discretion.write_down(case, discretion.accused_of(s, case))
    return {"conduct": Conduct.CONDUCT} | taken_back(case)
