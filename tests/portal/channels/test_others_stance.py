"""Who tells that others are for or against a plan votes for nothing, so what they say is kept; who says what they think themselves may vote."""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.channels.text.vote_slots import VoteTexts

ELEVATOR = (
    VoteTexts("3栋加装电梯", ("是否同意加装电梯？",), ("同意", "不同意", "弃权")),
    VoteTexts("是否调整物业费", ("是否同意物业费涨到每平方两元？",), ("同意", "不同意", "弃权")),
)
OTHERS = (
    "我们楼想装电梯，一楼不同意|想装电梯一楼的不同意怎么办|我们单元要加装电梯，一楼老人死活不签字|楼里打算装电梯，有两户反对|装电梯一楼住户反对怎么办|我们想装电梯，楼下邻居就是不同意"
    "|加装电梯有一户不同意能装吗|装电梯他们都同意，就二楼不肯，怎么办|准备装电梯，个别人反对|我们单元想加电梯，底楼一直不答应"
)
VOTES = "我不同意装电梯|我家同意加装电梯|一楼不同意，我同意|我们都反对装电梯|同意|反对加装电梯|我一楼的，我不同意|我投同意|电梯的事我家弃权|他们都同意，我也同意"


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_what_others_think_is_nobodys_vote(text: str) -> None:
    reading = secret.reading_of(text, ELEVATOR)
    assert not reading.must_be_withheld(None)
    assert not reading.must_be_withheld({"kind": "vote_secret", "choices": {}})


@pytest.mark.parametrize("text", VOTES.split("|"))
def test_what_the_sender_thinks_may_be_one(text: str) -> None:
    assert secret.reading_of(text, ELEVATOR).must_be_withheld(None)
