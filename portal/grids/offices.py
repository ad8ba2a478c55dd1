"""The offices where people begin a way out (信访工作条例 31 (一)–(五)), from `offices` of `community.json`. Pure.

A reporter is told of an office only what that list says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from portal.grids.fault_words import sentence

LONGEST = {
    "code": 40,
    "way": 20,
    "name": 25,
    "address": 60,
    "phone": 30,
    "hours": 30,
}  # characters at most, so that an SMS holds them
PHONE = re.compile(r"1(?:10|19|20|22)|(?=(?:[^0-9]{0,9}[0-9]){5})[0-9 +\-转]{5,30}")


class Way(StrEnum):
    """The six ways out of 信访工作条例 31. A matter that none of them fits, item (六), is handled by the town itself.

    LITIGATION and JUSTICE (procuracy, police) are item (一), ARBITRATION (二), APPEAL (三), ADMINISTRATIVE (四),
    ENFORCEMENT (五).
    """

    LITIGATION = "litigation"
    JUSTICE = "justice"
    ARBITRATION = "arbitration"
    APPEAL = "appeal"
    ADMINISTRATIVE = "administrative"
    ENFORCEMENT = "enforcement"


@dataclass(frozen=True)
class Office:
    """Where people go to begin one of the ways out."""

    code: str
    way: Way
    name: str
    address: str
    phone: str
    hours: str

    def facts(self) -> dict[str, str]:
        """What an event keeps of it (its name as `office`), so that what was told stays when the list changes."""
        kept = asdict(self)
        return {"office": kept["name"], **{key: str(kept[key]) for key in ("address", "phone", "hours")}}


def offices(community: Mapping[str, Any]) -> list[Office]:
    """The offices in the contents of `community.json`, by way; the list must have no `faults`."""
    found = [Office(**{**row, "way": Way(row["way"])}) for row in community.get("offices", ())]
    return sorted(found, key=lambda one: list(Way).index(one.way))


def faults(rows: object) -> list[str]:
    """What is wrong with the list as read from the file, a Chinese sentence each."""
    if not isinstance(rows, list):
        return [sentence("offices.not_list")]
    found = [
        sentence("offices.row", number=number, why=why) for number, row in enumerate(rows, 1) if (why := _fault(row))
    ]
    codes = [row["code"] for row in rows if isinstance(row, dict) and "code" in row]
    return found + [sentence("offices.twice", code=code) for code in dict.fromkeys(codes) if codes.count(code) > 1]


def _fault(row: object) -> str:
    """What is wrong with one office; "" if nothing."""
    if not isinstance(row, dict) or set(row) != set(LONGEST):
        return sentence("offices.fields", fields="、".join(LONGEST))
    for name, most in LONGEST.items():
        if not isinstance(row[name], str) or not 1 <= len(row[name].strip()) <= most:
            return sentence("offices.length", name=name, most=most)
    if row["way"] not in set(Way):
        return sentence("offices.way", ways="、".join(Way))
    return "" if PHONE.fullmatch(row["phone"]) else sentence("offices.phone", phone=row["phone"])
