"""Recognise a small child outside a window, a balcony's rail or on the edge of a roof: it has climbed there, and wants no death. Pure.

The naming head takes whoever stands at a rail for somebody who wants to die; of a child of three that would bring the wrong
number and the wrong words. A teenager (学生, 姑娘, 女儿), whoever speaks of dying, and whoever holds a baby there stay with the head.
"""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import SAME_CLAUSE

_SMALL = r"(?:(?<![\d十])[1-9一二两三四五六七八九]岁(?!以上)|个月大|娃|宝宝|婴儿(?!车)|小孩|小朋友|小男孩|小女孩|小丫头|小家伙|小不点|囡囡|小囡|幼儿|毛毛|孙子|孙女|外孙|[小二大三]宝)"
_OUTSIDE = (
    r"(?:(?:阳台|露台|窗台|飘窗|窗户?|防盗[窗网栏]|栏杆|护栏|围栏)(?:的)?(?:栏杆|护栏|围栏)?(?:的)?外|外机|空调架|女儿墙|雨[棚篷]|屋檐"
    r"|(?:阳台|露台|楼顶|天台|屋顶|窗户?)的?(?:边[上沿缘]?|栏杆|护栏|围栏|沿)|(?:爬|翻|钻|探|跨|站|坐|趴)(?:到|出|在|上|过)?了?(?:阳台|窗|栏杆|护栏|围栏|防盗))"
)
_CHILD_OUTSIDE = re.compile(rf"{_SMALL}{SAME_CLAUSE}{{0,16}}?{_OUTSIDE}|{_OUTSIDE}{SAME_CLAUSE}{{0,12}}?{_SMALL}")
_SPEAKS_OF_DYING = re.compile(
    r"[要想准备]{1,2}(?:往下)?跳(?!舞|绳)|跳[楼河]|自杀|轻生|不想活|不活|活不|[想要]死|寻[死短]|遗书|永别"
)
_HELD = re.compile("抱[着住了起]|搂[着住]|产后|抑郁")
_FLEES = re.compile("[火烟水]|[困锁关]|煤气|燃气|抱[住了]?(?:下来|进来|回来)|被[^，。]{0,4}抱")


def is_child_on_a_ledge(text: str) -> bool:
    """Whether a text tells of a small child outside a window or a rail, held by nobody there, and of no wish to die."""
    by_itself = _SPEAKS_OF_DYING.search(text) is None and _HELD.search(text) is None
    return by_itself and _CHILD_OUTSIDE.search(text) is not None


def is_held_on_a_ledge(text: str) -> bool:
    """Whether somebody holds a small child there, fleeing from nothing: it is they who may want to die."""
    held = _HELD.search(text) is not None and _FLEES.search(text) is None
    return held and _CHILD_OUTSIDE.search(text) is not None
