"""Git tracks no environment: where one is tracked as a link, a merge deletes the environment that stands there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable

from portal.kernel.config import PROJECT

OWN = (".tools", ".venv")  # folders that each working copy has of its own


def tracked(files: Iterable[str]) -> list[str]:
    """The tracked files that are, or lie in, one of OWN."""
    return [file for file in files if file.partition("/")[0] in OWN]


def test_no_environment_is_tracked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert tracked(listed.splitlines()) == []


def test_a_tracked_environment_is_found() -> None:
    """The law's broken twin: a link, and a file inside."""
    assert tracked([".venv", "portal/cli.py", ".tools/uv-venv/bin/uv"]) == [".venv", ".tools/uv-venv/bin/uv"]
