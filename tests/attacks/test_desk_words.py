"""What clerks read of people who wait: words, never a code of ours."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from portal.channels.models import Handover
from portal.storage.parts import Parts
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]


def test_no_code_of_ours_stands_where_a_clerk_reads_why_somebody_waits(
    town: Parts, seat: Callable[[str], FlaskClient]
) -> None:
    """`gave_up` was shown as it stands in the table; who asked for a person reads as before."""
    for reason in ("gave_up", "asked", "a_reason_of_a_later_bot"):
        who = contact(town)
        with town.db.write() as s:
            s.add(Handover(contact_point_id=who, source_key=reason, reason=reason, text="路灯", at=town.clock.now()))
    page = seat("clerk").get("/desk/handovers").text
    assert "gave_up" not in page
    assert "a_reason_of_a_later_bot" not in page
    assert "机器人没办好" in page
    assert "要找人" in page
