"""Who is named as responsible, or asked to act: the likeliest first, none when the message names nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.community import Community
from bot.reading.places import name_like
from bot.reading.spans import Span

ENOUGH = 1.0
MOST_BODIES = 4

_FIRM = (
    "有限责任公司 股份有限公司 有限公司 物业公司 物业管理公司 物业服务公司 房地产公司 建筑公司 燃气公司 天然气公司 煤气公司 自来水公司 水务公司 公交公司 出租车公司 "
    "保险公司 电力公司 供电公司 热力公司 劳务公司 装修公司 装饰公司 教育公司 培训公司 集团公司 分公司 子公司 公司 集团 物业管理处 物业服务中心 物业管理 物业 置业 "
    "电建 水务 燃气 铁塔 电信 移动 联通 广电 国网 人寿 银行 农商行 信用社"
).split()
_OFFICE = (
    "教育局 教体局 住建局 住房和城乡建设局 房管局 房产局 规划局 国土局 国土资源局 自然资源局 自然资源和规划局 环保局 生态环境局 城管局 城市管理局 城管执法局 行政执法局 执法局 "
    "交通局 交通运输局 公路局 路政局 运管局 交警队 交警大队 交警支队 交警中队 交管局 公安局 公安分局 派出所 民政局 人社局 人力资源和社会保障局 社保局 医保局 卫计局 卫健局 "
    "卫生局 药监局 食药监局 食品药品监督管理局 工商局 市场监管局 市场监督管理局 质监局 物价局 税务局 国税局 地税局 财政局 审计局 农业局 农业农村局 林业局 水利局 水务局 "
    "园林局 园林绿化局 民宗局 文化局 文旅局 旅游局 体育局 安监局 应急管理局 消防大队 消防队 信访局 供电局 电力局 邮政局 统计局 商务局 发改局 发改委 经信局 司法局 监察局 局 "
    "教育厅 人社厅 厅 卫计委 卫健委 计生委 计生办 建委 纪委 纪检委 市委市政府 县委县政府 区委区政府 市委 县委 区委 市政府 县政府 区政府 镇政府 乡政府 人民政府 政府 街道办事处 "
    "街道办 办事处 居委会 村委会 村支部 业委会 业主委员会 管委会 房管所 劳动监察大队 劳动保障监察大队 劳动监察 劳动局 公积金中心 住房公积金管理中心 社保中心 "
    "失业保险中心 医保中心 疾控中心 管理中心 管理处 管理局 管理所 管理站 国土所 财政所 工商所 卫生监督所 监督所 路灯所 路灯管理处 环卫处 环卫所 环卫局 市政公司 市政 城管执法队 城管中队 城管大队 执法队 "
    "城管 交警 经侦 刑警队 运管所 运管处 经侦大队 质检站 质监站 质安站 监理 残联 妇联 工会 学区 部门"
).split()
_HOUSE = "学校 小学 中学 高中 初中 一中 二中 三中 幼儿园 大学 学院 职校 技校 医院 卫生院 诊所 酒店 宾馆 饭店 超市 商场 店 便利店 健身房 会所 培训班 培训机构 驾校 网吧 厂 工厂 机场 火锅店 药店 旅行社 俱乐部 门诊部 KTV 酒吧 美容院 影楼 农庄 游泳馆 售楼部 工地 项目部".split()
_SHORT = "物业 城管 交警 开发商 施工方 施工单位 房东 中介 园林 环卫 电信 移动 联通 供电 自来水 燃气".split()
_BY_TYPE: dict[str, str] = {
    **{suffix: "house" for suffix in _HOUSE},
    **{suffix: "firm" for suffix in _FIRM},
    **{suffix: "office" for suffix in _OFFICE},
}
_LONGEST = max(map(len, _BY_TYPE))
_VAGUE = re.compile(
    r"^(?:有关|相关|相应|当地|主管|上级|职能|政府|各级|各|该|本|我们|你们|他们|其他|执法|监管|管理|行政|司法|用人|某|一家|这家|那家|这个|两家|多家|很多|一些|哪个|某些|所在|别的|全市|全省|基层|公办|民办|私立|公立)*"
    r"(?:部门|单位|公司|学校|小学|中学|幼儿园|医院|店|厂|集团|超市|酒店|商场|局|政府|银行|大学|学院|高中|初中|工厂|工地|厅|宾馆|饭店|诊所|建设|管理中心|机场|培训班|培训机构|管理处)$"
)
_ACCUSED_BEFORE = re.compile(
    r"(?:投诉|举报|控告|状告|曝光|反映|关于|质疑|强烈要求|请求|请|要求|希望|恳请|望|建议|呼吁|盼|敦促|督促|责令|责成|麻烦|问下|请问|咨询|询问)(?:一下|下)?[：:]?$"
)
_FAULT_AFTER = re.compile(
    r"^.{0,10}?(?:不|没|未|拖|欠|强|乱|违|私|擅|骗|拒|推|收|非法|恶意|故意|克扣|霸|垄断|涨|侵|扰|偷|倒闭|跑路|关门|停|占|野蛮|态度|服务差|虚假|忽悠|说|回复|答复|告知|要求|却|竟|以|把|将|扣|逼|排放|污染|施工|经营|的(?:行为|做法|服务|态度|问题|乱收费))"
)
_ACT_AFTER = re.compile(
    r"^.{0,8}?(?:能|尽快|及时|给|来|出面|查|处理|解决|管|介入|重视|督促|协调|派|帮|严|整治|整改|制止|取缔|规范|加强|明察|核实|采取|高度)"
)
_TOLD = re.compile(r"(?:打电话给|打给|问过?|找过?|去过?|联系过?|反映过?|报告|向|到|和|跟|与|打了?|致电)$")
_CASE_BEFORE = re.compile(r"(?:被|由|是|在|从|归|属于|承建|开发的|因为|当时|原)$")


@dataclass(frozen=True)
class Body:
    span: Span
    code: str | None = None


@dataclass(frozen=True)
class _Named:
    span: Span
    kind: str
    score: float


def _suffix(text: str, end: int) -> str | None:
    for size in range(min(_LONGEST, end), 1 - 1, -1):
        if text[end - size : end] in _BY_TYPE:
            return text[end - size : end]
    return None


_PREFIX_AREA = re.compile(
    r"(?:[A-Z]\d{0,2}[市县区]|[\u4e00-\u9fff]{2,3}[省市县区镇乡]|西地省|省|市|县|区|市里|县里|区里|镇|乡|村|社区|小区|街道|当地|国家|省里)$"
)
_MASKED_BEFORE = re.compile(r"(?:西地省)?(?:[A-Z]\d{0,2}[市县区])+$")
_TRADE = re.compile(
    r"^(?:投资|建设|建筑|房地产|装饰|装修|物业|科技|教育|文化|传媒|咨询|管理|服务|贸易|商贸|实业|置业|开发|工程|劳务|人力|资源|网络|信息|技术|电子|旅游|运输|物流|保险|财产|人寿|金融|担保|信贷|汽车|销售|家政|电梯|环保|能源|机械|食品|医药|健康|体育|餐饮|酒店|燃气|天然气|自来水|供水|排水|公交|出租车|出租|客运|电力|供电|通信|石油|化工|矿业|煤业|水泥|混凝土|地产|产业|发展|有限|责任|股份|集团|控股|生物|农业|园林|绿化|市政|路桥|交通)$"
)
_LINKERS = set("的了是在我你他她们和与被把从向对给让叫到由及或就都也还请找问望求这那该其此以而但为因将")


def _start(text: str, words: Sequence[str], starts: dict[int, int], first: int, kind: str) -> int:
    """Walk left from the suffix at `first` over words that look like a name."""
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
            or _PREFIX_AREA.search(last)
            or (kind == "firm" and first - at < 8 and _TRADE.search(word))
            or (steps == 0 and kind != "office" and len(word) >= 2 and _may_touch(word))
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


def _may_touch(word: str) -> bool:
    from bot.reading.places import beside_suffix

    return beside_suffix(word, "poi")


def _candidates(text: str, words: Sequence[str]) -> list[tuple[Span, str]]:
    starts: dict[int, int] = {}
    ends: list[int] = []
    at = 0
    for index, word in enumerate(words):
        starts[at] = index
        at += len(word)
        ends.append(at)
    found: list[tuple[Span, str]] = []
    for end in ends:
        suffix = _suffix(text, end)
        if suffix is None or text[end : end + 1] in ("费", "员"):
            continue
        kind = _BY_TYPE[suffix]
        start = _start(text, words, starts, end - len(suffix), kind)
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
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 14]
    score = {"firm": 0.6, "office": 0.3, "house": 0.3}[kind] + (0.4 if named else -0.2)
    if _ACCUSED_BEFORE.search(before):
        score += 0.8
    if _FAULT_AFTER.match(after):
        score += 0.5 if kind != "office" else 0.3
    if kind == "office" and _ACT_AFTER.match(after):
        score += 0.5
    if span.end <= title_end:
        score += 0.5
    if _TOLD.search(before):
        score -= 0.2
    if _CASE_BEFORE.search(before) and kind == "house":
        score -= 0.3
    return score


def find_bodies(text: str, words: Sequence[str], community: Community) -> list[Body]:
    """Bodies by how clearly the text holds them responsible or asks them to act; below that, none."""
    read = sum(map(len, words))
    title = re.search(r"[。！？\n]", text[:60])
    title_end = title.start() if title else 0
    totals: dict[str, float] = {}
    best: dict[str, _Named] = {}
    for span, kind in _candidates(text[:read], words):
        said = span.within(text)
        if _VAGUE.match(said):
            continue
        score = _score(text, span, kind, title_end, len(said) > 3)
        totals[said] = totals.get(said, 0.0) + 0.25
        if said not in best or score > best[said].score:
            best[said] = _Named(span, kind, score)
    for short in _SHORT:
        at = text.find(short)
        if at < 0 or any(named.span.start <= at < named.span.end for named in best.values()):
            continue
        if text[at + len(short) : at + len(short) + 1] in "费员证卡":
            continue
        span = Span(at, at + len(short))
        best.setdefault(short, _Named(span, "firm", _score(text, span, "firm", title_end, False) + 0.1))
        totals[short] = 0.2 * min(text.count(short), 4)
    known = _known(text, community)
    ranked = sorted(best.items(), key=lambda pair: -(pair[1].score + totals.get(pair[0], 0.0)))
    chosen = [named.span for said, named in ranked if named.score + totals.get(said, 0.0) >= ENOUGH]
    bodies = [Body(span, _code(span, text, community)) for span in chosen[:MOST_BODIES]]
    return bodies or known[:1]


def _code(span: Span, text: str, community: Community) -> str | None:
    said = span.within(text)
    exact = community.bodies.get(said)
    if exact:
        return exact.code
    held = [name for name in community.bodies if len(name) >= 2 and name in said]
    return community.bodies[max(held, key=len)].code if held else None


def _known(text: str, community: Community) -> list[Body]:
    """The community's own bodies that the text names, where nothing says more about them."""
    found = [
        (len(name), Body(Span(at, at + len(name)), community.bodies[name].code))
        for at, name in community.body_names.find(text)
        if len(name) >= 3 and text[at + len(name) : at + len(name) + 1] not in ("费", "员")
    ]
    return [body for _, body in sorted(found, key=lambda pair: -pair[0])]
