"""Whom a case must not reach, and what its handlers may not learn (信访工作条例 30, PIPL 28).

Both are read in the reporter's words (`parties`, `wishes`), unless staff have recorded them. A dispatch to those whom the case
is about is refused, unless a supervisor permits it with a written reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties, reporter_words, wishes
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.models import Accused, Case, Kind
from portal.cases.reading import introductions, lexicon
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct
from portal.cases.rules import case_draft
from portal.cases.rules.lifecycle import Actor, Verb
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.staff.models import Account

# why a case cannot be dispatched yet: staff have not answered whether it is about conduct, or whether later words accuse the body
_CONDUCT_UNANSWERED = "是关于人的行为吗？请先在工单页上回答，再派"
_ACCUSED_UNANSWERED = "居民后来的话里提到了这一家：是不是也说他们？请先在工单页上看过、记下，再派"
HIDING = (*CONDUCT_OR_DOUBT, Conduct.SERVICE)  # of a case that is so, whoever is recorded as accused does not see it
_SENTENCE = re.compile(r"[^。！!？?；;\n…]+")


def left_contacts(s: Session, case: Case, said: str = "") -> list[str]:
    """The case's contact (names, numbers), then the number that each of its reporter's texts leaves as their own; "" is left out.

    The texts: the message, later words, and `said`, which is not stored yet. In a case that is or may be about conduct, only
    numbers that they plainly call their own: others may be the accused's.
    """
    careful = conduct_of(s, case) in CONDUCT_OR_DOUBT
    texts = (case.words.text, *reporter_words.later_texts(case), said)
    found = [case.words.contact, *(wishes.own_number(text, only_plainly=careful) for text in texts)]
    return [one for one in dict.fromkeys(found) if one]


def whole_report(case: Case) -> str:
    """All that the reporter said about the case so far."""
    return reporter_words.whole_text(case)


def conduct_of(s: Session, case: Case) -> Conduct:
    """Whether the case is about conduct: as recorded on it; if nothing is, by the reporter's words."""
    return Conduct(case.conduct) or parties.conduct_of_text(s, whole_report(case), case.kind)


def is_confidential(case: Case) -> bool:
    """Whether the reporter wishes not to be named, so that handlers do not read what the reporter wrote either.

    The wish is recorded on the case or, unless the reporter agreed to be named (`may_be_named`), read in their words.
    Without that agreement no handler sees names or numbers, confidential or not.
    """
    return case.confidential or (not case.may_be_named and wishes.wishes_not_to_be_named(whole_report(case)))


def accused_of(s: Session, case: Case) -> BodiesAndStaff:
    """Whom the case is about: as recorded on it, else as the reporter's words name them.

    Only of a case that is or may be about conduct, which the caller asks (`conduct_of`); of another: whomever its words name.
    """
    if case.accused:
        return BodiesAndStaff(
            frozenset(one.body for one in case.accused if one.body),
            frozenset(one.account_id for one in case.accused if one.account_id),
        )
    return parties.parties_named_in(s, whole_report(case), case.grid)


def plainly_accused(s: Session, case: Case, said: str) -> BodiesAndStaff:
    """Whom the words `said` accuse without doubt.

    Those are named in a clause about conduct, or in a sentence about conduct with no pronoun and at most one body.
    """
    pronoun = parties.word_list(lexicon.lists("conduct")["pronoun"])
    found, staff = BodiesAndStaff(), parties.active_staff(s)
    for clause in list(dict.fromkeys(parties.CLAUSE.findall(said)))[: parties.MOST_CLAUSES]:
        if parties.conduct_of_text(s, clause, "", staff) is Conduct.CONDUCT:
            found |= _parties_said(s, case, clause, staff)
    for sentence in list(dict.fromkeys(_SENTENCE.findall(said)))[: parties.MOST_CLAUSES]:
        conduct = parties.conduct_of_text(s, sentence, "", staff)
        if conduct is Conduct.CONDUCT and not pronoun.find(lexicon.simplified(sentence)):
            about = _parties_said(s, case, sentence, staff)
            found |= about if len(about.bodies) <= 1 else BodiesAndStaff()
    return found


