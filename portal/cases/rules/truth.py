"""Count what staff claimed and what the reporters said to it: a *fix* is a claim that the matter is done (办结, 自办自结). Pure.

Fixes are read from the events of cases; claims of calls and visits are counted by `records.truth`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from portal.cases.rules.lifecycle import Actor, Verb

# by which staff claim that a matter is done
FIX_VERBS = (Verb.RESOLVE, Verb.HANDLE_ON_SPOT)
FIXED_BY = (
    "fixed_by"  # in the data of a merged case's fix: the code of the body that fixed the main case; null: of no body
)
DISPUTED = "disputed"  # in the data of the system's RECALL: the reporter does not accept the result
BY_ACCUSED = "by_accused"  # in a fix's data: the body that resolved the case is the one that it complains of
UNSENT = "unsent"  # in the data of a follow-up: no message with the question could go to the reporter
FOR_HANDLERS = "for_handlers"  # in a clerk's or supervisor's NOTE: the handler reads it, too
LOOKED_THROUGH = "looked_through"  # beside FOR_HANDLERS: the case was told in confidence already, so that whoever wrote the note was asked what it tells
TOLD_DESPITE = "told_despite"  # in a NOTE: why words that tell of the reporter were written for handlers all the same
ASKED = "asked_in_person"  # in a note's data: staff phoned or visited the reporter, and wrote what they said
NAME_STRUCK = "name_struck"  # in an ADD_DETAIL: the reporter had their own name struck out of all that was said
# in the data of an ATTEST: what the reporter says of the fix of a case that their denial of a call or visit had reopened
FIXED = "fixed"
ANSWER_VERBS = (Verb.CLOSE, Verb.REOPEN)  # the reporter's: done, not done
_Z = 1.959964  # standard deviations to either side of a 95 % interval


@dataclass(frozen=True)
class FixEvent:
    """An event of a case that bears on its fixes: which body has it, that it is done, what the reporter said to that."""

    case_id: int
    at: datetime
    verb: str
    actor: str
    data: Mapping[str, Any]


@dataclass
class ClaimCounts:
    """How many claims of one kind there are. `silent`: asked about and not answered (yet); `unasked`: no reporter was asked.

    Neither counts in the rate.
    """

    confirmed: int = 0
    denied: int = 0
    silent: int = 0
    unasked: int = 0

    @property
    def answered(self) -> int:
        """How many the reporters confirmed or denied."""
        return self.confirmed + self.denied

    @property
    def claimed(self) -> int:
        """How many there are."""
        return self.answered + self.silent + self.unasked

    @property
    def rate(self) -> float | None:
        """The share of answered claims that were confirmed; None if none was answered."""
        return self.confirmed / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of `rate` (Wilson 1927, JASA 22, 209-212); None if none was answered."""
        return wilson(self.confirmed, self.answered) if self.answered else None

    def count(self, answer: str, number: int = 1, *, asked: bool = True) -> None:
        """Count claims with this answer: "confirmed", "denied", or "" while nobody answered, or was `asked`."""
        name = answer or ("silent" if asked else "unasked")
        setattr(self, name, getattr(self, name) + number)


@dataclass
class Truth:
    """How often a body, or the desk and the grid workers together, claimed a fix or a contact, and what reporters answered."""

    fixes: ClaimCounts = field(default_factory=ClaimCounts)
    contacts: ClaimCounts = field(default_factory=ClaimCounts)
    despite: int = 0  # fixes whose reply was sent although its words had faults (`reading.staff_words.reply_check`)


class _Numbered(Protocol):
    """An event by its number and verb."""

    @property
    def serial(self) -> int: ...
    @property
    def verb(self) -> str: ...


def taken_back(events: Iterable[_Numbered]) -> set[int]:
    """The serials of the fixes that were taken back as mistakes."""
    found, fix = set(), 0
    for event in events:
        fix = event.serial if event.verb in FIX_VERBS else fix
        if event.verb == Verb.TAKE_BACK:
            found.add(fix)
    return found


def wilson(successes: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a share, each bound from 0 to 1. `total` is at least 1."""
    share, square = successes / total, _Z * _Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass
class Fix:
    """One claim that a matter is done. `body`: the code of the one that had the case; "": the desk's or a grid worker's.

    `answer`: "confirmed", "denied", or "" without one. `faulty`: the reply was sent although its words had faults. `asked`: whether the
    question went to the reporter.
    """

    body: str
    faulty: bool
    answer: str = ""
    asked: bool = True


def fixes(events: Iterable[FixEvent], since: datetime, until: datetime | None = None) -> list[Fix]:
    """Each fix claimed from `since` on (and before `until`) in `events`: all that bear on fixes, case by case and in order.

    The reporter's last word before the next claim counts. Reopening a case because nobody called (`unmet`) is no answer to the fix.
    """
    found: list[Fix] = []
    case_id, body, is_open = 0, "", False
    for event in events:
        if event.case_id != case_id:
            case_id, body, is_open = event.case_id, "", False
        body = str(event.data["body"] or "") if "body" in event.data else body
        if event.verb in FIX_VERBS:
            is_open = event.at >= since and (until is None or event.at < until)
            found += [Fix(_whose(event, body), bool(event.data.get("faults")))] if is_open else []
        elif is_open and event.verb == Verb.TAKE_BACK:
            found.pop()
            is_open = False
        elif is_open and event.verb == Verb.FOLLOW_UP:
            found[-1].asked = not event.data.get(UNSENT)
        elif is_open and _answers(event):
            is_done = event.data.get(FIXED, event.verb == Verb.CLOSE)
            found[-1].answer = "confirmed" if is_done else "denied"
    return found


def _whose(event: FixEvent, body: str) -> str:
    """Whose fix the event is: the `body` that has the case, of a merged case that of its main case; "": of no body."""
    if event.verb == Verb.HANDLE_ON_SPOT:
        return ""
    return str(event.data.get(FIXED_BY, body) or "")


def _answers(event: FixEvent) -> bool:
    """Whether the event is the reporter's word on whether the matter is done."""
    says = event.verb in ANSWER_VERBS and "unmet" not in event.data
    return event.actor == Actor.RESIDENT and (says or FIXED in event.data)
