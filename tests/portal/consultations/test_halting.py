"""A supervisor halts a vote that is outside the committee's power: who may, when, on what ground, and what is left of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.models import (
    Envelope,
    NamedBallot,
    NamedBallotTrace,
    OpenedBallot,
)
from portal.consultations.verbs import (
    closing,
    noticing,
    opening,
    queries,
    voting,
)
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from tests.portal.conftest import HandClock
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import NO, YES, World
from tests.portal.consultations.halting_world import WHY, halt, press
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of


def noticed(world: World) -> int:
    with world.parts.db.write() as s:
        return world.noticed(s)


def count(world: World, what: Any) -> int:
    with world.parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(what)) or 0


@pytest.mark.parametrize("secrecy", ["secret", "named"])
def test_a_halted_vote_is_never_counted_and_keeps_no_choice(world: World, clock: HandClock, secrecy: str) -> None:
    """Not by closing, nor by the worker; the key is destroyed, and nobody votes any more."""
    found_id = world.open(world.plan(secrecy=secrecy), roll=4)
    vote(world, found_id, [1, 2], YES)
    vote(world, found_id, [2], NO)
    halt(world, found_id)
    clock.move(days=4)
    with pytest.raises(Conflict, match="已停止"):
        closing.close(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已停止"):
        closing.publish(world.parts, world.chair, found_id)
    closing.destroy_leftover_keys(world.parts)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert (found.state, found.result) == ("halted", None)
        assert found.key_destroyed == (secrecy == "secret")
        assert not any(s.scalars(sa.select(Envelope.sealed)))
        assert not any(s.scalars(sa.select(NamedBallot.choices)))
        with pytest.raises(voting.VoteHalted):
            voting.lock_for_voting(s, found_id, world.now)
    assert count(world, OpenedBallot) == count(world, NamedBallotTrace) == 0


def test_a_noticed_vote_is_halted_and_never_opens(world: World) -> None:
    found_id = noticed(world)
    halt(world, found_id)
    with world.parts.db.write() as s, pytest.raises(Conflict, match="已停止"):
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
    with world.parts.db.write() as s, pytest.raises(Conflict, match="已停止"):
        noticing.take_back_notice(s, world.chair, found_id, world.now)


def test_nobody_of_the_committee_halts_a_vote(world: World) -> None:
    """Neither chair nor scrutineer; nor a supervisor who has the chair's phone, or prepared the matter."""
    found_id = world.open()
    for actor in (world.chair, world.scrutineer, world.owners_chair):
        with pytest.raises(Forbidden, match="只有督查"):
            halt(world, found_id, actor)
    with world.parts.db.write() as s:
        s.get_one(Account, world.chair.id).phone = "13900000001"
        s.get_one(Account, world.supervisor.id).phone = "+86 139 0000 0001"
    with pytest.raises(Forbidden, match="另一位督查"):
        halt(world, found_id)
    with world.parts.db.write() as s:
        s.get_one(Account, world.chair.id).phone = ""
        s.get_one(Account, world.chair.id).role = Role.SUPERVISOR
    risen = StaffActor(id=world.chair.id, username="chair", name="chair", role=Role.SUPERVISOR)
    with pytest.raises(Forbidden, match="另一位督查"):
        halt(world, found_id, risen)
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "open"


