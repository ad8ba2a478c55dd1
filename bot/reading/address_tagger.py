"""Addresses split by a tagger that an operator trained on tagged addresses of their own; nothing trained is shipped.

Two conditional random fields, one after the other. The first reads characters (a number is one token), words, divisions,
names it has seen, and what the grammar of `bot.reading.address` says of each; the second reads all that and the parts that
the first one told, so that it sees an address whole. Whatever a field learns from its own addresses (names, the parts told)
comes from fields that had not seen the address in question.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import jieba
import pycrfsuite  # type: ignore[import-untyped]

from bot.reading.address import Part, divisions, endings, plain, split_address
from bot.reading.address_tags import Tagged, parts_of, tags_of, tokens_of

FOLDS = 5
_FIRST: dict[str, float] = {"feature.minfreq": 2, "max_iterations": 10}
_SECOND: dict[str, float] = {"feature.minfreq": 2, "max_iterations": 80, "c1": 0.0, "c2": 2.0}
_HAN_NUMBERS = frozenset("一二三四五六七八九十百零")
_TOLD_BEFORE = frozenset(
    ("prov", "city", "district", "town", "community", "road", "subRoad", "roadno", "poi", "subpoi", "houseno", "cellno")
)
Rows = list[list[str]]
"""What a field may look at, token by token."""


@dataclass(frozen=True)
class Names:
    """Names in tagged addresses: name → its usual tag, with "!" when it had no other and stood more than once."""

    tags: dict[str, str]

    @classmethod
    def of(cls, addresses: Iterable[Tagged]) -> Names:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for _, parts in addresses:
            for part in parts:
                if len(part.text) > 1 and not part.text[0].isdigit():
                    counts[part.text][part.tag] += 1
        return cls({name: _usual(tags) for name, tags in counts.items()})


def _usual(tags: Counter[str]) -> str:
    tag, times = tags.most_common(1)[0]
    return f"{tag}!" if 1 < times == sum(tags.values()) else tag


def _marks(text: str, known: Callable[[str], str | None], longest: int) -> list[str]:
    """For each character the mark and place (B, I, E) of the longest known name that covers it, longer ones first; ""."""
    marks = [""] * len(text)
    for size in range(longest, 1, -1):
        for start in range(len(text) - size + 1):
            mark = None if any(marks[start : start + size]) else known(text[start : start + size])
            if mark:
                marks[start : start + size] = [f"B{mark}", *[f"I{mark}"] * (size - 2), f"E{mark}"]
    return marks


def _levels(name: str) -> str | None:
    return "+".join(sorted(one.tag for one in divisions().get(name, ()))) or None


def _shape(token: str) -> str:
    if token[0].isdigit():
        return f"0{min(len(token), 5)}"
    if token.isascii():
        return "a" if token.isalpha() else token
    return "一" if token in _HAN_NUMBERS else "字"


def _characters(tokens: Sequence[str]) -> Rows:
    """Characters, their pairs and threes, and the shape of numbers ahead and behind."""
    shapes = [_shape(token) for token in tokens]
    padded = ["^"] * 3 + [s if s[0] == "0" else t for s, t in zip(shapes, tokens, strict=True)] + ["$"] * 3
    outline = "".join(s[0] if s[0] in "0a一" else t for s, t in zip(shapes, tokens, strict=True))
    times = Counter(pairwise(tokens))
    rows: Rows = []
    for at, token in enumerate(tokens):
        row = [f"{k}:{padded[at + 3 + k]}" for k in range(-3, 4)]
        row += [f"{k}2:{''.join(padded[at + 3 + k : at + 5 + k])}" for k in range(-3, 3)]
        row += [f"{k}3:{''.join(padded[at + 3 + k : at + 6 + k])}" for k in range(-2, 1)]
        row += [f"q:{outline[at : at + 4]}", f"r:{outline[at : at + 6]}", f"p:{outline[max(0, at - 4) : at + 1]}"]
        row += [f"t:{shapes[at]}", f"T:{'|'.join(shapes[max(0, at - 1) : at + 2])}"]
        row += ["twice+"] if times[(token, (*tokens[at + 1 : at + 2], "")[0])] > 1 else []
        row += ["twice-"] if at and times[(tokens[at - 1], token)] > 1 else []
        rows.append(row)
    return rows


def _words(text: str, spans: Sequence[tuple[int, int]]) -> Rows:
    words = [str(word) for word in jieba.cut(text)]
    number = [at for at, word in enumerate(words) for _ in word]
    place = [str(min(at, 3)) + ("E" if at == len(word) - 1 else "") for word in words for at in range(len(word))]
    padded = ["^", *words, "$"]
    rows: Rows = []
    for start, _ in spans:
        at = number[start]
        word = f"{place[start]}{padded[at + 1]}"
        rows.append([f"w:{place[start]}", f"ww:{word}", f"w-:{padded[at]}|{word}", f"w+:{word}|{padded[at + 2]}"])
    return rows


def _lists(text: str, spans: Sequence[tuple[int, int]], names: Names) -> Rows:
    """Divisions, names seen, and telling endings."""
    levels, seen, telling = _marks(text, _levels, 12), _marks(text, names.tags.get, 14), endings()
    again = _repeated(text)
    rows: Rows = []
    for start, end in spans:
        row = [f"g:{levels[start]}", f"k:{seen[start]}", f"kg:{seen[start]}{levels[start]}", f"d:{again[start]}"]
        row += [f"k-:{seen[start - 1] if start else '^'}", f"k+:{(*seen[end : end + 1], '$')[0]}"]
        row.append(
            "en:"
            + next((text[end - s : end] for s in (5, 4, 3, 2, 1) if s <= end and text[end - s : end] in telling), "")
        )
        ahead = ((k, s) for k in range(1, 6) for s in (4, 3, 2) if k + end - s >= start and k + end <= len(text))
        row.append(
            "ne:"
            + next(
                (f"{k}{text[end + k - s : end + k]}" for k, s in ahead if text[end + k - s : end + k] in telling), ""
            )
        )
        rows.append(row)
    return rows


def _repeated(text: str) -> list[str]:
    """For each character of a division: whether it is named again, before or after, and in which block of divisions."""
    known = divisions()
    found = [(start, at + 1, known[text[start : at + 1]][0]) for start, at in _runs(_marks(text, _levels, 12))]
    stems = Counter(named.stem for _, _, named in found)
    blocks = sum(named.tag == "prov" for _, _, named in found)
    seen: Counter[str] = Counter()
    marks = [""] * len(text)
    block, before = 0, ""
    for start, end, named in found:
        block += named.tag == "prov"
        seen[named.stem] += 1
        order = "once" if stems[named.stem] == 1 else "first" if seen[named.stem] == 1 else "later"
        beside = "=" if before == named.stem else ""
        mark = f"{named.tag} {order}{beside} {min(block, 2)}/{min(blocks, 3)}{' 中国' * ('中国' in text)}{' short' * named.short}"
        marks[start:end] = [f"B{mark}", *[f"I{mark}"] * (end - start - 1)]
        before = named.stem
    return marks


def _runs(marks: Sequence[str]) -> Iterable[tuple[int, int]]:
    """First and last character of each marked name."""
    start = 0
    for at, mark in enumerate(marks):
        if mark.startswith("B"):
            start = at
        elif mark.startswith("E"):
            yield start, at


def _told(text: str, spans: Sequence[tuple[int, int]], parts: Sequence[Part], by: str) -> Rows:
    """What a reading of the address told of each token."""
    number = [at for at, part in enumerate(parts) for _ in range(part.start, part.end)]
    tags = ["^", "^", *(part.tag for part in parts), "$", "$"]
    rows: Rows = []
    for start, end in spans:
        at = number[start]
        part = parts[at]
        place, last = "B" if start == part.start else "I", "E" if end == part.end else ""
        mine, before, after = f"{place}{part.tag}", tags[at + 1], tags[at + 3]
        same = "<" * any(one.text == part.text for one in parts[:at]) + ">" * any(
            one.text == part.text for one in parts[at + 1 :]
        )
        earlier, later = ({tag for tag in some if tag in _TOLD_BEFORE} for some in (tags[2 : at + 2], tags[at + 3 :]))
        token = "0" if text[start].isdigit() else text[start:end]
        row = [
            mine,
            f"{mine}{last}",
            f"{mine} {token}",
            f"{before}>{mine}",
            f"{mine}{last}>{after}",
            f"{before}>{mine}>{after}",
        ]
        row += [
            f"{tags[at]}>{before}>{mine}",
            f"{mine}>{after}>{tags[at + 4]}",
            f"{mine} {min(part.end - part.start, 9)}",
        ]
        row += [f"{mine}…{part.text[-1]}", f"{mine}…{part.text[-2:]}", f"{mine} {'+'.join(sorted(earlier))}"]
        row += [f"{mine}{same} {'+'.join(sorted(later & {'prov', 'city', 'district', 'town'}))}"]
        row += [f"{mine} {before} {parts[at - 1].text[-1:] if at else '^'}"]
        rows.append([f"{by}{kind}:{value}" for kind, value in enumerate(row)])
    return rows


def _beside(*blocks: Rows) -> Rows:
    return [[feature for row in rows for feature in row] for rows in zip(*blocks, strict=True)]


def features(address: str, names: Names) -> Rows:
    """What the first field may look at."""
    text = plain(address)
    spans = tokens_of(text)
    tokens = [text[start:end] for start, end in spans]
    grammar = _told(text, spans, split_address(address), "a")
    return _beside(_characters(tokens), _words(text, spans), _lists(text, spans, names), grammar)


def second_features(address: str, rows: Rows, tags: Sequence[str]) -> Rows:
    """What the second field may look at: all that, and the tags that the first one told."""
    text = plain(address)
    return _beside(rows, _told(text, tokens_of(text), parts_of(text, tags), "b"))


def _field(params: dict[str, float], algorithm: str, rows: Sequence[Rows], tags: Sequence[list[str]]) -> bytes:
    """A trained field, as it is stored."""
    trainer = pycrfsuite.Trainer(algorithm=algorithm, params=params, verbose=False)
    for row, tag in zip(rows, tags, strict=True):
        trainer.append(row, tag)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "field")
        trainer.train(str(file))
        return file.read_bytes()


def _opened(field: bytes) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(field)
    return tagger


class AddressTagger:
    """What `train` wrote, to be used."""

    def __init__(self, names: Names, first: bytes, second: bytes) -> None:
        self._names = names
        self._stored = first, second  # the fields read from these bytes as long as they live
        self._first, self._second = _opened(first), _opened(second)

    @classmethod
    def load(cls, file: Path) -> AddressTagger:
        """Raises OSError, zipfile.BadZipFile or KeyError where the file is none of `train`'s."""
        with zipfile.ZipFile(file) as stored:
            names = Names(json.loads(stored.read("names.json")))
            return cls(names, stored.read("first"), stored.read("second"))

    def split(self, address: str) -> list[Part]:
        """Its parts in order; joined they give the address."""
        if not address:
            return []
        rows = features(address, self._names)
        return parts_of(address, self._second.tag(second_features(address, rows, self._first.tag(rows))))


