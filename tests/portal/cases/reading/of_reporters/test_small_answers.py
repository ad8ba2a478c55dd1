"""Which messages in an emergency's hour say nothing of it."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import small_answers


@pytest.mark.parametrize(
    "text", ["谢谢", "好的，谢谢", "收到", "Thank you", "验证码123456", "【银行】您的验证码是 8812，请勿泄露", "482913"]
)
def test_thanks_and_codes_say_nothing(text: str) -> None:
    """Whatever is asked."""
    assert small_answers.is_small(text, asks="")
    assert small_answers.is_small(text, asks="place")


def test_a_number_says_nothing_unless_a_place_is_asked() -> None:
    """12 may be a house."""
    assert small_answers.is_small("12", asks="")
    assert not small_answers.is_small("12", asks="place")


@pytest.mark.parametrize("text", ["3栋", "扑灭了", "没呼吸了", "好了", "谢谢，火灭了", "行不行了"])
def test_anything_else_may_be_about_it(text: str) -> None:
    """It goes onto the case."""
    assert not small_answers.is_small(text, asks="")
