"""The fields of forms and files: cleaned, bounded, each fault by its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.admission.fields import Faulty, day_of, read_asked, read_exception, read_item, read_reason
from portal.admission.rules import Work
from tests.portal.admission.admission_world import DAY, EXCEPTION, TODAY, form, item_form


def faults_of_ask(**changes: Any) -> set[str]:
    values = form(**changes)
    with pytest.raises(Faulty) as caught:
        read_asked(values, values["work"], TODAY)
    return set(caught.value.faults)


def faults_of_item(**changes: Any) -> set[str]:
    values = item_form(**changes)
    with pytest.raises(Faulty) as caught:
        read_item(values, values["work"])
    return set(caught.value.faults)


def test_an_ask_is_read() -> None:
    """None of the list is no code."""
    values = form(code="none", what=" 登记\u200b流动人口 ", comes_with="no")
    found = read_asked(values, values["work"], TODAY)
    assert (found.code, found.what, found.comes_with, found.work) == ("", "登记流动人口", False, {Work.VISIT})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("department", ""), ("department", "局" * 41), ("what", "  "), ("what", "\u200b"), ("what", "事" * 81), ("detail", "事" * 1001),
        ("code", ""), ("code", "清单"), ("code", "A" * 21), ("work", []), ("work", ["visit", "war"]), ("basis", "文" * 201),
        ("deadline", ""), ("deadline", "2026-11-23"), ("deadline", "2029-12-30"), ("deadline", "明天"), ("deadline", "20261204"),
        ("deadline", "2026-02-30"), ("comes_with", ""), ("comes_with", "maybe"),
    ],
)  # fmt: skip
def test_each_field_of_an_ask_has_its_bounds(name: str, value: Any) -> None:
    """What is missing, too long, out of range or made up is that field's fault."""
    assert faults_of_ask(**{name: value}) == {name}


@pytest.mark.parametrize(
    "said",
    [
        "找张三 13812345678",
        "身份证 33010219900307001x",
        "找他 138 0013 8000",
        "幺三八零零一三八零零零",
        "138-0013-8000",
    ],
)
@pytest.mark.parametrize("name", ["what", "detail", "basis"])
def test_a_persons_numbers_are_refused(name: str, said: str) -> None:
    """A ledger of tasks needs nobody's telephone or identity card."""
    assert faults_of_ask(**{name: said}) == {name}


def test_all_faults_are_told_at_once() -> None:
    """One round is enough to mend a form."""
    assert faults_of_ask(department="", work=[], deadline="") == {"department", "work", "deadline"}


def test_an_item_is_read() -> None:
    """Names with anything between them; the code in capitals."""
    values = item_form(code="xz-9", every_days="90", until="2026-12-31", aliases="甲事;甲事、乙事")
    found = read_item(values, values["work"])
    assert (found.code, found.departments, found.aliases) == ("XZ-9", "区卫健局、社区卫生服务中心", "甲事、乙事")
    assert (found.every_days, found.until) == (90, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code", ""), ("code", "../x"), ("code", "a b"), ("name", ""), ("name", "名" * 61), ("kind", ""), ("kind", "best"), ("basis", ""),
        ("work", []), ("every_days", "0"), ("every_days", "3661"), ("every_days", "１２"), ("every_days", "-1"), ("every_days", "9" * 30),
        ("since", ""), ("since", "0001-01-01"), ("until", "2026-11-23"), ("until", "以后"), ("funds", "钱" * 101),
    ],
)  # fmt: skip
def test_each_field_of_an_item_has_its_bounds(name: str, value: Any) -> None:
    """As with an ask."""
    assert faults_of_item(**{name: value}) == {name}


def test_an_item_of_reports_says_how_often() -> None:
    """Else every second ask for the same report would be admitted."""
    assert faults_of_item(work=["report"]) == {"every_days"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reason", ""), ("reason", "急"), ("reason", "急" * 20), ("reason", "字" * 501), ("comes", ""), ("until", ""),
        ("until", str(TODAY - DAY)), ("until", str(TODAY + 367 * DAY)),
    ],
)  # fmt: skip
def test_an_exception_has_a_reason_and_an_end(name: str, value: str) -> None:
    """A sentence, what comes along, a day within a year."""
    with pytest.raises(Faulty) as caught:
        read_exception(EXCEPTION | {name: value}, TODAY)
    assert set(caught.value.faults) == {name}


def test_why_is_a_sentence() -> None:
    """For ending and withdrawing, too."""
    assert read_reason({"reason": "单位来电说不用办了"[:8] + "，收回来件"}) == "单位来电说不用办，收回来件"
    with pytest.raises(Faulty):
        read_reason({"reason": "不用了"})


@pytest.mark.parametrize("text", ["2026-W01-1", "20260101", "2026-1-1", "1999-01-01", "２０２６-01-01", "2026-01-01 "])
def test_a_day_has_one_form(text: str) -> None:
    """Whatever else Python would read."""
    assert day_of(text) is None


def test_a_day_of_another_century_is_called_so() -> None:
    """It is written as it should be."""
    values = item_form(until="9999-12-31")
    with pytest.raises(Faulty) as caught:
        read_item(values, values["work"])
    assert caught.value.faults == {"until": "日期要在 2000 年到 2099 年之间"}
