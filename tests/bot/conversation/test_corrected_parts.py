"""Corrections of a part of the place or of the time, and fragments, with the trained agent."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


def until_confirmed(resident: Resident, answer: dict[str, object]) -> dict[str, object]:
    """Answer 不知道 until the summary is shown."""
    for _ in range(4):
        if asked(answer) == "confirm":
            return answer
        answer = resident.says("没有" if asked(answer) == "danger" else "不知道")
    raise AssertionError(texts(answer))


@pytest.mark.parametrize(
    ("first", "then", "place"),
    [
        ("幸福家园地下车库C区灯坏了一排", "是D区，不是C区", "幸福家园地下车库D区"),
        ("幸福家园地下车库C区灯坏了一排", "不对 不是C区 是D区 靠电梯那头", "幸福家园地下车库D区"),
        ("老菜场东门那边井盖翘起来了", "不是东门 是西门", "老菜场西门"),
        ("滨河步道南段路灯不亮", "南段说错了 是北段", "滨河步道北段"),
        ("地铁站C口台阶碎了几级", "说错了 是D口", "地铁站D口"),
        ("幸福家园二期南面围墙裂了", "不对 是北面", "幸福家园二期北面"),
        ("桂花苑5栋3单元401 楼上半夜拖椅子", "401不要写出来，写到3单元就行", "桂花苑5栋3单元"),
        ("翠竹公寓2栋1单元302 门口堆垃圾没人管", "302别写 写到1单元就好了", "翠竹公寓2栋1单元"),
        ("翠竹公寓2栋1单元302 门口堆垃圾没人管", "房号就不写了吧", "翠竹公寓2栋1单元"),
        ("大润发后面小路没灯", "大润发早不叫这名了 现在叫联华超市", "联华超市后面小路"),
        ("清河中学门口那家奶茶店占道，车都过不去", "我再说一遍 中学门口那个奶茶店 排队排得一塌糊涂", "清河中学门口"),
    ],
)
def test_a_part_of_the_place_is_corrected(
    resident: Resident, portal: Portal, first: str, then: str, place: str
) -> None:
    """A side, a letter, a room or a name changes; the rest stays. The same said again takes nothing away."""
    until_confirmed(resident, resident.says(first))
    until_confirmed(resident, resident.says(then))
    resident.says("是")
    reported = portal.made("report")[0]
    assert (reported["answers"].get("place") or reported["draft"]["places"][0]["text"]) == place


def test_a_room_that_is_to_be_left_out_stands_in_no_words(resident: Resident, portal: Portal) -> None:
    """Whoever handles the case would read it there."""
    until_confirmed(resident, resident.says("翠竹公寓2栋1单元302 门口堆垃圾没人管"))
    assert "302" not in texts(resident.says("302别写 写到1单元就好了"))
    resident.says("是")
    reported = portal.made("report")[0]
    assert "302" not in reported["text"]
    assert "302" not in str(reported["answers"])


@pytest.mark.parametrize(
    ("first", "then", "time"),
    [
        ("翠竹公寓3栋电梯按钮坏了 有半年了", "没有半年 就上个月开始的", "上个月"),
        ("桂花苑2栋楼道灯坏了两个月", "哪有两个月 是国庆以后才坏的", "国庆以后"),
        ("桂花苑2栋隔壁装修每天早上六点敲墙", "不是六点 七点半", "每天早上七点半"),
        ("桂花苑2栋昨天下午三点有人敲墙", "不是三点，是四点", "昨天下午四点"),
        ("桂花苑2栋昨天晚上有人敲墙", "不是昨天，是前天", "前天晚上"),
        ("桂花苑2栋顶楼墙皮掉了三年了", "没有三年，是去年梅雨那阵开始的", "去年梅雨那阵"),
    ],
)
def test_a_time_that_is_denied_is_replaced(
    resident: Resident, portal: Portal, first: str, then: str, time: str
) -> None:
    """The new one alone stands."""
    until_confirmed(resident, resident.says(first))
    until_confirmed(resident, resident.says(then))
    resident.says("是")
    assert portal.made("report")[0]["answers"]["time"] == time


@pytest.mark.parametrize(
    ("pieces", "place", "words"),
    [
        (("井盖", "没了", "就在路当中", "安居街"), "安居街", "井盖"),
        (("井盖", "没了", "安居街", "菜场宿舍门口那里"), "菜场宿舍门口", "井盖"),
        (("自来水", "停了", "洗澡洗一半", "翠竹公寓4栋"), "翠竹公寓4栋", "停了"),
        (("我租的房", "墙", "发霉了", "房东讲是我弄的", "桂花村2组"), "桂花村2组", "房东讲是我弄的"),
        (("喂喂", "收到回答", "秋千链子断了", "儿童乐园"), "儿童乐园", "秋千链子断了"),
        (("路灯", "坏的", "幸福路", "小学门口那个"), "小学门口", "路灯"),
    ],
)
def test_pieces_are_one_report(
    resident: Resident, portal: Portal, pieces: tuple[str, ...], place: str, words: str
) -> None:
    """None is lost, taken for giving up, or for the place though it tells what happened."""
    answer: dict[str, object] = {}
    for piece in pieces:
        answer = resident.says(piece)
    until_confirmed(resident, answer)
    resident.says("是")
    reported = portal.made("report")
    assert len(reported) == 1
    said = reported[0]["answers"].get("place") or "、".join(one["text"] for one in reported[0]["draft"]["places"])
    assert place in said
    assert words in reported[0]["text"]


@pytest.mark.parametrize("stop", ["算了", "不报了", "还是别弄了"])
def test_whoever_stops_is_heard(resident: Resident, portal: Portal, stop: str) -> None:
    """Words of giving up drop the report, as before."""
    until_confirmed(resident, resident.says("翠竹公寓2栋1单元302 门口堆垃圾没人管"))
    assert asked(resident.says(stop)) is None
    assert portal.drafts.get(17) is None
    assert portal.made("report") == []
