"""A reporter who says that it is over, adds words, and what becomes of the case."""

from __future__ import annotations

from itertools import count
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records.event_log import projection, replayed
from portal.storage.parts import Parts

_keys = count(1)


def all_clear(line: Parts, internal: FlaskClient, case_no: str, text: str, *, false_alarm: bool, ends: bool) -> Any:
    """What the bot tells the portal; the answer's status and body."""
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": f"{next(_keys)}:all_clear"}
    body = {"contact": reporter, "text": text, "false_alarm": false_alarm, "ends": ends}
    return internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers)


def case_of(line: Parts, case_no: str) -> tuple[str, str, bool]:
    """State, urgency, and whether its row agrees with its events."""
    with line.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        return case.state, case.urgency, replayed(case) == projection(case)
