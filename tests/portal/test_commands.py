"""The operator's commands for the community's files, accounts and the outbox."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from portal.cli import linli
from portal.grids import service as grids
from portal.kernel.config import PROJECT, load
from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow
from portal.staff import service as staff
from portal.storage.db import Base, Database
from portal.storage.models_all import metadata

PASSWORD = "an-office-password"
SHIPPED = PROJECT / "data" / "community"
Run = Callable[..., Result]


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty portal that is no demo."""
    monkeypatch.setenv("LINLI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DEMO", "0")
    for name in ("DATABASE_URL", "LINLI_KEYS", "PUBLIC_URL", "LINLI_NOW"):
        monkeypatch.delenv(name, raising=False)
    made = Database(load().database_url)
    metadata()
    Base.metadata.create_all(made.engine)
    return made


@pytest.fixture
def run(db: Database) -> Run:
    def call(*words: str, **more: str) -> Result:
        return CliRunner().invoke(linli, list(words), **more)  # type: ignore[arg-type]

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A community of one's own: the shipped files without the mark of the demo."""
    made = tmp_path / "ours"
    shutil.copytree(SHIPPED, made)
    facts = json.loads((made / "community.json").read_text(encoding="utf-8"))
    facts |= {"demo": False, "name": "长安社区"}
    (made / "community.json").write_text(json.dumps(facts), encoding="utf-8")
    return made


def test_the_shipped_files_pass_the_check(run: Run) -> None:
    """`linli grids check` reads all of them and counts."""
    done = run("grids", "check", str(SHIPPED))
    assert done.exit_code == 0
    assert "网格 12" in done.output


def test_a_community_of_ones_own_is_taken_in(run: Run, folder: Path, db: Database) -> None:
    """Tables and the bot's snapshot are written."""
    done = run("grids", "load", str(folder))
    assert done.exit_code == 0, done.output
    with db.read() as s:
        assert grids.community(s)["name"] == "长安社区"
    assert "长安社区" in (load().community / "community.json").read_text(encoding="utf-8")


def test_the_demo_community_is_refused_outside_the_demo(run: Run, db: Database) -> None:
    """Nobody serves invented phone numbers by mistake."""
    done = run("grids", "load", str(SHIPPED))
    assert done.exit_code == 1
    assert "演示" in done.output
    with db.read() as s:
        assert not grids.is_seeded(s)


def test_a_bad_file_changes_nothing_and_is_named(run: Run, folder: Path, db: Database) -> None:
    """The line and the reason are printed."""
    with (folder / "duty.csv").open("a", encoding="utf-8") as file:
        file.write("0499,,nobody,5,\n")
    done = run("grids", "load", str(folder))
    assert done.exit_code == 1
    assert "duty.csv" in done.output
    assert "nobody" in done.output
    with db.read() as s:
        assert not grids.is_seeded(s)


def test_a_committee_and_its_chair_can_be_made(run: Run, db: Database) -> None:
    """What a new community needs before anybody can sign in."""
    assert run("staff", "committee", "居委会", "长安社区居民委员会").exit_code == 0
    done = run(
        "staff", "add", "wang", "--name", "王主任", "--role", "chair", "--committee", "1", "--password", PASSWORD
    )
    assert done.exit_code == 0, done.output
    with db.read() as s:
        account = staff.check_sign_in(s, "wang", PASSWORD)
        assert account is not None
        assert (account.role, account.committee_id) == ("chair", 1)
    assert "长安社区居民委员会" in run("staff", "list").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--role", "chair"), "--committee"),
        (("--role", "body", "--body", "nobody"), "--body"),
        (("--role", "grid"), "--grid"),
    ],
)
def test_an_account_needs_what_its_role_stands_for(run: Run, words: tuple[str, ...], why: str) -> None:
    """A chair of no committee, a body that is not there and a worker without a grid are refused by name."""
    done = run("staff", "add", "li", "--name", "李", *words, "--password", PASSWORD)
    assert done.exit_code == 1
    assert why in done.output


def test_a_short_password_is_refused(run: Run) -> None:
    """At least ten characters, not all digits."""
    for bad in ("short", "1234567890123"):
        done = run("staff", "add", "li", "--name", "李", "--role", "desk", "--password", bad)
        assert done.exit_code == 1
        assert "密码" in done.output


def test_a_start_password_is_made_and_printed_once(run: Run, db: Database) -> None:
    """`--once` without a password asks for none; it opens the account and must be replaced. So with `password`."""
    done = run("staff", "add", "li", "--name", "李", "--role", "desk", "--once")
    assert done.exit_code == 0, done.output
    with db.read() as s:
        account = staff.check_sign_in(s, "li", done.output.strip().rpartition("：")[2])
        assert account is not None
        assert account.must_change
    again = run("staff", "password", "li", "--once")
    with db.read() as s:
        assert staff.check_sign_in(s, "li", again.output.strip().rpartition("：")[2]) is not None


def test_a_wrong_phone_is_refused_before_a_password_is_asked_for(run: Run) -> None:
    """Nobody types one twice for nothing."""
    done = run("staff", "add", "li", "--name", "李", "--role", "desk", "--phone", "138")
    assert done.exit_code == 1
    assert "Password" not in done.output
    assert run("staff", "password", "nobody").exit_code == 1


def test_a_stopped_account_cannot_sign_in_any_more(run: Run, db: Database) -> None:
    """The next request of theirs finds nobody."""
    run("staff", "add", "li", "--name", "李", "--role", "desk", "--password", PASSWORD)
    assert run("staff", "stop", "li").exit_code == 0
    with db.read() as s:
        assert staff.check_sign_in(s, "li", PASSWORD) is None


def test_a_new_password_replaces_the_old(run: Run, db: Database) -> None:
    """`linli staff password` for whoever forgot theirs."""
    run("staff", "add", "li", "--name", "李", "--role", "desk", "--password", PASSWORD)
    assert run("staff", "password", "li", "--password", PASSWORD + "2").exit_code == 0
    with db.read() as s:
        assert staff.check_sign_in(s, "li", PASSWORD) is None
        assert staff.check_sign_in(s, "li", PASSWORD + "2") is not None


def test_a_dead_letter_is_listed_without_its_words_and_tried_again(run: Run, db: Database) -> None:
    """The operator sees number, kind and the vendor's reason, never what was written to whom."""
    now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    with db.write() as s:
        row = outbox.put(s, kind="send_sms", payload={}, now=now, letter=("+8619900000001", "您好"))
        outbox.record_failure(s, row.id, now, reason="号码不存在", code="30005", retry=False)
        number = row.id
    shown = run("outbox", "dead").output
    assert "30005 号码不存在" in shown
    assert "19900000001" not in shown
    assert "您好" not in shown
    assert run("outbox", "retry", str(number)).exit_code == 0
    with db.read() as s:
        assert s.scalars(sa.select(OutboxRow.state)).one() == "queued"
    assert run("outbox", "retry", str(number)).exit_code == 1
    assert "send_sms" in run("outbox", "status").output


def test_tables_that_are_not_there_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `linli migrate` a command says so, without a stack trace."""
    monkeypatch.setenv("LINLI_HOME", str(tmp_path / "nothing"))
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = CliRunner().invoke(linli, ["staff", "list"])
    assert done.exit_code == 1
    assert "linli migrate" in done.output
    assert "Traceback" not in done.output
