"""People with telephones at the desk, and what a test of the accused sees of alarms, SMS and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.outbox.models import Letter
from portal.staff.models import Account
from portal.storage.parts import Parts

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
PHONES = {"clerk": "+8613900000001", "clerk2": "+8613900000002", "boss": "+8613900000009"}


def phones(town: Parts, **of: str) -> None:
    """Give these accounts these numbers, and nobody else one."""
    with town.db.write() as s:
        s.execute(sa.update(Account).values(phone=""))
        for username, number in of.items():
            s.execute(sa.update(Account).where(Account.username == username).values(phone=number))


def told(town: Parts, case_no: str) -> list[str]:
    """The numbers to which an SMS about this case was written, in order."""
    with town.db.read() as s:
        return [
            letter.address
            for letter in s.scalars(sa.select(Letter).order_by(Letter.outbox_id))
            if case_no in letter.text
        ]


def opens(client: FlaskClient, case_no: str) -> bool:
    return client.get(f"/desk/cases/{case_no}").status_code == 200


# --- a nickname


def called(town: Parts, **of: str) -> None:
    """Give these accounts these names."""
    with town.db.write() as s:
        for username, name in of.items():
            s.execute(sa.update(Account).where(Account.username == username).values(name=name))


# --- an emergency that staff are the danger of


def crew(town: Parts) -> None:
    """A clerk, a grid worker and a supervisor who go by nicknames, and their colleague."""
    called(town, clerk="演示·受理员小叶", clerk2="演示·受理员小唐", walker="演示·网格员老周", boss="演示·督查老韩")
    phones(town, **PHONES, walker="+8613900000003")
