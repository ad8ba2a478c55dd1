"""Count, for each body, in how many cases the reporter is content with its attitude and its results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.ratings.models import Rating
from portal.cases.rules.truth import wilson


@dataclass
class SatisfactionCounts:
    """In how many cases the reporter chose each `Satisfaction`, for the attitude or for the result."""

    good: int = 0
    fair: int = 0
    bad: int = 0

    @property
    def given(self) -> int:
        """In how many they chose at all."""
        return self.good + self.fair + self.bad

    @property
    def rate(self) -> float | None:
        """满意率: the share of 满意 and 基本满意; None if nobody chose."""
        return (self.good + self.fair) / self.given if self.given else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of `rate` (`truth.wilson`); None if nobody chose."""
        return wilson(self.good + self.fair, self.given) if self.given else None


@dataclass
class Ratings:
    """The ratings of one body's work."""

    attitude: SatisfactionCounts = field(default_factory=SatisfactionCounts)
    result: SatisfactionCounts = field(default_factory=SatisfactionCounts)


def by_body(s: Session, since: datetime, scope: Sequence[sa.ColumnElement[bool]] = ()) -> dict[str, Ratings]:
    """A body's code → the ratings of its work last given since then; "" → the desk's and the grid workers'.

    `scope`: the conditions for the cases counted.
    """
    found: dict[str, Ratings] = defaultdict(Ratings)
    for name, column in (("attitude", Rating.attitude), ("result", Rating.result)):
        chosen = sa.select(Rating.body, column, sa.func.count()).join(Case, Case.id == Rating.case_id)
        chosen = chosen.where(Rating.at >= since, column.is_not(None), *scope)
        for code, choice, number in s.execute(chosen.group_by(Rating.body, column)):
            setattr(getattr(found[code or ""], name), str(choice), number)
    return dict(found)
