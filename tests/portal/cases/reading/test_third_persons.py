"""What in the words of staff may be of a third person."""

from __future__ import annotations

from datetime import date

import pytest

from portal.cases.reading import masking
from portal.cases.reading.staff_words import reply_check, third_persons

OURS = frozenset({"057188001234"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已上门查看，联系人李大爷13812345678，3幢2单元301", ["13812345678", "3幢2单元301"]),
        ("水是2单元502漏下来的", ["2单元502"]),
        ("找王阿姨谈过，她同意挪车", ["王阿姨"]),
        ("业主陈明，答应周五清走", ["业主陈明"]),
        ("让7-301的住户把杂物搬走", ["7-301"]),
        ("座机 0571-88123456 打过去的", ["0571-88123456"]),
        ("老张家的狗拴好了", ["老张"]),
        ("电工小王换了灯，两层都亮了", []),
        ("维修师傅 11月30日 换了 36 瓦的灯管", []),
        ("3幢楼道的灯修好了，试亮正常", []),
        ("工单 LL-20261130-0005 一起办了", []),
        ("有事打我们的电话 0571-88001234", []),
        ("2026-11-30 10:30 到的现场", []),
        ("业主反映，楼道灯又坏了", []),
        ("已和业主沟通，明天换", []),
        ("联系当事人了解，是误会", []),
        ("井盖换成 700 毫米的，花了 1200 元", []),
    ],
)
def test_what_may_be_of_a_third_person(text: str, found: list[str]) -> None:
    """Numbers, names with the titles of residents, doors; not those who work, not dates, case numbers or our own number."""
    told = third_persons.found(text, (), OURS)
    assert all(any(one in each for each in told) for one in found), told
    assert bool(told) == bool(found), told


def test_what_the_report_says_itself_is_known() -> None:
    """The reporter reads of their own door."""
    assert third_persons.found("3幢2单元301门口的灯换了", ("我住3幢2单元301，灯坏了",), OURS) == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人李大爷13812345678",
        "联系人张三13912345678，请清一下",
        "联系人：欧阳建国的儿子13912345678",
        "联系人王先生 0571-88123456",
        "联系人李大爷138****5678",
    ],
)
def test_no_digits_are_left_of_a_number(text: str) -> None:
    """Nor half a bracket."""
    covered = masking.covered(text)
    assert not any(one.isdigit() for one in covered)
    assert covered.count("（") == covered.count("）")


@pytest.mark.parametrize(
    ("reply", "later"),
    [
        ("12月1日电工小王更换了一楼楼道灯头，试亮正常", True),
        ("已于12月3日清运完毕", True),
        ("11月30日下午换了整流器", False),
        ("11月29日上门修好了", False),
        ("灯头换了，12月5日再来看一次", False),
        ("已经和厂家约定12月2日送货", False),
        ("井盖修好了，12月1日前不要踩", False),
        ("10月3日就修好了", False),
        ("计划12月10日完工", False),
    ],
)
def test_what_is_told_as_done_on_a_later_day(reply: str, later: bool) -> None:
    """Of a reply written on 30 November."""
    assert reply_check.tells_of_a_later_day(reply, date(2026, 11, 30)) is later
