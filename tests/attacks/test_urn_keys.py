"""What is said of the key: "票箱钥匙已销毁" only when the expected file was found and overwritten, and no sealed envelope is left."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing as shut
from contextlib import contextmanager
from dataclasses import replace as altered
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import closing, queries
from portal.kernel.config import load
from portal.wiring.app import build_parts, create_app
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import NO, YES, World, world

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _on_sqlite(world: World) -> None:
    if not world.parts.db.is_sqlite:
        pytest.skip("speaks SQLite's dialect and copies its files")


VOTERS = 12
DESTROYED = "票箱钥匙已销毁"


def held(world: World, client: FlaskClient, clock: HandClock) -> int:
    """A secret vote that everybody has voted in, at its end."""
    found = world.open(roll=VOTERS)
    for number in range(1, VOTERS + 1):
        answer = client.post(
            f"/api/v1/consultations/{found}/ballots",
            json={"answers": YES if number % 3 else NO},
            headers={"Authorization": f"Bearer {world.token(number)}"},
        )
        assert answer.status_code == 201
    clock.move(days=3)
    return found


def counted_only(world: World, found_id: int) -> None:
    """As a kill between the commit of the count and the work on the key leaves it."""
    with world.parts.db.write() as s:
        closing.count_and_close(s, queries.get(s, found_id), world.ring, world.now, early=False, actor=None)


@contextmanager
def chair(world: World) -> Iterator[FlaskClient]:
    app = create_app(world.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    act_as(browser, world.chair)
    yield browser


def published(world: World, client: FlaskClient, found_id: int) -> tuple[str, str, Any]:
    """The committee's page, the public page and the record, after the button."""
    with chair(world) as browser:
        browser.post(f"/committee/consultations/{found_id}/publish")
        page = browser.get(f"/committee/consultations/{found_id}").get_data(as_text=True)
    record = client.get(f"/api/v1/consultations/{found_id}/record.json")
    assert record.status_code == 200
    return page, client.get(f"/consultations/{found_id}").get_data(as_text=True), record.get_json()


def sealed(world: World) -> list[bytes]:
    with shut(sqlite3.connect(world.parts.settings.home / "linli.db")) as connection:
        return [row[0] for row in connection.execute("SELECT sealed FROM envelope WHERE sealed IS NOT NULL")]


def lying_about(world: World, boxes: list[bytes]) -> int:
    """How many of these stand in any file of the database."""
    files = [path.read_bytes() for path in world.parts.settings.home.glob("linli.db*")]
    return sum(any(box in data for data in files) for box in boxes)


def key_of(world: World, found_id: int) -> Path:
    (path,) = world.parts.settings.keys.glob(f"{found_id}-*.key")
    return path


def test_a_destroyed_key_is_said_to_be_destroyed(world: World, client: FlaskClient, clock: HandClock) -> None:
    """The honest one: found, overwritten, gone; said on both pages and in the record; the file's bytes are nowhere."""
    found = held(world, client, clock)
    private = key_of(world, found).read_bytes()
    closing.close(world.parts, world.chair, found)
    page, public, record = published(world, client, found)
    assert DESTROYED in page
    assert DESTROYED in public
    assert record["key"] == {"destroyed": True, "says": DESTROYED}
    assert not [
        path for path in world.parts.settings.keys.rglob("*") if path.is_file() and private in path.read_bytes()
    ]


def moved(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")


def moved_within_the_folder(path: Path) -> None:
    path.rename(path.with_name("kept"))


def copied_and_removed(path: Path) -> None:
    shutil.copy(path, path.parent.parent / "elsewhere")
    path.unlink()


def replaced(path: Path) -> None:
    moved(path)
    path.write_bytes(b"\x07" * 32)


def emptied(path: Path) -> None:
    shutil.copy(path, path.parent.parent / "elsewhere")
    path.write_bytes(b"")


def all_files_moved(path: Path) -> None:
    for one in list(path.parent.iterdir()):
        one.rename(path.parent.parent / one.name)


def folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("other-keys"))


def link_to_elsewhere(path: Path) -> None:
    moved(path)
    shutil.copy(path.parent.parent / "elsewhere", path.parent.parent / "third")
    path.symlink_to(path.parent.parent / "third")


WAYS = [
    moved, moved_within_the_folder, copied_and_removed, replaced, emptied, all_files_moved, folder_moved,
    link_to_elsewhere,
]  # fmt: skip


