"""How a reporter is asked whether their matter is settled: in words of its kind (`data/follow_up.csv`).

A lamp is mended, a question is answered, a praise has arrived: each has its own question, answers and reason for closing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from portal.cases.models import Case
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.lifecycle import CloseReason
from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "follow_up.csv"


# What is sent: the question, the question again, and that nobody answered (data/sms_templates.csv).
_TEMPLATES = {
    "repair": ("follow_up", "follow_up_again", "closed_unconfirmed"),
    "result": ("follow_up_result", "follow_up_again_result", "closed_unconfirmed_result"),
    "inquiry": ("follow_up_inquiry", "follow_up_again_inquiry", "closed_unconfirmed_inquiry"),
    "suggestion": ("follow_up_suggestion", "follow_up_again_suggestion", "closed_unconfirmed_suggestion"),
    "praise": ("follow_up_praise", "follow_up_again_praise", "closed_unconfirmed_praise"),
}


@dataclass(frozen=True)
class FollowUp:
    """The words for one kind. `words`: which templates; `yes` and `no`: the answers, as the buttons have them."""

    words: str
    yes: str
    no: str
    question: str
    told: str
    resolved: str
    step: str
    closed: str
    reopened: str
    thanks: str
    reason: CloseReason

    @property
    def ask(self) -> str:
        """The template that asks."""
        return _TEMPLATES[self.words][0]

    @property
    def ask_again(self) -> str:
        """The template that asks the second time."""
        return _TEMPLATES[self.words][1]

    @property
    def unconfirmed(self) -> str:
        """The template that says that nobody answered."""
        return _TEMPLATES[self.words][2]

    @property
    def choices(self) -> dict[str, str]:
        """What 1 and 2 stand for where there are no buttons."""
        return {"1": self.yes, "2": self.no}


def of(case: Case) -> FollowUp:
    """The words for this case; whatever its kind, what is about people's conduct has a result, not a repair."""
    return _of_kinds()["conduct" if case.conduct == Conduct.CONDUCT else case.kind]


@lru_cache(maxsize=1)
def _of_kinds() -> dict[str, FollowUp]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, FollowUp] = {}
    for row in rows:
        kinds, reason = row.pop("kinds").split(), CloseReason(row.pop("reason"))
        found |= dict.fromkeys(kinds, FollowUp(**row, reason=reason))
    return found
