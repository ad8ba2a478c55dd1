"""The ledger run again at a start: who was erased stays erased, whoever has their number or their id since is let be."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from portal.privacy import erasure
from portal.privacy.ledger import Entry, Ledger
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock

PHONE = "+8613800000001"


def an_sms_sender(parts: Parts) -> ContactPoint:
    with parts.db.write() as s:
        return residents.ensure_contact_point(s, "test", "sms", PHONE, parts.clock.now())


def test_who_came_back_with_the_same_number_is_a_new_person(parts: Parts, clock: HandClock) -> None:
    """Erased, then a message from the same number: the ledger does not take that one."""
    first = an_sms_sender(parts)
    erasure.erase_point(parts, first.id)
    clock.move(minutes=1)
    second = an_sms_sender(parts)
    assert second.id != first.id
    assert erasure.replay_ledger(parts) == 0
    assert an_sms_sender(parts).id == second.id


def test_an_id_that_was_given_out_again_is_let_be(parts: Parts, clock: HandClock) -> None:
    """A restore gives numbers of rows out again: the same id, made at another moment, is another person's."""
    point = an_sms_sender(parts)
    other = Entry("e" * 32, clock.now(), ((point.id, "2020-01-01T00:00:00+00:00"),), ("ab" * 32,))
    Ledger(parts.settings.erasures).add(other)
    assert erasure.replay_ledger(parts) == 0
    same = replace(other, entry="f" * 32, points=((point.id, point.created_at.isoformat()),))
    Ledger(parts.settings.erasures).add(same)
    assert erasure.replay_ledger(parts) == 1
    assert erasure.replay_ledger(parts) == 0
    with parts.db.read() as s:
        assert s.scalars(sa.select(ContactPoint.address)).all() == [""]


def test_what_the_tables_know_goes_into_a_lost_ledger(parts: Parts) -> None:
    """The file is gone, the tables are there: it is written again."""
    erasure.erase_point(parts, an_sms_sender(parts).id)
    ledger = Ledger(parts.settings.erasures)
    before = ledger.entries()
    ledger.path.unlink()
    erasure.replay_ledger(parts)
    assert ledger.entries() == before
