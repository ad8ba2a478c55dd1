"""Whose a contact point is: its prover's, and a web chat's that nobody else proved a number in or claimed."""

from __future__ import annotations

import itertools

import pytest
import sqlalchemy as sa

from portal.residents.models import ContactPoint, Resident
from portal.residents.service import select_points_of
from portal.storage.parts import Parts


def add(parts: Parts, key: str, **columns: object) -> int:
    with parts.db.write() as s:
        for one in (1, 2):
            if s.get(Resident, one) is None:
                s.add(Resident(id=one, created_at=parts.clock.now(), name=""))
        s.flush()
        point = ContactPoint(channel="webchat", address_key=key, created_at=parts.clock.now(), **columns)
        s.add(point)
        s.flush()
        return point.id


@pytest.mark.parametrize(
    ("proven", "claimed", "shared"), list(itertools.product([None, 1, 2], [None, 1, 2], [False, True]))
)
def test_a_chat_is_theirs_if_nobody_else_proved_or_claimed_it(
    parts: Parts, proven: int | None, claimed: int | None, shared: bool
) -> None:
    """Proven or claimed by the one, neither by another, and not shared."""
    point = add(parts, "chat", proven_by=proven, claimed_by=claimed, shared=shared)
    owners = {proven, claimed} - {None}
    with parts.db.read() as s:
        for resident in (1, 2):
            theirs = owners == {resident} and not shared
            assert list(s.scalars(select_points_of(resident))) == ([point] if theirs else [])


def test_a_proven_address_is_its_residents_until_it_is_erased(parts: Parts) -> None:
    """Whatever else was proved or claimed there."""
    point = add(parts, "phone", resident_id=1, proven_by=2, shared=True)
    add(parts, "erased", resident_id=1, erased_at=parts.clock.now())
    with parts.db.read() as s:
        assert list(s.scalars(select_points_of(1))) == [point]


def test_each_of_the_three_ways_has_its_index(parts: Parts) -> None:
    """A resident's page reads their own contact points, not all there are."""
    with parts.db.read() as s:
        if not parts.db.is_sqlite:
            s.execute(sa.text("SET LOCAL enable_seqscan = off"))
        asked = select_points_of(1).compile(s.connection().engine, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN " if parts.db.is_sqlite else "EXPLAIN "
        plan = "\n".join(str(row[-1]) for row in s.connection().exec_driver_sql(explain + str(asked)))
    for index in ("resident_id", "proven_by", "claimed_by"):
        assert f"ix_contact_point_{index}" in plan
