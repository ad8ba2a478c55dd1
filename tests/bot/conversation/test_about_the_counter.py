"""A complaint about the people of our own counter: who reads it is said as the portal knows it, and no place is asked for."""

from __future__ import annotations

import pytest

from actions.intake.questions import is_about_the_counter
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

READERS = "您说的都记在这件事里。它说到了受理台的人：受理台看不到，由督查看、督查办。"


@pytest.mark.parametrize(
    "text",
    [
        "我想投诉受理台的小李，她态度很差",
        "受理台的小叶骂我",
        "社区前台的人对我爱答不理",
        "社区受理员跟我要钱才给登记",
        "你们接线员挂我电话",
        "居委会办事员收了我两条烟，还要红包",
        "办事大厅的人推来推去不给办",
        "社区服务中心窗口态度恶劣",
    ],
)
def test_how_our_own_people_behave_needs_no_place(text: str) -> None:
    """There is one counter."""
    assert is_about_the_counter(text)


@pytest.mark.parametrize(
    "text",
    [
        "受理台门口的灯坏了",
        "物业的人骂我",
        "医院窗口态度恶劣",
        "楼上邻居骂人",
        "社区里有人打架动手",
        "办事大厅空调漏水",
        "银行柜台推来推去",
        "保安收了我五十块停车钱",
    ],
)
def test_other_matters_need_one(text: str) -> None:
    """A thing at the counter, and how others behave."""
    assert not is_about_the_counter(text)


def test_a_wish_against_a_person_is_noted_at_once_and_who_reads_is_said_by_the_portal(
    resident: Resident, portal: Portal
) -> None:
    """Before the case is registered nothing is claimed of the counter."""
    portal.readers = READERS
    said = "我想投诉受理台的小李，她态度很差，别让她看到"
    told = resident.says(said, wish="我想投诉受理台的小李，她态度很差")
    assert told["messages"][0]["response"] == "utter_wish_noted"
    assert asked(told) == "confirm"
    assert "受理台看得到" not in texts(told)
    made = resident.says("是")
    assert made["registered"]
    assert READERS in texts(made)
    assert "受理台先看" not in texts(made)
    assert "受理台看得到" not in texts(made)


@pytest.mark.parametrize("text", ["补充一下，她姓李", "催一下", "我电话是13812340013", "归谁管"])
def test_later_the_same_is_said(resident: Resident, portal: Portal, text: str) -> None:
    """Of words that are added, of a reminder, and when asked who handles it."""
    portal.readers = READERS
    portal.has_case(state="reported", handler=None, reported_at="2026-11-24T08:55:00+08:00")
    told = texts(resident.says(text))
    assert "由督查看、督查办" in told
    assert "受理台看得到" not in told
    assert "受理台先看" not in told


def test_that_it_is_over_before_anybody_said_so_is_not_read_at_the_counter_either(
    resident: Resident, portal: Portal
) -> None:
    """The complaint stays open, and who reads the words is said as for all others."""
    portal.readers = READERS
    portal.has_case(state="reported", handler=None, reported_at="2026-11-24T08:55:00+08:00")
    resident.says("不用麻烦你们了")
    told = texts(resident.says("修好了"))
    assert "受理台看得到" not in told
    assert "由督查看、督查办" in told


def test_a_wish_before_any_report_claims_nothing_of_the_counter_where_it_means_a_person(resident: Resident) -> None:
    """Of whom it will tell is not known yet; against the property company the counter is named."""
    assert "受理台" not in texts(resident.says("我说的话别让她看到", said="别让她看到"))
    resident.new_epoch()
    assert "受理台看得到" in texts(resident.says("别让物业知道是我", said="别让物业知道是我"))
