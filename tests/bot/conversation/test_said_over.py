"""An explanation after an emergency: asked once, then it ends the paging as far as the danger allows."""

from __future__ import annotations

import pytest

from actions.interpreting import after_danger, danger_signs, said_over
from actions.interpreting.doing import plans
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

EXPLAINED = [
    "我去问了物业，是他们在熏蟑螂", "不好意思啊，是我婆婆在卫生间烫头发的味道", "后来看见是工地上在切割，不是走火", "打听过了，是学校的疏散演习",
    "讲错了讲错了，是楼上小孩跳绳", "确认过了，那根是晾衣绳", "看清楚了，是个塑料模特", "其实是隔壁在试音响", "误会了，是邻居在剁骨头", "查过表了，是烤箱的味道",
]  # fmt: skip
WORSE = [
    "问过邻居了，是三楼着火，人还在里面", "看清楚了是个孩子摔下来了", "不好意思，是不是该打119", "打听过了，是老伯晕过去了", "原来是煤气管断了，还在漏",
    "误会了，是真的有人流血", "后来看见是两个人困着",
]  # fmt: skip


@pytest.mark.parametrize("text", EXPLAINED)
def test_an_explanation_may_clear(text: str) -> None:
    """After an apology, a question or a look: what it was."""
    assert said_over.surely_clears(a_turn(text))


@pytest.mark.parametrize("text", WORSE)
def test_what_is_worse_clears_nothing(text: str) -> None:
    """Though it begins in the same words, and whatever act was read."""
    assert not said_over.surely_clears(a_turn(text, act="all_clear", act_score=0.99))


STILL_TOLD = [
    "确认了，是三楼在烧", "其实是电瓶在冒烟，烟好大", "看过了，是楼下的煤气管子在漏", "物业检查了，是楼下管子在漏", "问过了，是高压线断了搭在护栏上",
    "不好意思，是两个孩子掉下去了", "确认了，是煤气中毒", "问过了，是老人一个人在里面", "没人救我", "我不敢过去", "还没来", "是楼上着火了",
]  # fmt: skip


@pytest.mark.parametrize("text", STILL_TOLD)
def test_a_danger_that_was_looked_at_is_not_explained_away(text: str) -> None:
    """An explanation needs a denial or a cause that is known to be harmless, whatever act was read."""
    assert not said_over.explains_away(a_turn(text, act="all_clear", act_score=0.99))


@pytest.mark.parametrize("text", ["问过了，是高压线断了，不是着火", "看过了，不是着火，是煤气味"])
def test_what_is_read_as_a_danger_explains_nothing_away(text: str) -> None:
    """Though it denies another."""
    assert not said_over.explains_away(a_turn(text, danger="gas", act="all_clear", act_score=0.99))


@pytest.mark.parametrize(
    "text",
    [
        "没有，是管子在漏",
        "没，是楼上在烧",
        "没有，是隔壁厨房在冒烟",
        "不是，是我妈没气了",
        "没，是孩子掉进去了",
        "没有，是老人吃了药",
    ],
)
def test_a_no_with_a_danger_that_goes_on_ends_nothing(text: str) -> None:
    """没有，是… ends paging only with a cause that is known to be harmless."""
    assert not said_over.denies_and_nothing_worse(a_turn(text, act="all_clear", act_score=0.7))


@pytest.mark.parametrize(
    ("text", "danger", "script"),
    [
        ("他要从楼上跳下去", "self_harm", "gas"), ("有人要撬门进来", "violence", "fire"), ("她站在桥上要跳下去", "self_harm", "missing"),
        ("他们要冲进来", "violence", "gas"), ("她在喝药，要拉她", "self_harm", "fire"),
    ],
)  # fmt: skip
def test_a_second_danger_is_no_plan_about_the_first(text: str, danger: str, script: str) -> None:
    """Only our own tools are taken for no blows (拿撬棍撬门)."""
    assert not plans.is_misread_as_blows(text, danger, script)
    assert plans.is_misread_as_blows("我们拿撬棍撬门行不行", "violence", "lift")


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("现在有电了", None), ("有电了", None), ("3栋有电了，5栋没有", None), ("煤气味淡了", None), ("充电桩通电了", None),
        ("灯杆有电，麻了我一下", "live_wire"), ("栏杆上有电", "live_wire"), ("没电了还冒火花", "fire"), ("冒火花好怕", "fire"), ("有煤气味", "gas"),
    ],
)  # fmt: skip
def test_power_that_is_back_gives_no_shock(text: str, danger: str | None) -> None:
    """Told after a power cut; a thing that somebody may touch does."""
    assert danger_signs.danger_told_of(text, "整栋楼停电") == danger


def test_a_sure_act_clears() -> None:
    """From .75 on; below it words must say so."""
    assert said_over.surely_clears(a_turn("人都好好的在楼下晒太阳", act="all_clear", act_score=0.75))
    assert not said_over.surely_clears(a_turn("人都好好的在楼下晒太阳", act="all_clear", act_score=0.74))


def test_a_no_with_what_it_was_denies() -> None:
    """没有，是…; not one with words of harm, nor one in which a danger is read."""
    assert said_over.denies_and_nothing_worse(a_turn("没有，是楼上在钻墙"))
    assert not said_over.denies_and_nothing_worse(a_turn("没有，是楼上老人摔了"))
    assert not said_over.denies_and_nothing_worse(a_turn("没有，是楼上炸了", danger="fire"))


def test_what_ended_is_no_explanation() -> None:
    """火灭了 says that there was one."""
    assert not after_danger.denies_rather_than_ends("问过了，火灭了")
    assert after_danger.denies_rather_than_ends("问过了，是水汽")


def test_an_explanation_is_asked_about_once_and_ends_the_paging(resident: Resident, portal: Portal) -> None:
    """A false alarm, after 没有."""
    resident.says("桂花苑3栋门口一根电线掉下来垂在路上有电")
    resident.new_epoch()
    assert asked(resident.says("我去问了电信的师傅，是剪断的旧光纤，没有电的")) == "danger"
    said = texts(resident.says("没有，就是旧光纤"))
    assert "虚惊一场" in said
    assert portal.cleared == [(True, True)]


def test_an_explanation_ends_no_paging_for_whoever_may_be_beaten(resident: Resident, portal: Portal) -> None:
    """A person still looks; the answer shows whoever holds the telephone neither that nor a number."""
    resident.says("我老公打我 拿着刀 桂花苑3栋201")
    resident.new_epoch()
    resident.says("不好意思，是我们排练小品")
    said = texts(resident.says("没有"))
    assert "110" in said
    assert "LL-" not in said
    assert portal.cleared == [(False, False)]


def test_dont_know_is_not_quoted(resident: Resident, portal: Portal) -> None:
    """Nothing that the sender told of the matter."""
    resident.says("厨房油锅着火了 桂花苑2栋301")
    resident.says("不知道")
    said = texts(resident.says("没有"))
    assert "不知道" not in said
