"""Words that look like a danger by their order alone: whoever writes them is asked; whoever is in danger is not."""

from __future__ import annotations

import pytest

from bot.reading.danger.doubted import is_doubted
from bot.reading.text.ordinary_words import without_ordinary_words

OF_A_THING = [
    "孩子从窗户掉下去了玩具", "小孩从阳台扔下去一个球", "儿子从楼上掉下来了一只鞋", "有人倒在我家门口一堆垃圾", "有人倒在楼道里好几袋建筑垃圾",
    "楼上倒下来一盆脏水", "老人从窗口掉下去了衣服", "邻居从楼上扔下来一个瓶子", "孩子从楼上摔下来一部手机", "活够本了", "我活够本了，哈哈",
    "有人从楼上丢下来一袋垃圾", "女儿从阳台掉下去一个书包，帮忙找下", "有人倒在绿化带里一车渣土",
]  # fmt: skip
IN_DANGER = [
    "孩子从窗户掉下去了", "孩子从阳台摔下去了，快来人", "孩子从窗户掉下去了，手里还拿着玩具", "小孩掉下去了鞋子还在窗台上", "儿子从楼上掉下来了",
    "有人倒在我家门口", "有人倒在我家门口不动了", "有人倒在垃圾堆旁边", "有个老人倒在垃圾桶边上", "一个男的倒在路边，一地的血", "有人倒在水里",
    "老人倒在浴室里了", "我妈倒在地上一动不动", "孩子掉进水里了", "孩子掉下去一半卡在栏杆上", "有人从楼上掉下来砸到一个老人", "楼上掉下来一个花盆砸到人了，头上都是血",
    "小孩从楼上扔下来了", "有人从六楼扔下来一个孩子", "孩子从滑梯上摔下来了，头破了", "工人从脚手架上掉下来了", "有人倒在了雪地里", "活够了", "我活够了，不想活了",
    "活够本了，今晚就走", "活着没意思", "有人往我家门口倒汽油要点火", "他把硫酸倒在我身上了", "奶奶摔下来了，碗也打了", "爷爷倒了，叫不醒",
    "孩子掉下去了 书包在井边", "人掉下来了",
]  # fmt: skip


@pytest.mark.parametrize("text", OF_A_THING)
def test_a_thing_that_fell_or_was_poured_is_asked_about(text: str) -> None:
    assert is_doubted(text)


@pytest.mark.parametrize("text", IN_DANGER)
def test_somebody_who_fell_or_lies_there_is_no_thing(text: str) -> None:
    assert not is_doubted(text)


@pytest.mark.parametrize(
    "text", ["有人抢我车位", "天天有人抢我们的停车位", "小学生抢座位", "抢了我家的充电位", "邻居抢他的摊位"]
)
def test_to_take_a_parking_place_is_no_robbery(text: str) -> None:
    assert "抢" not in without_ordinary_words(text)


ROBBED = [
    "有人抢我包", "有人抢我手机", "有人抢我孩子", "有人抢钱", "被抢了", "有人拿刀抢我", "抢劫了", "有人在车位上抢我包", "车位那里有人抢孩子", "有人抢我车",
    "抢我的电瓶车跑了", "抢了老人的金项链", "他抢我钥匙还打我", "有人抢银行", "抢我女儿上车", "抢方向盘了", "有人持枪抢店", "两个男的抢一个女的",
    "在停车场被人抢了", "抢我东西还推我", "抢我妈的包", "小偷抢了就跑", "有人抢小孩", "他要抢我儿子", "抢了我就打", "抢人了", "抢婴儿", "有人抢出租车",
    "抢我的命钱", "有人抢我的停车费", "抢我停车场的钱箱",
]  # fmt: skip


@pytest.mark.parametrize("text", ROBBED)
def test_to_rob_somebody_stays_one(text: str) -> None:
    assert "抢" in without_ordinary_words(text)
