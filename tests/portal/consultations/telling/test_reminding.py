"""Once before a vote ends, those who agreed to hear from us are reminded of it; nobody learns who voted, or what."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.models import Consultation
from portal.consultations.verbs.telling import reminding
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.models import OutboxRow
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.wording import templates
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import YES, World, phone
from tests.portal.consultations.test_closing import vote


def agreed(world: World, *numbers: int) -> None:
    """These residents proved their numbers and were told what we use them for."""
    for number in numbers:
        world.resident(number)
        with world.parts.db.write() as s:
            residents.record_notice(s, point_of(s, number).id, world.now)


def point_of(s: Session, number: int) -> ContactPoint:
    return s.scalars(sa.select(ContactPoint).where(ContactPoint.address == phone(number))).one()


def near_the_end(world: World, clock: HandClock, found_id: int) -> None:
    """Ten in the morning, within a day of the end."""
    with world.parts.db.read() as s:
        ends = s.get_one(Consultation, found_id).closes_at
    moment = (ends - timedelta(hours=23)).astimezone(SHANGHAI)
    while not 9 <= moment.hour < 17:
        moment += timedelta(hours=1)
    clock.move(seconds=(moment - clock.now()).total_seconds())


def reminded(world: World) -> list[str]:
    """The numbers to which a reminder was queued."""
    with world.parts.db.read() as s:
        rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.dedupe_key.startswith("vote_ends:")))
        return sorted(s.get_one(ContactPoint, one.payload["contact_point_id"]).address for one in rows)


def test_of_a_named_vote_those_without_a_ballot_hear_once(world: World, clock: HandClock) -> None:
    """Not before the last day, and never again."""
    agreed(world, 1, 2)
    found_id = world.open(world.plan(secrecy="named"), roll=4)
    vote(world, found_id, [1], YES)
    assert reminding.remind(world.parts) == 0
    near_the_end(world, clock, found_id)
    assert reminding.remind(world.parts) == 1
    assert reminded(world) == [phone(2)]
    assert reminding.remind(world.parts) == 0


def test_of_a_secret_vote_no_list_tells_who_voted(world: World, clock: HandClock) -> None:
    agreed(world, 1, 2)
    found_id = world.open(world.plan(secrecy="secret"), roll=4)
    vote(world, found_id, [1], YES)
    near_the_end(world, clock, found_id)
    reminding.remind(world.parts)
    assert reminded(world) == [phone(1), phone(2)]


@pytest.mark.parametrize(
    "why", ["no_push", "opted_out_at", "withdrawn", "held", "not told", "unproven", "not on the roll"]
)
def test_who_did_not_agree_hears_nothing(world: World, clock: HandClock, why: str) -> None:
    """A number that only the committee's file has is never written to."""
    if why == "not told":
        world.resident(1)
    elif why != "unproven":
        agreed(world, 9 if why == "not on the roll" else 1)
    with world.parts.db.write() as s:
        if why == "no_push":
            point_of(s, 1).no_push = True
        elif why == "opted_out_at":
            residents.opt_out(s, point_of(s, 1), world.now)
        elif why == "withdrawn":
            residents.withdraw_consent(s, point_of(s, 1), world.now)
        elif why == "held":
            residents.hold(point_of(s, 1), world.now)
    found_id = world.open(world.plan(secrecy="named"), roll=4)
    near_the_end(world, clock, found_id)
    reminding.remind(world.parts)
    assert reminded(world) == []


def test_who_agreed_again_hears(world: World, clock: HandClock) -> None:
    """The last word counts, of each number its own."""
    agreed(world, 1, 2)
    with world.parts.db.write() as s:
        for number in (1, 2):
            residents.withdraw_consent(s, point_of(s, number), world.now)
        residents.opt_in(s, point_of(s, 1), world.now)
    found_id = world.open(world.plan(secrecy="named"), roll=4)
    near_the_end(world, clock, found_id)
    reminding.remind(world.parts)
    assert reminded(world) == [phone(1)]


def test_nobody_is_woken(world: World, clock: HandClock) -> None:
    """At night, and when it ends at once, nothing is sent."""
    agreed(world, 1)
    found_id = world.open(world.plan(secrecy="named"), roll=4)
    near_the_end(world, clock, found_id)
    night = clock.now().astimezone(SHANGHAI).replace(hour=23) - clock.now()
    clock.move(seconds=night.total_seconds())
    reminding.remind(world.parts)
    assert reminded(world) == []


def test_the_words_say_neither_who_voted_nor_what(world: World) -> None:
    """And how to stop them."""
    params = {"words": "东门装路灯", "month": "12", "day": "3", "clock": "18:00"}
    said = templates.render(world.parts.settings.community, "vote_ends", params)
    assert "东门装路灯" in said
    assert "退订" in said
    assert "您还没" not in said
