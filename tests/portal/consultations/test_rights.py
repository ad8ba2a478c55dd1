"""Whoever prepares or looks at a vote is warned where it drives somebody out, punishes them, cuts them off or shows them up."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.consultations.law.subject.rights import infringes
from portal.consultations.verbs import enrolling, noticing
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import WHY_NO_RIGHT, World, roll_csv
from tests.portal.consultations.test_consultations_pages import text_of
from tests.portal.consultations.test_office_titles import ORDINARY as OF_OFFICES
from tests.portal.consultations.test_persons_asked import OF_NO_HOLDER, OF_NOBODY

# twenty of each before the rule, then twelve and ten more of which it knew 6 and 9
INFRINGING = [
    "把王小明家赶出小区", "对不缴物业费的三户停水", "公示欠费住户的姓名和电话", "请3栋那户艾滋病人搬走",
    "不许外地人租住", "公约里写罚款500元", "违反者没收电动车", "出嫁女不分集体收益",
    "不交垃圾费的，断电三天", "养狗的人家限期搬离", "乱停车的锁车罚两百", "业主欠费的，门禁卡停用",
    "楼道堆物的交押金，不交不让进门", "把租客清退出去", "谁家小孩踢球就扣全家的福利", "刑满释放人员不得入住",
    "取消老李家的停车资格并拆掉他家的雨棚", "信教的住户要登记", "拖欠物业费的上黑名单贴在大门口", "高空抛物一次罚一千",
    "欠费的住户关水一周", "让租房的人月底前走人", "违规养鸡的没收鸡", "张贴不交费人家的门牌号",
    "把闹事的张三一家赶出村", "谁乱倒垃圾罚他二百块", "嫁出去的女儿不参加分红", "停掉老刘家的电",
    "不让外卖员和租户坐电梯", "不签字的人家不给办证明", "欠物业费的不许用健身房", "把301的名字和照片挂到大门口",
    "欠费三个月的住户停用电梯卡", "请302的精神病人搬走", "外地租户不得使用广场", "业主不签字就断他家的水",
    "养狗的人家罚款三百", "不出钱的户名单公布在群里", "违规停车的一律锁车", "把租户都请出去",
    "离婚回娘家的女人不分钱", "吵架的两家取消评优并扣福利",
]  # fmt: skip
ORDINARY = [
    "停水检修安排在周几", "楼道灯断电更换线路", "要不要请城管来处理违停", "公示物业费收支账目",
    "外地来的新居民也能参加老年大学", "垃圾分类达标的奖励积分", "请施工队按合同扣违约金", "不文明养犬劝导队要不要成立",
    "搬走旧报刊亭", "清退占道的僵尸车（先通知车主）", "小区电动车充电收费标准", "残疾人车位留几个",
    "停水通知提前几天贴", "把健身器材搬到北边", "夜里广场舞几点停", "出租房屋登记宣传周",
    "罚款标准以城管规定为准的宣传牌", "公约里写“不乱扔垃圾”", "门禁卡坏了在哪里换", "拆除楼顶废弃水箱",
    "停水那天送水上门", "罚款收据怎么查", "住户不得在楼道充电", "不许在绿地遛狗",
    "禁止外来车辆进入", "电梯停用检修三天", "公示楼道长名单", "关灯断电时间改到十一点",
    "请业主把车挪走", "搬家公司进小区走哪个门", "收缴过期药品活动", "清退多收的物业费",
    "拍卖小区旧电瓶车所得", "锁车架装在哪里", "住户搬离后钥匙交到哪里", "租户也能参加投票",
    "残疾人登记领补贴", "没收到快递的柜子加一组", "家家户户门口限放一双鞋", "业主不得使用明火烧烤",
    "停水应急水箱放几个", "电梯关停检修", "请居民把阳台杂物搬走", "公布业委会电话",
    "住户搬家时电梯怎么保护", "把健身房租出去", "不许高空抛物", "禁止在楼道给电动车充电",
    "租客登记表放在哪里", "外来车辆收费多少", "楼道不停电动车、不充电", "楼下关灯、夜里不充电",
]  # fmt: skip


@pytest.mark.parametrize("title", INFRINGING)
def test_what_takes_somebodys_rights_is_seen(title: str) -> None:
    assert infringes([title])
    assert infringes(["小区大事", "同意吗？", f"说明：{title}。"])


@pytest.mark.parametrize("title", [*ORDINARY, *OF_OFFICES, *OF_NO_HOLDER, *OF_NOBODY])
def test_ordinary_matters_are_left_alone(title: str) -> None:
    assert infringes([title]) == []


def test_the_committee_and_its_scrutineer_read_it_and_no_notice_is_shortened(world: World, client: FlaskClient) -> None:
    """Also of what only the explanation says."""
    with world.parts.db.write() as s:
        found_id = world.noticed(s, world.plan(text="一、装灯。\n二、对不缴物业费的三户停水。"))
        draft = world.draft(s, world.plan(text="对不缴物业费的三户停水。"))
        assert "通知不缩短" in noticing.not_shorter(s, draft)
    for actor in (world.chair, world.scrutineer):
        act_as(client, actor)
        assert "多数人同意也不能拿走" in text_of(client.get(f"/committee/consultations/{found_id}"))


def test_an_ordinary_vote_is_not_warned_of(world: World, client: FlaskClient) -> None:
    with world.parts.db.write() as s:
        found_id = world.noticed(s)
    act_as(client, world.chair)
    assert "多数人同意也不能拿走" not in text_of(client.get(f"/committee/consultations/{found_id}"))


@pytest.mark.parametrize("word", ["业主", "停", "罚", "不让", "公示", "一家"])
def test_a_long_explanation_is_read_in_time(word: str) -> None:
    began = time.monotonic()
    infringes([word * (20_000 // len(word))])
    assert time.monotonic() - began < 2


NAMES = "把欠物业费的楼号姓名贴在大门口"


def notice_form(world: World, **more: str) -> dict[str, str]:
    return {"notice_on": world.now.date().isoformat(), "notice_record": "各单元门口"} | more


@pytest.mark.parametrize(
    "answer",
    [{}, {"rights_read": "1"}, {"rights_read": "1", "rights_reason": "同意"}, {"rights_read": "1", "rights_reason": "居民都支持，没有人反对这件事"}, {"rights_reason": WHY_NO_RIGHT}],
)  # fmt: skip
def test_no_notice_of_it_without_a_tick_and_a_reason(world: World, client: FlaskClient, answer: dict[str, str]) -> None:
    """That many are for it is none; the draft stays one, and no resident sees it."""
    found_id = drafted(world)
    act_as(client, world.chair)
    page = client.post(f"/committee/consultations/{found_id}/notice", data=notice_form(world, **answer))
    assert page.status_code == 422
    assert client.get(f"/consultations/{found_id}").status_code == 404


def test_the_reason_stays_and_residents_read_it_with_the_article_and_where_to_object(
    world: World, client: FlaskClient
) -> None:
    """Also once the vote is open, and the form shows what to tick."""
    found_id = drafted(world)
    act_as(client, world.chair)
    here = f"/committee/consultations/{found_id}"
    assert 'name="rights_read"' in client.get(here).text
    client.post(f"{here}/notice", data=notice_form(world, rights_read="1", rights_reason=WHY_NO_RIGHT))
    page = text_of(client.get(f"/consultations/{found_id}"))
    assert WHY_NO_RIGHT in page
    assert "民法典第三条" in page
    assert "向街道（乡镇）反映" in page
    assert WHY_NO_RIGHT in text_of(client.get(here))


def test_an_ordinary_notice_asks_for_neither(world: World, client: FlaskClient) -> None:
    with world.parts.db.write() as s:
        opens = world.now + timedelta(days=20)
        found = world.draft(s, world.plan(opens_at=opens, closes_at=opens + timedelta(days=3)))
        world.file_all(s, found, world.chair, (world.now - timedelta(days=30)).date())
        enrolling.import_roll(s, world.chair, found.id, roll_csv(6), world.now)
        found_id = found.id
    act_as(client, world.chair)
    assert 'name="rights_read"' not in client.get(f"/committee/consultations/{found_id}").text
    client.post(f"/committee/consultations/{found_id}/notice", data=notice_form(world))
    assert "不一定能定" not in text_of(client.get(f"/consultations/{found_id}"))


def drafted(world: World) -> int:
    """A draft with all that its notice needs, which would show up those who owe."""
    with world.parts.db.write() as s:
        opens = world.now + timedelta(days=20)
        plan = world.plan(text=NAMES, opens_at=opens, closes_at=opens + timedelta(days=3))
        found = world.draft(s, plan)
        world.file_all(s, found, world.chair, (world.now - timedelta(days=30)).date())
        enrolling.import_roll(s, world.chair, found.id, roll_csv(6), world.now)
        return found.id
