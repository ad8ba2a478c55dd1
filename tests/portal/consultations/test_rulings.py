"""A supervisor rules whether a matter is the committee's: on what grounds, with which words, and what is published of it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.law import outside_power
from portal.consultations.law.decided_elsewhere import topic_elsewhere
from portal.consultations.law.template_loader import load_templates
from portal.consultations.models import RollEntry
from portal.consultations.verbs import closing, noticing, queries, scrutineer
from portal.consultations.verbs.watching import objections, second_person
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.declared_world import WHY, noticed, objection, open_and_objected
from tests.portal.consultations.halting_world import second_supervisor
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of

BACK = "要定的是东门装路灯先修哪里，选项里没有人名"


def test_a_supervisor_may_find_it_within_and_both_are_published(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """Not the chair, not the scrutineer; as the supervisor's words, not the committee's."""
    found_id = open_and_objected(world)
    clock.move(days=4)
    with world.parts.db.write() as s:
        for actor in (world.chair, world.scrutineer):
            with pytest.raises(Forbidden, match="只有督查"):
                objections.rule_within(
                    s, actor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
                )
        objections.rule_within(
            s, world.supervisor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
        )
    closing.close(world.parts, world.chair, found_id)
    closing.publish(world.parts, world.chair, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert f"监票人说这件事不归本委员会定：{WHY}" in page
    assert f"督查：{BACK}" in page
    (told,) = client.get(f"/api/v1/consultations/{found_id}/record.json").get_json()["scrutiny"]["objections"]
    assert (told["outside"], told["answered_by"], told["answer"]) == (True, "supervisor", BACK)


def test_what_a_supervisor_has_ruled_on_is_not_objected_to_without_end(world: World, clock: HandClock) -> None:
    """Withdrawn and raised anew it would keep the votes from ever being counted; any other objection is still taken."""
    found_id = open_and_objected(world)
    with world.parts.db.write() as s:
        ground = "residents_matter"
        objections.rule_within(s, world.supervisor, found_id, objection(world), BACK, ground=ground, now=world.now)
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
        with pytest.raises(Conflict, match="不再停一次"):
            scrutineer.object_to(s, world.scrutineer, found_id, "换个说法还是选举居委会主任", world.now, outside=True)
        scrutineer.object_to(s, world.scrutineer, found_id, "票箱旁边一直站着候选的人", world.now)
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)


def test_one_scrutineer_objects_so_often_and_no_more(world: World) -> None:
    found_id = noticed(world)
    with world.parts.db.write() as s:
        for n in range(scrutineer.MOST_OBJECTIONS):
            scrutineer.object_to(s, world.scrutineer, found_id, f"名册第{n + 1}行的人已经搬走了", world.now)
            scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
        with pytest.raises(Conflict, match="请直接告诉督查"):
            scrutineer.object_to(s, world.scrutineer, found_id, "名册上少了一户人家", world.now)


@pytest.mark.parametrize(
    ("why", "asked"),
    [
        ("选节目，是文化活动，不是选人", ["邻里节活动", "演什么？"]), ("活动安排，由居民议定，合乎组织法", ["邻里节活动", "演什么？"]),
        ("问的是灯装在哪个门，公益事业", ["东门装路灯", "先修哪里？"]), ("只问路灯，换物业的事没有写进题目", ["东门装路灯", "先修哪里？"]),
        ("装路灯归居民定，居委会主任由选举产生，和这个没关系", ["东门装路灯", "先修哪里？"]), ("书记支持的健身操活动排在几点，是公共事务", ["健身操活动排在几点"]),
    ],
)  # fmt: skip
def test_a_ruling_may_say_what_is_asked_in_its_own_words(why: str, asked: list[str]) -> None:
    template = load_templates()["residents_assembly"]
    assert outside_power.says_what_is_asked(why, asked)
    assert not any(topic_elsewhere(template, [said]) for said in outside_power.said_without_no(why))


def test_objection_and_ruling_are_public_at_once_and_stay(world: World, client: FlaskClient, clock: HandClock) -> None:
    """While people vote, with the ground and who ruled; also once the scrutineer has withdrawn, and beside the result."""
    found_id = open_and_objected(world)
    here = f"/consultations/{found_id}"
    assert f"监票人说这件事不归本委员会定：{WHY}" in text_of(client.get(here))
    with world.parts.db.write() as s:
        objections.rule_within(
            s, world.supervisor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
        )
    told = (f"监票人说这件事不归本委员会定：{WHY}", "督查supervisor定了可以由本委员会定：题目和选项里没有人选", BACK)
    page = text_of(client.get(here))
    assert all(words in page for words in told)
    with world.parts.db.write() as s:
        with pytest.raises(Conflict, match="已经定过了"):
            objections.rule_within(
                s, world.supervisor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
            )
        scrutineer.withdraw(s, world.scrutineer, found_id, world.now)
    clock.move(days=4)
    closing.close(world.parts, world.chair, found_id)
    closing.publish(world.parts, world.chair, found_id)
    page = text_of(client.get(here))
    assert all(words in page for words in told)
    assert "撤回了这条异议" in page
    scrutiny = client.get(f"/api/v1{here}/record.json").get_json()["scrutiny"]
    assert [(one["ruling"], bool(one["withdrawn_at"])) for one in scrutiny["objections"]] == [
        ("residents_matter", True)
    ]
    assert scrutiny["objections_withdrawn"] == []


@pytest.mark.parametrize(
    ("ground", "why", "says"),
    [
        ("", BACK, "凭哪一条"), ("owners_matter", BACK, "凭哪一条"), ("no_office", "可以投", "10 到 500"), ("no_office", "领导同意的，照投，没问题的", "谁同意、谁要求"),
        *(
            ("no_office", why, "谁同意、谁要求")
            for why in (
                "街道书记点头了，可以照常投", "上级已经批准，没有问题，继续投票", "区里已经研究决定由我们来组织这次表决", "这是区里部署的重点工作，必须完成", "组织部门已经审查过这个方案",
                "已经请示过了，可以由委员会来办", "这件事我问过了，完全没有问题的", "监票人理解错了，请继续进行投票", "监票人多虑了，这件事本来就可以投", "大家都想投，就让大家投嘛",
                "通知都发了，不投说不过去", "领导同意东门装路灯的，照投",
            )
        ),
        ("no_office", "东门装路灯是名头，题目问的就是谁当主任，照投", "不归本委员会定的事"),
    ],
)  # fmt: skip
def test_a_ruling_needs_a_ground_and_a_reason_of_its_own(world: World, ground: str, why: str, says: str) -> None:
    found_id = open_and_objected(world)
    with world.parts.db.write() as s, pytest.raises(Invalid, match=says):
        objections.rule_within(s, world.supervisor, found_id, objection(world), why, ground=ground, now=world.now)


def test_a_ruling_is_on_the_matter_that_was_noticed(world: World, client: FlaskClient) -> None:
    """Once that notice is taken back, neither ruling nor objection is of what is asked then; the page says of what they were."""
    found_id = noticed(world, title="邻里节联欢会主持人")
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        (one,) = objections.standing(s, queries.get(s, found_id))
        said = "选的是邻里节联欢会的主持人，不是居委会职务"
        objections.rule_within(s, world.supervisor, found_id, one.id, said, ground="no_office", now=world.now)
        assert not objections.is_undecided(s, queries.get(s, found_id))
        noticing.take_back_notice(s, world.chair, found_id, world.now)
        found = queries.get(s, found_id)
        found.title = "今后三年由沈兰牵头社区工作吗"
        found.state, found.notice_on, found.notice_recorded_at = "noticed", world.now.date(), world.now
        assert objections.is_undecided(s, found)
        assert second_person.objector_to(s, found, s.get_one(Account, world.supervisor.id)) is None
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "监票人对撤回了的上一次通知提过异议" in page
    assert "监票人认为这件事" not in page
    assert "上面说的是后来撤回了的那次通知，那时的题目是“邻里节联欢会主持人”，不是现在这一次" in page
    with world.parts.db.write() as s:
        objections.rule_within(
            s,
            world.supervisor,
            found_id,
            objection(world),
            "问的是由沈兰牵头社区工作的一次活动安排",
            ground="no_office",
            now=world.now,
        )
        assert not objections.is_undecided(s, queries.get(s, found_id))
    assert "督查最后定的是现在这一次" in text_of(client.get(f"/consultations/{found_id}"))


def test_one_supervisor_alone_lets_no_vote_on_persons_pass(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Where title or options name persons, "nobody is asked of" is refused, and any other ground takes two supervisors."""
    people = [{"code": "a", "label": "沈兰"}, {"code": "b", "label": "张三"}]
    asks = [{"text": "谁来牵头今后三年的工作？", "kind": "choose", "most": 1, "options": people}]
    found_id = world.open(world.plan(title="社区大事", questions=asks), roll=3)
    vote(world, found_id, [1, 2], {"q1": ["a"]})
    said = "沈兰和张三选一位，牵头今后三年工作，是公益"
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
        (one,) = objections.standing(s, queries.get(s, found_id))
        with pytest.raises(Invalid, match="凭哪一条"):
            objections.rule_within(
                s, world.supervisor, found_id, one.id, said, ground="residents_matter", now=world.now
            )
        objections.rule_within(s, world.supervisor, found_id, one.id, said, ground="no_office", now=world.now)
        with pytest.raises(Forbidden, match="两位督查"):
            objections.agree_to_ruling(s, world.supervisor, found_id, one.id, now=world.now)
    clock.move(days=4)
    with pytest.raises(Conflict, match="督查定了以前不能计票"):
        closing.close(world.parts, world.chair, found_id)
    assert "要另一位督查也同意才算定" in text_of(client.get(f"/consultations/{found_id}"))
    act_as(client, second_supervisor(world))
    here = f"/committee/consultations/{found_id}"
    assert "同意由本委员会定" in text_of(client.get(here))
    client.post(f"{here}/objections/{objection(world)}/ruling/agree")
    assert "督查督查二也看过，同意" in text_of(client.get(f"/consultations/{found_id}"))
    closing.close(world.parts, world.chair, found_id)


