"""The people of a grid's service team (组团式服务), by post, with phone numbers; those who left stay on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.grids.fault_words import sentence
from portal.grids.models import Grid, GridPerson
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.phones import mobile

MOST = 60  # people in one grid's team


class Post(StrEnum):
    """The posts of a service team, in the order in which they are listed."""

    LEADER = "leader"  # 网格长
    FULL_TIME = "full_time"  # 专职网格员
    PART_TIME = "part_time"  # 兼职网格员
    INSTRUCTOR = "instructor"  # 网格指导员
    MICRO_LEADER = "micro_leader"  # 微网格长: heads a part of the grid

    @property
    def label(self) -> str:
        return sentence(f"post.{self}")


def enter(s: Session, grid: str, post: str, name: str, phone: str, *, by: int, now: datetime) -> GridPerson:
    """Enter a person into the grid's team. `by`: an account's id. Raises Invalid."""
    found = s.get(Grid, grid)
    if found is None or found.ended_on is not None:
        raise Invalid(_("请选一个现在的网格"))
    if post not in set(Post):
        raise Invalid(_("请选一个岗位"))
    name = name.strip()
    if not 1 <= len(name) <= 40:
        raise Invalid(_("名字要有，且不超过 40 个字"))
    number = mobile(phone) if phone.strip() else ""
    if number is None:
        raise Invalid(_("电话要是手机号，或者不填"))
    if len(of_grid(s, grid)) >= MOST:
        raise Invalid(_("一个网格最多 %(most)s 个人", most=MOST))
    fresh = GridPerson(grid=grid, post=post, name=name, phone=number, entered_by=by, entered_at=now)
    s.add(fresh)
    s.flush()
    return fresh


def leave_team(s: Session, person_id: int, now: datetime) -> GridPerson:
    """Note that somebody left the team. Raises NotFound unless they are in it."""
    found = s.get(GridPerson, person_id, with_for_update=True)
    if found is None or found.left_at is not None:
        raise NotFound()
    found.left_at = now
    s.flush()
    return found


def of_grid(s: Session, grid: str) -> list[GridPerson]:
    """The grid's team today, by post."""
    return by_grid(s, grid).get(grid, [])


def by_grid(s: Session, *only: str) -> Mapping[str, list[GridPerson]]:
    """Grid's code → its team, by post, then in order of entry; for the grids in `only` or, without any, for all."""
    query = sa.select(GridPerson).where(GridPerson.left_at.is_(None))
    query = query.where(GridPerson.grid.in_(only)) if only else query
    order = list(Post)
    found: dict[str, list[GridPerson]] = {}
    for one in sorted(s.scalars(query), key=lambda one: (one.grid, order.index(Post(one.post)), one.id)):
        found.setdefault(one.grid, []).append(one)
    return found
