"""Suggest the grid, the grid worker and the body of a case, with its working days."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, whereabouts
from portal.cases.models import Case, CaseWords, Urgency
from portal.cases.rules import case_draft, routing
from portal.cases.rules.case_draft import CaseDraft
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.staff.models import Account

ABOUT_A_PERSON = frozenset({"self_harm", "home_violence"})  # dangers for which no category says who is to come


def grid_of(s: Session, said: CaseWords, draft: CaseDraft, *, wish: bool, emergency: bool = False) -> str | None:
    """The code of the grid of the report's place; None outside the area, or if no place is clear.

    `wish`: the reporter wishes not to be named; then not their home's, except in an emergency that no other place puts in a grid.
    """
    found = _grid_of(s, said, draft, wish=wish)
    return _grid_of(s, said, draft, wish=False) if found is None and wish and emergency else found


def _grid_of(s: Session, said: CaseWords, draft: CaseDraft, *, wish: bool) -> str | None:
    draft = whereabouts.draft_without_homes(said, draft) if wish else draft
    where = places_for_grid(
        said,
        *grids.registered_first(s, said.place.split("、")),
        *case_draft.texts(case_draft.of_matter(draft["places"])),
        wish=wish,
    )
    return grids.grid_for(s, *where, suggested=case_draft.grid(draft))


def places_for_grid(said: CaseWords, *parts: str, more: Sequence[str] = (), wish: bool) -> Sequence[str]:
    """The places, of these `parts`, from which the grid may be chosen; with `wish`, without the reporter's home.

    `more`: the reporter's later words, which may also say where the home is.
    """
    return whereabouts.without_home(said, parts, more) if wish else parts


def grid_of_places(
    s: Session, said: CaseWords, *parts: str, more: Sequence[str] = (), wish: bool, emergency: bool
) -> tuple[str | None, Sequence[str]]:
    """(the grid's code, the places it was chosen from) of these places told later: as `grid_of` and `places_for_grid`."""
    where = places_for_grid(said, *parts, more=more, wish=wish)
    grid = grids.grid_for(s, *where)
    if grid is None and wish and emergency:
        return grids.grid_for(s, *parts), parts
    return grid, where


def suggest(
    s: Session,
    said: CaseWords,
    *,
    category: str | None,
    kind: str,
    urgency: str,
    unwanted: Collection[str],
    danger: str = "",
    wish: bool,
) -> routing.Route:
    """The body to suggest for a case with these words, by category and place, and in how many working days it is to be resolved.

    Never one of `unwanted`: codes of the bodies that the case is about or that must not learn of it (信访工作条例 30). For an
    emergency no body, because its category does not say who can come at once, and one working day. Nor is one suggested where
    somebody may harm themselves or is struck at home (`danger`), an emergency or not: what it is about is no category.
    With `wish` (not to be named) the reporter's work does not decide, nor their home beside another place: a body would learn of it.
    """
    if urgency == Urgency.EMERGENCY:
        return routing.Route(None, 1)
    route = routing.route(category, kind, duty_rows(s))
    of_words = grids.body_for_words(s, route.body, route.note, whereabouts.matter_of(said.text) if wish else said.text)
    where = _places_in_order(said)
    body = grids.body_for_place(s, of_words, places_for_grid(said, *where, wish=wish) or where)
    return routing.Route(None if body in unwanted or danger in ABOUT_A_PERSON else body, route.working_days)


def _places_in_order(said: CaseWords) -> list[str]:
    """The texts that say where the matter is: the place, then the places that the bot found; the message if there is neither."""
    found = case_draft.texts(case_draft.of_matter(case_draft.read(said.draft)["places"]))
    return [one for one in (said.place, "、".join(found)) if one] or [said.text]


def duty_rows(s: Session) -> list[routing.DutyRow]:
    """The rows of duty.csv, as `routing` reads them."""
    return [routing.DutyRow(d.category, d.kind, d.body, d.working_days, d.note) for d in grids.duty_rows(s)]


def grid_worker_of(s: Session, grid: str | None, *, excluding: Collection[int] = ()) -> int | None:
    """The id of the grid's worker (the first active account), or None. `excluding`: ids of accounts that the case is about."""
    if grid is None:
        return None
    found = sa.select(Account.id).where(
        Account.role == Role.GRID, Account.grid == grid, Account.active, Account.id.not_in(excluding)
    )
    return s.scalar(found.order_by(Account.id).limit(1))


def worker_of_new_grid(s: Session, case: Case, grid: str | None, *, also: Collection[int] = ()) -> int | None:
    """The id of the worker whom the case gets with this grid: none whom it accuses, nor of those `also` accused (ids), which is not recorded yet.

    Those of the grid whom it accuses are recorded as such (`keep_from_new_grid`).
    """
    discretion.keep_from_new_grid(s, case, grid)
    about = discretion.accused_of(s, case).accounts if case.accused or discretion.conduct_of(s, case) else frozenset()
    return grid_worker_of(s, grid, excluding=about.union(also))


def grid_workers(s: Session) -> list[Account]:
    """All active grid workers, ordered by grid."""
    found = sa.select(Account).where(Account.role == Role.GRID, Account.active).order_by(Account.grid, Account.id)
    return list(s.scalars(found))
