"""Recognise what falls off a house while people pass or were nearly hit: nobody is trapped, and nobody threw it. Pure."""

from __future__ import annotations

import re

from bot.reading.danger.kinds.told import Told
from bot.reading.text.spans import Span

LONGEST = 90
"""Characters of the longest message that is looked at."""
_OF_THE_HOUSE = r"(?:外墙|墙面|墙皮|墙砖|瓷砖|面砖|屋檐|房檐|檐口|女儿墙|烟囱|水泥块|水泥皮|混凝土|保温层|幕墙|窗框|窗扇|窗玻璃|广告牌|招牌|店招|空调外?机|外机|雨[棚篷]|屋顶|房顶|楼顶|阳台(?:边|板|底)?|横梁|彩钢瓦|铁皮|瓦片?|砖块?|石材|石块)"
_FALLS = r"(?:往下(?:直)?掉|哗哗(?:地|往下)?[掉落]|(?:一块|一片|成片|大片|不停|一直|还在|又在|正在|刚刚?|噼里啪啦)[^，,。！!？?；;\n]{0,6}?[掉落砸]|[掉落脱][下落]?(?:了|来)?[^，,。！!？?；;\n]{0,4}(?:砖|块|瓦|玻璃|水泥|皮|渣)|掉下来|砸下来|落下来|脱落|[掉落]了)"
_FALLING = re.compile(
    rf"{_OF_THE_HOUSE}[^。！!？?；;\n]{{0,10}}?{_FALLS}|掉(?:下来?)?[^，,。！!？?；;\n]{{0,4}}{_OF_THE_HOUSE}"
)
_BELOW = re.compile(
    r"(?:底下|下面|楼下|下边|路上|人行道|门口)[^。！!？?；;\n]{0,6}?(?:人|孩子|小孩|老人|学生|走|过)|(?:差[点一]点?|险些)[^，,。！!？?；;\n]{0,3}?砸[到中着]?|还在(?:往下)?掉|哗哗|不停地?(?:往下)?掉|一直(?:在|往下)?掉|有人(?:走|经过|路过)|人来人往"
)
_NO = re.compile(
    r"扔|丢下|抛|甩|推|漏水|滴水|水管|被(?:砸|压|埋)|压[住着在]|埋|砸(?:伤|破|死|倒|晕|了(?!到))|受伤|流血|倒下|塌|困|打架|去年|前年|昨|以前|上(?:次|个?月|周)|已经(?:修|围|清)|围起来|修好|没人|怕|担心|会不会|万一|隐患|迟早|早晚|手机|贴纸|漆|头发|叶|果|花盆|保修|赔|地[面上]?砖|绊|[个的]字|[卡货]车"
)
_INDOORS = re.compile(  # a wall that crumbles is most often inside
    "家里|屋里|室内|客厅|卧室|房间里|厨房|厕所|卫生间|浴室|洗手间|楼道|楼梯|走廊|过道|电梯|门厅|地铁|墙皮|墙面|水泥皮"
)
_OUTSIDE = re.compile(
    "外墙|外立面|[屋房]檐|檐口|楼顶|屋顶|楼下|底下|路[上边人口过]|过路|人行道|马路|行人|砸[到中着]?(?:了)?(?:[一几个]{0,2}人|路|过|老|小|孩|学|接)"
)


def find_falling(text: str) -> Told | None:
    """What falls off a house now, with people below or nearly hit (no danger with a name, falling); None if nothing does."""
    if len(text) > LONGEST or _NO.search(text) or not _BELOW.search(text):
        return None
    if _INDOORS.search(text) and not _OUTSIDE.search(text):
        return None
    found = _FALLING.search(text)
    return None if found is None else Told("other", "falling", Span(*found.span()))
