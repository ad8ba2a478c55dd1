"""What the reporter corrects in a registered case: its place, time, kind and number to call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case, Kind
from portal.cases.records import event_wording
from portal.cases.rules import case_draft
from portal.cases.rules.form_text import clean_text
from portal.cases.verbs.correcting import rerouted
from portal.cases.verbs.suggesting import places_for_grid
from portal.grids import service as grids

LONGEST = 200  # characters of a field
_SHOWN_BEFORE = ("place", "time")  # what stood there before is kept for staff


@dataclass(frozen=True)
class Corrected:
    """The facts of the event (codes only), and the place and time that stood there before, for staff."""

    facts: dict[str, Any]
    replaced: str


def corrected(s: Session, case: Case, said: str, changes: Mapping[str, str]) -> Corrected:
    """Set the fields that the reporter corrects. A corrected place chooses the grid anew, until the case is dispatched."""
    new = {name: clean_text(value, LONGEST) for name, value in changes.items()}
    if not new:
        return Corrected({}, "")
    facts: dict[str, Any] = {"changed": sorted(new)}
    before = [
        event_wording.sentence(f"staff.was_{name}", event_wording.in_chinese, was=getattr(case.words, name))
        for name in _SHOWN_BEFORE
        if name in new
    ]
    for name in _SHOWN_BEFORE:
        if name in new:
            setattr(case.words, name, new[name])
    if "contact" in new:
        _set_contact(case, new["contact"])
    other: dict[str, str | None] = {}
    if "place" in new:
        case.words.draft = _without_places(case.words.draft)
        other["grid"] = _grid(s, case, said, new["place"])
    if new.get("kind") in set(Kind):
        other["kind"] = new["kind"]
    moved = {name: value for name, value in other.items() if name == "kind" or not case.dispatched}
    facts |= moved | (rerouted(s, case, moved) if moved else {})
    return Corrected(facts, "\n".join(before))


def _grid(s: Session, case: Case, said: str, place: str) -> str | None:
    wish = discretion.is_confidential(case) or discretion.wishes_not_to_be_named(said)
    return (
        grids.grid_for(s, *places_for_grid(case.words, *place.split("、"), more=[said], wish=wish)) if place else None
    )


def _without_places(draft: str) -> str:
    return json.dumps(case_draft.with_places(case_draft.read(draft), []), ensure_ascii=False)


def _set_contact(case: Case, number: str) -> None:
    """Keep the number; none: delete it, and cover it in what was said, so that nobody calls it."""
    old, case.words.contact = case.words.contact, number
    if number or not old:
        return
    for one in (old, *old.replace("，", " ").replace(",", " ").split()):
        cover = "*" * len(one)
        case.words.text = case.words.text.replace(one, cover)
        case.words.draft = case.words.draft.replace(one, cover)
        for event in case.events:
            for words in event.words:
                words.text = words.text.replace(one, cover)
