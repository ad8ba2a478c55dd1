"""Long runs of one kind: read in time that grows with the text, by every expression of the reading and of the actions."""

from __future__ import annotations

import time
from datetime import datetime

import bot.lean  # noqa: F401 (first: the actions import Rasa's SDK the lean way)

# isort: split
import pytest

from bot.reading.classifying.danger import sign_patterns
from bot.reading.reader import Reader
from tests import long_runs

SOON = 0.5  # processor seconds; a faster reading does no harm, however it grows
BOUNDED = {
    "bot.reading.spotting.bodies._MASKED_BEFORE": "searched in the eight characters before a name",
    "bot.reading.spotting.matters._TAIL": "searched in the last forty characters of what is said",
    "actions.interpreting.aid.aftercare._SWALLOWED": "asked of at most 24 characters",
    "actions.interpreting.aid.aftercare._NAMES_WHAT": "asked of what _SWALLOWED fits",
    "actions.interpreting.aid.inside._IS_INSIDE": "asked of at most 30 characters",
    "actions.interpreting.aid.inside._WHERE_OR_SHUT_IN": "asked of at most 30 characters",
    "bot.reading.address.candidates._FORMS": "cuts an operator's address lines, no message",
}
"""Expressions that never meet a long text, and why."""


@pytest.mark.slow
def test_no_expression_is_slow() -> None:
    """Of the reading, of the signs of danger, of the actions."""
    found = long_runs.patterns("bot", "actions") | {f"sign {name}": one for name, one in sign_patterns().items()}
    assert len(found) > 100
    asked = {name: one for name, one in found.items() if name.partition("[")[0] not in BOUNDED}
    wrong = {name: told for name, one in asked.items() if (told := long_runs.slow(one))}
    assert wrong == {}


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ("不对，是幸福路{}", "幸福路{}号路灯坏了", "路灯坏了{}三天了")
        ),
    ],
)
def test_a_message_is_read_in_time_that_grows_with_it(reader: Reader, moment: datetime, frame: str) -> None:
    """The whole reading of four times as long a run takes less than nine times as long."""
    reader.read("三栋楼下的路灯坏了", moment)
    for run in long_runs.RUNS:
        short, long = (frame.format((run * size)[:size]) for size in (long_runs.LONG // 4, long_runs.LONG))
        if _seconds(reader, long, moment) < SOON:
            continue
        spent = [min(_seconds(reader, text, moment) for _ in range(3)) for text in (short, long)]
        assert spent[1] < max(long_runs.MOST_RATIO * spent[0], SOON), (frame, run, spent)


def _seconds(reader: Reader, text: str, moment: datetime) -> float:
    begun = time.process_time()
    reader.read(text, moment)
    return time.process_time() - begun
