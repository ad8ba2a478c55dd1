"""Choose the likeliest of the values that a known one may become, by the weights of data/corrections/weights.csv."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from actions.intake.corrections.choosing.candidates import Candidate, candidates
from actions.intake.corrections.choosing.features import features
from actions.intake.corrections.choosing.said import Said
from actions.interpreting.places import names_an_estate

FILE = Path(__file__).resolve().parents[4] / "data" / "corrections" / "weights.csv"


@lru_cache(maxsize=1)
def weights() -> Mapping[str, Mapping[str, float]]:
    """Slot (place, time) → feature → weight."""
    found: dict[str, dict[str, float]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["slot"], {})[row["feature"]] = float(row["weight"])
    return found


def choose(said: Said) -> str:
    """The likeliest value, perhaps the known one; the chances of all ways to one value count together. What the rules say if nothing of the
    message may stand in it.
    """
    found = candidates_of(said)
    if all(one.start < 0 for one in found):
        return said.rule
    return likeliest([one.value for one in found], [features(one, said) for one in found], weights()[said.slot])


def likeliest(values: Sequence[str], figures: Sequence[Mapping[str, float]], of: Mapping[str, float]) -> str:
    """The likeliest of the values, each with the figures of a way to it, by these weights."""
    scores: dict[str, list[float]] = {}
    for value, found in zip(values, figures, strict=True):
        scores.setdefault(value, []).append(sum(of.get(name, 0.0) * figure for name, figure in found.items()))
    return max(scores, key=lambda value: together(scores[value]))


def candidates_of(said: Said) -> list[Candidate]:
    """Every value that the known one may become by what is said: without words that are denied, an estate's name behind another's, or a part of
    another estate without its name.
    """
    found = candidates(said.text, said.known, said.spans, said.rule)
    return [
        one for one in found if one.start < 0 or not (said.is_denied(one.start, one.stop) or _mixes_estates(one, said))
    ]


def _mixes_estates(one: Candidate, said: Said) -> bool:
    """Whether a candidate puts the name of an estate behind what another begins with, or a part of a read place (5栋 of 幸福家园5栋) without
    the name of its estate, which the known place does not have.
    """
    if said.slot != "place" or not names_an_estate(said.known):
        return False
    before = said.known[: one.begin]
    if before and names_an_estate(one.new) and before not in one.new:
        return True
    within = (said.text[start : one.start] for start, stop in said.read if start < one.start and one.stop <= stop)
    return any(names_an_estate(name) and name not in said.known for name in within)


def together(scores: list[float]) -> float:
    """The logarithm of the sum of their exponentials."""
    most = max(scores)
    return most + math.log(sum(math.exp(score - most) for score in scores))
