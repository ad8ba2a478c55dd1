"""Pure: the public record of a consultation, enough to check the outcome.

It does not tell who is on the roll, but for the names of those who voted by name where the template publishes them. One
ballot, or one answer of it, per line, sorted by content, so that a record of any size can be read as a stream.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from portal.consultations.law.template import Rule, Template

LEAST_PER_CHANNEL = 10  # a smaller number of ballots is left out: it could show which channel a known voter used


def by_question(choices: Mapping[str, list[str]] | None, keys: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A ballot as one line per question, so that one voter's answers cannot be linked.

    A void ballot (None) is a line without choices for each question of `keys`.
    """
    if choices is None:
        yield from ({"question": key, "choices": None} for key in keys)
    else:
        yield from ({"question": key, "choices": sorted(codes)} for key, codes in choices.items())


def whole_ballot(choices: Mapping[str, list[str]] | None) -> dict[str, Any]:
    """A secret ballot with all its answers, only for templates that need whole ballots."""
    return {"choices": None if choices is None else dict(choices), "weight": "1"}


def named_ballot(name: str, choices: Mapping[str, list[str]], area: Decimal | None, channel: str) -> dict[str, Any]:
    """A named vote with the voter's name, only for templates that publish names. `weight`: the area in m², else "1"."""
    return {
        "name": name,
        "choices": dict(choices),
        "weight": "1" if area is None else str(area),
        "channel": channel,
    }


def answer_totals(ballots: Iterable[tuple[Mapping[str, list[str]], Decimal | None]]) -> list[dict[str, Any]]:
    """Per question and answer: how many voters gave it (`count`), and their areas in m² together (`weight`).

    An answer that only one voter gave shows that voter's area (`small_areas` leaves it out).
    """
    voters: dict[tuple[str, tuple[str, ...]], int] = {}
    areas: dict[tuple[str, tuple[str, ...]], Decimal] = {}
    for choices, area in ballots:
        for key, codes in choices.items():
            answer = key, tuple(sorted(codes))
            voters[answer] = voters.get(answer, 0) + 1
            areas[answer] = areas.get(answer, Decimal(0)) + (area or Decimal(0))
    return [
        {"question": key, "choices": list(codes), "count": voters[key, codes], "weight": str(areas[key, codes])}
        for key, codes in sorted(voters)
    ]


def channel_counts(of_ballots: Iterable[str]) -> dict[str, int]:
    """Channel → number of ballots, for channels with LEAST_PER_CHANNEL or more."""
    return {name: count for name, count in sorted(Counter(of_ballots).items()) if count >= LEAST_PER_CHANNEL}


def template_part(template: Template) -> dict[str, Any]:
    """The rules of law that decided the vote, with their articles."""
    return {
        "code": template.code,
        "version": template.version,
        "title": template.title,
        "weighted": template.weighted,
        "notice_days": template.notice_days,
        "notice_citation": template.notice_citation,
        "attendance_citation": template.attendance_citation,
        "quorum": [_rule(rule) for rule in template.quorum],
        "pass": [_rule(rule) for rule in template.passing],
        "public_names": template.public_names,
        "record_citation": template.record_citation,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "basis": [str(basis) for basis in rule.basis],
        "measure": rule.measure,
        "of": rule.of,
        "share": f"{rule.share.numerator}/{rule.share.denominator}",
        "strictly_more": rule.strict,
        "citation": rule.citation,
        "quote": rule.quote,
    }


def record_text(
    before: Mapping[str, Any], ballots: Iterable[Mapping[str, Any]], after: Mapping[str, Any]
) -> Iterator[str]:
    """The record as one JSON object, piece by piece: the members of `before`, the ballots one per line, `after`."""
    yield "{\n"
    for key, value in before.items():
        yield f"{_text(key)}: {_text(value)},\n"
    yield '"ballots": [\n'
    first = True
    for ballot in sorted(_text(ballot) for ballot in ballots):
        yield ballot if first else ",\n" + ballot
        first = False
    yield "\n]" if not first else "]"
    for key, value in after.items():
        yield f",\n{_text(key)}: {_text(value)}"
    yield "\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
