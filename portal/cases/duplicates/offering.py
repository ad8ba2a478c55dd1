"""Offer a reporter the open case of another as the same trouble (有人报过了，我也遇到), by facts that identify nobody.

Only public matters at public places (`data/duplicates/public_matters.csv`) that the desk has accepted are offered; the
reporter reads the place's name in the town's list, the category and the day. Never offered: a tip-off, an emergency, a
petition, a sealed or confidential case, and one that is or may be about conduct.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.duplicates import comparing, finding
from portal.cases.models import Case
from portal.cases.rules import taxonomy
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import State
from portal.grids import service as grids
from portal.grids.models import Place
from portal.kernel.config import PROJECT

# what,code,note: the categories, and the kinds of places, that are everybody's
FILE = PROJECT / "data" / "duplicates" / "public_matters.csv"
AT_DESK = (State.REPORTED, State.ACCEPTED)  # states of the reporter's own case in which they are asked
_TAKEN_UP = (State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS)  # states of the other case


@dataclass(frozen=True)
class Offer:
    """What a reporter reads of another's case. `main_id`: that case's id, which the answer names; `category`: in words.

    `day`: when it was reported.
    """

    main_id: int
    place: str
    category: str
    day: date


def offer(s: Session, case: Case) -> Offer | None:
    """The likeliest case of another reporter that this one's may be asked about: SURE, and of its category and public place.

    None if none of the five likeliest duplicates is one, or once this case has left the desk or is merged.
    """
    if case.state not in AT_DESK or case.merged_into is not None or not _is_public(case):
        return None
    ours, places = finding.report_of(case), _public_places(s, case)
    theirs = [Case.state.in_(_TAKEN_UP), Case.contact_point_id != case.contact_point_id, Case.category == case.category]
    for other in finding.likely_duplicates(s, case, theirs):
        shared = [name for name in _public_places(s, other) if name in places]
        if shared and _is_public(other) and comparing.likeness(ours, finding.report_of(other)) >= comparing.SURE:
            day = shanghai_day(other.created_at)
            return Offer(other.id, shared[0], taxonomy.label(other.category), day)
    return None


def _is_public(case: Case) -> bool:
    """Whether the case's category is a public matter, and the case is not confidential; says nothing of its place."""
    return (case.category or "") in _public()["category"] and not discretion.is_confidential(case)


def _public_places(s: Session, case: Case) -> list[str]:
    """The names of the public places that the case's place mentions."""
    names = grids.places_in(s, case.words.place)
    public = sa.select(Place.name).where(Place.name.in_(names), Place.kind.in_(_public()["kind"]))
    known = set(s.scalars(public))
    return [name for name in names if name in known]


@lru_cache(maxsize=1)
def _public() -> Mapping[str, frozenset[str]]:
    """ "category" and "kind" → the codes that are public, from FILE."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {what: frozenset(row["code"] for row in rows if row["what"] == what) for what in ("category", "kind")}