def train(addresses: Sequence[Tagged], file: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Train on these addresses and write the tagger to `file`, which appears when it is whole."""
    order = random.Random(0).sample(range(len(addresses)), len(addresses))  # noqa: S311 (folds are no secret)
    folds = [fold for start in range(FOLDS) if (fold := order[start::FOLDS])]
    tags = [tags_of(address, parts) for address, parts in addresses]
    rows: list[Rows] = [[] for _ in addresses]
    for fold in folds:
        names = Names.of(addresses[at] for at in set(order) - set(fold))
        for at in fold:
            rows[at] = features(addresses[at][0], names)
    told: list[list[str]] = [[] for _ in addresses]
    for number, fold in enumerate(folds, start=1):
        others = sorted(set(order) - set(fold))
        field = _opened(stored := _field(_FIRST, "ap", [rows[at] for at in others], [tags[at] for at in others]))
        for at in fold:
            told[at] = field.tag(rows[at])
        del field, stored
        say(f"{number}/{len(folds) + 2}")
    first = _field(_FIRST, "ap", rows, tags)
    say(f"{len(folds) + 1}/{len(folds) + 2}")
    both = [second_features(address, row, tag) for (address, _), row, tag in zip(addresses, rows, told, strict=True)]
    second = _field(_SECOND, "lbfgs", both, tags)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as stored_file:
        stored_file.writestr("names.json", json.dumps(Names.of(addresses).tags, ensure_ascii=False))
        stored_file.writestr("first", first)
        stored_file.writestr("second", second)
    os.replace(beside, file)
