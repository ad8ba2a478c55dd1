"""Find places in their fullest form, and link them to the community's grids.

A place consists of adjacent *units*: an administrative name, a road, an estate, an institution, a numbered building.
A named unit ends in a typical suffix; its start is found by walking left over jieba's words until one that cannot be
part of a name. Numbered buildings, masked names (A7县) and the community's own names need no suffix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import jieba

from bot.reading.community import Community, KnownPlace, canonical_name
from bot.reading.text.naming import words_of
from bot.reading.text.normal_form import Normal
from bot.reading.text.spans import Span
from bot.reading.text.words import dictionary

LINKED, NAMED, NUMBERED, VAGUE = 0.95, 0.8, 0.6, 0.3
"""Scores of a place: one of the community's, one with a name, a building's number alone, a vague one (楼下)."""
LONGEST_NAME = 12  # characters; a name that has so many takes in no further word on its left
MOST_PLACES = 20  # found in one text

# The ending of a place's name → its kind: poi (a named place), estate, road or admin (an administrative area).
_SUFFIXES: dict[str, str] = {
    suffix: kind for kind in ("poi", "estate", "road", "admin") for suffix in words_of(f"place_{kind}")
}
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_WEAK = frozenset(words_of("place_weak"))
"""Weak suffixes: they also end common words, so that what precedes them must look like a name. All others are strong."""

# Characters that, alone as a word, are in no name.
_FUNCTION_CHARACTERS = set(
    "的了是在我你他她它们和与及或从到往向对把被将让使给为因由于以而且但若如则就都也还又再很太更最只不没无未有这那哪某每各该此其"
    "之所者等吗呢吧啊呀嘛请问想要能可会应说讲叫做去来过着住找问看见听打用按经至跟同比随自当时候后前里内外上下间个位名条只件张辆"
    "吃死受拿写送跑怕买办忙搞收敢哭退睡骂挂求错弄追冒贴烧逃喊压摸赶炒闹抬借负呆恨爬懂超隔排争脱撞犯试害陪躲逼咬劝躺遇拖查抗遭砍补费踢"
    "肯扎输塞迁搬扯瞎漏欠罚缺谢吵嫌却仅竟刚须似忽皆尚略遂猛愈尤据除替既谁另任别怎何啥般些份批较仍虽反甚难差旧坏慢挺已"
    "得地急户家台楼盏根块片次回天年月日号点分秒周元角万千百半多少几两俩您咱阿被凭靠离距位属归管修建开关设装拆挖堵停走骑坐乘路街市县"
)
_GENERIC_STEMS = frozenset(words_of("place_generic_stem"))  # before a suffix they make no name
_COMMON_WHOLE = frozenset(words_of("place_common_whole"))  # common words for places, named only by what precedes them
_MAY_BE_NAMED = frozenset(words_of("place_may_be_named"))  # generic stems that a name may precede
_NUMBER_UNIT = re.compile(
    r"(?<=单元)\d{3,4}(?!\d)(?:室|房)?|(?<=[栋幢])\d{3,4}(?!\d)(?:室|房)?|(?<=号楼)\d{3,4}(?!\d)(?:室|房)?|[A-Za-z]?\d{1,4}(?:[-—－]\d{1,4}){0,3}(?:号楼|栋|幢|座|号院|单元|室|号房|房间|房|号门面|门面|号商铺|楼(?!盘|道|宇|梯|市|价|下|上)|层|弄|巷|组|号(?!线|文|令|召|称|房)|支弄|区块|区(?!域))"
    r"|[A-Z]座|[A-Z]栋|[A-Z]区|[一二三四五六七八九十]{1,3}(?:号楼|栋|幢|单元|室|期|组|座|标段|弄)"
    r"|\d{1,3}#(?:楼|栋)?"
)
_STRONG_NUMBER = re.compile(r"(?:号楼|栋|幢|单元|室|座|号院|号门面|号商铺|#|房间)")
_MASKED = re.compile(r"[A-Z]\d{0,2}[市县区州](?!内|域|里)")
_STRAY = re.compile(r"[\u4e00-\u9fff](?=[A-Z]\d{0,2}[市县区州])")
"""A stray character before a masked name: 文 before A2区 is a mistyped 问."""
_LINE = re.compile(r"(?:地铁|轻轨|磁浮)?[\d一二三四五六七八九十]{1,2}号线")
# What ends like a place and is none: a bus line (3路), 这…, 上下线.
_BUS = re.compile(r"^[\d一二三四五六七八九十]+路$|^这|[左右上下]线$")
_GROUP = re.compile(
    r"(?<=[村镇社区])[\u4e00-\u9fff]{1,4}?组(?!织|长|员|民|成|建|装)|(?<=[村镇])[\u4e00-\u9fff]{1,3}(?=组[长民员])|(?<=[村镇])[\d一二三四五六七八九十]{1,3}(?:组|队|社)"
)
_COUNTED = re.compile(r"^[一二两三四五六七八九十几多这那每各某\d]+[家个条座所间名位种天年月日次些处户片栋辆件]$")
# What a body is called, not a place.
_OFFICE = re.compile(r"(?:局|委|办|部门|政府|管理中心|服务中心|中心校长|管理处|管理所|管委会|单位|公司|集团)$")
_SPOT = (
    "(?:小区)?(?:[东南西北]{1,2}(?:大门|门|侧|面|边|头|区|段)|[正大后侧][门](?:口|前)?|门口|门前|大门口|校门口|出入口|出口|入口|进口|路口|十字路口|丁字路口|三岔路口|交叉口|交叉路口|交汇处|"
    "交界处|交接处|红绿灯路口|对面|斜对面|旁边|旁|边上|附近|周边|后面|后边|背后|前面|前边|楼下|楼上|楼顶|顶楼|天台|楼道|楼道口|楼梯间|单元门口|"
    "地下车库|地下停车场|地下室|地库|车库|车棚|停车场|沿线|一带|地段|路段|段|片区|桥下|桥头|河边|河段|区间|工地|门面|底商|商铺|架空层|绿化带|广场)"
)
_SPOT_AFTER = re.compile(
    _SPOT
    + r"(?:的?(?:工地|空地|马路|人行道|绿化带|小路|水塘|水沟|垃圾堆|停车场|菜市场|菜场|店面|门面|路段|路口|河边|地下车库|公交站))?"
)
_RANGE = re.compile(r"^(?:至|到|—|-|~|－|往)$")
_JUNCTION = re.compile(r"^(?:与|和|跟|、|同|/)$")
_VAGUE = re.compile(
    r"(?:我们?|咱们?|本|该|这个)?(?:小区|楼|单元|学校|村|村里|社区|公司|工厂)(?:的)?(?:[东南西北]门|正门|大门|门口|后面|对面|旁边|附近|楼下|地下车库|车库|楼道|路口)"
    r"|(?:我家|家|楼|门口|楼上|楼下|对门|隔壁|屋|房)(?:楼下|楼上|门口|后面|前面|对面|旁边|隔壁|窗外|窗下|窗口)"
    r"|楼道(?:里|口)?|楼梯间|地下车库|地下室|地库|楼顶|天台|单元门口?|电梯(?:里|间|口)|消防通道|小区[东南西北]门|小区(?:里|内|门口)|村口|路口|桥头|河边"
)


@dataclass(frozen=True)
class Place:
    """A place. `score`: how exact it is (LINKED … VAGUE). `grid`: the code of its grid, if it is the community's and in one."""

    span: Span
    score: float
    grid: str | None = None
    role: str = "matter"
    """matter: where the trouble is; mention: named for another reason (the sender's home, a comparison)."""


