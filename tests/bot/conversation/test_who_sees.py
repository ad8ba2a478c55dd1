"""Which words ask who sees a report, or learns of its sender."""

from __future__ import annotations

import pytest

from actions.case_draft import empty_draft
from actions.conversation.turn import Turn
from actions.routes.who_sees import asks_who_sees

ASKS = "谁能看到这些 都有谁看得到我的电话 她会看到吗 他们会知道是我吗 物业看得到我的名字吗 物业会不会知道是我说的 你们会告诉邻居吗 会不会说出去 楼上会知道吗 网格员会看到吗 来的师傅会说是我吗 保安会知道是谁举报的吗 对方会不会看到"
OTHERS = "物业知道了吗 谁知道什么时候修 师傅会来吗 你们看得到照片吗 谁来修 师傅会跟我联系吗 派给谁了 他会不会来 物业看到了没人管 会不会再漏 谁看见我的狗了 你们会跟物业说让他们修吗 小区3栋灯坏了"


def asks(said: str) -> bool:
    return asks_who_sees(Turn(17, 1, "webchat", said, "ask_status", 0.5, empty_draft()))


@pytest.mark.parametrize("said", ASKS.split())
def test_it_asks(said: str) -> None:
    """Whoever it is about."""
    assert asks(said)


@pytest.mark.parametrize("said", OTHERS.split())
def test_it_asks_something_else(said: str) -> None:
    """How the case stands, who comes, or nothing."""
    assert not asks(said)


@pytest.mark.parametrize("said", ["他能看到吗", "他们能看到吗", "谁看得到"])
def test_of_a_camera_somebody_else_may_be_meant(said: str) -> None:
    """Who sees what the camera shows."""
    turn = Turn(17, 1, "webchat", said, "ask_status", 0.5, empty_draft())
    assert not asks_who_sees(turn, "监控对着我家门")
    assert asks_who_sees(turn, "垃圾没人收")


def test_of_a_camera_the_report_may_be_named() -> None:
    turn = Turn(17, 1, "webchat", "他会知道是我说的吗", "ask_status", 0.5, empty_draft())
    assert asks_who_sees(turn, "监控对着我家门")
