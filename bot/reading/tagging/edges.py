"""The edges of a place, moved to where its words end: no 楼下广场 in 楼下广场舞, no 超市场 in 超市场地, no 欠薪 before 公园路."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import jieba

from bot.reading.community import Community
from bot.reading.spotting.places import Place
from bot.reading.text.naming import words_of
from bot.reading.text.spans import Span
from bot.reading.text.words import dictionary

_KINDS = frozenset(word for kind in ("poi", "estate", "road", "admin") for word in words_of(f"place_{kind}"))
"""Words for a kind of place (超市, 苑, 路)."""
_ESTATES = frozenset(words_of("place_estate"))
_OF_A_ROAD = re.compile("路(?:灯|牌|障|沿|面)")
_HEAP = re.compile("(?:(?:建筑|生活|装修)?垃圾|杂物|废品|纸箱|木头|沙子|渣土|砖头|快递)堆$")
_CUT_THING = re.compile("垃圾|杂物|废品")
_LIES = re.compile("[了满得]|着(?!火)|[一二两三四五六七八九十几半0-9]{1,3}个?(?:天|多?星期|礼拜|月)")
_POINTS = re.compile("[那这](?:[一两二三几]?[盏个根扇台块棵辆条部张只])?$")
"""At a place's end: points to a thing that stands there (北门那盏|路灯)."""
_MEASURES = re.compile("[盏个根扇台块棵辆条部张只]")
_SPOTS = re.compile(
    "广场|停车场|车[库棚位]|地[库下]|门[口前]|楼[下上顶道]|天台|周边|附近|旁边|[出入进路]口|工地|商铺|门面|绿化带|架空层|桥[下头]|[前后里外]面"
)
_STILL_WHERE = re.compile("[处口上下里外内中边旁侧面门段区头角]")
"""Characters that only say more of where: 路口处, 楼道口."""
_LEAST_BEFORE = 2  # characters of a word for a kind of place (超市, 广场)


def within_words(text: str, words: Sequence[str], places: Sequence[Place], community: Community) -> list[Place]:
    """The places, none with a part of another word at its end, unless a name of the community's ends there (公园路 in 公园路灯).

    `words`: jieba's, of the text's beginning.
    """
    names = [(at, at + len(name)) for at, name in community.place_names.find(text)]
    named, spans = {end for _, end in names}, list(_spans_of(words))
    places = [_from_its_name(text, place, [at for at, _ in names]) for place in places]
    cuts = [place if place.span.end in named else _cut(text, spans, place) for place in places]
    return [place for place in cuts if place.span.start < place.span.end]


def _cut(text: str, words: Sequence[Span], place: Place) -> Place:
    """The place up to the longer word in which it ends; as it is, if it ends in none."""
    start = place.span.start
    found = (
        _begin_of_a_lamp(text, place.span),
        _begin_of_what_lies(text, place.span),
        _begin_of_a_pointer(text, place.span),
        _begin_of_one_more(text, words, place.span),
        _begin_of_crossing(text, words, place.span),
    )
    begins = next((at for at in found if at is not None), None)
    if begins is None:
        return place
    last = next((one for one in words if one.end == begins and one.start >= start), None)
    alone = last is not None and last.end - last.start == 1 and last.within(text) not in _KINDS
    end = last.start if alone and last is not None else begins  # 门口|跳
    return replace(place, span=Span(start, max(start, end)))


def _from_its_name(text: str, place: Place, names: Sequence[int]) -> Place:
    """The place from one of the community's names, if only a word of the matters stands before that (欠薪 公园路)."""
    start, known = place.span.start, dictionary()
    at = next((at for at in names if start < at < place.span.end), None)
    before = text[start:at].strip() if at is not None else ""
    if at is None or _names_a_kind(before) or before not in known.category_terms | known.verbs:
        return place
    return replace(place, span=Span(at, place.span.end))


def _begin_of_a_lamp(text: str, span: Span) -> int | None:
    """Where 路灯 or the like begins right behind an estate (翠竹公寓|路灯), which has no road of its name; else None."""
    estate = any(one in _ESTATES for one in _endings(text[span.start : span.end - 1]))
    return span.end - 1 if estate and _OF_A_ROAD.match(text, span.end - 1) else None


def _begin_of_what_lies(text: str, span: Span) -> int | None:
    """Where what has piled up begins (楼下|垃圾堆了三天), whose 堆 is no heap that names a place, or in whose name the place ends; else None."""
    if _CUT_THING.match(text, span.end - 1):
        return span.end - 1
    heap = _HEAP.search(text, span.start, span.end)
    return heap.start() if heap and heap.end() == span.end and _LIES.match(text, span.end) else None


def _begin_of_a_pointer(text: str, span: Span) -> int | None:
    """Where words begin that point to a thing (北门|那盏路灯), with which the place ends; else None, as where they are all of it."""
    found = _POINTS.search(text[span.start : span.end])
    if found is None or found.start() < _LEAST_BEFORE:
        return None
    is_cut = len(found.group()) == 1  # 那|盏: 那 alone may be 那边, 那里
    return None if is_cut and not _MEASURES.match(text, span.end) else span.start + found.start()


def _spans_of(words: Sequence[str]) -> Iterator[Span]:
    at = 0
    for word in words:
        yield Span(at, at + len(word))
        at += len(word)


def _begin_of_one_more(text: str, words: Sequence[Span], span: Span) -> int | None:
    """Where a word of the matters (data/lexicon/category.csv) begins that is the place's last word and one character more (广场|舞); else None.

    Not where jieba reads a word behind the place (广场|舞台).
    """
    goes_on = next((one for one in words if one.start == span.end), None)
    if _STILL_WHERE.match(text, span.end) or (
        goes_on and goes_on.end - span.end > 1 and jieba.dt.FREQ.get(goes_on.within(text))
    ):
        return None
    known = dictionary().category_terms
    for begin in range(max(span.start, span.end - 4), span.end - 1):
        if text[begin : span.end + 1] in known and _names_a_kind(text[begin : span.end]):
            return begin
    return None


def _begin_of_crossing(text: str, words: Sequence[Span], span: Span) -> int | None:
    """Where jieba's word begins in whose middle the place ends, if the place before that ends in a word for a kind of place (超市|场地); else None."""
    crossing = next((one for one in words if span.start < one.start < span.end < one.end), None)
    if crossing is None or any(_SPOTS.fullmatch(one) for one in _endings(span.within(text))):
        return None
    return crossing.start if any(one in _KINDS for one in _endings(text[span.start : crossing.start])) else None


def _endings(said: str) -> list[str]:
    """The ends of some words, from two to four characters."""
    return [said[-size:] for size in range(_LEAST_BEFORE, 5) if size <= len(said)]


def _names_a_kind(said: str) -> bool:
    """Whether words are nothing but a kind of place (广场, 学校)."""
    return _SPOTS.fullmatch(said) is not None or said in _KINDS
