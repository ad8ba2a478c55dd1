"""The search bench finds what it made, and keeps it for the next run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import search


@pytest.mark.slow
def test_the_bench_finds_all_that_it_made_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each page and search is timed; a second run makes nothing anew and finds as much."""
    monkeypatch.setenv("SEARCH_KEEP", str(tmp_path))
    monkeypatch.setenv("SEARCH_CASES", "120")
    monkeypatch.setenv("SEARCH_ON", "sqlite")
    for name, value in {"SMALL": {"sqlite": 40}, "WORDS": 12, "PAGES": 2}.items():
        monkeypatch.setattr(search, name, value)
    search.main()
    first = capsys.readouterr().out
    search.main()
    second = capsys.readouterr().out
    assert first.count("cases made in") == 2
    assert "cases made in" not in second
    for printed in (first, second):
        figures = dict(re.findall(r"RESULT search\.sqlite\.120\.(\S+) (\S+)", printed))
        assert figures["recall"] == figures["precision"] == "1.0000"
        assert {"p95_ms", "by_body_p95_ms", "hits_p95_ms", *(f"{name}_growth" for name in search.PAGE_READS)} <= set(
            figures
        )


def test_what_a_broken_off_run_left_is_made_anew(tmp_path: Path) -> None:
    """Only what was made to its end is used again."""
    left = tmp_path / "cases_40.db"
    left.write_text("half", encoding="ascii")
    search._empty(tmp_path, "", "cases_40")
    assert not left.exists()
