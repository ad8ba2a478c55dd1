"""Bodies that a report turns down (不要派物业) are those of which the bot says so, and are not suggested."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties
from portal.grids import service as grids
from portal.kernel.config import PROJECT

SHARED = [  # with tests/bot/conversation/test_kept_from_us.py
    (row["said"], set(row["codes"].split()))
    for row in csv.DictReader((Path(__file__).parents[3] / "turned_down.csv").open(encoding="utf-8"))
]


@pytest.mark.parametrize(("said", "codes"), SHARED)
def test_who_is_turned_down_is_not_to_know(s: Session, said: str, codes: set[str]) -> None:
    """Whoever the bot's confirmation says will not be given the case, and whom a wish keeps unaware."""
    grids.seed(s, PROJECT / "data" / "community")
    assert parties.bodies_not_to_know(s, said) == codes