def _word_starts(words: Sequence[str]) -> list[int]:
    """Where each word begins."""
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return starts


def _suffix_of(word: str) -> str | None:
    """The longest place suffix at the word's end, or None."""
    for size in range(min(_LONGEST_SUFFIX, len(word)), 0, -1):
        if word[-size:] in _SUFFIXES:
            return word[-size:]
    return None


_ORDINAL = re.compile(r"^第[一二三四五六七八九十]{1,3}$")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_CODE = re.compile(r"[A-Za-z0-9]{1,4}$")


def name_like(word: str) -> bool:
    """Whether a word can be anywhere inside a name."""
    if _ORDINAL.match(word):
        return True
    if word in _GENERIC_STEMS or _COUNTED.match(word):
        return False
    if len(word) == 1:
        return bool(_HAN.match(word)) and word not in _FUNCTION_CHARACTERS
    known = dictionary()
    if word in known.names:
        return True
    if word in known.verbs or word in known.function or word in known.nouns or word in known.category_terms:
        return False
    if _HAN.match(word):
        return word[0] not in _OPENERS and not any(char in _PARTICLES for char in word)
    return bool(_CODE.match(word))


# Characters that no word inside a name has (_PARTICLES) or begins with (_OPENERS), unless jieba knows the word as a name.
_PARTICLES = set("的了是在我你他她它们这那哪把被吗呢吧啊嘛着给让就都还也再很从没不")
_OPENERS = set(
    "成挖拆修堵停骑坐乘从在至由把被是到往向于经对为和与及沿住给离且但如若按凭让叫跟距就都还只每各某该此望请问"
)


