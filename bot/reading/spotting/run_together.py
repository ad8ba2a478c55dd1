"""Find several matters that are told in one breath, with no word like 另外 at a clause's beginning (水管爆了，门禁也坏了). Pure.

Each tells of a thing and of its trouble; what follows from a trouble (灯坏了路也看不清, 水管爆了楼下也淹了) names no other thing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.reading.text.spans import Span

_LONGEST_READ = 100  # characters
_THINGS = {  # what a thing is of: two matters are of two
    "water": "自来水管|水管|水龙头|龙头|下水道|下水管|污水管|阴沟|化粪池|厕所|(?:楼上|屋顶|天花板|外墙)(?=[^，,。]{0,3}漏)",
    "light": "楼道灯|走廊灯|路灯|感应灯|声控灯|灯",
    "door": "门禁|单元门|大门|道闸|闸机|可视对讲|对讲",
    "lift": "电梯",
    "refuse": "垃圾桶|垃圾|建筑垃圾|卫生|楼道",
    "dog": "狗|野猫|流浪狗|流浪猫|猫",
    "noise": "广场舞|音响|跳舞|装修|施工|烧烤摊|麻将|卡拉OK|唱歌",
    "parking": "乱停车|停车|僵尸车|电动车|电瓶车|车子|私家车",
    "manhole": "窨井盖|井盖",
    "road": "路面|人行道|马路",
    "tree": "大树|树枝|树",
    "trade": "占道|摆摊|小广告",
    "power": "电线|电表箱|充电桩",
    "network": "宽带|网络|有线电视",
    "fitness": "健身器材|滑梯|长椅|栏杆|围栏",
}
_TROUBLES = r"[坏爆漏堵松丢裂倒断塌]了?|不亮|不灵|没亮|失灵|(?:没|无)人(?:收拾?|清理?|管|扫|打扫|修)|老?(?:是)?乱?叫|太?吵|扰民|没水|没电|打不开|关不上|刷不开|不能用|用不了|不动|停了|堆(?:满|着|了|成)|乱停|挡道|挡路|占道|满了|漫出来|积水|乱飞线|乱堆|乱放|掉了|太脏"
_KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in _THINGS.items())
_TOLD = re.compile(rf"(?:{_KIND})(?P<gap>[^，,、。；;！!？?\n]{{0,6}}?)(?:{_TROUBLES})")
_BESIDES = "另外|还有(?:就是)?|再有|而且|同时|顺便(?:说一?下)?"
_JOINS = re.compile(rf"(?:[，,、。；;！!\s]|{_BESIDES})+")
_AT_END = re.compile(rf"{_JOINS.pattern}$")
_AND = re.compile(rf"[也还又]|{_BESIDES}")
_BUILDING = re.compile(
    r"[\dA-Za-z一二三四五六七八九十]{1,3}(?:栋|幢|号楼|单元)|[\u4e00-\u9fff]{2,4}(?:路|街|广场|公园)"
)
_FOLLOWS = re.compile(
    r"因为|所以|导致|害得|害我|结果|使得|影响|造成|就|把|被|为了|里面?的?|上面?的?|都(?=[坏不没])|连(?=[^，,]{0,6}[都也])|跟着|以后"
)
"""Between two: the second comes of the first, or is a part of it (电梯里的灯坏了)."""
_MAY_HAVE_AN_OBJECT = re.compile("(?:堵|倒|堆|压|撞)了?$")
_CAUSE = re.compile("因为|由于")
_NO_MORE = 3
_LONGEST_NAME = 5  # characters of an estate's name before its building


def find_run_together(text: str) -> list[Span]:
    """The spans of two or three matters told in one breath; [] if there is one."""
    if len(text) > _LONGEST_READ or _CAUSE.search(text):
        return []
    told = list(_TOLD.finditer(text))
    if not 1 < len(told) <= _NO_MORE or len({_kind(one) for one in told}) < len(told):
        return []
    begins = [0]
    for one, other in pairwise(told):
        begin = _boundary(text, one, other)
        if begin is None:
            return []
        begins.append(begin)
    ends = [len(_AT_END.sub("", text[:begin])) for begin in begins[1:]]
    return [Span(begin, end) for begin, end in zip(begins, [*ends, len(text)], strict=True)]


def _kind(told: re.Match[str]) -> str:
    return next(kind for kind in _THINGS if told[kind])


def _boundary(text: str, one: re.Match[str], other: re.Match[str]) -> int | None:
    """Where the second of two begins; None if it comes of the first, or neither a word nor another place sets it apart."""
    end = one.end() + (1 if text[one.end() : one.end() + 1] in ("了", "的") else 0)
    between = text[end : other.start()] + other["gap"]
    if _FOLLOWS.search(between) or (end == other.start() and _MAY_HAVE_AN_OBJECT.search(text[:end])):
        return None
    joined = _AND.search(between) is not None
    places = [_BUILDING.findall(part) for part in (text[: one.start()], text[end : other.start()])]
    if not joined and not (places[0] and places[1] and places[0][-1] != places[1][-1]):
        return None
    joints = list(_JOINS.finditer(text, end, other.start()))
    if joints:
        # the whole of 顺便说一下, though the thing may be found from its 下 on (下水管)
        whole = _JOINS.match(text, joints[-1].start())
        return whole.end() if whole else joints[-1].end()
    place = _BUILDING.search(text, end, other.start())
    if place is None:
        return end
    after = text.rfind("了", end, place.start()) + 1  # 楼下也淹了桂花苑3栋…
    return after if place.start() - after <= _LONGEST_NAME else place.start()
