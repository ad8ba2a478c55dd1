"""What the staff stood by, as a masked corpus."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from portal.cases.records import corpus
from portal.cases.records.actors import Who
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cli import linli
from portal.kernel.config import load
from portal.kernel.roles import Role
from portal.storage.db import Base, Database
from portal.storage.models_all import metadata
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report

Staff = Callable[[Session, Role], Who]


def test_a_case_that_nobody_looked_at_is_not_learned_from(parts: Parts, reporter: int, s: Session) -> None:
    """What the machine thought is no label."""
    report(s, parts, reporter)
    s.flush()
    assert list(corpus.rows(s)) == []


def test_an_accepted_case_is_learned_from(parts: Parts, reporter: int, s: Session, who: Staff) -> None:
    """Its words, the path of its category, its kind."""
    desk_actions.accept(s, parts, report(s, parts, reporter), who(s, Role.DESK))
    s.flush()
    assert list(corpus.rows(s)) == [("柳树里3栋的路灯坏了三天了", "城乡建设/市政公用", "request")]


def test_a_correction_is_learned_from(parts: Parts, reporter: int, s: Session, who: Staff) -> None:
    """With the clerk's category, not the machine's."""
    desk_corrections.correct(s, parts, report(s, parts, reporter), who(s, Role.DESK), {"category": "0501"})
    s.flush()
    assert [category for _, category, _ in corpus.rows(s)] == ["环境保护/噪声"]


def test_a_correction_of_something_else_says_nothing_of_the_category(
    parts: Parts, reporter: int, s: Session, who: Staff
) -> None:
    """A changed kind alone leaves the case out."""
    desk_corrections.correct(s, parts, report(s, parts, reporter), who(s, Role.DESK), {"kind": "complaint"})
    s.flush()
    assert list(corpus.rows(s)) == []


def test_numbers_and_names_are_masked(parts: Parts, reporter: int, s: Session, who: Staff) -> None:
    """No digit of a phone or an identity number is left, and of a name that was given the surname alone."""
    text = "我叫王小花，13912345678，身份证330106199001011234，路灯坏了"
    told = draft(text, personal=[{"text": "王小花", "start": 2, "end": 5, "type": "name"}])
    desk_actions.accept(s, parts, report(s, parts, reporter, text, draft=told), who(s, Role.DESK))
    s.flush()
    assert [words for words, _, _ in corpus.rows(s)] == ["我叫王**，****，身份证****，路灯坏了"]


def test_the_name_given_as_contact_is_masked(parts: Parts, reporter: int, s: Session, who: Staff) -> None:
    """Also where the sentence does not show that it is a name."""
    text = "李大山家门口的路灯坏了"
    case = report(s, parts, reporter, text, answers={"contact": "李大山 13912345678"})
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    s.flush()
    assert [words for words, _, _ in corpus.rows(s)] == ["李**家门口的路灯坏了"]


def test_the_file_has_the_columns_that_training_reads(
    parts: Parts, reporter: int, s: Session, who: Staff, tmp_path: Path
) -> None:
    """text, category, kind; readable by its owner alone."""
    desk_actions.accept(s, parts, report(s, parts, reporter), who(s, Role.DESK))
    s.flush()
    target = tmp_path / "corpus.csv"
    assert corpus.write(s, target) == 1
    assert target.stat().st_mode & 0o077 == 0
    with target.open(encoding="utf-8", newline="") as file:
        assert [row["category"] for row in csv.DictReader(file)] == ["城乡建设/市政公用"]


def test_the_command_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`linli nlu export` on an empty portal writes the header alone."""
    monkeypatch.setenv("LINLI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DEMO", "0")
    for name in ("DATABASE_URL", "LINLI_KEYS", "PUBLIC_URL", "LINLI_NOW"):
        monkeypatch.delenv(name, raising=False)
    metadata()
    Base.metadata.create_all(Database(load().database_url).engine)
    target = tmp_path / "corpus.csv"
    done = CliRunner().invoke(linli, ["nlu", "export", "--out", str(target)])
    assert done.exit_code == 0, done.output
    assert target.read_text(encoding="utf-8").split() == ["text,category,kind"]
