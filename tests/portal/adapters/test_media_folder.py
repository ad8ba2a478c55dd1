"""The folder of photos."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from portal.adapters.media_folder import MediaFolder


def test_the_same_photo_many_times_at_once_is_kept_once(tmp_path: Path) -> None:
    """Nobody stumbles over another's half-written file; nothing else is left in the folder."""
    store, data, kept = MediaFolder(tmp_path), b"x" * 300_000, []
    together = threading.Barrier(8)

    def put() -> None:
        together.wait()
        kept.append(store.put(data, "image/jpeg"))

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 8
    assert {path.name for path in tmp_path.iterdir()} == set(kept)
    assert store.get(kept[0]) == (data, "image/jpeg")


def test_what_is_no_id_is_not_found(tmp_path: Path) -> None:
    """A path out of the folder is none."""
    (tmp_path / "secret.jpg").write_bytes(b"x")
    for wrong in ("../secret.jpg", "secret.jpg", "", "a" * 32 + ".exe", "wechat:m-1"):
        with pytest.raises(KeyError):
            MediaFolder(tmp_path / "media").get(wrong)
