"""Tell which spans that look like places are something else: a piece of a telephone number or a plate, a day of the month, a person's name, what is done on a road; or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reading.spotting.personal import Personal
from bot.reading.spotting.places import Place
from bot.reading.spotting.times import When
from bot.reading.text.spans import Span

_IN_A_CODE = re.compile("[A-Za-z0-9]")
_DAY = re.compile(r"(?:[12]?\d|3[01])[号日]")
_AS_WELL = re.compile(r"[，,、 ]{0,2}(?:也?就是|即)[，,、 ]{0,2}")  # 前天，就是27号
_DAY_BEFORE_A_PLACE = re.compile(
    r"(?:[12]?\d|3[01])[号日](?=[^\d]{2,10}(?:路|街|苑|园|小区|公寓|村|弄|巷))(?!大?[街道路线])"
)
_CODE = re.compile(r"[A-Za-z]{1,3}[A-Za-z0-9]{4,}号?")
_NUMBER_OF_A_THING = re.compile(  # 编号B2208, 浙C5566K
    r"(?:编号|车牌号?|牌号|牌照|号码|型号)[是为：: ]{0,2}$|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]$"
)
_HAN, _WORDS = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z' ]+")
_LETTERED = re.compile(r"[A-Za-z]{2}")
_BUILDING = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼)"
_TWO_BUILDINGS = re.compile(rf"(?P<one>{_BUILDING})[和跟与及](?P<other>{_BUILDING}[\u4e00-\u9fff]{{0,3}})")
_ENDS_LIKE_A_PLACE = re.compile("[苑园路街村巷弄区寓城府里庭湾家楼院门桥站店场]$")
_WRITTEN_WRONGLY = re.compile('[写印刻标打念做改喷贴](?:错)?成了?[“"「]?$')
"""Before a name that stands only on the sign that is wrong (幸福路写成辛福路)."""
_PUT_THERE = re.compile("^(?:[丢扔倒堆放摆停晒撒挂](?:得|到|在|的)+)")
_NOBODY_CAN = re.compile("[上下进出]不[来去了]$")
_DONE_ON_A_ROAD = re.compile("[挡堵拦让修铺绕带问指迷赶](?:了|着|住|到)?[马大]?[路道]")


def without_no_places(
    text: str, places: Sequence[Place], times: Sequence[When], personal: Sequence[Personal]
) -> list[Place]:
    """The places of a text that are places, two buildings apart. `times`, `personal`: what else was found in it."""
    return [
        part
        for place in places
        for part in _apart(text, _without_deeds(text, _without_day(text, place)))
        if not (
            any(_is_of_a_person(text, place, one) for one in personal)
            or _is_a_code(text, place)
            or _is_a_day(text, place, times)
            or _WRITTEN_WRONGLY.search(text[max(0, place.span.start - 6) : place.span.start])
            or _DONE_ON_A_ROAD.fullmatch(place.span.within(text))
            or _is_an_english_word(text, place)
        )
    ]


def _is_an_english_word(text: str, place: Place) -> bool:
    """Whether a place is only a word of a message in English (My of "My wife …"): nobody can be sent there."""
    said = place.span.within(text)
    return said != text.strip() and _WORDS.fullmatch(said) is not None and _HAN.search(text) is None


def _is_of_a_person(text: str, place: Place, one: Personal) -> bool:
    """Whether a place has a piece of a number of theirs, or is in their name (我叫王桂芳, not 我是桂花苑)."""
    if one.type != "name":
        return place.span.overlaps(one.span)
    within = one.span.start <= place.span.start and place.span.end <= one.span.end
    return within and not _ENDS_LIKE_A_PLACE.search(one.span.within(text))


def _is_a_code(text: str, place: Place) -> bool:
    """Whether a place is a plate or the number of a thing (编号B2208, LL5566号), or begins or ends within one (12345 of 浙A12345)."""
    start, end = place.span.start, place.span.end
    if any(0 < at < len(text) and _IN_A_CODE.match(text[at - 1]) and _IN_A_CODE.match(text[at]) for at in (start, end)):
        return True
    said = place.span.within(text)
    if _CODE.fullmatch(said) is None:
        return False
    return _LETTERED.match(said) is not None or _NUMBER_OF_A_THING.search(text[max(0, start - 6) : start]) is not None


def _apart(text: str, place: Place) -> list[Place]:
    """The two buildings of an estate that is not named (3栋和5栋) apart, so that each may be asked about; any other place alone."""
    found = _TWO_BUILDINGS.fullmatch(place.span.within(text))
    if found is None:
        return [place]
    spans = (Span(place.span.start + found.start(one), place.span.start + found.end(one)) for one in ("one", "other"))
    return [replace(place, span=span) for span in spans]


def _without_day(text: str, place: Place) -> Place:
    """The place without a day of the month right before it (25号幸福路)."""
    found = _DAY_BEFORE_A_PLACE.match(place.span.within(text))
    return place if found is None else replace(place, span=Span(place.span.start + found.end(), place.span.end))


def _without_deeds(text: str, place: Place) -> Place:
    """The place without what is done there, before or behind it (丢得河边, 香樟树上下不来)."""
    said = place.span.within(text)
    before, behind = _PUT_THERE.match(said), _NOBODY_CAN.search(said)
    start = place.span.start + (before.end() if before else 0)
    end = place.span.start + (behind.start() if behind else len(said))
    return replace(place, span=Span(start, end)) if start < end else place


def _is_a_day(text: str, place: Place, times: Sequence[When]) -> bool:
    """Whether a mere number with 号 is a day of the month: it was read as a time, too, or says another time over again."""
    if _DAY.fullmatch(place.span.within(text)) is None:
        return False
    return any(
        place.span.overlaps(time.span)
        or (time.span.end <= place.span.start and _AS_WELL.fullmatch(text, time.span.end, place.span.start))
        for time in times
    )
