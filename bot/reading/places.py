"""Where: places in their fullest form, found on characters, and linked to the community's grids.

A place is made of *units* (an administrative name, a road, an estate, an institution, a numbered building) that stand
side by side. Each unit is a name that ends in a telling suffix; its beginning is found by walking left over jieba's
words until one that cannot stand inside a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import jieba

from bot.reading.community import Community, KnownPlace, canonical
from bot.reading.spans import Span
from bot.reading.words import dictionary

LINKED, NAMED, NUMBERED, VAGUE = 0.95, 0.8, 0.6, 0.3
LONGEST_NAME = 12
MOST_PLACES = 20

_ADMIN = "自治区 自治州 自治县 特别行政区 开发区 高新区 经开区 新区 街道 地区 省 市 县 区 镇 乡 村 屯 旗 村委会 居委会 社区 片区 组".split()
_ROAD = (
    "高速公路 快速路 大道 大街 步行街 商业街 美食街 立交桥 立交 高架桥 高架 大桥 天桥 人行天桥 隧道 匝道 涵洞 国道 省道 县道 乡道 高速 "
    "二环 三环 一环 四环 环线 环路 路段 干线公路 干线 公路 铁路 支路 路 街 巷 弄 胡同 桥 号线 路口 坡道 堤 渠"
).split()
_ESTATE = (
    "小区 花园 家园 公寓 新村 山庄 别墅 家属院 家属区 家属楼 职工宿舍 宿舍 宿舍楼 宿舍区 大院 花苑 佳苑 嘉园 雅苑 名苑 雅园 名邸 华府 公馆 豪庭 "
    "新城 名城 豪园 茗园 庄园 馨园 馨苑 苑 庭 邸 府 郡 城 园 里 湾 轩 阁 居 公租房 廉租房 安置房 安置小区 棚户区 城中村 大厦 大楼 写字楼 "
    "广场 中心 国际 工业园 工业区 产业园 科技园 创业园 物流园 园区 楼盘 项目 一期 二期 三期 四期 五期 壹号 一号 1号 名都 雅居 新居 尚城 尚品 御景 水岸"
).split()
_POI = (
    "学校 小学 中学 初中 高中 完小 中心校 附中 附小 大学 学院 职校 技校 职业学校 幼儿园 托儿所 校区 医院 卫生院 卫生室 卫生服务中心 诊所 门诊 "
    "附属医院 人民医院 中医院 妇幼保健院 疗养院 敬老院 养老院 福利院 公园 游乐园 动物园 植物园 景区 风景区 湿地公园 车站 汽车站 客运站 火车站 高铁站 "
    "地铁站 公交站 站 总站 南站 北站 东站 西站 机场 码头 港口 菜市场 农贸市场 批发市场 市场 菜场 超市 商场 商城 购物中心 百货 电脑城 建材城 酒店 "
    "宾馆 饭店 酒楼 餐厅 旅馆 茶楼 农庄 农家乐 KTV 网吧 网咖 店 营业厅 分行 支行 派出所 看守所 体育馆 体育场 体育中心 游泳馆 图书馆 博物馆 "
    "文化馆 少年宫 文化宫 纪念碑 纪念馆 陵园 公墓 墓地 殡仪馆 水库 河 湖 江 溪 塘 水塘 水厂 自来水厂 污水厂 污水处理厂 电厂 变电站 电站 厂 工厂 "
    "砖厂 石场 采石场 矿 煤矿 养殖场 养猪场 工地 加油站 加气站 收费站 服务区 停车场 停车位 地下车库 垃圾站 垃圾场 填埋场 焚烧厂 中转站 垃圾中转站 公厕 "
    "基站 步道 绿道 寺 庙 教堂 祠堂 岛 岭 山 坪 冲 坡 垸 洲 港 营业部 售楼部 驾校 林场 农场 渔场 茶场 广电中心 政务中心 政务服务中心 "
    "办事大厅 行政中心 市民中心 法院 检察院 大楼"
).split()
_SUFFIXES: dict[str, str] = {
    **{suffix: "poi" for suffix in _POI},
    **{suffix: "estate" for suffix in _ESTATE},
    **{suffix: "road" for suffix in _ROAD},
    **{suffix: "admin" for suffix in _ADMIN},
}
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_WEAK = set(
    "城 园 里 湾 轩 阁 居 府 郡 庭 邸 站 店 厂 河 湖 江 溪 塘 山 岭 坪 冲 坡 垸 洲 港 岛 寺 庙 矿 线 桥 堤 渠 组 区 乡 中心 国际 项目 大楼 府 苑 "
    "市场 一号 1号 壹号 一期 二期 三期 四期 五期 线路 路口 旗 屯 停车位 工地 店 省 弄 街 公厕 御景 水岸 里 铁路 路段 工厂 地区 片区 省 市 县 大院 停车场 车库 门诊 校区 二环 三环 一环 四环".split()
)
"""Suffixes that are common words' endings too: what stands before them must look like a name."""

