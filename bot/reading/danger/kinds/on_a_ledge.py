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
_HELD = re.compile("抱[着住了起](?![他她娃]?的?[手腿脚胳])|搂[着住]|产后|抑郁|[带背牵拉]着[^，。！!？? 看]{1,6}[站坐]")
_FLEES = re.compile(
    "[火烟水]|[困锁关]|煤气|燃气|抱[住了]?(?:下来|进来|回来)|被[^，。]{0,4}抱|[卡夹挂悬托拽塌震]|拉不[上动]|没力气|[进下出]不[来去]|打不开|[着住]他?她?的?[手腿脚胳]"
)
"""Whoever is caught, hangs there or cannot get back in wants out, too."""
_ADULT = r"(?:老[婆公]|[儿弟]?媳妇?|嫂子?|[女男](?:的|人|子)|妇女|大[姐妈爷叔婶]|阿姨|老[人太头]|[妈爸姐妹哥]|[爷奶]奶?|外[公婆]|[姑姨舅婶]|室友|邻居|同事|朋友|对象|保姆|有人)"
_NO_CHILD = r"(?:(?![娃宝童孩囡孙岁看])[^，。！!？?；; ])"
_ADULT_OUTSIDE = re.compile(  # 我老婆站在阳台外面娃在哭: it is not the child who is out there
    rf"(?:{_ADULT}|我){_NO_CHILD}{{0,4}}[站坐趴跨骑蹲爬翻]{_NO_CHILD}{{0,6}}?{_OUTSIDE}|我(?:就|现在|正|们|一个人)?在{_OUTSIDE}|我{_NO_CHILD}{{0,3}}[带抱背拉牵搂]着?"
)
_HURT = re.compile(
    r"(?<![要快会怕点免别心])(?:往下|直接)?(?:[掉摔坠](?:下|到|在|了|断|伤|死)|坠楼|落地)|血|骨|断了|抽|噎|晕|昏|烫[到伤了]|砸|不动|没反应|呼吸|心跳|触电|[吃喝吞]了|发[紫青]|叫不[醒应]"
)
"""A child that fell, or that something ails, needs the ambulance."""


def is_child_on_a_ledge(text: str) -> bool:
    """Whether a text tells of a small child outside a window or a rail, held by nobody there, and of no wish to die."""
    by_itself = not any(words.search(text) for words in (_SPEAKS_OF_DYING, _HELD, _ADULT_OUTSIDE))
    return by_itself and _CHILD_OUTSIDE.search(text) is not None


def is_hurt(text: str) -> bool:
    """Whether a text tells of harm done, not only of a fall that may come (快掉下来了)."""
    return _HURT.search(text) is not None


def is_held_on_a_ledge(text: str) -> bool:
    """Whether somebody holds a small child there, fleeing from nothing: it is they who may want to die."""
    held = _HELD.search(text) is not None and _FLEES.search(text) is None
    return held and _CHILD_OUTSIDE.search(text) is not None
