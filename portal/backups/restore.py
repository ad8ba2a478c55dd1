"""`linli restore`: restores a backup into an empty LINLI_HOME.

The whole backup is checked before anything is written. People who were erased since the backup are erased again before
the system may start. Residents' sessions, one-time codes, voting links and SMS votes that wait for their code are
deleted, staff sessions are ended, and the restore is noted in the log of each vote that was under way.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from portal.backups import backup
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation, SmsVote, VotingLink
from portal.consultations.verbs import acting
from portal.demo import demo_home
from portal.kernel.config import environment, home_of, load, make_private
from portal.privacy import erasure
from portal.privacy.ledger import BrokenLedger, Entry, Ledger, merge_entries, read_ledger
from portal.residents.models import OneTimeCode, ResidentSession
from portal.staff.models import StaffSession
from portal.storage import migrate
from portal.storage.db import Database
from portal.storage.parts import Parts
from portal.wiring.app import build_parts

MARK = "restoring"  # the file in the home while a restore is under way, or was cut off
_STALE_TABLES = (ResidentSession, OneTimeCode, VotingLink, SmsVote)  # whose rows a restore deletes
_CHUNK = 1024 * 1024  # bytes read at a time
_KEPT = {"run", "logs", "models"}  # names in the home that stay when a restore that was cut off begins again


class CannotRestore(Exception):
    """The restore was refused, or broken off: then the home is `is_unfinished`, and another try begins anew. The message says why."""


@dataclass(frozen=True)
class Restored:
    """What was restored. `made_at`: ISO 8601, of the backup; `counts`: table → rows; `erased_again`: how many erasures were repeated.

    `votes_under_way`: "id title" of the votes that were open, or closed and not published yet.
    """

    made_at: str
    counts: dict[str, int]
    erased_again: int
    votes_under_way: list[str]


def is_unfinished(home: Path) -> bool:
    """Whether a restore into this home was begun but not finished; then the system must not start on it."""
    return (home / MARK).exists()


def restore(source: Path, ledgers: Sequence[Path], *, ledger_lost: bool, now: datetime) -> Restored:
    """Restore the backup `source`. The caller must hold the home's lock. Raises CannotRestore, SettingError.

    A home whose restore was cut off is first cleared of all but _KEPT.

    `ledgers`: further copies of the ledger of erasures. `ledger_lost`: go on although none is as new as the backup.
    """
    environ = environment()
    home = home_of(environ)
    with _open_archive(source) as (archive, manifest):
        _refuse_other_database(manifest, environ)
        _refuse_nonempty_home(home, environ)
        with _readable(source):
            _check(archive, manifest)
            _check_secret(archive, manifest, environ)
            known = _known_erasures(archive, manifest, [*ledgers, erasures_path(environ, home)], lost=ledger_lost)
        (home / MARK).write_text(manifest["made_at"], encoding="ascii")
        _unpack(archive, manifest, home)
        settings = load(environ)
        _fill_database(archive, manifest, settings.database_url)
        _put_witness(archive, manifest, settings.keys)
        Ledger(settings.erasures).add(*known)
        parts = build_parts(settings)
        try:
            again = erasure.replay_ledger(parts)
            votes = _discard_stale(parts, str(manifest["made_at"]), now)
            demo_home.write_snapshot(parts)
            parts.db.rewrite_file()
        finally:
            parts.db.engine.dispose()
        _put_sms_codes(archive, manifest, settings.sms_codes)
        (home / MARK).unlink()
        return Restored(str(manifest["made_at"]), dict(manifest["counts"]), again, votes)


def erasures_path(environ: dict[str, str], home: Path) -> Path:
    """The ledger's path according to these settings; creates nothing in the home."""
    return Path(environ.get("LINLI_ERASURES", "").strip() or home.with_name(home.name + "-erasures.jsonl"))


