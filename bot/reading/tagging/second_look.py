"""The second look at what the rules found: places, times and bodies as the tagger decides, with their roles.

The names of the community's places are kept, whatever the tagger says. In a short answer ("3栋", "昨天晚上") the places
and times that the rules found stand: so few words give the tagger too little to judge by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.reading.community import Community
from bot.reading.spotting.bodies import Body, body_of, is_vague, possible_bodies
from bot.reading.spotting.places import MOST_PLACES, NAMED, NUMBERED, Place, place_of
from bot.reading.spotting.times import When, possible_times, when_of
from bot.reading.tagging.amounts import without_amounts
from bot.reading.tagging.clues import Ruled
from bot.reading.tagging.edges import within_words
from bot.reading.tagging.tagger import Chosen, SpanTagger
from bot.reading.text.normal_form import Normal
from bot.reading.text.spans import Span

SHORT = 10
"""A message of at most so many characters is an answer rather than a report."""
MOST_BODIES = 4  # in a draft
MOST_READ = 600
"""Characters that the tagger reads; the places and times that the rules find after them stay as they are."""


_OF_THE_THING = re.compile(  # 路 in 公园路路灯
    "(?<=路)路(?=[灯面牌障标基肩沿况])|(?<=[门出入路巷弄]口)路(?=[灯面牌障标])|(?<=街)街(?=[面灯])|(?<=桥)桥(?=[面墩栏洞])|(?<=门)门(?=[卫锁禁铃板框])|(?<=楼)楼(?=[梯道板])|(?<=河)河(?=[道水堤岸])"
)
_BUILDING = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号|弄)")
_HAN = re.compile("[\u4e00-\u9fff]")
_SIGN = re.compile(r"[^\w\s.·、#～~-]")
_HOUSE = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})号")
_OF_A_DAY = re.compile("[那晚早夜上中下起开就才]|左右|以[前后]|到")
_BESIDE = re.compile(  # words before a building that are none of its place: 顺便3栋
    r"(?:顺[便带手]|[便带]|另外|还有|麻烦|[讲说报问]?一[声下]|[讲说看]下|其实|好像|应该|眼)+[ ，]?(?=(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|单元|号))"
)
_SPOT_GOES_ON = re.compile(  # what belongs to the last character of a place: 25号楼 | 上空调, 东门转 | 弯
    "(?<=楼)(?:上(?![次周星礼个月班学午半回来去水网])|下(?![次周星礼个月班学午半回来去水雨雪大沉陷棋])|顶(?![着多替]))|(?<=转)[弯角]"
)
_ROOM_BEFORE = re.compile("(?<=[厨书卧客病药库机])房")
_FLOOR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[楼层]"
_BARE_FLOOR = re.compile(  # 五楼阳台: on which floor, but in no house
    rf"{_FLOOR}的?(?:阳台|窗[台户口]?|栏杆|护栏|外墙|外机|空调外机|楼道|走廊|过道|平台|露台|房间|厨房|厕所|卫生间)?(?:外面?|上面?|里面?|边上?|内)?"
)
_BALCONY_CUT = re.compile(r"(?<=[楼层家的户])(?:阳(?=台)|窗(?=[台户口]))")
_THING_AT_END = re.compile(
    r"(?<=[楼层栋幢号室元道口库棚])(?:的)?(?:电瓶车?|电池|电动车|充电宝|充电器|井盖)$|(?<=广场)舞台$"
)
"""4栋2楼电瓶: what is there, not where it is."""
_AGE = re.compile(  # 三岁, 一个两岁半, 六个月大: how old somebody is, not when it was
    r"(?:有?[一两几二三]个)?(?:才|刚|快|不到|大概|约)?(?:\d{1,3}|[一二两三四五六七八九十几百]{1,4})(?:个多?月大|(?:周?岁)(?:多|半|出头|左右|大)?)的?"
)
_IN_A_LI = re.compile(  # 梧桐里 before 1栋, an estate's name that reads like "in the 梧桐"
    "(?:^|[^\u4e00-\u9fff]|[在住到是])(?P<name>(?!小区|社区|电梯|屋子|房子|院子|车库|楼道|学校|公园|公司|厨房|家家|我们|他们|单元|商场|菜场|村子|房间|[这那哪]|[我你他她]|[^，。]?[车水井河池])[\u4e00-\u9fff]{2}里)$"
)


@dataclass(frozen=True)
class FirstLook:
    """A message, jieba's words of its beginning, and what the rules found in it."""

    normal: Normal
    words: Sequence[str]
    places: Sequence[Place]
    times: Sequence[When]
    bodies: Sequence[Body]


