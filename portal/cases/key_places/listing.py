"""Put key places on the list by a timer, record visits, strike places off, and find those that an actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.cases.disclosure import discretion, whereabouts
from portal.cases.key_places import gathering
from portal.cases.key_places.gathering import CountedCase, Gathered, Thresholds
from portal.cases.key_places.models import KeyPlace, KeyPlaceCase
from portal.cases.models import Case, Kind
from portal.cases.reading import lexicon
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT
from portal.cases.records.actors import Who
from portal.cases.records.event_wording import sentence
from portal.cases.rules import hazards
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.form_text import require_sentence
from portal.cases.rules.lifecycle import Actor, State
from portal.grids import service as grids
from portal.grids.models import Place
from portal.kernel.errors import Conflict, Forbidden, NotFound
from portal.storage.parts import Parts

_OF_TROUBLE = (Kind.COMPLAINT, Kind.REQUEST, Kind.TIP_OFF)
MOST_LISTED = 100  # key places on the page
MOST_STRUCK = 20  # of those struck off, the latest
_SHORTEST = 2  # characters of words that tell a place


def refresh(parts: Parts) -> int:
    """The timer: put places on the list, and add new cases to those on it. Returns how many places changed."""
    now, rules = parts.clock.now(), gathering.thresholds()
    with parts.db.read() as s:
        found = gathering.gather(counted_cases(s, now, rules))
        names, ids = _on_the_list(s)
        wanted = [
            one
            for one in found
            if rules.are_met(one.cases)
            or (one.grid, one.name) in names
            or not ids.isdisjoint(case.case_id for case in one.cases)
        ]
    if not wanted:
        return 0
    with parts.db.write() as s:
        return sum(_take_in(s, one, now, rules) for one in wanted)


def _on_the_list(s: Session) -> tuple[set[tuple[str, str]], set[int]]:
    """((grid, name) of each named place on the list, ids of the cases of all places on it)."""
    found = {
        one.id: (one.grid, one.place) for one in s.scalars(sa.select(KeyPlace).where(KeyPlace.struck_at.is_(None)))
    }
    cases = sa.select(KeyPlaceCase.case_id).where(KeyPlaceCase.key_place_id.in_(list(found)))
    return {one for one in found.values() if one[1]}, set(s.scalars(cases))


def counted_cases(s: Session, now: datetime, rules: Thresholds) -> list[CountedCase]:
    """The cases of the last `rules.days` days that count for a place: of a trouble (_OF_TROUBLE), in a grid.

    None that was rejected, withdrawn or erased. Sealed and confidential ones count; those that are or may be about conduct do not, since that is no matter of the place.
    """
    first = shanghai_day(now - rules.within)
    query = sa.select(Case).where(
        Case.case_no >= f"LL-{first:%Y%m%d}-",  # its day, by the one index that is in order of time
        Case.grid.is_not(None),
        Case.kind.in_(_OF_TROUBLE),
        Case.conduct.not_in(CONDUCT_OR_DOUBT),
        Case.state.not_in((State.REJECTED, State.WITHDRAWN)),
        Case.forgotten_at.is_(None),
    )
    wide = frozenset(s.scalars(sa.select(Place.name).where(Place.kind.in_(rules.too_wide))))
    return [_counted(s, case, wide) for case in s.scalars(query.order_by(Case.id))]


def _counted(s: Session, case: Case, wide: frozenset[str]) -> CountedCase:
    """The case as it counts. Of a confidential one the place is what its handlers read, never the reporter's home."""
    where = whereabouts.confidential_place(s, case) if discretion.is_confidential(case) else case.words.place
    words = grids.without_places(s, lexicon.simplified(where), wide)
    exact = [name for name in grids.places_in(s, where) if name not in wide]
    days = hazards.days_until_inspection(case.kind, case.category, case.danger, case.urgency)
    return CountedCase(
        case_id=case.id,
        main=case.merged_into or case.id,
        grid=case.grid or "",
        name=max(exact, key=len, default=""),
        words=words if len(words) >= _SHORTEST else "",
        hazard=days is not None,
        at=case.created_at,
    )


def _matching(s: Session, found: Gathered) -> list[KeyPlace]:
    """The key places, listed or struck off, for this place: by its name in the town's list, else by a case counted for both."""
    if found.name:
        return list(s.scalars(sa.select(KeyPlace).where(KeyPlace.grid == found.grid, KeyPlace.place == found.name)))
    counted = sa.select(KeyPlaceCase.key_place_id).where(KeyPlaceCase.case_id.in_([one.case_id for one in found.cases]))
    unnamed = sa.select(KeyPlace).where(KeyPlace.id.in_(counted), KeyPlace.place == "")
    return list(s.scalars(unnamed.where(KeyPlace.grid == found.grid)))


