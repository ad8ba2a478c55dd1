"""A governance backend by signed webhook: one JSON body per operation, posted to the address that the operator set.

Every attempt carries the same key (`id`, and the Idempotency-Key header), on which the receiver must act once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from portal.adapters.bounded_http import BoundedHttp
from portal.kernel.ports import News, Receipt, Submission

Sign = Callable[[bytes], str]
"""The `Linli-Signature` of a body sent now."""


class Webhook:
    """Posts to one address. The other system posts its news to us (`POST /api/v1/backend/updates`)."""

    repeats_safely = True

    def __init__(self, name: str, url: str, sign: Sign, *, http: BoundedHttp | None = None) -> None:
        self.name, self._url, self._sign = name, url, sign
        self._http = http or BoundedHttp()

    def submit(self, submission: Submission, idempotency_key: str) -> str:
        """Post it; returns the receiver's reference. Raises DeliveryFailed or InDoubt."""
        return self.deliver(submission, idempotency_key).reference

    def deliver(self, submission: Submission, key: str) -> Receipt:
        """Post it. Any 2xx is a receipt; the reference is the `reference` of its JSON object, else our key."""
        body = json.dumps(body_of(submission, key), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Linli-Signature": self._sign(body),
        }
        answer = self._http.send("POST", self._url, content=body, headers=headers)
        return Receipt(_reference(answer.body) or key)

    def find(self, submission: Submission, key: str, token: str, since: datetime) -> Receipt | None:
        """Return None: the receiver cannot be asked, and need not be, since the same key may be sent again."""
        return None

    def news(self, references: Sequence[str], since: datetime, until: datetime) -> list[News]:
        """Return none: the other system posts them."""
        return []


def body_of(submission: Submission, key: str) -> dict[str, Any]:
    """The body that is posted (docs/backends.md). `id` is the delivery's key; news that answers it names it as `handover`."""
    return {
        "id": key,
        "operation": submission.operation,
        "case_no": submission.case_no,
        "reference": submission.reference or None,
        "category": submission.category or None,
        "kind": submission.kind,
        "urgency": submission.urgency,
        "body": submission.body,
        "grid": submission.grid,
        "place": submission.place,
        "text": submission.text,
        "words": submission.words,
        "due_at": submission.due_at.isoformat() if submission.due_at else None,
        **submission.extra,
    }


def _reference(body: bytes) -> str:
    """The `reference` in the answer, as text of at most 200 characters; "" if it is no JSON object with one."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    given = found.get("reference") if isinstance(found, dict) else None
    return str(given)[:200] if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
