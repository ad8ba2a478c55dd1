"""Who is calling: the internal token, the staff's session, the chat token, the resident's session."""

from __future__ import annotations

import hmac

from flask import request, session

from portal.staff import service as staff
from portal.web import StaffActor, parts, per_request


class Caller:
    """Implements `portal.web.Identify`; each answer is found once a request."""

    def is_bot(self) -> bool:
        return hmac.compare_digest(_bearer().encode(), parts().settings.internal_token.encode())

    def staff(self) -> StaffActor | None:
        account_id = session.get("account_id")
        if not isinstance(account_id, int):
            return None

        def find() -> StaffActor | None:
            with parts().db.read() as s:
                return staff.actor(s, account_id)

        found = per_request("staff", find)
        return found if isinstance(found, StaffActor) else None

    def contact_point_id(self) -> int | None:
        raise NotImplementedError

    def resident_id(self) -> int | None:
        raise NotImplementedError


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
