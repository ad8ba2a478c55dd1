"""What a clerk types is found where it stands: width, script, spaces and case do not matter; a query has its bounds."""

from __future__ import annotations

import pytest

from portal.cases.reading import shingles
from portal.cases.reading.shingles import Unclear, read_query

SAID = ["幸福家园３號樓，漏水了！打138 0000 5678，或者一三九一二三四五六七八。OK", "五楼的王小明"]
NUMBERS = "".join(f"{one}\n" for text in SAID for one in shingles.numbers_in(text))
HELD = shingles.document("LL-20261124-0042", SAID, NUMBERS.split())


@pytest.mark.parametrize(
    "typed",
    [
        "漏水", "漏水了", "漏 水", "了打", "幸福家園", "幸福家园3号楼", "3 号楼", "３號樓", "漏水 3号楼", "王小明 漏水", "王 小明", "ok", "ＯＫ",
        "0042", "42", "042", "LL-20261124-0042", "ll 20261124-0042", "LL202611240042", "20261124-0042", "1124-0042", "２０２６１１２４００４２",
        "5678", "１３８００００５６７８", "138 0000 5678", "138-0000-5678", "00005678", "13912345678", "一三九一二三四五六七八", "漏水，5678",
    ],
)  # fmt: skip
def test_what_stands_there_is_found(typed: str) -> None:
    """As people write it."""
    assert read_query(typed).is_in(HELD, NUMBERS)


@pytest.mark.parametrize(
    "typed",
    ["水漏", "楼漏了", "漏水 6号楼", "明五楼", "1380000", "0000", "567", "004", "1124", "13800005679", "ko", "LL-20261125-0042"],
)  # fmt: skip
def test_what_does_not_stand_there_is_not_found(typed: str) -> None:
    """Not the middle of a number, not across two texts, not the same characters in another order."""
    assert not read_query(typed).is_in(HELD, NUMBERS)


def test_words_across_a_number_are_no_words() -> None:
    """Long numbers are cut out of the words, dates and case numbers are not."""
    held = shingles.document("LL-20261124-0001", ["张三13800005678李四", "2026-11-24又漏，见LL-20261120-0007"])
    assert not read_query("三李").is_in(held)
    assert read_query("24又漏").is_in(held)
    assert read_query("见LL").is_in(held)
    assert shingles.numbers_in("2026-11-24又漏，见LL-20261120-0007") == []


@pytest.mark.parametrize(
    "text",
    ["打13800005678", "门牌0024 13800005678", "13800005678 0024", "13900001111 13800005678", "+86138 0000 5678", "008613800005678", "2026-11-24 13800005678", "LL-20261120-0007 13800005678"],
)  # fmt: skip
@pytest.mark.parametrize("typed", ["13800005678", "0024 13800005678", "+8613800005678", "+86 138 0000 5678", "5678", "008613800005678"])  # fmt: skip
def test_numbers_side_by_side_are_numbers_of_their_own(text: str, typed: str) -> None:
    """With or without the country's code, on either side of a case's number, a day or another number."""
    numbers = shingles.numbers_in(text)
    held = shingles.document("LL-20261124-0024", [text], numbers)
    assert "13800005678" in numbers
    assert read_query(typed).is_in(held, "".join(f"{one}\n" for one in numbers))


def test_what_stands_beside_a_number_is_words() -> None:
    """A house's, a day: they are found as such, and are not the end of a telephone number."""
    text = "2026-11-24 门牌0024 13800005678"
    assert shingles.numbers_in(text) == ["13800005678"]
    assert shingles.numbers_in("0571-2012-1125") == ["057120121125"]
    held = shingles.document("LL-20261124-0001", [text], ["13800005678"])
    assert all(read_query(typed).is_in(held, "13800005678\n") for typed in ("5678", "门牌0024", "1124 门牌"))
    assert not read_query("0025").is_in(held, "13800005678\n")


def test_a_case_is_not_found_by_the_number_of_another_that_it_mentions() -> None:
    """The end of a case's number is that of its own."""
    held = shingles.document("LL-20261124-0001", ["同LL-20261120-0007一样"])
    assert not read_query("LL-20261120-0008").is_in(held)
    assert read_query("0001").is_in(held)


@pytest.mark.parametrize("typed", ["", "  ", "水", "3", "！？", "*", '"'])
def test_too_short(typed: str) -> None:
    """One character, or none, is said to be too short."""
    with pytest.raises(Unclear, match="short"):
        read_query(typed)


def test_too_long() -> None:
    """Neither very many characters nor very many words reach the database."""
    with pytest.raises(Unclear, match="long"):
        read_query("漏水" * 31)
    with pytest.raises(Unclear, match="many"):
        read_query(" ".join(f"词{chr(0x4E00 + number)}" for number in range(9)))
    assert len(read_query("漏水" * 30).terms) == 1


@pytest.mark.parametrize(
    "typed", ['漏水" OR desk:"x', "漏水*", "NEAR(漏水 了)", "desk : 漏水", "^漏水", "a' | 'b", "漏水%", "_漏水", "漏水\\", "'; DROP TABLE x;--", "{handlers}:漏水", "漏\u202e水", "漏水\0\ud800"]
)  # fmt: skip
def test_signs_are_no_operators(typed: str) -> None:
    """What is left of any sign is letters and digits."""
    terms = read_query(typed).terms
    assert all(one.text and all(shingles._is_kept(letter) for letter in one.text) for one in terms)


def test_a_telephone_number_is_told_apart_from_words() -> None:
    """So that looking somebody up by it is recorded."""
    assert read_query("5678").needs_a_number(HELD)
    assert read_query("漏水 5678").needs_a_number(HELD)
    assert not read_query("0042").needs_a_number(HELD)
    assert not read_query("漏水").needs_a_number(HELD)


def test_where_the_terms_stand() -> None:
    """Offsets of the text as it was written."""
    text = "３ 號樓，漏-水了"
    found = shingles.spans(text, read_query("3号楼 漏水"))
    assert [text[start:end] for start, end in found] == ["３ 號樓", "漏-水"]
    assert shingles.spans("什么也没有", read_query("漏水")) == []
