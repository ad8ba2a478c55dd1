"""Split a Chinese address into its parts by rules: province, city … road, number, estate, building, floor, room.

Every character belongs to one part. Of all ways to split the address, the one with the best score is found by dynamic
programming. A part gains for looking like its tag (`candidates`: a division of the gazetteer, a name with a typical ending,
a number with its unit) and costs for following a tag that it seldom follows. Both are set by hand, in nats; nothing is
learned. The tags are those of "Neural Chinese Address Parsing" (Li, Lu, Xie and Li, NAACL 2019).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.address.candidates import candidates_at, separates
from bot.reading.address.lexicon import sort_of_place

# fmt: off
TAGS = (
    "prov", "city", "district", "devZone", "town", "community", "road", "subRoad", "roadno", "subroadno", "poi", "subpoi",
    "houseno", "cellno", "floorno", "roomno", "person", "assist", "redundant", "otherinfo", "country",
)
# fmt: on
"""town (of this tag set): a subdistrict or township (街道, 镇); community: a 社区 or village; devZone: a development zone; roadno: the number on a road; subRoad: a lane off a road, and
subroadno the number in it; poi: a named place; subpoi: a named part of it; houseno: a
building; cellno: its unit (单元); person: a shop or an office in it; assist: where beside it (附近); redundant: a
separator, a character that fits no part, or what is named again; otherinfo: never found by these rules."""


@dataclass(frozen=True)
class Part:
    """Characters [start, end) of the address."""

    start: int
    end: int
    tag: str
    text: str


# Which tag may follow which, by cost: usual 1, common 2, at times 3, rare 5 (_GRADES); any other costs NEVER. ^: the beginning.
NEVER = 8.0
_GRADES = (1.0, 2.0, 3.0, 5.0)
_FOLLOWS = {  # tag: usual | common | at times | rare
    "^": "prov city | district town road | poi devZone | community country houseno",
    "country": "prov | city | district |",
    "prov": "city | district | | devZone town road",
    "city": "district | | town road poi devZone | community subpoi prov",
    "district": "town road | poi | devZone community | roadno assist",
    "devZone": "road | poi | town community | houseno roadno",
    "town": "road poi community | | | roadno devZone houseno town assist",
    "community": "poi road | roadno | houseno assist | subpoi person roomno subRoad",
    "road": "roadno | poi | subRoad assist | houseno subpoi community floorno roomno",
    "subRoad": "subroadno assist | poi | roadno houseno | subpoi roomno floorno",
    "roadno": "poi | houseno floorno | subpoi roomno assist | cellno person subRoad subroadno",
    "subroadno": "poi | houseno roomno floorno | subpoi assist cellno | person",
    "poi": "houseno | subpoi | floorno road roomno assist roadno | person community cellno subRoad",
    "subpoi": "houseno | floorno roomno person | assist road cellno | roadno",
    "houseno": "cellno roomno | floorno | | subpoi person poi assist",
    "cellno": "roomno | floorno | | subpoi person houseno poi assist",
    "floorno": "person roomno | | subpoi assist cellno | poi houseno road",
    "roomno": "| | person | subpoi poi assist floorno",
    "person": "| | houseno roomno floorno | assist person",
    "assist": "poi subpoi | subRoad | person assist roadno houseno roomno floorno | cellno community road",
    "redundant": "prov city | district town road poi | |",
    "otherinfo": "| | |",
}
_AFTER_DASH = {  # the same with a dash between the parts
    "prov": "city | district | |",
    "city": "district | | |",
    "district": "town road poi | | | community",
    "road": "| | roadno subRoad | poi",
    "roadno": "houseno poi roomno | floorno | subpoi | cellno",
    "subroadno": "| houseno poi roomno | | ",
    "poi": "| houseno subpoi | roomno floorno road | cellno",
    "subpoi": "| houseno | roomno floorno | cellno road",
    "houseno": "roomno cellno | | floorno |",
    "cellno": "roomno | | floorno |",
    "floorno": "roomno | person | |",
}
_NUMBERS_AFTER = {  # sort of place (by its ending) → the numbers that follow it, with their cost
    "village": {"roadno": 1.5, "houseno": 3.5, "roomno": 5.0},
    "estate": {"houseno": 1.0, "roadno": 4.0, "roomno": 3.5},
    "zone": {"houseno": 1.0, "roadno": 4.0, "roomno": 4.0},
    "tower": {"houseno": 2.0, "roadno": 5.0, "roomno": 1.5},
    "market": {"houseno": 2.0, "roadno": 6.0, "roomno": 2.0},
    "": {},
}
_DASHES = "-—－/~～一"


def _parse_costs(table: dict[str, str]) -> dict[str, dict[str, float]]:
    """Tag → the tags that may follow it → the cost, from a table like _FOLLOWS."""
    costs: dict[str, dict[str, float]] = {}
    for before, grades in table.items():
        costs[before] = {
            tag: cost for cost, tags in zip(_GRADES, grades.split("|"), strict=True) for tag in tags.split()
        }
    return costs


_STEP = _parse_costs(_FOLLOWS)
_STEP |= {f"{tag}.{kind}": _STEP[tag] | costs for tag in ("poi", "subpoi") for kind, costs in _NUMBERS_AFTER.items()}
_DASHED = _parse_costs(_AFTER_DASH)
_DASHED |= {f"{tag}.{kind}": _DASHED[tag] for tag in ("poi", "subpoi") for kind in _NUMBERS_AFTER}
_State = tuple[str, bool, bool, bool]
"""A state of the search: the tag of the last part that is not redundant (with a place's sort: `poi.estate`), whether a
dash follows it, whether a roadno or subroadno was given, whether words tagged as redundant follow it."""
_Way = tuple[float, int, _State, str]
"""A way to reach a state: (score so far, start of the last part, state before it, its tag)."""
_BEGINNING: _State = ("^", False, False, False)
_NUMBERED_TWICE = 3.0
"""The cost of a roadno after another, or after a subroadno."""
_REPEATS_FIRST, _REPEATS = 1.0, 1.5
"""The cost of beginning a redundant passage, at the start of the address and elsewhere."""


def _transition_cost(state: _State, tag: str) -> float:
    """The cost of a part of this tag after a state."""
    before, dashed, numbered, _ = state
    cost = _STEP[before].get(tag, NEVER)
    if dashed:
        cost = min(cost + 2.0, _DASHED.get(before, {}).get(tag, NEVER))
    return cost + (_NUMBERED_TWICE if numbered and tag == "roadno" else 0.0)


def fold_width(text: str) -> str:
    """Replace full-width characters by the plain ones, keeping the length."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)


def split_address(address: str) -> list[Part]:
    """Split an address; the parts are in order, and joined they are the address."""
    text = fold_width(address)
    ways: list[dict[_State, _Way]] = [{} for _ in range(len(text) + 1)]
    ways[0][_BEGINNING] = (0.0, 0, _BEGINNING, "")
    for start in range(len(text)):
        if not ways[start]:
            continue
        best = max(way[0] for way in ways[start].values())
        alive = [(state, way[0]) for state, way in ways[start].items() if way[0] > best - _HOPELESS]
        entries: dict[str, list[tuple[float, _State]]] = {}
        for end, tag, gain in candidates_at(text, start):
            if tag == "redundant":
                sign = text[start] if end == start + 1 and separates(text, start) else ""
                for state, sofar in alive:
                    after, cost = _after_redundant(state, sign)
                    _keep(ways[end], after, (sofar + gain - cost, start, state, tag))
                continue
            if tag not in entries:
                entries[tag] = _best_entries(alive, tag)
            last_tag = f"{tag}.{sort_of_place(text[start:end])}" if tag in ("poi", "subpoi") else tag
            for value, state in entries[tag]:
                after = (last_tag, False, state[2] or tag in ("roadno", "subroadno"), False)
                _keep(ways[end], after, (value + gain, start, state, tag))
    return _trace_back(address, ways)


_HOPELESS = 25.0
"""Ways whose score is further behind the best one at the same character are dropped."""


def _best_entries(alive: Sequence[tuple[_State, float]], tag: str) -> list[tuple[float, _State]]:
    """The best ways to begin a part of this tag: one without a roadno or subroadno so far, one with."""
    best: dict[bool, tuple[float, _State]] = {}
    for state, sofar in alive:
        value = sofar - _transition_cost(state, tag)
        if state[2] not in best or value > best[state[2]][0]:
            best[state[2]] = (value, state)
    return list(best.values())


def _after_redundant(state: _State, sign: str) -> tuple[_State, float]:
    """The state after a redundant part (a separator `sign`, or words if it is ""), and its cost."""
    if sign:
        return (state[0], state[1] or sign in _DASHES, state[2], state[3]), 0.0
    cost = 0.0 if state[3] else _REPEATS_FIRST if state[0] == "^" else _REPEATS
    return (*state[:3], True), cost


def _keep(ways: dict[_State, _Way], state: _State, way: _Way) -> None:
    """Keep a way to a state if it is better than the one known."""
    known = ways.get(state)
    if known is None or way[0] > known[0]:
        ways[state] = way


def _trace_back(address: str, ways: list[dict[_State, _Way]]) -> list[Part]:
    """The parts along the best way to the end."""
    parts: list[Part] = []
    at = len(address)
    state = max(ways[at], key=lambda one: ways[at][one][0])
    while at > 0:
        _, start, before, tag = ways[at][state]
        parts.append(Part(start, at, tag, address[start:at]))
        at, state = start, before
    return parts[::-1]
