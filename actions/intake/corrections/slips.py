"""Read corrections that are told by the value itself: digits the other way round, a value said to be right after all, one to be left out. Pure."""

from __future__ import annotations

import re

from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.taking_back import adds
from actions.interpreting.places import BUILDING_PART, names_an_estate, tells_what_happened

_NUMBERED = re.compile(r"(?P<number>\d{1,4})\s?(?P<unit>号楼(?![上下])|栋|幢|单元|室|号|弄|层)")
_TOO = re.compile("也")
_LONGEST_SLIP = 20  # characters
_SLIP = re.compile(r"花了?|眼|反|倒|岔|抖|糊涂|[看写打记按输说讲数听]错|快|年纪|不好意思|哎呀?|是")
_DAY = re.compile(
    r"(?:(?:[上下本这]个?)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:大?前|大?后|[昨今明])天|\d{1,2}月\d{1,2}[日号])"
).pattern
_WAS_RIGHT = re.compile(
    rf"(?:就是|还是|原来|前面|先前|开头|一开始|确实)(?:我?[说讲写]的|是|那个|的){{0,3}}(?P<day>{_DAY})(?:是|就|才|那个|的){{0,2}}(?:没错|没[说记]错|对的?|不错|正确)"
    rf"|(?P<alone>{_DAY})(?:是|就|才)?(?:没错|没[说记]错|对的)(?=$|[，,。！!])"
)
_HOUR = re.compile(
    r"(?:(?:早上|早晨|清早|凌晨|上午|中午|下午|傍晚|晚上|夜里|半夜)?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:半|多|钟|[一二三四五]?十?[一二三四五六七八九]?分)?)"
).pattern
_FROM_TO = re.compile(
    rf"(?<!不)(?:[是从]|[，,。 ]){{1,3}}(?P<first>{_HOUR})(?:开始|起|就){{0,2}}[^，,。\d]{{0,4}}?(?:一直)?(?P<to>[到至])(?P<last>{_HOUR})"
)
_EACH = re.compile("每天|天天|每晚|每个?(?:周|星期|礼拜)[一二三四五六日天末]?")
_DAY_OF_WEEK_WITH_A_DATE_S_END = re.compile(r"((?:周|星期|礼拜)[一二三四五六日天])号")
_LEFT_OUT = re.compile(
    r"(?P<part>(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|单元|室|号|弄))(?:那个|的|就|也|你们?|请){0,2}(?:别管|不用管|不要管|不算|别理|不作数|不要了?(?=$|[，,。！!])|去掉|删掉|划掉)"
)


def read_slip(text: str, known: Known) -> Changes:
    """What a text changes whose value alone says that it corrects: 眼花了，82号 of 28号; 就是周一没错 of 周二; 2栋别管 of 2栋4栋. No changes of any other."""
    text = text.strip()
    place = _with_digits_turned(text, known.place) or _without_part(text, known.place)
    time = _right_after_all(text, known.time)
    return Changes(place=place, time=time)


def _with_digits_turned(text: str, place: str) -> str | None:
    """The place with the number of the text instead of the one with the same digits in another order and the same unit, if nothing else is told."""
    said = {found.group("number", "unit") for found in _NUMBERED.finditer(text)}
    if len(said) != 1 or len(text) > _LONGEST_SLIP or adds(text):
        return None
    number, unit = said.pop()
    rest = _SLIP.sub("", _NUMBERED.sub("", text))
    known = [found for found in _NUMBERED.finditer(place) if found["unit"] == unit]
    turned = len(known) == 1 and known[0]["number"] != number and sorted(known[0]["number"]) == sorted(number)
    if not turned or _TOO.search(text) or tells_what_happened(rest):
        return None
    if _SLIP.search(_NUMBERED.sub("", text)) is None and len(re.sub(r"[\W\d]", "", rest)) > 0:
        return None
    return place[: known[0].start("number")] + number + place[known[0].end("number") :]


def _without_part(text: str, place: str) -> str | None:
    """The place without the numbered part that the text leaves out, if it has another one (2栋4栋), or with the only one that the text names instead."""
    found = _LEFT_OUT.search(text)
    if found is None or found["part"] not in place:
        return None
    left = place.replace(found["part"], "", 1)
    if BUILDING_PART.search(left):
        return left
    others = {one.group() for one in BUILDING_PART.finditer(text)} - {found["part"]}
    return place.replace(found["part"], others.pop(), 1) if len(others) == 1 and not adds(text) else None


def _right_after_all(text: str, time: str) -> str | None:
    """The known time with the day that the text says was right after all."""
    found = _WAS_RIGHT.search(text)
    known = re.search(_DAY, time)
    if found is None or known is None:
        return None
    day = found["day"] or found["alone"]
    return time[: known.start()] + day + time[known.end() :] if day != known.group() else None


def _hour_of(time: str) -> str:
    """An hour without the part of the day (下午五点: 五点)."""
    return re.sub("^(?:早上|早晨|清早|凌晨|上午|中午|下午|傍晚|晚上|夜里|半夜)", "", time)


def settle(changes: Changes, text: str, known: Known) -> Changes:
    """The changes as they are written down: from one hour to another whole, a day of the week without the 号 of a date, an estate before the spot in it."""
    time, place = changes.time, changes.place
    if time:
        span = _FROM_TO.search(text)
        if span is not None and any(_hour_of(span[name]) in time for name in ("first", "last")):
            each = _EACH.match(known.time)
            time = (each.group() if each else "") + "".join(span.group("first", "to", "last"))
        time = _DAY_OF_WEEK_WITH_A_DATE_S_END.sub(r"\1", time)
    if place and known.place and place.startswith(known.place) and "、" not in place:
        own = place[len(known.place) :]
        place = own + known.place if names_an_estate(own) and not names_an_estate(known.place) else place
    return Changes(place, time, changes.contact, changes.kind, changes.room)
