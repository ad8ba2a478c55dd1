"""Whom mosquitoes bite to death wishes for no secrecy; whoever asks us to swear that we know of nobody does."""

from __future__ import annotations

import pytest

from portal.cases.disclosure.wishes import wishes_not_to_be_named

BITTEN = ["我快被蚊子咬死了", "蚊子快把我咬死了", "蚊子咬死我了", "绿化带蚊子多得咬死人", "我家鸡被狗咬死了", "狗咬死了我的猫", "跳蚤咬死我了", "流浪狗咬死不少鸡", "楼下蚊子要把老人咬死", "快被虫子咬死了", "猫被狗咬死了不赔"]  # fmt: skip
SECRET = [
    "物业问起来就咬死说不知道",
    "他们问就咬死不知道谁说的",
    "你们咬死是匿名的",
    "帮我咬死说是路过的人讲的",
    "问起来咬死不知道是我",
]


@pytest.mark.parametrize("text", BITTEN)
def test_whom_insects_or_dogs_bite_wishes_for_no_secrecy(text: str) -> None:
    assert not wishes_not_to_be_named(text)


@pytest.mark.parametrize("text", SECRET)
def test_whoever_has_us_swear_does(text: str) -> None:
    assert wishes_not_to_be_named(text)


@pytest.mark.parametrize(
    "said",
    [
        "类别你们写错了，不是路灯，是门禁",
        "类别写错了",
        "你们类别分错了",
        "级别你们定错了",
        "性别你们登错了",
        "类别不对",
        "组别你们填错了",
        "类别有误",
        "类别也错了",
        "类别是不是写错了",
    ],
)
def test_words_of_a_sort_forbid_nothing(said: str) -> None:
    assert not wishes_not_to_be_named(said)


@pytest.mark.parametrize(
    "said", ["这类别说是我报的", "别写我名字", "类别写错了，别说是我", "性别别写，别让他们知道是我", "别说是我"]
)
def test_a_wish_beside_them_stays_one(said: str) -> None:
    assert wishes_not_to_be_named(said)
