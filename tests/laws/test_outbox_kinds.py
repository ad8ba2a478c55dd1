"""Every outbox kind has a consumer, every consumer a kind; and code where that is not so."""

from __future__ import annotations

from pathlib import Path

from portal.kernel.config import load
from portal.wiring.app import build_parts
from portal.wiring.rooms import consumers_of
from tests.laws.outbox_kinds import kinds_put, unmatched


def test_every_kind_that_is_put_can_be_read() -> None:
    """A kind is a literal or a constant, so that this law can see it."""
    assert kinds_put()[1] == []


def test_every_kind_has_one_consumer_and_every_consumer_a_kind(tmp_path: Path) -> None:
    """Nothing is put that nobody delivers; nothing is delivered that nobody puts."""
    consumers = consumers_of(
        build_parts(load({"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": "a-secret-key-for-tests-0123456789"}))
    )
    assert unmatched(kinds_put()[0], consumers) == {}


def test_a_kind_without_a_consumer_is_caught(tmp_path: Path) -> None:
    """A new kind, put by name, by a constant or by a choice, is found and named."""
    room = tmp_path / "portal" / "cases"
    room.mkdir(parents=True)
    (room / "service.py").write_text(
        'TELEGRAM = "telegram"\n'
        'outbox.put(s, kind="pigeon", payload={}, now=now)\n'
        "put(s, kind=TELEGRAM, payload={}, now=now)\n"
        'outbox.put(s, kind="drum" if loud else "whistle", payload={}, now=now)\n',
        encoding="utf-8",
    )
    kinds, unread = kinds_put(tmp_path)
    assert unread == []
    assert set(kinds) == {"pigeon", "telegram", "drum", "whistle"}
    assert unmatched(kinds, ["telegram", "drum", "whistle", "horn"]) == {
        "pigeon": "nobody consumes it",
        "horn": "nobody puts it",
    }


def test_a_kind_that_cannot_be_read_is_caught(tmp_path: Path) -> None:
    """A computed kind would hide from the law, so it is refused."""
    room = tmp_path / "portal" / "cases"
    room.mkdir(parents=True)
    (room / "service.py").write_text('put(s, kind=f"send_{x}", payload={}, now=now)\n', encoding="utf-8")
    assert kinds_put(tmp_path) == ({}, ["portal/cases/service.py:1"])
