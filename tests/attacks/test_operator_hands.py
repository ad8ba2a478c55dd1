"""What an operator's hands do on the first day: a wrong setting, the wrong order, a file from a spreadsheet, a bare number."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from portal import cli
from portal.cli import linli
from portal.grids import service as grids
from portal.grids.models import Body
from portal.kernel.config import PROJECT, SettingError, load
from portal.staff import bulk_import
from portal.staff.models import Account
from portal.storage.db import Base, Database
from portal.storage.models_all import metadata

SHIPPED = PROJECT / "data" / "community"
PASSWORD = "an-office-password"
Run = Callable[..., Result]


def clean(home: Path) -> dict[str, str]:
    """An environment in which only the place is set."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH")}
    return kept | {
        "LINLI_HOME": str(home),
        "LINLI_KEYS": str(home.with_name("keys")),
        "PORT": "8177",
        "HOME": str(home.parent),
    }


def command(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", *words],
        cwd=PROJECT,
        env=clean(home) | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def everything(folder: Path) -> dict[str, int]:
    """Each file and folder below, and when it changed."""
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


WRONG: tuple[tuple[str, dict[str, str]], ...] = (
    ("SMS_PROVIDER", {"DEMO": "0", "SMS_PROVIDER": "twilio", "TWILIO_ACCOUNT_SID": "AC1"}),
    ("SMS_PROVIDER", {"SMS_PROVIDER": "aliyun"}),
    ("GOVERNANCE_BACKEND", {"DEMO": "0", "GOVERNANCE_BACKEND": "mail"}),
    ("HOST", {"DEMO": "1", "HOST": "0.0.0.0"}),
    ("PUBLIC_URL", {"DEMO": "1", "PUBLIC_URL": "https://linli.example.cn"}),
    ("SECRET_KEY", {"DEMO": "0", "SECRET_KEY": "short"}),
    ("DATABASE_URL", {"DATABASE_URL": "mysql://db/linli"}),
    ("DATABASE_URL", {"DATABASE_URL": "linli.db"}),
    ("REDIS_URL", {"DEMO": "0", "REDIS_URL": "http://cache"}),
    ("LINLI_KEYS", {"LINLI_KEYS": "{home}/keys"}),
    ("a-file", {"LINLI_HOME": "{home}/a-file/below", "LINLI_KEYS": "{home}/keys"}),
    ("HOST", {"DEMO": "0", "HOST": "203.0.113.1"}),
    ("/proc", {"LINLI_HOME": "/proc/x"}),
    ("DEMO", {"DEMO": "maybe"}),
    ("TWILIO_NUMBER", {"DEMO": "0", "TWILIO_NUMBER": "123"}),
)


@pytest.mark.parametrize(("named", "wrong"), WRONG, ids=[f"{n} {name}" for n, (name, _wrong) in enumerate(WRONG)])
def test_the_check_refuses_what_the_start_refuses(tmp_path: Path, run: Run, named: str, wrong: dict[str, str]) -> None:
    """One line with the setting's name from both; nothing is written by either; with the setting mended it passes."""
    (tmp_path / "a-file").write_text("", encoding="ascii")
    place = tmp_path if named == "a-file" else tmp_path / "home"
    said = {name: value.format(home=place) for name, value in wrong.items()}
    before = everything(tmp_path)
    check = run("settings", "check", env={"DEMO": ""} | said)
    assert isinstance(check.exception, SettingError), check.output
    assert named in str(check.exception)
    start = command(tmp_path / "home", "run", **said)
    assert start.returncode == 1
    assert start.stderr.strip() == f"linli: 设置有误 (setting): {check.exception}"
    mended = run("settings", "check", env={"DEMO": "0"})
    assert mended.exit_code == 0, mended.output
    assert everything(tmp_path) == before


def test_an_sqlite_that_cannot_forget_at_once_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is made, and not as an error of the database; PostgreSQL does without it."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 41, 2))
    environ = {"LINLI_HOME": str(tmp_path), "DEMO": "1"}
    with pytest.raises(SettingError, match=r"3\.42 or later"):
        load(environ, write_secrets=False)
    elsewhere = environ | {"DATABASE_URL": "postgresql://linli@127.0.0.1/linli"}
    assert load(elsewhere, write_secrets=False).database_url == elsewhere["DATABASE_URL"]


def test_the_check_writes_nothing_and_shows_no_secret(tmp_path: Path) -> None:
    """Neither in an empty place nor beside what is kept; the secrets of the next start are the same as before."""
    home = tmp_path / "home"
    assert command(home, "settings", "check").returncode == 0
    assert everything(tmp_path) == {}
    secret = load({"LINLI_HOME": str(home)}).secret_key
    before = everything(tmp_path)
    shown = command(home, "settings", "check")
    assert shown.returncode == 0
    assert everything(tmp_path) == before
    assert secret not in shown.stdout
    assert re.search(r"^SECRET_KEY\s+（已设）$", shown.stdout, re.MULTILINE)
    assert load({"LINLI_HOME": str(home)}).secret_key == secret
    assert re.search(r"^CHAT_TOKEN_DAYS\s+\d+$", shown.stdout, re.MULTILINE)


def test_an_error_without_a_file_names_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk tells no file: the folder to look at is said."""

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli, "linli", full)
    monkeypatch.setattr(os, "umask", lambda mask: mask)  # the test's process keeps its own
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    with pytest.raises(SystemExit):
        cli.main()
    assert str(tmp_path) in capsys.readouterr().err


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place without a table."""
    for name in list(os.environ):
        if name.startswith(("LINLI_", "TWILIO_", "WECHAT_", "ALIYUN_")) or name in ("DATABASE_URL", "PUBLIC_URL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LINLI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DEMO", "0")
    return tmp_path / "home"


@pytest.fixture
def run(empty: Path) -> Run:
    def call(*words: str, **more: Any) -> Result:
        return CliRunner().invoke(linli, list(words), **more)

    return call


@pytest.fixture
def db(empty: Path) -> Database:
    made = Database(load().database_url)
    metadata()
    Base.metadata.create_all(made.engine)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A community of one's own."""
    made = tmp_path / "ours"
    shutil.copytree(SHIPPED, made)
    facts = json.loads((made / "community.json").read_text(encoding="utf-8"))
    (made / "community.json").write_text(json.dumps(facts | {"demo": False, "name": "长安社区"}), encoding="utf-8")
    return made


def test_loading_before_the_tables_are_there_is_one_line(run: Run, folder: Path) -> None:
    """It says what to do; done in that order it works."""
    early = run("grids", "load", str(folder))
    assert early.exit_code == 1
    assert isinstance(early.exception, SystemExit)
    assert "linli migrate" in early.output
    assert len(early.output.strip().splitlines()) == 1
    assert not (load().community / "community.json").exists()
    assert run("migrate").exit_code == 0
    done = run("grids", "load", str(folder))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_a_table_saved_by_a_spreadsheet_is_read(run: Run, db: Database, folder: Path, encoding: str) -> None:
    """In whatever encoding 表格软件 saves it."""
    for name in ("bodies.csv", "places.csv", "duty.csv", "faq.csv", "teams.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.encode(encoding, "replace"))
    done = run("grids", "load", str(folder))
    assert done.exit_code == 0, done.output
    shipped = (SHIPPED / "bodies.csv").read_text(encoding="utf-8")
    with db.read() as s:
        names = list(s.scalars(sa.select(Body.name)))
    assert names
    assert all(name in shipped for name in names)


@pytest.mark.parametrize("broken", ["cut", "utf-16"])
def test_a_broken_file_is_named_and_not_guessed(run: Run, db: Database, folder: Path, broken: str) -> None:
    """A UTF-8 file with a byte lost would read as GBK, as nonsense: it is refused, and nothing is taken."""
    data = (folder / "bodies.csv").read_bytes()
    at = data.index("物业".encode()) + 1
    text = data.decode()
    (folder / "bodies.csv").write_bytes(data[:at] + data[at + 1 :] if broken == "cut" else text.encode("utf-16"))
    done = run("grids", "load", str(folder))
    assert done.exit_code == 1
    assert "bodies.csv" in done.output
    with db.read() as s:
        assert not grids.is_seeded(s)


def square(left: float, low: float, size: float = 0.01) -> dict[str, Any]:
    x, y = 120.1 + left, 30.2 + low
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def with_grids(folder: Path, *shapes: dict[str, Any]) -> None:
    """The first grids of the community get these shapes; the others none."""
    path = folder / "grids.geojson"
    found = json.loads(path.read_text(encoding="utf-8"))
    for number, feature in enumerate(found["features"]):
        feature["geometry"] = shapes[number] if number < len(shapes) else {"type": "Polygon", "coordinates": []}
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


RING = square(0, 0, 0.03)
RING["coordinates"].append(square(0.01, 0.01)["coordinates"][0])
OVERLAPS = {
    "half of it": (square(0, 0), square(0.005, 0)),
    "the same one twice": (square(0, 0), square(0, 0)),
    "a small one inside": (square(0, 0), square(0.002, 0.002, 0.003)),
    "a part of several": (square(0, 0), {"type": "MultiPolygon", "coordinates": [square(0.5, 0.5)["coordinates"], square(0.004, 0.004)["coordinates"]]}),
}  # fmt: skip
BESIDE = {
    "neighbours": (square(0, 0), square(0.01, 0)),
    "a corner": (square(0, 0), square(0.01, 0.01)),
    "a metre over the border": (square(0, 0), square(0.00999, 0)),
    "in the other's hole": (RING, square(0.01, 0.01)),
    "far": (square(0, 0), square(0.5, 0.5)),
}


@pytest.mark.parametrize("shapes", OVERLAPS.values(), ids=OVERLAPS)
def test_grids_over_each_other_are_refused_by_name(run: Run, db: Database, folder: Path, shapes: Any) -> None:
    """Both are named, by the check and by the load; nothing is taken."""
    with_grids(folder, *shapes)
    for verb in ("check", "load"):
        done = run("grids", verb, str(folder))
        assert done.exit_code == 1
        assert re.search(r"330106003-01 和 330106003-02 重叠", done.output), done.output
    with db.read() as s:
        assert not grids.is_seeded(s)


@pytest.mark.parametrize("shapes", BESIDE.values(), ids=BESIDE)
def test_grids_beside_each_other_are_taken(run: Run, db: Database, folder: Path, shapes: Any) -> None:
    """Common borders, and what a hand draws over them."""
    with_grids(folder, *shapes)
    done = run("grids", "load", str(folder))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "coordinates",
    [
        ["x"],
        [[["a", "b"]]],
        [[[120, 30], [121, 30], [120, 30]]],
        [[[30, 120], [31, 120], [31, 121], [30, 120]]],
        {"a": 1},
        [[1]],
    ],
)
def test_coordinates_that_are_none_are_named(run: Run, folder: Path, coordinates: Any) -> None:
    """Too few points, latitude first, no numbers: the grid is named, no trace."""
    with_grids(folder, {"type": "Polygon", "coordinates": coordinates})
    done = run("grids", "check", str(folder))
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "第 1 个网格" in done.output


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("+85291234567", "+85291234567"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_an_alarm_needs_it(run: Run, db: Database, typed: str, kept: str) -> None:
    """With or without +86, with blanks: E.164 in the table."""
    done = run("staff", "add", "li", "--name", "李", "--role", "desk", "--phone", typed, "--password", PASSWORD)
    assert done.exit_code == 0, done.output
    with db.read() as s:
        assert s.scalars(sa.select(Account.phone)).one() == kept


@pytest.mark.parametrize("typed", ["1381234567", "0571-88888888", "12345", "手机", "+8613812345678x9y", "23812345678"])
def test_a_number_that_no_alarm_reaches_is_refused(run: Run, db: Database, typed: str) -> None:
    """A landline, one digit too few, words: said at once, and no account is made."""
    done = run("staff", "add", "li", "--name", "李", "--role", "desk", "--phone", typed, "--password", PASSWORD)
    assert done.exit_code == 1
    assert "手机号" in done.output
    with db.read() as s:
        assert s.scalars(sa.select(Account.id)).first() is None


LIST = "账号,姓名,角色,手机,单位,网格,委员会\nzhao,赵某,受理台,13812345678,,,\nqian,钱某,网格员,,,330106003-01,\nsun,孙某,承办单位,,{body},,\n"


def test_a_list_of_accounts_is_taken_whole_or_not_at_all(run: Run, db: Database, folder: Path, tmp_path: Path) -> None:
    """Each bad line is named with its number; a no at the question makes none; a yes makes all, with passwords of their own."""
    run("grids", "load", str(folder))
    with db.read() as s:
        body = s.scalars(sa.select(Body.code)).first()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(LIST.format(body=body).encode("gbk"))
    bad.write_text(LIST.format(body="nobody") + "zhao,又一个,受理台,,,,\nli,李某,皇帝,,,,\nwu,吴某,受理台,0571-88888888,,,\nx\n", encoding="utf-8")  # fmt: skip
    refused = run("staff", "import", str(bad), "--yes")
    assert refused.exit_code == 1
    for line in (4, 5, 6, 7, 8):
        assert f"第 {line} 行" in refused.output
    asked = run("staff", "import", str(good), input="n\n")
    assert "赵某" in asked.output
    with db.read() as s:
        assert s.scalars(sa.select(Account.id)).first() is None
    done = run("staff", "import", str(good), input="y\n")
    assert done.exit_code == 0, done.output
    starts = re.findall(r"^(zhao|qian|sun)\s+([a-z2-9-]{14})$", done.output, re.MULTILINE)
    assert len({password for _name, password in starts}) == 3
    with db.read() as s:
        rows = {row.username: (row.role, row.phone, row.must_change) for row in s.scalars(sa.select(Account))}
    assert rows["zhao"] == ("desk", "+8613812345678", True)
    assert run("staff", "import", str(good), "--yes").exit_code == 1


def test_a_list_of_accounts_is_as_long_as_it_says(run: Run, db: Database) -> None:
    """2000 accounts in one file, not one more."""
    run("migrate")
    lines = ["账号,姓名,角色", *(f"clerk{number},赵某,受理台" for number in range(bulk_import.MAX_LINES))]
    with db.read() as s:
        assert len(bulk_import.read_accounts(s, "\n".join(lines).encode())) == bulk_import.MAX_LINES
        with pytest.raises(bulk_import.BadAccounts, match="超过 2000 行"):
            bulk_import.read_accounts(s, "\n".join([*lines, "another,赵某,受理台"]).encode())


DOCS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
_COMMAND = re.compile(r"(?:\./|`)linli ((?:[a-z][a-z-]*)(?: [a-z][a-z0-9-]*)*)")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_command_of_the_documents_is_there(path: Path) -> None:
    """`linli …` as it is written can be called: groups and commands by name, with the options that are shown."""
    for line in path.read_text(encoding="utf-8").splitlines():
        for found in _COMMAND.finditer(line):
            called = _called(found[1].split())
            assert called is not None, (path.name, found[0])
            options = set(re.findall(r"\s(--[a-z-]+)", line[found.end() :].split("`")[0].split("#")[0]))
            known = {name for parameter in called.params for name in parameter.opts}
            assert options <= known | {"--help"}, (path.name, line)


def _called(words: list[str]) -> click.Command | None:
    """The command that these words call; what follows are its arguments."""
    at: click.Command = linli
    for word in words:
        if not isinstance(at, click.Group):
            return at
        found = at.get_command(click.Context(at), word)
        if found is None:
            return None
        at = found
    return at
