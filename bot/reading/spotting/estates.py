"""Link what names no place of the community whole. Pure.

A part of an estate (3栋, 东门), an estate by another name with a building, two roads that cross, a road with a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.reading.community import Community, KnownPlace, NameFinder, canonical_name
from bot.reading.spotting.places import LINKED, Place, find_known_place
from bot.reading.text.spans import Span

MOST_ESTATES = 7
"""The most estates among which a sender is asked to choose; if a part may belong to more, all are left out."""
MOST_MENTIONS = 30
"""The most names of estates that are read in one text: each is compared with each part."""
_BUILDING = r"(?P<building>\d{1,3}栋|[A-Z]栋)"
_DASHED = r"(?P<dashed>\d{1,3})(?:[-—－]\d{1,2}){1,2}(?:[-—－]\d{3,4})?(?:室|房)?"
_INSIDE = r"(?:\d{1,2}单元|\d{3,4}(?:室|房)|\d{1,2}(?:楼|层)|[一二三四五六七八九十]{1,3}[楼层])"
_GATE = r"(?P<gate>[东南西北正后]门)"
_PART = re.compile(rf"(?:我?家)?(?:{_BUILDING}|{_DASHED}|{_INSIDE}|{_GATE})(?P<rest>.{{0,12}})")
_NAMES = re.compile(r"[路街巷弄村苑园厦店校学院站河桥镇]|小区|家园|公寓")
"""What names a place of its own behind a building (3栋旁边的清河中学)."""
_AFTER_NAME = re.compile(rf"的?(?:{_BUILDING}|{_DASHED})")
_ALL_PARTS = re.compile(
    rf"(?:{_BUILDING.replace('?P<building>', '?:')}|{_DASHED.replace('?P<dashed>', '?:')}|{_INSIDE}|{_GATE.replace('?P<gate>', '?:')})"
)
_BETWEEN = re.compile(
    rf"(?:小区|里面?|内|这边|那边|这里|的){{0,4}}(?:(?:{_ALL_PARTS.pattern}){{1,4}}(?:[、，,和跟与及]|还有)){{0,4}}"
)
"""What stands between an estate and a part directly behind it (桂花苑里面的3栋, 桂花苑2栋和3栋)."""
_PAUSE = re.compile(r"[，,。！!？?；;：:\s]")
_GREETING = r"(?:你好|您好|喂|急|请问|那个|这里|这边|[我咱]们?|[我咱]们?这里|[我咱]们?这边)?"
_JOINED = r"(?:[和与跟同、到至]|还有)"
_HERE = re.compile(
    rf"{_GREETING}(?:就?是|就?在)?在?@(?:{_JOINED}@)*(?:小区|之间|中间|交界|里面?|内|这边|那边|这里|这儿|的|啊|呀|哈)*"
)
"""A clause that says only which estate it is (@): 桂花苑这边."""
_HOME = re.compile(
    r"(?:你好|您好|喂)?(?:(?:我们?|咱们?|本人)(?:家|人)?|(?:我们?|咱们?)一家)(?:现在|都|就)?(?:是|住|在|住在|就住|就住在|家住)在?@(?:小区|里面?|这边|这里|的)*(?:业主|居民|住户|租户|租客|人)?(?:的|啊|呀|哈)*"
    r"|(?:家住|住|住在)@(?:小区|里面?|这边|这里|的)*|@(?:小区)?的?(?:业主|居民|住户|租户|租客)"
)
"""A clause that says only in which estate the sender lives (@)."""
_DENIED = re.compile(
    r"(?:[不没]是|不在|没在|不住|没住|并非|不属于|不归|除了|别去|不要去)(?:在|住|说|指|我们?|咱们?|你们?|什么|那个|这个)*$"
)
_DENIED_AFTER = re.compile(
    r"(?:小区|那边)?的?(?:我?[没不]住|不是(?=的?(?:[，,。！!]|$))|[，,？?。！! ]?(?:不对|不不|错了|说错|讲错|打错)|[？?][，,]?不)"
)
_OF_OTHERS = r"[他她您你谁搬妈爸爷奶娘爹女哥姐弟妹叔姨舅姑婶嫂]|儿子|孙|以前|之前|原来|原先|过去|早先|上次|去年|朋友|亲|同事|同学|老乡|房东|熟人|客人|老(?!是|化|旧|坏|停|出|人|百)|有人|人家|听说|旁边|附近|对面|隔壁|另外|别的"
_SETS_ASIDE_BEFORE = re.compile(rf"[不没非别跟和比像如从离来去到回往]|{_OF_OTHERS}")
_SETS_ASIDE_AFTER = re.compile(rf"[来去回到]|一样|那样|相比|差不多|{_OF_OTHERS}")
"""What sets an estate aside, before and behind it: a denial, a comparison, a move, another person, another time, the next one over."""
_CONTRAST = re.compile(r"(?:我们?|咱们?|自己|本)(?:家|这边|这里|那边|这|的|住的?|是)*$")
"""Before a part: set against what was named earlier (我家3栋)."""
_ON_A_ROAD = re.compile(r"(?P<road>[\u4e00-\u9fff]{1,6}[路街巷弄])(?P<number>\d{1,4})号")

_CROSSING = re.compile(
    r"(?P<one>[\u4e00-\u9fff]{1,6}?[路街巷弄])[与和跟同、](?P<other>[\u4e00-\u9fff]{1,6}?[路街巷弄])的?(?:交叉|交汇|十字|丁字)?路?口"
)


@dataclass(frozen=True)
class Linked:
    """A place, linked as far as the community's list allows.

    `estate`: of a part of an estate, the one that the message names for it elsewhere. `estates`: if it names none, those to
    which the part may belong, in the list's order; if it names several, these, in the text's; () if none, or more than MOST_ESTATES.
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

    def mentions(self, text: str) -> list[tuple[Span, str]]:
        """Where a text names estates, and which; the first MOST_MENTIONS."""
        found = islice(self._finder.find(text), MOST_MENTIONS)
        return [(Span(at, at + len(name)), self._called[name]) for at, name in found]

    def with_part(self, part: str, kind: str) -> tuple[str, ...]:
        """The estates that have this part, or may have it, because none of theirs of this `kind` (building or gate) is listed."""
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
        """The code of the grid of what stands at this road and number by the list's full addresses; None if `said` names no such number,
        or what stands there is unknown or in several grids."""
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


