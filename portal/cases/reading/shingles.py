"""A text as two-character shingles, and what a clerk types as terms to find in them. Pure.

A *document* is what the index holds of a case: a line for each piece of text between long numbers, its shingles in
order, so that consecutive shingles are exactly its characters without spaces and punctuation (`漏水了！` is `漏水 水了`); and a
line of shingles of the number that the hotline gave its order. The ends of telephone and case numbers are words of their own, in capitals (A
for 0 … J for 9), which no shingle has: `P` and the last four digits of a telephone number, `C` and the last two to four
digits of the case's own, and `M`, all digits of the case's own, `Z`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from portal.cases.reading import lexicon
from portal.cases.reading.masking import DAY
from portal.kernel.phones import FEWEST_DIGITS, in_digits, numbers_of
from portal.wording.scripts import in_simplified

VERSION = 3  # of the rules for documents: cases indexed by another one are indexed anew
TAIL = 4  # last digits: by so many a telephone number is found; so many of a case number, at most, are one word
MOST_TYPED = 60  # characters of a query
MOST_TERMS = 8  # of a query
_GROUPS = re.compile(
    rf"\d(?:[-—_·. ]{{0,2}}\d){{{FEWEST_DIGITS - 1},}}"
)  # of digits, one number or several side by side
# a day that stands alone and is no group of a longer number
_DAY = re.compile(rf"(?<![\d\-—_·.])(?:{DAY.pattern})(?![\d\-—_·.])")
# a case number of ours; in the groups its day and its number on that day
_CASE_NO = re.compile(r"(?<![a-z])ll[ -]*(\d{8})[ -]*(\d{4,9})(?!\d)", re.IGNORECASE)
# the digits of numbers in a document
_CAPITALS = str.maketrans("0123456789", "ABCDEFGHIJ")


@dataclass(frozen=True)
class Plain:
    """A text without spaces, punctuation and differences of width, case and script; `at`: where each character stood."""

    text: str
    at: tuple[int, ...]


def plain(text: str) -> Plain:
    """The letters and digits of a text: half width, lower case, simplified; with their places in the text."""
    same = in_simplified(lexicon.simplified(text))  # which leaves rare ones
    kept = [(at, _lower(one)) for at, one in enumerate(same) if _is_kept(one)]
    return Plain("".join(one for _, one in kept), tuple(at for at, _ in kept))


def _lower(character: str) -> str:
    """The character in lower case, or as it is if that takes more than one."""
    low = character.lower()
    return low if len(low) == 1 else character


def _is_kept(character: str) -> bool:
    """Whether it is a letter or digit."""
    return unicodedata.category(character)[0] in "LN"


def shingles(letters: str) -> list[str]:
    """Each two neighbouring characters, in order."""
    return [letters[at : at + 2] for at in range(len(letters) - 1)]


# --- the document of a case


def document(case_no: str, texts: Iterable[str], numbers: Iterable[str] = (), hotline_no: str | None = None) -> str:
    """The document of a case with this number, these texts, these telephone numbers (digits) and the hotline's order number."""
    digits = re.sub(r"\D", "", case_no)
    tails = [f"C{_capitals(digits[-length:])}" for length in range(2, TAIL + 1)]
    lines = [" ".join([*tails, f"M{_capitals(digits)}Z"])]
    lines += [" ".join(shingles(plain(piece).text)) for text in texts for piece in _beside_numbers(text)]
    lines += [" ".join(shingles(plain(hotline_no or "").text))]
    lines += [f"P{_capitals(tail)}" for tail in dict.fromkeys(number[-TAIL:] for number in numbers)]
    return "".join(f"{line}\n" for line in lines if line)


def numbers_in(text: str) -> list[str]:
    """The digits of each telephone number, and of whatever else is as long, other than dates and case numbers of ours."""
    return [digits for _start, _end, digits in _numbers(_plain_digits(text))]


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of each number."""
    for other in (_CASE_NO, _DAY):
        text = other.sub(lambda found: "\n" * len(found.group()), text)
    for groups in _GROUPS.finditer(text):
        pieces = list(re.finditer(r"\d+", groups.group()))
        for first, last, digits in numbers_of([piece.group() for piece in pieces]):
            yield groups.start() + pieces[first].start(), groups.start() + pieces[last - 1].end(), digits


def _beside_numbers(text: str) -> Iterator[str]:
    """The pieces of the text between its long numbers, which are found by words of their own (`P…`)."""
    text, last = _plain_digits(text), 0
    for start, end, _digits in _numbers(text):
        yield text[last:start]
        last = end
    yield text[last:]


def _plain_digits(text: str) -> str:
    """The text simplified, its numbers in digits."""
    return in_digits(lexicon.simplified(text))


def _capitals(digits: str) -> str:
    """Digits as the capitals that stand for them in a document."""
    return digits.translate(_CAPITALS)


# --- the query


class Unclear(Exception):
    """What was typed cannot be looked for: `why` is "short", "long" or "many" (terms)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Lookup:
    """One way to find a term: all of `words` are in the index, and the text `holds` stands in the document.

    `number`: if not "", one of the case's telephone numbers must end with these digits, too.
    """

    words: tuple[str, ...]
    holds: str
    number: str = ""


