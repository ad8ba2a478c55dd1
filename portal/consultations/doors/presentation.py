"""Presents consultations, as JSON-like values, to the API, the bot and the public record; lists named votes for a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, count_record, opening_record, record, small_areas, urn
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import BoardLine, Consultation, NamedBallot, NamedBallotTrace, OpenedBallot, RollEntry
from portal.consultations.verbs import chat_voting, noticing, queries, scrutiny_status
from portal.consultations.verbs.watching import halting, published
from portal.kernel.time_zone import SHANGHAI
from portal.storage.db import MAX_ID

KEY_UNKNOWN = "票箱钥匙有没有销毁，这里说不准"


def rfc3339(value: datetime) -> str:
    """The time in RFC 3339, in Chinese local time (+08:00)."""
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds")


def list_item(consultation: Consultation) -> dict[str, Any]:
    """A consultation as an item of the list."""
    return {
        "id": consultation.id,
        "title": consultation.title,
        "template": consultation.template,
        "state": consultation.state,
        "secrecy": consultation.secrecy,
        "opens_at": rfc3339(consultation.opens_at),
        "closes_at": rfc3339(consultation.closes_at),
    }


def detail(s: Session, consultation: Consultation, ring: KeyRing) -> dict[str, Any]:
    """One consultation with its questions; of an open secret one, the key to seal to; the result only once it is published.

    Raises DataMismatch if the row differs from what was fixed at opening, or the result from what was counted.
    """
    if consultation.state == State.OPEN and not opening_record.matches_deed(ring, consultation):
        raise DataMismatch()
    body = list_item(consultation) | {
        "text": consultation.text,
        "questions": consultation.questions,
        "notice": _notice(consultation),
    }
    if (halted := halting.halt_of(s, ring, consultation)) is not None:
        body["halted"] = _halted(halted)
    if (
        consultation.state == State.OPEN
        and consultation.secrecy == Secrecy.SECRET
        and consultation.public_key is not None
    ):
        body["seal"] = {"public_key": consultation.public_key.hex(), "padded_length": consultation.padded_length}
    if consultation.state in {State.CLOSED, State.PUBLISHED}:
        if count_record.result_status(ring, consultation) is CountStatus.DIFFERS:
            raise DataMismatch("结果和计票时留下的凭据对不上，先不给出来。请告诉监票人和督查")
        if consultation.state == State.PUBLISHED:
            body["result"] = shown_result(consultation)
    return body


def withholds_counts(consultation: Consultation) -> bool:
    """Whether nobody is shown its counts: secret, and without a quorum, so that nothing was decided that the law wants published."""
    result = consultation.result
    return consultation.secrecy == Secrecy.SECRET and result is not None and not result["lawful"]


def shown_result(consultation: Consultation) -> dict[str, Any] | None:
    """The result (`tally.as_dict`) as it is shown to anybody; without the options of its questions if `withholds_counts`.

    Nor with areas by which a flat would be known (`small_areas`), unless the template publishes names anyway.
    """
    result = consultation.result
    if result is None:
        return None
    if not withholds_counts(consultation):
        return result if queries.template_of(consultation).public_names else small_areas.without(result)
    bare: dict[str, Any] = {"options": [], "rules": {}}
    return result | {
        "void": None,
        "questions": [{key: bare.get(key, value) for key, value in item.items()} for item in result["questions"]],
    }


def for_chat(s: Session, consultation: Consultation, contact_id: int | None, now: datetime) -> dict[str, Any]:
    """One open consultation for the bot (`OpenOut` of the internal API)."""
    return {
        "id": consultation.id,
        "title": consultation.title,
        "template": consultation.template,
        "secrecy": consultation.secrecy,
        "closes_at": rfc3339(consultation.closes_at),
        "questions": [
            {"key": question["key"], "text": question["text"], "options": question["options"]}
            for question in consultation.questions
        ],
        "can_answer_here": chat_voting.can_answer_here(s, consultation, contact_id, now),
    }


def record_lines(s: Session, consultation: Consultation, ring: KeyRing) -> Iterator[str]:
    """The public record (interfaces.md, docs/record.md), the text of one JSON object, piece by piece, in any state."""
    template = queries.template_of(consultation)
    head = {
        "consultation": list_item(consultation)
        | {"text": consultation.text, "questions": consultation.questions, "basis": consultation.basis}
        | _times(consultation),
        "template": record.template_part(template)
        | {"evidence": _evidence(s, consultation), "notice": _notice(consultation)},
        "roll": {
            "count": consultation.roll_count,
            "area": None if consultation.roll_area is None else str(consultation.roll_area),
            "hash": consultation.roll_hash,
        },
        "scrutiny": {
            "confirmed_at": rfc3339(consultation.scrutinised_at) if consultation.scrutinised_at else None,
            "declared_within_by": scrutiny_status.declared_by(s, consultation, consultation.scrutinised_at) or None,
            "roll_changes_after_notice": consultation.mended,
            "objections": [_objection(one) for one in published.published(s, consultation)],
            "objections_withdrawn": [_trace(one) for one in published.traces(s, consultation)],
            "phone_changes_while_open": queries.phone_changes_while_open(s, consultation),
            "phones_for_more_than_two": consultation.phones_for_more_than_two,
        },
    }
    result = shown_result(consultation) or {}
    tail = {
        "refused": {},  # this and the next never vary: a refused ballot is not kept, and nobody votes by proxy
        "proxies": 0,
        "tally": {key: result.get(key) for key in ("basis", "roll", "took_part", "void", "questions")},
        "outcome": {
            "lawful": result.get("lawful"),
            "quorum": result.get("quorum"),
            "sentence": result.get("sentence"),
            "passed": {item["key"]: item["passed"] for item in result.get("questions", ())},
            "sentences": {item["key"]: item["sentence"] for item in result.get("questions", ())},
        },
        "board": board_of(s, consultation),
    }
    if consultation.secrecy == Secrecy.SECRET:
        tail["key"] = _key(consultation, ring)
        ballots = iter(()) if withholds_counts(consultation) else _secret(s, consultation)
    elif template.public_names:
        ballots = _by_name(s, consultation, weighted=template.weighted)
    else:
        tail |= _named_totals(s, consultation, weighted=template.weighted)
        ballots = _without_names(s, consultation)
    yield from record.record_text(head, ballots, tail)


def _halted(one: halting.Halt) -> dict[str, Any]:
    """Who halted a vote, when and why: there is no result, and no record of ballots."""
    by = {"role": "supervisor", "name": one.name}
    second = {"role": "scrutineer" if one.by_scrutineer else "supervisor", "name": one.second} if one.second else None
    law = {"ground": one.ground.code, "says": one.ground.title, "citation": one.ground.citation or None}
    return {"at": rfc3339(one.at), "by": by, "with": second, "was_open": one.was_open, "reason": one.reason} | law


def told_of_halt(consultation: Consultation, halted: halting.Halt) -> dict[str, str]:
    """What the bot says of a halted vote beside that it was halted (`HaltedOut` of the internal API)."""
    ballots = (
        _(
            "投过的票没有数，也不会再数；选的是什么已经删掉。不是哪一张票丢了，是整件停了：手里的收票号只说明那张票当时收到了，没有公开记录，以后在那一页查不到。别的表决的收票号，公布以后在它自己的页面上查。"
        )
        if halted.was_open
        else ""
    )
    source = _("议题“%(title)s”的公开页面", title=consultation.title)
    return {"who": _who_halted(halted), "ballots": str(ballots), "source": str(source)}


def _who_halted(halted: halting.Halt) -> str:
    """In Chinese: who halted it, on what ground, and the reason as it is published; "" if no name is kept."""
    if not halted.name:
        return ""
    names = {"name": halted.name, "second": halted.second}
    if halted.second and halted.by_scrutineer:
        by = _("督查%(name)s停止的，监票人%(second)s先提出这件事不归本委员会定", **names)
    elif halted.second:
        by = _("督查%(second)s提议、督查%(name)s同意停止的", **names)
    else:
        by = _("督查%(name)s停止的", name=halted.name)
    law = _("（%(citation)s）", citation=halted.ground.citation) if halted.ground.citation else ""
    told = _(
        "。情形是：%(ground)s%(law)s。督查写的原因：%(reason)s",
        ground=halted.ground.title,
        law=law,
        reason=halted.reason,
    )
    return f"{by}{told}"


def _times(consultation: Consultation) -> dict[str, Any]:
    """When voting really began and ended; `opens_at` and `closes_at` are what the notice said."""
    closed = consultation.closed_at
    return {
        "opened_at": rfc3339(consultation.opened_at) if consultation.opened_at else None,
        "ended_at": rfc3339(consultation.ended_at) if closed else None,
        "ended_early": closed is not None and closed < consultation.closes_at,
    }


def _objection(one: published.PublishedObjection) -> dict[str, Any]:
    """A scrutineer's objection with its answer; residents are masked in both."""
    answered = rfc3339(one.answered_at) if one.answered_at else None
    answers = [{"at": rfc3339(at) if at else None, "text": text} for text, at in one.answers]
    told = {"at": rfc3339(one.at), "reason": one.reason, "answered_at": answered, "answer": one.answer}
    return told | {
        "answers": answers,
        "outside": one.outside,
        "withdrawn_at": rfc3339(one.withdrawn) if one.withdrawn else None,
        "ruling": one.ruling.code if one.ruling else None,
        "of_earlier_notice": one.earlier_title or True if one.earlier else None,
        "answered_by": "supervisor" if one.outside else "committee",
    }


