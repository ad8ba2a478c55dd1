"""The tests of intents and danger stay apart from what is trained on."""

from __future__ import annotations

import pytest

from bench.intents import TESTS, runs, shared_lines, training_runs
from bench.results import own_test


@pytest.fixture(scope="module")
def trained_on() -> dict[str, str]:
    return training_runs()


@pytest.mark.parametrize("test", TESTS)
def test_no_line_shares_eight_characters_with_training(test: str, trained_on: dict[str, str]) -> None:
    """A sentence that was trained on measures nothing."""
    assert shared_lines(test, trained_on) == []


def test_a_shared_line_is_caught() -> None:
    """Training on a line of the test is named, with both places."""
    longest = max((row["text"] for row in own_test("danger_test")), key=len)
    assert any(
        "← copied.yml:1" in one for one in shared_lines("danger_test", dict.fromkeys(runs(longest), "copied.yml:1"))
    )
