"""What the worker does for cases."""

from __future__ import annotations

from portal.cases.models import Case
from portal.cases.verbs.tasks import submit_case
from portal.outbox.delivery import deliver_due
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import report


def test_a_case_is_handed_to_the_backend_and_its_reference_kept(parts: Parts, reporter: int) -> None:
    """`submit_case` goes to the port with a stable key."""
    with parts.db.write() as s:
        report(s, parts, reporter)
    deliver_due(parts.db, parts.clock, {"submit_case": submit_case(parts)})
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert case.backend == parts.backend.name
        assert case.backend_reference