def _first_words(words: Sequence[str], most: int) -> Sequence[str]:
    """The first words, up to `most` characters together."""
    return words[: int(np.searchsorted(np.cumsum([len(word) for word in words]), most, side="right"))]


def look_again(
    tagger: SpanTagger, first: FirstLook, community: Community, today: date
) -> tuple[list[Place], list[When], list[Body]]:
    """Decide the places, times and bodies of a message.

    Places and times of the matter come before those only mentioned, bodies the likeliest first.
    """
    normal, words, places, times, bodies = first.normal, first.words, first.places, first.times, first.bodies
    words = _first_words(words, MOST_READ)
    text = normal.text[: sum(map(len, words))]
    inside = Ruled(
        [(place.span, min(place.score, NAMED)) for place in places if place.span.end <= len(text)],
        [when.span for when in times if when.span.end <= len(text)],
        [body.span for body in bodies if body.span.end <= len(text)],
        possible_bodies(text, words),
        possible_times(text),
    )
    chosen = tagger.choose(tagger.score(text, words, inside))
    found = _places(normal, text, chosen["place"], places, community)
    found = within_words(normal.text, first.words, found, community)
    return (
        found,
        [
            when
            for when in without_amounts(normal.text, _times(normal, text, chosen["when"], times, today))
            if not _is_a_house(normal.text, when, found)
        ],
        _bodies(text, chosen["body"], bodies, community),
    )


def _places(
    normal: Normal, text: str, chosen: Sequence[Chosen], ruled: Sequence[Place], community: Community
) -> list[Place]:
    """The chosen places; in a short answer those of the rules instead. Added are the community's names, the vague places of the
    rules if no place is of the matter, and the rules' places beyond what the tagger reads."""
    ruled = [place for place in ruled if not _is_code(place.span.within(normal.text))]
    if len(text) <= SHORT and ruled:
        return [_to_its_bounds(normal.text, place) for place in ruled]
    by_rule = {place.span: place for place in ruled}
    made = []
    for one in chosen:
        place = by_rule.get(one.span) or place_of(normal.text, one.span, NAMED, community)
        made.append(replace(place, role="matter" if one.matter else "mention"))
    made = _with_known(normal.text, made, ruled, community)
    if not any(place.role == "matter" for place in made):
        made += [place for place in ruled if place.score < NUMBERED]
    made += [place for place in ruled if place.span.end > len(text)]
    made = [_to_its_bounds(normal.text, one) for one in made if not _is_none(one.span.within(normal.text))]
    return _without_repeats(normal, _address_first(normal.text, made))[:MOST_PLACES]


def _address_first(text: str, places: Sequence[Place]) -> list[Place]:
    """The places; if those of the matter only say on which floor (五楼阳台), an address beside them is of the matter, too, and goes first.

    Whoever tells of a child outside a balcony gives the floor where it is and the house after it, which alone leads anybody there.
    """
    floors = [one for one in places if _BARE_FLOOR.fullmatch(one.span.within(text))]
    others = [one for one in places if one not in floors]
    if not floors or any(one.role == "matter" for one in others):
        return [*others, *floors]
    addresses = [replace(one, role="matter") for one in others if one.score >= NUMBERED]
    return [*addresses, *(one for one in others if one.score < NUMBERED), *floors]


def _is_none(said: str) -> bool:
    """Whether a place is none: an age (八十岁), or signs without Chinese (alert(1), pasted from somewhere)."""
    return _is_code(said) or _AGE.fullmatch(said) is not None


def _is_code(said: str) -> bool:
    """Whether a place has signs and no Chinese: alert(1), pasted from somewhere."""
    return _HAN.search(said) is None and _SIGN.search(said) is not None


