"""The weights of duplicate reports are those that the written reports give."""

from __future__ import annotations

import pytest

from bench import duplicate_weights
from portal.cases.duplicates import comparing


def test_a_weight_follows_what_parts_the_examples() -> None:
    """The first figure parts them, the others say nothing."""
    examples = [([1.0, value, 0.0, 0.0, 0.0], value > 0.5) for value in (0.0, 0.1, 0.2, 0.8, 0.9, 1.0)]
    added, weights = duplicate_weights.fit(examples)
    assert weights["opening"] > 1 > weights["headings"] == 0
    assert added + weights["opening"] * 0.5 == pytest.approx(0, abs=0.01)


@pytest.mark.slow
def test_the_weights_in_use_are_fitted_to_the_written_reports() -> None:
    """Whoever changes the reports or the figures fits the weights anew: `python -m bench.duplicate_weights`."""
    added, weights = duplicate_weights.fit(duplicate_weights.read_examples())
    assert weights == pytest.approx(comparing.WEIGHTS, abs=0.01)
    assert added == pytest.approx(comparing.ADDED, abs=0.01)
