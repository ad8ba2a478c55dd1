"""When it was, and nothing else of the sentence; a place as far as its building."""

from __future__ import annotations

from datetime import date

import pytest

from portal.cases.reading import introductions, mentioned_times

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("昨晚我下班从502出来的时候", "11月26日晚上"),
        ("昨天晚上十点半我下夜班，每晚都这样", "11月26日晚上十点半，每晚"),
        ("昨晚八点，物业经理张强打了我老伴一巴掌", "11月26日晚上八点"),
        ("大前天早上6:30到7:15", "11月24日早上6:30到7:15"),
        ("从上周三开始", "上周三"),
        ("3月5号前后，2026-03-06又一次", "3月5号，2026-03-06"),
        ("快两个月了", "两个月了"),
        ("坏了三天了", "三天了"),
        ("我儿子王小虎放学的时候", ""),
        ("13912345678", ""),
        ("住5栋502室的那天", ""),
        ("一巴掌，一天到晚", "一天"),
        ("", ""),
    ],
)
def test_only_the_moment_comes_out(said: str, told: str) -> None:
    """Every sign of it stands in a list."""
    assert mentioned_times.times_in(said, TODAY) == told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("桂花苑3栋北门", "桂花苑3栋北门"),
        ("长河路88号3幢2单元502室", "长河路88号3幢"),
        ("长河路88号502室", "长河路88号"),
        ("翠苑二区2单元", "翠苑二区"),
        ("公园路北口", "公园路北口"),
        ("我家门口", ""),
    ],
)
def test_a_place_goes_as_far_as_the_building(place: str, told: str) -> None:
    """No unit, no room, nothing that is told from whoever speaks."""
    assert introductions.cut_to_building(place) == told
