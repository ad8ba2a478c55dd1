"""Rules for a manhole or a cesspit without its cover, and a lift's door without its car: whoever walks there falls in, most of all at night. Pure.

Raised where people walk (at a building, a gate, on a road), with children or in the dark, or if it is said to gape; elsewhere, or beside
words of another time, only asked about, as is a lid that gives way, or is aslant where people walk.
Neither if somebody minds it (围起来了, 插了树枝), it was mended, or is only feared; a lid that only rattles is there.
"""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import SAME_CLAUSE, SAME_SENTENCE, PlainDanger
from bot.reading.text.spans import Span

_HOLE = r"(?:(?:窨|污水|雨水|下水|检修|排水|电缆|通讯|阴|沙|水表|消防|暗|深|枯)井|下水道(?:口)?|化粪池|粪池|阴沟|井口|地沟|排水[沟口]|(?<![水市油矿天机])井)"
_LID = rf"(?:(?:{_HOLE}的?|铸铁|水泥|铁)?(?:井盖子?|窨井盖)|{_HOLE}的?(?:那?[块个])?(?:盖[子板]?|铁盖|水泥板))"
_MEANWHILE = r"(?:又|都|也|已经|昨[晚天夜]|今[早天晨]|半夜|夜里|刚才|刚|突然|不知道?|给|整个|全|早就|好像|[，, ]){0,4}"
_GONE = (
    r"(?:没了|没有了|没有(?=$|[，,。！!；; ])|不见|不在了|丢(?:了|失|掉)|不翼而飞|(?:被|让|给)(?:人|谁|小偷|贼|车|水|[大洪]水|[^，。 ]{1,4})?(?:偷|拿|搬|抬|掀|冲|撬|卷|弄)(?:走|开|掉|了)"
    r"|[偷掀搬冲撬](?:走|开|掉)了?|掉(?:进去|下去|到?井里|进)|塌(?:了|下去|进去|陷)|碎(?:了|掉|成)|破(?:了|个)?(?:一?个)?(?:大)?(?:洞|窟窿)|烂(?:了|穿|掉)|断(?:了|成|裂)|(?:翻|敞|打|大|掀)开(?!关)"
    r"|(?:(?:被|让|给)[^，。 ]{1,4}?)?(?:压|轧|砸|撞)(?:碎|烂|破|断|塌|穿)|缺了|没(?:有|人)?盖(?:上|住)?(?=$|[，,。！!；; ]))"
)
_LACKS = rf"(?:{_HOLE}(?:口|上|上面|那里|这里)?(?:的)?(?:还|又|也|都|一直|就|根本|现在){{0,2}}(?:没有?|缺|少了?|无)(?:个|块)?(?:井)?盖(?:子|板|着|上|住)?(?!严|紧|好|平|章|过|牢|楼)|没(?:有)?(?:井盖|盖子?)的{_HOLE}|{_HOLE}(?:口)?(?:敞|大敞|张|露|开)(?:着|开))"
_BROKEN = rf"{_LID}{_MEANWHILE}坏(?:了|掉)?{SAME_SENTENCE}{{0,12}}?(?:洞|窟窿|[敞张露空]着|深坑|没人?[围拦盖]|没有?[围拦盖]|[掉摔陷栽]进)"
_TIPS = rf"{_LID}[^，,。！!？?；;]{{0,5}}(?:翘(?:起|了|着|边)|[压轧踩撞碾]翻|翻(?:了|起|开|过|边))[^。！!？?；;]{{0,14}}?(?:差[点一]|险些|踩空(?![^，,。]{{0,3}}[掉摔跌陷栽]))"
"""A lid that tips, with somebody who nearly fell in; who did is in the well."""
_OPEN = re.compile(rf"{_LID}{_MEANWHILE}{_GONE}|{_BROKEN}|{_TIPS}|{_LACKS}|(?:没(?:有)?|缺|少)了?(?:个|块)?井盖(?!师)")
_PIT = re.compile(
    rf"(?:地上|地面|路面|路上|路中间|路边|马路|人行道|小区|楼下|门口)(?:上|里|中间)?{SAME_CLAUSE}{{0,6}}(?:塌|陷|沉|裂){SAME_CLAUSE}{{0,6}}大?(?:深坑|大坑|大?洞|窟窿)"
)
_LOOSE = re.compile(  # it lies there yet, and may tip under whoever steps on it
    rf"{_LID}[^，,。！!？?；;]{{0,4}}(?:松(?:了|动|脱)|翘|歪(?:了|着)|移[位开]|错位|没(?:有)?(?:盖|放)(?:好|严|紧|牢)|一[踩踏][^，,。]{{0,3}}(?:翻|翘|晃|动)|[踩踏](?:上去|着)?[^，,。]{{0,3}}(?:翻|翘|晃|动)|要翻)|{_LID}[^，,。！!？?；;]{{0,6}}(?:露(?:出|着)?|半个)[^，,。！!？?；;]{{0,3}}(?:洞|口|缝)[^，,。！!？?；;]*"
)
_ONLY_LOOSE = re.compile("松(?:了|动|脱)$")
_ONLY_ASLANT = re.compile("[翘歪](?:了|着|起来?了?)?$")
_UNDER_SOMEBODY = re.compile("踩|踏|[掉摔绊栽]|怕|孩|娃|老人|差[点一]|险些")
"""Without any of these beside it, a lid that is only loose is an ordinary matter; one aslant, too, but where people walk."""
_RATTLES = re.compile("响|吵|噪|声音|颠|[没不]松|有点|臭|味|已经修|修好")
_FELL_IN = re.compile(
    r"(?<![怕点些会])(?:人|孩子?|娃|老[人头太]|[爸妈爷奶他她]|大爷|大妈|阿姨|师傅|车(?!钥匙|牌|灯|轮|锁))[^，,。！!？?；;差险怕会]{0,6}?[掉摔跌陷栽](?:了)?[进下](?:去|来|了)?(?!手机|钥匙|鞋)"
)
"""Whoever fell in is not merely in danger of it."""
_NEARLY_OR_FEARED = re.compile("怕|担心|差[点一]|险些|会|万一|小心|当心|别|免得|要是|如果")
_SHAFT_IS_OPEN = re.compile(
    r"(?:(?:电梯|货梯)[^，,。！？!?；;\n]{0,6}?(?:门|口)[^，,。！？!?；;\n]{0,6}?|门[^，,。！？!?；;\n没]{0,4}?)(?:开(?:着|了(?!又|关)|的)|敞着?|打开|自己开|没(?:有)?关|关不上|一推就开|就开|掉了|没了|坏了)"
    r"|(?:电梯|货梯)(?:井道?)(?:口|门|里|那里)?[^，,。！？!?；;\n]{0,4}?(?:开着|敞|没(?:有|人)?[^，,。]{0,2}(?:围|挡|门|盖|封|拦|管|关)|露)"
)
_LIFT = re.compile("电梯|货梯|轿厢|升降梯")
_NO_CAR = re.compile(
    r"(?:轿厢|车厢|吊厢)[^，,。！？!?；;\n]{0,5}?(?:[没不]在|没(?:有)?[到来上下停]|在(?:楼[上下]|别|[上下]面)|(?<!停)在[一二三四五六七八九十\d]{1,2}[楼层])|没(?:有|看到)?(?:轿厢|车厢)|电梯(?:还)?[^，,。！？!?；;\n门]{0,3}?(?:没(?:有)?[到来上]|不在)"
    r"|(?:里[面头]?|下面|底下|外面)(?:就|都|全|还)?是?(?:空的|空空的|井|深坑|黑洞|无底)(?![，,]?没有?人)|井道|(?:电梯|货梯)井|看(?:得)?[见到]底|[踩踏]空|(?:差[点一]点?|险些)(?:就)?(?:[掉踩踏摔栽跌走迈]|一[脚步])[^，,。]{0,4}[进下空]"
)
_CAR_IS_THERE = re.compile(
    r"里[面头]?[^，,。]{0,3}没有?人|空的[，,]?没有?人|没有?人出来|加装|什么时候|关[了上]门|已经修|(?<!没)(?<!没有)(?<!还未)修好"
)
_WHERE_PEOPLE_WALK = re.compile(
    r"楼[下前后旁边道梯]|门口|门前|大门|单元|[栋幢]|小区|院子|人行道|马路|路|街|巷|弄|广场|花坛|花园|车库|车棚|停车|菜场|市场|学校|校门|幼儿园|公交站|站台|过道|走廊|通道|河边|草坪|健身"
)
_GAPES = re.compile(
    r"洞|窟窿|敞|深坑|大坑|黑咕隆咚|看不[见清到]|没有?[路]?灯|天黑|晚上|夜里|没人[围拦管挡盖]|没有?[围拦挡]|孩子|小孩|娃|老人|放学|[掉摔陷栽]|危险|吓|差[点一]|险些"
)
_NEARLY = re.compile(r"差[点一]|险些|踩空")
_FEARED = re.compile(r"怕|担心|[要会][摔掉]")
"""What only might happen makes nothing sure: 晚上要摔死人的."""
_MINDED = re.compile(
    r"(?<!没)(?<!没人)(?<!没有)(?<!没有人)(?:围[起上好了]|拦[起上好了]|挡[着起上住了])|(?:插|放|摆|竖|盖|压|立)了?(?:根|块|个|把|张|上|一)?(?:树枝|木板|纸板|板子?|椅子?|凳子?|锥|桶|牌子?|石头|砖头?|竹|东西|警示)|警戒线|施工|正在[换修装]"
)
_NOT_MINDED = re.compile(
    r"(?:[刮吹挪搬拿倒偷收撤拆](?:走|掉|跑|开|了)|不见|没了)[^，。！!]{0,4}$|没(?:人|有人?)?[^，。！!]{0,4}[围拦挡盖]"
)
_MENDED = re.compile(
    r"(?<!没)(?<!没有)(?<!没人)(?<!不)(?<!还未)(?:换|修|补|盖|装)(?:好|过|上|完)了?(?!才|要|的)|找(?:回来|到)了|演[习练]|游戏|[没别不](?:要)?弄"
)
_SUPPOSED = re.compile(r"(?:要是|如果|万一|假如|以免|免得|会不会|怕|担心|小心)[^，,。！!？?；; ]{0,8}$")
"""Before a hole: it is only thought of. What may come of a hole that is there (没了，万一有人掉下去) is no guess."""
_OF_ANOTHER_TIME = re.compile(r"上[次回周个]|以前|去年|前年|那[次年]|新闻|视频|听说|问题")
"""It may be another hole, or somewhere else (去年换的又碎了, 物业说没问题): nothing is sure."""
_NO_HOLE = re.compile(
    r"(?:马桶|热水瓶|保温杯|杯子?|锅|垃圾[桶箱]|电[表箱井]|配电|水壶|瓶子?|油箱|鞋|砂锅|水桶|米缸|水缸|水箱|电脑|手机)[^，。]{0,3}盖|天井|井水|井井|市井|油井|机井房"
)


