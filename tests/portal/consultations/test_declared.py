"""The scrutineer declares what the matter is, before it opens and while it runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.models import ScrutinyVerdict
from portal.consultations.verbs import closing, opening, queries, scrutineer
from portal.consultations.verbs.acting import GateMissing
from portal.consultations.verbs.watching import halting, objections, roll_history
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import YES, World
from tests.portal.consultations.declared_world import WHY, noticed, objection, open_and_objected
from tests.portal.consultations.halting_world import second_supervisor
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of


def confirm_by_page(world: World, client: FlaskClient, found_id: int, **answers: str) -> Any:
    """The scrutineer's form, as the page shows it, with other answers."""
    act_as(client, world.scrutineer)
    here = f"/committee/consultations/{found_id}"
    client.post(f"{here}/roll/look")
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', client.get(here).text)
    data = {"seen": seen, "roll": "1", "posting": "1", "clause": "1", "matter": "within"} | answers
    answer = client.post(f"{here}/scrutiny/confirm", data={key: value for key, value in data.items() if value})
    shown = re.search(r'name="shown" value="([^"]*)"', answer.text)
    if shown:
        (form,) = [one for one in answer.text.split("<form")[1:] if 'name="shown"' in one]
        again = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form.split("</form>")[0]))
        answer = client.post(f"{here}/scrutiny/confirm", data=again)
    return answer


def test_the_scrutineer_sees_the_matter_and_declares_what_it_is(world: World, client: FlaskClient) -> None:
    """Without a declaration nothing is confirmed; with it, everybody reads whose it is, and when."""
    found_id = noticed(world)
    page = text_of(confirm_by_page(world, client, found_id, matter=""))
    assert "请先声明" in page
    card = page[page.index("请您监票") :]
    for words in ("东门装路灯", "先修哪里？最多选两个", "东门 · 西门 · 水池", "这不是选举、罢免、补选", "公益事业"):
        assert words in card
    confirm_by_page(world, client, found_id)
    public = text_of(client.get(f"/consultations/{found_id}"))
    assert re.search(
        r"监票人声明 ?scrutineer，.{5,20}：这不是选举、罢免、补选，也不是问由谁当主任、谁带社区、谁留任；不是选聘",
        public,
    )
    with world.parts.db.write() as s:
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    assert "监票人声明" in text_of(client.get(f"/consultations/{found_id}"))


def test_for_owners_the_scrutineer_also_declares_that_no_more_of_them_must_agree(
    world: World, client: FlaskClient
) -> None:
    """Everybody reads it, unless it was confirmed before that was asked."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.owners_plan(), world.owners_chair)
    told = "也不是筹集维修资金、改建重建、改变共有部分的用途、利用共有部分经营"
    assert told in text_of(client.get(f"/consultations/{found_id}"))
    with world.parts.db.write() as s:
        s.execute(sa.text("UPDATE consultation_event SET detail = '{}' WHERE verb = 'scrutinised'"))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "监票人声明" in page
    assert told not in page


def test_a_confirmation_without_the_declaration_opens_nothing(world: World) -> None:
    """As one that was given before scrutineers were asked: it has to be given again."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
        s.execute(sa.update(ScrutinyVerdict).values(matter=""))
    with world.parts.db.write() as s, pytest.raises(GateMissing, match="再确认一次"):
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    with world.parts.db.write() as s:
        with pytest.raises(Invalid, match="请先声明"):
            world.confirm(s, found_id, matter="")
        world.confirm(s, found_id)
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)


def test_a_matter_that_is_declared_outside_does_not_open(world: World, client: FlaskClient) -> None:
    """That is an objection, with its reason; neither chair nor another scrutineer's confirmation helps."""
    found_id = noticed(world, title="邻里节活动")
    confirm_by_page(world, client, found_id, matter="outside", reason=WHY)
    with world.parts.db.write() as s:
        with pytest.raises(GateMissing, match="监票人有异议"):
            opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        with pytest.raises(Conflict, match="由督查来定"):
            objections.answer(s, world.chair, found_id, objection(world), "已经向监票人解释过了", now=world.now)
    act_as(client, world.supervisor)
    page = text_of(client.get(f"/committee/consultations/{found_id}"))
    assert f"（说这件事不归本委员会定）：{WHY}" in page
    assert "停止这次表决" in page


def test_the_supervisors_are_told_that_a_vote_waits_for_them(world: World, client: FlaskClient) -> None:
    """By SMS, once; not of other objections, nor a supervisor who has the chair's phone."""
    with world.parts.db.write() as s:
        s.get_one(Account, world.supervisor.id).phone = "13900000009"
        s.get_one(Account, world.chair.id).phone = "13900000001"
        second = Account(username="two", password_hash="-", name="two", role=Role.SUPERVISOR, created_at=world.now)
        second.phone = "13900000001"
        s.add(second)
    found_id = noticed(world, title="邻里节活动")
    confirm_by_page(world, client, found_id, matter="outside", reason=WHY)
    with world.parts.db.read() as s:
        rows = list(s.scalars(sa.select(OutboxRow).where(OutboxRow.dedupe_key.startswith("vote_outside:"))))
        (letter,) = s.scalars(sa.select(Letter).where(Letter.outbox_id.in_([row.id for row in rows])))
    assert "监票人提出“邻里节活动”不归委员会定，要您来定" in letter.text
    assert letter.address == "13900000009"


