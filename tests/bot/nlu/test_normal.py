"""The normal form, and the way back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.text.normal_form import LONGEST, normalise


def test_full_width_becomes_half_width() -> None:
    """３栋 and 3栋 are the same building."""
    assert normalise("３栋１２０１").text == "3栋1201"


def test_traditional_becomes_simplified_one_for_one() -> None:
    """乾隆 stays 乾隆; 電梯壞了 becomes 电梯坏了."""
    assert normalise("乾隆年間電梯壞了").text == "乾隆年间电梯坏了"


def test_ornament_goes() -> None:
    """Emoji, WeChat faces and zero-width characters say nothing about the case."""
    assert normalise("路灯\u200b坏了[捂脸]😡😡").text == "路灯坏了"


def test_blanks_inside_chinese_go_and_those_in_numbers_stay() -> None:
    """我 家 is 我家; 138 0000 0000 keeps its blanks."""
    assert normalise("我 家　电话 138 0000 0000").text == "我家电话138 0000 0000"


def test_a_blank_between_phrases_is_a_comma() -> None:
    """In chat people part what they say by blanks; a building's number goes with its name."""
    assert normalise("灯坏了好几天 物业也不来修").text == "灯坏了好几天，物业也不来修"
    assert normalise("住在梧桐苑 3栋2单元").text == "住在梧桐苑3栋2单元"


def test_runs_of_a_sign_become_one() -> None:
    """！！！ is one sign."""
    assert normalise("太吵了！！！！怎么办？？").text == "太吵了！怎么办？"


def test_a_span_comes_back_verbatim() -> None:
    """What was dropped inside a span is in the original's span."""
    normal = normalise("在 幸 福 苑３棟 樓下")
    at = normal.text.index("幸福苑3栋")
    assert normal.verbatim(at, at + 5) == "幸 福 苑３棟"


def test_no_more_than_the_bound_is_read() -> None:
    """Of 20,000 characters the first 10,000 are read."""
    assert len(normalise("水" * 20_000).text) == LONGEST


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_every_character_of_the_normal_form_has_a_place_in_the_original(text: str) -> None:
    """Whatever the characters are, the map is as long as the text, rises, and stays inside the original."""
    normal = normalise(text)
    assert len(normal.starts) == len(normal.text)
    assert list(normal.starts) == sorted(normal.starts)
    assert all(0 <= start < len(text) for start in normal.starts)
