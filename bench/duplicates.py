"""Measure how well duplicate reports are told from other pairs: `python -m bench.duplicates`, with --dev on the tuning pairs.

Pairs of letters of EVAL/complaints/hot.csv, by their ids, with the verdicts of two readers, stand in duplicate_pairs.csv:
"same" is the same trouble at the same place. Only pairs on which both readers agree whether they are the same count; how
many do is printed. The tuning pairs (--dev) had one reader, who made the rule and read only the beginning of most letters.
Results on them say little, since the compared figures and the thresholds were chosen on them; the weights were not:
`bench.duplicate_weights` fits them to reports written for it. The baselines are place words with time, and TF-IDF over the
letters. --words rewrites the table of common pairs of characters from the sentences that the bot is trained on.
"""

from __future__ import annotations

import csv
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bench.results import EVAL, PROJECT, result, rows
from portal.cases.duplicates import comparing
from portal.cases.duplicates.comparing import ComparedReport
from portal.cases.reading.staff_words.reply_check import pairs

FILE = EVAL / "complaints" / "hot.csv"
PAIRS = {False: "duplicate_pairs.csv", True: "duplicate_dev_pairs.csv"}  # whether --dev is given → the file
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.80  # wanted at LIKELY
RECALLS = (0.5, 0.6, 0.7, 0.8, 0.9)  # at which the best precision is printed
RESAMPLED = 1_000  # times, for the intervals
NEAR_DAYS = 180  # of the rule "place and time alone"
FEWEST_SENTENCES = 12  # a pair of characters is common if at least so many training sentences have it
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:小区|花园|新城|国际|广场|公寓|大道|社区|街道|学校|小学|中学|大学|医院|公园|幼儿园|大厦|家园|路|街|镇|乡|村|苑|府|湾|城)|\d+号线"
)


@dataclass(frozen=True)
class Letter:
    """A letter: what it tells (as `comparing` takes it), its title and text as one, when it was written."""

    told: ComparedReport
    words: str
    at: datetime


@dataclass(frozen=True)
class Pair:
    """Two letters, and whether they are of the same trouble at the same place."""

    one: Letter
    other: Letter
    same: bool


Score = Callable[[Pair], float]


def main() -> int:
    """Print the figures; returns 1 if precision or recall at LIKELY falls short, 0 if the files are absent.

    With --words only rewrite the table.
    """
    if "--words" in sys.argv:
        return write_common_pairs()
    dev = "--dev" in sys.argv
    if not FILE.is_file() or not (PROJECT / "bench" / PAIRS[dev]).is_file():
        print(f"No {FILE.name} under {EVAL}, or no {PAIRS[dev]}: nothing measured (set EVAL=).")
        return 0
    letters = read_letters()
    found = read_pairs(letters, PAIRS[dev])
    print(f"{len(found)} pairs, {sum(one.same for one in found)} the same")
    scores: dict[str, Score] = {
        "likeness": lambda pair: comparing.likeness(pair.one.told, pair.other.told),
        "tfidf": tfidf(list(letters.values())),
        "place_and_time": place_and_time,
    }
    for name, score in scores.items():
        print_precisions(name, [(score(pair), pair.same) for pair in found])
    return 0 if print_at_threshold([(scores["likeness"](pair), pair.same) for pair in found]) else 1


def read_letters() -> dict[str, Letter]:
    """Letter id → the letter, of the letters of hot.csv."""
    found = {}
    for row in rows(FILE):
        title, text = re.sub(r"\s+", "", row["title"]), re.sub(r"\s+", "", row["text"])
        at = datetime.strptime(row["time"].replace("/", "-"), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (one zone)
        found[row["id"]] = Letter(ComparedReport(title, f"{title}。{text}", at=at), f"{title}。{text}", at)
    return found


def read_pairs(letters: dict[str, Letter], name: str) -> list[Pair]:
    """The pairs of bench/<name> on which both readers agree, or that had one reader; says how many."""
    lines = rows(PROJECT / "bench" / name)
    once = sum(not row["second"] for row in lines)
    agreed = [row for row in lines if not row["second"] or (row["first"] == "same") == (row["second"] == "same")]
    print(f"one reader: {once} pairs; both readers agree on {len(agreed) - once} of {len(lines) - once}")
    return [Pair(letters[row["a"]], letters[row["b"]], row["first"] == "same") for row in agreed]


def tfidf(letters: Sequence[Letter]) -> Score:
    """The score by the cosine of the whole letters' pairs of characters, weighted by how few of all letters have them."""
    having = Counter(pair for one in letters for pair in pairs(one.words))

    def weighted(words: str) -> dict[str, float]:
        return {pair: math.log((len(letters) + 1) / (having[pair] + 1)) + 1 for pair in pairs(words)}

    def score(pair: Pair) -> float:
        one, other = weighted(pair.one.words), weighted(pair.other.words)
        shared = sum(weight * other[gram] for gram, weight in one.items() if gram in other)
        return shared / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))

    return score


