"""The ballot keys' folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from portal.consultations.keys import KEY_BYTES, KeyMissing, KeyRing, overwrite


def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Folder 0700 even where it was wider, file 0600."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    ring = KeyRing(folder)
    ring.make(7)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in ring.files(7)] == [0o600]


def test_a_key_is_read_back_by_its_public_half(tmp_path: Path) -> None:
    """And only by that."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    assert len(ring.read(7, public)) == KEY_BYTES
    with pytest.raises(KeyMissing):
        ring.read(7, b"\x01" * 32)
    with pytest.raises(KeyMissing):
        ring.read(8, public)


def test_destroying_leaves_no_file_and_may_be_repeated(tmp_path: Path) -> None:
    """Every file of the consultation goes, others stay."""
    ring = KeyRing(tmp_path / "keys")
    public, other = ring.make(7), ring.make(17)
    assert ring.destroy(7) == 1
    assert ring.destroy(7) == 0
    with pytest.raises(KeyMissing):
        ring.read(7, public)
    assert ring.read(17, other)


def test_overwriting_changes_every_byte_of_the_file(tmp_path: Path) -> None:
    """What lay on the disk is not there any more before the name goes."""
    path = tmp_path / "k"
    path.write_bytes(b"\x00" * 32)
    overwrite(path)
    found = path.read_bytes()
    assert len(found) == 32
    assert found != b"\x00" * 32


def test_a_half_overwritten_key_is_no_key(tmp_path: Path) -> None:
    """After a kill in the middle the remains open nothing and are removed by the repeat."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    overwrite(ring.files(7)[0])
    with pytest.raises(KeyMissing):
        ring.read(7, public)
    assert ring.destroy(7) == 1


def test_an_opening_that_never_committed_leaves_no_second_key(tmp_path: Path) -> None:
    """Only the key of the committed public half stays."""
    ring = KeyRing(tmp_path / "keys")
    ring.make(7)
    public = ring.make(7)
    ring.destroy_others(7, public)
    assert len(ring.files(7)) == 1
    assert ring.read(7, public)