def newly_accused(s: Session, case: Case) -> BodiesAndStaff:
    """Whom the reporter's words since staff last answered (WEIGH) may accuse besides those recorded.

    Staff must confirm or deny it. Nobody while no accused are recorded on the case: then `accused_of` reads all words.
    """
    if not case.accused:
        return BodiesAndStaff()
    answered = max((event.serial for event in case.events if event.verb == Verb.WEIGH), default=0)
    later = (event for event in case.events if event.serial > answered and event.actor == Actor.RESIDENT)
    said = [words.text for event in later for words in event.words if words.public]
    more, staff = parties.word_list(lexicon.lists("conduct")["more"]), parties.active_staff(s) if said else ()
    accusing = [
        text
        for text in said
        if parties.conduct_of_text(s, text, case.kind, staff) or more.find(lexicon.simplified(text))
    ]
    return _parties_said(s, case, "\n".join(accusing), staff) - accused_of(s, case) if accusing else BodiesAndStaff()


def _parties_said(s: Session, case: Case, said: str, staff: Collection[Account]) -> BodiesAndStaff:
    """Whom these words name, read together with the case's place."""
    return parties.parties_named_in(s, "\n".join((said, case.words.place)), case.grid, staff)


def permitted_bodies(case: Case) -> frozenset[str]:
    """Codes of accused bodies to which a supervisor permitted a dispatch all the same."""
    return frozenset(one.body for one in case.accused if one.body and one.permitted_at is not None)


def record_accused(case: Case, accused: BodiesAndStaff, permitted_at: datetime | None = None) -> None:
    """Record on the case whom it is about, besides those recorded already.

    `permitted_at`: when a supervisor permitted a dispatch to those bodies; None leaves what is recorded of it.
    """
    for code in sorted(accused.bodies):
        row = next((one for one in case.accused if one.body == code), None)
        if row is None:
            row = Accused(case_id=case.id, body=code)
            case.accused.append(row)
        row.permitted_at = permitted_at or row.permitted_at
    known = {one.account_id for one in case.accused}
    case.accused.extend(Accused(case_id=case.id, account_id=one) for one in sorted(accused.accounts - known))


def keep_from_stand_in(s: Session, account_id: int, stand_in_id: int) -> None:
    """Record the stand-in as accused, too, on each case about this account: otherwise the accused could choose who reads it."""
    about = sa.select(Case).where(Case.id.in_(sa.select(Accused.case_id).where(Accused.account_id == account_id)))
    for case in s.scalars(about):
        record_accused(case, BodiesAndStaff(accounts=frozenset({stand_in_id})))


def keep_from_new_grid(s: Session, case: Case, grid: str | None, *, conduct: str = "", said: str = "") -> None:
    """Keep a case that says 网格员, or tells of the residents' committee, from the workers of the grid that it will have, if it was kept from others', or is about a committee.

    The report said which people it means before anybody knew whose grid it is. Before the event, so that none of them becomes its worker.
    `conduct`, `said`: what the event will make of it, and its words, which are not stored yet.
    """
    if (conduct or case.conduct) not in CONDUCT_OR_DOUBT or not case.accused:
        return
    known, bodies = {one.account_id for one in case.accused}, {one.body for one in case.accused}
    workers = {one.id for one in parties.active_staff(s) if one.role == Role.GRID}
    if not workers & known and not parties.committees(s) & bodies:
        return
    named = parties.parties_named_in(s, "\n".join((whole_report(case), said)), grid).accounts
    record_accused(case, BodiesAndStaff(accounts=named & workers))


def keep_from_namesake(s: Session, account: Account) -> None:
    """Keep from this account what is kept from others of the same name: it may be the same person's (`namesakes`)."""
    same = sa.select(Account.id).where(Account.name == account.name, Account.id != account.id)
    for other in s.scalars(same.order_by(Account.id)).all():
        keep_from_stand_in(s, other, account.id)


