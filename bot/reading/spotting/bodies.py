"""Find the bodies that a message holds responsible or asks to act, the likeliest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.reading.community import Community
from bot.reading.spotting.places import can_name_suffix, name_like
from bot.reading.text.naming import words_of
from bot.reading.text.spans import Span, is_covered
from bot.reading.text.words import dictionary

SHORT, TITLE = 60, 20
"""The first sentence: its end is sought within SHORT characters; without one, a longer message's is TITLE characters."""
_SENTENCE_END = re.compile(r"[。！？\n]")
LEAST_SCORE = 1.0
"""From this score a mention is a body of the matter."""
MOST_BODIES = 4  # found in one text

_SHORT_NAMES = words_of("body_short")
SUFFIXED = ("house", "firm", "office")
"""The kinds of body that are told by their suffix."""
# The ending of a body's name → its kind (`_Mention.kind`).
_KIND_OF_SUFFIX: dict[str, str] = {suffix: kind for kind in SUFFIXED for suffix in words_of(f"body_{kind}")}
_LONGEST = max(map(len, _KIND_OF_SUFFIX))
# An ending that `find_bodies` does not look for, as it is also a common word → its kind: a trade (鸡排), a site (采石场), an organ (法院).
_KIND_OF_ENDING: dict[str, str] = {
    ending: kind for kind in ("trade", "site", "organ") for ending in words_of(f"body_{kind}")
}
_VAGUE = re.compile(
    r"^(?:有关|相关|相应|当地|主管|上级|职能|政府|各级|各|该|本|我们|你们|他们|其他|执法|监管|管理|行政|司法|用人|某|一家|这家|那家|这个|两家|多家|很多|一些|哪个|某些|所在|别的|全市|全省|基层|公办|民办|私立|公立|三甲|二甲|大|小|大型|小型|正规|民营|国有|省级|市级|县级|附近|知名|优质|新|老|外地|原|多个|许多|所有)*"
    r"(?:部门|单位|公司|学校|小学|中学|幼儿园|医院|店|厂|集团|超市|酒店|商场|局|政府|银行|大学|学院|高中|初中|工厂|工地|厅|宾馆|饭店|诊所|建设|管理中心|机场|培训班|培训机构|管理处)$"
)
_ACCUSED_BEFORE = re.compile(
    r"(?:投诉|举报|控告|状告|曝光|反映|关于|质疑|强烈要求|请求|请|要求|希望|恳请|望|建议|呼吁|盼|敦促|督促|责令|责成|麻烦|问下|请问|咨询|询问)(?:查实|查查|查处|查一下|严查|调查|核查)?(?:一下|下)?[：:]?$"
)
_FAULT_AFTER = re.compile(
    r"^.{0,10}?(?:不|没|未|拖|欠|强|乱|违|私|擅|骗|拒|推|收|非法|恶意|故意|克扣|霸|垄断|涨|侵|扰|偷|倒闭|跑路|关门|停|占|野蛮|态度|服务差|虚假|忽悠|说|回复|答复|告知|要求|却|竟|以|把|将|扣|逼|排放|污染|施工|经营|的(?:行为|做法|服务|态度|问题|乱收费))"
)
_ACT_AFTER = re.compile(
    r"^.{0,8}?(?:能|尽快|及时|给|来|出面|查|处理|解决|管|介入|重视|督促|协调|派|帮|严|整治|整改|制止|取缔|规范|加强|明察|核实|采取|高度)"
)
_CONTACTED_BEFORE = re.compile(r"(?:打电话给|打给|问过?|找过?|去过?|联系过?|反映过?|报告|向|到|和|跟|与|打了?|致电)$")
_FUNCTION_WORD_BEFORE = re.compile(r"(?:被|由|是|在|从|归|属于|承建|开发的|因为|当时|原)$")


@dataclass(frozen=True)
class Body:
    """A body that is named. `code`: its code, if it is one of the community's."""

    span: Span
    code: str | None = None


@dataclass(frozen=True)
class _Mention:
    """A body's name at one place of the text.

    `kind`, by its suffix (naming.csv): firm, office, or house (a school, hospital, shop, hotel: whatever has doors).
    """

    span: Span
    kind: str
    score: float


def _suffix_before(text: str, end: int) -> str | None:
    """The longest suffix of bodies' names that ends at `end`, or None."""
    for size in range(min(_LONGEST, end), 1 - 1, -1):
        if text[end - size : end] in _KIND_OF_SUFFIX:
            return text[end - size : end]
    return None


