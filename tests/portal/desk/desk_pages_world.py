"""A case of a broken lamp at the desk, and where it stands."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, report

TEXT = "柳树里3栋的路灯坏了三天了，打13912345678找我"


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A reported case whose reporter left a number."""
    with parts.db.write() as s:
        return report(s, parts, reporter, TEXT, answers={"contact": "13912345678"}).case_no


def state_of(parts: Parts, number: int = 1) -> str:
    with parts.db.read() as s:
        return s.get_one(Case, number).state


def given_to_lamps(s: Session, parts: Parts, number: int = 1) -> None:
    desk_actions.dispatch(s, parts, s.get_one(Case, number), actors.staff(s, actor(s, Role.DESK)), body="lamps")


def picture(field: str, colour: str = "black") -> dict[str, Any]:
    """A picture in this field of a form."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "JPEG")
    return {field: (io.BytesIO(out.getvalue()), "a.jpg")}


def pictures() -> dict[str, Any]:
    """A picture from before the work and one from after it."""
    return picture("before") | picture("photos", "white")
