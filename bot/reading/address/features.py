"""Make the features of an address that the tagger reads, token by token: characters, words, divisions, names, the tags of the grammar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import jieba
from jieba import posseg

from bot.reading.address.grammar import Part, fold_width, split_address
from bot.reading.address.lexicon import divisions, endings
from bot.reading.address.tags import Tagged, tokens_of

_HAN_NUMBERS = frozenset("一二三四五六七八九十百零")
_TAGS_AROUND = frozenset(  # tags whose occurrence earlier or later in the address is a feature
    ("prov", "city", "district", "town", "community", "road", "subRoad", "roadno", "poi", "subpoi", "houseno", "cellno")
)
Rows = list[list[str]]
"""The features of each token: `kind:value`, or `twice+` and `twice-`, which have no value."""


@dataclass(frozen=True)
class NameTags:
    """Names in tagged addresses (of two characters or more, beginning with no digit) → their usual tag, with ! after it (`prov!`) if the name had no other and occurred more than once."""

    tags: dict[str, str]

    @classmethod
    def from_addresses(cls, addresses: Iterable[Tagged]) -> NameTags:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for _, parts in addresses:
            for part in parts:
                if len(part.text) > 1 and not part.text[0].isdigit():
                    counts[part.text][part.tag] += 1
        return cls({name: _usual_tag(tags) for name, tags in counts.items()})


def _usual_tag(tags: Counter[str]) -> str:
    """The commonest tag; with ! if it was the only one, and more than once."""
    tag, times = tags.most_common(1)[0]
    return f"{tag}!" if 1 < times == sum(tags.values()) else tag


def _mark_names(text: str, known: Callable[[str], str | None], longest: int) -> list[str]:
    """For each character the position (B, I, E) in a known name that covers it, and its mark; "" outside names.

    Longer names are marked first, and none that overlaps one marked before.
    """
    marks = [""] * len(text)
    for size in range(longest, 1, -1):
        for start in range(len(text) - size + 1):
            mark = None if any(marks[start : start + size]) else known(text[start : start + size])
            if mark:
                marks[start : start + size] = [f"B{mark}", *[f"I{mark}"] * (size - 2), f"E{mark}"]
    return marks


def _levels_of(name: str) -> str | None:
    """The tags of the divisions that a name can be, joined by +; None if it is none."""
    return "+".join(sorted(one.tag for one in divisions().get(name, ()))) or None


def _shape_of(token: str) -> str:
    """The shape of a token: 0 and its length (at most 5) for a number, a for a Latin letter, 一 for a Chinese numeral; another ASCII sign is
    its own, and every other character 字."""
    if token[0].isdigit():
        return f"0{min(len(token), 5)}"
    if token.isascii():
        return "a" if token.isalpha() else token
    return "一" if token in _HAN_NUMBERS else "字"


def _character_features(tokens: Sequence[str]) -> Rows:
    """Features: the tokens (a number's shape) from 3 before to 3 after (`-3` to `3`), pairs and triples of them (`-32`, `-23` …), the
    outline from the token on (q, r) and up to it (p), shapes (t, T), and whether the pair with a neighbour occurs twice (twice±)."""
    shapes = [_shape_of(token) for token in tokens]
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


def _word_features(text: str, spans: Sequence[tuple[int, int]]) -> Rows:
    """Features: the place in jieba's word (w), that word and its neighbours (ww, w-, w+), their parts of speech (ws…), the length (wz)."""
    words = [str(word) for word in jieba.cut(text)]
    number = [at for at, word in enumerate(words) for _ in word]
    place = [str(min(at, 3)) + ("E" if at == len(word) - 1 else "") for word in words for at in range(len(word))]
    padded = ["^", *words, "$"]
    sorts = ["^", *(_part_of_speech(word) for word in words), "$"]
    rows: Rows = []
    for start, _ in spans:
        at = number[start]
        word = f"{place[start]}{padded[at + 1]}"
        before, sort, after = sorts[at], f"{'B' if place[start][0] == '0' else 'I'}{sorts[at + 1]}", sorts[at + 2]
        row = [f"w:{place[start]}", f"ww:{word}", f"w-:{padded[at]}|{word}", f"w+:{word}|{padded[at + 2]}"]
        row += [f"ws:{sort}", f"ws-:{before}>{sort}", f"ws+:{sort}>{after}", f"ws3:{before}>{sort}>{after}"]
        rows.append([*row, f"wz:{sort}{len(words[at])}"])
    return rows


def _part_of_speech(word: str) -> str:
    """jieba's part of speech; for a Chinese word that it does not know ? and its length (at most 3), for any other x."""
    known = posseg.dt.word_tag_tab.get(word)
    return str(known or (f"?{min(len(word), 3)}" if word >= "\u3400" else "x"))


def _stretch_features(tokens: Sequence[str]) -> Rows:
    """Features: what follows the stretch of Chinese characters that a token is in (sa, sa1) and goes before it (sb), its length and the
    place in it (sl, sr), its end (se), how many numbers are before and after (n-, n+)."""
    outline = ["0" if token[0].isdigit() else "a" if _shape_of(token) == "a" else token for token in tokens]
    han = [_shape_of(token) in ("字", "一") for token in tokens]
    digits = [token[0].isdigit() for token in tokens]
    rows: Rows = []
    for at in range(len(tokens)):
        first = last = at
        while han[at] and first > 0 and han[first - 1]:
            first -= 1
        while han[at] and last + 1 < len(tokens) and han[last + 1]:
            last += 1
        after = "".join(outline[last + 1 : last + 4]) or "$"
        row = [
            f"sa:{after}",
            f"sa1:{after[0]}{outline[at]}",
            f"sb:{''.join(outline[max(0, first - 2) : first]) or '^'}",
        ]
        row += [f"sl:{min(last - first + 1, 12)} {min(at - first, 6)}", f"sr:{min(last - at, 8)} {after[:2]}"]
        row += [f"se:{''.join(tokens[max(first, last - 1) : last + 1])} {min(last - at, 6)}"]
        rows.append([*row, f"n-:{sum(digits[:at])}", f"n+:{min(sum(digits[at + 1 :]), 4)}"])
    return rows


def _name_features(text: str, spans: Sequence[tuple[int, int]], names: NameTags) -> Rows:
    """Features: divisions (g), known names (k), both (kg), repeats of a division (d), the known names beside (k-, k+), the typical
    ending of a tag here (en) and the next one after (ne)."""
    levels, seen, telling = _mark_names(text, _levels_of, 12), _mark_names(text, names.tags.get, 14), endings()
    again = _mark_repeats(text)
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


def _mark_repeats(text: str) -> list[str]:
    """For each character of a division: whether the division also occurs before or after, and in which block
    (each province named begins one)."""
    known = divisions()
    found = [
        (start, at + 1, known[text[start : at + 1]][0]) for start, at in _marked_runs(_mark_names(text, _levels_of, 12))
    ]
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


def _marked_runs(marks: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Positions of the first and last character of each marked name."""
    start = 0
    for at, mark in enumerate(marks):
        if mark.startswith("B"):
            start = at
        elif mark.startswith("E"):
            yield start, at


def _grammar_features(text: str, spans: Sequence[tuple[int, int]], parts: Sequence[Part]) -> Rows:
    """Features: the grammar's tags of each token and around it, numbered in the order below (a0, a1 …)."""
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
        earlier, later = ({tag for tag in some if tag in _TAGS_AROUND} for some in (tags[2 : at + 2], tags[at + 3 :]))
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
        rows.append([f"a{kind}:{value}" for kind, value in enumerate(row)])
    return rows


def _join_features(*blocks: Rows) -> Rows:
    """The features of several kinds together, token by token."""
    return [[feature for row in rows for feature in row] for rows in zip(*blocks, strict=True)]


def normalised_tokens(address: str) -> list[str]:
    """The tokens of an address in half-width characters: each character is one, but a whole number is one."""
    text = fold_width(address)
    return [text[start:end] for start, end in tokens_of(text)]


def features(address: str, names: NameTags) -> Rows:
    """All features of an address's tokens."""
    text, read = fold_width(address), normalised_tokens(address)
    spans = tokens_of(text)
    grammar = _grammar_features(text, spans, split_address(address))
    return _join_features(
        _character_features(read),
        _stretch_features(read),
        _word_features(text, spans),
        _name_features(text, spans, names),
        grammar,
    )
