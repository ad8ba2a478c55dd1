"""Whoever writes in the database while a vote by name runs: closing stops and names it; the twin closes."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.attacks.tampering_world import (
    AWAY,
    TWICE,
    Vote,
    Way,
    _on_sqlite,
    entry_added_and_all_figures_with_it,
    entry_and_vote_deleted,
    held,
    is_settled,
    name_edited,
    phone_edited,
    questions_edited,
    stands_still,
    twin_of,
)
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, world

__all__ = ["_on_sqlite", "world"]


# --- ways of tampering before closing ---------------------------------------------------------------------------


def area_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET area = '9000.00' WHERE id = :e", e=vote.entry(2))


# --- a vote by name ---------------------------------------------------------------------------------------------


def choice_edited(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", c=json.dumps(NO), e=vote.entry(1))


def vote_deleted(vote: Vote) -> None:
    vote.sql("DELETE FROM named_ballot WHERE roll_entry_id = :e", e=vote.entry(1))


def vote_inserted(vote: Vote) -> None:
    vote.sql("INSERT INTO named_ballot (roll_entry_id, consultation_id, choices, channel, cast_at) "
             "SELECT :b, consultation_id, choices, channel, cast_at FROM named_ballot WHERE roll_entry_id = :a",
             a=vote.entry(1), b=vote.entry(AWAY))  # fmt: skip


def voters_swapped(vote: Vote) -> None:
    one, two = vote.entry(1), vote.entry(3)
    rows = dict(
        vote.sql("SELECT roll_entry_id, choices FROM named_ballot WHERE roll_entry_id IN (:a, :b)", a=one, b=two)
    )
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", e=one, c=rows[two])
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", e=two, c=rows[one])


def earlier_choice_put_back(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot SET choices = (SELECT t.choices FROM named_ballot_trace t WHERE t.roll_entry_id = :e) "
             "WHERE roll_entry_id = :e", e=vote.entry(TWICE))  # fmt: skip


def trace_deleted(vote: Vote) -> None:
    vote.sql("DELETE FROM named_ballot_trace")


def trace_edited(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot_trace SET choices = :c", c=json.dumps(NO))


def named_vote_of_another(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot SET consultation_id = :id WHERE consultation_id = :other")


def named_board_cut(vote: Vote) -> None:
    vote.sql("DELETE FROM named_ballot WHERE roll_entry_id = :e", e=vote.entry(49))
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", c=json.dumps(YES), e=vote.entry(TWICE))
    vote.sql("DELETE FROM named_ballot_trace")
    vote.board("DELETE FROM board_line WHERE consultation_id = :id AND seq >= 49")


BY_NAME: list[Way] = [
    choice_edited, vote_deleted, vote_inserted, voters_swapped, earlier_choice_put_back, trace_deleted, trace_edited,
    named_vote_of_another, named_board_cut, phone_edited, name_edited, area_edited, entry_added_and_all_figures_with_it,
    entry_and_vote_deleted, questions_edited,
]  # fmt: skip


@pytest.mark.parametrize("tamper", BY_NAME, ids=lambda way: way.__name__)
def test_a_vote_by_name_that_was_tampered_with_is_not_counted(
    world: World, client: FlaskClient, clock: HandClock, tamper: Way
) -> None:
    """Fifteen ways; the untouched twin closes."""
    vote = held(world, client, named=True)
    with twin_of(vote) as twin:
        tamper(vote)
        clock.move(days=3)
        stands_still(vote)
        is_settled(twin, vote.id)
