"""The ballot keys' folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from portal.consultations.ballots import keys
from portal.consultations.ballots.keys import KEY_BYTES, FileMissing, KeyEnd, KeyMissing, KeyRing, overwrite


def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Folder 0700 even where it was wider, file 0600."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    ring = KeyRing(folder)
    ring.make(7)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in ring.key_files(7)] == [0o600]


def test_a_key_is_read_back_by_its_public_half(tmp_path: Path) -> None:
    """And only by that."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    assert len(ring.read(7, public)) == KEY_BYTES
    with pytest.raises(KeyMissing):
        ring.read(7, b"\x01" * 32)
    with pytest.raises(KeyMissing):
        ring.read(8, public)


def test_destroying_leaves_no_key_and_may_be_repeated(tmp_path: Path) -> None:
    """Every key file of the consultation goes, others stay; the same is said of it every time."""
    ring = KeyRing(tmp_path / "keys")
    public, other = ring.make(7), ring.make(17)
    private = ring.read(7, public)
    for _time in range(2):
        assert ring.destroy(7, public) is KeyEnd.DESTROYED
    assert ring.key_files(7) == []
    assert not [path for path in ring.folder.iterdir() if private in path.read_bytes()]
    with pytest.raises(KeyMissing):
        ring.read(7, public)
    assert ring.read(17, other)


def test_overwriting_changes_every_byte_of_the_file(tmp_path: Path) -> None:
    """What lay on the disk is not there any more before the name goes, and under another name of it neither."""
    path, other = tmp_path / "k", tmp_path / "hard link"
    path.write_bytes(b"\x00" * 40)
    other.hardlink_to(path)
    assert overwrite(path, b"\x01" * 32)
    assert path.read_bytes() == other.read_bytes() == b"\x01" * 32
    assert not overwrite(tmp_path / "nothing", b"\x01")


@pytest.mark.parametrize("way", ["moved", "copied and removed", "replaced", "emptied"])
def test_a_key_that_was_not_overwritten_is_not_said_to_be(tmp_path: Path, way: str) -> None:
    """Only the expected file, found with the key in it and overwritten, is a destroyed key."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    (path,) = ring.key_files(7)
    if way == "moved":
        path.rename(tmp_path / "elsewhere")
    elif way == "copied and removed":
        (tmp_path / "elsewhere").write_bytes(path.read_bytes())
        path.unlink()
    else:
        path.write_bytes(b"\x07" * 32 if way == "replaced" else b"")
    expected = KeyEnd.NOT_FOUND if way in {"moved", "copied and removed"} else KeyEnd.REPLACED
    for _time in range(2):
        assert ring.destroy(7, public) is expected
    assert not ring.is_destroyed(7, public)


@pytest.mark.parametrize("at", ["noted", "overwritten", "said", "removed"])
def test_a_destroying_that_was_cut_off_is_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """A kill at any point: the repeat finds out what had been done, and tells the truth."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    with monkeypatch.context() as patch:
        if at == "noted":
            patch.setattr(keys, "overwrite", _cut_off)
        elif at == "overwritten":
            patch.setattr(Path, "replace", _cut_off)
        elif at == "said":
            patch.setattr(keys, "_remove", _cut_off)
        else:
            patch.setattr(KeyRing, "remove_keys", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            ring.destroy(7, public)
    assert ring.destroy(7, public) is KeyEnd.DESTROYED
    assert ring.key_files(7) == []


def test_a_copy_that_is_put_back_is_destroyed_too(tmp_path: Path) -> None:
    """The word that a key is gone does not stand beside the key."""
    ring = KeyRing(tmp_path / "keys")
    public = ring.make(7)
    (path,) = ring.key_files(7)
    copy = path.read_bytes()
    ring.destroy(7, public)
    path.write_bytes(copy)
    assert ring.destroy(7, public) is KeyEnd.DESTROYED
    assert ring.key_files(7) == []


def test_how_far_the_board_has_come_never_goes_back(tmp_path: Path) -> None:
    """Two processes may write in any order; the newest line stays."""
    ring = KeyRing(tmp_path / "keys")
    ring.begin_head(7, "r" * 64)
    for seq in (1, 3, 2):
        ring.advance_head(7, seq, str(seq) * 64)
    assert ring.read_head(7) == (3, "3" * 64)
    with pytest.raises(FileMissing):
        ring.advance_head(8, 1, "1" * 64)


def _cut_off(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt


def test_an_opening_that_never_committed_leaves_no_second_key(tmp_path: Path) -> None:
    """Only the key of the committed public half stays."""
    ring = KeyRing(tmp_path / "keys")
    ring.make(7)
    public = ring.make(7)
    ring.destroy_others(7, public)
    assert len(ring.key_files(7)) == 1
    assert ring.read(7, public)
