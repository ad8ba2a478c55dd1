"""A grid worker or another of the community's people who takes somebody's gifts: it is conduct, is suggested to nobody, and its reporter is told who does not see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.disclosure import parties
from portal.cases.models import Case
from portal.cases.reading.conduct import Conduct
from portal.storage.parts import Parts
from tests.attacks.test_asks_for_money import LAMPS, Report, Seat
from tests.attacks.test_conduct import has_it
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]


@pytest.mark.parametrize(
    "text",
    [
        "网格员孙走访收了我们楼下烧烤店两条烟，油烟就没人管了",
        "网格员收了楼下烧烤店的烟，油烟没人管",
        "网格员拿了人家一箱酒，违建就不查了",
        "网格员收了隔壁棋牌室老板的红包",
        "城管的人收了我们这条街上水果店两条烟，占道就不管",
        "居委会主任收了楼上装修队的好处",
        "物业的人收了门口小吃店三条烟，让他摆到路上",
        "网格员要了理发店一张购物卡",
        "协管收了楼下早餐铺两包好烟",
        "保安收了对面饭馆一箱酒，车都让他停",
    ],
)
def test_whoever_takes_anothers_gifts_is_accused(town: Parts, text: str) -> None:
    """However the giver is called, and however far behind the act the gift stands."""
    with town.db.read() as s:
        assert parties.conduct_of_text(s, text, "complaint") is Conduct.CONDUCT


@pytest.mark.parametrize(
    "text",
    [
        "保洁收了楼下饭店的垃圾，又堆在我们单元门口",
        "环卫收走了烧烤店两箱酒瓶，路上还剩一地",
        "楼下烟酒店的烟味太大",
        "物业收了两家店的停车费",
        "网格员来过烧烤店，油烟还是大",
        "网格员把登记材料收走了，还没回音",
        "保洁阿姨收了楼道里两箱烟盒纸",
        "快递员拿了两箱酒送到楼下小店",
        "物业拿了一张通知贴在门口",
        "楼上收了快递两箱酒，纸箱堆在楼道",
    ],
)
def test_what_is_taken_away_or_due_is_no_gift(town: Parts, text: str) -> None:
    """Nor what others take."""
    with town.db.read() as s:
        assert parties.conduct_of_text(s, text, "complaint") is Conduct.NONE


def test_a_gift_to_the_grid_worker_is_suggested_to_nobody(
    seat: Seat, report: Report, call: Callable[..., Any], town: Parts
) -> None:
    """What the words sound like is not what they are about; the grid's worker does not have it, and its reporter is told so."""
    text = "网格员收了我们楼下烧烤店两条烟，油烟就没人管了，幸福家园3栋"
    case_no = report(text, category=LAMPS)
    with town.db.read() as s:
        assert s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().body is None
    assert not has_it(seat("walker"), case_no)
    answer = call("/cases", contact=contact(town), text=text, draft=draft(text), answers={}, photos=[])
    assert answer["readers"] == "您说到的网格员看不到这件事，也不能派给他；受理台先看。"
