"""`linli backup`: writes the state of the running system to one file, the database as of one moment.

A ZIP that only its owner can read:

- `database/`: SQLite by its online backup; PostgreSQL as one JSON object per row;
- `media/`, and `secrets/` (SECRET_KEY keys every stored hash: without it no phone or token is recognised again);
- `erasures.jsonl`, a copy of the ledger of erasures, and the operator's `sms_codes.csv`;
- `witness/`: of published results, the hashes of what was counted and of what was fixed at opening;
- `manifest.json`, the last member: the hash of every other one, how many rows each table has, and when and from what it was
  made.

It never holds a ballot key of LINLI_KEYS: urn and key must not be in one place. The bot's memory, its models and the
logs are left out, since they expire or can be made again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from portal.demo import demo_home
from portal.kernel.config import Settings
from portal.privacy.ledger import Ledger
from portal.storage.db import Database

FORMAT = 1  # of the backup's file; a restore refuses any other
MANIFEST, DATABASE, LEDGER = "manifest.json", "database/linli.db", "erasures.jsonl"
ROWS, WITNESS = "database/rows/", "witness/"
SMS_CODES = "sms_codes.csv"
MEMBER = re.compile(  # names that a restore accepts; a backup holds no others, but for the manifest
    r"database/linli\.db|database/rows/[a-z_]+\.jsonl|media/[0-9a-f]{32}\.(?:jpg|png|webp)|secrets/[a-z_]+"
    r"|witness/\d+-[a-z0-9]+\.(?:json|destroyed)|sms_codes\.csv|erasures\.jsonl"
)
_PUBLISHED = "SELECT id FROM consultation WHERE state = 'published' ORDER BY id"
_CHUNK = 1024 * 1024  # bytes read at a time


@dataclass
class BackupContents:
    """What a backup holds. `files`: member → {"sha256", "bytes" (its size)}; `counts`: table → number of rows."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    published: list[int] = field(default_factory=list)  # ids of consultations with a published result
    skipped: list[str] = field(default_factory=list)  # files in media/ and secrets/ that are not ours


class TargetInsideHome(Exception):
    """The backup would be written into LINLI_HOME or LINLI_KEYS."""


def write_backup(settings: Settings, out: Path, now: datetime) -> BackupContents:
    """Write the backup; `out` appears once it is complete. Creates the ledger of erasures if it is missing.

    Raises TargetInsideHome, FileExistsError, OSError, BrokenLedger.
    """
    _refuse_inside(settings, out)
    if out.exists():
        raise FileExistsError(out)
    ledger = Ledger(settings.erasures)
    ledger.add()  # creates the file, so that a ledger missing at a restore was lost, and not just empty
    made = BackupContents()
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _fill(archive, settings, made) | {
                    "format": FORMAT,
                    "made_at": now.isoformat(),
                    "secret": fingerprint(settings.secret_key),
                    "ledger": str(settings.erasures),
                    "demo": demo_home.mark_path(settings.home).exists(),
                    "files": made.files,
                    "counts": made.counts,
                }
                archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, out)  # never overwrites a file
    finally:
        partial.unlink(missing_ok=True)
    return made


def _refuse_inside(settings: Settings, out: Path) -> None:
    for name, folder in (("LINLI_HOME", settings.home), ("LINLI_KEYS", settings.keys)):
        if out.resolve().is_relative_to(folder.resolve()):
            raise TargetInsideHome(f"{out} 在 {name} 里面，备份要放到别处 (inside {name})")


def fingerprint(secret_key: str) -> str:
    """A hash by which two SECRET_KEYs can be compared without storing either."""
    return hmac.new(secret_key.encode(), b"linli backup", hashlib.sha256).hexdigest()


def _fill(archive: zipfile.ZipFile, settings: Settings, made: BackupContents) -> dict[str, Any]:
    """Write the members: the database first, so that all its photos are on the disk; the ledger last, to be newest.

    Returns what the manifest says of the database: its kind and its revision.
    """
    db = Database(settings.database_url)
    try:
        facts = _sqlite(archive, db, made) if db.is_sqlite else _postgresql(archive, db, made)
    finally:
        db.engine.dispose()
    for folder in ("media", "secrets"):
        for path in sorted((settings.home / folder).glob("*")):
            if not path.name.startswith("."):  # skips a file that is being written
                _add(archive, made, f"{folder}/{path.name}", path)
    if settings.sms_codes.exists():
        _add(archive, made, SMS_CODES, settings.sms_codes)
    for consultation_id in made.published:
        _add_witness(archive, made, settings.keys, consultation_id)
    _add(archive, made, LEDGER, settings.erasures)
    return facts