def keep_from_new_clerks(s: Session, accounts: Collection[Account]) -> None:
    """Keep from the clerks who join the desk each case about a clerk that no clerk may read who was there before.

    Its reporter was told that the desk does not read it.
    """
    new = {one.id for one in accounts if one.role == Role.DESK and one.active}
    if not new:
        return
    desk = sa.select(Account.id).where(Account.role == Role.DESK, Account.id.not_in(new))
    before = set(s.scalars(desk.where(Account.active)))
    accused = sa.select(Accused.case_id).where(Accused.account_id.in_(desk))
    for case in s.scalars(sa.select(Case).where(Case.conduct.in_(HIDING), Case.id.in_(accused))):
        if all(is_hidden_from(case, None, one) for one in before):
            record_accused(case, BodiesAndStaff(accounts=frozenset(new)))


def dispatch_refusal(s: Session, case: Case, body: str | None, worker_id: int | None) -> str | None:
    """Why the case may not be dispatched to this body (or, with `body` None, this grid worker); None if it may.

    The reason is a Chinese sentence that the clerk reads.
    """
    weighed = conduct_of(s, case)
    if weighed in (Conduct.NONE, Conduct.SERVICE):
        return None
    accused = accused_of(s, case)
    if not accused:
        return (
            _CONDUCT_UNANSWERED if weighed is Conduct.ASK else "这件事说的是人的行为：请先写明说的是哪家单位的人，再派"
        )
    asked = newly_accused(s, case)
    if worker_id in asked.accounts if body is None else body in asked.bodies:
        return _CONDUCT_UNANSWERED if weighed is Conduct.ASK else _ACCUSED_UNANSWERED
    about = worker_id in accused.accounts if body is None else body in accused.bodies - permitted_bodies(case)
    if not about:
        return None
    if weighed is Conduct.ASK:
        return _CONDUCT_UNANSWERED
    found = grids.body(s, body)
    whom = found.name if found else "这位网格员"
    return f"这件事说的是人的行为，不能转给被反映的一方（{whom}）；确有必要，请督查写明理由准许"


def is_complained_of(s: Session, case: Case, body: str | None, kind: str = "") -> bool:
    """Whether the case complains of this body or its people, permitted or not; `kind`: a kind to read it as, else its own."""
    if body is None:
        return False
    if body in parties.bodies_complained_of(s, whole_report(case)):
        return True
    is_about_people = (kind or case.kind) == Kind.TIP_OFF or conduct_of(s, case) in CONDUCT_OR_DOUBT
    return is_about_people and body in accused_of(s, case).bodies


def is_recorded_as_about(case: Case, *, body: str | None = None, account_id: int | None = None) -> bool:
    """Whether the case is recorded as about this account, or about this body without a supervisor's permission."""
    return any(
        (one.account_id is not None and one.account_id == account_id)
        or (one.body is not None and one.body == body and one.permitted_at is None)
        for one in case.accused
    )


def is_hidden_from(case: Case, body: str | None, account_id: int | None) -> bool:
    """Whether this body or account must not see the case, because it is, or in doubt may be, about their conduct.

    Only what is recorded counts (`is_recorded_as_about`). In doubt (ASK) a body that has the case already keeps it, but
    does not read the reporter's new words. A case that is not about conduct after all stays hidden from those whom it accused
    by name (`free_from_accusal`). `account_id` None: the body as a whole. From a reader of whom neither is known every case is
    hidden that is recorded as about anybody.
    """
    if case.conduct not in HIDING:
        return False
    if not body and account_id is None:
        return bool(case.accused)
    goes_on = case.conduct == Conduct.ASK and case.dispatched and case.body == body
    return is_recorded_as_about(case, body=None if goes_on else body, account_id=account_id)


