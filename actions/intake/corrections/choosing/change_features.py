"""What of the known value gives way by a candidate, and what stays around. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.intake.corrections.choosing.candidates import Candidate
from actions.intake.corrections.choosing.likeness import core, likeness, sort_of_core
from actions.intake.corrections.choosing.said import DIGIT, Said, sorts_of
from actions.intake.corrections.likeness.overlay import HEAD, ROAD
from actions.interpreting.places import is_coarse, may_be_a_place, names_an_estate

_IT_IS_AT = re.compile("(?<![写记打听看报说弄搞站住走停坐])(?<![写记打听看报说弄搞]的)[在是]$")


def change_features(one: Candidate, said: Said) -> Iterator[str]:
    """The names of what is so of the change that a candidate makes."""
    old, new = said.known[one.begin : one.end], one.new
    shape, like = _shape(one, said.known), likeness(old, new, said.slot)
    yield from (shape, f"like: {like}", f"{shape}; like: {like}", f"core: {sort_of_core(*core(old, new))}")
    if old and old[-1] == new[-1]:
        yield "same last"
    if old and old[0] == new[0]:
        yield "same first"
    pieces = (span for span in said.known_pieces if span[0] < one.begin < span[1] or span[0] < one.end < span[1])
    if any(True for _ in pieces):
        yield f"cuts a piece of the known; like: {like}"
    if any(_is_inside_a_number(said.known, at) for at in (one.begin, one.end)):
        yield "splits a number of the known"
    yield from _of_what_is_repeated(one, said, like)
    yield from _of_what_stays(one, said)
    if said.slot == "place":
        yield from _of_a_place(old, new, shape)
        yield from _of_a_place_around(old, new, said.known[: one.begin], said.known[one.end :])


def _shape(one: Candidate, known: str) -> str:
    """Where in the known value the new words stand, and whether anything gives way to them."""
    begins, ends = one.begin == 0, one.end == len(known)
    where = "whole" if one.end - one.begin == len(known) else "front" if begins else "end" if ends else "middle"
    return f"{where} {'put in' if one.begin == one.end else 'replaced'}"


def _of_what_is_repeated(one: Candidate, said: Said, like: str) -> Iterator[str]:
    """Whether what the message denies gives way, and what it says again stays."""
    gone = any(one.begin < end and begin < one.end for begin, end in said.denied_in_known)
    kept = any(end <= one.begin or begin >= one.end for begin, end in said.denied_in_known)
    if gone:
        yield "replaces what is denied"
        yield f"replaces what is denied; like: {like}"
    if kept:
        yield "keeps some of what is denied" if gone else "keeps what is denied"
    inside = (said.known[a:b] for a, b in said.said_in_known if a >= one.begin and b <= one.end)
    if any(part not in one.new for part in inside):
        yield "drops what is said"
    later = [(at, old) for at, old in said.said_at if at >= one.stop and one.begin <= old < one.end]
    if later:
        yield "drops what is said later"
    if any(_IT_IS_AT.search(said.text[:at]) for at, _ in later):
        yield "drops what is said later to be it"


def _of_what_stays(one: Candidate, said: Said) -> Iterator[str]:
    """Whether the message has what stays around the new words, too, and whether that is of their sort."""
    before, after = said.known[: one.begin], said.known[one.end :]
    if before and before in said.text[: one.start]:
        yield "what it stands behind is said"
    if before and said.text[: one.start].endswith(before[-2:]):
        yield "stands right behind what it follows"
    if after and said.text[one.stop :].startswith(after[:2]):
        yield "stands right before what follows"
    sorts = sorts_of(said.slot, one.new)
    if sorts_of(said.slot, after) & sorts:
        yield "its sort follows, too"
    if sorts_of(said.slot, before) & sorts:
        yield "its sort stands before, too"


def _of_a_place(old: str, new: str, shape: str) -> Iterator[str]:
    if _is_area(old):
        yield "area for area" if _is_area(new) else "drops the area"
    if ROAD.search(old) and not ROAD.search(new):
        yield "drops the road"
    if may_be_a_place(new):
        yield "may be a place"
    if is_coarse(new):
        yield f"coarse; {shape}"


def _of_a_place_around(old: str, new: str, before: str, after: str) -> Iterator[str]:
    if _is_area(new) and before:
        yield "area behind something"
    if _is_area(old) and after:
        yield "keeps what was in another area"
    numbers = [re.search(r"\d", words) is not None for words in (old, new, after)]
    if all(numbers):
        yield "keeps a number behind another"
    if numbers[1] and not numbers[0]:
        yield "number for none"
    if numbers[0] and not DIGIT.search(new):
        yield "none for a number"


def _is_area(words: str) -> bool:
    return HEAD.match(words) is not None or names_an_estate(words)


def _is_inside_a_number(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(DIGIT.match(text[at - 1]) and DIGIT.match(text[at]))
