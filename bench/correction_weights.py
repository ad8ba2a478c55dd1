"""Fit the weights by which a correction's place and time are chosen, in the bot's environment: `python -m bench.correction_weights`.

Reads data/corrections/turns.csv, turns that were written for it with the record before and after, and writes
data/corrections/weights.csv. `--left-out` fits nothing that stays, but prints how often the record is right for each writer by weights of the
other writers, beside what the rules alone make of it. No model is needed: what the bot read stands in the table.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer

from actions.case_draft import CaseDraft, empty_draft
from actions.intake.corrections.changes import Known
from actions.intake.corrections.choosing import choice
from actions.intake.corrections.choosing.features import features
from actions.intake.corrections.choosing.reading import said_of
from actions.intake.corrections.likeness.reading import changes_by_likeness
from actions.intake.corrections.reading import read_changes
from actions.interpreting.digits import in_digits

TURNS = Path(__file__).resolve().parents[1] / "data" / "corrections" / "turns.csv"
SLOTS = ("place", "time")
NEAR = 0.8  # share of characters from which the likest candidate counts as right where none is the same
OF_A_NEAR_ONE = 0.7  # its weight
RIDGE = 1.0  # strength of the penalty that pulls every weight to 0
LEAST_WEIGHT = 0.02  # smaller ones are not written
_LOOSE = re.compile(r"\W|的|那个|那边|这边|边上|旁边")


@dataclass(frozen=True)
class Example:
    """One slot of a turn: its candidates' values and figures, the right value, and what the rules say."""

    writer: str
    slot: str
    values: list[str]
    figures: list[dict[str, float]]
    known: str
    right: str
    rule: str

    @cached_property
    def near(self) -> tuple[frozenset[str], float]:
        """The values that count as right, and the weight of the example; none if no candidate is near."""
        same = frozenset(value for value in self.values if is_same(value, self.right))
        if same:
            return same, 1.0
        ratios = {value: SequenceMatcher(None, value, self.right, autojunk=False).ratio() for value in set(self.values)}
        most = max(ratios.values())
        found = frozenset(value for value, ratio in ratios.items() if ratio == most)
        return (found, OF_A_NEAR_ONE) if most >= NEAR and self.known not in found else (frozenset(), 0.0)


def main() -> int:
    """Write the weights, or with `--left-out` print what they are worth for a writer that they have not seen; returns 0."""
    examples = list(read_examples())
    if "--left-out" in sys.argv:
        print_left_out(examples)
        return 0
    with choice.FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("slot", "feature", "weight"))
        for slot in SLOTS:
            found = fit([one for one in examples if one.slot == slot])
            rows.writerows(
                (slot, name, f"{value:.2f}") for name, value in sorted(found.items()) if abs(value) >= LEAST_WEIGHT
            )
    return 0


def read_examples(turns: Path = TURNS) -> Iterator[Example]:
    """Each turn of the table twice: its place and its time, where one was known."""
    with turns.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from _examples_of(row)


def _examples_of(row: dict[str, str]) -> Iterator[Example]:
    draft, known = _draft(row), Known(row["place"], row["time"], row["contact"])
    rules = changes_by_likeness(row["text"], draft, known, read_changes(row["text"], draft, known))
    for slot in SLOTS:
        if not row[slot]:
            continue
        said = said_of(slot, row["text"], draft, row[slot], getattr(rules, slot))
        found = choice.candidates_of(said)
        figures = [features(one, said) for one in found]
        yield Example(
            row["writer"], slot, [one.value for one in found], figures, row[slot], row[f"{slot}_after"], said.rule
        )


def _draft(row: dict[str, str]) -> CaseDraft:
    """The draft with the spans that the bot read, a * behind those that are only mentioned."""
    text = row["text"]

    def spans(column: str) -> list[dict[str, object]]:
        cut = ((one.rstrip("*").split("-"), one) for one in row[column].split())
        return [
            {
                "text": text[int(a) : int(b)],
                "start": int(a),
                "end": int(b),
                "role": "mention" if "*" in one else "matter",
            }
            for (a, b), one in cut
        ]

    found = {"places": spans("places"), "times": spans("times"), "bodies": spans("bodies")}
    return {**empty_draft(), **found}  # type: ignore[typeddict-item]  # of a span the choice reads no more than is written here


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Fit a logistic choice among the candidates of each example, by the sum of the chances of those that are right."""
    examples = [one for one in examples if one.near[0]]
    vectors = DictVectorizer()
    table = vectors.fit_transform([figures for one in examples for figures in one.figures]).tocsr()
    names = [str(name) for name in vectors.get_feature_names_out()]
    turned = table.T.tocsr()
    sizes = [len(one.values) for one in examples]
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    of = np.repeat(np.arange(len(sizes)), sizes)
    near = [one.near for one in examples]
    right = np.array([value in found for one, (found, _) in zip(examples, near, strict=True) for value in one.values])
    share = np.array([weight for _, weight in near])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        most = np.maximum.reduceat(scores, first)
        best = np.maximum.reduceat(np.where(right, scores, -np.inf), first)
        every = np.exp(scores - most[of])
        ours = np.where(right, np.exp(np.minimum(scores - best[of], 0)), 0)
        every_sum, ours_sum = np.add.reduceat(every, first), np.add.reduceat(ours, first)
        likely = share @ (best + np.log(ours_sum) - most - np.log(every_sum))
        slope = turned @ ((ours / ours_sum[of] - every / every_sum[of]) * share[of])
        return RIDGE / 2 * weights @ weights - likely, RIDGE * weights - slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return dict(zip(names, map(float, found), strict=True))


def print_left_out(examples: Sequence[Example]) -> None:
    """Print for each writer, slot and whether it changed: how many turns are right by the rules and by weights of the others."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for slot in SLOTS:
        of_slot = [one for one in examples if one.slot == slot]
        for writer in dict.fromkeys(one.writer for one in of_slot):
            weights = fit([one for one in of_slot if one.writer != writer])
            for one in (one for one in of_slot if one.writer == writer):
                case = f"{slot} {'changed' if one.known != one.right else 'same'}"
                counts[writer, case, "turns"] += 1
                counts[writer, case, "rules"] += is_same(one.rule, one.right)
                counts[writer, case, "chosen"] += is_same(choice.likeliest(one.values, one.figures, weights), one.right)
                counts[writer, case, "among the candidates"] += any(is_same(value, one.right) for value in one.values)
    for writer, case in dict.fromkeys((writer, case) for writer, case, _ in counts):
        figures = (
            f"{name} {counts[writer, case, name]}" for name in ("turns", "rules", "chosen", "among the candidates")
        )
        print(writer, case, *figures)


def is_same(one: str, other: str) -> bool:
    """Whether two values say the same, in whatever digits, without 的 and punctuation."""
    return _LOOSE.sub("", in_digits(one)) == _LOOSE.sub("", in_digits(other))


if __name__ == "__main__":
    sys.exit(main())
