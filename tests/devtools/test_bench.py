"""What `make bench` collects of the measuring modules."""

from __future__ import annotations

import pytest

from devtools import bench


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("RESULT danger.recall 0.9800\n", ("danger.recall", 0.98)),
        ("RESULT robust.traditional.body_acc.fall_points -1.5000", ("robust.traditional.body_acc.fall_points", -1.5)),
        ("trained in 5.1 s\n", None),
        ("RESULT nan nan", None),
    ],
)
def test_a_result_line_is_a_figure_and_nothing_else_is(line, told):
    """Words for people are passed by; `RESULT name value` is collected."""
    assert bench.parse_result(line) == told


def test_every_bench_of_a_group_says_where_it_runs():
    """`make bench-nlu` names only benches that have an environment and a module."""
    for names in bench._TOGETHER.values():
        for name in names:
            assert name in bench._ENVIRONMENT_OF
            assert (bench.PROJECT / "bench" / f"{name}.py").is_file()


def test_every_bench_that_has_figures_is_run():
    """`make bench` leaves none out."""
    benches = {path.stem: path.read_text(encoding="utf-8") for path in (bench.PROJECT / "bench").glob("*.py")}
    figures = {name for name, text in benches.items() if "__main__" in text and ("result(" in text or "RESULT" in text)}
    assert figures == set(bench._ENVIRONMENT_OF)
