"""Whoever weighs a case, or listens for a wish in it, reads every word of its reporter, also those that somebody adds later."""

from __future__ import annotations

from collections.abc import Callable

from portal.cases.disclosure import discretion, reporter_words
from portal.cases.models import Case, CaseEvent, CaseWords, EventWords
from portal.storage.db import PersonalText

Reading = Callable[[CaseWords], str]
NOT_THE_REPORTERS = {"draft", "matter"}  # the machine's reading, whose spans stand in the text; the clerk's words


def left_out(reading: Reading) -> set[str]:
    """The personal columns of a case's words that a reading does not reach."""
    columns = {one.name for one in CaseWords.__table__.columns if isinstance(one.type, PersonalText)}
    words = CaseWords(**{name: f"<{name}>" for name in columns})
    read = reading(words)
    return {name for name in columns if f"<{name}>" not in read}


def _told(words: CaseWords) -> str:
    return discretion.whole_report(Case(words=words, events=[]))


def test_every_personal_column_of_a_case_is_read() -> None:
    """When it is registered, and whenever it is weighed again."""
    assert left_out(reporter_words.report_text) == NOT_THE_REPORTERS
    assert left_out(_told) == NOT_THE_REPORTERS
    assert set(reporter_words.NOT_SAID) == NOT_THE_REPORTERS


def test_a_reading_that_leaves_a_column_out_is_caught() -> None:
    """The message alone, as it was read before."""
    broken = left_out(lambda words: "\n".join((words.text, words.place, words.bodies)))
    assert broken - NOT_THE_REPORTERS == {"time", "contact"}


def test_what_the_reporter_added_is_read_too() -> None:
    """And nothing that the staff wrote."""
    said = CaseEvent(actor="resident", words=[EventWords(public=True, text="还在漏")])
    noted = CaseEvent(
        actor="desk", words=[EventWords(public=True, text="已经派人"), EventWords(public=False, text="急")]
    )
    case = Case(words=CaseWords(text="水管漏了"), events=[said, noted])
    assert discretion.whole_report(case).split("\n") == ["水管漏了", "还在漏"]
