"""Which words of a reporter tell that a danger which was dealt with is there again (又翘起来了, 又冒烟了, 跟原来一样了). Pure.

Not what works again (又有水了，修得跟原来一样), nor that somebody or something else came, called or went again (又来人了, 又打电话了), nor what is only feared, asked about or supposed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.cases.reading import lexicon

_LONGEST_READ = 400  # characters
_CLAUSE = re.compile(r"[^，。！、；,.!;~…\s？?]+[？?]?")
_THERE_AGAIN = re.compile(
    "(?:又|再次|重新)(?:给|被[^又]{0,4}|让[^又]{0,4}|开始|突然|往外|往下|在|有点|全|都){0,3}"
    "(?:翘|漏(?!了?[打写报])|冒(?!雨|昧|着[大]?[雨雪热])|坏|松(?!口|了?一?大?口|了劲)|塌|陷|掉(?!头|电话|了?眼泪)|倒(?!车|垃圾|是|也|贴|腾|休|了?一?[杯碗点])|断(?!交)|裂|露(?!面|了面|出笑)|垂|歪|斜|翻(?!修|新|了?一?[遍出看])"
    "|鼓(?!励|掌|起勇)|渗|滴|溢|淹|堵(?![上住好])|炸|烧(?!饭|水|菜|了?[饭水菜])|着火|着了|起火|燃(?!气)"
    "|闪火|打火|跳火|短路|漏电|响了|困|卡(?!里)|砸|犯(?!愁)|发作|晕|昏|抽(?!烟|空|时间|水|了?一)|吐(?!槽)|流血|出血|不见|丢|没盖|没了盖|撬|偷|缺|敞|滑|咬(?!牙)|扑|出来咬|摔|绊"
    "|积水|进水|出现(?!场)|出问题|出毛病|这样|那样|不行|不亮|有(?:味|烟|火|[^，]{0,3}气味|[^，]{0,2}糊味|臭鸡蛋)|闻到)"
    "|(?:地下室|地面|地上|车库|楼道|走廊|电梯井|坑|井)里?又有水|复发|复燃|老毛病|还是(?:老|那)个?样子?|打回原形|白修|没修好|没弄好|没盖好|还在(?:漏|冒|翘|烧|滴)|没修(?:过)?(?:时候)?(?:是)?(?:一样|一个样)"
)
_AS_BEFORE = re.compile("(?:跟|和|同)(?:原来|以前|之前|昨天|上次)(?:时候)?(?:是)?(?:一样|一个样)(?:了|的|啊|呀|啦)*$")
_MENDED = re.compile(
    "(?:修|弄|铺|盖|装|补|换|做|恢复|收拾|打扫)(?:得|好|成|完)|好了|[平亮净稳牢]了?$|不[^，。]{0,2}了$|正常|没事|结实"
)
_BUT = re.compile("还是|可|但|不过|又(?![不有能好亮恢])|没[两几多]|第二天|过了")
_NOT_TOLD = re.compile(
    "(?:不|没有?(?![一两三几多]?[天久])|没再)[^，。]{0,2}(?:又|再次|重新)|不会|[怕防]|担心|万一|要是|如果|假如|以免|省得|别再?又|希望|保证|什么时候|[吗么][？?]?$|[？?]$"
)
_NONE_OF_IT = re.compile(
    "(?:又|重新)(?:好|修|盖|装|换|封|填|补|来)|好了$|(?:终于|总算|好不容易)[^，。]{0,6}又|(?:灶|炉)[^，。]{0,6}又有火|(?<!报警)(?:电话|手机|门?铃|闹钟|音乐|广播|喇叭)[^，。]{0,4}又[^，。]{0,2}响"
)


def tells_it_is_back(text: str) -> bool:
    """Whether a clause tells that what was dealt with is there again."""
    clauses = _CLAUSE.findall(lexicon.simplified(text[:_LONGEST_READ]))
    return any(_is_told(clause) for clause in clauses) or _is_as_before(clauses)


def _is_told(clause: str) -> bool:
    return bool(_THERE_AGAIN.search(clause)) and not (_NOT_TOLD.search(clause) or _NONE_OF_IT.search(clause))


def _is_as_before(clauses: Sequence[str]) -> bool:
    """Whether it is as it was before it was mended, not as it was before it broke (不漏了，跟原来一样了)."""
    if not any(_AS_BEFORE.search(clause) and not _NOT_TOLD.search(clause) for clause in clauses):
        return False
    return any(map(_BUT.search, clauses)) or not any(map(_MENDED.search, clauses))
