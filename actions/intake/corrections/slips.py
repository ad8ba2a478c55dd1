"""Read corrections that are told by the value itself: digits the other way round, a value said to be right after all, one to be left out, one taken back in the same breath. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from actions.case_draft import CaseDraft, Place, When, place_words
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.likeness.hours import with_what_stays
from actions.intake.corrections.taking_back import NOT_SO, adds
from actions.interpreting.places import BUILDING_PART, merge_place, names_an_estate

_NUMBERED = re.compile(r"(?P<number>\d{1,4})\s?(?P<unit>号楼(?![上下])|栋|幢|单元|室|号|弄|层)")
_LONGEST_SLIP = 20  # characters
_SLIP = re.compile(
    r"看走眼了?|眼睛?花了?|花了|[记写打看说按输弄搞数][反倒岔串]了?|[反岔]了|手抖了?|糊涂了?|[看写打记按输说讲数听]错了?|(?:打字|说|写|讲)?太?快了?|年纪大了?|不好意思|对不起|抱歉|哎呀?"
)
_OF_A_SLIP = re.compile(r"老[板爷]?|数字|刚才|刚刚|前面|我们?|是|就|应该|其实|太|了|的|啊|呀|哦|吧")
_DAY = re.compile(
    r"(?:(?:[上下本这]个?)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:大?前|大?后|[昨今明])天|\d{1,2}月\d{1,2}[日号])"
).pattern
_WAS_RIGHT = re.compile(
    rf"(?:(?:就是|还是|原来|前面|先前|开头|一开始|确实)(?:我?[说讲写]的|是|那个|的){{0,3}}(?P<day>{_DAY})(?:是|就|才|那个|的){{0,2}}(?:没错|(?P<told>没[说记]错)|对的?|不错|正确)"
    rf"|(?:^|[，,。！! ])(?P<alone>{_DAY})(?:是|就|才)?(?:没错|(?P<told_alone>没[说记]错)|对的))(?=$|[，,。！!])"
)
_PART_WAS_RIGHT = re.compile(  # 是四栋没错, 还是3栋对的, 3单元没说错
    r"(?:^|[，,。！! ]|(?<!不)是|还是|就是|确实|原来)(?:那个|的)?(?P<part>(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼(?![上下])|栋|幢|单元|室|号|弄|层))(?:那个|是|就|才){0,2}(?:没错|没[说记写看]错|对的?|不错|正确)(?=$|[，,。！!啊呀的 ])"
)
_WHEN_TOLD = re.compile("天$")  # 昨天没说错: the day on which it was said
_SEPARATES = re.compile("[、，,和跟与及]")
_NOT_DENIED = re.compile(r"(?:不是|别|不)$")
_IS_SAID = re.compile("我?(?:刚才)?[说写记报讲打]")
_PART_OF_DAY = re.compile("(?:早上|早晨|清早|凌晨|上午|中午|下午|傍晚|晚上|夜里|半夜)").pattern
_HOUR = re.compile(
    rf"(?:{_PART_OF_DAY}?(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})点(?:半|多|钟|[一二三四五]?十?[一二三四五六七八九]?分)?)"
).pattern
_FROM_TO = re.compile(
    rf"(?<!不)(?:[是从]|[，,。 ]){{1,3}}(?P<first>{_HOUR})(?:开始|起|就){{0,2}}[^，,。\d]{{0,4}}?(?:一直)?(?P<to>[到至])(?P<last>{_HOUR})"
)
_KNOWN_FROM_TO = re.compile(rf"(?P<until>.{{0,40}}{_HOUR}[到至]){_HOUR}")
_ONLY_UNTIL = re.compile(
    rf"(?:不是|不对|错了)?[，,。 ]{{0,2}}(?:应该|其实)?是?[到至](?P<last>{_HOUR})(?:才(?:停|完|歇)|为止|的|吧|啊){{0,2}}[。！!]?"
)
_EACH = re.compile("每天|天天|每晚|每个?(?:周|星期|礼拜)[一二三四五六日天末]?")
_DAY_OF_WEEK_WITH_A_DATE_S_END = re.compile(r"((?:周|星期|礼拜)[一二三四五六日天])号")
_LEFT_OUT = re.compile(
    r"(?<!说)(?P<part>(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|单元|室|号|弄))(?:那个|的|就|也|你们?|请){0,2}(?:别管|不用管|不要管|不算|别理|不作数|不要|去掉|删掉|划掉)(?:了|啦|吧|哈|啊|哦){0,2}(?=$|[，,。！!])"
)
_VALUE_ALONE = re.compile(
    r"(?:那?就|还是|给我|帮我|请|麻烦){0,2}(?:改成|改为|换成)(?P<number>\d{1,3})(?:吧|呗|啊|哈|了|[。！!]){0,2}"
)
_TELLS_NUMBERS = re.compile("\\d|[一二两三四五六七八九十]")
_PART = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼(?![上下])|栋|幢|单元|室|号|弄)").pattern
_THINKS_ALOUD = re.compile(  # 1栋还是2栋来着 我看看哦 是2栋
    rf"(?:好像|大概|是){{0,2}}(?P<one>{_PART})还是(?P<other>{_PART})(?:来着|呢|啊|呀|的)?[，,。…？?! ]{{1,3}}"
    rf"[^，,。；？?\d]{{0,8}}[，,。… ]{{0,2}}(?:哦|噢|啊|嗯|对了?|想起来了|我?看[到了清]{{1,2}}|[，,。 ]){{0,4}}(?<!不)(?:应该|就)?(?<!不)是(?P<settled>{_PART})(?:的|吧|啊|呀|没错|[。！!]){{0,2}}"
)


def read_slip(text: str, known: Known) -> Changes:
    """What a text changes whose value alone says that it corrects: 眼花了，82号 of 28号; 就是周一没错 of 周二; 2栋别管 of 2栋4栋. No changes of any other."""
    text = text.strip()
    place = (
        _with_digits_turned(text, known.place)
        or _read_off_a_plate(text, known.place)
        or _without_part(text, known.place)
        or _part_right_after_all(text, known.place)
        or _with_number_alone(text, known)
        or _settled_aloud(text, known.place)
        or _with_part_told(text, known.place)
    )
    time = _right_after_all(text, known.time)
    return Changes(place=place, time=time)


_FLOOR_ALONE = re.compile(
    r"(?:在|是|就在|住)?第(?P<part>(?:\d{1,2}|[一二三四五六七八九十]{1,3})[层楼])(?![上下道])[的了啊呀。！!]*"
)
_ROOM = re.compile(  # 房号202; 202是我家，漏的是302
    r"(?:(?:房间?号?码?|门牌号?|室号|户号)(?:忘了?说|没说)?[，,：: ]?(?:就|应该)?是?"
    r"|(?:\d{3,4}(?:室|号)?是我(?:们)?家?[，,。 ]{1,2})?(?:实际|真正|应该)?(?:漏水?|渗水|坏|堵|响|吵|闹|敲|有问题|出问题|滴水|装修)的(?:那?[家户]|人家)?(?:应该|其实|就)?[是在](?:楼上|隔壁|对门)?的?)"
    r"(?P<room>\d{3,4})(?:室|号|房)?(?:那?[家户]|的|了|啊|呀)*[。！!]*"
)
_ENDS_WITH_ROOM = re.compile(r"(?<!\d)\d{3,4}(?:室|号)?$")
_HAS_A_ROOM = re.compile(r"(?:栋|幢|号楼|单元|号|弄|座)\d{3,4}(?!\d|号)|\d室")
_MAY_HAVE_A_ROOM = re.compile(r"(?:栋|幢|号楼|单元|号|弄|座)$")


def _with_part_told(text: str, place: str) -> str | None:
    """The place with the floor or room that is all the text tells (第三层; 房号202; 漏的是302)."""
    if not place or "、" in place:
        return None
    if (floor := _FLOOR_ALONE.fullmatch(text)) is not None:
        return merge_place(place, floor["part"])
    room = _ROOM.fullmatch(text)
    if room is None:
        return None
    building = _ENDS_WITH_ROOM.sub("", place)
    return building + room["room"] if _MAY_HAVE_A_ROOM.search(building) else None


def says_only_a_floor(text: str) -> bool:
    """Whether a text is only a floor (第三层). It joins no place with a room, which is on a floor of its own (401)."""
    return _FLOOR_ALONE.fullmatch(text.strip()) is not None


def _with_digits_turned(text: str, place: str) -> str | None:
    """The place with the number of the text instead of the one with the same digits in another order and the same unit, if nothing else is told."""
    other = _other_number(text, place)
    if other is None or len(text) > _LONGEST_SLIP:
        return None
    number, known = other
    rest = re.sub(r"[\W\d]", "", _OF_A_SLIP.sub("", _SLIP.sub("", _NUMBERED.sub("", text))))
    if rest or sorted(known["number"]) != sorted(number):
        return None
    return place[: known.start("number")] + number + place[known.end("number") :]


def _other_number(text: str, place: str) -> tuple[str, re.Match[str]] | None:
    """The only number that a text tells, and the other one that the place has, alone of its unit; None if it is not so, or the text adds."""
    said = {found.group("number", "unit") for found in _NUMBERED.finditer(text)}
    if len(said) != 1 or adds(text):
        return None
    number, unit = said.pop()
    known = [found for found in _NUMBERED.finditer(place) if found["unit"] == unit]
    return (number, known[0]) if len(known) == 1 and known[0]["number"] != number else None


_READS_A_PLATE = re.compile(  # 下楼瞄了门牌, 看清楼牌了, 牌子上写的是
    r"(?:看|瞄|瞧|瞅|认|核|对|数|凑)[^，,。\d]{0,6}(?:门牌|楼牌|路牌|栋牌|牌子?)|(?:门牌|楼牌|路牌|牌子)[^，,。\d]{0,4}(?:写|是|看)"
)
_OF_ANOTHER = re.compile("隔壁|对面|旁边|斜对|另|别家|人家")
_LONGEST_OF_A_PLATE = 40  # characters


def _read_off_a_plate(text: str, place: str) -> str | None:
    """The place with the only number of the text, which was read off its plate (下楼瞄了门牌，86号), instead of the only one with the same unit."""
    if len(text) > _LONGEST_OF_A_PLATE or _READS_A_PLATE.search(text) is None or _OF_ANOTHER.search(text):
        return None
    other = _other_number(text, place)
    if other is None:
        return None
    number, known = other
    return place[: known.start("number")] + number + place[known.end("number") :]


def _without_part(text: str, place: str) -> str | None:
    """The place without the numbered part that the text leaves out, if it has another of the same unit (2栋4栋), or with the only one that the text names instead."""
    left_out = _LEFT_OUT.search(text)
    parts = list(BUILDING_PART.finditer(place))
    found = next((one for one in parts if left_out and one.group() == left_out["part"]), None)
    if found is None or adds(text):
        return None
    before, behind = place[: found.start()], place[found.end() :]
    others = {one.group() for one in BUILDING_PART.finditer(text)} - {one.group() for one in parts}
    if others:
        other = BUILDING_PART.fullmatch(others.pop())
        instead = other is not None and not others and other[2] == found[2]
        return before + other.group() + behind if other is not None and instead else None
    if not any(one[2] == found[2] for one in parts if one is not found):
        return None
    if _SEPARATES.match(behind):
        return before + behind[1:]
    return (before[:-1] if _SEPARATES.fullmatch(before[-1:]) else before) + behind


def _part_right_after_all(text: str, place: str) -> str | None:
    """The place with the part that the text says was right after all, instead of its only one of the same unit (五栋, 是四栋没错)."""
    found = _PART_WAS_RIGHT.search(text)
    said = BUILDING_PART.fullmatch(found["part"]) if found is not None else None
    if said is None or adds(text):
        return None
    known = [one for one in BUILDING_PART.finditer(place) if one[2] == said[2]]
    if len(known) != 1 or known[0][1] == said[1]:
        return None
    return place[: known[0].start()] + said.group() + place[known[0].end() :]


def _with_number_alone(text: str, known: Known) -> str | None:
    """The place with the number that the text says alone (改成9) instead of its only one, if neither a time nor a telephone number has any that may be meant."""
    found, parts = _VALUE_ALONE.fullmatch(text), list(BUILDING_PART.finditer(known.place))
    if found is None or len(parts) != 1 or known.contact or _TELLS_NUMBERS.search(known.time):
        return None
    start, end = parts[0].span(1)
    return None if parts[0][1] == found["number"] else known.place[:start] + found["number"] + known.place[end:]


def _settled_aloud(text: str, place: str) -> str | None:
    """The place with the one of two parts on which somebody who wonders aloud settles (1栋还是2栋来着 我看看哦 是2栋); None if it is neither."""
    found = _THINKS_ALOUD.fullmatch(text)
    if found is None or not place or "、" in place or found["settled"] not in found.group("one", "other"):
        return None
    settled = merge_place(place, found["settled"])
    return settled if settled != place else None


def _right_after_all(text: str, time: str) -> str | None:
    """The known time with the day that the text says was right after all."""
    found = _WAS_RIGHT.search(text)
    known = re.search(_DAY, time)
    if found is None or known is None:
        return None
    day = found["day"] or found["alone"]
    if day == known.group() or ((found["told"] or found["told_alone"]) and _WHEN_TOLD.search(day)):
        return None
    return time[: known.start()] + day + time[known.end() :]


def _hour_of(time: str) -> str:
    """An hour without the part of the day (下午五点: 五点)."""
    return re.sub(f"^{_PART_OF_DAY}", "", time)


def _days_told(text: str) -> str:
    """The days that a text names (周六周日), without one that it denies (不是周二) or on which something was said (昨天说错了); "" without any."""
    found = [one for one in re.finditer(_DAY, text) if not _NOT_DENIED.search(text[: one.start()])]
    return "".join(one.group() for one in found if not _IS_SAID.match(text, one.end()))


def settle(changes: Changes, text: str, known: Known) -> Changes:
    """The changes as they are written down: from one hour to another whole, a day of the week without the 号 of a date, an estate before the spot in it."""
    on_a_floor_already = says_only_a_floor(text) and _HAS_A_ROOM.search(known.place)
    time, place = changes.time, None if on_a_floor_already else changes.place
    only, was = _ONLY_UNTIL.fullmatch(text.strip()), _KNOWN_FROM_TO.fullmatch(known.time)
    if only is not None and was is not None:
        return replace(changes, time=was["until"] + only["last"])
    if time:
        span = _FROM_TO.search(text)
        if span is not None and any(_hour_of(span[name]) in time for name in ("first", "last")):
            each = _EACH.match(known.time)
            days = _days_told(text) or (each.group() if each else "")
            time = days + "".join(span.group("first", "to", "last"))
        time = with_what_stays(_DAY_OF_WEEK_WITH_A_DATE_S_END.sub(r"\1", time), known.time, text)
    if place and known.place and place.startswith(known.place) and "、" not in place:
        own = place[len(known.place) :]
        place = own + known.place if names_an_estate(own) and not names_an_estate(known.place) else place
    return replace(changes, place=place, time=time)


_SOUND = re.compile("[啊哦噢喔呃额哎呀诶唉嗯]")
_LAST_SOUNDS = re.compile(f"{_SOUND.pattern}{{1,6}}$")
_FUSED = re.compile(rf"(?<=[栋幢楼元室号弄层路街巷苑园区村])(?P<back>{NOT_SO}|错了)(?=.)")
_TAKES_BACK = re.compile(  # 3栋哦不对5栋, 230号 打错 320号; not 3栋，不是5栋, which says that the first is right
    rf"(?:[^，,、。.…！!；;？?\s]{{0,5}}[的了])?(?:[，,、。.…！!\s]|{_SOUND.pattern}){{0,6}}(?:{NOT_SO}|我?[说讲打写记弄搞输按发看报]{{0,2}}[错反岔混]|(?<={_SOUND.pattern})不是|不是不是)"
    rf"(?:了|不对|不好意思|(?:[，,、。.…！!\s]|{_SOUND.pattern})){{0,6}}(?:应该|其实|就|改成|还)?[是在]?(?:我们?|家)?[，,\s]{{0,2}}"
)
_LONGEST_BREATH = 20  # characters between the two values
_Value = TypeVar("_Value", Place, When)


def taken_back_at_once(text: str, draft: CaseDraft) -> tuple[CaseDraft, dict[str, str]]:
    """The draft of a report's words without the places and times that they take back in the same breath (3栋哦不对5栋), which become mentions; and
    the `place` and `time` whole, where what is right leaves out what both have (环城北路230号哦不对320号)."""
    draft = {**draft, "places": [part for one in draft["places"] for part in _apart(one)]}
    places, times = _wrong_and_right(text, draft["places"]), _wrong_and_right(text, draft["times"])
    roles: dict[int, str] = _without_denied(text, draft)  # where a value begins → its role
    if not (places or times or roles):
        return draft, {}
    for wrong, right in [*places, *times]:
        roles |= {right["start"]: "matter", wrong["start"]: "mention"}
    draft = {
        **draft,
        "places": [{**one, "role": roles.get(one["start"], one.get("role", "matter"))} for one in draft["places"]],
        "times": [{**one, "role": roles.get(one["start"], one.get("role", "matter"))} for one in draft["times"]],
    }
    whole: dict[str, str] = {}
    said = named = place_words(draft)
    before = ""
    for wrong_place, right_place in places:
        before = merge_place(before, _LAST_SOUNDS.sub("", wrong_place["text"]))
        named = [merge_place(before, one) if one.startswith(right_place["text"]) else one for one in named]
    if named != said:
        whole["place"] = "、".join(named[:3])
    for wrong_time, right_time in times:
        time = with_what_stays(right_time["text"], wrong_time["text"], right_time["text"])
        whole |= {"time": time} if time != right_time["text"] else {}
    return draft, whole


def _apart(place: Place) -> list[Place]:
    """The two places of which one is taken back in what was read as one (3栋不对5栋); the place alone if it is one."""
    found = _FUSED.search(place["text"])
    if found is None:
        return [place]
    wrong, right = found.start(), found.end()
    first: Place = {**place, "text": place["text"][:wrong], "end": place["start"] + wrong}
    second: Place = {**place, "text": place["text"][right:], "start": place["start"] + right}
    return [first, second]


_NOT_THERE = re.compile(r"(?<![是要就还])不是(?:在|说|我们?)?$")  # 是3栋，不是5栋: before the place
_NOT_IT_ALONE = re.compile("的?[一只个才光]|这里|的[^，,。 ]")  # behind it: 不是5栋一家, 不是5栋的人


def _without_denied(text: str, draft: CaseDraft) -> dict[int, str]:
    """The beginning of each place that the text denies (是3栋，不是5栋灯坏了) beside another → mention; {} if it adds (也), or none is left."""
    denied = [
        one["start"]
        for one in draft["places"]
        if _NOT_THERE.search(text[: one["start"]]) and not _NOT_IT_ALONE.match(text, one["end"])
    ]
    left = [one for one in draft["places"] if one["start"] not in denied and one.get("role", "matter") == "matter"]
    return dict.fromkeys(denied, "mention") if left and not adds(text) else {}


def _wrong_and_right(text: str, spans: list[_Value]) -> list[tuple[_Value, _Value]]:
    """The pairs of values, in order, of which the first is taken back and the second said instead."""
    ordered = sorted(spans, key=lambda one: one["start"])
    return [
        (wrong, right)
        for wrong, right in pairwise(ordered)
        if 0 < right["start"] - wrong["end"] <= _LONGEST_BREATH
        and _TAKES_BACK.fullmatch(text, wrong["end"], right["start"])
    ]
