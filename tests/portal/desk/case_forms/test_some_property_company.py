"""Words that say only 物业 may mean any property company: whoever dispatches the case to one of them is asked."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties
from portal.grids import service as grids
from portal.kernel.config import PROJECT

FIRMS = {"property_xingfu", "property_guihua"}


def asked_of(s: Session, said: str) -> set[str]:
    """Codes of the companies about which whoever sends the case there is asked."""
    grids.seed(s, PROJECT / "data" / "community")
    unaware = parties.bodies_not_to_suggest(s, said)
    return {*unaware, *parties.companies_alike(s, said, unaware)} & FIRMS


@pytest.mark.parametrize(
    "said",
    [
        "我住金桂花园3栋1102，楼上904的物业老李每天半夜装修敲墙，我不想让物业知道是我说的",
        "别让物业知道是我，桂花苑5栋楼道灯坏了",
        "千万别告诉物业，清河小区地下室有人养狗",
        "不要派物业，上回来了也没修，翠竹公寓2栋漏水",
        "投诉物业乱收费，幸福家园二期",
        "物业收费不公示，河畔人家",
        "这事不能让物业公司晓得，菜场宿舍有人群租",
        "别跟物业说是我讲的，门口的灯不亮",
        "金桂花园的物业收费不公示",
        "投诉物业，桂花苑门卫不管",
    ],
)
def test_every_company_is_asked_about(s: Session, said: str) -> None:
    """The place says which one it probably is, not which one whoever wrote it meant."""
    assert asked_of(s, said) == FIRMS


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("别让幸福物业知道是我，楼道灯坏了", {"property_xingfu"}),
        ("不要派桂花物业，桂花苑漏水", {"property_guihua"}),
        ("投诉桂花物业乱收费", {"property_guihua"}),
        ("请物业来看看3栋的灯", set()),
        ("别让城管知道是我，烧烤店油烟大", set()),
        ("桂花苑3栋路灯坏了", set()),
        ("别让保安知道是我，桂花苑5栋门口有人打牌", {"property_guihua"}),  # who stands at this place
    ],
)
def test_a_named_company_is_the_only_one(s: Session, said: str, codes: set[str]) -> None:
    """Nor is one asked about in words that keep nothing from any."""
    assert asked_of(s, said) == codes
