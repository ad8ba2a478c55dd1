"""Whoever writes in the database while fifty vote: closing stops and names it, or the vote is not taken; the twin closes.

The tamperer has SQL and no file of `LINLI_KEYS`. Each way is tried on a vote in which forty-nine of fifty have voted (one
of them twice); the untouched twin is a copy of database and keys from the moment before.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.ballots import urn
from portal.consultations.verbs import closing, queries
from portal.kernel.config import load
from portal.kernel.errors import Conflict, Problem
from portal.kernel.roles import StaffActor
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, phone, world
from tests.portal.consultations.test_committee_pages import act_as

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _on_sqlite(world: World) -> None:
    if not world.parts.db.is_sqlite:
        pytest.skip("speaks SQLite's dialect and copies its files")


ROLL = 50
AWAY = 50  # has not voted
TWICE = 7  # first YES, then NO


@dataclass
class Vote:
    """A vote of fifty, and what a tamperer may have kept from before. `other`: another open vote beside it."""

    world: World
    client: FlaskClient
    id: int
    other: int
    first_of_twice: bytes | None
    named: bool

    @property
    def parts(self) -> Parts:
        return self.world.parts

    def sql(self, statement: str, **values: Any) -> Any:
        with self.parts.db.engine.begin() as connection:
            found = connection.execute(sa.text(statement), {"id": self.id, "other": self.other} | values)
            return found.fetchall() if found.returns_rows else None

    def board(self, statement: str, **values: Any) -> None:
        """A statement over the board, where there is one."""
        if "board_line" in sa.inspect(self.parts.db.engine).get_table_names():
            self.sql(statement, **values)

    def entry(self, number: int, consultation: int | None = None) -> int:
        found = self.sql(
            "SELECT id FROM roll_entry WHERE consultation_id = :c AND phone = :p",
            c=consultation or self.id,
            p=phone(number),
        )
        return int(found[0][0])

    def cast(self, number: int, given: dict[str, list[str]], consultation: int | None = None) -> Any:
        return self.client.post(
            f"/api/v1/consultations/{consultation or self.id}/ballots",
            json={"answers": given},
            headers={"Authorization": f"Bearer {self.world.token(number)}"},
        )

    @property
    def actor(self) -> StaffActor:
        return self.world.chair


_KEPT: dict[tuple[bool, int], tuple[Path, int, int, bytes | None]] = {}


def held(world: World, client: FlaskClient, *, named: bool, votes: int = ROLL) -> Vote:
    """The vote, held once for each kind; afterwards its files are copied (on SQLite)."""
    if (named, votes) in _KEPT:
        kept, found, other, first = _KEPT[named, votes]
        world.parts.db.engine.dispose()
        for folder in (world.parts.settings.home, world.parts.settings.keys):
            shutil.rmtree(folder, ignore_errors=True)
            copy(kept / folder.name, folder)
        return Vote(world, client, found, other, first, named)
    vote = _held(world, client, named, votes)
    if world.parts.db.is_sqlite:
        world.parts.db.engine.dispose()
        kept = Path(tempfile.mkdtemp(prefix="tampering-", dir=world.parts.settings.home.parent.parent))  # pytest's own
        for folder in (world.parts.settings.home, world.parts.settings.keys):
            copy(folder, kept / folder.name)
        _KEPT[named, votes] = kept, vote.id, vote.other, vote.first_of_twice
    return vote


def _held(world: World, client: FlaskClient, named: bool, votes: int) -> Vote:
    plan = world.plan(secrecy="named" if named else "secret")
    found = Vote(world, client, world.open(plan, roll=ROLL), world.open(plan, roll=3), None, named)
    for number in range(1, votes):
        assert found.cast(number, YES if number % 3 else NO).status_code == 201
    if not named:
        rows = found.sql("SELECT sealed FROM envelope WHERE roll_entry_id = :e", e=found.entry(TWICE))
        found.first_of_twice = rows[0][0]
    assert found.cast(TWICE, NO).status_code == 201
    assert found.cast(1, NO, found.other).status_code == 201
    return found


def copy(folder: Path, to: Path) -> None:
    if folder.exists():
        shutil.copytree(folder, to)


@contextmanager
def twin_of(vote: Vote) -> Iterator[World]:
    """A copy of database and keys; its own parts, the same people and clock."""
    settings = vote.parts.settings
    vote.parts.db.engine.dispose()
    home = settings.home.with_name("twin")
    copy(settings.home, home)
    copy(settings.keys, settings.home.with_name("twin-keys"))
    environ = {
        "LINLI_HOME": str(home),
        "LINLI_KEYS": str(home.with_name("twin-keys")),
        "SECRET_KEY": "test",
        "DEMO": "1",
    }
    parts = replace(build_parts(load(environ)), clock=vote.parts.clock)
    yield replace(vote.world, parts=parts)
    parts.db.engine.dispose()


def is_settled(world: World, found_id: int, took_part: int = ROLL - 1) -> None:
    """Closed and counted, the honest votes as they were cast."""
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert found.state == "closed"
        assert found.result is not None
        assert found.result["took_part"]["count"] == took_part
        cast = [NO if number == TWICE or number % 3 == 0 else YES for number in range(1, took_part + 1)]
        options = {option["code"]: option["count"] for option in found.result["questions"][0]["options"]}
        assert options == {"yes": cast.count(YES), "no": cast.count(NO), "abstain": 0}


def stands_still(vote: Vote) -> None:
    """Closing stops; nothing is counted, written or published; scrutineer and supervisor read why."""
    before = vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id")
    sealed = vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id")
    with pytest.raises(Problem) as stop:
        closing.close(vote.parts, vote.actor, vote.id)
    assert stop.value.status == 409
    assert vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0] in (None, "null")
    assert vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id") == before
    assert vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id") == sealed
    assert "result" not in vote.client.get(f"/api/v1/consultations/{vote.id}").get_json()
    is_reported(vote)


def is_reported(vote: Vote) -> None:
    """A page for the scrutineer and the supervisor, not for the one who pressed; a line in everybody's log."""
    for actor, status in ((vote.world.scrutineer, 200), (vote.world.supervisor, 200), (vote.world.chair, 403)):
        with client_of(vote, actor) as browser:
            assert browser.get(f"/committee/consultations/{vote.id}/report").status_code == status
            assert "对不上" in browser.get(f"/committee/consultations/{vote.id}").get_data(as_text=True)


