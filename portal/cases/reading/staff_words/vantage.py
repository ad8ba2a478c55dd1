"""Find in the words of staff for a handler who saw or heard the matter of a case in confidence, and from where: that tells who reported it. Pure.

A person, a household, a door, a window sees it (楼上那家看得见), or somebody is sent to look from one (从二楼窗户看). Streets, yards and
what the visited see (老板看见执法车就收摊) tell nothing. It may be of the accused, so a reason lets it through. Text is simplified Chinese.
"""

from __future__ import annotations

import re

from portal.cases.reading.staff_words import tellers

_PLAIN = re.compile(r"[^，,。.；;！!？?：:\s、]").pattern
_WINDOW = re.compile(
    "(?:厨房的?窗[户口子台边]?|窗[户口子台边]|[前后楼]窗|阳台|露台|飘窗|晒台|晾衣台|卧室|客厅|书房|房间|猫眼|[家屋]里|家中|家(?=[正斜]?对着?))"
).pattern
_HOUSEHOLD = re.compile(
    "(?:(?:那|这|某|一|有|几|同)[位户家](?:人家?)?|人家|住户|邻居|业主|房东|房客|居民楼|街坊|楼里(?:的|有)?人|[上下]面那[层栋]|[上下]层|[里内]面(?:上班|干活|打工|工作)的人?|住[^，,。；;\\s看听望]{1,6}的)"
).pattern
# 宿舍二楼, 商场三楼: of a house that is nobody's home
_DOOR = re.compile(rf"(?<![舍场厂店馆司院校库])(?:{tellers.DOOR})").pattern
_WHO = rf"(?:{_DOOR}|{_HOUSEHOLD}|{_WINDOW}|{tellers.RELATION}|{tellers.PERSON})"
_HOME = re.compile(_WHO)
# anybody may stand there
_ANYWHERE = re.compile(
    "(?:楼道|走廊|过道|通道|电梯|楼梯|门[口外前卫]|大门|前门|后门|侧门|小门|地下|车库|架空|外[墙面边头]|墙|管|岗亭|公交|站台|车站|马路|[路街河桥岸巷江湖水]|弄堂|广场|停车|车位|公园|花坛|绿化|草坪|摊|市场|菜场|超市|柜台|吧台|收银|监控|摄像|探头|现场|照片|视频|录像|记录|材料|账|票|合同|情况|情形|目前|近处|远处|工地|校门|店[里外前后门]|楼顶|屋顶)"
)
# it can be seen or heard from there
_CAN_SENSE = re.compile(
    r"(?:[看望瞧听闻拍]得(?:最|很|更|比较|也|都)?(?:见|到|清楚?|着|一清二楚|清清楚楚)|(?:能够?|可以?)[看听拍](?=$|[，,。])|(?:能够?|可以?|会|好|正好|刚好|一眼就?能?)(?:直接|清楚地?|清清楚楚地?)?(?:看|望|瞧|听|闻|拍|瞅)(?:得?[见到清着]|下去|过去|得)|最?看得清|[看望](?:下去|过去|出去)[^，,。；;\s]{0,3}(?:就是|正好|刚好|一清二楚|清清楚楚|能|可以)|(?:看|望|听)得(?:最|很)?清)"
).pattern
_SENSED = re.compile(
    "(?:(?<!没)(?<!不)(?<!有没有)(?:看见|看到|瞧见|瞅见|撞见|望见|听见|听到|闻到|目击|目睹|亲眼|亲耳|拍到了?|录到|看[得]?清))"
).pattern
# 去302看看, 到三楼看见有人: whoever is sent there
_SENT = re.compile(
    r"(?:去|到|上(?=楼|门|\d)|进(?=楼|门|店|屋|\d)|敲|查|往|请|问|找|给|让|叫|被|怕|别|对(?![过面门])|向|和|跟)(?:一下)?[^，,。；;\s、]{0,6}$"
)
# what the visited do when they see somebody coming, and what is inside a window
_OF_THE_VISITED = re.compile(
    rf"{_PLAIN}{{0,14}}?(?:就|马上|立刻|便|会)(?:怕|关|跑|收|散|停|躲|藏|走|锁|撤|逃|熄|不)|{_PLAIN}{{0,3}}(?:通知|公示|告示|结果)|(?:了|过)?(?:屋里|室内|里面|店里|[家房]里|屋内)"
)
# what must be found at once, wherever it is smelt or heard: whoever goes is told
_DANGER = re.compile(
    "煤气|漏气|燃气味|焦[糊味臭]|冒烟|浓烟|着火|起火|火光|救命|枪|打人|打孩子|打老人|孩子(?:在)?哭|哭喊|惨叫|砍|刀|捅|爆炸|有毒"
)
_NEAR = 12  # characters behind it
# in the matter's window, seen from the street
_LIGHT = re.compile("(?:有|亮着?)?(?:灯|火光|人影)")
_IN_A_WINDOW = re.compile("[前后]?窗[户口子台边]?")
_SEES = re.compile(
    rf"(?P<who>{_WHO})(?P<between>(?:(?!{_SENSED}|{_CAN_SENSE}){_PLAIN}){{0,10}})(?:(?P<can>{_CAN_SENSE})|{_SENSED})"
)
_LOOKS_FROM = re.compile(
    rf"{_PLAIN}{{0,10}}视野{_PLAIN}{{0,4}}|居高临下|(?:从|站)高(?:处|层|楼)[^，,。]{{0,3}}(?:看|拍|望)|从(?:那里?|这里?|那边|这边|那儿|上面|高处|上头)(?:[往向][下外里])?(?:看|望|听|拍|能|可以)(?!不)"
    rf"|(?:从|在|站在|站到|去|到|上|于|往)(?P<where>(?:(?!{_CAN_SENSE}){_PLAIN}){{1,14}}?)(?:{_CAN_SENSE})"
    rf"|(?:从|在|站在|去|到)(?P<watch>{_PLAIN}{{0,8}}?(?:对面|对门|楼上|楼下|隔壁|{_WINDOW}|那[户家]){_PLAIN}{{0,6}}?)(?:蹲守|蹲点|观察|盯着?|守着|看着|往下看|望出去|往外看|去?听(?!取))"
)
# a window that looks on it, not one into which they blow their smoke
_FACES = re.compile(
    rf"(?:推开?|打开|拉开|一开)窗{_PLAIN}{{0,3}}(?:就|便|能|可)|[正斜]?对着?{_PLAIN}{{0,6}}的(?:那?[户家]|人家|阳台)"
    rf"|(?:同一?[栋幢个层]?楼|本[楼栋]|同[层楼]|同一?单元)[里上]?的?(?:居民|住户|人|邻居|业主)?(?:都|也)?(?:知道|发现|说|看|听|反映)"
    rf"|(?:厨房|{_WINDOW}|{_HOUSEHOLD}|(?<!\d)\d{{3,4}}(?:室)?)(?:就|也|都|刚好|正好|的门|的窗){{0,2}}(?:[正斜]?对着|正对|斜对|面对|朝着|朝向|面向|对住)(?!居民|住户)(?!{_PLAIN}{{0,8}}?(?:倒|排|喷|放|吹|扔|泼|装|冲|吐|吼|骂|挂))"
)
MOST = 3  # told to whoever wrote them


