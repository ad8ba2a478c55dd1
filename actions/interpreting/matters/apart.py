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
_OWN_SUBJECT = re.compile(  # whom or what the danger befalls, in its own words
    r"我|他|她|人|爸|妈|爷|奶|公公|外公|婆|儿|女|孩|娃|宝宝|老[人头太]|家|屋|厨房|客厅|卧室|阳台|楼道|楼[上下]|隔壁|邻居|\d+[栋幢楼号]"
)
_COMMON = re.compile("[我你他她的了人家有在里上下这那个小大一不没很太]")  # characters by which no thing is known


def is_apart_from(before: str, danger: str) -> bool:
    """Whether `before` is a whole everyday report, and the danger, told later with a subject of its own, names nothing of its thing.

    What may be the cause of danger (a lift, a socket, a stove) is not apart from it, nor what shares a word with it (井盖没了 / 孩子掉井里了).
    """
    told = _EVERYDAY.fullmatch(short.plain(before))
    if told is None or _HARMS.search(told["thing"]) or _OWN_SUBJECT.search(told["thing"]):
        return False
    own = set(_COMMON.sub("", told["thing"]))
    return bool(own) and not own & set(danger) and _OWN_SUBJECT.search(danger) is not None
