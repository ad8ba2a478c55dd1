"""Whoever writes in the database while fifty vote: closing stops and names it, or the vote is not taken; the twin closes.

The tamperer has SQL and no file of `LINLI_KEYS`. Each way is tried on a vote in which forty-nine of fifty have voted (one
of them twice); the untouched twin is a copy of database and keys from the moment before.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.consultations.ballots import urn
from tests.attacks.tampering_world import (
    AWAY,
    ROLL,
    TWICE,
    Vote,
    Way,
    _on_sqlite,
    ballots_written_before,
    deleted,
    entry_added,
    entry_added_and_all_figures_with_it,
    entry_and_vote_deleted,
    held,
    is_settled,
    name_edited,
    phone_edited,
    questions_edited,
    roll_hash_computed_anew,
    stands_still,
    twin_of,
)
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, World, world

__all__ = ["_on_sqlite", "world"]


def forged(vote: Vote, number: int) -> bytes:
    """An envelope as the program itself would make it: form and key are no secret."""
    (public, padded), entry = (
        vote.sql("SELECT public_key, padded_length FROM consultation WHERE id = :id")[0],
        vote.entry(number),
    )
    if not hasattr(urn, "make_envelope"):
        return urn.seal(NO, padded, public)
    return urn.make_envelope(NO, urn.Binding(vote.id, entry), padded, public)


def copied(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET sealed = (SELECT e.sealed FROM envelope e WHERE e.roll_entry_id = :a) WHERE roll_entry_id = :b",
             a=vote.entry(1), b=vote.entry(2))  # fmt: skip


def copied_to_somebody_away(vote: Vote) -> None:
    vote.sql("INSERT INTO envelope SELECT :b, consultation_id, sealed FROM envelope WHERE roll_entry_id = :a",
             a=vote.entry(1), b=vote.entry(AWAY))  # fmt: skip


def swapped(vote: Vote) -> None:
    rows = dict(vote.sql("SELECT roll_entry_id, sealed FROM envelope WHERE roll_entry_id IN (:a, :b)",
                         a=vote.entry(1), b=vote.entry(3)))  # fmt: skip
    for entry, sealed in zip(rows, reversed(list(rows.values())), strict=True):
        vote.sql("UPDATE envelope SET sealed = :s WHERE roll_entry_id = :e", s=sealed, e=entry)


def emptied(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET sealed = NULL WHERE roll_entry_id = :e", e=vote.entry(4))


def spoilt(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET sealed = :s WHERE roll_entry_id = :e", s=b"\0" * 300, e=vote.entry(4))


def the_earlier_one_put_back(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET sealed = :s WHERE roll_entry_id = :e", s=vote.first_of_twice, e=vote.entry(TWICE))


def the_earlier_one_put_back_with_its_line(vote: Vote) -> None:
    the_earlier_one_put_back(vote)
    vote.board("DELETE FROM board_line WHERE consultation_id = :id AND seq = :n", n=ROLL)


def of_another_vote(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET consultation_id = :id WHERE consultation_id = :other")


def moved_to_another_vote(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET consultation_id = :other WHERE roll_entry_id = :e", e=vote.entry(4))


def sealed_by_hand_for_somebody_away(vote: Vote) -> None:
    vote.sql("INSERT INTO envelope VALUES (:e, :id, :s)", e=vote.entry(AWAY), s=forged(vote, AWAY))


def sealed_by_hand_over_a_vote(vote: Vote) -> None:
    vote.sql("UPDATE envelope SET sealed = :s WHERE roll_entry_id = :e", e=vote.entry(1), s=forged(vote, 1))


def sealed_by_hand_with_a_line(vote: Vote) -> None:
    """The chain is followed as anybody can; marks, digests and seals need the key."""
    sealed_by_hand_for_somebody_away(vote)
    vote.board(
        "INSERT INTO board_line SELECT consultation_id, :n, mark, digest, head, seal FROM board_line "
        "WHERE consultation_id = :id AND seq = 1",
        n=ROLL + 1,
    )


def phone_edited_and_the_fingerprint_with_it(vote: Vote) -> None:
    phone_edited(vote)
    roll_hash_computed_anew(vote)


def entry_lent_to_another_vote(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET consultation_id = :other, line = 9999 WHERE id = :e", e=vote.entry(AWAY))


def closing_hour_moved(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET closes_at = opens_at WHERE id = :id")


def rules_edited(vote: Vote) -> None:
    vote.sql(
        "UPDATE consultation SET template_text = replace(template_text, 'more_than: 1/2', 'more_than: 1/20') WHERE id = :id"
    )


def evidence_edited(vote: Vote) -> None:
    vote.sql("UPDATE consultation_evidence SET record = '另一份会议记录' WHERE consultation_id = :id")


def made_named(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET secrecy = 'named' WHERE id = :id")


def roll_made_smaller(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET roll_count = 10 WHERE id = :id")


def board_line_deleted(vote: Vote) -> None:
    deleted(vote)
    vote.board("DELETE FROM board_line WHERE consultation_id = :id AND seq = 4")


def board_cut_with_the_urn(vote: Vote) -> None:
    """Votes and lines of the last ten are gone, as if a backup of an hour ago had been put back."""
    for number in range(40, AWAY):
        vote.sql("DELETE FROM envelope WHERE roll_entry_id = :e", e=vote.entry(number))
    the_earlier_one_put_back(vote)
    vote.board("DELETE FROM board_line WHERE consultation_id = :id AND seq >= 40")


def board_and_urn_emptied(vote: Vote) -> None:
    vote.sql("DELETE FROM envelope WHERE consultation_id = :id")
    vote.board("DELETE FROM board_line WHERE consultation_id = :id")


def board_line_edited(vote: Vote) -> None:
    swapped(vote)
    vote.board("UPDATE board_line SET digest = (SELECT b.digest FROM board_line b WHERE b.consultation_id = :id AND b.seq = 3) "
               "WHERE consultation_id = :id AND seq = 1")  # fmt: skip


IN_THE_URN: list[Way] = [
    copied, copied_to_somebody_away, swapped, deleted, emptied, spoilt, the_earlier_one_put_back,
    the_earlier_one_put_back_with_its_line, of_another_vote, moved_to_another_vote, sealed_by_hand_for_somebody_away,
    sealed_by_hand_over_a_vote, sealed_by_hand_with_a_line, phone_edited, name_edited, entry_added,
    entry_added_and_all_figures_with_it, phone_edited_and_the_fingerprint_with_it, entry_and_vote_deleted,
    entry_lent_to_another_vote, closing_hour_moved, questions_edited, rules_edited, evidence_edited, made_named,
    roll_made_smaller, board_line_deleted, board_cut_with_the_urn, board_and_urn_emptied, board_line_edited,
    ballots_written_before,
]  # fmt: skip


@pytest.mark.parametrize("tamper", IN_THE_URN, ids=lambda way: way.__name__)
def test_a_secret_vote_that_was_tampered_with_is_not_counted(
    world: World, client: FlaskClient, clock: HandClock, tamper: Way
) -> None:
    """Thirty-one ways by SQL; the untouched twin closes, and so does the tampered one when it is put back."""
    vote = held(world, client, named=False)
    with twin_of(vote) as twin:
        tamper(vote)
        clock.move(days=3)
        stands_still(vote)
        is_settled(twin, vote.id)