_PREFIX_AREA = re.compile(
    r"(?:[A-Z]\d{0,2}[市县区]|[\u4e00-\u9fff]{2,3}[省市县区镇乡]|省|市|县|区|市里|县里|区里|镇|乡|村|社区|小区|街道|当地|国家|省里)$"
)
_MASKED_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{2}省)?(?:[A-Z]\d{0,2}[市县区])+$")
"""An area whose name was replaced by a letter, as in published letters (B市, A7县)."""
_TRADE = re.compile(
    r"^(?:投资|建设|建筑|房地产|装饰|装修|物业|科技|教育|文化|传媒|咨询|管理|服务|贸易|商贸|实业|置业|开发|工程|劳务|人力|资源|网络|信息|技术|电子|旅游|运输|物流|保险|财产|人寿|金融|担保|信贷|汽车|销售|家政|电梯|环保|能源|机械|食品|医药|健康|体育|餐饮|酒店|燃气|天然气|自来水|供水|排水|公交|出租车|出租|客运|电力|供电|通信|石油|化工|矿业|煤业|水泥|混凝土|地产|产业|发展|有限|责任|股份|集团|控股|生物|农业|园林|绿化|市政|路桥|交通)$"
)
_BREAKS = re.compile(r"[^\w（）]")
# Characters that are no part of a name, though jieba joined them to its suffix.
_LINKERS = set("的了是在我你他她们和与被把从向对给让叫到由及或就都也还请找问望求这那该其此以而但为因将")


def _name_start(text: str, words: Sequence[str], starts: dict[int, int], first: int, kind: str) -> int:
    """Where a name starts: walk left from its suffix, which begins at the character `first`, over words that look like a name.

    `starts`: where each of the words begins → its index.
    """
    at = first
    index = starts.get(first)
    if index is None:
        inside = max((start for start in starts if start < first), default=None)
        if inside is None:
            return first
        word = words[starts[inside]]
        head = word[: first - inside]
        if not head or any(char in _LINKERS for char in head):
            return first
        at, index = inside, starts[inside]
    steps = 0
    while index > 0 and steps < 5 and first - at < 14:
        word = words[index - 1]
        last = text[at - len(word) : at]
        if (
            name_like(word)
            or (steps == 0 and text.startswith("管理", first) and word in dictionary().category_terms)
            or _PREFIX_AREA.search(last)
            or (kind == "firm" and first - at < 8 and _TRADE.search(word))
            or (steps == 0 and kind != "office" and len(word) >= 2 and can_name_suffix(word, "poi"))
        ):
            at, index, steps = at - len(word), index - 1, steps + 1
            continue
        break
    masked = (
        _MASKED_BEFORE.search(text[max(0, at - 8) : at + 1])
        if text[at : at + 1] in "市县区"
        else _MASKED_BEFORE.search(text[max(0, at - 8) : at])
    )
    return at - len(masked.group()) + (1 if masked and text[at : at + 1] in "市县区" else 0) if masked else at


def _candidates(text: str, words: Sequence[str]) -> list[tuple[Span, str]]:
    """Every name that ends as bodies' names do, with its kind (`_Mention.kind`), in order, not overlapping."""
    starts: dict[int, int] = {}
    ends: list[int] = []
    at = 0
    for index, word in enumerate(words):
        starts[at] = index
        at += len(word)
        ends.append(at)
    found: list[tuple[Span, str]] = []
    for end in ends:
        suffix = _suffix_before(text, end)
        if suffix is None or text[end : end + 1] in ("费", "员"):
            continue
        kind = _KIND_OF_SUFFIX[suffix]
        start = _name_start(text, words, starts, end - len(suffix), kind)
        tail = re.match(r"（[^（）]{1,10}(?:店|分公司|支行|校区|分店)）", text[end : end + 14])
        stop = end + (tail.end() if tail else 0)
        while found and found[-1][0].start >= start:
            found.pop()
        if found and found[-1][0].end > start:
            if found[-1][0].end >= stop:
                continue
            start = found.pop()[0].start
        found.append((Span(start, stop), kind))
    return found


