"""Put our cases into the records of Open311 GeoReport v2. Pure.

The standard knows two states. A case that its handler calls done stays "open" until its reporter agrees or has given no
answer: a system that waits for "closed" must not take the handler's word for the reporter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.cases.rules.lifecycle import State, Verb
from portal.kernel.time_zone import SHANGHAI

STATUS: Mapping[State, str] = {  # our state → the standard's
    State.REPORTED: "open",
    State.ACCEPTED: "open",
    State.DISPATCHED: "open",
    State.IN_PROGRESS: "open",
    State.RESOLVED: "open",
    State.CLOSED: "closed",
    State.REJECTED: "closed",
    State.WITHDRAWN: "closed",
}
UPDATES = frozenset(
    {Verb.ACCEPT, Verb.REJECT, Verb.DISPATCH, Verb.ACKNOWLEDGE, Verb.PROGRESS, Verb.SEND_BACK, Verb.RECALL, Verb.TRANSFER,
     Verb.HANDLE_ON_SPOT, Verb.RESOLVE, Verb.TAKE_BACK, Verb.CLOSE, Verb.REOPEN, Verb.WITHDRAW,
     Verb.RESTORE}
)  # fmt: skip
"""The verbs whose events an app reads as updates of its request."""
LONGEST_DESCRIPTION = 4000  # characters, by the standard's schema
_UNIT_OR_ROOM = re.compile(  # 2单元, 2单元502, 502室, the 502 of 3栋502, 12-2-502
    r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})单元"
    r"(?:[ 　-]?(?:[0-9０-９]{3,4}|[零〇一二三四五六七八九]{3,4})(?:室|房间|房|号房|号)?(?![0-9０-９路弄米元人楼年]))?"
    r"|(?:[0-9０-９]{3,4}|(?<![零〇一二三四五六七八九十百])(?:[零〇一二三四五六七八九]{3,4}|[一二三四五六七八九两]百[零〇一二三四五六七八九十]{1,3}))(?:室|房间|房|号房)"
    r"|(?<=[栋幢楼座])[零〇一二三四五六七八九]{3,4}(?![零〇一二三四五六七八九十百路号弄米元人])"
    r"|(?<=[栋幢楼座])[0-9０-９]{3,4}(?![0-9０-９路号弄米元人])"
    r"|(?<![0-9-])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])"
)


@dataclass(frozen=True)
class ReadableCase:
    """A case as the app that filed it may read it: of the reporter's words only those that a handler would read."""

    case_no: str
    state: State
    category: str
    text: str
    place: str
    agency: str
    reported_at: datetime
    changed_at: datetime
    due_at: datetime | None  # None: an emergency, which has no promised day
    danger: str = ""  # of an emergency that is not called done: which; else ""


@dataclass(frozen=True)
class Update:
    """An event of a case as an update of its request. `state`: the case's afterwards; `text`: what the app may read of it."""

    id: str
    case_no: str
    state: State
    text: str
    at: datetime


def services(codes: Iterable[str], names: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """GET services: a record for each code. `names`: code → the category's name at each level, the broadest first."""
    return [
        {
            "service_code": code,
            "service_name": names[code][-1],
            "description": " / ".join(names[code]),
            "metadata": True,
            "type": "realtime",
            "keywords": None,
            "group": names[code][0],
        }
        for code in codes
    ]


def definition(code: str, kinds: Iterable[tuple[str, str]], asks: Mapping[str, str]) -> dict[str, Any]:
    """GET services/{code}: the two attributes that a report may have, `kind` (of `kinds`: code, label) and `time`.

    `asks`: what each asks for, by its code.
    """
    return {
        "service_code": code,
        "attributes": [
            _attribute(1, "kind", "singlevaluelist", asks["kind"], [{"key": key, "name": name} for key, name in kinds]),
            _attribute(2, "time", "string", asks["time"], []),
        ],
    }


def _attribute(order: int, code: str, datatype: str, asks: str, values: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": asks,
        "values": values,
    }


def request(told: ReadableCase, names: Sequence[str], advice: str = "") -> dict[str, Any]:
    """One record of GET requests. `names`: the category's name at each level. No coordinates: they would lead to a door.

    `advice`: of an emergency, the number to call and what to do; the app shows `service_notice`, some only `status_notes`.
    """
    return {
        "service_request_id": told.case_no,
        "status": STATUS[told.state],
        "status_notes": f"{advice}{told.state.plain}",
        "service_name": names[-1] if names else None,
        "service_code": told.category,
        "description": without_room(told.text)[:LONGEST_DESCRIPTION],
        "agency_responsible": told.agency or None,
        "service_notice": advice or None,
        "requested_datetime": rfc3339(told.reported_at),
        "updated_datetime": rfc3339(told.changed_at),
        "expected_datetime": rfc3339(told.due_at) if told.due_at is not None else None,
        "address": without_room(told.place) or None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def update(one: Update) -> dict[str, Any]:
    """One record of GET servicerequestupdates."""
    return {
        "update_id": one.id,
        "service_request_id": one.case_no,
        "status": STATUS[one.state],
        "updated_datetime": rfc3339(one.at),
        "description": without_room(one.text)[:LONGEST_DESCRIPTION],
        "media_url": None,
    }


def without_room(text: str) -> str:
    """The text without unit and room, because no more of a place than the building is public."""
    return _UNIT_OR_ROOM.sub("", text)


def rfc3339(at: datetime) -> str:
    """RFC 3339, to the second, in Shanghai time."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