def link_places(text: str, places: Sequence[Place], community: Community, *, in_danger: bool = False) -> list[Linked]:
    """Link the places that are found in a text further than by their names alone.

    A part of an estate is joined to an estate named elsewhere only if that is surely the part's; `in_danger`: only if it stands
    directly before it or is all that a clause says (`_HERE`). If the estate of a part of the matter stays open, estates named
    alone are no place of the matter.
    """
    estates = estates_of(community)
    found = [_link(text, place, estates, community, places, in_danger=in_danger) for place in places]
    if not any(one.open and one.linked.place.role == "matter" for one in found):
        return [one.linked for one in found]
    return [_set_aside(text, one.linked, estates) for one in found]


@dataclass(frozen=True)
class _Found:
    """A place as `_link` left it."""

    linked: Linked
    open: bool = False
    """Whether it is a part of an estate that is not known."""


def _set_aside(text: str, linked: Linked, estates: Estates) -> Linked:
    """A place that is no more than an estate's name, as mentioned only; any other unchanged."""
    said = canonical_name(linked.place.span.within(text))
    alone = any(said[: span.start] + said[span.end :] in ("", "小区") for span, _ in estates.mentions(said))
    return replace(linked, place=replace(linked.place, role="mention")) if alone else linked


def _link(
    text: str, place: Place, estates: Estates, community: Community, places: Sequence[Place], *, in_danger: bool
) -> _Found:
    """Link one of the `places`."""
    if place.grid is not None:
        return _Found(Linked(place))
    said = canonical_name(place.span.within(text))
    if (known := estates.named_building(said) or estates.crossing(said)) is not None:
        return _Found(Linked(_with_grid(place, known.grid)))
    if (grid := estates.on_a_road(place.span.within(text))) is not None:
        return _Found(Linked(_with_grid(place, grid)))
    found = _PART.fullmatch(said)
    if found is None or _NAMES.search(found["rest"]) or find_known_place(found["rest"], community):
        return _Found(Linked(place))
    part = found["building"] or found["gate"] or (f"{found['dashed']}栋" if found["dashed"] else "")
    among = estates.with_part(part, "gate" if found["gate"] else "building") if part else estates.names
    here, denied = _named_for(text, place, estates, places, in_danger=in_danger)
    meant = [name for name in here if name in among] or here
    if len(meant) == 1:
        of_estate = estates.part(meant[0], part) if part else community.places.get(meant[0])
        return _Found(Linked(_with_grid(place, of_estate.grid if of_estate else None), estate=meant[0]))
    possible = tuple(meant) or tuple(name for name in among if name not in denied)
    return _Found(Linked(place, estates=possible if len(possible) <= MOST_ESTATES else ()), open=True)


