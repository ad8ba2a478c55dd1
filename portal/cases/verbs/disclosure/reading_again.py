"""Read a case again as soon as it is in confidence: what its reporter told of themselves is then no place of it, nor what it is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties, reporter_words, whereabouts
from portal.cases.models import Case, Urgency
from portal.cases.rules import case_draft
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.suggesting import grid_of, suggest, worker_of_new_grid


def read_again(s: Session, case: Case, said: str = "") -> dict[str, Any]:
    """Write the place that stays; returns as event data the grid, worker, category and body that change with it.

    `said`: words that are not stored yet. Not what staff chose, nor what a handler has already, nor of an emergency, whose
    place somebody must find.
    """
    if case.forgotten_at is not None:
        return {}
    later = (*reporter_words.later_texts(case), said)
    case.words.place = whereabouts.place_beside_home(s, case.words, case.words.place, *later)
    if case.dispatched or case.urgency == Urgency.EMERGENCY:
        return {}
    settled = {
        name
        for event in case.events
        if event.verb == Verb.CORRECT
        for name in (*event.data, *event.data.get("changed", ()))
    }
    return _grid_again(s, case, settled) | _category_again(s, case, settled)


def _grid_again(s: Session, case: Case, settled: set[str]) -> dict[str, Any]:
    """The grid and its worker, if the grid was the reporter's home's or workplace's; else {}."""
    draft = case_draft.read(case.words.draft)
    was = grid_of(s, case.words, draft, wish=False)
    grid = grid_of(s, case.words, draft, wish=True)
    if settled & {"grid", "place"} or case.grid is None or grid == case.grid or was != case.grid:
        return {}
    return {"grid": grid, "worker_id": worker_of_new_grid(s, case, grid)}


def _category_again(s: Session, case: Case, settled: set[str]) -> dict[str, Any]:
    """No category, and the body suggested without one, if the bot read it in what the reporter told of themselves; else {}."""
    draft = case_draft.read(case.words.draft)
    if "category" in settled or whereabouts.category_of_matter(case.words, draft, case.category) == case.category:
        return {}
    unwanted = parties.bodies_not_to_suggest(s, discretion.whole_report(case)) | discretion.accused_of(s, case).bodies
    route = suggest(
        s,
        case.words,
        category=None,
        kind=case.kind,
        urgency=case.urgency,
        unwanted=unwanted,
        danger=case.danger,
        wish=True,
    )
    return {"category": None, "body": route.body}
