"""Train an address tagger on an operator's tagged addresses: `python -m bot.train_addresses --tags FILE --out FILE`.

`--test FILE` prints precision, recall and F1 of the shipped grammar and of the new tagger on other tagged addresses.
Exit 2: a file, or the language model that training starts from, is unusable; nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.reading.address.grammar import split_address
from bot.reading.address.language_model import ModelMissing
from bot.reading.address.tagger import AddressTagger, train
from bot.reading.address.tags import SpanCounts, Tagged, TagsError, read_tags

UNUSABLE = 2
"""The exit code if a file or the language model is unusable."""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _compare(tagger: AddressTagger, test: list[Tagged]) -> None:
    """Print the figures of the grammar and of the tagger on the tagged addresses."""
    right = [parts for _, parts in test]
    tags = sorted({part.tag for parts in right for part in parts})
    for name, split in (("自带的规则 (shipped)", split_address), ("新训练的 (trained)", tagger.split)):
        precision, recall, f1 = SpanCounts(right, [split(address) for address, _ in test]).of(tags)
        _say(f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bot.train_addresses", description="用自己标注的地址训练地址切分")
    parser.add_argument("--tags", type=Path, required=True, help="标注文件，一行一个字和标签，空行隔开地址")
    parser.add_argument("--out", type=Path, required=True, help="模型写到哪里")
    parser.add_argument("--test", type=Path, help="另一份标注，训练后用来量")
    asked = parser.parse_args(arguments)
    try:
        addresses = read_tags(asked.tags)
        test = read_tags(asked.test) if asked.test else []
    except (OSError, UnicodeDecodeError, TagsError) as problem:
        sys.stderr.write(f"标注文件用不了：{problem}\n")
        return UNUSABLE
    _say(f"{len(addresses)} 条地址，开始训练 (training)…")
    try:
        train(addresses, asked.out, say=_say)
    except ModelMissing as problem:
        sys.stderr.write(f"{problem}\n")
        return UNUSABLE
    _say(f"→ {asked.out}")
    if test:
        _compare(AddressTagger.load(asked.out), test)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
