"""A secret vote that is open, for tests of messages sent meanwhile: only its texts matter, no roll or urn is prepared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.consultations.models import Consultation
from portal.staff.models import Committee
from portal.storage.parts import Parts


def open_secret_vote(
    parts: Parts, title: str, questions: Sequence[dict[str, Any]], *, topic: str = "public_welfare"
) -> None:
    """Add an open secret vote that lasts a day, with a committee of its own."""
    now = parts.clock.now()
    with parts.db.write() as s:
        committee = Committee(kind="residents_committee", name=f"{title}的居委会")
        s.add(committee)
        s.flush()
        s.add(
            Consultation(
                committee_id=committee.id,
                template="residents_assembly",
                template_version=1,
                template_text="",
                topic=topic,
                title=title,
                text="",
                questions=list(questions),
                basis="persons",
                secrecy="secret",
                state="open",
                opens_at=now,
                closes_at=now + timedelta(days=1),
                created_at=now,
            )
        )