def place_and_time(pair: Pair) -> float:
    """How many place words both share, if they lie within NEAR_DAYS; the nearer in time, the more."""
    days = abs((pair.one.at - pair.other.at).total_seconds()) / 86_400
    shared = len(set(_PLACE.findall(pair.one.words)) & set(_PLACE.findall(pair.other.words)))
    return shared + 1 / (1 + days) if days <= NEAR_DAYS else 0.0


Scored = list[tuple[float, bool]]
"""(score, whether the two letters are the same) of each pair."""


def print_precisions(name: str, scored: Scored) -> None:
    """Print the best precision at a recall of at least LEAST_RECALL, and the average precision, each with its interval; and the best precision at each of RECALLS."""
    dice = random.Random(20261128)
    drawn = [dice.choices(scored, k=len(scored)) for _ in range(RESAMPLED)]
    for what, figure in (("precision_at_recall", precision_at_recall), ("average_precision", average_precision)):
        value, low, high = figure(scored), *interval([figure(one) for one in drawn])
        print(f"{name}: {what} {value:.3f} (95 % {low:.3f} to {high:.3f})")
        result(f"duplicates.{name}.{what}", value)
    curve = ", ".join(f"{precision_at_recall(scored, recall):.3f} at {recall}" for recall in RECALLS)
    print(f"{name}: precision at recall: {curve}")


def precision_at_recall(scored: Scored, recall: float = LEAST_RECALL) -> float:
    """The best precision at a recall of at least `recall`."""
    same = sum(one for _, one in scored)
    hits, best = 0, 0.0
    for number, (_score, is_same) in enumerate(sorted(scored, reverse=True), start=1):
        hits += is_same
        if hits >= recall * same:
            best = max(best, hits / number)
    return best


def average_precision(scored: Scored) -> float:
    """The mean of the precisions at each pair that is the same, from the likeliest down."""
    hits, total = 0, 0.0
    for number, (_score, is_same) in enumerate(sorted(scored, reverse=True), start=1):
        hits += is_same
        total += hits / number if is_same else 0.0
    return total / max(1, hits)


def interval(values: list[float]) -> tuple[float, float]:
    """The least and the greatest of the middle 95 % of values."""
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered)) - 1]


def print_at_threshold(scored: Scored) -> bool:
    """Print precision and recall of what LIKELY takes as duplicates; whether both suffice."""
    taken = [same for score, same in scored if score >= comparing.LIKELY]
    precision, recall = sum(taken) / max(1, len(taken)), sum(taken) / max(1, sum(same for _, same in scored))
    print(f"at LIKELY: precision {precision:.3f}, recall {recall:.3f}; wanted {LEAST_PRECISION}, {LEAST_RECALL}")
    result("duplicates.precision", precision)
    result("duplicates.recall", recall)
    return precision >= LEAST_PRECISION and recall >= LEAST_RECALL


def write_common_pairs() -> int:
    """Write comparing.COMMON from the sentences under data/nlu."""
    sentences = list(_sentences())
    having = Counter(pair for one in sentences for pair in pairs(one))
    common = sorted((pair, often) for pair, often in having.items() if often >= FEWEST_SENTENCES)
    comparing.COMMON.parent.mkdir(exist_ok=True)
    with comparing.COMMON.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("pair", "sentences"), ("", len(sentences)), *common])
    print(f"{len(common)} pairs of {len(sentences)} sentences")
    return 0


def _sentences() -> set[str]:
    """The training sentences under data/nlu with eight Chinese characters or more, without their marks."""
    files = [path for path in (PROJECT / "data" / "nlu").rglob("*") if path.suffix in (".yml", ".csv")]
    lines = (line for path in sorted(files) for line in path.read_text(encoding="utf-8").splitlines())
    plain = (re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line) for line in lines)
    return {one for one in plain if sum("\u4e00" <= sign <= "\u9fff" for sign in one) >= 8}


if __name__ == "__main__":
    sys.exit(main())
