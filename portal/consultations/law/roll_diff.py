"""Pure: which entries of a roll a new version of it changes, adds and takes off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from portal.consultations.law.roll import Entry

Pair = tuple[Entry | None, Entry | None]  # (before, after); None: added, or taken off
Key = Callable[[Entry], tuple[str, ...]]


def changed_pairs(before: Sequence[Entry], after: Sequence[Entry]) -> list[Pair]:
    """The entries that are not the same in both, wherever they stand; who is likely the same stands together."""
    left, right = _paired(before, after, attrgetter("cells"), [])  # the same in both: no change
    pairs: list[Pair] = []
    for key in (_name_and_home, _phone, _home):
        left, right = _paired(left, right, key, pairs)
    return [*pairs, *((entry, None) for entry in left), *((None, entry) for entry in right)]


def _paired(
    left: Sequence[Entry], right: Sequence[Entry], key: Key, pairs: list[Pair]
) -> tuple[list[Entry], list[Entry]]:
    """Move entries with equal keys into `pairs`; returns what is left over. An empty key equals none."""
    waiting: dict[tuple[str, ...], list[Entry]] = {}
    for entry in reversed(right):
        waiting.setdefault(key(entry), []).append(entry)
    over: list[Entry] = []
    for entry in left:
        found = waiting.get(key(entry)) if any(key(entry)) else None
        if found:
            pairs.append((entry, found.pop()))
        else:
            over.append(entry)
    kept = {id(entry) for entries in waiting.values() for entry in entries}
    return over, [entry for entry in right if id(entry) in kept]


def _name_and_home(entry: Entry) -> tuple[str, ...]:
    return entry.name, entry.unit or entry.household


def _phone(entry: Entry) -> tuple[str, ...]:
    return (entry.phone,)


def _home(entry: Entry) -> tuple[str, ...]:
    return (entry.unit or entry.household,)
