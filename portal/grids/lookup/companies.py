"""Property companies: which of them looks after a place. Pure.

In bodies.csv the places that a company looks after stand before the colon of `handles` (桂花苑、清河小区：保洁、停车). A company
without any looks after the whole community.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from portal.grids.lookup.gazetteer import KnownBody
from portal.grids.lookup.matching import NameIndex

COMPANY = "物业"  # how residents call whichever company looks after their place
_SHORTEST = 2  # characters: a shorter place name is ignored


def is_company(body: KnownBody) -> bool:
    """Whether the body is a property company, by its names."""
    return any(COMPANY in name for name in (body.name, *body.aliases))


def looked_after_by(body: KnownBody) -> list[str]:
    """The names of the places that the company looks after; [] if it names none."""
    places, colon, _work = body.handles.partition("：")
    return [place for place in places.split("、") if len(place) >= _SHORTEST] if colon else []


def companies_in(bodies: Iterable[KnownBody], text: str) -> set[str]:
    """Codes of the companies that look after a place in the text."""
    return {body.code for body in bodies if is_company(body) and any(place in text for place in looked_after_by(body))}


def for_place(bodies: Collection[KnownBody], code: str | None, texts: Sequence[str], names: NameIndex) -> str | None:
    """The code of the body to suggest for a case, where the duty that applies names the body `code`.

    A property company that looks after certain places only is replaced by the one that looks after the place in question:
    the first of the `texts` that names a place of any company decides. None if none of them does, or if that text names
    places of several companies. Any other `code` stays. `names`: the community's place names.
    """
    body = next((one for one in bodies if one.code == code), None)
    if body is None or not is_company(body) or not looked_after_by(body):
        return code
    found = (companies_in(bodies, "\n".join((text, *_full_names(text, names)))) for text in texts if text)
    here = next(filter(None, found), set())
    return next(iter(here)) if len(here) == 1 else None


def _full_names(text: str, names: NameIndex) -> list[str]:
    """The names, as places.csv has them, of the places that the text calls by any name (桂花南苑: 桂花苑南区)."""
    return [one.place for one in names.places_of(text)]
