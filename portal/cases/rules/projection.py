"""The facts of a case, computed from its events. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from portal.cases.rules.lifecycle import UNRESOLVED, State, Verb


@dataclass(frozen=True)
class PastEvent:
    """One event as `replay` reads it; `data` holds what it sets, in codes, ids and dates, and no words of the reporter."""

    verb: Verb
    at: datetime
    data: Mapping[str, Any]
    to_state: State


@dataclass(frozen=True)
class Projection:
    """The facts of a case that its events determine and its row repeats."""

    state: State = State.REPORTED
    state_serial: int = 0  # of the event that set the state
    kind: str | None = None
    category: str | None = None
    urgency: str | None = None
    regime: str = "community"  # a value of `Regime`
    grid: str | None = None
    body: str | None = None
    worker_id: int | None = None
    dispatched: bool = False
    due_at: datetime | None = None
    half_at: datetime | None = None  # when 50 % of its clock will have passed
    most_at: datetime | None = None  # when 80 % will have passed
    provisional: bool = False  # whether the deadline is, as a year's holiday notice is not known yet
    close_reason: str | None = None
    reopened: int = 0  # how often; a restoring after it was resolved counts
    sent_back: int = 0  # how often
    resolved_at: datetime | None = None
    closed_at: datetime | None = None  # when it was closed, rejected or withdrawn
    reminded_at: datetime | None = None
    supervised_at: datetime | None = None
    return_asked_at: datetime | None = None  # when the handler asked a supervisor to be allowed to send the case back
    extension_asked_at: datetime | None = None  # when the handler asked for more time
    extended: int = 0  # how often
    paused_until: datetime | None = None  # the reporter was asked; until then, at most, the clock stands still
    pauses: int = 0  # how many there were
    conduct: str = ""  # a value of `Conduct`
    confidential: bool = False
    may_be_named: bool = False
    merged_into: int | None = None  # a case's id
    seal: str = ""  # a value of `Seal`; "": not sealed
    joint_kind: str = ""  # a value of `JointKind`, once a body was given a part
    parts_open: int = 0  # parts that are neither done nor struck


_FACTS = (  # fields of `Projection` that an event's data may set, by the same names
    "kind", "category", "urgency", "regime", "grid", "body", "worker_id", "dispatched", "provisional", "close_reason", "conduct",
    "confidential", "may_be_named", "merged_into", "seal", "joint_kind",
)  # fmt: skip


# states in which a handler has the case
_WITH_HANDLER = (State.DISPATCHED, State.IN_PROGRESS)
# verbs that give it to a handler; what another had asked for is then void
_DISPATCHING = (Verb.DISPATCH, Verb.TRANSFER)


def apply(before: Projection, serial: int, event: PastEvent) -> Projection:
    """The facts after one more event: those in its data, the state, and what the verb itself sets (`resolved_at` …).

    What a handler asked for (a return, more time) is void once no handler works on the case any more, or a new one does.
    """
    now = replace(before, **{name: event.data[name] for name in _FACTS if name in event.data})
    if not now.dispatched or event.to_state not in _WITH_HANDLER or event.verb in _DISPATCHING:
        now = replace(now, return_asked_at=None, extension_asked_at=None)
    now = replace(now, **_moments(event))
    now = replace(now, paused_until=_paused_until(now, event))
    if event.to_state is not before.state or event.verb is Verb.REPORT:
        now = replace(now, state=event.to_state, state_serial=serial)
    sets = _SETS.get(event.verb)
    return replace(now, **sets(now, event.at)) if sets else now


_SETS: Mapping[Verb, Callable[[Projection, datetime], Mapping[str, Any]]] = {
    Verb.REOPEN: lambda now, _at: {
        "reopened": now.reopened + 1, "close_reason": None, "resolved_at": None, "closed_at": None,
    },
    Verb.RESTORE: lambda now, _at: {  # a new round only if the one before was resolved
        "reopened": now.reopened + (now.resolved_at is not None), "resolved_at": None, "closed_at": None,
    },
    Verb.TAKE_BACK: lambda _now, _at: {"resolved_at": None},
    Verb.RESOLVE: lambda _now, at: {"resolved_at": at},
    Verb.HANDLE_ON_SPOT: lambda _now, at: {"resolved_at": at},
    Verb.SEND_BACK: lambda now, _at: {"sent_back": now.sent_back + 1},
    Verb.CONFIRM_RETURN: lambda now, _at: {"sent_back": now.sent_back + 1},
    Verb.ASK_RETURN: lambda _now, at: {"return_asked_at": at},
    Verb.KEEP: lambda _now, _at: {"return_asked_at": None},
    Verb.ASK_EXTENSION: lambda _now, at: {"extension_asked_at": at},
    Verb.GRANT_EXTENSION: lambda now, _at: {"extension_asked_at": None, "extended": now.extended + 1},
    Verb.REFUSE_EXTENSION: lambda _now, _at: {"extension_asked_at": None},
    Verb.ASK_RESIDENT: lambda now, _at: {"pauses": now.pauses + 1},
    Verb.GIVE_PART: lambda now, _at: {"parts_open": now.parts_open + 1},
    Verb.FINISH_PART: lambda now, _at: {"parts_open": now.parts_open - 1},
    Verb.STRIKE_PART: lambda now, _at: {"parts_open": now.parts_open - 1},
    Verb.CLOSE: lambda _now, at: {"closed_at": at},
    Verb.REJECT: lambda _now, at: {"closed_at": at},
    Verb.WITHDRAW: lambda _now, at: {"closed_at": at},
    Verb.REMIND: lambda _now, at: {"reminded_at": at},
    Verb.SUPERVISE: lambda _now, at: {"supervised_at": at},
}  # fmt: skip
"""Verb → what it sets by itself, from the facts so far and its moment."""


def _moments(event: PastEvent) -> Mapping[str, Any]:
    """The moments of the clock (deadline, half and most of it) in the event's data."""
    named = {name: event.data[name] for name in ("due_at", "half_at", "most_at") if name in event.data}
    return {name: datetime.fromisoformat(moment).astimezone(UTC) for name, moment in named.items()}


def _paused_until(facts: Projection, event: PastEvent) -> datetime | None:
    """Until when the clock stands still after the event; a case that is resolved, over or reopened has no pause."""
    if event.to_state not in UNRESOLVED or event.verb is Verb.REOPEN:
        return None
    if "paused_until" not in event.data:
        return facts.paused_until
    moment = event.data["paused_until"]
    return datetime.fromisoformat(moment).astimezone(UTC) if moment else None


def replay(events: Iterable[PastEvent]) -> Projection:
    """The facts of a case computed from all its events, in order."""
    facts = Projection()
    for serial, event in enumerate(events, start=1):
        facts = apply(facts, serial, event)
    return facts
