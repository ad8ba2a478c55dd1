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
# from where they saw or heard it, by whom they know, whose kin they are: who reported it is told by that. Not 从哪里倒的, 几点看见的
_SENSES = re.compile("看[见到得]|看清|瞧见|望见|听[见到得]|听清|闻[到见]|发现|拍[的到]|知道|录到").pattern
_VANTAGE = re.compile(
    rf"(?:{_YOU})[^，。？?!！]{{0,6}}(?:从|在|站在?|是在)(?:什么|哪)(?:里|儿|边|个?(?:地方|位置|角度|方向|窗|阳台|楼|层|房间))[^，。？?!！]{{0,4}}(?:{_SENSES})"
    rf"|(?:^|[，。？?!！、])(?:是|请问)?(?:从|在|站在)(?:什么|哪)(?:里|儿|个?(?:地方|位置|角度|窗|阳台))[^，。？?!！]{{0,3}}(?:看[见到得]|听[见到得]|拍的)"
    rf"|(?:{_YOU})[^，。？?!！]{{0,4}}(?:站|待|坐|躲)在?(?:什么|哪)|(?:{_YOU})[^，。？?!！]{{0,4}}当时[^，。？?!！]{{0,3}}在(?:什么|哪)"
    r"|(?:怎么|咋|如何|为什么|怎么会)(?:会|能)?(?:知道|晓得|得知|看[见到]|听[见到]|发现|了解到)(?!他们几点)"
    rf"|亲眼|亲耳|听(?:谁|什么人|哪个)说|谁(?:告诉|说给|跟)(?:{_YOU})|(?:别人|其他人|人家)(?:告诉|跟|说)(?:{_YOU})|听(?:别人|人家?)说"
    rf"|(?:{_YOU})[^，。？?!！]{{0,3}}离[^，。？?!！]{{0,8}}(?:多远|几米|多少米|远吗|近吗)"
    rf"|(?:从(?:窗[户口]?|阳台|楼上|楼下|对面|隔壁|家里|房间)|(?:[您你]|居民)[^，。]{{0,3}}在(?:窗[户口]?|阳台|楼上|楼下|对面|隔壁|家里|房间))[^，。？?!！]{{0,3}}(?:看[见到得]|听[见到得]|拍)|(?:楼上|楼下|隔壁|对面)还是(?:楼上|楼下|隔壁|对面)"
    rf"|(?:{_YOU})[^，。？?!！]{{0,3}}在[^，。？?!！]{{0,2}}(?:几|哪一?)[楼层栋户][^，。？?!！]{{0,4}}(?:{_SENSES})|(?:{_YOU})家?(?:里)?[^，。？?!！]{{0,2}}(?:听得|看得|闻得)"
    rf"|(?:{_YOU})[^，。？?!！]{{0,12}}(?:认识|什么关系|有关系|熟吗|是亲戚|有没有关系|有过?矛盾)|(?:{_YOU})?(?:和|跟|与)[^，。？?!！]{{1,10}}(?:是?什么关系|认识吗|熟吗)"
    rf"|(?:{_YOU})[^，。？?!！]{{0,4}}在?(?:那儿|那里|店里|里面|厂里)(?:上班|工作|打工|做)|(?:{_YOU})[^，。？?!！]{{0,4}}(?:每天|天天|经常|常)[^，。？?!！]{{0,2}}路过"
    rf"|照片[^，。？?!！]{{0,3}}(?:从|在|是)[^，。？?!！]{{0,4}}(?:哪|什么(?:角度|位置|地方)|谁)[^，。？?!！]{{0,4}}拍|谁拍的|哪个角度拍"
    r"|(?:一个人|几个人|还有谁|谁)[^，。？?!！]{0,4}(?:看[见到]的|知道这|一起看)"
)
# what they are, and what they are to others: 您是不是修鞋的老李, 您住得近吗, 您和他一个单位的吗; not what they mean: 您是说东门吗
_MEANT = re.compile(
    "说|指|要|想|希望|问|反映|投诉|报|什么时候|几[点号]|[今昨前当]天|早|晚|上午|下午|周|[看听闻]|打算|觉得|担心|因为|为了|不是(?:说|指|要|想|希望|问)|在(?:几点|什么时候)"
).pattern
_RELATION = re.compile(
    rf"[您你](?:[就还也]|该不会|会不会|难道)?是(?!{_MEANT})[^，。？?!！]|(?:居民|反映的?人|举报人|投诉人|报事人)(?:[就还也])?是(?:不是|否|什么|做|本|外|老|这|那|他|她|附近)"
    rf"|(?:{_YOU})[^，。？?!！]{{0,4}}(?:住|离)(?:得|的|这|那|在这|在那|[^，。？?!！]{{0,3}}(?:很|比较)?(?:近|远))|(?:^|[，。？?!！、])(?:是不是|是否)?(?:就)?住(?:得|在|这|那|附近|旁边|隔壁|楼)"
    r"|[您你](?:和|跟|与|同)[^，。？?!！]{1,8}(?:吵|打过|闹|一个|同[事学乡村]|一家|亲|熟|有(?:仇|过节|矛盾|联系|来往)|住|一起|说过话|共事)"
    r"|[您你](?:家里?)?的?(?:孩子|小孩|儿子|女儿|爱人|老公|老婆|老伴|爸|妈|父母|店|摊|单位|公司|厂|班级|学校)|[您你]家里?有[^，。？?!！]{0,4}(?:老人|孩子|小孩|人)"
    r"|[您你][^，。？?!！]{0,3}(?:多大|几岁|年纪|岁数|什么工作|干什么的|做什么的|哪里人|一个人住|有没有(?:工作|上班|结婚))"
    r"|[您你](?:以前|之前|上次|先前|是第[一二几]次)[^，。？?!！]{0,6}(?:投诉|反映|举报|来)过?|[您你][^，。？?!！]{0,2}(?:投诉|举报)过"
    r"|[您你](?:平时|每天|天天|经常|常|一般|都是?)[^，。？?!！]{0,8}(?:路过|经过|走这|走那|上班|下班|回家|出门|遛|接送|接孩子|买菜|锻炼)"
    r"|[您你]也?在?[^，。？?!！]{0,5}(?:开店|摆摊|上班|打工|做生意|租房|当(?:保安|保洁|老师|店员))"
)
_ASKS_THEM = re.compile(rf"(?:{_YOU})[^，。]*[？?吗呢]")  # in a report, not of its own work: 怎么发现的漏点：打压测试
_COUNTS = re.compile("[看瞧]见几个人在|看到几个人在")


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
    seen_from = "".join(one for one in _CLAUSES.findall(said) if not is_report or _ASKS_THEM.search(one))
    return asked or _asks_vantage(seen_from) or bool(third_persons.names(said))


def _asks_vantage(said: str) -> bool:
    """Whether the words, simplified, ask from where the reporter saw or heard it, how they know, or what they are to whom: that tells who they are."""
    said = _COUNTS.sub("", said)
    return _VANTAGE.search(said) is not None or _RELATION.search(said) is not None
