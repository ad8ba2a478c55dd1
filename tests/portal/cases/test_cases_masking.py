"""What is covered of a person in lists and on pages."""

from __future__ import annotations

import pytest

from portal.cases.masking import masked


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
    ],
)
def test_numbers_that_reach_or_name_a_person_are_covered(text: str, shown: str) -> None:
    """Mobiles, landlines and identity numbers; room numbers, sums and case numbers stay."""
    assert masked(text) == shown


def test_names_are_covered_but_for_the_first_character() -> None:
    """Longer names before the shorter ones inside them; a single character is left."""
    assert masked("找王小明和小明", ["小明", "王小明", "王"]) == "找王**和小*"
