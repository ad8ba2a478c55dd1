"""Reads whether a clerk's reason why words of danger are no emergency says anything that the words themselves do not. Pure."""

from __future__ import annotations

from portal.cases.reading import shingles

_FEWEST_NEW = 4  # characters of a reason that stand in no pair of the words
_FEWEST_NEW_BESIDE_DANGER = 8  # the same, of a reason that names the danger itself


def says_more(reason: str, told: str, *, names_danger: bool) -> bool:
    """Whether the reason is more than the told words over again, in whatever order. `names_danger`: plain words of danger stand in it."""
    said, known = shingles.plain(reason).text, shingles.plain(told).text
    pairs = {known[at : at + 2] for at in range(len(known) - 1)}
    covered = {at + step for at in range(len(said) - 1) if said[at : at + 2] in pairs for step in (0, 1)}
    return len(said) - len(covered) >= (_FEWEST_NEW_BESIDE_DANGER if names_danger else _FEWEST_NEW)
