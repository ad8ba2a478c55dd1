"""`linli backup` and `linli restore`: the same cases and records elsewhere; refused where it is not safe."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from portal.backups import backup
from portal.cases.models import Case
from portal.cli import linli
from portal.consultations.models import Consultation, ConsultationEvent
from portal.demo.fill import fill
from portal.kernel.config import load
from portal.process import launch
from portal.residents import service as residents
from portal.residents.models import OneTimeCode, ResidentSession
from portal.storage import migrate
from portal.storage.migrate import heads
from portal.wiring.app import build_parts, create_app
from tests.databases import SERVER, fresh_database

pytestmark = pytest.mark.slow  # a whole community is made for it


@contextmanager
def a_place(folder: Path, *, with_tables: bool) -> Iterator[dict[str, str]]:
    """An environment for a home under `folder`, with a database of its own."""
    with fresh_database(folder / "home" if not SERVER else folder, with_tables=False) as url:
        environ = {"LINLI_HOME": str(folder / "home"), "SECRET_KEY": "test", "DEMO": "1"}
        if SERVER:
            environ["DATABASE_URL"] = url
        if with_tables:
            parts = build_parts(load(environ))
            migrate.upgrade(parts.db)
            parts.db.engine.dispose()
        yield environ


@pytest.fixture
def here(tmp_path: Path) -> Iterator[dict[str, str]]:
    with a_place(tmp_path / "here", with_tables=True) as environ:
        parts = build_parts(load(environ))
        fill(parts)
        parts.db.engine.dispose()
        yield environ


@pytest.fixture
def there(tmp_path: Path) -> Iterator[dict[str, str]]:
    (tmp_path / "there").mkdir()
    with a_place(tmp_path / "there", with_tables=False) as environ:
        yield environ


def run(environ: dict[str, str], *args: str) -> Result:
    empty = dict.fromkeys(("DATABASE_URL", "LINLI_KEYS", "LINLI_ERASURES", "PUBLIC_URL", "HOST"))
    return CliRunner().invoke(linli, list(args), env=empty | environ)


def seen(environ: dict[str, str]) -> tuple[list[Any], dict[int, str]]:
    """Every case with its words and events, and the hash of each published record."""
    parts = build_parts(load(environ))
    try:
        with parts.db.read() as s:
            cases = [
                (
                    case.case_no,
                    case.state,
                    case.category,
                    case.words.text,
                    [(e.verb, e.at, e.data) for e in case.events],
                )
                for case in s.scalars(sa.select(Case).order_by(Case.id))
            ]
            ids = s.scalars(sa.select(Consultation.id).where(Consultation.state == "published")).all()
        client = create_app(parts).test_client()
        records = {one: client.get(f"/api/v1/consultations/{one}/record.json").data for one in ids}
        return cases, {one: hashlib.sha256(data).hexdigest() for one, data in records.items()}
    finally:
        parts.db.engine.dispose()


def test_restored_elsewhere_it_is_the_same(here: dict[str, str], there: dict[str, str], tmp_path: Path) -> None:
    """The same cases, words and events, the same hashes of records, the same photos; sessions of then are void."""
    out = tmp_path / "b.zip"
    with_session = build_parts(load(here))
    with with_session.db.write() as s:
        resident = residents.prove(s, "test", "+8613800000001", with_session.clock.now())
        residents.sign_in(s, "test", resident, with_session.clock.now())
    photo = with_session.media.put(b"\xff\xd8\xff photo", "image/jpeg")
    with_session.db.engine.dispose()
    made = run(here, "backup", "--out", str(out))
    assert made.exit_code == 0, made.output
    assert out.stat().st_mode & 0o077 == 0
    back = run(there, "restore", str(out))
    assert back.exit_code == 0, back.output
    assert seen(here) == seen(there)
    cases, records = seen(there)
    assert len(cases) > 10
    assert records
    assert (Path(there["LINLI_HOME"]) / "media" / photo).read_bytes() == b"\xff\xd8\xff photo"
    parts = build_parts(load(there))
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(ResidentSession)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(OneTimeCode)) == 0
    with parts.db.write() as s:  # numbers go on after what came
        assert residents.add_visitor(s, "test", parts.clock.now())[0].id
    parts.db.engine.dispose()


def test_it_may_run_while_people_write(here: dict[str, str], there: dict[str, str], tmp_path: Path) -> None:
    """A transaction that is open while the backup is taken is wholly in or wholly out."""
    parts = build_parts(load(here))
    with parts.db.write() as s:
        residents.add_visitor(s, "test", parts.clock.now())
        out = tmp_path / "b.zip"
        backup.write_backup(parts.settings, out, parts.clock.now())
    parts.db.engine.dispose()
    assert run(there, "restore", str(out)).exit_code == 0


def test_a_full_or_running_home_is_refused(here: dict[str, str], there: dict[str, str], tmp_path: Path) -> None:
    """Nothing is written over data; a running line is not restored into; neither file is overwritten."""
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    assert run(here, "backup", "--out", str(out)).exit_code == 1
    before = seen(here)
    refused = run(here, "restore", str(out))
    assert refused.exit_code == 1
    assert "不是空的" in refused.output or "已经有表" in refused.output
    assert seen(here) == before
    with launch.locked_home(Path(there["LINLI_HOME"])):
        assert "正在运行" in run(there, "restore", str(out)).output
    assert run(there, "restore", str(out)).exit_code == 0


@pytest.mark.parametrize("how", ["a byte", "a file left out", "a file more", "a path", "no manifest", "half of it"])
def test_a_damaged_backup_is_refused(here: dict[str, str], there: dict[str, str], tmp_path: Path, how: str) -> None:
    """Whatever is not as the manifest says stops the restore before anything is written."""
    out, bad = tmp_path / "b.zip", tmp_path / "bad.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(bad, "w") as target:
        names = [info.filename for info in source.infolist()]
        victim = next(
            one.filename for one in source.infolist() if one.filename.startswith("database/") and one.file_size
        )
        manifest = json.loads(source.read("manifest.json"))
        for name in names:
            data = source.read(name)
            if how == "a byte" and name == victim:
                data = data[:-1] + bytes([data[-1] ^ 1])
            if how == "a file left out" and name == victim:
                continue
            if how == "no manifest" and name == "manifest.json":
                continue
            if how == "a path" and name == "manifest.json":
                manifest["files"]["media/../../x.jpg"] = {"sha256": hashlib.sha256(b"x").hexdigest(), "bytes": 1}
                target.writestr("media/../../x.jpg", b"x")
                data = json.dumps(manifest).encode()
            target.writestr(name, data)
        if how == "a file more":
            target.writestr("media/" + "a" * 32 + ".jpg", b"x")
    if how == "half of it":
        bad.write_bytes(out.read_bytes()[: out.stat().st_size // 2])
    refused = run(there, "restore", str(bad))
    assert refused.exit_code == 1, refused.output
    assert not (Path(there["LINLI_HOME"]) / "linli.db").exists()
    assert run(there, "restore", str(out)).exit_code == 0


def test_another_secret_is_refused(here: dict[str, str], there: dict[str, str], tmp_path: Path) -> None:
    """With another SECRET_KEY nobody would find their own again: said before anything is written."""
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    refused = run(there | {"SECRET_KEY": "another"}, "restore", str(out))
    assert refused.exit_code == 1
    assert "SECRET_KEY" in refused.output
    assert run(there, "restore", str(out)).exit_code == 0


def test_the_ballot_keys_are_not_in_it(here: dict[str, str], tmp_path: Path) -> None:
    """No file and no bytes of LINLI_KEYS; the secret that keys the hashes is, where it lies in the home."""
    keys = load(here).keys
    keys.mkdir(parents=True, exist_ok=True)
    for name in ("1-abc.key", "1-abc.burning"):
        (keys / name).write_bytes(b"K" * 32)
    del here["SECRET_KEY"]
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        assert "secrets/secret_key" in archive.namelist()
        assert not any(b"K" * 32 in archive.read(name) for name in archive.namelist())


def test_a_vote_under_way_says_that_it_was_restored(
    here: dict[str, str], there: dict[str, str], tmp_path: Path
) -> None:
    """The command lists it, and its own page has the event: ballots cast since are gone, which nobody may overlook."""
    out = tmp_path / "b.zip"
    parts = build_parts(load(here))
    with parts.db.write() as s:
        vote = s.scalars(sa.select(Consultation).order_by(Consultation.id)).first()
        assert vote is not None
        title, vote.state = vote.title, "open"
        vote.closes_at = parts.clock.now() + timedelta(days=2)
    parts.db.engine.dispose()
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    back = run(there, "restore", str(out))
    assert back.exit_code == 0, back.output
    assert title in back.output
    parts = build_parts(load(there))
    with parts.db.read() as s:
        events = s.scalars(sa.select(ConsultationEvent.verb).where(ConsultationEvent.verb == "restored")).all()
        running = sa.select(sa.func.count()).where(Consultation.state.in_(("open", "closed")))
        assert len(events) == s.scalar(running) >= 1
    parts.db.engine.dispose()


def test_a_restore_that_was_cut_off_is_begun_again(
    here: dict[str, str], there: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it unpacks: nothing starts on what is there, and the same command does it whole."""
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    with monkeypatch.context() as killed:
        killed.setattr("portal.backups.restore._fill_database", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        run(there, "restore", str(out))
    assert (Path(there["LINLI_HOME"]) / "restoring").exists()
    with pytest.raises(launch.CannotStart, match="恢复没有做完"):
        launch.prepare_data(load(there))
    assert run(there, "restore", str(out)).exit_code == 0
    assert seen(here) == seen(there)


def test_a_full_disk_is_not_called_a_damaged_backup(
    here: dict[str, str], there: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what stopped it, and that the same command goes on when there is room."""
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr("portal.backups.restore._write", full)
        stopped = run(there, "restore", str(out))
    assert stopped.exit_code == 1
    assert "恢复到一半停下了" in stopped.output
    assert "No space left" in stopped.output
    assert "备份读不出来" not in stopped.output
    assert run(there, "restore", str(out)).exit_code == 0


def test_a_backup_of_the_other_database_changes_nothing(
    here: dict[str, str], there: dict[str, str], tmp_path: Path
) -> None:
    """It is refused before anything is written: no photo, no secret, no mark of a restore that was cut off."""
    out = tmp_path / "b.zip"
    assert run(here, "backup", "--out", str(out)).exit_code == 0
    other = "" if SERVER else "postgresql+psycopg://linli@127.0.0.1:1/linli"
    refused = run(there | {"DATABASE_URL": other}, "restore", str(out))
    assert refused.exit_code == 1
    assert "不是同一种数据库" in refused.output
    assert not (Path(there["LINLI_HOME"]) / "restoring").exists()
    assert not (Path(there["LINLI_HOME"]) / "media").exists()


@pytest.mark.skipif(bool(SERVER), reason="an older SQLite file")
def test_a_backup_of_an_older_version_is_brought_up(there: dict[str, str], tmp_path: Path) -> None:
    """Tables of the first revision, with a case in them, become this version's."""
    old = {"LINLI_HOME": str(tmp_path / "old" / "home"), "SECRET_KEY": "test", "DEMO": "1"}
    parts = build_parts(load(old))
    migrate.upgrade(parts.db, "0001")
    parts.db.engine.dispose()
    file = Path(old["LINLI_HOME"]) / "linli.db"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO contact_point (id, channel, address_key, address, created_at, no_push)"
            " VALUES (1, 'webchat', 'k', '', '2026-11-01 00:00:00', 0)"
        )
    connection.close()
    out = tmp_path / "b.zip"
    assert run(old, "backup", "--out", str(out)).exit_code == 0
    back = run(there, "restore", str(out))
    assert back.exit_code == 0, back.output
    with sqlite3.connect(Path(there["LINLI_HOME"]) / "linli.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == heads()
        assert connection.execute("SELECT count(*) FROM contact_point").fetchone() == (1,)
    connection.close()


def test_the_operators_file_of_template_codes_comes_along(
    here: dict[str, str], there: dict[str, str], tmp_path: Path
) -> None:
    """docs/operator.md has it in LINLI_HOME; a line that is wrong in it costs nobody the restore."""
    codes = b"id,code\r\notp,SMS_123456789\r\nnot-a-template,?\r\n"
    (Path(here["LINLI_HOME"]) / "sms_codes.csv").write_bytes(codes)
    out = tmp_path / "b.zip"
    made = run(here, "backup", "--out", str(out))
    assert made.exit_code == 0, made.output
    aliyun = {
        "SMS_PROVIDER": "aliyun",
        "ALIYUN_ACCESS_KEY_ID": "a",
        "ALIYUN_ACCESS_KEY_SECRET": "b",
        "ALIYUN_SMS_SIGN": "邻里",
    }
    back = run(there | aliyun, "restore", str(out))
    assert back.exit_code == 0, back.output
    kept = Path(there["LINLI_HOME"]) / "sms_codes.csv"
    assert kept.read_bytes() == codes
    assert kept.stat().st_mode & 0o077 == 0


def test_strange_files_are_left_out_and_named(here: dict[str, str], there: dict[str, str], tmp_path: Path) -> None:
    """A backup that is said to be made can be restored, whatever lies beside the photos and secrets."""
    home = Path(here["LINLI_HOME"])
    parts = build_parts(load(here))
    photo = parts.media.put(b"\xff\xd8\xff photo", "image/jpeg")
    parts.db.engine.dispose()
    (home / "secrets").mkdir(exist_ok=True)
    strange = ["media/x.zip", "media/旧照片.JPG", f"media/{photo.upper()}", "media/old", "secrets/secret_key.bak"]
    (home / "media" / "old").mkdir()
    for name in strange:
        if name != "media/old":
            (home / name).write_bytes(b"strange")
    (home / "media" / ".DS_Store").write_bytes(b"strange")
    out = tmp_path / "b.zip"
    made = run(here, "backup", "--out", str(out))
    assert made.exit_code == 0, made.output
    assert [name for name in strange if name not in made.output] == []
    assert photo not in made.output
    with zipfile.ZipFile(out) as archive:
        assert not {*strange, "media/.DS_Store"} & set(archive.namelist())
    back = run(there, "restore", str(out))
    assert back.exit_code == 0, back.output
    assert (Path(there["LINLI_HOME"]) / "media" / photo).read_bytes() == b"\xff\xd8\xff photo"


@pytest.mark.parametrize("where", ["home", "home/media", "keys", "link"])
def test_a_backup_is_not_written_into_what_it_backs_up(here: dict[str, str], tmp_path: Path, where: str) -> None:
    """Nor beside the keys; by a link neither. Next to the home it is."""
    home, keys = Path(here["LINLI_HOME"]), tmp_path / "keys"
    (home / "media").mkdir(exist_ok=True)
    keys.mkdir()
    (tmp_path / "link").symlink_to(home)
    folder = {"home": home, "home/media": home / "media", "keys": keys, "link": tmp_path / "link"}[where]
    before = sorted(folder.iterdir())
    refused = run(here | {"LINLI_KEYS": str(keys)}, "backup", "--out", str(folder / "b.zip"))
    assert refused.exit_code == 1, refused.output
    assert "LINLI_KEYS" in refused.output if where == "keys" else "LINLI_HOME" in refused.output
    assert sorted(folder.iterdir()) == before
    beside = run(here | {"LINLI_KEYS": str(keys)}, "backup", "--out", str(home.parent / "home-b.zip"))
    assert beside.exit_code == 0, beside.output
