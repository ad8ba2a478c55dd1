"""A roll from CSV: all of it or nothing, bad lines named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.consultations.law.roll import MAX_BYTES, BadLine, Entry, fingerprint, parse_roll
from portal.consultations.law.roll_diff import changed_pairs
from portal.consultations.law.roll_masks import mask_name, mask_phone, mask_unit
from portal.consultations.law.template import Basis

HEAD = "姓名,手机,户,房号,面积\n"
GOOD = HEAD + "张三,13800000001,1-101,101,89.5\n李四,13800000002,1-102,102,90\n"


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("gbk"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("姓名,手机,户,房号,面积", "name,phone,household,unit,area").encode(),
        GOOD.replace("姓名,手机,户,房号,面积", "Name, Phone ,household,unit,area,").encode(),
        (GOOD + "\n\n,,,,\n").encode(),
    ],
    ids=["utf-8", "bom", "gbk", "crlf", "english", "spaced", "blank lines"],
)
def test_a_clean_roll_is_read(data: bytes) -> None:
    """Both headers, UTF-8 with or without BOM, GBK, either line end, blank lines."""
    roll = parse_roll(data, Basis.PERSONS)
    assert roll.good
    assert [(e.line, e.name, e.phone, e.area) for e in roll.entries] == [
        (2, "张三", "+8613800000001", Decimal("89.5")),
        (3, "李四", "+8613800000002", Decimal("90")),
    ]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("姓名,电话,户,房号,面积\n", "电话"),
        ("姓名,手机,户,房号\n", "缺少"),
        ("姓名,姓名,手机,户,房号,面积\n", "重复"),
        ("", "空的"),
        ("张三,13800000001,1,1,1\n", "不认识"),
    ],
)
def test_a_wrong_header_is_a_clear_error(header: str, says: str) -> None:
    """It says what is not known and what the first line should be."""
    roll = parse_roll((header + "张三,13800000001,1,1,1\n").encode() if header else b"", Basis.PERSONS)
    assert not roll.entries
    assert says in roll.problem
    assert "姓名,手机,户,房号,面积" in roll.problem


def test_bad_lines_are_named_and_nothing_is_taken() -> None:
    """Number and reason of each; the good ones are not taken either."""
    text = (
        HEAD
        + "张三,13800000001,1,101,\n李四,123,2,102,\n,13800000003,3,103,\n王五,13800000004,4,104,八十\n张三,138 0000 0001,1,101,\n"
    )
    roll = parse_roll(text.encode(), Basis.PERSONS)
    assert roll.entries == ()
    assert roll.bad_count == 4
    assert roll.bad == (
        BadLine(3, "手机号不对"),
        BadLine(4, "姓名要写 1 到 50 个字"),
        BadLine(5, "面积要写成数字，例如 89.50"),
        BadLine(6, "和第 2 行重复（姓名、手机、户都一样）"),
    )


def test_the_same_person_in_another_household_is_no_duplicate() -> None:
    """A duplicate is the same name, phone and household."""
    text = HEAD + "张三,13800000001,1,101,\n张三,13800000001,2,102,\n"
    roll = parse_roll(text.encode(), Basis.PERSONS)
    assert len(roll.entries) == 2
    assert any("逐个确认" in note for note in roll.notes)


def test_a_household_has_one_representative() -> None:
    """On a roll of households a second one of the same household is a bad line."""
    text = HEAD + "张三,13800000001,1,101,\n李四,13800000002,1,101,\n"
    assert "第 2 行" in parse_roll(text.encode(), Basis.HOUSEHOLDS).bad[0].reason


def test_one_owner_of_several_units_is_one_head() -> None:
    """指导规则 24: heads one, areas together, exactly."""
    text = HEAD + "张三,13800000001,1,101,89.10\n张三,13800000001,2,102,0.20\n李四,13800000002,3,103,90\n"
    roll = parse_roll(text.encode(), Basis.OWNERS)
    assert [(e.name, e.unit, e.area) for e in roll.entries] == [
        ("张三", "101、102", Decimal("89.30")),
        ("李四", "103", Decimal("90")),
    ]


def test_owners_of_one_name_without_a_phone_are_pointed_out() -> None:
    """They may be one owner: the committee is told, nothing is guessed."""
    text = HEAD + "某开发公司,,1,101,89\n某开发公司,,2,102,90\n"
    roll = parse_roll(text.encode(), Basis.OWNERS)
    assert len(roll.entries) == 2
    assert any("同名又没有手机号" in note for note in roll.notes)


def test_owners_of_one_unit_choose_one_of_them() -> None:
    """指导规则 25: a unit stands once on the roll."""
    text = HEAD + "张三,13800000001,1,101,89\n李四,13800000002,2,101,89\n"
    assert "推选一人" in parse_roll(text.encode(), Basis.OWNERS).bad[0].reason


@pytest.mark.parametrize("line", ["张三,13800000001,1,101,", "张三,13800000001,1,101,0", "张三,13800000001,1,,80"])
def test_owners_have_unit_and_area(line: str) -> None:
    """Areas decide an owners' vote: none is guessed."""
    assert parse_roll((HEAD + line).encode(), Basis.OWNERS).bad_count == 1


