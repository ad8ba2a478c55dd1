"""The numbers of persons in a text: found however they are spelt, and nothing else taken for one."""

from __future__ import annotations

import pytest

from portal.cases.reading.masking import holds_a_number, masked
from portal.kernel.phones import could_be_called, holds_a_persons_number, persons_numbers

SPELT = [
    "13800138000",
    "138 0013 8000",
    "138-0013-8000",
    "138—0013—8000",
    "１３８００１３８０００",
    "1 3 8 0 0 1 3 8 0 0 0",
    "(138) 0013 8000",
    "138\u200b0013\u200b8000",
    "138\n00138000",
    "+86 138 0013 8000",
    "0086-13800138000",
    "一三八零零一三八零零零",
    "幺三八 〇〇幺三 八〇〇〇",
    "壹叁捌零零壹叁捌零零零",
    "一三八0013八零零零",
]


@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize("around", ["{}", "打王大姐电话{}找她", "周一{}", "2026-11-24 {}，3栋"])
def test_a_mobile_is_found_however_it_is_spelt(spelt: str, around: str) -> None:
    """With spaces, dashes, Chinese numerals, beside dates and days."""
    if around == "周一{}" and spelt[0] in "一幺壹":
        pytest.skip("nobody can tell where the number begins")
    assert [digits for _, _, digits in persons_numbers(around.format(spelt))] == ["13800138000"]


@pytest.mark.parametrize(
    "spelt",
    ["33010219900307001x", "330102 19900307 001X", "330102199003070012", "三三零一零二一九九零零三零七零零一二"],
)
def test_an_identity_number_is_found(spelt: str) -> None:
    """With gaps, in Chinese numerals, with X."""
    assert holds_a_persons_number(f"身份证{spelt}，请核对")


@pytest.mark.parametrize(
    "text",
    [
        "0571-00000001", "12345", "2026-11-24 至 2026-12-24", "LL-20261124-00001", "一、二、三、四、五、六、七、八、九",
        "3栋2单元1301", "1388元", "12345678901", "第138号第0013条8000元", "2026-11-24 2026-12-24 10",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_one(text: str) -> None:
    """A landline, a day, a list, a house, a sum."""
    assert persons_numbers(text) == []


def test_a_published_number_is_nobodys() -> None:
    """Also spelt with spaces."""
    assert not holds_a_persons_number("请打 138 0013 8000", frozenset({"13800138000"}))
    assert holds_a_persons_number("请打 138 0013 8001", frozenset({"13800138000"}))


@pytest.mark.parametrize("spelt", SPELT)
def test_the_desk_reads_none_of_them(spelt: str) -> None:
    """Masked, and known to hold a number."""
    shown = masked(f"打{spelt}找我")
    assert (persons_numbers(shown), "****" in shown, holds_a_number(f"打{spelt}找我")) == ([], True, True)


@pytest.mark.parametrize(
    ("typed", "can"),
    [
        ("12345678901", False),
        ("1380013800", False),
        ("1234567", False),
        ("13800138000", True),
        ("+86 13800138000", True),
        ("85012345", True),
        ("0571-85012345", True),
        ("400-820-8820", True),
        ("+1 202 555 0123", True),
    ],
)
def test_a_number_that_begins_with_one_is_a_mobile_or_none(typed: str, can: bool) -> None:
    """One digit too few or another second digit is a slip, which nobody could call."""
    assert could_be_called(typed) is can
