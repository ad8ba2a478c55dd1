"""What befalls somebody in a story, whose part in it is named, is no danger; whatever the sender or anybody else does like them is read."""

from __future__ import annotations

import pytest

from bot.reading.text.ordinary_heat import without_what_is_on_the_screen


@pytest.mark.parametrize(
    "text",
    [
        "小说里主角留了遗书", "小说里的主角留了遗书", "电视剧里女主要跳楼", "我写的小说里男主割腕了", "漫画里反派拿刀砍人，画得真好", "书里主人公喝农药死了", "故事里的角色上吊了，作文能这么写吗",
    ],
)  # fmt: skip
def test_what_befalls_somebody_in_a_story_is_left_out(text: str) -> None:
    assert "，，" in without_what_is_on_the_screen(text)


@pytest.mark.parametrize(
    "text",
    [
        "小说一样的遗书", "我留了遗书", "我像小说里那样留了遗书", "她像小说里的女主一样留了遗书", "小说里主角一样的遗书", "跟小说里主角学的，留了遗书", "小说里主角死了我也不想活了", "看完小说里主角自杀我也割腕了",
        "小说里写的遗书，我儿子真写了一封", "小说里主角死了孩子掉河里了", "看小说里主角跳楼现在我妈也要跳", "小说里主角留遗书了有人要跳楼", "孩子演话剧里的主角从台上摔下来叫不醒", "孩子演话剧里的主角摔下台头破血流", "孩子拿着漫画里角色的刀割腕了", "他在书里人物那一页写了遗书",
    ],
)  # fmt: skip
def test_what_anybody_else_does_is_left(text: str) -> None:
    assert without_what_is_on_the_screen(text) == text
