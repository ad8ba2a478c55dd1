"""Recognise a message that only says where or who, or corrects that, without saying what happens. Pure.

不在8栋 在6栋那边, 我妈妈, 说错了: a danger score learned from whole sentences means nothing for these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERS = (
    r"(?:(?<!\d)(?!1(?:10|19|20|22)(?!\d|[栋幢座号楼室弄单层]))[a-zA-Z]?\d+[a-zA-Z]?|[零一二两俩三四五六七八九十百]+)"
)
_KIN = (
    "老公|老婆|丈夫|妻子|爱人|对象|男朋友|女朋友|爸爸|妈妈|爸妈|父母|父亲|母亲|老爸|老妈|老头子?|老伴|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈母娘"
    "|哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|伯伯?|姑姑?|姨妈?|舅舅?|婶婶?|嫂子?|儿子|女儿|闺女|女婿|儿媳妇?|媳妇|孙子|孙女|外孙女?|侄子|侄女|外甥女?"
    "|孩子|小孩子?|娃娃?|宝宝|囡囡?|老人家?|大爷|大妈|阿姨|邻居|家里?人|[爸妈爹娘]"
)
_WORDS = (
    # who
    "[我你您他她它俺咱]们?|人家|自己|大家|谁"
    # what is told: corrections, fillers
    "|(?:记|说|讲|写|搞|弄|打|报|填|发|选|点|看)(?:错|岔|反|漏|混)|老糊涂|糊涂|更正|改成|改为|改|其实|应该|好像|可能|大概|刚才|刚刚|刚|前面|重新|等一下|等等|一下|稍等"
    "|对不起(?=.*[栋幢楼座号门路])|不好意思|抱歉|麻烦|你好|您好|谢谢|不对|不是|不在(?!了)|并不|而是|没错|错|反|对|是|在|就|也|都|那个|这个|还有|和|跟|与|或者|或|的话|说|讲|写|地方|地址|位置|地点|住"
    # whom to ring: 打 is 拨 by now, if it means a call (phone_calls.py)
    "|拨|电话|手机|号码"
    # where
    "|[这那哪](?:边|里|儿|头|块|栋|幢|座|家|户|层|排|处|一)?|[这那哪]?[栋幢座层排户弄室]|单元|号楼|号院|楼号|房号|门牌号?|门牌|楼栋|编号|几号|门|号|楼|家门口|门口|家里|家|第|个|条|院子?|宿舍|公寓"
    "|[东南西北左右前后]{1,2}(?:边|面|侧|头|手边?|门|区|院|街|路|方)?|河[东西南北]|村[东西南北口里]?头?|街[上边]?|巷子?[口里]?|路[口上边]?|对面|对过|对门|隔壁|旁边|边上|附近|中间|之间|靠近?|进来|往[东南西北前后左右里外]走|从|往"
    "|楼[上下道]|楼梯口|电梯口|地下室?|车库|停车场|菜市?场|超市|学校|医院|公园|广场|小区|社区|村|大门|[正后侧边]门|门卫室|岗亭|门岗|一楼|顶楼|店|[东南西北]"
    # particles
    "|[的地得了呀啊哈呢吧嘛么哟呐喔哇啦咯哎唉哦噢嗯额呃欸诶]"
)
_WORD = re.compile(rf"{_NUMBERS}|{_KIN}|{_WORDS}")
_HIGH = re.compile("天台|楼顶|屋顶|阳台|窗台|桥上|桥边|河边|江边|水边|路边")
_CORRECTS = re.compile("不在|不是|错|更正|应该")
_NAMED = re.compile(  # not 快来小区
    "(?:(?![快来救命打杀火烧死血伤人跑追抢哭喊叫闷困晕倒摔掉砸着过不没有])[\u4e00-\u9fff]){2}(?:花园|家园|新村|公寓|小区|大厦|广场|苑)"
)
_BESIDE_ME = re.compile("(?:他|她|有人)们?[^，。！？；]{0,3}在(?![^，。！？；]{0,3}[栋幢楼座号单])")
"""他就在我门外, 她在后面: said of somebody one is afraid of."""
_GONE = re.compile(rf"(?:{_KIN}|[他她人])[^，。！？；\d]{{0,3}}不在(?!.*在)")
"""我女儿不在家, but not 我妈不在8栋在6栋."""


_CLAUSE = re.compile(r"[^，,。！!；;\n]+")
_MOST_CLAUSES = 6
_FEWEST_LEFT = 3  # characters that tell something, after a place at the beginning
_ROAD = re.compile(
    r"(?:在|位于|地址是?)?(?:(?![快来救命打杀火烧死血伤人着了哪这那])[\u4e00-\u9fff]){2,4}(?:路|街|弄|里|村|巷|公园|菜场|市场|人家|花园|家园|公寓|小区|大厦|广场|苑)"
    r"(?:[\da-zA-Z一二三四五六七八九十]{1,4}(?:号楼|号|弄|栋|幢|单元|室|楼)){0,4}\d{0,4}(?:门口|边上|旁边|附近|对面|路口|后门|前门|河边)?"
)


def without_where(text: str, names: Sequence[str] = ()) -> tuple[int, str] | None:
    """What is left of a short text without what only says where at its ends, and where that begins; None if nothing does, or all does.

    着火了，幸福家园3栋 and 幸福家园3栋冒烟了 are read as 着火了 and 冒烟了: a place says nothing of danger. It is a clause of its own, or, if it
    has a number, the beginning of the first. `names`: as in `says_only_where`.
    """
    clauses = list(_CLAUSE.finditer(text))[: _MOST_CLAUSES + 1]
    if not 1 <= len(clauses) <= _MOST_CLAUSES:
        return None
    first, last = 0, len(clauses) - 1
    while first <= last and _is_place(clauses[first].group(), names):
        first += 1
    while last > first and _is_place(clauses[last].group(), names):
        last -= 1
    if first > last:
        return None
    begin, end = clauses[first].start(), clauses[last].end()
    where = _ROAD.match(text, begin, end)
    if where and re.search(r"\d", where.group()) and end - where.end() >= _FEWEST_LEFT:
        begin = where.end()
    return None if (begin, end) == (clauses[0].start(), clauses[-1].end()) else (begin, text[begin:end])


def _is_place(clause: str, names: Sequence[str]) -> bool:
    """Whether a clause only says where, by a place with a name or a number."""
    said = clause.strip()
    if _ROAD.fullmatch(said):
        return True
    is_named = _NAMED.search(said) or re.search(_NUMBERS, said) or any(name in said for name in names)
    return bool(is_named) and says_only_where(said, names)


def says_only_where(text: str, names: Sequence[str] = ()) -> bool:
    """Whether a text has words, and nothing but places, people, numbers, corrections and fillers.

    Never for 他就在我门外 or 我女儿不在家, which may tell of danger.
    `names`: the words of the text that the community knows as names of places.
    """
    if not re.search(r"\w", text) or _BESIDE_ME.search(text) or _GONE.search(text):
        return False
    rest = text
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    if _CORRECTS.search(text):
        rest = _HIGH.sub(" ", rest)
    return not re.search(r"\w", _WORD.sub(" ", _NAMED.sub(" ", rest)))
