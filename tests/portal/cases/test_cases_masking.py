"""What is covered of a person in lists and on pages."""

from __future__ import annotations

import re

import pytest

from portal.cases.reading.masking import brief, covered, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13912345678找我", "打139****5678找我"),
        ("+86 139 1234 5678", "+86 139****5678"),
        ("139-1234-5678", "139****5678"),
        ("座机0571-88886666", "座机0571-****666"),
        ("身份证330106199001011234", "身份证330106********1234"),
        ("33010619900101123X", "330106********123X"),
        ("3栋201室，修了20000块", "3栋201室，修了20000块"),
        ("工单LL-20261124-0042", "工单LL-20261124-0042"),
        ("330106199001", "330*********"),  # the beginning of an identity number
        ("88886666", "888*****"),
        ("139.1234.5678", "139**********"),
        ("１３９１２３４５６７８", "１３９********"),
        ("一三九一二三四五六七八", "一三九********"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24 10:30，打13912345678", "2026-11-24 10:30，打139****5678"),
        ("330106 19900101 1234", "330*****************"),
    ],
)
def test_numbers_that_reach_or_name_a_person_are_covered(text: str, shown: str) -> None:
    """Mobiles, landlines and identity numbers; room numbers, sums and case numbers stay."""
    assert masked(text) == shown


def test_names_are_covered_but_for_the_first_character() -> None:
    """Longer names before the shorter ones inside them; a single character is left."""
    assert masked("找王小明和小明", ["小明", "王小明", "王"]) == "找王**和小*"


@pytest.mark.parametrize("most", range(2, 40))
def test_whatever_the_length_no_more_of_a_number_is_shown(most: int) -> None:
    """Covered, then cut."""
    shown = brief("身份证330106199001011234路灯坏了，打13912345678", most)
    assert len(shown) <= most
    assert "3301061" not in shown
    assert "1391" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13912345678，灯坏了", "打（号码略），灯坏了"),
        ("电话139****5678", "电话（号码略）"),
        ("微信号abc13912345678，灯坏了", "（略），灯坏了"),
        ("我叫王小明，灯坏了", "（略），灯坏了"),
        ("我是3栋502的住户，灯坏了", "（略），灯坏了"),
        ("联系人：王小明", "（略）"),
        ("联系人（业主）王小明，灯坏了", "（略），灯坏了"),
        ("我的名字（真名）王小明", "（略）"),
        ("灯坏了，王小明报的", "灯坏了，（姓名略）报的"),
        ("我是说3栋201室的灯坏了，修了20000块", "我是说3栋201室的灯坏了，修了20000块"),
        ("灯杆A7，工单LL-20261124-0042，2026-11-24", "灯杆A7，工单LL-20261124-0042，2026-11-24"),
    ],
)
def test_a_handler_reads_neither_number_nor_name(text: str, shown: str) -> None:
    """Nor how somebody introduces themselves; the matter stays."""
    assert covered(text, ["王小明"]) == shown


@pytest.mark.parametrize("text", ["灯坏了，王小明报的", "我叫王小明，打13912345678", "3栋502王小明住"])
def test_what_was_covered_is_left_as_it_is(text: str) -> None:
    """Covered twice it is the same: （姓名略） is no introduction."""
    once = covered(text, ["王小明"])
    assert covered(once, ["王小明"]) == once


@pytest.mark.parametrize(
    "text",
    [
        "反映人就是清河小区7栋1单元602那家，她老公也在那里打过牌",
        "举报人是桂花苑12栋2单元501那户",
        "反映人住在幸福家园三期12栋一单元1102室，请注意",
        "我住在桂花苑小区西12栋2单元1501，请注意",
        "反映人就是桂花苑小区西边的那个7栋602",
        "投诉人是清河小区七栋二单元五零一那家",
    ],
)
def test_no_part_of_a_room_is_left(text: str) -> None:
    """A number is taken out whole."""
    assert not re.search(r"[0-9零一二三四五六七八九]|室", covered(text))


def test_no_word_behind_a_name_is_taken_with_it() -> None:
    """Only a number is."""
    assert covered("我是张师傅楼上漏水") == "（略）楼上漏水"
