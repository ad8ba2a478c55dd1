"""The annotated letters of EVAL and their scorer (`score_intake.py GOLD DRAFTS`), for the benches that use them.

Half of the letters are marked `look` (errors may be read), half `check` (figures only, and those rarely).
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any

from bench.results import EVAL

Letter = dict[str, Any]
Draft = Mapping[str, Any]
MAIN_FIGURES = (  # of the scorer: those that get an interval
    "place_strict_F1",
    "place_half",
    "when_strict_F1",
    "when_half",
    "body_acc",
    "kind4_macroF1",
    "kind_lenient",
)


@lru_cache(maxsize=1)
def scorer() -> ModuleType:
    """Import EVAL's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_intake", EVAL / "score_intake.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(part: str = "") -> list[Letter]:
    """Read the letters; with `part` (look or check) only those of that half."""
    lines = (EVAL / "complaints" / "intake_dev.jsonl").read_text(encoding="utf-8").splitlines()
    letters = [json.loads(line) for line in lines if line.strip()]
    return [letter for letter in letters if not part or letter["set"] == part]


def counted(letters: Sequence[Letter], drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """The scorer's counts for each letter."""
    return [scorer().one(letter, draft) for letter, draft in zip(letters, drafts, strict=True)]


def figures(counts: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The scorer's figures over the counts of all letters."""
    return dict(scorer().figures(list(counts)))


def intervals(counts: Sequence[dict[str, Any]], resamples: int = 200) -> dict[str, tuple[float, float]]:
    """The 95% intervals of the main figures, by bootstrap over the letters."""
    drawn = random.Random(7)
    samples = [figures(drawn.choices(counts, k=len(counts))) for _ in range(resamples)]
    found = {}
    for name in MAIN_FIGURES:
        values = sorted(sample[name] for sample in samples)
        found[name] = values[int(0.025 * resamples)], values[int(0.975 * resamples)]
    return found
