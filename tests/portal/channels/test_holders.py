"""A number that is somebody else's now: nothing told before is read out, sent, changed or voted on from it."""

from __future__ import annotations

import pytest

from portal.channels.handover.holders import says_only_so, says_so

IS_ANOTHERS = (
    "这号码我昨天刚买的，是谁投诉了保安|这个号我昨天刚办的，谁报的路灯|号码刚买的|我刚办的号|这不是我报的|换了机主|我是新机主|这个号换了主人|我才用这个号几天|现在这个号是我在用"
    "|这个手机号是我上个月新办的|上一个机主报的|我没报过路灯|这手机号以前不是我的|号码已经换人了|不是我报的，谁报的|这号是我前几天才领的|我没报过这个"
    "|原来的机主报的吧，这号我刚换来的|你好，这个号码我今年才买的"
)
IS_NOT = (
    "我换了新号码，打13912345678|门禁卡刚办的就坏了|物业换了人|不是我报的那盏，是另一盏|我没报过警|这是我刚买的手机|号码打不通|我没报错，是3栋|垃圾桶刚换的又坏了|路灯是昨天报的"
    "|换了人来修还是没好|我新买的车位被占了|这个电话是物业的|以前不是这样的|这不是我报的3栋，是5栋的|我不是业主|昨天刚报的，怎么没动静|我刚办的健康证找谁盖章|井盖是新换的|没报过的也能查吗"
)


@pytest.mark.parametrize("said", IS_ANOTHERS.split("|"))
def test_who_has_a_number_that_was_anothers_is_heard(said: str) -> None:
    assert says_so(said, is_answer=False)
    assert says_only_so(said)


@pytest.mark.parametrize("said", IS_NOT.split("|"))
def test_other_words_hold_nothing(said: str) -> None:
    assert not says_so(said, is_answer=False)


@pytest.mark.parametrize("said", ["我没报过这个", "这不是我报的"])
def test_the_answer_to_a_question_holds_nothing(said: str) -> None:
    """Asked whether it is the same matter, its sender may say so."""
    assert not says_so(said, is_answer=True)