def test_no_phone_is_allowed_and_said() -> None:
    """Who has no phone counts on the roll and is told to the committee."""
    roll = parse_roll((HEAD + "张三,,1,101,\n").encode(), Basis.PERSONS)
    assert roll.entries[0].phone == ""
    assert roll.notes == ("有 1 人没有手机号，不能在网上投票",)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"x" * 100,
        b"\xd0\xcf\x11\xe0" + b"x" * 100,
        b"\x00" * 100,
        b"\xff\xfe\xfa\x80\x81",
        ("姓名,手机,户,房号,面积\n" + '"张三,138').encode(),
        (HEAD + "张\u202e三,13800000001,1,1,1\n").encode(),
        (HEAD + "张三,13800000001,1,1,1,多,余\n").encode(),
        HEAD.encode(),
        b"a" * (MAX_BYTES + 1),
        (HEAD + "张" * 10_000 + ",13800000001,1,1,1\n").encode(),
        (HEAD + "张三," + "1" * 200_000 + ",1,1,1\n").encode(),
    ],
    ids=["xlsx", "xls", "zeros", "bytes", "quote", "bidi", "columns", "nobody", "big", "long name", "huge cell"],
)
def test_bad_files_end_in_words(data: bytes) -> None:
    """Whatever is uploaded, the answer is a Chinese reason and nothing is taken."""
    roll = parse_roll(data, Basis.PERSONS)
    assert not roll.good
    assert roll.entries == ()
    assert roll.problem or roll.bad[0].reason


def test_a_broken_byte_in_utf_8_is_no_other_encoding() -> None:
    """Read as GB18030 every name would be another: the file is refused instead."""
    clean = "姓名,手机,户,房号,面积\n王芳,13800000001,1-101,,\n李明,13800000002,1-102,,\n".encode()
    assert parse_roll(clean, Basis.PERSONS).good
    broken = parse_roll(clean + "张".encode() + b"\xf8\xbc\x9f,13800000003,1-103,,\n", Basis.PERSONS)
    assert not broken.entries
    assert broken.problem


def test_many_bad_lines_are_counted_and_some_named() -> None:
    """The list is bounded, the number is not."""
    roll = parse_roll((HEAD + "张三,1,1,1,1\n" * 1000).encode(), Basis.PERSONS)
    assert roll.bad_count == 1000
    assert len(roll.bad) == 200


def test_the_fingerprint_is_of_content_not_order() -> None:
    """The same people in another order are the same roll; another salt is another hash."""
    one = parse_roll(GOOD.encode(), Basis.PERSONS).entries
    assert fingerprint(one, b"s") == fingerprint(tuple(reversed(one)), b"s")
    assert fingerprint(one, b"s") != fingerprint(one, b"t")
    assert fingerprint(one, b"s") != fingerprint(one[:1], b"s")


def test_people_are_shown_masked() -> None:
    """What a list shows of a person."""
    assert [mask_name(name) for name in ("张三", "王小明", "欧阳小明", "陈")] == ["张*", "王*明", "欧**明", "陈*"]
    assert mask_phone("+8613812345678") == "138****5678"
    assert mask_unit("3栋2单元1201") == "3栋2单元****"
    assert mask_unit("1栋101、1栋2102室, 3栋7") == "1栋***、1栋****室, 3栋*"


def test_a_roll_names_how_many_names_stand_on_several_lines() -> None:
    """Two numbers, or a space, make two heads of one owner; the committee is told before it takes the roll."""
    head = "姓名,手机,户,房号,面积\n"
    twice = f"{head}周大明,13800000001,,1栋101,90\n周大 明,13800000002,,1栋103,80\n李四,13800000003,,1栋104,80\n"
    assert any("有 1 个名字登记了不止一行" in note for note in parse_roll(twice.encode(), Basis.OWNERS).notes)
    once = f"{head}周大明,13800000001,,1栋101,90\n周大明,13800000001,,1栋103,80\n李四,13800000003,,1栋104,80\n"
    assert not any("不止一行" in note for note in parse_roll(once.encode(), Basis.OWNERS).notes)


def test_a_new_roll_is_compared_entry_by_entry() -> None:
    """Whoever stands at the same home or has the same phone stands beside who they were; the rest came or went."""

    def entry(line: int, name: str, phone: str, unit: str) -> Entry:
        return Entry(line, name, phone, "", unit, None)

    before = [
        entry(2, "甲", "1", "101"),
        entry(3, "乙", "2", "102"),
        entry(4, "丙", "3", "103"),
        entry(5, "丁", "", ""),
    ]
    after = [
        entry(2, "乙", "2", "102"),
        entry(3, "甲", "9", "101"),
        entry(4, "丙丙", "3", "104"),
        entry(5, "戊", "", ""),
    ]
    pairs = [(old and old.name, new and new.name) for old, new in changed_pairs(before, after)]
    assert pairs == [("甲", "甲"), ("丙", "丙丙"), ("丁", None), (None, "戊")]
    assert changed_pairs(before, list(reversed(before))) == []
