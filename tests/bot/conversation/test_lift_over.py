"""What is said after somebody was shut in a lift: 人出来了 is an all-clear, and no more of a report."""

from __future__ import annotations

from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal


def test_who_is_out_of_the_lift_ends_the_alarm(resident: Resident, portal: Portal) -> None:
    resident.channel = "sms"
    assert "119" in texts(resident.says("电梯关人了 桂花苑2栋"))
    resident.new_epoch()
    over = texts(resident.says("人出来了"))
    assert "加上了" not in over
    assert [call for call in portal.calls if call[1].endswith("/all-clear")]
