"""The locks: hashes for all, no registry's host, and the contributors' one holds the other with equal versions."""

from __future__ import annotations

import re

import pytest

from portal.kernel.config import PROJECT

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(.*?)((?:\\\n\s+--hash=\S+ ?)*)$", re.MULTILINE)


def pins(text: str) -> set[tuple[str, str]]:
    """(package, version) of each line of a lock."""
    return {(found[0], found[1]) for found in _PIN.findall(text)}


def lock(name: str) -> str:
    return (PROJECT / "lock" / name).read_text(encoding="ascii")


@pytest.mark.parametrize("side", ["portal", "bot"])
def test_the_contributors_lock_holds_the_other(side: str) -> None:
    """What is tested is what runs."""
    assert pins(lock(f"{side}.txt"))
    assert pins(lock(f"{side}.txt")) - pins(lock(f"{side}-dev.txt")) == set()


@pytest.mark.parametrize("name", ["portal.txt", "portal-dev.txt", "bot.txt", "bot-dev.txt", "uv.txt"])
def test_every_pin_has_hashes_and_no_line_names_a_registry(name: str) -> None:
    """An operator's own mirror serves as well."""
    text = lock(name)
    assert "://" not in text
    assert "--index" not in text
    assert [found[0] for found in _PIN.findall(text) if "--hash=" not in found[3]] == []


def test_a_differing_version_is_caught() -> None:
    """A lock for running that went its own way is seen."""
    ours = "a==1.0 \\\n    --hash=sha256:00\nb==2.0 ; python_version < '3.13' \\\n    --hash=sha256:01\n"
    assert pins(ours) == {("a", "1.0"), ("b", "2.0")}
    assert pins(ours) - pins(ours.replace("2.0", "2.1")) == {("b", "2.0")}