@dataclass(frozen=True)
class Term:
    """A piece of a query, without gaps. Two digits or more may also end a case number, TAIL or more a telephone number."""

    text: str

    @property
    def is_number(self) -> bool:
        """Whether it is digits, and enough of them to be the end of a telephone number, too."""
        return self.text.isdecimal() and len(self.text) >= TAIL

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """How it may be found; one of them is enough. A single character has no words: it only narrows the others."""
        parts = tuple(shingles(self.text))
        lookups = [Lookup(parts, " ".join(parts) or self.text)]
        if self.text.isdecimal() and len(self.text) >= 2:
            tail, end = _capitals(self.text[-TAIL:]), _capitals(self.text)
            lookups.append(Lookup((f"C{tail}",), f"{end}Z"))
            if self.is_number:
                lookups.append(Lookup((f"P{tail}",), f"P{tail}\n", self.text))
        return tuple(lookups)


@dataclass(frozen=True)
class Query:
    """The terms that were typed, all of which must be found."""

    terms: tuple[Term, ...]

    @property
    def is_number(self) -> bool:
        """Whether one number (`Term.is_number`) and nothing else was typed."""
        return len(self.terms) == 1 and self.terms[0].is_number

    def is_in(self, held: str, numbers: str = "") -> bool:
        """Whether each term is in the document `held`, or at the end of one of the telephone `numbers` (one a line)."""
        return all(any(_holds(lookup, held, numbers) for lookup in term.lookups) for term in self.terms)

    def needs_a_number(self, held: str) -> bool:
        """Whether a term is in the document `held`, which `is_in` found, only as the end of a telephone number."""
        said = [[lookup for lookup in term.lookups if not lookup.number] for term in self.terms]
        return not all(any(_holds(lookup, held, "") for lookup in lookups) for lookups in said)


def _holds(lookup: Lookup, held: str, numbers: str) -> bool:
    """Whether this document, with these telephone numbers (one a line), is found by this lookup."""
    return lookup.holds in held and (not lookup.number or f"{lookup.number}\n" in numbers)


def read_query(typed: str) -> Query:
    """Read what was typed. Raises Unclear if it is too short, too long or of too many terms."""
    if len(typed) > MOST_TYPED:
        raise Unclear("long")
    words = _CASE_NO.sub(r" \1\2 ", _plain_digits(typed))
    pieces = [one for one in ("".join(filter(_is_kept, part)) for part in re.split(r"[\W_]+", words)) if one]
    terms = tuple(dict.fromkeys(Term(plain(one).text) for one in _glued(_joined(pieces))))
    if not any(len(term.text) >= 2 for term in terms):
        raise Unclear("short")
    if len(terms) > MOST_TERMS:
        raise Unclear("many")
    return Query(terms)


def _joined(pieces: list[str]) -> list[str]:
    """The pieces, with neighbouring groups of digits joined where they make one telephone number (138 0000 1234)."""
    joined: list[str] = []
    for are_digits, group in groupby(pieces, str.isdecimal):
        side_by_side = list(group)
        if not are_digits:
            joined += side_by_side
            continue
        last = 0
        for start, end, digits in numbers_of(side_by_side):
            joined += [*side_by_side[last:start], digits]
            last = end
        joined += side_by_side[last:]
    return joined


def _glued(pieces: list[str]) -> list[str]:
    """The pieces, with each single character joined to the next piece (3 号楼, 张 三), but no digit to a number."""
    glued: list[str] = []
    for piece in pieces:
        if glued and len(glued[-1]) == 1 and not (glued[-1].isdecimal() and piece.isdecimal()):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the terms stand in a text, as offsets in order that do not overlap."""
    found = plain(text)
    covered: set[int] = set()
    for term in query.terms:
        at = found.text.find(term.text)
        while at >= 0:
            covered |= set(range(found.at[at], found.at[at + len(term.text) - 1] + 1))
            at = found.text.find(term.text, at + 1)
    ends: list[tuple[int, int]] = []
    for at in sorted(covered):
        if ends and ends[-1][1] == at:
            ends[-1] = (ends[-1][0], at + 1)
        else:
            ends.append((at, at + 1))
    return ends
