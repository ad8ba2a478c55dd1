"""Whether somebody wants the name that they told struck out."""

import pytest

from portal.cases.reading.of_reporters.struck_name import names_told, wishes_name_struck


@pytest.mark.parametrize(
    "text",
    [
        "我后悔了，把我名字划掉",
        "别，把名字去掉",
        "名字删掉吧",
        "请把我的姓名删除",
        "帮我把名字抹掉",
        "划掉我的名字",
        "删掉那个名字",
        "我的名字也去掉",
        "名字给我涂掉",
        "麻烦将本人姓名去除",
    ],
)
def test_the_wish_is_heard(text: str) -> None:
    assert wishes_name_struck(text)


@pytest.mark.parametrize(
    "text",
    [
        "名字划掉没有",
        "我的名字还在吗",
        "把他的名字划掉",
        "店名字改了",
        "撤回吧",
        "把垃圾拿掉",
        "名字写错了，是张建国",
        "门牌上的名字掉了",
        "能把名字去掉吗",
        "墙上广告把人名字都擦掉了还写，天天来贴，整栋楼的人都看见了没人管也没人问",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert not wishes_name_struck(text)


def test_only_ones_own_name_is_found() -> None:
    assert names_told(["实名举报，我叫张建国", "老板叫王大力"]) == {"张建国"}
