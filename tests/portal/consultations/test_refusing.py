"""A supervisor who is asked to agree may say no: whoever asked reads why, and the same is not asked again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import closing, noticing, queries, scrutineer
from portal.consultations.verbs.watching import halting, objections, second_person
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.declared_world import objection
from tests.portal.consultations.halting_world import WHY, proposal, second_supervisor
from tests.portal.consultations.test_consultations_pages import text_of

NO = "题目问的是路灯装在哪里，没有问由谁当主任，不用停"
PEOPLE = [{"code": "a", "label": "沈兰"}, {"code": "b", "label": "张三"}]
ASKS = [{"text": "谁来牵头今后三年的工作？", "kind": "choose", "most": 1, "options": PEOPLE}]
RULED = "牵头工作的沈兰和张三都只办一次联欢活动，不是居委会的职务"


def third_supervisor(world: World) -> StaffActor:
    with world.parts.db.write() as s:
        made = Account(username="督查三", password_hash="-", name="督查三", role=Role.SUPERVISOR, created_at=world.now)
        s.add(made)
        s.flush()
        return StaffActor(id=made.id, username=made.username, name=made.name, role=Role.SUPERVISOR)


def refuse(world: World, actor: StaffActor, found_id: int, why: str = NO) -> None:
    number = proposal(world, found_id)
    with world.parts.db.write() as s:
        halting.refuse(s, actor, found_id, number, why, now=world.now)


def waits_for(world: World, actor: StaffActor) -> list[int]:
    with world.parts.db.read() as s:
        return [one.id for one in second_person.votes_waiting(s, s.get_one(Account, actor.id))]


def test_the_second_says_no_and_the_first_reads_why(world: World, client: FlaskClient) -> None:
    """On the pages; the reason with residents masked; the proposal counts no more where nobody else could agree."""
    found_id, other = world.open(roll=3), second_supervisor(world)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    number = proposal(world, found_id)
    here = f"/committee/consultations/{found_id}"
    act_as(client, other)
    assert "不同意停止" in text_of(client.get(here))
    refused = client.post(f"{here}/halt/refuse", data={"proposal": number, "why": "不行"})
    assert refused.status_code == 422
    assert "不行" in refused.text
    why = "居民1说的不算，" + NO
    assert "您没有同意" in text_of(
        client.post(f"{here}/halt/refuse", data={"proposal": number, "why": why}, follow_redirects=True)
    )
    act_as(client, world.supervisor)
    page = text_of(client.get(here))
    assert "督查督查二没有同意" in page
    assert NO in page
    assert "居民1说" not in page
    assert "这个提议不算数了" in page
    with pytest.raises(Conflict, match="换过了"):
        halting.agree(world.parts, other, found_id, number)
    assert "督查督查二没有同意：看他写的原因" in text_of(client.get("/desk"))
    act_as(client, other)
    assert "没有同意：看他写的原因" not in text_of(client.get("/desk"))


def test_the_same_ground_is_not_asked_again_another_one_is(world: World) -> None:
    """By nobody who could only ask the same person; nor by taking the proposal back first. A scrutineer's objection is new."""
    found_id, other = world.open(roll=3), second_supervisor(world)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    refuse(world, other, found_id)
    for drop in (False, True):
        if drop:
            with world.parts.db.write() as s:
                halting.take_back(s, world.supervisor, found_id, world.now)
        with pytest.raises(Conflict, match="不再问一遍"):
            halting.halt(world.parts, world.supervisor, found_id, "election", "换了个说法，问的还是由谁当主任的事")
    assert waits_for(world, other) == []
    assert not halting.halt(world.parts, world.supervisor, found_id, "owners", "问的是换哪家物业来管，要由业主共同决定")
    assert waits_for(world, other) == [found_id]
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    assert halting.halt(world.parts, world.supervisor, found_id, "election", WHY)


