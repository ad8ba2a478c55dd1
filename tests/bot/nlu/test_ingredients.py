"""The model is named after what training reads: all of that, and nothing else."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading.learning.ingredients import LIST, ingredients
from tests.bot.model import ROOT, ingredients_hash
from tests.bot.watched_training import unlisted

TRAINING = ("bot.reading.learning.training", "bot.reading.learning.corpus", "bot.reading.learning.span_training")
LISTED = [path.relative_to(ROOT).as_posix() for path in ingredients(ROOT)]
UNRELATED = (
    "contract/internal.openapi.json", "data/lifecycle.csv", "data/case_events.csv", "data/sms_templates.csv",
    "data/community/faq.csv", "data/lexicon/conduct.csv", "bot/server/channel.py", "bot/reading/danger/plain_danger.py",
    "bot/reading/text/where_only.py", "actions/routing.py",
)  # fmt: skip


def modules_named(path: Path) -> Iterator[str]:
    """The modules that a file may import, wherever in it, as dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def code_run_by_training() -> set[str]:
    """The files under bot/reading that the training imports, and those import."""
    found: set[str] = set()
    waiting = list(TRAINING)
    while waiting:
        path = ROOT / f"{waiting.pop().replace('.', '/')}.py"
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("bot/reading/") and path.exists() and name not in found:
            found.add(name)
            waiting += modules_named(path)
    return found


def test_the_code_listed_is_the_code_that_training_runs() -> None:
    """Besides the modules that store what was trained."""
    listed = {name for name in LISTED if name.startswith("bot/reading/")}
    stores = {f"bot/reading/learning/{name}.py" for name in ("__init__", "ingredients", "model_archive")}
    assert listed - stores == code_run_by_training()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the ingredients, with files beside them that are none."""
    for name in (*LISTED, *UNRELATED, LIST):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_change_of_any_ingredient_renames_the_model(copied: Path) -> None:
    """And undone, it has its old name again."""
    before = ingredients_hash(copied)
    for name in LISTED:
        kept = (copied / name).read_bytes()
        (copied / name).write_bytes(kept + b"\n")
        assert ingredients_hash(copied) != before, name
        (copied / name).write_bytes(kept)
    assert ingredients_hash(copied) == before


def test_a_change_of_anything_else_keeps_its_name(copied: Path) -> None:
    """No training for the portal's contract, for what a case's states are called, or for a rule over what the heads found."""
    before = ingredients_hash(copied)
    for name in UNRELATED:
        (copied / name).write_bytes(b"")
    assert ingredients_hash(copied) == before


def test_a_file_that_training_reads_unlisted_is_named() -> None:
    """The watch's broken twin; the community's files are read anew by each bot."""
    assert unlisted({"data/alarms.csv", "data/taxonomy.csv", "data/community/faq.csv"}) == ["data/alarms.csv"]
