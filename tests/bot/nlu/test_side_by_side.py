"""The spans are trained in a process of their own, beside the other heads, where there are two processors."""

from __future__ import annotations

import os
from functools import partial

import pytest

from bot.reading.learning import training
from bot.reading.learning.side_by_side import run_side_by_side
from bot.reading.learning.training import reading_of, readings_kept, train_heads

FIELDS = ("danger", "intent", "act", "kind", "category", "spans")


@pytest.mark.parametrize(("processors", "apart"), [({0, 1}, True), ({0}, False)], ids=["two processors", "one"])
def test_the_second_runs_in_a_process_of_its_own(
    processors: set[int], apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two processors; with one, both run in this process."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    here, beside = run_side_by_side(os.getpid, os.getpid)
    assert here == os.getpid()
    assert (beside != here) is apart


@pytest.mark.parametrize("processors", [{0, 1}, {0}], ids=["two processors", "one"])
def test_what_one_of_them_raises_is_raised(processors: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A training that fails is not taken for one that ended."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    with pytest.raises(ValueError, match="invalid literal"):
        run_side_by_side(os.getpid, partial(int, "x"))
    with pytest.raises(ValueError, match="invalid literal"):
        run_side_by_side(partial(int, "x"), os.getpid)


def test_each_head_stands_in_its_field() -> None:
    """The spans', too, which come from the other process."""
    heads = train_heads({name: partial(str, name) for name in FIELDS})
    assert vars(heads) == {name: name for name in FIELDS}


def test_a_training_reads_no_text_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several heads learn from the same sentences; after the training, nothing of them is kept."""
    split = []
    monkeypatch.setattr(training, "split_words", lambda text: split.append(text) or [text])
    with readings_kept():
        assert reading_of("路灯坏了") is reading_of("路灯坏了")
    assert split == ["路灯坏了"]
    reading_of("路灯坏了"), reading_of("路灯坏了")
    assert len(split) == 3
