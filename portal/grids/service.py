"""Fill the community's tables from files, and read them: community, areas, grids, places, bodies, duties."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import files, offices, versions
from portal.grids.drawings.shapes import Drawn
from portal.grids.lookup import companies, gazetteer, shared_duties
from portal.grids.lookup.gazetteer import KnownBody, KnownDuty
from portal.grids.lookup.matching import plain
from portal.grids.models import Area, Body, Community, Duty, Faq, Grid, Place, ServiceTeam
from portal.grids.offices import Office
from portal.grids.tree import Level


def seed(s: Session, folder: Path, today: date | None = None) -> None:
    """Fill the tables from a folder's files. Raises files.BadFile with nothing changed.

    Areas, grids and bodies are updated by code and never deleted, because cases refer to them; places, duties, teams and
    common questions are replaced, except questions that staff wrote and the files do not have. `today`: the first day of the new drawing of
    grids that changed (raises Invalid while another drawing is pending); if it is None, or no grid was ever drawn, the
    drawings are changed in place (`versions.adopt`).
    """
    found = files.read_files(folder)
    s.merge(Community(id=1, facts=found.community, version=gazetteer.version_of(s)))
    for row in sorted(found.areas, key=lambda one: Level(one["level"]).depth):
        s.merge(Area(**{**row, "parent": row["parent"] or None}))
        s.flush()
    _draw_grids(s, found.grids, today)
    for row in found.bodies:
        s.merge(Body(**{**row, "aliases": files.split_values(row["aliases"])}))
    s.flush()
    _replace_rows(
        s,
        Place,
        [
            Place(**{**row, "grid": row["grid"] or None, "aliases": files.split_values(row["aliases"])})
            for row in found.places
        ],
    )
    _replace_rows(s, Duty, [Duty(**{**row, "working_days": int(row["working_days"])}) for row in found.duty])
    _replace_rows(
        s, ServiceTeam, [ServiceTeam(**{**row, "members": files.split_values(row["members"])}) for row in found.teams]
    )
    _replace_questions(s, [Faq(**{**row, "variants": files.split_values(row["variants"])}) for row in found.faq])
    s.flush()
    gazetteer.reread(s)


def _draw_grids(s: Session, grids: Sequence[Drawn], today: date | None) -> None:
    """Take in the grids of the files; those that the files leave out stay, because cases refer to them."""
    if today is not None and versions.days(s):
        named = {one.code for one in grids}
        versions.take_in(
            s, [*grids, *(one for one in versions.drawn_on(s, today) if one.code not in named)], today, today
        )
    else:
        versions.adopt(s, grids)
        versions.put_in_force(s, today or date.max)


def _replace_questions(s: Session, rows: list[Faq]) -> None:
    """Replace the common questions of the files; those that staff wrote stay, unless the files now have the same one."""
    same = Faq.question.in_([row.question for row in rows])
    s.execute(sa.delete(Faq).where(sa.or_(Faq.written_by.is_(None), same)))
    s.add_all(rows)


def _replace_rows(s: Session, table: type[Place | Duty | ServiceTeam], rows: list[Any]) -> None:
    """Replace all rows of a table to which nothing refers."""
    s.execute(sa.delete(table))
    s.add_all(rows)


def is_seeded(s: Session) -> bool:
    """Whether the tables were ever filled."""
    return s.get(Community, 1) is not None


def community(s: Session) -> dict[str, Any]:
    """The contents of `community.json`; before the tables are filled, a default name to show."""
    row = s.get(Community, 1)
    return dict(row.facts) if row else {"name": "社区", "phone": "", "hours": ""}


def ways_out(s: Session) -> list[Office]:
    """The offices where people begin the ways out of 信访工作条例 31, in the order of `Way`."""
    return offices.offices(community(s))


def published_numbers(s: Session) -> frozenset[str]:
    """The digits of the telephone numbers that the town gives out: its office's and its bodies', of 7 or more digits."""
    return gazetteer.of(s).published


def body_for_place(s: Session, code: str | None, texts: Sequence[str]) -> str | None:
    """The body to suggest where the duty names the body `code` and these texts name the place (`companies.for_place`)."""
    known = gazetteer.of(s)
    return companies.for_place(known.bodies, code, texts, known.index)


def body_for_words(s: Session, code: str | None, note: str, text: str) -> str | None:
    """The body to suggest for these words where the duty of the body `code` is shared by its `note` (`shared_duties.for_words`)."""
    return shared_duties.for_words(gazetteer.of(s).bodies, code, note, text)


def grid_for(s: Session, *texts: str, suggested: str | None = None) -> str | None:
    """The code of the grid to which these texts lead, the first that leads to one (`NameIndex.grid_of`), or that names a grid itself, or a number of a street
    in it; else `suggested`, if it exists; else None.
    """
    names = gazetteer.of(s)
    for text in texts:
        found = (names.index.grid_of(text) or names.grid_named_in(text) or names.grid_at_number(text)) if text else None
        if found:
            return found
    return suggested if suggested and s.get(Grid, suggested) else None


def registered_first(s: Session, texts: Sequence[str]) -> list[str]:
    """The texts, first those that name a place of the files: it goes before a nickname that staff taught, which may be said of anything."""
    index = gazetteer.of(s).index
    return sorted(texts, key=lambda text: all(one.taught for one in index.places_of(text)))


def places_in(s: Session, *texts: str, grid: str | None = None) -> list[str]:
    """The names in places.csv of the places that these texts mention; with `grid`, only those in that grid."""
    names = gazetteer.of(s).index
    found = [one for text in texts if text for one in names.places_of(text)]
    return list(dict.fromkeys(one.place for one in found if grid in (None, one.grid)))


def without_places(s: Session, text: str, names: Collection[str]) -> str:
    """The text in its plain form (`matching.plain`), without what it calls these places of places.csv."""
    rest = plain(text)
    for one in gazetteer.of(s).index.places_of(text):
        if one.place in names:
            rest = rest.replace(one.plain or plain(one.name), "")
    return rest


def bodies(s: Session) -> list[Body]:
    """All bodies, ordered by name."""
    return list(s.scalars(sa.select(Body).order_by(Body.name)))


def body(s: Session, code: str | None) -> Body | None:
    """The body of this code, or None."""
    return s.get(Body, code) if code else None


def body_name(s: Session, code: str | None) -> str:
    """The name of the body of this code, from memory, so that lists may ask for many; "" if there is none."""
    return next((one.name for one in known_bodies(s) if one.code == code), "")


def bodies_named(s: Session, *texts: str) -> set[str]:
    """The codes of the bodies that these texts name."""
    spoken = [plain(text) for text in texts if text]
    return {
        one.code
        for one in known_bodies(s)
        for name in (one.name, *one.aliases)
        if any(plain(name) in text for text in spoken)
    }


def grids(s: Session) -> list[Grid]:
    """All grids, ordered by code, also those that ended: their cases are still found by them."""
    return list(s.scalars(sa.select(Grid).order_by(Grid.code)))


def grid_named(s: Session, code: str) -> str:
    """The name of the grid with this code, also of one that ended; "" if there is none."""
    return s.scalar(sa.select(Grid.name).where(Grid.code == code)) or ""


def present_grids(s: Session) -> list[Grid]:
    """The grids as drawn today, ordered by code."""
    return list(s.scalars(sa.select(Grid).where(Grid.ended_on.is_(None)).order_by(Grid.code)))


def areas(s: Session) -> list[Area]:
    """The areas above the grids, by code."""
    return list(s.scalars(sa.select(Area).order_by(Area.code)))


def places_by_name(s: Session) -> Mapping[str, Sequence[str | None]]:
    """The name of each place with the codes of its grids (None: in no grid), in the files' order."""
    return gazetteer.of(s).places


def grid_at(s: Session, lng: float, lat: float) -> str | None:
    """The code of the grid at a point (degrees, WGS 84), or None."""
    return gazetteer.of(s).points.grid_at(lng, lat)


def known_bodies(s: Session) -> Sequence[KnownBody]:
    """All bodies with the names by which people know them, ordered by name."""
    return gazetteer.of(s).bodies


def duty_rows(s: Session) -> Sequence[KnownDuty]:
    """All duties, as in duty.csv."""
    return gazetteer.of(s).duties
