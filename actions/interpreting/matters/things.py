"""Find what things a text is about (a lamp, a manhole cover), in which building, and which of several cases is named by them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from actions.interpreting.digits import in_digits
from actions.portal_client import CaseSummary

# What residents report, as they call it: each group is one thing under several names, the longer names first.
_NAMES: dict[str, re.Pattern[str]] = {
    "lamp": re.compile("路灯|楼道灯|感应灯|声控灯|灯泡|电灯|灯"),
    "cover": re.compile("井盖|窨井|阴井|下水井"),
    "access": re.compile("门禁|单元门|对讲|门锁"),
    "lift": re.compile("电梯"),
    "drain": re.compile("下水道|下水管|马桶|污水|化粪池"),
    "water": re.compile("自来水|水管|水压|停水"),
    "leak": re.compile("漏水|渗水"),
    "meter": re.compile("水表|电表"),
    "rubbish": re.compile("垃圾|厨余"),
    "parking": re.compile("停车|车位|僵尸车"),
    "noise": re.compile("噪音|噪声|装修|广场舞|跳舞|卡拉OK|唱歌|音响|麻将|喇叭"),
    "fumes": re.compile("油烟|烧烤"),
    "dog": re.compile("遛狗|养狗|狗"),
    "tree": re.compile("树枝|树"),
    "camera": re.compile("监控|摄像头"),
    "gym": re.compile("健身器材|健身|滑梯|秋千|单杠"),
    "locker": re.compile("快递柜|快递"),
    "letterbox": re.compile("信箱|信报箱"),
    "charger": re.compile("充电桩|充电棚|电瓶车"),
    "railing": re.compile("栏杆|护栏|扶手"),
    "glass": re.compile("玻璃|窗户"),
    "step": re.compile("台阶|楼梯"),
    "toilet": re.compile("公厕|厕所"),
    "road": re.compile("路面|地砖|马路"),
    "wall": re.compile("墙皮|外墙|瓷砖|围墙"),
    "clutter": re.compile("杂物|纸箱|堆物"),
    "mosquito": re.compile("蚊子|苍蝇|蟑螂|老鼠"),
}
_OF_THING = {word: thing for thing, words in _NAMES.items() for word in words.pattern.split("|")}
_THING = re.compile("|".join(sorted(_OF_THING, key=len, reverse=True)))
_BUILDING = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:栋|幢|号楼)")
_POINTS = re.compile(  # words by which a text speaks of one of the things told before: 灯那个, 水管的那件, 井盖的还没好
    r"(?:的|的?(?:[那这](?:一?[个件桩条]|里|边)|事情?|问题))(?=$|[，,。！!；;\s是在不还已也都可就先又改换应有没好修撤催要别办他她它其怎现])"
)
Shares = Callable[[CaseSummary], int]
_CUT = "…"  # the end of a title of which only the beginning is shown


def things_in(text: str) -> frozenset[str]:
    """The things that a text names (keys of `_NAMES`)."""
    return frozenset(_OF_THING[word] for word in _THING.findall(text))


def buildings_in(text: str) -> frozenset[str]:
    """The numbers of the buildings that a text names; a short Chinese one as a digit."""
    return frozenset(in_digits(number) for number in _BUILDING.findall(text))


def names_another_thing(text: str, case: CaseSummary) -> bool:
    """Whether a text names things, none of which the case has; False if the case's title is cut or names nothing that is known here."""
    told = things_in(_words_of(case))
    return bool(told) and not case["title"].endswith(_CUT) and bool(things_in(text)) and not things_in(text) & told


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters in a text: texts that share pairs are taken to share words."""
    return {text[n : n + 2] for n in range(len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[n : n + 2])}


def has_only_one_of(goes: str, stays: str, case: CaseSummary) -> bool:
    """Whether two texts name a thing each, of which the case has one and not the other; a thing that is not known by name, by its characters."""
    told = things_in(_words_of(case))
    if things_in(goes) and things_in(stays):
        return bool(things_in(goes) & told) != bool(things_in(stays) & told)
    return bool(pairs(goes) & pairs(case["title"])) != bool(pairs(stays) & pairs(case["title"]))


def is_at_another_building(text: str, case: CaseSummary) -> bool:
    """Whether a text names buildings, none of which the case has; False if the case names none."""
    known = buildings_in(_words_of(case))
    return bool(known) and bool(buildings_in(text)) and not buildings_in(text) & known


def points_at_a_thing(text: str) -> bool:
    """Whether a text speaks of a thing told before (灯那个是2栋, 井盖的还没好), rather than telling of one."""
    return any(_POINTS.match(text, found.end()) is not None for found in _THING.finditer(text))


def case_named(cases: Sequence[CaseSummary], text: str) -> CaseSummary | None:
    """The only one of the cases that has most of the things that the text names; None if none has any, or two have as many.

    Of two with the same thing, the one that has it under the name that the text uses, or in the building that it names.
    """
    named = things_in(text)
    fitting = _most(cases, lambda case: len(named & things_in(_words_of(case))))
    if len(fitting) > 1:
        words = set(_THING.findall(text))
        fitting = _most(fitting, lambda case: len(words & set(_THING.findall(_words_of(case))))) or fitting
    if len(fitting) > 1:
        fitting = _most(fitting, lambda case: len(buildings_in(text) & buildings_in(_words_of(case)))) or fitting
    return fitting[0] if len(fitting) == 1 else None


def names_none(cases: Iterable[CaseSummary], text: str) -> bool:
    """Whether a text speaks of a thing told before that surely none of the cases has (井盖的还没好，催一下, of a lamp and a gate)."""
    return points_at_a_thing(text) and all(names_another_thing(text, case) for case in cases)


def _words_of(case: CaseSummary) -> str:
    return case["title"] + case["place"]


def _most(cases: Sequence[CaseSummary], shares: Shares) -> list[CaseSummary]:
    """The cases of which `shares` gives the highest number above 0."""
    counted = [shares(case) for case in cases]
    most = max(counted, default=0)
    return [case for case, count in zip(cases, counted, strict=True) if most and count == most]
