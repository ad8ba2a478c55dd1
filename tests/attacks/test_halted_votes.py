"""Whoever wants a vote gone before it is counted, alone: on the staff's pages, by a second account, by words, by SQL.

Beside each stands whoever halts a vote as they may, and a broken twin: the program without the one guard that the attack
has to get past. There it succeeds, and `goes_on` or `is_caught`, by which the test judges, says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.law import gates
from portal.consultations.models import NamedBallot
from portal.consultations.verbs import (
    closing,
    enrolling,
    noticing,
    opening,
    queries,
    scrutineer,
    scrutiny_status,
)
from portal.consultations.verbs.watching import halting, second_person
from portal.kernel.errors import Problem
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from tests.attacks.halted_votes_world import account, propose_and_agree, running
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World, roll_csv, world
from tests.portal.consultations.halting_world import WHY, proposal
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_second_person import confirm_preview

__all__ = ["world"]

IN_OFFICE = "陈建国继续当3栋楼组长"
SAID = "题目问的是陈建国留不留任，就是换了说法的罢免"
PHONE = "+8613900000001"


def goes_on(world: World, clock: HandClock, found: int) -> None:
    """It is still open, no choice is gone, and it is counted as it was cast."""
    with world.parts.db.read() as s:
        assert queries.get(s, found).state == "open"
        assert sorted(str(one) for one in s.scalars(sa.select(NamedBallot.choices))) == [
            "{'q1': ['no']}",
            "{'q1': ['no']}",
            "{'q1': ['yes']}",
        ]
    clock.move(days=4)
    closing.close(world.parts, world.chair, found)
    with world.parts.db.read() as s:
        result = queries.get(s, found).result
        assert result is not None
        counts = {option["code"]: option["count"] for option in result["questions"][0]["options"]}
        assert counts == {"yes": 1, "no": 2, "abstain": 0}


def has_phone(world: World, actor: StaffActor, phone: str = PHONE) -> None:
    with world.parts.db.write() as s:
        s.get_one(Account, actor.id).phone = phone


def tried(act: Callable[[], object]) -> None:
    """What the program refuses is what an attacker goes past."""
    try:
        act()
    except Problem:
        return


# --- the attackers ----------------------------------------------------------------------------------------------


def the_chair_who_is_losing(world: World, client: FlaskClient, found: int) -> None:
    """Every button of every page; then two supervisor's accounts that an operator made for the chair, on the chair's phone."""
    act_as(client, world.chair)
    here = f"/committee/consultations/{found}"
    data = {"ground": "election", "reason": WHY, "proposal": "1", "shown": "election 0 " + WHY}
    for path in ("halt", "halt/agree", "halt/take-back", "void", "take-back", "edit"):
        client.post(f"{here}/{path}", data=data)
    has_phone(world, world.chair)
    second = account(world, "chair-2", Role.SUPERVISOR, phone="139 0000 0001")
    third = account(world, "chair-3", Role.SUPERVISOR, phone=PHONE)
    tried(lambda: propose_and_agree(world, found, second, third))


def one_supervisor_who_wants_other_options(world: World, client: FlaskClient, found: int) -> None:
    """Halts it by agreeing with herself, by her own account and by a second one on her phone, to have it asked otherwise."""
    has_phone(world, world.supervisor)
    second = account(world, "supervisor-2", Role.SUPERVISOR, phone=PHONE)
    act_as(client, world.supervisor)
    confirm_preview(client, found)
    number = {"proposal": str(proposal(world, found))}
    for actor in (world.supervisor, second):
        act_as(client, actor)
        client.post(f"/committee/consultations/{found}/halt/agree", data=number)


def one_friend_of_whoever_is_in_office(world: World, client: FlaskClient, found: int) -> None:
    """A supervisor who is a scrutineer, too, on the same phone: she objects as one and halts as the other, with a fitting reason."""
    has_phone(world, world.supervisor)
    with world.parts.db.read() as s:
        home = s.get_one(Account, world.scrutineer.id).committee_id
    second = account(world, "supervisor-2", Role.SCRUTINEER, phone="139-0000-0001", committee=home)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, second, found, SAID, world.now, outside=True)
    act_as(client, world.supervisor)
    confirm_preview(client, found, SAID)
    with world.parts.db.write() as s:
        if queries.get(s, found).state == "open":
            scrutineer.withdraw(s, second, found, world.now)


def a_scrutineer_who_was_refused(world: World, client: FlaskClient, found: int) -> None:
    """She says that it is not the committee's, is not believed, and presses the supervisor's buttons herself."""
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found, WHY, world.now, outside=True)
    act_as(client, world.scrutineer)
    here = f"/committee/consultations/{found}"
    data = {"ground": "election", "reason": WHY, "shown": f"election {world.scrutineer.id} {WHY}", "proposal": "1"}
    for path in ("halt", "halt/agree", "halt/take-back", "void"):
        assert client.post(f"{here}/{path}", data=data).status_code in (403, 404)
    tried(lambda: halting.halt(world.parts, world.scrutineer, found, "election", WHY))
    with world.parts.db.write() as s:
        if queries.get(s, found).state == "open":
            scrutineer.withdraw(s, world.scrutineer, found, world.now)


Attack = Callable[[World, FlaskClient, int], None]
ATTACKS: list[tuple[Attack, str]] = [
    (the_chair_who_is_losing, "东门装路灯"),
    (one_supervisor_who_wants_other_options, "东门装路灯"),
    (one_friend_of_whoever_is_in_office, IN_OFFICE),
    (a_scrutineer_who_was_refused, "东门装路灯"),
]


@pytest.mark.parametrize(("attack", "title"), ATTACKS, ids=[attack.__name__ for attack, _title in ATTACKS])
def test_nobody_alone_halts_a_vote(
    world: World, client: FlaskClient, clock: HandClock, attack: Attack, title: str
) -> None:
    found = running(world, title=title)
    attack(world, client, found)
    goes_on(world, clock, found)


def _no_phone_is_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scrutiny_status, "_phone", lambda _phone: "")


def _anybody_is_a_second_person(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scrutiny_status, "same_person", lambda *_any: False)


def _a_scrutineer_may_halt(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(halting, "_to_halt", lambda s, _actor, number: queries.get(s, number, lock="change"))
    patch.setattr(second_person, "objector_to", lambda s, _vote, account: account)


TWINS = [
    (the_chair_who_is_losing, _no_phone_is_compared),
    (one_supervisor_who_wants_other_options, _anybody_is_a_second_person),
    (one_friend_of_whoever_is_in_office, _anybody_is_a_second_person),
    (a_scrutineer_who_was_refused, _a_scrutineer_may_halt),
]


@pytest.mark.parametrize(("attack", "broken"), TWINS, ids=[attack.__name__ for attack, _broken in TWINS])
def test_without_its_guard_each_of_them_is_seen_to_succeed(
    world: World,
    client: FlaskClient,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    attack: Attack,
    broken: Callable[[pytest.MonkeyPatch], None],
) -> None:
    found = running(world, title=dict(ATTACKS)[attack])
    broken(monkeypatch)
    attack(world, client, found)
    with pytest.raises(AssertionError, match="halted"):
        goes_on(world, clock, found)


@pytest.mark.parametrize("title", ["东门装路灯", IN_OFFICE])
def test_two_who_may_do_halt_it(world: World, client: FlaskClient, title: str) -> None:
    """Honest: another supervisor agrees; or a scrutineer with a phone of their own has said so before."""
    second = account(world, "supervisor-2", Role.SUPERVISOR, phone=PHONE)
    found = running(world, title=title)
    propose_and_agree(world, found, world.supervisor, second, SAID)
    assert "督查supervisor提议、督查supervisor-2同意停止" in text_of(client.get(f"/consultations/{found}"))
    other = running(world, title=title)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, other, WHY, world.now, outside=True)
    act_as(client, world.supervisor)
    confirm_preview(client, other)
    assert "监票人scrutineer先提出" in text_of(client.get(f"/consultations/{other}"))


# --- asked anew with other options -------------------------------------------------------------------------------


def asked_anew(world: World) -> None:
    """The same title with options that suit the chair, noticed now and opened at once."""
    options = [{"code": "a", "label": "同意"}, {"code": "b", "label": "同意，晚一点"}]
    asks = [{"text": "同意吗？", "kind": "choose", "most": 1, "options": options}]
    with world.parts.db.write() as s:
        opens = world.now + timedelta(hours=1)
        anew = world.draft(s, world.plan(questions=asks, opens_at=opens, closes_at=opens + timedelta(days=3)))
        world.file_all(s, anew, world.chair, world.now.date())
        assert enrolling.import_roll(s, world.chair, anew.id, roll_csv(3), world.now).good
        number = anew.id
    with world.parts.db.write() as s:
        noticing.give_notice(s, world.chair, number, on=world.now.date(), record="各单元门口", now=world.now)
    with world.parts.db.write() as s:
        world.confirm(s, number)
    with world.parts.db.write() as s:
        opening.open_vote(s, world.chair, number, world.ring, world.now)


def halted_and_asked_anew(world: World) -> int:
    """Two have halted it lawfully; then the chair asks it otherwise the same day. Returns the halted one."""
    found = running(world)
    propose_and_agree(world, found, world.supervisor, account(world, "supervisor-2", Role.SUPERVISOR))
    tried(lambda: asked_anew(world))
    return found


def nothing_is_asked_anew(world: World, client: FlaskClient, found: int) -> None:
    """No other vote is open or noticed, and the halted one still stands there for everybody, with its options, who halted it and why."""
    page = text_of(client.get(f"/consultations/{found}"))
    for words in ("这次表决已停止，没有结果", "督查supervisor提议", WHY):
        assert words in page
    listed = client.get("/api/v1/consultations").get_json()["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(found, "halted")]


def test_what_was_halted_is_not_asked_otherwise_the_same_day(world: World, client: FlaskClient) -> None:
    """It needs its days of notice, its roll and its scrutineer like any vote."""
    nothing_is_asked_anew(world, client, halted_and_asked_anew(world))


def test_without_what_a_notice_needs_it_would_be_asked_anew(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates.Check, "blocks", property(lambda _check: False))
    monkeypatch.setattr(noticing, "_refuse_too_early", lambda *_any: None)
    found = halted_and_asked_anew(world)
    with pytest.raises(AssertionError):
        nothing_is_asked_anew(world, client, found)
