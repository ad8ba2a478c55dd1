"""A correction of what happens or who does it loses neither the place nor its own words; one that only wonders is called no change."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

CORRECTED = (
    ("楼上漏水 清河小区1栋202", "不对 不是漏水 是楼上倒水", "清河小区1栋202"),
    ("墙面渗水 桂花苑2栋102", "不对 不是渗水 是楼上泼水", "桂花苑2栋102"),
    ("清河小区3栋垃圾桶满了", "不对 不是满了 是楼上扔垃圾", "清河小区3栋"),
    ("楼上漏水 幸福家园2栋301", "不对 不是楼上 是隔壁", "幸福家园2栋301"),
    ("清河小区5栋下水道堵了", "不对 不是堵了 是楼下反水", "清河小区5栋"),
    ("桂花苑5栋门口有异味", "说错了 不是异味 是隔壁养鸡", "桂花苑5栋门口"),
    ("翠竹公寓4栋走廊很吵", "不对 不是走廊 是对门打鼓", "翠竹公寓4栋"),
)


@pytest.mark.parametrize(("said", "correction", "place"), CORRECTED)
def test_the_place_and_the_words_stay(
    said: str, correction: str, place: str, resident: Resident, portal: Portal
) -> None:
    """楼上倒水 is what happens, not where."""
    resident.says(said)
    resident.says(correction)
    if portal.drafts[17]["stage"] != "confirm":
        resident.says("不知道")
    resident.says("是")
    [made] = portal.made("report")
    known = made["answers"].get("place") or "、".join(one["text"] for one in made["draft"]["places"])
    assert known == place
    assert correction.split(" ", 1)[1] in made["text"]


@pytest.mark.parametrize(
    ("said", "correction", "place"),
    [
        ("桂花苑3栋楼下路灯不亮", "不是楼下 是楼上", "桂花苑3栋楼上"),
        ("桂花苑3栋楼下路灯不亮", "不对，是5栋", "桂花苑5栋楼下"),
        ("楼道灯不亮", "不对 是桂花苑6栋", "桂花苑6栋"),
        ("桂花苑3栋路灯不亮", "不对 是楼道的灯", "桂花苑3栋楼道"),
        ("桂花苑3栋门口积水", "不对 不是门口 是西门", "桂花苑3栋西门"),
    ],
)
def test_a_corrected_place_is_still_corrected(
    said: str, correction: str, place: str, resident: Resident, portal: Portal
) -> None:
    """不是楼下 是楼上, of 桂花苑3栋楼下."""
    resident.says(said)
    resident.says(correction)
    assert portal.drafts[17]["answers"]["place"].startswith(place)


@pytest.mark.parametrize("said", ["不是检修吧 没见通知", "不是欠费吧，我刚交过"])
def test_whoever_only_wonders_changes_nothing(said: str, resident: Resident, portal: Portal) -> None:
    """不是检修吧: kept as more words, and not called a change."""
    resident.says("桂花苑3栋停水了")
    assert "改好了" not in texts(resident.says(said))
    assert said in portal.drafts[17]["answers"]["detail"]
