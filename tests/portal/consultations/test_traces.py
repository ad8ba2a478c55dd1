"""What stays to be seen: objections that were taken back, phones that a scrutineer refused; and what a village is not offered."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import closing, enrolling, queries, scrutineer
from portal.consultations.verbs.watching import objections
from portal.kernel.roles import Role, StaffActor
from portal.staff import service as accounts
from portal.staff.models import Account, Committee
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import YES, World
from tests.portal.consultations.halting_world import halt
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of

WHY = "名册里漏了王秀英一家三口"
RAISED = re.compile(r"监票人提过异议 ?2026年\d+月\d+日 \d\d:\d\d提出，2026年\d+月\d+日 \d\d:\d\d撤回")


def withdrawn(world: World, found_id: int, clock: HandClock) -> None:
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now)
    clock.move(hours=2)
    with world.parts.db.write() as s:
        (one,) = objections.standing(s, queries.get(s, found_id))
        objections.answer(s, world.chair, found_id, one.id, "三口人不在本社区住", now=world.now)
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)


def test_an_objection_that_is_taken_back_leaves_its_trace(world: World, client: FlaskClient, clock: HandClock) -> None:
    """When it was raised and withdrawn, at once and beside the result; neither its words nor their answer."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1, 2], YES)
    assert "监票人提过异议" not in text_of(client.get(f"/consultations/{found_id}"))
    withdrawn(world, found_id, clock)
    assert RAISED.search(text_of(client.get(f"/consultations/{found_id}")))
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)
    closing.publish(world.parts, world.chair, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert RAISED.search(page)
    assert "王秀英" not in page
    assert "三口人" not in page
    scrutiny = client.get(f"/api/v1/consultations/{found_id}/record.json").get_json()["scrutiny"]
    assert scrutiny["objections"] == []
    (trace,) = scrutiny["objections_withdrawn"]
    assert sorted(trace) == ["at", "outside", "withdrawn_at"]
    assert trace["withdrawn_at"] > trace["at"]


def test_a_halted_vote_tells_of_an_objection_that_stood(world: World, client: FlaskClient) -> None:
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now)
    halt(world, found_id, why="问的就是由谁当居委会主任，不在这里投")
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert re.search(r"监票人提过异议 ?2026年\d+月\d+日 \d\d:\d\d提出，没有撤回", page)
    assert "三口" not in page


def test_the_preview_says_what_becomes_of_an_answer(world: World, client: FlaskClient) -> None:
    """Published if the objection stands; if it is withdrawn, only that there was one. So says the scrutineer's button."""
    found_id = world.open(roll=3)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now)
        (one,) = objections.standing(s, queries.get(s, found_id))
    act_as(client, world.chair)
    here = f"/committee/consultations/{found_id}"
    page = text_of(client.post(f"{here}/objections/{one.id}", data={"answer": "三口人不在本社区住"}))
    assert "公布结果的时候异议还在，答复和异议一起公布，写成" in page
    assert "监票人先撤回了，答复和异议的话都不公布，只写提过异议、什么时候提的、什么时候撤回的" in page
    act_as(client, world.scrutineer)
    assert "撤回以后，居民仍看得到提过异议、什么时候提的、什么时候撤回的" in text_of(client.get(here))


def test_a_shared_phone_that_the_scrutineer_refused_says_so_on_the_roll(world: World, client: FlaskClient) -> None:
    """With the day; gone once they agree."""
    people = "".join(f"居民{n},13800000001,{n},{n}01,\n" for n in (1, 2, 3))
    with world.parts.db.write() as s:
        found_id = world.draft(s).id
        enrolling.import_roll(s, world.chair, found_id, ("姓名,手机,户,房号,面积\n" + people).encode(), world.now)
        entries = [row.id for row in enrolling.masked_roll(s, queries.get(s, found_id))]
        for entry in entries:
            enrolling.confirm_entry(s, world.chair, found_id, entry, confirmed=True, now=world.now)
        scrutineer.decide_further_entry(s, world.scrutineer, found_id, entries[2], agree=False, now=world.now)
    for actor in (world.chair, world.scrutineer, world.supervisor):
        act_as(client, actor)
        page = text_of(client.get(f"/committee/consultations/{found_id}/roll"))
        assert len(re.findall(r"监票人 ?2026年\d+月\d+日 \d\d:\d\d ?没有同意", page)) == 1
    with world.parts.db.write() as s:
        enrolling.confirm_entry(s, world.chair, found_id, entries[2], confirmed=True, now=world.now)
        scrutineer.decide_further_entry(s, world.scrutineer, found_id, entries[2], agree=True, now=world.now)
    assert "没有同意" not in text_of(client.get(f"/committee/consultations/{found_id}/roll"))


@pytest.fixture
def village(world: World) -> StaffActor:
    """The chair of a village committee."""
    with world.parts.db.write() as s:
        committee = Committee(kind="villagers_committee", name="测试村委会", area="测试村")
        s.add(committee)
        s.flush()
        made = Account(username="village", password_hash="-", name="村主任", role=Role.CHAIR, created_at=world.now)
        made.committee_id = committee.id
        s.add(made)
        s.flush()
        found = accounts.active_actor(s, made.id)
    assert found is not None
    return found


def test_a_village_is_told_that_its_matters_are_not_here_yet(
    world: World, client: FlaskClient, village: StaffActor
) -> None:
    """Nothing of another law is offered, nor the button that leads to it."""
    act_as(client, village)
    listed = text_of(client.get("/committee"))
    assert "发起一个议题" not in listed
    assert "村民会议、村民代表会议的表决，这一版还没有" in listed
    for address in ("/committee/new", "/committee/new?topic=elect_committee", "/committee/new?topic=public_welfare"):
        page = text_of(client.get(address))
        assert "村民会议、村民代表会议的表决，这一版还没有" in page
        assert "居委会组织法" not in page
        assert "这里还办不了" not in page
