"""The admission list: reads the versions of its items, enters new ones, ends items, and imports a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.admission.fields import Faulty, ItemFields
from portal.admission.models import AdmissionItem
from portal.admission.rules import Item
from portal.admission.words import sentence
from portal.cases.rules.deadlines import shanghai_day
from portal.kernel.errors import Conflict, NotFound
from portal.storage.db import add_if_new

A_DAY = timedelta(days=1)


def versions(s: Session) -> list[Item]:
    """Every version of every item, as the rules read them."""
    return [row.rule_item for row in s.scalars(sa.select(AdmissionItem).order_by(AdmissionItem.id))]


def history(s: Session, code: str, *, to_change: bool = False) -> list[AdmissionItem]:
    """The versions of an item, the latest first; `to_change` locks them."""
    found = sa.select(AdmissionItem).where(AdmissionItem.code == code).order_by(AdmissionItem.serial.desc())
    return list(s.scalars(found.with_for_update() if to_change else found))


def save(s: Session, typed: ItemFields, by: int, now: datetime, *, seen: int | None = None) -> AdmissionItem:
    """Enter a new item, or a version that replaces the item's earlier ones from `typed.since` on. `by`: an account's id.

    `seen`: the serial of the latest version that the form showed (0: a new item); None, for an import, is not checked.
    Raises Conflict if there is a later version, or somebody else enters one at the same moment, and Faulty for a new item whose code is taken, or a version that would
    begin in the past, by which asks have been decided. Only a new item of an import may begin in the past.
    """
    rows, today = history(s, typed.code, to_change=True), shanghai_day(now)
    latest = rows[0].serial if rows else 0
    if seen == 0 and rows:
        raise Faulty({"code": sentence("fault.code_taken", name=rows[0].name)})
    if seen is not None and seen != latest:
        raise Conflict(sentence("not.changed"))
    if (rows or seen is not None) and typed.since < today:
        raise Faulty({"since": sentence("fault.since_past")})
    _end_all(rows, typed.since - A_DAY, by, now)
    row = AdmissionItem(
        code=typed.code,
        serial=latest + 1,
        name=typed.name,
        kind=typed.kind,
        basis=typed.basis,
        departments=typed.departments,
        work=list(typed.work),
        every_days=typed.every_days,
        funds=typed.funds,
        people=typed.people,
        aliases=typed.aliases,
        since=typed.since,
        until=typed.until,
        entered_by=by,
        entered_at=now,
    )
    if not add_if_new(s, row):  # entered by somebody else at the same moment
        raise Conflict(sentence("not.changed"))
    return row


def end(s: Session, code: str, last_day: date, by: int, now: datetime, *, seen: int) -> None:
    """Take an item off the list after `last_day` (yesterday: at once). A version that was to begin later never does.

    `seen`: the serial of the latest version that the page showed. Raises NotFound, Conflict if there is a later version
    or the item is or would be over by then anyway, and Faulty for a day before yesterday.
    """
    rows, today = history(s, code, to_change=True), shanghai_day(now)
    if not rows:
        raise NotFound()
    if rows[0].serial != seen:
        raise Conflict(sentence("not.changed"))
    if last_day < today - A_DAY:
        raise Faulty({"until": sentence("fault.since_past")})
    if all(row.until is not None and row.until < today for row in rows):
        raise Conflict(sentence("not.item_over"))
    if not _end_all(rows, last_day, by, now):
        raise Conflict(sentence("not.changed"))
    s.flush()


def _end_all(rows: Iterable[AdmissionItem], last_day: date, by: int, now: datetime) -> bool:
    """End those of these versions that would last beyond `last_day` on that day; returns whether there were any."""
    longer = [row for row in rows if row.until is None or row.until > last_day]
    for row in longer:
        row.until, row.ended_by, row.ended_at = last_day, by, now
    return bool(longer)


def is_same(row: AdmissionItem, typed: ItemFields) -> bool:
    """Whether a version already says what was typed; the days on which they begin may differ."""
    return (row.name, row.kind, row.basis, row.departments, tuple(row.work), row.every_days, row.funds, row.people, row.aliases, row.until) == (
        typed.name, typed.kind, typed.basis, typed.departments, typed.work, typed.every_days, typed.funds, typed.people, typed.aliases, typed.until,
    )  # fmt: skip


def take_in(s: Session, items: Sequence[ItemFields], by: int, now: datetime) -> tuple[int, int]:
    """Enter the items of a file; returns (how many are new or changed, how many are unchanged). Others stay as they are.

    Raises Faulty, with the item's code as the field, for a change that would begin in the past; only the items of the
    first list may. Raises Conflict if somebody else entered the same item at the same moment.
    """
    changed = same = 0
    first = s.scalar(sa.select(AdmissionItem.id).limit(1)) is None
    for typed in items:
        rows = history(s, typed.code)
        if rows and is_same(rows[0], typed):
            same += 1
            continue
        if not first and typed.since < shanghai_day(now):
            raise Faulty({typed.code: sentence("fault.since_past")})
        try:
            save(s, typed, by, now)
        except Faulty as wrong:
            raise Faulty({typed.code: next(iter(wrong.faults.values()))}) from wrong
        changed += 1
    return changed, same
