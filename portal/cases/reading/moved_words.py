"""Put the present place into words that name one which was corrected since (3栋楼下的路灯不亮, of 5栋 by now). Pure.

These are the reporter's own words: where it is not sure that a number in them is the place's, they are quoted as they are.
"""

from __future__ import annotations

import re

from portal.cases.reading import introductions, lexicon

_SEPARATOR = "、"  # between the places of a case
_NUMBERED = re.compile(
    r"(?P<number>[0-9A-Za-z]{1,5}|[一二三四五六七八九十百]{1,4})(?P<unit>栋|幢|座|号楼|单元|弄|号|室|期|区|组|楼|村)"
)
_DIGIT = re.compile("[0-9一二三四五六七八九十百]")
_NO_PLACE = re.compile(
    r"号[\s，,]?(?:晚|早|上午|下午|中午|那天|当天|凌晨|半夜|夜|白天|傍晚|起|开始|左右|之前|之后|以前|以后|前|后|到|至|就|才|又|再|周|星期|线|[\(（])"
    r"|室(?:[一二三四五六七八九十百0-9两]{0,2}[厅卫]|内|外|友)"
)
"""A unit and what follows where it counts something else: a date (3号晚上), rooms of a flat (1室1厅)."""


def at_present_place(text: str, former: str, present: str) -> str:
    """The text with the present place for the former: as a whole or, if the text has it only in part, the numbers by unit (3栋, now 5栋).

    `former`, `present`: places as a case keeps them, joined by 、; one that stands in both stays. Of several former ones each that the
    text has whole gives way to the new one in its order.

    Unchanged if no place is gone or none is new, and wherever it is in doubt what the text means: there are not as many new places
    as former ones and the text has more than one, the former place or number stands twice, the present one stands there already (我住3栋，投诉5栋), it may be a date or the rooms of a flat, only the number stands
    after a name that changed, too, or the place is the reporter's home (我是3栋的…).
    """
    was, now = former.split(_SEPARATOR), present.split(_SEPARATOR)
    gone, come = [one for one in was if one and one not in now], [one for one in now if one and one not in was]
    if not gone or not come or _is_only_a_spot(gone, come):
        return text
    before, after = _numbers(gone), _numbers(come)
    said = list(_NUMBERED.finditer(text))
    if _is_in_doubt(text, said, before, after, gone) or _is_a_home(text, said, before, gone):
        return text
    whole = [place for place in gone if place in text and not any(place != one and place in one for one in gone)]
    if whole:
        return _with_each(text, gone, come, whole)
    names = [_NUMBERED.split(places[0])[0] for places in (gone, come)]
    if names[0] != names[1] and names[0] and names[0] in text:
        return text  # 桂花苑 3栋, now 柳树里5栋: with the number alone it would be neither
    return _renumbered(text, before, after)


_SPOT = re.compile(
    "(?:单元|大|家|楼|小区|公司|楼梯)?(?:门口|楼下|拐角处?|转角处?|楼梯口|楼梯|楼道|过道|走廊|走道|门厅)"
)


def _is_only_a_spot(gone: list[str], come: list[str]) -> bool:
    """Whether the former places are spots without a name, which the present ones do not name: 他在单元门口等我 is no less true once its sender is in a shop."""
    return all(map(_SPOT.fullmatch, gone)) and not any(was in now for was in gone for now in come)


def at_present(text: str, former: str, present: str) -> str:
    """The text with the present words for the former ones (a time, a thing), without an ending that the text goes on with (长椅坏了, for the 器材 of 器材坏了).

    Unchanged if it has not the former ones once, or has the present ones already.
    """
    if not (former and present) or not _stands_once(text, former, present):
        return text
    begins = text.find(former)
    behind = text[begins + len(former) :]
    ends = next((at for at in range(1, len(present)) if behind.startswith(present[at:])), len(present))
    return text[:begins] + present[:ends] + behind


def _numbers(places: list[str]) -> dict[str, str]:
    """The unit → its number in the places, for units that have only one."""
    found: dict[str, set[str]] = {}
    for place in places:
        for one in _NUMBERED.finditer(place):
            found.setdefault(one["unit"], set()).add(one["number"])
    return {unit: next(iter(numbers)) for unit, numbers in found.items() if len(numbers) == 1}


def _is_in_doubt(
    text: str, said: list[re.Match[str]], was: dict[str, str], now: dict[str, str], gone: list[str]
) -> bool:
    """Whether a number that would be replaced is not surely the place's, or could be replaced only in part.

    `said`: the numbers with units in the text. `was`, `now`: unit → number of the former places (`gone`) and of the present ones.
    """
    named = [(one["unit"], one["number"]) for one in said]
    for unit, number in was.items():
        if now.get(unit) == number or (unit, number) not in named:
            continue
        at = [one for one in said if (one["unit"], one["number"]) == (unit, number)]
        if len(at) > 1 or unit not in now or (unit, now[unit]) in named or not _is_of(text, at[0], gone):
            return True
    return False


def _is_of(text: str, one: re.Match[str], places: list[str]) -> bool:
    """Whether a number with its unit in the text may be that of the places, and is no date (3号晚上) nor the rooms of a flat (1室1厅).

    A 号 only after the same two characters as in a place (花路3号): it is a date more often than a house.
    """
    if _NO_PLACE.match(text, one.start("unit")):
        return False
    if not re.fullmatch("号", one["unit"]):
        return True
    fronts = [place[: place.find(one.group())][-2:] for place in places if place.find(one.group()) > 0]
    said = text[: one.start()].rstrip()
    return any(said.endswith(front) for front in fronts)


def _is_a_home(text: str, said: list[re.Match[str]], was: dict[str, str], gone: list[str]) -> bool:
    """Whether a former place, or the number of one, stands in words by which somebody says who they are, or where they live."""
    numbers = [one.start() for one in said if was.get(one["unit"]) == one["number"]]
    places = [at for place in gone if (at := text.find(place)) >= 0]
    homes = introductions.clauses(lexicon.simplified(text))
    return any(start <= at < end for at in [*numbers, *places] for start, end in homes)


def _with_each(text: str, gone: list[str], come: list[str], whole: list[str]) -> str:
    """The text with a new place for each former one that it has whole; unchanged if it is not clear which is for which."""
    if len(gone) != len(come) and len(whole) > 1:
        return text
    new = dict(zip(gone, come, strict=False)) if len(gone) == len(come) else dict.fromkeys(gone, come[0])
    moved = {place: new[place] for place in whole if _stands_once(text, place, new[place])}
    if not moved:
        return text
    return re.sub("|".join(map(re.escape, moved)), lambda found: moved[found.group()], text)


def _stands_once(text: str, place: str, present: str) -> bool:
    """Whether the former place stands in the text once, not as the end of a longer number, and the present one does not."""
    at = text.find(place)
    cut = _DIGIT.match(place) and at > 0 and _DIGIT.match(text, at - 1)
    return text.count(place) == 1 and present not in text and not cut


def _renumbered(text: str, was: dict[str, str], now: dict[str, str]) -> str:
    """The text with the present number for the former one of each unit that both have."""

    def present(found: re.Match[str]) -> str:
        unit = found["unit"]
        return now[unit] + unit if unit in now and was.get(unit) == found["number"] else found.group()

    return _NUMBERED.sub(present, text)
