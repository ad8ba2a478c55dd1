"""Whether a danger is another matter than a short report before it (路灯坏了 / 我家着火了), or the rest of its sentence. Pure."""

from __future__ import annotations

import re

from actions.interpreting import short_answers as short

_EVERYDAY = re.compile(  # a whole report of a thing or a noise, in which nobody is
    r"(?P<thing>[^，,。！!？?\s]{1,6}?)(?:也|又|都|一直|还|老是|总是|已经|全|好像|好几天|太|很|好|真|天天|这么){0,3}"
    r"(?:坏(?:了|掉了?)?|不亮(?:了)?|灭了|堵(?:了|住了)|不响了?|没水(?:了)?|停水(?:了)?|停电(?:了)?|没电了?|漏水(?:了)?|没人(?:收|管|扫|清|修|倒)(?:了)?|没(?:收|扫|清)|吵(?:死了|死人|人)?|脏(?:死了)?|臭(?:死了)?|乱停(?:车)?|打不开(?:了)?|关不上(?:了)?|用不了(?:了)?|松了|掉漆了?|不制冷|不制热)(?:了|啊|呀)?"
)
_HARMS = re.compile(  # things that burn, leak, shock, shut somebody in, or strike, so that the danger may come from them
    r"电[表箱线缆梯瓶动]|插[座排]|开关|充电|热水器|灶|煤气|燃气|天然气|液化气|阀|空调|冰箱|油烟|锅|炉|暖|门|锁|窗|栏|墙|楼板|天花|楼上|隔壁|邻居|对门|对面|狗|车|机"
)
_FALLS_OR_IS_CAUGHT = re.compile("摔|跌|滑|绊|踩空|掉|陷|夹|卡|砸|压|割|划|扎|电|麻")
_FAINTS = re.compile("晕|昏|倒|没反应|没动静|叫不|喊不|没气|呼吸|中毒|喘")
_BELOW_GROUND = re.compile("池|井|下水|沟|坑|窖|管|污水")  # where the air may kill
_ELSEWHERE = re.compile("[河江湖塘]|水库|楼上|楼顶|阳台|窗|床|浴室|厕所|家里")
_OWN_SUBJECT = re.compile(  # whom or what the danger befalls, in its own words
    r"我|他|她|人|爸|妈|爷|奶|公公|外公|婆|儿|女|孩|娃|宝宝|老[人头太]|家|屋|厨房|客厅|卧室|阳台|楼道|楼[上下]|隔壁|邻居|\d[栋幢楼号]"
)
_COMMON = re.compile("[我你他她的了人家有在里上下这那个小大一不没很太]")  # characters by which no thing is known


def is_apart_from(before: str, danger: str) -> bool:
    """Whether `before` is a whole everyday report, and the danger, told later with a subject of its own, names nothing of its thing.

    What may be the cause of danger (a lift, a socket, a stove) is not apart from it, nor what shares a word with it (井盖没了 / 孩子掉井里了),
    nor what somebody may have fallen over, into or been caught by (井盖松了 / 孩子掉下去了).
    """
    told = _EVERYDAY.fullmatch(short.plain(before))
    if told is None or _HARMS.search(told["thing"]) or _OWN_SUBJECT.search(told["thing"]):
        return False
    if _may_come_of(told["thing"], danger):
        return False
    own = set(_COMMON.sub("", told["thing"]))
    return bool(own) and not own & set(danger) and _OWN_SUBJECT.search(danger) is not None


def _may_come_of(thing: str, danger: str) -> bool:
    """Whether a danger may come of any thing that is out of order (滑梯坏了 / 孩子摔出血了), or of bad air where this one is (化粪池堵了 / 工人晕在下面了)."""
    if _FALLS_OR_IS_CAUGHT.search(danger):
        return _ELSEWHERE.search(danger) is None
    return _FAINTS.search(danger) is not None and _BELOW_GROUND.search(thing) is not None
