"""Conduct is read beside a wish not to be named, also where no comma parts the two."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties, wishes
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct


@pytest.mark.parametrize(
    "text",
    [
        "别让物业知道是我说的：物业的保安收了我停车费不给票，还骂人",
        "不要说是我举报的:物业经理吃回扣",
        "别说是我说的 门口保安骂我妈",
        "保安天天骂老人 千万别说是我讲的",
        "别告诉物业是我说的物业主任打业主",
        "不想让居委会知道是我：居委会的人骂我是乡巴佬",
        "匿名反映：物业收费员收了我五百块不开票",
        "小区保安天天动手打老人别说是我说的",
    ],
)
def test_conduct_in_the_clause_of_a_wish_is_read(reporter: int, s: Session, text: str) -> None:
    """The wish is still one."""
    assert wishes.wishes_not_to_be_named(text)
    assert parties.conduct_of_text(s, text, "") in CONDUCT_OR_DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "楼道灯坏了，别说是我说的，怕他们报复",
        "匿名：楼下的井盖松了",
        "别让物业知道是我 路灯不亮",
        "垃圾三天没人收，不要说是我讲的",
        "别告诉房东是我说的 水管漏水",
        "楼上天天半夜放音乐别说是我说的",
        "别说是我说的：电梯又停了",
    ],
)
def test_a_wish_alone_is_no_conduct(reporter: int, s: Session, text: str) -> None:
    """Nor is what is feared."""
    assert wishes.wishes_not_to_be_named(text)
    assert parties.conduct_of_text(s, text, "") is Conduct.NONE
