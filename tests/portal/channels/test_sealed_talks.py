"""The conversation with the reporter of a sealed case: for those assigned to it, unless somebody is in danger."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.disclosure import sealing
from portal.channels.handover import readers
from portal.channels.models import Handover
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint, Resident
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, report


@pytest.fixture
def sealed_reporter(reporter: int, s: Session, parts: Parts, who: Find) -> int:
    """A contact point whose case the clerk sealed; there is a second clerk and a second supervisor."""
    s.add(account(parts, Role.DESK, username="second"))
    s.add(account(parts, Role.SUPERVISOR, username="boss-2"))
    s.flush()
    boss = who(s, Role.SUPERVISOR).id
    case = report(s, parts, reporter)
    sealing.seal(
        s, parts, case, who(s, Role.DESK), kind=Seal.MINOR, supervisor=boss, reason="说的是没成年的孩子，不能让旁人知道"
    )
    return reporter


def may_read(s: Session, contact: int) -> set[str]:
    """The usernames of the accounts that may read this conversation."""
    found = list(s.scalars(sa.select(Account).where(Account.active)))
    return {one.username for one in found if readers.may_read(s, accounts.as_actor(one), contact)}


def hand_over(s: Session, parts: Parts, contact: int, reason: str) -> None:
    now = parts.clock.now()
    s.add(Handover(contact_point_id=contact, source_key=reason, at=now, reason=reason, text="要找人"))
    s.flush()


def test_those_assigned_read_it(sealed_reporter: int, s: Session, parts: Parts) -> None:
    """Its words are the case's; no colleague, and no operator in their place."""
    hand_over(s, parts, sealed_reporter, "asked")
    assert may_read(s, sealed_reporter) == {"desk", "supervisor"}


def test_in_danger_every_clerk_reads_it(sealed_reporter: int, s: Session, parts: Parts) -> None:
    """Life goes first."""
    hand_over(s, parts, sealed_reporter, "self_harm")
    assert may_read(s, sealed_reporter) == {"desk", "second"}


def test_once_nobody_assigned_is_left_the_clerks_read_it(sealed_reporter: int, s: Session, parts: Parts) -> None:
    """Else nobody would answer."""
    hand_over(s, parts, sealed_reporter, "asked")
    s.execute(sa.update(Account).where(Account.username.in_(("desk", "supervisor"))).values(active=False))
    assert may_read(s, sealed_reporter) == {"second"}


def test_the_same_residents_other_channel_is_for_those_assigned(sealed_reporter: int, s: Session, parts: Parts) -> None:
    """There the bot tells the sealed case, too. A web chat proves nobody, so it stays everybody's; a danger is of its own channel."""
    proven = Resident(created_at=parts.clock.now())
    s.add(proven)
    s.flush()
    s.get_one(ContactPoint, sealed_reporter).resident_id = proven.id
    other, chat = (
        ContactPoint(channel=channel, address_key=f"of-{channel}", resident_id=proven.id, created_at=parts.clock.now())
        for channel in ("wechat", "webchat")
    )
    s.add_all([other, chat])
    s.flush()
    hand_over(s, parts, other.id, "asked")
    assert may_read(s, other.id) == {"desk", "supervisor"}
    assert may_read(s, chat.id) == {"desk", "second"}
    hand_over(s, parts, other.id, "danger_unsure")
    assert may_read(s, other.id) == {"desk", "second"}
    assert may_read(s, sealed_reporter) == {"desk", "supervisor"}