def can_name_suffix(word: str, kind: str) -> bool:
    """Whether a word can be the name right before a strong suffix (one not in `_WEAK`): nouns name schools (实验小学), verbs roads (建设路).

    `kind`: the suffix's: poi, estate, road or admin.
    """
    if _ORDINAL.match(word):
        return True
    known = dictionary()
    if word in _ALSO_IN_NAMES:
        return True
    if word in _GENERIC_STEMS or word in _FUNCTION_CHARACTERS or word in known.function or _COUNTED.match(word):
        return False
    if word in known.verbs and (kind == "poi" or word[0] in _OPENERS):
        return False
    if _HAN.match(word):
        return not any(char in _PARTICLES for char in word)
    return bool(_CODE.match(word))


_NEVER_BESIDE = re.compile(
    r"关于|反映|投诉|举报|请问|咨询|建议|希望|要求|请求|位于|住在|家住|来自|经过|途经|路过|前往|开往|附近|沿着|通往|方便|影响|这个|那个|什么|哪个|没有|不是|就是|"
    r"因为|所以|如果|为了|根据|按照|对于|由于|以及|还有|包括|比如|例如|都是|还是|已经|一直|现在|目前|今天|昨天|最近|进入|离开|导致|造成|需要|可以|可能|应该|必须|买了|购买|入住|居住"
)


def _name_length_in_stem(stem: str, suffix: str) -> int | None:
    """How many characters of the stem name the place. 0: it is a common word, named by what precedes it. None: the word
    is not a place (家庭, 入市)."""
    whole = stem + suffix
    known = dictionary()
    if not stem:
        return 0
    if stem in _GENERIC_STEMS:
        return 0 if stem in _MAY_BE_NAMED else None
    if whole in _COMMON_WHOLE:
        return 0
    if whole in known.verbs or whole in known.function:
        return None
    if suffix in _WEAK and whole not in known.names:
        plain = whole in known.nouns or _in_dictionary(whole) or not _is_name_stem(stem)
        return None if plain else len(stem)
    return len(stem)


def _walk_left(words: Sequence[str], index: int, start: int, suffix: str, limit: int) -> int | None:
    """Where a name starts whose suffix ends word `index` (which starts at `start`); None if it has no name. `limit`: the first word that may be in it."""
    weak = suffix in _WEAK
    size = _name_length_in_stem(words[index][: -len(suffix)], suffix)
    if size is None:
        return None
    for at in range(index - 1, max(limit, index - 6) - 1, -1):
        word = words[at]
        if size >= LONGEST_NAME:
            break
        beside = size == 0 and not weak and not _NEVER_BESIDE.search(word) and can_name_suffix(word, _SUFFIXES[suffix])
        if name_like(word) or beside:
            start, size = start - len(word), size + len(word)
            continue
        inside = _length_after_opener(word)
        return start - inside if inside else (start if size else None)
    return start if size else None


def _length_after_opener(word: str) -> int:
    """How many characters of a word belong to a name if jieba joined a preposition to it: in 到梅 before 溪桥 one, 梅."""
    made_up = len(word) > 1 and word[0] in _OPENERS and not _in_dictionary(word)
    return len(word) - 1 if made_up and name_like(word[1:]) else 0


