"""Who is held responsible or asked to act."""

from __future__ import annotations

import pytest

from bot.reading.community import Community, CommunityFiles
from bot.reading.spotting.bodies import find_bodies
from bot.reading.text.words import split_words


def first_of(text: str, community: Community | None = None) -> str | None:
    found = find_bodies(text, split_words(text), community or Community())
    return found[0].span.within(text) if found else None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("投诉宏达物业管理有限公司乱收费", "宏达物业管理有限公司"),
        ("星辰幼儿园强制收费。星辰幼儿园每个月都要收赞助费", "星辰幼儿园"),
        ("希望教育局尽快处理", "教育局"),
        ("物业不管，垃圾没人清", "物业"),
        ("阿平修车铺占了人行道", "阿平修车铺"),
        ("米兰阳光口腔乱收费", "米兰阳光口腔"),
        ("电动车乱停城管不管", "城管"),
    ],
)
def test_who_is_named_is_found(text: str, body: str) -> None:
    """The accused, or the one asked to act."""
    assert first_of(text) == body


@pytest.mark.parametrize("text", ["路灯坏了", "希望有关部门重视", "请问怎么办居住证"])
def test_nobody_named_is_nobody(text: str) -> None:
    """有关部门 is nobody."""
    assert first_of(text) is None


def test_an_alias_leads_to_the_code(files: CommunityFiles) -> None:
    """执法队 is the community's 城管中队."""
    found = find_bodies("投诉执法队不作为", split_words("投诉执法队不作为"), files.now())
    assert [body.code for body in found] == ["urban"]
