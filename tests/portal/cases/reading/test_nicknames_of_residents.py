"""What a resident may be called, so that it is covered for handlers."""

from __future__ import annotations

import pytest

from portal.cases.reading import lexicon, nicknames


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("周", "周阿姨"),
        ("周", "老周"),
        ("周", "姓周"),
        ("周女士", "周大姐"),
        ("老吴", "吴师傅"),
        ("沈桂香", "沈老师"),
        ("沈桂香", "桂香阿姨"),
        ("欧阳", "欧阳女士"),
        ("欧阳娜娜", "欧阳大姐"),
    ],
)
def test_a_surname_with_a_title_is_them(name: str, called: str) -> None:
    """Also where only the surname was taken down."""
    assert called in nicknames.of_resident(name, lexicon.lists("conduct"))


@pytest.mark.parametrize("name", ["", "13800010003", "物业", "没留名字", "柳树里3栋的住户", "未知"])
def test_what_is_no_name_calls_nobody(name: str) -> None:
    """Nothing is covered for it."""
    assert nicknames.of_resident(name, lexicon.lists("conduct")) == frozenset()


@pytest.mark.parametrize("word", ["周主任", "周队长", "周", "周末", "小区"])
def test_posts_and_words_stay(word: str) -> None:
    """周主任 may be whom the case is about."""
    assert word not in nicknames.of_resident("周", lexicon.lists("conduct"))
