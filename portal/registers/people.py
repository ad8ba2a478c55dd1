"""Finds what the registers hold about a person, by phone number; empties it on erasure, or once its time is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.sealing import keyed
from portal.registers.fields import Field, Kind, Type, table
from portal.registers.models import RegisterEntry, RegisterExport, RegisterLook, RegisterValue
from portal.staff.models import Account


@dataclass(frozen=True)
class Held:
    """What an entry holds about one person: their fields with the present values, and the looks at the entry."""

    entry: RegisterEntry
    values: Sequence[tuple[Field, str]]
    looks: Sequence[tuple[RegisterLook, str, str]]  # (look, role of who looked, recipient of the export or "")


def _phones() -> list[Field]:
    return [one for one in table() if one.type is Type.PHONE]


def _phone_rows() -> sa.Select[RegisterValue, str]:
    """Select (value, code of its register) for every stored phone number, replaced ones too."""
    codes = {one.code for one in _phones()}
    found = sa.select(RegisterValue, RegisterEntry.kind).join(RegisterEntry, RegisterEntry.id == RegisterValue.entry_id)
    return found.where(RegisterValue.field.in_(codes), RegisterValue.value != "")


def held_of(s: Session, phones: Collection[str]) -> Iterator[Held]:
    """What the registers hold about whoever has one of these phone numbers (E.164) now."""
    rows = _phone_rows().where(RegisterValue.value.in_(phones), RegisterValue.replaced_at.is_(None))
    for row, kind in s.execute(rows.order_by(RegisterValue.id)).all():
        mine = _fields_of_person(kind, row.field)
        current = sa.select(RegisterValue.field, RegisterValue.value).where(
            RegisterValue.entry_id == row.entry_id, RegisterValue.replaced_at.is_(None)
        )
        values = {field: value for field, value in s.execute(current) if value}
        shown = [(one, values[one.code]) for one in mine if one.code in values]
        yield Held(s.get_one(RegisterEntry, row.entry_id), shown, _looks(s, row.entry_id))


def _fields_of_person(kind: str, phone_field: str) -> list[Field]:
    """The fields of the register that are about the person whose phone number is in `phone_field`."""
    known = [one for one in table() if one.kind == Kind(kind)]
    person = next((one.person for one in known if one.code == phone_field), "")
    return [one for one in known if one.person and one.person == person]


def _looks(s: Session, entry_id: int) -> list[tuple[RegisterLook, str, str]]:
    found = (
        sa.select(RegisterLook, Account.role, sa.func.coalesce(RegisterExport.recipient, ""))
        .join(Account, Account.id == RegisterLook.account_id)
        .outerjoin(RegisterExport, RegisterExport.id == RegisterLook.export_id)
        .where(RegisterLook.entry_id == entry_id)
    )
    return [(look, role, recipient) for look, role, recipient in s.execute(found.order_by(RegisterLook.id))]


def blank_people(s: Session, secret: str, erased: Mapping[str, datetime]) -> int:
    """Empty the values about erased people that were entered before their erasure; returns how many.

    `erased`: keyed hash of a phone number (`ContactPoint.address_key` for SMS) → time of the erasure. What was entered
    later stays: the law still requires it.
    """
    count = 0
    for row, kind in s.execute(_phone_rows()).all():
        moment = erased.get(keyed(secret, "sms", row.value))
        if moment is None or row.entered_at > moment:
            continue
        theirs = [one.code for one in _fields_of_person(kind, row.field)]
        of_them = sa.select(RegisterValue).where(
            RegisterValue.entry_id == row.entry_id,
            RegisterValue.field.in_(theirs),
            RegisterValue.value != "",
            RegisterValue.entered_at <= moment,
        )
        for one in s.scalars(of_them).all():
            one.value = ""
            count += 1
    s.flush()
    return count


def expired_values(limits: Sequence[tuple[int, datetime]]) -> sa.Select[int]:
    """Select the ids of the values whose time is over. `limits`: (months, the time so many months ago) for each of `retention_months`."""
    over = [
        sa.and_(
            RegisterEntry.ended_at < moment,
            sa.tuple_(RegisterEntry.kind, RegisterValue.field).in_(
                [(str(one.kind), one.code) for one in table() if one.months == months]
            ),
        )
        for months, moment in limits
    ]
    found = sa.select(RegisterValue.id).join(RegisterEntry, RegisterEntry.id == RegisterValue.entry_id)
    return found.where(RegisterValue.value != "", sa.or_(*over))


def retention_months() -> list[int]:
    """The different numbers of months for which fields are kept after an entry's end."""
    return sorted({one.months for one in table()})


def blank_values(s: Session, ids: Collection[int]) -> None:
    """Empty the values with these ids."""
    s.execute(sa.update(RegisterValue).where(RegisterValue.id.in_(ids)).values(value=""))
