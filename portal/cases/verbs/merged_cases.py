"""What happens to the cases that are merged into another when something happens to that one, the *main case*.

Each keeps its number, its reporter and its own follow-up: every reporter is told in their own channel, every one is asked
whether it is done, and one who says no has the main case reopened. None reads another's words, name or number. A merged case that by
now `must_stay_apart` is split off instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import handler_view, queries
from portal.cases.records.actors import SYSTEM
from portal.cases.records.event_log import act, clock_lost, must_stay_apart
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import UNRESOLVED, State, Verb
from portal.cases.rules.truth import FIXED_BY
from portal.cases.verbs.notifying.following_up import ask_whether_done
from portal.cases.verbs.notifying.notifications import push, tell_reporter
from portal.storage.parts import Parts


def unresolved_merged(s: Session, main: Case) -> list[Case]:
    """The cases merged into `main` that are unresolved (UNRESOLVED), locked."""
    return [one for one in queries.cases_merged_into(s, main, to_change=True) if one.state in UNRESOLVED]


def followers(s: Session, parts: Parts, main: Case) -> list[Case]:
    """The `unresolved_merged` cases that follow the main case. Splits off those that `must_stay_apart`."""
    found = unresolved_merged(s, main)
    for one in found:
        split_off_if_apart(s, parts, one)
    return [one for one in found if one.merged_into is not None]


def tell_how_it_goes(s: Session, parts: Parts, main: Case, template: str, params: Mapping[str, str]) -> None:
    """Tell the reporters of the merged cases what the main case's reporter was told, each with their own number."""
    for case in followers(s, parts, main):
        tell_reporter(s, parts.clock.now(), case, template, {**params, "case_no": case.case_no})


def tell_progress(s: Session, parts: Parts, main: Case, said: str) -> None:
    """Write the main case's progress on each merged case, too, and tell its reporter; whatever names a person is covered.

    If the words may not be shown to others (`handler_view.words_for_others`), a sentence of ours stands for them.
    """
    now = parts.clock.now()
    words = handler_view.words_for_others(s, main, said) or sentence("reporter.progress")
    for case in followers(s, parts, main):
        act(s, now, case, Verb.PROGRESS, SYSTEM, public=words)
        push(s, now, case, "case_progress", params={"case_no": case.case_no}, said=words)


def resolve_merged(s: Session, parts: Parts, main: Case, said: str, *, by: str, body: str | None) -> None:
    """Resolve the merged cases with the main one, and ask each reporter whether it is done.

    `said`: what was done, as the handler wrote it; `by`: the role or body that did it, as the reporter reads it; `body`: the
    code of the body whose fix it is (`truth.Fix`), None if it is the desk's or a grid worker's.
    """
    words = handler_view.words_for_others(s, main, said)
    for case in followers(s, parts, main):
        act(s, parts.clock.now(), case, Verb.RESOLVE, SYSTEM, data={FIXED_BY: body}, public=words)
        ask_whether_done(s, parts, case, again=False, said=words, by=by)


def split_off_if_apart(s: Session, parts: Parts, case: Case) -> None:
    """If the case `must_stay_apart` by now, split it off its main case, and split off the cases that are merged into it.

    Otherwise those whom it is about could resolve it with the main case, or its words could reach other reporters.
    """
    if not must_stay_apart(case):
        return
    split_off_merged(s, parts, case)
    if case.state in UNRESOLVED:
        split_off(s, parts, case)


def split_off_merged(s: Session, parts: Parts, main: Case) -> None:
    """Split off the unresolved cases merged into `main`, which is withdrawn or must stay apart: their trouble remains."""
    for case in unresolved_merged(s, main):
        split_off(s, parts, case)


def split_facts(case: Case) -> dict[str, Any]:
    """The data of splitting the case off: no main case, and the deadline that merging had shortened."""
    merged = next((event for event in reversed(case.events) if event.verb == Verb.MERGE), None)
    return {"merged_into": None} | clock_lost(case, merged)


def split_off(s: Session, parts: Parts, case: Case) -> None:
    """Split the case off, if it is merged: it returns to the desk as accepted, and its reporter is told."""
    if case.merged_into is None:
        return
    now = parts.clock.now()
    act(s, now, case, Verb.SPLIT, SYSTEM, data=split_facts(case))
    push(s, now, case, "case_split", params={"case_no": case.case_no})


def main_case(s: Session, case: Case) -> Case | None:
    """The case into which this one is merged, locked; None if it is not merged."""
    return s.get(Case, case.merged_into, with_for_update={"of": Case}) if case.merged_into else None


def is_withdrawn_or_rejected(main: Case) -> bool:
    """Whether the main case was withdrawn or rejected, so that it cannot be reopened with a merged one."""
    return main.state in (State.WITHDRAWN, State.REJECTED)
