"""The table of the parts that assisting bodies have of cases, with the kinds and states of parts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case, CaseEvent
from portal.cases.rules.lifecycle import name_of
from portal.storage.db import Base


class JointKind(StrEnum):
    """The five kinds of 五联: 矛盾联调, 治安联防, 问题联治, 事件联处, 平安联创."""

    MEDIATE = "mediate"
    GUARD = "guard"
    REMEDY = "remedy"
    RESPOND = "respond"
    BUILD = "build"

    @property
    def label(self) -> str:
        return name_of("joint_kind", self)


class PartState(StrEnum):
    """What became of a part. RETURNED: its body says why it is not theirs to do; the case waits for it until staff strike it."""

    OPEN = "open"
    RETURNED = "returned"
    DONE = "done"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        return name_of("part", self)


class JointPart(Base):
    """The case's `number`th part, which one assisting body has to do by `due_by`.

    `due_at`: the end of the day that staff set, or the case's deadline as it was then, if that was earlier and had not passed.

    The words of the event `given_by` say what the body is asked to do; those of `ended_by`, the last event about the part, what
    it did, or why the part was returned or struck.
    """

    __tablename__ = "joint_part"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("state IN ('open','returned','done','struck')", name="state"),
        sa.Index("ix_joint_part_body_state_due_at", "body", "state", "due_at"),
        sa.Index("ix_joint_part_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(sa.ForeignKey("body.code"))
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(10), default=PartState.OPEN)
    given_by: Mapped[int] = mapped_column(sa.ForeignKey("case_event.id"))
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("case_event.id"))
    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    given: Mapped[CaseEvent] = relationship(foreign_keys=[given_by], lazy="selectin")
    ended: Mapped[CaseEvent | None] = relationship(foreign_keys=[ended_by])

    @property
    def due_by(self) -> datetime:
        """When the part must be done: `due_at`, or the case's deadline if that is earlier and had not passed when the part was given."""
        was_late = self.case.due_at <= self.given.at
        return self.due_at if was_late else min(self.due_at, self.case.due_at)
