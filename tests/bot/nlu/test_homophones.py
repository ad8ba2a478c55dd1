"""Characters typed for others of the same sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.text import homophones
from bot.reading.text.homophones import correct_homophones
from bot.reading.text.normal_form import normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("晓区里停车乱", "小区里停车乱"),
        ("3好楼漏水", "3号楼漏水"),
        ("昨天玩上又停电", "昨天晚上又停电"),
        ("家里着伙了", "家里着火了"),
        ("物叶不管", "物业不管"),
        ("每月5浩交钱", "每月5号交钱"),
        ("晚上8典50左右停水", "晚上8点50左右停水"),
    ],
)
def test_a_homophone_is_read_as_what_was_meant(typed: str, meant: str) -> None:
    """Where the words around it leave no doubt."""
    assert correct_homophones(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "梅溪湖路的路灯不亮",
        "柳湾镇望仙村没有水",
        "云栖路128号12栋2单元501室，天天停水",
        "税务部门的电话打不通",
        "我在众诚4S店买的车",
        "请问居住证怎么办",
        "周末有2约会",
        "E7县三阁司镇的路",
    ],
)
def test_what_reads_well_stays(text: str) -> None:
    """Names are made of strange characters and stay as they are."""
    assert correct_homophones(text) == text


def test_a_letter_for_a_name_gets_its_ending() -> None:
    """A是 before a district is A市; A先生 is a person."""
    assert correct_homophones("A是B区没有公交") == "A市B区没有公交"
    assert correct_homophones("找A先生谈") == "找A先生谈"


def test_the_communitys_names_are_found_when_mistyped() -> None:
    """A name that was learned is put right."""
    homophones.add_names(["栖霞郡南里"])
    assert correct_homophones("住在七霞郡南里") == "住在栖霞郡南里"


def test_what_is_shown_is_the_residents_own_writing() -> None:
    """The normal text is put right, the span comes back as it was typed."""
    normal = normalise("我們晓区 沒水")
    at = normal.text.index("小区")
    assert normal.verbatim(at, at + 2) == "晓区"


@given(st.text(alphabet="小晓区曲停亭车扯3A栋懂好号，路陆是市", max_size=60))
@settings(max_examples=200, deadline=None)
def test_one_character_is_read_for_one(text: str) -> None:
    """Whatever is written, the reading is as long, and numbers and signs stay."""
    read = correct_homophones(text)
    assert len(read) == len(text)
    assert all(a == b for a, b in zip(text, read, strict=True) if a in "3A，")