def _take_in(s: Session, found: Gathered, now: datetime, rules: Thresholds) -> int:
    """Put the place on the list, or add its new cases if it is on it. Returns 1 if anything changed, else 0.

    If it was struck off before, only cases reported since then count.
    """
    known = _matching(s, found)
    since = max((one.struck_at for one in known if one.struck_at is not None), default=None)
    counted = [one for one in found.cases if since is None or one.at > since]
    listed = next((one for one in known if one.struck_at is None), None)
    if listed is None:
        if not rules.are_met(counted):
            return 0
        next_on = shanghai_day(now) + timedelta(days=rules.visit_days)
        listed = KeyPlace(grid=found.grid, place=found.name, listed_at=now, next_on=next_on)
        s.add(listed)
        s.flush()
    known_ids = set(s.scalars(sa.select(KeyPlaceCase.case_id).where(KeyPlaceCase.key_place_id == listed.id)))
    fresh = [one.case_id for one in counted if one.case_id not in known_ids]
    s.add_all(KeyPlaceCase(key_place_id=listed.id, case_id=number) for number in fresh)
    s.flush()
    return int(bool(fresh))


def _scope(who: Who) -> list[sa.ColumnElement[bool]]:
    """The conditions for the key places that this actor may see: a grid worker those of their grids."""
    return [KeyPlace.grid.in_(who.grids)] if who.actor is Actor.GRID else []


def listed(s: Session, who: Who) -> list[KeyPlace]:
    """The key places on the list that the actor may see, the first to be visited first, at most MOST_LISTED."""
    query = sa.select(KeyPlace).where(KeyPlace.struck_at.is_(None), *_scope(who))
    return list(s.scalars(query.order_by(KeyPlace.next_on, KeyPlace.id).limit(MOST_LISTED)))


def struck(s: Session, who: Who) -> list[KeyPlace]:
    """The key places struck off that the actor may see, the latest first, at most MOST_STRUCK."""
    query = sa.select(KeyPlace).where(KeyPlace.struck_at.is_not(None), *_scope(who))
    return list(s.scalars(query.order_by(KeyPlace.struck_at.desc(), KeyPlace.id.desc()).limit(MOST_STRUCK)))


def of_id(s: Session, number: int, who: Who) -> KeyPlace:
    """The key place, locked, for somebody who may see it. Raises NotFound; Conflict if it was struck off."""
    found = s.scalar(sa.select(KeyPlace).where(KeyPlace.id == number, *_scope(who)).with_for_update())
    if found is None:
        raise NotFound()
    if found.struck_at is not None:
        raise Conflict(sentence("refused.struck_off"))
    return found


def case_counts(s: Session, ids: Iterable[int]) -> Mapping[int, int]:
    """Key place id → how many cases were counted for it, whether or not the reader may see them."""
    query = sa.select(KeyPlaceCase.key_place_id, sa.func.count()).where(KeyPlaceCase.key_place_id.in_(list(ids)))
    return {row[0]: row[1] for row in s.execute(query.group_by(KeyPlaceCase.key_place_id))}


def cases_of(s: Session, place: KeyPlace, scope: Sequence[sa.ColumnElement[bool]], most: int) -> list[Case]:
    """The key place's cases that the reader may see (`scope`), the newest first, at most `most`."""
    query = sa.select(Case).join(KeyPlaceCase, KeyPlaceCase.case_id == Case.id)
    found = query.where(KeyPlaceCase.key_place_id == place.id, *scope).order_by(Case.id.desc()).limit(most)
    return list(s.scalars(found.options(selectinload(Case.events))))


def note_visit(place: KeyPlace, on: date) -> None:
    """Record that the grid's worker visited the place on that day, and set the day of the next visit from it."""
    place.visited_on = on
    place.next_on = on + timedelta(days=gathering.thresholds().visit_days)


def strike_off(s: Session, now: datetime, place: KeyPlace, who: Who, *, reason: str) -> None:
    """Strike the place off, as a supervisor may; only cases reported after this moment can list it again. Raises Forbidden, Invalid."""
    if who.actor is not Actor.SUPERVISOR:
        raise Forbidden()
    place.reason = require_sentence(reason, sentence("reason.strike_off"))
    place.struck_at, place.struck_by = now, who.id
    s.flush()
