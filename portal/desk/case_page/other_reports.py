"""What a handler reads of the reports that are merged into the case: other places, and what a clerk wrote of them; never the reports themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import handler_view
from portal.cases.records.actors import Who, is_bystander


def told_by(s: Session, case: Case, who: Who, merged: Sequence[Case]) -> dict[str, Any]:
    """The places of the merged cases (`elsewhere`), and what a clerk wrote of each for handlers (`desk_wrote`), each once, without the case's own."""
    places = dict.fromkeys(handler_view.place(s, one) for one in merged)
    said = dict.fromkeys(handler_view.restated_words(s, one) for one in merged if not is_bystander(one, who, case))
    here, written = handler_view.place(s, case), handler_view.restated_words(s, case)
    return {
        "elsewhere": [one for one in places if one not in ("", here)],
        "desk_wrote": [one for one in said if one not in ("", written)],
    }
