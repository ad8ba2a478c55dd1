"""The folder `LINLI_KEYS`, outside the database and all backups. Access to the database gives no access to it.

Files, `{id}` being the consultation's id and `{public}` the first 24 hex digits of the public key:

- `{id}-{public}.key`: the private key of a secret vote, 32 bytes.
- `{id}-{public}.burning`: the random bytes that are being written over the key, so that a kill can be recovered from.
- `{id}-{public}.destroyed`: the key was found and overwritten.
- `{id}-deed.json`: the deed, the hashes of what was fixed at opening (`deed`).
- `{id}-head.txt`: number and head (hash) of the newest board row (`board`).
- `{id}-count-waiting.json`, `{id}-count.json`: the hashes of what was counted, before and after the commit.
- `{id}-void.json`: the vote was declared void (`closing`), or halted and by whom (`halting`).

Deleting:

| function | may be called | overwrites a key |
|---|---|---|
| `destroy` | once the count is committed, or the vote is declared void or halted | yes, and returns what became of it |
| `remove_keys` | while there is no key in use: leftovers of an opening that never committed | yes, all of them |
| `destroy_others` | by the demo, beside the key of an open vote | yes, all but the one given |
| `forget` | for a consultation that was never opened, or an earlier demo's | yes, all; its other files go too |
| `drop` | for one file that `put` wrote | no |

The folder has mode 0700, the files 0600. Every step may be repeated after a kill.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

KEY_BYTES = 32  # of a private key


class KeyMissing(Exception):
    """No file holds the private key of this public key: it was destroyed or replaced, or the folder is not mounted."""


class FileMissing(Exception):
    """The consultation has no readable file of this kind: it was never opened, or the right folder is not mounted."""


class KeyEnd(StrEnum):
    """What became of a key. Only `DESTROYED` means that the expected file was found and overwritten."""

    DESTROYED = "destroyed"
    NOT_FOUND = "not_found"  # moved or removed by somebody else, so it may exist elsewhere; or not readable
    REPLACED = "replaced"  # the file under its name was not this key, or could not be overwritten

    @property
    def label(self) -> str:
        return _ENDS[self]


_ENDS = {
    KeyEnd.DESTROYED: "票箱钥匙已销毁",
    KeyEnd.NOT_FOUND: "票箱钥匙没有找到，不能说已经销毁：它可能被移走了，还留在别处。谁拿着它，又拿着投票期间的备份，就能拆开信封",
    KeyEnd.REPLACED: "钥匙的位置上放的是别的文件，真钥匙没有销毁，可能还留在别处。谁拿着它，又拿着投票期间的备份，就能拆开信封",
}


class KeyRing:
    """Reads and writes the files of the `LINLI_KEYS` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- the key ------------------------------------------------------------------------------------------------

    def make(self, consultation_id: int) -> bytes:
        """Generate a key pair, write the private key to the disk, and return the public key (32 bytes)."""
        self._ensure_folder()
        key = PrivateKey.generate()
        public = bytes(key.public_key)
        _write_new(self._path(consultation_id, public), bytes(key))
        self._sync_folder()
        return public

    def read(self, consultation_id: int, public: bytes) -> bytes:
        """The private key (32 bytes). Raises KeyMissing, also when the file is not the key of `public`."""
        found = _bytes(self._path(consultation_id, public))
        if not _is_key(found, public):
            raise KeyMissing(str(consultation_id))
        assert found is not None
        return found

    def destroy(self, consultation_id: int, public: bytes) -> KeyEnd:
        """Overwrite and remove the key; returns what became of it. On success the vote's other keys are removed too.

        May be called again, also after a kill at any point: the bytes to write over the key are saved in `.burning`
        first, so that a half-done overwrite is recognised.
        """
        key = self._path(consultation_id, public)
        burning, done = key.with_suffix(".burning"), key.with_suffix(".destroyed")
        if not done.exists():
            end = _burn(key, burning, public)
            if end is not KeyEnd.DESTROYED:
                _remove(burning)
                return end
            burning.replace(done)
            self._sync_folder()
        if not _is_key(_bytes(key), public):
            _remove(key)
        else:  # somebody put a copy back after it was destroyed
            done.unlink()
            return self.destroy(consultation_id, public)
        self.remove_keys(consultation_id)
        return KeyEnd.DESTROYED

    def is_destroyed(self, consultation_id: int, public: bytes) -> bool:
        """Whether the folder records that the key was found and overwritten."""
        return self._path(consultation_id, public).with_suffix(".destroyed").exists()

    def remove_keys(self, consultation_id: int) -> int:
        """Overwrite and remove every key file of a consultation; returns how many there were."""
        paths = self.key_files(consultation_id)
        for path in paths:
            overwrite(path, secrets.token_bytes(KEY_BYTES))
            _remove(path)
        if paths:
            self._sync_folder()
        return len(paths)

    def forget(self, consultation_id: int) -> None:
        """Remove every file of a consultation, overwriting its keys first. See the table above for when."""
        self.remove_keys(consultation_id)
        for path in self.folder.glob(f"{consultation_id}-*"):
            _remove(path)

    def destroy_others(self, consultation_id: int, public: bytes) -> None:
        """Overwrite and remove every key file but that of `public`: leftovers of openings that never committed."""
        keep = self._path(consultation_id, public)
        for path in self.key_files(consultation_id):
            if path != keep:
                overwrite(path, secrets.token_bytes(KEY_BYTES))
                _remove(path)

    def key_files(self, consultation_id: int) -> list[Path]:
        """The `.key` files of this consultation, none of its others."""
        return sorted(self.folder.glob(f"{consultation_id}-*.key")) if self.folder.is_dir() else []

    # --- deed and count -----------------------------------------------------------------------------------------

    def put(self, consultation_id: int, name: str, value: dict[str, Any]) -> None:
        """Write `value` as JSON to `{id}-{name}`, whole or not at all, and sync it."""
        self._ensure_folder()
        path = self.folder / f"{consultation_id}-{name}"
        part = path.with_name(path.name + f".{os.getpid()}.part")
        part.unlink(missing_ok=True)
        _write_new(part, (json.dumps(value, sort_keys=True, ensure_ascii=False) + "\n").encode())
        part.replace(path)
        self._sync_folder()

    def get(self, consultation_id: int, name: str) -> dict[str, Any]:
        """The value that `put` wrote. Raises FileMissing, also for a file that cannot be read."""
        found = _bytes(self.folder / f"{consultation_id}-{name}")
        try:
            value = json.loads(found or b"")
        except ValueError as error:
            raise FileMissing(name) from error
        if not isinstance(value, dict):
            raise FileMissing(name)
        return value

    def has(self, consultation_id: int, name: str) -> bool:
        """Whether the file `{id}-{name}` exists."""
        return (self.folder / f"{consultation_id}-{name}").exists()

    def drop(self, consultation_id: int, name: str) -> None:
        """Remove a file that `put` wrote, if it exists."""
        _remove(self.folder / f"{consultation_id}-{name}")

    # --- the head of the board ----------------------------------------------------------------------------------

    def begin_head(self, consultation_id: int, initial: str) -> None:
        """Write the head file of a consultation that is being opened: row number 0 and `initial` (`board.initial_head`)."""
        self._ensure_folder()
        path = self._head(consultation_id)
        path.unlink(missing_ok=True)
        _write_new(path, _head_line(0, initial))
        self._sync_folder()

    def advance_head(self, consultation_id: int, seq: int, head: str) -> None:
        """Write number and head of the newest board row; an older number changes nothing. Raises FileMissing.

        Call it after the commit. One short write in place, not synced: after a power cut the file may be behind the
        database, which `audit` accepts, but never ahead of it.
        """
        try:
            descriptor = os.open(self._head(consultation_id), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise FileMissing("head") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if seq > _read_head(os.pread(descriptor, 200, 0))[0]:
                os.pwrite(descriptor, _head_line(seq, head), 0)
        finally:
            os.close(descriptor)

    def read_head(self, consultation_id: int) -> tuple[int, str]:
        """(number of the newest board row, its head). Raises FileMissing."""
        found = _bytes(self._head(consultation_id))
        if found is None:
            raise FileMissing("head")
        return _read_head(found)

    # --- paths --------------------------------------------------------------------------------------------------

    def _head(self, consultation_id: int) -> Path:
        return self.folder / f"{consultation_id}-head.txt"

    def _path(self, consultation_id: int, public: bytes) -> Path:
        return self.folder / f"{consultation_id}-{public.hex()[:24]}.key"

    def _ensure_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if stat.S_IMODE(self.folder.stat().st_mode) != 0o700:
            self.folder.chmod(0o700)

    def _sync_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def overwrite(path: Path, with_bytes: bytes) -> bool:
    """Replace a file's content in place, sync, and read it back. False if it cannot be opened or reads differently."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        os.pwrite(descriptor, with_bytes, 0)
        os.ftruncate(descriptor, len(with_bytes))
        os.fsync(descriptor)
        return os.pread(descriptor, len(with_bytes) + 1, 0) == with_bytes
    finally:
        os.close(descriptor)


def _burn(key: Path, burning: Path, public: bytes) -> KeyEnd:
    """Overwrite a key with random bytes saved in `burning` first, or recognise that an earlier call already did."""
    found, saved = _bytes(key), _bytes(burning)
    if saved is not None and len(saved) == KEY_BYTES and found == saved:
        return KeyEnd.DESTROYED
    if found is None:
        return KeyEnd.NOT_FOUND
    if not _is_key(found, public):
        return KeyEnd.REPLACED
    ashes = secrets.token_bytes(KEY_BYTES)
    burning.unlink(missing_ok=True)
    _write_new(burning, ashes)
    return KeyEnd.DESTROYED if overwrite(key, ashes) else KeyEnd.REPLACED


def _is_key(found: bytes | None, public: bytes) -> bool:
    return found is not None and len(found) == KEY_BYTES and bytes(PrivateKey(found).public_key) == public


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bytes(path: Path) -> bytes | None:
    """The content of a file; None if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _head_line(seq: int, head: str) -> bytes:
    return f"{seq:012d} {head}\n".encode()


def _read_head(line: bytes) -> tuple[int, str]:
    """(row number, head) of the head file. Raises FileMissing if it holds anything else."""
    seq, _, head = line.decode("ascii", "replace").strip().partition(" ")
    if not seq.isdigit() or not head:
        raise FileMissing("head")
    return int(seq), head
