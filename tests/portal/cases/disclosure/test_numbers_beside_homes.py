"""Whose a number is that stands beside a home: the speaker's, if it is the speaker's home."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes

NUMBER = "13812345678"
OWN = f"""我要举报菜场二楼的麻将馆赌博，别让人知道是我说的，我住清河小区7栋1单元602，电话{NUMBER}
保安收黑钱，我住桂花苑3栋，手机{NUMBER}
我住河畔人家5栋402，姓陈，电话{NUMBER}，网格员态度差
居委会的小叶骂我，我家住在老菜场2号，手机号{NUMBER}
举报棋牌室赌博，别说是我，家住清河小区6栋，电话{NUMBER}
我是翠竹公寓2栋302的业主，电话：{NUMBER}，物业贪污
我就住在楼上，电话{NUMBER}，他们天天赌
我家在7栋602，手机是{NUMBER}，有人收红包"""
OTHERS = f"""我住清河小区7栋，他电话{NUMBER}，天天赌
我住7栋，物业电话{NUMBER}没人接
举报老板赌博，他住清河小区7栋，电话{NUMBER}
老板住清河小区7栋，电话{NUMBER}
我住他楼下，保安电话{NUMBER}
我看见他住7栋，电话{NUMBER}
我知道他家在7栋，电话{NUMBER}
我是说那个经理的，电话{NUMBER}
我在麻将馆门口，贴着电话{NUMBER}"""


@pytest.mark.parametrize("said", OWN.split("\n"))
def test_the_speakers(said: str) -> None:
    """So it is kept as the contact, in a report about conduct or in confidence, too."""
    assert wishes.is_own_number(said, NUMBER)


@pytest.mark.parametrize("said", OTHERS.split("\n"))
def test_somebody_elses(said: str) -> None:
    """Perhaps the accused's."""
    assert not wishes.is_own_number(said, NUMBER)
