"""Whoever prepares a residents' assembly is warned where it puts a company in another's place, or charges for parking: that is the owners' to decide."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.subject.owners_matters import owners_matters
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.test_consultations_pages import text_of

# twenty-five and thirty-four before the rule, then twenty and twenty-two of which it knew 14 and 21
OF_OWNERS = [
    "门口的保安态度不好，想换一家来管门岗、扫地和电梯", "门岗、保洁、电梯这一摊，是不是另请一家来做？", "外来车辆进小区每次收十元，不交的不放行，同意吗？", "保安公司要不要换？换一家",
    "保洁外包给专业公司，同意吗", "是否把门卫和保洁包给宏达公司？", "小区安保重新招标", "现在的保洁公司合同到期，还续签吗？",
    "要不要把现在的物业换掉", "请一家专业公司来管门、扫楼道，行不行", "电梯维保换别家做", "绿化养护交给别的公司来做，好不好？",
    "不用现在的保安了，另找一支队伍", "看大门的换一批人", "保安辞退，另请", "小区停车每月收一百元，同意吗？",
    "临停超过两小时收五块", "道闸装好以后，外面的车按小时收费", "车位月租涨到两百", "停车费标准怎么定？",
    "访客车停车每次五元", "电动车充电每次收一元", "地面车位出租给外面的人", "垃圾清运换一家公司",
    "新的物业公司下月进场，同意吗", "小区保洁承包给个人，行吗", "咱们换个保安公司怎么样", "物业合同到期不再续，是否同意",
    "请外面的保洁公司来扫楼道", "把扫地的阿姨换掉，找家公司", "门卫是否改由保安公司负责", "让新公司接管小区的门岗和绿化",
    "电梯保养换一家", "停车收费每月八十，包年八百", "外来车进门一小时两块，同意吗", "给停车位定个价，一个月一百五",
    "夜间停车要不要收钱", "亲戚的车进小区停也要交钱，同意吗", "地下车位租金涨价", "没有车位的车子每天交三块",
    "充电桩每度电加收服务费五毛", "物业不好，是不是重新选一家公司", "巡逻的人换一拨", "垃圾谁来清运，招标选公司",
    "物业管理改为自己请人，行不行", "是否同意换物业？", "要不要更换物业", "另选物业", "换物业还是不换", "关于换个保安的提议", "换物业吗？",
]  # fmt: skip
OF_RESIDENTS = [
    "换掉门卫室的灯", "保安亭换个地方", "保安换新制服", "电梯要不要换一部",
    "电梯请厂家公司来检修", "楼道扫地由志愿者轮流", "物业服务满意度评议", "电动车不进电梯，同意吗",
    "端午节给保安、保洁送粽子", "垃圾清运时间改到晚上", "给绿化带换一批树", "重阳节在哪家饭店办宴",
    "社区食堂交给一家公司来办", "门岗登记办法要不要改", "停车费收支公示", "文明停车公约",
    "外来车辆进门要登记，同意吗", "自行车棚修一修，每户交二十元", "春游坐大巴车，每人收五十元", "僵尸车清理，通知后拖走",
    "学校门口停车收费太贵，向街道反映", "消防通道不许停车", "在桂花广场装座椅，同意吗", "请保洁阿姨讲一讲垃圾分类",
    "打扫卫生的工具换新的", "周末大扫除，居民自己打扫", "换一家公司印居民公约", "快递柜换到南门",
    "请律师事务所来讲物业纠纷", "充电桩装在哪里", "小区广场舞换个时间", "捐款给保洁员老李看病，每户十元",
    "志愿者接手打扫活动室", "夜里大门几点关", "楼道灯坏了请电工公司来修", "电梯里的广告画换掉",
    "物业办公室的空调换新", "保安大叔退休欢送会", "小区大门换一扇", "绿化带换成菜园行不行",
    "请绿化公司的师傅来讲养花", "打扫楼道的值日表", "保洁用的水龙头装在哪里", "停车棚装灯",
    "电动车停放规定", "居民活动室收费标准", "乒乓球桌每小时收五元", "交钱参加旅游的大巴停在哪里",
    "爱心超市换一家供货商", "老年食堂换一家公司做", "网格员更换联系电话", "清明祭扫停车指引",
    "外来人员登记", "门口装道闸，同意吗", "给保安亭装风扇", "公约：爱护电梯",
    "非机动车停车线怎么画", "更换物业办公室门牌", "换保安室的锁", "换门卫室窗户", "换物业用房的灯", "另请保安讲防骗",
]  # fmt: skip


@pytest.mark.parametrize("text", OF_OWNERS)
def test_what_the_owners_decide_is_seen(text: str) -> None:
    assert owners_matters([text])


@pytest.mark.parametrize("text", OF_RESIDENTS)
def test_what_the_residents_may_decide_is_not(text: str) -> None:
    assert owners_matters([text]) == []


def test_a_committee_is_warned_before_the_notice_of_an_assembly(world: World, client: FlaskClient) -> None:
    """Where its explanation says it only, too; owners are asked in their own vote, and read no such warning."""
    asked = {"text": "门岗、保洁、电梯这一摊，是不是另请一家来做？", "kind": "yes_no"}
    with world.parts.db.write() as s:
        found = [
            world.draft(s, world.plan(questions=[asked])).id,
            world.draft(s, world.plan(text="外来车辆进小区每次收十元")).id,
        ]
        plain = world.draft(s).id
    act_as(client, world.chair)
    for number in found:
        page = text_of(client.get(f"/committee/consultations/{number}"))
        assert "发通知以前，请再看一遍" in page
        assert "业主共同决定" in page
        assert "民法典第二百七十八条" in page
    assert "民法典第二百七十八条" not in text_of(client.get(f"/committee/consultations/{plain}"))


@pytest.mark.parametrize("word", ["物业", "换一家", "停车", "收十元", "每次", "门岗、"])
def test_a_long_text_is_read_in_time(word: str) -> None:
    began = time.monotonic()
    owners_matters([word * (20_000 // len(word))])
    assert time.monotonic() - began < 2
