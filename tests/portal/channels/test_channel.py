"""What leaves after 退订, by channel and purpose: the whole table."""

from __future__ import annotations

import pytest

from portal.channels.channel import CHANNELS, Portion
from portal.outbox.kinds import Purpose

W, F, N = Portion.WHOLE, Portion.FIRST_LINE, Portion.NOTHING
TABLE = {
    "webchat": {Purpose.PUSH: N},
    "wechat": {Purpose.PUSH: N},
    "sms": {Purpose.PUSH: N, Purpose.ANSWER: N, Purpose.DANGER: F},
}


@pytest.mark.parametrize("channel", sorted(CHANNELS))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_after_opting_out(channel: str, purpose: Purpose) -> None:
    """Life first; what was asked for leaves; nothing else does by SMS (channels.md)."""
    assert CHANNELS[channel].portion_sent(purpose, opted_out=True) is TABLE[channel].get(purpose, W)


@pytest.mark.parametrize("channel", sorted(CHANNELS))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_who_has_not_opted_out_gets_everything(channel: str, purpose: Purpose) -> None:
    """Whole, whatever it is for."""
    assert CHANNELS[channel].portion_sent(purpose, opted_out=False) is W