def test_public_words_are_masked_by_the_roll_as_it_is_now(world: World, client: FlaskClient) -> None:
    """Whoever came onto it after the objection is masked, too."""
    found_id = noticed(world)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, "欧阳丹凤被推出来当带头人", world.now, outside=True)
    assert "欧阳丹凤" in text_of(client.get(f"/consultations/{found_id}"))
    with world.parts.db.write() as s:
        s.add(RollEntry(consultation_id=found_id, line=99, name="欧阳丹凤", phone="", household="9-9", unit="9栋909室"))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "被推出来当带头人" in page
    assert "丹凤" not in page


def test_whoever_left_the_roll_stays_masked(world: World, client: FlaskClient) -> None:
    """What was masked when it was written stays so, whatever roll comes after it; also as a ruling is added."""
    found_id = noticed(world)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, "居民5被推出来当带头人，住1栋5室", world.now, outside=True)
    with world.parts.db.write() as s:
        s.execute(sa.update(RollEntry).where(RollEntry.name == "居民5").values(name="王大明", unit="7栋707室"))
    assert "居民5" not in text_of(client.get(f"/consultations/{found_id}"))
    with world.parts.db.write() as s:
        objections.rule_within(
            s, world.supervisor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
        )
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert BACK in page
    assert "居民5" not in page


def test_nobody_rules_against_the_table(world: World) -> None:
    """What it names as an election stays one, whatever the supervisor writes."""
    found_id = open_and_objected(world)
    with world.parts.db.write() as s:
        s.execute(sa.text("UPDATE consultation SET title = '居委會主任人選'"))
        with pytest.raises(Conflict, match="督查也不能定成"):
            objections.rule_within(
                s, world.supervisor, found_id, objection(world), BACK, ground="residents_matter", now=world.now
            )


def test_the_supervisors_page_decides_it(world: World, client: FlaskClient) -> None:
    """Once what will be published was shown."""
    found_id = open_and_objected(world)
    act_as(client, world.supervisor)
    here = f"/committee/consultations/{found_id}/objections/{objection(world)}/ruling"
    said = {"answer": BACK, "ruling": "residents_matter"}
    answer = client.post(here, data=said)
    assert "提交以后马上公布" in text_of(answer)
    shown = re.search(r'name="shown" value="([^"]*)"', answer.text)
    assert shown
    client.post(here, data=said | {"shown": shown.group(1)})
    assert "定了：这件事可以由本委员会定" in text_of(client.get(f"/committee/consultations/{found_id}"))
