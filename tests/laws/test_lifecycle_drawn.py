"""docs/lifecycle.md shows the lifecycle's table as it is."""

from __future__ import annotations

from portal.cases.rules.lifecycle import TABLE, Actor, State, Verb
from tests.laws.lifecycle_drawn import drawn, shown


def test_the_document_shows_the_table() -> None:
    """`python -m tests.laws.lifecycle_drawn --write` puts the drawing there."""
    assert shown() == drawn()


def test_another_table_is_drawn_otherwise() -> None:
    """The law's broken twin: a table that lets a clerk close a case is no longer what the document shows."""
    assert drawn({**TABLE, (State.RESOLVED, Verb.CLOSE, Actor.DESK): State.CLOSED}) != shown()
