"""The ballot keys: one file a consultation under `LINLI_KEYS`, outside the database and every backup of it.

A folder of mode 0700, files of mode 0600. A key is on the disk before its public half is committed, and is overwritten
and removed after the opened ballots are. Every step may be repeated after a kill.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from nacl.public import PrivateKey

KEY_BYTES = 32


class KeyMissing(Exception):
    """There is no key file for this public key (already destroyed, or the folder is not mounted)."""


class KeyRing:
    """The folder of ballot keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, consultation_id: int) -> bytes:
        """A fresh key pair on the disk; returns the public key."""
        self._ready()
        key = PrivateKey.generate()
        public = bytes(key.public_key)
        path = self._path(consultation_id, public)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, bytes(key))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._sync_folder()
        return public

    def read(self, consultation_id: int, public: bytes) -> bytes:
        """The private key. Raises KeyMissing."""
        try:
            found = self._path(consultation_id, public).read_bytes()
        except FileNotFoundError as error:
            raise KeyMissing(str(consultation_id)) from error
        if len(found) != KEY_BYTES or bytes(PrivateKey(found).public_key) != public:
            raise KeyMissing(str(consultation_id))
        return found

    def destroy(self, consultation_id: int) -> int:
        """Overwrite and remove every key file of a consultation; returns how many there were."""
        paths = self.files(consultation_id)
        for path in paths:
            overwrite(path)
            path.unlink(missing_ok=True)
        if paths:
            self._sync_folder()
        return len(paths)

    def destroy_others(self, consultation_id: int, public: bytes) -> None:
        """Remove what an opening that never committed has left behind."""
        keep = self._path(consultation_id, public)
        for path in self.files(consultation_id):
            if path != keep:
                overwrite(path)
                path.unlink(missing_ok=True)

    def files(self, consultation_id: int) -> list[Path]:
        """The key files of one consultation."""
        return sorted(self.folder.glob(f"{consultation_id}-*.key")) if self.folder.is_dir() else []

    def _path(self, consultation_id: int, public: bytes) -> Path:
        return self.folder / f"{consultation_id}-{public.hex()[:24]}.key"

    def _ready(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if stat.S_IMODE(self.folder.stat().st_mode) != 0o700:
            self.folder.chmod(0o700)

    def _sync_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def overwrite(path: Path) -> None:
    """Random bytes over a file's whole length, synced. A file that is gone is fine."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    try:
        os.write(descriptor, secrets.token_bytes(max(os.fstat(descriptor).st_size, KEY_BYTES)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