def _score(text: str, span: Span, kind: str, title_end: int, named: bool) -> float:
    """How much speaks for a mention being a body of the matter. `named`: its name has more than three characters, and is no short one."""
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 14]
    score = {"firm": 0.6, "office": 0.3, "house": 0.3}[kind] + (0.4 if named else -0.2)
    if text[: span.end].endswith("有限公司"):
        score += 0.4
    if before.endswith("（") and after.startswith("）"):
        before, after = before[:-1], after[1:]
    if _ACCUSED_BEFORE.search(before):
        score += 0.8
    if _FAULT_AFTER.match(after):
        score += 0.5 if kind != "office" else 0.3
    if kind == "office" and _ACT_AFTER.match(after):
        score += 0.5
    if span.end <= title_end:
        score += 0.5
    if _CONTACTED_BEFORE.search(before):
        score -= 0.2
    if _FUNCTION_WORD_BEFORE.search(before) and kind == "house":
        score -= 0.3
    return score


def _core(said: str) -> str:
    """A body's name without the administrative division before it: B市教育局 and 教育局 are the same."""
    return re.sub(r"^(?:[\u4e00-\u9fff]{2}省)?(?:[A-Z]\d{0,2}[市县区])+", "", said) or said


def _long_names(text: str, words: Sequence[str], title_end: int) -> tuple[dict[str, _Mention], dict[str, float]]:
    """Return (each named body → its strongest mention, each → the bonus for all its mentions)."""
    best: dict[str, _Mention] = {}
    mentions: dict[str, float] = defaultdict(float)
    for span, kind in _candidates(text, words):
        said = span.within(text)
        if _VAGUE.match(said):
            continue
        mentions[_core(said)] += 0.25
        score = _score(text, span, kind, title_end, len(said) > 3)
        if said not in best or score > best[said].score:
            best[said] = _Mention(span, kind, score)
    return best, {said: min(mentions[_core(said)], 1.0) for said in best}


def _short_names(text: str, title_end: int, named: Iterable[_Mention]) -> Iterator[tuple[str, _Mention, float]]:
    """Yield 物业, 城管 and the like outside longer names. In "施工方（甲公司）" only the firm counts."""
    taken = [one.span for one in named]
    for short in _SHORT_NAMES:
        at = next((m.start() for m in re.finditer(short, text) if not is_covered(m.start(), taken)), -1)
        after = text[at + len(short) : at + len(short) + 1]
        if at < 0 or after in tuple("费员证卡（") or (short == "中介" and after in tuple("机费服")):
            continue
        span = Span(at, at + len(short))
        found = _Mention(span, "firm", _score(text, span, "firm", title_end, False) + 0.1)
        yield short, found, 0.2 * min(text.count(short), 4)


def _title_end(text: str) -> int:
    """Where the first sentence ends; without an end in SHORT characters: the end of a text so short, else TITLE."""
    title = _SENTENCE_END.search(text[:SHORT])
    return title.start() if title else len(text) if len(text) <= SHORT else TITLE


def find_bodies(text: str, words: Sequence[str], community: Community) -> list[Body]:
    """Find the bodies that the text may hold responsible or ask to act, the likeliest first, at most MOST_BODIES; a firm need only be named.

    If there are none, that one of the community's bodies whose name in the text is longest (three characters or more), if any. `words`: of the text's beginning;
    the first search ends where they end.
    """
    read = text[: sum(map(len, words))]
    title_end = _title_end(read)
    best, mentions = _long_names(read, words, title_end)
    for short, found, weight in list(_short_names(read, title_end, list(best.values()))):
        best.setdefault(short, found)
        mentions.setdefault(short, weight)
    ranked = sorted(best, key=lambda said: -(best[said].score + mentions[said]))
    chosen = [best[said].span for said in ranked if best[said].score + mentions[said] >= LEAST_SCORE]
    return [body_of(span, text, community) for span in chosen[:MOST_BODIES]] or _own_bodies(text, community)[:1]


def possible_bodies(text: str, words: Sequence[str]) -> list[Span]:
    """Every name in the text that ends as bodies' names do, whatever is said of it."""
    return [span for span, _ in _candidates(text, words)]


_ENDING = re.compile("|".join(sorted(_KIND_OF_ENDING, key=lambda ending: (-len(ending), ending))))
_LONG_NAME = 12
"""Characters of a name that `names_by_ending` finds, at most."""


