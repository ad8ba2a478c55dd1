"""Rules for what has collapsed: a building, its roof, a scaffold, a bridge; a wall, a ceiling or a tree on somebody. Pure.

A whole building is raised whoever may be in it, also if it fell in the night before; a ruin that fell long ago, a corner of
a wall, a shed and what is only feared are not.
"""

from __future__ import annotations

import re

from bot.reading.danger.plain_danger import CHILD, SAME_CLAUSE, SAME_SENTENCE, PlainDanger
from bot.reading.text.spans import Span

_ADVERBS = r"(?:突然|忽然|刚刚?|刚才|一下子|轰的一声|整个|整栋|全部?|都|也|已经|今早|昨晚|昨夜|半夜|夜里|被[^，,。！？!?；;\n]{1,6}?|给|又|就|自己){0,3}"
_PART = r"(?:的?(?:一半|半边|半截|一边|一侧|一角|[东西南北]边|[东西南北]侧|[上下]面|前面|后面))?"
_FELL_IN = r"(?:倒塌|坍塌|塌[掉脱]|垮[掉塌]?|塌|倒[下掉脱])(?!方?房|的|过|没|[吗么]|不|得|台|陷)"
"""A building that 塌了, 垮了, 倒塌了."""
_FELL_OVER = r"倒(?:了|哉|咯|啦|嘞|喽)(?=$|[^\w]|[啊呀]|一半|半边|一大半|下来|砸|压|埋|里[面头]|还?有|快|救|人)"
"""楼倒了, but not 楼里倒了一堆垃圾."""

_BUILDING = (
    r"(?:(?:大|老|危|旧|新|这|那|整|居民|宿舍|教学|办公|小|土|砖|高)?楼房?(?![道梯上下里内顶板层盘市梦外前后])|(?:老|旧|危|平|瓦|土|砖|厂|民|自建|出租|宿舍|木|库|店|石)房|房子|房屋"
    r"|(?:老|旧|祖|木|土|石)屋|[东西南北]屋|屋子|[\d一二三四五六七八九十][栋幢座]|[这那整][栋幢座]|仓库|车间|校舍)"
)
_HALL = r"(?:教室|食堂|宿舍|车库|商场|超市|饭店|大棚|礼堂|会堂|戏台|看台)"
"""倒了 of them is mostly another thing: bankrupt, or what was poured there."""
_ROOF = (
    r"(?:房顶|屋顶|楼顶|楼板|预制板|房梁|大梁|屋梁|屋面|(?:菜场|市场|体育馆|车间|厂房|车站|加油站)的?(?:顶棚|棚顶|顶))"
)
_WORKS = r"(?:脚手架|塔吊|吊塔|吊车|龙门架|升降机|施工电梯|模板|支架)"
_BRIDGE = r"(?:桥|桥面|桥墩|天桥|高架|立交)"
_COLLAPSED = re.compile(
    rf"(?:{_BUILDING}|{_ROOF}|{_WORKS}){_PART}{_ADVERBS}(?:{_FELL_IN}|{_FELL_OVER})"
    rf"|{_HALL}{_PART}{_ADVERBS}{_FELL_IN}"
    rf"|{_BRIDGE}{_PART}{_ADVERBS}(?:{_FELL_IN}|{_FELL_OVER}|断(?=[了成][^\w]|[了成]$|[成了]两|掉))"
)
_SOMEBODY = rf"(?:{CHILD}|(?:几个|一个|两个|个|路|工|行|老|大|好多)?人(?!行|家[的门]|民|工湖)|[他她]|我(?!家的|们?小区)|俺|我?[爸妈爷奶]|老头|老太|大爷|大妈|阿姨|大伯|叔叔|师傅|工友|学生|邻居|小伙|姑娘|外婆|外公|老公|老婆|骑手|外卖员)"
_HIGH_THING = r"(?:墙|天花板|吊顶|顶棚|雨棚|棚子?|广告牌|招牌|牌匾|门头|树|树枝|大枝|电线杆|路灯杆|灯杆|货架|石头|砖头?|玻璃|窗户|窗框|空调|外机|瓷砖|水泥块|墙皮|墙体|阳台|栏杆|门|架子|土|沙堆|围挡)"
_CAME_DOWN = r"(?:倒|塌|垮|掉|砸|落|断|翻)"
_ON_SOMEBODY = re.compile(
    rf"{_HIGH_THING}{SAME_CLAUSE}{{0,8}}?{_CAME_DOWN}{SAME_SENTENCE}{{0,8}}?(?:压|砸|埋)(?:到|着|住|牢|中|在|了|伤|死|倒){{0,2}}了?{SAME_CLAUSE}{{0,5}}?{_SOMEBODY}(?!的|家?的?(?:车|电瓶|电动|花|菜|店))"
    rf"|{_HIGH_THING}{SAME_CLAUSE}{{0,8}}?{_CAME_DOWN}{SAME_SENTENCE}{{0,8}}?(?:把|将){SAME_CLAUSE}{{0,6}}{_SOMEBODY}{SAME_CLAUSE}{{0,3}}(?:压|砸|埋)"
    rf"|{_HIGH_THING}{SAME_CLAUSE}{{0,8}}?{_CAME_DOWN}{SAME_SENTENCE}{{0,12}}(?:车里|车内|里[面头]|下面|底下|架上)(?:还|都|坐着|好像)?有{SAME_CLAUSE}{{0,3}}人"
)
_NOT_NOW = re.compile(
    r"怕|担心|容易|小心|当心|免得|以免|差[点一]|险些|防|是不是|会不会|一旦|迟早|早晚|[吗么嘛？?]$|万一|如果|要是|假如|听说|听讲|网上|新闻|报道|电视|视频|电影|剧|游戏|梦|演[习练戏]|作文|故事|小说|像|似的|要[塌倒垮]|快[塌倒垮]"
    r"|[前上去当那]年|年前|\d年|[一二两三几多好]年|上[次回周]|上个?月|上礼拜|以前|从前|曾|早就|早已|老早|好久|很久|长期|一直|几个月|当时|那时|后来|地震那"
    r"|没(?:有)?(?:压|砸|伤|埋|碰)|没有?人|没事|幸好|还好|幸亏|好在|粉丝|明星|偶像|塌房|人设|积木|模型|道具|狗窝|鸡窝|鸡棚|猪圈|羊圈|厕所|重建|修好|拆[除迁完了]|清理|废墟|荒"
)
_NO_LONGER = re.compile(r"救出|都出来|出来了|送医|送到医院|修好|处理好")


def find_collapse(text: str, named: str | None) -> PlainDanger | None:
    """The collapse that the text tells of, which is sure; None without one, or with words of long ago, fear, doubt or relief.

    `named`: what the naming head says; an injury is kept where something struck somebody (天花板掉下来砸到人).
    """
    if _NOT_NOW.search(text) or _NO_LONGER.search(text):
        return None
    if found := _COLLAPSED.search(text):
        return PlainDanger("trapped", Span(*found.span()), sure=True)
    if found := _ON_SOMEBODY.search(text):
        return PlainDanger("injury" if named == "injury" else "trapped", Span(*found.span()), sure=True)
    return None