def find_open_hole(text: str) -> PlainDanger | None:
    """The open hole that a text tells of: sure where people may fall in now, else to be asked about; None without one, or if it is minded or mended."""
    if (shaft := _find_open_shaft(text)) is not None:
        return shaft
    pit = _PIT.search(text)
    found = _OPEN.search(text) or pit
    if found is None:
        return _find_loose_lid(text)
    if _NO_HOLE.search(text) or _MENDED.search(text) or _SUPPOSED.search(text[: found.start()]):
        return None
    if _MINDED.search(text) and not _NOT_MINDED.search(text):
        return None
    if pit is not None and not _OF_ANOTHER_TIME.search(text) and (fell := _somebody_fell_in(text)) is not None:
        return PlainDanger("trapped", fell, sure=True)
    rest = text[: found.start()] + "，" + text[found.end() :]
    gapes = (_GAPES.search(rest) or _NEARLY.search(found.group())) is not None and _FEARED.search(text) is None
    sure = pit is not None or gapes or _WHERE_PEOPLE_WALK.search(rest) is not None
    sure = sure and _OF_ANOTHER_TIME.search(text) is None
    return PlainDanger("", Span(*found.span()), sure=sure, asked=True, always=True)


def _find_open_shaft(text: str) -> PlainDanger | None:
    """A lift's door that is open with no car behind it; None, if nothing says both, or if it is minded, mended or only feared."""
    door, no_car = _SHAFT_IS_OPEN.search(text), _NO_CAR.search(text)
    if door is None or no_car is None or not _LIFT.search(text) or _CAR_IS_THERE.search(text):
        return None
    if _MENDED.search(text) or _MINDED.search(text) or _SUPPOSED.search(text[: door.start()]):
        return None
    sure = _OF_ANOTHER_TIME.search(text) is None
    return PlainDanger("", Span(*door.span()), sure=sure, asked=True, always=True)


