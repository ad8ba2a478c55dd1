"""Every test belongs to a step of `make test` or `make services-test`: a marker must not leave one out of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from _pytest.mark.expression import Expression

from devtools import check, services
from devtools.processes import PROJECT

_MARK = re.compile(r"pytest\.mark\.(slow|faults|services)\b")
Groups = Iterable[Iterable[check.Step]]


def test_every_test_runs() -> None:
    assert left_out([*check.fast(), *check.slow(), *services.steps()]) == []


def test_a_folder_whose_slow_tests_no_step_runs_is_caught() -> None:
    groups = [[step for step in group if step.name != "slow"] for group in [*check.fast(), *check.slow()]]
    assert "tests/laws/test_who_may.py: slow" in left_out(groups)


def left_out(groups: Groups) -> list[str]:
    """Each file with a marker (or none) whose tests no step selects: "<file>: <marker>"."""
    steps = [step for group in groups for step in group if "pytest" in step.command]
    files = sorted((PROJECT / "tests").rglob("test_*.py"))
    return [
        f"{path.relative_to(PROJECT)}: {mark or 'unmarked'}"
        for path in files
        for mark in sorted({"", *_MARK.findall(path.read_text(encoding="utf-8"))})
        if not any(_selects(step, path, mark) for step in steps)
    ]


def _selects(step: check.Step, path: Path, mark: str) -> bool:
    """Whether a step runs the tests of this file that have this marker alone."""
    words = list(step.command)
    folders = [word for at, word in enumerate(words) if word.startswith("tests") and words[at - 1] != "--ignore"]
    without = [words[at + 1] for at, word in enumerate(words) if word == "--ignore"]
    if not _is_below(path, folders) or _is_below(path, without):
        return False
    chosen = words[words.index("-m", words.index("pytest")) + 1] if "-m" in words[words.index("pytest") :] else ""
    return not chosen or Expression.compile(chosen).evaluate(lambda name, /, **_: name == mark)


def _is_below(path: Path, folders: Iterable[str]) -> bool:
    return any(path.is_relative_to(PROJECT / folder) for folder in folders)
