"""Link what names no place of the community whole: a part of an estate (3栋, 东门), an estate by another name with a building, a road with a number. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.community import Community, KnownPlace, NameFinder, canonical_name
from bot.reading.spotting.places import LINKED, Place, find_known_place

MOST_ESTATES = 7
"""The most estates among which a sender is asked to choose; if a part may belong to more, all are left out."""
_BUILDING = r"(?P<building>\d{1,3}栋|[A-Z]栋)"
_DASHED = r"(?P<dashed>\d{1,3})(?:[-—－]\d{1,2}){1,2}(?:[-—－]\d{3,4})?(?:室|房)?"
_INSIDE = r"(?:\d{1,2}单元|\d{3,4}(?:室|房)|\d{1,2}(?:楼|层)|[一二三四五六七八九十]{1,3}[楼层])"
_GATE = r"(?P<gate>[东南西北正后]门)"
_PART = re.compile(rf"(?:我?家)?(?:{_BUILDING}|{_DASHED}|{_INSIDE}|{_GATE})(?P<rest>.{{0,12}})")
_NAMES = re.compile(r"[路街巷弄村苑园厦店校学院站河桥镇]|小区|家园|公寓")
"""What names a place of its own behind a building (3栋旁边的清河中学)."""
_AFTER_NAME = re.compile(rf"的?(?:{_BUILDING}|{_DASHED})")
_ON_A_ROAD = re.compile(r"(?P<road>[\u4e00-\u9fff]{1,6}[路街巷弄])(?P<number>\d{1,4})号")

_CROSSING = re.compile(
    r"(?P<one>[\u4e00-\u9fff]{1,6}?[路街巷弄])[与和跟同、](?P<other>[\u4e00-\u9fff]{1,6}?[路街巷弄])的?(?:交叉|交汇|十字|丁字)?路?口"
)


@dataclass(frozen=True)
class Linked:
    """A place, linked as far as the community's list allows.

    `estate`: of a part of an estate, the one that the message names elsewhere. `estates`: if it names none, those to
    which the part may belong, in the list's order.
    """

    place: Place
    estate: str | None = None
    estates: tuple[str, ...] = ()


class Estates:
    """The community's estates, with what is listed in each. Areas of an estate (桂花苑南区) count as the estate."""

    def __init__(self, community: Community) -> None:
        self._community = community
        listed = dict.fromkeys(one.name for one in community.places.values() if one.kind == "estate")
        self.names = tuple(name for name in listed if not any(_is_area_of(name, other) for other in listed))
        self._called = {
            name: self._whole(place.name) for name, place in community.places.items() if place.kind == "estate"
        }
        self._finder = NameFinder(self._called)
        self._parts = {
            kind: [place.name for place in community.places.values() if place.kind == kind]
            for kind in ("building", "gate")
        }

    def _whole(self, name: str) -> str:
        """The estate of which `name` is an area, or `name`."""
        return next((other for other in self.names if _is_area_of(name, other)), name)

    def named_in(self, text: str) -> list[str]:
        """The estates that a text names, by whatever name, in its order."""
        return list(dict.fromkeys(self._called[name] for _, name in self._finder.find(text)))

    def with_part(self, part: str, kind: str) -> tuple[str, ...]:
        """The estates that have this building or gate (`kind`), or may have it, because none of theirs is listed."""
        return tuple(name for name in self.names if self.part(name, part) or not self._lists(name, kind))

    def part(self, estate: str, part: str) -> KnownPlace | None:
        """A listed building or gate of an estate, or None."""
        return self._community.by_canonical.get(canonical_name(estate + part))

    def _lists(self, estate: str, kind: str) -> bool:
        return any(name.startswith(estate) for name in self._parts[kind])

    def named_building(self, said: str) -> KnownPlace | None:
        """The building in `said`, in canonical spelling, behind any name of its estate (老清河8栋, 桂花苑3-2-101); or None."""
        for at, name in self._finder.find(said):
            found = _AFTER_NAME.match(said, at + len(name))
            if found:
                return self.part(self._called[name], found["building"] or f"{found['dashed']}栋")
        return None

    def crossing(self, said: str) -> KnownPlace | None:
        """The listed crossing of the two roads that are named in `said`, in whatever order; or None."""
        found = _CROSSING.search(said)
        if found is None:
            return None
        one, other = found["one"], found["other"]
        listed = (self._community.places.get(f"{first}{then}口") for first, then in ((one, other), (other, one)))
        return next((place for place in listed if place is not None), None)

    def on_a_road(self, said: str) -> str | None:
        """The code of the grid of what stands at this road and number by the list's full addresses; None if that is in several."""
        found = _ON_A_ROAD.search(said)
        if found is None:
            return None
        address = re.compile(rf"{re.escape(found['road'])}0*{int(found['number'])}号")
        grids = {place.grid for place in self._community.places.values() if address.search(place.full_name)}
        return grids.pop() if len(grids) == 1 else None


def _is_area_of(name: str, estate: str) -> bool:
    return name != estate and name.startswith(estate)


_kept: list[tuple[Community, Estates]] = []  # of the community read last


def estates_of(community: Community) -> Estates:
    """The estates of a community; made once for each reading of its files."""
    if not _kept or _kept[0][0] is not community:
        _kept[:] = [(community, Estates(community))]
    return _kept[0][1]


def link_places(text: str, places: Sequence[Place], community: Community) -> list[Linked]:
    """Link the places that are found in a text further than by their names alone."""
    estates = estates_of(community)
    named = estates.named_in(canonical_name(text))
    return [_link(text, place, estates, named, community) for place in places]


def _link(text: str, place: Place, estates: Estates, named: Sequence[str], community: Community) -> Linked:
    """Link one place. `named`: the estates that the whole text names."""
    if place.grid is not None:
        return Linked(place)
    said = canonical_name(place.span.within(text))
    if (known := estates.named_building(said) or estates.crossing(said)) is not None:
        return Linked(_with_grid(place, known.grid))
    if (grid := estates.on_a_road(place.span.within(text))) is not None:
        return Linked(_with_grid(place, grid))
    found = _PART.fullmatch(said)
    if found is None or _NAMES.search(found["rest"]) or find_known_place(found["rest"], community):
        return Linked(place)
    part = found["building"] or found["gate"] or (f"{found['dashed']}栋" if found["dashed"] else "")
    among = estates.with_part(part, "gate" if found["gate"] else "building") if part else estates.names
    meant = [name for name in named if name in among] or list(named)
    if len(meant) == 1:
        of_estate = estates.part(meant[0], part) if part else community.places.get(meant[0])
        return Linked(_with_grid(place, of_estate.grid if of_estate else None), estate=meant[0])
    possible = tuple(meant) or among
    return Linked(place, estates=possible if len(possible) <= MOST_ESTATES else ())


def _with_grid(place: Place, grid: str | None) -> Place:
    return place if grid is None else replace(place, grid=grid, score=LINKED)
