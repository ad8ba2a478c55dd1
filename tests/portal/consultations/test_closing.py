"""Closing: counted once, exactly, the urn emptied, the key gone; safe to repeat."""

from __future__ import annotations

import random
import sqlite3
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.ballots import urn
from portal.consultations.ballots.keys import KeyRing
from portal.consultations.law.phases import State
from portal.consultations.models import Envelope, OpenedBallot
from portal.consultations.verbs import closing, opening, queries, voting
from portal.kernel.errors import Conflict, Forbidden, Unavailable
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import NO, YES, World


def vote(world: World, found_id: int, numbers: range | list[int], given: dict[str, list[str]]) -> None:
    for number in numbers:
        with world.parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, world.now)
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), given, channel="web", now=world.now)


def opened(world: World, found_id: int) -> list[str]:
    with world.parts.db.read() as s:
        rows = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == found_id)
        return list(s.scalars(rows.order_by(OpenedBallot.position)))


def test_a_secret_vote_is_counted(world: World, clock: HandClock) -> None:
    """61 of 90 take part; the sentence of law says why it passed."""
    found_id = world.open(world.plan(basis="households"), roll=90)
    vote(world, found_id, range(1, 32), YES)
    vote(world, found_id, range(32, 62), NO)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert found.state == State.CLOSED
        assert found.result is not None
        assert found.result["sentence"] == "参加 61 户 / 应到 90 户，达到过半数（至少 46）——居委会组织法第二十七条"
        first = found.result["questions"][0]
        assert first["passed"]
        assert first["sentence"] == "通过：同意 31 户 / 参加 61 户，达到过半数（至少 31）——居委会组织法第二十七条"


def test_ballots_are_written_sorted_and_envelopes_emptied(world: World, clock: HandClock) -> None:
    """Contents in the order of contents; no sealed box is left; the key is gone."""
    found_id = world.open(roll=6)
    order = list(range(1, 7))
    random.Random(4).shuffle(order)
    vote(world, found_id, order[:3], NO)
    vote(world, found_id, order[3:], YES)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    assert opened(world, found_id) == sorted(opened(world, found_id))
    assert len(opened(world, found_id)) == 6 * len(YES)
    assert set(opened(world, found_id)) == {
        urn.canonical_choices({key: codes}) for one in (YES, NO) for key, codes in one.items()
    }
    with world.parts.db.read() as s:
        assert s.scalars(sa.select(Envelope.sealed)).all() == [None] * 6
        assert queries.get(s, found_id).key_destroyed
    assert world.ring.key_files(found_id) == []


def test_closing_again_changes_nothing(world: World, clock: HandClock) -> None:
    """Pressed twice, or finished by the worker: the same result, one count."""
    found_id = world.open(roll=3)
    vote(world, found_id, range(1, 4), YES)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    before = opened(world, found_id)
    closing.close(world.parts, world.chair, found_id)
    assert closing.destroy_leftover_keys(world.parts) == 0
    assert opened(world, found_id) == before


def test_the_worker_finishes_what_was_cut_off(world: World, clock: HandClock) -> None:
    """Counted and committed, the key still there: the job destroys it."""
    found_id = world.open(roll=3)
    vote(world, found_id, range(1, 4), YES)
    clock.move(days=3)
    with world.parts.db.write() as s:
        closing.count_and_close(s, queries.get(s, found_id), world.ring, world.now, early=False, actor=None)
    assert len(world.ring.key_files(found_id)) == 1
    assert closing.destroy_leftover_keys(world.parts) == 1
    assert world.ring.key_files(found_id) == []


def test_the_job_leaves_open_votes_alone(world: World) -> None:
    """No key is destroyed while it is needed."""
    found_id = world.open()
    assert closing.destroy_leftover_keys(world.parts) == 0
    assert not closing.destroy_key(world.parts.db, world.ring, found_id, world.now)
    assert len(world.ring.key_files(found_id)) == 1


def test_not_before_its_time_while_somebody_may_still_vote(world: World) -> None:
    """The notice named the hour; when everybody has voted nobody is robbed of it."""
    strict = replace(world.parts, settings=replace(world.parts.settings, demo=False))
    found_id = world.open(roll=3)
    vote(world, found_id, range(1, 3), YES)
    with pytest.raises(Conflict, match="不能提前结束"):
        closing.close(strict, world.chair, found_id)
    vote(world, found_id, [3], YES)
    closing.close(strict, world.chair, found_id)
    assert len(opened(world, found_id)) == 3 * len(YES)


def test_only_the_committee_closes(world: World, clock: HandClock) -> None:
    """A scrutineer watches."""
    found_id = world.open()
    clock.move(days=3)
    with pytest.raises(Forbidden):
        closing.close(world.parts, world.scrutineer, found_id)


def test_without_its_key_nothing_is_closed(world: World, clock: HandClock) -> None:
    """A folder that is not mounted is said, and nothing is lost."""
    found_id = world.open()
    vote(world, found_id, [1], YES)
    clock.move(days=3)
    folder = world.parts.settings.keys
    folder.rename(folder.with_name("away"))
    with pytest.raises(Unavailable, match="LINLI_KEYS"):
        closing.close(world.parts, world.chair, found_id)
    folder.with_name("away").rename(folder)
    closing.close(world.parts, world.chair, found_id)
    assert len(opened(world, found_id)) == len(YES)


def test_after_closing_the_log_and_the_file_hold_no_envelope(world: World, clock: HandClock) -> None:
    """secure_delete zeroes the old boxes, the checkpoint cuts the log."""
    if not world.parts.db.is_sqlite:
        pytest.skip("of SQLite")
    found_id = world.open(roll=5)
    vote(world, found_id, range(1, 6), YES)
    path = world.parts.settings.home / "linli.db"
    with world.parts.db.read() as s:
        sealed = [bytes(one) for one in s.scalars(sa.select(Envelope.sealed)) if one]
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    for file in (path, path.with_name("linli.db-wal")):
        data = file.read_bytes() if file.exists() else b""
        assert not [1 for box in sealed if box in data]