def hidden_from(body: str | None, account_id: int | None) -> sa.ColumnElement[bool]:
    """`is_hidden_from` as a condition for a query on `Case`."""
    if not body and account_id is None:
        return sa.and_(Case.conduct.in_(HIDING), Case.id.in_(sa.select(Accused.case_id)))
    # an unknown account is nobody's: `== None` alone would find the rows of bodies
    theirs = sa.select(Accused.case_id).where(Accused.account_id == account_id, Accused.account_id.is_not(None))
    the_bodys = sa.select(Accused.case_id).where(Accused.body == (body or ""), Accused.permitted_at.is_(None))
    goes_on = sa.and_(Case.conduct == Conduct.ASK, Case.dispatched, sa.func.coalesce(Case.body, "") == (body or ""))
    about = sa.or_(Case.id.in_(theirs), sa.and_(Case.id.in_(the_bodys), sa.not_(goes_on)))
    return sa.and_(Case.conduct.in_(HIDING), about)


def may_be_about(s: Session, case: Case, account_id: int | None) -> bool:
    """Whether the case is about this account (`accused_of`, with what it says of conduct), or may be by words since staff last answered."""
    return account_id in (accused_of(s, case) | newly_accused(s, case)).accounts


def is_about_a_committee(s: Session, case: Case) -> bool:
    """Whether the case is, or may be, about a residents' or villagers' committee, whose own people are the desk's clerks.

    False if a supervisor permitted a dispatch to it. As in `accused_of`, whether it is about conduct the caller asks.
    """
    offices = {body.code for body in grids.known_bodies(s) if parties.is_committee(body)}
    return bool(offices & ((accused_of(s, case) | newly_accused(s, case)).bodies - permitted_bodies(case)))


def people_kept_out(s: Session, case: Case) -> list[Account]:
    """The people whom the case accuses, and who do not read it either if it is no conduct after all.

    The clerks and supervisors, of whom its reporter was told so, also in doubt; of a case about conduct all whom its words call by name.
    """
    accused = [one.account_id for one in case.accused if one.account_id]
    if not accused:
        return []
    is_sure = conduct_of(s, case) in (Conduct.CONDUCT, Conduct.SERVICE)
    named = parties.called_by_name(s, whole_report(case), accused) if is_sure else frozenset()
    found = sa.select(Account).where(Account.id.in_(accused)).order_by(Account.id)
    return [one for one in s.scalars(found) if one.id in named or one.role in (Role.DESK, Role.SUPERVISOR)]


def nobody_would_read(s: Session, case: Case, body: str | None, worker_id: int | None) -> bool:
    """Whether the case is kept from whom it would go to: the grid worker, or all who have an account of the body. False for a body without accounts."""
    if case.conduct != Conduct.SERVICE:  # else `dispatch_refusal` says so
        return False
    of_body = sa.select(Account.id).where(Account.body == body, Account.active)
    there = [worker_id] if body is None else list(s.scalars(of_body))
    return bool(there) and all(is_hidden_from(case, body, one) for one in there if one is not None)


def free_from_accusal(s: Session, case: Case) -> None:
    """Delete the record of whom the case is about: staff answered that it is not about conduct.

    Not of `people_kept_out`: it was promised that they do not read it, and nobody takes that back for its reporter. To be asked
    before the answer is recorded.
    """
    kept = {one.id for one in people_kept_out(s, case)}
    for one in [row for row in case.accused if row.account_id not in kept]:
        case.accused.remove(one)
        s.delete(one)
    s.flush()


def reported_names(case: Case) -> list[str]:
    """People's names in the report, as the bot found them, or simplified from introductions (我是…); none that is part of a place."""
    found = case_draft.people(case_draft.read(case.words.draft))
    plain = lexicon.simplified(reporter_words.report_text(case.words))
    return names_outside_places(case, [*found, *introductions.names(plain)])


def names_outside_places(case: Case, names: Iterable[str]) -> list[str]:
    """The names that are not part of a place; masking one that is would cut the place in two."""
    places, text = draft_places(case), lexicon.simplified(reporter_words.report_text(case.words))
    return [name for name in names if not introductions.is_place(lexicon.simplified(name), text, places)]


def draft_places(case: Case) -> list[str]:
    """The places that the bot found in the message, as simplified Chinese."""
    return [lexicon.simplified(place["text"]) for place in case_draft.read(case.words.draft)["places"]]
