"""A lamp told of before a fire is another matter; what may be the fire's own cause, or the rest of a sentence, is not."""

from __future__ import annotations

import pytest

from actions.interpreting.matters.apart import is_apart_from
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal

APART = "路灯坏了/我家着火了|路灯不亮/我妈晕倒了|下水道堵了/孩子掉河里了|垃圾没人收/我老公打我|小区太吵了/我老公打我|广场舞吵死了/厨房着火了|健身器材坏了/有人晕倒了|公园灯不亮/有人跳河了|摄像头坏了/有人进我家|快递柜坏了/我老公打我"
TOGETHER = "路灯坏了/着火了|电梯坏了/我被困在里面了|垃圾没人收/着火了|垃圾没人收/垃圾着火了有人在里面|井盖松了/孩子掉井里了|我儿子/掉井里了|水漏到电表箱上/滋滋响|插座坏了/我家着火了|煤气灶坏了/我家漏气|门锁坏了/孩子反锁在家|桂花苑2栋/我家着火了|楼上太吵/楼上打起来了有人流血|我妈/晕倒了|井盖松了/孩子掉下去了|滑梯坏了/我女儿摔下来满嘴是血|路灯坏了/我爸触电了|楼道灯不亮/我妈摔倒了|化粪池堵了/工人晕在下面了|水管漏水/奶奶摔倒了起不来|健身器材坏了/孩子手夹住了|下水道堵了/我老公下去没动静了|门口太脏了/我爸没呼吸了"


def pairs(told: str) -> list[tuple[str, str]]:
    return [(before, danger) for before, _, danger in (one.partition("/") for one in told.split("|"))]


@pytest.mark.parametrize(("before", "danger"), pairs(APART))
def test_a_whole_report_is_apart_from_a_danger_with_its_own_subject(before: str, danger: str) -> None:
    assert is_apart_from(before, danger)


@pytest.mark.parametrize(("before", "danger"), pairs(TOGETHER))
def test_what_may_belong_to_the_danger_is_not(before: str, danger: str) -> None:
    """A possible cause, the same thing, a bare predicate, half a sentence."""
    assert not is_apart_from(before, danger)


def test_the_lamp_stays_and_goes_on_after_the_fire(resident: Resident, portal: Portal) -> None:
    """Two matters; the fire's case has nothing of the lamp."""
    resident.says("路灯坏了")
    assert resident.says("我家着火了")["registered"]
    (made,) = portal.made("report")
    assert made["text"] == "我家着火了"
    assert portal.drafts[17]["text"] == "路灯坏了"


def test_the_rest_of_a_sentence_still_joins(resident: Resident, portal: Portal) -> None:
    resident.says("我儿子")
    assert resident.says("掉井里了")["registered"]
    (made,) = portal.made("report")
    assert made["text"] == "我儿子\n掉井里了"