_FUNCTION = set(
    "的了是在我你他她它们和与及或从到往向对把被将让使给为因由于以而且但若如则就都也还又再很太更最只不没无未有这那哪某每各该此其"
    "之所者等吗呢吧啊呀嘛请问想要能可会应说讲叫做去来过着住找问看见听打用按经至跟同比随自当时候后前里内外上下间个位名条只件张辆"
    "户家台楼盏根块片次回天年月日号点分秒周元角万千百半多少几两俩您咱阿被凭靠离距位属归管修建开关设装拆挖堵停走骑坐乘路街市县"
)
_NUMERALS = "0-9一二三四五六七八九十百零〇两"
_GENERIC_STEMS = set(
    "我 我们 你们 他们 咱们 咱 本 该 某 此 这个 那个 这条 那条 这 那 哪个 整个 全 各 各个 每个 其他 其它 别的 多个 几个 所有 老旧 旧 老 新 大 小 附近 周边 周围 "
    "隔壁 旁边 对面 楼下 自己 自家 家 外 内 城 乡 农村 城市 农贸 居民 住宅 商业 生活 办公 教学 施工 高档 高端 封闭 开放 公立 私立 民办 公办 省 市 县 区 "
    "主干 干 支 公 马 道 铁 水 网 线 思 出 走 修 问 半 一 铺 电 门 后 前 上 下 同 沿 顺 公交 地铁 高速 高铁 汽车 客运 火车 上级 当地 地方 各级 全市 全县 "
    "全省 我市 我县 我省 我区 我镇 我乡 我村 本市 本县 本区 本村 外地 异地 本地 当地 实体 网 手机 药 商 饭 书 小卖 便利 门面 分 总 服务 管理 培训 活动 指挥 "
    "购物 研究 检测 检验 信息 数据 呼叫 客服 代 农民 工 工业 化工 加 兵 拖 回 出门 进 堵 让 超市 学校 医院 小区 社区 公园 单位 企业 公司 政府 部门 开发商 物业 "
    "国家 中国 全国 我国 世界 国际 国内 社会 人民 群众 老百姓 业主 居民 村民 领导 学生 家长 车辆 汽车 建设 规划 拆迁 安置 改造 违章 违法 违规 非法 私人 个人".split()
)
_NUMBER_UNIT = re.compile(
    rf"(?<=单元)\d{{3,4}}(?!\d)(?:室|房)?|(?<=[栋幢])\d{{3,4}}(?!\d)(?:室|房)?|(?<=号楼)\d{{3,4}}(?!\d)(?:室|房)?|[A-Za-z]?\d{{1,4}}(?:[-—－]\d{{1,4}}){{0,3}}(?:号楼|栋|幢|座|号院|单元|室|号房|房间|房|号门面|门面|号商铺|楼(?!盘|道|宇|梯|市|价|下|上)|层|弄|巷|组|号(?!线|文|令|召|称|房)|支弄|区块|区(?!域))"
    rf"|[A-Z]座|[A-Z]栋|[A-Z]区|[一二三四五六七八九十]{{1,3}}(?:号楼|栋|幢|单元|室|期|组|座|标段|弄)"
    rf"|\d{{1,3}}#(?:楼|栋)?"
)
_STRONG_NUMBER = re.compile(r"(?:号楼|栋|幢|单元|室|座|号院|号门面|号商铺|#|房间)")
_MASKED = re.compile(r"[A-Z]\d{0,2}[市县区州](?!内|域|里)")
_LINE = re.compile(r"(?:地铁|轻轨|磁浮)?[\d一二三四五六七八九十]{1,2}号线")
_BUS = re.compile(r"^[\d一二三四五六七八九十]+路$|^这|[左右上下]线$")
_GROUP = re.compile(r"(?<=[村镇社区])[\u4e00-\u9fff]{1,4}组|(?<=[村镇])[\d一二三四五六七八九十]{1,3}(?:组|队|社)")
_COUNTED = re.compile(r"^[一二两三四五六七八九十几多这那每各某\d]+[家个条座所间名位种天年月日次些处户片栋辆件]$")
_OFFICE = re.compile(r"(?:局|委|办|部门|政府|管理中心|服务中心|中心校长|管理处|管理所|管委会|单位|公司|集团)$")
_BESIDE = (
    "(?:小区)?(?:[东南西北]{1,2}(?:大门|门|侧|面|边|头|区|段)|[正大后侧][门](?:口|前)?|门口|门前|大门口|校门口|出入口|出口|入口|进口|路口|十字路口|丁字路口|三岔路口|交叉口|交叉路口|交汇处|"
    "交界处|交接处|红绿灯路口|对面|斜对面|旁边|旁|边上|附近|周边|后面|后边|背后|前面|前边|楼下|楼上|楼顶|顶楼|天台|楼道|楼道口|楼梯间|单元门口|"
    "地下车库|地下停车场|地下室|地库|车库|车棚|停车场|沿线|一带|地段|路段|段|片区|桥下|桥头|河边|河段|区间|工地|门面|底商|商铺|架空层|绿化带|广场)"
)
_RIGHT = re.compile(
    _BESIDE
    + r"(?:的?(?:工地|空地|马路|人行道|绿化带|小路|水塘|水沟|垃圾堆|停车场|菜市场|菜场|店面|门面|路段|路口|河边|地下车库|公交站))?"
)
_BETWEEN = re.compile(r"^(?:[、，/]?)$|^的$")
_RANGE = re.compile(r"^(?:至|到|—|-|~|－|往)$")
_JUNCTION = re.compile(r"^(?:与|和|跟|、|同|/)$")
_VAGUE = re.compile(
    r"(?:我们?|咱们?|本|该|这个)?(?:小区|楼|单元|学校|村|村里|社区|公司|工厂)(?:的)?(?:[东南西北]门|正门|大门|门口|后面|对面|旁边|附近|楼下|地下车库|车库|楼道|路口)"
    r"|(?:我家|家|楼|门口|楼上|楼下|对门|隔壁|屋|房)(?:楼下|楼上|门口|后面|前面|对面|旁边|隔壁|窗外|窗下|窗口)"
    r"|楼道(?:里|口)?|楼梯间|地下车库|地下室|地库|楼顶|天台|单元门口?|电梯(?:里|间|口)|消防通道|小区[东南西北]门|小区(?:里|内|门口)|村口|路口|桥头|河边"
)