def test_the_counted_ballots_have_no_row_number(world: World) -> None:
    """SQLite keeps them by their key alone."""
    if not world.parts.db.is_sqlite:
        pytest.skip("of SQLite")
    with sqlite3.connect(world.parts.settings.home / "linli.db") as connection:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'opened_ballot'").fetchone()[0]
    assert "WITHOUT ROWID" in sql


def test_owners_are_counted_by_heads_and_area(world: World, clock: HandClock) -> None:
    """Two thirds of both take part, more than half of both agree."""
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=6)
    vote(world, found_id, range(1, 4), YES)
    vote(world, found_id, [4], NO)
    clock.move(days=3)
    closing.close(world.parts, world.owners_chair, found_id)
    with world.parts.db.read() as s:
        result = queries.get(s, found_id).result
        assert result is not None
        assert result["took_part"] == {"count": 4, "area": "360.00"}
        assert Decimal(result["questions"][0]["options"][0]["area"]) == Decimal("270.00")
        assert result["questions"][0]["passed"]


def test_nobody_attending_decides_nothing(world: World, clock: HandClock) -> None:
    """An empty urn closes, and no quorum is found."""
    found_id = world.open()
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        result = queries.get(s, found_id).result
    assert result is not None
    assert not result["lawful"]


def test_publishing_waits_for_the_key_to_be_gone(world: World, clock: HandClock) -> None:
    """First the key, then the public record."""
    found_id = world.open()
    clock.move(days=3)
    with world.parts.db.write() as s:
        closing.count_and_close(s, queries.get(s, found_id), world.ring, world.now, early=False, actor=None)
    with world.parts.db.write() as s, pytest.raises(Conflict, match="钥匙"):
        opening.mark_published(s, world.chair, found_id, world.now)
    closing.destroy_leftover_keys(world.parts)
    with world.parts.db.write() as s:
        assert opening.mark_published(s, world.chair, found_id, world.now).state == State.PUBLISHED


def test_a_kill_between_a_vote_and_the_file_beside_the_key_is_no_tampering(
    world: World, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Committed, and how far the board has come not written: the file is behind, never ahead, and the vote closes."""
    found_id = world.open(roll=4)
    vote(world, found_id, [1, 2], YES)
    with monkeypatch.context() as patch:
        patch.setattr(KeyRing, "advance_head", lambda *_args: None)
        vote(world, found_id, [3], NO)
    assert world.ring.read_head(found_id)[0] == 2
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    assert len(opened(world, found_id)) == 3 * len(YES)


def test_the_next_vote_brings_the_file_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a ballot that is deleted later is missed again."""
    found_id = world.open(roll=4)
    with monkeypatch.context() as patch:
        patch.setattr(KeyRing, "advance_head", lambda *_args: None)
        vote(world, found_id, [1], NO)
    vote(world, found_id, [2], NO)
    assert world.ring.read_head(found_id)[0] == 2


@pytest.mark.parametrize("name", ["deed.json", "head.txt"])
def test_without_the_files_beside_its_key_nothing_is_closed(world: World, clock: HandClock, name: str) -> None:
    """Lost or spoilt: that is said to the operator; put back, the vote closes."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    clock.move(days=3)
    path = world.parts.settings.keys / f"{found_id}-{name}"
    kept = path.read_bytes()
    for spoilt in (None, b"", b"rubbish"):
        path.unlink() if spoilt is None else path.write_bytes(spoilt)
        with pytest.raises(Unavailable, match="LINLI_KEYS"):
            closing.close(world.parts, world.chair, found_id)
    path.write_bytes(kept)
    closing.close(world.parts, world.chair, found_id)
    assert opened(world, found_id)


def test_who_voted_how_by_name_is_for_the_committee_after_the_count(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """Chair and scrutineer, for the minutes; nobody before the count, nobody else, never of a secret vote."""
    named, secret = world.open(world.plan(secrecy="named"), roll=3), world.open(roll=3)
    for found_id in (named, secret):
        vote(world, found_id, [1, 2], YES)
    vote(world, named, [2], NO)
    addresses = [f"/committee/consultations/{found_id}/named" for found_id in (named, secret)]
    act_as(client, world.chair)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    clock.move(days=3)
    for found_id in (named, secret):
        closing.close(world.parts, world.chair, found_id)
    for actor, status in (
        (world.chair, 200),
        (world.scrutineer, 200),
        (world.supervisor, 403),
        (world.owners_chair, 404),
    ):
        act_as(client, actor)
        assert [client.get(address).status_code for address in addresses] == [status, 403 if status == 403 else 404]
    act_as(client, world.scrutineer)
    page = client.get(addresses[0])
    assert page.headers["Cache-Control"] == "no-store"
    assert "居民2" in page.get_data(as_text=True)


@pytest.mark.parametrize("secrecy", ["secret", "named"])
def test_votes_at_the_same_time_leave_one_whole_board(world: World, clock: HandClock, secrecy: str) -> None:
    """Eight at once, each changing their mind: every line follows, and the vote closes with all of them."""
    found_id, failed = world.open(world.plan(secrecy=secrecy), roll=16), []

    def two(first: int) -> None:
        try:
            vote(world, found_id, [first, first + 8, first], YES)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=two, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert world.ring.read_head(found_id)[0] == 24
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        result = queries.get(s, found_id).result
    assert result is not None
    assert result["took_part"]["count"] == 16
