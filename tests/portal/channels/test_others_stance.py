"""Who tells that others are for or against a plan votes for nothing, so what they say is kept; who says what they think themselves may vote."""

from __future__ import annotations

import pytest

from portal.channels.inbound import secret
from portal.channels.text import speaks_of
from portal.channels.text.vote_slots import VoteTexts

ELEVATOR = (
    VoteTexts("3栋加装电梯", ("是否同意加装电梯？",), ("同意", "不同意", "弃权")),
    VoteTexts("是否调整物业费", ("是否同意物业费涨到每平方两元？",), ("同意", "不同意", "弃权")),
)
OTHERS = (
    "我们楼想装电梯，一楼不同意|想装电梯一楼的不同意怎么办|我们单元要加装电梯，一楼老人死活不签字|楼里打算装电梯，有两户反对|装电梯一楼住户反对怎么办|我们这栋楼想加装电梯，楼下邻居就是不同意"
    "|加装电梯有一户不同意能装吗|装电梯他们都同意，就二楼不肯，怎么办|准备装电梯，个别人反对|我们单元想加电梯，底楼一直不答应|加装电梯，邻居不签字怎么办|申请加装电梯，隔壁老是拦着"
    "|装电梯有人反对，该怎么办|我们小区想装电梯，别的业主不答应|加装电梯的事，楼下老太太不肯"
)
VOTES = (
    "我不同意装电梯|我家同意加装电梯|一楼不同意，我同意|我们都反对装电梯|同意|反对加装电梯|我一楼的，我不同意|我投同意|电梯的事我家弃权|他们都同意，我也同意"
    "|同意加装电梯，有人反对也要装|同意加装，邻居同不同意都要装|支持装电梯！个别不同意的怎么办|加装电梯支持，楼下反对的怎么办|同意！一楼要是反对也没办法|电梯同意装，一楼反对也要装"
    "|我这个业主同意加装电梯，要装|1楼业主 同意 想早点装|一户反对，我不反对，想装|想装电梯，一楼反对我不管，投我一票"
    "|一楼业主不同意，怎么还要装|一楼，不同意，怎么办|有人反对，早点装吧|邻居不同意，照样装|同意。楼上不同意怎么办|支持装，有人不同意怎么办|赞成！楼下反对怎么办|电梯同意装，隔壁不同意怎么办"
    "|加装电梯，一楼不同意|作为老人不同意装电梯，怎么办|他家反对，赞成的算我一个|我们想装电梯，楼下邻居就是不同意|電梯同意裝，樓下反對怎麼辦|小区要装电梯，一楼反对|个别人不同意，没意见，装吧"
)


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_what_others_think_is_nobodys_vote(text: str) -> None:
    reading = secret.reading_of(text, ELEVATOR)
    assert not reading.must_be_withheld(None)
    assert not reading.must_be_withheld({"kind": "vote_secret", "choices": {}})


@pytest.mark.parametrize("text", VOTES.split("|"))
def test_what_the_sender_thinks_may_be_one(text: str) -> None:
    assert not speaks_of.tells_of_others_stance(text, ELEVATOR)
    assert secret.reading_of(text, ELEVATOR).must_be_withheld(None)


@pytest.mark.parametrize(
    "text",
    ["装！楼下反对怎么办", "想早点装，有人反对", "有人反对，能装吗，我要装", "想装电梯，一户反对", "一楼不同意，能装"],
)
def test_a_wish_or_a_house_alone_is_withheld_after_the_voting_link(text: str) -> None:
    assert secret.reading_of(text, ELEVATOR).must_be_withheld({"kind": "vote_secret", "choices": {}})


def test_an_options_name_is_no_plan() -> None:
    """Here 装电梯 answers which of the two."""
    which = (VoteTexts("维修资金先做哪样", ("先做哪样？",), ("装电梯", "修屋面")),)
    assert not speaks_of.tells_of_others_stance("装电梯，邻居不同意怎么办", which)
    assert speaks_of.tells_of_others_stance("装电梯，邻居不同意怎么办", ELEVATOR)


def test_a_long_run_costs_no_square_of_itself() -> None:
    assert not speaks_of.tells_of_others_stance("楼里都" * 20_000, ELEVATOR)


@pytest.mark.parametrize(
    "text",
    [
        "两个人趴在桌上叫不答应，脸红扑扑的", "老伴倒在地上，怎么喊都不答应", "叫我爸他不答应", "喊不答应", "叫了三声都不答应",
        "敲门半天不答应", "我妈叫不答应，你们快来", "推他他不答应",
    ],
)  # fmt: skip
def test_whoever_does_not_answer_votes_on_nothing(text: str) -> None:
    """The words of an emergency stay whole."""
    assert secret.reading_of(text, ELEVATOR).without_choice == text


@pytest.mark.parametrize(
    "text",
    ["叫我装电梯我不答应", "喊我签字我不答应，反对装电梯", "不答应", "加装电梯我们家不答应", "叫我同意，我就不答应"],
)
def test_whoever_is_called_upon_and_refuses_does(text: str) -> None:
    assert secret.reading_of(text, ELEVATOR).chooses
