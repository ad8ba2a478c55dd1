"""A governance backend by Open311 GeoReport v2.

The standard has no idempotency key. So each report carries our key in its description, and what is in doubt is looked
for in the list of requests before anything is sent again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from portal.adapters.bounded_http import BoundedHttp
from portal.kernel.ports import DeliveryFailed, InDoubt, News, NewsStatus, Operation, Receipt, Submission

STATUSES = {
    "open": NewsStatus.PROGRESS,
    "acknowledged": NewsStatus.ACKNOWLEDGED,
    "investigating": NewsStatus.ACKNOWLEDGED,
    "in_progress": NewsStatus.PROGRESS,
    "planned": NewsStatus.PROGRESS,
    "action_scheduled": NewsStatus.PROGRESS,
    "closed": NewsStatus.RESOLVED,
    "fixed": NewsStatus.RESOLVED,
    "no_further_action": NewsStatus.SENT_BACK,
    "not_councils_responsibility": NewsStatus.SENT_BACK,
    "duplicate": NewsStatus.SENT_BACK,
}
"""Their status (the standard's two, and the further ones that are in use) → what it means for the case."""
# of an update that we send, the status by what happened to the case
_STATUS_TOLD = {Operation.WITHDRAWAL: "closed", Operation.REOPENING: "open", Operation.SUPERVISION: "open"}
LONGEST = 4000  # characters of a description
CLOCK_SKEW = timedelta(minutes=2)  # how far their clock may be from ours
MOST_PAGES = 20  # of one list
FULL_PAGE = 1000  # records: a first page with as many, and no second one, may have been cut off
BATCH = 50  # numbers (service_request_id) asked about in one request
_OURS = re.compile(r"\[\S{1,30} [a-z]{20}\]\s*\Z")  # the end of a text that we sent (`_with_key`)
_UNSUPPORTED = ("http-404", "http-405", "http-501")  # codes of a server that does not know a list


class Open311:
    """Submits cases to one endpoint (`…/v2`), and asks it for news of them."""

    repeats_safely = False

    def __init__(
        self, name: str, url: str, api_key: str, jurisdiction: str = "", *, http: BoundedHttp | None = None
    ) -> None:
        self.name, self._url, self._key, self._jurisdiction = name, url.rstrip("/"), api_key, jurisdiction
        self._http = http or BoundedHttp()

    def submit(self, submission: Submission, idempotency_key: str) -> str:
        """Report it; returns its number there, "" if there is only a token for it yet. Raises DeliveryFailed or InDoubt."""
        return self.deliver(submission, idempotency_key).reference

    def deliver(self, submission: Submission, key: str) -> Receipt:
        """Deliver a dispatch as a new request, any other operation as an update of it.

        Raises DeliveryFailed (also if the server takes no updates) or InDoubt.
        """
        if submission.operation == Operation.DISPATCH:
            return _receipt(self._post("requests", _report(submission, key), key))
        self._post("servicerequestupdates", _update(submission, key), key)
        return Receipt(submission.reference)

    def find(self, submission: Submission, key: str, token: str, since: datetime) -> Receipt | None:
        """Look for the delivery: a dispatch by its token, or among the requests by our key in the description.

        Any other operation: among the updates, by our key in the description or as `update_id`. Returns None if it is not
        there, and a receipt with the token alone if the server has given no number for it yet.
        """
        if submission.operation != Operation.DISPATCH:
            told = self._list("servicerequestupdates", since - CLOCK_SKEW, None)
            return Receipt(submission.reference) if any(_holds_key(key, one) for one in told) else None
        if token:
            number = _first(self._get(f"tokens/{quote(token, safe='')}")).get("service_request_id")
            return Receipt(_text(number)) if number else Receipt("", token)
        found = (one for one in self._list("requests", since - CLOCK_SKEW, None) if _holds_key(key, one))
        number = next((one.get("service_request_id") for one in found), None)
        return Receipt(_text(number)) if number else None

    def news(self, references: Sequence[str], since: datetime, until: datetime) -> list[News]:
        """Ask `servicerequestupdates` where the server has it, else for the present state of each request, whatever the span.

        Raises DeliveryFailed, also as InDoubt for an answer that cannot be read.
        """
        try:
            told = list(self._list("servicerequestupdates", since, until))
        except DeliveryFailed as failure:
            if failure.code not in _UNSUPPORTED:
                raise
            return [one for one in map(_news_of_request, self._states(references)) if one is not None]
        ours = set(references)
        return [one for one in map(_news_of_update, told) if one is not None and one.reference in ours]

    def _states(self, references: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The present records of these requests, asked for in batches of BATCH."""
        for start in range(0, len(references), BATCH):
            yield from self._get("requests", service_request_id=",".join(references[start : start + BATCH]))

    def _list(self, what: str, start: datetime, end: datetime | None) -> Iterator[dict[str, Any]]:
        """The records of that span, page by page; a server without pages gives a single list.

        Raises DeliveryFailed, also if the list is cut off.
        """
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            span = {"start_date": _moment(start)} | ({"end_date": _moment(end)} if end else {})
            told = self._get(what, **span, **({"page": str(page)} if page > 1 else {}))
            fresh = {_id(one): one for one in told if _id(one) not in seen}
            if not fresh and page == 2 and len(seen) >= FULL_PAGE:
                raise DeliveryFailed("the list is cut off", code="cut-off")
            if not fresh:
                return
            seen |= set(fresh)
            yield from fresh.values()
        raise DeliveryFailed("the list does not end", code="cut-off")

    def _get(self, what: str, **query: str) -> list[dict[str, Any]]:
        given = {"api_key": self._key, "jurisdiction_id": self._jurisdiction} | query
        answer = self._http.send("GET", f"{self._url}/{what}.json", params={k: v for k, v in given.items() if v})
        return _records(answer.body)

    def _post(self, what: str, fields: dict[str, str], key: str) -> list[dict[str, Any]]:
        given = {"api_key": self._key, "jurisdiction_id": self._jurisdiction} | fields
        form = {name: value for name, value in given.items() if value}
        answer = self._http.send("POST", f"{self._url}/{what}.json", data=form, headers={"Idempotency-Key": key})
        return _records(answer.body)


def _report(submission: Submission, key: str) -> dict[str, str]:
    return {
        "service_code": submission.category,
        "address_string": submission.place or submission.extra.get("area", ""),
        "description": _with_key(submission.text, submission.case_no, key),
    }


def _update(submission: Submission, key: str) -> dict[str, str]:
    return {
        "service_request_id": submission.reference,
        "update_id": key,
        "status": _STATUS_TOLD[Operation(submission.operation)],
        "description": _with_key(submission.words or submission.operation, submission.case_no, key),
    }


def _with_key(text: str, case_no: str, key: str) -> str:
    """The text with the case's number and the delivery's key at its end, within the standard's length."""
    end = f"\n[{case_no} {key}]"
    return text[: LONGEST - len(end)] + end


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _records(body: bytes) -> list[dict[str, Any]]:
    """The records of an answer. Raises InDoubt if it is no list of them (one alone counts as a list)."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise InDoubt("the answer cannot be read", code="malformed") from None
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InDoubt("the answer cannot be read", code="malformed")
    return found


def _receipt(told: list[dict[str, Any]]) -> Receipt:
    one = _first(told)
    number, token = _text(one.get("service_request_id")), _text(one.get("token"))
    if not number and not token:
        raise InDoubt("the answer has neither number nor token", code="malformed")
    return Receipt(number, token)


def _first(told: list[dict[str, Any]]) -> dict[str, Any]:
    return told[0] if told else {}


def _text(value: Any) -> str:
    return str(value)[:200] if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _id(one: dict[str, Any]) -> str:
    """The record's own id; if it has none (a request, and the updates of some servers), its number, status and time."""
    return _text(one.get("update_id")) or ":".join(
        _text(one.get(name)) for name in ("service_request_id", "status", "updated_datetime")
    )


def _holds_key(key: str, one: dict[str, Any]) -> bool:
    return key in str(one.get("description") or "") or one.get("update_id") == key


def _news_of_update(one: dict[str, Any]) -> News | None:
    told = str(one.get("description") or "")
    if _OURS.search(told):
        return None  # what we told it is listed among the updates, and is no word of the body
    return _news(one, f"update:{_id(one)}", told)


def _news_of_request(one: dict[str, Any]) -> News | None:
    told = str(one.get("status_notes") or "")
    told = "" if _OURS.search(told) else told
    return _news(one, f"state:{_id(one)}", told)


def _news(one: dict[str, Any], id: str, text: str) -> News | None:
    """The record as news with the id `id`; None if it says nothing new, or lacks number, time or a known status."""
    given = str(one.get("status") or "").lower()
    if not text and given == "open":
        return None  # that it is open says nothing new
    status = STATUSES.get(given)
    number = _text(one.get("service_request_id"))
    try:
        at = datetime.fromisoformat(str(one.get("updated_datetime") or ""))
    except ValueError:
        return None
    if status is None or not number or at.tzinfo is None:
        return None
    return News(id[:200], number, status, text[:LONGEST], at)