@dataclass(frozen=True)
class Place:
    span: Span
    score: float
    grid: str | None = None


def _word_starts(words: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return starts


def _suffix_of(word: str) -> str | None:
    """The longest place suffix at the word's end."""
    for size in range(min(_LONGEST_SUFFIX, len(word)), 0, -1):
        if word[-size:] in _SUFFIXES:
            return word[-size:]
    return None


_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_CODE = re.compile(r"[A-Za-z0-9]{1,4}$")


def name_like(word: str) -> bool:
    """May stand anywhere inside a name."""
    if word in _GENERIC_STEMS or _COUNTED.match(word):
        return False
    if len(word) == 1:
        return bool(_HAN.match(word)) and word not in _FUNCTION
    known = dictionary()
    if word in known.names:
        return True
    if word in known.verbs or word in known.function or word in known.nouns:
        return False
    if _HAN.match(word):
        return word[0] not in _OPENERS and not any(char in _PARTICLES for char in word)
    return bool(_CODE.match(word))


_PARTICLES = set("的了是在我你他她它们这那哪把被吗呢吧啊嘛着给让就都还也再很从没不")
_OPENERS = set("挖拆修堵停骑坐乘从在至由把被是到往向于经对为和与及沿住给离且但如若按凭让叫跟距就都还只每各某该此望请问")


def beside_suffix(word: str, kind: str) -> bool:
    """May stand right before a strong suffix: nouns name schools (实验小学), verbs roads and villages (建设路)."""
    known = dictionary()
    if word in _GENERIC_STEMS or word in _FUNCTION or word in known.function or _COUNTED.match(word):
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


def _walk_left(words: Sequence[str], index: int, stem: str, suffix: str, limit: int) -> int | None:
    """The index of the first word of the name whose suffix ends word `index`; None when nothing names it."""
    weak = suffix in _WEAK
    first = index
    size = len(stem)
    if stem:
        whole = stem + suffix
        known = dictionary()
        if stem in _GENERIC_STEMS or whole in _COMMON_WHOLE:
            size = 0
            if stem in _GENERIC_STEMS and stem not in _MAY_BE_NAMED:
                return None
        elif (
            weak
            and whole not in known.names
            and (
                whole in known.nouns
                or whole in known.verbs
                or whole in known.function
                or jieba_knows(whole)
                or not _stem_names(stem)
            )
        ):
            return None
        elif whole in known.verbs or whole in known.function:
            return None
    steps = 0
    at = index - 1
    while at >= limit and steps < 5 and size < LONGEST_NAME:
        word = words[at]
        allowed = name_like(word) or (
            size == 0 and not weak and beside_suffix(word, _SUFFIXES[suffix]) and not _NEVER_BESIDE.search(word)
        )
        if not allowed:
            break
        first, size, steps, at = at, size + len(word), steps + 1, at - 1
    return first if size else None


def _stem_names(stem: str) -> bool:
    known = dictionary()
    if any(
        stem[:size] in known.verbs or stem[:size] in known.function or stem[:size] in known.nouns for size in (2, 3)
    ):
        return False
    return (
        len(stem) >= 2 and not any(char in _PARTICLES for char in stem) and stem[0] not in _OPENERS and name_like(stem)
    )


def jieba_knows(word: str) -> bool:
    return word in jieba.dt.FREQ and bool(jieba.dt.FREQ[word])


_COMMON_WHOLE = set(
    "小区 社区 学校 小学 中学 大学 医院 公园 广场 超市 商场 市场 车站 机场 酒店 宾馆 饭店 马路 道路 公路 铁路 街道 大街 高速 高速公路 国道 路口 大桥 桥 隧道 幼儿园 "
    "停车场 工地 新村 城区 市区 县区 郊区 地区 校区 园区 片区 山区 辖区 工业区 开发区 新区 景区 社会 中心 项目 宿舍 公寓 大楼 大厦 花园 家园 派出所 法院 乡镇 城镇 "
    "农村 乡村 全村 村组 小组 班组 线路 网线 电线 路线 光纤 无线 管线 有线 一线 在线 天线 沿线 热线 红线 水线 单元 网吧 药店 书店 商店 饭店 酒店 门店 网店 分店 "
    "河 湖 山 江 公厕 厕所 车库 车位 停车位 养老院 敬老院 工厂 车间 门诊 诊所 营业厅 加油站 收费站 服务区 公交站 地铁站 火车站 高铁站 水库 水塘 池塘 国际 "
    "小城 县城 省城 商城 新城 都市 城市 省市 县市 超市 股市 上市 门市 楼市 夜市 闹市 集市 菜市 全市 我市 本市 省 市 县 区 乡 镇 村 组 路 街 巷 弄".split()
)
_MAY_BE_NAMED = set(
    "公交 地铁 高速 高铁 汽车 客运 火车 农贸 工业 人民 建设 国际 化工 公园 学校 医院 小区 社区 商业 购物 服务 培训 活动 管理 信息 规划 安置 居民 城市 中国".split()
)


def _units(text: str, words: Sequence[str]) -> list[tuple[Span, str]]:
    """Named units with their type, in order, not overlapping."""
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
        first = _walk_left(words, index, word[: -len(suffix)], suffix, limit)
        if first is None:
            continue
        span = Span(starts[first], starts[index] + len(word))
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


def _numbered(text: str, words: Sequence[str], limit_names: bool = False) -> list[tuple[Span, str]]:
    """Numbered buildings and rooms, with the name right before them when it has no suffix of its own (润和紫郡57栋)."""
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


def _masked(text: str) -> list[tuple[Span, str]]:
    masked = [(Span(*match.span()), "admin") for regex in (_MASKED, _GROUP) for match in regex.finditer(text)]
    return masked + [(Span(*match.span()), "road") for match in _LINE.finditer(text)]


def _known(text: str, community: Community) -> list[tuple[Span, str]]:
    return [(Span(at, at + len(name)), "known") for at, name in community.place_names.find(text)]


def _fused(units: list[tuple[Span, str]]) -> list[tuple[Span, set[str]]]:
    """Overlapping units made one."""
    fused: list[tuple[Span, set[str]]] = []
    for span, kind in sorted(units, key=lambda unit: (unit[0].start, -unit[0].end)):
        if fused and span.start < fused[-1][0].end:
            last, kinds = fused[-1]
            fused[-1] = (Span(last.start, max(last.end, span.end)), kinds | {kind})
        else:
            fused.append((span, {kind}))
    return fused


def _stretched(text: str, span: Span) -> Span:
    """With "西门", "对面的工地" and the like, when they follow."""
    at = span.end
    following = _RIGHT.match(text, at) or (_RIGHT.match(text, at + 1) if text[at : at + 1] == "的" else None)
    return Span(span.start, following.end()) if following else span


def _composed(text: str, units: list[tuple[Span, set[str]]]) -> list[tuple[Span, set[str]]]:
    """Units side by side made one place; two roads joined by 与, and a stretch from one to another, too."""
    composed: list[tuple[Span, set[str]]] = []
    for raw, kinds in units:
        span = _stretched(text, raw)
        if composed:
            last, last_kinds = composed[-1]
            gap = text[last.end : span.start]
            near = gap in ("", "的") or (gap == "内" and "admin" in last_kinds)
            joined = _RANGE.match(gap) or (_JUNCTION.match(gap) and "road" in last_kinds and "road" in kinds)
            if span.start <= last.end or near or joined:
                composed[-1] = (_stretched(text, Span(last.start, max(span.end, last.end))), last_kinds | kinds)
                continue
        composed.append((span, set(kinds)))
    return [(span, kinds) for span, kinds in composed if kinds != {"tail"}]


def link(text: str, community: Community) -> KnownPlace | None:
    """The community's place that the words name: the longest of its names standing in them."""
    known = community.by_canonical
    spoken = canonical(text)[:40]
    for size in range(len(spoken), 1, -1):
        for at in range(len(spoken) - size + 1):
            name = spoken[at : at + size]
            if name in known and not (name[0].isdigit() and spoken[max(0, at - 1) : at].isdigit()):
                return known[name]
    return None


def _scored(text: str, span: Span, kinds: set[str], community: Community) -> Place:
    known = link(span.within(text), community)
    if known:
        return Place(span, LINKED, known.grid)
    return Place(span, NUMBERED if kinds <= {"number", "tail"} and span.end - span.start <= 8 else NAMED)


def find_places(text: str, words: Sequence[str], community: Community) -> list[Place]:
    """Every place named, in order of the text, each form once; vague ones ("楼下") only where nothing is named."""
    units = _fused([*_units(text, words), *_masked(text), *_numbered(text, words), *_known(text, community)])
    composed = [(span, kinds) for span, kinds in _composed(text, units)]
    spoken = {span.within(text) for span, _ in composed}
    places: list[Place] = []
    seen: set[str] = set()
    for span, kinds in composed:
        said = span.within(text)
        if said in seen or any(said != other and said in other for other in spoken):
            continue
        seen.add(said)
        places.append(_scored(text, span, kinds, community))
    if not places:
        places = [Place(Span(*match.span()), VAGUE) for match in _VAGUE.finditer(text)]
    return places[:MOST_PLACES]
