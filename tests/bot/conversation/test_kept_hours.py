"""What a corrected time keeps of the known one: the day and the part of the day around an hour, the hour of a day."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.likeness.hours import with_what_stays
from actions.intake.corrections.turn_changes import changes_of
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("known", "new", "text", "time"),
    [
        ("每天晚上七点到九点", "八点到十点", "不对，是八点到十点", "每天晚上八点到十点"),
        ("晚上六点到八点", "七点到九点", "不对，是七点到九点", "晚上七点到九点"),
        ("每天凌晨一点到三点", "两点到四点", "不对，是两点到四点", "每天凌晨两点到四点"),
        ("每晚八点到十点", "九点到十一点", "说错了，是九点到十一点", "每晚九点到十一点"),
        ("昨晚八点", "九点", "不对，是九点", "昨晚九点"),
        ("上周三晚上八点", "九点半", "搞错了，是九点半", "上周三晚上九点半"),
        ("周一到周五晚上七点到九点", "八点到十点", "不对，是八点到十点", "周一到周五晚上八点到十点"),
        ("每天晚上七点", "八点", "不是晚上七点，是八点", "每天晚上八点"),
        ("晚上十点到凌晨两点", "十一点到三点", "不对，是十一点到三点", "晚上十一点到凌晨三点"),
        ("每天晚上7点到9点", "8:00到10:00", "不对，是8:00到10:00", "每天晚上8:00到10:00"),
        ("每天晚上七点到九点", "周末八点到十点", "不对，是周末八点到十点", "周末晚上八点到十点"),
        ("每天晚上八点到十点", "十一点", "不对，到十一点", "每天晚上八点到十一点"),
        ("每天晚上八点到十点", "九点开始", "说错了，九点开始", "每天晚上九点到十点"),
        ("昨天晚上八点", "前天", "不对，是前天", "前天晚上八点"),
        ("昨晚十点", "前晚", "不对，是前晚", "前晚十点"),
        ("昨天下午三点", "昨天下午早上九点", "不是三点，是早上九点", "昨天早上九点"),
        ("11月20日上午九点", "十点", "不对，是十点", "11月20日上午十点"),
        ("傍晚六点", "七点左右", "不对，七点左右", "傍晚七点左右"),
    ],
)
def test_an_hour_keeps_the_day_and_the_part_of_the_day(known: str, new: str, text: str, time: str) -> None:
    """As 6栋 instead of 5栋 keeps the rest of a place."""
    assert with_what_stays(new, known, text) == time


@pytest.mark.parametrize(
    ("known", "new", "text", "time"),
    [
        ("每天晚上七点到九点", "早上八点到十点", "不对，是早上八点到十点", "每天早上八点到十点"),
        ("每天晚上七点到九点", "周末早上八点到十点", "不对，是周末早上八点到十点", "周末早上八点到十点"),
        ("每天晚上七点到九点", "早上八点", "不是晚上，是早上八点", "每天早上八点"),
        ("每天晚上七点到九点", "周六八点", "不是每天，是周六八点", "周六晚上八点"),
        ("每天晚上七点到九点", "20点到22点", "不对，是20点到22点", "每天20点到22点"),
        ("早上八点", "下午两点", "不对，是下午两点", "下午两点"),
        ("早上八点", "八点", "是八点，不过是晚上", "八点"),
        ("晚上六点", "六点半", "六点半，早上的", "六点半"),
        ("今天上午", "八点", "是昨天八点", "上午八点"),
        ("早上八点", "两点", "不对，是两点", "两点"),
        ("上午九点", "三点到五点", "不对，是三点到五点", "三点到五点"),
        ("每天", "每天晚上八点", "不对，是每天晚上八点", "每天晚上八点"),
        ("三天了", "两天", "不对，是两天", "两天"),
        ("昨天", "前天", "不对，是前天", "前天"),
        ("昨天晚上", "前天", "不对，是前天", "前天"),
        ("每天晚上", "每天早上", "不对，是每天早上", "每天早上"),
        ("每天早上六点", "下午", "不对，是下午", "每天下午"),
        ("每天晚上七点到九点", "上个月", "不对，是上个月", "上个月"),
        ("早上六点、晚上八点", "七点", "不对，是七点", "七点"),
        ("", "八点到十点", "不对，是八点到十点", "八点到十点"),
        ("每天晚上七点", "", "不是每天晚上七点", ""),
    ],
)
def test_what_the_correction_names_itself_is_its_own(known: str, new: str, text: str, time: str) -> None:
    """Nor is an hour put where it cannot lie, or into times of another shape."""
    assert with_what_stays(new, known, text) == time


def test_a_registered_case_keeps_it_too() -> None:
    turn = a_turn("不对，是八点到十点", "deny", time=("八点到十点",))
    assert changes_of(turn, Known("桂花苑3栋", "每天晚上七点到九点", "", "complaint")).time == "每天晚上八点到十点"


def test_the_summary_names_the_part_of_the_day(resident: Resident, portal: Portal) -> None:
    """And so does what is registered."""
    resident.says("翠竹公寓门口烧烤摊油烟大")
    resident.says("每天晚上六点到八点")
    assert "时间：每天晚上七点到九点" in texts(resident.says("不对，是七点到九点"))
    resident.says("是")
    assert portal.made("report")[0]["answers"]["time"] == "每天晚上七点到九点"