def _add_witness(archive: zipfile.ZipFile, made: BackupContents, keys: Path, consultation_id: int) -> None:
    """Add the hashes that prove a published result is what was counted. Never a key: the board key is cut from the deed."""
    for path in (keys / f"{consultation_id}-count.json", *keys.glob(f"{consultation_id}-*.destroyed")):
        _add(archive, made, f"{WITNESS}{path.name}", path)
    deed = keys / f"{consultation_id}-deed.json"
    if deed.is_file():
        without_key = json.loads(deed.read_bytes()) | {"board_key": ""}
        _put(archive, made, f"{WITNESS}{deed.name}", io.BytesIO(json.dumps(without_key, sort_keys=True).encode()))


def _add(archive: zipfile.ZipFile, made: BackupContents, name: str, path: Path) -> None:
    """Add a file as the member `name`; note it as skipped if that is no name of ours (MEMBER)."""
    if path.exists() and not (MEMBER.fullmatch(name) and path.is_file()):
        made.skipped.append(name.encode("utf-8", "backslashreplace").decode())
        return
    try:
        with path.open("rb") as source:
            _put(archive, made, name, source)
    except FileNotFoundError:  # a photo that was erased in the meantime
        return


def _put(archive: zipfile.ZipFile, made: BackupContents, name: str, source: IO[bytes]) -> None:
    """Write a member and note its hash and size."""
    digest, size = hashlib.sha256(), 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    made.files[name] = {"sha256": digest.hexdigest(), "bytes": size}


def _sqlite(archive: zipfile.ZipFile, db: Database, made: BackupContents) -> dict[str, Any]:
    """Write a copy of the database file. Raises OSError if it is damaged."""
    with tempfile.TemporaryDirectory(dir=Path(str(db.url.database)).parent, prefix=".backup-") as folder:
        copy = Path(folder) / "linli.db"
        source, target = sqlite3.connect(str(db.url.database), timeout=30), sqlite3.connect(copy)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # a single file, without -wal and -shm
            sound = target.execute("PRAGMA quick_check").fetchone()[0]
            if sound != "ok":
                raise OSError(f"the database is damaged: {sound}")
            names = [row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in sorted(names):
                if not name.startswith(("sqlite_", "alembic_")):
                    made.counts[name] = target.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (its own name)
            revision = target.execute("SELECT version_num FROM alembic_version").fetchone()
            made.published = [row[0] for row in target.execute(_PUBLISHED)]
        finally:
            source.close()
            target.close()
        with copy.open("rb") as whole:
            _put(archive, made, DATABASE, whole)
    return {"database": "sqlite", "revision": revision[0] if revision else None}


def _postgresql(archive: zipfile.ZipFile, db: Database, made: BackupContents) -> dict[str, Any]:
    """Write every row of every table, in one repeatable-read transaction."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            with tempfile.TemporaryFile() as file:
                made.counts[table.name] = _write_rows(connection, table, file)
                file.seek(0)
                _put(archive, made, f"{ROWS}{table.name}.jsonl", file)
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        made.published = list(connection.scalars(sa.text(_PUBLISHED)))
    return {"database": "rows", "revision": revision}


def _write_rows(connection: sa.Connection, table: sa.Table, file: IO[bytes]) -> int:
    count = 0
    for row in connection.execution_options(yield_per=1000).execute(sa.select(table)).mappings():
        line = {column.name: _json_value(column, row[column.name]) for column in table.columns}
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _json_value(column: sa.Column[Any], value: Any) -> Any:
    """A value as JSON; a type that JSON lacks as {"json" | "bytes" | "moment" | "day" | "number": …}."""
    if value is None or (isinstance(value, bool | int | str | float) and not isinstance(column.type, sa.JSON)):
        return value
    if isinstance(column.type, sa.JSON):
        return {"json": value}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    raise TypeError(f"{column}: {type(value).__name__}")


def from_json_value(stored: Any) -> Any:
    """The value from its JSON form (the inverse of `_json_value`)."""
    if not isinstance(stored, Mapping):
        return stored
    ((type_name, value),) = stored.items()
    return _FROM_JSON[type_name](value)


_FROM_JSON: dict[str, Any] = {
    "json": lambda value: value,
    "bytes": base64.b64decode,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
}


def read_rows(member: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The rows of a table, read from its member: column → value."""
    for line in member:
        yield {name: from_json_value(stored) for name, stored in json.loads(line).items()}