def test_once_anybody_can_know_the_count_nothing_is_halted(world: World, clock: HandClock) -> None:
    """Neither counted nor published; nor a draft, nor what is halted or void."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1, 2], YES)
    clock.move(days=3)
    closing.close(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已结束，不能再停止"):
        halt(world, found_id)
    closing.publish(world.parts, world.chair, found_id)
    with pytest.raises(Conflict, match="已公布，不能再停止"):
        halt(world, found_id)
    with world.parts.db.write() as s:
        draft = world.draft(s).id
    with pytest.raises(Conflict, match="不能再停止"):
        halt(world, draft)
    gone = world.open()
    halt(world, gone)
    with pytest.raises(Conflict, match="不能再停止"):
        halt(world, gone)


@pytest.mark.parametrize(
    ("ground", "why", "says"),
    [
        ("", WHY, "哪一种"),
        ("losing", WHY, "哪一种"),
        ("election", "不合适", "10 到 500"),
        ("election", "没有没有没有没有没有没有", "10 到 500"),
        ("other", "这件事应当由街道来定，不由居委会定", "哪部法律的哪一条"),
    ],
)
def test_only_on_a_ground_of_law_and_with_a_reason(world: World, ground: str, why: str, says: str) -> None:
    found_id = world.open()
    with pytest.raises(Invalid, match=says):
        halt(world, found_id, ground=ground, why=why)


def test_another_law_is_named_with_its_article(world: World) -> None:
    found_id = world.open()
    halt(world, found_id, ground="other", why="《土地管理法》第十五条：土地利用总体规划由人民政府编制，不由居民会议定")
    with world.parts.db.read() as s:
        assert queries.get(s, found_id).state == "halted"


def test_what_owners_decide_is_no_ground_against_owners(world: World) -> None:
    found_id = world.open(world.owners_plan(), world.owners_chair)
    with pytest.raises(Invalid, match="哪一种"):
        halt(world, found_id, ground="owners")
    halt(world, found_id)


def test_everybody_reads_who_halted_it_when_and_why(world: World, client: FlaskClient) -> None:
    """On its page, in the list, in the interface; without a result, and with residents masked in the reason."""
    found_id = world.open(roll=3)
    vote(world, found_id, [1], YES)
    halt(world, found_id, why="居民1被推出来当带头人，这就是换了说法的主任选举")
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "这次表决已停止，没有结果" in page
    assert (
        "督查supervisor提议、督查督查二同意停止：居委会、村委会的选举、罢免、补选或者留任，不在这里投——居委会组织法第十九条、第二十条"
        in page
    )
    assert "这就是换了说法的主任选举" in page
    assert "居民1" not in page
    assert "票没有数，也不会再数" in page
    assert "投这一票" not in page
    assert "已停止" in text_of(client.get("/consultations"))
    body = client.get(f"/api/v1/consultations/{found_id}").get_json()
    assert body["state"] == "halted"
    assert body["halted"]["by"] == {"role": "supervisor", "name": "督查二"}
    assert body["halted"]["with"] == {"role": "supervisor", "name": "supervisor"}
    assert body["halted"]["ground"] == "election"
    assert "result" not in body
    record = client.get(f"/api/v1/consultations/{found_id}/record.json")
    assert record.status_code == 409
    assert "没有结果" in record.get_json()["title"]


def test_a_vote_halted_before_it_began_says_so(world: World, client: FlaskClient) -> None:
    found_id = noticed(world)
    halt(world, found_id)
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert "停止的时候投票还没有开始" in page
    assert "没有开始，原定" in page
    assert "钥匙" not in page


@pytest.mark.parametrize(
    "why",
    [
        "我不赞成这个公约，通不过也好", "这个公约不好，没必要投", "反正通不过，别浪费时间了", "大家都反对这个方案所以停了吧", "结果肯定不理想，影响考核评比",
        "领导不同意这件事，先停下来再说", "怕这个公约通过以后大家不满意", "投票的人太少了，投不投没有意思",
        "这公约没什么用处，弄它干什么", "我觉得这样定不合适，先停一停再说", "条款太严，居民受不了，停掉吧", "时机不成熟，以后再办，先停", "票太少，没代表性，停了重来",
        "书记让停的，先停下来再说", "上面不让投，停了吧停了吧", "方案不成熟，应当暂缓一段时间", "有人告状，为避免矛盾激化停止", "一二三四五六七八九十",
    ],
)  # fmt: skip
def test_liking_and_the_outcome_are_no_reason(world: World, client: FlaskClient, why: str) -> None:
    found_id = world.open(roll=3)
    act_as(client, world.supervisor)
    page = press(client, found_id, ground="election", reason=why)
    says = "都不是停止的理由|请写题目问的是哪样"
    assert re.search(says, page)
    with pytest.raises(Invalid, match=says):
        halt(world, found_id, why=why)


@pytest.mark.parametrize(
    "why",
    [
        "题目问同意不同意张三继续当主任，就是留任投票", "动用维修资金要业主三分之二以上参与表决才能通过，不归居民会议", "应当由业主大会通过，不是居民会议通过的事",
        "选项里是沈兰和张三两个名字，选出来的做当家人，就是选主任", "应当经专有部分面积过半数的业主且人数过半数的业主同意，不归居民会议", "改变绿地用途要四分之三以上业主同意",
        "未经业主同意动用维修资金，不归居委会", "动用维修资金须经业主大会通过以后才能办", "会议没通过业主大会就来表决了", "这是选举居委会主任，居民同意也不能在网上定",
        "结果是选出主任，这是选举居委会", "题目问的是由谁当主任，结果会被当成选举结果", "这个议题不好由居委会定，是业主的事", "选物业会影响稳定，且属于业主共同决定", "问的是谁来牵头今后三年的社区工作", "换掉现在管小区的公司，不是居民会议能定的", "业主反对与否不管，这件事归业主大会",
    ],
)  # fmt: skip
def test_a_reason_may_quote_such_words(world: World, why: str) -> None:
    found_id = world.open(roll=3)
    halt(world, found_id, why=why)