def test_the_supervisors_desk_names_the_votes_that_wait_for_them(world: World, client: FlaskClient) -> None:
    """Until it is decided; also another supervisor's proposal, and to nobody whose own it is."""
    found_id = noticed(world, title="邻里节活动")
    act_as(client, world.supervisor)
    waits = "表决“邻里节活动”等督查定"
    assert waits not in text_of(client.get("/desk"))
    halting.halt(world.parts, second_supervisor(world), found_id, "election", WHY)
    assert waits in text_of(client.get("/desk"))
    act_as(client, second_supervisor(world))
    assert waits not in text_of(client.get("/desk"))
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    assert waits in text_of(client.get("/desk"))
    halting.halt(world.parts, second_supervisor(world), found_id, "election", WHY)
    assert waits not in text_of(client.get("/desk"))


def test_outside_without_a_reason_is_neither_taken_nor_a_confirmation(world: World, client: FlaskClient) -> None:
    found_id = noticed(world)
    confirm_by_page(world, client, found_id, matter="outside")
    with world.parts.db.read() as s:
        assert list(s.scalars(sa.select(ScrutinyVerdict))) == []


def test_the_reason_for_a_short_notice_is_asked_against_the_matter(world: World, client: FlaskClient) -> None:
    """Answered with no, that is an objection; unanswered, nothing is confirmed."""
    found_id = noticed(world)
    with world.parts.db.write() as s:
        queries.get(s, found_id).special_circumstances = "3栋二楼水管爆裂，全楼停水，等不到十天"
    page = text_of(confirm_by_page(world, client, found_id))
    assert "每一项" in page
    assert (
        "委员会写的原因是“3栋二楼水管爆裂，全楼停水，等不到十天”，这次要定的是“东门装路灯”。这个原因说的是这件事吗"
        in page
    )
    confirm_by_page(world, client, found_id, circumstances="0", reason="水管爆裂和东门装路灯不相干")
    with world.parts.db.write() as s, pytest.raises(GateMissing, match="不相干"):
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    with world.parts.db.read() as s:
        assert [row.matter for row in s.scalars(sa.select(ScrutinyVerdict))] == [""]


def test_an_open_vote_is_not_counted_before_a_supervisor_has_decided(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """Whatever the chair answers; the public page says what it waits for."""
    found_id = open_and_objected(world)
    clock.move(days=4)
    assert "监票人认为这件事不归本委员会定，督查还没有定" in text_of(client.get(f"/consultations/{found_id}"))
    with pytest.raises(Conflict, match="督查定了以前不能计票"):
        closing.close(world.parts, world.chair, found_id)
    halting.halt(world.parts, world.supervisor, found_id, "election", WHY)
    with pytest.raises(Conflict, match="已停止"):
        closing.close(world.parts, world.chair, found_id)


def test_an_objection_needs_no_confirmation_to_be_sent(world: World, client: FlaskClient) -> None:
    """By a button of its own, which the browser sends with nothing ticked."""
    found_id = noticed(world)
    with world.parts.db.write() as s:
        roll_history.record_look(s, world.scrutineer, found_id, world.now)
    act_as(client, world.scrutineer)
    page = client.get(f"/committee/consultations/{found_id}").text
    assert "formnovalidate" in page
    assert "提异议的要写" in page


@pytest.mark.parametrize("pressed", [{"object": "1"}, {"object": "1", "reason": WHY}, {"reason": WHY}])
def test_an_objection_is_never_taken_for_a_confirmation(
    world: World, client: FlaskClient, pressed: dict[str, str]
) -> None:
    """By the objection's button with 不是那样的事 still chosen, or with a reason written: nothing is recorded, and why is said."""
    found_id = noticed(world)
    confirm_by_page(world, client, found_id, **pressed)
    with world.parts.db.read() as s:
        assert list(s.scalars(sa.select(ScrutinyVerdict))) == []
    assert "异议" in text_of(client.get(f"/committee/consultations/{found_id}"))


def test_after_the_count_it_is_an_objection_like_others(world: World, clock: HandClock) -> None:
    """Then the counts are known, and nothing may be stopped for them."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1, 2], YES)
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.write() as s:
        with pytest.raises(Conflict, match="票已经数了"):
            scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now)


def test_the_page_warns_before_the_notice_that_it_asks_about_a_person(world: World, client: FlaskClient) -> None:
    """By name or by office; another draft is not warned of."""
    asks = {"text": "谁来主持？", "kind": "choose", "most": 1}
    people = [{"code": "a", "label": "沈兰"}, {"code": "b", "label": "张三"}]
    with world.parts.db.write() as s:
        warned = world.draft(s, world.plan(title="邻里节", questions=[asks | {"options": people}])).id
        plain = world.draft(s).id
    act_as(client, world.chair)
    page = text_of(client.get(f"/committee/consultations/{warned}"))
    assert "题目或者说明里有像是问人、问职务的话：谁来、沈兰、张三。" in page
    assert "像是问人" not in text_of(client.get(f"/committee/consultations/{plain}"))
