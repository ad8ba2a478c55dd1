"""A case that another system filed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case


def only_case(s: Session) -> Case:
    return s.scalars(sa.select(Case)).one()