@contextmanager
def _open_archive(source: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    with ExitStack() as stack:
        with _readable(source):
            archive = stack.enter_context(zipfile.ZipFile(source))
            manifest = json.loads(archive.read(backup.MANIFEST))
        if not isinstance(manifest, dict) or manifest.get("format") != backup.FORMAT:
            raise CannotRestore(f"{source}: 这不是这一版认得的备份 (not a backup of this format)")
        yield archive, manifest


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    """Turn the errors of reading a damaged archive into CannotRestore."""
    try:
        yield
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise CannotRestore(f"{source}: 备份读不出来 ({type(error).__name__}: {error})") from error


def _refuse_other_database(manifest: dict[str, Any], environ: dict[str, str]) -> None:
    url = sa.make_url(environ.get("DATABASE_URL", "").strip() or "sqlite://")
    if (url.get_backend_name() == "sqlite") != (manifest["database"] == "sqlite"):
        raise CannotRestore(
            "备份和 DATABASE_URL 不是同一种数据库 (SQLite and PostgreSQL do not mix; nothing was touched)"
        )


def _refuse_nonempty_home(home: Path, environ: dict[str, str]) -> None:
    """Raise CannotRestore unless home and database are empty; first clears a home whose restore was cut off."""
    if is_unfinished(home):  # cut off before: begin again
        for path in home.iterdir():
            if path.name not in _KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    if demo_home.mark_path(home).exists() or not demo_home.is_empty(home):
        raise CannotRestore(f"{home} 不是空的，备份只恢复到空的 LINLI_HOME (not empty; nothing was touched)")
    if not (url := environ.get("DATABASE_URL", "").strip()):
        return
    db = Database(url)
    try:
        with db.engine.connect() as connection:
            if sa.inspect(connection).get_table_names():
                raise CannotRestore("DATABASE_URL 的数据库里已经有表，请给一个空的 (the database is not empty)")
    finally:
        db.engine.dispose()


def _check(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Raise CannotRestore unless the archive holds exactly the members of the manifest, with the right hashes."""
    files = manifest["files"]
    there = {info.filename for info in archive.infolist()} - {backup.MANIFEST}
    for name in sorted(there ^ set(files)):
        raise CannotRestore(f"备份和清单对不上：{name} (not as the manifest says)")
    for name, listed in files.items():
        if not backup.MEMBER.fullmatch(name):
            raise CannotRestore(f"备份里有不该有的文件：{name!r} (unexpected member)")
        digest = hashlib.sha256()
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != listed["sha256"]:
            raise CannotRestore(f"备份坏了：{name} 的内容和清单里的散列不一样 (damaged)")


def _check_secret(archive: zipfile.ZipFile, manifest: dict[str, Any], environ: dict[str, str]) -> None:
    """Raise CannotRestore unless SECRET_KEY is that of the backup."""
    kept = "secrets/secret_key"
    within = archive.read(kept).decode("ascii").strip() if kept in manifest["files"] else ""
    secret = environ.get("SECRET_KEY", "").strip() or within
    if backup.fingerprint(secret) != manifest["secret"]:
        raise CannotRestore("SECRET_KEY 和备份时的不一样：所有散列都会认不出来，请在 .env 里用备份时的那一个")


def _known_erasures(
    archive: zipfile.ZipFile, manifest: dict[str, Any], places: Sequence[Path], *, lost: bool
) -> list[Entry]:
    """The erasures that the ledgers found outside and the copy in the backup record: these people are erased again.

    Raises CannotRestore if no ledger outside is as new as the backup's copy, unless `lost`.
    """
    within = _ledger_within(archive, manifest)
    found = [path for path in dict.fromkeys([*places, Path(manifest["ledger"])]) if path.is_file()]
    try:
        outside = merge_entries(*(Ledger(path).entries() for path in found))
    except BrokenLedger as broken:
        raise CannotRestore(f"删除登记坏了：{broken} (the ledger of erasures is broken)") from broken
    there = {entry.entry for entry in outside}
    stale = any(entry.entry not in there for entry in within)
    if (not found or stale) and not lost:
        why = "比备份还旧" if found else "找不到"
        raise CannotRestore(
            f"删除登记{why}：备份以后可能有人要求删过自己的信息。请用 --erasures 指出最新的那一份；"
            f"确实没有了，用 --erasures-lost，并把经过记下来 (the ledger of erasures is missing or older than the backup)"
        )
    return merge_entries(within, outside)


def _ledger_within(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> list[Entry]:
    if backup.LEDGER not in manifest["files"]:
        return []
    return read_ledger(archive.read(backup.LEDGER), backup.LEDGER)


def _unpack(archive: zipfile.ZipFile, manifest: dict[str, Any], home: Path) -> None:
    """Write photos, secrets and the SQLite file. `_check` has checked the names."""
    for name in manifest["files"]:
        folder, _, file = name.partition("/")
        if folder not in ("media", "secrets") and name != backup.DATABASE:
            continue
        target = home / file if name == backup.DATABASE else home / folder / file
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(name) as member:
            _write(target, member)
    if manifest.get("demo"):
        demo_home.mark_path(home).write_text("filled\n", encoding="ascii")


def _write(target: Path, member: IO[bytes]) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(member, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())


def _put_witness(archive: zipfile.ZipFile, manifest: dict[str, Any], keys: Path) -> None:
    """Write the hashes of published results to LINLI_KEYS, but only for votes that have no file there yet."""
    names = [name for name in manifest["files"] if name.startswith(backup.WITNESS)]
    ids = {name.removeprefix(backup.WITNESS).partition("-")[0] for name in names}
    unknown = {one for one in ids if not any(keys.glob(f"{one}-*"))}
    for name in names:
        file = name.removeprefix(backup.WITNESS)
        if file.partition("-")[0] in unknown:
            make_private(keys)
            with archive.open(name) as member:
                _write(keys / file, member)


def _put_sms_codes(archive: zipfile.ZipFile, manifest: dict[str, Any], path: Path) -> None:
    """Write sms_codes.csv, the operator's table of the vendor's template numbers.

    It comes last, so that a bad line in it stops the next start rather than the restore.
    """
    if backup.SMS_CODES in manifest["files"]:
        with archive.open(backup.SMS_CODES) as member:
            _write(path, member)


def _fill_database(archive: zipfile.ZipFile, manifest: dict[str, Any], url: str) -> None:
    """Restore the tables, check their numbers of rows, then migrate them to this version."""
    db = Database(url)
    try:
        if not db.is_sqlite:
            migrate.upgrade(db, str(manifest["revision"]))
            _load_rows(archive, manifest, db)
        _check_counts(manifest, db)
        migrate.upgrade(db)
    finally:
        db.engine.dispose()


def _load_rows(archive: zipfile.ZipFile, manifest: dict[str, Any], db: Database) -> None:
    tables = sa.MetaData()
    with db.engine.begin() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            name = f"{backup.ROWS}{table.name}.jsonl"
            if name not in manifest["files"]:
                continue
            batch: list[dict[str, Any]] = []
            with archive.open(name) as member:
                for row in backup.read_rows(member):
                    batch.append(row)
                    if len(batch) == 1000:
                        connection.execute(sa.insert(table), batch)
                        batch = []
            if batch:
                connection.execute(sa.insert(table), batch)
            _continue_sequence(connection, table)


def _continue_sequence(connection: sa.Connection, table: sa.Table) -> None:
    """Set the table's id sequence to continue after the restored rows."""
    if "id" not in table.columns:
        return
    sequence = connection.scalar(sa.text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": f'"{table.name}"'})
    highest = connection.scalar(sa.select(sa.func.max(table.columns["id"])))
    if sequence and highest:
        connection.execute(
            sa.text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": sequence, "last": highest}
        )


def _check_counts(manifest: dict[str, Any], db: Database) -> None:
    """Raise CannotRestore unless each table has as many rows as it had in the backup."""
    with db.engine.connect() as connection:
        for name, count in manifest["counts"].items():
            found = connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            if found != count:
                raise CannotRestore(f"{name}: 备份时 {count} 行，恢复出 {found} 行 (rows are missing)")


def _discard_stale(parts: Parts, made_at: str, now: datetime) -> list[str]:
    """Delete the rows of _STALE_TABLES, end staff sessions, note the restore on votes under way; returns these."""
    with parts.db.write() as s:
        for table in _STALE_TABLES:
            s.execute(sa.delete(table))
        s.execute(sa.update(StaffSession).where(StaffSession.ended_at.is_(None)).values(ended_at=now))
        running = sa.select(Consultation).where(Consultation.state.in_((State.OPEN, State.CLOSED)))
        votes = list(s.scalars(running.order_by(Consultation.id)))
        for found in votes:
            acting.log_event(s, found, "restored", None, now, made_at=made_at)
        return [f"{found.id} {found.title}" for found in votes]
