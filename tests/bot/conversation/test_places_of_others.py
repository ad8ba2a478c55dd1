"""A matter that waits takes no place out of doors for somebody's home."""

from __future__ import annotations

import pytest

from actions.intake.answers.another_matter import take_waiting_matter
from actions.intake.flow import start_report
from actions.intake.form import Form, place_of
from actions.intake.splitting import open_first_matter
from tests.bot.conversation.drafts import a_turn

LIGHTS = ("1202", ["政法", "交通管理"], 0.9)
OTHER = ("1501", ["科技与信息产业", "电信与宽带"], 0.9)


def second_of(first: str, place: str, second: str, its: tuple[str, ...] = ()) -> tuple[str, list[str | None]]:
    """(the place with which the second matter is opened, what is asked then)."""
    text = f"{first}，还有{second}"
    matters = ((first, {"place": (place,), "category": LIGHTS}), (second, {"place": its, "category": OTHER}))
    asked = start_report(a_turn(text, place=(place,), matters=matters)).form
    assert isinstance(asked, Form)
    step = take_waiting_matter(open_first_matter(asked))
    assert step is not None
    assert step.form is not None
    return place_of(step.form), [say.asks for say in step.says]


@pytest.mark.parametrize(
    ("first", "place", "second", "its"),
    [
        ("公园路路口红绿灯坏了", "公园路路口", "我家宽带也断了三天", ()),
        ("公园路路口红绿灯坏了", "公园路路口", "楼上天天半夜敲墙", ("楼上",)),
        ("清河路井盖松了", "清河路", "家里停水两天了", ("家里",)),
        ("菜场门口路灯不亮", "菜场门口", "楼道里堆满了纸箱", ("楼道里",)),
        ("幸福公园长椅断了", "幸福公园", "我们家热水器打不着火", ()),
        ("小河边护栏松了", "小河边", "隔壁养鸡半夜叫", ("隔壁",)),
        ("学校门口车乱停", "学校门口", "邻居装修吵", ()),
        ("桂花路积水", "桂花路", "我妈家电视没信号", ()),
        ("广场舞太吵，在人民广场", "人民广场", "单元门关不上", ("单元门",)),
        ("公交站广告牌要掉了", "公交站", "楼梯灯不亮", ()),
    ],
)
def test_a_home_is_not_at_a_crossing(first: str, place: str, second: str, its: tuple[str, ...]) -> None:
    """Where it is gets asked, or stays as coarse as it was said."""
    found, _asks = second_of(first, place, second, its)
    assert place not in found


@pytest.mark.parametrize(
    ("first", "place", "second", "its"),
    [
        ("公园路路口红绿灯坏了", "公园路路口", "井盖也松了", ()),
        ("桂花苑3栋楼下的路灯不亮", "桂花苑3栋楼下", "我家宽带断了", ()),
        ("桂花苑3栋路灯不亮", "桂花苑3栋", "楼上漏水", ("楼上",)),
        ("幸福路126号店招要掉了", "幸福路126号", "楼下垃圾没人收", ("楼下",)),
        ("菜场门口路灯不亮", "菜场门口", "地上都是烂菜叶", ()),
        ("幸福公园长椅断了", "幸福公园", "厕所没纸", ()),
        ("清河小区北门道闸坏了", "清河小区北门", "我家门口堆垃圾", ()),
        ("清河路积水", "清河路", "路灯也不亮", ()),
        ("翠竹公寓2栋电梯坏了", "翠竹公寓2栋", "楼道灯不亮", ("楼道",)),
        ("小河边护栏松了", "小河边", "河里漂着死鱼", ()),
    ],
)
def test_other_matters_are_where_the_first_is(first: str, place: str, second: str, its: tuple[str, ...]) -> None:
    """Nobody is asked twice."""
    found, asks = second_of(first, place, second, its)
    assert place in found
    assert "place" not in asks


def test_whoever_lives_elsewhere_is_asked_where() -> None:
    """With nothing said of a place."""
    assert second_of("公园路路口红绿灯坏了", "公园路路口", "我家宽带也断了三天")[1] == [None, "place"]
