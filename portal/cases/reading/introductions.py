"""Find where reporters introduce themselves ("我是桂花苑3栋张秀英"), and the names and homes that they tell there. Pure.

The place in an introduction is the reporter's home, not the place of the matter. `text` is always simplified Chinese
(`lexicon.simplified`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# 我是…, 我家住…: to the end of the clause
_OPENS = re.compile(
    r"(?:我(?:就)?是|俺(?:就)?是|本人(?:就)?是|我们?家?(?:就)?住|我们?家(?:就)?在|俺家?住|俺家在|家住|本人(?:家)?住|住址是?[：:]?|家庭住址)"
    r"(?!说|想|来|要|觉得|问|在|不|怕|为|路过|经过|看|听|从|发现|刚|昨|今|前天)[^，,。.；;！!？?\s]*"
)
# the introduction ends before these
_MATTER_BEGINS = re.compile(r"反映|举报|投诉|反应|报告|想|要|说|发现|看到|看见|路过")
SURNAMES = (  # common ones of one character
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金"
    "石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤洪葛俞柳季倪施温裘章鲁褚卫"
)
# a name at the end, after the home: 3栋张秀英
_NAMED = re.compile(
    r"(?:栋|幢|号|弄|单元|座|室|楼|层|户|组|期|苑|园|村|区|寓|的|\d|主|民|叫)"
    rf"(?P<name>(?:欧阳|司马|上官|诸葛|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}})$"
)
# a name that follows at once: 我叫李建国
_OWN_NAME = re.compile(
    r"(?:(?:我|俺|咱|本人)(?:的)?(?:名字|姓名)?(?:叫|名叫|是|就是|姓名)|本人|免贵|名字叫|姓名是?)[：: ]?"
    rf"(?P<name>(?:欧阳|司马|上官|诸葛|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}})"
)
# last characters of the names of estates, villages and roads
_ESTATE = tuple("苑园里村路街巷弄区城庄坊湾桥院楼厦寓郡府")
_NUMBERED_HOUSE = r"[0-9一二三四五六七八九十百]{1,6}(?:号楼|栋|幢|座)"
# a number that follows such a name: 3栋, 2单元
_NUMBERED = r"[0-9一二三四五六七八九十]{1,6}(?:栋|幢|号|弄|单元|座|室|期)"
# unit, floor or room, where `cut_to_building` cuts
_INSIDE = re.compile(
    r"[0-9一二三四五六七八九十]{1,6}(?:单元|楼(?![东西南北])|层)|[0-9]{1,6}(?:[-－—][0-9]{1,6}){0,4}(?:室|户)"
    r"|[0-9]{3,4}(?![0-9号弄路])"
)
# unit and room, for `extend_to_door`
_DOOR = r"(?:[0-9一二三四五六七八九十]+单元)?(?:[0-9]{2,4}(?![0-9])(?:室|户)?)?"
_BUILDING = re.compile(_NUMBERED_HOUSE)
_SPEAKER = re.compile(r"[我俺咱]")  # a place with one of these may be the speaker's home
# which side or entrance of a place: 北口, 东门
_SIDE = re.compile(r"[东西南北]{1,2}(?:大门|路口|门口|口|门|侧|边|面|头|角|段)")


def clauses(text: str) -> list[tuple[int, int]]:
    """(start, end) offsets of each introduction."""
    return [(found.start(), found.start() + _length(found.group())) for found in _OPENS.finditer(text)]


def _length(clause: str) -> int:
    """How long the introduction is: up to where the matter begins."""
    matter = _MATTER_BEGINS.search(clause)
    return matter.start() if matter else len(clause)


def names(text: str) -> list[str]:
    """People's names at the end of introductions, where they follow the home (3栋张秀英)."""
    found = (_NAMED.search(text[start:end]) for start, end in clauses(text))
    return [match.group("name") for match in found if match]


def own_names(text: str) -> list[str]:
    """People's names right after words by which somebody tells their own (我叫李建国, 姓名：王芳)."""
    return [found.group("name") for found in _OWN_NAME.finditer(text)]


def is_place(name: str, text: str, places: Iterable[str]) -> bool:
    """Whether a supposed person's name is that of an estate, village or road at the beginning of a place (桂花苑3栋)."""
    if not name.endswith(_ESTATE):
        return False
    return any(place.startswith(name) for place in places) or bool(re.search(re.escape(name) + _NUMBERED, text))


def side_after(text: str, ends: Iterable[int]) -> str:
    """Which side or entrance the text names right behind the first of these ends of a place that has one (北口); "" if none."""
    sides = (_SIDE.match(text, end) for end in ends)
    return next((side.group() for side in sides if side), "")


def extend_to_door(text: str, place: str) -> str:
    """The place with the unit and room number that follow it in the text."""
    found = re.search(re.escape(place) + _DOOR, text)
    return found.group() if found else place


def cut_to_building(place: str) -> str:
    """The place cut off after the building and its side, or before unit, floor or room; "" if it says 我, 俺 or 咱."""
    if _SPEAKER.search(place):
        return ""
    building = _BUILDING.search(place)
    if building:
        side = _SIDE.match(place, building.end())
        return place[: building.end()] + (side.group() if side else "")
    inside = _INSIDE.search(place)
    return place[: inside.start()] if inside else place