def _somebody_fell_in(text: str) -> Span | None:
    """Where the text says that somebody fell in, neither nearly nor only feared; else None."""
    for fell in _FELL_IN.finditer(text):
        before = re.split(r"[，,。！!？?；;\n ]", text[: fell.end()])[-1]
        if _NEARLY_OR_FEARED.search(before) is None:
            return Span(*fell.span())
    return None


def _find_loose_lid(text: str) -> PlainDanger | None:
    """A lid that is loose, aslant or gives way, which is asked about; None without one, or where it only rattles."""
    found = _LOOSE.search(text)
    if found is not None and (fell := _somebody_fell_in(text)) is not None:
        return PlainDanger("trapped", fell, sure=True)
    if (
        found is None
        or _SUPPOSED.search(text[: found.start()])
        or _RATTLES.search(text)
        or _MENDED.search(text)
        or _MINDED.search(text)
        or _NO_HOLE.search(text)
        or _lies_still(text, found)
    ):
        return None
    return PlainDanger("", Span(*found.span()), asked=True, always=True)


def _lies_still(text: str, lid: re.Match[str]) -> bool:
    """Whether the lid is said to be loose or aslant, and nothing of whoever might step on it."""
    if _UNDER_SOMEBODY.search(text):
        return False
    aslant = _ONLY_ASLANT.search(lid.group()) is not None and _WHERE_PEOPLE_WALK.search(text) is None
    return aslant or _ONLY_LOOSE.search(lid.group()) is not None
