"""Consultations as the API, the bot and the public record give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, count_record, opening_record, record, urn
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import BoardLine, Consultation, NamedBallot, NamedBallotTrace, OpenedBallot, RollEntry
from portal.consultations.verbs import chat_voting, noticing, queries
from portal.kernel.time_zone import SHANGHAI
from portal.storage.db import MAX_ID

KEY_UNKNOWN = "票箱钥匙有没有销毁，这里说不准"


def moment(value: datetime) -> str:
    """The time in RFC 3339, in Hangzhou's zone (+08:00)."""
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds")


def listed(found: Consultation) -> dict[str, Any]:
    """A consultation as an item of the list."""
    return {
        "id": found.id,
        "title": found.title,
        "template": found.template,
        "state": found.state,
        "secrecy": found.secrecy,
        "opens_at": moment(found.opens_at),
        "closes_at": moment(found.closes_at),
    }


def detail(found: Consultation, ring: KeyRing) -> dict[str, Any]:
    """One consultation with its questions; while open, the public key to seal to; the result only after closing.

    Raises Disagrees if it differs from what was fixed at opening, or from what was counted.
    """
    if found.state == State.OPEN and not opening_record.matches_deed(ring, found):
        raise DataMismatch()
    body = listed(found) | {"text": found.text, "questions": found.questions, "notice": _notice(found)}
    if found.state == State.OPEN and found.secrecy == Secrecy.SECRET and found.public_key is not None:
        body["seal"] = {"public_key": found.public_key.hex(), "padded_length": found.padded_length}
    if found.state in {State.CLOSED, State.PUBLISHED}:
        if count_record.result_status(ring, found) is CountStatus.DIFFERS:
            raise DataMismatch("结果和计票时留下的凭据对不上，先不给出来。请告诉监票人和督查")
        body["result"] = found.result
    return body


def for_chat(s: Session, found: Consultation, contact_id: int | None, now: datetime) -> dict[str, Any]:
    """One open consultation for the bot (`OpenOut` of the internal API)."""
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
        "can_answer_here": chat_voting.can_answer_here(s, found, contact_id, now),
    }


def record_lines(s: Session, found: Consultation, ring: KeyRing) -> Iterator[str]:
    """The public record (interfaces.md, docs/record.md), piece by piece."""
    template = queries.template_of(found)
    head = {
        "consultation": listed(found) | {"text": found.text, "questions": found.questions, "basis": found.basis},
        "template": record.template_part(template) | {"evidence": _evidence(s, found), "notice": _notice(found)},
        "roll": {
            "count": found.roll_count,
            "area": None if found.roll_area is None else str(found.roll_area),
            "hash": found.roll_hash,
        },
        "scrutiny": {
            "confirmed_at": moment(found.scrutinised_at) if found.scrutinised_at else None,
            "roll_changes_after_notice": found.mended,
            "phones_for_more_than_two": found.shared_phones,
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
        "board": _board(s, found),
    }
    if found.secrecy == Secrecy.SECRET:
        tail["key"] = _key(found, ring)
        ballots = _secret(s, found)
    elif template.public_names:
        ballots = _by_name(s, found, weighted=template.weighted)
    else:
        tail |= _named_totals(s, found, weighted=template.weighted)
        ballots = _without_names(s, found)
    yield from record.record_text(head, ballots, tail)


def _secret(s: Session, found: Consultation) -> Iterator[dict[str, Any]]:
    """The secret ballots, one line per question; whole ballots only if the template, as it was then, needs them."""
    template, keys = queries.template_of(found), [question["key"] for question in found.questions]
    contents = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == found.id)
    for content in s.scalars(contents.order_by(OpenedBallot.position)):
        choices = urn.read_choices(content)
        if template.whole_ballots:
            yield record.whole_ballot(choices)
        else:
            yield from record.by_question(choices, keys)


