"""What the bot reads late: words that staff took down, or the hotline sent, while it did not answer.

Only what nobody settled is filled in, also once the case was dispatched; then its body stays. Where a clerk had chosen another
urgency, or the case is done, the desk is told of an emergency instead; the supervisors too, if the clerk had given a reason. Desk
and supervisors are told where the case turns out to be about the very body that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties
from portal.cases.drafts import draft_reader
from portal.cases.models import Case, CaseWords, Kind, Urgency
from portal.cases.records import queries
from portal.cases.records.actors import SYSTEM
from portal.cases.records.alarms import RANK
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_corrections
from portal.cases.verbs.intake import registering, unread_words
from portal.cases.verbs.intake.taking_down import SILENT_DANGERS
from portal.kernel.errors import Invalid
from portal.residents import service as residents
from portal.storage.parts import Parts

AT_ONCE = 20  # cases that one round reads
_CODES = ("kind", "category", "urgency", "grid")
_OF_DONE = ("category", "grid")  # of a case that is done: its kind chose the question that its reporter was asked


def read_waiting(parts: Parts) -> int:
    """Have the bot read the words of the cases that wait for it; returns how many it read. None are read while it does not answer."""
    with parts.db.read() as s:
        found = s.execute(unread_words.waiting(parts.clock.now()).limit(AT_ONCE)).all()
    done = 0
    for number, text in found:
        try:
            draft = unread_words.read_or_fail(parts, text)
        except Invalid:  # of these words; they wait, the others do not wait for them
            continue
        if draft is None:
            break
        with parts.db.write() as s:
            take_reading(s, parts, s.get_one(Case, number, with_for_update={"of": Case}), draft)
        done += 1
    return done


def take_reading(s: Session, parts: Parts, case: Case, draft: CaseDraft) -> None:
    """Fill in what the bot read of the case and nobody settled; an emergency raises the alarm. Nothing if it was read before."""
    if not unread_words.is_waiting(case):
        return
    fields = unread_words.fields_to_read(case)
    draft = case_draft.keeping(draft, places="place" in fields, times="time" in fields)
    answers = {"place": case.words.place, "time": case.words.time, "contact": case.words.contact}
    said = draft_reader.case_words_of(case.words.text, draft, answers)
    read, _about = registering.first_facts(s, said, draft, parts.clock.now())
    new = _new_facts(case, read, fields)
    _complete_words(case.words, said)
    danger = draft_reader.urgency(draft)[1] if _reads_danger(draft) else ""
    if new.get("urgency") == Urgency.EMERGENCY:
        case.danger = danger
    if (
        danger in SILENT_DANGERS
    ):  # whatever urgency a clerk chose, and also of a case that is done: its question would come to that phone
        residents.keep_quiet(queries.contact_point(s, case.contact_point_id))
    warns = _reads_danger(draft) and Urgency.EMERGENCY not in (case.urgency, new.get("urgency"))
    found = desk_corrections.LateReading(
        new,
        keeps_body="body" not in fields,
        warns=warns,
        was_calmed=_is_calmed(case),
        accuses=_lies_with_accused(s, case, draft_reader.kind(draft)),
    )
    desk_corrections.take_reading(s, parts, case, SYSTEM, found)
    if (
        case.state in UNRESOLVED
        and case.urgency == Urgency.EMERGENCY
        and not paging.page_instead_of_accused(s, parts, case)
    ):
        paging.page_grid_worker(s, parts, case)


def _reads_danger(draft: CaseDraft) -> bool:
    return draft_reader.urgency(draft)[0] is Urgency.EMERGENCY


def _is_calmed(case: Case) -> bool:
    """Whether a clerk gave a reason, as the case came in, why it is no emergency."""
    return any(not one.public for one in case.events[0].words)


def _new_facts(case: Case, read: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """What of the reading changes the case: nothing makes it less urgent, and of a case that is done only what it is about is filled in."""
    codes = _CODES if case.state in UNRESOLVED else _OF_DONE
    new = {name: read[name] for name in codes if name in fields and read[name] and read[name] != getattr(case, name)}
    if "urgency" in new and RANK[Urgency(new["urgency"])] > RANK[Urgency(case.urgency)]:
        del new["urgency"]
    return new


def _lies_with_accused(s: Session, case: Case, kind: Kind) -> bool:
    """Whether the body that has the case, or resolved it, is complained of, or must not know of it, by the words or by the `kind` read.

    Not one that a supervisor permitted.
    """
    if not case.dispatched or case.body is None or case.body in discretion.permitted_bodies(case):
        return False
    unaware = parties.bodies_not_to_suggest(s, discretion.whole_report(case))
    return case.body in unaware or discretion.is_complained_of(s, case, case.body, kind)


def _complete_words(words: CaseWords, said: CaseWords) -> None:
    """Keep the reading, and write place, time and bodies where the case has none."""
    words.draft = said.draft
    for name in ("place", "time", "bodies"):
        if not getattr(words, name):
            setattr(words, name, getattr(said, name))
