"""Find in the words of staff for the reporter that they ask who the reporter is, where they live, how to reach them. Pure.

Of a case told in confidence its handlers must not learn that; what the matter itself is (哪盏灯, 什么时候) they may ask.
"""

from __future__ import annotations

import re

from portal.cases.reading import lexicon
from portal.cases.reading.staff_words import third_persons

_YOU = re.compile("[您你]|居民|反映的?人|举报人|投诉人|报事人|业主").pattern
_WHO = re.compile(
    rf"(?:{_YOU})[^，。？?!！]{{0,6}}(?:是谁|是哪位|是哪一?[家户个]|是不是[^，。？?]{{0,8}}(?:先生|女士|阿姨|大[爷妈姐哥]|家|室|户)|是[^，。？?]{{0,12}}(?:先生|女士|阿姨|大[爷妈姐哥])|叫什么|姓什么|贵姓|怎么称呼|什么人|哪里人)"
    r"|贵姓|尊姓|怎么称呼|如何称呼|姓名|名字|什么名|身份|是不是姓|哪[位个户](?:业主|居民|住户|群众)|工作单位|在哪(?:里|儿)?(?:上班|工作)|哪个单位"
)
_HOME = re.compile(
    r"(?:家|住)[^，。？?!！]{0,8}(?:几|哪一?|什么)(?:里|儿|边|地方)|住处|住的(?:房间|楼|单元|地方)"
    rf"|(?:{_YOU}|家|住)[^，。？?!！]{{0,8}}(?:几|哪一?|什么|多少)(?:[栋幢层楼户室号]|单元|号楼|小区)(?!坏|不亮|漏|堵|灯|停|着)"
    r"|门牌|房号|房间号|室号|几零几|住址|家庭地址|(?:您|你)的?地址|住在?(?:哪|几)|(?:^|[，。？?!！、])几[栋幢]几|是[^，。？?]{0,8}\d{3,4}(?:室|的|吗|户)"
)
_PLATE = re.compile(r"车牌|车位号|几号车位|哪个车位|(?:您|你)的?车(?:是|停在)?[^，。？?]{0,4}(?:什么|哪|几)|什么车")
_NUMBER = re.compile(
    r"(?:留|给|发|报|说|告诉|提供|写)[^，。？?!！]{0,6}(?:电话|手机|号码|联系方式|微信)|(?:电话|手机号?|号码|联系方式|微信号?)[^，。？?!！]{0,6}(?:多少|几|是|留|给|发|方便|告诉|提供|有)|加[^，。？?]{0,4}微信"
    r"|(?:怎么|如何|怎样)(?:联系|找)(?:到|上)?(?:您|你)|联系(?:您|你)打"
)


# the name of a firm, the plate of a car that stands in the way: not the reporter's
_OF_THE_MATTER = re.compile(
    r"(?<![您你的贵])(?:施工单位|施工队|物业公司|装修公司|那家店|那家公司|饭店|商户|工地|收费的人|骂人的人|打人的人|保安|摊主)叫(?:什么)?(?:名字|名称)"
    r"|(?:堵|挡|占|乱停|违停)[^，。！？?您你我]{0,6}的?车(?:的|是)?(?:车牌号?码?|停在几号车位)"
)
_CLAUSES = re.compile(r"[^，,。；;！!？?]+[，,。；;！!？?]*")
# what makes a clause of a report on the work a question or a request; without it 违停的车牌抄给了交警 only tells what was done
_ASKS = re.compile(
    rf"[？?]|请(?!来|到|了|师傅|人|[^，。]{{0,4}}师傅)|麻烦|劳驾|能否|可否|能不能|可以.{{0,6}}吗|方便|需要(?:{_YOU})|希望(?:{_YOU})|[吗呢]|谁|哪|几|多少|什么|怎么|如何|怎样|贵姓|尊姓|是不是|是否|想知道|想问|要问|核对一下|提供|补充|缺|(?:没|无)法办|不能办|才能?办|(?:发|报|说|留|问|填|写)(?:给)?(?:我们?)?一?下|发给?我|反映的?人|举报人|投诉人|报事人"
    rf"|(?:留|发|报|说|告诉|提供|写|给|加|回复?)(?:一?下|一个|个)?(?:我们?|给我们?)?(?:{_YOU})?的?(?:姓名|名字|身份|门牌|房号|房间号|室号|住址|地址|车牌|车位号|电话|手机|号码|联系方式|微信)"
    rf"|(?:{_YOU})(?:的|家)"
)


def asks_who(text: str, *, is_report: bool = False) -> bool:
    """Whether the words ask the reporter for a name, a home, a plate or a number, or name somebody, perhaps them.

    `is_report`: they tell how the work goes or went, so that only those of their clauses ask that are a question or a request.
    """
    said = "".join(lexicon.simplified(text).split())
    said = _OF_THE_MATTER.sub("", said)
    asking = "".join(one for one in _CLAUSES.findall(said) if not is_report or _ASKS.search(one))
    asked = any(one.search(asking) for one in (_WHO, _HOME, _PLATE, _NUMBER))
    return asked or bool(third_persons.names(said))
