"""kill -9 of the worker while cases go to another system that has faults of its own: each is there exactly once.

HAND_OVERS (100 cases), FAULT_SEED (random, printed) set the run; `make bench-backends` makes it with 2,000.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.faults import hand_overs
from tests.faults.hand_overs import Outcome

CASES = int(os.environ.get("HAND_OVERS", "100"))
SEED = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)

pytestmark = pytest.mark.faults


def handed_over(kind: str, folder: Path) -> Outcome:
    """A run in which each case is there exactly once, and a victim stood in mid-work."""
    print(f"FAULT_SEED={SEED}")
    found = hand_overs.run(kind, CASES, SEED, folder)
    print(f"{kind}: {found.seconds:.0f} s, stood {dict(found.stood)}, faults {dict(found.faults)}")
    assert found.in_mid_work > 0
    assert found.wrong() == {}
    assert found.states["accepted"] == CASES
    return found


@pytest.mark.parametrize("kind", ["open311", "own"])
def test_open311_without_idempotency_keys(tmp_path: Path, kind: str) -> None:
    """A stand-in, and a second Linli whose answers get lost."""
    assert handed_over(kind, tmp_path).states["accepted"] == CASES


def test_a_signed_webhook_and_its_news_in_disorder(tmp_path: Path) -> None:
    """Each word twice, in any order: each case is resolved once, and no word is lost."""
    found, told = handed_over("webhook", tmp_path), min(CASES, hand_overs.NEWS_OF)
    assert (found.states["resolved once"], found.states["news kept"]) == (told, 3 * told)
