"""By whose rules a case's clock runs. Pure."""

from __future__ import annotations

from enum import StrEnum

from portal.cases.rules.lifecycle import name_of

PETITION_DAYS = 60  # calendar days from acceptance to the answer (信访工作条例 34)
ACCEPTANCE_DAYS = 15  # calendar days from the report until it is accepted or not, in writing (信访工作条例 22, 23)
HOTLINE_DAYS = (5, 7, 15)  # working days, by category (`hotline_days`)


class Regime(StrEnum):
    """Whose clock a case has. PETITION: 信访工作条例; HOTLINE: 12345; COMMUNITY: duty.csv alone.

    The clerk who accepts a case says which; an order of the hotline has its own from the start.
    """

    PETITION = "petition"
    HOTLINE = "hotline"
    COMMUNITY = "community"

    @property
    def label(self) -> str:
        """The name that staff read."""
        return name_of("regime", self)


def hotline_days(working_days: int) -> int:
    """The longest of HOTLINE_DAYS that is within these `working_days` of duty.csv; if none is, the shortest."""
    return max((days for days in HOTLINE_DAYS if days <= working_days), default=HOTLINE_DAYS[0])
