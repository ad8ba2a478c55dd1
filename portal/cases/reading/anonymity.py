"""Does the reporter wish not to be named ("别让物业知道是我说的")? Pure; the word lists are in `data/lexicon/unnamed.csv`.

In doubt it is a wish: once named, a reporter cannot be hidden again, while words kept back can still be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.cases.reading.spans import Words, without_gaps

_CLAUSE = re.compile(r"[^，,。.！!？?；;、\n~～…]+")
_LONGEST = 10_000  # characters read: a whole message and the answers to the bot's questions
_DIGITS = re.compile(r"\d{7,}")
_REACH = 14  # characters read after a "not" (别, 不要 …)


@dataclass(frozen=True)
class Lists:
    """The lists of unnamed.csv, compiled for searching."""

    plain: Words
    negation: Words
    tell: Words
    addressed: Words
    me: Words
    whom: Words
    harmless: Words

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], bodies: Iterable[str] = ()) -> Lists:
        """Compile the lists; `bodies`: names of this community's bodies, searched for like `whom`."""
        return cls(
            plain=Words(lists["plain"]),
            negation=Words(lists["not"]),
            tell=Words(lists["tell"]),
            addressed=Words(lists["addressed"]),
            me=Words(lists["me"]),
            whom=Words((*lists["whom"], *bodies)),
            harmless=Words(lists["harmless"]),
        )


def has_wish(text: str, lists: Lists) -> bool:
    """Whether a text in simplified Chinese holds such a wish."""
    return any(_is_wish(match.group(), lists) for match in _CLAUSE.finditer(text[:_LONGEST]))


def without_wishes(text: str, said: str, lists: Lists) -> str:
    """The text without the clauses that hold such a wish; `said`: the same text simplified, with the same offsets."""
    kept = [text[a:b] for a, b in _pieces(text) if not _is_wish(said[a:b], lists)]
    return "".join(kept).strip("，,。.、；; \n")


def split_wishes(text: str, said: str, lists: Lists) -> tuple[str, str]:
    """(the clauses that hold such a wish, the others); `said` as in `without_wishes`."""
    wish = [text[a:b] for a, b in _pieces(text) if _is_wish(said[a:b], lists)]
    return "".join(wish).strip("，,。.、；; \n"), without_wishes(text, said, lists)


def clauses(said: str, lists: Lists) -> list[tuple[str, bool]]:
    """The clauses of a text in simplified Chinese, each with whether it holds such a wish."""
    return [(match.group(), _is_wish(match.group(), lists)) for match in _CLAUSE.finditer(said[:_LONGEST])]


def _pieces(text: str) -> list[tuple[int, int]]:
    """(start, end) offsets of the clauses, each with the punctuation after it."""
    starts = [0, *(match.start() for match in _CLAUSE.finditer(text) if match.start())]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _is_wish(clause: str, lists: Lists) -> bool:
    clause = _DIGITS.sub("", without_gaps(clause).lower())  # 我的电话138…别给物业
    harmless = lists.harmless.find(clause)
    for start, end in lists.plain.find(clause):
        if not any(a <= start and end <= b for a, b in harmless):
            return True
    clause = lists.harmless.without(clause)
    return any(_tells(clause[end : end + _REACH], lists) for _, end in lists.negation.find(clause))


def _tells(rest: str, lists: Lists) -> bool:
    """Whether what follows a "not" says that somebody learns of it (别让物业知道) or learns who the speaker is."""
    told = lists.tell.find(rest)
    if not told:
        return False
    first, last = told[0]
    if lists.whom.find(rest[:first]) or lists.me.find(rest[last:]):
        return True
    if any(
        at <= 2 and any(not start for start, _ in lists.whom.find(rest[end:])) for at, end in lists.addressed.find(rest)
    ):
        return True  # 别告诉物业
    return bool(lists.me.find(rest[:first]) and rest.startswith(("把", "将", "让", "叫", "给", "提")))
