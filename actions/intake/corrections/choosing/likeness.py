"""How the words that a candidate puts into a value are like those that give way. Pure."""

from __future__ import annotations

import re

from actions.intake.corrections.choosing.homophones import sounds_alike
from actions.intake.corrections.choosing.said import DIGIT, sorts_of
from actions.intake.corrections.likeness.alike import other_sides
from actions.interpreting.digits import in_digits

_NUMBER = re.compile(f"{DIGIT.pattern}+|[A-Za-z]")


def likeness(old: str, new: str, slot: str) -> str:
    """The name of how the sorts of the new words are like those of the old ones."""
    one, other = sorts_of(slot, old), sorts_of(slot, new)
    if not old:
        return "nothing, sort" if other else "nothing"
    if one and other:
        return "same sorts" if one == other else "shares a sort" if one & other else "other sorts"
    if one or other:
        return "sort for none" if other else "none for sort"
    if old[-1] == new[-1]:
        return "same last"
    return "numbers" if in_digits(old).isdigit() and in_digits(new).isdigit() else "none"


def core(old: str, new: str) -> tuple[str, str]:
    """What differs between two strings, without what they begin and end with alike."""
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def sort_of_core(old: str, new: str) -> str:
    """The name of what differs (as `core` gives it): a number, the other side, one character of the same sound …"""
    if not old or not new:
        return "added" if new else "taken away"
    of_numbers = {(True, True): "number", (False, True): "number for words", (True, False): "words for number"}
    single = len(old) == len(new) == 1
    if single and new in other_sides().get(old, ()):
        return "other side"
    numbers = (_NUMBER.fullmatch(old) is not None, _NUMBER.fullmatch(new) is not None)
    if numbers == (True, True) or (any(numbers) and not single):
        return of_numbers[numbers]
    if single:
        return "sound" if sounds_alike(old, new) else "character"
    return "words"