def _trace(one: published.Trace) -> dict[str, Any]:
    """That an objection was raised and taken back; its words are not published."""
    withdrawn = rfc3339(one.withdrawn) if one.withdrawn else None
    return {"at": rfc3339(one.at), "withdrawn_at": withdrawn, "outside": one.outside}


def _secret(s: Session, consultation: Consultation) -> Iterator[dict[str, Any]]:
    """The secret ballots, one line per question; whole ballots only if the template, as it was then, needs them."""
    template, keys = queries.template_of(consultation), [question["key"] for question in consultation.questions]
    contents = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == consultation.id)
    for content in s.scalars(contents.order_by(OpenedBallot.position)):
        choices = urn.read_choices(content)
        if template.whole_ballots:
            yield record.whole_ballot(choices)
        else:
            yield from record.by_question(choices, keys)


def _named(s: Session, consultation: Consultation) -> Iterator[tuple[str, NamedBallot, Decimal | None]]:
    """(the voter's name, the vote, the area) of each named vote."""
    named = sa.select(RollEntry.name, NamedBallot, RollEntry.area)
    named = named.join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    yield from (
        (name, ballot, area)
        for name, ballot, area in s.execute(named.where(NamedBallot.consultation_id == consultation.id))
    )


def _by_name(s: Session, consultation: Consultation, *, weighted: bool) -> Iterator[dict[str, Any]]:
    for name, ballot, area in _named(s, consultation):
        yield record.named_ballot(name, ballot.choices, area if weighted else None, ballot.channel)


