"""Make the two environments under `.venv` with a pinned uv from hashed locks. If the stamps match, nothing is done."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools import system
from devtools.processes import PROJECT, Stop, call, main, output_of

TOOLS = PROJECT / ".tools"
UV = TOOLS / "uv-venv" / "bin" / "uv"


@dataclass(frozen=True)
class Environment:
    """One environment: the name of its folder under `.venv`, and its Python versions (the first one found is used).

    `stamp`: the file with the hash of the lock that was installed; `lock`: its lock, with `dev` the contributors'.
    """

    name: str
    pythons: tuple[str, ...]

    @property
    def folder(self) -> Path:
        return PROJECT / ".venv" / self.name

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / "linli-stamp"

    def lock(self, dev: bool) -> Path:
        return PROJECT / "lock" / f"{self.name}{'-dev' if dev else ''}.txt"


PORTAL = Environment("portal", ("3.13", "3.12", "3.14"))
BOT = Environment("bot", ("3.10",))


def are_ready(*, dev: bool) -> bool:
    """Whether both environments match their locks, so that nothing need be installed."""
    return all(_matches_lock(environment, dev) for environment in (PORTAL, BOT))


def make(*, dev: bool) -> None:
    """Make or update each environment that does not match its lock. `dev` adds the contributors' tools. Raises Stop."""
    if are_ready(dev=dev):
        return
    with _locked():
        for environment in (PORTAL, BOT):
            if not _matches_lock(environment, dev):
                _install(environment, dev)


@contextmanager
def _locked() -> Iterator[None]:
    """Hold a file lock: if two makes run at once, the second waits and then finds everything done."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stamp_for(environment: Environment, dev: bool) -> str:
    return ("dev " if dev else "run ") + hashlib.sha256(environment.lock(dev).read_bytes()).hexdigest()


def _matches_lock(environment: Environment, dev: bool) -> bool:
    """Whether an environment matches its lock; the dev one also serves for running, as it has the same versions."""
    if not environment.stamp.exists() or output_of([str(environment.python), "-c", "print(1)"]) != "1":
        return False
    stamped = environment.stamp.read_text(encoding="ascii").strip()
    return stamped == _stamp_for(environment, True) or (not dev and stamped == _stamp_for(environment, False))


def _install(environment: Environment, dev: bool) -> None:
    """Make the environment if it has no fitting Python, and install exactly what its lock names. Raises Stop."""
    uv = own_uv()
    version = output_of([str(environment.python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    if version not in environment.pythons:
        shutil.rmtree(environment.folder, ignore_errors=True)
        python = find_python(environment.pythons)
        if call([uv, "venv", "--quiet", "--python", python, str(environment.folder)], _env_without_downloads()) != 0:
            raise Stop(f"用 {python} 建不成 .venv/{environment.name} (uv venv failed)")
    was_dev = environment.stamp.exists() and environment.stamp.read_text(encoding="ascii").startswith("dev ")
    dev = dev or was_dev  # `make run` does not remove a contributor's tools
    environment.stamp.unlink(missing_ok=True)
    lock = environment.lock(dev)
    print(f"正在准备 .venv/{environment.name}（{lock.relative_to(PROJECT)}）…", flush=True)
    sync = [uv, "pip", "sync", "--require-hashes", "--python", str(environment.python), str(lock)]
    if call(sync, _env_without_downloads()) != 0:
        raise Stop(f"{lock.relative_to(PROJECT)} 没有装好，请检查网络后再试 (packages not installed; see above)")
    environment.stamp.write_text(_stamp_for(environment, dev) + "\n", encoding="ascii")


def own_uv() -> str:
    """Path of the pinned uv under `.tools`; installs it with venv and pip unless it is there. Raises Stop."""
    pinned = re.search(r"^uv==(\S+)", (PROJECT / "lock" / "uv.txt").read_text(encoding="ascii"), re.MULTILINE)
    if pinned is None:
        raise Stop("lock/uv.txt 里没有 uv 的版本 (no pinned uv)")
    if (output_of([str(UV), "--version"]) or "").split(" ")[1:2] == [pinned.group(1)]:
        return str(UV)
    system.require("run")
    python = system.python_with_venv() or sys.executable
    folder = UV.parent.parent
    print("正在准备 uv…", flush=True)
    if call([python, "-m", "venv", "--clear", str(folder)]) != 0:
        raise Stop("建不成 .tools/uv-venv，请执行：sudo apt-get install -y python3-venv (python3 -m venv failed)")
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if call([*pip, "--require-hashes", "--no-deps", "-r", str(PROJECT / "lock" / "uv.txt")]) != 0:
        raise Stop("uv 没有装上，请检查网络或 pip 的设置 (pip could not install uv)")
    return str(UV)


def find_python(versions: tuple[str, ...]) -> str:
    """Path of a Python of one of these versions: found by uv, else pyenv's (no shims), else downloaded. Raises Stop."""
    uv = own_uv()
    for version in versions:
        found = output_of([uv, "python", "find", "--no-project", "--system", version], _env_without_downloads())
        if found and _is_version(found, version):
            return found
    for version in versions:
        for found in _pyenv_pythons(version):
            if _is_version(found, version):
                return found
    for version in versions:
        print(f"这台机器上没有 Python {version}，正在下载…", flush=True)
        env = _env_without_downloads() | {
            "UV_PYTHON_DOWNLOADS": "manual",
            "UV_HTTP_TIMEOUT": "20",
            "UV_HTTP_RETRIES": "1",
        }
        if call([uv, "python", "install", "--quiet", version], env) == 0:
            found = output_of([uv, "python", "find", "--no-project", "--system", version], _env_without_downloads())
            if found and _is_version(found, version):
                return found
    wanted = " 或 ".join(versions)
    raise Stop(
        f"没有找到 Python {wanted}，请安装其中一个，例如：pyenv install {versions[0]} (install Python {versions[0]})"
    )


def _pyenv_pythons(version: str) -> list[str]:
    roots = [os.environ.get("PYENV_ROOT"), output_of(["pyenv", "root"]), str(Path.home() / ".pyenv")]
    found: list[str] = []
    for root in roots:
        folders = Path(root, "versions").glob(f"{version}.*") if root else ()
        for folder in sorted(folders, key=_numbers, reverse=True):
            path = str(folder / "bin" / f"python{version}")
            if path not in found:
                found.append(path)
    return found


def _numbers(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def _is_version(python: str, version: str) -> bool:
    """Whether this Python has the version, and ctypes and sqlite3."""
    return output_of([python, "-c", "import sys, ctypes, sqlite3; print('%d.%d' % sys.version_info[:2])"]) == version


def _env_without_downloads() -> dict[str, str]:
    """The environment variables for a uv that downloads no Python by itself."""
    return os.environ | {"UV_PYTHON_DOWNLOADS": "never"}


def _work() -> int:
    make(dev="--dev" in sys.argv)
    return 0


if __name__ == "__main__":
    main(_work)