def found(said: str) -> list[str]:
    """The passages that tell who saw or heard the matter or from where, at most MOST, each once."""
    same = tellers.with_zeros(said)
    passages = [one.group() for one in _SEES.finditer(same) if _tells_who_saw(same, one)]
    passages += [one.group() for one in _LOOKS_FROM.finditer(same) if _is_from_a_home(same, one)]
    passages += [one.group() for one in _FACES.finditer(same)]
    return list(dict.fromkeys(passages))[:MOST]


def _tells_who_saw(said: str, one: re.Match[str]) -> bool:
    """Whether it is seen by whoever is named, not by whoever is sent there, and not of those who are visited."""
    if _ANYWHERE.match(one["between"].lstrip("的那里上边")) or _OF_THE_VISITED.match(said, one.end()):
        return False
    if _DANGER.search(said[one.start() : one.end() + _NEAR]):
        return False
    if _IN_A_WINDOW.fullmatch(one["who"]) and _LIGHT.match(said, one.end()):
        return False
    return bool(one["can"]) or not _SENT.search(said[: one.start()])


def _is_from_a_home(said: str, one: re.Match[str]) -> bool:
    """Whether they are to look from somebody's home; anybody may stand at a gate or on a bridge, or look into the matter's windows."""
    where = one["where"] or ""
    if _OF_THE_VISITED.match(said, one.end()):
        return False
    return not where or (bool(_HOME.search(where)) and not _ANYWHERE.search(where))
