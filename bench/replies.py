"""Measure how well `cases.reading.staff_words.reply_check` tells a letter's own reply from another's: `python -m bench.replies`.

Reads EVAL/complaints/replies.csv (real letters and their replies; only measured on). Each letter's own reply is compared
with one drawn by lot, and with the reply to the letter most like it (by pairs of characters, the rare ones counting
more). Every other reply is taken as if it were sent on the day when the real one was. The rule was made looking at the
letters with odd ids; the figures are of those with even ids
(with --odd: of the others). `content`: without the dates that replies are signed with.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bench.results import EVAL, result
from portal.cases.reading.staff_words import reply_check
from portal.cases.reading.staff_words.reply_check import AnsweredMatter, Fault

FILE = EVAL / "complaints" / "replies.csv"
LEAST_SHUFFLED, LEAST_SIMILAR = 0.98, 0.92  # what the areas under the curve must reach
RESAMPLED = 300  # times, for the intervals


@dataclass(frozen=True)
class Letter:
    """One letter with its own reply, and the day on which that was written."""

    matter: AnsweredMatter
    reply: str
    written: date


def main() -> int:
    """Print the figures; 1 if an area is less than wanted, 0 if the file is absent."""
    if not FILE.is_file():
        print(f"No {FILE.name} under {EVAL}: nothing measured (set EVAL=).")
        return 0
    odd = "--odd" in sys.argv
    letters = read(odd=odd)
    print(f"{len(letters)} letters with {'odd' if odd else 'even'} ids")
    others = {"shuffled": shuffled(len(letters)), "similar": most_similar(letters)}
    real, wanted = [_score(one, one.reply) for one in letters], (LEAST_SHUFFLED, LEAST_SIMILAR)
    fell_short = False
    for (name, taken), least in zip(others.items(), wanted, strict=True):
        wrong = [_score(one, letters[at].reply) for one, at in zip(letters, taken, strict=True)]
        area, low, high = auc(real, wrong), *interval(real, wrong)
        print(f"real against {name}: {area:.4f} (95 % {low:.4f} to {high:.4f}), at least {least}")
        result(f"auc_{name}", area)
        content = auc([_content(one, one.reply) for one in letters], [
            _content(one, letters[at].reply) for one, at in zip(letters, taken, strict=True)
        ])  # fmt: skip
        result(f"auc_{name}_content", content)
        stopped = sum(map(_stops, letters, (letters[at].reply for at in taken))) / len(letters)
        result(f"stopped_{name}", stopped)
        fell_short = fell_short or area < least
    result("stopped_real", sum(map(_stops, letters, (one.reply for one in letters))) / len(letters))
    result("empty_real", sum(reply_check.says_nothing(one.reply) for one in letters) / len(letters))
    return 1 if fell_short else 0


def read(*, odd: bool) -> list[Letter]:
    """The letters with odd or even ids."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["id"]) % 2 == odd]
    return [
        Letter(
            AnsweredMatter(f"{row['title']}。{row['text']}", _day(row["time"])), row["reply"], _day(row["reply_time"])
        )
        for row in rows
    ]


def _day(text: str) -> date:
    return datetime.strptime(text.split(maxsplit=1)[0], "%Y/%m/%d").date()  # noqa: DTZ007 (a day has no zone)


def _score(letter: Letter, reply: str) -> float:
    """How well a reply fits a letter."""
    return reply_check.relevance(letter.matter, reply, letter.written)


def _content(letter: Letter, reply: str) -> float:
    """The same without what the dates add."""
    dated = reply_check.DATE_WEIGHT * reply_check.date_score(letter.matter, reply, letter.written)
    return _score(letter, reply) - dated


def _stops(letter: Letter, reply: str) -> bool:
    """Whether the reply is stopped: it seems to answer another letter, or names another place or day."""
    found = reply_check.faults(letter.matter, reply, letter.written, of_work=False)
    return bool({Fault.ANOTHER, Fault.PLACE, Fault.DATE} & set(found))


def shuffled(count: int) -> list[int]:
    """For each letter another's number, by lot."""
    lot = list(range(count))
    random.Random(20261128).shuffle(lot)
    after = {lot[at]: lot[(at + 1) % count] for at in range(count)}
    return [after[at] for at in range(count)]


def most_similar(letters: Sequence[Letter]) -> list[int]:
    """For each letter the number of the other that is most like it: cosine of pairs, by TF-IDF of the letters."""
    pairs = [Counter(reply_check.pairs(one.matter.words)) for one in letters]
    found_in = Counter(pair for one in pairs for pair in one)
    weighted = [{pair: math.log(len(letters) / found_in[pair]) + 1.0 for pair in one} for one in pairs]
    length = [math.sqrt(sum(weight * weight for weight in one.values())) or 1.0 for one in weighted]
    holds: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(weighted):
        for pair in one:
            holds[pair].append(at)
    return [_nearest(at, weighted, length, holds) for at in range(len(letters))]


def _nearest(
    at: int, weighted: Sequence[dict[str, float]], length: Sequence[float], holds: dict[str, list[int]]
) -> int:
    like: dict[int, float] = defaultdict(float)
    for pair, weight in weighted[at].items():
        for other in holds[pair]:
            like[other] += weight * weight / length[other]
    return max((other for other in like if other != at), key=lambda other: like[other])


def auc(real: Sequence[float], wrong: Sequence[float]) -> float:
    """The area under the ROC curve: how often a real one scores higher, ties by half."""
    ordered = sorted(wrong)
    above = sum(bisect_left(ordered, one) + bisect_right(ordered, one) for one in real)
    return above / (2 * len(real) * len(wrong))


def interval(real: Sequence[float], wrong: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of `auc`, letters drawn with their two scores."""
    lot, pairs = random.Random(20261128), list(zip(real, wrong, strict=True))
    areas = []
    for _ in range(RESAMPLED):
        drawn = lot.choices(pairs, k=len(pairs))
        areas.append(auc([one for one, _ in drawn], [other for _, other in drawn]))
    areas.sort()
    return areas[int(RESAMPLED * 0.025)], areas[int(RESAMPLED * 0.975)]


if __name__ == "__main__":
    sys.exit(main())