def _without_names(s: Session, consultation: Consultation) -> Iterator[dict[str, Any]]:
    for _name, ballot, _area in _named(s, consultation):
        yield from record.by_question(ballot.choices, ())


def _named_totals(s: Session, consultation: Consultation, *, weighted: bool) -> dict[str, Any]:
    """The totals that lines without names leave out: ballots per channel and, if weighted, area per answer."""
    rows = [(ballot.choices, area, ballot.channel) for _name, ballot, area in _named(s, consultation)]
    totals: dict[str, Any] = {"channels": record.channel_counts(channel for _choices, _area, channel in rows)}
    if weighted:
        answers = record.answer_totals((choices, area) for choices, area, _channel in rows)
        totals["weights"] = small_areas.weights(answers)
    return totals


@dataclass(frozen=True)
class NamedRow:
    """One named vote for the committee's page. `line`: of the roll; `unit`: or the household, without a unit.

    `answers`: the labels chosen, as one text; `changed`: how often the vote was replaced.
    """

    line: int
    name: str
    unit: str
    area: Decimal | None
    answers: str
    changed: int


def named_rows(s: Session, consultation: Consultation, *, after: int, limit: int) -> list[NamedRow]:
    """At most `limit` named votes in the order of the roll, after the line `after`."""
    changed = sa.select(sa.func.count()).where(NamedBallotTrace.roll_entry_id == RollEntry.id).scalar_subquery()
    query = sa.select(RollEntry, NamedBallot.choices, changed).join(
        NamedBallot, NamedBallot.roll_entry_id == RollEntry.id
    )
    query = query.where(NamedBallot.consultation_id == consultation.id, RollEntry.line > max(min(after, MAX_ID), 0))
    return [
        NamedRow(
            entry.line, entry.name, entry.unit or entry.household, entry.area, _words(consultation, choices), times
        )
        for entry, choices, times in s.execute(query.order_by(RollEntry.line).limit(limit))
    ]


def _words(consultation: Consultation, choices: dict[str, list[str]]) -> str:
    """The labels of the chosen options, as one text."""
    labels = {(q["key"], option["code"]): option["label"] for q in consultation.questions for option in q["options"]}
    return "；".join(
        "、".join(labels.get((key, code), code) for code in codes) for key, codes in sorted(choices.items())
    )


def board_of(s: Session, consultation: Consultation) -> dict[str, Any]:
    """The board as the record gives it: where the chain begins, its digests, and its last head."""
    lines = sa.select(BoardLine.digest, BoardLine.head).where(BoardLine.consultation_id == consultation.id)
    rows = s.execute(lines.order_by(BoardLine.seq)).all()
    return {
        "root": board.initial_head(consultation.id, consultation.roll_hash),
        "head": rows[-1].head if rows else None,
        "chain": [row.digest for row in rows],
    }


def _key(consultation: Consultation, ring: KeyRing) -> dict[str, Any]:
    """Whether LINLI_KEYS confirms that the key was destroyed, and what to say of it in Chinese."""
    end = count_record.confirmed_key_end(ring, consultation)
    return {"destroyed": end is KeyEnd.DESTROYED, "says": end.label if end else KEY_UNKNOWN}


def _evidence(s: Session, consultation: Consultation) -> list[dict[str, Any]]:
    template, filed = queries.template_of(consultation), noticing.evidence_of(s, consultation)
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


def _notice(consultation: Consultation) -> dict[str, Any]:
    """The notice: the day of posting as the committee gave it, the time of recording, the day from which law counts."""
    recorded = consultation.notice_recorded_at
    return {
        "on": consultation.notice_on.isoformat() if consultation.notice_on else None,
        "recorded_at": rfc3339(recorded) if recorded else None,
        "counted_from": consultation.counted_from.isoformat() if consultation.counted_from else None,
        "record": consultation.notice_record,
        "special_circumstances": consultation.special_circumstances or None,
    }
