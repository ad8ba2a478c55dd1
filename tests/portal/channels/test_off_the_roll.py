"""Whoever says that their number was changed on the roll is told whom to turn to, whatever is open, and not only sent to the ballot."""

from __future__ import annotations

import pytest

from portal.channels.text.keywords import Keyword, keyword
from tests.attacks.test_choice_in_chat import Line, bot, line

__all__ = ["bot", "line"]

OFF = [
    "主任把我的号换了，投不了票", "我的号被换了", "名册上把我去掉了", "我的手机号被换掉了，怎么投票", "名册里没有我", "名单上漏了我家",
    "他们偷偷把我的手机号改了", "有人把我从名册上删了", "我从表决名册上被除名了", "业委会把我妈的号码换了，不让投", "名册上我的名字没有了，被谁划掉了？",
    "居委会私自改我的号码", "不能投，主任把我的号改了", "我的电话号码在名册上被改了怎么办",
]  # fmt: skip
OTHERS = [
    "我换了手机号", "把我的电话改成13800001234", "我要举报，主任把我投票的手机号换了", "名册什么时候公布", "我的电话不要给物业", "路灯被换了",
    "门锁被换了，我进不去", "主任把我家的树砍了", "我的车位号被换了，去掉了编号", "怎么投票", "我们家的门牌号掉了", "3栋的号码牌被人拿掉了", "我的号是多少",
    "有人把我家电表换了", "主任把我的号换了，还有楼下下水道堵了", "主任打我，把我的手机抢了", "把我的电话删了", "别人用我的手机投票了", "名单上有我吗",
    "我妈的手机被偷了", "找谁改我的手机号", "我的手机号换了，该找谁改", "可以找社区改我的手机号吗", "名册上我的手机号能改吗", "我要在名册上改手机号，怎么办",
    "我换号了，名册上的号怎么改", "社区把我的号改了没有", "我家电话号码换了，找主任改", "社区可以把我的号改吗",
]  # fmt: skip


@pytest.mark.parametrize("said", OFF)
def test_it_is_recognised(said: str) -> None:
    assert keyword(said) is Keyword.OFF_THE_ROLL


@pytest.mark.parametrize("said", OTHERS)
def test_other_words_are_left_to_the_bot(said: str) -> None:
    assert keyword(said) is not Keyword.OFF_THE_ROLL


def test_the_answer_names_who_is_not_the_chair(line: Line) -> None:
    """With a secret vote open, and in an unfinished talk; nothing of it goes to the bot."""
    told = line.chat("主任把我的号换了，投不了票")
    assert all(word in told for word in ("监票人", "我要举报", "街道"))
    assert line.bot.asked == []
