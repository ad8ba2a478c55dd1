"""Attackers on secrecy. Each gets only `Evidence` and guesses each voter's ballot, in the order of voting.

The same code attacks the urn and a leaky twin of it, and does not know which.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tests.portal.consultations.attacks.evidence import PAGE, BallotRow, Evidence, changed_pages, without_live_rows

Guess = list[str]
Attacker = Callable[[Evidence], Guess]
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")


def by_key(evidence: Evidence) -> Guess:
    """Find the voter's id, plain or hashed, in a ballot's row; match the rest by the rank of ids and keys."""
    rows = evidence.ballot_rows()
    owner = {name: voter for voter in evidence.voters for name in _names(voter)}
    found: dict[int, str] = {}
    for row in rows:
        for cell in row.others:
            voter = owner.get(cell)
            if voter is not None and voter not in found:
                found[voter] = row.content
                break
    ranked = [row.content for row in sorted(rows, key=lambda row: str(row.others))]
    return _fill(evidence, [found.get(voter) for voter in evidence.voters], _by_rank(evidence, ranked))


def by_order(evidence: Evidence) -> Guess:
    """Assume that the table returns its rows in the order of voting."""
    return [row.content for row in sorted(evidence.ballot_rows(), key=lambda row: row.place)]


def by_time(evidence: Evidence) -> Guess:
    """Sort the ballots by a time in their rows; without one, by the other columns."""
    rows = evidence.ballot_rows()
    return [row.content for row in sorted(rows, key=lambda row: (_moment(row), str(row.others)))]


def by_rowid(evidence: Evidence) -> Guess:
    """Sort the ballots by row number; without one, by the position of the content in the file."""
    rows = evidence.ballot_rows()
    if all(row.rowid is not None for row in rows):
        return [row.content for row in sorted(rows, key=lambda row: row.rowid or 0)]
    places = sorted((at, content) for content in set(evidence.published) for at in _places(evidence.final, content))
    return _fill(evidence, [content for _at, content in places], sorted(evidence.published))


def by_backups(evidence: Evidence) -> Guess:
    """Compare the backups before and after each vote: guess the content that is new in the second."""
    guesses: list[str | None] = []
    for before, after in zip(evidence.images, evidence.images[1:], strict=False):
        old, new = changed_pages(before, after)
        more = {c: new.count(c.encode()) - old.count(c.encode()) for c in set(evidence.published)}
        likeliest, gained = max(sorted(more.items()), key=lambda item: item[1])
        guesses.append(likeliest if gained > 0 else None)
    return _fill(evidence, guesses, _by_size(evidence))


def by_residue(evidence: Evidence) -> Guess:
    """Look for deleted contents that are still in the file outside live rows, in the order of writing."""
    image = without_live_rows(evidence.final)
    found = [
        (at // PAGE, -(at % PAGE), content) for content in set(evidence.published) for at in _places(image, content)
    ]
    written = [content for _page, _down, content in sorted(found)]  # SQLite fills a page from its end
    return _fill(evidence, written, sorted(evidence.published, reverse=True))


FAMILY: dict[str, Attacker] = {
    "key": by_key,
    "order": by_order,
    "time": by_time,
    "rowid": by_rowid,
    "backups": by_backups,
    "residue": by_residue,
}


def _names(voter: int) -> list[Any]:
    text = str(voter)
    return [voter, text, *(hashlib.new(kind, text.encode()).hexdigest() for kind in ("md5", "sha1", "sha256"))]


def _moment(row: BallotRow) -> str:
    return next((cell for cell in row.others if isinstance(cell, str) and _TIME.match(cell)), "")


def _places(image: bytes, content: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(content.encode()), image)]


def _by_rank(evidence: Evidence, ranked: Sequence[str]) -> Guess:
    rank = {voter: place for place, voter in enumerate(sorted(evidence.voters))}
    return [ranked[rank[voter]] for voter in evidence.voters]


def _by_size(evidence: Evidence) -> Guess:
    """Match the votes, by the bytes that each changed, with the ballots, by length."""
    sizes = [
        sum(a != b for a, b in zip(*changed_pages(before, after), strict=False)) // 4096
        for before, after in zip(evidence.images, evidence.images[1:], strict=False)
    ]
    order = sorted(range(len(sizes)), key=lambda place: (sizes[place], place))
    guess = [""] * len(sizes)
    for place, content in zip(order, sorted(evidence.published, key=len), strict=False):
        guess[place] = content
    return guess


def _fill(evidence: Evidence, guesses: Sequence[str | None], otherwise: Sequence[str]) -> Guess:
    """Make the guesses a permutation of the published ballots: fill missing or surplus ones from `otherwise`."""
    left = Counter(evidence.published)
    kept: list[str | None] = []
    for place in range(len(evidence.voters)):
        guess = guesses[place] if place < len(guesses) else None
        if guess is not None and left[guess] > 0:
            left[guess] -= 1
            kept.append(guess)
        else:
            kept.append(None)
    rest = [content for content in otherwise if left[content] > 0 and not left.subtract([content])]
    rest += list(left.elements())
    return [guess if guess is not None else rest.pop(0) for guess in kept]
