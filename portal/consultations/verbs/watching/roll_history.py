"""What a change of the roll changed, for the scrutineer; the message to whose number was taken off; who looked at it whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots.opening_record import entry_of_row
from portal.consultations.law import roll
from portal.consultations.law.roll_cells import COLUMNS
from portal.consultations.law.roll_diff import Pair
from portal.consultations.models import Consultation, ConsultationEvent, RollChange, RollChangeLine, RollEntry
from portal.consultations.verbs import acting, queries
from portal.kernel.roles import StaffActor
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.storage.db import MAX_ID
from portal.wording import templates

LOOKED = "looked_roll"  # the event of a look at the roll unmasked
CHANGED = ("roll", "mend")  # the events of a change of the roll
LOOKED_LINE = "looked_line"  # the event of a look at one entry unmasked, to change it
LOOK = timedelta(minutes=30)  # how long a look lasts before it has to be asked for, and recorded, again
_LONGEST_TITLE = 30  # characters in the SMS
Cells = Mapping[str, str]  # column of `roll_cells.COLUMNS` → text


@dataclass(frozen=True)
class ChangedLine:
    """An entry before and after a change, for a page. None: there was no such entry, or is none any more."""

    line: int
    before: Cells | None
    after: Cells | None

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """(column, before, after) of what differs."""
        old, new = self.before or {}, self.after or {}
        return [
            (name, old.get(name, ""), new.get(name, "")) for name in COLUMNS if old.get(name, "") != new.get(name, "")
        ]

    @property
    def phone_differs(self) -> bool:
        return (self.before or {}).get("phone", "") != (self.after or {}).get("phone", "")


def entries(s: Session, consultation_id: int) -> list[roll.Entry]:
    """The whole roll, by line."""
    rows = s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == consultation_id).order_by(RollEntry.line))
    return [entry_of_row(row) for row in rows]


def page_of(s: Session, consultation: Consultation, *, after: int, limit: int) -> list[RollEntry]:
    """At most `limit` entries of the roll, unmasked, in order of line, after the line `after`."""
    rows = sa.select(RollEntry).where(
        RollEntry.consultation_id == consultation.id, RollEntry.line > max(min(after, MAX_ID), 0)
    )
    return list(s.scalars(rows.order_by(RollEntry.line).limit(limit)))


def namesakes(s: Session, consultation: Consultation) -> list[tuple[str, list[int]]]:
    """(name, lines) of each name that stands on several entries: perhaps one person, who has one vote."""
    found: dict[str, list[int]] = {}
    rows = sa.select(RollEntry.name, RollEntry.line).where(
        RollEntry.consultation_id == consultation.id, RollEntry.name != ""
    )
    for name, line in s.execute(rows.order_by(RollEntry.line)):
        found.setdefault(roll.same_name(name), []).append(line)
    return [(name, lines) for name, lines in found.items() if len(lines) > 1]


def keep_lines(s: Session, change: RollChange | None, pairs: Sequence[Pair]) -> None:
    """Keep what a recorded change changed; nothing if it was not recorded (before the notice)."""
    if change is None or not pairs:
        return
    s.flush()
    rows = [
        {
            "change_id": change.id,
            "line": next(entry.line for entry in (after, before) if entry is not None),
            "before": _text(before),
            "after": _text(after),
            "told": False,
        }
        for before, after in pairs
    ]
    s.execute(sa.insert(RollChangeLine), rows)


def lines_of(s: Session, changes: Iterable[RollChange]) -> dict[int, list[ChangedLine]]:
    """The changed entries of each change, by its id. Once they are blanked, none."""
    rows = sa.select(RollChangeLine).where(RollChangeLine.change_id.in_([one.id for one in changes]))
    found: dict[int, list[ChangedLine]] = {}
    for row in s.scalars(rows.order_by(RollChangeLine.id)):
        if row.before or row.after:
            line = ChangedLine(row.line, _cells(row.before), _cells(row.after))
            found.setdefault(row.change_id, []).append(line)
    return found


def cells_of_changes(s: Session, consultation: Consultation) -> list[Cells]:
    """What entries were before and after each recorded change; nothing once that is blanked."""
    rows = sa.select(RollChangeLine.before, RollChangeLine.after).join(
        RollChange, RollChange.id == RollChangeLine.change_id
    )
    texts = [text for row in s.execute(rows.where(RollChange.consultation_id == consultation.id)) for text in row]
    return [cells for cells in map(_cells, texts) if cells is not None]


def tell_taken_off(s: Session, community: Path, consultation_id: int, now: datetime) -> None:
    """Send an SMS to each number that a change took off an entry and that has not been told.

    The owner may not have asked for it: a number exchanged by the committee would otherwise be missed only at voting.
    """
    waiting = sa.select(RollChangeLine).join(RollChange, RollChange.id == RollChangeLine.change_id)
    waiting = waiting.where(RollChange.consultation_id == consultation_id, RollChangeLine.told.is_(False))
    title = queries.get(s, consultation_id).title[:_LONGEST_TITLE]
    for row in list(s.scalars(waiting.order_by(RollChangeLine.id))):
        row.told = True
        phone = (_cells(row.before) or {}).get("phone", "")
        if phone and phone != (_cells(row.after) or {}).get("phone", ""):
            outbox.put(
                s,
                kind=Kind.SEND_SMS,
                payload={"purpose": Purpose.KEYWORD, "template": "roll_taken_off"},
                now=now,
                dedupe_key=f"roll_taken_off:{row.id}",
                letter=(phone, templates.render(community, "roll_taken_off", {"title": title})),
            )


def taken_off_at(s: Session, consultation: Consultation, phones: Iterable[str]) -> datetime | None:
    """When one of these numbers was last taken off an entry after the notice; None if none was, or it is blanked."""
    known, last = set(phones), None
    changes = queries.roll_changes_of(s, consultation) if known else []
    lines = lines_of(s, changes)
    for change in changes:
        if any(
            line.phone_differs and line.before and line.before["phone"] in known for line in lines.get(change.id, ())
        ):
            last = change.at
    return last


def record_look(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> None:
    """Record that somebody of the committee, or its scrutineer, looks at the roll unmasked. Raises NotFound."""
    acting.log_event(s, queries.get_for(s, actor, consultation_id), LOOKED, actor, now)


def record_line_look(s: Session, actor: StaffActor, consultation: Consultation, row: RollEntry, now: datetime) -> None:
    """Record that somebody of the committee looks at one entry unmasked."""
    acting.log_event(s, consultation, LOOKED_LINE, actor, now, entry=row.id, line=row.line)


def sees_line(s: Session, consultation: Consultation, account_id: int, entry_id: int, now: datetime) -> bool:
    """Whether a look of this account at the whole roll, or at this entry, is recorded and still lasts."""
    looks = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation.id,
        ConsultationEvent.verb.in_((LOOKED, LOOKED_LINE)),
        ConsultationEvent.account_id == account_id,
        ConsultationEvent.at >= now - LOOK,
    )
    return any(one.verb == LOOKED or one.detail.get("entry") == entry_id for one in s.scalars(looks))


def last_look(s: Session, consultation: Consultation, account_id: int) -> datetime | None:
    """When this account last looked at the roll unmasked."""
    looks = sa.select(sa.func.max(ConsultationEvent.at)).where(
        ConsultationEvent.consultation_id == consultation.id,
        ConsultationEvent.verb == LOOKED,
        ConsultationEvent.account_id == account_id,
    )
    return s.scalar(looks)


def looked_since_changed(s: Session, consultation: Consultation, account_id: int) -> bool:
    """Whether this account has looked at the roll unmasked as it is now, not only before its last change."""
    events = sa.select(sa.func.max(ConsultationEvent.id)).where(ConsultationEvent.consultation_id == consultation.id)
    look = s.scalar(events.where(ConsultationEvent.verb == LOOKED, ConsultationEvent.account_id == account_id))
    change = s.scalar(events.where(ConsultationEvent.verb.in_(CHANGED)))
    return look is not None and look > (change or 0)


@dataclass(frozen=True)
class ChangeCounts:
    """How many entries the changes after the notice added, took off and gave another number; `other`: changed otherwise."""

    added: int = 0
    removed: int = 0
    numbers: int = 0
    other: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.numbers or self.other)


def counts_since_notice(s: Session, consultation: Consultation) -> ChangeCounts:
    """What the changes since the notice that stands did to entries; a further change of one entry counts again."""
    since = consultation.notice_recorded_at
    changes = [one for one in queries.roll_changes_of(s, consultation) if since is not None and one.at >= since]
    lines = [line for found in lines_of(s, changes).values() for line in found]
    added = sum(line.before is None for line in lines)
    removed = sum(line.after is None for line in lines)
    numbers = sum(line.before is not None and line.after is not None and line.phone_differs for line in lines)
    return ChangeCounts(added, removed, numbers, len(lines) - added - removed - numbers)


def _text(entry: roll.Entry | None) -> str:
    return "" if entry is None else json.dumps(dict(zip(COLUMNS, entry.cells, strict=True)), ensure_ascii=False)


def _cells(text: str) -> Cells | None:
    return json.loads(text) if text else None
