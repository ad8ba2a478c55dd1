"""Shares: integers and exact decimals, nothing rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consultations.law.quorum import (
    Figures,
    apply_rule,
    is_reached,
    needed_count,
    needs_in_words,
    sentence,
    still_missing,
)
from portal.consultations.law.template import Basis, Rule


def rule(share: str, *, strict: bool, measure: str = "count", of: str = "roll") -> Rule:
    return Rule("r", (Basis.HOUSEHOLDS,), measure, of, Fraction(share), strict, "某法第一条", "……")


@pytest.mark.parametrize(
    ("share", "strict", "has", "total", "met"),
    [
        ("1/2", True, 45, 90, False),  # 过半数 of 90 is not met by 45
        ("1/2", True, 46, 90, True),
        ("1/2", True, 46, 91, True),
        ("1/2", True, 45, 91, False),
        ("2/3", False, 60, 90, True),  # 三分之二以上 of 90 is met by 60
        ("2/3", False, 59, 90, False),
        ("2/3", False, 60, 91, False),
        ("2/3", True, 60, 90, False),  # 超过三分之二 is not
        ("3/4", False, 3, 4, True),
        ("1/2", True, 0, 0, False),
        ("2/3", False, 0, 0, False),
    ],
)
def test_the_edge_is_where_the_law_puts_it(share: str, strict: bool, has: int, total: int, met: bool) -> None:
    """以上 includes the number, 过半数 does not (民法典 1259)."""
    assert is_reached(rule(share, strict=strict), has, total) is met


def test_areas_are_exact() -> None:
    """A hundredth of a square metre decides; no float blurs it."""
    at = rule("2/3", strict=False, measure="area")
    assert is_reached(at, Decimal("66.68"), Decimal("100.02"))
    assert not is_reached(at, Decimal("66.67"), Decimal("100.02"))


@given(st.integers(1, 5000), st.sampled_from(["1/2", "2/3", "3/4", "4/5"]), st.booleans())
def test_needed_is_the_least_that_reaches(total: int, share: str, strict: bool) -> None:
    """One less than `needed` fails, `needed` itself reaches (or all of them do not suffice)."""
    at = rule(share, strict=strict)
    least = needed_count(at, total)
    assert is_reached(at, least, total)
    assert not is_reached(at, least - 1, total)


def test_what_is_missing_is_said_in_heads() -> None:
    """还差 37 户."""
    at = rule("2/3", strict=False)
    assert still_missing(at, Figures(23), Figures(90)) == 37
    assert still_missing(at, Figures(70), Figures(90)) == 0


def test_the_sentence_names_figures_and_article() -> None:
    """The resident reads who took part, what was needed, and which article decides."""
    found = apply_rule(rule("2/3", strict=False), Figures(61), Figures(90), Figures(61))
    assert sentence(found, Basis.HOUSEHOLDS, "参加") == (
        "参加 61 户 / 应到 90 户，达到三分之二以上（至少 60）——某法第一条"
    )


def test_a_needed_area_is_for_reading_only() -> None:
    """The area in words is rounded up and says so."""
    assert needs_in_words(rule("2/3", strict=False, measure="area"), Decimal("100.00")) == (
        "三分之二以上（约 66.67 平方米）"
    )


def test_a_rule_over_areas_needs_areas() -> None:
    """Nobody counts areas that are not there."""
    with pytest.raises(ValueError, match="area"):
        Figures(1).by("area")
