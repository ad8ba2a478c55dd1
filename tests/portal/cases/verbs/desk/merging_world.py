"""Two neighbours who report the same trouble."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.verbs.desk import merging
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, add_contact, draft, pushes, report


@pytest.fixture
def neighbour(parts: Parts, community: None) -> int:
    """A second reporter."""
    return add_contact(parts, "neighbour")


def together(s: Session, parts: Parts, who: Find, reporter: int, neighbour: int) -> tuple[Case, Case]:
    """(the main case, the neighbour's merged into it)."""
    said = draft(personal=[{"text": "王小梅", "start": 15, "end": 18, "type": "name"}])
    main = report(s, parts, reporter, "柳树里3栋的路灯坏了三天了，我是王小梅", draft=said)
    other = report(s, parts, neighbour, "3栋门口路灯不亮，晚上看不见")
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    return main, other


def told(s: Session, contact: int) -> list[str]:
    """The templates of what this reporter was sent, in order."""
    return [str(one["template"]) for one in pushes(s) if one["contact_point_id"] == contact]


INSULTED = "路灯队的人上门骂老人"
