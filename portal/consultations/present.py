"""Consultations as the API, the chat and the record show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations import record, service, urn, voting
from portal.consultations.gates import HERE
from portal.consultations.models import Consultation, NamedBallot, OpenedBallot, RollEntry
from portal.consultations.procedure import Secrecy, State

COUNTED = {"status": "counted", "board_head": None}


def moment(value: datetime) -> str:
    """RFC 3339 with the offset of Hangzhou."""
    return value.astimezone(HERE).isoformat(timespec="seconds")


def listed(found: Consultation) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": found.id,
        "title": found.title,
        "template": found.template,
        "state": found.state,
        "secrecy": found.secrecy,
        "opens_at": moment(found.opens_at),
        "closes_at": moment(found.closes_at),
    }


def detail(found: Consultation) -> dict[str, Any]:
    """One consultation: with its questions, while open the key to seal to, and the result only after closing."""
    body = listed(found) | {"text": found.text, "questions": found.questions}
    if found.state == State.OPEN and found.secrecy == Secrecy.SECRET and found.public_key is not None:
        body["seal"] = {"public_key": found.public_key.hex(), "padded_length": found.padded_length}
    if found.state in {State.CLOSED, State.PUBLISHED}:
        body["result"] = found.result
    return body


def for_chat(s: Session, found: Consultation, contact_id: int | None, now: datetime) -> dict[str, Any]:
    """One open consultation as the bot tells it."""
    return {
        "id": found.id,
        "title": found.title,
        "template": found.template,
        "secrecy": found.secrecy,
        "closes_at": moment(found.closes_at),
        "questions": [
            {"key": question["key"], "text": question["text"], "options": question["options"]}
            for question in found.questions
        ],
        "can_answer_here": voting.can_answer_here(s, found, contact_id, now),
    }


def record_lines(s: Session, found: Consultation) -> Iterator[str]:
    """The public record (interfaces.md), piece by piece."""
    template = service.template_of(found)
    head = {
        "consultation": listed(found) | {"text": found.text, "questions": found.questions, "basis": found.basis},
        "template": record.template_part(template) | {"evidence": _evidence(s, found), "notice": _notice(found)},
        "roll": {
            "count": found.roll_count,
            "area": None if found.roll_area is None else str(found.roll_area),
            "hash": found.roll_hash,
        },
    }
    result = found.result or {}
    tail = {
        "refused": {},
        "proxies": 0,
        "tally": {key: result.get(key) for key in ("basis", "roll", "took_part", "void", "questions")},
        "outcome": {
            "lawful": result.get("lawful"),
            "quorum": result.get("quorum"),
            "sentence": result.get("sentence"),
            "passed": {item["key"]: item["passed"] for item in result.get("questions", ())},
            "sentences": {item["key"]: item["sentence"] for item in result.get("questions", ())},
        },
        "board": {"head": None, "chain": []},
    }
    yield from record.lines(head, _ballots(s, found), tail)


def _ballots(s: Session, found: Consultation) -> Iterator[dict[str, Any]]:
    if found.secrecy == Secrecy.SECRET:
        contents = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == found.id)
        for content in s.scalars(contents.order_by(OpenedBallot.position)):
            yield record.secret_ballot(urn.read(content))
        return
    weighted = service.template_of(found).weighted
    named = sa.select(RollEntry.name, NamedBallot.choices, RollEntry.area, NamedBallot.channel)
    named = named.join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    for name, choices, area, channel in s.execute(named.where(NamedBallot.consultation_id == found.id)):
        yield record.named_ballot(name, choices, area if weighted else None, channel)


def _evidence(s: Session, found: Consultation) -> list[dict[str, Any]]:
    template, filed = service.template_of(found), service.evidence_of(s, found)
    return [
        {
            "gate": gate.key,
            "title": gate.title,
            "citation": gate.citation,
            "on": filed[gate.key].on.isoformat() if filed[gate.key].on else None,  # type: ignore[union-attr]
            "record": filed[gate.key].record,
        }
        for gate in template.gates
        if gate.key in filed
    ]


def _notice(found: Consultation) -> dict[str, Any]:
    return {
        "on": found.notice_on.isoformat() if found.notice_on else None,
        "record": found.notice_record,
        "special_circumstances": found.special_circumstances or None,
    }
