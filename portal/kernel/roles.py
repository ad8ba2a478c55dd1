"""The roles of staff, the staff member who acts in one, and for whom they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of staff. Each account has one."""

    DESK = "desk"
    GRID = "grid"
    BODY = "body"
    CHAIR = "chair"
    MEMBER = "member"
    SCRUTINEER = "scrutineer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.DESK: "受理台",
    Role.GRID: "网格员",
    Role.BODY: "承办单位",
    Role.CHAIR: "主任",
    Role.MEMBER: "委员",
    Role.SCRUTINEER: "监票人",
    Role.SUPERVISOR: "督查",
    Role.OPERATOR: "运维",
}


@dataclass(frozen=True)
class Covered:
    """A grid worker on leave, for whom another stands in, by account id and grid code."""

    account_id: int
    grid: str | None


@dataclass(frozen=True)
class StaffActor:
    """A staff account, as the other rooms see it. `committee_id`, `body` or `grid` (a code): what its role acts for.

    `covers`: for whom a grid worker stands in now.
    """

    id: int
    username: str
    name: str
    role: Role
    body: str | None = None
    grid: str | None = None
    committee_id: int | None = None
    covers: tuple[Covered, ...] = ()
