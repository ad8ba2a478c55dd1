"""How `make` finds Pythons and system packages, checks the machine, and adds up its steps."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from devtools import check, environments, run, system
from devtools.processes import Stop


def fake_python(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho {version}\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_pyenvs_real_interpreter_is_found_and_a_shim_that_fails_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """uv may discover a shim that exits 127; the newest real interpreter under pyenv's versions serves."""
    shim = fake_python(tmp_path / "shims" / "python3.10", "x")
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="ascii")
    fake_python(tmp_path / "versions" / "3.10.9" / "bin" / "python3.10", "3.10")
    real = fake_python(tmp_path / "versions" / "3.10.13" / "bin" / "python3.10", "3.10")
    uv = fake_python(tmp_path / "tools" / "uv", str(shim))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(environments, "own_uv", lambda: str(uv))
    assert environments.find_python(("3.10",)) == str(real)


def test_no_python_at_all_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which version to install."""
    uv = fake_python(tmp_path / "tools" / "uv", "")
    uv.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(environments, "own_uv", lambda: str(uv))
    with pytest.raises(Stop, match=r"Python 3\.10"):
        environments.find_python(("3.10",))


def test_what_is_missing_of_the_system_is_one_line_to_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not being root, nothing is installed: the line names just what is missing for the purpose."""
    monkeypatch.setenv("LINLI_SYSTEM", "run:python3-venv test:chromium services:redis-server")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setitem(system._FINDS_PACKAGE, "chromium", lambda: None)
    monkeypatch.setitem(system._FINDS_PACKAGE, "redis-server", lambda: None)
    with pytest.raises(Stop, match=r"sudo apt-get install -y chromium$"):
        system.require("test")
    system.require("run")


def test_a_taken_port_and_a_wrong_one_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is downloaded."""
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", 0))
        taker.listen(1)
        monkeypatch.setenv("PORT", str(taker.getsockname()[1]))
        with pytest.raises(Stop, match="PORT"):
            run.need_port()
    run.need_port()
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(Stop, match="PORT=http"):
        run.need_port()


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cold start needs six gigabytes, a warm one a single one."""
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 2 * 1024**3}))
    monkeypatch.setattr(environments, "are_ready", lambda *, dev: dev)
    with pytest.raises(Stop, match="6 GB"):
        run.need_disk()
    monkeypatch.setattr(environments, "are_ready", lambda *, dev: True)
    run.need_disk()


def test_a_setting_is_read_from_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks before the environments stand read PORT and HOST as the portal will."""
    (tmp_path / ".env").write_text('# PORT=1\nexport HOST="0.0.0.0"\nPORT=9000 # ours\n', encoding="utf-8")
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("HOST", raising=False)
    assert (run.setting("PORT", "8000"), run.setting("HOST", "127.0.0.1")) == ("9000", "0.0.0.0")
    monkeypatch.setenv("PORT", "9001")
    assert run.setting("PORT", "8000") == "9001"


def test_steps_are_added_up_and_one_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line is the sum; the failing step's output is shown, the others' is not."""

    def step(name: str, says: str, code: int) -> check.Step:
        return check.Step(name, (sys.executable, "-c", f"print({says!r}); raise SystemExit({code})"))

    monkeypatch.setenv("LINLI_TALLY", str(tmp_path / "tally"))
    good = step("good", "quiet words\n3 passed, 1 skipped in 0.10s", 0)
    bad = step("bad", "what went wrong\n1 failed, 2 passed in 0.20s", 1)
    assert check.run([[good, bad]]) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "5 passed, 1 failed, 1 skipped"
    assert "what went wrong" in said
    assert "quiet words" not in said
    assert (tmp_path / "tally").read_text() == "5 1 1\n"


def test_a_step_that_ran_no_test_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that was renamed must not pass for tested."""
    assert check.run([[check.Step("gone", (sys.executable, "-c", "raise SystemExit(5)"))]]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed, 0 skipped"
