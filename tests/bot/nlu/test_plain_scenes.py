"""Scenes that people name in few words: shut in a lift with nobody named, what hangs over the street, an open manhole; and what only looks like one."""

from __future__ import annotations

import pytest

from bot.reading.danger.plain_scenes import plain_scene
from bot.reading.text.phone_calls import without_calls


@pytest.mark.parametrize(
    "text", ["被关在电梯里了", "关在电梯里了", "我们困在电梯里了", "快来人 被困在电梯里面", "孩子卡在电梯里了", "又被关在电梯里", "救命，关在货梯里了", "被卡在3栋电梯里了"]
)  # fmt: skip
def test_shut_in_a_lift_is_raised_though_nobody_is_named(text: str) -> None:
    told = plain_scene(text, None)
    assert told is not None
    assert (told.danger, told.sure) == ("trapped", True)


@pytest.mark.parametrize("text", ["被锁在厕所里了", "我被关在地下室", "被反锁在阳台上了"])
def test_shut_in_a_room_is_asked_about(text: str) -> None:
    told = plain_scene(text, None)
    assert told is not None
    assert (told.danger, told.sure, told.asked) == ("trapped", False, True)


@pytest.mark.parametrize(
    "text",
    [
        "电瓶车被关在电梯里了", "猫被关在电梯里", "怕被关在电梯里", "容易被困在电梯里", "昨天被关在电梯里了", "上次困在电梯里没人管", "电梯里有人抽烟", "快递卡在电梯里了", "钥匙掉电梯缝里了", "电梯坏了",
        "电梯门关得太快", "把电动车关在电梯里", "电梯里贴满广告", "被关在门外了", "我被锁在外面了", "电梯困人的事谁管", "会不会被关在电梯里", "电梯里味道大", "狗关在阳台上叫", "关在电梯里的广告屏坏了吗",
    ],
)  # fmt: skip
def test_other_words_of_lifts_and_rooms_are_not(text: str) -> None:
    told = plain_scene(text, None)
    assert told is None or not told.sure


@pytest.mark.parametrize(
    "text",
    [
        "楼上的窗户玻璃要掉下来了 摇摇晃晃", "外墙瓷砖要掉下来了", "广告牌快要掉下来了", "空调外机马上要掉下来了", "招牌被风吹得摇摇欲坠", "外墙砖随时要掉下来，下面就是幼儿园",

    ],
)  # fmt: skip
def test_what_may_fall_on_people_or_they_into_is_asked_about(text: str) -> None:
    """Nothing is raised of it by itself."""
    told = plain_scene(text, None)
    assert told is not None
    assert (told.danger, told.sure, told.asked) == ("", False, True)


@pytest.mark.parametrize(
    "text",
    [
        "井盖松了响得吵人", "井盖松动", "门口的井盖没了", "人行道上井盖被偷了", "井盖高出路面", "玻璃脏了", "窗户关不严", "外墙漏水", "瓷砖掉色了", "广告牌不亮了", "招牌太亮睡不着", "空调外机太吵", "墙皮掉了一块", "玻璃碎了", "窗户玻璃裂了一条缝", "井盖已经盖好了",
        "招牌上写着要掉头", "外墙砖掉了几块", "井盖没了 已经围起来了", "昨天玻璃要掉下来了", "树枝要掉下来了", "灯箱广告牌挂着的灯不亮",
    ],
)  # fmt: skip
def test_ordinary_faults_of_the_same_things_are_not(text: str) -> None:
    assert plain_scene(text, None) is None


@pytest.mark.parametrize(
    "text", ["女儿说不要打她电话", "老公说别打他手机", "别老打我电话", "不要再打她的电话了", "儿子不要打他电话他在上班"]
)
def test_who_is_not_to_be_called_is_not_beaten(text: str) -> None:
    assert "打" not in without_calls(text)


@pytest.mark.parametrize(
    "text",
    [
        "老公不要打我", "他打我", "别打她", "老公打我手机被他砸了", "不要打我了", "爸爸别打妈妈", "他打她", "求求你别打她了", "他拿电话打我", "儿子打我不要打了", "她被打了", "叫他不要打孩子", "他不让我打电话还打我",
        "别打我妈", "又打她了",
    ],
)  # fmt: skip
def test_who_is_beaten_still_is(text: str) -> None:
    assert "打" in without_calls(text)


@pytest.mark.parametrize(
    "text",
    ["我被反锁在厕所里了，钥匙在外面", "我被锁在阳台上了手机在屋里", "我被困在电梯里，外面没人", "我被反锁在房间里他在外面砸门", "被关在电梯里了，有股味"],
)  # fmt: skip
def test_what_else_is_in_or_out_of_the_room_rules_out_nobody(text: str) -> None:
    """A key outside, a telephone inside, nobody who hears."""
    assert plain_scene(text, None) is not None


@pytest.mark.parametrize("text", ["猫被关在电梯里了", "一股臭味被关在电梯里", "被关在车库里的狗叫了一夜", "我被锁在门外面了，钥匙在屋里", "钥匙被锁在屋里了", "快递被锁在仓库里"])  # fmt: skip
def test_a_thing_shut_in_is_nobody(text: str) -> None:
    assert plain_scene(text, None) is None


@pytest.mark.parametrize(
    "text",
    ["桂花苑3栋广告牌灯箱快要掉下来了", "外墙瓷砖快要掉下来了，下面晾衣服的地方"],
)  # fmt: skip
def test_a_lamp_or_a_fence_that_is_not_there_takes_no_question_away(text: str) -> None:
    """A box of lamps falls too, and what is not fenced is not minded."""
    assert plain_scene(text, None) is not None


@pytest.mark.parametrize(
    "text", ["井盖没了一个洞，已经围起来了", "井盖坏了个洞，拉了警戒线", "招牌上挂着灯", "井盖没了个洞正在施工"]
)
def test_what_hangs_for_long_or_is_minded_is_no_danger(text: str) -> None:
    assert plain_scene(text, None) is None