def test_one_no_does_not_bind_a_third(world: World) -> None:
    """Who refused is told nothing more; a third one still agrees, and so no friend of the chair kills a halt by refusing first."""
    found_id, other, third = world.open(roll=3), second_supervisor(world, phone="13900000008"), third_supervisor(world)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    refuse(world, other, found_id)
    assert (waits_for(world, other), waits_for(world, third)) == ([], [found_id])
    with world.parts.db.read() as s:
        before = s.query(OutboxRow).count()
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with world.parts.db.read() as s:
        assert s.query(OutboxRow).count() == before
    halting.agree(world.parts, third, found_id, proposal(world, found_id))
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "halted"


def test_nobody_refuses_their_own_proposal(world: World) -> None:
    found_id, other = world.open(roll=3), second_supervisor(world, phone="13900000007")
    with world.parts.db.write() as s:
        s.get_one(Account, world.supervisor.id).phone = "+86 139 0000 0007"
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    for actor in (world.supervisor, other):
        with pytest.raises(Forbidden):
            refuse(world, actor, found_id)
    with pytest.raises(Forbidden):
        refuse(world, world.chair, found_id)


def ruled(world: World) -> int:
    """An open vote on persons, on which a supervisor ruled that it is the committee's."""
    found_id = world.open(world.plan(title="社区工作谁来牵头", questions=ASKS, secrecy="named"), roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    with world.parts.db.write() as s:
        assert objections.rule_within(
            s, world.supervisor, found_id, objection(world), RULED, ground="no_office", now=world.now
        )
    return found_id


def test_a_ruling_that_another_refuses_does_not_count(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Everybody reads that they did not agree; whoever ruled reads why; on the same ground nobody rules again."""
    found_id, other = ruled(world), second_supervisor(world)
    act_as(client, other)
    here = f"/committee/consultations/{found_id}/objections/{objection(world)}/ruling/refuse"
    why = "牵头三年就是当主任，不是办一次活动"
    assert client.post(here, data={"why": ""}).status_code == 422
    client.post(here, data={"why": why})
    act_as(client, world.supervisor)
    page = text_of(client.get(f"/committee/consultations/{found_id}"))
    assert why in page
    assert "督查督查二没有同意" in page
    public = text_of(client.get(f"/consultations/{found_id}"))
    assert "督查督查二看过，没有同意" in public
    assert why not in public
    with world.parts.db.write() as s, pytest.raises(Conflict, match="不再问一遍"):
        objections.rule_within(
            s, world.supervisor, found_id, objection(world), RULED, ground="no_office", now=world.now
        )
    with world.parts.db.write() as s, pytest.raises(Conflict, match="没有等"):
        objections.agree_to_ruling(s, other, found_id, objection(world), now=world.now)
    clock.move(days=4)
    with pytest.raises(Conflict, match="督查定了以前不能计票"):
        closing.close(world.parts, world.chair, found_id)


def test_a_third_may_agree_to_a_ruling_that_one_refused(world: World, clock: HandClock) -> None:
    found_id, other, third = ruled(world), second_supervisor(world), third_supervisor(world)
    with world.parts.db.write() as s:
        objections.refuse_ruling(
            s, other, found_id, objection(world), "牵头三年就是当主任，不是办一次活动", now=world.now
        )
        objections.agree_to_ruling(s, third, found_id, objection(world), now=world.now)
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)


def test_a_notice_that_is_taken_back_ends_what_was_refused(world: World) -> None:
    """The next one may ask something else."""
    other = second_supervisor(world)
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    refuse(world, other, found_id)
    with world.parts.db.write() as s:
        noticing.take_back_notice(s, world.chair, found_id, world.now)
        found = queries.get(s, found_id)
        found.state, found.notice_on, found.notice_recorded_at = "noticed", world.now.date(), world.now
    assert not halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with pytest.raises(Invalid, match="为什么不同意"):
        refuse(world, other, found_id, "不行")
