"""The bench of lying bodies: the real verbs pass it, and each way of faking an end is caught by it."""

from __future__ import annotations

import pytest

from bench import truth

CASES = 40


@pytest.mark.slow
def test_nothing_ends_against_a_residents_word() -> None:
    """As in `make bench-truth`, with fewer cases; every body's rates are told."""
    found, told, bodies = truth.measure(CASES)
    assert truth.faults(found) == []
    assert found.tried > CASES
    assert found.denials > 0
    assert {body.code for body in bodies} <= set(told)


@pytest.mark.slow
@pytest.mark.parametrize(("how", "what"), [("clerk", "forged"), ("silent", "before a supervisor")])
def test_a_broken_twin_is_caught(how: str, what: str) -> None:
    """A desk that may confirm and close in the resident's place; denials that are passed on to nobody."""
    found, _told, _bodies = truth.measure(CASES, how)
    assert [words for words in truth.faults(found) if what in words] != []