def _named(s: Session, found: Consultation) -> Iterator[tuple[str, NamedBallot, Decimal | None]]:
    named = sa.select(RollEntry.name, NamedBallot, RollEntry.area)
    named = named.join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    yield from (
        (name, ballot, area) for name, ballot, area in s.execute(named.where(NamedBallot.consultation_id == found.id))
    )


def _by_name(s: Session, found: Consultation, *, weighted: bool) -> Iterator[dict[str, Any]]:
    for name, ballot, area in _named(s, found):
        yield record.named_ballot(name, ballot.choices, area if weighted else None, ballot.channel)


def _without_names(s: Session, found: Consultation) -> Iterator[dict[str, Any]]:
    for _name, ballot, _area in _named(s, found):
        yield from record.by_question(ballot.choices, ())


def _named_totals(s: Session, found: Consultation, *, weighted: bool) -> dict[str, Any]:
    """The sums of what lines without names leave out: area per answer, and ballots per channel (ten or more)."""
    rows = [(ballot.choices, area, ballot.channel) for _name, ballot, area in _named(s, found)]
    totals: dict[str, Any] = {"channels": record.channels(channel for _choices, _area, channel in rows)}
    if weighted:
        totals["weights"] = record.weights((choices, area) for choices, area, _channel in rows)
    return totals


@dataclass(frozen=True)
class NamedRow:
    """One named vote for the committee's page. `line`: of the roll; `changed`: how often it was replaced."""

    line: int
    name: str
    unit: str
    area: Decimal | None
    answers: str
    changed: int


def named_rows(s: Session, found: Consultation, *, after: int, limit: int) -> list[NamedRow]:
    """At most `limit` named votes in the order of the roll, after the line `after`."""
    changed = sa.select(sa.func.count()).where(NamedBallotTrace.roll_entry_id == RollEntry.id).scalar_subquery()
    query = sa.select(RollEntry, NamedBallot.choices, changed).join(
        NamedBallot, NamedBallot.roll_entry_id == RollEntry.id
    )
    query = query.where(NamedBallot.consultation_id == found.id, RollEntry.line > max(min(after, MAX_ID), 0))
    return [
        NamedRow(entry.line, entry.name, entry.unit or entry.household, entry.area, _words(found, choices), times)
        for entry, choices, times in s.execute(query.order_by(RollEntry.line).limit(limit))
    ]


def _words(found: Consultation, choices: dict[str, list[str]]) -> str:
    labels = {(q["key"], option["code"]): option["label"] for q in found.questions for option in q["options"]}
    return "；".join(
        "、".join(labels.get((key, code), code) for code in codes) for key, codes in sorted(choices.items())
    )


def _board(s: Session, found: Consultation) -> dict[str, Any]:
    lines = sa.select(BoardLine.digest, BoardLine.head).where(BoardLine.consultation_id == found.id)
    rows = s.execute(lines.order_by(BoardLine.seq)).all()
    return {
        "root": board.initial_head(found.id, found.roll_hash),
        "head": rows[-1].head if rows else None,
        "chain": [row.digest for row in rows],
    }


def _key(found: Consultation, ring: KeyRing) -> dict[str, Any]:
    end = count_record.end_of_key(ring, found)
    return {"destroyed": end is KeyEnd.DESTROYED, "says": end.label if end else KEY_UNKNOWN}


def _evidence(s: Session, found: Consultation) -> list[dict[str, Any]]:
    template, filed = queries.template_of(found), noticing.evidence_of(s, found)
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
    """The notice: the day that the committee gave, when it was recorded, and which of both the days count from."""
    recorded = found.notice_recorded_at
    return {
        "on": found.notice_on.isoformat() if found.notice_on else None,
        "recorded_at": moment(recorded) if recorded else None,
        "counted_from": found.counted_from.isoformat() if found.counted_from else None,
        "record": found.notice_record,
        "special_circumstances": found.special_circumstances or None,
    }
