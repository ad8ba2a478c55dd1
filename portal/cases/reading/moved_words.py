"""Put the present place into words that name one which was corrected since (3栋楼下的路灯不亮, of 5栋 by now). Pure."""

from __future__ import annotations

import re

_SEPARATOR = "、"  # between the places of a case
_NUMBERED = re.compile(
    r"(?P<number>[0-9A-Za-z]{1,5}|[一二三四五六七八九十百]{1,4})(?P<unit>栋|幢|座|号楼|单元|弄|号|室|期|区|组|楼|村)"
)


def at_present_place(text: str, former: str, present: str) -> str:
    """The text with `present` for `former`: each as a whole where the text names it so, else their numbers of one unit (3栋, now 5栋).

    `former`, `present`: places as a case keeps them, joined by 、. Unchanged if there is no present place.
    """
    was, now = former.split(_SEPARATOR), present.split(_SEPARATOR)
    gone, come = [one for one in was if one and one not in now], [one for one in now if one and one not in was]
    if not come:
        return text
    for place in sorted(gone, key=len, reverse=True):
        if place in text:
            return text.replace(place, come[0])
    return _renumbered(text, _numbers(gone), _numbers(come))


def _numbers(places: list[str]) -> dict[str, str]:
    """The unit → its number in the places, for units that have only one."""
    found: dict[str, set[str]] = {}
    for place in places:
        for one in _NUMBERED.finditer(place):
            found.setdefault(one["unit"], set()).add(one["number"])
    return {unit: next(iter(numbers)) for unit, numbers in found.items() if len(numbers) == 1}


def _renumbered(text: str, was: dict[str, str], now: dict[str, str]) -> str:
    """The text with the present number for the former one of each unit that both have."""

    def present(found: re.Match[str]) -> str:
        unit = found["unit"]
        return now[unit] + unit if unit in now and was.get(unit) == found["number"] else found.group()

    return _NUMBERED.sub(present, text)
