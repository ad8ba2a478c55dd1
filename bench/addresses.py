"""Measure address splitting, by the shipped grammar and by a trained tagger: `python -m bench.addresses [shipped]`.

Strict spans on `address/dev.conll` (EVAL): the ten types of divisions, roads and numbers together, all types together, then each type. The
tagger is trained on `address/train.conll` in a temporary folder, which takes long; `shipped` leaves it out. It is
measured with only the parts that it is sure of, and with all parts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.results import EVAL, leave_tidily, result
from bot.reading.address.grammar import TAGS, Part, split_address
from bot.reading.address.tags import SpanCounts, Tagged, read_tags

TEN = ("prov", "city", "district", "town", "road", "roadno", "houseno", "cellno", "floorno", "roomno")


def measure(name: str, addresses: Sequence[Tagged], split: Callable[[str], list[Part]]) -> None:
    """Print the figures of one way to split the addresses."""
    began = time.perf_counter()
    answers = [split(address) for address, _ in addresses]
    spent = time.perf_counter() - began
    counts = SpanCounts((parts for _, parts in addresses), answers)
    for group, tags in (("ten", TEN), ("all", tuple(sorted({*TAGS, *counts.in_gold})))):
        for figure, value in zip(("precision", "recall", "f1"), counts.of(tags), strict=True):
            result(f"addresses.{name}.{group}.{figure}", value)
    result(f"addresses.{name}.milliseconds_each", 1000 * spent / max(1, len(addresses)))
    print(f"{'':12}{'spans':>7}{'told':>7}{'P':>7}{'R':>7}{'F1':>7}")
    for tag in TAGS:
        precision, recall, f1 = counts.of((tag,))
        print(f"{tag:12}{counts.in_gold[tag]:7}{counts.in_answer[tag]:7}{precision:7.3f}{recall:7.3f}{f1:7.3f}")


def trained(addresses: Sequence[Tagged]) -> None:
    """Train a tagger, and print its figures: with the parts that it is sure of, then with every part."""
    from bot.reading.address.tagger import AddressTagger, train  # noqa: PLC0415 (slow to import, and not always needed)

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "addresses.model")
        train(read_tags(EVAL / "address" / "train.conll"), file, say=print)
        result("addresses.trained.training_seconds", time.perf_counter() - began)
        tagger = AddressTagger.load(file)
        measure("trained", addresses, tagger.split)
        measure("trained_every_part", addresses, lambda address: tagger.split(address, least_sure=0.0))


def main(wanted: list[str]) -> int:
    leave_tidily()
    if not (EVAL / "address").is_dir():
        print(f"nothing to measure on: {EVAL}/address is absent (set EVAL)")
        return 1
    addresses = read_tags(EVAL / "address" / "dev.conll")
    measure("shipped", addresses, split_address)
    if "shipped" not in wanted:
        trained(addresses)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