def _named_for(
    text: str, part: Place, estates: Estates, places: Sequence[Place], *, in_danger: bool
) -> tuple[list[str], list[str]]:
    """The estates named in a text that are surely those of the part, and those that it denies; both in the text's order."""
    directly: list[str] = []
    elsewhere: list[str] = []
    denied: list[str] = []
    mentions = [one for one in estates.mentions(text) if not one[0].overlaps(part.span)]
    contrast = _CONTRAST.search(text[: part.span.start]) or part.span.within(text).startswith(("我", "咱"))
    for span, name in mentions:
        start, end = _clause(text, span)
        if _DENIED.search(text[start : span.start]) or _DENIED_AFTER.match(text[span.end :]):
            denied.append(name)
        elif _stands_before(span, part, text, start) or _clause_says(_HERE, text, (start, end), mentions):
            directly.append(name)
        elif _clause_says(_HOME, text, (start, end), mentions) or (
            not contrast and _is_of_matter(span, places) and not _is_set_aside(text, span, (start, end))
        ):
            elsewhere.append(name)
    here = directly or ([] if in_danger else elsewhere)
    return list(dict.fromkeys(one for one in here if one not in denied)), denied


def _stands_before(span: Span, part: Place, text: str, begins: int) -> bool:
    """Whether the name at `span`, in a clause that begins at `begins`, stands directly before the part, and is not set aside."""
    between = canonical_name(text[span.end : part.span.start]) if span.end <= part.span.start else None
    if between is None or _SETS_ASIDE_BEFORE.search(text[begins : span.start]):
        return False
    return _BETWEEN.fullmatch(between) is not None


def _is_set_aside(text: str, span: Span, clause: tuple[int, int]) -> bool:
    """Whether words of its clause set the estate at `span` aside."""
    start, end = clause
    before = _SETS_ASIDE_BEFORE.search(text[start : span.start])
    return before is not None or _SETS_ASIDE_AFTER.search(text[span.end : end]) is not None


def _is_of_matter(span: Span, places: Sequence[Place]) -> bool:
    """Whether the name at `span` is of a place where the trouble is."""
    return any(one.role == "matter" and one.span.start <= span.start < one.span.end for one in places)


def _clause(text: str, span: Span) -> tuple[int, int]:
    """Where the clause begins and ends in which the span lies."""
    begins = max((found.end() for found in _PAUSE.finditer(text, 0, span.start)), default=0)
    after = _PAUSE.search(text, span.end)
    return begins, after.start() if after else len(text)


def _clause_says(
    frame: re.Pattern[str], text: str, clause: tuple[int, int], mentions: Sequence[tuple[Span, str]]
) -> bool:
    """Whether a clause has no more than the words of the frame around the estates that it names."""
    start, end = clause
    said = text[start:end]
    for span, _ in reversed(mentions):
        if start <= span.start and span.end <= end:
            said = said[: span.start - start] + "@" + said[span.end - start :]
    return frame.fullmatch(said) is not None


def _with_grid(place: Place, grid: str | None) -> Place:
    return place if grid is None else replace(place, grid=grid, score=LINKED)