def _is_name_stem(stem: str) -> bool:
    """Whether what precedes a weak suffix can be a name: it begins with no common word and can stand inside a name."""
    known = dictionary()
    if any(
        stem[:size] in known.verbs or stem[:size] in known.function or stem[:size] in known.nouns for size in (2, 3)
    ):
        return False
    return (
        len(stem) >= 2 and not any(char in _PARTICLES for char in stem) and stem[0] not in _OPENERS and name_like(stem)
    )


def _in_dictionary(word: str) -> bool:
    return word in jieba.dt.FREQ and bool(jieba.dt.FREQ[word])


_ALSO_IN_NAMES = {"人民", "建设", "工业", "国际", "中心", "解放"}
"""Common words that name places, too (人民路, 建设小学)."""


def _units(text: str, words: Sequence[str]) -> list[tuple[Span, str]]:
    """Named units as (span, kind of the suffix: poi, estate, road or admin), in order, not overlapping."""
    starts = _word_starts(words)
    found: list[tuple[Span, str]] = []
    limit = 0
    for index, word in enumerate(words):
        if not _HAN.match(word[-1:]):
            if not re.search(r"[A-Za-z0-9#]", word):
                limit = index + 1
            continue
        suffix = _suffix_of(word)
        if suffix is None:
            continue
        if (
            index + 1 < len(words)
            and _suffix_of(word[-1] + words[index + 1])
            and (word[-1] + words[index + 1]) in _SUFFIXES
        ):
            continue
        start = _walk_left(words, index, starts[index], suffix, limit)
        if start is None:
            continue
        span = Span(start + bool(_STRAY.match(text, start)), starts[index] + len(word))
        while found and found[-1][0].start >= span.start:
            found.pop()
        if found and found[-1][0].end > span.start:
            span = Span(found[-1][0].end, span.end)
        said = span.within(text)
        if _BUS.search(said) or _OFFICE.search(said):
            continue
        if len(said) > len(suffix) or word in dictionary().names:
            found.append((span, _SUFFIXES[suffix]))
    return found


def _numbered(text: str, words: Sequence[str]) -> list[tuple[Span, str]]:
    """Numbered buildings and rooms, with a name right before that has no suffix (云上青枫57栋), as (span, "number").

    Numbers that are a place only beside another unit (12号, 3层) as (span, "tail").
    """
    starts = _word_starts(words)
    index_at = {start: index for index, start in enumerate(starts)}
    found = []
    for match in _NUMBER_UNIT.finditer(text):
        start = match.start()
        if text[start - 1 : start].isascii() and text[start - 1 : start].isalnum():
            continue
        strong = bool(_STRONG_NUMBER.search(match.group()))
        index = index_at.get(start)
        size = 0
        if strong and index is not None:
            at = index - 1
            while at >= 0 and size < 8 and name_like(words[at]) and not words[at].isdigit():
                start, size, at = starts[at], size + len(words[at]), at - 1
        found.append((Span(start, match.end()), "number" if strong or size else "tail"))
    return found


def _areas_and_lines(text: str) -> list[tuple[Span, str]]:
    """Masked areas (A7县) and groups of a village (村三组) as (span, "admin"), lines of the underground (2号线) as (span, "road")."""
    masked = [(Span(*match.span()), "admin") for regex in (_MASKED, _GROUP) for match in regex.finditer(text)]
    return masked + [(Span(*match.span()), "road") for match in _LINE.finditer(text)]


def _known_names(text: str, community: Community) -> list[tuple[Span, str]]:
    """The names of the community's places as (span, "known")."""
    return [(Span(at, at + len(name)), "known") for at, name in community.place_names.find(text)]


def _merge_overlapping(units: list[tuple[Span, str]]) -> list[tuple[Span, set[str]]]:
    """Merge overlapping units; each with the kinds of all that it was merged of."""
    fused: list[tuple[Span, set[str]]] = []
    for span, kind in sorted(units, key=lambda unit: (unit[0].start, -unit[0].end)):
        if fused and span.start < fused[-1][0].end:
            last, kinds = fused[-1]
            fused[-1] = (Span(last.start, max(last.end, span.end)), kinds | {kind})
        else:
            fused.append((span, {kind}))
    return fused


