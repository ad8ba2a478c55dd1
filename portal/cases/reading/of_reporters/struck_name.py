"""Recognises the wish to have the name that one told struck out (把我名字划掉), and finds the names told so. Pure; text is simplified Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.cases.reading import introductions

LONGEST = 30  # characters; a longer message tells a matter
_STRIKE = re.compile(r"(?:划|删|去|抹|擦|拿|撤|涂)(?:掉|除|去|了)").pattern
_NAME = re.compile(
    r"(?<![他她家人店司板位栋的])(?:我|我的|我说的|我报的|俺|俺的|本人的?|那个|刚才的|上面的|实)?(?:名字|姓名|大名|名(?=划|删|去|抹|擦))"
).pattern
_WISH = re.compile(
    rf"(?:[把将请]|帮我|给我|麻烦)?{_NAME}(?:也|都|就|先|给我|帮我|从里面|从上面){{0,2}}{_STRIKE}|{_STRIKE}(?:我|我的|那个|一下|上面的){{0,2}}{_NAME}"
)
_ASKS = re.compile(r"(?:吗|么|没有?|了没|不)[\s?？。]*$")  # 名字划掉没有


def wishes_name_struck(text: str) -> bool:
    """Whether a text of at most LONGEST characters asks to strike the sender's own name; not 名字划掉没有, nor 把他的名字划掉."""
    return len(text) <= LONGEST and _ASKS.search(text) is None and _WISH.search(text) is not None


def names_told(texts: Iterable[str]) -> set[str]:
    """The sender's own names in what they said: 我叫李建国."""
    return {name for text in texts for name in (*introductions.own_names(text), *introductions.names(text))}
