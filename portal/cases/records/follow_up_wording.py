"""The words by which a reporter is asked whether their case is done, by its kind (`data/follow_up.csv`).

A lamp is fixed, a question is answered, praise has arrived: each kind has its own question and answers, and the close
reason that a yes records.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.cases.models import Case, Kind
from portal.cases.reading.conduct import Conduct
from portal.cases.rules.lifecycle import CloseReason
from portal.cases.rules.truth import BY_ACCUSED, FIX_VERBS
from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "follow_up.csv"


# `FollowUp.template_set` → templates of data/sms_templates.csv: the first question, the second, the notice of closing without an answer.
_TEMPLATES = {
    "repair": ("follow_up", "follow_up_again", "closed_unconfirmed"),
    "result": ("follow_up_result", "follow_up_again_result", "closed_unconfirmed_result"),
    "inquiry": ("follow_up_inquiry", "follow_up_again_inquiry", "closed_unconfirmed_inquiry"),
    "suggestion": ("follow_up_suggestion", "follow_up_again_suggestion", "closed_unconfirmed_suggestion"),
    "praise": ("follow_up_praise", "follow_up_again_praise", "closed_unconfirmed_praise"),
}
_OF_WORK = (Kind.COMPLAINT, Kind.REQUEST)


@dataclass(frozen=True)
class FollowUp:
    """One row of `follow_up.csv`. The reporter reads all of it, except `template_set` and `reason`."""

    template_set: str  # which text templates are sent: a key of _TEMPLATES
    yes: str  # the two answers: buttons on the case's page, choices 1 and 2 in a message
    no: str
    question: str  # the heading of the case's page while it waits for the answer
    told: str  # on the timeline: the reporter was asked
    resolved: str  # on the timeline: the handler says that it is done
    step: str  # the fifth step of the progress shown on the case's page
    closed: str  # on the timeline: they answered yes
    reopened: str  # on the timeline: they answered no
    thanks: str  # on the case's page, after they answered yes
    reason: CloseReason  # recorded when they answer yes

    @property
    def ask(self) -> str:
        """The id of the text template of the first question."""
        return _TEMPLATES[self.template_set][0]

    @property
    def ask_again(self) -> str:
        """The id of the text template of the second question."""
        return _TEMPLATES[self.template_set][1]

    @property
    def unconfirmed(self) -> str:
        """The id of the text template that tells the reporter that the case was closed without an answer."""
        return _TEMPLATES[self.template_set][2]

    @property
    def choices(self) -> dict[str, str]:
        """What the replies 1 and 2 mean in a channel without buttons."""
        return {"1": self.yes, "2": self.no}


def wording_for(case: Case) -> FollowUp:
    """The wording for this case: by its kind, or the row `conduct` where it is about how people behave.

    So it is, too, where the body that resolved it is the one complained of: nothing was repaired.
    """
    is_conduct = case.conduct == Conduct.CONDUCT or (case.kind in _OF_WORK and _was_resolved_by_accused(case))
    return _by_kind()["conduct" if is_conduct else case.kind]


def _was_resolved_by_accused(case: Case) -> bool:
    """Whether the case was last resolved by the body that it complains of."""
    last = next((event for event in reversed(case.events) if event.verb in FIX_VERBS), None)
    return last is not None and bool(last.data.get(BY_ACCUSED))


def sentences() -> Iterator[str]:
    """Every sentence of FILE that a person reads."""
    for row in _by_kind().values():
        yield from (
            row.yes,
            row.no,
            row.question,
            row.told,
            row.resolved,
            row.step,
            row.closed,
            row.reopened,
            row.thanks,
        )


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, FollowUp]:
    """Kind of case, or "conduct" → its row of the file."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, FollowUp] = {}
    for row in rows:
        kinds, template_set, reason = row.pop("kinds").split(), row.pop("words"), CloseReason(row.pop("reason"))
        found |= dict.fromkeys(kinds, FollowUp(template_set, **row, reason=reason))
    return found