def _to_its_bounds(text: str, place: Place) -> Place:
    """The place without the first character of the thing that stands there (公园路 of 公园路|路灯), or all of 路灯.

    Also without words before its building (顺便3栋), and with the name of a 里 before that; 楼上, 楼下, 楼顶 and 转弯 stay whole, and so does 厨房.
    """
    start, end = place.span.start, place.span.end
    if (beside := _BESIDE.match(text, start, end)) is not None:
        start = beside.end()
    if (thing := _THING_AT_END.search(text[start:end])) is not None:
        end = start + thing.start()
    elif _BALCONY_CUT.match(text, end - 1):
        end += 1
    elif _OF_THE_THING.match(text, end - 1):
        end -= 1
    elif end - 2 > start and text[end - 2] in "路街" and _OF_THE_THING.match(text, end - 2):
        end -= 2
    elif _SPOT_GOES_ON.match(text, end):
        end += 1
    if _ROOM_BEFORE.match(text, start):
        start -= 1
    if _BUILDING.match(text, start) and (named := _IN_A_LI.search(text[:start])) is not None:
        start = named.start("name")
    return place if (start, end) == (place.span.start, place.span.end) else replace(place, span=Span(start, end))


def _is_a_house(text: str, when: When, places: Sequence[Place]) -> bool:
    """Whether a bare 8号 is a house rather than a day, because it follows the name of a road (东门弄，8号)."""
    if _HOUSE.fullmatch(when.span.within(text)) is None or _OF_A_DAY.match(text, when.span.end) is not None:
        return False
    behind = (
        text[place.span.end : when.span.start] in ("，", ",", " ")
        for place in places
        if text[place.span.end - 1] in "路街巷弄"
    )
    return any(behind)


def _with_known(text: str, made: list[Place], ruled: Sequence[Place], community: Community) -> list[Place]:
    """The places, with those of the community's names that none of them covers, each as far as the rules extend it; such a one is of the matter."""
    for at, name in community.place_names.find(text):
        span = Span(at, at + len(name))
        whole = next((place.span for place in ruled if place.span.start <= at and span.end <= place.span.end), span)
        holder = next((place for place in made if place.span.start <= at and span.end <= place.span.end), None)
        if holder and whole.end <= holder.span.end:
            continue
        whole = Span(holder.span.start, whole.end) if holder else whole
        over = [place for place in made if place.span.overlaps(whole)]
        start, end = min([whole.start, *(p.span.start for p in over)]), max([whole.end, *(p.span.end for p in over)])
        made = sorted(
            [*(place for place in made if place not in over), place_of(text, Span(start, end), NAMED, community)],
            key=lambda place: place.span,
        )
    return made


def _times(normal: Normal, text: str, chosen: Sequence[Chosen], ruled: Sequence[When], today: date) -> list[When]:
    """The chosen times, and those of the rules beyond what the tagger reads; in a short answer those of the rules alone."""
    ruled = [when for when in ruled if not _is_age(normal.text, when.span)]
    if len(text) <= SHORT and ruled:
        return list(ruled)
    by_rule = {when.span: when for when in ruled}
    chosen = [one for one in chosen if not _is_age(text, one.span)]
    made = [
        replace(
            by_rule.get(one.span) or when_of(normal.text, one.span, today), role="matter" if one.matter else "mention"
        )
        for one in chosen
    ]
    return _without_repeats(normal, [*made, *(when for when in ruled if when.span.end > len(text))])


def _is_age(text: str, span: Span) -> bool:
    """Whether a time is how old somebody is (三岁; 六个月 before 大)."""
    said = span.within(text)
    return _AGE.fullmatch(said) is not None or _AGE.fullmatch(f"{said}{text[span.end : span.end + 1]}") is not None


def _without_repeats(normal: Normal, made: Sequence) -> list:
    """Those of the matter first, then those only mentioned, without repeats of the same words."""
    found: dict[str, Place | When] = {}
    for one in sorted(made, key=lambda one: one.role != "matter"):
        found.setdefault(normal.verbatim(one.span.start, one.span.end), one)
    return list(found.values())


def _bodies(text: str, chosen: Sequence[Chosen], ruled: Sequence[Body], community: Community) -> list[Body]:
    """The chosen bodies that are not vague; if none is left, the first of the rules' that is the community's."""
    by_rule = {body.span: body for body in ruled}
    made: dict[str, Body] = {}
    for one in chosen:
        said = one.span.within(text)
        if not is_vague(said):
            made.setdefault(said, by_rule.get(one.span) or body_of(one.span, text, community))
    known = [body for body in ruled if body.code and body.span.within(text) not in made]
    return [*made.values(), *([] if made else known[:1])][:MOST_BODIES]