def _extended(text: str, span: Span) -> Span:
    """Extend a span by a following "西门", "对面的工地" and the like; by at most two (西门对面)."""
    for _ in range(2):
        at = span.end
        following = _SPOT_AFTER.match(text, at) or (
            _SPOT_AFTER.match(text, at + 1) if text[at : at + 1] == "的" else None
        )
        if following is None:
            break
        span = Span(span.start, following.end())
    return span


def _merge_adjacent(text: str, units: list[tuple[Span, set[str]]]) -> list[tuple[Span, set[str]]]:
    """Merge adjacent units into places, also two roads joined by 与 and a stretch from one to another. Drop a tail that stands alone."""
    composed: list[tuple[Span, set[str]]] = []
    for raw, kinds in units:
        span = _extended(text, raw)
        if composed:
            last, last_kinds = composed[-1]
            gap = text[last.end : span.start]
            near = gap in ("", "的") or ("admin" in last_kinds and (gap == "内" or _continues(gap)))
            joined = _RANGE.match(gap) or (_JUNCTION.match(gap) and "road" in last_kinds and "road" in kinds)
            if span.start <= last.end or near or joined:
                composed[-1] = (_extended(text, Span(last.start, max(span.end, last.end))), last_kinds | kinds)
                continue
        composed.append((span, set(kinds)))
    return [(span, kinds) for span, kinds in composed if kinds != {"tail"}]


def _continues(gap: str) -> bool:
    """Whether the characters between an administrative name and a place begin the place's name."""
    return 0 < len(gap) <= 3 and bool(_HAN.match(gap)) and (gap in _VILLAGE_STARTS or (len(gap) > 1 and name_like(gap)))


# Characters that alone, after the name of an area, may begin the name of a place in it: 老 in A镇老街村.
_VILLAGE_STARTS = set("大小新老上下前后东西南北中")


def find_known_place(text: str, community: Community) -> KnownPlace | None:
    """The community's place with the longest name in the text's first 40 characters, in canonical spelling, none that begins inside a number; or None."""
    known = community.by_canonical
    spoken = canonical_name(text)[:40]
    for size in range(len(spoken), 1, -1):
        for at in range(len(spoken) - size + 1):
            name = spoken[at : at + size]
            if name in known and not (name[0].isdigit() and spoken[max(0, at - 1) : at].isdigit()):
                return known[name]
    return None


def place_of(text: str, span: Span, score: float, community: Community) -> Place:
    """The place at a span, linked if it is one of the community's, else with this score."""
    known = find_known_place(span.within(text), community)
    return Place(span, LINKED, known.grid) if known else Place(span, score)


def find_places(normal: Normal, words: Sequence[str], community: Community) -> list[Place]:
    """Find the places in a text, in order, at most MOST_PLACES, without repeats and without those contained in another's words.

    A province counts only if nothing else is named. Vague ones ("楼下") only if no place is named; these may be repeated. `words`: jieba's, of the text's beginning.
    """
    text = normal.text
    units = _merge_overlapping(
        [*_units(text, words), *_areas_and_lines(text), *_numbered(text, words), *_known_names(text, community)]
    )
    composed = _merge_adjacent(text, units)
    spoken = {span.within(text) for span, _ in composed}
    places: list[Place] = []
    seen: set[str] = set()
    for span, kinds in composed:
        said, written = span.within(text), normal.verbatim(span.start, span.end)
        if written in seen or any(said != other and said in other for other in spoken):
            continue
        if said.endswith("省") and len(spoken) > 1:
            continue
        seen.add(written)
        numbered = kinds <= {"number", "tail"} and span.end - span.start <= 8
        places.append(place_of(text, span, NUMBERED if numbered else NAMED, community))
    if not places:
        places = [Place(Span(*match.span()), VAGUE) for match in _VAGUE.finditer(text)]
    return places[:MOST_PLACES]
