"""Pure: the public record of a consultation: enough, alone, to check the outcome, and nothing of who is on the roll.

One ballot a line, sorted by content, so that a record of any size can be read as a stream.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from portal.consultations.procedure import Rule, Template


def secret_ballot(choices: Mapping[str, list[str]] | None) -> dict[str, Any]:
    """A secret ballot: what was chosen, weight one. A void one chooses nothing."""
    return {"choices": None if choices is None else dict(choices), "weight": "1"}


def named_ballot(name: str, choices: Mapping[str, list[str]], area: Decimal | None, channel: str) -> dict[str, Any]:
    """A vote by name."""
    return {
        "name": name,
        "choices": dict(choices),
        "weight": "1" if area is None else str(area),
        "channel": channel,
    }


def template_part(template: Template) -> dict[str, Any]:
    """The rules that decided, with their articles."""
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


def lines(head: Mapping[str, Any], ballots: Iterable[Mapping[str, Any]], tail: Mapping[str, Any]) -> Iterator[str]:
    """The record as text, piece by piece: `head`, then `ballots` one a line, then `tail`."""
    yield "{\n"
    for key, value in head.items():
        yield f"{_text(key)}: {_text(value)},\n"
    yield '"ballots": [\n'
    first = True
    for ballot in sorted(_text(ballot) for ballot in ballots):
        yield ballot if first else ",\n" + ballot
        first = False
    yield "\n]" if not first else "]"
    for key, value in tail.items():
        yield f",\n{_text(key)}: {_text(value)}"
    yield "\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
