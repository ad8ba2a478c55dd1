"""The sentences of a case's timelines."""

from __future__ import annotations

import pytest

from portal.cases.records import event_wording


def test_no_sentence_is_shown_with_a_blank() -> None:
    """A missing fact is a fault, also where none is given; what needs none is said as it is."""
    assert event_wording.sentence("reporter.dispatch", handler="路灯所") == "派给路灯所办"
    for facts in ({}, {"office": "街道"}):
        with pytest.raises(KeyError, match="handler"):
            event_wording.sentence("reporter.dispatch", **facts)
    assert event_wording.sentence("staff.grid_worker") == "网格员"
