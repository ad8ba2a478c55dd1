"""Whose a number is, by the words before it."""

from __future__ import annotations

import pytest

from portal.cases.reading import whose_number


@pytest.mark.parametrize(
    "text",
    [
        "举报麻将馆赌博，我住清河小区7栋1单元602，电话13812345678",
        "我家住7栋602，手机13812345678",
        "我家在老菜场2栋，联系电话：13812345678",
        "家住翠竹公寓3栋501，电话是13812345678",
    ],
)
def test_a_number_behind_the_own_address_is_the_senders(text: str) -> None:
    assert whose_number.own_number_in(text, only_plainly=True)


@pytest.mark.parametrize(
    "text",
    [
        "我住7栋，他的电话13812345678",
        "我住7栋，老板电话13812345678",
        "他家住7栋，电话13812345678",
        "我住7栋602，13812345678这个号天天骂人",
    ],
)
def test_anothers_is_not(text: str) -> None:
    assert not whose_number.own_number_in(text, only_plainly=True)
