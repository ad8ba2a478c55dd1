"""Find the names in a correction that may stand for one in the known place: read ones, other sides, other characters. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from actions.case_draft import CaseDraft
from actions.intake.corrections.likeness.alike import other_sides
from actions.intake.corrections.likeness.pieces import Piece
from actions.interpreting.places import is_coarse


def names_in(draft: CaseDraft, found: Sequence[Piece], known: str) -> list[Piece]:
    """The names of places that were read, and of bodies that share two characters in a row with the known place, without the
    pieces `found` in them, which have a shape of their own; none that is coarse, or no name (三天)."""
    names = []
    bodies = [one for one in draft["bodies"] if any(a + b in known for a, b in pairwise(one["text"]))]
    for span in (*draft["places"], *bodies):
        start, text = span["start"], span["text"]
        for piece in sorted(found, key=lambda one: one.start):
            if start <= piece.start < span["end"]:
                names.append(
                    Piece(text[start - span["start"] : piece.start - span["start"]], start, piece.start, "name")
                )
                start = piece.end
        if start < span["end"]:
            names.append(Piece(text[start - span["start"] :], start, span["end"], "name"))
    return [one for one in names if len(one.text) > 1 and not (is_coarse(one.text) or _NO_NAME.search(one.text))]


def with_other_side(text: str, known: str) -> list[Piece]:
    """Where the text names the other side of what the known place names (河西 and 河东, 出口 and 入口), with where that stands there."""
    sides = [(at, other) for at, char in enumerate(known) for other in other_sides().get(char, ())]
    pairs = [(other + known[at + 1], at, at + 2) for at, other in sides if at + 1 < len(known)]
    pairs += [(known[at - 1] + other, at - 1, at + 1) for at, other in sides if at > 0]
    return [
        Piece(pair, one.start(), one.end(), "other side", (start, end))
        for pair, start, end in pairs
        if pair not in known
        for one in re.finditer(re.escape(pair), text)
    ]


_NO_NAME = re.compile(r"^[一二三四五六七八九十两几\d]+[日天块盏只个年月]|全部|^名字|[不弗勿]是")
_SIZES = (4, 3, 2)
_IN_WORDS = re.compile("[\u4e00-\u9fff]+")
_NO_PART_OF_A_NAME = re.compile("[一们成错的了是在不我他她你都写说讲也就那这个→改]")
_BOUND_BEFORE = re.compile("(?:^|[，,。！!？?；; 是在叫讲说写成到用为改都→话]|[写叫]的)(?:我们?)?$")
_BOUND_AFTER = re.compile("[，,。！!？?；; 的那这啦呀哦咧啊下个移门了]|$")


def with_other_character(text: str, known: str) -> list[Piece]:
    """Names in the text that differ in one character from one in the known place (恒泰 and 恒达, 养鸭场 and 养猪场), with where that stands."""
    found: list[Piece] = []
    if known in text:
        return found
    for size in _SIZES:
        for start in range(len(text) - size + 1):
            word = text[start : start + size]
            if word in known or _NO_PART_OF_A_NAME.search(word) or not _IN_WORDS.fullmatch(word):
                continue
            if not (_BOUND_BEFORE.search(text[:start]) and _BOUND_AFTER.match(text[start + size :])):
                continue
            windows = ((at, known[at : at + size]) for at in range(len(known) - size + 1))
            at = next((at for at, old in windows if _differ_in_one(word, old) and _IN_WORDS.fullmatch(old)), None)
            if at is not None and not any(one.start <= start < one.end for one in found):
                found.append(Piece(word, start, start + size, "other name", (at, at + size)))
    return found


def _differ_in_one(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def repeated(text: str, known: str) -> list[Piece]:
    """The known place where the text repeats it whole."""
    return [Piece(known, one.start(), one.end(), "name") for one in re.finditer(re.escape(known), text) if known]
