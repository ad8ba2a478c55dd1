"""What tells that a handler found out who reported a case in confidence."""

from __future__ import annotations

import time

import pytest

from portal.cases.reading.staff_words import fishing, found_out

PLAINLY = [
    "查到了投诉人，已经劝过", "已经知道是谁投诉的，做了工作", "我们找到举报的那位业主谈了", "核实到反映人是二楼的", "打听出是哪家投诉的", "投诉的人已经找到", "猜到是谁举报的",
    "通过号码确认了举报者", "就是老王家那个人投诉的", "认出是谁告的状", "了解到反映的业主，已上门",
]  # fmt: skip
NO_REPORTER = [
    "路灯换好了，3号杆，今天下午四点", "查到漏水点在三楼吊顶", "找到了堵门的车主，挪走了", "没有去查是谁投诉的", "已要求全体保安不打听投诉人", "不得打听谁举报的", "确认电表箱已经关好", "投诉的问题已经核实，路灯今天修好",
    "反映的情况核实了：井盖破了一角", "已经知道了，明天去", "查明是水管老化",
]  # fmt: skip
OF_STAFF = [
    "调了监控，认出是骑红色电动车的那位业主，已请保安队长上门道歉", "保安队长已经登门赔礼", "让老李当面跟他道歉了", "看监控，是那位穿蓝衣服的居民", "查出是5栋的阿姨", "保安向业主道了歉", "已安排当事保安上门解释", "锁定了那位租客",
]  # fmt: skip
OF_STAFF_ONLY_LOOKS = [
    "已对当班保安批评教育，扣发当月奖金，停岗培训一周", "调了监控，看到保安推了车，已记过", "保安在晨会上作了检讨", "向全体业主道歉的通知贴在南门", "查出乱扔垃圾的那位业主，已劝过", "没有认出是哪位业主", "监控保留三十天", "不会上门道歉，免得知道是谁",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAINLY)
def test_whoever_found_the_reporter_is_heard(text: str) -> None:
    assert found_out.plainly(text)


@pytest.mark.parametrize("text", NO_REPORTER)
def test_what_tells_of_the_work_is_none(text: str) -> None:
    assert not found_out.plainly(text)
    assert not found_out.of_staff(text)


@pytest.mark.parametrize("text", OF_STAFF)
def test_of_staff_a_resident_made_out_is_the_reporter(text: str) -> None:
    assert found_out.of_staff(text)


@pytest.mark.parametrize("text", OF_STAFF_ONLY_LOOKS)
def test_what_was_done_about_the_staff_is_none(text: str) -> None:
    assert not found_out.of_staff(text)
    assert not found_out.plainly(text)


@pytest.mark.parametrize(
    "question",
    [
        "上次也投诉过保安的是您吗？",
        "是您投诉的吗",
        "那位打电话来的是不是您？",
        "骑红色电动车的是您吧",
        "说物业乱收费的就是您？",
        "被推的人是您吗",
    ],
)
def test_who_it_was_is_no_question_for_them(question: str) -> None:
    assert fishing.asks_who(question)


@pytest.mark.parametrize(
    "question",
    ["您是几点出门上班被推的？", "您几点下班时看到的灯不亮？", "推您的保安穿什么衣服？", "是您说的东门还是西门？"],
)
def test_when_it_was_may_be_asked(question: str) -> None:
    assert not fishing.asks_who(question)


@pytest.mark.parametrize("word", ["认出", "投诉的人", "查到是", "监控", "业主", "一", "没查到举报人", "不认出业主"])
def test_long_words_are_read_in_time(word: str) -> None:
    began = time.monotonic()
    found_out.plainly(word * 3000)
    found_out.of_staff(word * 3000)
    assert time.monotonic() - began < 1
