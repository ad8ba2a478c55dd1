"""A time that its sender thinks aloud: the last one counts, with what it keeps of the one before."""

from __future__ import annotations

import pytest

from actions.intake.flow import continue_report, start_report
from actions.intake.form import ANSWER_LIMIT
from actions.intake.thought_aloud import time_thought_aloud
from tests.bot.conversation.drafts import a_turn

THOUGHT = {
    "早上七点，啊不是，六点半楼下就开始装修了": "早上六点半",
    "今天下午三点，哦不是，是四点半的样子，老菜场门口": "今天下午四点半",
    "中午十二点半，不，零点半，楼下烧烤摊还在吵": "零点半",
    "昨天晚上，不对，前天晚上十点多，嗯大概十一点，桂花苑3栋": "前天晚上十一点",
    "昨天不对前天晚上有人放鞭炮": "前天晚上",
    "昨天…不对前天晚上": "前天晚上",
    "大概两点还是三点来着，三点吧，楼下有人装修": "三点",
    "上个礼拜三还是礼拜四来着，反正是周四吧": "上个周四",
    "周一还是周二晚上有人吵，周二吧": "周二晚上",
    "八点，错了九点，门口堵车": "九点",
    "昨晚八点，说错了，九点": "昨晚九点",
    "今天早上六点半，啊不对，七点半": "今天早上七点半",
    "昨天坏的，不对，前天坏的": "前天",
    "下午三点不对是四点": "下午四点",
    "昨天八点，不对，前天": "前天八点",
    "早上7:30，哦不对8:30": "早上8:30",
    "周三，不是，是周四": "周四",
    "昨天晚上八点，不对九点，记错了，十点": "昨天晚上十点",
}
NOT_THOUGHT = (
    "早上六点不到七点就开始吵|早上六点、晚上十点都有人放鞭炮|昨天没电，今天也没电|不是白天，是晚上吵|昨天不是今天|昨天物业说门禁不对，今天又坏了|是昨天晚上，不是前天晚上|八点不对外开放"
    "|周一还是周二来收垃圾|昨天打电话说错了，今天再打|早上七点到八点|六点半左右，七点也吵|昨天晚上十点，今天早上六点|昨天停水了，不是停电|每天晚上十点还是在吵"
)


@pytest.mark.parametrize(("said", "counts"), list(THOUGHT.items()))
def test_the_last_one_counts(said: str, counts: str) -> None:
    found = time_thought_aloud(said)
    assert found is not None
    assert found[0] == counts


@pytest.mark.parametrize("said", NOT_THOUGHT.split("|"))
def test_other_times_take_none_back(said: str) -> None:
    assert time_thought_aloud(said) is None


@pytest.mark.parametrize("piece", ["昨天", "三点，不对", "两点还是", "，", "昨天不对", "十", "啊，"])
def test_a_long_text_is_read_at_once(piece: str) -> None:
    time_thought_aloud(piece * 3000)


def test_the_report_holds_that_time_alone() -> None:
    said = "桂花苑3栋早上七点，啊不是，六点半楼下就开始装修了"
    form = start_report(a_turn(said, place=("桂花苑3栋",), time=("早上七点", "六点半"))).form
    assert form is not None
    assert form.answers["time"] == "早上六点半"


def test_so_does_a_report_that_goes_on() -> None:
    form = start_report(a_turn("桂花苑3栋楼道灯坏了", place=("桂花苑3栋",))).form
    assert form is not None
    step = continue_report(form, a_turn("昨天坏的，不对，前天坏的", time=("昨天", "前天")))
    assert step.form is not None
    assert step.form.answers["time"] == "前天"
    assert step.says[0].asks == "confirm"


def test_a_time_beside_ever_so_many_others_is_as_long_as_the_portal_takes() -> None:
    days = tuple(f"{month}月{day}日" for month in (10, 11) for day in range(1, 30))
    said = f"桂花苑3栋昨天坏的，不对，前天坏的，{'、'.join(days)}也坏过"
    form = start_report(a_turn(said, place=("桂花苑3栋",), time=("昨天", "前天", *days))).form
    assert form is not None
    assert form.answers["time"].startswith("前天、10月1日、")
    assert len(form.answers["time"]) == ANSWER_LIMIT
