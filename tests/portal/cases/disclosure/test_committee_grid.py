"""A report on the conduct of the residents' committee's people is kept from the grid's worker, who is one of them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.cases.disclosure import parties
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("居委会小张把我的投诉告诉了物业", True), ("居委会的人骂我", True), ("居委会主任收了红包", True), ("村委会的人打了我", False),
        ("物业保安骂人", False), ("城管打人", False),
    ],
)  # fmt: skip
def test_the_grids_worker_is_of_the_committee(parts: Parts, community: None, text: str, kept: bool) -> None:
    with parts.db.read() as s:
        workers = {one.id for one in s.scalars(sa.select(Account).where(Account.role == Role.GRID, Account.active))}
        assert workers
        found = parties.parties_named_in(s, text, None).accounts
        assert (workers <= found) is kept


def accused_committees(parts: Parts, text: str) -> frozenset[str]:
    with parts.db.read() as s:
        return parties.parties_named_in(s, text, None).bodies & parties.committees(s)


@pytest.mark.parametrize(
    "text",
    [
        "医院急诊科的张主任收红包", "学校的王主任打孩子", "派出所的李书记骂人", "我们车间的刘主任骂我", "银行赵主任收回扣", "街道王书记吃饭不给钱", "骨科那个张主任收红包", "镇上的王书记收钱", "王主任是学校的，收红包",
        "年级主任打人", "科主任收红包", "市一医院急诊科的张伟主任收红包", "社区收费站的人骂我", "社区收快递的人骂我", "社区把关不严，保安骂人", "社区私家车司机骂人", "社区收垃圾的人骂我",
    ],
)  # fmt: skip
def test_anothers_head_is_not_the_committees(parts: Parts, community: None, text: str) -> None:
    """The body stands in the same words; nor is 社区 who did it where it is a place."""
    assert not accused_committees(parts, text)


@pytest.mark.parametrize(
    "text",
    [
        "王主任收红包", "李书记打人", "社区的王主任收钱", "小区里的王书记收钱", "学校门口的路灯坏了，王主任收红包不修", "收了好处的王主任骂我", "我在医院门口看见王主任收红包", "物业找王主任送了钱", "王主任把单位的地租了",
        "党支部的李书记收钱", "社区收了我两百块钱", "社区收费不公开，骂人", "社区乱收费", "社区把我的投诉说出去了", "社区偷拍我，还威胁我", "社区偷听我打电话，骂人", "社区收垃圾费不开票，骂人",
    ],
)  # fmt: skip
def test_its_own_head_is(parts: Parts, community: None, text: str) -> None:
    """Whatever other body stands in the text."""
    assert accused_committees(parts, text)