@contextmanager
def client_of(vote: Vote, actor: StaffActor) -> Iterator[FlaskClient]:
    app = create_app(vote.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    act_as(browser, actor)
    yield browser


# --- ways of tampering before closing ---------------------------------------------------------------------------

Way = Callable[[Vote], None]


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


def deleted(vote: Vote) -> None:
    vote.sql("DELETE FROM envelope WHERE roll_entry_id = :e", e=vote.entry(4))


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


def phone_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET phone = '+8613900000000' WHERE id = :e", e=vote.entry(AWAY))


def name_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET name = '别人' WHERE id = :e", e=vote.entry(AWAY))


def area_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET area = '9000.00' WHERE id = :e", e=vote.entry(2))


def entry_added(vote: Vote) -> None:
    columns = [
        column["name"]
        for column in sa.inspect(vote.parts.db.engine).get_columns("roll_entry")
        if column["name"] != "id"
    ]
    values = ", ".join(
        {"line": "9999", "name": "'新人'", "phone": "'+8613912345678'"}.get(name, name) for name in columns
    )
    vote.sql(
        f"INSERT INTO roll_entry ({', '.join(columns)}) SELECT {values} FROM roll_entry WHERE id = :e", e=vote.entry(1)
    )


def entry_added_and_all_figures_with_it(vote: Vote) -> None:
    """The fingerprint is computed anew with its salt, which lies in the database, and the number with it."""
    entry_added(vote)
    roll_hash_computed_anew(vote)
    vote.sql("UPDATE consultation SET roll_count = roll_count + 1 WHERE id = :id")


def phone_edited_and_the_fingerprint_with_it(vote: Vote) -> None:
    phone_edited(vote)
    roll_hash_computed_anew(vote)


def roll_hash_computed_anew(vote: Vote) -> None:
    rows = vote.sql("SELECT name, phone, household, unit, area FROM roll_entry WHERE consultation_id = :id")
    salt = bytes.fromhex(vote.sql("SELECT roll_salt FROM consultation WHERE id = :id")[0][0])
    text = "\n".join(sorted("\t".join("" if cell is None else str(cell) for cell in row) for row in rows))
    vote.sql(
        "UPDATE consultation SET roll_hash = :h WHERE id = :id",
        h=hmac.new(salt, text.encode(), hashlib.sha256).hexdigest(),
    )


def entry_and_vote_deleted(vote: Vote) -> None:
    entry = vote.entry(4)
    for table in ("envelope", "named_ballot"):
        vote.sql(f"DELETE FROM {table} WHERE roll_entry_id = :e", e=entry)
    vote.sql("DELETE FROM roll_entry WHERE id = :e", e=entry)
    vote.sql("UPDATE consultation SET roll_count = roll_count - 1 WHERE id = :id")


def entry_lent_to_another_vote(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET consultation_id = :other, line = 9999 WHERE id = :e", e=vote.entry(AWAY))


def closing_hour_moved(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET closes_at = opens_at WHERE id = :id")


def questions_edited(vote: Vote) -> None:
    text = json.loads(vote.sql("SELECT questions FROM consultation WHERE id = :id")[0][0])
    first, second = text[0]["options"][:2]
    first["label"], second["label"] = second["label"], first["label"]
    vote.sql("UPDATE consultation SET questions = :q WHERE id = :id", q=json.dumps(text))


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


def ballots_written_before(vote: Vote) -> None:
    vote.sql("INSERT INTO opened_ballot VALUES (:id, 5000, :c)", c=json.dumps({"q1": ["yes"]}))


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


# --- for a moment only ------------------------------------------------------------------------------------------


def test_a_public_key_that_was_swapped_for_a_moment_reads_no_vote(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """Every sealing compares it with the key file: by the API, by the page, by a ballot sealed elsewhere."""
    vote, thief = held(world, client, named=False, votes=9), PrivateKey.generate()
    (own, padded), before = (
        vote.sql("SELECT public_key, padded_length FROM consultation WHERE id = :id")[0],
        all_sealed(vote),
    )
    vote.sql("UPDATE consultation SET public_key = :k WHERE id = :id", k=bytes(thief.public_key))
    assert vote.cast(20, YES).status_code in {409, 503}
    assert by_page(vote, 21, YES).status_code in {409, 503}
    sent = SealedBox(PublicKey(bytes(thief.public_key))).encrypt(urn.pad(YES, padded))
    answer = client.post(
        f"/api/v1/consultations/{vote.id}/ballots",
        json={"envelope": base64.b64encode(sent).decode()},
        headers={"Authorization": f"Bearer {world.token(22)}"},
    )
    assert answer.status_code in {409, 422, 503}
    assert all_sealed(vote) == before
    assert own.hex() not in client.get(f"/api/v1/consultations/{vote.id}").get_data(as_text=True)
    assert bytes(thief.public_key).hex() not in client.get(f"/api/v1/consultations/{vote.id}").get_data(as_text=True)
    vote.sql("UPDATE consultation SET public_key = :k WHERE id = :id", k=own)
    assert vote.cast(20, YES).status_code == 201
    assert by_page(vote, 21, YES).status_code == 303
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)


def all_sealed(vote: Vote) -> Any:
    return vote.sql("SELECT roll_entry_id, sealed FROM envelope WHERE consultation_id = :id ORDER BY roll_entry_id")


def by_page(vote: Vote, number: int, given: dict[str, list[str]]) -> Any:
    app = create_app(vote.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["resident_token"] = vote.world.token(number)
    return browser.post(f"/consultations/{vote.id}/ballot", data=given)


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_a_phone_that_stood_on_the_roll_for_a_moment_casts_no_vote(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """Edited, voted, put back: the entry was sealed when the roll was frozen. Its owner votes as ever."""
    vote = held(world, client, named=named, votes=9)
    entry, strange = vote.entry(AWAY), phone(777)
    vote.sql("UPDATE roll_entry SET phone = :p WHERE id = :e", p=strange, e=entry)
    assert vote.cast(777, NO).status_code == 409
    vote.sql("UPDATE roll_entry SET phone = :p WHERE id = :e", p=phone(AWAY), e=entry)
    assert vote.cast(AWAY, YES).status_code == 201
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "closed"


def test_options_that_were_exchanged_for_a_moment_deceive_nobody(world: World, client: FlaskClient) -> None:
    """The page and the API show no ballot while it is not what was fixed; then they do."""
    vote = held(world, client, named=False, votes=9)
    good = vote.sql("SELECT questions FROM consultation WHERE id = :id")[0][0]
    questions_edited(vote)
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(AWAY)
    page = client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert 'name="q1"' not in page
    assert "对不上" in page
    assert "questions" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    assert vote.cast(AWAY, YES).status_code == 409
    vote.sql("UPDATE consultation SET questions = :q WHERE id = :id", q=good)
    assert 'name="q1"' in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert vote.cast(AWAY, YES).status_code == 201


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_an_hour_that_was_moved_takes_no_late_vote(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """After the time in the notice nobody votes, whatever the row says for a moment."""
    vote = held(world, client, named=named, votes=9)
    hour = vote.sql("SELECT closes_at FROM consultation WHERE id = :id")[0][0]
    clock.move(days=3, minutes=1)
    vote.sql("UPDATE consultation SET closes_at = '2027-01-01 00:00:00' WHERE id = :id")
    assert vote.cast(AWAY, NO).status_code == 409
    vote.sql("UPDATE consultation SET closes_at = :h WHERE id = :id", h=hour)
    closing.close(world.parts, world.chair, vote.id)
    result = vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0]
    assert json.loads(result)["took_part"]["count"] == 8


# --- states and results by hand ---------------------------------------------------------------------------------

FORGED = {"basis": "persons", "lawful": True, "quorum": [], "questions": [], "sentence": "", "roll": {"count": 50},
          "took_part": {"count": 50}, "void": {"count": 0}}  # fmt: skip


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_a_result_written_by_hand_is_not_published(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """State and result set by SQL: no result is shown, no key destroyed, nothing published; put back, it closes."""
    vote = held(world, client, named=named)
    clock.move(days=3)
    vote.sql(
        "UPDATE consultation SET state = 'closed', closed_at = closes_at, result = :r WHERE id = :id",
        r=json.dumps(FORGED),
    )
    closing.destroy_leftover_keys(world.parts)
    with client_of(vote, world.chair) as browser:
        browser.post(f"/committee/consultations/{vote.id}/close")
        browser.post(f"/committee/consultations/{vote.id}/publish")
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "closed"
    assert "result" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    is_reported(vote)
    vote.sql("UPDATE consultation SET state = 'open', closed_at = NULL, result = NULL WHERE id = :id")
    is_settled(world, vote.id)


def test_a_vote_published_by_hand_gives_no_record(world: World, client: FlaskClient) -> None:
    """Straight to the end by SQL, with a key said to be destroyed: no record, no result on the page."""
    vote = held(world, client, named=False)
    vote.sql("UPDATE consultation SET state = 'published', closed_at = closes_at, published_at = closes_at, result = :r, "
             "key_destroyed = TRUE WHERE id = :id", r=json.dumps(FORGED))  # fmt: skip
    assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409
    assert "result" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    assert "钥匙已销毁" not in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    closing.destroy_leftover_keys(world.parts)
    assert len(world.ring.key_files(vote.id)) == 1


def result_edited(vote: Vote) -> None:
    result = json.loads(vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0])
    result["questions"][0]["passed"] = not result["questions"][0]["passed"]
    vote.sql("UPDATE consultation SET result = :r WHERE id = :id", r=json.dumps(result))


def ballot_edited(vote: Vote) -> None:
    (content,) = vote.sql("SELECT content FROM opened_ballot WHERE consultation_id = :id AND position = 0")[0]
    vote.sql("UPDATE opened_ballot SET content = :c WHERE consultation_id = :id AND position = 0",
             c=content.replace("no", "yes").replace('"a"', '"b"'))  # fmt: skip


def ballot_added(vote: Vote) -> None:
    ballots_written_before(vote)


def named_ballot_edited(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", c=json.dumps(NO), e=vote.entry(1))


def title_edited(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET title = '西门装路灯' WHERE id = :id")


@pytest.mark.parametrize(
    ("named", "tamper"),
    [(False, result_edited), (False, ballot_edited), (False, ballot_added), (True, result_edited),
     (True, named_ballot_edited), (False, title_edited)],
    ids=lambda value: value.__name__ if callable(value) else ("named" if value else "secret"),
)  # fmt: skip
@pytest.mark.parametrize("published", [False, True], ids=["closed", "published"])
def test_what_was_counted_is_what_is_published(
    world: World, client: FlaskClient, clock: HandClock, named: bool, tamper: Way, published: bool
) -> None:
    """Edited after the count: not published; edited after publishing: no record is given. The honest one has both."""
    vote = held(world, client, named=named)
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    before = vote.sql("SELECT result, title FROM consultation WHERE id = :id")
    kept = {
        table: vote.sql(f"SELECT * FROM {table} WHERE consultation_id = :id")
        for table in ("opened_ballot", "named_ballot")
    }
    with client_of(vote, world.chair) as browser:
        if published:
            browser.post(f"/committee/consultations/{vote.id}/publish")
            assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 200
        tamper(vote)
        browser.post(f"/committee/consultations/{vote.id}/publish")
        assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409
        vote.sql("UPDATE consultation SET result = :r, title = :t WHERE id = :id", r=before[0][0], t=before[0][1])
        vote.sql("DELETE FROM opened_ballot WHERE consultation_id = :id")
        for row in kept["opened_ballot"]:
            vote.sql("INSERT INTO opened_ballot VALUES (:id, :p, :c)", p=row[1], c=row[2])
        for row in kept["named_ballot"]:
            vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", e=row[0], c=row[2])
        browser.post(f"/committee/consultations/{vote.id}/publish")
        assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 200


def test_a_vote_that_has_taken_ballots_is_not_opened_anew(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Set back to 'noticed' by SQL, the urn emptied: the chair's button does not burn the key of the running vote."""
    vote = held(world, client, named=False)
    vote.sql("UPDATE consultation SET state = 'noticed' WHERE id = :id")
    with client_of(vote, world.chair) as browser:
        browser.post(f"/committee/consultations/{vote.id}/open")
    vote.sql("UPDATE consultation SET state = 'open' WHERE id = :id")
    clock.move(days=3)
    is_settled(world, vote.id)


def test_a_counted_vote_is_not_reopened(world: World, client: FlaskClient) -> None:
    """Set back to 'open' by SQL after the count: nobody votes again knowing the result, and the result stays."""
    vote = held(world, client, named=True)
    closing.close(world.parts, world.chair, vote.id)
    vote.sql("UPDATE consultation SET state = 'open', closed_at = NULL WHERE id = :id")
    assert vote.cast(1, NO).status_code == 409
    with pytest.raises(Conflict):
        closing.close(world.parts, world.chair, vote.id)


# --- the way forward --------------------------------------------------------------------------------------------


def test_a_supervisor_may_declare_a_stopped_vote_void(world: World, client: FlaskClient, clock: HandClock) -> None:
    """With a reason that residents read; the key goes, no envelope is opened; nobody else may."""
    vote = held(world, client, named=False)
    deleted(vote)
    clock.move(days=3)
    stands_still(vote)
    address, reason = (
        f"/committee/consultations/{vote.id}/void",
        {"reason": "票箱少了一张已经收下的票，无法恢复，重新表决"},
    )
    for actor in (world.chair, world.scrutineer):
        with client_of(vote, actor) as browser:
            assert browser.post(address, data=reason).status_code == 403
    with client_of(vote, world.supervisor) as browser:
        browser.post(address, data={"reason": "不要"})
        assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "open"
        browser.post(address, data=reason)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "void"
    assert vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id")[0][0] == 0
    assert vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id")[0][0] == 0
    assert world.ring.key_files(vote.id) == []
    assert reason["reason"] in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409


def test_closing_a_void_vote_is_refused_and_no_report_of_tampering(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """The chair's second tab still shows the button: nothing was found, so nothing is reported to the supervisor."""
    vote = held(world, client, named=False)
    deleted(vote)
    clock.move(days=3)
    stands_still(vote)
    closing.declare_void(world.parts, world.supervisor, vote.id, "票箱少了一张已经收下的票，无法恢复，重新表决")
    reports = "SELECT count(*) FROM consultation_event WHERE consultation_id = :id AND verb = 'stopped'"
    before = vote.sql(reports)[0][0]
    with pytest.raises(Conflict, match="已作废") as refused:
        closing.close(world.parts, world.chair, vote.id)
    assert not isinstance(refused.value, closing.Stopped)
    assert vote.sql(reports)[0][0] == before


@pytest.mark.parametrize("counted", [False, True])
def test_nobody_declares_a_vote_void_that_agrees(
    world: World, client: FlaskClient, clock: HandClock, *, counted: bool
) -> None:
    """Running or counted: a supervisor with the best of reasons ends neither; both go on to their publishing."""
    vote = held(world, client, named=False)
    clock.move(days=3)
    if counted:
        closing.close(world.parts, world.chair, vote.id)
    with client_of(vote, world.supervisor) as browser:
        browser.post(f"/committee/consultations/{vote.id}/void", data={"reason": "结果和街道的安排不一致，重新表决"})
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == ("closed" if counted else "open")
    if not counted:
        closing.close(world.parts, world.chair, vote.id)
    closing.publish(world.parts, world.chair, vote.id)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "published"


def test_a_vote_that_is_void_after_its_count_does_not_say_that_it_stayed_sealed(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """The count was right, then the result was touched: publishing stops, and the page says that it had been opened."""
    vote = held(world, client, named=False)
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    vote.sql("DELETE FROM opened_ballot WHERE consultation_id = :id")
    with pytest.raises(Problem):
        closing.publish(world.parts, world.chair, vote.id)
    with client_of(vote, world.supervisor) as browser:
        reason = {"reason": "计票以后库里少了票，无法恢复，重新表决"}
        browser.post(f"/committee/consultations/{vote.id}/void", data=reason)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "void"
    page = client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert "没有打开" not in page
    assert "计过的票不算数" in page


def test_void_by_hand_burns_no_key(world: World, client: FlaskClient) -> None:
    """The state alone, set by SQL, destroys nothing."""
    vote = held(world, client, named=False, votes=9)
    tables = vote.sql("SELECT sql FROM sqlite_master WHERE name = 'consultation'")
    if "'void'" not in tables[0][0]:
        pytest.fail("no way forward: a vote cannot be declared void")
    vote.sql("UPDATE consultation SET state = 'void' WHERE id = :id")
    closing.destroy_leftover_keys(world.parts)
    assert len(world.ring.key_files(vote.id)) == 1
