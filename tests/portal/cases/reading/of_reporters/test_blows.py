"""Which words tell of blows, though they name an injury."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import blows


@pytest.mark.parametrize(
    "text",
    [
        "我爸把我妈打得昏过去了",
        "老公把我打晕倒了",
        "老公把我打得没呼吸了",
        "是我老公打的",
        "家暴",
        "他掐她脖子，昏过去了",
    ],
)
def test_blows_are_heard(text: str) -> None:
    """Whatever they did."""
    assert blows.tells_of_blows(text)


@pytest.mark.parametrize(
    "text",
    ["有人晕倒了，我打了120", "着火了，我打119了", "打火机着火了，快来人", "我妈晕倒了，打电话没人接", "煤气漏了"],
)
def test_calls_are_no_blows(text: str) -> None:
    """Nor what is switched on."""
    assert not blows.tells_of_blows(text)
