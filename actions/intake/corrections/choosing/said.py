"""A correction beside the known value that it may change: what was read in it, what it repeats, what it denies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.choosing.candidates import shared_runs
from actions.intake.corrections.likeness.names import with_other_character, with_other_side
from actions.intake.corrections.likeness.pieces import Piece, pieces_of
from actions.intake.corrections.likeness.ruled_out import is_ruled_out
from actions.intake.corrections.likeness.times import kinds_of_time

DIGIT = re.compile(r"[\d零〇一二两三四五六七八九十]")
_UNITS = re.compile("[号楼栋幢单元室层组弄村路门点天年月日]{0,3}")


@dataclass(frozen=True)
class Said:
    """A message that corrects, without its telephone numbers (`has_number`: it had one), and the known value of a slot (place or time).

    `rule`: what the rules make of that value.
    """

    slot: str
    text: str
    draft: CaseDraft
    known: str
    rule: str
    has_number: bool = False
    _denied: dict[tuple[int, int], bool] = field(default_factory=dict, compare=False)
    word_names: dict[tuple[int, int, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict, compare=False)
    """What `word_features` has found of the words from start to stop, as written; many candidates have the same."""

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The pieces of the message that may be of the slot: read places, and times or what has the shape of a piece of a place."""
        found = [(one["start"], one["end"]) for one in self.draft["places"]]
        if self.slot == "time":
            return found + [(one["start"], one["end"]) for one in self.draft["times"]]
        names = (*with_other_side(self.text, self.known), *with_other_character(self.text, self.known))
        return found + [(one.start, one.end) for one in (*pieces_of(self.text), *names)]

    @cached_property
    def read(self) -> dict[tuple[int, int], str]:
        """The spans that the bot read, each with what as; "other" before one that is only mentioned."""
        found: dict[tuple[int, int], str] = {}
        _note(found, "place", self.draft["places"])
        _note(found, "time", self.draft["times"])
        for body in self.draft["bodies"]:
            found.setdefault((body["start"], body["end"]), "body")
        return found

    @cached_property
    def pieces(self) -> dict[tuple[int, int], str]:
        """The spans that have the shape of a piece of a place, each with its kind."""
        return {(one.start, one.end): one.kind for one in pieces_of(self.text)}

    @cached_property
    def denied_in_known(self) -> list[tuple[int, int]]:
        """The parts of the known value that the message repeats and denies."""
        return [(old, old + size) for at, old, size in self._runs if self.is_denied(at, at + size)]

    @cached_property
    def said_in_known(self) -> list[tuple[int, int]]:
        """The parts of the known value that the message repeats without denying them."""
        return [(old, old + size) for at, old, size in self._runs if not self.is_denied(at, at + size)]

    @cached_property
    def said_at(self) -> list[tuple[int, int]]:
        """Where those parts stand: (in the message, in the known value)."""
        return [(at, old) for at, old, size in self._runs if not self.is_denied(at, at + size)]

    @cached_property
    def known_pieces(self) -> list[tuple[int, int]]:
        """The pieces of the known value that have a shape of their own."""
        return [(one.start, one.end) for one in pieces_of(self.known)]

    @cached_property
    def _runs(self) -> list[tuple[int, int, int]]:
        """What the message repeats (as `shared_runs`): two characters or more, or a number of one digit."""
        runs = shared_runs(self.text, self.known)
        return [(at, old, size) for at, old, size in runs if size > 1 or self._is_a_digit_alone(at)]

    def _is_a_digit_alone(self, at: int) -> bool:
        around = self.text[max(0, at - 1) : at] + self.text[at + 1 : at + 2]
        return DIGIT.match(self.text[at]) is not None and DIGIT.search(around) is None

    def is_denied(self, start: int, stop: int) -> bool:
        """Whether the message denies a span, alone or with a unit behind it (3 in 不是3栋), or says that another lives there."""
        if (start, stop) not in self._denied:
            units = _UNITS.match(self.text, stop)
            ends = {stop, units.end() if units is not None else stop}
            pieces = (Piece(self.text[start:end], start, end, "") for end in ends)
            self._denied[start, stop] = any(is_ruled_out(self.text, piece) for piece in pieces)
        return self._denied[start, stop]


def _note(found: dict[tuple[int, int], str], what: str, spans: Iterable[Span]) -> None:
    for one in spans:
        found[one["start"], one["end"]] = what if one.get("role", "matter") == "matter" else f"other {what}"


@lru_cache(maxsize=20000)
def sorts_of(slot: str, value: str) -> frozenset[str]:
    """The sorts of what a value names: of a place the kinds of its pieces, of a time a day, an hour, how long, and so on."""
    if slot == "time":
        return frozenset(kinds_of_time(value))
    return frozenset(one.kind[0] if one.kind.startswith("号") else one.kind for one in pieces_of(value))