def names_by_ending(text: str, words: Sequence[str]) -> Iterator[Span]:
    """Every name that may end with an ending of a trade, site or organ: with one, two or three of jieba's words before the ending.

    Those of sites and organs also without any.
    """
    begins = list(accumulate((len(word) for word in words), initial=0))
    for match in _ENDING.finditer(text):
        if text[match.end() : match.end() + 1] in ("费", "员"):
            continue
        if _KIND_OF_ENDING[match.group()] != "trade":
            yield Span(*match.span())
        at = bisect_left(begins, match.start())
        for start in reversed(begins[max(0, at - 3) : at]):
            stem = text[start : match.start()]
            if len(stem) + len(match.group()) > _LONG_NAME or _BREAKS.search(stem) or stem[0] in _LINKERS:
                break
            yield Span(start, match.end())


def kind_by_ending(said: str) -> str | None:
    """The kind of a name by its longest ending: firm, office or house (a suffix, see `_Mention`), trade, site or organ; or None."""
    for size in range(min(_LONGEST, len(said)), 0, -1):
        kind = _KIND_OF_SUFFIX.get(said[-size:]) or _KIND_OF_ENDING.get(said[-size:])
        if kind:
            return kind
    return None


# Short names besides those of naming.csv; `find_bodies` does not look for these.
_NAMELESS = (
    "村委", "村委会", "镇里", "乡里", "村里", "县里", "校方", "电力", "路政", "市政", "院方", "厂方", "店方", "资方", "甲方", "市场方", "商家",
    "贵行", "贵局", "贵院", "贵校", "贵公司", "贵单位", "运营商", "平台", "站点",
)  # fmt: skip
_SHORT_BODY = re.compile(
    "|".join(sorted({*_SHORT_NAMES, *_NAMELESS}, key=lambda name: (-len(name), name)))
    + r"|[\u4e00-\u9fff]{2}(?:办|所|站|队)"
)


def short_bodies(text: str) -> list[Span]:
    """Every short name in the text that may be a body's: one without a name of its own (物业, 镇里), a small office (征拆办)."""
    found = (Span(*match.span()) for match in _SHORT_BODY.finditer(text))
    return [span for span in found if text[span.end : span.end + 1] not in ("费", "员")]


# What is said before a name, or after it → its words (see `signs_of`).
_SIGNS_BEFORE = {"accused": _ACCUSED_BEFORE, "contacted": _CONTACTED_BEFORE, "linked": _FUNCTION_WORD_BEFORE}
_SIGNS_AFTER = {"fault": _FAULT_AFTER, "act": _ACT_AFTER}


def signs_of(text: str, span: Span) -> list[str]:
    """Signs of what a text says of a name: accused (or asked), contacted (打给), linked (由, 被) before it, fault or act (told to act)
    after it, vague of itself; last, its kind: "a house", "a firm" or "a office" by its ending, "a short" (物业), or "a name".
    """
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 14]
    suffix = _suffix_before(text, span.end)
    return [
        *(name for name, words in _SIGNS_BEFORE.items() if words.search(before)),
        *(name for name, words in _SIGNS_AFTER.items() if words.match(after)),
        *(["vague"] if is_vague(span.within(text)) else []),
        f"a {_KIND_OF_SUFFIX[suffix] if suffix else 'short' if span.within(text) in _SHORT_NAMES else 'name'}",
    ]


_ABOVE = re.compile(r"(?:(?:中央|国家|[全我]?[省市县区])(?:委|政府|人民政府|纪委)?)+")
"""A government above the town without a name (市委市政府): letters are addressed to it."""


def is_vague(said: str) -> bool:
    """Whether the words name no particular body (有关部门, 省政府)."""
    return bool(_VAGUE.match(said) or _ABOVE.fullmatch(said))


def body_of(span: Span, text: str, community: Community) -> Body:
    """The body at a span, with its code if it is one of the community's."""
    return Body(span, _code_of(span, text, community))


def _code_of(span: Span, text: str, community: Community) -> str | None:
    """The code of the community's body of that name, else of the one with the longest name in it; or None."""
    said = span.within(text)
    exact = community.bodies.get(said)
    if exact:
        return exact.code
    held = [name for name in community.bodies if len(name) >= 2 and name in said]
    return community.bodies[max(held, key=len)].code if held else None


def _own_bodies(text: str, community: Community) -> list[Body]:
    """The community's bodies that the text names in three characters or more, the longest name first; used if nothing else is found."""
    found = [
        (len(name), Body(Span(at, at + len(name)), community.bodies[name].code))
        for at, name in community.body_names.find(text)
        if len(name) >= 3 and text[at + len(name) : at + len(name) + 1] not in ("费", "员")
    ]
    return [body for _, body in sorted(found, key=lambda pair: -pair[0])]