@pytest.mark.parametrize("take", WAYS, ids=lambda way: way.__name__)
def test_a_key_that_was_taken_away_is_not_said_to_be_destroyed(
    world: World, client: FlaskClient, clock: HandClock, take: Callable[[Path], None]
) -> None:
    """Between count and destruction: nowhere the sentence, everywhere what happened and what it means; still published."""
    found = held(world, client, clock)
    counted_only(world, found)
    take(key_of(world, found))
    closing.destroy_leftover_keys(world.parts)
    page, public, record = published(world, client, found)
    assert DESTROYED not in page
    assert DESTROYED not in public
    assert record["key"]["destroyed"] is False
    assert "销毁" in record["key"]["says"]
    assert record["key"]["says"] in public


def test_a_folder_that_comes_back_is_still_cleaned(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Not mounted for a while: nothing is said, nothing given up; mounted again, the key is destroyed."""
    found = held(world, client, clock)
    counted_only(world, found)
    folder = world.parts.settings.keys
    folder.rename(folder.with_name("away"))
    closing.destroy_leftover_keys(world.parts)
    with chair(world) as browser:
        assert DESTROYED not in browser.get(f"/committee/consultations/{found}").get_data(as_text=True)
    folder.with_name("away").rename(folder)
    closing.destroy_leftover_keys(world.parts)
    _page, _public, record = published(world, client, found)
    assert record["key"]["destroyed"] is True


def test_a_key_said_to_be_destroyed_by_sql_is_not_said_to_be(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """The flag alone, while the key lies there: the page asks the folder too, and publishing destroys it all the same."""
    found = held(world, client, clock)
    counted_only(world, found)
    columns = "key_destroyed = 1"
    with shut(sqlite3.connect(world.parts.settings.home / "linli.db")) as connection, connection:
        if "key_end" in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'consultation'").fetchone()[0]:
            columns += ", key_end = 'destroyed'"
        connection.execute(f"UPDATE consultation SET {columns} WHERE id = ?", (found,))
    with chair(world) as browser:
        assert DESTROYED not in client.get(f"/consultations/{found}").get_data(as_text=True)
        assert DESTROYED not in browser.get(f"/committee/consultations/{found}").get_data(as_text=True)
    private = key_of(world, found).read_bytes()
    assert published(world, client, found)[2]["key"]["destroyed"] is True
    assert not [path for path in world.parts.settings.keys.iterdir() if private in path.read_bytes()]


def test_no_sealed_envelope_outlives_the_key(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Somebody reads in the database during closing, so its log cannot be cut: that is noticed, said, and mended later."""
    found = held(world, client, clock)
    boxes = sealed(world)
    assert len(boxes) == VOTERS
    with shut(sqlite3.connect(world.parts.settings.home / "linli.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM envelope").fetchone()
        with chair(world) as browser:
            browser.post(f"/committee/consultations/{found}/close")
            page = browser.get(f"/committee/consultations/{found}").get_data(as_text=True)
            assert lying_about(world, boxes) > 0
            assert DESTROYED not in page
            assert "钥匙还没有销毁" in page
            browser.post(f"/committee/consultations/{found}/publish")
        assert client.get(f"/api/v1/consultations/{found}/record.json").status_code == 409
        closing.destroy_leftover_keys(world.parts)
        assert len(list(world.parts.settings.keys.glob(f"{found}-*.key"))) == 1
    closing.destroy_leftover_keys(world.parts)
    assert lying_about(world, boxes) == 0
    assert published(world, client, found)[2]["key"]["destroyed"] is True


# --- the receipt ------------------------------------------------------------------------------------------------


def test_every_receipt_stands_on_the_published_board(world: World, client: FlaskClient, clock: HandClock) -> None:
    """By the API and on the page; a changed mind has a receipt of its own; the heads follow from the record alone."""
    found, heads = world.open(roll=6), []
    for number in (1, 2, 3, 2):
        answer = client.post(
            f"/api/v1/consultations/{found}/ballots",
            json={"answers": YES},
            headers={"Authorization": f"Bearer {world.token(number)}"},
        )
        heads.append(answer.get_json()["board_head"])
    app = create_app(world.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["resident_token"] = world.token(4)
    receipt = browser.post(f"/consultations/{found}/ballot", data=NO, follow_redirects=True).get_data(as_text=True)
    again = browser.get(f"/consultations/{found}/counted").get_data(as_text=True)
    assert browser.post(f"/consultations/{found}/receipt", data={"number": heads[0]}).status_code == 409
    clock.move(days=3)
    closing.close(world.parts, world.chair, found)
    board = published(world, client, found)[2]["board"]
    computed = [board["root"]]
    for digest in board["chain"]:
        computed.append(hashlib.sha256(f"{computed[-1]}\n{digest}".encode()).hexdigest())
    assert computed[1:5] == heads
    assert computed[5] == board["head"]
    assert board["head"] in receipt
    page, told = f"/consultations/{found}/receipt", []
    for number in (heads[1], heads[3], heads[1].upper()[:16], f"收票号：{heads[1]}", "0" * 64, heads[1][:15], ""):
        answer = browser.post(page, data={"number": f" {number[:8]} {number[8:]}"}).get_data(as_text=True)
        told.append("这张票收到了" in answer)
        for tells in ("第 2", "第2", "后来改过了", "被换掉"):  # of the order, or of a mind that was changed
            assert tells not in answer
    assert told == [True, True, True, True, False, False, False]
    assert board["head"] not in again  # shown once: whoever looks later cannot tell whether the ballot was changed


def test_a_copy_on_another_machine_gives_the_same_record(
    world: World, client: FlaskClient, clock: HandClock, tmp_path: Path
) -> None:
    """A backup has no keys folder: the record's bytes are the same, and the answer says that nothing vouches for them there."""
    found = held(world, client, clock)
    closing.close(world.parts, world.chair, found)
    published(world, client, found)
    here = client.get(f"/api/v1/consultations/{found}/record.json")
    world.parts.db.engine.dispose()
    shutil.copytree(world.parts.settings.home, tmp_path / "copy")
    parts = altered(
        build_parts(load({"LINLI_HOME": str(tmp_path / "copy"), "SECRET_KEY": "test", "DEMO": "1"})), clock=clock
    )
    there = create_app(parts).test_client().get(f"/api/v1/consultations/{found}/record.json")
    page = create_app(parts).test_client().get(f"/consultations/{found}").get_data(as_text=True)
    parts.db.engine.dispose()
    assert there.get_data() == here.get_data()
    assert (here.headers["Linli-Record"], there.headers["Linli-Record"]) == ("agrees", "unknown")
    assert "核对不了" in page


# --- the record -------------------------------------------------------------------------------------------------


def test_a_secret_record_joins_nobodys_answers(world: World, client: FlaskClient, clock: HandClock) -> None:
    """A neighbour who knows one answer learns no other; the sums still follow. The database keeps them no better."""
    found = held(world, client, clock)
    closing.close(world.parts, world.chair, found)
    record = published(world, client, found)[2]
    assert {frozenset(line) for line in record["ballots"]} == {frozenset({"question", "choices"})}
    for question in record["tally"]["questions"]:
        lines = [line["choices"] for line in record["ballots"] if line["question"] == question["key"]]
        assert len(lines) == VOTERS
        for option in question["options"]:
            assert sum(option["code"] in codes for codes in lines) == option["count"]
    with world.parts.db.read() as s:
        kept = [json.loads(row[0]) for row in s.connection().exec_driver_sql("SELECT content FROM opened_ballot")]
    assert {len(content) for content in kept} == {1}


def test_an_owners_record_has_no_names_and_no_flats(world: World, client: FlaskClient, clock: HandClock) -> None:
    """PIPL 25: no article wants them public; the owners' own committee still has them. The sums still follow."""
    found = world.open(world.owners_plan(), world.owners_chair, roll=VOTERS)
    for number in range(1, VOTERS):
        client.post(
            f"/api/v1/consultations/{found}/ballots",
            json={"answers": YES if number % 3 else NO},
            headers={"Authorization": f"Bearer {world.token(number)}"},
        )
    clock.move(days=3)
    closing.close(world.parts, world.owners_chair, found)
    app = create_app(world.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    act_as(browser, world.owners_chair)
    browser.post(f"/committee/consultations/{found}/publish")
    answer = client.get(f"/api/v1/consultations/{found}/record.json")
    record = answer.get_json()
    assert "居民1" not in answer.get_data(as_text=True)
    assert '"90.00"' not in answer.get_data(as_text=True)  # each one's area
    yes = next(o for o in record["tally"]["questions"][0]["options"] if o["code"] == "yes")
    lines = [line for line in record["ballots"] if line["question"] == "q1" and line["choices"] == ["yes"]]
    assert len(lines) == yes["count"] == 8
    assert [w["weight"] for w in record["weights"] if w["question"] == "q1" and w["choices"] == ["yes"]] == [
        yes["area"]
    ]
