"""Does somebody wish not to be named ("别让物业知道是我说的")? Pure; the words stand in `data/lexicon/unnamed.csv`.

In doubt it is a wish: a reporter who is given away cannot be hidden again, words that are kept back can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.cases.rules.spans import Words, closed_up

_CLAUSE = re.compile(r"[^，,。.！!？?；;、\n~～…]+")
_LONGEST = 10_000  # a whole message and the answers to what was asked
_REACH = 14  # characters from the "not" to what must not be known


@dataclass(frozen=True)
class Lists:
    """The file's lists, made ready to search with."""

    plain: Words
    negation: Words
    tell: Words
    me: Words
    whom: Words
    harmless: Words

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], bodies: Iterable[str] = ()) -> Lists:
        """`bodies`: what the bodies of this town are called."""
        return cls(
            plain=Words(lists["plain"]),
            negation=Words(lists["not"]),
            tell=Words(lists["tell"]),
            me=Words(lists["me"]),
            whom=Words((*lists["whom"], *bodies)),
            harmless=Words(lists["harmless"]),
        )


def wishes(text: str, lists: Lists) -> bool:
    """Whether the words hold such a wish."""
    return any(_is_wish(match.group(), lists) for match in _CLAUSE.finditer(text[:_LONGEST]))


def without_wishes(text: str, said: str, lists: Lists) -> str:
    """The text without the clauses that hold one; `said` is the text in plain characters, place for place."""
    kept = [text[a:b] for a, b in _pieces(text) if not _is_wish(said[a:b], lists)]
    return "".join(kept).strip("，,。.、；; \n")


def parted(text: str, said: str, lists: Lists) -> tuple[str, str]:
    """The clauses that hold such a wish, and the others; `said` as in `without_wishes`."""
    wish = [text[a:b] for a, b in _pieces(text) if _is_wish(said[a:b], lists)]
    return "".join(wish).strip("，,。.、；; \n"), without_wishes(text, said, lists)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Clauses, each with the marks behind it."""
    starts = [0, *(match.start() for match in _CLAUSE.finditer(text) if match.start())]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _is_wish(clause: str, lists: Lists) -> bool:
    clause = closed_up(clause).lower()
    harmless = lists.harmless.find(clause)
    for start, end in lists.plain.find(clause):
        if not any(a <= start and end <= b for a, b in harmless):
            return True
    clause = lists.harmless.without(clause)
    return any(_tells(clause[end : end + _REACH], lists) for _, end in lists.negation.find(clause))


def _tells(rest: str, lists: Lists) -> bool:
    """What follows the "not": somebody would know (别让物业知道), or something would be known of the one who says it."""
    told = lists.tell.find(rest)
    if not told:
        return False
    first, last = told[0]
    if lists.whom.find(rest[:first]) or lists.me.find(rest[last:]):
        return True
    return bool(lists.me.find(rest[:first]) and rest.startswith(("把", "将", "让", "叫", "给", "提")))
